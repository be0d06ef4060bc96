"""Other ways to rank phrases, to hold the shipped one against: all take texts and know no labels.

YAKE and rake-nltk are needed for measuring alone (`pip install yake rake-nltk`).
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path

import polars as pl

from transforms.background import load_background
from transforms.phrase_features import describe, features
from transforms.phrases import write_phrases

MOST_KEYWORDS = 15


def formula(papers: pl.DataFrame) -> pl.DataFrame:
    """Rank the candidates by a formula without fitted weights.

    Early, whole noun groups of many sentences count, those that an acronym stands for more.
    """
    background = load_background()
    described = describe(papers, background)
    column = pl.col
    score = (
        (1 + column("sentences")).log()
        + column("defines").cast(pl.Float64)
        + column("whole_in_title") / 2
        + column("after_preposition") / 2
        + (column("own_wholeness") + 0.1).log() / 2
        - (column("place") + 8.0).log() / 2
    )
    scored = write_phrases(described, features(described, background)).with_columns(score=score)
    return (
        scored.sort(
            "record_number", "score", "row", "length", descending=[False, True, False, True]
        )
        .with_columns(rank=pl.int_range(pl.len()).over("record_number"))
        .filter(pl.col("rank") < MOST_KEYWORDS)
        .select("record_number", "rank", "keyword")
    )


def yake(papers: pl.DataFrame) -> pl.DataFrame:
    """Rank by YAKE as it comes, with phrases of up to three words."""
    from yake import KeywordExtractor  # noqa: PLC0415

    extractor = KeywordExtractor(lan="en", n=3, top=MOST_KEYWORDS)
    return _each(papers, lambda text: [phrase for phrase, _ in extractor.extract_keywords(text)])


def rake(papers: pl.DataFrame) -> pl.DataFrame:
    """Rank by rake-nltk, with YAKE's stop words: those of NLTK are a download."""
    import yake.core  # noqa: PLC0415
    from rake_nltk import Rake  # noqa: PLC0415

    lists = Path(str(yake.core.__file__)).parent / "StopwordsList"
    extractor = Rake(
        stopwords=set((lists / "stopwords_en.txt").read_text("utf-8").split()),
        include_repeated_phrases=False,
        sentence_tokenizer=lambda text: re.split(r"(?<=[.!?])\s+", text),
        word_tokenizer=lambda text: re.findall(r"\w+(?:-\w+)*|[^\w\s]", text),
    )

    def phrases(text: str) -> list[str]:
        extractor.extract_keywords_from_text(text)
        return list(extractor.get_ranked_phrases()[:MOST_KEYWORDS])

    return _each(papers, phrases)


def _each(papers: pl.DataFrame, extract: Callable[[str], list[str]]) -> pl.DataFrame:
    """Extract from the text of each paper: record_number, rank, keyword."""
    rows = [
        (number, rank, phrase)
        for number, title, abstract in papers.select(
            "record_number", "title", "abstract"
        ).iter_rows()
        for rank, phrase in enumerate(extract(f"{title}. {abstract}"))
    ]
    return pl.DataFrame(rows, schema=["record_number", "rank", "keyword"], orient="row")


def installed() -> dict[str, Callable[[pl.DataFrame], pl.DataFrame]]:
    """The ways to rank that can be run here, by name."""
    methods: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {"formula, no labels": formula}
    if importlib.util.find_spec("yake"):
        methods["YAKE"] = yake
        if importlib.util.find_spec("rake_nltk"):
            methods["rake-nltk"] = rake
    return methods
