"""Values of JSON objects by a declared schema: many at once, or one by one where something is odd.

Here belong what a value of each type may be, and what is said of one that is none. Here must not be
how a dump falls into objects (`json_elements`), nor what the keys mean (the formats).
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Iterator
from typing import Any

import polars as pl

NESTED_TOO_DEEPLY = "not JSON: nested too deeply"

HALF_PAIR = r"\\u[dD][89abAB]..(?:[^\\]|\\[^u])"
"""The first half of a surrogate pair alone, which Polars reads as a zero byte."""

_FEW = 8
"""So few texts are read one by one if they cannot be read at once."""


class _Number(str):
    """A number as its text, so that no digit of an id is lost."""

    __slots__ = ()


class _WrongTypeError(ValueError):
    """A value that is not of the declared type; the message is for people."""


def _first_of_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of a key that stands twice the first value counts, as it does in Polars."""
    return dict(reversed(pairs))


LENIENT = json.JSONDecoder(
    strict=False,
    parse_int=_Number,
    parse_float=_Number,
    parse_constant=lambda _: None,
    object_pairs_hook=_first_of_each,
)
"""Takes control characters in texts, and `NaN` for null, which other writers of JSON leave."""

_STRICT = json.JSONDecoder(parse_int=float, parse_constant=int)
"""Takes little that Polars does not take: no control characters, and no `NaN`, which is no int."""


def read_values(texts: pl.Series, schema: pl.Schema) -> pl.DataFrame:
    """Read the values of JSON objects.

    Args:
        texts: The objects, one JSON text each.
        schema: The keys wanted, and their types: text, numbers, Boolean, and lists, structs and
            maps from text of them. A text may be written as a number, and keeps its digits.

    Returns:
        Frame of `schema` and `reason` (String): why a text was refused; its values are null.
    """
    values = _at_once(texts, schema)
    return _apart(texts, schema) if values is None else values


def _apart(texts: pl.Series, schema: pl.Schema) -> pl.DataFrame:
    """The values of texts of which some must be read one by one, which takes time."""
    rows = pl.int_range(texts.len(), eager=True)
    is_odd = _is_bent(texts, schema) | pl.Series([not _is_plain(text, schema) for text in texts])
    frames, order, left = [], [], [rows.filter(is_odd)]
    for part, values in _halves(texts, rows.filter(~is_odd), schema):
        if values is None:
            left.append(part)
        else:
            frames.append(values)
            order.append(part)
    odd = pl.concat(left)
    frames.append(_one_by_one(texts.gather(odd), schema))
    return pl.concat(frames)[pl.concat([*order, odd]).arg_sort()]


def _halves(
    texts: pl.Series, rows: pl.Series, schema: pl.Schema
) -> Iterator[tuple[pl.Series, pl.DataFrame | None]]:
    """Rows in parts, each with its values; None for the few that cannot be read at once."""
    values = _at_once(texts.gather(rows), schema)
    if values is not None or rows.len() <= _FEW:
        yield rows, values
        return
    half = rows.len() // 2
    yield from _halves(texts, rows[:half], schema)
    yield from _halves(texts, rows[half:], schema)


def _at_once(texts: pl.Series, schema: pl.Schema) -> pl.DataFrame | None:
    """The values of all texts; None if one is no object or holds what Polars would bend."""
    if _is_bent(texts, schema).any():
        return None
    try:
        values = texts.str.json_decode(pl.Struct(schema))
    except pl.exceptions.PolarsError:
        return None
    if values.len() != texts.len():
        return None
    return values.struct.unnest().with_columns(reason=pl.lit(None, pl.String))


def _is_bent(texts: pl.Series, schema: pl.Schema) -> pl.Series:
    """Which texts are no objects as they begin, or hold what Polars would bend."""
    is_bent = ~texts.str.starts_with("{") | texts.str.contains(HALF_PAIR)
    bent = _bent(tuple(schema.items()))
    return is_bent | texts.str.contains(bent) if bent else is_bent


def _is_plain(text: str, schema: pl.Schema) -> bool:
    """Whether Polars should be able to read a text, as far as its writing and its keys show."""
    try:
        value = _STRICT.decode(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and all(
        _is_nested_as(value.get(key), dtype) for key, dtype in schema.items()
    )


def _is_nested_as(value: Any, dtype: pl.DataType) -> bool:  # noqa: ANN401
    if value is None:
        return True
    if isinstance(dtype, pl.List):
        return isinstance(value, list)
    return isinstance(value, dict) == dtype.is_nested() and not isinstance(value, list)


@functools.cache
def _bent(fields: tuple[tuple[str, pl.DataType], ...]) -> str:
    """A pattern of what Polars would read, but not as it is meant; empty where there is none.

    It writes a decimal number anew where text is declared (`2503.02130` becomes `2503.0213`), cuts
    off decimals, takes true for 1, and makes a list of what is none. Of a list, the first value is
    looked at.
    """
    keys: dict[str, set[str]] = {"text": set(), "list": set(), "whole": set(), "decimal": set()}
    for key, dtype in _keys(fields):
        if dtype == pl.String:
            keys["text"].add(key)
        elif isinstance(dtype, pl.List):
            keys["list"].add(key)
        elif dtype.is_integer():
            keys["whole"].add(key)
        elif dtype.is_float():
            keys["decimal"].add(key)
    follows = {
        "text": r"-?\d+[.eE]",
        "list": r"[^\[n\s]|\[\s*[-\d]",
        "whole": r"[tf]|-?\d+[.eE]",
        "decimal": r"[tf]",
    }
    patterns = [
        rf'"(?:{"|".join(sorted(map(re.escape, keys[kind])))})"\s*:\s*(?:{follows[kind]})'
        for kind in follows
        if keys[kind]
    ]
    return "|".join(patterns)


def _keys(fields: Any) -> Iterator[tuple[str, pl.DataType]]:  # noqa: ANN401
    """Every key of a schema with its type, those of nested objects too."""
    for key, dtype in fields:
        yield key, dtype
        inner = dtype
        while isinstance(inner, pl.List):
            inner = inner.inner
        if isinstance(inner, pl.Struct):
            yield from _keys((field.name, field.dtype) for field in inner.fields)


def _one_by_one(texts: pl.Series, schema: pl.Schema) -> pl.DataFrame:
    rows = []
    for text in texts:
        try:
            rows.append(_values(text, schema) | {"reason": None})
        except _WrongTypeError as error:
            rows.append({"reason": str(error)})
    return pl.DataFrame(rows, schema={**schema, "reason": pl.String()})


def _values(text: str, schema: pl.Schema) -> dict[str, Any]:
    """The values of one object."""
    text = text.strip().removeprefix("\ufeff")
    try:
        value = LENIENT.decode(text)
    except RecursionError as error:
        raise _WrongTypeError(NESTED_TOO_DEEPLY) from error
    except json.JSONDecodeError as error:
        message = error.msg.removesuffix(" at").lower()
        raise _WrongTypeError(f"not JSON: {message} at character {error.pos + 1}") from error
    if not isinstance(value, dict):
        raise _WrongTypeError("not an object")
    return {key: _value(value.get(key), dtype, key) for key, dtype in schema.items()}


def _value(value: Any, dtype: Any, name: str) -> Any:  # noqa: ANN401
    """A value as its type wants it."""
    if value is None:
        return None
    if isinstance(dtype, pl.List):
        if not isinstance(value, list):
            raise _WrongTypeError(f"{name} is not a list")
        return [_value(each, dtype.inner, name) for each in value]
    if isinstance(dtype, pl.Struct | pl.Map):
        return _object(value, dtype, name)
    return _scalar(value, dtype, name)


def _object(value: Any, dtype: pl.Struct | pl.Map, name: str) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(value, dict):
        raise _WrongTypeError(f"{name} is not an object")
    if isinstance(dtype, pl.Map):
        return {_text(key, name): _value(value[key], dtype.value, name) for key in value}
    return {
        field.name: _value(value.get(field.name), field.dtype, f"{name}.{field.name}")
        for field in dtype.fields
    }


def _scalar(value: Any, dtype: pl.DataType, name: str) -> str | float | bool:  # noqa: ANN401
    if dtype == pl.String:
        return _text(value, name)
    if dtype != pl.Boolean:
        return _number(value, dtype, name)
    if not isinstance(value, bool):
        raise _WrongTypeError(f"{name} is neither true nor false")
    return value


def _text(value: Any, name: str) -> str:  # noqa: ANN401
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        raise _WrongTypeError(f"{name} is not text")
    return value.encode("utf-8", errors="replace").decode()


def _number(value: Any, dtype: pl.DataType, name: str) -> float:  # noqa: ANN401
    """A number, also one that stands as text; a whole one to its last digit."""
    try:
        number = float(value) if isinstance(value, str) else math.nan
    except ValueError:
        number = math.nan
    if math.isfinite(number) and dtype.is_float():
        return number
    if number.is_integer():
        whole = int(value) if value.strip("+- ").isdecimal() else int(number)
        if -(2**63) <= whole < 2**63:
            return whole
    kind = "a number" if dtype.is_float() else "a whole number"
    raise _WrongTypeError(f"{name} is not {kind}")
