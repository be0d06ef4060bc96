"""Invented dumps of the formats, in any number of papers, from the papers of `benchmarks.generate`.

Here belongs one generator for each format, in `DUMPS`. Here must not be what is measured of them.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
import textwrap
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.generate import NOUNS, papers

FIRST_DAY = dt.date(2024, 1, 1)
FORENAMES = ("Ana", "Björn", "Chidi", "Daria", "Emeka", "Fumiko", "Gita", "Håkon", "Inés", "Jun")
CATEGORIES = ("cs.LG", "cs.CL", "cs.CV", "stat.ML", "math.OC", "hep-th", "cond-mat.soft")
MAX_AUTHORS = 9
PAPERS_A_DAY = 500
PAPERS_A_MONTH = 90_000
LINE_CHARS = 79
TABLE_COLUMNS = ("id", "pdf", "abs", "authors", "title", "categories", "comment", "abstract")


def write_dump(name: str, count: int, path: Path) -> None:
    """Write the dump of a format with so many invented papers; a table's rows also as Parquet."""
    if name == "parquet_table":
        pl.DataFrame(list(_table_rows(count))).write_parquet(path)
        return
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(DUMPS[name](count))


def _details(count: int) -> Iterator[dict[str, Any]]:
    """Invented papers with ids, days and authors: the same number always gives the same ones."""
    chance = random.Random(count)  # noqa: S311
    for number, (title, abstract) in enumerate(papers(count)):
        month, place = divmod(number, PAPERS_A_MONTH)
        authors = [
            (chance.choice(FORENAMES), f"{chance.choice(NOUNS).title()}{number % 97}")
            for _ in range(chance.randint(1, MAX_AUTHORS))
        ]
        yield {
            "title": title,
            "abstract": abstract,
            "arxiv_id": f"{24 + month // 12}{month % 12 + 1:02}.{place + 1:05}",
            "authors": authors,
            "day": FIRST_DAY + dt.timedelta(days=number // PAPERS_A_DAY),
            "categories": chance.sample(CATEGORIES, chance.randint(1, 3)),
            "version_count": chance.choice((1, 1, 2, 3)),
            "comment": chance.choice((None, "12 pages, 5 figures", "Accepted at a workshop")),
            "repository": f"https://github.com/{chance.choice(NOUNS)}-lab/{chance.choice(NOUNS)}",
            "slug": "-".join(title.lower().replace(",", "").split()),
        }


def listing_page(count: int) -> Iterator[str]:
    """A page with titles and abstracts in turn."""
    yield "Get trending papers in your email inbox once a day!\n\nSubscribe\n\n"
    for title, abstract in papers(count):
        yield f"{title}\n\n{abstract}\n\n"


def arxiv_snapshot(count: int) -> Iterator[str]:
    """JSON Lines with all keys of arXiv's snapshot, texts wrapped as there."""
    for each in _details(count):
        names = [f"{first} {last}" for first, last in each["authors"]]
        wrapped = "\n".join(textwrap.wrap(each["abstract"], LINE_CHARS))
        days = [each["day"] + dt.timedelta(days=40 * gap) for gap in range(each["version_count"])]
        versions = [
            {"version": f"v{number}", "created": f"{day:%a, %-d %b %Y} 17:59:59 GMT"}
            for number, day in enumerate(days, start=1)
        ]
        yield _line(
            {
                "id": each["arxiv_id"],
                "submitter": names[0],
                "authors": "\n  ".join(textwrap.wrap(", ".join(names), LINE_CHARS)),
                "title": "\n  ".join(textwrap.wrap(each["title"], LINE_CHARS)),
                "comments": each["comment"],
                "journal-ref": None,
                "doi": None,
                "report-no": None,
                "categories": " ".join(each["categories"]),
                "license": "http://creativecommons.org/licenses/by/4.0/",
                "abstract": f"  {wrapped}\n",
                "versions": versions,
                "update_date": each["day"].isoformat(),
                "authors_parsed": [[last, first, ""] for first, last in each["authors"]],
            }
        )


def hf_daily_papers(count: int) -> Iterator[str]:
    """The array that the API of daily papers returns."""
    return _array(
        {
            "paper": {
                "id": each["arxiv_id"],
                "authors": [
                    {"_id": f"{number:024x}", "name": f"{first} {last}", "hidden": False}
                    for number, (first, last) in enumerate(each["authors"])
                ],
                "publishedAt": f"{each['day']}T00:00:00.000Z",
                "submittedOnDailyAt": f"{each['day']}T00:00:00.000Z",
                "title": each["title"],
                "summary": each["abstract"],
                "upvotes": len(each["authors"]),
                "githubRepo": each["repository"],
                "ai_keywords": each["title"].lower().split()[:5],
            },
            "publishedAt": f"{each['day']}T08:00:00.000Z",
            "title": each["title"],
            "summary": each["abstract"],
            "numComments": 2,
        }
        for each in _details(count)
    )


def pwc_papers(count: int) -> Iterator[str]:
    """The array of papers with abstracts."""
    return _array(
        {
            "paper_url": f"https://paperswithcode.com/paper/{each['slug']}",
            "arxiv_id": each["arxiv_id"],
            "nips_id": None,
            "openreview_id": None,
            "title": each["title"],
            "abstract": each["abstract"],
            "short_abstract": None,
            "url_abs": f"https://arxiv.org/abs/{each['arxiv_id']}v1",
            "url_pdf": f"https://arxiv.org/pdf/{each['arxiv_id']}v1.pdf",
            "proceeding": None,
            "authors": [f"{first} {last}" for first, last in each["authors"]],
            "tasks": each["title"].split()[:2],
            "date": each["day"].isoformat(),
            "methods": [{"name": "Adam", "full_name": "Adam", "description": "An optimizer."}],
        }
        for each in _details(count)
    )


def pwc_links(count: int) -> Iterator[str]:
    """The array of links between papers and code."""
    return _array(
        {
            "paper_url": f"https://paperswithcode.com/paper/{each['slug']}",
            "paper_title": each["title"],
            "paper_arxiv_id": each["arxiv_id"],
            "paper_url_abs": f"https://arxiv.org/abs/{each['arxiv_id']}v1",
            "paper_url_pdf": f"https://arxiv.org/pdf/{each['arxiv_id']}v1.pdf",
            "repo_url": each["repository"],
            "is_official": True,
            "mentioned_in_paper": True,
            "mentioned_in_github": False,
            "framework": "none",
        }
        for each in _details(count)
    )


def openalex_works(count: int) -> Iterator[str]:
    """JSON Lines of works with the parts that weigh most in the snapshot, some 7 KB each."""
    for number, each in enumerate(_details(count)):
        doi = f"https://doi.org/10.5555/kites.{number}"
        work_id = f"https://openalex.org/W{9_900_000_000 + number}"
        words = each["title"].split()
        journal = _location(doi, "Journal of Kites", "journal")
        repository = _location(
            f"https://arxiv.org/abs/{each['arxiv_id']}", "arXiv (Cornell University)", "repository"
        )
        topics = [
            {"id": "https://openalex.org/T10", "display_name": word, "score": 0.9, **_FIELD}
            for word in words[:3]
        ]
        yield _line(
            {
                "id": work_id,
                "doi": doi,
                "title": each["title"],
                "display_name": each["title"],
                "publication_year": each["day"].year,
                "publication_date": each["day"].isoformat(),
                "ids": {"openalex": work_id, "doi": doi, "mag": f"{number}"},
                "primary_location": journal,
                "type": "article",
                "authorships": [_authorship(f"{first} {last}") for first, last in each["authors"]],
                "is_retracted": False,
                "is_paratext": False,
                "primary_topic": topics[0],
                "topics": topics,
                "keywords": [{"display_name": word, "score": 0.5} for word in words[:4]],
                "concepts": [{"display_name": word, "level": 1, "score": 0.4} for word in words],
                "locations": [journal, repository],
                "referenced_works": [
                    f"https://openalex.org/W{9_900_000_000 + cited}" for cited in range(20)
                ],
                "abstract_inverted_index": _inverted(each["abstract"]),
                "updated_date": f"{each['day']}T00:00:00",
            }
        )


_FIELD = {"field": {"id": "https://openalex.org/fields/17", "display_name": "Computer Science"}}


def _location(url: str, name: str, kind: str) -> dict[str, Any]:
    return {
        "is_oa": True,
        "landing_page_url": url,
        "pdf_url": None,
        "source": {
            "id": "https://openalex.org/S99",
            "display_name": name,
            "issn": ["0000-0000"],
            "host_organization_name": "Kite Press",
            "host_organization_lineage": ["https://openalex.org/P99"],
            "type": kind,
        },
        "license": "cc-by",
        "version": "publishedVersion",
    }


def _authorship(name: str) -> dict[str, Any]:
    return {
        "author_position": "middle",
        "author": {"id": "https://openalex.org/A99", "display_name": name, "orcid": None},
        "institutions": [{"id": "https://openalex.org/I99", "display_name": "Kite University"}],
        "countries": ["SE"],
        "raw_author_name": name,
        "raw_affiliation_strings": ["Department of Kites, Kite University"],
    }


def _inverted(text: str) -> dict[str, list[int]]:
    """The positions of each word."""
    index: dict[str, list[int]] = {}
    for position, word in enumerate(text.split()):
        index.setdefault(word, []).append(position)
    return index


def openalex_merged_ids(count: int) -> Iterator[str]:
    """The table of works that became one."""
    yield "merge_date,id,merge_into_id\n"
    for number in range(count):
        yield f"2026-03-20,W{9_800_000_000 + number},W{9_900_000_000 + number}\n"


def s2_papers(count: int) -> Iterator[str]:
    """JSON Lines of the data set of papers."""
    for number, each in enumerate(_details(count)):
        yield _line(
            {
                "corpusid": 990_000_000 + number,
                "externalids": _external_ids(number, each),
                "url": f"https://www.semanticscholar.org/paper/{number:040x}",
                "title": each["title"],
                "authors": [
                    {"authorId": f"{number}", "name": f"{first} {last}"}
                    for first, last in each["authors"]
                ],
                "venue": "Kite Conference",
                "publicationvenueid": None,
                "year": each["day"].year,
                "referencecount": 20,
                "citationcount": 3,
                "s2fieldsofstudy": [
                    {"category": "Computer Science", "source": source}
                    for source in ("external", "s2-fos-model")
                ],
                "publicationtypes": ["JournalArticle"],
                "publicationdate": each["day"].isoformat(),
                "journal": {"name": "Journal of Kites", "pages": "1-9", "volume": "3"},
            }
        )


def s2_abstracts(count: int) -> Iterator[str]:
    """JSON Lines of the data set of abstracts."""
    for number, each in enumerate(_details(count)):
        yield _line(
            {
                "corpusid": 990_000_000 + number,
                "openaccessinfo": {
                    "externalids": _external_ids(number, each),
                    "license": None,
                    "url": None,
                    "status": None,
                },
                "abstract": each["abstract"],
            }
        )


def _external_ids(number: int, paper: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        "ACL": None,
        "DBLP": f"journals/kites/{number}",
        "ArXiv": paper["arxiv_id"],
        "MAG": None,
        "CorpusId": f"{990_000_000 + number}",
        "PubMed": None,
        "DOI": f"10.5555/kites.{number}",
        "PubMedCentral": None,
    }


def arxiv_oai_pmh(count: int) -> Iterator[str]:
    """Records in the form `arXiv`, in one page."""
    yield _XML
    yield '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n<ListRecords>\n'
    for each in _details(count):
        names = "".join(
            f"<author><keyname>{last}</keyname><forenames>{first}</forenames></author>"
            for first, last in each["authors"]
        )
        comment = f"<comments>{each['comment']}</comments>" if each["comment"] else ""
        yield (
            f"<record><header><identifier>oai:arXiv.org:{each['arxiv_id']}</identifier>"
            f"<datestamp>{each['day']}</datestamp><setSpec>cs</setSpec></header><metadata>"
            '<arXiv xmlns="http://arxiv.org/OAI/arXiv/">'
            f"<id>{each['arxiv_id']}</id><created>{each['day']}</created><authors>{names}</authors>"
            f"<title>{each['title']}</title><categories>{' '.join(each['categories'])}</categories>"
            f"{comment}<license>http://creativecommons.org/licenses/by/4.0/</license>"
            f"<abstract>  {_wrapped(each['abstract'])}\n</abstract></arXiv></metadata></record>\n"
        )
    yield "</ListRecords></OAI-PMH>\n"


def arxiv_atom(count: int) -> Iterator[str]:
    """A feed as the API returns it."""
    yield _XML
    yield '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">\n'
    for each in _details(count):
        address = f"http://arxiv.org/abs/{each['arxiv_id']}v1"
        names = "".join(
            f"<author><name>{first} {last}</name></author>" for first, last in each["authors"]
        )
        subjects = "".join(f'<category term="{name}"/>' for name in each["categories"])
        yield (
            f"<entry><id>{address}</id><updated>{each['day']}T17:59:59Z</updated>"
            f"<published>{each['day']}T17:59:59Z</published><title>{each['title']}</title>"
            f"<summary>  {_wrapped(each['abstract'])}\n</summary>{names}"
            f'<link href="{address}" rel="alternate" type="text/html"/>'
            f'<arxiv:primary_category term="{each["categories"][0]}"/>{subjects}</entry>\n'
        )
    yield "</feed>\n"


def dblp(count: int) -> Iterator[str]:
    """Articles with an entity here and there, as in the dump of DBLP."""
    yield _XML + '<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n'
    for number, each in enumerate(_details(count)):
        names = "".join(
            f"<author>{first} {last} 0001</author>\n" for first, last in each["authors"]
        ).replace("\u00f6", "&ouml;")
        yield (
            f'<article mdate="{each["day"]}" key="journals/kites/{number}">\n{names}'
            f"<title>{each['title']}.</title>\n<pages>1-9</pages>\n<year>2026</year>\n"
            "<volume>3</volume>\n<journal>J. Kites</journal>\n"
            f"<ee>https://doi.org/10.5555/kites.{number}</ee>\n"
            "<url>db/journals/kites/kites3.html</url>\n</article>\n"
        )
    yield "</dblp>\n"


def bibtex(count: int) -> Iterator[str]:
    """Entries as reference managers export them, texts wrapped and words in titles protected."""
    for number, each in enumerate(_details(count)):
        names = " and ".join(f"{last}, {first}" for first, last in each["authors"])
        note = f"  note = {{{each['comment']}}},\n" if each["comment"] else ""
        first_word, rest = each["title"].split(maxsplit=1)
        yield (
            f"@article{{kite{number},\n  title = {{{{{first_word}}} {rest}}},\n"
            f"  author = {{{names}}},\n".replace("\u00f6", '{\\"o}')
            + f"  journal = {{Journal of Kites}},\n  year = {{{each['day'].year}}},\n"
            f"  month = {each['day']:%b},\n  volume = {{3}},\n  pages = {{1--9}},\n"
            f"  doi = {{10.5555/kites.{number}}},\n  eprint = {{{each['arxiv_id']}}},\n"
            f"  archivePrefix = {{arXiv}},\n  primaryClass = {{{each['categories'][0]}}},\n"
            f"  keywords = {{{', '.join(each['title'].lower().split()[:4])}}},\n{note}"
            f"  url = {{{each['repository']}}},\n"
            f"  abstract = {{{_wrapped(each['abstract'])}}}\n}}\n\n"
        )


def ris(count: int) -> Iterator[str]:
    """Records as publishers give them out."""
    for number, each in enumerate(_details(count)):
        names = "".join(f"AU  - {last}, {first}\n" for first, last in each["authors"])
        words = "".join(f"KW  - {word}\n" for word in each["title"].lower().split()[:4])
        yield (
            f"TY  - JOUR\n{names}TI  - {each['title']}\nJO  - Journal of Kites\nVL  - 3\n"
            f"SP  - 1\nEP  - 9\nPY  - {each['day']:%Y/%m/%d}/\nDO  - 10.5555/kites.{number}\n"
            f"UR  - {each['repository']}\n{words}AB  - {each['abstract']}\nER  - \n\n"
        )


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, LINE_CHARS))


def json_table(count: int) -> Iterator[str]:
    """JSON Lines as scripts write them day by day."""
    return map(_line, _table_rows(count))


def csv_table(count: int) -> Iterator[str]:
    """A table with quotes where they must be."""
    line = io.StringIO()
    writer = csv.DictWriter(line, TABLE_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in _table_rows(count):
        writer.writerow(row | {"authors": "; ".join(row["authors"])})
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _table_rows(count: int) -> Iterator[dict[str, Any]]:
    for each in _details(count):
        id_ = each["arxiv_id"]
        yield {
            "id": id_,
            "pdf": f"https://arxiv.org/pdf/{id_}",
            "abs": f"https://arxiv.org/abs/{id_}",
            "authors": [f"{first} {last}" for first, last in each["authors"]],
            "title": each["title"],
            "categories": " ".join(each["categories"]),
            "comment": each["comment"],
            "abstract": each["abstract"],
        }


def _line(value: object) -> str:
    return json.dumps(value) + "\n"


def _array(values: Iterator[Any]) -> Iterator[str]:
    """One array, written with an element a line as the real dumps are."""
    yield "[\n"
    for value in islice(values, 1):
        yield json.dumps(value, indent=1)
    for value in values:
        yield ",\n" + json.dumps(value, indent=1)
    yield "\n]\n"


DUMPS: Mapping[str, Callable[[int], Iterator[str]]] = {
    "listing_page": listing_page,
    "arxiv_snapshot": arxiv_snapshot,
    "arxiv_oai_pmh": arxiv_oai_pmh,
    "arxiv_atom": arxiv_atom,
    "dblp": dblp,
    "hf_daily_papers": hf_daily_papers,
    "pwc_papers": pwc_papers,
    "pwc_links": pwc_links,
    "openalex_works": openalex_works,
    "openalex_merged_ids": openalex_merged_ids,
    "s2_papers": s2_papers,
    "s2_abstracts": s2_abstracts,
    "bibtex": bibtex,
    "ris": ris,
    "csv_table": csv_table,
    "json_table": json_table,
    "parquet_table": json_table,
}
"""For each format's name, a generator of the text of a dump of so many papers."""
