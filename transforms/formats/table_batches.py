"""From the parts of a table, as columns of text, to batches.

All tables end here, so a column means the same in each of them. Here must not be how a file becomes
columns of text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from transforms.formats.batches import to_batch
from transforms.formats.table_columns import (
    check_columns,
    columns_of_fields,
    named_mapping,
    with_ids_told,
)
from transforms.formats.table_values import to_rows
from transforms.parsed_records import Batch, Unit


@dataclass(frozen=True)
class TablePart:
    """A part of a table.

    Attributes:
        texts: Columns of text under the names that the dump gives them; of a nested value its JSON.
        places: Frame (line_start, line_end, reason, excerpt), as `batches.to_batch` takes it; one
            row for each row of `texts`.
        unit: What the places count.
        chrome_line_count: Lines of this part that are of no row.
        is_cut_short: Whether the dump ends within this part before its own end mark.
    """

    texts: pl.DataFrame
    places: pl.DataFrame
    unit: Unit
    chrome_line_count: int = 0
    is_cut_short: bool = False


def table_batches(parts: Iterable[TablePart], mapping: Mapping[str, str]) -> Iterator[Batch]:
    """Make batches of the parts of a table.

    Args:
        parts: In the dump's order. The columns of the first one are all that a user can map.
        mapping: The user's, from the name of a column to its field.

    Yields:
        One batch for each part.

    Raises:
        DumpError: If the mapping names a column that is not there.
        ValueError: If it names a field that there is not.
    """
    told: dict[str, str] | None = None
    record_count = 0
    for part in parts:
        names = part.texts.columns
        if told is None and names:
            told = named_mapping(mapping, names)
            check_columns(names, told)
        if told is not None:
            told = with_ids_told(part.texts, told)
        columns = columns_of_fields(names, told or {})
        batch = to_batch(_rows(part, columns), after=record_count, unit=part.unit)
        record_count += batch.records.height
        held = {name for each in columns.values() for name in each}
        yield replace(
            batch,
            chrome_line_count=part.chrome_line_count,
            is_cut_short=part.is_cut_short,
            unmapped_columns=tuple(sorted(set(names) - held)),
        )


def _rows(part: TablePart, columns: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """The rows of a part as `batches.to_batch` takes them."""
    if not part.texts.columns:
        return part.places
    rows = part.places.hstack(to_rows(part.texts, columns))
    return rows.with_columns(reason=pl.coalesce("reason", "refused")).drop("refused")
