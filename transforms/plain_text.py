"""Plain text in place of whatever else texts hold: markup, misread letters, broken words.

A format's module has taken off the markup that its format knows (`markup`); here belongs what is
left in the text itself, as its authors and its copies made it: TeX, tags within escapes, letters of
a wrong encoding, words cut at the end of a line. Here must not be what a text says that is of no
use (`boilerplate`), nor how it is cut (`tokens`).
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from typing import Final

import polars as pl

from transforms.word_lists import FUNCTION_WORDS
from transforms.words import is_known

ENTITY: Final = r"&(?:amp;)*(?:[A-Za-z][A-Za-z0-9]{1,20}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
"""A character reference, even one that was escaped again."""

UNENDED_ENTITY: Final = r"&((?:amp;)*(?:amp|lt|gt|quot|nbsp))\b;?"
"""Some lose their semicolon on the way."""

ESCAPE: Final = r"\\u[0-9A-Fa-f]{4}"

WIDE: Final = (
    r"[\x{80}-\x{84}\x{86}-\x{9f}\x{2080}-\x{2089}\x{2102}\x{210a}-\x{2113}\x{2115}"
    r"\x{2119}-\x{211d}\x{2124}\x{2126}\x{2128}\x{212a}-\x{212d}\x{212f}-\x{2134}"
    r"\x{fb00}-\x{fb06}\x{ff01}-\x{ff9f}\x{1d400}-\x{1d7ff}]"
)
"""Letters and signs in print's clothes: full-width, ligatures, double-struck, lowered digits.

Among them are the controls that stand for quotes and dashes where a text of Windows was misread.
"""

MISREAD: Final = (
    "(?:[\u00c2\u00c3]|\u00e2[\u0080\u20ac])"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
"""UTF-8 that was read as Latin-1 or Windows-1252: two or three signs for one."""

BROKEN_WORD: Final = r"\p{L}*\p{Ll}-\s+\p{Ll}{2,}"
"""A word that the end of a line has cut, or the first of two with a common end: `pre- and`."""

PIECE: Final = f"{ENTITY}|{ESCAPE}|{WIDE}|{MISREAD}|{BROKEN_WORD}"
"""What stands for other characters, whatever stands beside it."""

MARKUP: Final = rf"[\\$&<{{`~\p{{Cf}}\p{{M}}]|{WIDE}|{MISREAD}|\p{{Ll}}-\s|\p{{Ll}}--\p{{Lu}}"

_FORMULAS: Final = r"(?:equation|align|alignat|eqnarray|gather|multline|displaymath|math)"
_BLOCKS: Final = r"(?:p|title|sec|div|li|ul|ol|h[1-6]|list|list-item|label|tr|td|table)"

LETTERS: Final = {
    "AA": "\u00c5", "aa": "\u00e5", "AE": "\u00c6", "ae": "\u00e6", "OE": "\u0152", "oe": "\u0153",
    "O": "\u00d8", "o": "\u00f8", "L": "\u0141", "l": "\u0142", "ss": "\u00df", "i": "i", "j": "j",
    "ell": "l",
}  # fmt: skip
"""Macros of TeX for letters."""

ACCENTS: Final = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", r"\^": "\u0302", "~": "\u0303", "=": "\u0304",
    r"\.": "\u0307",
}  # fmt: skip
LETTER_ACCENTS: Final = {
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "r": "\u030a", "k": "\u0328",
}  # fmt: skip
"""Macros of TeX for accents, by a sign and by a letter; the character goes behind its letter."""

REWRITES: Final = (
    (r"```[^`]*```", " ; "),
    (r"(?s)<!--.*?-->", " "),
    (r"(?is)<(?:script|style|annotation)\b.*?</(?:script|style|annotation)\s*>", " "),
    (r"<!\[CDATA\[|\]\]>|<[!?][^<>]*>", " ; "),
    (r"(?i)</?(?:\w+:)?(?:sub|sup|inf)>", ""),
    (rf"(?i)</?(?:jats:)?{_BLOCKS}\b[^<>]*>", " ; "),
    (r"""</?[A-Za-z][\w:-]*(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))+\s*/?>""", " "),
    (r"</?[A-Za-z][^<>]{0,200}>", " "),
    (r" < /?[A-Za-z][\w:]* > ", " ; "),
    *((rf"\\{sign}\{{?\\?([A-Za-z])\}}?", f"${{1}}{accent}") for sign, accent in ACCENTS.items()),
    *(
        (rf"\\{sign}(?:\{{\\?([A-Za-z])\}}|\s+([A-Za-z]))", f"${{1}}${{2}}{accent}")
        for sign, accent in LETTER_ACCENTS.items()
    ),
    *((rf"\\{name}(?:\{{\}}|\s+|\b|(_))", f"{letter}${{1}}") for name, letter in LETTERS.items()),
    (r"[\p{Cf}--[\x{200c}\x{200d}]]|[\p{Me}\x{fe00}-\x{fe0f}\x{e0100}-\x{e01ef}]|\p{M}{4,}", ""),
    (r"(^|[\p{Latin}\p{Greek}\p{Cyrillic}]|[^\p{L}\p{M}])[\x{200c}\x{200d}]+", "${1}"),
    (r"[\x{200c}\x{200d}]+($|[^\p{L}])", "${1}"),
    (r"(\p{L})~(\p{L})", "${1} ${2}"),
    (r"(\p{Lu}\p{Ll}+)--(\p{Lu})", "${1}\u2013${2}"),
    (r"\\\$", " "),
    (r"\$(\p{N}[\p{N},.]*[KMBkmb]?n?\s+\p{Ll}{2,})", "${1}"),
    (r"\$\$[^$]*\$\$|(?s)\\\(.*?\\\)|\\\[.*?\\\]", " ; "),
    (rf"(?s)\\begin\{{{_FORMULAS}\*?\}}.*?\\end\{{{_FORMULAS}\*?\}}", " ; "),
    (
        (
            r"\\(?:url|[A-Za-z]*(?:cite|ref)[A-Za-z]*|label|footnote|begin|end|[vh]space)\*?\s*"
            r"(?:\[[^\[\]]*\])*\{[^{}]*\}"
        ),
        " ; ",
    ),
    (
        (
            r"\\(?:emph|text[a-z]{2,6}|math[a-z]{2,4}|operatorname|underline|mbox"
            r"|href\s*\{[^{}]*\})\s*\{([^{}]*)\}"
        ),
        "${1}",
    ),
    (r"\{\\(?:em|it|bf|tt|sc|rm|sl)\s+([^{}]*)\}", "${1}"),
    (r"\$_\{?([A-Za-z0-9]+)\}?\$", "${1}"),
    (r"\$\s*\^?\{?\s*\\?([A-Za-z0-9]+)\s*\}?\s*\$", "${1}"),
    (r"\$\s*\\?([A-Za-z]+)\s*_\s*\{?\s*\\?([A-Za-z0-9]+|infty)\s*\}?\s*\$", "${1}${2}"),
    (r"\\[%&#_]", " "),
    (r"\\[A-Za-z]+", " ; "),
    (r"[{}]", ""),
)
"""Markup and what stands for it, in order: code, tags, accents, fonts, one-sign formulas."""


def without_markup(texts: pl.DataFrame) -> pl.DataFrame:
    """Put plain text for markup."""
    texts = texts.with_columns(pl.col("text").str.replace_all(UNENDED_ENTITY, "&${1};"))
    found = texts.get_column("text").str.extract_all(PIECE).explode().drop_nulls().unique()
    # The longest first: of two that begin alike, a text's own piece is the longer one.
    pieces = sorted(found, key=lambda piece: (-len(piece), piece))
    plain_pieces = {piece: _plain(piece) for piece in pieces}
    text = pl.col("text")
    if plain_pieces:
        text = text.str.replace_many(plain_pieces, leftmost=True)
    for pattern, plain in REWRITES:
        text = text.str.replace_all(pattern, plain)
    rewritten = texts.with_columns(text)
    is_ascii = pl.col("text").str.len_bytes() == pl.col("text").str.len_chars()
    composed = pl.when(~is_ascii).then("text").str.normalize("NFC")
    return rewritten.with_columns(text=pl.coalesce(composed, "text"))


def _plain(piece: str) -> str:
    """Tell what a piece of text stands for."""
    if piece.startswith("&"):
        return _sign(piece)
    if piece.startswith("\\u"):
        sign = str(json.loads(f'"{piece}"'))
        return sign if sign.isprintable() else " "
    if len(piece) == 1:
        return unicodedata.normalize("NFKC", _reread(piece, "cp1252"))
    return _mended(piece) if "-" in piece else _reread(piece, "utf-8")


def _sign(entity: str) -> str:
    """Tell the sign that an entity stands for; those that open and close tags open no tag."""
    sign = html.unescape(re.sub(r"^&(?:amp;)*", "&", entity))
    if sign.endswith(";") and len(sign) > 1:
        return " ; "
    return {"<": " < ", ">": " > "}.get(sign, sign)


def _reread(piece: str, encoding: str) -> str:
    """Read the bytes that were misread as Windows-1252, or Latin-1, in their own encoding."""
    try:
        return b"".join(map(_byte, piece)).decode(encoding)
    except UnicodeError:
        return piece


def _byte(sign: str) -> bytes:
    return sign.encode("latin-1" if sign <= "\u00ff" else "cp1252")


def _mended(piece: str) -> str:
    """Put a broken word together, if that makes a word; leave the first of two as it is."""
    start, end = re.split(r"-\s+", piece)
    if end in FUNCTION_WORDS:
        return piece
    return start + end if is_known((start + end).lower()) else f"{start}-{end}"


def plain_text(texts: pl.Series) -> pl.Series:
    """Put plain text for markup in those texts that hold some."""
    marked = texts.filter(texts.str.contains(MARKUP)).unique()
    return texts.replace(marked, without_markup(marked.to_frame("text")).to_series())
