import io
import json

import polars as pl
import pytest

from transforms.formats.bibtex import parse
from transforms.formats.bibtex_crossrefs import MAX_PIECES_APART, Group, with_volumes
from transforms.formats.bibtex_entries import Entry, Refused

VOLUME = (
    "@proceedings{KC26, title = {Kite Conference}, editor = {Ed Wu}, year = 2026, month = mar}\n"
)


def paper(key: str, **fields: str) -> str:
    own = "".join(f", {name} = {{{text}}}" for name, text in fields.items())
    return f"@inproceedings{{{key}, title = {{Kites {key}}}, author = {{Ann Lee}}{own}}}\n"


def read(text: str, block_bytes: int = 1 << 20) -> tuple[pl.DataFrame, tuple[int, int, int]]:
    batches = list(parse(io.BytesIO(text.encode()), block_bytes))
    counts = (
        sum(batch.record_line_count for batch in batches),
        sum(batch.chrome_line_count for batch in batches),
        sum(batch.reject_line_count for batch in batches),
    )
    return pl.concat(batch.records for batch in batches), counts


@pytest.mark.parametrize("volume_first", [False, True], ids=["behind", "before"])
def test_a_paper_has_what_its_volume_says(volume_first: bool) -> None:
    entries = [paper("a", crossref="KC26"), paper("b", crossref="kc26"), VOLUME]
    records, counts = read("".join(reversed(entries) if volume_first else entries))
    assert sorted(records["title"]) == ["Kites a", "Kites b"]
    assert records.select("venue", "year").unique().rows() == [("Kite Conference", 2026)]
    assert records["authors"].to_list() == [["Ann Lee"]] * 2
    assert json.loads(records["extra"][0])["booktitle"] == "Kite Conference"
    assert counts == (2, 1, 0)


def test_what_a_paper_says_itself_goes_before() -> None:
    own = paper("a", crossref="KC26", booktitle="Kite Days", year="2025")
    records, _ = read(own + VOLUME)
    assert records.select("venue", "year").rows() == [("Kite Days", 2025)]
    assert "month" not in json.loads(records["extra"].item())


def test_the_title_for_papers_goes_before_that_of_the_volume() -> None:
    volume = VOLUME.replace("editor", "booktitle = {Proc. of KC}, doi = {10.5555/v}, editor")
    records, _ = read(paper("a", crossref="KC26") + volume)
    assert records.select("venue", "doi", "title").rows() == [("Proc. of KC", None, "Kites a")]


@pytest.mark.parametrize(
    ("volume", "is_record"),
    [
        ("@proceedings{v, title = {V}, editor = {Ed Wu}}\n", False),
        ("@periodical{v, title = {V}, year = 2026}\n", False),
        ("@book{v, title = {V}, editor = {Ed Wu}}\n", True),
        ("@book{v, title = {V}, author = {Ed Wu}}\n", True),
        ("@collection{v, title = {V}, editor = {Ed Wu}}\n", True),
    ],
)
def test_whole_proceedings_and_issues_are_no_papers(volume: str, is_record: bool) -> None:
    records, counts = read(volume + paper("a"))
    assert records["title"].to_list() == ["V"] * is_record + ["Kites a"]
    assert counts == (1 + is_record, 1 - is_record, 0)


@pytest.mark.parametrize(
    ("people", "is_record"), [("editor = {Ed Wu}", False), ("author = {Ed Wu}", True)]
)
def test_a_book_that_a_paper_names_is_a_volume_unless_it_has_an_author(
    people: str, is_record: bool
) -> None:
    records, _ = read(paper("a", crossref="v") + f"@book{{v, title = {{V}}, {people}}}\n")
    assert records["title"].to_list() == ["Kites a"] + ["V"] * is_record
    assert records["venue"][0] == "V"


def test_a_paper_whose_volume_is_not_there_stays_as_it_is() -> None:
    records, _ = read(paper("a", crossref="KC25") + paper("b"))
    assert records.select("title", "venue").rows() == [("Kites a", None), ("Kites b", None)]


@pytest.mark.parametrize("block_bytes", [64, 300, 2000])
def test_what_is_read_does_not_depend_on_the_blocks(block_bytes: int) -> None:
    text = "".join(
        paper(str(n), crossref="KC26" if n % 3 else "nowhere") + ("stray words\n" * (n % 5 == 0))
        for n in range(40)
    )
    text += VOLUME + paper("last", crossref="KC26")
    whole, counts = read(text)
    in_blocks, counts_in_blocks = read(text, block_bytes)
    assert in_blocks.equals(whole)
    assert counts_in_blocks == counts == (41, 1, 8)


def entry(kind: str, key: str, **fields: str) -> Entry:
    return Entry(1, 1, "", kind, key, fields)


def venues(pieces: list[Entry | Refused], size: int) -> list[str | None]:
    groups = (
        Group(pieces[start : start + size], line_count=size, is_last=False)
        for start in range(0, len(pieces), size)
    )
    settled = [piece for group in with_volumes(groups) for piece in group.pieces]
    return [each.fields.get("booktitle") for each in settled if isinstance(each, Entry)]


@pytest.mark.parametrize("apart", [MAX_PIECES_APART, MAX_PIECES_APART + 1], ids=["near", "far"])
@pytest.mark.parametrize("volume_first", [False, True], ids=["behind", "before"])
@pytest.mark.parametrize("size", [700, 30_000], ids=["many groups", "one group"])
def test_a_volume_counts_as_far_as_the_limit(apart: int, volume_first: bool, size: int) -> None:
    ends = [entry("inproceedings", "a", crossref="v"), entry("proceedings", "v", title="V")]
    between: list[Entry | Refused] = [Refused(1, 1, "", "odd")] * (apart - 1)
    first, last = reversed(ends) if volume_first else ends
    expected = "V" if apart <= MAX_PIECES_APART else None
    assert venues([first, *between, last], size) == [expected]


def test_no_more_waits_than_the_limit() -> None:
    groups_read = 0

    def groups() -> object:
        nonlocal groups_read
        for number in range(40):
            groups_read += 1
            entries = [entry("misc", str(n)) for n in range(1000)]
            if not number:
                entries[0] = entry("misc", "0", crossref="nowhere")
            yield Group([*entries], line_count=1000, is_last=number == 39)

    next(iter(with_volumes(groups())))  # type: ignore[arg-type]
    assert groups_read <= MAX_PIECES_APART // 1000 + 1
