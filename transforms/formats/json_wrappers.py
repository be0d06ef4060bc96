"""Answers of APIs in JSON: one list of objects in a wrapper, `{"meta": {...}, "results": [...]}`.

Here belong telling such a wrapper from an object that is a record, and what stands between the
elements of its list: its other keys, and the next answer. Here must not be the elements themselves
(`json_elements`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

SPLITTER = json.JSONDecoder(strict=False, parse_int=float)
"""As lenient as `json_values.LENIENT`, and faster; a number may have any length."""

_LISTS = frozenset({"results", "data"})
"""The keys of the list, in OpenAlex and in Semantic Scholar."""

_OF_A_PAPER = frozenset(
    {"abstract", "authors", "doi", "id", "name", "paper", "paperid", "title", "url", "year"}
)
"""Keys that make an object a record, whatever lists it holds; in lower case."""

_BETWEEN = re.compile(r"[\s,]*")
_OPEN = re.compile(r"\s*\{\s*")
_KEY = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:\s*', re.DOTALL)
_NEXT_KEY = re.compile(r"\s*,\s*")
_LIST_OPEN = re.compile(r"\[\s*(?=[{\]])")


class Place(Enum):
    """Where one is: between answers, in an answer, or in its list."""

    OUTSIDE = 0
    ANSWER = 1
    LIST = 2


def answer_start(head: str) -> int | None:
    """Where the list of the first answer begins, behind its bracket; None where it is no answer.

    The other values of an answer are no lists and hold none, no key is one of a paper, and its list
    is of objects, as far as the head shows.
    """
    start = _list_start(head, 0)
    if start is None or head[start : start + 1] != "{":
        return None
    _, end = _value(head, head.rindex("[", 0, start))
    behind = _members(head, _NEXT_KEY, end)
    return start if all(_is_furniture(key, head, value_at) for key, value_at in behind) else None


def skip(text: str, at: int, place: Place) -> tuple[int, Place]:
    """Pass what stands before the next element of any answer.

    Returns:
        Where the element begins, and the place that it is in. In an answer but not in its list it
        is no element, but a key that is broken, or cut off by the end of the text.
    """
    while True:
        at = _end(_BETWEEN, text, at)
        mark = text[at : at + 1]
        if place is Place.LIST and mark == "]":
            at, place = at + 1, Place.ANSWER
        elif place is Place.ANSWER and mark == "}":
            at, place = at + 1, Place.OUTSIDE
        elif place is Place.ANSWER and mark == '"':
            end = _member_end(text, at)
            if end is None:
                return at, place
            at = end
        elif place is Place.OUTSIDE and (start := _list_start(text, at)) is not None:
            at, place = start, Place.LIST
        else:
            return at, place


def _list_start(text: str, at: int) -> int | None:
    """Where the list of an answer begins, as far as the keys before it tell."""
    for key, value_at in _members(text, _OPEN, at):
        if key in _LISTS and (opened := _LIST_OPEN.match(text, value_at)):
            return opened.end()
        if not _is_furniture(key, text, value_at):
            return None
    return None


def _members(text: str, before: re.Pattern[str], at: int) -> Iterator[tuple[str, int]]:
    """The keys of an object from a place on, with the places of their values, as far as it goes."""
    found = before.match(text, at)
    while found and (key := _KEY.match(text, found.end())):
        yield key[1], key.end()
        _, end = _value(text, key.end())
        found = _NEXT_KEY.match(text, end)


def _is_furniture(key: str, text: str, value_at: int) -> bool:
    return key.lower() not in _OF_A_PAPER and _is_flat(_value(text, value_at)[0])


def _value(text: str, at: int) -> tuple[Any, int]:
    """The value that begins there and where it ends; null and the text's end where it is cut."""
    try:
        return SPLITTER.raw_decode(text, at)
    except (json.JSONDecodeError, RecursionError):
        return None, len(text)


def _is_flat(value: Any) -> bool:  # noqa: ANN401  (whatever JSON holds)
    """Whether a value is a scalar, an object of scalars, or a list of nothing."""
    if isinstance(value, dict):
        return not any(isinstance(each, dict | list) for each in value.values())
    return not (isinstance(value, list) and value)


def _member_end(text: str, at: int) -> int | None:
    """Where a key and its value end; None where they are broken or cut."""
    key = _KEY.match(text, at)
    try:
        return SPLITTER.raw_decode(text, key.end())[1] if key else None
    except (json.JSONDecodeError, RecursionError):
        return None


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
