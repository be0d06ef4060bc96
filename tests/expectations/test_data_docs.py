from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from expectations.checks import check_warehouse, rules_by_table

TODAY = dt.date(2026, 3, 20)


class Attributes(HTMLParser):
    """Every tag and every attribute that makes a browser fetch or follow something."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.targets |= {
            value or ""
            for name, value in attrs
            if name in {"href", "src", "srcset", "action", "data", "poster", "style"}
        }


def parsed(page: Path) -> Attributes:
    attributes = Attributes()
    attributes.feed(page.read_text(encoding="utf-8"))
    return attributes


@pytest.fixture(scope="module")
def broken_warehouse(valid_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("broken") / "warehouse.duckdb"
    path.write_bytes(valid_warehouse.read_bytes())
    with duckdb.connect(str(path)) as connection:
        connection.execute("""
            update main.papers set title = '<script>alert(1)</script> [a](http://x.example.org)'
            where title = 'On Meadows';
            update raw.dumps set listed_on = date '2025-01-01';
            alter table raw.rejects drop column excerpt
        """)
    return path


@pytest.fixture(scope="module")
def pages(broken_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "data docs"
    check_warehouse(broken_warehouse, today=TODAY, data_docs=folder)
    return folder


def table_page(pages: Path, table: str) -> str:
    (page,) = pages.rglob(f"*{table}.html")
    return page.read_text(encoding="utf-8")


def test_there_is_an_index_and_a_page_for_each_table_and_nothing_else(pages: Path) -> None:
    files = [path for path in pages.rglob("*") if path.is_file()]

    assert (pages / "index.html").is_file()
    assert len(files) == 1 + len(rules_by_table())
    assert {path.suffix for path in files} == {".html"}


def test_no_page_asks_anything_of_the_network(pages: Path) -> None:
    for page in pages.rglob("*.html"):
        found = parsed(page)
        (style,) = re.findall(r"<style>(.*?)</style>", page.read_text(encoding="utf-8"), re.DOTALL)

        assert found.tags.isdisjoint({"script", "img", "iframe", "object", "embed", "base"})
        assert not [target for target in found.targets if re.match(r"(?i)[a-z]+:|//", target)] or (
            {target for target in found.targets if ":" in target} == {"data:,"}
        )
        assert "@import" not in style
        assert "url(" not in style


def test_every_link_leads_to_a_page(pages: Path) -> None:
    for page in pages.rglob("*.html"):
        links = parsed(page).targets - {"data:,"}

        assert len(links) >= len(rules_by_table())
        assert all((page.parent / link).resolve().is_file() for link in links)


def test_the_index_counts_errors_and_warnings(pages: Path) -> None:
    index = (pages / "index.html").read_text(encoding="utf-8")

    assert "Not fit to publish" in index
    assert re.search(r"<b>1</b> warnings", index)


def test_a_failing_rule_shows_its_rows_and_a_rule_that_raised_its_exception(pages: Path) -> None:
    assert "newest listing 2025-01-01, 443 days ago" in table_page(pages, "raw.dumps")
    assert "Referenced column &#34;excerpt&#34; not found" in table_page(pages, "raw.rejects")
    assert "title holds no markdown link" in table_page(pages, "main.papers")


def test_data_cannot_write_html(pages: Path) -> None:
    page = table_page(pages, "main.papers")

    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page


def test_the_same_warehouse_gives_the_same_pages(
    broken_warehouse: Path, pages: Path, tmp_path: Path
) -> None:
    check_warehouse(broken_warehouse, today=TODAY, data_docs=tmp_path)

    def contents(folder: Path) -> dict[Path, bytes]:
        return {page.relative_to(folder): page.read_bytes() for page in folder.rglob("*.html")}

    assert contents(tmp_path) == contents(pages)


def test_pages_are_replaced_by_the_next_check(
    broken_warehouse: Path, valid_warehouse: Path, tmp_path: Path
) -> None:
    check_warehouse(broken_warehouse, today=TODAY, data_docs=tmp_path)
    check_warehouse(valid_warehouse, today=TODAY, data_docs=tmp_path)

    assert "Every rule holds." in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "Rules that fail" not in table_page(tmp_path, "raw.rejects")
