# ruff: noqa: S608  (the SQL is written here, for an invented warehouse)
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from expectations.checks import RULES, rules_by_table
from expectations.row_loss import TABLES as LOSS_TABLES
from expectations.row_loss import row_loss

DAILY, WEEKLY = "d" * 64, "e" * 64
LANTERN, HARBOUR, MEADOW = "1" * 16, "2" * 16, "3" * 16
SPARSE, ROUTING, TIDES = "a" * 16, "b" * 16, "c" * 16
SCORES_FALL = "the score of extracted keywords does not rise with rank"
LOSS = row_loss("main.papers", allow_loss=False).name


@dataclass(frozen=True)
class Break:
    """What breaks a rule, and which other rules cannot hold then."""

    sql: str = ""
    also: tuple[tuple[str, str], ...] = ()
    today: str = "2026-03-20"
    previous_row_counts: dict[str, int] = field(default_factory=dict)


EVERY_TABLE = tuple(rules_by_table())

BREAKS: dict[tuple[str, str], Break] = {
    ("main.papers", "there are papers"): Break(
        ";".join(f"delete from {table}" for table in EVERY_TABLE)
    ),
    ("main.papers", "every paper has a title"): Break(
        f"update main.papers set title = null where paper_id = '{MEADOW}'"
    ),
    ("main.papers", "comment is one line"): Break(
        f"update main.papers set comment = '9' || chr(10) || 'pages' where paper_id = '{LANTERN}'"
    ),
    ("main.papers", "venue is one line"): Break(
        f"update main.papers set venue = 'Night' || chr(13) where paper_id = '{LANTERN}'"
    ),
    ("main.papers", "title is one line"): Break(
        f"update main.papers set title = 'On' || chr(10) || 'Meadows' where paper_id = '{MEADOW}'"
    ),
    ("main.papers", "title holds no page furniture"): Break(
        f"update main.papers set title = 'SubscribeOn Meadows' where paper_id = '{MEADOW}'"
    ),
    ("main.papers", "title holds no markdown link"): Break(
        "update main.papers set title = '[On Meadows](https://papers.example.org/3)' "
        f"where paper_id = '{MEADOW}'"
    ),
    ("main.papers", "title holds no markdown heading mark"): Break(
        f"update main.papers set title = '### On Meadows' where paper_id = '{MEADOW}'"
    ),
    ("main.papers", "title is not absurdly long"): Break(
        f"update main.papers set title = repeat('meadow ', 60) || 'end' where paper_id = '{MEADOW}'"
    ),
    ("main.papers", "title holds no replacement character"): Break(
        f"update main.papers set title = 'On Mea' || chr(65533) where paper_id = '{MEADOW}'"
    ),
    ("main.papers", "abstract holds no page furniture"): Break(
        "update main.papers set abstract = 'Tides rise.' || chr(10) || 'Upvote' "
        f"where paper_id = '{HARBOUR}'"
    ),
    ("main.papers", "abstract holds no replacement character"): Break(
        f"update main.papers set abstract = 'Tides' || chr(65533) where paper_id = '{HARBOUR}'"
    ),
    ("main.papers", "arxiv_id belongs to one paper"): Break(
        f"update main.papers set arxiv_id = '2603.00001' where paper_id = '{MEADOW}'",
        also=(("main.paper_identifiers", "the arXiv id and the DOI of every paper are listed"),),
    ),
    ("main.papers", "doi is none of arXiv's own"): Break(
        f"""
        update main.papers set doi = '10.48550/arxiv.2603.00001' where paper_id = '{LANTERN}';
        insert into main.paper_identifiers values
            ('doi', '10.48550/arxiv.2603.00001', '{LANTERN}')
        """
    ),
    ("main.papers", "doi belongs to one paper, where it is the paper's best identifier"): Break(
        f"""
        update main.papers set doi = '10.1234/harbour' where paper_id = '{MEADOW}';
        insert into main.paper_identifiers values ('doi', '10.1234/harbour', '{MEADOW}')
        """
    ),
    ("main.papers", "every paper has a listing"): Break(
        "insert into main.papers by name "
        f"select '{'4' * 16}' as paper_id, 'Unseen' as title, false as is_retracted, "
        "'none' as code_status"
    ),
    ("main.papers", "code_status is linked exactly where there is a code link"): Break(
        f"update main.papers set code_status = 'linked' where paper_id = '{MEADOW}'"
    ),
    ("main.papers", "primary_category is the paper's primary category in paper_categories"): Break(
        f"update main.papers set primary_category = 'cs.CL' where paper_id = '{LANTERN}'"
    ),
    ("main.papers", "year is that of published_on"): Break(
        f"update main.papers set year = null where paper_id = '{LANTERN}'"
    ),
    ("main.papers", "published_on is not after today"): Break(today="2026-02-28"),
    ("main.papers", "updated_on is not before published_on"): Break(
        f"update main.papers set updated_on = date '2026-02-28' where paper_id = '{LANTERN}'"
    ),
    ("main.listings", "every listing has its record"): Break(
        f"insert into main.listings values ('{DAILY}', 3, '{MEADOW}', 3, null, null)"
    ),
    ("main.paper_versions", "version counts from 1 without gaps in each paper_id"): Break(
        "delete from main.paper_versions where version = 2"
    ),
    ("main.paper_versions", "a version is not submitted before the one it follows"): Break(
        "update main.paper_versions set submitted_on = date '2026-02-28' where version = 2"
    ),
    ("main.paper_authors", "author_name is one line"): Break(
        "update main.paper_authors set author_name = 'Bo' || chr(10) || 'Wren' where position = 2"
    ),
    ("main.listings", "listing and record name the same paper"): Break(
        f"update main.listings set paper_id = '{HARBOUR}' "
        f"where dump_id = '{WEEKLY}' and record_number = 2"
    ),
    ("main.paper_identifiers", "value is well formed for its scheme"): Break(
        f"insert into main.paper_identifiers values ('arxiv', '2603.1', '{MEADOW}')"
    ),
    ("main.paper_identifiers", "an arXiv id leads to one paper"): Break(
        f"insert into main.paper_identifiers values ('arxiv', '2603.00001', '{MEADOW}')"
    ),
    ("main.paper_identifiers", "the arXiv id and the DOI of every paper are listed"): Break(
        "delete from main.paper_identifiers where scheme = 'doi'"
    ),
    (
        "main.paper_identifiers",
        "an OpenAlex or Semantic Scholar id leads to one paper",
    ): Break(
        f"""
        insert into main.paper_identifiers values
            ('s2', '77', '{MEADOW}'), ('s2', '77', '{HARBOUR}')
        """
    ),
    ("main.paper_aliases", "alias_id is not the paper_id of a paper"): Break(
        f"update main.paper_aliases set alias_id = '{MEADOW}'"
    ),
    ("main.paper_authors", "position counts from 1 without gaps in each paper_id"): Break(
        "update main.paper_authors set position = 3 where author_name = 'Bo Wren'"
    ),
    ("main.paper_categories", "a paper with categories has one primary category"): Break(
        f"insert into main.paper_categories values ('{MEADOW}', 'arxiv', 'cs.CL', false)"
    ),
    ("main.paper_categories", "a primary category is one of arXiv where the paper has such"): Break(
        f"""
        update main.paper_categories set is_primary = (scheme = 'openalex');
        update main.papers set primary_category = 'Routing' where paper_id = '{LANTERN}'
        """
    ),
    ("main.paper_categories", "a category of arXiv looks like one"): Break(
        "update main.paper_categories set category = 'Languages' where category = 'cs.CL'"
    ),
    ("main.paper_categories", "category is one line"): Break(
        "update main.paper_categories set category = 'a' || chr(10) where category = 'Routing'"
    ),
    ("main.keywords", "keyword is one line"): Break(
        f"update main.keywords set keyword = 'ti' || chr(10) || 'des' where keyword_id = '{TIDES}'"
    ),
    ("main.keywords", "every keyword is used by a paper"): Break(
        f"insert into main.keywords values ('{'d' * 16}', 'unused')"
    ),
    ("main.keywords", "no two keywords are written alike"): Break(
        f"update main.keywords set keyword = 'routing' where keyword_id = '{TIDES}'"
    ),
    ("main.paper_keywords", "rank counts from 1 without gaps in each paper_id and source"): Break(
        "update main.paper_keywords set rank = 3 where rank = 2 and source = 'author'"
    ),
    ("main.paper_keywords", SCORES_FALL): Break(
        "update main.paper_keywords set score = 0.95 where rank = 2 and source = 'extracted'"
    ),
    ("main.paper_keywords", "an extracted keyword has a score"): Break(
        f"update main.paper_keywords set score = null where paper_id = '{HARBOUR}' "
        "and source = 'extracted'"
    ),
    ("main.code_links", "a repository has an owner and a name"): Break(
        "update main.code_links set owner = null where kind = 'repository'"
    ),
    ("main.code_links", "url and host agree"): Break(
        "update main.code_links set host = 'gitlab.com' where kind = 'repository'"
    ),
    ("main.code_links", "url holds the owner and the repository"): Break(
        "update main.code_links set repository = 'lamp' where kind = 'repository'"
    ),
    ("main.code_links", "a paper links a URL once, whatever its case"): Break(
        "insert into main.code_links by name select * replace (replace(url, 'l', 'L') as url) "
        "from main.code_links where kind = 'repository'"
    ),
    (
        "main.code_links",
        "only what a source names is called official, mentioned or written with something",
    ): Break("update main.code_links set framework = 'jax' where source_field = 'comment'"),
    (
        "raw.dumps",
        "every line is part of a record, of the page's furniture or of a reject",
    ): Break(f"update raw.dumps set chrome_line_count = 4 where dump_id = '{DAILY}'"),
    ("raw.dumps", "record_count is the number of records"): Break(
        f"update raw.dumps set record_count = 3 where dump_id = '{DAILY}'"
    ),
    ("raw.dumps", "reject_count is the number of rejects"): Break(
        f"update raw.dumps set reject_count = 1 where dump_id = '{WEEKLY}'"
    ),
    ("raw.dumps", "every dump has records"): Break(
        f"""
        insert into raw.dumps by name
        select '{"0" * 64}' as dump_id, 'empty.txt' as file_name, 'page_text' as format,
            8 as size_bytes, 0 as record_count, 0 as reject_count, 'line' as counted_in,
            1 as line_count, 0 as record_line_count, 1 as chrome_line_count,
            0 as reject_line_count, false as is_cut_short
        """
    ),
    ("raw.dumps", "no dump is cut short"): Break(
        f"update raw.dumps set is_cut_short = true where dump_id = '{WEEKLY}'"
    ),
    ("raw.dumps", "at most half of a dump's pieces are refused"): Break(
        f"""
        insert into raw.rejects
        select '{WEEKLY}', line_number, line_number, 'no', '-' from range(4, 8) as r(line_number);
        update raw.dumps set reject_count = 4, reject_line_count = 4, line_count = 7
        where dump_id = '{WEEKLY}'
        """
    ),
    ("raw.dumps", "the newest listing is at most 45 days old"): Break(today="2026-04-25"),
    ("raw.records", "title is one line"): Break(
        "update raw.records set title = 'On' || chr(13) || 'Meadows' where title = 'On Meadows'"
    ),
    ("raw.records", "every record of a paper has its listing"): Break(
        f"delete from main.listings where dump_id = '{WEEKLY}' and record_number = 2"
    ),
    ("raw.records", "record_number counts from 1 without gaps in each dump"): Break(
        f"""
        update raw.records set record_number = 3
        where dump_id = '{DAILY}' and record_number = 2;
        update main.listings set record_number = 3
        where dump_id = '{DAILY}' and record_number = 2
        """
    ),
    ("raw.records", "a record's last line is not before its first"): Break(
        f"update raw.records set line_end = 5 where dump_id = '{DAILY}' and record_number = 2"
    ),
    ("raw.records", "a record lies within its dump"): Break(
        f"update raw.records set line_end = 11 where dump_id = '{DAILY}' and record_number = 2"
    ),
    ("raw.records", "records stand in the order of the dump"): Break(
        f"update raw.records set line_start = 2, line_end = 2 "
        f"where dump_id = '{DAILY}' and record_number = 2"
    ),
    ("raw.rejects", "a reject's last line is not before its first"): Break(
        "update raw.rejects set line_end = 8"
    ),
    ("raw.rejects", "a reject lies within its dump"): Break("update raw.rejects set line_end = 11"),
    ("raw.rejects", "excerpt has at most 200 characters"): Break(
        "update raw.rejects set excerpt = repeat('?', 201)"
    ),
    ("quality.paper_matches", "records that were joined are of one paper"): Break(
        f"update quality.paper_matches set right_paper_id = '{HARBOUR}'",
        also=(("quality.paper_matches", "a pair and its records name the same papers"),),
    ),
    ("quality.paper_matches", "a pair has a reason exactly where it was not joined"): Break(
        "update quality.paper_matches set reason = 'two DOIs'"
    ),
    ("quality.paper_matches", "a pair and its records name the same papers"): Break(
        "update quality.paper_matches set left_record_number = 2"
    ),
    ("quality.paper_matches", "every paper of several records says why they are one"): Break(
        "delete from quality.paper_matches"
    ),
    **{
        (table, LOSS): Break(previous_row_counts={table: 5}, today="2026-03-20")
        for table in LOSS_TABLES
    },
}


def test_the_valid_warehouse_passes_every_rule(failing_rules: Any) -> None:
    assert failing_rules("") == {}


@pytest.mark.parametrize(
    ("broken", "case"),
    [
        pytest.param(rule, case, id=f"{rule[0]}: not {rule[1]}")
        for rule, case in sorted(BREAKS.items())
    ],
)
def test_broken_data_fails_its_rule_alone_and_shows_the_rows(
    broken: tuple[str, str], case: Break, failing_rules: Any
) -> None:
    failing = failing_rules(
        case.sql, today=case.today, previous_row_counts=case.previous_row_counts
    )

    assert set(failing) == {broken, *case.also}
    assert failing[broken]["count"] == 1
    assert len(failing[broken]["rows"]) == 1


def test_every_rule_that_the_schema_cannot_say_has_a_breaking_case() -> None:
    written = {(table, rule.name) for table, rules in RULES.items() for rule in rules}
    loss = {(table, LOSS) for table in LOSS_TABLES}

    assert set(BREAKS) == written | loss


def test_a_rule_is_named_once_in_its_table() -> None:
    for rules in rules_by_table().values():
        names = [(rule.name, rule.column) for rule in rules]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(
            f"update main.papers set code_status = 'none' where paper_id = '{LANTERN}'",
            id="a link without the status",
        ),
        pytest.param(
            f"update main.papers set code_status = 'linked' where paper_id = '{HARBOUR}'",
            id="the status without a link",
        ),
    ],
)
def test_the_code_status_is_held_against_the_links_both_ways(sql: str, failing_rules: Any) -> None:
    assert set(failing_rules(sql)) == {
        ("main.papers", "code_status is linked exactly where there is a code link")
    }


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(
            "update main.paper_keywords set rank = 2 where rank = 1", id="two ranks alike"
        ),
        pytest.param("update main.paper_keywords set rank = rank + 1", id="no first rank"),
        pytest.param("update main.paper_keywords set rank = 4 where rank = 2", id="a gap"),
    ],
)
def test_ranks_neither_repeat_nor_skip(sql: str, failing_rules: Any) -> None:
    rule = ("main.paper_keywords", "rank counts from 1 without gaps in each paper_id and source")

    assert rule in failing_rules(sql)


def test_equal_scores_do_not_rise(failing_rules: Any) -> None:
    assert failing_rules("update main.paper_keywords set score = 0.9") == {}


def test_scores_are_judged_in_the_order_of_ranks_not_of_rows(failing_rules: Any) -> None:
    swapped = f"""
        delete from main.paper_keywords where paper_id = '{LANTERN}' and source = 'extracted';
        insert into main.paper_keywords values
            ('{LANTERN}', '{ROUTING}', 2, 0.9, 'extracted', true, 'routing', 2, 7),
            ('{LANTERN}', '{SPARSE}', 1, 0.4, 'extracted', true, 'sparse', 2, 7)
    """
    failing = failing_rules(swapped)

    assert set(failing) == {("main.paper_keywords", SCORES_FALL)}
    assert failing["main.paper_keywords", SCORES_FALL]["rows"] == [
        [LANTERN, "extracted", 2, 0.9, 0.4]
    ]


@pytest.mark.parametrize(
    "link",
    [
        ("https://gitlab.com/Group/Tool/-/tree/main", "repository", "gitlab.com", "group", "tool"),
        ("https://huggingface.co/datasets/Ada/Birds", "dataset", "huggingface.co", "Ada", "Birds"),
        ("https://lantern.example.org:8080/x", "other", "lantern.example.org:8080", None, None),
        ("https://git.example.org/~ada/tool", "repository", "git.example.org", "~ada", "tool"),
    ],
    ids=["deeper and in another case", "a data set's prefix", "a port", "a tilde"],
)
def test_links_that_agree_with_their_parts_pass(
    link: tuple[str | None, ...], failing_rules: Any, connection: Any
) -> None:
    connection.exec_driver_sql(
        f"""
        insert into main.code_links by name
        select '{LANTERN}' as paper_id, $1 as url, $2 as kind, $3 as host, $4 as owner,
            $5 as repository, 'metadata' as source_field, 'as written' as raw_text
        """,
        link,
    )

    assert failing_rules("") == {}


@pytest.mark.parametrize("today", ["2026-04-24", "2026-03-10", None])
def test_a_fresh_archive_or_an_unknown_day_is_not_stale(
    today: str | None, failing_rules: Any
) -> None:
    assert failing_rules("", today=today) == {}


def test_an_archive_without_dates_is_not_stale(failing_rules: Any) -> None:
    assert failing_rules("update raw.dumps set listed_on = null", today="2030-01-01") == {}


@pytest.mark.parametrize(
    ("previous", "lost"),
    [(4, False), (3, False), (0, False), (None, False), (5, True)],
    ids=["lost nothing of 4", "had fewer", "was empty", "first release", "lost a fifth of 5"],
)
def test_losing_more_than_a_tenth_of_the_rows_fails(
    previous: int | None, lost: bool, failing_rules: Any
) -> None:
    counts = {} if previous is None else {"main.listings": previous}

    failing = failing_rules("", tables=("main.listings",), previous_row_counts=counts)

    assert bool(failing) is lost


def test_a_mostly_refused_dump_that_is_meant_is_a_warning() -> None:
    severities = [
        {rule.name: rule.severity for rule in rules_by_table(allow_rejects=allowed)["raw.dumps"]}
        for allowed in (False, True)
    ]
    name = "at most half of a dump's pieces are refused"

    assert [each[name] for each in severities] == ["error", "warning"]
    assert severities[0] | {name: "warning"} == severities[1]


def test_a_loss_that_is_meant_is_a_warning() -> None:
    assert row_loss("main.papers", allow_loss=False).severity == "error"
    assert row_loss("main.papers", allow_loss=True).severity == "warning"
