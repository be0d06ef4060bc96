"""What the schema cannot say about `main.papers`."""

from __future__ import annotations

from expectations.rules import Rule, one_line

LONGEST_TITLE = 400
"""Characters; the longest title of 37,344 on arXiv has 226."""

PAGE_SENTENCES = (
    "Get trending papers in your email",
    "AK and the research community",
    "huggingface.co/login?next=",
)
"""Text of listing pages that no paper writes, wherever it stands."""

DAY = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{1,2}(, [0-9]{4})?"

PAGE_LINES = (
    r"(?i:subscribe|upvote|submitted by|daily papers|trending papers|daily|weekly|monthly|new)",
    r"\[?(-|[·•])? ?[0-9]+ authors?(\].*)?",
    r"\[(-|[0-9]+|Upvote|Subscribe|arXiv Page|(LINK: )?GitHub [0-9.]+k?|- [0-9]+ authors?)\]\(.*",
    r"\[-\] (-|[0-9]+)",
    rf"([·•]|([·•] ?)?(Published on )?{DAY}(\[[0-9]+\]\(.*)?)",
)
"""Lines of listing pages that mean something else inside a sentence."""

GLUED = "^Subscribe[A-Z0-9]"
"""The button that a copied page glues to its first title."""

AUTHORS_AT_END = "- [0-9]+ authors$"

PAGE_LINE = rf"(^|\n)[ \t]*({'|'.join(PAGE_LINES)})[ \t]*(\n|$)"


def _holds_page_text(column: str) -> str:
    """SQL for a text that holds page furniture.

    The plain searches are the cheap part. A furniture line is looked for only where there is a
    line break, or where the whole text is as short as such a line.
    """
    sentences = " or ".join(f"contains({column}, '{sentence}')" for sentence in PAGE_SENTENCES)
    lines = f"regexp_matches({column}, '{PAGE_LINE}')"
    return f"({sentences} or ((contains({column}, chr(10)) or strlen({column}) < 80) and {lines}))"


def _page_text(column: str) -> str:
    """SQL for the page furniture that a text holds."""
    sentences = "|".join(PAGE_SENTENCES).replace(".", r"\.").replace("?", r"\?")
    found = f"regexp_extract({column}, '{sentences}|{PAGE_LINE}|{GLUED}|{AUTHORS_AT_END}')"
    return f"trim({found}, chr(10) || ' ')"


RULES = (
    Rule(
        "there are papers",
        "error",
        "select count(*) as row_count from main.papers having count(*) = 0",
        observed="select count(*) || ' papers' from main.papers",
    ),
    Rule(
        "every paper has a title",
        "warning",
        "select paper_id, abstract from main.papers where title is null",
        "title",
    ),
    one_line("main.papers", "title", "paper_id"),
    one_line("main.papers", "comment", "paper_id, title"),
    one_line("main.papers", "venue", "paper_id, title"),
    Rule(
        "title holds no page furniture",
        "error",
        f"""
        select paper_id, {_page_text("title")} as page_text, title from main.papers
        where regexp_matches(title, '{GLUED}') or {_holds_page_text("title")}
        """,  # noqa: S608
        "title",
    ),
    Rule(
        "title holds no markdown link",
        "error",
        "select paper_id, title from main.papers where contains(title, '](http')",
        "title",
    ),
    Rule(
        "title holds no markdown heading mark",
        "warning",
        """
        select paper_id, title from main.papers
        where starts_with(title, '#') and regexp_matches(title, '^#{1,6} ')
        """,
        "title",
    ),
    Rule(
        "title is not absurdly long",
        "warning",
        f"""
        select paper_id, length(title) as characters, title from main.papers
        where strlen(title) > {LONGEST_TITLE} and length(title) > {LONGEST_TITLE}
        """,  # noqa: S608
        "title",
        observed="select 'at most ' || max(length(title)) || ' characters' from main.papers",
    ),
    Rule(
        "title holds no replacement character",
        "warning",
        "select paper_id, title from main.papers where contains(title, chr(65533))",
        "title",
    ),
    Rule(
        "abstract holds no page furniture",
        "error",
        f"""
        select paper_id, {_page_text("abstract")} as page_text, abstract from main.papers
        where {_holds_page_text("abstract")}
            or (ends_with(abstract, ' authors') and regexp_matches(abstract, '{AUTHORS_AT_END}'))
        """,  # noqa: S608
        "abstract",
    ),
    Rule(
        "abstract holds no replacement character",
        "warning",
        r"""
        select paper_id, regexp_extract(abstract, '.{0,40}\x{FFFD}.{0,40}') as around, title
        from main.papers where contains(abstract, chr(65533))
        """,
        "abstract",
    ),
    Rule(
        "arxiv_id belongs to one paper",
        "error",
        """
        select arxiv_id, count(*) as row_count, list_sort(list(paper_id))[:10] as paper_ids
        from main.papers where arxiv_id is not null
        group by arxiv_id having count(*) > 1
        """,
        "arxiv_id",
    ),
    Rule(
        "doi is none of arXiv's own",
        "error",
        "select paper_id, doi, title from main.papers where starts_with(doi, '10.48550/arxiv.')",
        "doi",
    ),
    Rule(
        "doi belongs to one paper, where it is the paper's best identifier",
        # Chapters often carry the DOI of their book; identity keeps them apart.
        "warning",
        """
        select doi, count(*) as row_count, list_sort(list(paper_id))[:10] as paper_ids
        from main.papers where doi is not null and arxiv_id is null
        group by doi having count(*) > 1
        """,
        "doi",
    ),
    Rule(
        "every paper has a listing",
        "error",
        """
        select paper_id, title from main.papers as papers
        anti join main.listings as listings on papers.paper_id = listings.paper_id
        """,
        "paper_id",
    ),
    Rule(
        "code_status is linked exactly where there is a code link",
        "error",
        """
        select paper_id, title, code_status from main.papers as papers
        anti join main.code_links as code_links on papers.paper_id = code_links.paper_id
        where code_status = 'linked'
        union all
        select paper_id, title, code_status from main.papers as papers
        semi join main.code_links as code_links on papers.paper_id = code_links.paper_id
        where code_status <> 'linked'
        """,
        "code_status",
    ),
    Rule(
        "primary_category is the paper's primary category in paper_categories",
        "error",
        """
        with primaries as (
            select paper_id, category from main.paper_categories where is_primary
        )
        select paper_id, primary_category, category as category_listed
        from main.papers full join primaries using (paper_id)
        where primary_category is distinct from category
        """,
        "primary_category",
    ),
    Rule(
        "year is that of published_on",
        "error",
        """
        select paper_id, published_on, year from main.papers
        where year is distinct from year(published_on) and published_on is not null
        """,
        "year",
    ),
    Rule(
        "published_on is not after today",
        "warning",
        """
        select paper_id, published_on, title from main.papers
        where published_on > cast($today as date)
        """,
        "published_on",
    ),
    Rule(
        "updated_on is not before published_on",
        "warning",
        """
        select paper_id, published_on, updated_on from main.papers
        where updated_on < published_on
        """,
        "published_on, updated_on",
    ),
)
