"""The subject classes that papers on arXiv carry: arXiv's own by code and name, MSC and ACM codes.

Here belong the table of arXiv's categories (arxiv.org/category_taxonomy, with the archives that
were closed and the names that changed) and the reading of class codes. Here must not be how a dump
writes them down (`transforms.formats`).
"""

from __future__ import annotations

import re
from functools import lru_cache

ARCHIVES = {
    "astro-ph": "Astrophysics",
    "cond-mat": "Condensed Matter",
    "cs": "Computer Science",
    "econ": "Economics",
    "eess": "Electrical Engineering and Systems Science",
    "gr-qc": "General Relativity and Quantum Cosmology",
    "hep-ex": "High Energy Physics - Experiment",
    "hep-lat": "High Energy Physics - Lattice",
    "hep-ph": "High Energy Physics - Phenomenology",
    "hep-th": "High Energy Physics - Theory",
    "math": "Mathematics",
    "math-ph": "Mathematical Physics",
    "nlin": "Nonlinear Sciences",
    "nucl-ex": "Nuclear Experiment",
    "nucl-th": "Nuclear Theory",
    "physics": "Physics",
    "q-bio": "Quantitative Biology",
    "q-fin": "Quantitative Finance",
    "quant-ph": "Quantum Physics",
    "stat": "Statistics",
}
"""The open archives, by their names."""

CLOSED_ARCHIVES = (
    "acc-phys",
    "adap-org",
    "alg-geom",
    "ao-sci",
    "atom-ph",
    "bayes-an",
    "chao-dyn",
    "chem-ph",
    "cmp-lg",
    "comp-gas",
    "dg-ga",
    "funct-an",
    "mtrl-th",
    "patt-sol",
    "plasm-ph",
    "q-alg",
    "solv-int",
    "supr-con",
)
"""Archives of the 1990s; papers keep them among their categories."""

CLASSES = {
    "astro-ph": {
        "CO": "Cosmology and Nongalactic Astrophysics",
        "EP": "Earth and Planetary Astrophysics",
        "GA": "Astrophysics of Galaxies",
        "HE": "High Energy Astrophysical Phenomena",
        "IM": "Instrumentation and Methods for Astrophysics",
        "SR": "Solar and Stellar Astrophysics",
    },
    "cond-mat": {
        "dis-nn": "Disordered Systems and Neural Networks",
        "mes-hall": "Mesoscale and Nanoscale Physics",
        "mtrl-sci": "Materials Science",
        "other": "Other Condensed Matter",
        "quant-gas": "Quantum Gases",
        "soft": "Soft Condensed Matter",
        "stat-mech": "Statistical Mechanics",
        "str-el": "Strongly Correlated Electrons",
        "supr-con": "Superconductivity",
    },
    "cs": {
        "AI": "Artificial Intelligence",
        "AR": "Hardware Architecture",
        "CC": "Computational Complexity",
        "CE": "Computational Engineering, Finance, and Science",
        "CG": "Computational Geometry",
        "CL": "Computation and Language",
        "CR": "Cryptography and Security",
        "CV": "Computer Vision and Pattern Recognition",
        "CY": "Computers and Society",
        "DB": "Databases",
        "DC": "Distributed, Parallel, and Cluster Computing",
        "DL": "Digital Libraries",
        "DM": "Discrete Mathematics",
        "DS": "Data Structures and Algorithms",
        "ET": "Emerging Technologies",
        "FL": "Formal Languages and Automata Theory",
        "GL": "General Literature",
        "GR": "Graphics",
        "GT": "Computer Science and Game Theory",
        "HC": "Human-Computer Interaction",
        "IR": "Information Retrieval",
        "IT": "Information Theory",
        "LG": "Machine Learning",
        "LO": "Logic in Computer Science",
        "MA": "Multiagent Systems",
        "MM": "Multimedia",
        "MS": "Mathematical Software",
        "NA": "Numerical Analysis",
        "NE": "Neural and Evolutionary Computing",
        "NI": "Networking and Internet Architecture",
        "OH": "Other Computer Science",
        "OS": "Operating Systems",
        "PF": "Performance",
        "PL": "Programming Languages",
        "RO": "Robotics",
        "SC": "Symbolic Computation",
        "SD": "Sound",
        "SE": "Software Engineering",
        "SI": "Social and Information Networks",
        "SY": "Systems and Control",
    },
    "econ": {
        "EM": "Econometrics",
        "GN": "General Economics",
        "TH": "Theoretical Economics",
    },
    "eess": {
        "AS": "Audio and Speech Processing",
        "IV": "Image and Video Processing",
        "SP": "Signal Processing",
        "SY": "Systems and Control",
    },
    "math": {
        "AC": "Commutative Algebra",
        "AG": "Algebraic Geometry",
        "AP": "Analysis of PDEs",
        "AT": "Algebraic Topology",
        "CA": "Classical Analysis and ODEs",
        "CO": "Combinatorics",
        "CT": "Category Theory",
        "CV": "Complex Variables",
        "DG": "Differential Geometry",
        "DS": "Dynamical Systems",
        "FA": "Functional Analysis",
        "GM": "General Mathematics",
        "GN": "General Topology",
        "GR": "Group Theory",
        "GT": "Geometric Topology",
        "HO": "History and Overview",
        "IT": "Information Theory",
        "KT": "K-Theory and Homology",
        "LO": "Logic",
        "MG": "Metric Geometry",
        "MP": "Mathematical Physics",
        "NA": "Numerical Analysis",
        "NT": "Number Theory",
        "OA": "Operator Algebras",
        "OC": "Optimization and Control",
        "PR": "Probability",
        "QA": "Quantum Algebra",
        "RA": "Rings and Algebras",
        "RT": "Representation Theory",
        "SG": "Symplectic Geometry",
        "SP": "Spectral Theory",
        "ST": "Statistics Theory",
    },
    "nlin": {
        "AO": "Adaptation and Self-Organizing Systems",
        "CD": "Chaotic Dynamics",
        "CG": "Cellular Automata and Lattice Gases",
        "PS": "Pattern Formation and Solitons",
        "SI": "Exactly Solvable and Integrable Systems",
    },
    "physics": {
        "acc-ph": "Accelerator Physics",
        "ao-ph": "Atmospheric and Oceanic Physics",
        "app-ph": "Applied Physics",
        "atm-clus": "Atomic and Molecular Clusters",
        "atom-ph": "Atomic Physics",
        "bio-ph": "Biological Physics",
        "chem-ph": "Chemical Physics",
        "class-ph": "Classical Physics",
        "comp-ph": "Computational Physics",
        "data-an": "Data Analysis, Statistics and Probability",
        "ed-ph": "Physics Education",
        "flu-dyn": "Fluid Dynamics",
        "gen-ph": "General Physics",
        "geo-ph": "Geophysics",
        "hist-ph": "History and Philosophy of Physics",
        "ins-det": "Instrumentation and Detectors",
        "med-ph": "Medical Physics",
        "optics": "Optics",
        "plasm-ph": "Plasma Physics",
        "pop-ph": "Popular Physics",
        "soc-ph": "Physics and Society",
        "space-ph": "Space Physics",
    },
    "q-bio": {
        "BM": "Biomolecules",
        "CB": "Cell Behavior",
        "GN": "Genomics",
        "MN": "Molecular Networks",
        "NC": "Neurons and Cognition",
        "OT": "Other Quantitative Biology",
        "PE": "Populations and Evolution",
        "QM": "Quantitative Methods",
        "SC": "Subcellular Processes",
        "TO": "Tissues and Organs",
    },
    "q-fin": {
        "CP": "Computational Finance",
        "EC": "Economics",
        "GN": "General Finance",
        "MF": "Mathematical Finance",
        "PM": "Portfolio Management",
        "PR": "Pricing of Securities",
        "RM": "Risk Management",
        "ST": "Statistical Finance",
        "TR": "Trading and Market Microstructure",
    },
    "stat": {
        "AP": "Applications",
        "CO": "Computation",
        "ME": "Methodology",
        "ML": "Machine Learning",
        "OT": "Other Statistics",
        "TH": "Statistics Theory",
    },
}
"""The subject classes of each archive, by their names."""

FORMER_NAMES = {
    "Astrophysics - Cosmology and Extragalactic Astrophysics": "astro-ph.CO",
    "Astrophysics - Galaxy Astrophysics": "astro-ph.GA",
    "Computer Science - Architecture": "cs.AR",
    "Computer Science - Learning": "cs.LG",
    "Condensed Matter - Mesoscopic Systems and Quantum Hall Effect": "cond-mat.mes-hall",
}
"""Names that stand in older dumps."""

ALIASES = {
    "cs.NA": "math.NA",
    "cs.SY": "eess.SY",
    "math.IT": "cs.IT",
    "math.MP": "math-ph",
    "q-fin.EC": "econ.GN",
    "stat.TH": "math.ST",
}
"""Categories that are two codes for one; the second is the one that arXiv lists first."""

NAMES = {
    **ARCHIVES,
    **{
        f"{archive}.{short}": name
        for archive, classes in CLASSES.items()
        for short, name in classes.items()
    },
}
"""The name of each category by its code."""

CODES = frozenset({*NAMES, *CLOSED_ARCHIVES})
"""The code of each category."""

ARXIV_CODE = (
    rf"(?:{'|'.join(CLOSED_ARCHIVES)}"
    rf"|(?:{'|'.join(ARCHIVES)})(?:\.[A-Za-z]{{2,}}(?:-[a-z]+)?)?)"
)
"""A pattern of the code of a category on arXiv, or of a new one in an archive."""

MSC_CODE = r"\d{2}(?:[A-Z](?:\d{2}|xx|XX)?|-(?:\d{2}|xx|XX))"
ACM_CODE = r"[A-K]\.(?:\d{1,2}|m)(?:\.(?:\d{1,2}|m))?"
"""Patterns of a whole code of MSC, and of the ACM classification of 1998."""

BESIDE_CLASSES = (
    r"(?i)\([^()\d]*\)|\b(?:primary|secondary|prim|sec|msc|acm|ams|ccs|class(?:es|ification)?|es"
    r"|subject|mathematics|and|19\d\d|20\d\d)\b"
)
"""A pattern of what stands beside class codes: their names in brackets, and words such as Primary.

Of `MSC-classes:`, arXiv leaves `es:` in places.
"""

_ARXIV_CODE = re.compile(ARXIV_CODE)
_CLASS = re.compile(rf"(?P<msc>(?<![\w.-]){MSC_CODE}(?![\w-]))|(?P<acm>(?<![\w.]){ACM_CODE}(?!\w))")
_BESIDE_CLASSES = re.compile(BESIDE_CLASSES)


def _by_name() -> dict[str, tuple[str, ...]]:
    """Each name, with and without its archive, in lower case, with the codes that it may mean."""
    found: dict[str, list[str]] = {name.lower(): [code] for name, code in FORMER_NAMES.items()}
    for code, name in NAMES.items():
        archive = ARCHIVES[code.partition(".")[0]]
        for text in {name.lower(), f"{archive} - {name}".lower()}:
            found.setdefault(text, []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


_CODES_BY_NAME = _by_name()


def class_codes(text: str) -> list[tuple[str, str]]:
    """The MSC and ACM codes in a text, such as `68T50 (Primary), I.2.7`, as (scheme, code)."""
    found = ((each.lastgroup or "", each[0]) for each in _CLASS.finditer(text))
    return list(dict.fromkeys(found))


@lru_cache(maxsize=1 << 16)
def subject_categories(
    text: str, told: frozenset[str] = frozenset()
) -> tuple[tuple[str, str], ...]:
    """The categories that a subject stands for, as (scheme, category).

    A subject is a code of arXiv, a name of arXiv's with or without its archive, or codes of MSC
    and ACM. Every other is a category of scheme `other`, as it stands.

    Args:
        text: The subject, in one line.
        told: Codes of arXiv that the record is known to have. They decide between the categories
            that have one name, such as cs.LG and stat.ML; without them such a name stands for the
            code that arXiv lists first, if the others are its aliases, or else stays as it is.
    """
    if is_arxiv_category(text):
        return (("arxiv", text),)
    codes = _CODES_BY_NAME.get(text.lower(), ())
    chosen = [code for code in codes if code in told] or codes
    if len(chosen) > 1 and not told:
        chosen = list({ALIASES.get(code, code): code for code in chosen})
    if len(chosen) == 1 or (chosen and told.issuperset(chosen)):
        return tuple(("arxiv", code) for code in chosen)
    classes = class_codes(text)
    if classes and not re.search(r"\w", _BESIDE_CLASSES.sub("", _CLASS.sub("", text))):
        return tuple(classes)
    return (("other", text),)


def is_arxiv_category(text: str) -> bool:
    """Whether a text is the code of a category on arXiv, or of a new one in an archive."""
    return _ARXIV_CODE.fullmatch(text) is not None
