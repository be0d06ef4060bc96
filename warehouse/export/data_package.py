"""The manifest of an export as a Frictionless Data Package, version 2 (datapackage.org).

Here belongs how the standard puts what is known of the files. Here must not be files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from warehouse.export.spreadsheet import MOST_ROWS
from warehouse.export.tables import ExportedColumn, ExportedTable

NAME: Final = "paperhouse"
TITLE: Final = "Papers, keywords and code links"
DESCRIPTION: Final = (
    "A release of a paperhouse warehouse as plain files: main is the public contract, mart holds "
    "flat tables for BI, raw the evidence, quality the results of the checks."
)

PROFILE: Final = "https://datapackage.org/profiles/2.0/"

TYPES: Final = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
}

CSV: Final = (
    " For spreadsheets: text that one would run or turn into a number or a day has an apostrophe "
    "before it, control characters are shown as signs, and text is cut that no cell holds."
)


@dataclass(frozen=True)
class ExportedFile:
    """A file of an export.

    Attributes:
        table: What it holds.
        path: Where, from the export's folder, with slashes.
        rows: How many rows it has.
        size_bytes: Its size.
        sha256: The hash of its bytes, in hex digits.
        cut_cells: How many cells of a CSV file were cut to fit a spreadsheet's.
    """

    table: ExportedTable
    path: str
    rows: int
    size_bytes: int
    sha256: str
    cut_cells: int = 0

    @property
    def is_csv(self) -> bool:
        """Whether it is for spreadsheets."""
        return self.path.endswith(".csv")

    @property
    def is_too_long_for_a_sheet(self) -> bool:
        """Whether a sheet of Excel holds only a part of it."""
        return self.is_csv and self.rows > MOST_ROWS


def data_package(files: Sequence[ExportedFile], release: int | None) -> dict[str, Any]:
    """The content of `datapackage.json`.

    Beside what the standard names, `release` is the number of the release (null for a warehouse
    that is none of this home), and `rows` and `cutCells` count rows and cut cells of a file.
    """
    return {
        "$schema": f"{PROFILE}datapackage.json",
        "name": NAME,
        "title": TITLE,
        "description": DESCRIPTION,
        **({} if release is None else {"version": str(release)}),
        "release": release,
        "resources": [_resource(file) for file in files],
    }


def _resource(file: ExportedFile) -> dict[str, Any]:
    csv = {"encoding": "utf-8", "cutCells": file.cut_cells}
    return {
        "$schema": f"{PROFILE}dataresource.json",
        "name": _name(file.table.full_name, is_csv=file.is_csv),
        "type": "table",
        "description": file.table.meaning + (CSV if file.is_csv else ""),
        "path": file.path,
        "format": "csv" if file.is_csv else "parquet",
        "mediatype": "text/csv" if file.is_csv else "application/vnd.apache.parquet",
        **(csv if file.is_csv else {}),
        "bytes": file.size_bytes,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "schema": _schema(file.table, is_csv=file.is_csv),
    }


def _name(full_name: str, *, is_csv: bool) -> str:
    return f"{full_name}.csv" if is_csv else full_name


def _schema(table: ExportedTable, *, is_csv: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{PROFILE}tableschema.json",
        "fields": [_field(column) for column in table.columns],
    }
    if table.key:
        # The standard has no missing values in a primary key.
        key = list(table.key)
        schema |= {"uniqueKeys": [key]} if table.nullable_key else {"primaryKey": key}
    if keys := [
        _foreign_key(column, is_csv=is_csv) for column in table.columns if column.references
    ]:
        schema["foreignKeys"] = keys
    return schema


def _field(column: ExportedColumn) -> dict[str, Any]:
    field = {
        "name": column.name,
        "type": TYPES.get(column.type, "any"),
        "description": column.meaning,
    }
    rules = _constraints(column)
    return {**field, "constraints": rules} if rules else field


def _constraints(column: ExportedColumn) -> dict[str, Any]:
    declared = column.declared
    if declared is None:
        return {}
    rules = {
        "required": None if declared.nullable else True,
        "enum": list(declared.values) or None,
        "minimum": declared.minimum,
        "maximum": declared.maximum,
    }
    return {name: rule for name, rule in rules.items() if rule is not None}


def _foreign_key(column: ExportedColumn, *, is_csv: bool) -> dict[str, Any]:
    table, _, referred = str(column.references).rpartition(".")
    return {
        "fields": [column.name],
        "reference": {"resource": _name(table, is_csv=is_csv), "fields": [referred]},
    }
