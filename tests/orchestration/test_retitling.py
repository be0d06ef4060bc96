"""Titles and abstracts in two files: keywords are found in both together."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from orchestration.build import build
from orchestration.home import Home

ABSTRACT = "We watch estuaries all winter long. Cheap pressure sensors record storm surges for us."
KEYWORDS = """
select keyword from main.paper_keywords join main.keywords using (keyword_id)
where in_title order by rank
"""


@pytest.fixture
def abstracts(tmp_path: Path) -> Path:
    path = tmp_path / "abstracts.jsonl"
    path.write_text(json.dumps({"corpusid": 4711, "abstract": ABSTRACT}) + "\n")
    return path


def titles(path: Path, title: str) -> Path:
    paper = {"corpusid": 4711, "externalids": {"ArXiv": "2401.00001"}, "title": title}
    path.write_text(json.dumps({**paper, "authors": [{"name": "Ann Lee"}], "year": 2024}) + "\n")
    return path


def keywords_of_title(home: Home) -> list[str]:
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        return [keyword for (keyword,) in connection.execute(KEYWORDS).fetchall()]


def kept(home: Home) -> set[Path]:
    return set((home.archive / "retitled_keywords").glob("*/*.parquet"))


def test_keywords_follow_the_title_that_another_file_gives(tmp_path, abstracts):
    home = Home(tmp_path / "home")
    first = titles(tmp_path / "first.jsonl", "Storm Surges of the North")
    build(home, [str(abstracts), str(first)], target=home.warehouse)
    assert "storm surges" in keywords_of_title(home)
    before = kept(home)
    assert len(before) == 1

    revised = titles(
        tmp_path / "revised.jsonl", "Estuaries under Pressure Sensors of the Far North"
    )
    build(home, [str(revised)], target=home.warehouse)
    assert "storm surges" not in keywords_of_title(home)
    assert len(kept(home)) == 1
    assert kept(home) != before
