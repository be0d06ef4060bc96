"""Texts of a listing page: lines that belong together, joined into a title or a paragraph.

Here belong hard-wrapped lines, link texts over several lines, and what glues them. Here must not be
patterns of page furniture (`listing_lines`), nor which text is a title (`listing_titles`).
"""

from __future__ import annotations

import polars as pl

from transforms.formats.listing_lines import (
    FACT,
    HEADING,
    TEXT,
    arxiv_id,
    link_label,
    link_target,
)
from transforms.formats.listing_titles import title_scores

MAX_TEXT_LINES = 200
"""A text is cut after so many lines, so that a page of nothing but wrapped lines has an end."""

_MAX_WRAPPED_CHARS = 120
_MIN_WRAPPED_CHARS = 66
"""A line is full if the next word would have taken it beyond so many characters."""

_ENDED = r"[.!?][\p{Pf}\"')\]]*$"
_ENDED_OR_URL = rf"{_ENDED}|https?://\S+$"
_CAPITAL_START = r"^[\p{Pi}\"']?\p{Lu}"
_OPEN_WORD = (
    r"(?:[,(\p{Pd}]|\b(?:a|an|and|are|as|at|by|for|from|in|into|is|of|on|or|our|than|that|the|their|to"
    r"|via|we|which|with))$"
)
_BROKEN_WORD = r"\p{L}-$"
_SECOND_HALF = r"^\p{Ll}"
_SUSPENDED = r"^(?:and|or|nor|to|vs)\b"


def join_lines(lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join lines into texts: a title or a paragraph each.

    Args:
        lines: Lines as `listing_lines.classify` returns them.

    Returns:
        The lines with `is_text`, and a frame of one row per text, in order: `first` and `last`
        (line numbers), `text`, `marked` (a heading), `arxiv_id` (that it links to), `score` (see
        `listing_titles.title_scores`), `bounded` (a fact about a card stands before it), `wrapped`
        (it may go on in mid-line with the text before it), `is_open` (and that text ended no
        sentence) and `glue` (what joins it to the text before it, within one abstract).
    """
    lines = lines.with_columns(is_text=pl.col("kind").is_in([TEXT, HEADING]))
    stands_apart = (pl.col("kind") == FACT) & ~pl.col("is_paper_url")
    pieces = lines.select(
        "number",
        "text",
        "indented",
        "continued",
        "is_text",
        facts_before=stands_apart.cum_sum(),
        url_id=pl.when(pl.col("is_paper_url").shift(-1)).then(pl.col("arxiv_id").shift(-1)),
        marked=pl.col("kind") == HEADING,
    ).filter("is_text")
    pieces = _with_joins(pieces)
    starts = ~pl.col("joined")
    if pieces["joined"].any():
        began = pl.when(starts).then("number").fill_null(strategy="forward")
        starts = starts | ((pl.col("number") - began) % MAX_TEXT_LINES == 0)
        texts = (
            pieces.with_columns(
                text_number=starts.cum_sum(),
                inner_glue=pl.when(starts).then(pl.lit("")).otherwise("glue"),
            )
            .group_by("text_number", maintain_order=True)
            .agg(
                first=pl.col("number").first(),
                last=pl.col("number").last(),
                text=(pl.col("inner_glue") + pl.col("piece")).str.join(""),
                marked=pl.col("marked").first(),
                wrapped=pl.col("wrapped").first(),
                is_open=pl.col("is_open").first(),
                glue=pl.col("glue").first(),
                facts_before=pl.col("facts_before").first(),
                url_id=pl.col("url_id").last(),
            )
        )
    else:
        texts = pieces.with_columns(first="number", last="number", text="piece")
    target = link_target(pl.col("text"))
    texts = texts.with_columns(target=target, text=link_label(pl.col("text")))
    texts = texts.with_columns(title_scores(texts["text"]).alias("score"))
    is_line = pl.col("first") == pl.col("last")
    is_paragraph = pl.col("wrapped") & ~pl.col("is_open") & is_line & is_line.shift(1)
    return lines, texts.select(
        "first",
        "last",
        "text",
        "marked",
        "wrapped",
        "is_open",
        "score",
        arxiv_id=pl.coalesce(arxiv_id(pl.col("target")), "url_id"),
        glue=pl.when(is_paragraph).then(pl.lit("\n")).otherwise("glue"),
        bounded=(pl.col("facts_before") > pl.col("facts_before").shift(1)).fill_null(value=False),
    )


def _with_joins(pieces: pl.DataFrame) -> pl.DataFrame:
    """Say of each line of text whether and how it goes on with the one before.

    Adds `piece` (the text without marks), `joined` (whether it is the same text), `wrapped`
    (whether the line before is so full that it could be) and `glue`.
    """
    marked = pl.col("marked")
    heading = pl.when(marked).then("text").str.replace(r"^#{1,6}\s+", "").str.strip_chars_end("\\ ")
    folded = pl.when(pl.col("text").str.ends_with("\\")).then("text").str.strip_chars_end("\\ ")
    pieces = pieces.with_columns(
        piece=pl.coalesce(heading, folded, "text"),
        adjacent=(pl.col("number") == pl.col("number").shift(1) + 1).fill_null(value=False),
    )
    chars = pl.col("piece").str.len_chars()
    short = (chars <= _MAX_WRAPPED_CHARS) & ~marked
    beside = (pl.col("adjacent") & short & short.shift(1)).fill_null(value=False)
    pieces = pieces.with_columns(short=short, beside=beside)
    first_word = pl.when("beside").then("piece").str.extract(r"^(\S+)")
    room = chars.shift(1) + 1 + first_word.str.len_chars()
    pieces = pieces.with_columns(wrapped=(room > _MIN_WRAPPED_CHARS).fill_null(value=False))
    pieces = pieces.with_columns(
        here=pl.when("wrapped").then("piece"),
        before=pl.when("wrapped").then(pl.col("piece").shift(1)),
    )
    pieces = pieces.with_columns(
        goes_on_small=(
            ~pl.col("before").str.contains(_ENDED) & ~pl.col("here").str.contains(_CAPITAL_START)
        ).fill_null(value=False),
        goes_on_open=pl.col("before").str.contains(_OPEN_WORD).fill_null(value=False),
        is_open=(~pl.col("before").str.contains(_ENDED_OR_URL)).fill_null(value=False),
        after_title=(title_scores(pieces["before"]) < -3.0).fill_null(value=False),
    )
    in_paragraph = pl.col("goes_on_small").shift(1, fill_value=False)
    goes_on = (
        ((pl.col("goes_on_small") | pl.col("goes_on_open")) & ~pl.col("after_title"))
        | (pl.col("goes_on_small") & pl.col("is_open").shift(1, fill_value=False))
        | (pl.col("is_open") & in_paragraph)
    )
    is_address = pl.col("adjacent") & pl.col("piece").str.contains(r"^https?://\S+$")
    hangs = (
        is_address
        | _is_broken_address()
        | (
            pl.col("adjacent")
            & pl.col("indented")
            & ~marked
            & (chars.shift(1) <= _MAX_WRAPPED_CHARS)
        )
    )
    in_one_line = pl.col("continued") | pl.col("wrapped") | hangs
    return pieces.with_columns(
        joined=(pl.col("continued") | goes_on | hangs).fill_null(value=False),
        glue=_glue(in_one_line),
    )


def _is_broken_address() -> pl.Expr:
    """Whether a line goes on with an address that the line before broke off after a slash."""
    before = pl.col("piece").shift(1)
    slashed = pl.when(pl.col("adjacent") & before.str.ends_with("/")).then(before)
    return (
        slashed.str.contains(r"^https?://\S+/$") & pl.col("piece").str.contains(r"^[\w.~-]+\S*$")
    ).fill_null(value=False)


def _glue(in_one_line: pl.Expr) -> pl.Expr:
    """What stands between a piece and the one before: a space, nothing or a new paragraph."""
    piece, before = pl.col("piece"), pl.col("piece").shift(1)
    hyphened = pl.when(in_one_line & before.str.ends_with("-")).then(before)
    is_broken_word = (
        hyphened.str.contains(_BROKEN_WORD)
        & piece.str.contains(_SECOND_HALF)
        & ~piece.str.contains(_SUSPENDED)
    )
    return (
        pl.when(pl.col("adjacent") & (before == ""))
        .then(pl.lit("\n"))
        .when(in_one_line & ((piece == "") | is_broken_word | _is_broken_address()))
        .then(pl.lit(""))
        .when(in_one_line)
        .then(pl.lit(" "))
        .otherwise(pl.lit("\n"))
        .fill_null("")
    )
