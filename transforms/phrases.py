"""The words of papers in order, and the phrases among them that could be keywords.

Here belong cleaning, tokenizing, and the candidate phrases of one to four words with what the text
says of each: how often, where first, in the title or not, as a whole noun group or as a part of
one.

Here must not be: what a word is by itself (`words`), and which candidates are worth keeping
(`record_keywords`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from transforms.word_lists import TERMS_WITH_OF
from transforms.words import GLUE, stem_keys, word_attributes

LONGEST_PHRASE: Final = 4
"""Words in the longest phrase, the parts of a hyphenated word counted one by one."""

LONGEST_TEXT: Final = 20_000
"""Characters of an abstract that are read; real abstracts stay below 10,000."""

TITLE: Final = 0
ABSTRACT: Final = 1

TOKEN: Final = "|".join(
    (
        r"https?://\S+|www\.\S+|\S+@\S+\.\S+",
        r"\$[^$]{0,300}\$|\\[A-Za-z]+",
        r"[Ss]tate[- ]of[- ](?:the[- ])?(?:art|arts)\b|[Oo]ff[- ]the[- ]shelf|[Uu]p[- ]to[- ]date",
        r"[Ww]ell[- ]known|[Ss]o[- ]called|\bet al\b|\b(?:\p{L}\.){2,}",
        r"\s[-\u2010\u2011\u2013\u2014]+",
        r"\p{L}+n['\u2019]t\b|C\+\+|C#",
        rf"[{GLUE}]?\p{{N}}[\p{{L}}\p{{N}}]*\.\p{{N}}+",
        r"['\u2019]s\b",
        r"[-\u2010\u2011\u2013]?[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:\.\p{N}+)?",
        r"[^\s\p{L}\p{N}]",
    )
)
"""A token: an address, a formula, a stock phrase, a word with the hyphen before it, or one sign.

Whatever stands before the word alternatives is no word and so parts phrases.
"""

MARKUP: Final = r"[\\$&<{\x{ad}\x{200b}-\x{200d}\x{feff}]"

REWRITES: Final = (
    (r"&(?:nbsp|ensp|emsp|thinsp|#160);", " "),
    (r"&(?:amp|#38);", "&"),
    (r"&(?:lt|#60);", " < "),
    (r"&(?:gt|#62);", " > "),
    (r"&(?:quot|ldquo|rdquo|#34);", '"'),
    (r"&(?:apos|rsquo|lsquo|#0?39|#x27);", "'"),
    (r"&(?:ndash|mdash|hyphen|#821[12]);", " - "),
    (r"&[A-Za-z]{2,8};|&#x?[0-9A-Fa-f]{1,6};", " ; "),
    (r"</?[A-Za-z][^<>]{0,200}>", " "),
    (r'\\"\{?\\?([A-Za-z])\}?', "${1}\u0308"),
    (r"\\'\{?\\?([A-Za-z])\}?", "${1}\u0301"),
    (r"\\`\{?\\?([A-Za-z])\}?", "${1}\u0300"),
    (r"\\\^\{?\\?([A-Za-z])\}?", "${1}\u0302"),
    (r"\\~\{?\\?([A-Za-z])\}?", "${1}\u0303"),
    (r"\\[cvuHrk]\{([A-Za-z])\}", "${1}"),
    ("[\u00ad\u200b-\u200d\ufeff]", ""),
    (r"\\(?:url|cite[a-z]*|ref|label|footnote)\s*\{[^{}]*\}", " ; "),
    (
        r"\\(?:emph|text[a-z]{2,6}|math[a-z]{2,4}|operatorname|underline)\s*\{([^{}]*)\}",
        "${1}",
    ),
    (r"\{\\(?:em|it|bf|tt|sc|rm|sl)\s+([^{}]*)\}", "${1}"),
    (r"\$\s*\^?\{?\s*\\?([A-Za-z0-9]+)\s*\}?\s*\$", "${1}"),
    (r"\$\s*\\?([A-Za-z]+)\s*_\s*\{?\s*\\?([A-Za-z0-9]+|infty)\s*\}?\s*\$", "${1}${2}"),
    (r"\\[%&#_]", " "),
    (r"\\[A-Za-z]+", " ; "),
    (r"[{}]", ""),
)
"""Markup and what stands for it, in order: entities, tags, accents, fonts, one-sign formulas."""

_MIX: Final = 0x9E37_79B9_7F4A_7C15


def tokenize(records: pl.DataFrame) -> pl.DataFrame:
    """Cut titles and abstracts into tokens.

    Args:
        records: Columns record_number, title, abstract; either text may be null.

    Returns:
        One row per token, in order: record_number, part (0 title, 1 abstract), token.
    """
    parts = [
        records.select(
            "record_number",
            part=pl.lit(part, pl.UInt8),
            text=pl.col(column).cast(pl.String).str.slice(0, LONGEST_TEXT),
        )
        for part, column in ((TITLE, "title"), (ABSTRACT, "abstract"))
    ]
    texts = pl.concat(parts).filter(pl.col("text").is_not_null())
    is_marked = pl.col("text").str.contains(MARKUP)
    texts = pl.concat([texts.filter(~is_marked), _without_markup(texts.filter(is_marked))])
    return (
        texts.sort("record_number", "part")
        .select("record_number", "part", token=pl.col("text").str.extract_all(TOKEN))
        .explode("token")
        .filter(pl.col("token").is_not_null())
    )


def _without_markup(texts: pl.DataFrame) -> pl.DataFrame:
    """Put plain text for markup."""
    text = pl.col("text")
    for pattern, plain in REWRITES:
        text = text.str.replace_all(pattern, plain)
    return texts.with_columns(text.str.normalize("NFC"))


def plain_text(texts: pl.Series) -> pl.Series:
    """Put plain text for markup in those texts that hold some."""
    marked = texts.filter(texts.str.contains(MARKUP)).unique()
    return texts.replace(marked, _without_markup(marked.to_frame("text")).to_series())


def describe_tokens(tokens: pl.DataFrame) -> pl.DataFrame:
    """Add to each token what its word is and where it stands.

    Args:
        tokens: A frame as `tokenize` makes it.

    Returns:
        The rows in the same order, with the columns of `words.word_attributes`, and: row (from 0),
        place (from 0, in the record), group (the noun group's number), first and last (of its
        group), opens, closes and alone as the neighbours allow.
    """
    attributes = word_attributes(tokens.get_column("token").unique())
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
    return described.with_columns(
        place=pl.col("row") - pl.col("row").min().over("record_number"),
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


def occurrences(described: pl.DataFrame) -> pl.DataFrame:
    """Find every place where a candidate phrase stands.

    Args:
        described: A frame as `describe_tokens` makes it.

    Returns:
        One row per occurrence: record_number, part, place, row (of the first word), length (words),
        key (64-bit hash of the stems), doubtful (it is a
        keyword only if other texts know it as one), head and tail (keys of the phrase without its
        last, without its first word; null for one word), whole (it is a whole noun group).
    """
    keys: dict[int, pl.Expr] = {1: pl.col("hash")}
    for length in range(2, LONGEST_PHRASE + 1):
        keys[length] = mix(keys[length - 1], pl.col("hash").shift(1 - length))
    parts = []
    for length in range(1, LONGEST_PHRASE + 1):
        end = 1 - length
        fits = (
            pl.col("alone")
            if length == 1
            else pl.col("opens")
            & pl.col("closes").shift(end)
            & (pl.col("group") == pl.col("group").shift(end))
        )
        if length > 2:
            fits = fits & ~pl.col("foreign")
        none = pl.lit(None, pl.UInt64)
        parts.append(
            described.select(
                "record_number",
                "part",
                "place",
                "row",
                length=pl.lit(length, pl.UInt8),
                key=keys[length],
                head=keys[length - 1] if length > 1 else none,
                tail=keys[length - 1].shift(-1) if length > 1 else none,
                whole=pl.col("first") & pl.col("last").shift(end),
                doubtful=pl.any_horizontal(
                    pl.col("verbal").shift(-offset) for offset in range(length)
                )
                | (pl.col("doing") & ~pl.col("holds")),
                fits=fits,
            )
            .filter("fits")
            .drop("fits")
        )
    return pl.concat([*parts, _joined_by_of(described)])


def _joined_by_of(described: pl.DataFrame) -> pl.DataFrame:
    """Find the terms that hold a function word: `mixture of experts`."""
    hashes = pl.col("hash")
    stems = [pl.col("stem").shift(-offset) for offset in range(3)]
    fits = (
        (stems[1] == "of")
        & ~pl.col("tied").shift(-1)
        & (pl.col("part") == pl.col("part").shift(-2))
        & pl.concat_str(stems, separator=" ").is_in(stem_keys(TERMS_WITH_OF))
    )
    return (
        described.select(
            "record_number",
            "part",
            "place",
            "row",
            length=pl.lit(3, pl.UInt8),
            key=mix(mix(hashes, hashes.shift(-1)), hashes.shift(-2)),
            head=hashes,
            tail=hashes.shift(-2),
            whole=pl.col("first"),
            doubtful=pl.lit(value=False),
            fits=fits,
        )
        .filter("fits")
        .drop("fits")
    )


def places_of(described: pl.DataFrame, phrases: pl.DataFrame) -> pl.DataFrame:
    """Describe phrases found by other means as `occurrences` would.

    Args:
        described: A frame as `describe_tokens` makes it.
        phrases: Columns record_number, part, place, row, length.

    Returns:
        A frame as `occurrences` makes it; each phrase is whole, and its parts do not matter.
    """
    hashes = described.get_column("hash")
    row, length = phrases.get_column("row"), phrases.get_column("length")
    key = hashes.gather(row)
    for offset in range(1, longest(length)):
        at = (row + offset).clip(upper_bound=max(described.height - 1, 0))
        longer = pl.select(mix(pl.lit(key), pl.lit(hashes.gather(at)))).to_series()
        key = pl.select(pl.when(length > offset).then(longer).otherwise(key)).to_series()
    none = pl.lit(None, pl.UInt64)
    return phrases.select(
        "record_number",
        "part",
        "place",
        "row",
        "length",
        key=key,
        head=none,
        tail=none,
        whole=True,
        doubtful=False,
    )


def candidates(places: pl.DataFrame) -> pl.DataFrame:
    """Sum up the occurrences of each phrase in each record.

    Args:
        places: A frame as `occurrences` makes it; a place may stand in it twice.

    Returns:
        One row per record and phrase, in no order: record_number, key, length, head, tail; count,
        count_whole; doubtful; place, last_place (first, last), in_title; row (of the occurrence to
        write it as: the first in the abstract, else in the title).
    """
    return (
        places.group_by("record_number", "key")
        .agg(
            pl.col("length").first(),
            pl.col("head", "tail").max(),
            count=pl.col("row").n_unique(),
            count_whole=pl.col("row").filter("whole").n_unique(),
            place=pl.col("place").min(),
            last_place=pl.col("place").max(),
            doubtful=pl.col("doubtful").all(),
            in_title=(pl.col("part") == TITLE).any(),
            row=pl.col("row").filter(pl.col("part") == ABSTRACT).min(),
            row_any=pl.col("row").min(),
        )
        .with_columns(row=pl.coalesce("row", "row_any"))
        .drop("row_any")
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
