"""Works of OpenAlex: JSON Lines of the snapshot, or the answers of its API.

Here belong the fields of a work and what becomes of each. Here must not be how JSON falls apart
into records (`transforms.formats.json_elements`), nor how a record is cleaned
(`transforms.formats.batches`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from transforms.author_names import forenames_first
from transforms.formats.columns import categories, identifiers
from transforms.formats.format import Format
from transforms.formats.json_elements import parse_json, top_level_keys
from transforms.identifiers import arxiv_id
from transforms.parsed_records import Batch

PARATEXT = "OpenAlex calls it paratext, such as a cover or a table of contents: it is no paper"
DELETED = "OpenAlex keeps all that it deleted under this one id: it is no paper"

DELETED_WORK = "W4285719527"
"""The one work that stands for all deleted ones, as the code of OpenAlex's own site names it."""

_SOURCE = pl.Struct({"display_name": pl.String(), "type": pl.String()})
_LOCATION = pl.Struct(
    {"landing_page_url": pl.String(), "pdf_url": pl.String(), "source": _SOURCE},
)
_TOPIC = pl.Struct({"display_name": pl.String()})

SCHEMA = pl.Schema(
    {
        "id": pl.String(),
        "doi": pl.String(),
        "ids": pl.Struct(
            {
                "openalex": pl.String(),
                "doi": pl.String(),
                "mag": pl.String(),
                "pmid": pl.String(),
                "pmcid": pl.String(),
            }
        ),
        "title": pl.String(),
        "display_name": pl.String(),
        "publication_date": pl.String(),
        "publication_year": pl.Int64(),
        "type": pl.String(),
        "authorships": pl.List(
            pl.Struct(
                {
                    "author": pl.Struct({"display_name": pl.String()}),
                    "raw_author_name": pl.String(),
                }
            )
        ),
        "primary_location": _LOCATION,
        "locations": pl.List(_LOCATION),
        "is_retracted": pl.Boolean(),
        "is_paratext": pl.Boolean(),
        "keywords": pl.List(
            pl.Struct({"display_name": pl.String(), "keyword": pl.String(), "score": pl.Float64()})
        ),
        "concepts": pl.List(pl.Struct({"display_name": pl.String(), "score": pl.Float64()})),
        "primary_topic": _TOPIC,
        "topics": pl.List(_TOPIC),
        "abstract_inverted_index": pl.Map(pl.String(), pl.List(pl.Int64())),
    }
)
"""What is read of a work (https://docs.openalex.org/api-entities/works/work-object).

A keyword's name was `keyword` until 2024. The day on which OpenAlex last changed its row
(`updated_date`) says nothing of the paper.
"""

_OF_WORKS_ONLY = frozenset(
    {"abstract_inverted_index", "authorships", "primary_location", "publication_year"}
)
_NO_VENUES = ("repository", "metadata")


def to_rows(works: pl.DataFrame) -> pl.DataFrame:
    """The fields of works as those of records.

    Args:
        works: Frame of `SCHEMA` and (line_start, line_end, excerpt, reason).

    Returns:
        The rows that `to_batch` takes.
    """
    openalex = pl.coalesce("id", pl.col("ids").struct.field("openalex")).pipe(openalex_id)
    doi = pl.coalesce("doi", pl.col("ids").struct.field("doi"))
    source = pl.col("primary_location").struct.field("source").struct
    return works.select(
        "line_start",
        "line_end",
        "excerpt",
        pl.coalesce(
            "reason",
            pl.when(openalex == DELETED_WORK).then(pl.lit(DELETED)),
            pl.when(pl.col("is_paratext") | (pl.col("type") == "paratext")).then(pl.lit(PARATEXT)),
        ).alias("reason"),
        title=pl.coalesce("title", "display_name"),
        abstract=_abstracts(works["abstract_inverted_index"]),
        arxiv_id=pl.when(~doi.str.contains(r"(?i)10\.48550/arxiv").fill_null(value=False)).then(
            _arxiv_id_of_locations()
        ),
        doi=doi,
        identifiers=identifiers(
            openalex=openalex,
            mag=_digits("mag"),
            pmid=_digits("pmid"),
            pmcid="PMC" + _digits("pmcid"),
        ),
        published_on=pl.col("publication_date").str.to_date("%Y-%m-%d", strict=False),
        year="publication_year",
        venue=pl.when(~source.field("type").is_in(_NO_VENUES).fill_null(value=False)).then(
            source.field("display_name")
        ),
        is_retracted="is_retracted",
        authors=_author_names(),
        categories=_categories(),
        keywords=_keywords(),
    )


def openalex_id(text: pl.Expr) -> pl.Expr:
    """The id of a work, as in `W2741809807`, from its URL or itself; null where there is none."""
    return text.str.extract(r"(?i)^\s*(?:\S*/)?(W\d+)\s*$", 1).str.to_uppercase()


def _abstracts(indexes: pl.Series) -> pl.Series:
    """Texts, each from the positions of its words; null where there is no word."""
    rows = indexes.alias("index").to_frame().with_row_index("row")
    words = (
        rows.select("row", word=pl.col("index").map.entries())
        .explode("word")
        .unnest("word")
        .explode("value")
        .filter(pl.col("value").is_not_null())
    )
    texts = words.group_by("row").agg(
        abstract=pl.col("key").sort_by("value", maintain_order=True).str.join(" ")
    )
    joined = rows.select("row").join(texts, on="row", how="left", maintain_order="left")
    return joined["abstract"]


def _digits(name: str) -> pl.Expr:
    """The number of an id, which stands alone or ends an address."""
    return pl.col("ids").struct.field(name).str.extract(r"(\d+)(?:\.0)?/?\s*$", 1)


def _arxiv_id_of_locations() -> pl.Expr:
    """The arXiv id in the first address of arXiv at which the work can be read."""
    primary = pl.col("primary_location")
    others = pl.col("locations").list.eval
    urls = pl.concat_list(
        primary.struct.field("landing_page_url"),
        primary.struct.field("pdf_url"),
        *(
            pl.when(pl.col("locations").is_null())
            .then(pl.lit([], pl.List(pl.String())))
            .otherwise(others(pl.element().struct.field(name)))
            for name in ("landing_page_url", "pdf_url")
        ),
    )
    of_arxiv = pl.element().filter(pl.element().str.contains(r"(?i)arxiv\."))
    return urls.list.eval(arxiv_id(of_arxiv).drop_nulls()).list.first()


def _author_names() -> pl.Expr:
    """The names of the authors; where OpenAlex knows none, as the source of the work writes it."""
    author = pl.element().struct
    known = author.field("author").struct.field("display_name")
    names = pl.col("authorships").list.eval(pl.coalesce(known, author.field("raw_author_name")))
    has_unknown = pl.col("authorships").list.eval(known.is_null()).list.any()
    return pl.when(has_unknown).then(forenames_first(names)).otherwise(names)


def _categories() -> pl.Expr:
    """The topics, the primary one first."""
    topics = pl.col("topics").list.eval(pl.element().struct.field("display_name"))
    names = pl.concat_list(
        pl.col("primary_topic").struct.field("display_name"),
        pl.when(topics.is_null()).then(pl.lit([], pl.List(pl.String()))).otherwise(topics),
    )
    return categories(names.list.drop_nulls().list.unique(maintain_order=True), "openalex")


def _keywords() -> pl.Expr:
    """The keywords with their scores; where there are none, the concepts that came before them."""
    field = pl.element().struct.field
    score = field("score")
    keywords = pl.col("keywords").list.eval(
        _named(pl.coalesce(field("display_name"), field("keyword")), score)
    )
    # A concept of score 0 is only an ancestor of one that fits.
    concepts = pl.col("concepts").list.eval(
        _named(field("display_name"), pl.when(score != 0).then(score))
    )
    fitting = concepts.list.filter(pl.element().struct.field("score").is_not_null())
    return pl.when(keywords.list.len() > 0).then(keywords).otherwise(fitting)


def _named(name: pl.Expr, score: pl.Expr) -> pl.Expr:
    """Keywords with a name."""
    return pl.struct(
        keyword=name,
        source=pl.lit("index"),
        score=pl.when(score.is_between(0, 1)).then(score),
    ).filter(name.str.contains(r"\S"))


def recognises(head: bytes) -> bool:
    """Whether the first object is a work of OpenAlex, even where the head ends within it."""
    keys = top_level_keys(head)
    return "id" in keys and bool(keys & _OF_WORKS_ONLY) and b"openalex.org/w" in head.lower()


def parse(stream: BinaryIO) -> Iterator[Batch]:
    """Read works; see `Format.parse`."""
    return parse_json(stream, SCHEMA, to_rows)


OPENALEX_WORKS = Format(
    name="openalex_works",
    description="Works of OpenAlex, from its snapshot or its API (JSON Lines or one array)",
    recognises=recognises,
    parse=parse,
)
