"""Names of authors in nested values: objects with the parts of a name, and lists of such parts.

Here belongs which part of such a value is which part of a name. Here must not be how a text of
names falls apart, nor how names are cleaned (`transforms.author_names`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import polars as pl

from transforms.list_texts import decoded

_NESTED = r"(?s)^\s*(?:\[\s*[\[{].*\]|\{.*\})\s*$"
_WHOLE = ("name", "displayname", "fullname", "authorname", "literal", "rawauthorname", "author")
_FORENAMES = ("first", "firstname", "given", "givenname", "givennames", "forename", "forenames")
_MIDDLE = ("middle", "middlename")
_PARTICLE = ("nondroppingparticle",)
_SURNAME = ("last", "lastname", "family", "familyname", "surname", "keyname")
_SUFFIX = ("suffix",)
_PARTS = (_FORENAMES, _MIDDLE, _PARTICLE, _SURNAME, _SUFFIX)
"""The keys of the parts of a name in the order in which it is said; folded."""

_PART_KEYS = ("first", "last", "given", "family", "surname", "firstName", "lastName")
"""The keys, as they are often written, that go before a name."""

_SAID_AS_SUFFIX = re.compile(r"(?i)\s*(?:jr|sr|ii|iii|iv|2nd|3rd)?\.?\s*")


def nested_names(texts: pl.Series) -> pl.Series:
    """The names in nested values, forenames first.

    Args:
        texts: Values as JSON or as Python writes them: an object or a list of objects such as
            `[{"given": "Ann", "family": "Lee"}]`, arXiv's `[["Lee", "Ann", ""]]`, or lists of names
            in a list.

    Returns:
        Lists of names in order; null for every text that is no such value.
    """
    places = texts.str.contains(_NESTED).arg_true()
    if not places.len():
        return pl.Series(texts.name, [None], pl.List(pl.String)).new_from_index(0, texts.len())
    nested = texts.gather(places)
    names = _whole_names(nested)
    missing = names.is_null()
    slow = pl.Series([_read(text) for text in nested.filter(missing)], dtype=pl.List(pl.String))
    order = pl.concat([places.filter(~missing), places.filter(missing)])
    found = pl.DataFrame({"place": order, "names": pl.concat([names.filter(~missing), slow])})
    rows = texts.to_frame().with_row_index("place").select("place")
    joined = rows.join(found, on="place", how="left", maintain_order="left")
    return joined["names"].alias(texts.name)


def _whole_names(texts: pl.Series) -> pl.Series:
    """The names of lists of objects that have no more than a `name`; null for all other texts."""
    field = pl.element().struct.field
    is_whole = field("name").str.contains(r"\S") & pl.all_horizontal(
        field(key).is_null() for key in _PART_KEYS
    )
    objects = pl.List(pl.Struct(dict.fromkeys(("name", *_PART_KEYS), pl.String())))
    lists = pl.col("lists")
    try:
        decoded_lists = texts.str.json_decode(objects)
    except pl.exceptions.PolarsError:
        return pl.Series([None], dtype=pl.List(pl.String)).new_from_index(0, texts.len())
    return (
        decoded_lists.to_frame("lists")
        .select(
            pl.when(lists.list.eval(is_whole.fill_null(value=False)).list.all()).then(
                lists.list.eval(field("name"))
            )
        )
        .to_series()
    )


def _read(text: str) -> list[str] | None:
    value = decoded(text)
    return _names(value) if isinstance(value, list | dict) else None


def _names(value: Any) -> list[str]:  # noqa: ANN401  (whatever JSON holds)
    """The names in a value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        name = _name_of_object(value)
        return [name] if name else []
    if not isinstance(value, list):
        return []
    rows = [each for each in value if isinstance(each, list)]
    if rows and len(rows) == len(value) and _are_parts(rows):
        return [_joined(row[1:2] + row[:1] + row[2:3]) for row in rows]
    return [name for each in value for name in _names(each)]


def _name_of_object(value: Mapping[str, Any]) -> str:
    """The name in an object: from its parts if there is a surname, or else as a whole."""
    folded = {_folded(key): each for key, each in value.items()}
    parts = [next((folded[key] for key in keys if folded.get(key)), None) for keys in _PARTS]
    whole = next((folded[key] for key in _WHOLE if folded.get(key)), None)
    if parts[_PARTS.index(_SURNAME)] or not whole:
        return _joined(parts)
    return _name_of_object(whole) if isinstance(whole, dict) else _joined([whole])


@lru_cache(maxsize=1 << 10)
def _folded(key: str) -> str:
    return re.sub(r"[\W_]+", "", key.lower())


def _are_parts(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether lists are surname, forenames and more, and not each a list of names."""
    if not all(all(part is None or isinstance(part, str) for part in row) for row in rows):
        return False
    long = [row for row in rows if len(row) > 2]
    if long:
        return all(_SAID_AS_SUFFIX.fullmatch(row[2] or "") for row in long)
    pairs = [row for row in rows if len(row) == 2]
    return bool(pairs) and not all(" " in (part or "").strip() for row in pairs for part in row)


def _joined(parts: Sequence[Any]) -> str:
    """The parts of a name that are there, with a blank between; a part may be a list."""
    texts = [" ".join(filter(_is_text, part)) if isinstance(part, list) else part for part in parts]
    return " ".join(text.strip() for text in texts if _is_text(text)).replace(". -", ".-")


def _is_text(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, str) and bool(value.strip())
