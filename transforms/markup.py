"""Markup in titles and abstracts, made plain: HTML, JATS and MathML tags, and character references.

Here belongs what indexes such as OpenAlex and Crossref leave in a text. Here must not be TeX, nor
white space and line breaks (`transforms.texts`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import polars as pl

_REFERENCE = (
    r"&(?:amp;)*(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};"
    r"|(?:amp|lt|gt|quot|nbsp)\b)"
)
"""A character reference, even one that was escaped again; some lose their semicolon on the way."""

_ATTRIBUTES = r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*/?"""
_BLOCK = r"(?:jats:)?(?:p|br|div|li|ul|ol|list|list-item|sec|title|h[1-6]|label)"
_INLINE = (
    r"(?:jats|mml|m|xhtml|oasis):[a-z][\w-]*"
    r"|i|b|u|em|tt|sc|scp|sub|sup|inf|bold|italic|strong|small|big|strike|span|font|a|underline"
    r"|overline|monospace|roman|sans-serif|named-content|styled-content|ext-link|xref"
    r"|inline-formula|disp-formula|alternatives|tex-math|formula|mathml|inline-graphic"
    r"|math|semantics|mi|mn|mo|mtext|mspace|mrow|mfrac|msqrt|mroot|mstyle|merror|mpadded"
    r"|mphantom|mfenced|menclose|msub|msup|msubsup|munder|mover|munderover|mmultiscripts|mprescripts"
    r"|mtable|mtr|mtd"
)
_BLOCK_TAG = rf"(?i)</?(?:{_BLOCK}){_ATTRIBUTES}>"
_INLINE_TAG = rf"(?i)</?(?:{_INLINE}){_ATTRIBUTES}>"
_ANNOTATION = r"(?is)<(?:mml:)?annotation(?:-xml)?\b[^<>]*>.*?</(?:mml:)?annotation(?:-xml)?\s*>"
"""A formula told a second time, in another notation."""

_LINK = (
    r"(?is)<(?:a|(?:jats:)?ext-link)\s[^<>]*?href\s*=\s*[\"'](https?://[^\"'<>\s]+)[\"'][^<>]*>"
    r"(.*?)</(?:a|(?:jats:)?ext-link)\s*>"
)
_NO_LABEL = re.compile(r"(?i)\s*(?:this\s+https?\s+url)?\s*([.,;]?)\s*")
"""What stands in place of an address; arXiv's own pages show `this https URL`."""

_TAGS_ARE_MEANT = r"(?i)</|/>|<br\s*>|<\w+:|<\w+\s[\w:.-]+\s*="
"""An end tag, an empty element, a prefix or an attribute; `<p>` and `<u>` alone may be physics."""


def plain_texts(texts: pl.Series) -> pl.Series:
    """Make texts plain: without tags, character references as the characters that they stand for.

    Only tags of HTML, JATS and MathML go, and only from a text in which something shows that tags
    are meant, so `p<q`, `<unk>` and the mean value `<p>` stay. A tag that ends a block, such as
    `</p>`, leaves a blank, and a link its address, which may be that of the paper's code.

    Args:
        texts: Texts, or null.
    """
    # Most texts hold neither; to look for one character takes next to no time.
    plain = _replaced(texts, texts.str.contains("&", literal=True), _without_references)
    may_be_tagged = plain.str.contains("<", literal=True)
    if not may_be_tagged.any():
        return plain
    return _replaced(plain, may_be_tagged & plain.str.contains(_TAGS_ARE_MEANT), _without_tags)


def _replaced(
    texts: pl.Series, where: pl.Series, change: Callable[[pl.Series], pl.Series]
) -> pl.Series:
    """Texts of which some are changed."""
    places = where.arg_true()
    if not places.len():
        return texts
    return texts.clone().scatter(places, change(texts.gather(places)))


def _without_references(texts: pl.Series) -> pl.Series:
    return _each_replaced(texts, _REFERENCE, _character)


def _each_replaced(texts: pl.Series, pattern: str, value: Callable[[str], str]) -> pl.Series:
    """Texts with a value in place of each match; each distinct one is looked at once."""
    found = texts.str.extract_all(pattern).list.explode().drop_nulls().unique().to_list()
    longest_first = sorted(found, key=lambda each: (-len(each), each))
    if not longest_first:
        return texts
    values = [value(each) for each in longest_first]
    replaced = pl.col(texts.name).str.replace_many(longest_first, values, leftmost=True)
    return texts.to_frame().select(replaced).to_series()


def _without_tags(texts: pl.Series) -> pl.Series:
    return (
        _each_replaced(texts, _LINK, _told)
        .str.replace_all(_ANNOTATION, "")
        .str.replace_all(_BLOCK_TAG, " ")
        .str.replace_all(_INLINE_TAG, "")
    )


def _told(link: str) -> str:
    """The label of a link and its address behind it, or the address alone."""
    [(address, label)] = re.findall(_LINK, link)
    if no_label := _NO_LABEL.fullmatch(label):
        return f"{address}{no_label[1]}"
    return str(address) if label.strip() in address else f"{label} ({address})"


def _character(reference: str) -> str:
    """What a reference stands for, however often it was escaped."""
    plain = html.unescape(reference)
    return plain if plain == reference else _character(plain)
