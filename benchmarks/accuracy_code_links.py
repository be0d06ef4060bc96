"""How well code links are found: precision and recall against repositories that people linked.

The labels are repositories that a paper's page links. One unit is a pair of a record and a
repository; repositories are compared by canonical URL, without regard to case.

- Labels: a label counts if the text holds its `owner/name` once white space and backslashes are
  taken out, so that links broken in the text count and labels from elsewhere do not.
- Found: the links of kind `repository` that `find_code_links` returns from abstract and comment.
- Recall: labels found, of all labels that count.
- Precision, strict: found pairs that are labels, of all found pairs. A paper's second repository,
  or one that its page does not link, counts as false.
- Precision, in text: found pairs whose host, owner and name stand in the text in this order, of
  the same found pairs. It tells invented links from links that merely are not labels.

Run: `python -m benchmarks.accuracy`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from transforms.code_urls import CodeUrl, canonical_url
from transforms.record_code_links import find_code_links

LABELS = Path(__file__).parents[1] / "../shared/labels/code_links.jsonl"


@dataclass(frozen=True)
class Scores:
    """Counts of pairs of a record and a repository.

    Attributes:
        labels: Labels that occur in their text.
        found: Repositories found.
        agreed: Found repositories that are labels.
        in_text: Found repositories that stand in the text.
    """

    labels: int
    found: int
    agreed: int
    in_text: int

    @property
    def recall(self) -> float:
        """Labels found, of the labels in the text."""
        return self.agreed / self.labels

    @property
    def strict_precision(self) -> float:
        """Found repositories that are labels."""
        return self.agreed / self.found

    @property
    def in_text_precision(self) -> float:
        """Found repositories that stand in the text."""
        return self.in_text / self.found


def measure() -> Scores:
    """Score `find_code_links` on the labelled records."""
    labelled = [json.loads(line) for line in LABELS.read_text().splitlines()]
    texts = {number: _letters(each) for number, each in enumerate(labelled, start=1)}
    labels = {
        (number, repository.url.lower())
        for number, each in enumerate(labelled, start=1)
        for repository in map(canonical_url, each["repo_labels"])
        if repository is not None and repository.repository is not None
        if _path(repository) in texts[number]
    }
    records = pl.DataFrame(
        {
            "record_number": list(texts),
            "abstract": [each["abstract"] for each in labelled],
            "comment": [each["comment"] for each in labelled],
            "links": [None for _ in labelled],
            "repositories": [None for _ in labelled],
        }
    )
    links = find_code_links(records).filter(pl.col("kind") == "repository")
    found = [
        (number, url.lower()) for number, url in links.select("record_number", "url").iter_rows()
    ]
    return Scores(
        labels=len(labels),
        found=len(found),
        agreed=sum(pair in labels for pair in found),
        in_text=sum(url.removeprefix("https://") in texts[number] for number, url in found),
    )


def section() -> list[tuple[str, ...]]:
    """The rows of the table: (set, measure, percent)."""
    scores = measure()
    return [
        ("code links", f"recall ({scores.agreed} of {scores.labels})", f"{scores.recall:.1%}"),
        (
            "code links",
            f"precision, strict ({scores.agreed} of {scores.found})",
            f"{scores.strict_precision:.1%}",
        ),
        (
            "code links",
            f"precision, in text ({scores.in_text} of {scores.found})",
            f"{scores.in_text_precision:.1%}",
        ),
    ]


def _letters(labelled: dict[str, str | None]) -> str:
    """A record's text without white space and backslashes, in lower case."""
    text = f"{labelled['abstract'] or ''} {labelled['comment'] or ''}"
    return re.sub(r"[\s\\]", "", text).lower()


def _path(repository: CodeUrl) -> str:
    """`owner/name` in lower case."""
    return f"{repository.owner}/{repository.repository}".lower()
