"""Abstracts of Semantic Scholar: its data set `abstracts`.

Its records have no titles; their ids say which papers they are of (`transforms.formats.s2_papers`).
Here belong the fields of that data set. Here must not be what its ids are
(`transforms.formats.semantic_scholar`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from transforms.formats.format import Format
from transforms.formats.json_elements import parse_json, top_level_keys
from transforms.formats.semantic_scholar import EXTERNAL_IDS, OWN_IDS, ids
from transforms.parsed_records import Batch

SCHEMA = pl.Schema(
    {
        **OWN_IDS,
        "openaccessinfo": pl.Struct({"externalids": EXTERNAL_IDS}),
        "openAccessInfo": pl.Struct({"externalIds": EXTERNAL_IDS}),
        "abstract": pl.String(),
    }
)
"""What is read of a record; its README spells the keys in camel case, its files do not."""


def to_rows(abstracts: pl.DataFrame) -> pl.DataFrame:
    """The fields of abstracts as those of records.

    Args:
        abstracts: Frame of `SCHEMA` and (line_start, line_end, excerpt, reason).

    Returns:
        The rows that `to_batch` takes.
    """
    external = pl.coalesce(
        pl.col("openaccessinfo").struct.field("externalids"),
        pl.col("openAccessInfo").struct.field("externalIds"),
    )
    return abstracts.select(
        "line_start",
        "line_end",
        "excerpt",
        "reason",
        "abstract",
        **ids(external),
    )


def recognises(head: bytes) -> bool:
    """Whether the first object is an abstract of Semantic Scholar."""
    keys = top_level_keys(head)
    return "abstract" in keys and bool(keys & {"openaccessinfo", "openAccessInfo"})


def parse(stream: BinaryIO) -> Iterator[Batch]:
    """Read abstracts; see `Format.parse`."""
    return parse_json(stream, SCHEMA, to_rows)


S2_ABSTRACTS = Format(
    name="s2_abstracts",
    description="Abstracts of Semantic Scholar, from its data sets (JSON Lines or one array)",
    recognises=recognises,
    parse=parse,
)
