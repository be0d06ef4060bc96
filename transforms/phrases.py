"""The candidate phrases of papers: runs of one to five words that could be keywords.

Here belong the noun groups, the phrases in them, and what the text says of each: how often, where
first, in the title or not, as a whole noun group or as a part of one.

Here must not be: how texts are cut (`tokens`), what a word is by itself (`words`), and which
candidates are worth keeping (`phrase_features`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from transforms.tokens import TITLE
from transforms.word_lists import TERMS_WITH_OF
from transforms.words import stem_keys

LONGEST_PHRASE: Final = 5
"""Words in the longest phrase, the parts of a hyphenated word counted one by one."""

SENTENCE_ENDS: Final = (".", "!", "?", ";")

_MIX: Final = 0x9E37_79B9_7F4A_7C15
_SPREAD: Final = 0xD6E8_FEB8_6659_FD93


def describe_tokens(tokens: pl.DataFrame, attributes: pl.DataFrame) -> pl.DataFrame:
    """Add to each token what its word is and where it stands.

    Args:
        tokens: A frame as `tokenize` makes it.
        attributes: A row for each distinct token: at least what `words.word_attributes` says of it.

    Returns:
        The rows in the same order, with the columns of `attributes`, and: row (from 0),
        place and sentence (from 0, in the record), group (the noun group's number), first and last
        (of its group), opens, closes and alone as the neighbours allow; after_preposition,
        after_comma, before_comma (what stands beside the word, `and` taken for a comma).
    """
    described = tokens.join(
        attributes, on="token", how="left", maintain_order="left"
    ).with_row_index("row")
    same_before = _same_text(1)
    follows_word = same_before & pl.col("is_word").shift(1, fill_value=False)
    tied = pl.col("glued") & pl.col("is_word") & follows_word
    described = described.with_columns(
        tied=tied,
        torn=pl.col("glued") & ~follows_word,
        holds=pl.col("is_word")
        & (tied & ~pl.col("may_end_before")).shift(-1, fill_value=False)
        & _same_text(-1),
    )
    is_member = ((pl.col("inside") | pl.col("tied") | pl.col("holds")) & ~pl.col("torn")) & pl.col(
        "is_word"
    )
    described = described.with_columns(member=is_member)
    starts_group = (
        ~(pl.col("member") & pl.col("member").shift(1, fill_value=False))
        | ~same_before
        | (pl.col("participle") & ~pl.col("tied"))
        | (pl.col("foreign") != pl.col("foreign").shift(1, fill_value=False))
    )
    described = described.with_columns(group=starts_group.cum_sum())
    described = described.with_columns(group=(starts_group | _repeats_a_word()).cum_sum())
    new_group = pl.col("group") != pl.col("group").shift(1)
    start = pl.when(_starts_record()).then("row").forward_fill()
    sentence = (pl.col("token").is_in(SENTENCE_ENDS) | ~same_before).cast(pl.UInt32).cum_sum()
    return described.with_columns(
        place=pl.col("row") - start,
        sentence=sentence - sentence.gather(start),
        after_preposition=pl.col("preposition").shift(1, fill_value=False) & same_before,
        after_comma=pl.col("comma").shift(1, fill_value=False) & same_before,
        before_comma=pl.col("comma").shift(-1, fill_value=False),
        first=new_group.fill_null(value=True),
        last=new_group.shift(-1).fill_null(value=True),
        opens=pl.col("member")
        & ~pl.col("glued")
        & (pl.col("opens") | pl.col("holds"))
        & ~(pl.col("participle") & pl.col("member").shift(1, fill_value=False) & same_before),
        closes=pl.col("member")
        & pl.col("closes")
        & ~pl.col("holds")
        & ~(_binds_loosely() & _goes_on()),
        alone=pl.col("member") & pl.col("alone") & ~pl.col("glued") & ~pl.col("holds"),
    )


def _starts_record() -> pl.Expr:
    """Whether the token is the first of its record."""
    before = pl.col("record_number").shift(1)
    return (pl.col("record_number") != before).fill_null(value=True)


def _same_text(distance: int) -> pl.Expr:
    """Whether the token so many rows before (negative: after) is of the same title or abstract."""
    same_record = pl.col("record_number") == pl.col("record_number").shift(distance)
    same_part = pl.col("part") == pl.col("part").shift(distance)
    return (same_record & same_part).fill_null(value=False)


def _binds_loosely() -> pl.Expr:
    """Whether the word is the end of an attribute such as `large-scale`, but not of `x-ray`."""
    one_letter = pl.col("token").shift(1).str.len_chars() == 1
    return pl.col("tied") & pl.col("binds_loosely") & ~one_letter.fill_null(value=False)


def _goes_on() -> pl.Expr:
    """Whether the next word is of the same noun group."""
    return (pl.col("group") == pl.col("group").shift(-1)).fill_null(value=False)


def _repeats_a_word() -> pl.Expr:
    """Whether one of the three words before in the group is the same: no phrase repeats one."""
    repeats = [
        (pl.col("hash") == pl.col("hash").shift(distance))
        & (pl.col("group") == pl.col("group").shift(distance))
        for distance in (1, 2, 3)
    ]
    return (~pl.col("tied") & pl.any_horizontal(repeats)).fill_null(value=False)


def mix(hashes: pl.Expr, next_hash: pl.Expr) -> pl.Expr:
    """Extend the hash of a phrase by the hash of its next word (64 bits, wrapping around)."""
    return hashes * pl.lit(_MIX, pl.UInt64) + next_hash


def in_record(key: pl.Expr) -> pl.Expr:
    """Make the id of a phrase in a record: one number, by which joins take half the time."""
    return key ^ (pl.col("record_number").cast(pl.UInt64) * pl.lit(_SPREAD, pl.UInt64))


def occurrences(described: pl.DataFrame, defined: pl.DataFrame) -> pl.DataFrame:
    """Find every place where a candidate phrase stands.

    Args:
        described: A frame as `describe_tokens` makes it.
        defined: Columns row and length: places that are candidates in any case, and whole.

    Returns:
        One row per occurrence: record_number, part, place, row (of the first word), length (words),
        sentence, after_preposition, after_comma, before_comma; key (64-bit hash of the stems), id
        (of the phrase in the record), head and tail (ids of the phrase without its last, without
        its first word; null for one word); whole (it is a whole noun group), doubtful (it is a
        keyword only if other texts know it as one).
    """
    defined = defined.select(pl.col("row", "length"), defined=pl.lit(value=True))
    spans = [_of_length(described, length) for length in range(1, LONGEST_PHRASE + 1)]
    spans = [*spans, _joined_by_of(described)]
    others = pl.concat(spans).join(defined, on=["row", "length"], how="anti")
    found = pl.concat([others.with_columns(defined=pl.lit(value=False)), defined])
    return _told_of(described, _keyed(described, found))


def _of_length(described: pl.DataFrame, length: int) -> pl.DataFrame:
    """Find the phrases of so many words in the noun groups: row, length."""
    if length == 1:
        fits = pl.col("alone")
    else:
        end = 1 - length
        in_group = pl.col("group") == pl.col("group").shift(end)
        fits = pl.col("opens") & pl.col("closes").shift(end) & in_group
    if length > 2:
        fits = fits & ~pl.col("foreign")
    return _spans(described, fits, length)


def _joined_by_of(described: pl.DataFrame) -> pl.DataFrame:
    """Find the terms that hold a function word: `mixture of experts`."""
    around_of = (
        (pl.col("stem").shift(-1) == "of")
        & ~pl.col("tied").shift(-1)
        & (pl.col("part") == pl.col("part").shift(-2))
    )
    found = _spans(described, around_of, 3)
    stem, row = described.get_column("stem"), found.get_column("row")
    term = pl.concat_str([stem.gather(row + offset) for offset in range(3)], separator=" ")
    return found.filter(term.is_in(stem_keys(TERMS_WITH_OF)))


def _spans(described: pl.DataFrame, fits: pl.Expr, length: int) -> pl.DataFrame:
    row = described.select(row=pl.arg_where(fits.fill_null(value=False)))
    return row.with_columns(length=pl.lit(length, pl.UInt8))


def _keyed(described: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Add record_number, key, id, head and tail."""
    hashes, records = described.get_column("hash"), described.get_column("record_number")
    keyed = []
    shorter = key = hashes
    for length in range(1, max(longest(spans.get_column("length")), 1) + 1):
        if length > 1:
            following = hashes.shift(1 - length)
            shorter, key = key, pl.select(mix(pl.lit(key), pl.lit(following))).to_series()
        of_length = spans.filter(pl.col("length") == length)
        row = of_length.get_column("row")
        of_length = of_length.with_columns(record_number=records.gather(row), key=key.gather(row))
        parts = (shorter.gather(row), shorter.gather(row + 1)) if length > 1 else (None, None)
        keyed.append(
            of_length.with_columns(
                id=in_record(pl.col("key")),
                **{
                    name: in_record(pl.lit(part, pl.UInt64))
                    for name, part in zip(("head", "tail"), parts, strict=True)
                },
            )
        )
    return pl.concat(keyed)


def _told_of(described: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Add to each place what the words there tell of it."""
    row = spans.get_column("row")
    end = row + spans.get_column("length") - 1
    verbs = described.get_column("verbal").cast(pl.UInt32).cum_sum()
    at_start = ("part", "place", "sentence", "after_preposition", "after_comma")
    starts, ends, doing, verbal, holds = (
        described.get_column(name).gather(at)
        for name, at in (
            ("first", row), ("last", end), ("doing", row), ("verbal", row), ("holds", row),
        )
    )  # fmt: skip
    doubtful = verbal | (verbs.gather(end) > verbs.gather(row)) | (doing & ~holds)
    return spans.with_columns(
        *(described.get_column(name).gather(row) for name in at_start),
        described.get_column("before_comma").gather(end),
        whole=pl.lit(starts & ends) | pl.col("defined"),
        doubtful=pl.lit(doubtful) & ~pl.col("defined"),
    ).drop("defined")


def candidates(places: pl.DataFrame) -> pl.DataFrame:
    """Sum up the occurrences of each phrase in each record.

    Args:
        places: A frame as `occurrences` makes it.

    Returns:
        One row per record and phrase, in no order: id, record_number, key, length, head, tail;
        count, count_whole; doubtful; place, sentence (of the first), sentences (that hold it); the
        shares after_preposition, after_comma, before_comma; in_title, whole_in_title; row (of the
        occurrence to write it as: the first in the abstract, else in the title).
    """
    in_title = pl.col("part") == TITLE
    return (
        places.with_columns(
            in_title=in_title,
            whole_in_title=in_title & pl.col("whole"),
            row_in_abstract=pl.when(~in_title).then("row"),
        )
        .group_by("id")
        .agg(
            pl.col("record_number", "key", "length", "head", "tail").first(),
            pl.col("place", "sentence", "row", "row_in_abstract").min(),
            pl.col("after_preposition", "after_comma", "before_comma").sum(),
            pl.col("doubtful").all(),
            pl.col("in_title", "whole_in_title").any(),
            count=pl.len(),
            count_whole=pl.col("whole").sum(),
            sentences=pl.col("sentence").n_unique(),
        )
        .with_columns(
            pl.col("after_preposition", "after_comma", "before_comma") / pl.col("count"),
            row=pl.coalesce("row_in_abstract", "row"),
        )
        .drop("row_in_abstract")
    )


def longest(lengths: pl.Series) -> int:
    """Tell the greatest of some lengths, 0 if there are none."""
    return max(lengths.unique().to_list(), default=0)


def write_phrases(described: pl.DataFrame, chosen: pl.DataFrame) -> pl.DataFrame:
    """Write phrases as the text has them, and their stems.

    Args:
        described: A frame as `describe_tokens` makes it.
        chosen: Columns row and length, any others.

    Returns:
        `chosen` with keyword (as written, one space between words) and stem_key (stems, one space).
    """
    token, stem = described.get_column("token"), described.get_column("stem")
    spaced = pl.select(
        pl.when(described.get_column("tied")).then(pl.lit("")).otherwise(pl.lit(" ")) + token
    ).to_series()
    words, stems = [pl.lit("")], [pl.lit("")]
    row, length = chosen.get_column("row"), chosen.get_column("length")
    for offset in range(longest(length)):
        at = (row + offset).clip(upper_bound=max(described.height - 1, 0))
        has = length > offset
        blank = pl.lit("")
        words.append(pl.when(has).then(spaced.gather(at)).otherwise(blank))
        stems.append(pl.when(has).then(pl.lit(" ") + stem.gather(at)).otherwise(blank))
    return chosen.with_columns(
        keyword=pl.concat_str(words).str.strip_chars(),
        stem_key=pl.concat_str(stems).str.strip_chars(),
    )
