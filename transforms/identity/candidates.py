"""Pairs of title keys that may be the same: found by rare words, not by comparing all with all.

Here belong the blocking and the first look at two keys. Here must not be authors, years or vetoes
beyond what makes a pair not worth a look.

The method: of each distinct key the four rarest words, pairs of keys that share one of them, words
of more than a hundred keys left out. Blocking on distinct keys and not on records keeps papers with
many records from hiding others.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from transforms.identity.facts import FIRST_SOURCE, Known, texts_of
from transforms.identity.similarity import similarity
from transforms.title_key import key_of_words

RAREST_WORDS = 4
MOST_KEYS_OF_A_WORD = 100
NEAR_SIMILARITY = 0.85
"""Similarity of two keys from which they are near: one edit in seven characters."""

MINIMUM_NEAR_LENGTH = 12
MINIMUM_WITHIN_LENGTH = 20
"""Characters of the shorter key below which it says too little to be looked for in another one."""

MINIMUM_WITHIN_SHARE = 0.4
"""The share of the longer key that the shorter one must make up."""

NEAR = "near title"
WITHIN = "title within title"
PAIRS_AT_ONCE = 4_000_000

_SURNAME_BITS = 64


def candidate_keys(known: Known, nodes: pl.DataFrame) -> pl.DataFrame:
    """Find pairs of title keys that are near, or one within the other.

    Two keys are worth a look if a group under one may be joined with one under the other: not if
    all of both have an arXiv id, or all are of one source, and not without an author's surname in
    common (but for chance: surnames are compared by 64 bits).

    Args:
        known: What is known of the nodes.
        nodes: Those with authors and a title, and their `label`.

    Returns:
        Frame (left_hash, right_hash, rule, title_similarity), each pair once.
    """
    closed = _closed(known, nodes)
    if closed.height < 2 or closed.select(_ALL_CLOSED).item():
        return _NONE
    keys = _keys(closed, nodes, texts_of(known, nodes["node"]))
    found = [_looked_at(part, keys) for part in _parts(_blocks(keys))]
    return pl.concat([_NONE, *found]).unique(["left_hash", "right_hash"])


_NONE = pl.DataFrame(
    schema={
        "left_hash": pl.UInt64(),
        "right_hash": pl.UInt64(),
        "rule": pl.String(),
        "title_similarity": pl.Float64(),
    }
)

_ALL_CLOSED = (pl.col("kinds").bitwise_and() != 0) | (
    (pl.col("source").null_count() == 0) & (pl.col("source").n_unique() == 1)
)
"""Whether no two keys of a group can be joined."""


def _closed(known: Known, nodes: pl.DataFrame) -> pl.DataFrame:
    """What all groups under a title have: (title_hash, kinds as bits, source)."""
    labels = nodes.select("node", "label")
    kinds = (
        known.tags.lazy()
        .filter(pl.col("tag") < FIRST_SOURCE)
        .join(labels.lazy(), on="node")
        .group_by("label")
        .agg(kinds=pl.lit(2, pl.Int64).pow(pl.col("tag")).cast(pl.Int64).bitwise_or())
    )
    one_source = (pl.col("source").null_count() == 0) & (pl.col("source").n_unique() == 1)
    return (
        nodes.lazy()
        .select("title_hash", "label", "source")
        .join(kinds, on="label", how="left")
        .group_by("title_hash")
        .agg(
            pl.col("kinds").fill_null(0).bitwise_and(),
            source=pl.when(one_source).then(pl.col("source").first()),
        )
        .collect()
    )


def _keys(closed: pl.DataFrame, nodes: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The distinct keys: (title_hash, kinds, source, words, text, length, surnames), numbered."""
    surname = pl.element().str.extract(r"^(\S+)").hash() % _SURNAME_BITS
    bits = pl.lit(1, pl.UInt64) * pl.lit(2, pl.UInt64).pow(surname)
    return (
        texts.lazy()
        .join(nodes.lazy().select("node", "title_hash"), on="node")
        .group_by("title_hash")
        .agg(
            pl.col("title_words").first().alias("words"),
            surnames=pl.col("author_keys").list.eval(bits.bitwise_or()).list.first().bitwise_or(),
        )
        .with_columns(text=key_of_words(pl.col("words")))
        .with_columns(length=pl.col("text").str.len_chars())
        .filter(pl.col("length") >= MINIMUM_NEAR_LENGTH)
        .join(closed.lazy(), on="title_hash")
        .sort("title_hash")
        .with_row_index("key")
        .collect()
    )


def _blocks(keys: pl.DataFrame) -> pl.DataFrame:
    """The keys of each rare word that are worth comparing: (word, key), and their number."""
    words = (
        keys.lazy()
        .select("key", pl.col("words").str.split(" ").list.unique().alias("word"))
        .explode("word")
    )
    by_rarity = (
        words.group_by("word")
        .len()
        .filter(pl.col("len") > 1)
        .sort("len", "word")
        .with_row_index("rarity")
        .select("word", "rarity")
    )
    rarest = (
        words.join(by_rarity, on="word")
        .group_by("key")
        .agg(pl.col("rarity").bottom_k(RAREST_WORDS))
        .explode("rarity")
    )
    return (
        rarest.join(keys.lazy().select("key", "kinds", "source"), on="key")
        .group_by("rarity")
        .agg("key", keys=pl.len(), is_closed=_ALL_CLOSED)
        .filter(pl.col("keys").is_between(2, MOST_KEYS_OF_A_WORD), ~pl.col("is_closed"))
        .sort("rarity")
        .select("key", pairs=pl.col("keys") * (pl.col("keys") - 1) // 2)
        .collect()
    )


def _parts(blocks: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The pairs of keys (left, right) in parts that fit in memory."""
    part = (pl.col("pairs").cum_sum() // PAIRS_AT_ONCE).alias("part")
    for _, each in blocks.with_columns(part).group_by("part", maintain_order=True):
        exploded = each.with_row_index("block").select("block", "key").explode("key")
        yield (
            exploded.join(exploded, on="block", suffix="_right")
            .filter(pl.col("key") < pl.col("key_right"))
            .select(left="key", right="key_right")
            .unique()
        )


def _looked_at(pairs: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """The pairs of keys that are near, or one within the other."""
    facts = keys.select("key", "kinds", "source", "surnames", "length")
    shorter = pl.min_horizontal("length", "length_right")
    share = shorter / pl.max_horizontal("length", "length_right")
    may_be_near = share >= NEAR_SIMILARITY
    may_be_within = (shorter >= MINIMUM_WITHIN_LENGTH) & (share >= MINIMUM_WITHIN_SHARE)
    left, right = _between_blanks("words"), _between_blanks("words_right")
    texts = keys.select("key", "title_hash", "text", "words")
    compared = (
        pairs.join(facts, left_on="left", right_on="key")
        .join(facts, left_on="right", right_on="key", suffix="_right")
        .filter(
            (pl.col("surnames") & pl.col("surnames_right")) != 0,
            (pl.col("kinds") & pl.col("kinds_right")) == 0,
            pl.col("source").ne_missing(pl.col("source_right")) | pl.col("source").is_null(),
            may_be_near | may_be_within,
        )
        .select("left", "right", may_be_near=may_be_near, may_be_within=may_be_within)
        .join(texts, left_on="left", right_on="key")
        .join(texts, left_on="right", right_on="key", suffix="_right")
        .with_columns(
            is_within=pl.col("may_be_within")
            & (left.str.contains(right, literal=True) | right.str.contains(left, literal=True))
        )
        .filter(pl.col("may_be_near") | pl.col("is_within"))
    )
    return (
        compared.with_columns(similarity(compared["text"], compared["text_right"]))
        .filter((pl.col("similarity") >= NEAR_SIMILARITY) | pl.col("is_within"))
        .select(
            left_hash="title_hash",
            right_hash="title_hash_right",
            rule=pl.when("is_within").then(pl.lit(WITHIN)).otherwise(pl.lit(NEAR)),
            title_similarity="similarity",
        )
    )


def _between_blanks(name: str) -> pl.Expr:
    return pl.concat_str(pl.lit(" "), name, pl.lit(" "))
