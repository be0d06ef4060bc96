"""The same 300 real papers in sixteen dumps of every format are 300 papers, whichever are read."""

import functools
import json
import random
from pathlib import Path

import polars as pl
import pytest

from transforms.code_links import SOURCE_FIELDS
from transforms.dump_file import open_dump, read_head
from transforms.formats import recognise
from transforms.identity.resolve import resolve
from transforms.paper_aliases import paper_aliases
from transforms.parsed_records import RECORD
from transforms.record_code_links import find_code_links
from transforms.record_keys import record_keys
from transforms.record_papers import papers_of_records

SHARED = Path(__file__).parents[2] / ".." / "shared"
FOLDER = SHARED / "dumps" / "formats"
LABELS = SHARED / "labels" / "formats_expected.jsonl"
PAPER_COUNT = 300
PAPERS_WITH_LINKS = 144

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared is not at hand")

NAMES = sorted(path.name for path in FOLDER.iterdir()) if FOLDER.is_dir() else []
HF = "hf_daily_papers_api.json"
LINKS_ONLY = "pwc_links-between-papers-and-code.json"
WITHOUT_IDS = {"page_1_copy_alternating.txt", "page_5_link_github.txt"}
WITHOUT_ABSTRACTS = {LINKS_ONLY, "dblp.xml", "s2_papers.jsonl"}
WITH_COMMENTS = [name for name in NAMES if name.startswith("arxiv_") or name == "papers.bib"]
LINKS_IN_ABSTRACTS = 41
chance = random.Random(300)  # noqa: S311
SUBSETS = [
    *([name] for name in NAMES),
    *(chance.sample(NAMES, size) for size in range(2, len(NAMES)) for _ in range(3)),
    NAMES,
]


@functools.cache
def records_of(name: str) -> pl.DataFrame:
    with open_dump(FOLDER / name) as stream:
        batches = list(recognise(read_head(FOLDER / name)).parse(stream))
    assert sum(batch.rejects.height for batch in batches) == 0
    return pl.concat([batch.records for batch in batches])


@functools.cache
def keys_of(name: str) -> pl.DataFrame:
    dump = pl.lit(name, dtype=pl.Enum(NAMES))
    return record_keys(records_of(name).lazy()).with_columns(dump_id=dump).collect()


def resolved(names: list[str]) -> tuple[pl.DataFrame, dict[str, str]]:
    """The paper of each record, and the paper of each alias."""
    identity = resolve(pl.concat([keys_of(name) for name in names]).lazy())
    of_records = papers_of_records(identity).drop_nulls("paper_id").collect()
    aliases = paper_aliases(identity).collect()
    return of_records, dict(aliases.select("alias_id", "paper_id").iter_rows())


@functools.cache
def resolved_all() -> tuple[frozenset[str], dict[str, str]]:
    of_records, aliases = resolved(NAMES)
    return frozenset(of_records["paper_id"]), aliases


@pytest.mark.parametrize("names", SUBSETS, ids=lambda names: f"{len(names)} dumps, {names[0]}")
def test_any_subset_of_the_dumps_gives_the_same_300_papers(names: list[str]) -> None:
    of_records, _ = resolved(names)
    papers, aliases = resolved_all()
    found = set(of_records["paper_id"])
    expected = PAPERS_WITH_LINKS if names == [LINKS_ONLY] else PAPER_COUNT
    assert len(found) == expected
    assert len({aliases.get(each, each) for each in found} & papers) == expected
    if not WITHOUT_IDS.issuperset(names):
        assert found <= papers


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_dumps_changes_nothing(seed: int) -> None:
    shuffled = random.Random(seed).sample(NAMES, len(NAMES))  # noqa: S311
    expected, expected_aliases = resolved(NAMES)
    found, aliases = resolved(shuffled)
    place = ["dump_id", "record_number"]
    assert found.sort(place).equals(expected.sort(place))
    assert aliases == expected_aliases


def links_of(name: str, *fields: str) -> set[tuple[str, str]]:
    """The papers and repositories that a dump links, in some of its fields or in any."""
    papers, _ = resolved(NAMES)
    dump = pl.lit(name, dtype=pl.Enum(NAMES))
    found = (
        find_code_links(records_of(name))
        .with_columns(dump_id=dump)
        .join(papers, on=["dump_id", "record_number"])
        .filter(pl.col("kind") == "repository")
        .filter(pl.col("source_field").is_in(fields or SOURCE_FIELDS))
    )
    return set(found.select("paper_id", "url").iter_rows())


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITHOUT_ABSTRACTS])
def test_every_dump_links_the_repositories_of_its_abstracts(name: str) -> None:
    expected = links_of("arxiv_kaggle_snapshot.jsonl", "abstract")
    assert len(expected) == LINKS_IN_ABSTRACTS
    assert expected <= links_of(name)


@pytest.mark.parametrize("name", WITH_COMMENTS)
def test_every_dump_with_comments_links_their_repositories(name: str) -> None:
    assert links_of(name) == links_of("arxiv_kaggle_snapshot.jsonl")


def test_two_sources_of_repositories_name_the_same() -> None:
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    papers_named = sum(bool(each["repo_labels"]) for each in labels)
    named = links_of(LINKS_ONLY)
    assert len({paper for paper, _ in named}) == papers_named == PAPERS_WITH_LINKS
    assert {paper for paper, _ in links_of(HF, "metadata")} == {paper for paper, _ in named}
    assert links_of(HF, "metadata") <= named


def test_the_records_of_every_format_have_the_one_shape() -> None:
    assert {name: records_of(name).schema for name in NAMES} == dict.fromkeys(NAMES, RECORD)
