"""The title key: what stays of a title when spelling, markup and case are folded away.

Two records with the same distinctive title key are taken for one paper unless something contradicts
(`transforms.record_papers`). Here belong the folding and the question whether a title is
distinctive. Here must not be what is concluded from it.
"""

from __future__ import annotations

import polars as pl

MINIMUM_DISTINCTIVE_LENGTH = 12
"""Characters of a title key below which a title alone does not identify a paper."""

GENERIC_TITLES = frozenset(
    {
        "abstract",
        "acknowledgements",
        "acknowledgments",
        "authorindex",
        "bookreview",
        "bookreviews",
        "callforpapers",
        "commentary",
        "conclusion",
        "conclusions",
        "conferenceprogram",
        "correction",
        "corrigendum",
        "editorial",
        "editorialboard",
        "editorialnote",
        "editorsintroduction",
        "editorsnote",
        "erratum",
        "foreword",
        "frontmatter",
        "guesteditorial",
        "guesteditorsintroduction",
        "guesteditorialintroduction",
        "inmemoriam",
        "inthisissue",
        "introduction",
        "introductiontothespecialissue",
        "invitedtalk",
        "invitedtalks",
        "keynote",
        "keynoteaddress",
        "lettertotheeditor",
        "listofreviewers",
        "messagefromthechairs",
        "messagefromthegeneralchair",
        "messagefromtheprogramchairs",
        "organizingcommittee",
        "paneldiscussion",
        "poster",
        "posterabstracts",
        "postersession",
        "preface",
        "prefacetothespecialissue",
        "programcommittee",
        "reviewers",
        "specialissue",
        "tableofcontents",
        "titlepage",
        "tutorial",
        "welcome",
        "welcomemessage",
        "workshopsummary",
    }
)
"""Title keys that many different papers carry."""

_FOLDS = (
    (r"&(?:amp|lt|gt|quot|apos|nbsp|#39|#x27);", " "),
    (r"\\(?:text|math|emph|rm|bf|it|sc|tt|scriptsize|small|large)[a-z]*\b", ""),
    (r"\p{M}+", ""),
    (r"[^\p{L}\p{N}]+", ""),
)


def title_key(title: pl.Expr) -> pl.Expr:
    """Fold a title to its key: NFKD without marks, lower case, letters and digits only.

    LaTeX formatting commands and HTML entities are dropped; scripts other than Latin are kept.
    """
    key = title.str.normalize("NFKD")
    for pattern, replacement in _FOLDS:
        key = key.str.replace_all(pattern, replacement)
    return key.str.to_lowercase().str.replace_all("ß", "ss", literal=True)


def is_distinctive(key: pl.Expr) -> pl.Expr:
    """Whether a title key is long and unusual enough to identify a paper by itself."""
    long_enough = key.str.len_chars() >= MINIMUM_DISTINCTIVE_LENGTH
    return long_enough & ~key.is_in(sorted(GENERIC_TITLES))
