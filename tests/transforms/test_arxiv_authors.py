import polars as pl
import pytest

from transforms.arxiv_authors import arxiv_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana Ibis, Bo Crane and Cy Heron", ["Ana Ibis", "Bo Crane", "Cy Heron"]),
        ("Ana Ibis, Bo Crane, and Cy Heron", ["Ana Ibis", "Bo Crane", "Cy Heron"]),
        ("Ana Ibis and Bo Crane and Cy Heron", ["Ana Ibis", "Bo Crane", "Cy Heron"]),
        ("Ana Ibis; Bo Crane & Cy Heron", ["Ana Ibis", "Bo Crane", "Cy Heron"]),
        ("Ana Ibis", ["Ana Ibis"]),
        ("Plover, Anders", ["Plover", "Anders"]),
        ("Sandy Brandt, Alexandra Andean", ["Sandy Brandt", "Alexandra Andean"]),
        ("A. Ibis (1), B. Crane\n  (1 and 2) ((1) X, Oslo, (2) Y (UK))", ["A. Ibis", "B. Crane"]),
        ("A. Ibis (Inst. of Kites, Oslo), B. Crane", ["A. Ibis", "B. Crane"]),
        ("The Plover Collaboration: A. Ibis, B. Crane", ["A. Ibis", "B. Crane"]),
        ("A. Ibis, B. Crane for the Plover Team", ["A. Ibis", "B. Crane for the Plover Team"]),
        ("A. Ibis, Jr., B. Crane, III, and C. Heron", ["A. Ibis Jr.", "B. Crane III", "C. Heron"]),
        ("A. Ibis, et al.", ["A. Ibis"]),
        ("A. Ibis, , B. Crane,", ["A. Ibis", "B. Crane"]),
        ("A. Ibis (Oslo, B. Crane", ["A. Ibis"]),
        (None, None),
    ],
)
def test_a_text_of_authors_falls_apart(text: str | None, names: list[str] | None) -> None:
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String()})
    found = frame.select(names=arxiv_names(pl.col("text")))["names"].to_list()
    assert found == [names]
