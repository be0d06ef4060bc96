"""What each line of a listing page is: furniture, a fact about a card, a heading, or plain text.

Here belong the patterns of the page family and what is read out of a single line. Here must not be
which text is a title (`listing_titles`), nor how lines form records (`listing_cards`).
"""

from __future__ import annotations

import polars as pl

FURNITURE, FACT, HEADING, TEXT, OVERLONG = "furniture", "fact", "heading", "text", "overlong"
KIND = pl.Enum([FURNITURE, FACT, HEADING, TEXT, OVERLONG])
"""A fact is a line that tells of the card it stands in: upvotes, a date, links, authors."""

BRIEF_BYTES = 600
"""Patterns that scan a whole line look at lines up to this length only; longer ones are text."""

MAX_LINK_LINES = 60
"""The text of one link runs over at most so many lines."""

PAGE_HEAD = (
    r"(?i)^(?:#{1,6} )?(?:get trending papers in your email inbox(?: once a day)?!"
    r"|by\b.{0,120}and the research community$|byAK and the research community$)"
)
"""A line that only the pages of this family begin with."""

_INBOX = r"get trending papers in your email inbox(?: once a day)?!"
_FURNITURE = (
    r"(?i)^(?:"
    rf"(?:{_INBOX}\s*)+(?:subscribe)?"
    r"|subscribe|new|hugging face|(?:daily|trending) papers(?: - hugging face)?"
    r"|by|AK|by\b.{0,120}\band the research community|byAK and the research community"
    r"|and the research community|daily|weekly|monthly"
    r"|models|datasets|spaces|buckets(?: new)?|docs|enterprise|pricing|log in|sign up"
    r"|upvote|github|(?:view )?arxiv page|view pdf|view all|read more|load more|show more"
    r"|previous|next|submitted by(?: .{1,60})?"
    r"|(?:about )?(?:an?|\d+) (?:minutes?|hours?|days?|weeks?|months?) ago|yesterday"
    r")$"
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DAY = rf"(?:{_MONTH}\.? \d{{1,2}}(?:,? \d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}})"
_DATE = rf"^(?:[·•]\s*)?(?:Published on |Updated on )?({_DAY})\s*(?:$|[·•]|\[|\]\()"
_NUMBER = r"\d[\d,]*(?:\.\d+)?[kKmM]?"
_COUNT = rf"(?:{_NUMBER}|\p{{Pd}})"
_UPVOTES = rf"^(?:\[-\]\s*{_COUNT}|\[?Upvote\s*{_COUNT}?\]?(?:\(\S*\))?|\[?{_COUNT}(?:\]\(\S*\))?)$"
_AUTHORS = r"(?i)^\[?\s*(?:[-*·•]\s*)?\d+ authors?\s*(?:$|[\]·•(])"
_BARE_URL = r"^<?https?://[^\s<>]+>?$"
_LINKS_ALONE = r"^(?:[-*•]\s+)?(?:!?\[[^\]]*\]\([^)\s]*\)[\s·|,]*)+$"
_LINK_END_ALONE = r"^[^\[\]]{0,60}\]\(\S+\)$"
_PICTURE = r"!\[[^\]]*\]\([^)\s]*\)"
_IMAGE = r"^\[?!\[[^\]]*\]\([^)\s]*\)"
_ONE_LINK = r"^\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]\(<?(https?://[^\s()<>]+)>?\)$"
_DETAIL = (
    rf"(?i)^(?:[-*·•]\s*)?(?:{_COUNT}|\d+ authors?|{_DAY}"
    r"|(?:view|open|read)?(?: ?(?:more|arxiv|paper|page|pdf|abstract))*)$"
)
_NEW_ID = r"\d{4}\.\d{4,5}"
_OLD_ID = r"[a-z][a-z.-]*(?:\.[A-Z]{2})?(?:/|%2F)\d{7}"
_PAPER_ID = (
    r"(?:huggingface\.co/papers/|%2Fpapers%2F|arxiv\.org/(?:abs|pdf)/)"
    rf"({_NEW_ID}|{_OLD_ID})(?:[^\d]|$)"
)
_PAPER_URL = rf"(?:huggingface\.co/papers|arxiv\.org/abs)/(?:{_NEW_ID}|{_OLD_ID})[^#\s]*$"
_HOME_LINK = r"\]\(https?://(?:[a-z0-9-]+\.)*(?:huggingface\.co|hf\.co)\b"
_PAPER_LINK = _PAPER_URL.removesuffix("$") + r"\)$"
_OWN_URL = r"^<?https?://(?:[a-z0-9-]+\.)*(?:huggingface\.co|hf\.co|arxiv\.org|alphaxiv\.org)\b"
_URL = r"https?://[^\s()<>\[\]]+"
_OPEN_END = r"(?i)(?:[:,(\p{Pd}]|\b(?:at|in|on|here|via|from|is|are|available|page|code|see))\.?$"


def classify(lines: pl.DataFrame) -> pl.DataFrame:
    """Tell what each line is, and read out of it what it tells of its card.

    Args:
        lines: The lines that are not blank, in order: `number` (Int64, from 1), `text` (String,
            stripped), `indented` and `overlong` (Boolean: too long to be read whole).

    Returns:
        The same rows with `text` freed of a page head that is glued to it, and these columns:
        `kind` (`KIND`); `adjacent`, whether no blank line stands before it; `continued`, whether
        it goes on with a link or a line that the line before left open; and null where the line
        does not carry them: `arxiv_id`, `upvotes`, `day_text`, `day` and `links`. Of a fact, also
        `is_paper_url` (it is a paper's address and nothing else), `leads` (it stands before its
        card's title), `upvotes_behind` (its upvotes stand behind that title) and
        `upvotes_or_comments` (its number may as well count comments).
    """
    lines = lines.with_columns(text=_without_glued_head())
    lines = _with_continued(lines)
    brief = pl.when(pl.col("text").str.len_bytes() <= BRIEF_BYTES).then("text")
    lines = lines.with_columns(brief=brief)
    lines = lines.with_columns(label=_label(pl.col("brief")))
    lines = lines.with_columns(says_furniture=_says_furniture(), leads_on=_leads_on())
    lines = lines.with_columns(kind=_kind_alone().cast(KIND))
    lines = lines.with_columns(
        continued=pl.col("continued") & _open_kind().is_in([TEXT, HEADING]),
        kind=_kind_beside_neighbours().cast(KIND),
    )
    return lines.with_columns(**_facts()).drop("brief", "label", "says_furniture", "leads_on")


def link_target(text: pl.Expr) -> pl.Expr:
    """The address that the whole of a text links to, or null: `[text](address)`."""
    linked = pl.when(text.str.starts_with("[") & text.str.ends_with(")")).then(text)
    return linked.str.extract(r"\]\(<?(https?://[^\s()<>]+)>?\)$", 1)


def link_label(text: pl.Expr) -> pl.Expr:
    """The text without the link that the whole of it is: `[text](address)` becomes `text`."""
    linked = pl.when(link_target(text).is_not_null()).then(text)
    label = linked.str.replace(r"\]\(<?https?://[^\s()<>]+>?\)$", "").str.strip_prefix("[")
    return label.fill_null(text)


def arxiv_id(url: pl.Expr) -> pl.Expr:
    """The arXiv id, without its version, of a text that holds a paper's address, or null."""
    return url.str.extract(_PAPER_ID, 1).str.replace("%2F", "/", literal=True)


def _without_glued_head() -> pl.Expr:
    """The text without the page head that some copies glue to the first title."""
    text = pl.col("text")
    headed = pl.when(text.str.contains(rf"^(?i:{_INBOX})")).then(text)
    is_head = headed.str.contains(rf"^(?i:{_INBOX}\s*)+$")
    after_head = is_head.shift(1).fill_null(value=False)
    first = pl.when(after_head & text.str.contains(r"^Subscribe\S")).then(text)
    return pl.coalesce(
        pl.when(~is_head).then(headed.str.replace(rf"^(?i:{_INBOX}\s*)+(?:Subscribe)?", "")),
        first.str.strip_prefix("Subscribe"),
        text,
    )


def _with_continued(lines: pl.DataFrame) -> pl.DataFrame:
    """Add `adjacent` and `continued`.

    A line goes on with the one before if that ends in a backslash, which is how some copiers write
    the line ends of an abstract, or if it opened a link that a later line of the same run closes.
    """
    text, number = pl.col("text"), pl.col("number")
    closes = pl.when(text.str.ends_with(")")).then(text).str.contains(r"\]\(https?://[^\s()]+\)$")
    lines = lines.with_columns(
        adjacent=(number == number.shift(1) + 1).fill_null(value=False),
        row=pl.int_range(pl.len()),
        mark=pl.when(text.str.contains(r"^(?:#{1,6}\s+)?\[[^\]]+$")).then(1).when(closes).then(2),
    )
    marked = pl.col("mark").is_not_null()
    next_closes = pl.col("mark").shift(-1).fill_null(strategy="backward") == 2
    to_number = pl.when(marked).then(number).shift(-1).fill_null(strategy="backward")
    to_row = pl.when(marked).then("row").shift(-1).fill_null(strategy="backward")
    opens = (
        (pl.col("mark") == 1)
        & next_closes
        & (to_number - number == to_row - pl.col("row"))
        & (to_number - number <= MAX_LINK_LINES)
    )
    lines = lines.with_columns(
        closed_at=pl.when(opens).then(to_number).fill_null(strategy="forward").shift(1)
    )
    continued = pl.col("adjacent") & (
        text.shift(1).str.ends_with("\\") | (pl.col("closed_at") >= number).fill_null(value=False)
    )
    return lines.with_columns(continued=continued.fill_null(value=False)).drop(
        "row", "mark", "closed_at"
    )


def _label(brief: pl.Expr) -> pl.Expr:
    """What a line says once the marks of headings, lists, links and emphasis are off it."""
    marked = pl.when(brief.str.contains(r"^[#\-*•\[!_\\]|[\]\\*_]$")).then(brief)
    label = (
        marked.str.replace(r"^#{1,6}(?:\s+|$)", "")
        .str.replace(r"^[-*•]\s+", "")
        .str.replace(r"^\[([^\[\]]*)\]\(\S*\)$", "$1")
        .str.strip_chars(" *_[]\\")
    )
    return pl.coalesce(label, brief)


def _says_furniture() -> pl.Expr:
    """Whether a line says what such pages say around their cards, or nothing at all."""
    label = pl.col("label")
    return label.str.contains(_FURNITURE) | ~label.str.contains(r"[\p{L}\p{N}]")


def _leads_on() -> pl.Expr:
    """Whether a line holds a link that tells something of a card."""
    bracket = pl.when(pl.col("brief").str.contains("](", literal=True)).then("brief")
    leads_home = bracket.str.contains(_HOME_LINK) & ~bracket.str.contains(_PAPER_ID)
    return (~leads_home).fill_null(value=False)


def _kind_alone() -> pl.Expr:
    """The kind of a line by its own text."""
    brief = pl.col("brief")
    bracket = pl.when(brief.str.contains("](", literal=True)).then(brief)
    titled_link = bracket.str.contains(_PAPER_LINK) & ~bracket.str.extract(
        _ONE_LINK, 1
    ).str.contains(_DETAIL)
    tells_itself = brief.str.contains(f"{_UPVOTES}|{_DATE}") | brief.str.contains(_AUTHORS)
    is_link = brief.str.contains(_BARE_URL) | bracket.str.contains(
        f"{_LINKS_ALONE}|{_LINK_END_ALONE}|{_IMAGE}"
    ).fill_null(value=False)
    furniture, leads_on = pl.col("says_furniture"), pl.col("leads_on")
    return (
        pl.when("overlong")
        .then(pl.lit(OVERLONG))
        .when(pl.col("text").str.contains(r"^#{1,6}\s") & ~furniture.fill_null(value=False))
        .then(pl.lit(HEADING))
        .when(titled_link)
        .then(pl.lit(TEXT))
        .when(tells_itself)
        .then(pl.lit(FACT))
        .when(furniture & ~leads_on)
        .then(pl.lit(FURNITURE))
        .when(is_link)
        .then(pl.lit(FACT))
        .when(furniture)
        .then(pl.lit(FURNITURE))
        .otherwise(pl.lit(TEXT))
    )


def _open_kind() -> pl.Expr:
    """The kind of the line that a continued line goes on with, in the end."""
    return pl.when(~pl.col("continued")).then("kind").fill_null(strategy="forward")


def _kind_beside_neighbours() -> pl.Expr:
    """The kind of a line once the lines right before and after it are known."""
    kind, brief, label = pl.col("kind"), pl.col("brief"), pl.col("label")
    before, after = label.shift(1), brief.shift(-1)
    is_short_text = (kind == TEXT) & (brief.str.len_chars() <= 60)
    is_user = is_short_text & before.str.contains(r"(?i)^submitted by$")
    is_navigation = (
        is_short_text
        & after.str.contains(_OWN_URL)
        & after.str.contains(_BARE_URL)
        & ~after.str.contains(_PAPER_ID)
    )
    is_stars = (
        (kind == FACT) & label.str.contains(f"^{_NUMBER}$") & before.str.contains("(?i)^github$")
    )
    in_paragraph = pl.col("adjacent").shift(1) & (kind.shift(2) == TEXT) & (brief.shift(1) != "")
    goes_on = (
        (kind == FACT)
        & pl.col("adjacent")
        & brief.str.contains(_BARE_URL)
        & ~brief.str.contains(_OWN_URL)
        & (kind.shift(1) == TEXT)
        & (pl.col("text").shift(1).str.contains(_OPEN_END) | in_paragraph)
    )
    open_kind = _open_kind()
    return (
        pl.when(pl.col("continued") & open_kind.is_in([TEXT, HEADING]))
        .then(open_kind)
        .when(is_user | is_navigation | is_stars)
        .then(pl.lit(FURNITURE))
        .when(goes_on)
        .then(pl.lit(TEXT))
        .otherwise(kind)
    )


def _facts() -> dict[str, pl.Expr]:
    """What the fact lines tell of their card."""
    fact = pl.when(pl.col("kind") == FACT).then("brief")
    count = pl.when(fact.str.contains(_UPVOTES) & ~fact.str.contains("#community")).then(fact)
    day_text = fact.str.extract(_DATE, 1)
    is_url = fact.str.contains(_BARE_URL)
    addresses = fact.str.replace_all(_PICTURE, "").str.extract_all(_URL)
    links = addresses.list.eval(pl.element().filter(~pl.element().str.contains(_OWN_URL)))
    behind = count.is_not_null() & (
        fact.str.contains("Upvote", literal=True)
        | pl.col("label").shift(1).str.contains("(?i)^upvote$").fill_null(value=False)
    )
    leads = count.is_not_null() | fact.str.contains("/login?next=", literal=True)
    return {
        "arxiv_id": arxiv_id(fact),
        "is_paper_url": (is_url & fact.str.contains(_PAPER_URL)).fill_null(value=False),
        "upvotes": _as_count(count.str.extract(rf"^[^\d(]*({_NUMBER})", 1)),
        "upvotes_behind": behind,
        "upvotes_or_comments": pl.col("label").str.contains(rf"^{_NUMBER}$").fill_null(value=False)
        & (
            pl.col("label").shift(1).str.contains(_AUTHORS)
            | pl.col("label").shift(1).str.contains(_DATE)
        ).fill_null(value=False),
        "leads": (leads & ~behind).fill_null(value=False),
        "day_text": day_text,
        "day": as_day(day_text),
        "links": pl.when(links.list.len() > 0).then(links),
    }


def _as_count(number: pl.Expr) -> pl.Expr:
    """A count as pages write it, such as `1,204` or `3.2k`, as a number."""
    digits = number.str.replace_all(",", "").str.strip_chars("kKmM").cast(pl.Float64, strict=False)
    factor = (
        pl.when(number.str.contains("[kK]$"))
        .then(1_000.0)
        .when(number.str.contains("[mM]$"))
        .then(1_000_000.0)
        .otherwise(1.0)
    )
    return (digits * factor).round().cast(pl.Int64, strict=False)


def as_day(day_text: pl.Expr) -> pl.Expr:
    """A day that is written with its year as a date, else null."""
    english = day_text.str.extract_groups(r"^([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}),? (\d{4})$")
    return pl.coalesce(
        pl.concat_str(
            english.struct.field("1"),
            english.struct.field("2").str.zfill(2),
            english.struct.field("3"),
            separator=" ",
        ).str.to_date("%b %d %Y", strict=False),
        day_text.str.to_date("%Y-%m-%d", strict=False),
    )
