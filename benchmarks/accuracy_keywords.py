"""How well keyword extraction finds labelled phrases: macro F1 on the validation sets.

Run: `python benchmarks/accuracy_keywords.py`.
"""

from __future__ import annotations

from benchmarks.keyphrase_sets import macro_f1, read_set
from transforms.record_keywords import extract_keywords


def section() -> list[tuple[str, ...]]:
    """Measure: one row per set and k, as (set, measure, percent)."""
    rows = []
    for name, measure in (("kp20k_small_valid", "P"), ("inspec_valid", "A")):
        labelled = read_set(name)
        texts = labelled.select(
            "record_number", "title", "abstract", keywords=None, categories=None
        )
        keywords = extract_keywords(texts)
        for at in (5, 10):
            against_all, against_present = macro_f1(labelled, keywords, at)
            value = against_present if measure == "P" else against_all
            rows.append((name, f"{measure}@{at}", f"{value:.1f}"))
    return rows


if __name__ == "__main__":
    for row in section():
        print(*row)
