"""Between assets: an asset gives a lazy frame, the next one gets it by its name.

Here belong where a table's Parquet file lies, its writing as a stream, and the metadata of every
materialisation. So no asset names a path. Here must not be what a table holds.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from orchestration.archive import (
    LIST_ROW_GROUP_SIZE,
    ROW_GROUP_SIZE,
    TABLE_ROW_GROUP_SIZE,
    archived,
    held_dumps,
    scan_archive,
    sink,
)
from orchestration.column_meanings import column_meaning
from orchestration.files import replacing
from orchestration.lineage import column_lineage
from orchestration.resources import State
from orchestration.steps import STEPS
from warehouse.schema import TABLES

PREVIEW_ROWS = 5
PREVIEW_CHARACTERS = 80


class TableFiles(dg.ConfigurableIOManager):
    """One Parquet file per table in the state folder."""

    state: dg.ResourceDependency[State]

    def handle_output(self, context: dg.OutputContext, obj: pl.LazyFrame) -> None:
        """Write a table as a stream, and say what was written."""
        name = context.asset_key.path[-1]
        path = self._path(name)
        with replacing(path) as partial:
            sink(obj, partial, _row_group_size(name, obj.collect_schema()))
        context.add_output_metadata(table_metadata(name, [path]))

    def load_input(self, context: dg.InputContext) -> pl.LazyFrame:
        """Scan the table."""
        return pl.scan_parquet(self._path(context.asset_key.path[-1]), glob=False)

    def _path(self, name: str) -> Path:
        return self.state.folder.tables / f"{name}.parquet"


class ArchiveFiles(dg.ConfigurableIOManager):
    """One Parquet file per dump, step and code version; the asset itself has written them."""

    state: dg.ResourceDependency[State]

    def handle_output(self, context: dg.OutputContext, obj: None) -> None:
        """Nothing is left to write."""

    def load_input(self, context: dg.InputContext) -> pl.LazyFrame:
        """Scan what the archive holds of every dump, with its `dump_id`."""
        home = self.state.folder
        step = STEPS[context.asset_key.path[-1]]
        return scan_archive(home, step, held_dumps(home))


def _row_group_size(name: str, schema: pl.Schema) -> int:
    has_long_texts = any(
        column.is_long_text for table in TABLES if table.name == name for column in table.columns
    )
    if any(dtype.is_nested() for dtype in schema.dtypes()):
        return LIST_ROW_GROUP_SIZE
    return ROW_GROUP_SIZE if has_long_texts else TABLE_ROW_GROUP_SIZE


def table_metadata(name: str, files: Sequence[Path]) -> Mapping[str, Any]:
    """What Dagster shows of a materialised table: rows, columns, a preview, its size.

    Args:
        name: The asset's name.
        files: The Parquet files that hold it.
    """
    frame = pl.scan_parquet(list(files), glob=False)
    preview = frame.head(PREVIEW_ROWS).collect()
    metadata: dict[str, Any] = {
        "dagster/row_count": frame.select(pl.len()).collect().item(),
        "size_bytes": sum(path.stat().st_size for path in files),
        "dagster/column_schema": column_schema(name, frame.collect_schema()),
        "preview": dg.MetadataValue.md(_markdown(preview)),
    }
    lineage = column_lineage(name)
    return metadata | ({"dagster/column_lineage": lineage} if lineage else {})


def column_schema(name: str, schema: pl.Schema) -> dg.TableSchema:
    """The columns of an asset, each with its meaning.

    Args:
        name: The asset's name; that of a declared table gives the types and rules declared.
        schema: The columns that the asset has.
    """
    declared = {
        column.name: column for table in TABLES if table.name == name for column in table.columns
    }
    columns = []
    for column_name, dtype in schema.items():
        column = declared.get(column_name)
        columns.append(
            dg.TableColumn(
                column_name,
                type=column.type if column else str(dtype),
                description=column.meaning if column else column_meaning(column_name),
                constraints=dg.TableColumnConstraints(nullable=column.nullable if column else True),
            )
        )
    return dg.TableSchema(columns=columns)


def archive_metadata(state: State, step_name: str, dumps: Sequence[Any]) -> Mapping[str, Any]:
    """What Dagster shows of an archive step, over these dumps."""
    files = [archived(state.folder, STEPS[step_name], dump) for dump in dumps]
    return table_metadata(step_name, files) if files else {}


def _markdown(frame: pl.DataFrame) -> str:
    """A frame as a Markdown table, long values cut."""
    rows = [
        frame.columns,
        ["---"] * frame.width,
        *([_cell(v) for v in row] for row in frame.rows()),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).replace("|", "¦").split())
    return text[:PREVIEW_CHARACTERS]
