"""Exporting: which release is written to which folder, and what is told of it.

Here must not be how files are written (`warehouse.export`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from orchestration.errors import UsageError
from orchestration.home import Home
from orchestration.progress import advance
from warehouse.export.data_package import ExportedFile
from warehouse.export.tables import ExportError
from warehouse.export.write import export_warehouse
from warehouse.publish import published_release


def export(home: Home, warehouse: Path, folder: Path | None, *, with_csv: bool) -> dict[str, Any]:
    """Write the published warehouse to a folder, by default `export` in the home.

    Returns:
        The folder, the warehouse, the release (None if it is none of this home) and the files.

    Raises:
        QueryError: If there is no warehouse, or it cannot be opened.
        UsageError: If it cannot be exported, or the folder not be written.
    """
    target = (folder or home.root / "export").resolve()
    release = published_release(home.releases, warehouse)
    try:
        files = export_warehouse(
            # A build may publish another release meanwhile.
            release.warehouse if release else warehouse,
            target,
            release=release.number if release else None,
            with_csv=with_csv,
            told=advance,
        )
    except ExportError as error:
        raise UsageError(str(error)) from None
    return {
        "folder": str(target),
        "warehouse": str(warehouse),
        "release": release.number if release else None,
        "files": [_told(file) for file in files],
    }


def _told(file: ExportedFile) -> dict[str, Any]:
    return {
        "table": file.table.full_name,
        "path": file.path,
        "rows": file.rows,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        "cut_cells": file.cut_cells,
        "is_too_long_for_a_sheet": file.is_too_long_for_a_sheet,
    }


def print_export(console: Console, result: Mapping[str, Any]) -> None:
    """Write what was exported, for a person."""
    release = f"release {result['release']}" if result["release"] else result["warehouse"]
    _print(console, f"[bold green]Exported[/] {escape(release)} to {escape(result['folder'])}")
    for suffix, name in ((".parquet", "Parquet"), (".csv", "CSV")):
        files = [each for each in result["files"] if each["path"].endswith(suffix)]
        if files:
            _print(console, f"  {name}: {_sums(files)}")
    _print(console, "  datapackage.json and croissant.json say what is in them")
    for each in result["files"]:
        if each["cut_cells"]:
            _print(
                console,
                f"[yellow]cut:[/] {each['cut_cells']:,} texts of {each['path']} that no cell of a "
                "spreadsheet holds; the Parquet file has them whole",
            )
        if each["is_too_long_for_a_sheet"]:
            _print(
                console,
                f"[yellow]long:[/] {each['path']} has {each['rows']:,} rows, more than a sheet of "
                "Excel holds; open it with Power Query or use the Parquet file",
            )


def _sums(files: Sequence[Mapping[str, Any]]) -> str:
    rows = sum(each["rows"] for each in files)
    megabytes = sum(each["size_bytes"] for each in files) / 1e6
    return f"{len(files):,} files, {rows:,} rows, {megabytes:,.1f} MB"


def _print(console: Console, line: str) -> None:
    console.print(line, highlight=False, soft_wrap=True)
