"""The candidate phrases of papers: runs of one to five words that could be keywords.

Here belong the noun groups, the phrases in them, and what the text says of each: how often, where
first, in the title or not, as a whole noun group or as a part of one.

Here must not be: how texts are cut (`tokens`), what a word is by itself (`words`), and which
candidates are worth keeping (`phrase_features`).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

from transforms.term_lists import TERMS_WITH_OF
from transforms.tokens import TITLE
from transforms.words import GLUE, stem_keys

LONGEST_PHRASE: Final = 5
"""Words in the longest phrase, the parts of a hyphenated word counted one by one."""

Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

_MIX: Final = np.uint64(0x9E37_79B9_7F4A_7C15)
_KEY_BITS: Final = np.uint64(44)
_KEY_MASK: Final = np.uint64((1 << 44) - 1)
"""The id of a phrase in a record is the record's number in the frame, and so many bits of the key:
ids in order are in the order of records. A frame holds at most a million records."""

_OF_START: Final = (
    "record_number", "part", "place", "sentence", "after_preposition", "after_comma",
)  # fmt: skip
_OF_FIRST: Final = ("verbal", "doing", "holds", "first")


def describe_tokens(tokens: pl.DataFrame, attributes: pl.DataFrame) -> pl.DataFrame:
    """Add to each token what its word is and where it stands.

    Args:
        tokens: A frame as `tokenize` makes it.
        attributes: A row for each distinct token: at least what `words.word_attributes` says of it.

    Returns:
        The rows in the same order, with the columns of `attributes`, and: row (from 0),
        place and sentence (from 0, in the record), group (the noun group's number), first and last
        (of its group), opens, closes and alone as the neighbours allow; after_preposition,
        after_comma, before_comma (what stands beside the word, `and` taken for a comma); tied (a
        part of the same compound as the word before), holds (as the one behind), member (of a
        noun group).
    """
    described = tokens.hstack(_looked_up(tokens, attributes)).with_row_index("row")
    # What is used more than once is a column first: an expression is computed wherever it stands.
    described = described.with_columns(
        starts_record=_differs("record_number"), same_before=~_differs("record_number", "part")
    )
    follows_word = pl.col("same_before") & pl.col("is_word").shift(1, fill_value=False)
    described = described.with_columns(follows_word=follows_word)
    described = described.with_columns(
        tied=pl.col("glued") & pl.col("is_word") & pl.col("follows_word")
    )
    described = described.with_columns(
        holds=pl.col("is_word")
        & (pl.col("tied") & ~pl.col("may_end_before")).shift(-1, fill_value=False)
    )
    is_torn = pl.col("glued") & ~pl.col("follows_word")
    described = described.with_columns(
        member=(pl.col("inside") | pl.col("tied") | pl.col("holds")) & ~is_torn & pl.col("is_word")
    )
    follows_member = pl.col("member").shift(1, fill_value=False) & pl.col("same_before")
    described = described.with_columns(follows_member=follows_member)
    starts_group = (
        ~(pl.col("member") & pl.col("follows_member"))
        | (pl.col("participle") & ~pl.col("tied"))
        | _differs("foreign")
    )
    described = described.with_columns(first=starts_group)
    described = described.with_columns(group=pl.col("first").cum_sum())
    described = described.with_columns(first=pl.col("first") | _repeats_a_word())
    described = described.with_columns(
        group=pl.col("first").cum_sum(), last=pl.col("first").shift(-1, fill_value=True)
    )
    start = pl.when("starts_record").then("row").forward_fill()
    sentence = (pl.col("ends_sentence") | ~pl.col("same_before")).cum_sum()
    described = described.with_columns(start=start, sentence=sentence)
    return described.with_columns(
        place=pl.col("row") - pl.col("start"),
        sentence=pl.col("sentence") - pl.col("sentence").gather("start"),
        after_preposition=pl.col("preposition").shift(1, fill_value=False) & pl.col("same_before"),
        after_comma=pl.col("comma").shift(1, fill_value=False) & pl.col("same_before"),
        before_comma=(pl.col("comma") & pl.col("same_before")).shift(-1, fill_value=False),
        opens=pl.col("member")
        & ~pl.col("glued")
        & (pl.col("opens") | pl.col("holds"))
        & ~(pl.col("participle") & pl.col("follows_member")),
        closes=pl.col("member")
        & pl.col("closes")
        & ~pl.col("holds")
        & (~_binds_loosely() | pl.col("last")),
        alone=pl.col("member") & pl.col("alone") & ~pl.col("glued") & ~pl.col("holds"),
    ).drop("start", "starts_record", "same_before", "follows_word", "follows_member")


def _looked_up(tokens: pl.DataFrame, attributes: pl.DataFrame) -> pl.DataFrame:
    """Look up the attributes of each token by its number among the categories."""
    numbers = attributes.get_column("token").to_physical().to_numpy()
    row_of: Rows = np.zeros(numbers.max(initial=0) + 1, np.int64)
    row_of[numbers] = np.arange(len(numbers))
    rows: Rows = row_of[tokens.get_column("token").to_physical().to_numpy()]
    return attributes.drop("token")[rows]


def _differs(*columns: str) -> pl.Expr:
    """Whether the token is another in one of some columns than the one before; so is the first."""
    return pl.any_horizontal(
        (pl.col(name) != pl.col(name).shift(1)).fill_null(value=True) for name in columns
    )


def _binds_loosely() -> pl.Expr:
    """Whether the word is the end of an attribute such as `large-scale`, but not of `x-ray`."""
    one_letter = ((pl.col("letters") == 1) & ~pl.col("glued")).shift(1, fill_value=False)
    return pl.col("tied") & pl.col("binds_loosely") & ~one_letter


def _repeats_a_word() -> pl.Expr:
    """Whether one of the three words before in the group is the same: no phrase repeats one."""
    repeats = [
        (pl.col("hash") == pl.col("hash").shift(distance))
        & (pl.col("group") == pl.col("group").shift(distance))
        for distance in (1, 2, 3)
    ]
    return (~pl.col("tied") & pl.any_horizontal(repeats)).fill_null(value=False)


def mix(hashes: Hashes, next_hash: Hashes) -> Hashes:
    """Extend the hash of a phrase by the hash of its next word (64 bits, wrapping around)."""
    return hashes * _MIX + next_hash


def occurrences(described: pl.DataFrame, defined: pl.DataFrame) -> pl.DataFrame:
    """Find every place where a candidate phrase stands.

    Args:
        described: A frame as `describe_tokens` makes it.
        defined: Columns row and length: places that are candidates in any case, and whole.

    Returns:
        One row per occurrence, by row and length: record_number, part, place, row (of the first
        word), length (words), sentence, after_preposition, after_comma, before_comma; key (64-bit
        hash of the stems), id (of the phrase in the record), head and tail (ids of the phrase
        without its last, without its first word; 0 for one word); whole (it is a whole noun
        group), doubtful (it is a keyword only if other texts know it as one).
    """
    row, length, is_defined = _spans(described, defined)
    end = row + length - 1
    verbs = described.get_column("verbal").cast(pl.UInt32).cum_sum().to_numpy()
    verbal, doing, holds, first = (_at(described, name, row) for name in _OF_FIRST)
    doubtful = verbal | (verbs[end] > verbs[row]) | (doing & ~holds)
    return described.select(_OF_START)[row].with_columns(
        _keys(described, row, length),
        before_comma=_at(described, "before_comma", end),
        row=row.astype(np.uint32),
        length=length.astype(np.uint8),
        whole=first & _at(described, "last", end) | is_defined,
        doubtful=doubtful & ~is_defined,
    )


def _at(described: pl.DataFrame, column: str, rows: Rows) -> np.ndarray[Any, Any]:
    return described.get_column(column).to_numpy()[rows]


def _spans(described: pl.DataFrame, defined: pl.DataFrame) -> tuple[Rows, Rows, Flags]:
    """Find the places of candidates: first row, words, and whether it is a defined one."""
    groups = [
        _numbers(_of_length(described, length), length) for length in range(1, LONGEST_PHRASE + 1)
    ]
    terms = _numbers(_joined_by_of(described), 3)
    names = _numbers(defined.get_column("row"), defined.get_column("length"))
    spans = _not_within(np.concatenate(groups), terms, described.height)
    spans = _not_within(np.concatenate([spans, terms]), names, described.height)
    numbers = np.sort(np.concatenate([spans, names + 1]))
    return numbers >> 4, numbers >> 1 & 7, (numbers & 1).astype(bool)


def _not_within(spans: Rows, names: Rows, tokens: int) -> Rows:
    """Drop spans that are a name or a part of one: such parts are no subjects by themselves."""
    row, length = names >> 4, names >> 1 & 7
    name_at = np.zeros(tokens, np.int64)
    for offset in range(length.max(initial=0)):
        longer = row[length > offset]
        name_at[longer + offset] = longer + 1
    start = spans >> 4
    at_start, at_end = name_at[start], name_at[start + (spans >> 1 & 7) - 1]
    kept: Rows = spans[(at_start != at_end) | (at_start == 0)]
    return kept


def _numbers(rows: pl.Series, length: pl.Series | int) -> Rows:
    """Make one number of each place, whose order is that of the places: row, length, defined."""
    return (rows.cast(pl.Int64) * 16 + length * 2).to_numpy()


def _of_length(described: pl.DataFrame, length: int) -> pl.Series:
    """Find the phrases of so many words in the noun groups: their first rows."""
    if length == 1:
        fits = pl.col("alone")
    else:
        end = 1 - length
        in_group = pl.col("group") == pl.col("group").shift(end)
        fits = pl.col("opens") & pl.col("closes").shift(end) & in_group
    if length > 2:
        fits = fits & ~pl.col("foreign")
    return described.select(pl.arg_where(fits.fill_null(value=False))).to_series()


def _joined_by_of(described: pl.DataFrame) -> pl.Series:
    """Find the terms that hold a function word, `mixture of experts`: their first rows."""
    around_of = (
        (pl.col("stem").shift(-1) == "of")
        & ~pl.col("tied").shift(-1)
        & (pl.col("part") == pl.col("part").shift(-2))
        & (pl.col("record_number") == pl.col("record_number").shift(-2))
    )
    row = described.select(pl.arg_where(around_of.fill_null(value=False))).to_series()
    stem = described.get_column("stem")
    term = pl.select(
        pl.concat_str([stem.gather(row + offset) for offset in range(3)], separator=" ")
    ).to_series()
    return row.filter(term.is_in(stem_keys(TERMS_WITH_OF)))


def _keys(described: pl.DataFrame, row: Rows, length: Rows) -> list[pl.Series]:
    """Make key, id, head and tail of places."""
    hashes = described.get_column("hash").to_numpy()
    starts = (
        described.select(_differs("record_number").cum_sum().cast(pl.UInt64)).to_series().to_numpy()
    )
    key = hashes[row]
    head, tail = np.zeros_like(key), np.zeros_like(key)
    for offset in range(1, length.max(initial=1)):
        longer = np.flatnonzero(length > offset)
        following = hashes[row[longer] + offset]
        head[longer] = key[longer]
        key[longer] = mix(key[longer], following)
        tail[longer] = mix(tail[longer], following)
    record = starts[row] << _KEY_BITS
    ids = {
        name: record | (part & _KEY_MASK)
        for name, part in (("id", key), ("head", head), ("tail", tail))
    }
    for name in ("head", "tail"):
        ids[name][length == 1] = 0
    return [pl.Series("key", key), *(pl.Series(name, each) for name, each in ids.items())]


def candidates(places: pl.DataFrame) -> pl.DataFrame:
    """Sum up the occurrences of each phrase in each record.

    Args:
        places: A frame as `occurrences` makes it.

    Returns:
        One row per record and phrase, record after record: id, record_number, key, length; head and
        tail (the rows here of the phrase without its last, without its first word, -1 where it is
        no candidate); count, count_whole; doubtful; place, sentence (of the first), sentences (that
        hold it); the shares after_preposition, after_comma, before_comma; in_title, whole_in_title;
        row (of the occurrence to write it as: the first in the abstract, else in the title).
    """
    column = {name: places.get_column(name).to_numpy() for name in places.columns}
    ids, first, order = _grouped(column["id"])
    count = np.diff(np.append(first, len(order)))

    def total(values: np.ndarray[Any, Any]) -> Rows:
        return np.add.reduceat(values[order], first, dtype=np.int64) if len(first) else count

    in_title = column["part"] == TITLE
    titles = total(in_title)
    # The occurrences of a title come before those of its abstract.
    written = order[first + np.where(titles < count, titles, 0)]
    sentence = column["sentence"][order]
    next_sentence = np.append(True, sentence[1:] != sentence[:-1])[: len(order)]
    next_sentence[first] = True
    start = order[first]
    sentences = np.add.reduceat(next_sentence, first, dtype=np.int64) if len(first) else count
    of_first = places.select("id", "record_number", "key", "length", "place", "sentence")
    return of_first[start].with_columns(
        *(
            pl.Series(name, total(column[name]) / count)
            for name in ("after_preposition", "after_comma", "before_comma")
        ),
        head=_found_in(ids, column["head"][start]),
        tail=_found_in(ids, column["tail"][start]),
        row=column["row"][written],
        in_title=titles > 0,
        whole_in_title=total(in_title & column["whole"]) > 0,
        doubtful=total(column["doubtful"]) == count,
        count=count,
        count_whole=total(column["whole"]),
        sentences=sentences,
    )


def _grouped(ids: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], Rows, Rows]:
    """Group places by phrase: distinct ids, where each begins in the order, and the order."""
    by_id = np.argsort(ids)
    ordered = ids[by_id]
    is_first = np.append(True, ordered[1:] != ordered[:-1])[: len(ids)]
    # Sorting is not stable, and a stable sort takes four times as long: so once more, by group and
    # place.
    order = np.sort((np.cumsum(is_first) << 32) | by_id) & 0xFFFF_FFFF
    return ordered[is_first], np.flatnonzero(is_first), order


def _found_in(ids: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> Rows:
    """Where sorted ids hold those that are wanted, -1 where they do not."""
    # Searching in order stays in the processor's cache.
    order = np.argsort(wanted)
    at = np.empty(len(wanted), np.int64)
    at[order] = np.searchsorted(ids, wanted[order])
    at[at == len(ids)] = 0
    return np.where(ids[at] == wanted, at, -1)


def longest(lengths: pl.Series) -> int:
    """Tell the greatest of some lengths, 0 if there are none."""
    return max(lengths.unique().to_list(), default=0)


def write_phrases(described: pl.DataFrame, chosen: pl.DataFrame) -> pl.DataFrame:
    """Write phrases as the text has them.

    Args:
        described: A frame as `describe_tokens` makes it.
        chosen: Columns row and length, any others.

    Returns:
        `chosen` with keyword: as written, one space between words.
    """
    token, tied = described.get_column("token"), described.get_column("tied")
    row, length = chosen.get_column("row"), chosen.get_column("length")
    words = [pl.lit("")]
    for offset in range(longest(length)):
        at = pl.select(pl.when(length > offset).then(row + offset)).to_series()
        gap = pl.when(tied.gather(at)).then(pl.lit("")).otherwise(pl.lit(" " if offset else ""))
        words.append(gap + token.gather(at).cast(pl.String))
    keyword = pl.concat_str(words, ignore_nulls=True).str.strip_chars_start(GLUE)
    return chosen.with_columns(keyword=keyword)
