"""Rules for records under the same title key: with authors on both sides, and without.

Here belong these rules and what makes a title ambiguous. Here must not be near titles
(`transforms.identity.near_titles`).
"""

from __future__ import annotations

import polars as pl

from transforms.identity.decisions import carry_out, decided
from transforms.identity.facts import Known, limits, texts_of, with_facts
from transforms.identity.groups import Numbers

MOST_RECORDS = 50
"""Records under one title above which only identifiers tell papers apart."""

CLEAR_OVERLAP = 0.5
"""Author overlap from which the same title may lie more years apart."""

AMBIGUOUS_OVERLAP = 0.8
"""Author overlap that the same title wants where several papers have it."""

COMMON_AUTHOR = 0.5
"""The share of a title's records that must have an author in common, if there are three or more."""

LONG_KEY = 30
"""Characters of a title key from which a record without authors is taken for that paper."""

TEXT = "same title and abstract"
AUTHORS = "same title and authors"
AMBIGUOUS = "same ambiguous title, authors and year"
LEFT_OVER = "same ambiguous title and authors"
NO_AUTHORS = "same title, authors not known"

OTHER_AUTHORS = "other authors"
YEARS_APART = "years apart"
AMBIGUOUS_TITLE = "several papers have this title"
SHORT_TITLE = "a title too short or too common without authors"
TOO_MANY = "more than 50 records have this title"


def profiles_of_titles(known: Known, labels: Numbers) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The titles that several groups share, and who stands under each of them.

    Args:
        known: What is known of the nodes.
        labels: The group of each node.

    Returns:
        Frame (title_hash, node, label, is_distinctive, is_listed, has_authors, abstract_hash, year,
        source, profiles, is_ambiguous), one node for each group, authors and year under a title;
        and the texts of these nodes.
    """
    titled = known.nodes.with_columns(label=labels).drop_nulls("title_hash")
    shared = (
        titled.lazy()
        .group_by("title_hash")
        .agg(first=pl.col("label").min(), last=pl.col("label").max())
        .filter(pl.col("first") != pl.col("last"))
        .select("title_hash")
        .collect()
    )
    nodes = titled.join(shared, on="title_hash", how="semi")
    texts = texts_of(known, nodes["node"])
    profiles = (
        nodes.join(texts, on="node")
        .with_columns(names=pl.col("author_keys").list.join("|"))
        .sort("node")
        .unique(
            ["title_hash", "label", "names", "year", "abstract_hash"],
            keep="first",
            maintain_order=True,
        )
        .with_columns(profiles=pl.len().over("title_hash"))
    )
    ambiguous = pl.concat([_without_common_author(profiles), _repeated(known, profiles)]).unique()
    return profiles.select(
        "title_hash",
        "node",
        "label",
        "is_distinctive",
        "is_listed",
        "has_authors",
        "abstract_hash",
        "year",
        "source",
        "profiles",
        is_ambiguous=~pl.col("is_distinctive")
        | pl.col("title_hash").is_in(ambiguous["title_hash"].implode()),
    ), texts


def same_titles(
    known: Known, labels: Numbers, profiles: pl.DataFrame, texts: pl.DataFrame
) -> tuple[Numbers, pl.DataFrame]:
    """Join records under one title whose abstracts or authors agree.

    Args:
        known: What is known of the nodes.
        labels: The group of each node.
        profiles: Who stands under each shared title (`profiles_of_titles`).
        texts: The texts of these nodes.

    Returns:
        The new labels, and the decisions that joined.
    """
    few = profiles.filter(pl.col("profiles") <= MOST_RECORDS)
    side = few.select("title_hash", "node", "label", "abstract_hash")
    pairs = (
        few.join(side, on="title_hash", suffix="_right")
        .filter(pl.col("node") < pl.col("node_right"), pl.col("label") != pl.col("label_right"))
        .select(
            "is_ambiguous",
            "is_distinctive",
            left="node",
            right="node_right",
            same_abstract=(pl.col("abstract_hash") == pl.col("abstract_hash_right")).fill_null(
                value=False
            ),
        )
    )
    facts = with_facts(pairs, known, labels, texts)
    overlap, gap = pl.col("author_overlap"), pl.col("year_gap")
    by_text = pl.col("same_abstract") & (overlap.fill_null(1) > 0) & pl.col("in_wide_years")
    by_authors = (
        ~pl.col("is_ambiguous")
        & (overlap > 0)
        & (pl.col("in_years") | (pl.col("in_wide_years") & (overlap >= CLEAR_OVERLAP)))
    )
    by_year = pl.col("is_ambiguous") & (overlap >= AMBIGUOUS_OVERLAP) & (gap == 0)
    by_what_is_left = pl.col("is_distinctive") & (overlap >= AMBIGUOUS_OVERLAP) & pl.col("in_years")
    rule = (
        pl.when(by_text)
        .then(pl.lit(TEXT))
        .when(by_authors)
        .then(pl.lit(AUTHORS))
        .when(by_year)
        .then(pl.lit(AMBIGUOUS))
        .when(by_what_is_left)
        .then(pl.lit(LEFT_OVER))
    )
    accepted = facts.with_columns(rule=rule).filter(
        pl.col("rule").is_not_null(), pl.col("veto").is_null()
    )
    ranks = {rule: rank for rank, rule in enumerate((TEXT, AUTHORS, AMBIGUOUS, LEFT_OVER))}
    decisions = decided(
        accepted.with_columns(decision=pl.lit("joined"), title_similarity=1.0)
    ).with_columns(rank=accepted["rule"].replace_strict(ranks, return_dtype=pl.Int64))
    return carry_out(labels, decisions, limits(known, labels, decisions))


def titles_without_authors(
    known: Known, labels: Numbers, profiles: pl.DataFrame, texts: pl.DataFrame
) -> tuple[Numbers, pl.DataFrame]:
    """Join records that lack authors to the one paper that has their title.

    A title that several papers have joins none of them.

    Args:
        known: What is known of the nodes.
        labels: The group of each node.
        profiles: Who stands under each shared title (`profiles_of_titles`).
        texts: The texts of these nodes.

    Returns:
        The new labels, and the decisions that joined.
    """
    few = profiles.with_columns(label=labels[profiles["node"].to_numpy()]).filter(
        pl.col("profiles") <= MOST_RECORDS, "is_distinctive"
    )
    one_paper = few.join(_of_several(known, few, labels), on="title_hash", how="anti")
    heads = (
        one_paper.sort(pl.col("has_authors"), "node", descending=[True, False])
        .unique("title_hash", keep="first", maintain_order=True)
        .select("title_hash", left="node", head_label="label", head_is_listed="is_listed")
    )
    pairs = (
        one_paper.join(heads, on="title_hash")
        .filter(~pl.col("has_authors"), pl.col("label") != pl.col("head_label"))
        .select("left", right="node", is_listed=pl.col("is_listed") | pl.col("head_is_listed"))
    )
    facts = with_facts(pairs, known, labels, texts)
    is_long = pl.col("left_words").str.replace_all(" ", "").str.len_chars() >= LONG_KEY
    accepted = facts.filter(pl.col("veto").is_null(), "in_years", is_long | pl.col("is_listed"))
    decisions = decided(
        accepted.with_columns(
            rule=pl.lit(NO_AUTHORS), decision=pl.lit("joined"), title_similarity=1.0
        )
    ).with_columns(rank=pl.lit(0))
    return carry_out(labels, decisions, limits(known, labels, decisions))


def titles_kept_apart(
    known: Known, labels: Numbers, profiles: pl.DataFrame, texts: pl.DataFrame
) -> pl.DataFrame:
    """Say of titles that several papers have in the end why they are not one.

    Args:
        known: What is known of the nodes.
        labels: The group of each node, in the end.
        profiles: Who stands under each shared title (`profiles_of_titles`).
        texts: The texts of these nodes.

    Returns:
        Decisions: of each title, the first paper with each other one.
    """
    papers = (
        profiles.with_columns(label=labels[profiles["node"].to_numpy()])
        .sort("node")
        .unique(["title_hash", "label"], keep="first", maintain_order=True)
    )
    firsts = papers.unique("title_hash", keep="first", maintain_order=True)
    pairs = papers.join(
        firsts.select("title_hash", left="node", first_label="label"), on="title_hash"
    ).filter(pl.col("label") != pl.col("first_label"))
    facts = with_facts(
        pairs.select("left", "is_distinctive", "is_ambiguous", "profiles", right="node"),
        known,
        labels,
        texts,
    )
    overlap = pl.col("author_overlap")
    reason = (
        pl.when(pl.col("veto").is_not_null())
        .then(pl.col("veto"))
        .when(pl.col("profiles") > MOST_RECORDS)
        .then(pl.lit(TOO_MANY))
        .when(overlap == 0)
        .then(pl.lit(OTHER_AUTHORS))
        .when(~pl.col("in_wide_years"))
        .then(pl.lit(YEARS_APART))
        .when(~pl.col("is_distinctive") | (overlap.is_null() & ~pl.col("is_ambiguous")))
        .then(pl.lit(SHORT_TITLE))
        .when("is_ambiguous")
        .then(pl.lit(AMBIGUOUS_TITLE))
        .otherwise(pl.lit(YEARS_APART))
    )
    decision = pl.when(pl.col("veto").is_not_null()).then(pl.lit("vetoed"))
    return decided(
        facts.with_columns(
            rule=pl.lit("same title"),
            decision=decision.otherwise(pl.lit("rejected")),
            reason=reason,
            title_similarity=1.0,
        )
    )


def _without_common_author(profiles: pl.DataFrame) -> pl.DataFrame:
    """Titles of three or more records of which hardly two have an author in common."""
    named = profiles.filter(pl.col("has_authors")).with_columns(named=pl.len().over("title_hash"))
    return (
        named.filter(pl.col("named") >= 3)
        .explode("author_keys")
        .with_columns(pl.col("author_keys").str.extract(r"^(\S+)"))
        .group_by("title_hash", "author_keys")
        .agg(pl.col("node").n_unique(), pl.col("named").first())
        .group_by("title_hash")
        .agg(share=(pl.col("node") / pl.col("named")).max())
        .filter(pl.col("share") < COMMON_AUTHOR)
        .select("title_hash")
    )


def _repeated(known: Known, profiles: pl.DataFrame) -> pl.DataFrame:
    """Titles that stand for several papers by their identifiers, or in one source."""
    return (
        profiles.select("title_hash", "label", "node")
        .join(known.tags, on="node")
        .group_by("title_hash", "tag")
        .agg(pl.col("label").n_unique())
        .filter(pl.col("label") > 1)
        .select("title_hash")
        .unique()
    )


def _of_several(known: Known, profiles: pl.DataFrame, labels: Numbers) -> pl.DataFrame:
    """Titles under which two groups stand that are not one: both have authors, or a tag twice."""
    several_authors = (
        profiles.filter(pl.col("has_authors"))
        .group_by("title_hash")
        .agg(pl.col("label").n_unique())
        .filter(pl.col("label") > 1)
        .select("title_hash")
    )
    tags = limits(known, labels, profiles.select(left="node", right="node")).tags
    several_tags = (
        profiles.select("title_hash", "label")
        .unique()
        .join(tags, on="label")
        .filter(pl.len().over("title_hash", "tag") > 1)
        .select("title_hash")
    )
    return pl.concat([several_authors, several_tags]).unique()
