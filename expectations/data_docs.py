"""Data Docs: the validation results as web pages that need nothing from the network.

The pages that come with Great Expectations load styles, scripts and pictures from servers. Its
site builder finds the results and writes the files here as ever, with the page and the index of
`data_docs_pages` in place of its own: one stylesheet inside each page, no script. Here belongs what
a page shows. Here must not be how results come about.
"""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Mapping, Sequence
from inspect import cleandoc
from pathlib import Path
from typing import Any, cast

from great_expectations.core import (
    ExpectationSuiteValidationResult,
    ExpectationValidationResult,
)
from great_expectations.data_context.data_context.ephemeral_data_context import (
    EphemeralDataContext,
)
from great_expectations.data_context.types.resource_identifiers import ValidationResultIdentifier
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from expectations.no_failing_rows import check_result, configuration, position
from warehouse.schema import table

PAGES = Path(__file__).parent / "data_docs_pages"
SITE = "checks"


def build_site(context: EphemeralDataContext, folder: Path) -> None:
    """Write the pages of every result in a context; `index.html` leads to them.

    Raises:
        RuntimeError: If a page is missing; Great Expectations only logs what goes wrong.
    """
    tables = _summaries(context)
    site = _site_config(context, folder, tables)
    context.add_data_docs_site(SITE, site)  # type: ignore[arg-type]  # its type lacks most keys
    context.build_data_docs(site_names=[SITE])
    # Fonts and pictures of the pages that were replaced.
    shutil.rmtree(folder / "static")
    pages = [folder / page for page in ("index.html", *(summary["page"] for summary in tables))]
    missing = [str(page) for page in pages if not page.is_file() or not page.stat().st_size]
    if missing:
        raise RuntimeError(f"Data Docs lack {', '.join(missing)}.")


class TablePage:
    """The renderer of a table's page: from its results to what the template shows."""

    def __init__(self, tables: Sequence[Mapping[str, Any]], **_: object) -> None:
        self.tables = tables

    def render(self, results: ExpectationSuiteValidationResult) -> dict[str, Any]:
        """What the page of one table shows."""
        name = results.suite_name
        own = next(summary for summary in self.tables if summary["name"] == name)
        rules = [_rule(name, result) for result in sorted(results.results, key=position)]
        root = posixpath.relpath(".", posixpath.dirname(own["page"]))
        return {"table": own, "tables": self.tables, "rules": rules, "root": f"{root}/"}


class IndexPage:
    """The renderer of the index."""

    def __init__(self, tables: Sequence[Mapping[str, Any]], **_: object) -> None:
        self.tables = tables

    def render(self, _links: Mapping[str, Any]) -> dict[str, Any]:
        """What the index shows; the links that are offered carry no counts."""
        return {"table": None, "tables": self.tables, "root": ""}


class PageView:
    """From what a page shows to its HTML."""

    def __init__(self, template: str, **_directories: object) -> None:
        environment = Environment(
            loader=FileSystemLoader(PAGES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.template = environment.get_template(template)

    def render(self, page: Mapping[str, Any], **_: object) -> str:
        """The HTML of a page."""
        return self.template.render(page)


def _site_config(
    context: EphemeralDataContext, folder: Path, tables: list[dict[str, Any]]
) -> dict[str, Any]:
    def page(renderer: str, template: str) -> dict[str, Any]:
        return {
            "renderer": {"module_name": __name__, "class_name": renderer, "tables": tables},
            "view": {"module_name": __name__, "class_name": "PageView", "template": template},
        }

    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {
            "class_name": "TupleFilesystemStoreBackend",
            "base_directory": str(folder.absolute()),
        },
        "site_index_builder": {
            "class_name": "DefaultSiteIndexBuilder",
            **page("IndexPage", "index.html"),
        },
        "site_section_builders": {
            "validations": {
                "class_name": "DefaultSiteSectionBuilder",
                "source_store_name": context.validation_results_store_name,
                **page("TablePage", "table.html"),
            },
            "expectations": "None",
            "profiling": "None",
        },
    }


def _summaries(context: EphemeralDataContext) -> list[dict[str, Any]]:
    """A line for each table: its page and how many of its rules fail."""
    store = context.validation_results_store
    keys = cast("list[ValidationResultIdentifier]", store.list_keys())
    return [_summary(key, cast("ExpectationSuiteValidationResult", store.get(key))) for key in keys]


def _summary(
    key: ValidationResultIdentifier, results: ExpectationSuiteValidationResult
) -> dict[str, Any]:
    name = results.suite_name
    found = [check_result(name, result) for result in results.results]
    failed = [each.severity for each in found if not each.success]
    return {
        "layer": name.split(".")[0],
        "name": name,
        "grain": table(name.split(".")[1]).grain,
        "page": posixpath.join("validations", *key.to_tuple()) + ".html",  # type: ignore[no-untyped-call]
        "rules": len(found),
        "errors": failed.count("error"),
        "warnings": failed.count("warning"),
    }


def _rule(table_name: str, result: ExpectationValidationResult) -> dict[str, Any]:
    return {
        "sql": cleandoc(configuration(result).kwargs["failing_rows"]),
        "found": check_result(table_name, result),
    }
