"""Why two records are one paper, and why two others are not."""

import datetime as dt
import random

import polars as pl
import pytest

from transforms.identity.resolve import resolve
from transforms.paper_matches import paper_matches
from transforms.parsed_records import RECORD
from transforms.record_keys import record_keys
from transforms.record_papers import papers_of_records
from warehouse.schema import PAPER_MATCHES

TITLE = "Boiling Water with Very Large Kettles in Small Kitchens"
OTHER = "A Second Look at Rather Quiet Teapots"
AUTHORS = ["Ada Kettle", "Bo Potter"]
ABSTRACT = "We boil water in kettles of every size and measure how long it takes. " * 4


def keys_of(*records: dict[str, object]) -> pl.LazyFrame:
    rows = [{"record_number": n, **record} for n, record in enumerate(records, 1)]
    keys = record_keys(pl.LazyFrame(rows, schema=RECORD)).collect()
    return keys.lazy().with_columns(dump_id=pl.lit("d" * 64))


def matches_of(*records: dict[str, object]) -> pl.DataFrame:
    keys = keys_of(*records)
    return paper_matches(resolve(keys), keys).collect()


def article(title: str = TITLE, **fields: object) -> dict[str, object]:
    return {"title": title, "authors": AUTHORS, "year": 2020, **fields}


WORDS = TITLE.lower()
JOINED = [
    ("same record", WORDS, article(), article(venue="Kettle Letters")),
    ("same record", "arxiv:2003.00001", *[article(arxiv_id="2003.00001")] * 2),
    (
        "same record",
        "s2:7",
        *[{"abstract": ABSTRACT, "identifiers": [{"scheme": "s2", "value": "7"}]}] * 2,
    ),
    ("same record", "a title without words", *[article("?", abstract=ABSTRACT)] * 2),
    (
        "same arXiv id",
        "arxiv:2003.00001",
        article(arxiv_id="2003.00001"),
        article(OTHER, arxiv_id="2003.00001"),
    ),
    ("same DOI", "doi:10.1234/a", article(doi="10.1234/a"), article(doi="10.1234/a", year=2021)),
    (
        "same DBLP key",
        "dblp:conf/kettles/1",
        article(identifiers=[{"scheme": "dblp", "value": "conf/kettles/1"}]),
        {"title": TITLE, "identifiers": [{"scheme": "dblp", "value": "conf/kettles/1"}]},
    ),
    (
        "same title and abstract",
        WORDS,
        {"title": TITLE, "abstract": ABSTRACT},
        article(abstract=ABSTRACT),
    ),
    ("same title and authors", WORDS, article(), article(year=2021)),
    ("same title, authors not known", WORDS, article(), {"title": TITLE}),
    (
        "same ambiguous title, authors and year",
        "editorial",
        article("Editorial", doi="10.1234/a"),
        article("Editorial", arxiv_id="2003.00001"),
    ),
    (
        "same abstract",
        f"{WORDS} / {WORDS} and homes",
        {"title": TITLE, "abstract": ABSTRACT},
        {"title": f"{TITLE} and Homes", "abstract": ABSTRACT},
    ),
    (
        "near title",
        f"{WORDS} / {WORDS.replace('kettles', 'ketles')}",
        article(),
        article(TITLE.replace("Kettles", "Ketles")),
    ),
    ("title within title", f"{WORDS} / {WORDS} a study", article(), article(f"{TITLE}: A Study")),
]

APART = [
    (
        "same title",
        "vetoed",
        "two arXiv ids",
        {"arxiv_id": "2003.00001"},
        {"arxiv_id": "2003.00002"},
    ),
    ("same title", "vetoed", "two DOIs", {"doi": "10.1234/a"}, {"doi": "10.1234/b"}),
    (
        "same title",
        "vetoed",
        "two records of one source",
        {"identifiers": [{"scheme": "local", "value": "1"}], "year": 2019},
        {"identifiers": [{"scheme": "local", "value": "2"}]},
    ),
    ("same title", "rejected", "other authors", {}, {"authors": ["Flo Grill"]}),
    ("same title", "rejected", "years apart", {}, {"year": 2029}),
    (
        "same title",
        "rejected",
        "a title too short or too common without authors",
        {"title": "Editorial"},
        {"title": "Editorial", "authors": None},
    ),
    (
        "same DOI",
        "rejected",
        "unlike titles: the identifier is that of what holds both",
        {"doi": "10.1234/a"},
        {"doi": "10.1234/a", "title": OTHER, "authors": ["Flo Grill"]},
    ),
    (
        "near title",
        "vetoed",
        "only numbers or parts differ",
        {"title": f"{TITLE} I"},
        {"title": f"{TITLE} II"},
    ),
    (
        "near title",
        "rejected",
        "the words that differ mean other things",
        {"title": f"{TITLE} in Vivo"},
        {"title": f"{TITLE} in Vitro"},
    ),
    (
        "title within title",
        "vetoed",
        "one is about the other, such as an erratum",
        {},
        {"title": f"Erratum to: {TITLE}"},
    ),
    (
        "same abstract",
        "rejected",
        "unlike titles",
        {"abstract": ABSTRACT},
        {"abstract": ABSTRACT, "title": OTHER},
    ),
]


@pytest.mark.parametrize(
    ("rule", "evidence", "one", "other"),
    [pytest.param(*each, id=f"{each[0]}: {each[1]}") for each in JOINED],
)
def test_a_join_names_its_rule_and_its_evidence(rule, evidence, one, other):
    (row,) = matches_of(one, other).rows(named=True)
    assert (row["rule"], row["decision"], row["reason"]) == (rule, "joined", None)
    assert sorted(row["evidence"].split(" / ")) == sorted(evidence.split(" / "))
    assert row["left_paper_id"] == row["right_paper_id"]
    assert {row["left_record_number"], row["right_record_number"]} == {1, 2}


@pytest.mark.parametrize(
    ("rule", "decision", "reason", "one", "other"),
    [pytest.param(*each, id=f"{each[0]}: {each[2]}") for each in APART],
)
def test_a_near_miss_names_its_rule_and_its_reason(rule, decision, reason, one, other):
    (row,) = matches_of({**article(), **one}, {**article(), **other}).rows(named=True)
    assert (row["rule"], row["decision"], row["reason"]) == (rule, decision, reason)
    assert row["left_paper_id"] != row["right_paper_id"]


def test_the_facts_of_a_pair_stand_beside_it():
    (row,) = matches_of(article(), article(authors=["Ada Kettle", "Flo Grill"], year=2021)).rows(
        named=True
    )
    assert (row["title_similarity"], row["author_overlap"], row["year_gap"]) == (1.0, 0.5, 1)


def test_the_years_of_two_arxiv_ids_are_those_of_their_numbers():
    (row,) = matches_of({"title": TITLE, "arxiv_id": "hep-th/9901001"}, article(doi="10.1/a")).rows(
        named=True
    )
    assert row["year_gap"] == 21


def test_a_group_that_holds_what_excludes_each_other_is_parted_and_says_so():
    matches = matches_of(
        article(doi="10.1234/a"), article(doi="10.1234/b"), article(authors=[*AUTHORS, "Cy Lidd"])
    )
    vetoed = matches.filter(decision="vetoed")
    assert "one paper would hold what excludes each other" in vetoed["reason"].to_list()


def test_the_table_is_as_it_is_declared():
    matches = matches_of(article(), article(year=2021), article(doi="10.1234/a"), article(OTHER))
    assert matches.schema == PAPER_MATCHES.polars_schema
    assert not matches.select(pl.struct(PAPER_MATCHES.key).is_duplicated().any()).item()


def test_a_paper_of_n_records_has_one_join_fewer_than_records():
    chance = random.Random(1)  # noqa: S311
    records = [
        article(
            chance.choice((TITLE, TITLE.upper(), f"{TITLE}.", f"{TITLE}: A Study", OTHER)),
            year=chance.choice((2020, 2021, None)),
            authors=chance.choice((AUTHORS, ["A Kettle"], None)),
            doi=chance.choice((None, None, "10.1234/a")),
            updated_on=chance.choice((None, dt.date(2021, 1, 1))),
        )
        for _ in range(60)
    ]
    keys = keys_of(*records)
    identity = resolve(keys)
    papers = papers_of_records(identity).collect()["paper_id"]
    joined = paper_matches(identity, keys).filter(decision="joined").collect()
    assert joined.height == papers.len() - papers.n_unique()
