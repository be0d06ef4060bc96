"""Twenty real days of one crawler: the same papers come back for days."""

import json
from pathlib import Path

import polars as pl
import pytest

from transforms.dump_file import day_in_name, open_dump, read_head
from transforms.formats import recognise
from transforms.listings import listings
from transforms.paper_records import paper_records
from transforms.record_keys import record_keys
from transforms.record_papers import record_papers

FOLDER = Path(__file__).parents[2] / ".." / "shared" / "dumps" / "arxiv_daily"


def rows_of(path: Path) -> list[dict]:
    with open_dump(path) as stream:
        return [json.loads(line) for line in stream.read().splitlines()]


def records_of(path: Path) -> pl.DataFrame:
    with open_dump(path) as stream:
        return pl.concat(batch.records for batch in recognise(read_head(path)).parse(stream))


@pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared is not at hand")
def test_twenty_days_give_as_many_papers_as_ids_and_every_repeat_is_a_listing() -> None:
    days = sorted(FOLDER.iterdir())
    rows = {path.name: rows_of(path) for path in days}
    ids = {row["id"] for each in rows.values() for row in each}
    dump_ids = pl.Enum(list(rows))
    of_days = {path.name: records_of(path) for path in days}
    keys = pl.concat(
        record_keys(records.lazy()).with_columns(dump_id=pl.lit(name, dtype=dump_ids))
        for name, records in of_days.items()
    )
    dumps = pl.LazyFrame(
        {
            "dump_id": list(rows),
            "format": ["json_table"] * len(days),
            "listed_on": [day_in_name(name) for name in rows],
        }
    )
    papers = record_papers(keys).collect()
    found = listings(keys, papers.lazy(), dumps.select("dump_id", "listed_on")).collect()
    chosen = paper_records(keys, papers.lazy(), dumps).collect()

    assert papers["paper_id"].n_unique() == len(ids)
    assert found.height == sum(len(each) for each in rows.values())
    assert found["listed_on"].null_count() == 0
    newest = {row["id"]: name for name, each in rows.items() for row in each}
    assert dict(chosen.select("arxiv_id", pl.col("dump_id").cast(str)).iter_rows()) == newest
