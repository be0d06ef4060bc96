"""The dump formats: one module each, listed here.

Here belong the list `FORMATS`, what a format is, and the choice of the one format that recognises a
file. A new format is one module, one line in `FORMATS`, and one sample with its golden.

Here must not be how any one format is read.
"""

from __future__ import annotations

from transforms.formats.format import HEAD_BYTES, Format
from transforms.formats.listing_page import LISTING_PAGE

__all__ = ["ALL_FORMATS", "FORMATS", "HEAD_BYTES", "TABLES", "Format", "FormatError", "recognise"]

FORMATS: tuple[Format, ...] = (LISTING_PAGE,)
"""Every format with a shape of its own; at most one may recognise a dump."""

TABLES: tuple[Format, ...] = ()
"""Tables whose columns are mapped by their names; looked at where no other format recognises it."""

ALL_FORMATS = (*FORMATS, *TABLES)


class FormatError(ValueError):
    """A dump that is not of exactly one format; the message is one line for people."""


def recognise(
    head: bytes, formats: tuple[Format, ...] = FORMATS, tables: tuple[Format, ...] = TABLES
) -> Format:
    """Find the one format that a dump is of.

    Args:
        head: The first `HEAD_BYTES` of the dump, decompressed.
        formats: The formats to choose from.
        tables: Those to choose from if none of them recognises it.

    Returns:
        The format that recognises the head.

    Raises:
        FormatError: If no format, or more than one, recognises it; the message names the cure.
    """
    found = [each for each in formats if each.recognises(head)] or [
        each for each in tables if each.recognises(head)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(each.name for each in found)
        raise FormatError(
            f"{len(found)} formats claim it ({names}); split it into one file for each format"
        )
    known = ", ".join(each.name for each in (*formats, *tables)) or "none"
    raise FormatError(
        f"no known format: it begins with {_excerpt(head)}; pass a dump in one of: {known}"
    )


def _excerpt(head: bytes) -> str:
    """The first 60 characters that show, in quotes and on one line."""
    text = " ".join(head[:400].decode("utf-8", errors="replace").split())
    return repr(text[:60]) if text else "nothing but white space"
