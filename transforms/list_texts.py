"""Lists written as one text: JSON, Python's or NumPy's way of writing, or items with marks between.

Here belong telling such a list and taking it apart. Here must not be what the items are.
"""

from __future__ import annotations

import ast
import json
from typing import Any

import polars as pl

_BRACKETED = r"(?s)^\s*\[.*\]\s*$"
_QUOTED = r"^\s*\[\s*[\"']"
_OBJECTS = r"^\s*\[\s*\{"
_ITEM = r"(?s)\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_NAME_KEYS = ("name", "display_name", "full_name", "keyword", "label")
"""Where an item that is an object has its name."""

_NOTHING = ("", "null", "None", "nan")
CHINESE_MARKS = {"\uff1b": ";", "\uff0c": ",", "\u3001": ","}
"""The marks between items in Chinese, and those that stand for them here."""

_NESTED = r"(?s)^\s*(?:\[.*\]|\{.*\})\s*$"
_MAX_SLOW_CHARS = 1 << 20

IS_OBJECT = "is an object, not a text"
IS_LIST = "is a list, and not of one text"


def bracketed_items(texts: pl.Series) -> pl.Series:
    """The items of each text that is a list in brackets.

    Args:
        texts: Such as `["A", "B"]`, `['A', 'B']`, `[A, B]` or `[{"name": "A"}]`.

    Returns:
        Lists of items, of an object its name; null for every other text.
    """
    text = pl.col("text")
    frame = texts.to_frame("text").with_columns(
        pl.when(text.str.contains(_BRACKETED)).then(text.str.strip_chars())
    )
    if frame["text"].null_count() == frame.height:
        return pl.Series(texts.name, [None] * frame.height, pl.List(pl.String))
    is_quoted, is_of_objects = text.str.contains(_QUOTED), text.str.contains(_OBJECTS)
    plain = text.str.strip_chars("[]").str.split(",")
    items = frame.select(
        pl.when(is_quoted)
        .then(text.str.extract_all(_ITEM).list.eval(pl.element().str.slice(1).str.head(-1)))
        .when(~is_of_objects)
        .then(plain.list.eval(pl.element().str.strip_chars()))
        .alias("quoted"),
        pl.when(is_of_objects).then(text).alias("objects"),
    )
    return (
        items.select(
            pl.coalesce(_unescaped(items["quoted"]), _names_of_objects(items["objects"])).alias(
                texts.name
            )
        )
        .to_series()
        .list.eval(pl.element().filter(~pl.element().is_in(_NOTHING)))
    )


def items(texts: pl.Series) -> pl.Series:
    """The items of texts such as keywords: a list in brackets, or parted by `;`, `|` or `,`.

    Only the first of these marks that a text holds parts it.

    Returns:
        Lists of distinct items in order; null where there is none.
    """
    text = pl.col("text")
    plain = pl.element().str.replace_all(r"\s+", " ").str.strip_chars(" .;,")
    mark = (
        pl.when(text.str.contains(";", literal=True))
        .then(text.str.split(";"))
        .when(text.str.contains("|", literal=True))
        .then(text.str.split("|"))
        .otherwise(text.str.split(","))
    )
    return (
        texts.to_frame("text")
        .with_columns(text.str.replace_many(CHINESE_MARKS), bracketed=bracketed_items(texts))
        .select(
            pl.coalesce("bracketed", mark)
            .list.eval(plain.filter(plain != ""))
            .list.unique(maintain_order=True)
            .alias(texts.name)
        )
        .select(pl.when(pl.col(texts.name).list.len() > 0).then(texts.name))
        .to_series()
    )


def single_texts(texts: pl.Series) -> pl.DataFrame:
    """Texts, some of which are values in JSON or Python: of a list, the one text that it holds.

    Returns:
        Frame (text, reason): a list without a value is null; so is what is no single text, and
        `reason` says what it is.
    """
    none = pl.Series("reason", [None], pl.String).new_from_index(0, texts.len())
    places = texts.str.contains(_NESTED).arg_true()
    if not places.len():
        return pl.DataFrame([texts.alias("text"), none])
    found = [_single_text(text) for text in texts.gather(places)]
    singles = pl.Series([text for text, _ in found], dtype=pl.String)
    reasons = pl.Series([reason for _, reason in found], dtype=pl.String)
    text = texts.alias("text").scatter(places, singles)
    return pl.DataFrame([text, none.scatter(places, reasons)])


def decoded(text: str) -> Any:  # noqa: ANN401  (whatever JSON holds)
    """The value that a text writes in JSON or Python; None where it is no such text."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(text[:_MAX_SLOW_CHARS])
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def _single_text(text: str) -> tuple[str | None, str | None]:
    """The one text that a text stands for, and why there is none."""
    value = decoded(text)
    if isinstance(value, dict):
        return None, IS_OBJECT
    if not isinstance(value, list):
        return text, None
    held = {repr(each): each for each in value if each not in (None, "")}
    if not held:
        return None, None
    only = next(iter(held.values()))
    if len(held) > 1 or not isinstance(only, str):
        return None, IS_LIST
    return only, None


def _unescaped(lists: pl.Series) -> pl.Series:
    """Items with what a backslash stands for in its place."""
    distinct = lists.explode().drop_nulls().unique()
    escaped = distinct.filter(distinct.str.contains("\\", literal=True)).to_list()
    if not escaped:
        return lists
    plain = {item: _without_escapes(item) for item in escaped}
    return lists.list.eval(pl.element().replace(plain))


def _without_escapes(item: str) -> str:
    quoted = item.replace("\\'", "'").replace('\\"', '"').replace('"', '\\"')
    try:
        text: str = json.loads(f'"{quoted}"', strict=False)
    except ValueError:
        return item
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _names_of_objects(texts: pl.Series) -> pl.Series:
    """The names in lists of objects; a text that is not JSON is tried as Python."""
    if texts.null_count() == texts.len():
        return pl.Series(texts.name, [None] * texts.len(), pl.List(pl.String))
    fields = pl.Struct(dict.fromkeys(_NAME_KEYS, pl.String()))
    name = pl.coalesce(pl.element().struct.field(key) for key in _NAME_KEYS)
    try:
        return texts.str.json_decode(pl.List(fields)).list.eval(name)
    except pl.exceptions.ComputeError:
        distinct = texts.drop_nulls().unique().to_list()
        found = {text: _slow_names(text) for text in distinct}
        return pl.Series(
            texts.name, [found.get(text) for text in texts.to_list()], pl.List(pl.String)
        )


def _slow_names(text: str) -> list[str]:
    """The names in one list of objects or of anything else, written in JSON or Python."""
    value = decoded(text)
    return [name for name in map(_name, value if isinstance(value, list) else []) if name]


def _name(value: Any) -> str | None:  # noqa: ANN401  (whatever JSON holds)
    if isinstance(value, dict):
        named = (value[key] for key in _NAME_KEYS if isinstance(value.get(key), str))
        return next(named, None)
    return value if isinstance(value, str) else None
