"""The labelled keyphrase sets, and how a prediction is scored against them.

Protocol: macro F1 in percent, exact match of Porter-stemmed words [a-z0-9]+. A@k counts against
all gold phrases, with the number of predictions up to k as denominator of precision; P@k counts
against the gold phrases that stand in the text, with k as denominator, over the papers that have
any.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

import polars as pl
import snowballstemmer

SETS = Path(__file__).parents[1] / "../shared/keyphrases"
_PORTER = snowballstemmer.stemmer("porter")


@functools.cache
def _stem(word: str) -> str:
    return str(_PORTER.stemWord(word))


def match_key(phrase: str) -> str:
    """Reduce a phrase to what is compared: its stems, one space between them."""
    return " ".join(_stem(word) for word in re.findall(r"[a-z0-9]+", phrase.lower()))


def read_set(name: str) -> pl.DataFrame:
    """Read a labelled set: record_number, title, abstract; gold, present (match keys)."""
    rows = []
    with (SETS / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            paper = json.loads(line)
            phrases = (
                re.sub(r"\s*\([^)]*\)\s*$", "", phrase).strip() or phrase
                for phrase in paper["keyphrases"]
            )
            gold = sorted({match_key(phrase) for phrase in phrases} - {""})
            text = f" {match_key(paper['title'] + '. ' + paper['abstract'])} "
            rows.append(
                {
                    "record_number": number,
                    "title": paper["title"],
                    "abstract": paper["abstract"],
                    "gold": gold,
                    "present": [key for key in gold if f" {key} " in text],
                }
            )
    return pl.DataFrame(rows)


def f1(hits: int, predicted: int, wanted: int) -> float:
    """Compute the harmonic mean of precision and recall."""
    return 2 * hits / (predicted + wanted) if hits else 0.0


def macro_f1(labelled: pl.DataFrame, keywords: pl.DataFrame, at: int) -> tuple[float, float]:
    """Score keywords.

    Args:
        labelled: A frame as `read_set` makes it.
        keywords: Columns record_number, rank, keyword.
        at: How many keywords of each paper count.

    Returns:
        A@k and P@k, in percent.
    """
    ranked = keywords.sort("record_number", "rank").group_by("record_number").agg("keyword")
    predictions = dict(ranked.iter_rows())
    against_all, against_present = [], []
    for number, gold, present in labelled.select("record_number", "gold", "present").iter_rows():
        keys = dict.fromkeys(map(match_key, predictions.get(number, [])))
        best = [key for key in keys if key][:at]
        against_all.append(f1(len(set(best) & set(gold)), len(best), len(gold)))
        if present:
            against_present.append(f1(len(set(best) & set(present)), at, len(present)))
    return (
        100 * sum(against_all) / len(against_all),
        100 * sum(against_present) / max(1, len(against_present)),
    )
