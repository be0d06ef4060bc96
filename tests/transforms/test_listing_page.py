import datetime as dt
import io
import json
import textwrap
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms.formats.listing_page import HEAD_BYTES, parse, recognises
from transforms.parsed_records import Batch

SHARED = Path(__file__).parents[3] / "shared"
CHROME = """\
Get trending papers in your email inbox once a day!
Get trending papers in your email inbox!
"""

TIDES = "Tidal Memory: Learning to Forget at Sea"
TIDES_TEXT = (
    "Memory at sea fades with the tide. We propose Tidal Memory, a method that learns what to "
    "forget, and show on three datasets that it keeps 40% more of what matters. Our results hold "
    "under storms, and the approach needs no more data than the models it replaces."
)
KITES = "On the spectral gap of paper kites"
KITES_TEXT = (
    "We study the spectral gap of kites made of paper. Under mild winds, the gap is bounded below "
    "by the length of the tail, and we prove that this bound is sharp. Experiments with 12 kites "
    "agree with the theory, except on Sundays."
)
BREAD = "Does Bread Dream? A Survey of Fermentation-Aware Agents"
BREAD_TEXT = (
    "Agents that bake are an open problem. This survey covers 84 papers on fermentation, sorts "
    "them by the age of their dough, and names five questions that nobody has answered. Code and "
    "flour are available at https://github.com/crumb-lab/bread-dreams."
)
LONG_TITLE = (
    "A Unified Framework for the Joint Estimation of Wind, Weather, Mood and Bread in Coastal "
    "Villages with Unreliable Networks: Theory, Algorithms, Field Studies and Twelve Open Problems "
    "for the Coming Decade"
)
PAIRS = [(TIDES, TIDES_TEXT), (KITES, KITES_TEXT), (BREAD, BREAD_TEXT)]


def read(page: str | bytes, **options: int) -> list[Batch]:
    data = page.encode() if isinstance(page, str) else page
    return list(parse(io.BytesIO(data), **options))


def records_of(page: str | bytes) -> list[dict[str, Any]]:
    return pl.concat([batch.records for batch in read(page)]).to_dicts()


def rejects_of(page: str | bytes) -> list[dict[str, Any]]:
    return pl.concat([batch.rejects for batch in read(page)]).to_dicts()


def pairs_of(page: str | bytes) -> list[tuple[str, str | None]]:
    return [(each["title"], each["abstract"]) for each in records_of(page)]


def counts_of(page: str | bytes) -> tuple[int, int, int]:
    batches = read(page)
    return (
        sum(batch.record_line_count for batch in batches),
        sum(batch.chrome_line_count for batch in batches),
        sum(batch.reject_line_count for batch in batches),
    )


def alternating(pairs: list[tuple[str, str]]) -> str:
    return "".join(f"{title}\n{abstract}\n" for title, abstract in pairs)


def with_blanks(pairs: list[tuple[str, str]]) -> str:
    return "".join(f"{title}\n\n{abstract}\n\n" for title, abstract in pairs)


STYLES = pytest.mark.parametrize(
    "page_of", [alternating, with_blanks], ids=["alternating", "with blank lines"]
)


def test_what_a_scraper_escaped_is_plain() -> None:
    title, abstract = KITES, KITES_TEXT
    escaped = abstract.replace("12 kites", "x &lt; 12 kites &amp; <sub>k</sub> <unk>")
    page = f"{CHROME}\n{title.replace(' kites', '&nbsp;kites &amp; bread')}\n{escaped}\n"
    plain = abstract.replace("12 kites", "x < 12 kites & k <unk>")
    assert pairs_of(page) == [(title.replace(" kites", " kites & bread"), plain)]


@STYLES
def test_titles_and_abstracts_pair_in_the_order_of_the_page(page_of: Any) -> None:
    assert pairs_of(CHROME + page_of(PAIRS)) == PAIRS
    assert rejects_of(CHROME + page_of(PAIRS)) == []


@STYLES
@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("On P versus NP", "We prove P = NP."),
        ("A very short note", "This note is withdrawn."),
        ("A very short note", "No."),
        (
            LONG_TITLE,
            TIDES_TEXT,
        ),
        ("Is there a kite in the room?", KITES_TEXT),
        ("Kites are all you need.", KITES_TEXT),
        ("Attention Is Not Enough!", KITES_TEXT),
        ("Kites: tails: and what they mean", KITES_TEXT),
        ("e7-mini: small kites for small hands", KITES_TEXT),
        ("iBread", BREAD_TEXT),
        ("Subscribe to This Bakery: Newsletters as Agents", BREAD_TEXT),
        ("Subscribers and their kites", BREAD_TEXT),
        ("We Bake, Therefore We Are", BREAD_TEXT),
        ("3D Kites", KITES_TEXT),
        ("$\\alpha$-Kites in $\\mathbb{R}^3$", KITES_TEXT),
        ("风筝的谱间隙", KITES_TEXT),
        ("Kites at sea", "we fly kites at sea and describe what happens to them in the rain."),
        ("Kites at sea", "kites were flown; the data are below"),
        ("Kites at sea", " ".join(["We fly one more kite and it lands in the sea."] * 66)),
        ("Kites at sea", "Kites fly. " * 25 + "See https://example.org/kites"),
    ],
    ids=[
        "a short abstract",
        "an abstract of one sentence",
        "an abstract of one word",
        "a title of 200 characters",
        "a title that asks",
        "a title that ends in a full stop",
        "a title that calls out",
        "a title with two colons",
        "a title that starts in lower case",
        "a title of one word",
        "a title that begins with the word Subscribe",
        "a title that begins with Subscribers",
        "a title that speaks of we",
        "a title that starts with a number",
        "a title in mathematics",
        "a title in Chinese",
        "an abstract that starts in lower case",
        "an abstract without capitals or full stop",
        "an abstract of 3,000 characters",
        "an abstract that ends in an address",
    ],
)
def test_an_unusual_title_or_abstract_is_told_by_its_neighbours(
    page_of: Any, title: str, abstract: str
) -> None:
    pairs = [PAIRS[0], (title, abstract.strip()), PAIRS[1]]
    assert pairs_of(page_of(pairs)) == pairs


@pytest.mark.parametrize(
    "head",
    [
        "Get trending papers in your email inbox!\nSubscribe",
        CHROME.replace("\n", "") + "Subscribe",
        "GET TRENDING PAPERS IN YOUR EMAIL INBOX!\nSubscribe",
    ],
    ids=["behind the line of the inbox", "all in one line", "in capitals"],
)
def test_a_page_head_glued_to_the_first_title_is_cut_off(head: str) -> None:
    assert pairs_of(head + alternating(PAIRS)) == PAIRS


def test_a_title_that_begins_with_subscribe_keeps_it_behind_a_head_of_its_own() -> None:
    pairs = [("Subscribers churn like butter", KITES_TEXT)]
    assert pairs_of(CHROME + "Subscribe\n" + alternating(pairs)) == pairs


def test_a_glued_title_that_itself_begins_with_subscribe_loses_the_glue_only() -> None:
    page = CHROME + "SubscribeSubscribers churn like butter\n" + KITES_TEXT
    assert pairs_of(page) == [("Subscribers churn like butter", KITES_TEXT)]


def test_paragraphs_of_an_abstract_are_joined_by_a_newline() -> None:
    second = "Second, the code and the data are released, and our kites can be borrowed."
    third = (
        "Third, we discuss limits of the approach. It fails at night, and it fails indoors, where "
        "there is no wind at all."
    )
    pairs = [(TIDES, f"{TIDES_TEXT}\n{second}\n{third}"), PAIRS[1]]
    assert (
        pairs_of(f"{TIDES}\n\n{TIDES_TEXT}\n\n{second}\n\n{third}\n\n" + with_blanks(PAIRS[1:2]))
        == pairs
    )
    assert (
        pairs_of(f"{TIDES}\n{TIDES_TEXT}\n{second}\n{third}\n" + alternating(PAIRS[1:2])) == pairs
    )


WRAPPED = """\
Memory at sea fades with the tide. We propose Tidal Memory, a method that learns
what to forget, and show on three state-of-the-
art datasets that it keeps 40% more of what matters, pre-
and post-storm. Our results hold under storms, and the approach needs no more
data than the models it replaces."""
UNWRAPPED = (
    "Memory at sea fades with the tide. We propose Tidal Memory, a method that learns what to "
    "forget, and show on three state-of-the-art datasets that it keeps 40% more of what matters, "
    "pre- and post-storm. Our results hold under storms, and the approach needs no more data than "
    "the models it replaces."
)


def test_hard_wrapped_lines_are_joined_by_a_space_and_keep_their_hyphens() -> None:
    folded = WRAPPED.replace("\n", "\\\\\n")
    page = f"### [{TIDES}](https://huggingface.co/papers/2501.00001)\n\n[{folded}](https://huggingface.co/papers/2501.00001)\n"
    assert pairs_of(page) == [(TIDES, UNWRAPPED)]


@STYLES
def test_a_plain_page_of_hard_wrapped_abstracts_is_unwrapped(page_of: Any) -> None:
    wrapped = [(title, "\n".join(textwrap.wrap(text, 76))) for title, text in PAIRS[:2]]
    assert pairs_of(page_of(wrapped)) == PAIRS[:2]


def test_a_wrapped_title_is_one_line() -> None:
    address = "https://huggingface.co/papers/2501.00001"
    page = f"### [Tidal Memory: Learning\\\\\n  to Forget at Sea]({address})\n\n{TIDES_TEXT}\n"
    assert pairs_of(page) == [PAIRS[0]]
    page = f"### Tidal Memory: Learning\n  to Forget at Sea\n\n{TIDES_TEXT}\n"
    assert pairs_of(page) == [PAIRS[0]]


def test_an_address_on_a_line_of_its_own_stays_in_the_abstract() -> None:
    page = f"{KITES}\n{KITES_TEXT} Code is available at\nhttps://github.com/kite-lab/gap\n{TIDES}\n{TIDES_TEXT}"
    assert pairs_of(page) == [
        (KITES, f"{KITES_TEXT} Code is available at https://github.com/kite-lab/gap"),
        PAIRS[0],
    ]


@STYLES
def test_a_title_without_an_abstract_is_refused_and_the_rest_pairs_on(page_of: Any) -> None:
    page = page_of(PAIRS[:1]) + "A Lone Title: Waiting for Its Abstract\n" + page_of(PAIRS[1:])
    assert pairs_of(page) == PAIRS
    [reject] = rejects_of(page)
    assert reject["reason"] == "title without an abstract"
    assert reject["excerpt"] == "A Lone Title: Waiting for Its Abstract"
    assert (
        reject["line_number"] == reject["line_end"] == page.split("\n").index(reject["excerpt"]) + 1
    )


@STYLES
def test_a_whole_abstract_without_a_title_is_refused_and_the_rest_pairs_on(page_of: Any) -> None:
    long_pairs = [(title, f"{text} " * 4 + text) for title, text in PAIRS]
    lone = "A lone abstract came without its title. " * 25 + "It is refused."
    page = page_of(long_pairs[:2]) + lone + "\n" + page_of(long_pairs[2:])
    assert pairs_of(page) == long_pairs
    [reject] = rejects_of(page)
    assert reject["reason"] == "abstract without a title"
    assert reject["excerpt"] == lone[:200]


def test_an_abstract_before_the_first_title_is_refused() -> None:
    page = f"{TIDES_TEXT}\n" + alternating(PAIRS[1:])
    assert pairs_of(page) == PAIRS[1:]
    assert [each["reason"] for each in rejects_of(page)] == ["abstract without a title"]


@STYLES
def test_a_page_of_titles_alone_is_refused_title_by_title(page_of: Any) -> None:
    titles = [
        TIDES,
        BREAD,
        "Wind Chimes: A Benchmark",
        "A note on string",
        "Glue and Its Discontents",
    ]
    page = "\n".join(titles) if page_of is alternating else "\n\n".join(titles)
    assert records_of(page) == []
    assert [each["excerpt"] for each in rejects_of(page)] == titles
    assert {each["reason"] for each in rejects_of(page)} == {"title without an abstract"}


def test_a_page_of_abstracts_alone_is_refused_abstract_by_abstract() -> None:
    texts = [f"{text} " * 3 + text for _, text in PAIRS]
    page = "\n".join(texts)
    assert records_of(page) == []
    assert [each["line_number"] for each in rejects_of(page)] == [1, 2, 3]
    assert {each["reason"] for each in rejects_of(page)} == {"abstract without a title"}


@pytest.mark.parametrize(
    "furniture",
    [
        "Get trending papers in your email inbox!",
        "Subscribe",
        "Dec 4",
        "- Daily\n- Weekly\n- Monthly",
        "[Trending Papers](https://huggingface.co/papers/trending)",
        "byAK and the research community",
        "## by [![](https://a.org/a.png)AK](https://huggingface.co/ak) and the research community",
        "Hugging Face\n\nhttps://huggingface.co/\n\nModels\n\nhttps://huggingface.co/models",
        "Submitted by\nkite_fan",
        "·\n·8 authors\n·",
        "3 days ago",
        "---",
    ],
    ids=[
        "the inbox line",
        "subscribe",
        "a day",
        "tabs",
        "a link home",
        "the byline",
        "the byline with a picture",
        "navigation with addresses",
        "a submitter",
        "the number of authors",
        "an age",
        "a rule",
    ],
)
def test_furniture_between_cards_is_chrome(furniture: str) -> None:
    page = alternating(PAIRS[:1]) + furniture + "\n" + alternating(PAIRS[1:])
    assert pairs_of(page) == PAIRS
    lines, blank = furniture.count("\n") + 1, furniture.count("\n\n")
    assert counts_of(page) == (6, lines, 0), blank


def test_a_page_of_chrome_alone_holds_nothing() -> None:
    page = "new\n\n" + CHROME + "Subscribe\nDaily Papers\nbyAK and the research community\nMar 12\n"
    assert records_of(page) == []
    assert rejects_of(page) == []
    assert counts_of(page) == (0, 8, 0)


def test_an_empty_page_holds_nothing() -> None:
    assert records_of("") == []
    assert counts_of("") == (0, 0, 0)


@pytest.mark.parametrize(
    ("written", "listed_on"),
    [
        ("Mar 12", None),
        ("Mar 12, 2025", dt.date(2025, 3, 12)),
        ("March 12, 2025", dt.date(2025, 3, 12)),
        ("2025-03-12", dt.date(2025, 3, 12)),
        ("Feb 30, 2025", None),
    ],
    ids=["without a year", "with a year", "month in full", "ISO", "no such day"],
)
def test_the_day_of_the_page_is_kept_as_written(written: str, listed_on: dt.date | None) -> None:
    [batch] = read(f"{CHROME}Subscribe\n{written}\n{alternating(PAIRS)}Dec 4, 2024\n")
    assert batch.listed_on_text == written
    assert batch.listed_on == listed_on


def test_a_day_between_cards_is_not_the_day_of_the_page() -> None:
    [batch] = read(alternating(PAIRS[:1]) + "Dec 4, 2024\n" + alternating(PAIRS[1:]))
    assert batch.listed_on_text is None
    assert batch.listed_on is None


DAILY_CARD = """\
[{upvotes}](https://huggingface.co/login?next=%2Fpapers%2F{id})

### [{title}](https://huggingface.co/papers/{id})

[{abstract}](https://huggingface.co/papers/{id})

[- 9 authors](https://huggingface.co/papers/{id})

·

Dec 4[2](https://huggingface.co/papers/{id}#community)

"""
TRENDING_CARD = """\
Submitted by

kite_fan

### [{title}](https://huggingface.co/papers/{id})

{abstract}

[![](https://example.org/logo.png)Kite Lab](https://huggingface.co/kite-lab)

- 9 authors

· {published}Dec 4, 2025

[Upvote

{upvotes}](https://huggingface.co/login?next=%2Fpapers%2F{id})

[GitHub 3.29k](https://github.com/kite-lab/gap) [arXiv Page](https://arxiv.org/abs/{id}v2)

"""
URL_CARD = """\
 [-] {upvotes}

https://huggingface.co/login?next=%2Fpapers%2F{id}

{title}

https://huggingface.co/papers/{id}

{abstract}

https://huggingface.co/papers/{id}

[

9 authors](https://huggingface.co/papers/{id})

·

Dec 4, 2025

"""


def cards(card: str, upvotes: list[str], **values: str) -> str:
    return "".join(
        card.format(title=title, abstract=abstract, id=f"2512.0000{place}", upvotes=count, **values)
        for place, ((title, abstract), count) in enumerate(zip(PAIRS, upvotes, strict=True))
    )


@pytest.mark.parametrize(
    ("page", "published_on", "links"),
    [
        (cards(DAILY_CARD, ["101", "-", "3"]), None, None),
        (
            cards(TRENDING_CARD, ["101", "-", "3"], published="Published on "),
            dt.date(2025, 12, 4),
            ["https://github.com/kite-lab/gap"],
        ),
        (cards(URL_CARD, ["101", "-", "3"]), dt.date(2025, 12, 4), None),
    ],
    ids=["daily cards", "trending cards", "address lines"],
)
def test_a_card_gives_all_that_it_shows(
    page: str, published_on: dt.date | None, links: list[str] | None
) -> None:
    records = records_of(CHROME + page)
    assert [(each["title"], each["abstract"]) for each in records] == PAIRS
    assert [each["arxiv_id"] for each in records] == ["2512.00000", "2512.00001", "2512.00002"]
    assert [each["upvotes"] for each in records] == [101, None, 3]
    assert [each["published_on"] for each in records] == [published_on] * 3
    assert [each["links"] for each in records] == [links] * 3
    assert [each["record_number"] for each in records] == [1, 2, 3]
    assert rejects_of(CHROME + page) == []


def test_twin_cards_become_one_record_that_spans_both() -> None:
    both = "".join(
        TRENDING_CARD.format(
            title=title, abstract=text, id=f"2512.0000{n}", upvotes="7", published=published
        )
        for n, (title, text) in enumerate(PAIRS)
        for published in ("Published on ", "")
    )
    records = records_of(both)
    assert [(each["title"], each["abstract"]) for each in records] == PAIRS
    half = TRENDING_CARD.count("\n")
    assert [each["line_start"] for each in records] == [5 + 2 * half * n for n in range(3)]
    assert [each["line_end"] for each in records] == [2 * half * (n + 1) - 1 for n in range(3)]
    assert [each["links"] for each in records] == [["https://github.com/kite-lab/gap"]] * 3


def test_a_page_repeated_as_a_whole_keeps_its_records_apart() -> None:
    assert pairs_of(alternating(PAIRS) * 2) == PAIRS * 2


def test_a_twin_of_another_paper_stays_a_record() -> None:
    page = "".join(
        f"### [Preface](https://huggingface.co/papers/2512.0000{n})\n\n{KITES_TEXT}\n\n"
        for n in (1, 2)
    )
    assert [each["arxiv_id"] for each in records_of(page)] == ["2512.00001", "2512.00002"]


def test_a_title_listed_twice_before_its_abstract_is_one_record() -> None:
    assert pairs_of(f"{TIDES}\n{TIDES}\n{TIDES_TEXT}\n" + alternating(PAIRS[1:])) == PAIRS


def test_twins_without_an_abstract_are_refused_one_by_one() -> None:
    page = f"{TIDES}\n\n{TIDES}\n\n" + with_blanks(PAIRS[1:])
    assert [each["line_number"] for each in rejects_of(page)] == [1, 3]
    assert counts_of(page) == (4, 6, 2)


def test_cards_with_a_refused_abstract_between_them_are_no_twins() -> None:
    whole = f"{TIDES_TEXT} " * 8 + TIDES_TEXT
    page = f"{TIDES}\n{whole}\n{whole.upper()}\n{TIDES}\n{whole}\n"
    assert pairs_of(page) == [(TIDES, whole)] * 2
    assert [each["line_number"] for each in rejects_of(page)] == [3]


def test_a_card_with_an_arxiv_id_needs_no_abstract() -> None:
    page = "### [A Card Without Words](https://huggingface.co/papers/2512.00009)\n\n- 2 authors\n\n"
    records = records_of(page + cards(DAILY_CARD, ["1", "2", "3"]))
    assert (records[0]["title"], records[0]["abstract"]) == ("A Card Without Words", None)
    assert [(each["title"], each["abstract"]) for each in records[1:]] == PAIRS


def test_a_heading_without_an_abstract_or_an_id_is_refused() -> None:
    page = f"### {TIDES}\n\n{TIDES_TEXT}\n\n### Alone\n\n### {KITES}\n\n{KITES_TEXT}\n"
    assert pairs_of(page) == PAIRS[:2]
    assert [each["excerpt"] for each in rejects_of(page)] == ["Alone"]


@pytest.mark.parametrize(
    ("address", "arxiv_id"),
    [
        ("https://huggingface.co/papers/2512.24880", "2512.24880"),
        ("https://huggingface.co/papers/2512.24880v3", "2512.24880"),
        ("https://huggingface.co/papers/2512.24880/sso-callback", "2512.24880"),
        ("https://arxiv.org/abs/0704.0001v1", "0704.0001"),
        ("https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        ("https://arxiv.org/pdf/math.GT/0309136v1", "math.GT/0309136"),
        ("https://huggingface.co/login?next=%2Fpapers%2F2512.24880", "2512.24880"),
        ("https://huggingface.co/papers/trending", None),
    ],
    ids=[
        "a paper's page",
        "with a version",
        "with garbage behind it",
        "an abstract's page",
        "an old id",
        "an old id with a subject class",
        "a login address",
        "another page",
    ],
)
def test_the_arxiv_id_is_read_out_of_links(address: str, arxiv_id: str | None) -> None:
    [record] = records_of(f"### {KITES}\n\n{KITES_TEXT}\n\n[View]({address})\n")
    assert record["arxiv_id"] == arxiv_id


def test_an_arxiv_address_within_an_abstract_is_not_the_papers_own() -> None:
    abstract = f"{KITES_TEXT} It extends https://arxiv.org/abs/2001.00001."
    [record] = records_of(f"{KITES}\n{abstract}\n")
    assert (record["abstract"], record["arxiv_id"]) == (abstract, None)


@pytest.mark.parametrize(
    ("lines", "upvotes"),
    [
        ("54\n{title}\n{text}", 54),
        ("-\n{title}\n{text}", None),
        ("[-] 19\n{title}\n{text}", 19),
        ("2\n54\n{title}\n{text}", 54),
        ("{title}\n{text}\nUpvote\n117", 117),
        ("{title}\n{text}\n[Upvote 1,204](https://huggingface.co/login)", 1204),
        ("{title}\n{text}\n[Upvote\n\n1.2k](https://huggingface.co/login?next=%2Fpapers)", 1200),
        ("{title}\n{text}\nGitHub\n3.29k", None),
        ("{title}\n{text}\n· 8 authors\n2", None),
    ],
    ids=[
        "a bare number before the title",
        "a dash",
        "a ticked box",
        "comments of the card before, then upvotes",
        "the word, then the number",
        "a button",
        "a button over three lines",
        "stars are no upvotes",
        "comments are no upvotes",
    ],
)
def test_upvotes_are_read_where_the_page_shows_them(lines: str, upvotes: int | None) -> None:
    page = lines.format(title=TIDES, text=TIDES_TEXT) + "\n"
    [record] = records_of(page)
    assert (record["title"], record["abstract"]) == PAIRS[0]
    assert record["upvotes"] == upvotes


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.replace("\n", "\r\n"),
        lambda page: "\ufeff" + page,
        lambda page: page.replace("\n", "\r"),
        lambda page: page.replace("\n", "  \t\n"),
        lambda page: page.rstrip("\n"),
    ],
    ids=[
        "Windows line ends",
        "a byte order mark",
        "old Macintosh line ends",
        "spaces behind",
        "no last line end",
    ],
)
def test_the_way_a_file_was_saved_does_not_matter(change: Any) -> None:
    page = CHROME + "Subscribe\n" + with_blanks(PAIRS)
    assert records_of(change(page)) == records_of(page)
    assert counts_of(change(page)) == (6, counts_of(change(page))[1], 0)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_page_longer_than_the_head_is_recognised_whatever_ends_its_lines(line_end: str) -> None:
    page = CHROME + "Subscribe\n" + with_blanks(PAIRS * 200)
    head = page.replace("\n", line_end).encode()[:HEAD_BYTES]
    assert len(head) == HEAD_BYTES
    assert recognises(head)


def test_bytes_that_are_no_text_become_replacement_characters() -> None:
    page = alternating(PAIRS).encode().replace(b"fades", b"f\xe9des")
    assert "f\ufffddes" in records_of(page)[0]["abstract"]


@pytest.mark.parametrize("odd", ["\u2028", "\x85", "\x0c", "\x0b", "\x1c"])
def test_only_line_feeds_count_lines(odd: str) -> None:
    page = f"Kites{odd}at sea\n{KITES_TEXT}\n" + alternating(PAIRS[:1])
    records = records_of(page)
    assert records[0]["title"] == "Kites at sea"
    assert [(each["line_start"], each["line_end"]) for each in records] == [(1, 2), (3, 4)]


def test_a_line_too_long_is_refused_and_the_rest_is_read() -> None:
    page = alternating(PAIRS[:1]) + "x" * (3 << 20) + "\n" + alternating(PAIRS[1:])
    assert pairs_of(page) == PAIRS
    [reject] = rejects_of(page)
    assert (reject["line_number"], reject["line_end"], reject["excerpt"]) == (3, 3, "x" * 200)
    assert reject["reason"] == "line too long for a title or an abstract"


@pytest.mark.parametrize("block_bytes", [1, 7, 64, 1000])
def test_the_result_does_not_depend_on_the_block_size(block_bytes: int) -> None:
    page = (
        CHROME
        + "Subscribe\n\nMar 12\n\n"
        + with_blanks(PAIRS)
        + cards(TRENDING_CARD, ["1", "2", "3"], published="") * 2
        + cards(URL_CARD, ["1", "-", "3"])
        + "A Lone Title\n"
        + cards(DAILY_CARD, ["1", "-", "3"])
    )
    whole, parts = read(page), read(page, block_bytes=block_bytes)
    assert pl.concat([each.records for each in parts]).equals(whole[0].records)
    assert pl.concat([each.rejects for each in parts]).equals(whole[0].rejects)
    assert [each.listed_on_text for each in parts if each.listed_on_text] == ["Mar 12"]


def test_a_long_page_comes_in_many_batches_with_numbers_that_go_on() -> None:
    pairs = [(f"{title}, part {n}", text) for n in range(200) for title, text in PAIRS]
    batches = read(alternating(pairs), block_bytes=10_000)
    assert len(batches) > 10
    numbers = pl.concat([each.records for each in batches])["record_number"]
    assert numbers.to_list() == list(range(1, 601))


def shared(path: str) -> Path:
    if not (SHARED / path).exists():
        pytest.skip(f"no {path} in the folder `shared` beside the checkout")
    return SHARED / path


@pytest.mark.parametrize(
    ("name", "count"), [("000_f63607c9c151be52.txt", 184), ("001_e554ecc9994b6cd2.txt", 61)]
)
def test_a_real_page_is_read_whole(name: str, count: int) -> None:
    data = shared(f"dumps/seeds/{name}").read_bytes()
    records, lines = records_of(data), data.decode().split("\n")
    assert recognises(data[:HEAD_BYTES])
    assert len(records) == count
    assert rejects_of(data) == []
    assert sum(counts_of(data)) == len(lines)
    assert counts_of(data)[0] == 2 * count
    for record in records:
        assert lines[record["line_start"] - 1].removeprefix("Subscribe") == record["title"]
        assert lines[record["line_end"] - 1] == record["abstract"]


@pytest.mark.parametrize(
    ("name", "shows"),
    [
        ("page_1_copy_alternating.txt", set()),
        ("page_2_firecrawl.md", {"ids", "upvotes"}),
        ("page_3_trending_cards.md", {"ids", "upvotes", "links"}),
        ("page_4_url_lines.txt", {"ids", "upvotes"}),
        ("page_5_link_github.txt", {"links"}),
    ],
)
def test_a_page_in_each_style_gives_the_300_papers(name: str, shows: set[str]) -> None:
    labels = [
        json.loads(line) for line in shared("labels/formats_expected.jsonl").open(encoding="utf-8")
    ]
    data = shared(f"dumps/formats/{name}").read_bytes()
    records = records_of(data)

    def flat(text: str) -> str:
        return " ".join(text.split())

    assert recognises(data[:HEAD_BYTES])
    assert rejects_of(data) == []
    assert [flat(each["title"]) for each in records] == [flat(each["title"]) for each in labels]
    assert [flat(each["abstract"]) for each in records] == [
        flat(each["abstract"]) for each in labels
    ]
    ids = [each["arxiv_id"] for each in labels] if "ids" in shows else [None] * 300
    assert [each["arxiv_id"] for each in records] == ids
    upvotes = [each["hf_upvotes"] or 0 for each in labels] if "upvotes" in shows else [0] * 300
    assert [each["upvotes"] or 0 for each in records] == upvotes
    assert sum(bool(each["links"]) for each in records) == (144 if "links" in shows else 0)


@pytest.mark.parametrize(
    "page",
    [
        alternating(PAIRS),
        with_blanks(PAIRS),
        cards(DAILY_CARD, ["1", "2", "3"]),
        cards(TRENDING_CARD, ["1", "2", "3"], published=""),
        cards(URL_CARD, ["1", "2", "3"]),
        CHROME,
        "new\n\nSubscribe\n\nbyAK and the research community\n\n" + with_blanks(PAIRS[:1]),
        "\ufeff" + alternating(PAIRS).replace("\n", "\r\n"),
        alternating(PAIRS * 500),
    ],
    ids=[
        "titles and abstracts alone",
        "with blank lines alone",
        "daily cards alone",
        "trending cards alone",
        "address lines alone",
        "a head alone",
        "a head and one paper",
        "Windows line ends",
        "a head cut in mid-line",
    ],
)
def test_a_listing_page_is_recognised_by_its_content(page: str) -> None:
    assert recognises(page.encode()[:HEAD_BYTES])


NOVEL = """\
CHAPTER THE FIRST

The rain had not stopped since Tuesday, and Mrs. Harrow said it would not stop before the fair.
She stood at the window with her hands in her apron. "It never does," she said.

"Never?" said the boy.

He had been told to sit still, and he had sat still for the better part of an hour, which he thought
was a long time. The clock on the mantel did not agree with him, but then it never had.

"Come away from there," said Mrs. Harrow at last, and drew the curtain.
"""
README = """\
# kite-tools

A small library for paper kites. It computes the spectral gap, draws the tail, and exports all.

## Installation

Install it with pip. The library needs Python 3.11 or newer, and a model of the wind, which is a big
dataset that the tool fetches on first use.

## Usage

Call the function with a kite and a wind. The method returns an estimate of the gap, with an error;
results are cached in your home folder.
"""


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"title": title, "abstract": text} for title, text in PAIRS]),
        json.dumps([{"title": title, "abstract": text} for title, text in PAIRS], indent=2),
        "\n".join(json.dumps({"title": title, "abstract": text}) for title, text in PAIRS),
        "".join(f"<title>{title}</title>\n<p>{text}</p>\n" for title, text in PAIRS),
        "<html>\n" + CHROME + with_blanks(PAIRS),
        "".join(f"@article{{a,\n  title = {{{t}}},\n  abstract = {{{a}}}\n}}\n" for t, a in PAIRS),
        "".join(f"TY  - JOUR\nTI  - {t}\nAB  - {a}\nER  - \n\n" for t, a in PAIRS),
        "title,abstract\n" + "".join(f'"{t}","{a}"\n' for t, a in PAIRS),
        "".join(f"{t}\t{a}\n" for t, a in PAIRS),
        "".join(f"- title: {t}\n  abstract: {a}\n" for t, a in PAIRS),
        Path(__file__).read_text(encoding="utf-8"),
        "".join(f"2025-03-12 10:00:0{n} INFO fetched page {n} of 9 in 0.{n} s\n" for n in range(9)),
        NOVEL,
        NOVEL.replace("\n\n", "\n"),
        README,
        "\n".join(title for title, _ in PAIRS),
        "\n".join(text for _, text in PAIRS),
        "",
        "\n\n\n",
        "1\n2\n3\n",
    ],
    ids=[
        "JSON",
        "JSON over many lines",
        "JSON Lines",
        "XML",
        "HTML with the page's words",
        "BibTeX",
        "RIS",
        "CSV",
        "tab-separated",
        "YAML",
        "source code",
        "a log",
        "a novel",
        "a novel without blank lines",
        "a README",
        "titles alone",
        "abstracts alone",
        "nothing",
        "blank lines",
        "numbers",
    ],
)
def test_other_text_is_not_taken_for_a_listing_page(text: str) -> None:
    assert not recognises(text.encode())


def test_of_the_real_dumps_only_pages_are_taken_for_listing_pages() -> None:
    files = [
        *shared("dumps/formats").iterdir(),
        *shared("dumps/oai_pmh_real").iterdir(),
        *shared("dumps/seeds").iterdir(),
    ]
    claimed = {each.name for each in files if recognises(each.read_bytes()[:HEAD_BYTES])}
    pages = {each.name for each in files if each.name.startswith(("page_", "000_", "001_"))}
    assert claimed == pages
