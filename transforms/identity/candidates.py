"""Pairs of title keys that may be the same: found by rare words, not by comparing all with all.

Here belong the blocking and the first look at two keys. Here must not be years or vetoes beyond
what makes a pair not worth a look.

The method: of each distinct key the rarest words, each with each surname of its authors; pairs of
keys that share a word and a surname, blocks of more than a hundred keys left out. Blocking on
distinct keys and not on records keeps papers with many records from hiding others; the surname
keeps the blocks small however many titles there are.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from transforms.identity.facts import FIRST_SOURCE, Known, texts_of
from transforms.identity.groups import Numbers
from transforms.identity.similarity import similarity
from transforms.title_key import key_of_words

RAREST_WORDS = 4
MOST_KEYS_OF_A_BLOCK = 100
MOST_KEYS_OF_A_WORD = 20
"""The same for blocks of a word alone, which find authors whose names are all misspelt."""

NEAR_SIMILARITY = 0.85
"""Similarity of two keys from which they are near: one edit in seven characters."""

MINIMUM_NEAR_LENGTH = 12
MINIMUM_WITHIN_LENGTH = 20
"""Characters of the shorter key below which it says too little to be looked for in another one."""

MINIMUM_WITHIN_SHARE = 0.4
"""The share of the longer key that the shorter one must make up."""

NEAR_WORDS = 0.4
"""The share of the words of the shorter title that a near one has unchanged, at the least."""

NEAR = "near title"
WITHIN = "title within title"
PAIRS_AT_ONCE = 4_000_000


def candidate_keys(known: Known, nodes: pl.DataFrame) -> pl.DataFrame:
    """Find pairs of title keys that are near, or one within the other.

    Two keys are worth a look if a group under one may be joined with one under the other: not if
    all of both have an arXiv id, or all are of one source.

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
    found = [_looked_at(left, right, keys) for left, right in _parts(_blocks(keys))]
    return pl.concat([_NONE, *found]).unique(["left_hash", "right_hash"])


_NONE = pl.DataFrame(
    schema={
        "left_hash": pl.UInt64(),
        "right_hash": pl.UInt64(),
        "rule": pl.String(),
        "title_similarity": pl.Float64(),
    }
)

_ONE_SOURCE = (pl.col("source").null_count() == 0) & (
    pl.col("source").min() == pl.col("source").max()
)
_ALL_CLOSED = (pl.col("kinds").bitwise_and() != 0) | _ONE_SOURCE.fill_null(value=False)
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
    return (
        nodes.lazy()
        .select("title_hash", "label", "source")
        .join(kinds, on="label", how="left")
        .group_by("title_hash")
        .agg(
            pl.col("kinds").fill_null(0).bitwise_and(),
            source=pl.when(_ONE_SOURCE).then(pl.col("source").first()),
        )
        .collect()
    )


def _keys(closed: pl.DataFrame, nodes: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The distinct keys: (title_hash, kinds, source, words, text, length, surnames), numbered."""
    return (
        texts.lazy()
        .join(nodes.lazy().select("node", "title_hash"), on="node")
        .group_by("title_hash")
        .agg(
            pl.col("title_words").min().alias("words"),
            surnames=pl.col("author_keys").explode().str.extract(r"^(\S+)").unique(),
        )
        .with_columns(text=key_of_words(pl.col("words")))
        .with_columns(length=pl.col("text").str.len_chars(), word_bits=_word_bits())
        .filter(pl.col("length") >= MINIMUM_NEAR_LENGTH)
        .join(closed.lazy(), on="title_hash")
        .sort("title_hash")
        .with_row_index("key")
        .collect()
    )


def _word_bits() -> pl.Expr:
    """The words as bits of one number; chance may give two words one bit, never one word two."""
    bit = pl.lit(2, pl.UInt64).pow(pl.element().hash() % 64)
    return pl.col("words").str.split(" ").list.eval(bit.bitwise_or()).list.first()


def _blocks(keys: pl.DataFrame) -> pl.DataFrame:
    """The lists of keys that share a rare word and a surname, and how many pairs each makes."""
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
    surnames = keys.lazy().select("key", "surnames").explode("surnames")
    coded = surnames.with_columns(pl.col("surnames").cast(pl.Categorical).to_physical())
    members = (
        rarest.join(coded, on="key")
        .select(
            "key", block=(pl.col("rarity").cast(pl.UInt64) + 1) * (1 << 32) + pl.col("surnames")
        )
        .collect()
    )
    alone = rarest.select("key", block=pl.col("rarity").cast(pl.UInt64)).collect()
    of_size = pl.concat([_up_to(members, MOST_KEYS_OF_A_BLOCK), _up_to(alone, MOST_KEYS_OF_A_WORD)])
    return (
        of_size.lazy()
        .join(keys.lazy().select("key", "kinds", "source"), on="key")
        .group_by("block")
        .agg("key", pl.col("keys").first(), is_closed=_ALL_CLOSED)
        .filter(~pl.col("is_closed"))
        .select(pl.col("key").list.sort(), pairs=pl.col("keys") * (pl.col("keys") - 1) // 2)
        .unique("key")
        .collect()
    )


def _up_to(members: pl.DataFrame, most: int) -> pl.DataFrame:
    """The members (key, block, keys) of blocks of two to so many keys."""
    sizes = members.lazy().group_by("block").len("keys")
    return (
        members.lazy().join(sizes.filter(pl.col("keys").is_between(2, most)), on="block").collect()
    )


def _parts(blocks: pl.DataFrame) -> Iterator[tuple[Numbers, Numbers]]:
    """The pairs of keys in parts that fit in memory; a pair may come more than once."""
    part = (pl.col("pairs").cum_sum() // PAIRS_AT_ONCE).alias("part")
    for _, each in blocks.with_columns(part).group_by("part", maintain_order=True):
        exploded = each.with_row_index("block").select("block", "key").explode("key")
        pairs = exploded.join(exploded, on="block", suffix="_right").filter(
            pl.col("key") < pl.col("key_right")
        )
        yield pairs["key"].to_numpy(), pairs["key_right"].to_numpy()


def _looked_at(left: Numbers, right: Numbers, keys: pl.DataFrame) -> pl.DataFrame:
    """The pairs of keys that are near, or one within the other."""
    pairs = _worth_a_look(left, right, keys)
    texts = keys.select("key", "title_hash", "text", "words")
    one, other = _between_blanks("words"), _between_blanks("words_right")
    compared = (
        pairs.join(texts, left_on="left", right_on="key")
        .join(texts, left_on="right", right_on="key", suffix="_right")
        .with_columns(
            is_within=pl.col("may_be_within")
            & (one.str.contains(other, literal=True) | other.str.contains(one, literal=True))
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


def _worth_a_look(left: Numbers, right: Numbers, keys: pl.DataFrame) -> pl.DataFrame:
    """The pairs of keys that by their lengths and words may be near, or one within the other.

    Words are compared by bits: what two titles share has its bits in both.
    """
    kinds, lengths = keys["kinds"].to_numpy(), keys["length"].to_numpy()
    sources = keys["source"].cast(pl.Int64).fill_null(-1).to_numpy()
    bits = keys["word_bits"].to_numpy()
    is_open = ((kinds[left] & kinds[right]) == 0) & (
        (sources[left] != sources[right]) | (sources[left] < 0)
    )
    left, right = left[is_open], right[is_open]
    shorter = np.minimum(lengths[left], lengths[right])
    share = shorter / np.maximum(lengths[left], lengths[right])
    shared = bits[left] & bits[right]
    fewer = np.minimum(np.bitwise_count(bits[left]), np.bitwise_count(bits[right]))
    all_shared = (shared == bits[left]) | (shared == bits[right])
    pairs = pl.DataFrame(
        {
            "left": left,
            "right": right,
            "may_be_near": (share >= NEAR_SIMILARITY)
            & (np.bitwise_count(shared) >= NEAR_WORDS * fewer),
            "may_be_within": (shorter >= MINIMUM_WITHIN_LENGTH)
            & (share >= MINIMUM_WITHIN_SHARE)
            & all_shared,
        }
    )
    return pairs.filter(pl.col("may_be_near") | pl.col("may_be_within")).unique()


def _between_blanks(name: str) -> pl.Expr:
    return pl.concat_str(pl.lit(" "), name, pl.lit(" "))
