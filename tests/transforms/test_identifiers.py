import polars as pl
import pytest

from transforms.identifiers import arxiv_id, arxiv_id_of_doi, arxiv_version, doi, several_dois


def applied(function, text: str | None):
    return pl.select(function(pl.lit(text, pl.String))).item()


@pytest.mark.parametrize(
    ("text", "expected", "version"),
    [
        pytest.param("2512.04069", "2512.04069", None, id="a bare id"),
        pytest.param("2512.04069v2", "2512.04069", 2, id="with its version"),
        pytest.param("arXiv:2512.04069v11", "2512.04069", 11, id="with the prefix"),
        pytest.param("arXiv: 2512.04069 [cs.CV]", "2512.04069", None, id="as arXiv cites itself"),
        pytest.param("https://arxiv.org/abs/2512.04069v2", "2512.04069", 2, id="an abstract page"),
        pytest.param("https://arxiv.org/pdf/2512.04069v1.pdf#page=3", "2512.04069", 1, id="a PDF"),
        pytest.param("http://export.arxiv.org/abs/cs/0112017", "cs/0112017", None, id="a mirror"),
        pytest.param("https://huggingface.co/papers/2512.00009?x=1", "2512.00009", None, id="HF"),
        pytest.param("https://doi.org/10.48550/arXiv.2512.04069", "2512.04069", None, id="its DOI"),
        pytest.param("oai:arXiv.org:math/0306266", "math/0306266", None, id="an OAI identifier"),
        pytest.param("2512.24880/sso-callback", "2512.24880", None, id="a login's way back"),
        pytest.param("hep-th/9901001", "hep-th/9901001", None, id="an old id"),
        pytest.param("hep-ph/9901001v3", "hep-ph/9901001", 3, id="the number in another archive"),
        pytest.param("math.GT/0309136", "math/0309136", None, id="an old id with its class"),
        pytest.param("2503.0213", "2503.02130", None, id="read as a number, five digits"),
        pytest.param("0704.001", "0704.0010", None, id="read as a number, four digits"),
        pytest.param("704.0001", "0704.0001", None, id="read as a number, zero before"),
        pytest.param("1412.12345", None, None, id="five digits before 2015"),
        pytest.param("2513.00001", None, None, id="no such month"),
        pytest.param("0000.00000", None, None, id="nothing but zeros"),
        pytest.param("10.1234/2512.04069", None, None, id="a DOI that looks like one"),
        pytest.param("https://example.org/2512.04069", None, None, id="another site"),
        pytest.param("see 2512.04069", None, None, id="a sentence"),
        pytest.param("3.14", None, None, id="a number"),
        pytest.param("", None, None, id="nothing"),
        pytest.param(None, None, None, id="missing"),
    ],
)
def test_an_arxiv_id_is_read_however_it_is_written(
    text: str | None, expected: str | None, version: int | None
) -> None:
    assert applied(arxiv_id, text) == expected
    if expected is not None:
        assert applied(arxiv_version, text) == version


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1145/3534678.3539043", "10.1145/3534678.3539043"),
        ("10.1103/PhysRevD.76.013009", "10.1103/physrevd.76.013009"),
        ("https://doi.org/10.1145/X.Y", "10.1145/x.y"),
        ("http://dx.doi.org/10.1145/x", "10.1145/x"),
        ("DOI:10.1017/S0963548305006826.", "10.1017/s0963548305006826"),
        ("doi: 10.1000/a;", "10.1000/a"),
        ("10.1002/(SICI)1097-4571%2817%29", "10.1002/(sici)1097-4571(17)"),
        ("(10.1000/abc)", "10.1000/abc"),
        ("10.1000/a(b)", "10.1000/a(b)"),
        ("10.1000/a((b)c)d)", "10.1000/a((b)c)d"),
        ("10.1000/a)b(c)", "10.1000/a)b(c)"),
        ("10.1000/a; 10.2000/b", "10.1000/a"),
        ("10.1000/a,10.2000/b", "10.1000/a"),
        ("10.1000/a;https://doi.org/10.2000/b", "10.1000/a"),
        ("10.1000/a,b;c", "10.1000/a,b;c"),
        ("10.1/too-short-a-prefix", None),
        ('10.1234/"', None),
        ("https://doi.org/10.1234/.", None),
        ("n/a", None),
        (None, None),
    ],
)
def test_a_doi_has_one_form(text: str | None, expected: str | None) -> None:
    assert applied(doi, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1000/A; 10.2000/b", ["10.1000/a", "10.2000/b"]),
        ("10.1000/a,10.2000/b", ["10.1000/a", "10.2000/b"]),
        ("10.1000/a 10.2000/b\n10.3000/c.", ["10.1000/a", "10.2000/b", "10.3000/c"]),
        ("https://doi.org/10.1000/a and doi:10.2000/b", ["10.1000/a", "10.2000/b"]),
        ("10.1000/a<br/>10.2000/b", ["10.1000/a", "10.2000/b"]),
        ("10.1000/a | 10.1000/A", None),
        ("10.1016/j.kites.2010.10.003", None),
        ("10.1000/a; see 10.5", None),
        ("10.1000/a", None),
        ("", None),
        (None, None),
    ],
)
def test_several_dois_of_one_field_are_parted(text: str | None, expected: list[str] | None) -> None:
    assert several_dois(pl.Series("doi", [text, "10.9000/x"], pl.String)).to_list() == [
        expected,
        None,
    ]


@pytest.mark.parametrize(
    ("own_doi", "expected"),
    [
        ("10.48550/arxiv.2512.04069", "2512.04069"),
        ("10.48550/arxiv.2512.04069v2", "2512.04069"),
        ("10.48550/arxiv.hep-th/9901001", "hep-th/9901001"),
        ("10.1145/2512.04069", None),
        (None, None),
    ],
)
def test_arxivs_own_doi_is_an_arxiv_id(own_doi: str | None, expected: str | None) -> None:
    assert applied(arxiv_id_of_doi, own_doi) == expected
