"""Pairs as other lists would write them: duplicates with all that goes wrong, and lookalikes."""

import polars as pl
import pytest

from transforms.identity.resolve import resolve
from transforms.parsed_records import RECORD
from transforms.record_keys import record_keys
from transforms.record_papers import papers_of_records


def record(title: str, authors: str, year: int | None = None) -> dict[str, object]:
    return {"title": title, "authors": authors.split("; "), "year": year}


DUPLICATES = {
    "initials only": (
        record(
            "Lazy Materialisation of Nested Views in Column Stores",
            "Ilse Brandauer; Tomas Okello",
            2001,
        ),
        record(
            "Lazy materialisation of nested views in column stores", "I Brandauer; T Okello", 2001
        ),
    ),
    "American spelling": (
        record("Lazy Materialisation of Sparse Cubes for Reporting", "Ilse Brandauer", 2002),
        record("Lazy Materialization of Sparse Cubes for Reporting", "I Brandauer", 2002),
    ),
    "long title, subtitle lacking": (
        record(
            "Caching Continuous Queries over Moving Boats: A Harbour Case Study",
            "Hanne Vik; Rui Prado",
            2003,
        ),
        record("Caching continuous queries over moving boats", "H Vik; R Prado", 2003),
    ),
    "title cut in the middle": (
        record(
            "An Adaptive Index Structure for Very Long Sequences of Categorical Events",
            "Miro Stanic; Lea Fontaine",
            2000,
        ),
        record(
            "An adaptive index structure for very long sequences of", "M Stanic; L Fontaine", 2000
        ),
    ),
    "venue attached": (
        record("Sampling Joins without Replacement", "Oda Berge", 1998),
        record("Sampling Joins without Replacement, SIGKETTLE Record", "O Berge"),
    ),
    "venue and pages attached": (
        record("Declarative Cleaning of Messy Address Tables", "Oda Berge; Piet Mulder", 1998),
        record(
            "Declarative Cleaning of Messy Address Tables. Proc. of SIGKETTLE, pages 12-23",
            "O Berge; P Mulder",
            1998,
        ),
    ),
    "authors attached": (
        record("Tree Pattern Matching under Edit Constraints", "Nuria Casals; Kwame Boateng", 1996),
        record(
            "N. Casals and K. Boateng. Tree pattern matching under edit constraints",
            "N Casals; K Boateng",
            1996,
        ),
    ),
    "year off by one": (
        record("Schema Evolution in Federated Archives of Maps", "Vesna Kralj", 1997),
        record("Schema Evolution in Federated Archives of Maps", "V Kralj", 1998),
    ),
    "year off by one, a letter lost": (
        record("Recovery Protocols for Replicated Ledgers", "Vesna Kralj; Bo Ekman", 1997),
        record("Recovery Protocols for Repliated Ledgers", "V Kralj; B Ekman", 1998),
    ),
    "no year, no venue": (
        record("Quorum Leases for Read Mostly Registries", "Samir Haddad; Yara Nassif", 2001),
        record("Quorum leases for read-mostly registries", "S Haddad; Y Nassif"),
    ),
    "hyphenation": (
        record("Write-Ahead Logging for Multi-Level Main-Memory Stores", "Petra Zeman", 1995),
        record("Writeahead logging for multilevel main memory stores", "P Zeman", 1995),
    ),
    "hyphen and slip": (
        record(
            "On-line Reorganisation of Multi-Dimensional Grid Files", "Petra Zeman; Jon Aas", 1995
        ),
        record("Online Reorganisation of Multidimensional Grid Flles", "P Zeman; J Aas", 1995),
    ),
    "line break hyphen": (
        record("Approximate Answers for Decision Support Workloads", "Gita Rao; Finn Holm", 1999),
        record("Approximate An- swers for Decision Support Workloads", "G Rao; F Holm", 1999),
    ),
    "OCR l for i": (
        record("Efficient Filtering of Publications by Subscribers", "Finn Holm; Ana Reis", 2000),
        record("Effcient Fiitering of Publications by Subscribers", "F Holm; A Reis", 2000),
    ),
    "ampersand": (
        record("Storage and Retrieval of Annotated Herbarium Sheets", "Ana Reis", 2002),
        record("Storage &amp; Retrieval of Annotated Herbarium Sheets", "A Reis", 2002),
    ),
    "article dropped": (
        record("The Design of a Query Optimizer for Spreadsheets", "Otto Lehn; Mia Tran", 2002),
        record("Design of a query optimizer for spreadsheets", "O Lehn; M Tran", 2002),
    ),
    "ACM: demo in brackets": (
        record("TrailMix: Browsing Provenance Graphs", "Mia Tran; Otto Lehn; Zoe Abel", 2003),
        record(
            "TrailMix: browsing provenance graphs (demo)", "Mia Tran; Otto Lehn; Zoe Abel", 2003
        ),
    ),
    "ACM: extended abstract": (
        record("Counting Distinct Shells in One Pass", "Zoe Abel", 2001),
        record("Counting distinct shells in one pass (extended abstract)", "Zoe Abel", 2001),
    ),
    "ACM: industrial session": (
        record("Bulk Loading at the Railway Office", "Zoe Abel; Nils Roth", 2001),
        record(
            "Bulk loading at the railway office (industrial session)", "Zoe Abel; Nils Roth", 2001
        ),
    ),
    "Demo: before the title": (
        record("GateKeeper: Explaining Access Paths to Novices", "Nils Roth; Uma Sen", 2002),
        record("Demo: GateKeeper: Explaining Access Paths to Novices", "Nils Roth; Uma Sen", 2002),
    ),
    "Poster: before the title": (
        record("Privacy Budgets for Shared Tea Rooms", "Uma Sen; Karl Ost", 2016),
        record("Poster: Privacy Budgets for Shared Tea Rooms", "U Sen; K Ost", 2016),
    ),
    "RETRACTED: before the title": (
        record("A Tidy Proof of the Gravel Conjecture", "Karl Ost; Wei Lun", 2011),
        record("RETRACTED: A Tidy Proof of the Gravel Conjecture", "Karl Ost; Wei Lun", 2011),
    ),
    "IEEE: notice of retraction": (
        record("Research on the Management of Harbour Tea", "Wei Lun", 2011),
        record(
            "Notice of Retraction<br>Research on the Management of Harbour Tea", "Wei Lun", 2011
        ),
    ),
    "with discussion": (
        record("Bayesian Pooling of Weather Diaries", "Elif Aksoy; Jan Kruk", 2005),
        record("Bayesian Pooling of Weather Diaries (with discussion)", "E Aksoy; J Kruk", 2005),
    ),
    "author list cut": (
        record(
            "Fair Scheduling of Shared Scanners in Libraries",
            "Elif Aksoy; Jan Kruk; Moira Dunn; Per Lund",
            2004,
        ),
        record("Fair scheduling of shared scanners in libraries", "E Aksoy; J Kruk; ...", 2004),
    ),
    "misspelt author": (
        record("Progressive Skylines over Sliding Fields", "Moira Dunnigan", 2004),
        record("Progressive skylines over sliding fields", "M Dunigan", 2004),
    ),
    "plural": (
        record(
            "Materialized View Selection in Data Warehouse Environments",
            "Per Lund; Asa Vinter",
            1997,
        ),
        record(
            "Materialized views selection in data warehouse environments", "P Lund; A Vinter", 1997
        ),
    ),
    "C++ twice": (
        record("A Persistent Heap for C++ Programs", "Asa Vinter", 1993),
        record("A persistent heap for C + + programs.", "A Vinter", 1993),
    ),
    "LaTeX C++": (
        record(
            "Binding Persistent Objects to C++ and Smalltalk Clients", "Asa Vinter; Leo Fink", 1993
        ),
        record(
            "Binding Persistent Objects to {C}{\\tt ++} and Smalltalk Clients",
            "A. Vinter; L. Fink",
            1993,
        ),
    ),
    "comments in the topic": (
        record("Mining Comments on News Portals for Early Signals", "Leo Fink; Ines Caro", 2009),
        record(
            "Ines Caro, Leo Fink: Mining Comments on News Portals for Early Signals",
            "L Fink; I Caro",
            2009,
        ),
    ),
    "review in the topic, cut": (
        record("Review of Approaches to Deep Archive Navigation in Museums", "Ines Caro", 2010),
        record("Review of approaches to deep archive navigation", "I Caro", 2010),
    ),
    "erratum in the citation": (
        record("Mass Limits from Quiet Kettles", "Ines Caro; Sven Dahl", 2006),
        record("Mass Limits from Quiet Kettles [Erratum-ibid. 12, 99]", "I Caro; S Dahl", 2006),
    ),
}

LOOKALIKES = {
    "erratum to": (
        record("Phase Shifts in Granular Porridge", "Dag Moen; Rita Sol", 2008),
        record("Erratum to: Phase Shifts in Granular Porridge", "Dag Moen; Rita Sol", 2009),
    ),
    "erratum behind, long": (
        record(
            "Phase Shifts in Granular Porridge under Periodic Stirring with Wooden Spoons",
            "Dag Moen; Rita Sol",
            2008,
        ),
        record(
            "Phase Shifts in Granular Porridge under Periodic Stirring with Wooden Spoons: Erratum",
            "D Moen; R Sol",
            2008,
        ),
    ),
    "corrigendum in brackets": (
        record("Bounds for Greedy Packing of Crates", "Rita Sol", 2010),
        record("Bounds for Greedy Packing of Crates (Corrigendum)", "R Sol", 2010),
    ),
    "corrections to": (
        record("Bounds for Lazy Packing of Barrels", "Rita Sol; Ove Lie", 2010),
        record('Corrections to "Bounds for Lazy Packing of Barrels"', "R Sol; O Lie", 2011),
    ),
    "author correction": (
        record("Salt Tolerance of Tidal Barley", "Ove Lie; Tuva Foss", 2019),
        record("Author Correction: Salt Tolerance of Tidal Barley", "Ove Lie; Tuva Foss", 2019),
    ),
    "comments on, own": (
        record("Reliable Broadcast over Leaky Pipes", "Tuva Foss", 2003),
        record('Comments on "Reliable Broadcast over Leaky Pipes"', "Tuva Foss", 2004),
    ),
    "reply to comments": (
        record("Ordering Effects in Quiz Markets", "Tuva Foss; Emil Vang", 2007),
        record("Reply to Comments on Ordering Effects in Quiz Markets", "T Foss; E Vang", 2007),
    ),
    "reply behind": (
        record("Ordering Effects in Bread Markets", "Emil Vang", 2007),
        record("Ordering Effects in Bread Markets: Reply", "Emil Vang", 2008),
    ),
    "rejoinder": (
        record("Shrinkage Priors for Village Surveys", "Emil Vang; Ola Rud", 2012),
        record("Rejoinder: Shrinkage Priors for Village Surveys", "Emil Vang; Ola Rud", 2012),
    ),
    "retraction note": (
        record("Glowing Bacteria in Mountain Tea", "Ola Rud", 2015),
        record("Retraction Note: Glowing Bacteria in Mountain Tea", "Ola Rud", 2016),
    ),
    "addendum": (
        record("Weighted Voting among Lighthouses", "Ola Rud; Siri Haug", 2014),
        record("Addendum to Weighted Voting among Lighthouses", "O Rud; S Haug", 2014),
    ),
    "a note on": (
        record("Shortest Paths through Orchards", "Siri Haug", 1991),
        record("A Note on Shortest Paths through Orchards", "Siri Haug", 1991),
    ),
    "supplementary material": (
        record("Learning to Grade Wool from Photographs", "Siri Haug; Arne Bye", 2018),
        record(
            "Supplementary Material for Learning to Grade Wool from Photographs",
            "S Haug; A Bye",
            2018,
        ),
    ),
    "data from": (
        record("Foraging Routes of Harbour Gulls", "Arne Bye", 2017),
        record("Data from: Foraging Routes of Harbour Gulls", "Arne Bye", 2017),
    ),
    "German: Berichtigung zu": (
        record("Zur Stabilität von Kesselschwingungen in Altbauten", "Arne Bye; Uta Kern", 1984),
        record(
            "Berichtigung zu: Zur Stabilität von Kesselschwingungen in Altbauten",
            "A Bye; U Kern",
            1985,
        ),
    ),
    "task A and B": (
        record("Team Otter at the Shared Exercise, Task A", "Uta Kern; Ben Adler", 2016),
        record("Team Otter at the Shared Exercise, Task B", "Uta Kern; Ben Adler", 2016),
    ),
    "type A and C": (
        record("Spread of Type A Mould in Cellars", "Ben Adler", 2013),
        record("Spread of Type C Mould in Cellars", "Ben Adler", 2013),
    ),
    "C and C++": (
        record("Porting a Persistent Allocator to C", "Ben Adler; Ida Moe", 1992),
        record("Porting a Persistent Allocator to C++", "Ben Adler; Ida Moe", 1992),
    ),
    "C++ and C#": (
        record("Effect Types for Programs in C++", "Ida Moe", 2006),
        record("Effect Types for Programs in C#", "Ida Moe", 2006),
    ),
    "online and offline": (
        record("Online Bin Packing with Soft Parcels", "Ida Moe; Roy Dale", 2011),
        record("Offline Bin Packing with Soft Parcels", "Ida Moe; Roy Dale", 2011),
    ),
    "minimum and maximum": (
        record("Minimum Weight Matchings of Gloves", "Roy Dale", 1999),
        record("Maximum Weight Matchings of Gloves", "Roy Dale", 1999),
    ),
    "increasing and decreasing": (
        record("Trust in Increasing Sequences of Offers", "Roy Dale; Kim Ley", 2001),
        record("Trust in Decreasing Sequences of Offers", "Roy Dale; Kim Ley", 2001),
    ),
    "univariate and multivariate": (
        record("Univariate Splines for River Gauges", "Kim Ley", 2000),
        record("Multivariate Splines for River Gauges", "Kim Ley", 2000),
    ),
    "encryption and decryption": (
        record("Fast Encryption of Sensor Archives", "Kim Ley; Abe Stone", 2007),
        record("Fast Decryption of Sensor Archives", "Kim Ley; Abe Stone", 2007),
    ),
    "upper and lower bounds": (
        record("Upper Bounds for Oblivious Tea Sorting", "Abe Stone", 1997),
        record("Lower Bounds for Oblivious Tea Sorting", "Abe Stone", 1997),
    ),
    "hyper and hypo": (
        record("Screening for Hyperglycemia on Night Ferries", "Abe Stone; Dot Lake", 2014),
        record("Screening for Hypoglycemia on Night Ferries", "Abe Stone; Dot Lake", 2014),
    ),
    "on Windows and on Linux": (
        record("Tracing Page Faults on Windows", "Dot Lake", 2005),
        record("Tracing Page Faults on Linux", "Dot Lake", 2005),
    ),
    "in Kenya and in Ghana": (
        record("Mobile Money among Fishers in Kenya", "Dot Lake; Max Hill", 2015),
        record("Mobile Money among Fishers in Ghana", "Dot Lake; Max Hill", 2015),
    ),
    "in Austria and in Australia": (
        record("Grape Frost Insurance in Austria", "Max Hill", 2016),
        record("Grape Frost Insurance in Australia", "Max Hill", 2016),
    ),
    "in Gambia and in Zambia": (
        record("School Gardens and Attendance in Gambia", "Max Hill; Eve Park", 2017),
        record("School Gardens and Attendance in Zambia", "Max Hill; Eve Park", 2017),
    ),
    "weakly supervised": (
        record("Supervised Parsing of Ferry Timetables", "Eve Park", 2018),
        record("Weakly Supervised Parsing of Ferry Timetables", "Eve Park", 2018),
    ),
    "OLAP and OLTP": (
        record("Benchmarking OLAP on Discarded Phones", "Eve Park; Gil Reed", 2013),
        record("Benchmarking OLTP on Discarded Phones", "Eve Park; Gil Reed", 2013),
    ),
}


@pytest.fixture(scope="module")
def papers():
    """The paper of each record, all of them in one crawl: by the pair's name."""
    pairs = DUPLICATES | LOOKALIKES
    rows = [
        {"record_number": number, **each}
        for number, each in enumerate((each for pair in pairs.values() for each in pair), 1)
    ]
    keys = record_keys(pl.LazyFrame(rows, schema=RECORD)).with_columns(dump_id=pl.lit("dump"))
    found = papers_of_records(resolve(keys.collect().lazy())).collect().sort("record_number")
    ids = found["paper_id"].to_list()
    return dict(zip(pairs, zip(ids[::2], ids[1::2], strict=True), strict=True))


@pytest.mark.parametrize("name", DUPLICATES)
def test_these_are_one_paper(papers, name):
    one, other = papers[name]
    assert one == other


@pytest.mark.parametrize("name", LOOKALIKES)
def test_these_are_two_papers(papers, name):
    one, other = papers[name]
    assert one != other
