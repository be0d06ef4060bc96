"""Makes `transforms/data/word_classes.parquet`: how often a word is a noun, an adjective, a verb.

Source: the shared lexicon of part-of-speech counts (made with spaCy en_core_web_sm 3.8 over
abstracts).

Run: `python benchmarks/make_word_classes.py`.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from transforms.words import ADJECTIVE_ENDING

ROOT = Path(__file__).parents[1]
LEXICON = ROOT / "../shared/keyphrases/pos_lexicon.parquet"
TABLE = ROOT / "transforms/data/word_classes.parquet"

LEAST_COUNT = 3
"""Words seen less often are judged by their endings, where these tell something."""


def word_classes(lexicon: pl.DataFrame) -> pl.DataFrame:
    """Reduce the lexicon to whole percentages of noun (names included), adjective and verb uses."""
    percent = pl.UInt8
    return (
        lexicon.filter((pl.col("cnt") >= LEAST_COUNT) | ~pl.col("w").str.contains(ADJECTIVE_ENDING))
        .select(
            word="w",
            noun=((pl.col("p_n") + pl.col("p_p")) * 100).round().cast(percent),
            adjective=(pl.col("p_a") * 100).round().cast(percent),
            verb=(pl.col("p_v") * 100).round().cast(percent),
        )
        .sort("word")
    )


if __name__ == "__main__":
    table = word_classes(pl.read_parquet(LEXICON))
    table.write_parquet(TABLE, compression="zstd", compression_level=19)
    print(f"{table.height:,} words, {TABLE.stat().st_size:,} bytes")
