"""How the fields of a table are read one after the other, so that no text is lost on the way.

Here belongs what the steps have in common. Here must not be what a text may be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

Step = tuple[pl.DataFrame, dict[str, pl.Expr]]
"""A frame with more fields, and what is left over of the columns that they were read from."""

Sources = Mapping[str, Sequence[str]]
"""From each field to the columns that it is read from, the one to be preferred first."""


def first(
    work: pl.DataFrame,
    sources: Sources,
    field: str,
    read: Callable[[pl.Series], pl.Series] | None = None,
) -> Step:
    """Add a field: the first of its columns that can be read.

    Args:
        work: A frame with the columns of the field.
        sources: The columns of each field.
        field: The field, which becomes a column.
        read: From texts to values, null where a text cannot be read; the texts as they are if None.
    """
    names = sources.get(field, ())
    if not names:
        return work, {}
    values = [work[name] if read is None else read(work[name]) for name in names]
    value = pl.select(pl.coalesce(values).alias(field)).to_series()
    left: dict[str, pl.Expr] = {}
    for name, each in zip(names, values, strict=True):
        is_taken = each.is_not_null() & each.eq_missing(value)
        left[name] = pl.when(~pl.lit(is_taken)).then(pl.col(name))
    return work.with_columns(value), left


def reading(expression: Callable[[pl.Expr], pl.Expr]) -> Callable[[pl.Series], pl.Series]:
    """An expression of a text as a function of a column of texts."""
    return lambda texts: texts.to_frame("text").select(expression(pl.col("text"))).to_series()
