"""The files of an export: a table as Parquet, and the same as CSV for spreadsheets.

The same table gives the same bytes. Memory is bounded: DuckDB spills, Polars takes one group of
rows after another. Here must not be which tables there are (`tables`), nor what makes a cell safe
(`spreadsheet`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from warehouse.export.spreadsheet import LONGEST_CELL, cut_text, is_too_long, safe_text
from warehouse.export.tables import ExportedTable

ROW_GROUP: Final = 122_880
"""Rows that are packed together: DuckDB's own size, so that it copies whole groups."""


def write_parquet(connection: duckdb.DuckDBPyConnection, table: ExportedTable, path: Path) -> int:
    """Write a table as Parquet, the rows of a table as they lie, those of a view by all columns.

    A view has no key that is declared and no order, so only all columns give the same order always.

    Returns:
        How many rows it has.
    """
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    order = " order by all" if table.is_view else ""
    row = connection.execute(
        f"copy (select {columns} from {table.schema}.{table.name}{order}) "  # noqa: S608
        f"to '{_quoted(path)}' (format parquet, compression zstd, row_group_size {ROW_GROUP})"
    ).fetchone()
    return int(row[0]) if row else 0


def write_csv(parquet: Path, path: Path) -> int:
    """Write a Parquet file as CSV for spreadsheets: RFC 4180, UTF-8 with a byte order mark.

    Without the mark Excel takes UTF-8 for another encoding.

    Returns:
        How many cells were cut, because a cell of Excel does not hold as much.
    """
    rows = pl.scan_parquet(parquet)
    texts = [name for name, kind in rows.collect_schema().items() if kind == pl.String]
    safe = rows.with_columns(safe_text(pl.col(name)).alias(name) for name in texts)
    count = rows.select(pl.len()).collect().item()
    cut_cells = 0
    with path.open("wb") as file:
        # Streamed as a whole, 3 million abstracts took 3.9 GB.
        for start in range(0, count or 1, ROW_GROUP):
            batch = safe.slice(start, ROW_GROUP).collect()
            long = [name for name in texts if _has_long(batch[name])]
            cut_cells += sum(batch.select(is_too_long(pl.col(long)).sum()).row(0)) if long else 0
            batch.with_columns(cut_text(pl.col(name)).alias(name) for name in long).write_csv(
                file, include_bom=start == 0, include_header=start == 0, line_terminator="\r\n"
            )
    return cut_cells


def _has_long(text: pl.Series) -> bool:
    """Whether a text could be too long: no letter takes fewer bytes than units of UTF-16."""
    longest = text.str.len_bytes().max()
    return isinstance(longest, int) and longest > LONGEST_CELL


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
