"""Cards of a listing page: from texts to records and rejects.

Here belong the joining of texts into cards, the facts of a card, and twin cards. Here must not be
patterns of single lines (`listing_lines`), the joining of lines into texts (`listing_texts`), nor
reading in blocks (`listing_page`).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.formats.listing_lines import FACT, OVERLONG, classify
from transforms.formats.listing_texts import join_lines
from transforms.formats.listing_titles import HEADING_REACH, REACH, is_title
from transforms.parsed_records import RECORD, REJECT

NO_ABSTRACT = "title without an abstract"
NO_TITLE = "abstract without a title"
TOO_LONG = "line too long for a title or an abstract"

EXCERPT_CHARS = 200

CONTEXT_TEXTS = REACH + HEADING_REACH + 2
"""How many texts around a place decide what is read there."""

CONTEXT_LINES = 80
"""How many lines that are not blank decide what is read at a place, where texts are long."""

_ARXIV_ABSTRACT_CHARS = 1_920
"""arXiv's limit: two whole abstracts in a row are longer, two paragraphs of one are not."""
_WHOLE_ABSTRACT_CHARS = 600
_MAX_ABSTRACT_CHARS = 6_000
_DETAIL_CHARS = 80
_WHITE = r"[\s\x1c-\x1f]+"
_UNEVEN = ["  ", *"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"]
_UNEVEN += [chr(code) for code in range(0x2000, 0x200B)]
"""What a title holds if its white space is not single spaces."""


@dataclass(frozen=True)
class Cards:
    """What was read from a stretch of a page.

    Attributes:
        records: Frame of `RECORD`; `record_number` counts from 1 in this stretch.
        rejects: Frame of `REJECT`.
        record_line_count: Lines that became part of a record.
        reject_line_count: Lines that were refused.
        day_text: The first day written before the first record, if any.
        end_line: The line at which this stretch ends; it and what follows is still to be read.
        context_line: The line from which on the next stretch must be given, to read on alike.
    """

    records: pl.DataFrame
    rejects: pl.DataFrame
    record_line_count: int
    reject_line_count: int
    day_text: str | None
    end_line: int
    context_line: int


def read_cards(lines: pl.DataFrame, first_line: int, end_line: int | None) -> Cards | None:
    """Read the cards of a stretch of a page.

    Args:
        lines: The lines that are not blank, in order: `number`, `text`, `indented` and `overlong`.
            Lines before `first_line` are context and were read already.
        first_line: The first line to read.
        end_line: One more than the last line of the page if that is among `lines`, else None;
            then the last cards, which later lines may still change, are left.

    Returns:
        The cards, or None if nothing can be told yet.
    """
    lines = classify(lines)
    lines, texts = join_lines(lines)
    texts = texts.with_columns(is_title=is_title(texts))
    text_starts = texts["first"]
    texts = _with_cards(texts.filter(pl.col("first") >= first_line))
    lines = lines.filter(pl.col("number") >= first_line)
    facts = _with_owners(lines.filter(pl.col("kind") == FACT), texts)
    context_line = first_line
    if end_line is None:
        end_line = _end(lines, facts, texts)
        if end_line is None:
            return None
        near = text_starts.filter(text_starts < end_line).tail(CONTEXT_TEXTS)
        context_line = near[0] if near.len() else end_line
        lines = lines.filter(pl.col("number") < end_line)
        facts = facts.filter(pl.col("number") < end_line)
        texts = texts.filter(pl.col("first") < end_line)
    cards = _with_twins(_cards(texts, _card_facts(facts)))
    merged = _merge_twins(cards)
    known = pl.col("abstract").is_not_null() | pl.col("arxiv_id").is_not_null()
    records = merged.filter(known)
    rejects = _rejects(lines, texts, cards.join(records, on="twins", how="anti"))
    days = facts.filter(pl.col("day_text").is_not_null())
    if records.height:
        days = days.filter(pl.col("number") < records["line_start"][0])
    return Cards(
        records=_as_records(records),
        rejects=rejects,
        record_line_count=int(records["line_count"].sum()),
        reject_line_count=int((rejects["line_end"] - rejects["line_number"] + 1).sum()),
        day_text=days["day_text"][0] if days.height else None,
        end_line=end_line,
        context_line=context_line,
    )


def _with_cards(texts: pl.DataFrame) -> pl.DataFrame:
    """Give each text its card, and say what it is in it.

    Adds `card` (the titles so far), `card_id` (the arXiv id of its title) and `role` (title,
    abstract, orphan or detail); a title's text becomes one line.
    """
    is_title = pl.col("is_title")
    is_uneven = pl.when(is_title).then("text").str.contains_any(_UNEVEN)
    title = pl.when(is_uneven).then("text").str.replace_all(_WHITE, " ").str.strip_chars()
    texts = texts.with_columns(
        pl.coalesce(title, "text").alias("text"),
        card=is_title.cum_sum().cast(pl.Int64),
        chars=pl.col("text").str.len_chars().cast(pl.Int64),
        row=pl.int_range(pl.len(), dtype=pl.Int64),
    )
    texts = texts.with_columns(
        card_row=pl.when(is_title).then("row").fill_null(strategy="forward"),
        card_id=pl.when(is_title)
        .then(pl.col("arxiv_id").fill_null(""))
        .fill_null(strategy="forward"),
        marked_card=pl.when(is_title).then("marked").fill_null(strategy="forward"),
        so_far=pl.col("chars").cum_sum(),
    )
    title_so_far = pl.when(is_title).then("so_far").fill_null(strategy="forward")
    chars_so_far = pl.col("so_far") - title_so_far
    is_later = pl.col("row") - pl.col("card_row") >= 2
    too_much = (
        (chars_so_far > _ARXIV_ABSTRACT_CHARS) & (pl.col("chars") > _WHOLE_ABSTRACT_CHARS)
    ) | (chars_so_far > _MAX_ABSTRACT_CHARS)
    texts = texts.with_columns(
        is_detail=pl.col("marked_card")
        & is_later
        & (pl.col("chars") <= _DETAIL_CHARS)
        & (pl.col("score") < -1.0),
        broken_row=pl.when(is_later & ~pl.col("wrapped") & too_much)
        .then("row")
        .fill_null(strategy="forward"),
    )
    is_orphan = (pl.col("card") == 0) | (pl.col("broken_row") >= pl.col("card_row"))
    return texts.with_columns(
        role=pl.when(is_title)
        .then(pl.lit("title"))
        .when(is_orphan)
        .then(pl.lit("orphan"))
        .when("is_detail")
        .then(pl.lit("detail"))
        .otherwise(pl.lit("abstract"))
    ).drop("row", "card_row", "marked_card", "so_far", "is_detail", "broken_row", "chars")


def _with_owners(facts: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Give each fact the number of the card that it tells something of as `owner`, else null."""
    before = texts.select("card", "card_id", "role", first="first", before="first")
    behind = texts.select("first", title_is_next="is_title")
    facts = facts.join_asof(before, left_on="number", right_on="first", strategy="backward")
    facts = facts.join_asof(behind, left_on="number", right_on="first", strategy="forward")
    tells = pl.any_horizontal(pl.col("arxiv_id", "upvotes", "day", "links").is_not_null())
    leads = (
        pl.col("leads")
        & pl.col("title_is_next").fill_null(value=False)
        & ~(pl.col("arxiv_id") == pl.col("card_id")).fill_null(value=False)
    )
    is_comment_count = pl.col("upvotes_or_comments") & ~leads
    facts = facts.with_columns(upvotes=pl.when(~is_comment_count).then("upvotes"))
    place = pl.col("before").fill_null(0)
    is_behind_lead = place == pl.when(leads).then(place).fill_null(strategy="forward")
    return facts.with_columns(
        owner=pl.when(tells & is_behind_lead.fill_null(value=False))
        .then(pl.col("card").fill_null(0) + 1)
        .when(tells & (pl.col("role") != "orphan"))
        .then("card")
    ).drop("card", "card_id", "role", "before", "title_is_next")


def _end(lines: pl.DataFrame, facts: pl.DataFrame, texts: pl.DataFrame) -> int | None:
    """The last line before which the page can be cut.

    That is a title, or an abstract without one, with enough behind it, and no twin of the card
    before it.
    """
    if lines.height <= CONTEXT_LINES:
        return None
    last_line = lines["number"][-CONTEXT_LINES]
    titles = pl.when("is_title").then("text")
    places = (
        texts.with_row_index("place")
        .with_columns(card_before=titles.fill_null(strategy="forward").shift(1))
        .filter(
            (pl.col("place") + CONTEXT_TEXTS < texts.height)
            & (pl.col("place") > 0)
            & (pl.col("last") < last_line)
            & (
                (pl.col("is_title") & pl.col("text").ne_missing(pl.col("card_before")))
                | (pl.col("role") == "orphan")
            )
        )
        .tail(1)
    )
    if not places.height:
        return None
    place = places.row(0, named=True)
    if place["is_title"]:
        own = facts.filter((pl.col("owner") == place["card"]) & (pl.col("number") < place["first"]))
        return int(own["number"][0] if own.height else place["first"])
    return int(place["first"])


def _card_facts(facts: pl.DataFrame) -> pl.DataFrame:
    """What the lines around each card tell of it: one row per card that has such lines."""
    facts = facts.filter(pl.col("owner").is_not_null())
    behind = pl.col("upvotes_behind")
    return facts.group_by(pl.col("owner").alias("card")).agg(
        pl.col("number").min().alias("fact_start"),
        pl.col("number").max().alias("fact_end"),
        pl.len().cast(pl.Int64).alias("fact_count"),
        pl.col("arxiv_id").drop_nulls().first().alias("fact_id"),
        pl.coalesce(
            pl.col("upvotes").filter(behind).drop_nulls().first(),
            pl.col("upvotes").filter(~behind).drop_nulls().last(),
        ).alias("upvotes"),
        pl.col("day").drop_nulls().first().alias("published_on"),
        pl.col("links").drop_nulls().list.explode().alias("links"),
    )


def _cards(texts: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """One row per card, in order, with its texts and facts together."""
    orphans_before = (pl.col("role") == "orphan").cum_sum()
    titles = texts.with_columns(orphans_before=orphans_before).filter("is_title")
    titles = titles.select(
        "card",
        pl.col("first").alias("line_start"),
        pl.col("last").alias("title_end"),
        pl.col("text").alias("title"),
        pl.col("arxiv_id").alias("title_id"),
        "orphans_before",
    )
    abstracts = _abstracts(texts.filter(pl.col("role") == "abstract"))
    cards = titles.join(abstracts, on="card", how="left", maintain_order="left").join(
        facts, on="card", how="left", maintain_order="left"
    )
    return cards.select(
        "card",
        "title",
        "abstract",
        "upvotes",
        "published_on",
        "links",
        "orphans_before",
        arxiv_id=pl.coalesce("title_id", "abstract_id", "fact_id"),
        line_start=pl.min_horizontal("line_start", "fact_start"),
        line_end=pl.max_horizontal("title_end", "abstract_end", "fact_end"),
        title_start=pl.col("line_start"),
        title_end=pl.col("title_end"),
        line_count=pl.col("title_end")
        - pl.col("line_start")
        + 1
        + pl.col("abstract_count").fill_null(0)
        + pl.col("fact_count").fill_null(0),
    )


def _abstracts(texts: pl.DataFrame) -> pl.DataFrame:
    """The abstract of each card that has one, its paragraphs joined; most have a single one."""
    is_next = pl.col("card") == pl.col("card").shift(1)
    texts = texts.select(
        "card",
        "text",
        "arxiv_id",
        "last",
        glue=pl.when(is_next).then("glue").otherwise(pl.lit("")),
        line_count=pl.col("last") - pl.col("first") + 1,
        is_single=~(is_next | is_next.shift(-1)).fill_null(value=False),
    )
    single = texts.filter("is_single").select(
        "card",
        abstract="text",
        abstract_end="last",
        abstract_count="line_count",
        abstract_id="arxiv_id",
    )
    joined = (
        texts.filter(~pl.col("is_single"))
        .group_by("card")
        .agg(
            abstract=(pl.col("glue") + pl.col("text")).str.join(""),
            abstract_end=pl.col("last").last(),
            abstract_count=pl.col("line_count").sum(),
            abstract_id=pl.col("arxiv_id").drop_nulls().first(),
        )
    )
    return pl.concat([single, joined])


def _with_twins(cards: pl.DataFrame) -> pl.DataFrame:
    """Add `twins`: a number that a card shares with the twins that follow it directly."""
    same = (
        (pl.col("title") == pl.col("title").shift(1))
        & (pl.col("orphans_before") == pl.col("orphans_before").shift(1))
        & (pl.col("arxiv_id") == pl.col("arxiv_id").shift(1)).fill_null(value=True)
        & (pl.col("abstract") == pl.col("abstract").shift(1)).fill_null(value=True)
    )
    return cards.with_columns(twins=(~same).fill_null(value=True).cum_sum())


def _merge_twins(cards: pl.DataFrame) -> pl.DataFrame:
    """Make one card of a card and its twins, with what any of them knows."""
    if cards["twins"].n_unique() < cards.height:
        first_known = pl.col("title", "abstract", "upvotes", "published_on", "arxiv_id")
        cards = cards.group_by("twins", maintain_order=True).agg(
            first_known.drop_nulls().first(),
            pl.col("links").list.explode(),
            pl.col("line_start").min(),
            pl.col("line_end").max(),
            pl.col("line_count").sum(),
        )
    links = pl.col("links").list.drop_nulls().list.unique(maintain_order=True)
    return cards.with_columns(links=links)


def _as_records(cards: pl.DataFrame) -> pl.DataFrame:
    """The cards as `RECORD`, numbered from 1."""
    cards = cards.with_row_index("record_number", 1).with_columns(
        links=pl.when(pl.col("links").list.len() > 0).then("links")
    )
    missing = [name for name in RECORD if name not in cards.columns]
    return cards.with_columns(pl.lit(None).alias(name) for name in missing).select(
        pl.col(name).cast(dtype) for name, dtype in RECORD.items()
    )


def _rejects(lines: pl.DataFrame, texts: pl.DataFrame, refused: pl.DataFrame) -> pl.DataFrame:
    """What could not be paired, as `REJECT`, in the page's order."""
    no_abstract = refused.select(
        line_number="title_start",
        line_end="title_end",
        reason=pl.lit(NO_ABSTRACT),
        excerpt="title",
    )
    no_title = texts.filter(pl.col("role") == "orphan").select(
        line_number="first", line_end="last", reason=pl.lit(NO_TITLE), excerpt="text"
    )
    too_long = lines.filter(pl.col("kind") == OVERLONG).select(
        line_number="number", line_end="number", reason=pl.lit(TOO_LONG), excerpt="text"
    )
    rejects = pl.concat([no_abstract, no_title, too_long]).sort("line_number")
    return rejects.with_columns(pl.col("excerpt").str.head(EXCERPT_CHARS)).select(
        pl.col(name).cast(dtype) for name, dtype in REJECT.items()
    )
