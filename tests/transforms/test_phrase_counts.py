from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from transforms.phrase_counts import (
    NOTHING,
    Counts,
    add,
    count_in_turn,
    count_phrases,
    prune,
    read_tables,
    tables,
)
from transforms.words import DATA

PLACES = ("fjord", "harbour", "estuary", "lagoon", "reef", "delta", "strait", "sound")
TOOLS = ("drone", "glider", "buoy", "camera", "sonar", "float", "tag")


def texts(first: int = 0, last: int = 60) -> pl.DataFrame:
    """Invented papers that share a phrase and have many of their own."""
    rows = [
        {
            "title": f"Kelp Carbon in the {PLACES[n % 8].title()}: A {TOOLS[n % 7].title()} Survey",
            "abstract": f"We map kelp forest {n} of a {PLACES[n % 8]} by {TOOLS[n % 7]} survey. "
            f"The {TOOLS[n % 5]} sampling of x{n}y{n} moss shows that kelp carbon stays.",
        }
        for n in range(first, last)
    ]
    return pl.DataFrame(rows)


def of_phrases(counts: Counts) -> dict[str, dict[str, int]]:
    return {row.pop("stem_key"): row for row in tables(counts)[1].rows(named=True)}


def assert_same(one: Counts, other: Counts) -> None:
    assert one.texts == other.texts
    for first, second in zip(tables(one), tables(other), strict=True):
        assert first.height > 0
        assert_frame_equal(first, second)


def test_words_and_phrases_are_counted_in_texts_titles_and_as_noun_groups():
    records = pl.DataFrame(
        {
            "title": ["Sea Otters of the Bay", "Otters"],
            "abstract": ["Sea otters eat. The old sea otters and urchins sleep.", None],
        }
    )
    words, phrases = tables(count_phrases(records))
    assert phrases.row(by_predicate=pl.col("stem_key") == "sea otter", named=True) == {
        "stem_key": "sea otter", "texts": 1, "titles": 1, "count": 3, "whole": 2,
    }  # fmt: skip
    assert words.row(by_predicate=pl.col("stem") == "otter", named=True) == {
        "stem": "otter", "texts": 2, "titles": 2, "title_opens": 1, "title_closes": 2, "count": 4,
        "closes": 4, "alone": 1,
    }  # fmt: skip


def test_a_name_of_more_words_than_a_phrase_is_not_counted_as_its_first_words():
    name = "Tide gauge drone glider buoy sonar (TGDGBS)"
    phrases = of_phrases(count_phrases(pl.DataFrame({"title": [name], "abstract": [None]})))
    assert phrases.keys() == {"tgdgb"}


def test_the_counts_of_two_halves_add_up_to_those_of_the_whole():
    whole = texts()
    assert_same(
        add(count_phrases(whole.head(23)), count_phrases(whole.tail(37))), count_phrases(whole)
    )


@pytest.mark.parametrize("size", [1, 7, 60], ids=["one by one", "some at a time", "at once"])
def test_batches_of_any_size_in_any_order_give_the_same(size):
    batches = list(texts().iter_slices(size))
    assert_same(count_in_turn(batches[::-1]), count_phrases(texts()))


@pytest.mark.parametrize(
    "records",
    [
        pytest.param(texts().head(0), id="no text"),
        pytest.param(pl.DataFrame({"title": [None], "abstract": [None]}), id="a record of no text"),
    ],
)
def test_where_there_is_no_text_nothing_is_counted(records):
    counts = count_phrases(records.cast(pl.String))
    assert (counts.texts, counts.rows) == (0, 0)
    assert [each.height for each in tables(counts)] == [0, 0]
    assert_same(add(counts, count_phrases(texts())), count_phrases(texts()))


def test_without_any_batch_nothing_is_counted():
    assert count_in_turn([]).texts == NOTHING.texts == 0


def test_pruning_drops_what_is_in_fewer_texts_and_no_word_of_a_phrase_that_stays():
    whole, pruned = of_phrases(count_phrases(texts())), prune(count_phrases(texts()), 9)
    assert of_phrases(pruned) == {
        key: counts for key, counts in whole.items() if counts["texts"] >= 9
    }
    assert 0 < len(of_phrases(pruned)) < len(whole)
    stems = set(tables(pruned)[0].get_column("stem"))
    assert {stem for key in of_phrases(pruned) for stem in key.split(" ")} <= stems


MOST_ROWS = 120


def test_rows_held_stay_few_and_what_is_frequent_is_exact():
    exact = count_phrases(texts(0, 400))
    bounded = count_in_turn(texts(0, 400).iter_slices(10), MOST_ROWS)
    assert exact.rows > 5 * MOST_ROWS
    assert bounded.rows <= MOST_ROWS
    assert bounded.texts == 400
    true, found = of_phrases(exact), of_phrases(bounded)
    assert found["kelp carbon"] == true["kelp carbon"]
    assert found["kelp forest"] == true["kelp forest"]
    for key, counts in found.items():
        assert all(counts[name] <= true[key][name] for name in counts), key


def test_a_bound_that_is_not_reached_changes_nothing():
    batches = list(texts().iter_slices(10))
    rows = count_phrases(texts()).rows
    assert_same(count_in_turn(batches, 2 * rows + 1), count_phrases(texts()))


def test_the_shipped_tables_come_back_as_they_were_read():
    counts = read_tables(DATA)
    for table, name in zip(tables(counts), ("word_counts", "phrases"), strict=True):
        assert_frame_equal(table, pl.read_parquet(DATA / f"{name}.parquet"))
    assert counts.texts == int(pl.read_parquet_metadata(DATA / "phrases.parquet")["texts"])


def test_tables_that_were_read_add_up_with_what_is_counted(tmp_path: Path):
    first = count_phrases(texts(0, 20))
    for table, name in zip(tables(first), ("word_counts", "phrases"), strict=True):
        table.write_parquet(tmp_path / f"{name}.parquet", metadata={"texts": str(first.texts)})
    assert_same(
        add(read_tables(tmp_path), count_phrases(texts(20, 60))), count_phrases(texts(0, 60))
    )
