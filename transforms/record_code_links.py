"""Code links: the repositories, project pages and archives that a paper's record links.

Here belong how links are found in abstracts, comments and listings, what the words around a link
make of it, and the repositories that a source itself names. All of it works on one batch of records
at a time.

Here must not be how a link's canonical URL is made (`transforms.code_urls`), what is said of code
without a link (`transforms.record_code_status`), nor which paper a record belongs to.
"""

from __future__ import annotations

import polars as pl

from transforms.code_urls import canonical_url
from transforms.parsed_records import REPOSITORY

FLAGS = ("is_official", "mentioned_in_paper", "mentioned_in_github")

RECORD_CODE_LINKS = pl.Schema(
    {
        "record_number": pl.Int64(),
        "url": pl.String(),
        "host": pl.String(),
        "owner": pl.String(),
        "repository": pl.String(),
        "subpath": pl.String(),
        "kind": pl.String(),
        "source_field": pl.String(),
        "raw_text": pl.String(),
        "is_official": pl.Boolean(),
        "mentioned_in_paper": pl.Boolean(),
        "mentioned_in_github": pl.Boolean(),
        "framework": pl.String(),
    }
)
"""The code links of a batch of records: `code_links` before its papers are known."""

LINK_NEEDLES = [
    "http",
    "www.",
    "github",
    "gitlab",
    "huggingface",
    "hf.co",
    "bitbucket.",
    "codeberg.",
    "gitee",
    "sourceforge",
    "modelscope",
    "zenodo",
    "4open.science",
    "kaggle",
    "osf.io",
    "sites.google",
]
"""Every text that holds a link holds one of these; most texts hold none."""

MARK, START = "\x01", "\x02"
"""Stand before each link while a text is split; texts do not use them."""

SCHEME = r"https?\s{0,3}:\s{0,3}/\s?/?\s{0,3}"
BARE_HOSTS = (
    r"(?:github|gitlab|huggingface|gitee|kaggle)\s?\.\s?com?|hf\.co|bitbucket\.org|codeberg\.org"
    r"|sourceforge\.net|modelscope\.cn|zenodo\.org|anonymous\.4open\.science|osf\.io"
    r"|sites\.google\.com|raw\.githubusercontent\.com"
)
LINK_START = (
    rf"(?i){SCHEME}[a-z0-9./_~-]*"
    r"|(?-u:\b)www\.[a-z0-9.-]+"
    rf"|(?-u:\b)(?:git@)?(?:[a-z0-9-]+\.)*(?:{BARE_HOSTS})\s?[/:]"
    r"|(?-u:\b)[a-z0-9-]+\.git(?:hub|lab)\.io(?-u:\b)"
    r"|(?-u:\b)10\.5281/zenodo\."
)
"""What starts a link: a scheme, even glued to the word before it, or the name of a known host."""

CHARACTER = (
    r"(?:[!-~&&[^<>\"'`{}\[\]|\\^$]]|\\[_%#&~-]|\{\\_\}|\$\\sim\$"
    r"|\{?\\(?:textasciitilde|textunderscore|sim)(?:\{\})?\}?"
    "|[\ufb00-\ufb06\u00ad\u200b-\u200f\u2060\ufeff\u2010\u2011])"
)
LINK = (
    rf"(?i)^{START}((?:{SCHEME})?(?:"
    r"(?:www\.)?(?:github|gitlab|huggingface|gitee)\s{0,2}\.\s{0,2}com?\s?/\s{0,3}(?:[\w.-]+/\s{1,3})?"
    r"|(?:[\w-]+[.-]\s{0,2})+github\s?\.\s{0,2}io(?-u:\b))?"
    rf"(?:{CHARACTER}*[-_]\s{{1,3}})*{CHARACTER}*)"
)
"""A link, with the word after a gap where the link may go on there: after a broken scheme or host,
after an owner, and after a hyphen."""

CONTEXT_LENGTH = 120
"""How many characters before a link are looked at for what the text calls it."""

PROJECT_WORDS = (
    r"(?i)(?-u:\b)(?:project|codes?|codebase|implementation|demos?|github|repo(?:sitory|sitories)?"
    r"|toolkit|library|software|framework|playground)(?-u:\b)[^.]*$"
)
PAGE_WORDS = r"(?i)(?-u:\b)(?:(?:web ?|home ?)?(?:site|page)|home|url|link)(?-u:\b)[^.]*$"
MATERIAL_WORDS = (
    r"(?i)(?-u:\b)(?:data|data ?sets?|corpus|corpora|benchmarks?|leader ?boards?|models?|weights"
    r"|checkpoints?|resources?|tools?|package|platform|system|app(?:lication)?|scripts?|artifacts?"
    r"|assets?|materials?|annotations?|results?|samples?|examples?|supplementary|appendix"
    r"|releas(?:e|es|ed|ing)|available|access(?:ed|ible)|download(?:s|ed)?|introduce|present|visit"
    r"|see|found|interface|details|information)(?-u:\b)[^.]*$"
)
VENUE_WORDS = (
    r"(?i)(?:(?:^|[.;,)]\s*)presented|(?-u:\b)(?:accepted|published (?:in|by)|publication status"
    r"|to appear|appears? in|submitted|submitting|conference|workshop|symposium|proceedings|journal"
    r"|licen[sc]e|competition|hackathon|held|programme))(?-u:\b)[^.:;,]{0,50}[:(\s]*$"
)
ARTICLE_WORDS = (
    r"(?i)(?-u:\b)(?:videos?|poster|slides|blog|article|papers?|version|talk|news|challenge|doi"
    r"|write-?up|openreview|youtube|presentation|book)(?-u:\b)[^.:;,]{0,50}[:(\s]*$"
)
WORDS_AFTER = (
    r"(?i)^[\s}{(\[]*(?:\\\w+\{)?(?:this |our |the )?(?:project|codes?|demo|data|web|github|repo)"
)
SHOWN_TEXT = r"^\s*(?:\}\s*\{|\]\()(?:\\\w+\{)*$"
"""What stands between the target of a link and an address that is shown in its stead."""

CONNECTIVE = (
    r"(?i)^(?:[\s.,;:&{}()\[\]\\\"'`]|(?-u:\b)(?:and|or|also|both|at|on|href|url|texttt|as well as)"
    r"(?-u:\b))*$"
)
"""What stands between two links of which the same is said."""


def find_code_links(records: pl.DataFrame) -> pl.DataFrame:
    """Find the code and project links in a batch of records.

    Args:
        records: Frame with `record_number`, `abstract`, `comment`, `links` (a list of URLs that the
            listing shows beside the paper) and `repositories` (those that a source names, as
            `transforms.parsed_records.REPOSITORY`); other columns are ignored.

    Returns:
        Frame of `RECORD_CODE_LINKS`: one row per record and canonical URL, by record and in the
        order of appearance: what a source names, then abstract, comment and listing. URLs that
        differ in case alone are one.
    """
    found = pl.concat([_named(records), _links_in(_texts(records))], how="diagonal")
    return (
        found.join(_canonical(found["raw_text"]), on="raw_text", maintain_order="left")
        .with_columns(said=_said_of_links())
        .with_columns(kind=_kind())
        .filter(pl.col("kind").is_not_null())
        .with_columns(key=pl.col("url").str.to_lowercase())
        .with_columns(pl.col(FLAGS).max().over("record_number", "key"))
        .unique(["record_number", "key"], keep="first", maintain_order=True)
        .sort("record_number", maintain_order=True)
        .select(RECORD_CODE_LINKS.names())
    )


def _named(records: pl.DataFrame) -> pl.DataFrame:
    """The repositories and pages that the source of a record names, with what it says of them."""
    return (
        records.select("record_number", pl.col("repositories").cast(pl.List(REPOSITORY)))
        .drop_nulls("repositories")
        .explode("repositories")
        .unnest("repositories")
        .rename({"url": "raw_text"})
        .filter(pl.col("raw_text").is_not_null())
        .with_columns(source_field=pl.lit("metadata"))
    )


def _texts(records: pl.DataFrame) -> pl.DataFrame:
    """The texts that may hold a link, by record: abstract, comment, each URL of the listing."""
    listed = pl.col("links").cast(pl.List(pl.String))
    fields = {
        "abstract": records.select("record_number", text=pl.col("abstract").cast(pl.String)),
        "comment": records.select("record_number", text=pl.col("comment").cast(pl.String)),
        "listing": records.select("record_number", text=listed).explode("text"),
    }
    holds_link = pl.col("text").str.contains_any(LINK_NEEDLES, ascii_case_insensitive=True)
    texts = [
        texts.filter(holds_link).with_columns(source_field=pl.lit(name))
        for name, texts in fields.items()
    ]
    return pl.concat(texts).sort("record_number", maintain_order=True).with_row_index("text_number")


def _links_in(texts: pl.DataFrame) -> pl.DataFrame:
    """Each link in the texts with the words before and after it, in order of appearance."""
    piece, raw_text = pl.col("piece"), pl.col("raw_text")
    marked = pl.col("text").str.replace_all(LINK_START, f"{MARK}{START}$0")
    rest = (
        pl.when(raw_text.is_null()).then(piece).otherwise(piece.str.strip_prefix(START + raw_text))
    )
    before = pl.col("after").str.tail(CONTEXT_LENGTH).shift(1)
    return (
        texts.select("record_number", "text_number", "source_field", piece=marked.str.split(MARK))
        .explode("piece")
        .with_columns(raw_text=piece.str.extract(LINK))
        .with_columns(after=rest)
        .with_columns(before=before)
        .filter(raw_text.is_not_null())
    )


def _canonical(raw_texts: pl.Series) -> pl.DataFrame:
    """The canonical URL of each distinct raw text that has one."""
    distinct = raw_texts.unique(maintain_order=True).to_list()
    urls = [(raw, canonical_url(raw)) for raw in distinct]
    names = ["raw_text", "url", "host", "owner", "repository", "subpath", "kind"]
    return pl.DataFrame(
        [(raw, *url) for raw, url in urls if url is not None],
        schema=dict.fromkeys(names, pl.String),
        orient="row",
    )


def _said_of_links() -> pl.Expr:
    """What the text says of each link: project, material, article, venue, shown or nothing.

    A link that only a connective parts from the link before it shares what is said of that one.
    """
    before = pl.col("before")
    is_project = before.str.contains(PROJECT_WORDS)
    return (
        pl.when(before.str.contains(SHOWN_TEXT))
        .then(pl.lit("shown"))
        .when(before.str.contains(CONNECTIVE))
        .then(None)
        .when(before.str.contains(VENUE_WORDS) & ~is_project)
        .then(pl.lit("venue"))
        .when(before.str.contains(ARTICLE_WORDS) & ~is_project)
        .then(pl.lit("article"))
        .when(is_project | before.str.contains(PAGE_WORDS))
        .then(pl.lit("project"))
        .when(before.str.contains(MATERIAL_WORDS))
        .then(pl.lit("material"))
        .when(pl.col("after").str.contains(WORDS_AFTER))
        .then(pl.lit("project"))
        .otherwise(pl.lit("nothing"))
        .forward_fill()
        .over("text_number")
        .fill_null("nothing")
    )


def _kind() -> pl.Expr:
    """The kind of each link after what is said of it; null where it is no code link.

    Repositories, models, datasets, archives and collections speak for themselves. A project page on
    a known host counts unless the text speaks of a venue. Any other page counts where the text
    presents it as code, data or a page of the project, or where the listing shows it. What a source
    names counts in any case: the page of an owner alone is `other`.
    """
    kind, said = pl.col("kind"), pl.col("said")
    is_page = pl.col("owner").is_null()
    return (
        pl.when(~kind.is_in(["other", "project_page"]) | pl.col("repository").is_not_null())
        .then(kind)
        .when(pl.col("source_field") == "metadata")
        .then(pl.when(is_page).then(pl.lit("project_page")).otherwise(kind))
        .when(pl.col("source_field") == "listing")
        .then(pl.when(is_page).then(pl.lit("project_page")))
        .when(kind == "project_page")
        .then(pl.when(said != "venue").then(kind))
        .when((said == "project") & is_page)
        .then(pl.lit("project_page"))
        .when(said.is_in(["project", "material"]))
        .then(kind)
    )
