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

_MAX_SLOW_CHARS = 1 << 20


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
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        try:
            value = ast.literal_eval(text[:_MAX_SLOW_CHARS])
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return []
    return [name for name in map(_name, value) if name]


def _name(value: Any) -> str | None:  # noqa: ANN401  (whatever JSON holds)
    if isinstance(value, dict):
        named = (value[key] for key in _NAME_KEYS if isinstance(value.get(key), str))
        return next(named, None)
    return value if isinstance(value, str) else None
