"""The dashboard in a real Chromium, driven by the DevTools protocol."""

import json

import pytest

from warehouse.dashboard.write import write_dashboard
from warehouse.load import create_marts, create_tables, open_staged
from warehouse.query import question_of

HOSTILE = (
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    '=HYPERLINK("http://evil.example/", "click")',
    "<!--<script>",
    "\u202eright to left \u2028 and a line end \\u003c/script\\u003e",
    "no end to the letters " + "kettle" * 200_000,
)

HOSTILE_ROWS = (
    """insert into papers (paper_id, title, published_on, primary_category, code_status)
    values ($id, $words, '2026-01-02', $words, $words)""",
    """insert into keywords (keyword_id, keyword) values ($id, $words)""",
    """insert into paper_keywords (paper_id, keyword_id, rank, source)
    values ($id, $id, 1, 'extracted')""",
    """insert into code_links (paper_id, url, host, owner, repository, kind)
    values ($id, $bad, $words, $words, $words, 'repository')""",
    """insert into raw.rejects (dump_id, line_number, reason) values ($id, 1, $words)""",
    """insert into raw.dumps (dump_id, file_name, format, record_count, reject_count)
    values ($id, $words, $words, 1, 1)""",
    """insert into quality.check_results (table_name, expectation, severity, success, observed)
    values ($words, $words, 'error', false, $words)""",
)


# The marts of three million papers over 40 years, every cell of them filled.
HUGE_ROWS = (
    """insert into mart.paper_overview by name
    select
        printf('%016x', i) as paper_id,
        case
            when i % 480 > 470
                then 'An invented paper about kettles, lids and their many uses, number ' || i
        end as title,
        date '1987-01-05' + to_months((i % 480)::integer) as counted_on,
        date_trunc('month', counted_on)::date as month,
        case when title is not null then '2601.' || i end as arxiv_id,
        'cs.' || (i // 480) % 60 as primary_category,
        ['linked', 'promised', 'mentioned', 'none', 'none', 'none'][1 + (i // 28800) % 6]
            as code_status,
        'https://github.com/kite-lab/a-repository-of-some-length-' || arxiv_id as repository_url,
        0 as repository_count, 1 as author_count, 1 as listing_days
    from range(3000000) t (i)""",
    """insert into mart.keyword_counts by name
    select printf('%016x', i) as keyword_id, 'an invented keyword ' || i as keyword,
        9000 - i as paper_count
    from range(400) t (i)""",
    """insert into mart.keyword_trends by name
    select keyword_id, keyword, month, linked + promised + mentioned + 60 as paper_count,
        linked as linked_count, promised as promised_count, mentioned as mentioned_count
    from mart.keyword_counts
    cross join (
        select date '1987-01-01' + to_months(i::integer) as month,
            20 + i % 7 as linked, 1 + i % 3 as promised, i % 2 as mentioned
        from range(480) t (i)
    )""",
    """insert into mart.keywords_of_newest_papers by name
    select keyword_id, keyword, paper_id, counted_on
    from (
        select paper_id, counted_on from mart.paper_overview
        order by counted_on desc, paper_id limit 20000
    )
    cross join mart.keyword_counts
    where hash(paper_id, keyword_id) % 50 = 0""",
    """insert into mart.hosts_by_month_and_category by name
    select date '1987-01-01' + to_months(m::integer) as month, 'cs.' || c as primary_category,
        'host' || h || '.example' as host, 1 + (m + c) % (40 // h) as paper_count
    from range(480) months (m), range(60) categories (c), range(1, 13) hosts (h)""",
)

# The contrast of WCAG 2.2 of every word on the page, and of every shape, with what is behind it.
CONTRAST = """
const parse = (color) => color.match(/[\\d.]+/g).map(Number);
const light = (color) => {
    const [r, g, b] = parse(color).map((each) => each / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
};
const isSeen = (found) => found.checkVisibility({ visibilityProperty: true });
const ground = (found) => {
    for (let each = found; each; each = each.parentElement) {
        const color = getComputedStyle(each).backgroundColor;
        const alpha = parse(color)[3] ?? 1;
        if (alpha === 1) return color;
        if (alpha) throw new Error(`half clear: ${color}`);
    }
    throw new Error("no ground");
};
"""

WORDS = (
    "(() => {"
    + CONTRAST
    + """
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const found = [];
while (walker.nextNode()) {
    const place = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !isSeen(place)) continue;
    if (["SCRIPT", "OPTION", "STYLE"].includes(place.tagName)) continue;
    const style = getComputedStyle(place);
    const color = place instanceof SVGElement ? style.fill : style.color;
    found.push([ratio(color, ground(place)), walker.currentNode.data]);
}
return found;
})()"""
)

SHAPES = (
    "(() => {"
    + CONTRAST
    + """
const found = [];
const look = (selector, color) => document.querySelectorAll(selector).forEach((each) => {
    if (!isSeen(each)) return;
    found.push([ratio(color(getComputedStyle(each)), ground(each.parentElement)), selector]);
});
look("svg .linked", (style) => style.fill);
look("svg .none", (style) => style.stroke);
look("svg .line, .spark path", (style) => style.stroke);
look("svg .dot", (style) => style.fill);
look(".bar i, .stack :not(.none), .legend i:not(.none)", (style) => style.backgroundColor);
look("i.none, .stack .none", (style) => style.boxShadow);
look("select, input, button.plain", (style) => style.borderTopColor);
return found;
})()"""
)

FOCUSED = (
    "(() => {"
    + CONTRAST
    + """
const focused = document.activeElement;
if (focused === document.body) return null;
focused.dataset.visited = "yes";
const style = getComputedStyle(focused);
const contrast = ratio(style.outlineColor, ground(focused.parentElement));
return [style.outlineStyle, parseFloat(style.outlineWidth), contrast];
})()"""
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    folder = tmp_path_factory.mktemp("warehouse")
    with open_staged(folder / "warehouse.duckdb") as connection:
        create_tables(connection)
        connection.execute(
            """
            insert into papers
                (paper_id, title, published_on, arxiv_id, primary_category, code_status)
            select
                printf('%016x', i), 'Kettle ' || i,
                date '2025-01-05' + to_months((i % 12)::integer), '2501.' || 10000 + i,
                'cs.' || i % 3, ['linked', 'none'][1 + i % 2]
            from range(240) t (i)
            """
        )
        connection.execute(
            "insert into keywords (keyword_id, keyword) values ('k', 'copper kettle')"
        )
        connection.execute(
            "insert into paper_keywords (paper_id, keyword_id, rank, source) "
            "select paper_id, 'k', 1, 'extracted' from papers where published_on > '2025-10-01'"
        )
        connection.executemany(
            "insert into code_links (paper_id, url, host, owner, repository, kind) "
            "values (?, ?, 'github.com', 'kite-lab', ?, 'repository')",
            [
                (f"{paper:016x}", f"https://github.com/kite-lab/{name}", name)
                for paper, name in [(0, "alder"), (2, "birch"), (4, "birch"), (6, "cedar")]
            ],
        )
        create_marts(connection)
        yield connection


@pytest.fixture(scope="module")
def page(warehouse, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "dashboard.html"
    write_dashboard(warehouse, path)
    return path


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    with open_staged(folder / "warehouse.duckdb") as connection:
        create_tables(connection)
        for number, words in enumerate(HOSTILE):
            values = {
                "id": str(number),
                "words": words,
                "bad": f"javascript:window.hacked={number}",
            }
            for sql in HOSTILE_ROWS:
                used = {name: value for name, value in values.items() if f"${name}" in sql}
                connection.execute(sql, used)
        create_marts(connection)
        write_dashboard(connection, folder / "dashboard.html")
    return folder / "dashboard.html"


@pytest.fixture(scope="module")
def stray_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stray")
    with open_staged(folder / "warehouse.duckdb") as connection:
        create_tables(connection)
        connection.execute(
            "insert into papers (paper_id, title, published_on, code_status) select i::varchar, "
            "'Kettle', case when i = 0 then '2002-03-01' when i > 1 then '2026-01-05' end::date, "
            "'none' from range(100) t (i)"
        )
        create_marts(connection)
        write_dashboard(connection, folder / "dashboard.html")
    return folder / "dashboard.html"


@pytest.fixture(scope="module")
def huge_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("huge")
    with open_staged(folder / "warehouse.duckdb") as connection:
        create_tables(connection)
        create_marts(connection)
        for sql in HUGE_ROWS:
            connection.execute(sql)
        write_dashboard(connection, folder / "dashboard.html")
    return folder / "dashboard.html"


def chosen_papers(browser):
    return browser.run("document.getElementById('chosen-papers').textContent")


def addresses(requests):
    return [each["url"] for each in requests]


def shown(title):
    return title if len(title) <= 240 else f"{title[:239]}…"


def change(browser, field, value):
    browser.run(
        f"{{ const field = document.getElementById({field!r}); field.value = {value!r};"
        " field.dispatchEvent(new Event('change')); }"
    )


def first_cells(browser, table):
    return browser.run(
        f"[...document.querySelectorAll('{table} tbody tr')].map(r => r.cells[0].innerText.trim())"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_draws_without_a_complaint_or_a_request(browser, page, scheme, width):
    browser.open(page, prefers_color_scheme=scheme)
    browser.size(width, 900)
    assert chosen_papers(browser) == "240"
    assert browser.run("document.querySelectorAll('#papers-chart rect.linked').length") == 6
    assert browser.run("document.documentElement.scrollWidth <= window.innerWidth")
    assert browser.complaints == []
    assert addresses(browser.requests) == [page.as_uri()]


def test_a_category_filters_the_numbers(browser, page):
    browser.open(page)
    change(browser, "category", "0")
    assert chosen_papers(browser) == "80"
    assert browser.run("location.hash") == "#category=cs.0"


def test_months_filter_the_numbers(browser, page):
    browser.open(page)
    change(browser, "from", "9")
    assert chosen_papers(browser) == "60"
    browser.run("document.getElementById('reset').click()")
    assert chosen_papers(browser) == "240"


def test_a_keyword_filters_the_numbers_and_the_newest_papers(browser, page):
    browser.open(page)
    change(browser, "keyword", "Copper Kettle")
    assert chosen_papers(browser) == "60"
    assert browser.run("document.querySelectorAll('#newest a.title').length") == 4


def test_a_keyword_that_the_page_does_not_follow_is_said_so(browser, page):
    browser.open(page)
    change(browser, "keyword", "samovar")
    assert "does not follow “samovar”" in browser.run(
        "document.getElementById('selection').textContent"
    )


def test_an_address_brings_back_a_choice(browser, page):
    browser.open(f"{page.as_uri()}#from=2025-11&to=2025-12&keyword=copper+kettle")
    assert chosen_papers(browser) == "40"


@pytest.mark.parametrize("address", ["#from=x&to=9999-99", "#%", "#category=nothing"])
def test_a_senseless_address_shows_everything(browser, page, address):
    browser.open(f"{page.as_uri()}{address}")
    assert chosen_papers(browser) == "240"
    assert browser.complaints == []


def test_a_click_on_a_head_sorts_a_table(browser, page):
    browser.open(page)
    assert first_cells(browser, "#repositories")[0] == "kite-lab/birch"
    browser.run("document.querySelector('#repositories th button').click()")
    assert first_cells(browser, "#repositories") == [
        "kite-lab/alder", "kite-lab/birch", "kite-lab/cedar",
    ]  # fmt: skip
    assert browser.run("document.querySelector('#repositories th').ariaSort") == "ascending"


def test_the_keyboard_reads_a_chart_and_looks_closer(browser, page):
    browser.open(page)
    browser.run("document.querySelector('#papers-chart svg').focus()")
    for _ in range(2):
        browser.press("ArrowRight")
    said = browser.run("document.querySelector('#papers-chart [role=status]').textContent")
    assert said == "2025-02, 20 papers, 0.0\u00a0% with code linked"
    browser.press("Enter")
    assert chosen_papers(browser) == "20"
    assert browser.run("document.activeElement.tagName") == "svg"


def test_the_keywords_that_rise_are_those_of_the_question(browser, warehouse, page):
    browser.open(page)
    question = question_of("rising_keywords")
    rising = warehouse.execute(question.sql, question.values({})).fetchall()
    assert rising
    assert first_cells(browser, "#keyword-table") == [row[0] for row in rising]


def test_pointing_at_a_month_shows_its_numbers(browser, page):
    browser.open(page)
    box = browser.run(
        "(b => [b.x, b.y + b.height / 2])"
        "(document.querySelector('#papers-chart rect.linked').getBoundingClientRect())"
    )
    browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=box[0] + 5, y=box[1])
    assert browser.run("document.getElementById('tip').textContent").startswith(
        "2025-01\n20 papers"
    )


def test_the_switch_turns_light_into_dark(browser, page):
    browser.open(page, prefers_color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = browser.run(ground)
    browser.run("document.getElementById('theme').click()")
    assert browser.run(ground) != light


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["page", "hostile_page"])
def test_words_and_shapes_stand_out_from_what_is_behind_them(browser, request, which, scheme):
    browser.open(request.getfixturevalue(which), prefers_color_scheme=scheme)
    browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    words, shapes = browser.run(WORDS), browser.run(SHAPES)
    assert len(words) > 100
    assert [each for each in words if each[0] < 4.5] == []
    assert len({selector for _, selector in shapes}) >= 5
    assert [each for each in shapes if each[0] < 3] == []


def test_the_tab_key_reaches_everything_and_shows_where_it_is(browser, page):
    browser.open(page, prefers_color_scheme="light")
    seen = []
    for _ in range(200):
        browser.press("Tab")
        outline = browser.run(FOCUSED)
        if outline is None:
            break
        seen.append(outline)
    asking = "a[href], button, select, input, summary, [tabindex]"
    missed = browser.run(
        f"[...document.querySelectorAll('{asking}')]"
        ".filter((each) => each.checkVisibility() && !each.dataset.visited).map((e) => e.outerHTML)"
    )
    assert missed == []
    assert len(seen) > 30
    assert [each for each in seen if each[0] == "none" or each[1] < 2 or each[2] < 3] == []


@pytest.mark.parametrize(("wish", "moves"), [("no-preference", True), ("reduce", False)])
def test_nothing_moves_for_those_who_wish_so(browser, page, wish, moves):
    browser.open(page, prefers_reduced_motion=wish)
    found = browser.run(
        "[...document.querySelectorAll('*')].map((e) => getComputedStyle(e))"
        ".some((s) => s.transitionDuration !== '0s' || s.animationName !== 'none')"
    )
    assert found == moves


def test_one_stray_date_is_told_and_does_not_stretch_the_months(browser, stray_page):
    browser.open(stray_page)
    bars = "document.querySelectorAll('#papers-chart rect.none').length"
    said = "document.getElementById('not-drawn').textContent"
    assert chosen_papers(browser) == "100"
    assert browser.run(bars) == 1
    assert browser.run(said) == (
        "Counted but not drawn: 1 of other months from 2002-03 to 2026-01, 1 without a known month."
    )
    browser.run("document.getElementById('long').click()")
    assert browser.run(bars) == 2
    assert browser.run(said) == "Counted but not drawn: 1 without a known month."
    assert browser.run("location.hash") == "#months=all"
    change(browser, "to", "100")
    assert chosen_papers(browser) == "1"
    assert browser.complaints == []


def test_three_million_papers_make_a_page_under_three_megabytes(huge_page):
    assert huge_page.stat().st_size < 3_000_000


def test_the_page_of_three_million_papers_draws_and_filters(browser, huge_page):
    browser.open(huge_page)
    assert chosen_papers(browser) == "3,000,000"
    change(browser, "category", "0")
    assert chosen_papers(browser) == "50,400"
    change(browser, "from", "479")
    assert chosen_papers(browser) == "105"
    assert browser.complaints == []
    assert addresses(browser.requests) == [huge_page.as_uri()]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_hostile_words_do_not_make_the_page_scroll_sideways(browser, hostile_page, width):
    browser.open(hostile_page)
    browser.size(width, 844)
    browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert browser.run("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_changed_since_the_last_release_is_shown(browser, page, warehouse, tmp_path):
    before = tmp_path / "before.duckdb"
    with open_staged(before) as connection:
        create_tables(connection)
        connection.execute("insert into papers (paper_id, code_status) values ('0', 'linked')")
    write_dashboard(warehouse, tmp_path / "dashboard.html", release=2, previous=before)
    browser.open(tmp_path / "dashboard.html")
    changes = browser.run("[...document.querySelectorAll('.change')].map((e) => e.textContent)")
    assert changes == [
        f"{change} since the last release" for change in ("+239", "+119", "+3", "+1", "±0")
    ]
    browser.open(page)
    assert browser.run("document.querySelectorAll('.change').length") == 0


def test_a_category_filters_the_hosts(browser, page):
    browser.open(page)
    hosts = "document.querySelector('#host-bars .number').textContent"
    assert browser.run(hosts) == "4"
    change(browser, "category", "0")
    assert browser.run(hosts) == "2"


def test_a_keyword_of_a_paper_filters_by_it(browser, page):
    browser.open(page)
    browser.run("document.querySelector('#newest .tag').click()")
    assert chosen_papers(browser) == "60"
    assert browser.run("document.getElementById('keyword').value") == "copper kettle"


def test_a_keyword_and_a_category_chosen_together_are_said_to_be_counted_apart(browser, page):
    browser.open(page)
    change(browser, "category", "0")
    change(browser, "keyword", "copper kettle")
    said = browser.run("document.querySelector('#selection .remark').textContent")
    assert said == "Of all categories: this page counts the two apart."
    assert browser.run("document.getElementById('category').value") == "-1"
    assert chosen_papers(browser) == "60"


def test_shift_and_the_arrow_keys_choose_a_range_of_months(browser, page):
    browser.open(page)
    browser.run("document.querySelector('#papers-chart svg').focus()")
    browser.press("End")
    browser.press("ArrowLeft", shift=True)
    browser.press("ArrowLeft", shift=True)
    browser.press("Enter")
    assert chosen_papers(browser) == "60"
    assert browser.run("location.hash") == "#from=2025-10&to=2025-12"


def test_everything_that_asks_for_input_has_a_name(browser, page):
    browser.open(page)
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    asking = {"button", "combobox", "textbox", "link", "application", "meter", "searchbox"}
    found = [
        (node["role"]["value"], node.get("name", {}).get("value"))
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in asking
    ]
    assert {"button", "combobox", "application"} <= {role for role, _ in found}
    assert [role for role, name in found if not name] == []


def test_hostile_words_do_nothing(browser, hostile_page):
    browser.open(hostile_page)
    assert browser.run("window.hacked") is None
    assert chosen_papers(browser) == str(len(HOSTILE))
    titles = browser.run("[...document.querySelectorAll('#newest .title')].map(t => t.textContent)")
    assert sorted(titles) == sorted(shown(words) for words in HOSTILE)
    assert (
        browser.run("document.querySelectorAll('main img, main script, main a[href]').length") == 0
    )
    assert browser.complaints == []
    assert addresses(browser.requests) == [hostile_page.as_uri()]
    assert hostile_page.stat().st_size < 200_000


def test_the_policy_of_the_page_refuses_any_other_script(browser, page):
    browser.open(page)
    browser.run(
        "document.body.append(Object.assign(document.createElement('script'),"
        " {textContent: 'window.hacked = 1'}))"
    )
    assert browser.run("window.hacked") is None
    assert any("Content Security Policy" in json.dumps(each) for each in browser.complaints)


def test_an_empty_warehouse_shows_a_calm_page(browser, tmp_path):
    with open_staged(tmp_path / "warehouse.duckdb") as connection:
        create_tables(connection)
        create_marts(connection)
        write_dashboard(connection, tmp_path / "dashboard.html")
    browser.open(tmp_path / "dashboard.html")
    assert "No papers yet." in browser.run("document.body.innerText")
    assert browser.complaints == []


def test_papers_without_any_date_make_no_complaint(browser, tmp_path):
    with open_staged(tmp_path / "undated.duckdb") as connection:
        create_tables(connection)
        connection.execute(
            "insert into papers (paper_id, title) select i, 'Kettle' from range(9) t(i)"
        )
        connection.execute(
            "insert into keywords (keyword_id, keyword) values ('k', 'copper kettle')"
        )
        connection.execute(
            "insert into paper_keywords (paper_id, keyword_id, rank, source) "
            "select paper_id, 'k', 1, 'extracted' from papers"
        )
        create_marts(connection)
        write_dashboard(connection, tmp_path / "undated.html")
    browser.open(tmp_path / "undated.html")
    assert chosen_papers(browser) == "9"
    assert first_cells(browser, "#keyword-table") == ["copper kettle"]
    assert browser.complaints == []
