"""The texts of the digest: made readable, and harmless where they are written as Markdown.

What stands in a dump is not to be trusted: a title may hold markup, line breaks or marks that turn
the reading direction of what follows. Here must not be what is told (`warehouse.digest.news`).
HTML is escaped by its template.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

LONGEST_EXCERPT = 300
"""In letters; as much of an abstract as a reader of mail takes in at a glance."""

SHOWN_AUTHORS = 3

_UNSEEN: Final = re.compile(
    # Controls but for white space, soft hyphens, marks of direction, what has no width (the joiners
    # of scripts and emoji stay), tags.
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SENTENCE_END: Final = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][)\"'\u201d\u2019]))"
    r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bet al\.)(?<!\bvs\.)(?<!\bcf\.)(?<!\b[A-Z]\.)"
    r"\s+(?=[^a-z\s])|(?<=[\u3002\uff01\uff1f])"
)
_MARKS: Final = re.compile(
    # Also what GitHub would take for an address.
    r"[\\`*_\[\]<>|~$]|&(?=#?\w+;)|(?<=[a-z]):(?=//)|(?<=www)\.",
    re.IGNORECASE,
)
_FIRST_MARK: Final = re.compile(r"^(?:[#+=:-]|\d+(?=[.)](?:\s|$)))")
_NOT_IN_LINK: Final = re.compile(r"[\s<>()\[\]\\\"'`|^{}]")


def one_line(text: str) -> str:
    """The text in one line, without what cannot be seen."""
    return " ".join(_UNSEEN.sub("", text).split())


def excerpt(abstract: str | None) -> str:
    """The first two sentences of an abstract, or 300 letters if they are longer."""
    text = one_line(abstract or "")
    sentences = _SENTENCE_END.split(text, maxsplit=2)[:2]
    start = " ".join(sentences)
    if len(start) <= LONGEST_EXCERPT:
        return start
    if len(sentences[0]) <= LONGEST_EXCERPT and len(sentences[0]) > LONGEST_EXCERPT / 2:
        return sentences[0]
    cut = start[:LONGEST_EXCERPT]
    whole_words = cut.rpartition(" ")[0] if len(cut.rpartition(" ")[0]) > 200 else cut
    return f"{whole_words.rstrip(' ,;:.')}…"


def shortened_authors(names: Sequence[str], count: int) -> str:
    """The first three authors, and how many more there are."""
    shown = [one_line(name) for name in names[:SHOWN_AUTHORS]]
    more = count - len(shown)
    if not shown:
        return ""
    if more:
        return f"{', '.join(shown)} and {more} other{'' if more == 1 else 's'}"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def markdown(text: str) -> Markup:
    """The text as Markdown that shows it letter by letter, wherever in a line it stands."""
    escaped = _MARKS.sub(r"\\\g<0>", text)
    first = _FIRST_MARK.match(escaped)
    if first and first.group().isdecimal():
        escaped = f"{first.group()}\\{escaped[first.end() :]}"
    elif first:
        escaped = f"\\{escaped}"
    return Markup(escaped)  # noqa: S704  # no markup of HTML is left


def markdown_link(url: str) -> Markup:
    """The address without what would end a Markdown link or the cell of a table."""
    coded = _NOT_IN_LINK.sub(lambda found: f"%{ord(found.group()):02X}", url)
    return Markup(coded)  # noqa: S704  # escaped above
