import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms.dump_file import open_dump, read_head
from transforms.formats import recognise

SAMPLES = Path(__file__).parents[2] / "samples"
GOLDENS = Path(__file__).parents[1] / "goldens"
SAMPLE_FILES = sorted(path for path in SAMPLES.iterdir() if path.is_file())


def golden_of(sample: Path) -> Path:
    return GOLDENS / f"{sample.name}.jsonl"


def as_json(row: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in row.items() if value is not None}
    as_read: dict[str, Any] = json.loads(json.dumps(plain, default=dt.date.isoformat))
    return as_read


def read_sample(sample: Path) -> list[dict[str, Any]]:
    """Read a sample: its records in order, then its rejects, each without what is null."""
    with open_dump(sample) as stream:
        batches = list(recognise(read_head(sample)).parse(stream))
    frames = [
        pl.concat([batch.records for batch in batches]),
        pl.concat([batch.rejects for batch in batches]),
    ]
    return [as_json(row) for frame in frames for row in frame.iter_rows(named=True)]


@pytest.mark.parametrize("sample", SAMPLE_FILES, ids=lambda path: path.name)
def test_a_sample_reads_as_its_golden_says(sample: Path, pytestconfig: pytest.Config) -> None:
    golden = golden_of(sample)
    rows = read_sample(sample)
    if pytestconfig.getoption("--update-goldens"):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        golden.parent.mkdir(exist_ok=True)
        golden.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    assert golden.exists(), "no golden; write it with `pytest --update-goldens` and look at it"
    assert rows == [
        json.loads(line) for line in golden.read_text(encoding="utf-8").split("\n") if line
    ]


def test_every_golden_has_its_sample() -> None:
    goldens = {path.name for path in GOLDENS.iterdir()}
    assert goldens == {golden_of(sample).name for sample in SAMPLE_FILES}
