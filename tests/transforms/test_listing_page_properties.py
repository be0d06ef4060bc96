import io

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.formats.listing_page import parse, recognises
from transforms.parsed_records import RECORD, REJECT

REPEATABLE = settings(deadline=None, derandomize=True, max_examples=40)

FRAGMENTS = [
    "",
    "",
    "Tidal Memory: Learning to Forget at Sea",
    "On the spectral gap of paper kites",
    "Kites at sea fade with the tide. We study them and show that they do so for a reason. " * 4,
    "We prove P = NP.",
    "new",
    "Subscribe",
    "Get trending papers in your email inbox!",
    "SubscribeTidal Memory",
    "Mar 12",
    "Published on Dec 4, 2025",
    "12",
    "-",
    "[-] 19",
    "[Upvote",
    "117](https://huggingface.co/login?next=%2Fpapers%2F2512.00001)",
    "[3](https://huggingface.co/login?next=%2Fpapers%2F2512.00002)",
    "### [Kites](https://huggingface.co/papers/2512.00002)",
    "### Bread and its discontents",
    "[Kites fly over\\\\",
    "  the sea](https://huggingface.co/papers/2512.00002)",
    "https://huggingface.co/papers/2512.00001",
    "https://github.com/kite-lab/gap",
    "[GitHub 3.29k](https://github.com/kite-lab/gap) [arXiv Page](https://arxiv.org/abs/2512.00001)",
    "- 9 authors",
    "Submitted by",
    "kite_fan",
    "a line that was wrapped after about eighty letters, and which goes on in the",
    "\\",
    "[",
    "·",
    "\u2028\x85\x0c",
    "\r",
    "\ufffd\u200b",
]
LINES = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=40), max_size=40)
PAGES = LINES.map("\n".join)

WORDS = st.sampled_from(["Tidal", "Kites", "Bread", "Memory", "Sparse", "Gaps", "Learning", "Sea"])
TITLES = st.lists(WORDS, min_size=2, max_size=12).map(" ".join)
SENTENCES = st.sampled_from(
    [
        "We study the spectral gap of kites made of paper and prove a bound.",
        "The method needs no more data than the models that it replaces.",
        "Experiments on three datasets agree with the theory, except on Sundays.",
        "However, existing approaches fail when the wind comes from the sea.",
    ]
)
ABSTRACTS = st.lists(SENTENCES, min_size=3, max_size=30).map(" ".join)
PAIRS = st.lists(st.tuples(TITLES, ABSTRACTS), min_size=1, max_size=30)


def read(data: bytes, block_bytes: int = 1 << 20) -> tuple[pl.DataFrame, pl.DataFrame, list[int]]:
    batches = list(parse(io.BytesIO(data), block_bytes=block_bytes))
    counts = [
        (each.record_line_count, each.chrome_line_count, each.reject_line_count) for each in batches
    ]
    return (
        pl.concat([each.records for each in batches]),
        pl.concat([each.rejects for each in batches]),
        [sum(column) for column in zip(*counts, strict=True)],
    )


@REPEATABLE
@given(PAGES | st.binary(max_size=400).map(lambda data: data.decode("latin-1")))
def test_any_text_is_read_with_every_line_accounted_for(page: str) -> None:
    data = page.encode("utf-8", errors="replace")
    records, rejects, counts = read(data)
    has_line_feed = b"\n" in data
    lines = page.split("\n") if has_line_feed or "\r" not in page[:-1] else page.split("\r")
    line_count = len(lines) - (not lines[-1])
    assert records.schema == RECORD
    assert rejects.schema == REJECT
    assert sum(counts) == line_count
    assert min(counts) >= 0
    end = 0
    for row in records.iter_rows(named=True):
        assert end < row["line_start"] <= row["line_end"] <= line_count
        assert row["title"]
        assert row["title"] == " ".join(row["title"].split())
        end = row["line_end"]
    end = 0
    for row in rejects.iter_rows(named=True):
        assert end < row["line_number"] <= row["line_end"] <= line_count
        end = row["line_end"]


@REPEATABLE
@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_a_crash(data: bytes) -> None:
    records, rejects, _ = read(data)
    assert records.height + rejects.height <= data.count(b"\n") + data.count(b"\r") + 1
    recognises(data)


@REPEATABLE
@given(st.lists(PAGES, max_size=4).map("\n".join), st.integers(20, 4000))
def test_the_block_size_does_not_matter(page: str, block_bytes: int) -> None:
    data = page.encode("utf-8", errors="replace")
    whole, parts = read(data), read(data, block_bytes)
    assert parts[0].equals(whole[0])
    assert parts[1].equals(whole[1])
    assert parts[2] == whole[2]


@REPEATABLE
@given(LINES)
def test_windows_line_ends_do_not_matter(lines: list[str]) -> None:
    lines = [line.replace("\r", "").replace("\n", "") for line in lines]
    unix, windows = ("\n".join(lines) + "\n").encode(), ("\r\n".join(lines) + "\r\n").encode()
    of_windows, of_unix = read(windows), read(unix)
    assert of_windows[0].equals(of_unix[0])
    assert of_windows[1].equals(of_unix[1])
    assert of_windows[2] == of_unix[2]


@REPEATABLE
@given(PAGES)
def test_a_byte_order_mark_does_not_matter(page: str) -> None:
    data = page.encode("utf-8", errors="replace").removeprefix(b"\xef\xbb\xbf")
    marked, bare = read(b"\xef\xbb\xbf" + data), read(data)
    assert marked[0].equals(bare[0])
    assert marked[2] == bare[2]


@REPEATABLE
@given(PAIRS, st.sampled_from(["\n", "\n\n"]))
def test_titles_and_abstracts_come_back_as_they_were_written(
    pairs: list[tuple[str, str]], gap: str
) -> None:
    page = gap.join(text for pair in pairs for text in pair)
    records, rejects, _ = read(page.encode())
    kept = [pair for place, pair in enumerate(pairs) if place == 0 or pair != pairs[place - 1]]
    assert records.select("title", "abstract").rows() == kept
    assert rejects.is_empty()
