"""The file of the dashboard: numbers, page, style and script put into one.

The page needs no server and asks nothing of the network: its Content-Security-Policy allows this
one style and this one script by their hashes and nothing else. The charts are drawn by a few
hundred lines of plain JavaScript, since a chart library would make the page ten times as large. No
clock is read: the same warehouse gives the same bytes.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from warehouse.dashboard.numbers import dashboard_numbers

PAGE = Path(__file__).parent / "page"
SCRIPTS = ("counts.js", "charts.js", "tables.js", "page.js")
"""In this order; each uses what stands before it."""


def write_dashboard(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    release: int | None = None,
    previous: Path | None = None,
) -> None:
    """Write the dashboard of a published warehouse as one HTML file.

    Args:
        connection: The warehouse; it is only read.
        path: The file; one that is there is replaced in one step.
        release: The number of the release, to be shown.
        previous: The DuckDB file of the release before, for what has changed since.
    """
    shown, counted = dashboard_numbers(connection, previous)
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(dashboard_page(shown, counted, release), encoding="utf-8")
    partial.replace(path)


def dashboard_page(
    shown: Mapping[str, Any], counted: Mapping[str, Any], release: int | None = None
) -> str:
    """The HTML of the numbers that `dashboard_numbers` gives."""
    style = (PAGE / "style.css").read_text(encoding="utf-8")
    script = "".join((PAGE / name).read_text(encoding="utf-8") for name in SCRIPTS)
    # In a block of its own, so that no name of ours is one of the browser's window.
    script = f'"use strict";\n{{\n{script}}}\n'
    environment = Environment(
        loader=FileSystemLoader(PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("dashboard.html").render(
        **shown,
        release=release,
        style=Markup(style),  # noqa: S704  # our own file
        style_hash=_hash(style),
        script=Markup(script),  # noqa: S704  # our own files
        script_hash=_hash(script),
        counted=_json(counted),
    )


def _json(value: Mapping[str, Any]) -> Markup:
    """JSON that no text in it can end: without `<`, `>`, `&` and the line ends of JavaScript."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  # escaped above


def _hash(text: str) -> str:
    """The hash by which a Content-Security-Policy allows an inline style or script."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
