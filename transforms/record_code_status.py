"""Code status: whether a text says that its code is, or will be, available.

Here belong the ways in which authors say so. Here must not be how links are found
(`transforms.record_code_links`).
"""

from __future__ import annotations

import polars as pl

EDGE = r"(?-u:\b)"

RECORD_CODE_STATUS = pl.Schema({"record_number": pl.Int64(), "code_status": pl.String()})
"""What a record says of its code; a record that says nothing has no row."""

SPEAKS_OF_CODE = (
    rf"(?:{EDGE}code|implementation|software|script|toolkit|library|package|repositor|git ?hub"
    r"|open[ -]?sourc)"
)
SPEAKS_OF_RELEASE = (
    r"releas|availab|open|publi[cs]|accessi?b|accessed|git ?hub|provided|shared|upon|soon|found"
    r"|hosted|supplement| will |: "
)
"""What a sentence must hold, in lower case, to be looked at closely; most sentences do not."""

WORDS = r"(?: [a-z-]+)"
CODE = (
    rf"{EDGE}(?:(?:source[ -]?)?codes?|code[ -]?bases?|implementations?|software|scripts|toolkits?"
    r"|library|package|repository|git ?hub(?: repo(?:sitory)?)?)"
)
COMPANIONS = (
    r"(?:[ ,/&+()]+(?:and|the|as|well|our|all|its|for|of|to|in|with|both|or|other|related|an?"
    r"|associated|corresponding|complete|full|raw|new|some|any|trained|pre-?trained|fine-?tuned"
    r"|synthetic|generated|evaluation|training|testing|inference|benchmarks?|data|datasets?|corpus"
    r"|interface|curation|corpora|models?|sets?|weights|checkpoints?|parameters|prompts?|results"
    r"|outputs|logs|scripts|code|tools?|demos?|videos?|examples?|annotations?|labels|materials?"
    r"|supplementary|resources|artifacts?|assets|documentation|pipelines?|leaderboard|this|that"
    r"|these|paper|work|study|project|method|approach|framework|system|experiments?|website|page"
    r"|reproduc(?:e|ing|ibility)|used|proposed|implementation|repository|studies|analys[ie]s"
    r"|details|publicly|openly|freely))*"
)
"""What is named together with code, and the small words between."""

SAID = (
    r"(?:available|released|open(?:ed|ly)?|open[ -]?sourced?|public|published|found|accessible"
    r"|accessed|shared|provided|hosted|downloaded|obtained|uploaded|distributed|maintained)"
    rf"{EDGE}"
)
LINKING = (
    r"(?:(?:is|are|was|were|has|have|been|being|can|may|be|made|freely|publicly|openly|also|now"
    r"|all|both|currently|fully|online|anonymously|completely) )*"
)
RELEASE = (
    r"(?:releas(?:e|es|ed|ing)|open[ -]?sourc(?:e|es|ed|ing)|publish(?:es|ed|ing)?"
    r"|shar(?:e|es|ed|ing)|provid(?:e|es|ed|ing)|mak(?:e|es|ing)|made)"
)
INTEND = rf"{EDGE}(?:will|plan to|intend to|going to|commit(?:ted)? to|promise to)"
OWN_WORK = (
    rf"{EDGE}(?:(?:we|paper|work|study|i)(?: [a-z]+)? (?:present|introduc|propos|releas|provid"
    r"|develop|contribut|describ|creat|design)|this is|are available|is available|released)"
)
OPEN_SOURCE = rf"{EDGE}(?:an?|our|fully|as) (?:[a-z-]+,? ){{0,2}}open[ -]?sourced?,? "
TOOL = (
    r"(?:librar(?:y|ies)|toolkit|tool|package|implementations?|code[ -]?base|repository|framework"
    r"|pipeline|platform|software(?: package| tool| suite| library| for| that| to|[,.)]|$))"
)

PROMISES = (
    (
        rf"{CODE}{COMPANIONS} *(?:is |are )?(?:will|with|shall|would|to){WORDS}{{0,2}} "
        rf"(?:be|become){WORDS}{{0,4}} {SAID}"
    ),
    rf"{INTEND}{WORDS}{{0,2}} {RELEASE}[^.;]{{0,80}}{CODE}{EDGE}",
    (
        rf"{CODE}{COMPANIONS}[ :(]+(?:is |are |will )?(?:be )?(?:[a-z]+ )?"
        rf"(?:coming|available|released) (?:soon|shortly|upon|after|once){EDGE}"
    ),
    (
        rf"{CODE}{COMPANIONS}[^.;]{{0,40}}{EDGE}(?:upon|after|following) (?:the )?(?:paper'?s? )?"
        r"(?:acceptance|publication)"
    ),
    rf"{CODE}{COMPANIONS} will (?:open|release|follow|come){EDGE}",
)
PROMISED = "|".join(PROMISES)

MENTIONS = (
    rf"{CODE}{COMPANIONS}[ :]+{LINKING}{SAID}",
    rf"{CODE}{COMPANIONS} (?:is|are) (?:included )?in the (?:supplement|appendix)",
    rf"{EDGE}we{WORDS}{{0,2}} {RELEASE}{COMPANIONS} {CODE}{EDGE}",
    (
        rf"{EDGE}(?:and|also|which|by)(?: [a-z]+)? (?:releas|open[ -]?sourc)(?:e|es|ed|ing)"
        rf"{COMPANIONS} {CODE}{EDGE}"
    ),
    rf"{OWN_WORK}[^.;]{{0,80}}{OPEN_SOURCE}(?:[a-z-]+,? ){{0,3}}{TOOL}",
    rf"{EDGE}(?:open[ -]?sourced|released|available),? (?:including|with){COMPANIONS} {CODE}{EDGE}",
    (
        rf"{EDGE}(?:available|released|open[ -]?sourced?|hosted|found){WORDS}{{0,3}} "
        rf"(?:on|at|via|in)(?: our| the)? git ?hub{EDGE}"
    ),
    rf"(?:^|, |and ){CODE}{COMPANIONS} ?: ?(?:https?|this|see|link|git ?hub|\[|\{{|\\)",
)
MENTIONED = "|".join(MENTIONS)

NEGATED = (
    rf"{EDGE}(?:neither|nor|no|without|lack|lacks|lacking|whether|if|unless|when|where)"
    rf"{WORDS}{{0,2}} {CODE}{EDGE}"
)
"""What makes a sentence that speaks of available code say nothing of it."""


def code_status(records: pl.DataFrame) -> pl.DataFrame:
    """Say of each record that speaks of its code whether that is promised or mentioned.

    Args:
        records: Frame with `record_number`, `abstract` and `comment`.

    Returns:
        Frame of `RECORD_CODE_STATUS`: `promised` where the text says that code is to be released,
        `mentioned` where it says that code is available. Code as a subject of research does not
        count, nor does code of which the text says that it is not available.
    """
    text = pl.concat_str("abstract", "comment", separator=" . ", ignore_nulls=True)
    sentence = pl.col("sentence")
    return (
        records.select(
            "record_number",
            sentence=text.str.to_lowercase().str.extract_all(rf"[^.;]*{SPEAKS_OF_CODE}[^.;]*"),
        )
        .explode("sentence")
        .filter(sentence.str.contains(SPEAKS_OF_RELEASE))
        .with_columns(sentence.str.replace_all(r"\s+", " ").str.strip_chars(" "))
        .with_columns(promised=sentence.str.contains(PROMISED))
        .filter(
            pl.col("promised")
            | (sentence.str.contains(MENTIONED) & ~sentence.str.contains(NEGATED))
        )
        .group_by("record_number")
        .agg(promised=pl.col("promised").any())
        .sort("record_number")
        .select(
            "record_number",
            code_status=pl.when("promised").then(pl.lit("promised")).otherwise(pl.lit("mentioned")),
        )
    )
