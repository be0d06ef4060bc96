"""Tell titles from abstracts, by how they read and by what stands around them.

Here belong the scores of a text by itself and the weighing of neighbours. Here must not be patterns
of page furniture (`listing_lines`), nor how titles and abstracts form records (`listing_cards`).

The method is a chain with two states, solved by max-product messages (Viterbi) that reach
`REACH` texts to either side: far enough to settle a doubtful text, and short enough that what is
read does not depend on where a block of the dump ends.
"""

from __future__ import annotations

import polars as pl

REACH = 6
"""How many texts before and after it have a say in what a text is."""

HEADING_REACH = 4
"""How near a heading must be for the texts around it to be taken for no titles."""

LONG_CHARS = 300
"""A text that is longer is an abstract, or a part of one."""

CERTAIN = 100.0
_TWO_ABSTRACTS = 1.75
_TWO_TITLES = 0.75
_OPEN_TITLE = 4.0
_OPEN_ABSTRACT = 5.0
_FULL_ABSTRACT = 2.5

_SENTENCE_END = r"[\p{L}\p{N}\p{Pf})\]}\"'%$][.!][\p{Pf}\"')\]]?$"
_SENTENCE_BREAK = r"[\p{Ll}\p{N}\p{Pf})\]\"%$][.!?][\p{Pf}\"')]? +[\p{Lu}\p{N}\p{Pi}\"(]"
_OPENER = (
    r"^(?:We|Our|In th(?:is|e)|This (?:paper|work|article|study|thesis|report|survey|note|letter)"
    r"|Here,? we|Recently|It (?:is|was|has)|There (?:is|are|has)|Given an?|Let)(?-u:\b)"
)
_PLAIN_VERBS = [
    *(f" {verb} " for verb in ("is", "are", "was", "were", "be", "been", "has", "have", "can")),
    *(f" {word} " for word in ("we", "our", "its", "which")),
    *(f" {verb}s " for verb in ("show", "present", "propose", "introduce", "prove", "describe")),
    *(f" {verb} " for verb in ("show", "present", "propose", "introduce", "prove", "describe")),
    *(f" {verb} " for verb in ("study", "studies", "investigate", "demonstrate", "demonstrates")),
    *(f" {verb} " for verb in ("discuss", "consider", "report", "find", "obtain", "develop")),
]
_SPEAKERS = [f" {word} " for word in ("we", "our", "We", "Our")]
_ADDRESSES = ["http://", "https://", "\\href{"]
_CAPITAL_WORD = r"(?:^|[ \-(:/])[\p{Lu}\p{N}]\S{3}"
_SMALL_WORD = r"(?:^| )\p{Ll}\S{3}"


def title_scores(texts: pl.Series) -> pl.Series:
    """How much each text by itself reads like an abstract (above 0) or a title (below 0).

    The weights are set by hand and read as log odds; what is longer than `LONG_CHARS` is an
    abstract. A null stays null.
    """
    chars = texts.str.len_chars()
    brief = pl.col("brief")
    frame = pl.DataFrame({"chars": chars, "brief": texts.set(chars > LONG_CHARS, None)})
    frame = frame.with_columns(
        ends=brief.str.contains(_SENTENCE_END),
        breaks=brief.str.count_matches(_SENTENCE_BREAK).clip(0, 2).cast(pl.Float64),
        opens=brief.str.contains(_OPENER).cast(pl.Float64),
        verbs=brief.str.contains_any(_PLAIN_VERBS).cast(pl.Float64),
        speakers=brief.str.contains_any(_SPEAKERS).cast(pl.Float64),
        addresses=brief.str.contains_any(_ADDRESSES).cast(pl.Float64),
        capitals=brief.str.count_matches(_CAPITAL_WORD).cast(pl.Float64),
        small=brief.str.count_matches(_SMALL_WORD).cast(pl.Float64),
    )
    share = pl.col("capitals") / (pl.col("capitals") + pl.col("small"))
    by_length = (
        pl.when(pl.col("chars") <= 40)
        .then(-1.0)
        .when(pl.col("chars") <= 120)
        .then(-0.7)
        .when(pl.col("chars") <= 160)
        .then(0.0)
        .when(pl.col("chars") <= 220)
        .then(1.0)
        .otherwise(2.5)
    )
    by_case = (
        pl.when(share >= 0.7)
        .then(-2.0)
        .when((share <= 0.0) & (pl.col("small") >= 4))
        .then(1.0)
        .when((share <= 0.3) & (pl.col("small") >= 4))
        .then(0.5)
        .otherwise(0.0)
    )
    by_words = (
        pl.when("ends").then(2.0).otherwise(-2.0)
        + pl.col("breaks") * 1.5
        + pl.col("opens") * 1.5
        + pl.col("verbs")
        + pl.col("speakers")
        + pl.col("addresses") * 4.0
    )
    score = (
        pl.when(pl.col("chars") > LONG_CHARS).then(8.0).otherwise(by_length + by_words + by_case)
    )
    return frame.select(score=score).to_series()


def is_title(texts: pl.DataFrame) -> pl.Series:
    """Tell for each text whether it is a title.

    Args:
        texts: The texts of a page in order: `score` (Float64, see `title_scores`), `marked`
            (Boolean: a heading says that it is a title), `arxiv_id` (String or null), `bounded`
            (Boolean: a fact about a card stands between it and the text before it), `wrapped`
            (Boolean: it may go on in mid-line with the text before it), `is_open` (Boolean: and
            that text ended no sentence), `first` and `last` (Int64: its lines).

    Returns:
        A Boolean series of the same length. What it says of a text depends on no text that is
        further off than `REACH` + `HEADING_REACH`.
    """
    goes_on_below = (pl.col("is_open") & (pl.col("last") > pl.col("first"))).shift(-1)
    texts = texts.select(
        odds=pl.when("marked").then(-CERTAIN).otherwise(pl.col("score") + _by_neighbours()),
        two_abstracts=pl.when("wrapped").then(0.0).otherwise(_TWO_ABSTRACTS),
        two_titles=pl.when(goes_on_below.fill_null(value=False))
        .then(_OPEN_TITLE)
        .otherwise(_TWO_TITLES),
        turn=pl.when("is_open")
        .then(_OPEN_ABSTRACT)
        .when(pl.col("wrapped") & (pl.col("last") > pl.col("first")).shift(1))
        .then(_FULL_ABSTRACT)
        .otherwise(0.0),
        forward=pl.lit(0.0),
        backward=pl.lit(0.0),
    )
    for _ in range(REACH):
        texts = texts.with_columns(forward=_from_before(), backward=_from_behind())
    return texts.select(
        (pl.col("odds") + pl.col("forward") + pl.col("backward") <= 0.0).alias("is_title")
    ).to_series()


def _by_neighbours() -> pl.Expr:
    """What ids, headings and card facts around a text add to its score."""
    near_heading = pl.any_horizontal(
        pl.col("marked").shift(distance, fill_value=False)
        for distance in range(-HEADING_REACH, HEADING_REACH + 1)
        if distance
    )
    same_paper = (pl.col("arxiv_id") == pl.col("arxiv_id").shift(1)) & ~pl.col("bounded")
    new_paper = pl.col("arxiv_id").is_not_null() & pl.col("arxiv_id").ne_missing(
        pl.col("arxiv_id").shift(1)
    )
    return (
        near_heading.cast(pl.Float64) * 6.0
        + same_paper.fill_null(value=False).cast(pl.Float64) * 8.0
        - new_paper.cast(pl.Float64) * 4.0
        - pl.col("bounded").cast(pl.Float64) * 3.0
    )


def _from_before() -> pl.Expr:
    """The message of the text before: the odds of an abstract here, as far as it knows."""
    odds = (pl.col("odds") + pl.col("forward")).shift(1)
    abstract = pl.max_horizontal(odds - pl.col("two_abstracts"), 0.0)
    title = pl.max_horizontal(odds - pl.col("turn"), -pl.col("two_titles"))
    return (abstract - title).fill_null(0.0)


def _from_behind() -> pl.Expr:
    """The message of the text behind: the odds of an abstract here, as far as it knows."""
    odds = (pl.col("odds") + pl.col("backward")).shift(-1)
    abstract = pl.max_horizontal(
        odds - pl.col("two_abstracts").shift(-1), -pl.col("turn").shift(-1)
    )
    title = pl.max_horizontal(odds, -pl.col("two_titles").shift(-1))
    return pl.when(odds.is_not_null()).then(abstract - title).fill_null(0.0)
