"""What stands in titles and abstracts and says nothing of the paper's subject.

Here belong placeholders for missing texts, notices of publishers, labels of structured abstracts,
addresses, identifiers, and words that have lost a part. Here must not be markup (`plain_text`), nor
words that are no keywords (`word_lists`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

from transforms.words import UNPARTED

LONGEST_PLACEHOLDER: Final = 120
"""Characters."""

PLACEHOLDER: Final = (
    r"^\W*(?i:n/?a|nan|none|null|tb[ad]|untitled|title|abstract|comment|coming soon|to be added"
    r"|lorem ipsum\b.*|see (?:the )?(?:pdf|full text|paper)\b.*"
    r"|(?:no|missing) (?:abstract|summary|title)\b.*"
    r"|(?:the )?(?:abstract|summary|title) (?:is |was )?(?:not|un|missing)\b.*"
    r"|(?:abstract|summary|title) unavailable.*|not (?:available|provided|applicable)\b.*"
    r"|(?:this (?:paper|article|submission) )?(?:has been |was |is )?withdrawn\b.*"
    r"|(?:comments?: )?\d+ pages?\b.*|international audience"
    r"|(?:to appear|submitted|accepted|published)\b (?:in|to|at|by|for)\b.*)\W*$"
)
"""A short text that stands for a missing one, or tells only where the paper appears."""

SENTENCE_MARKS: Final = (
    r"\x{a9}|(?i:\(c\)\s*(?:19|20)\d\d|copyright\s+(?:\(c\)|(?:19|20)\d\d)|rights reserved"
    r"|open[- ]access article|under (?:an?|the)(?: terms of the)? (?:cc[ -]|creative commons)"
    r"|permission to make digital|personal use of this material|properly cited|licensee mdpi"
    r"|(?:no|any) (?:competing|conflicts? of) interests?|anonymous re(?:viewers|ferees)"
    r"|this (?:work|research|study|project) (?:was|is|has been)(?: \w+){0,2}"
    r" (?:supported|funded) (?:by|in)"
    r"|(?:paper|article|submission) (?:has been|was|is) withdrawn)"
    r"|Submitted to|Accepted (?:at|by|for|in)|To appear in"
)
"""Words that only the sentences of publishers and of thanks hold."""

HEADINGS: Final = (
    *("background", "objective", "objectives", "aim", "aims", "aims/hypothesis", "purpose"),
    *("introduction", "context", "motivation", "method", "methods", "methodology"),
    *("materials and methods", "material and methods", "patients and methods", "design"),
    *("design/methodology/approach", "setting", "settings", "participants", "intervention"),
    *("interventions", "outcome", "outcomes", "outcome measures", "main outcome measures"),
    *("measurements", "result", "results", "findings", "conclusion", "conclusions", "discussion"),
    *("significance", "originality/value", "limitations", "research limitations/implications"),
    *("practical implications", "social implications", "trial registration", "registration"),
    *("funding", "summary", "abstract", "keywords", "key words", "keywords and phrases"),
    *("key words and phrases", "index terms", "international audience", "jel classification"),
    *("msc", "pacs", "pacs numbers", "ccs concepts"),
)
"""The headings of structured abstracts, and of lists behind them."""

LABELS: Final = f"(?i:{'|'.join(HEADINGS)})"

ENDINGS: Final = (
    "com|org|net|edu|gov|io|ai|co|py|js|md|txt|csv|json|xml|ya?ml|sh|gz|zip|pdf|png|jpe?g|html?|cpp"
    "|exe|dll"
)
"""Of hosts and of files."""

PARTS: Final = (
    (rf"[.!?]\s+(?:Crown\s)?(?:{SENTENCE_MARKS})(?s:.{{0,300}})$", ". "),
    (rf"[^.!?;]*(?:{SENTENCE_MARKS})[^.!?;]*(?:[.!?;]|$)", " ; "),
    (rf"(^|[.;:!?\n]\s*){LABELS}(?:\s*[:\x{{2013}}\x{{2014}}]|\s+-\s)", "${1} ; "),
    (rf"{UNPARTED}+", " ; "),
    (r"\S+@\S+\.\S+|[A-Za-z][A-Za-z0-9+]{1,9}:\s*//\S+", " ; "),
    (rf"(?-u:\b)[\w-]+(?:\.[\w-]+)*\.(?:{ENDINGS})(?-u:\b)(?:/\S*)?", " ; "),
    (r"(?i:doi:?\s*)?10\.\d{4,9}/\S+", " ; "),
    (r"(?i:arxiv(?:\s+preprint)?:?\s*)+(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})(?:v\d+)?", " ; "),
    (r"\S+\s?[\[(]at[\])]\s?\S+(?:\s?[\[(]dot[\])]\s?\w+)*", " ; "),
    (r"(^|[\s(])(?:@\w|(?:~|\.{1,2})?/[\w.~-])[\w.~/-]*", "${1} ; "),
    (r"[\p{L}\p{N}]+(?:_+[\p{L}\p{N}]+)+", " ; "),
    (r"[\p{L}\p{N}]*\x{fffd}[\p{L}\p{N}\x{fffd}]*", " ; "),
    (r"\p{L}+(?:\.\.\.|\x{2026})\s*$", " "),
)
"""Notices, headings, unparted letters, addresses, file names, identifiers, cut words; in order.

Scripts that put no blanks between words give no keywords: a run between two signs is a sentence
as often as a term.
"""

HINT: Final = "(?i)" + "|".join(
    (
        r"[_@\x{a9}\x{fffd}\x{2026}]|\.\.\.|arxiv|[\[(]at[\])]",
        r"\(c\)|copyright|reserved|access article|creative commons|under (?:an?|the) cc",
        r"the terms of the cc|permission to make|personal use|properly cited|licensee|of interest",
        r"competing interest|anonymous re|(?:supported|funded) (?:by|in)|withdrawn|submitted to",
        r"accepted (?:at|by|for|in)|to appear in",
        rf"{LABELS}(?:\s*[:\x{{2013}}\x{{2014}}]|\s+-\s)",
        r"(?:^|[\s(])(?:~|\.{1,2})?/|(?:ftp|git|ssh|s3|gs|file)://",
        # Not behind a slash: an address that begins with `https://` is told from words anyhow.
        rf"(?:^|[^/])10\.\d{{4,9}}/|(?:^|[^\w./-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:{ENDINGS})",
    )
)
"""A text without any, and without unparted letters, holds none of `PARTS`; it is found faster."""

SHOUTED: Final = r"(?:\p{Lu}{2,}\W+){2}\p{Lu}{2,}"


def without_boilerplate(texts: pl.Series) -> pl.Series:
    """Take out of texts what says nothing of a subject, and write shouted ones in small letters.

    Args:
        texts: Texts without markup and without nulls.

    Returns:
        A text for each; null for one that stands for a missing one.
    """
    texts = _changed(texts, texts.str.len_bytes() <= LONGEST_PLACEHOLDER, _without_placeholders)
    may_hold = texts.str.contains(HINT) | (
        (texts.str.len_bytes() > texts.str.len_chars()) & texts.str.contains(UNPARTED)
    )
    texts = _changed(texts, may_hold, _without_parts)
    return _changed(texts, ~texts.str.contains("[a-z]").fill_null(value=True), _quietened)


def _changed(
    texts: pl.Series, where: pl.Series, change: Callable[[pl.Series], pl.Series]
) -> pl.Series:
    """Texts of which some are changed."""
    places = where.fill_null(value=False).arg_true()
    return texts.clone().scatter(places, change(texts.gather(places)))


def _without_parts(texts: pl.Series) -> pl.Series:
    for pattern, instead in PARTS:
        texts = texts.str.replace_all(pattern, instead)
    return texts


def _without_placeholders(texts: pl.Series) -> pl.Series:
    return texts.set(texts.str.contains(PLACEHOLDER), None)


def _quietened(texts: pl.Series) -> pl.Series:
    """Shouted texts in small letters: what is an acronym in them cannot be told."""
    return texts.zip_with(~texts.str.contains(SHOUTED), texts.str.to_lowercase())
