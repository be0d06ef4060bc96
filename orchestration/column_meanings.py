"""What the columns of the assets between the tables mean.

A name means the same everywhere, so most are found in `warehouse.schema`. Here belong the meanings
of columns that no table has, and of those that mean a little less before the papers are known. Here
must not be the columns of a table.
"""

from __future__ import annotations

from warehouse.schema import TABLES

_OF_TABLES = {column.name: column.meaning for table in reversed(TABLES) for column in table.columns}
"""By name; of several tables the first one counts."""

_BETWEEN = {
    "title": "The title as parsed, in one line.",
    "comment": "The authors' comment, such as the number of pages.",
    "authors": "The authors' names, in the paper's order.",
    "categories": "The subject categories, each with its scheme, the main one first.",
    "arxiv_version": "The version of the paper on arXiv that the record is of.",
    "identifiers": "The identifiers of other schemes, each with its scheme.",
    "versions": "The versions, each with the day on which it was submitted.",
    "keywords": "The keywords that come with the record, each with its source and score.",
    "links": "The URLs that the listing itself shows beside the paper.",
    "repositories": "The repositories and pages that the source names, and what it says of them.",
    "extra": "The fields that no other column holds, as JSON.",
    "title_length": "The title's length in characters, 0 if there is none.",
    "comment_length": "The comment's length in characters, 0 if there is none.",
    "venue_length": "The venue's length in characters, 0 if there is none.",
    "author_count": "How many authors the record names.",
    "primary_scheme": "Whose category the main one is.",
    **{
        f"{field}_{name}": f"{meaning} that gives the paper's {field}."
        for field in ("title", "authors", "comment", "venue")
        for name, meaning in (("dump_id", "The dump"), ("record_number", "The record of its dump"))
    },
    "has_content": "Whether the record says anything of its paper but identifiers.",
    "local_id": "The id that the record has in its own dump only.",
    "id_keys": "The identifiers, each as its kind and the number of the paper_id that it gives.",
    "title_words": "The title's words without what differs from copy to copy, such as accents.",
    "title_hash": "The number of the paper_id that the title gives.",
    "is_distinctive": "Whether the title is long and unusual enough to tell the paper.",
    "abstract_hash": "A number over the start of a long abstract.",
    "author_keys": "The authors' names in their shortest form, to be compared.",
    "record_hash": "A number over all that identity looks at: records that share it are one paper.",
    "abstract_length": "The abstract's length in characters, 0 if there is none.",
    "code_status": "promised: code is to be released; mentioned: code is said to be available.",
    "keyword": "The key phrase as the record writes it.",
    "rank": "The key phrase's rank in the record, from 1.",
    "stem_key": "The keyword's key: letters without blanks, in the singular and one spelling.",
    "term": "A word of titles and abstracts, without accents, case and plural.",
    "paper_count": "Papers of the row, which hold the term.",
    "paper_numbers": "Their numbers: places in the table of papers, from 0.",
    "weights": "How much each of them speaks of the term, from 1 to 63.",
    "acronym": "The acronym that the record defines for the key phrase.",
}


def column_meaning(name: str) -> str | None:
    """What a column of an asset that is no table means, or None if nothing is declared."""
    return _BETWEEN.get(name) or _OF_TABLES.get(name)
