"""Dublin Core (oai_dc), as arXiv fills it in, and near enough as others do.

Here belongs what its elements mean. Here must not be the responses around it (`arxiv_oai_pmh`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from transforms.arxiv_categories import is_arxiv_category, subject_categories
from transforms.formats.days import day_of
from transforms.formats.xml_records import Element, local_name, text_of

_COMMENT = re.compile(r"\s*Comments?:\s*")
_ARXIV = re.compile(r"(?i)^(?:https?://)?(?:[\w-]+\.)?arxiv\.org/|^arxiv\s*:")
_DOI = re.compile(r"(?i)^(?:doi:|https?://(?:dx\.)?doi\.org/|(?:info:doi/)?10\.\d{4})")
_URL = re.compile(r"(?i)^[a-z][a-z0-9+.-]*:\S+$")


def dublin_core_fields(metadata: Element, sets: Iterable[str], *, is_arxiv: bool) -> dict[str, Any]:
    """The fields that the Dublin Core of one record holds.

    Args:
        metadata: The element that holds the Dublin Core.
        sets: The sets of the repository that the record is in, such as `cs:cs:LG`.
        is_arxiv: Whether the record is arXiv's. Only there a second description is the comment,
            an identifier that is no address is where the paper was published, and the last date
            is that of the newest version.
    """
    found: dict[str, list[str]] = {}
    for each in metadata:
        if text := text_of(each):
            found.setdefault(local_name(each.tag), []).append(text)
    descriptions = found.get("description", [])
    comments = [each for each in descriptions if _COMMENT.match(each)]
    plain = [each for each in descriptions if not _COMMENT.match(each)]
    dates = found.get("date", [])
    subjects = [" ".join(each.split()) for each in found.get("subject", [])]
    told = frozenset(filter(is_arxiv_category, map(_code_of_set, sets)))
    categories = dict.fromkeys(
        category for subject in subjects for category in subject_categories(subject, told)
    )
    published_on = day_of(dates[0]) if dates else None
    fields = {
        "title": next(iter(found.get("title", [])), None),
        "creators": found.get("creator"),
        "abstract": plain[0] if plain else None,
        "comment": _COMMENT.sub("", comments[0], count=1) if comments else None,
        "categories": [f"{scheme}:{code}" for scheme, code in categories],
        "published_on": published_on,
        "year": _year(dates[0]) if dates and not published_on else None,
        **_identified(found.get("identifier", []), is_arxiv=is_arxiv),
    }
    if is_arxiv:
        fields["updated_on"] = day_of(dates[-1]) if dates else None
        if not comments and len(plain) > 1:
            fields["comment"] = plain[1]
    return fields


def _year(text: str) -> int | None:
    """The year that a date begins with."""
    digits = text.strip()[:4]
    return int(digits) if len(digits) == 4 and digits.isdecimal() and digits >= "1000" else None


def _identified(texts: list[str], *, is_arxiv: bool) -> dict[str, str]:
    """What the identifiers say: the first of each kind."""
    fields: dict[str, str] = {}
    for each in texts:
        text = each.strip()
        if _ARXIV.match(text):
            fields.setdefault("arxiv_id", text)
        elif _DOI.match(text):
            fields.setdefault("doi", text)
        elif is_arxiv and not _URL.match(text):
            fields.setdefault("venue", text)
    return fields


def _code_of_set(name: str) -> str:
    """The arXiv category that a set stands for: `math:math:CO` is math.CO, `physics:hep-th` too."""
    return ".".join(name.strip().split(":")[1:])
