"""Words that are spelt nearly alike, or stand in the same place, and mean opposite or other things.

Here belong the table of such words and the search for them in two titles. Here must not be words
that are only unlike; their spelling tells (`transforms.identity.titles`).
"""

from __future__ import annotations

import polars as pl

from transforms.title_key import key_of_words

OPPOSITES = """
online offline
onset offset
onshore offshore
inter intra exter extra
increas decreas
ascend descend
ascent descent
includ exclud
inclus exclus
import export
input output
indoor outdoor
inbound outbound
inner outer
implicit explicit
intrinsic extrinsic
inductiv deductiv abductiv transductiv
introver extrover
encod decod
encrypt decrypt
encipher decipher
upper lower
up down
min max
argmin argmax
macro micro nano
hyper hypo
over under
pre post peri
uni bi tri multi mono
endo exo
homo hetero
eukaryot prokaryot
genotyp phenotyp
mitosis meiosis
mitotic meiotic
qualitativ quantitativ
subjectiv objectiv
positiv negativ
discrete continuous
static dynamic
deterministic stochastic probabilistic
symmetr asymmetr antisymmetr
synchron asynchron
cyclic acyclic
periodic aperiodic
typical atypical
biotic abiotic
forward backward
left right
male female
men women
boys girls
mother father
brother sister
short long
early late
first last
local global
central peripheral
convex concave
strong weak
hard soft
high low
large small
north south east west
winter summer spring autumn
odd even
row column
client server
primal dual
active passive
proactive reactive
acute chronic
urban rural
public private
lossy lossless
stateful stateless
horizontal vertical
generative discriminative
syntactic semantic
syntax semantics
insertion deletion
addition subtraction
mrna trna rrna mirna sirna
manet vanet fanet
olap oltp
sram dram
mri fmri
cpu gpu tpu npu
cnn rnn gnn dnn snn
eeg ecg emg meg
lan wan wlan
dna rna
saas paas iaas
beta eta zeta theta
austria australia
iran iraq
niger nigeria
gambia zambia
slovakia slovenia
mauritius mauritania
"""
"""Beginnings of folded words, a line for each set of which two with the same ending mean two
things: *increasing* and *decreasing*, *Austrian* and *Australian*."""

_SIGN = ":"
"""Stands after the number of a set, where no folded word has it."""

_OF_A_SET = rf"^\d+{_SIGN}"
_NEGATING = (  # not a-, which a slip adds and takes away
    r"^(?:un|non|in|im|anti|dis|de|sub|super|hyper|hypo|multi|mono|bi|semi|self|fe)(.{3,})$"
)


def has_opposites(pairs: pl.DataFrame) -> pl.Series:
    """Whether two titles have words for each other that mean opposite or other things.

    A word of one that is a word of the other with a negating prefix, or one of `OPPOSITES`. Words
    that a hyphen parts, such as *on-line*, count as one too.

    Args:
        pairs: Frame with `left_only` and `right_only`, the words that the other title lacks.

    Returns:
        True or false, in the order of the pairs.
    """
    numbered = pairs.select("left_only", "right_only").with_row_index("pair")
    both = numbered.filter(pl.col("left_only") != "", pl.col("right_only") != "")
    left, right = _forms(both, "left_only"), _forms(both, "right_only")
    met = left.join(right, on=["pair", "form"], suffix="_right").filter(
        (pl.col("is_bare") != pl.col("is_bare_right")) | pl.col("form").str.contains(_OF_A_SET)
    )
    is_left_longer = pl.col("word").str.len_chars() > pl.col("word_right").str.len_chars()
    longer = pl.when(is_left_longer).then("word").otherwise("word_right")
    others = pl.when(is_left_longer).then("others").otherwise("others_right")
    opposed = met.filter(~others.str.contains(longer, literal=True))
    return numbered["pair"].is_in(opposed["pair"].unique().implode())


def _forms(pairs: pl.DataFrame, name: str) -> pl.DataFrame:
    """The forms under which words meet their opposites: (pair, word, form, is_bare, others).

    Its own, that in its set, and that without a prefix (`is_bare`); `others` are the words that the
    other title has for it, without blanks.
    """
    other = "right_only" if name == "left_only" else "left_only"
    words = (
        pairs.select(
            "pair",
            others=key_of_words(pl.col(other)),
            word=pl.concat_list(pl.col(name).str.split(" "), key_of_words(pl.col(name))),
        )
        .explode("word")
        .unique()
    )
    distinct = words.select("word").unique()
    folded = pl.col("word")
    for number, line in enumerate(OPPOSITES.strip().splitlines()):
        beginnings = "|".join(sorted(line.split(), key=len, reverse=True))
        folded = folded.str.replace(rf"^(?:{beginnings})", f"{number}{_SIGN}")
    forms = pl.concat(
        [
            distinct.select("word", form="word", is_bare=pl.lit(value=False)),
            distinct.select("word", form=folded, is_bare=pl.lit(value=False)).filter(
                pl.col("form").str.contains(_OF_A_SET)
            ),
            distinct.select(
                "word", form=pl.col("word").str.extract(_NEGATING), is_bare=pl.lit(value=True)
            ).drop_nulls("form"),
        ]
    )
    return words.join(forms, on="word")
