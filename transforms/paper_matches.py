"""The paper_matches table: why two records are one paper, and why two others are not.

Here belongs the making of its rows out of what the rules decided. Here must not be a rule
(`transforms.identity`).
"""

from __future__ import annotations

import polars as pl

from transforms.identity.decisions import SAME_RECORD
from transforms.identity.resolve import Identity
from transforms.record_keys import key_number
from transforms.record_papers import papers_of_nodes
from warehouse.schema import PAPER_MATCHES

NO_WORDS = "a title without words"
"""The evidence where records are alike, have no identifier, and a title such as `?`."""

_PLACE = ("dump_id", "record_number")


def paper_matches(identity: Identity, record_keys: pl.LazyFrame) -> pl.LazyFrame:
    """List the pairs of records that a rule looked at.

    A paper of n records has n - 1 pairs that joined it; of pairs that were not joined there is one
    for each two papers and rule.

    Args:
        identity: Which records are one paper (`transforms.identity.resolve`).
        record_keys: Frame of `RECORD_KEYS` and `dump_id`, the same that was resolved.

    Returns:
        Frame of `warehouse.schema.PAPER_MATCHES`.
    """
    nodes = identity.nodes.select("node", *_PLACE, paper_id=papers_of_nodes(identity)).lazy()
    pairs = [_judged(identity, nodes, record_keys), _repeated(identity, nodes, record_keys)]
    schema = PAPER_MATCHES.polars_schema
    return pl.concat(each.select(schema.names()).cast(schema) for each in pairs).filter(
        pl.col("left_paper_id").is_not_null() | pl.col("right_paper_id").is_not_null()
    )


def _judged(identity: Identity, nodes: pl.LazyFrame, record_keys: pl.LazyFrame) -> pl.LazyFrame:
    """The pairs of records that rules decided on."""
    sides = [
        nodes.rename({"node": side, **{name: f"{side}_{name}" for name in (*_PLACE, "paper_id")}})
        for side in ("left", "right")
    ]
    pairs = identity.decisions.lazy().join(sides[0], on="left").join(sides[1], on="right")
    ends = pl.concat([identity.decisions["left"], identity.decisions["right"]]).unique()
    looked_at = nodes.join(pl.LazyFrame({"node": ends}), on="node", how="semi").select(_PLACE)
    words = record_keys.select(*_PLACE, "title_words").join(looked_at, on=_PLACE, how="semi")
    left_words, right_words = (
        words.rename({name: f"{side}_{name}" for name in (*_PLACE, "title_words")})
        for side in ("left", "right")
    )
    title = pl.col("left_title_words").fill_null("")
    titles = (
        pl.when(title.eq_missing(pl.col("right_title_words")))
        .then(title)
        .otherwise(pl.concat_str(title, pl.lit(" / "), pl.col("right_title_words").fill_null("")))
    )
    return (
        pairs.join(left_words, on=["left_dump_id", "left_record_number"])
        .join(right_words, on=["right_dump_id", "right_record_number"])
        .join(_identifiers(identity, nodes, record_keys), on="hash", how="left")
        .with_columns(evidence=pl.coalesce("identifier", titles))
    )


def _identifiers(
    identity: Identity, nodes: pl.LazyFrame, record_keys: pl.LazyFrame
) -> pl.LazyFrame:
    """The identifiers behind the hashes of decisions: (hash, identifier as `scheme:value`)."""
    shared = identity.decisions.lazy().drop_nulls("hash")
    carriers = nodes.join(shared.select(node="left"), on="node", how="semi").select(_PLACE)
    keys = record_keys.select(*_PLACE, "arxiv_id", "doi", "identifiers").join(carriers, on=_PLACE)
    each = pl.concat(
        [
            keys.select(scheme=pl.lit("arxiv"), value="arxiv_id"),
            keys.select(scheme=pl.lit("doi"), value="doi"),
            keys.select(pl.col("identifiers"))
            .drop_nulls()
            .explode("identifiers")
            .unnest("identifiers"),
        ]
    )
    return (
        each.drop_nulls()
        .unique()
        .select(
            hash=key_number(pl.col("scheme"), pl.col("value")),
            identifier=pl.concat_str("scheme", "value", separator=":"),
        )
        .join(shared.select("hash"), on="hash", how="semi")
    )


def _repeated(identity: Identity, nodes: pl.LazyFrame, record_keys: pl.LazyFrame) -> pl.LazyFrame:
    """The records that are alike: each with the first of them."""
    empty = {name: pl.lit(None) for name in ("reason", "title_similarity", "author_overlap")}
    facts = ("arxiv_id", "doi", "title_words", "identifiers")
    first = pl.col("identifiers").list.first().struct
    evidence = pl.coalesce(
        pl.concat_str(pl.lit("arxiv:"), "arxiv_id"),
        pl.concat_str(pl.lit("doi:"), "doi"),
        pl.when(pl.col("title_words") != "").then("title_words"),
        pl.concat_str(first.field("scheme"), pl.lit(":"), first.field("value")),
        pl.lit(NO_WORDS),
    )
    return (
        identity.rows.filter(~pl.col("node").is_first_distinct())
        .lazy()
        .join(nodes, on="node", suffix="_first")
        .join(record_keys.select(*_PLACE, *facts), on=_PLACE)
        .select(
            rule=pl.lit(SAME_RECORD),
            decision=pl.lit("joined"),
            evidence=evidence,
            left_dump_id="dump_id_first",
            left_record_number="record_number_first",
            right_dump_id="dump_id",
            right_record_number="record_number",
            left_paper_id="paper_id",
            right_paper_id="paper_id",
            year_gap=pl.lit(None, pl.Int64),
            **empty,
        )
    )
