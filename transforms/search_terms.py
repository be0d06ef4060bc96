"""The search index: which papers hold which word, and how much each speaks of it.

An inverted index in blocks. A block is some ten thousand papers; its rows are sorted by term, and
the blocks follow one another. So nothing is sorted over all papers, and whoever asks for a term
reads the few pages of each block where it stands.

Here belong what a term is, and its weight in a paper. Here must not be how papers are ranked:
`warehouse/marts/search_papers.sql` makes the terms of a question by the same rules, and adds up.
Nor key phrases (`phrases`).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.folding import folded

BLOCK_SIZE: Final = 32_768
"""Papers of a block: more make the index smaller, fewer need less memory."""

LONGEST_LIST: Final = 4_096
"""Papers of a row: a frequent term has several rows in a block, so that no row is large to read."""

SLICE_SIZE: Final = 16_384
"""Papers whose words are in memory as texts at a time."""

SEARCH_TERM: Final = pl.Schema(
    {
        "term": pl.String(),
        "paper_count": pl.Int32(),
        "paper_numbers": pl.List(pl.Int32()),
        "weights": pl.List(pl.UInt8()),
    }
)
"""One row per term, block and as many papers as a row may have: how many hold the term, which, and
their weights."""

WORD: Final = (
    r"[\p{Han}\p{Hiragana}\p{Katakana}]"
    r"|[[\p{L}\p{N}]--[\p{Han}\p{Hiragana}\p{Katakana}]]"
    r"[[\p{L}\p{M}\p{N}]--[\p{Han}\p{Hiragana}\p{Katakana}]]*"
)
"""A word is letters and digits; where a script writes no blanks, each letter is one."""

LONGEST_TERM: Final = 40
"""Letters of a word that count; longer ones are chains of letters that nobody asks for."""

SINGULARS: Final = (
    (r"(.[^aeiou])ies$", "${1}y"),
    (r"(ly|the)ses$", "${1}sis"),
    (r"(ss|sh|ch|x|bias|virus)es$", "${1}"),
    (r"(..)([^aius]|[^i]a)s$", "${1}${2}"),
)
"""Plurals become singulars, one rule after the other, in the manner of Harman's S stemmer (How
effective is suffixing?, JASIS 1991). Heavier stems would join `generation` and `generic`."""

TITLE_WEIGHT: Final = 5
"""How many times a word of the title counts."""

SATURATION: Final = 1.2
LENGTH_SHARE: Final = 0.75
"""k1 and b of Okapi BM25 (Robertson and Zaragoza, The probabilistic relevance framework, 2009)."""

USUAL_LENGTH: Final = 200
"""Words of a usual title and abstract. A fixed number, so that no paper's weight changes because
others came in; nor is a paper better because its abstract is not known."""

LARGEST_WEIGHT: Final = 63
"""Weights are whole numbers of six bits: finer ones change no order that a reader would see."""

_Counts = npt.NDArray[np.uint32]


def search_terms(papers: pl.DataFrame, first_number: int) -> pl.DataFrame:
    """Index a block of papers.

    Args:
        papers: Columns title and abstract, either may be null.
        first_number: The number of the first paper; the others follow.

    Returns:
        Frame of `SEARCH_TERM`, sorted by term; the numbers of a row ascend.
    """
    words, positions, lengths = _words(papers)
    terms, ranks = _terms(words)
    # By term, then paper: sorting whole numbers is many times faster than grouping.
    occurrences = ranks[words.to_physical().to_numpy()]
    occurrences <<= np.uint64(32)
    occurrences |= positions
    occurrences.sort()
    return _postings(occurrences, terms, lengths, first_number)


def _words(papers: pl.DataFrame) -> tuple[pl.Series, _Counts, _Counts]:
    """Cut the texts into words, slice by slice: the words as texts take much memory.

    Returns:
        The words, those of a title as often as they count; the position of the paper of each; and
        how many words each paper has.
    """
    words, positions, lengths = [], [], []
    categories = pl.Categorical(pl.Categories.random())
    for first in range(0, max(papers.height, 1), SLICE_SIZE):
        found = papers.slice(first, SLICE_SIZE).lazy().select(_found("title"), _found("abstract"))
        length = np.zeros(min(SLICE_SIZE, papers.height - first), dtype=np.uint32)
        for column, times in zip(found.collect().iter_columns(), (TITLE_WEIGHT, 1), strict=True):
            counts = column.list.len().to_numpy()
            at = np.arange(first, first + len(counts), dtype=np.uint32)
            words += [column.explode(empty_as_null=False).cast(categories)] * times
            positions += [np.repeat(at, counts)] * times
            length += counts
        lengths.append(length)
    return pl.concat(words), np.concatenate(positions), np.concatenate(lengths)


def _found(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).fill_null("").str.to_lowercase().str.extract_all(WORD)


def _terms(words: pl.Series) -> tuple[pl.Series, npt.NDArray[np.uint64]]:
    """The terms in order, and of each word's code the rank of its term."""
    distinct = words.unique()
    frame = pl.DataFrame({"code": distinct.to_physical(), "word": distinct.cast(pl.String)})
    frame = frame.select("code", term=term_of(pl.col("word"))).with_columns(
        rank=pl.col("term").rank("dense").cast(pl.UInt64) - 1
    )
    ranks = np.zeros(int(frame.select(pl.col("code").max()).item() or 0) + 1, dtype=np.uint64)
    ranks[frame["code"].to_numpy()] = frame["rank"].to_numpy()
    return frame["term"].unique().sort(), ranks


def term_of(word: pl.Expr) -> pl.Expr:
    """The term of a word: its letters without accents, case and plural."""
    term = folded(word).str.replace_all(r"\p{M}+", "").str.normalize("NFC")
    term = term.str.slice(0, LONGEST_TERM)
    for plural, singular in SINGULARS:
        term = term.str.replace(plural, singular)
    return term


def _postings(
    occurrences: npt.NDArray[np.uint64],
    terms: pl.Series,
    lengths: _Counts,
    first_number: int,
) -> pl.DataFrame:
    """Count equal occurrences, and gather those of a term in rows."""
    is_new = np.append(True, occurrences[1:] != occurrences[:-1])[: len(occurrences)]
    starts = np.flatnonzero(is_new)
    frequencies = np.diff(starts, append=len(occurrences)).astype(np.float32)
    found = occurrences[starts]
    positions = found.astype(np.uint32)
    length = np.maximum(lengths / USUAL_LENGTH, 1)
    damping = (SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length)).astype(np.float32)
    share = frequencies / (frequencies + damping[positions])
    ranks = (found >> np.uint64(32)).astype(np.uint32)
    is_first = np.append(True, ranks[1:] != ranks[:-1])[: len(ranks)]
    first = np.maximum.accumulate(np.where(is_first, np.arange(len(ranks)), 0))
    frame = pl.DataFrame(
        {
            "rank": ranks,
            "row": ((np.arange(len(ranks)) - first) // LONGEST_LIST).astype(np.uint16),
            "paper_numbers": positions.astype(np.int32) + np.int32(first_number),
            "weights": np.maximum(np.rint(LARGEST_WEIGHT * share), 1).astype(np.uint8),
        }
    )
    rows = frame.group_by("rank", "row", maintain_order=True).agg("paper_numbers", "weights")
    return rows.select(
        term=terms.gather(rows["rank"]),
        paper_count=pl.col("paper_numbers").list.len().cast(pl.Int32),
        paper_numbers="paper_numbers",
        weights="weights",
    ).cast(SEARCH_TERM)
