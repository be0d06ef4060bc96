"""Responses of an OAI-PMH repository: arXiv's own, in any of its forms, and others in Dublin Core.

The forms `arXiv`, `arXivRaw`, `arXivOld` and `oai_dc` may stand in one dump, and many responses may
be glued together. A `noRecordsMatch` is no more than a page without records; every other error of
the repository is a reject. A deleted record is a record with nothing but its id.

Here belong recognising the responses, their records, and what arXiv's own forms hold. Here must not
be how XML is cut and parsed (`xml_records`), nor what Dublin Core means (`dublin_core`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

import polars as pl

from transforms.arxiv_authors import arxiv_names
from transforms.arxiv_categories import class_codes, is_arxiv_category, subject_categories
from transforms.author_names import forenames_first
from transforms.formats.batches import to_batch
from transforms.formats.columns import identifiers, schemed_categories
from transforms.formats.days import day_of
from transforms.formats.dublin_core import dublin_core_fields
from transforms.formats.format import Format
from transforms.formats.xml_pieces import BLOCK_BYTES
from transforms.formats.xml_records import (
    Element,
    first_element,
    local_name,
    read_runs,
    text_of,
    to_rows,
)
from transforms.identifiers import arxiv_id
from transforms.parsed_records import Batch

NO_METADATA = "it holds neither arXiv, arXivRaw, arXivOld nor oai_dc"

_FORMS = ("arXiv", "arXivRaw", "arXivOld")
_FURNITURE = (
    *("OAI-PMH", "responseDate", "request", "ListRecords", "GetRecord", "resumptionToken"),
    *("responseDescription", "body"),
)
_FIELDS = pl.Schema(
    {
        "is_no_match": pl.Boolean(),
        "problem": pl.String(),
        "oai_identifier": pl.String(),
        "is_retracted": pl.Boolean(),
        "arxiv_id": pl.String(),
        "arxiv_version": pl.Int64(),
        "title": pl.String(),
        "abstract": pl.String(),
        "doi": pl.String(),
        "venue": pl.String(),
        "comment": pl.String(),
        "published_on": pl.Date(),
        "updated_on": pl.Date(),
        "year": pl.Int64(),
        "versions": pl.List(pl.String()),
        "authors": pl.List(pl.String()),
        "creators": pl.List(pl.String()),
        "authors_text": pl.String(),
        "categories": pl.List(pl.String()),
    }
)
_NAME_PARTS = ("forenames", "keyname", "suffix")
_NOTHING = dict.fromkeys(_FIELDS)
_ID_MONTH = re.compile(r"(?:^|/)(\d\d)(\d\d)")
_OAI_RECORD = re.compile(rb"<(?:\w+:)?record[\s>][^<]*<(?:\w+:)?header[\s>]")
_RESPONSE = re.compile(rb"<(?:\w+:)?(?:ListRecords|GetRecord|error)[\s>/]")
_REQUESTED = re.compile(rb"<(?:\w+:)?request\s[^<>]*metadataPrefix\s*=\s*[\"']([^\"']*)")
_METADATA = re.compile(rb"<(?:arXiv(?:Raw|Old)?|(?:\w+:)?dc)[\s>]|\sstatus\s*=\s*[\"']deleted")


def parse(stream: BinaryIO, block_bytes: int = BLOCK_BYTES) -> Iterator[Batch]:
    """Read the responses of a repository.

    Args:
        stream: The dump, decompressed.
        block_bytes: How much is read at a time. What is read does not depend on it.

    Yields:
        Batches in the dump's order, counted in records; an error of the repository is one too.
    """
    after = 0
    for run in read_runs(stream, ("record", "error"), _FURNITURE, block_bytes=block_bytes):
        rows = to_rows(run, _FIELDS, _read)
        is_chrome = pl.col("is_no_match").fill_null(value=False)
        batch = to_batch(_rows(rows.filter(~is_chrome)), after=after, unit="element")
        after += batch.records.height
        yield replace(
            batch,
            chrome_line_count=int(rows.select(is_chrome.sum()).item()),
            is_cut_short=run.is_cut_short,
        )


def recognises(head: bytes) -> bool:
    """Whether a dump is of OAI-PMH responses in a form that is known, or of their records alone.

    Args:
        head: The first `HEAD_BYTES` of the dump, decompressed.
    """
    root = first_element(head)
    if root is None:
        return False
    if root != "OAI-PMH":
        return bool(_OAI_RECORD.search(head)) and bool(_METADATA.search(head))
    requested = _REQUESTED.search(head)
    if not _RESPONSE.search(head) or (
        requested and requested[1].decode("utf-8", "replace") not in (*_FORMS, "oai_dc")
    ):
        return False
    return bool(requested) or bool(_METADATA.search(head)) or b"<error" in head


ARXIV_OAI_PMH = Format(
    name="arxiv_oai_pmh",
    description="OAI-PMH responses as XML: arXiv, arXivRaw, arXivOld and oai_dc, in any mix.",
    recognises=recognises,
    parse=parse,
)


def _rows(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with what their fields say together."""
    is_other = arxiv_id(pl.col("arxiv_id")).is_null()
    names = arxiv_names(pl.col("authors_text"))
    number, day = (pl.element().str.extract(pattern) for pattern in (r"^(\d+):", r":(.+)$"))
    version = pl.struct(
        version=number.cast(pl.Int64), submitted_on=day.str.to_date("%Y-%m-%d", strict=False)
    )
    return rows.with_columns(
        reason=pl.coalesce("reason", "problem"),
        identifiers=identifiers(local=pl.when(is_other).then("oai_identifier")),
        authors=pl.coalesce("authors", forenames_first(pl.col("creators")), names),
        categories=schemed_categories(pl.col("categories")),
        versions=pl.col("versions").list.eval(version),
    )


def _read(element: Element) -> tuple[Any, ...]:
    """The fields of a record or an error of the repository."""
    if local_name(element.tag) == "error":
        return tuple({**_NOTHING, **_error(element)}.values())
    parts = {local_name(part.tag): part for part in element}
    own_id, sets = _header(parts.get("header", ()))
    is_deleted = "header" in parts and parts["header"].get("status") == "deleted"
    metadata = next(iter(parts.get("metadata", ())), None)
    form = None if metadata is None else local_name(metadata.tag)
    fields: dict[str, Any] = {
        **_NOTHING,
        "oai_identifier": own_id,
        "arxiv_id": own_id,
        "is_retracted": is_deleted or None,
    }
    if form in _FORMS:
        fields.update(_arxiv_fields(metadata))
        fields["arxiv_id"] = fields["arxiv_id"] or own_id
    elif form == "dc":
        is_arxiv = (own_id or "").lower().startswith("oai:arxiv.org:")
        fields.update(dublin_core_fields(metadata, sets, is_arxiv=is_arxiv))
    elif not is_deleted:
        fields["problem"] = NO_METADATA
    return tuple(fields.values())


def _header(header: Element) -> tuple[str | None, list[str]]:
    """The identifier of a record and the sets that it is in."""
    texts = [(local_name(each.tag), (each.text or "").strip()) for each in header]
    own_id = next((text for name, text in texts if name == "identifier" and text), None)
    return own_id, [text for name, text in texts if name == "setSpec"]


def _error(element: Element) -> dict[str, Any]:
    """What an error of the repository says."""
    code = element.get("code", "")
    said = " ".join((element.text or "").split())
    return {
        "is_no_match": code == "noRecordsMatch",
        "problem": ": ".join(filter(None, ("the repository answered with an error", code, said))),
    }


def _arxiv_fields(metadata: Element) -> dict[str, Any]:
    """The fields that one of arXiv's own forms holds."""
    texts: dict[str, str] = {}
    authors: list[str] = []
    versions = []
    for each in metadata:
        name = local_name(each.tag)
        if name == "version":
            versions.append(_version(each))
        elif name == "authors" and len(each):
            authors = [_name(author) for author in each]
        else:
            texts[name] = text_of(each)
    return {
        "arxiv_id": texts.get("id"),
        "title": texts.get("title"),
        "abstract": texts.get("abstract"),
        "doi": texts.get("doi"),
        "venue": texts.get("journal-ref"),
        "comment": texts.get("comments"),
        "authors": authors,
        "authors_text": texts.get("authors"),
        "categories": _categories(texts),
        **(_version_days(versions) if versions else _days(texts)),
    }


def _categories(texts: dict[str, str]) -> list[str]:
    """The categories; an MSC code may stand as the ACM class, as arXiv gives it since 2025."""
    listed = texts.get("categories", "").split()
    found = [f"arxiv:{code}" for code in listed if is_arxiv_category(code)]
    if others := [code for code in listed if not is_arxiv_category(code)]:
        found += [f"{scheme}:{code}" for scheme, code in subject_categories(" ".join(others))]
    for name in ("msc-class", "acm-class"):
        if text := texts.get(name, "").strip():
            codes = class_codes(text) or [("other", " ".join(text.split()))]
            found += [f"{scheme}:{code}" for scheme, code in codes]
    return list(dict.fromkeys(found))


def _name(author: Element) -> str:
    """An author's name: forenames, name and suffix."""
    parts = {local_name(part.tag): part.text for part in author}
    return " ".join(filter(None, map(parts.get, _NAME_PARTS)))


def _version(element: Element) -> tuple[int, dt.date | None]:
    """A version's number, 0 where it is not as arXiv writes it, and day."""
    number = element.get("version", "").removeprefix("v")
    day = next((each.text for each in element if local_name(each.tag) == "date"), None)
    return int(number) if number.isdecimal() else 0, day_of(day)


def _version_days(versions: list[tuple[int, dt.date | None]]) -> dict[str, Any]:
    """What a list of all versions says."""
    days = {number: day for number, day in sorted(versions) if number}
    newest = max(days, default=None)
    return {
        "versions": [f"{number}:{day}" for number, day in days.items()],
        "arxiv_version": newest,
        "published_on": days.get(1),
        "updated_on": days.get(newest or 0),
    }


def _days(texts: dict[str, str]) -> dict[str, Any]:
    """What `created` and `updated` say.

    Since 2025, arXiv gives the day of the newest version as `created` (github.com/arXiv/oaipmh,
    where a record is made from the newest version alone). The id tells: it names the month of the
    first version.
    """
    created, updated = day_of(texts.get("created")), day_of(texts.get("updated"))
    if created and _is_after_id(created, texts.get("id", "")):
        return {"updated_on": created}
    return {
        "published_on": created,
        "updated_on": updated or created,
        "versions": [f"1:{created}"] if created else None,
    }


def _is_after_id(day: dt.date, own_id: str) -> bool:
    """Whether a day is later than the month in an arXiv id and the next, for dumps made by others.

    The years in ids begin with 1991.
    """
    month = _ID_MONTH.search(own_id)
    if not month:
        return False
    year = int(month[1])
    first = 12 * ((1900 if year >= 91 else 2000) + year) + int(month[2])
    return 12 * day.year + day.month > first + 1
