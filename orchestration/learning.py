"""Learning: counting the words and phrases of one's own papers, for later builds to rank by.

No build does it: else a paper's keywords would depend on which others came before it. Here belong
reading the papers, and putting the tables in place or away.

Here must not be how phrases are counted (`transforms.phrase_counts`), nor how the tables are used
(`orchestration.keyword_settings`).
"""

from __future__ import annotations

import functools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from orchestration.errors import UsageError
from orchestration.home import Home, make_folder
from orchestration.progress import advance
from transforms.phrase_counts import (
    LEAST_TEXTS,
    Counts,
    add,
    count_in_turn,
    prune,
    read_tables,
    tables,
)
from transforms.words import DATA
from warehouse.query import first_line, open_published

BATCH = 16_384
"""Papers read at a time."""

COMPRESSION_LEVEL = 19
"""The tables are read far more often than written."""

READING_MEMORY = "500MB"
"""DuckDB would keep most of the file in memory, which is read only once."""

TEXTS = pl.Schema({"title": pl.String(), "abstract": pl.String()})


@dataclass(frozen=True)
class Learned:
    """What was learned.

    Attributes:
        papers: How many were counted.
        words: Words that the tables hold now, the shipped ones among them.
        phrases: Phrases that they hold.
        folder: Where they are.
    """

    papers: int
    words: int
    phrases: int
    folder: Path


def learn(home: Home, warehouse: Path) -> Learned:
    """Count the papers of a published warehouse, add the shipped counts, and keep that for builds.

    What was learned before is replaced, so no paper is counted twice. Only the writer may call it.
    A killed process leaves the old tables, the new ones, or none, never some of each.

    Raises:
        QueryError: If there is no warehouse, or it cannot be opened.
        UsageError: If it holds no papers as paperhouse has them, or the tables cannot be written.
    """
    try:
        with open_published(warehouse) as connection:
            own = count_in_turn(_texts(connection))
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise UsageError(f"{warehouse} is not of paperhouse: {first_line(error)}") from None
    except duckdb.Error as error:
        raise UsageError(f"{warehouse} cannot be read: {first_line(error)}") from None
    counts = prune(add(read_tables(DATA), own), LEAST_TEXTS)
    new, before = home.staging / "learned", home.staging / "learned_before"
    shutil.rmtree(home.staging, ignore_errors=True)
    make_folder(new)
    try:
        write_tables(counts, new)
        if home.background.exists():
            home.background.rename(before)
        new.rename(home.background)
    except OSError as error:
        if before.exists() and not home.background.exists():
            before.rename(home.background)
        raise _not_writable(home, error) from None
    finally:
        shutil.rmtree(home.staging, ignore_errors=True)
    return Learned(own.texts, counts.words.height, counts.phrases.height, home.background)


def forget_learned(home: Home) -> bool:
    """Go back to the shipped counts; only the writer may call it.

    Returns:
        Whether anything was learned.

    Raises:
        UsageError: If the tables cannot be moved away.
    """
    was_learned = home.background.exists()
    if was_learned:
        before = home.staging / "learned_before"
        shutil.rmtree(home.staging, ignore_errors=True)
        make_folder(home.staging)
        try:
            home.background.rename(before)
            shutil.rmtree(home.staging)
        except OSError as error:
            raise _not_writable(home, error) from None
    return was_learned


def _not_writable(home: Home, error: OSError) -> UsageError:
    return UsageError(f"cannot write to {home.root}: {error.strerror or error}")


def write_tables(counts: Counts, folder: Path) -> None:
    """Write counts to a folder as `transforms.background.load_background` reads them."""
    for name, table in zip(("word_counts", "phrases"), tables(counts), strict=True):
        table.write_parquet(
            folder / f"{name}.parquet",
            compression="zstd",
            compression_level=COMPRESSION_LEVEL,
            metadata={"texts": str(counts.texts)},
        )


def _texts(connection: duckdb.DuckDBPyConnection) -> Iterator[pl.DataFrame]:
    """Read the texts of all papers in batches: title, abstract."""
    told = functools.partial(advance, "papers")
    connection.execute(f"set memory_limit = '{READING_MEMORY}'")
    ((papers,),) = connection.execute("select count(*) from main.papers").fetchall()
    cursor = connection.execute("select title, abstract from main.papers")
    done = 0
    while rows := cursor.fetchmany(BATCH):
        yield pl.DataFrame(rows, TEXTS, orient="row")
        done += len(rows)
        told(done, papers)
