"""Which titles that differ are of one paper."""

import polars as pl
import pytest

from transforms.identity.resolve import resolve
from transforms.parsed_records import RECORD
from transforms.record_keys import record_keys
from transforms.record_papers import papers_of_records

TITLE = "Measuring the Temperature of Boiling Kettles"
AUTHORS = ["Ada Kettle", "Bo Potter"]
FILLER = ["Spouts for Very Small Teapots", "Lids and Handles of Old Teapots"]


def article(title: str, **fields: object) -> dict[str, object]:
    return {"title": title, "authors": AUTHORS, "year": 2020, **fields}


def are_one(one: dict[str, object], other: dict[str, object]) -> bool:
    """Whether two records are one paper, beside others whose words make theirs no rare ones."""
    others = [article(f"{title} {n}", authors=["Cy Lidd"]) for n, title in enumerate(FILLER)]
    rows = [{"record_number": n, **each} for n, each in enumerate((one, other, *others), 1)]
    keys = record_keys(pl.LazyFrame(rows, schema=RECORD)).with_columns(dump_id=pl.lit("dump"))
    found = papers_of_records(resolve(keys.collect().lazy())).collect().sort("record_number")
    return found["paper_id"][0] == found["paper_id"][1]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("Mesuring the Temperature of Boiling Kettles", id="a letter lost"),
        pytest.param("Measuring the Temperatures of Boiling Kettles", id="a plural"),
        pytest.param("Measuring the Temperature of Biolnig Kettles", id="letters swapped"),
        pytest.param("Measuring Temperature of Boiling Kettles", id="an article left out"),
        pytest.param("Measuring the Temperature o Boiling Kettles", id="a function word cut"),
        pytest.param("Measuring the Tempera-ture of Boiling Ketles", id="a hyphen"),
        pytest.param(f"{TITLE}: A Study in Small Kitchens", id="a subtitle"),
        pytest.param(f"{TITLE}. Kettle Conference, 1999", id="the venue in the title"),
        pytest.param(f"Ada Kettle. {TITLE}", id="the author in the title"),
        pytest.param("Measuring the Temperature of", id="a title cut short"),
    ],
)
def test_near_titles_of_the_same_authors_are_one_paper(other):
    assert are_one(article(TITLE), article(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(f"{TITLE} I", f"{TITLE} II", id="roman numbers"),
        pytest.param(f"{TITLE}, Part 1", f"{TITLE}, Part 2", id="parts"),
        pytest.param(TITLE, f"{TITLE}, Part 2", id="a part and the whole"),
        pytest.param(f"{TITLE}: First Volume", f"{TITLE}: Third Volume", id="numbers in words"),
        pytest.param(f"{TITLE} 2019", f"{TITLE} 2020", id="years"),
        pytest.param(f"{TITLE} with Tea2Go", f"{TITLE} with Tea4Go", id="names with digits"),
        pytest.param(f"{TITLE} in Vivo", f"{TITLE} in Vitro", id="a word replaced"),
        pytest.param(f"Supervised {TITLE}", f"Unsupervised {TITLE}", id="a negating prefix"),
        pytest.param(TITLE, f"Not {TITLE}", id="a negation"),
        pytest.param(TITLE, f"{TITLE} {'and More Kettles ' * 5}", id="a title much longer"),
        pytest.param("Kettle Lids at Home", "Kettle Lids at Home and at Work", id="a short title"),
    ],
)
def test_near_titles_that_mean_other_things_are_two_papers(one, other):
    assert not are_one(article(one), article(other))


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"authors": ["Ada Kettle", "Cy Lidd", "Di Spout"]}, id="half of the authors"),
        pytest.param({"authors": ["Flo Grill"]}, id="other authors"),
        pytest.param({"authors": None}, id="no authors"),
        pytest.param({"year": 2029}, id="years apart"),
    ],
)
def test_near_titles_need_authors_and_years(fields):
    authors = ["Ada Kettle", "Bo Potter", "Ed Handle"]
    near = "Mesuring the Temperatures of Boiling Ketles"
    assert are_one(article(TITLE, authors=authors), article(near, authors=authors))
    assert not are_one(article(TITLE, authors=authors), article(near, **fields))


def test_near_titles_of_two_arxiv_ids_are_two_papers():
    near = f"{TITLE} at Home"
    assert are_one(article(TITLE, arxiv_id="2003.00001"), article(near))
    assert not are_one(article(TITLE, arxiv_id="2003.00001"), article(near, arxiv_id="2003.00002"))
