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
        pytest.param(f"Poster: {TITLE}", id="the kind of talk in front"),
        pytest.param(f"Demo: {TITLE}", id="a demo"),
        pytest.param(f"{TITLE} (Extended Abstract)", id="the kind of paper behind"),
        pytest.param(f"Extended Abstract: {TITLE}", id="the kind of paper in front"),
        pytest.param(f"RETRACTED: {TITLE}", id="the mark of a retracted paper"),
        pytest.param(f"Notice of Retraction<br>{TITLE}", id="IEEE's mark of a retracted paper"),
        pytest.param(f"{TITLE} (with Discussion)", id="its discussion with it"),
        pytest.param(f"{TITLE} (with Comments and a Rejoinder)", id="its rejoinder with it"),
        pytest.param(f"{TITLE} [Erratum-ibid. 12, 99]", id="a note of where its erratum is"),
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
    ("one", "other"),
    [
        pytest.param("Comments on Teapot Review Pages", "Ada Kettle: {}", id="comments"),
        pytest.param("Review of Ways to Boil Water at Sea", "{}, Kettle Conference", id="a review"),
        pytest.param("Toward a Theory of Rather Quiet Kettles", "{}: Extended", id="a first word"),
        pytest.param("A Survey of Kettles in Small Kitchens", "Survey of {}", id="an article"),
        pytest.param("A Survey of Kettles in Small Kitchens", "A Servey of {}", id="a slip"),
    ],
)
def test_a_title_that_both_have_with_such_words_is_one_paper(one, other):
    rest = one.removeprefix("A Survey of ")
    assert are_one(article(one), article(other.format(rest)))


NOTICES = [
    "Erratum to: {}",
    "Erratum: {}",
    "Errata for '{}'",
    "{}: Erratum",
    "{} (Corrigendum)",
    "Corrigendum to '{}' [Kettle Letters 12]",
    "Corrections to {}",
    "Correction: {}",
    "Retraction: {}",
    "Comment: {}",
    "Reply: {}",
    "Author Correction: {}",
    "Publisher Correction: {}",
    "Clarification of '{}'",
    "Addendum to {}",
    "{} - Addendum",
    "Comment on {}",
    "Further Comments on '{}'",
    "{}: A Comment",
    "Reply to Comments on {}",
    "Authors' Reply to '{}'",
    "{} - Reply",
    "Response to the Discussion of {}",
    "Rejoinder: {}",
    "{}: Rejoinder",
    "Discussion of '{}'",
    "Review of {}",
    "A Short Survey of {}",
    "A Note on {}",
    "Remarks on {}",
    "An Introduction to {}",
    "Retraction Note: {}",
    "Retraction Notice to '{}'",
    "Editorial Expression of Concern: {}",
    "Supplementary Material for {}",
    "{}: Supplementary Material",
    "Online Appendix to {}",
    "Additional File 3 of {}",
    "Data from: {}",
    "Replication Data for: {}",
    "Decision Letter for '{}'",
    "Towards {}",
    "Beyond {}",
    "{} Revisited",
    "Berichtigung zu: {}",
    "Antwort auf {}",
    "Réponse à {}",
    "Fe de erratas: {}",
    "Comentarios sobre {}",
]


@pytest.mark.parametrize("notice", NOTICES)
def test_what_speaks_of_a_paper_is_another_one(notice):
    assert not are_one(article(TITLE), article(notice.format(TITLE)))
    longer = f"{TITLE} over an Open Fire in a Very Small and Rather Cold Kitchen"
    assert not are_one(article(longer), article(notice.format(longer)))


def test_two_lists_may_write_one_erratum_differently():
    assert are_one(article(f"Erratum to: {TITLE}"), article(f"Erratum - {TITLE}"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Task A", "Task B"),
        ("Type A", "Type C"),
        ("Hepatitis B", "Hepatitis C"),
        ("Problem P", "Problem Q"),
        ("C", "C++"),
        ("C++", "C#"),
        ("C", "C#"),
        ("K-Means", "K-Means++"),
        ("Crab", "Crab+"),
        ("Fifteenth Workshop", "Sixteenth Workshop"),
    ],
)
def test_letters_and_signs_that_tell_parts_and_names_apart(one, other):
    assert not are_one(article(f"{TITLE} with {one}"), article(f"{TITLE} with {other}"))
    first, second = (f"Boiling {each} Kettles over an Open Fire" for each in (one, other))
    assert not are_one(article(first), article(second))


def test_a_part_with_the_letter_a_is_not_the_whole():
    assert not are_one(article(f"{TITLE}, Task A"), article(f"{TITLE}, Task"))
    assert are_one(article("Kettles of a Part of Town"), article("Kettles of Part of Town"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Online", "Offline"),
        ("On-Line", "Offline"),
        ("Increasing", "Decreasing"),
        ("Upper Bounded", "Lower Bounded"),
        ("Minimum", "Maximum"),
        ("Linear", "Nonlinear"),
        ("Linear", "Non-Linear"),
        ("Finite", "Infinite"),
        ("Discrete", "Continuous"),
        ("Positive", "Negative"),
        ("Static", "Dynamic"),
        ("Symmetric", "Asymmetric"),
        ("Deterministic", "Stochastic"),
        ("Directed", "Undirected"),
        ("Univariate", "Multivariate"),
        ("Forward", "Backward"),
        ("Left", "Right"),
        ("Male", "Female"),
        ("Short", "Long"),
        ("Early", "Late"),
        ("Encoding", "Decoding"),
        ("Encryption", "Decryption"),
        ("Compression", "Decompression"),
        ("Hyperglycemia", "Hypoglycemia"),
        ("Internal", "External"),
        ("Intranet", "Internet"),
        ("Macroeconomics", "Microeconomics"),
        ("Pretraining", "Posttraining"),
        ("Upsampling", "Downsampling"),
        ("Qualitative", "Quantitative"),
        ("Genotype", "Phenotype"),
        ("Supervised", "Unsupervised"),
        ("Supervised", "Weakly Supervised"),
        ("Supervised", "Semi-Supervised"),
        ("OLAP", "OLTP"),
        ("CPUs", "GPUs"),
        ("Kenyan", "Ghanaian"),
        ("Austrian", "Australian"),
        ("Iranian", "Iraqi"),
        ("Windows", "Linux"),
        ("Gambia", "Zambia"),
    ],
)
def test_words_of_other_meaning_in_one_place_are_two_papers(one, other):
    first, second = (f"{each} Temperature of Boiling Kettles at Home" for each in (one, other))
    assert not are_one(article(first), article(second))
    first, second = (f"Temperature of Boiling Kettles: {each}" for each in (one, other))
    assert not are_one(article(first), article(second))


def test_words_of_other_meaning_are_seen_beside_a_slip():
    first = "Online Temperature of Boiling Kettles at Home"
    assert not are_one(article(first), article("Offline Temprature of Boiling Ketles at Home"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Nonlinear Kettles", "Non-linear Ketles", id="a prefix with a hyphen"),
        pytest.param("Semisupervised Kettles", "Semi supervised Ketles", id="a prefix as a word"),
        pytest.param("Online Kettles", "On-line Ketles", id="a hyphen"),
        pytest.param("Unstable Kettles", "Instable Kettles", id="two prefixes of one meaning"),
        pytest.param("Address of Kettles", "AAddress of Kettles", id="a letter twice"),
        pytest.param("Symmetric Kettles", "Symetric Ketles", id="letters lost"),
    ],
)
def test_spellings_of_words_that_have_opposites_are_one_paper(one, other):
    tail = "over an Open Fire in Small and Cold Kitchens"
    assert are_one(article(f"{one} {tail}"), article(f"{other} {tail}"))


def test_reports_on_two_models_of_one_group_are_two_papers():
    assert not are_one(
        article("Kettle Parsing Omni Technical Report"), article("Kettle Parsing Technical Report")
    )
    assert are_one(
        article("The Kettle Parsing Technical Report"), article("Kettle Parsing Technical Report")
    )


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
