"""What the data sets of Semantic Scholar have in common: the ids of a paper.

Here belong ids and the two ways to write keys: in lower case in the data sets, in camel case in the
answers of the Graph API. Here must not be the other fields of any one data set (`s2_papers`,
`s2_abstracts`).
"""

from __future__ import annotations

import polars as pl

from transforms.formats.columns import identifiers

EXTERNAL_IDS = pl.Struct(
    {
        "ACL": pl.String(),
        "ArXiv": pl.String(),
        "CorpusId": pl.String(),
        "DBLP": pl.String(),
        "DOI": pl.String(),
        "MAG": pl.String(),
        "PubMed": pl.String(),
        "PubMedCentral": pl.String(),
    }
)

OWN_IDS = {"corpusid": pl.String(), "corpusId": pl.String(), "paperId": pl.String()}


def ids(external: pl.Expr) -> dict[str, pl.Expr]:
    """The ids of a paper as `RECORD` has them.

    Args:
        external: `EXTERNAL_IDS` of the paper, beside the columns of `OWN_IDS`.

    Returns:
        Expressions for `arxiv_id`, `doi` and `identifiers`. The id of Semantic Scholar itself is
        the number of the paper's cluster, and only where that is unknown the hash of the paper.
    """
    value = external.struct.field
    cluster = pl.coalesce("corpusid", "corpusId", value("CorpusId"))
    number = value("PubMedCentral").str.extract(r"(?i)^\s*(?:PMC)?(\d+)\s*$", 1)
    return {
        "arxiv_id": value("ArXiv"),
        "doi": value("DOI"),
        "identifiers": identifiers(
            s2=pl.coalesce(cluster, "paperId"),
            dblp=value("DBLP"),
            acl=value("ACL"),
            mag=value("MAG"),
            pmid=value("PubMed"),
            pmcid="PMC" + number,
        ),
    }
