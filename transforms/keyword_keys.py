"""What makes two phrases one keyword: the same letters, in one spelling, in the singular.

Here belong the rules by which spellings of one keyword become alike: blanks and hyphens, number,
British and American spelling, accents; and the joining of a record's rows that are one keyword. A
key is made of the phrase alone, so that a keyword keeps its id over dumps and over time. A key is
compared and never shown, so a rule may make what is no word, so long as it makes no two words
alike. Stems would: they join `position` and `positive`.

Here must not be what only other papers tell, such as acronyms (`acronym_meanings`), nor the stems
by which phrases are found in a text (`words`).
"""

from __future__ import annotations

import functools
import re
from typing import Final

import polars as pl

from transforms.folding import folded
from transforms.words import PLURAL_ACRONYM

WORD: Final = r"\p{L}\*|C\+\+|[CF]#|\p{N}+(?:\.\p{N}+)+|[\p{L}\p{M}\p{N}]+"
"""A word of a phrase; other signs only part words."""

LIKE_ACRONYM: Final = (
    r"\b(?:\p{N}?\p{L}*\p{Lu}[\p{L}\p{N}]*[\p{Lu}\p{N}]s?|[BCDFGHJ-NP-TV-XZbcdfghj-np-tv-xz]{2,})\b"
)
"""A word with a capital that is not its first letter alone (`mAP`, `3DGS`), or without a vowel
(`llm`)."""

_PLURAL_ACRONYM: Final = r"(\p{Lu}\p{N}?)s$"
_SETTLED: Final = r"^.{0,3}\p{Lu}$|\p{Lu}\p{N}?s$"
"""A short word that ends in a capital, or a word in s behind one, has no other plural: `GPS`."""

_SPELLINGS: Final = (
    ("([iy])s(e|es|ed|er|ers|ing|ation|ations|able|ability)$", r"\1z\2"),
    ("(behavi|neighb|col|fav|flav|lab|hon|hum|rum|tum|vap|harb|arm|vig|od|sav|rig)our", r"\1or"),
    ("(?<=[a-z]{3}i)zing$", "zation"),
    ("(cent|met|lit|fib|theat|calib|lust|spect|somb|meag)re(s|d)?$", r"\1er\2"),
    ("erd$", "ered"),
    ("(anal|dial|catal|homol|monol)ogue(s?)$", r"\1og\2"),
    ("(def|off|lic|pret)ence", r"\1ense"),
    ("programme(s?)$", r"program\1"),
    ("([ae])ll(ing|ings|ed|er|ers|or|ors)$", r"\1l\2"),
    ("(foc|bi)(us|as)s(ed|ing)$", r"\1\2\3"),
    ("(enro|fulfi|insta)l(ments?)$", r"\1ll\2"),
    ("^(disti|fulfi|enro|insta)l$", r"\1ll"),
    ("skilful", "skillful"),
    ("(judg|acknowledg)ement", r"\1ment"),
    ("ageing$", "aging"),
    ("^disc(s?)$", r"disk\1"),
    ("^tyre(s?)$", r"tire\1"),
    ("practise", "practice"),
    ("practize", "practice"),
    ("grey", "gray"),
    ("artefact", "artifact"),
    ("sulph", "sulf"),
    ("aluminium", "aluminum"),
    ("mould", "mold"),
    ("sceptic", "skeptic"),
    ("manoeuv(?:re|er)", "maneuver"),
    ("manoeuvring", "maneuvering"),
    ("aem", "em"),
    ("paed", "ped"),
    ("aesthe", "esthe"),
    ("(arch|pal)aeo", r"\1eo"),
    ("aetiolog", "etiolog"),
    ("gynaec", "gynec"),
    ("caesium", "cesium"),
    ("faec", "fec"),
    ("^oe(strogen|sophag|dema)", r"e\1"),
    ("foet", "fet"),
    ("rrhoea", "rrhea"),
)
"""Ways of spelling, the second in place of the first. Some hit words of one spelling (`noise`
becomes `noize`), which does no harm where no other word is spelled so."""

_SINGULAR_OF_ENDING: Final = {
    "matrices": "matrix", "vertices": "vertex", "indices": "index", "appendices": "appendix",
    "cortices": "cortex", "vortices": "vortex", "codices": "codex", "simplices": "simplex",
    "lyses": "lysis", "theses": "thesis", "gnoses": "gnosis", "stases": "stasis",
    "crises": "crisis", "scleroses": "sclerosis", "stenoses": "stenosis", "neuroses": "neurosis",
    "psychoses": "psychosis", "corpora": "corpus", "criteria": "criterion",
    "phenomena": "phenomenon", "automata": "automaton", "polyhedra": "polyhedron",
    "ganglia": "ganglion", "spectra": "spectrum", "extrema": "extremum", "maxima": "maximum",
    "minima": "minimum", "optima": "optimum", "equilibria": "equilibrium",
    "bacteria": "bacterium", "continua": "continuum", "momenta": "momentum", "schemata": "schema",
    "stimuli": "stimulus", "nuclei": "nucleus", "radii": "radius", "fungi": "fungus",
    "calculi": "calculus", "alumni": "alumnus", "bacilli": "bacillus", "hippocampi": "hippocampus",
    "formulae": "formula", "antennae": "antenna", "nebulae": "nebula", "novae": "nova",
    "vertebrae": "vertebra", "larvae": "larva", "algae": "alga", "minutiae": "minutia",
    "women": "woman", "children": "child", "mice": "mouse", "teeth": "tooth",
    "leaves": "leaf", "knives": "knife", "wolves": "wolf", "halves": "half", "shelves": "shelf",
    "loaves": "loaf", "thieves": "thief",
    "viruses": "virus", "lenses": "lens", "biases": "bias", "gases": "gas", "atlases": "atlas",
    "canvases": "canvas", "campuses": "campus", "focuses": "focus", "statuses": "status",
    "censuses": "census", "corpuses": "corpus", "nexuses": "nexus", "bonuses": "bonus",
    "aliases": "alias", "sinuses": "sinus", "radiuses": "radius",
    "quizzes": "quiz", "waltzes": "waltz", "blitzes": "blitz",
    "heroes": "hero", "echoes": "echo", "potatoes": "potato", "tomatoes": "tomato",
    "mosquitoes": "mosquito", "torpedoes": "torpedo", "volcanoes": "volcano",
    "tornadoes": "tornado", "vetoes": "veto", "zeroes": "zero",
    "movies": "movie", "cookies": "cookie", "calories": "calorie", "selfies": "selfie",
    "zombies": "zombie",
}  # fmt: skip
"""Plurals that no rule makes, also as the end of a longer word: `submatrices`, `metalenses`."""

_SINGULAR_OF_WORD: Final = {
    "axes": "axis", "foci": "focus", "loci": "locus", "tori": "torus", "gyri": "gyrus",
    "men": "man", "feet": "foot", "apis": "api", "guis": "gui", "menus": "menu", "taxis": "taxi",
    "buses": "bus", "ties": "tie", "dies": "die", "lies": "lie", "pies": "pie", "ads": "ad",
    "genera": "genus",
}  # fmt: skip
"""Plurals that no rule makes, as whole words alone."""

_SAME_TERM: Final = {
    "recommender": "recommendation", "segmenting": "segmentation", "distilling": "distillation",
    "preserving": "preservation", "correcting": "correction", "adaption": "adaptation",
    "refining": "refinement", "hallucinating": "hallucination", "abstain": "abstention",
    "erasing": "erasure", "erase": "erasure", "refusing": "refusal", "refuse": "refusal",
    "reason": "reasoning", "overthink": "overthinking", "prefill": "prefilling",
    "paraphrase": "paraphrasing", "probe": "probing", "zoom": "zooming",
    "benchmarking": "benchmark", "jailbreaking": "jailbreak", "watermarking": "watermark",
    "auditing": "audit", "forecast": "forecasting", "tune": "tuning", "using": "use",
    "convolution": "convolutional", "compressive": "compressed", "squared": "square",
    "positional": "position", "distributional": "distribution", "foundational": "foundation",
    "headed": "head", "layered": "layer", "tailed": "tail", "resourced": "resource",
    "multiple": "multi", "continued": "continual", "equivariant": "equivariance",
    "robotic": "robot", "geometrical": "geometric", "symmetrical": "symmetric",
    "theoretic": "theoretical", "numeric": "numerical", "histopathological": "histopathology",
    "histopathologic": "histopathology", "pathologic": "pathological", "analytic": "analytical",
    "radiologic": "radiological", "histologic": "histological", "logic": "logical",
    "mathematic": "mathematical",
}  # fmt: skip
"""Words that differ by more than number, and yet make the same term: `recommender systems`."""

_VISION: Final = "visual(language|foundation|transformer|encoder|token|backbone)"
"""Where keys say `visual` for `vision`: `visual language models`."""

_NO_PLURAL_WORD: Final = re.compile(
    "(?:ss|us|is|[0-9]s|news|series|species|lens|bias|gas|atlas|canvas|alias|chaos|pancreas|glasses"
    "|(?<!metr|crit|clin|fabr|tact)(?<!top|com)(?<!harmon)(?<!heurist|statist)(?<!epidem|pandem)"
    "(?<!antibiot)(?<!diagnost)(?<!characterist)ics)$"
    "|^(?:.{1,3}|aids|bayes|mars|goods|securities|savings|earnings)$"
)
"""Words in -s that are one thing, such as the sciences; without it, some are another word."""

_PLURALS: Final = (
    (re.compile("([^aeiou])ies$"), r"\1y"),
    (re.compile("(ss|sh|x|(?<!ca|da|ni)(?<!psy|lan)ch)es$"), r"\1"),
    (re.compile("s$"), ""),
)

_SPELLING_RULES: Final = tuple((re.compile(old), new) for old, new in _SPELLINGS)
_SINGULAR_ENDING: Final = re.compile(f"(?:{'|'.join(_SINGULAR_OF_ENDING)})$")

_SPELLED_TWO_WAYS: Final = re.compile("|".join(old for old, _ in _SPELLINGS))


def keyword_keys(keywords: pl.Series) -> pl.Series:
    """Tell which keyword each phrase is: phrases of one key are one keyword.

    Args:
        keywords: Phrases as they are written, without nulls.

    Returns:
        Their keys, empty where there is no word.
    """
    distinct = keywords.unique()
    words = distinct.to_frame("keyword").select(words=key_words(pl.col("keyword")))
    of_words = word_keys(words["words"].explode().drop_nulls().unique())
    keys = words.select(key=join_keys(keys_of(pl.col("words"), of_words))).to_series()
    return keywords.replace_strict(distinct, keys, return_dtype=pl.String)


def each_once(phrases: pl.DataFrame) -> pl.DataFrame:
    """Join the rows of phrases that are one keyword of a record, and close the gaps in the ranks.

    Args:
        phrases: Frame of `given_keywords.GIVEN`.

    Returns:
        One row per record_number, source and stem_key, by record_number, source and rank; the
        rows as they are if none is to be joined.
    """
    on = ["record_number", "source", "stem_key"]
    twice = phrases.filter(pl.struct(on).is_duplicated())
    if twice.is_empty():
        return phrases
    touched = phrases.join(twice, on=on[:2], how="semi")
    joined = (
        touched.sort("rank")
        .group_by(on, maintain_order=True)
        .agg(
            pl.col("keyword", "rank").first(),
            pl.col("acronym").drop_nulls().first(),
            pl.col("score").max(),
            pl.col("in_title").any(),
            pl.col("occurrence_count").sum(),
            pl.col("first_position").min(),
        )
        .with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(on[:2]))
    )
    others = phrases.join(twice, on=on[:2], how="anti")
    return others.vstack(joined.select(phrases.columns)).sort("record_number", "source", "rank")


def key_words(keyword: pl.Expr) -> pl.Expr:
    """List the words of phrases of which their keys are made."""
    plain = keyword.str.replace_all(r"['\u2019](?:s\b)?", "").str.replace_all("&", " and ")
    return plain.str.extract_all(WORD)


def keys_of(words: pl.Expr, of_words: pl.DataFrame) -> pl.Expr:
    """Put each word's key for it in lists of words, by a frame as `word_keys` makes it."""
    key = pl.element().replace_strict(of_words["word"], of_words["key"], return_dtype=pl.String)
    return words.list.eval(key)


def join_keys(keys: pl.Expr) -> pl.Expr:
    """Join lists of the keys of words to the keys of phrases.

    Blanks stay between numbers alone: `gpt 4` is `gpt4`, but `1 2` is not `12`.
    """
    joined = keys.list.join(" ")
    joined = joined.str.replace_all(r" (\P{N})", "${1}").str.replace_all(r"(\P{N}) ", "${1}")
    return joined.str.replace_all(_VISION, "vision${1}")


def word_keys(words: pl.Series) -> pl.DataFrame:
    """Bring each word into one spelling and the singular.

    Args:
        words: Distinct words as `key_words` lists them.

    Returns:
        Frame (word, key).
    """
    frame = words.alias("word").to_frame()
    is_plain = pl.col("word").str.contains(r"^[\x00-\x7f]*$")
    stripped = pl.col("word").str.replace(_PLURAL_ACRONYM, "${1}")
    plain = frame.filter(is_plain).with_columns(lower=stripped.str.to_lowercase())
    other = frame.filter(~is_plain).with_columns(lower=folded(stripped))
    both = pl.concat([plain, other])
    settled = both["word"].str.contains(_SETTLED)
    keys = [
        word if done else _word_key(word)
        for word, done in zip(both["lower"].to_list(), settled.to_list(), strict=True)
    ]
    return both.select("word", key=pl.Series(keys, dtype=pl.String))


@functools.lru_cache(maxsize=1 << 18)
def _word_key(word: str) -> str:
    """Bring a word in lower case and plain letters into one spelling and the singular."""
    if not word.isascii():
        return word
    if PLURAL_ACRONYM.fullmatch(word):
        return word[:-1]
    word = _singular(word)
    if _SPELLED_TWO_WAYS.search(word):
        for old, new in _SPELLING_RULES:
            word = old.sub(new, word)
    return _SAME_TERM.get(word, word)


def _singular(word: str) -> str:
    """Tell the singular of a word."""
    if word in _SINGULAR_OF_WORD:
        return _SINGULAR_OF_WORD[word]
    if found := _SINGULAR_ENDING.search(word):
        return word[: found.start()] + _SINGULAR_OF_ENDING[found.group()]
    if not word.endswith("s") or _NO_PLURAL_WORD.search(word):
        return word
    for plural, singular in _PLURALS:
        if plural.search(word):
            return plural.sub(singular, word)
    return word
