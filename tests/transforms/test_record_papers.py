"""When two records are one paper."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.formats.batches import to_batch
from transforms.identity.resolve import resolve
from transforms.paper_aliases import paper_aliases
from transforms.parsed_records import RECORD
from transforms.record_keys import key_hash, record_keys
from transforms.record_papers import papers_of_records, record_papers

LONG = "Boiling Water with Very Large Kettles in Small Kitchens"
OTHER = "A Second Look at Rather Quiet Teapots"
ABSTRACT = (
    "We boil water in kettles of every size, and measure how long it takes until the tea is "
    "ready. Large kettles take longer, which surprised us, and small ones are soon empty again."
)
ADA, BO, CY = "Ada Kettle", "Bo Potter", "Cy Lidd"


def local(value: str) -> list[dict[str, str]]:
    return [{"scheme": "local", "value": value}]


def ids(**values: str) -> list[dict[str, str]]:
    return [{"scheme": scheme, "value": value} for scheme, value in values.items()]


def keys_of(*dumps: list[dict[str, object]]) -> pl.LazyFrame:
    frames = []
    for number, records in enumerate(dumps):
        rows = [{"record_number": n, **record} for n, record in enumerate(records, 1)]
        keys = record_keys(pl.LazyFrame(rows, schema=RECORD))
        frames.append(keys.with_columns(dump_id=pl.lit(f"dump {number:02}")))
    return pl.concat(frames).collect().lazy()


def papers_of(*records: dict[str, object]) -> list[str]:
    """The paper of each record, each from a dump of its own."""
    resolved = record_papers(keys_of(*([record] for record in records))).collect()
    return resolved.sort("dump_id")["paper_id"].to_list()


def paper_id(scheme: str, value: str) -> str:
    return pl.select(key_hash(scheme, pl.lit(value))).item()


def article(title: str = LONG, **fields: object) -> dict[str, object]:
    return {"title": title, "authors": [ADA, BO], "year": 2020, **fields}


ONE_PAPER = {
    "the same title and authors": (article(), article(LONG.upper())),
    "names as initials and a list cut short": (article(), article(authors=["A Kettle"])),
    "names with the surname first": (article(), article(authors=["Kettle, Ada", "Potter, B."])),
    "a misspelt name": (article(authors=["Ada Kettleman"]), article(authors=["A Ketleman"])),
    "a title and its authors a year later": (article(), article(year=2021)),
    "mostly the same authors three years later": (article(), article(year=2023)),
    "a year that one does not know": (article(), article(year=None)),
    "a title without authors, and the same with": ({"title": LONG}, article()),
    "the same title over a revised abstract": (
        {"title": LONG, "abstract": "Hot."},
        {"title": LONG, "abstract": "Very hot."},
    ),
    "an arXiv id under a revised title": (
        {"title": LONG, "arxiv_id": "2503.02130"},
        {"title": OTHER, "arxiv_id": "2503.02130"},
    ),
    "a title on a page, and the same under an arXiv id": (
        {"title": LONG},
        {"title": LONG, "arxiv_id": "2503.02130"},
    ),
    "a preprint and its article three years later": (
        article(arxiv_id="1703.02130", authors=[ADA, BO, CY], year=2017),
        article(doi="10.1234/kettle", authors=[CY, "Di Spout", "Ed Handle"]),
    ),
    "a preprint with a DOI of its own and its article": (
        article(doi="10.2139/ssrn.1234567"),
        article(doi="10.1234/kettle"),
    ),
    "DBLP's key of a preprint and of its article": (
        article(identifiers=ids(dblp="journals/corr/abs-2003-01234")),
        article(identifiers=ids(dblp="conf/kettles/KettleP20")),
    ),
    "two OpenAlex works of one title": (
        article(identifiers=ids(openalex="W11")),
        article(identifiers=ids(openalex="W12")),
    ),
    "a DOI under titles that agree": (
        {"title": f"{LONG}: A Study", "doi": "10.1234/kettle"},
        {"title": LONG, "doi": "10.1234/kettle"},
    ),
    "a DOI under two titles of the same two authors": (
        article(doi="10.1234/kettle"),
        article(OTHER, doi="10.1234/kettle"),
    ),
    "a DOI under two titles of one abstract": (
        {"title": LONG, "abstract": ABSTRACT, "doi": "10.1234/kettle"},
        {"title": OTHER, "abstract": ABSTRACT, "doi": "10.1234/kettle"},
    ),
    "an id without a title": (
        {"title": LONG, "identifiers": ids(s2="77")},
        {"abstract": ABSTRACT, "identifiers": ids(s2="77")},
    ),
    "an OpenAlex id under a new title": (
        {"title": LONG, "identifiers": ids(openalex="W11")},
        {"title": OTHER, "identifiers": ids(openalex="W11")},
    ),
    "a generic title over the same text": (
        {"title": "Preface", "abstract": ABSTRACT},
        {"title": "PREFACE.", "abstract": ABSTRACT},
    ),
    "a generic title by the same editors in one year": (
        article("Editorial"),
        article("Editorial", venue="Kettle Letters"),
    ),
    "DBLP's trailing dot": (article(f"{LONG}."), article()),
    "accents": (article("Über Große Kessel und Töpfe"), article("Uber grosse Kessel und Topfe")),
    "ligatures": (article("Eﬃcient ﬁlling of kettles"), article("Efficient Filling of Kettles")),
    "LaTeX": (
        article(r"\emph{G\"odel} and the $\alpha$-Kettle of {\L}ód\'z"),
        article("Gödel and the α-Kettle of Łódź"),
    ),
    "LaTeX from which a page ate the backslash": (
        article(r"$\mathcal{K}$ettles at $1920\times1080$ pixels"),
        article("mathcal{K}ettles at 1920times1080 pixels"),
    ),
    "HTML entities and markup": (
        article("Kettles &amp; <i>pots</i> of H<sub>2</sub>O"),
        article("Kettles and Pots of H2O"),
    ),
    "a title revised over the same abstract": (
        {"title": LONG, "abstract": ABSTRACT},
        {"title": f"{LONG} and Homes", "abstract": ABSTRACT},
    ),
    "an abstract without a title, and with": (
        {"abstract": ABSTRACT, "identifiers": ids(s2="77")},
        {"title": LONG, "abstract": ABSTRACT},
    ),
}

TWO_PAPERS = {
    "different titles": (article(), article(OTHER)),
    "the same title by other authors": (article(), article(authors=["Flo Grill", "Gus Oven"])),
    "the same surname with another initial": (
        article(authors=["A Kettle"]),
        article(authors=["Z Kettle"]),
    ),
    "the same title and authors nine years later": (article(), article(year=2029)),
    "one author in common three years later": (
        article(authors=[ADA, BO, CY]),
        article(authors=[ADA, "Flo Grill", "Gus Oven"], year=2023),
    ),
    "parts": (article(f"{LONG} I"), article(f"{LONG} II")),
    "parts in words": (article(f"{LONG}, Part One"), article(f"{LONG}, Part Two")),
    "a part and the whole": (article(), article(f"{LONG}, Part 2")),
    "old arXiv ids of two archives": (
        article(arxiv_id="hep-th/9901001"),
        article(arxiv_id="hep-ph/9901001"),
    ),
    "two arXiv ids under one DOI": (
        article(arxiv_id="2003.00001", doi="10.1234/kettle"),
        article(arxiv_id="2003.00002", doi="10.1234/kettle"),
    ),
    "two DOIs": (article(doi="10.1234/a"), article(doi="10.1234/b")),
    "two DBLP keys": (
        article(identifiers=ids(dblp="conf/kettles/KettleP20")),
        article(identifiers=ids(dblp="journals/kettles/KettleP20")),
    ),
    "a DOI that stands under unlike titles": (
        {"title": LONG, "doi": "10.1234/volume", "authors": [ADA]},
        {"title": OTHER, "doi": "10.1234/volume", "authors": [BO]},
    ),
    "a DOI under two parts": (
        {"title": f"{LONG} I", "doi": "10.1234/volume"},
        {"title": f"{LONG} II", "doi": "10.1234/volume"},
    ),
    "a retraction note over the paper's abstract": (
        article(abstract=ABSTRACT),
        article(f"Retraction Note: {LONG}", abstract=ABSTRACT),
    ),
    "a title in C and one in C++": (article(f"{LONG} in C"), article(f"{LONG} in C++")),
    "Preface over different texts": (
        {"title": "Preface", "abstract": "We thank the cooks."},
        {"title": "Preface", "abstract": "We thank the guests."},
    ),
    "Editorial of two years": (article("Editorial"), article("Editorial", year=2021)),
    "Poster by other authors": (article("Poster"), article("Poster", authors=[CY])),
    "titles without a letter": (article("???"), article("!!!", authors=[CY])),
    "a short title without authors in a table": (
        {"title": "Kettle Lids", "identifiers": local("1")},
        article("Kettle Lids"),
    ),
}


def cases(examples: dict[str, tuple[dict, dict]]) -> list:
    return [pytest.param(*pair, id=name) for name, pair in examples.items()]


@pytest.mark.parametrize(("one", "other"), cases(ONE_PAPER))
def test_these_are_one_paper(one, other):
    first, second = papers_of(one, other)
    assert first == second is not None


@pytest.mark.parametrize(("one", "other"), cases(TWO_PAPERS))
def test_these_are_two_papers(one, other):
    first, second = papers_of(one, other)
    assert first != second
    assert None not in (first, second)


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        pytest.param("2503.02130v1", "2503.02130v2", True, id="two versions"),
        pytest.param("2503.0213", "2503.02130", True, id="an id that was read as a number"),
        pytest.param("2512.24880/sso-callback", "2512.24880", True, id="an id with a path"),
        pytest.param("https://arxiv.org/abs/2503.02130", "2503.02130", True, id="an address"),
        pytest.param("hep-th/9901001", "hep-ph/9901001", False, id="two archives"),
    ],
)
def test_arxiv_ids_as_dumps_write_them(one, other, is_one):
    first, second = papers_as_written({"arxiv_id": one}, {"arxiv_id": other})
    assert (first == second) is is_one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"doi": "10.1234/KETTLE"}, {"doi": "10.1234/kettle"}, id="capitals"),
        pytest.param(
            {"doi": "https://doi.org/10.1234/kettle"}, {"doi": "doi:10.1234/kettle"}, id="prefixes"
        ),
        pytest.param(
            {"doi": "10.48550/arXiv.2503.02130"}, {"arxiv_id": "2503.02130"}, id="arXiv's own DOI"
        ),
        pytest.param(
            {"doi": "10.1234/kettle(17)9"}, {"doi": "10.1234/kettle%2817%299"}, id="percent signs"
        ),
    ],
)
def test_dois_as_dumps_write_them(one, other):
    first, second = papers_as_written(one, other)
    assert first == second


def papers_as_written(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The papers of two records under titles that agree a little, cleaned as every format does."""
    titles = (LONG, f"{LONG}, Revised and Enlarged Again")
    rows = [
        {"line_start": 1, "line_end": 1, "reason": None, "excerpt": "", "title": title, **fields}
        for title, fields in zip(titles, (one, other), strict=True)
    ]
    schema = {"reason": pl.String, "arxiv_id": pl.String, "doi": pl.String}
    frame = pl.DataFrame(rows, schema_overrides=schema, infer_schema_length=None)
    batch = to_batch(
        frame.with_columns(
            pl.lit(None, dtype).alias(n) for n, dtype in schema.items() if n not in frame.columns
        ),
        after=0,
        unit="line",
    )
    keys = record_keys(batch.records.lazy()).with_columns(dump_id=pl.lit("dump"))
    return record_papers(keys).collect().sort("record_number")["paper_id"].to_list()


def test_a_title_that_two_arxiv_ids_share_is_joined_to_neither():
    papers = papers_of(
        {"title": LONG, "arxiv_id": "2503.00001"},
        {"title": LONG, "arxiv_id": "2503.00002"},
        {"title": LONG},
    )
    assert len(set(papers)) == 3


def test_a_title_that_two_arxiv_ids_share_is_joined_to_the_one_with_its_abstract():
    first, second, listed = papers_of(
        {"title": LONG, "arxiv_id": "2503.00001", "abstract": ABSTRACT},
        {"title": LONG, "arxiv_id": "2503.00002", "abstract": ABSTRACT[::-1]},
        {"title": LONG, "abstract": ABSTRACT},
    )
    assert listed == first != second


def test_a_record_that_fits_two_papers_alike_is_joined_to_neither():
    papers = papers_of(
        article(doi="10.1234/a"), article(doi="10.1234/b"), article(authors=[ADA, BO, CY])
    )
    assert len(set(papers)) == 3


def test_a_record_that_fits_two_papers_is_joined_to_the_one_of_its_year():
    early, late, crawled = papers_of(
        article(doi="10.1234/a"), article(doi="10.1234/b", year=2022), article(year=2022, venue="V")
    )
    assert crawled == late != early


def test_cards_doubled_on_a_page_are_one_paper():
    page = [{"title": LONG, "abstract": ABSTRACT}, {"title": LONG, "abstract": ABSTRACT}]
    assert record_papers(keys_of(page)).collect()["paper_id"].n_unique() == 1


def test_a_weekend_that_repeats_friday_brings_no_new_paper():
    friday = [{"title": LONG, "upvotes": 7}, {"title": OTHER, "arxiv_id": "2503.02130"}]
    sunday = [{"title": LONG, "upvotes": 9}, {"title": OTHER, "arxiv_id": "2503.02130"}]
    assert record_papers(keys_of(friday, sunday)).collect()["paper_id"].n_unique() == 2


def table(*records: dict[str, object]) -> list[dict[str, object]]:
    return [{**each, "identifiers": local(f"r{n}")} for n, each in enumerate(records)]


def test_two_records_of_a_source_that_holds_papers_once_are_two_papers():
    source = table(article(year=2020), article(year=2021))
    assert record_papers(keys_of(source)).collect()["paper_id"].n_unique() == 2


def test_alike_records_of_a_source_that_holds_papers_once_are_two_papers():
    others = [article(f"{OTHER} of the {n}th Kind", year=2000) for n in range(400)]
    source = table(article(), article(), *others)
    found = record_papers(keys_of(source)).collect().sort("record_number")["paper_id"]
    assert found.n_unique() == 402
    assert found.null_count() == 0


def test_records_of_a_source_that_repeats_itself_may_be_one_paper():
    source = table(article(), article(), article(OTHER), article(OTHER, venue="V"))
    assert record_papers(keys_of(source)).collect()["paper_id"].n_unique() == 2


def test_two_exports_of_a_source_hold_the_same_papers():
    source = table(article("Kettle Lids", authors=None), article("Kettle Lids", authors=None))
    found = record_papers(keys_of(source, source[::-1])).collect()
    assert found["paper_id"].n_unique() == 2
    assert found["paper_id"].null_count() == 0


def test_local_ids_of_two_dumps_say_nothing_of_one_another():
    one, other = table(article()), table(article(OTHER))
    assert record_papers(keys_of(one, other)).collect()["paper_id"].n_unique() == 2


def test_editions_in_two_sources_are_told_apart_by_their_years():
    one = table(article(year=1998), article(year=2000))
    other = table(article(year=2000, authors=["A Kettle", "B Potter"]), article(year=1998))
    found = record_papers(keys_of(one, other)).collect().sort("dump_id", "record_number")
    first, second, late, early = found["paper_id"]
    assert (first, second) == (early, late)
    assert first != second


def test_records_are_joined_through_a_third_one():
    papers = papers_of(
        {"title": LONG, "arxiv_id": "2503.02130"},
        {"title": f"{LONG}: Revised", "doi": "10.1234/kettle"},
        {"title": LONG, "arxiv_id": "2503.02130", "doi": "10.1234/kettle"},
    )
    assert set(papers) == {paper_id("arxiv", "2503.02130")}


def test_openalex_ids_that_were_merged_join_their_works():
    old, new, _ = papers_of(
        {"title": LONG, "identifiers": ids(openalex="W11")},
        {"title": OTHER, "identifiers": ids(openalex="W12")},
        {"identifiers": [*ids(openalex="W11"), *ids(openalex="W12")]},
    )
    assert old == new


@pytest.mark.parametrize(
    "record",
    [
        pytest.param({"arxiv_id": "2503.02130"}, id="a deletion notice"),
        pytest.param(
            {"identifiers": [*ids(openalex="W1"), *ids(openalex="W2")]}, id="merged OpenAlex ids"
        ),
    ],
)
def test_a_record_of_an_unknown_work_has_no_paper(record):
    assert papers_of(record, article())[0] is None


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"abstract": "Hot."}, id="an abstract"),
        pytest.param({"links": ["https://example.org/kettle"]}, id="a link"),
        pytest.param({"repositories": [{"url": "https://github.com/kite-lab/kettle"}]}, id="code"),
    ],
)
def test_a_record_without_a_title_has_a_paper_if_it_says_anything(content):
    assert papers_of({"arxiv_id": "2503.02130", **content}) == [paper_id("arxiv", "2503.02130")]


def test_the_best_key_gives_the_paper_id_and_the_others_stay_as_aliases():
    record = {
        "title": LONG,
        "arxiv_id": "2503.02130",
        "doi": "10.1234/kettle",
        "identifiers": ids(dblp="conf/kettles/KettleP20"),
    }
    aliases = paper_aliases(resolve(keys_of([record]))).collect()
    best = paper_id("arxiv", "2503.02130")
    assert papers_of(record) == [best]
    assert set(aliases.rows()) == {
        (paper_id("doi", "10.1234/kettle"), best),
        (paper_id("dblp", "conf/kettles/KettleP20"), best),
        (paper_id("title", LONG.lower().replace(" ", "")), best),
    }


def test_an_id_from_before_a_better_key_was_known_still_resolves():
    short = {"title": "Kettle Lids", "abstract": ABSTRACT}
    known = {"title": "Kettle Lids", "abstract": ABSTRACT, "arxiv_id": "2503.02130"}
    (before,) = papers_of(short)
    identity = resolve(keys_of([short], [known]))
    assert set(papers_of_records(identity).collect()["paper_id"]) == {
        paper_id("arxiv", "2503.02130")
    }
    assert paper_aliases(identity).collect().rows() == [(before, paper_id("arxiv", "2503.02130"))]


def test_a_key_that_two_papers_share_is_an_alias_of_neither():
    identity = resolve(keys_of([article(doi="10.1234/a"), article(doi="10.1234/b")]))
    assert paper_aliases(identity).collect().is_empty()


EXAMPLES = [record for pair in (*ONE_PAPER.values(), *TWO_PAPERS.values()) for record in pair]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(range(len(EXAMPLES))), min_size=2, max_size=30), st.randoms())
def test_neither_order_nor_repetition_of_dumps_matters(chosen, chance):
    numbers = list(dict.fromkeys(chosen))
    shuffled = chance.sample(numbers, len(numbers))
    repeated = [*shuffled, *chance.choices(shuffled, k=3)]
    wanted = dict(zip(numbers, papers_of(*(EXAMPLES[n] for n in numbers)), strict=True))
    for order in (shuffled, repeated):
        found = papers_of(*(EXAMPLES[n] for n in order))
        assert dict(zip(order, found, strict=True)) == wanted


@pytest.mark.parametrize("title", ["Preface", "Editorial", "Poster", "Kites"])
def test_a_title_that_many_papers_have_joins_nothing_by_itself(title):
    dumps = [[{"title": title}, {"title": title}], [{"title": title}]]
    found = record_papers(keys_of(*dumps)).collect()
    assert found["paper_id"].n_unique() == 3
    assert found["paper_id"].null_count() == 0
    again = record_papers(keys_of(*dumps)).collect()
    assert found.sort("dump_id", "record_number").equals(again.sort("dump_id", "record_number"))
