"""Invented sources that hold the same papers in different words, with the pairs that are one.

Two kinds are modelled on what record-linkage sets are known for. A curated source holds each paper
once, a conference version and its journal version apart. A second curated source writes the same
papers a little differently. A crawled source holds a paper many times: names as initials, lists of
authors cut, titles cut or run into the venue, years missing or wrong. All of them carry columns
and editorials under one title, papers in parts, and papers whose titles differ in a word.

The same seed always gives the same records. Here must not be what is measured on them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl

WORD_COUNTS = Path(__file__).parents[1] / "transforms" / "data" / "word_counts.parquet"
FORENAMES = (
    "Ada", "Bela", "Carmen", "Dmitri", "Elif", "Farid", "Greta", "Hiro", "Ines", "Jorge", "Kofi",
    "Lena", "Mei", "Nadia", "Oskar", "Priya", "Quentin", "Rosa", "Sven", "Tomas", "Uma", "Victor",
    "Wen", "Xin", "Yusuf", "Zoe",
)  # fmt: skip
SYLLABLES = (
    "ba", "ber", "chen", "dor", "fa", "gar", "hol", "ik", "jen", "kov", "lam", "mor", "nak", "ost",
    "per", "quin", "ros", "sal", "tan", "ul", "ven", "wal", "xu", "yam", "zer", "li", "mann", "son",
)  # fmt: skip
COMMON_SURNAMES = ("Wang", "Li", "Chen", "Kim", "Singh", "Müller", "García", "Van den Berg")
COLUMNS = (
    "Editorial", "Editor's Notes", "Chair's Message", "Book Review Column", "Guest Editorial",
    "Reminiscences on Influential Papers", "Information Director's Message", "Foreword", "Preface",
)  # fmt: skip
CONFERENCES = ("VLDC", "Conf. on Data Kettles", "Int'l Conf. on Stores", "Symposium on Queries")
JOURNALS = ("Data Kettle Record", "Trans. Stores", "Journal of Queries")
FIRST_YEAR, LAST_YEAR = 1994, 2003


@dataclass(frozen=True)
class Work:
    """One paper in one edition."""

    number: int
    title: str
    authors: tuple[str, ...]
    venue: str
    year: int


@dataclass
class Source:
    """The records of a source, and the work that each of them is."""

    records: list[dict[str, Any]] = field(default_factory=list)
    works: list[int] = field(default_factory=list)

    def add(self, work: int, **fields: Any) -> None:  # noqa: ANN401  (a record holds what it holds)
        """Add a record; its number in the source is its id."""
        self.works.append(work)
        self.records.append({"record_id": f"{len(self.works)}", **fields})


def works(size: int, chance: random.Random, vocabulary: _Vocabulary, first: int = 0) -> list[Work]:
    """Invent papers of one field, with columns, editions, parts and near titles among them."""
    numbers = count(first)
    made: list[Work] = []
    while len(made) < size:
        work = vocabulary.work(next(numbers))
        made.append(work)
        kind = chance.random()
        if kind < 0.06:
            venue, later = chance.choice(JOURNALS), chance.choices((0, 1, 2, 3), (4, 40, 35, 21))[0]
            made.append(replace(work, number=next(numbers), venue=venue, year=work.year + later))
        elif kind < 0.10:
            made += vocabulary.relatives(work, numbers)
        elif kind < 0.13:
            made.append(vocabulary.column(next(numbers)))
    chance.shuffle(made)
    return made[:size]


def curated_sources(size: int, seed: int) -> tuple[Source, Source]:
    """Two curated sources of the same field; the second lacks some and writes them otherwise."""
    chance = random.Random(seed)  # noqa: S311
    first, second = Source(), Source()
    vocabulary = _Vocabulary(chance, topics=size // 40)
    for work in works(size, chance, vocabulary):
        first.add(work.number, **_plain(work))
        if chance.random() < 0.86:
            second.add(work.number, **_rewritten(work, chance))
    return first, second


def crawled_source(size: int, seed: int, others: int) -> tuple[Source, Source]:
    """A curated source, and a crawled one with many records of a paper, and of other papers."""
    chance = random.Random(seed)  # noqa: S311
    first, second = Source(), Source()
    vocabulary = _Vocabulary(chance, topics=size // 40)
    held = works(size, chance, vocabulary)
    for work in held:
        first.add(work.number, **_plain(work))
    for work in [*held, *works(others, chance, vocabulary, first=10 * size)]:
        versions = chance.choices((0, 1, 2, 4, 9), (20, 35, 25, 14, 6))[0]
        for _ in range(versions):
            second.add(work.number, **_crawled(work, chance))
    return first, second


def many_sources(size: int, seed: int) -> Iterator[dict[str, Any]]:
    """Records for scale: each paper once to four times, half of them rewritten."""
    chance = random.Random(seed)  # noqa: S311
    vocabulary = _Vocabulary(chance, topics=max(4, size // 400))
    made = 0
    for number in count():
        work = vocabulary.work(number)
        for version in range(chance.choices((1, 2, 3, 4), (60, 25, 10, 5))[0]):
            yield {"work": number, **(_plain(work) if not version else _rewritten(work, chance))}
            made += 1
            if made == size:
                return


class _Vocabulary:
    """Words and authors, by topic."""

    def __init__(self, chance: random.Random, topics: int) -> None:
        self.chance = chance
        counted = pl.read_parquet(WORD_COUNTS).filter(pl.col("stem").str.len_chars() > 3)
        words = counted["stem"].to_list()
        weights = counted["texts"].to_list()
        self.common = chance.choices(words, weights, k=600)
        self.topics = [
            self.common[:20] + chance.choices(words, [w**0.7 for w in weights], k=60)
            for _ in range(topics)
        ]
        self.people = [[self._name() for _ in range(40)] for _ in range(topics)]

    def _name(self) -> str:
        surname = (
            self.chance.choice(COMMON_SURNAMES)
            if self.chance.random() < 0.15
            else "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 3))).title()
        )
        middle = f" {self.chance.choice('ABCDEFGHJKLM')}." if self.chance.random() < 0.3 else ""
        return f"{self.chance.choice(FORENAMES)}{middle} {surname}"

    def work(self, number: int) -> Work:
        topic = self.chance.randrange(len(self.topics))
        length = self.chance.choices(range(2, 14), (1, 3, 6, 9, 11, 12, 11, 9, 7, 5, 3, 2))[0]
        words = [self.chance.choice(self.topics[topic]).title() for _ in range(length)]
        for place in range(2, length, 3):
            words.insert(place, self.chance.choice(("of", "for", "in", "with", "and", "a", "the")))
        authors = self.chance.sample(self.people[topic], self.chance.choice((1, 2, 2, 3, 3, 4, 6)))
        year = self.chance.randint(FIRST_YEAR, LAST_YEAR)
        return Work(number, " ".join(words), tuple(authors), self.chance.choice(CONFERENCES), year)

    def relatives(self, work: Work, numbers: Iterator[int]) -> list[Work]:
        """Papers by the same authors that are others: parts, a word more, a word replaced."""
        kind = self.chance.randrange(4)
        word = self.chance.choice(self.common).title()
        words = work.title.split()
        titles = [
            [f"{work.title}, Part {part}" for part in ("I", "II", "III")],
            [f"{work.title}: {word} {self.chance.choice(self.common)} and more {word}s"],
            [" ".join([*words[:-1], word])],
            [
                f"Report on the {edition} Workshop on {' '.join(words[:3])}"
                for edition in ("Second", "Third")
            ],
        ][kind]
        return [
            replace(
                work,
                number=next(numbers),
                title=title,
                year=work.year + self.chance.choice((0, 1, 1, 2)),
            )
            for title in titles
        ]

    def column(self, number: int) -> Work:
        editor = (self.chance.choice(self.people[0][:4]),)
        year = self.chance.randint(FIRST_YEAR, LAST_YEAR)
        return Work(number, self.chance.choice(COLUMNS), editor, JOURNALS[0], year)


def _plain(work: Work) -> dict[str, Any]:
    return {
        "title": f"{work.title}.",
        "authors": list(work.authors),
        "venue": work.venue,
        "year": work.year,
    }


def _rewritten(work: Work, chance: random.Random) -> dict[str, Any]:
    """As another curated source writes it."""
    title, kind = work.title, chance.random()
    if kind < 0.05:
        title = _misspelt(title, chance)
    elif kind < 0.07:
        title = f"{title} ({chance.choice(('extended abstract', 'research session', 'demo'))})"
    elif kind < 0.085 and ":" in title:
        title = title.split(":")[0]
    elif kind < 0.11:
        title = title.replace(" and ", " &amp; ").upper()
    authors = list(work.authors)
    if chance.random() < 0.25:
        authors = [_initials(name, chance) for name in authors]
    if chance.random() < 0.02:
        authors = authors[1:]
    if chance.random() < 0.04:
        authors = [_misspelt(name, chance) for name in authors]
    year = work.year + (chance.choice((-1, 1)) if chance.random() < 0.02 else 0)
    return {"title": title, "authors": authors or None, "venue": work.venue.upper(), "year": year}


def _crawled(work: Work, chance: random.Random) -> dict[str, Any]:
    """As a crawled source writes it."""
    title = _crawled_title(work, chance)
    authors = [_initials(name, chance) for name in work.authors]
    if len(authors) > 2 and chance.random() < 0.3:
        authors = [*authors[: chance.randint(1, len(authors) - 1)], "..."]
    if chance.random() < 0.05:
        authors = [_misspelt(name, chance) for name in authors]
    if chance.random() < 0.04:
        authors = []
    year, kind = None, chance.random()
    if kind < 0.55:
        year = work.year
    elif kind < 0.64:
        year = work.year + chance.choice((-3, -2, -1, 1, 2, 4))
    venue = work.venue[: chance.randint(5, 30)] if chance.random() < 0.7 else None
    return {"title": title, "authors": authors or None, "venue": venue, "year": year}


def _crawled_title(work: Work, chance: random.Random) -> str:
    kind, words = chance.random(), work.title.split()
    if kind < 0.08:
        return _misspelt(work.title, chance)
    if kind < 0.13 and len(words) > 5:
        return " ".join(words[: max(4, len(words) * 2 // 3)])
    if kind < 0.19:
        return f"{work.title}, {work.venue}, {work.year}"
    if kind < 0.21:
        return f"{work.authors[0]}. {work.title}"
    if kind < 0.24:
        return " ".join(word for word in words if word not in {"of", "the", "a", "and"})
    return work.title


def _initials(name: str, chance: random.Random) -> str:
    *forenames, surname = name.replace("Van den", "Van_den").split()
    return f"{''.join(each[0] for each in forenames[: chance.randint(1, 2)])} {surname}".replace(
        "_", " "
    )


def _misspelt(text: str, chance: random.Random) -> str:
    for _ in range(max(1, chance.randint(0, len(text)) // 20)):
        place = chance.randrange(2, len(text))
        text = text[:place] + chance.choice(("", "e", text[place] * 2)) + text[place + 1 :]
    return text
