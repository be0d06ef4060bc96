"""`paperhouse build` with a keyword extraction that finds nothing: what all the rest costs.

Run: `python -m benchmarks.build_without_keywords DUMP ... [OPTIONS]`.
"""

from __future__ import annotations

import sys

import polars as pl

from orchestration.cli import main
from transforms import record_keywords


def no_keywords(*_: object) -> pl.DataFrame:
    """Find no keyword in any record."""
    return record_keywords.RECORD_KEYWORD.to_frame()


if __name__ == "__main__":
    record_keywords.extract_keywords = no_keywords
    main(["build", *sys.argv[1:]])
