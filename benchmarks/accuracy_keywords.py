"""How well keyword extraction finds labelled phrases: macro F1 on the validation sets.

Both profiles, a formula that knows no labels, and two well-known tools on the same texts; the
tools are left out where they are not installed. The protocol stands in `keyphrase_sets`.

Run: `python -m benchmarks.accuracy_keywords`.
"""

from __future__ import annotations

import functools
import time

from benchmarks.keyphrase_sets import macro_f1, read_set
from benchmarks.keyword_baselines import installed
from transforms.record_keywords import PROFILES, extract_keywords

SETS = {"kp20k_small_valid": "P", "inspec_valid": "A"}
"""P counts against the gold phrases that stand in the text, A against all."""

AT = (5, 10)


def section() -> list[tuple[str, str, str]]:
    """Measure: one row per set and method, as (set and method, measures, percents)."""
    methods = {
        f"profile {profile}": functools.partial(extract_keywords, profile=profile)
        for profile in PROFILES
    }
    rows = []
    for name, measure in SETS.items():
        labelled = read_set(name)
        texts = labelled.drop("gold", "present").with_columns(keywords=None, categories=None)
        for method, extract in (methods | installed()).items():
            started = time.perf_counter()
            keywords = extract(texts)
            speed = texts.height / (time.perf_counter() - started)
            values = [macro_f1(labelled, keywords, at)["AP".index(measure)] for at in AT]
            rows.append(
                (
                    f"{name} {method}",
                    " / ".join(f"{measure}@{at}" for at in AT),
                    " / ".join(f"{value:.1f}" for value in values)
                    + f"  ({keywords.height / texts.height:.1f} a paper, {speed:,.0f} papers/s)",
                )
            )
    return rows


if __name__ == "__main__":
    for row in section():
        print(*row)
