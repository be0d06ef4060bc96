"""The pairs that a rule looked at, and what it decided.

Here belong the shape of a decision and the carrying out of those that join. Here must not be a
rule.
"""

from __future__ import annotations

import polars as pl

from transforms.identity.closure import Limits, close
from transforms.identity.groups import Numbers

DECISION = pl.Enum(["joined", "vetoed", "rejected"])

DECISIONS = pl.Schema(
    {
        "rule": pl.String(),
        "decision": DECISION,
        "reason": pl.String(),
        "left": pl.Int64(),
        "right": pl.Int64(),
        "hash": pl.UInt64(),
        "title_similarity": pl.Float64(),
        "author_overlap": pl.Float64(),
        "year_gap": pl.Int64(),
    }
)
"""One row per pair of nodes. `reason` is null where they were joined; `hash` is the identifier that
they share, if that is the rule."""

SAME_RECORD = "same record"
"""The rule for records that are alike in all that identity looks at."""

BROKEN = "one paper would hold what excludes each other"
UNKNOWN_GAP = 2
"""Where a year is unknown, it counts for less than a small gap and for more than a wide one."""


def decided(pairs: pl.DataFrame) -> pl.DataFrame:
    """Give pairs the shape of decisions; what they do not say is null."""
    absent = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in DECISIONS.items()
        if name not in pairs.columns
    ]
    return pairs.with_columns(absent).select(DECISIONS.names()).cast(DECISIONS)


def carry_out(
    labels: Numbers, decisions: pl.DataFrame, limits: Limits
) -> tuple[Numbers, pl.DataFrame]:
    """Join what is to be joined, as far as the limits allow.

    Args:
        labels: The group of each node.
        decisions: Frame of `DECISIONS` and `rank`, the place of the rule among those of its phase.
        limits: What a group may not hold.

    Returns:
        The new labels; and the decisions to show: of the pairs that were to be joined those that
        were needed for it, and one for each two groups that were kept apart after all.
    """
    strength = pl.struct(
        "rank",
        gap=pl.col("year_gap").fill_null(UNKNOWN_GAP),
        other_authors=1 - pl.col("author_overlap").fill_null(0.5).round(1),
        unlikeness=1 - pl.col("title_similarity").fill_null(1).round(2),
    ).rank("dense")
    ordered = (
        decisions.filter(pl.col("decision") == "joined")
        .with_columns(strength=strength.cast(pl.Int64))
        .sort("strength", "left", "right")
    )
    joined, used = close(labels, ordered.select("left", "right", "strength"), limits)
    broken = (
        ordered.with_columns(
            left_label=joined[ordered["left"].to_numpy()],
            right_label=joined[ordered["right"].to_numpy()],
        )
        .filter(pl.col("left_label") != pl.col("right_label"))
        .with_columns(
            one=pl.min_horizontal("left_label", "right_label"),
            other=pl.max_horizontal("left_label", "right_label"),
        )
        .unique(["one", "other"], keep="first", maintain_order=True)
        .with_columns(
            decision=pl.lit("vetoed", DECISION), reason=pl.coalesce("reason", pl.lit(BROKEN))
        )
    )
    shown = [ordered.filter(used), broken, decisions.filter(pl.col("decision") != "joined")]
    return joined, pl.concat(each.select(DECISIONS.names()) for each in shown)
