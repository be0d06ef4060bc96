"""Every format has its place in the order of trust."""

import polars as pl

from transforms.formats import ALL_FORMATS
from transforms.trust import LEAST, TRUST, dump_trust

RANKED = [name for names in TRUST for name in names]


def ranks(*formats: str) -> list[int]:
    dumps = pl.LazyFrame({"dump_id": list(formats), "format": list(formats)})
    return dump_trust(dumps).collect()["trust"].to_list()


def test_every_format_is_ranked_once():
    assert {each.name for each in ALL_FORMATS} <= set(RANKED)
    assert len(RANKED) == len(set(RANKED))


def test_arxiv_itself_comes_first_and_a_copied_page_last():
    assert ranks("listing_page", "arxiv_atom", "arxiv_snapshot") == [LEAST - 1, 0, 0]


def test_the_same_table_is_believed_alike_however_it_is_written():
    assert len(set(ranks("csv_table", "json_table", "parquet_table"))) == 1


def test_an_unknown_format_is_believed_least():
    assert ranks("tea_leaves") == [LEAST]
