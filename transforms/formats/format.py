"""What a dump format is.

Here belong the shape of a format and what each of them may look at. Here must not be the list of
the formats (`transforms.formats`), nor how any one of them is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from transforms.parsed_records import Batch

HEAD_BYTES = 65_536
"""How much of a dump, decompressed, a format may look at to recognise it."""


@dataclass(frozen=True)
class Format:
    """A dump format.

    Attributes:
        name: Its name, as `raw.dumps.format` stores it.
        description: One line for people.
        recognises: Whether the first `HEAD_BYTES` of a dump, decompressed, are of this format.
        parse: Reads a whole dump, decompressed, as batches in order; memory does not grow with it.
            A dump that ends early gives what can be read of it, and its last batch says so.
        parse_mapped: For a table: the same with the user's mapping, from the name of a column to
            the field that it holds. None where columns have no names of their own.
    """

    name: str
    description: str
    recognises: Callable[[bytes], bool]
    parse: Callable[[BinaryIO], Iterator[Batch]]
    parse_mapped: Callable[[BinaryIO, Mapping[str, str]], Iterator[Batch]] | None = None
