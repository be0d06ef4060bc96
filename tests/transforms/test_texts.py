import polars as pl
import pytest

from transforms.texts import one_line, paragraphs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kites\n  in Wind", "Kites in Wind"),
        ("\tKites\u00a0 in\r\nWind ", "Kites in Wind"),
        ("Ki\x00tes", "Ki tes"),
        (" \n", None),
        (None, None),
    ],
)
def test_a_title_is_one_line(text: str | None, expected: str | None) -> None:
    assert pl.select(one_line(pl.lit(text, pl.String))).item() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("  We fly\nkites.\n", "We fly kites.", id="a wrapped paragraph"),
        pytest.param("One.\n  Two\nis long.", "One.\nTwo is long.", id="arXiv's mark"),
        pytest.param("One.\n\nTwo.", "One.\nTwo.", id="an empty line"),
        pytest.param("One.\r\n \r\nTwo.\r\nOn.", "One.\nTwo. On.", id="carriage returns"),
        pytest.param("One.\n\n\n\n  Two.", "One.\nTwo.", id="several empty lines"),
        pytest.param(" \n ", None, id="nothing"),
        pytest.param(None, None, id="missing"),
    ],
)
def test_an_abstract_is_one_line_for_each_paragraph(text: str | None, expected: str | None) -> None:
    assert pl.select(paragraphs(pl.lit(text, pl.String))).item() == expected
