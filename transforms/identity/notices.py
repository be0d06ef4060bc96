"""Titles that are another's title with a few words around it, and speak of that other paper.

An erratum, a reply or a survey carries the title of its subject, often by the same authors in the
same year. Here belong the words that make such a title. Not among them: *Poster:*, *Demo:*,
*(extended abstract)*, *(with discussion)*, and *Retracted:* or IEEE's *Notice of Retraction*, with
which some lists mark the paper itself and others do not.
"""

from __future__ import annotations

import polars as pl

from transforms.identity.titles import REPLACED_WORDS_AGREEMENT

ABOUT_THE_OTHER = "one is about the other, such as an erratum"

_OPENING = (
    r"^(?:an? |the |some |further |more |brief |short |final |online |technical |additional "
    r"|authors? |publishers? |editors? |editorial |systematic |comprehensive )*"
)
_BEFORE = (
    r"(errat|corrigend|addend)(?:um|a)\b",
    r"(correction|clarification|retraction|rejoinder|rebuttal|reply|comment)s?\b",
    r"(response|discussion|remark|note)s? (?:on|to|of|about)\b",
    r"(authors? response|expression of concern|decision letter|fe de erratas)\b",
    r"(supplement)\S* (?:to|for|of|(?:material|information|data|file|note)s?)\b",
    r"(supporting information|appendix|appendices) (?:to|for|of)\b",
    r"((?:replication )?(?:data|code|package|materials) (?:from|for))\b",
    r"(file|figure|table) \w*\d\w* (?:of|from)\b",
    r"(review|survey|overview) (?:of|on|for)\b",
    r"(tutorial|introduction|invitation|primer) (?:on|to)\b",
    r"(revisiting|beyond|toward)s? ",
    r"(berichtigung|korrektur|nachtrag|antwort|erwiderung|kommentar)(?:en)? (?:zu[mr]?|auf)\b",
    r"(rectificatif|reponse|commentaire|remarque|note)s? (?:a|aux?|sur|de)\b",
    r"(respuesta|comentario|correccion|nota|risposta|resposta|correcao)s? (?:al?|sobre|su|de|di)\b",
)
"""At the start of a folded title; what other lists may write differently is outside the brackets,
and is not looked for in the other title."""

_AFTER = (
    r" (errat(?:um|a)|corrigend(?:um|a)|addend(?:um|a)|rejoinder|comment|reply|revisited"
    r"|expression of concern|retraction (?:note|notice)|(?:author|publisher) correction"
    r"|correction notice|(?:author|authors) response|supplement|supplementary materials?"
    r"|supplemental materials?|supporting information|online appendix)$"
)
_TOGETHER = r" (?:with|and|including|plus|without|of|for|to|by|in|on|the) (?:an? |the |authors? )?$"
"""The paper together with it, or no such thing: *... with comment and rejoinder*."""


def is_about_the_other() -> pl.Expr:
    """Whether one of two titles speaks of the other paper.

    To be evaluated on pairs `with_difference`. A slip in one of the words makes no other paper.
    """
    is_about = _is_about("left_words", "right_words") | _is_about("right_words", "left_words")
    is_replaced = pl.all_horizontal(pl.col("left_only", "right_only") != "")
    is_slip = is_replaced & (pl.col("difference") >= REPLACED_WORDS_AGREEMENT)
    return is_about & ~is_slip


def _is_about(name: str, other: str) -> pl.Expr:
    words, others = pl.col(name), pl.col(other)
    before = [words.str.extract(_OPENING + each) for each in _BEFORE]
    after = words.str.extract(_AFTER)
    is_together = words.str.strip_suffix(after).str.contains(_TOGETHER)
    found = [*before, pl.when(~is_together).then(after)]
    return pl.any_horizontal(
        (~others.str.contains(each, literal=True)).fill_null(value=False) for each in found
    )
