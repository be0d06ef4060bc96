"""What is known of a word by itself: its stem, and the places it may take in a phrase.

Here belong the attributes of distinct tokens: stop words, parts of speech, stems. They come from a
table of counts (`data/word_classes.parquet`) and, for words unknown to it, from their endings.

Here must not be: what depends on a word's neighbours (`phrases`) or on its paper
(`record_keywords`).
"""

from __future__ import annotations

import functools
import re
import threading
from pathlib import Path
from typing import Any, Final

import polars as pl
import polars_hash  # noqa: F401  registers the `nchash` namespace
import snowballstemmer  # type: ignore[import-untyped]

from transforms.word_lists import (
    ABBREVIATIONS,
    BINDING_WORDS,
    CLOSING_SUFFIXES,
    EMPTY_ALONE,
    EMPTY_HEADS,
    FUNCTION_WORDS,
    GENERAL_HEADS,
    NOUNS_LIKE_ADJECTIVES,
    OTHER_LANGUAGES,
    PREPOSITIONS,
    RUSSIAN_AND_ARABIC,
    SCHOLARLY_WORDS,
    SUBJECTS_LIKE_VERBS,
)

DATA: Final = Path(__file__).parent / "data"

GLUE: Final = "-\u2010\u2011\u2013'\u2019"
"""The characters that tie a word to the one before it: hyphens, the en dash, apostrophes."""

SENTENCE_ENDS: Final = (".", "!", "?", ";")

UNPARTED: Final = (
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\x{30fc}\x{ff70}]"
)
"""The letters of scripts that put no blanks between words."""

NOUN_SHARE: Final = 0.4
"""A word ends a phrase if at least this share of its uses are nouns."""

GERUND_SHARE: Final = 0.15
"""The same for words in -ing, which taggers take for verbs: `word embedding`, `remote sensing`."""

ACTING_SHARE: Final = 0.75
"""A word in -ing is no keyword by itself if this share of its uses are verbs: `retrieving`."""

VERB_SHARE: Final = 0.45
"""A word is verbal if at least this share of its uses are verbs."""

ADJECTIVE_ENDING: Final = "[a-z]{3}(?:al|ive|ous|ic|able|ible|ful|less)$"
ADJECTIVE_SHARE: Final = 0.2
"""A word of such an ending is no noun if this share of its uses are adjectives: `adaptive`."""

NAME_SHARE: Final = 0.3
"""A word stands inside a phrase if at least this share of its uses are nouns or adjectives."""

LONGEST_WORD: Final = 120
"""Bytes of the longest word; what is longer is data."""

DATA_LIKE: Final = r"^(?:(?:0x)?[0-9A-Fa-f]*[0-9][0-9A-Fa-f]*|[ACGTU]+|[A-Za-z0-9]{50,})$"
DATA_LENGTH: Final = 10
"""Numbers, checksums, sequences and encoded bytes of so many characters are data, not words."""

FOREIGN_ENDING: Final = (
    "(?:[ыо]го|[ое]му|[ыи]х|[ыи]ми|ый|ая|ые|ое|ую|тся|лся|лась|лись|ует|уют)$"  # noqa: RUF001
    "|(?:한다|하다|하는|하여|하고|하며|된다|되는|했다|였다|있다|있는|이다)$"
)
"""Adjectives and verbs of Russian, verbs of Korean: no phrase ends with them."""

PLURAL_ACRONYM: Final = re.compile(r"(?=.{4})[bcdfghjklmnpqrstvwxz]+(?<!s)[ui]?s")
"""Four letters or more without a vowel, but perhaps a last one, and an s: `cnns`, `gpus`."""

_THREAD = threading.local()
_STOPS: Final = FUNCTION_WORDS | SCHOLARLY_WORDS | RUSSIAN_AND_ARABIC
_STOPS_WRITTEN_SMALL: Final = OTHER_LANGUAGES | ABBREVIATIONS


@functools.lru_cache(maxsize=1 << 18)
def stem(word: str) -> str:
    """Stem one lower-case word by the Snowball stemmer for English.

    Words of other scripts come back as they are; `cnns` and `gpus`, which the stemmer leaves
    alone, lose their s. Source: https://snowballstem.org.
    """
    if not word.isascii() or not word.isalpha():
        return word
    if PLURAL_ACRONYM.fullmatch(word):
        return word[:-1]
    return str(_stemmer().stemWord(word))


def _stemmer() -> Any:  # noqa: ANN401  the library has no types
    """Give each thread its own stemmer: it keeps the word in itself."""
    if not hasattr(_THREAD, "stemmer"):
        _THREAD.stemmer = snowballstemmer.stemmer("english")
    return _THREAD.stemmer


@functools.cache
def word_classes() -> pl.DataFrame:
    """Load the word classes: word, and the shares of its uses as noun, adjective, verb."""
    return pl.read_parquet(DATA / "word_classes.parquet").select(
        "word", pl.col("noun", "adjective", "verb").cast(pl.Float32) / 100
    )


@functools.cache
def _known_words() -> frozenset[str]:
    return frozenset(word_classes().get_column("word"))


def is_known(word: str) -> bool:
    """Whether the table of word classes has a lower-case word."""
    return word in _known_words()


def stem_hash(stems: pl.Expr) -> pl.Expr:
    """Hash stems to 60 bits, the same in every version of Polars: the start of their MD5."""
    hashed: pl.Expr = (
        stems.nchash.md5()  # type: ignore[attr-defined]
        .str.slice(0, 15)
        .str.to_integer(base=16, dtype=pl.Int64)
        .cast(pl.UInt64)
    )
    return hashed


def _is_word(token: pl.Expr) -> pl.Expr:
    """Whether a token is a word: letters or digits of a script with blanks, no data."""
    like_word = token.str.contains(
        rf"^(?:[{GLUE}]?[\p{{L}}\p{{N}}][\p{{L}}\p{{M}}\p{{N}}\x{{200c}}\x{{200d}}]*(?:\.\p{{N}}+)?"
        r"|C\+\+|C#|\p{Lu}{1,2}&\p{Lu})$"
    )
    is_data = (token.str.len_bytes() >= DATA_LENGTH) & token.str.contains(DATA_LIKE)
    return (
        like_word
        & ~token.str.contains(rf"{UNPARTED}|^['\x{{2019}}]t$")
        & (token.str.len_bytes() <= LONGEST_WORD)
        & ~is_data
    )


def word_attributes(tokens: pl.Series) -> pl.DataFrame:
    """Describe distinct tokens.

    Args:
        tokens: Distinct tokens as `tokens.tokenize` cuts them.

    Returns:
        One row per token, in the same order: token; is_word, glued; stem, hash; inside (may stand
        in a phrase), opens, closes, alone (may open, close, be one); may_end_before (a phrase may
        end before it although it is glued); foreign (of a script without word classes); noun and
        verb (shares of its uses); participle (in -ed, and no noun or adjective), verbal (it is
        mostly a verb), doing (in -ing, and rather a verb than a noun); binds_loosely (glued, it
        makes an attribute); preposition, comma (or a word for one), ends_sentence; general (as a
        head it says little); letters (how many).
    """
    glue = f"^[{GLUE}]"
    frame = (
        tokens.cast(pl.String)
        .to_frame("token")
        .with_columns(
            is_word=_is_word(pl.col("token")),
            glued=pl.col("token").str.contains(glue),
            word=pl.col("token").str.replace(glue, "").str.to_lowercase(),
        )
    )
    words = frame.get_column("word").unique()
    stems = pl.DataFrame({"word": words, "stem": [stem(word) for word in words]}).cast(pl.String)
    distinct = stems.select(pl.col("stem").unique()).with_columns(hash=stem_hash(pl.col("stem")))
    stems = stems.join(distinct, on="stem")
    described = (
        frame.join(stems, on="word", how="left", maintain_order="left")
        .join(word_classes(), on="word", how="left", maintain_order="left")
        .pipe(_with_guessed_classes)
        .with_columns(
            stop=pl.col("word").is_in(_STOPS)
            | pl.col("word").is_in(_STOPS_WRITTEN_SMALL)
            & ~pl.col("token").str.contains(r"\p{Lu}\p{Lu}"),
            empty=pl.col("word").is_in(EMPTY_HEADS),
            empty_alone=pl.col("stem").is_in(stem_keys(EMPTY_ALONE)),
            numeric=pl.col("word").str.contains(r"^[\p{N}.]+(?:k|m|th|x)?$"),
            letters=pl.col("word").str.len_chars(),
        )
    )
    # What is used more than once is a column first: an expression is computed wherever it stands.
    described = described.with_columns(
        content=~pl.col("stop") & pl.col("is_word"),
        binding=pl.col("word").is_in(BINDING_WORDS),
        adjectival=pl.col("word").str.contains(ADJECTIVE_ENDING)
        & (pl.col("adjective") >= ADJECTIVE_SHARE)
        & ~pl.col("word").is_in(NOUNS_LIKE_ADJECTIVES),
        in_ing=pl.col("word").str.ends_with("ing"),
        native=pl.col("word").str.contains(r"^[\p{Latin}\p{Greek}\p{N}]"),
    )
    gerund = pl.col("in_ing") & (pl.col("noun") >= GERUND_SHARE)
    named = pl.col("noun") + pl.col("adjective") >= NAME_SHARE
    shortest = pl.when(pl.col("word").str.contains(r"^\p{Hangul}")).then(2).otherwise(4)
    described = described.with_columns(
        foreign_word=~pl.col("native") & pl.col("content") & (pl.col("letters") >= shortest),
        nounish=pl.col("content") & ((pl.col("noun") >= NOUN_SHARE) | gerund),
        nameish=pl.col("content") & (named | gerund),
    )
    described = described.with_columns(
        participle=pl.col("content")
        & ~pl.col("nameish")
        & ~pl.col("binding")
        & pl.col("word").str.contains("[a-z]{3}ed$")
    )
    ending = pl.col("in_ing") | pl.col("word").str.ends_with("ed")
    verbal = pl.col("content") & ~pl.col("nounish") & (pl.col("verb") >= VERB_SHARE) & ~ending
    acting = (
        pl.col("in_ing")
        & (pl.col("verb") >= ACTING_SHARE)
        & ~pl.col("word").is_in(SUBJECTS_LIKE_VERBS)
    )
    foreign_noun = pl.col("foreign_word") & ~pl.col("word").str.contains(FOREIGN_ENDING)
    return described.select(
        tokens.alias("token"),
        "is_word",
        "glued",
        "stem",
        "hash",
        "participle",
        "noun",
        "verb",
        letters=pl.col("letters").cast(pl.Int32),
        preposition=pl.col("word").is_in(PREPOSITIONS),
        general=pl.col("word").is_in(GENERAL_HEADS),
        comma=pl.col("token").is_in([",", "and", "or"]),
        ends_sentence=pl.col("token").is_in(SENTENCE_ENDS),
        foreign=~pl.col("native"),
        verbal=verbal & ~pl.col("binding") & ~pl.col("glued"),
        doing=pl.col("in_ing") & (pl.col("verb") > pl.col("noun")),
        binds_loosely=_binds_loosely(),
        inside=(
            pl.col("nameish")
            | pl.col("participle")
            | pl.col("binding")
            | pl.col("numeric") & pl.col("is_word")
        )
        & pl.col("native")
        | pl.col("foreign_word"),
        opens=(pl.col("nameish") & ~pl.col("binding") | pl.col("participle"))
        & ~pl.col("numeric")
        & pl.col("native")
        | pl.col("foreign_word"),
        closes=pl.col("nounish")
        & ~pl.col("adjectival")
        & ~pl.col("binding")
        & ~pl.col("empty")
        & pl.col("native")
        & (~pl.col("numeric") | pl.col("glued"))
        & ((pl.col("letters") > 1) | pl.col("glued"))
        | (pl.col("numeric") & pl.col("glued") & pl.col("is_word"))
        | foreign_noun,
        alone=pl.col("nounish")
        & ~pl.col("adjectival")
        & ~acting
        & ~pl.col("empty_alone")
        & ~pl.col("numeric")
        & (pl.col("letters") >= 3)
        & pl.col("native")
        | foreign_noun,
        may_end_before=pl.col("word").is_in(CLOSING_SUFFIXES),
    )


@functools.cache
def stem_keys(phrases: frozenset[str] | tuple[str, ...]) -> list[str]:
    """Stem each word of each phrase."""
    return sorted({" ".join(map(stem, phrase.split())) for phrase in phrases})


def _binds_loosely() -> pl.Expr:
    """Whether a glued word makes an attribute of its compound, as in `large-scale` or `real-time`.

    Names, words of action and state, and numbers make nouns: `fine-tuning`, `super-resolution`,
    `U-Net`.
    """
    noun = pl.col("token").str.contains(
        r"\p{Lu}.*\p{Lu}|\p{N}|(?:ing|tion|sion|ment|ance|ence|ity)s?$"
    )
    return pl.col("glued") & ~noun


def _with_guessed_classes(words: pl.DataFrame) -> pl.DataFrame:
    """Guess the classes of words unknown to the table from their endings; else they are nouns."""
    word = pl.when(pl.col("noun").is_null()).then("word")
    adjective = "[a-z]{3}(?:al|ive|ous|ic|able|ible|ful|less|ary|an)$"
    endings = words.select(
        adverb=word.str.contains("^[a-z]{3,}ly$"),
        adjectival=word.str.contains(adjective),
        verbal=word.str.contains("[a-z]{3}(?:[iy]zes?|[iy]fy|ifies|ates?)$"),
        participle=word.str.contains("[a-z]{3}ed$"),
        gerund=word.str.contains("[a-z]{3}ing$"),
    )

    def guess(
        column: str, of_adjective: float, of_verb: float, of_participle: float, of_gerund: float
    ) -> pl.Expr:
        return (
            pl.when("adverb").then(0.0)
            .when("adjectival").then(of_adjective)
            .when("verbal").then(of_verb)
            .when("participle").then(of_participle)
            .when("gerund").then(of_gerund)
            .otherwise(pl.col(column).fill_null(1.0 if column == "noun" else 0.0))
            .cast(pl.Float32)
            .alias(column)
        )  # fmt: skip

    guessed = (
        words.select("noun", "adjective", "verb")
        .hstack(endings)
        .select(
            guess("noun", 0.1, 0.3, 0.0, 0.5),
            guess("adjective", 0.9, 0.0, 0.4, 0.1),
            guess("verb", 0.0, 0.7, 0.6, 0.4),
        )
    )
    return words.with_columns(guessed)
