"""Writing an export: every table of a warehouse, the manifest and the description."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from errno import ENOSPC
from hashlib import file_digest
from pathlib import Path
from typing import Any

import duckdb

from warehouse.export.croissant import croissant
from warehouse.export.data_package import ExportedFile, data_package
from warehouse.export.files import write_csv, write_parquet
from warehouse.export.folder import CROISSANT, MANIFEST, Workshop, replacing_folder
from warehouse.export.tables import ExportedTable, ExportError, exported_tables
from warehouse.load import MEMORY_LIMIT
from warehouse.query import first_line, open_published

Told = Callable[[str, int, int], None]


def export_warehouse(
    warehouse: Path,
    folder: Path,
    *,
    release: int | None,
    with_csv: bool,
    told: Told,
) -> list[ExportedFile]:
    """Write a published warehouse as Parquet files, and as CSV if asked, with a manifest.

    Args:
        warehouse: The DuckDB file; it is only read.
        folder: The folder of the export, an absolute path; an export in it is replaced.
        release: The number of the release, for the manifest.
        with_csv: Whether each table is written as CSV too.
        told: Is called before each file: what it holds, how many are done, how many there are.

    Returns:
        The files, in the order of the manifest.

    Raises:
        ExportError: If the warehouse cannot be read, or the folder not be written.
        QueryError: If there is no warehouse, or the file cannot be opened.
    """
    open_published(warehouse).close()
    with replacing_folder(folder) as workshop:
        files = _parquet_files(warehouse, workshop, told)
        if with_csv:
            files += _csv_files(files, workshop.new, told)
        _write_json(workshop.new / MANIFEST, data_package(files, release))
        _write_json(workshop.new / CROISSANT, croissant(files, release))
    return files


def _parquet_files(warehouse: Path, workshop: Workshop, told: Told) -> list[ExportedFile]:
    files = []
    with open_published(warehouse) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        connection.execute("set temp_directory = $spill", {"spill": str(workshop.spill)})
        try:
            tables = exported_tables(connection)
            for done, table in enumerate(tables):
                told(f"{table.full_name} as Parquet", done, len(tables))
                path = workshop.new / table.schema / f"{table.name}.parquet"
                path.parent.mkdir(exist_ok=True)
                rows = write_parquet(connection, table, path)
                files.append(_file(table, workshop.new, path, rows))
        except duckdb.Error as error:
            if os.strerror(ENOSPC) in str(error):
                raise OSError(ENOSPC, os.strerror(ENOSPC)) from None
            raise ExportError(f"{warehouse} cannot be exported: {first_line(error)}") from None
        except RuntimeError as error:
            if "interrupted" in str(error):
                # What DuckDB makes of Ctrl-C.
                raise KeyboardInterrupt from None
            raise
    return files


def _csv_files(
    parquet_files: Sequence[ExportedFile], folder: Path, told: Told
) -> list[ExportedFile]:
    """Write the CSV files from the Parquet files, when DuckDB has given its memory back."""
    files = []
    for done, file in enumerate(parquet_files):
        told(f"{file.table.full_name} as CSV", done, len(parquet_files))
        parquet = folder / file.path
        csv = parquet.with_suffix(".csv")
        cut_cells = write_csv(parquet, csv)
        files.append(_file(file.table, folder, csv, file.rows, cut_cells))
    return files


def _file(
    table: ExportedTable, folder: Path, path: Path, rows: int, cut_cells: int = 0
) -> ExportedFile:
    with path.open("rb") as file:
        # Else a power cut after the rename could leave an export with empty files.
        os.fsync(file.fileno())
        digest = file_digest(file, "sha256").hexdigest()
    size = path.stat().st_size
    return ExportedFile(table, path.relative_to(folder).as_posix(), rows, size, digest, cut_cells)


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
