"""From the fields that a format read to a batch of records and rejects.

Every format but the listing page ends here, so titles, abstracts and ids are cleaned in one place
and nothing without a title or an identifier becomes a record. Markup and character references go
from every text, and a venue that is no more than a server of preprints is none. A paper on arXiv
that says that it is withdrawn is retracted, whoever lists it, unless the source itself says whether
it is. Here must not be how any one format is read, nor what an id or a text looks like
(`transforms.identifiers`, `transforms.texts`, `transforms.markup`, `transforms.venues`).
"""

from __future__ import annotations

import polars as pl

from transforms.author_names import cleaned_names
from transforms.identifiers import arxiv_id, arxiv_id_of_doi, arxiv_version, doi, several_dois
from transforms.markup import plain_texts
from transforms.parsed_records import IDENTIFIER, RECORD, REJECT, Batch, Unit
from transforms.texts import one_line, paragraphs
from transforms.venues import published_in
from transforms.withdrawals import is_withdrawn

EXCERPT_CHARS = 200
NO_CONTENT = "it has neither a title nor an identifier"
YEARS = (1000, 9999)
"""A year outside of them is a mark for a missing one, such as 0."""

_LISTS = [name for name, dtype in RECORD.items() if isinstance(dtype, pl.List)]
_DAYS = ("published_on", "updated_on")
_ONE_LINE = ("title", "comment", "venue")


def to_batch(rows: pl.DataFrame, *, after: int, unit: Unit) -> Batch:
    """Clean the fields of rows, and part them into records and rejects.

    Args:
        rows: In the dump's order, (line_start, line_end, reason, excerpt) and any columns of
            `RECORD` but `record_number`, as the dump writes them: `title`, `abstract`, `comment`
            and `venue` with their line breaks and markup, `arxiv_id` as an id of any form or a URL
            with one, with or without its version, `doi` in any form, or several. `reason` is null
            where the row can be read. `excerpt` is the row as it stood, of any length.
        after: How many records came before these.
        unit: What `line_start` and `line_end` count.

    Returns:
        The batch, without chrome; a format that has more to tell replaces those fields of it.
    """
    absent = [pl.lit(None, dtype).alias(n) for n, dtype in RECORD.items() if n not in rows.columns]
    present = [pl.col(n).cast(dtype) for n, dtype in RECORD.items() if n in rows.columns]
    cleaned = _cleaned(rows.with_columns(*absent, *present))
    lines = pl.col("line_end") - pl.col("line_start") + 1
    is_record = pl.col("reason").is_null()
    records = cleaned.filter(is_record)
    rejects = cleaned.filter(~is_record)
    return Batch(
        records=records.with_columns(
            record_number=pl.int_range(after + 1, after + 1 + pl.len(), dtype=pl.Int64)
        )
        .select(RECORD.names())
        .cast(RECORD),
        rejects=rejects.select(
            line_number="line_start",
            line_end="line_end",
            reason="reason",
            excerpt=pl.col("excerpt").str.head(EXCERPT_CHARS),
        ).cast(REJECT),
        record_line_count=int(records.select(lines.sum()).item()),
        chrome_line_count=0,
        reject_line_count=int(rejects.select(lines.sum()).item()),
        unit=unit,
    )


def _cleaned(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with clean fields, and a reason where nothing says which paper one is of."""
    is_unnamed = (
        pl.col("title").is_null()
        & pl.col("arxiv_id").is_null()
        & pl.col("doi").is_null()
        & pl.col("identifiers").is_null()
    )
    several = several_dois(rows["doi"])
    return (
        rows.with_columns(
            *(plain_texts(rows[name]) for name in (*_ONE_LINE, "abstract")),
            _plain_keywords(rows["keywords"]),
        )
        .with_columns(
            *(one_line(pl.col(name)) for name in _ONE_LINE),
            *(pl.when(pl.col(n).dt.year().is_between(*YEARS)).then(n).alias(n) for n in _DAYS),
            abstract=paragraphs(pl.col("abstract")),
            arxiv_version=pl.coalesce("arxiv_version", arxiv_version(pl.col("arxiv_id"))),
            arxiv_id=arxiv_id(pl.col("arxiv_id")),
            doi=doi(pl.col("doi")),
            authors=cleaned_names(rows["authors"]),
            year=pl.when(pl.col("year").is_between(*YEARS)).then("year"),
        )
        .with_columns(doi_id=arxiv_id_of_doi(pl.col("doi")))
        .with_columns(
            arxiv_id=pl.coalesce("arxiv_id", "doi_id"),
            doi=pl.when(pl.col("doi_id").is_null()).then("doi"),
            venue=published_in(pl.col("venue")),
        )
        .pipe(_with_several_dois, several)
        .with_columns(is_retracted=pl.coalesce("is_retracted", _is_withdrawn_from_arxiv()))
        .with_columns(
            pl.when(pl.col(name).list.len() > 0).then(pl.col(name)).alias(name) for name in _LISTS
        )
        .with_columns(reason=pl.coalesce("reason", pl.when(is_unnamed).then(pl.lit(NO_CONTENT))))
    )


def _plain_keywords(keywords: pl.Series) -> pl.Series:
    """Keywords without markup, for which those are looked at that may hold some."""
    if not keywords.count():
        return keywords
    texts = keywords.drop_nulls().explode().struct.field("keyword")
    marked_up = texts.filter(texts.str.contains("[&<]")).unique()
    if not marked_up.len():
        return keywords
    keyword = pl.element().struct.field("keyword")
    plain = keyword.replace(marked_up, plain_texts(marked_up))
    return keywords.list.eval(pl.element().struct.with_fields(plain.alias("keyword")))


def _with_several_dois(rows: pl.DataFrame, several: pl.Series) -> pl.DataFrame:
    """Rows, some of which named more DOIs than one: the further ones are further identifiers.

    One of arXiv's own is an arXiv id wherever it stands.
    """
    if not several.count():
        return rows
    each, no_ids = pl.element(), pl.lit([], pl.List(IDENTIFIER))
    others = several.list.eval(each.filter(arxiv_id_of_doi(each).is_null()))
    further = others.list.slice(1).list.eval(
        pl.struct(scheme=pl.lit("doi"), value=each, schema=dict(IDENTIFIER))
    )
    of_arxiv = several.list.eval(arxiv_id_of_doi(each).drop_nulls()).list.first()
    return rows.with_columns(
        arxiv_id=pl.coalesce("arxiv_id", of_arxiv),
        doi=pl.coalesce(others.list.first(), "doi"),
        identifiers=pl.concat_list(
            pl.col("identifiers").fill_null(no_ids), pl.lit(further).fill_null(no_ids)
        ),
    )


def _is_withdrawn_from_arxiv() -> pl.Expr:
    """Whether a paper on arXiv says so; elsewhere such a remark may be on a copy or a journal."""
    is_on_arxiv = pl.col("arxiv_id").is_not_null()
    return pl.when(is_on_arxiv).then(is_withdrawn(pl.col("comment"), pl.col("abstract")))
