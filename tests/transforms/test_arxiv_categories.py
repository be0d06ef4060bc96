import pytest

from transforms.arxiv_categories import (
    ALIASES,
    ARCHIVES,
    CLASSES,
    CODES,
    FORMER_NAMES,
    class_codes,
    is_arxiv_category,
    subject_categories,
)


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        ("Computer Science - Machine Learning", ["arxiv:cs.LG"]),
        ("Statistics - Machine Learning", ["arxiv:stat.ML"]),
        ("computer science - machine learning", ["arxiv:cs.LG"]),
        ("Computation and Language", ["arxiv:cs.CL"]),
        ("High Energy Physics - Theory", ["arxiv:hep-th"]),
        ("Mathematics - Mathematical Physics", ["arxiv:math.MP"]),
        ("Mathematical Physics", ["arxiv:math-ph"]),
        ("Information Theory", ["arxiv:cs.IT"]),
        ("Machine Learning", ["other:Machine Learning"]),
        ("Computer Science - Learning", ["arxiv:cs.LG"]),
        (
            "Condensed Matter - Mesoscopic Systems and Quantum Hall Effect",
            ["arxiv:cond-mat.mes-hall"],
        ),
        ("cs.CL", ["arxiv:cs.CL"]),
        ("hep-th", ["arxiv:hep-th"]),
        ("chao-dyn", ["arxiv:chao-dyn"]),
        ("cs.ZZ", ["arxiv:cs.ZZ"]),
        ("no.ZZ", ["other:no.ZZ"]),
        ("05C80, 05C15", ["msc:05C80", "msc:05C15"]),
        ("68Q25 (Primary) 68Q17 (Secondary)", ["msc:68Q25", "msc:68Q17"]),
        ("MSC 2020: 15-02; 53-XX, 14E", ["msc:15-02", "msc:53-XX", "msc:14E"]),
        ("I.2.7; H.3.m", ["acm:I.2.7", "acm:H.3.m"]),
        ("68T50, I.2.7", ["msc:68T50", "acm:I.2.7"]),
        ("68T45 (Reading kites), 68T07 (Kites)", ["msc:68T45", "msc:68T07"]),
        ("es: 68T05", ["msc:68T05"]),
        ("Kites of 1920-30", ["other:Kites of 1920-30"]),
        ("the years 11-12", ["other:the years 11-12"]),
    ],
)
def test_a_subject_stands_for_categories(subject: str, found: list[str]) -> None:
    assert [f"{scheme}:{code}" for scheme, code in subject_categories(subject)] == found


def test_known_codes_decide_between_categories_of_one_name() -> None:
    both = frozenset({"cs.LG", "stat.ML"})
    assert subject_categories("Machine Learning", both) == (
        ("arxiv", "cs.LG"),
        ("arxiv", "stat.ML"),
    )
    assert subject_categories("Machine Learning", frozenset({"stat.ML"})) == (("arxiv", "stat.ML"),)


def test_every_code_that_the_tables_name_is_one_of_arxiv() -> None:
    assert set(CLASSES) <= set(ARCHIVES)
    assert {*ALIASES, *ALIASES.values(), *FORMER_NAMES.values()} <= CODES
    assert all(map(is_arxiv_category, CODES))
    assert sum(map(len, CLASSES.values())) > 140


def test_a_year_or_a_date_is_no_code() -> None:
    assert class_codes("2020-12-31, v1.2.3, 12345, A.B") == []
