"""Markup in titles and abstracts, made plain: HTML, JATS and MathML tags, and character references.

Here belongs what indexes such as OpenAlex and Crossref leave in a text. Here must not be TeX, nor
white space and line breaks (`transforms.texts`).
"""

from __future__ import annotations

import html

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


def plain_texts(texts: pl.Series) -> pl.Series:
    """Make texts plain: without tags, character references as the characters that they stand for.

    Only tags of HTML, JATS and MathML go, so `p<q` and `<unk>` stay. A tag that ends a block, such
    as `</p>`, leaves a blank.

    Args:
        texts: Texts, or null.
    """
    references = (
        texts.filter(texts.str.contains("&", literal=True))
        .str.extract_all(_REFERENCE)
        .list.explode()
        .drop_nulls()
        .unique()
        .to_list()
    )
    longest_first = sorted(references, key=lambda each: (-len(each), each))
    text = pl.col(texts.name)
    if longest_first:
        text = text.str.replace_many(
            longest_first, [_character(each) for each in longest_first], leftmost=True
        )
    plain = (
        text.str.replace_all(_ANNOTATION, "")
        .str.replace_all(_BLOCK_TAG, " ")
        .str.replace_all(_INLINE_TAG, "")
    )
    return texts.to_frame().select(plain).to_series()


def _character(reference: str) -> str:
    """What a reference stands for, however often it was escaped."""
    plain = html.unescape(reference)
    return plain if plain == reference else _character(plain)
