"""Where columns come from, for those that are handed on as they are or follow from named columns.

Declared only where it is true of every row. Identity and ranking look at whole tables, so their
results have no column lineage.
"""

from __future__ import annotations

import dagster as dg

_LINK_COLUMNS = (
    "url",
    "host",
    "owner",
    "repository",
    "subpath",
    "kind",
    "source_field",
    "raw_text",
    "is_official",
    "mentioned_in_paper",
    "mentioned_in_github",
    "framework",
)

_CHOSEN_FACTS = (
    "paper_id",
    "arxiv_id",
    "doi",
    "published_on",
    "updated_on",
    "year",
    "is_retracted",
    "primary_category",
)

_SOURCES: dict[str, dict[str, tuple[str, ...]]] = {
    "papers": {
        "title": ("parsed_records.title",),
        "abstract": ("parsed_records.abstract",),
        "venue": ("parsed_records.venue",),
        "comment": ("parsed_records.comment",),
        **{name: (f"paper_records.{name}",) for name in _CHOSEN_FACTS},
        "code_status": ("record_code_status.code_status", "code_links.url"),
    },
    "records": {
        "record_number": ("parsed_records.record_number",),
        "line_start": ("parsed_records.line_start",),
        "line_end": ("parsed_records.line_end",),
        "title": ("parsed_records.title",),
        "arxiv_id": ("parsed_records.arxiv_id",),
        "doi": ("parsed_records.doi",),
        "paper_id": ("record_papers.paper_id",),
    },
    "listings": {
        "dump_id": ("record_papers.dump_id",),
        "record_number": ("record_papers.record_number",),
        "paper_id": ("record_papers.paper_id",),
        "position": ("record_papers.record_number",),
        "listed_on": ("record_keys.listed_on", "dump_days.listed_on"),
        "upvotes": ("record_keys.upvotes",),
    },
    "paper_identifiers": {
        "value": (
            "record_keys.arxiv_id",
            "record_keys.doi",
            "record_keys.identifiers",
            "record_keys.title_words",
        ),
        "paper_id": ("record_papers.paper_id",),
    },
    "paper_versions": {
        "version": ("parsed_records.versions",),
        "submitted_on": ("parsed_records.versions",),
        "paper_id": ("record_papers.paper_id",),
    },
    "paper_authors": {
        "author_name": ("parsed_records.authors",),
        "paper_id": ("paper_records.paper_id",),
    },
    "paper_categories": {
        "scheme": ("parsed_records.categories",),
        "category": ("parsed_records.categories",),
        "paper_id": ("record_papers.paper_id",),
    },
    "code_links": {
        "paper_id": ("record_papers.paper_id",),
        **{name: (f"record_code_links.{name}",) for name in _LINK_COLUMNS},
    },
}


def column_lineage(table: str) -> dg.TableColumnLineage | None:
    """The lineage of a table's columns, or None where nothing is declared."""
    sources = _SOURCES.get(table)
    if sources is None:
        return None
    return dg.TableColumnLineage(
        {column: [_dependency(each) for each in names] for column, names in sources.items()}
    )


def _dependency(name: str) -> dg.TableColumnDep:
    asset, column = name.split(".")
    return dg.TableColumnDep(asset_key=dg.AssetKey(asset), column_name=column)
