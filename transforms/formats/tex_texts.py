r"""Short texts as BibTeX writes them, made plain: accents as letters, protective braces gone.

Here belongs TeX in titles, names, venues and keywords. It is not read as a whole, for a text is no
TeX document: commands that nobody knows stay, and nothing is a comment. Here must not be abstracts
and comments, which stay as they are written.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache

import polars as pl
from pylatexenc.latex2text import LatexNodes2Text

_MARKED_UP = r"[\\{}~]|--|``|''"
_TOKEN = re.compile(
    r"""
    (?P<math> \$\$?[^$]+\$\$? | \\\([^$]*?\\\) )
    | (?P<beside> \\(?:href|textcolor|texorpdfstring|thanks|footnote|cite[a-z]*|label|ref)
        (?:\[[^\[\]]*\])? \{[^{}]*\} )
    | (?P<accent> \\(?:["'`^~=.]|[Hbcdkrtuv](?![A-Za-z]))
        \s*+ (?: \{\s*(?:\\[ij]|[A-Za-z]{1,2})\s*\} | \\[ij](?![A-Za-z])\s? | [A-Za-z] ) )
    | \\(?P<command> [A-Za-z]++ ) \*? (?P<gap> \{\}|\s++ )? (?P<has_group> (?=\{) )?
    | \\(?P<escaped> [&%$\#_{}] )
    | (?P<nothing> \\[-/!] | [{}] )
    | (?P<blank> \\[\\ ,;:\n] | ~ )
    | (?P<mark> ---? | `` | '' )
    """,
    re.VERBOSE,
)
_MARKS = {"--": "\u2013", "---": "\u2014", "``": "\u201c", "''": "\u201d"}
_SAID = {"TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "hyphen": "-", "slash": "/"}
_SWITCHES = frozenset(
    (
        "em",
        "bf",
        "it",
        "sc",
        "sf",
        "sl",
        "tt",
        "rm",
        "bfseries",
        "itshape",
        "scshape",
        "sffamily",
        "ttfamily",
        "mdseries",
        "upshape",
        "normalfont",
        "protect",
        "relax",
        "newline",
        "linebreak",
    )
)
"""Commands that print nothing."""
_MAX_SYMBOL_CHARS = 2


# It warns of TeX that it cannot read; such a text keeps its commands.
logging.getLogger("pylatexenc").setLevel(logging.ERROR)


def plain_tex(texts: pl.Series) -> pl.Series:
    r"""Make texts plain: `{\"O}l in \emph{{BERT}}` becomes `Öl in BERT`.

    Math in dollars stays as it is written. A command with a group leaves what is in the group; a
    command that nobody knows stays where it stands alone.

    Args:
        texts: Texts, or null.

    Returns:
        The texts in their order.
    """
    marked_up = texts.filter(texts.str.contains(_MARKED_UP)).unique().to_list()
    if not marked_up:
        return texts
    return texts.replace(marked_up, [without_tex(text) for text in marked_up])


def without_tex(text: str) -> str:
    """Make one text plain, as `plain_tex` does."""
    return _TOKEN.sub(_plain, text)


def _plain(token: re.Match[str]) -> str:
    """What a token stands for."""
    if token["command"]:
        return _of_command(token)
    if token["accent"]:
        return _symbol(token[0]) or token[0]
    kept = token["math"] or token["escaped"] or _MARKS.get(token[0])
    return kept or (" " if token["blank"] else "")


def _of_command(token: re.Match[str]) -> str:
    """What a command stands for, once the group behind it is read by itself."""
    command = token["command"]
    said = _SAID.get(command) or _symbol(f"\\{command}")
    is_lost = command in _SWITCHES or token["has_group"] is not None
    return said or ("" if is_lost else token[0])


@lru_cache(maxsize=4096)
def _symbol(tex: str) -> str | None:
    """The letter or sign that a command stands for, if it is one."""
    try:
        text: str = LatexNodes2Text().latex_to_text(tex).strip()
    except Exception:  # noqa: BLE001  (what is no TeX stays as it is)
        return None
    return text if len(text) <= _MAX_SYMBOL_CHARS and not text.isascii() else None
