"""What makes two phrases one keyword."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.given_keywords import GIVEN
from transforms.keyword_keys import each_once, keyword_keys


def key(phrase: str) -> str:
    return str(keyword_keys(pl.Series([phrase])).item())


ONE_KEYWORD = {
    "blanks and hyphens": ("multi-modal fusion", "multimodal fusion", "multi modal fusion"),
    "a prefix": ("pre-training", "pretraining", "Pre-Training"),
    "a compound": ("data set", "dataset", "data-sets"),
    "a compound whose stem differs in one piece": ("multi-agent systems", "multiagent systems"),
    "a letter and a word": ("k-means", "kmeans", "K-Means"),
    "a number and a letter": ("3-D vision", "3D vision"),
    "a name and a number": ("GPT-4", "GPT 4", "gpt4"),
    "a dash of typesetters": ("time\u2013series", "time-series", "timeseries"),
    "super": ("super-resolution", "superresolution"),
    "mail": ("e-mail", "email"),
    "back": ("back-propagation", "backpropagation", "back propagation"),
    "a camel's hump": ("TensorFlow", "tensor flow"),
    "ise": ("optimisation", "optimization"),
    "ising": ("summarising", "summarization"),
    "our": ("colour constancy", "color constancy"),
    "iour": ("behaviour trees", "behavior tree"),
    "lling": ("modelling", "modeling"),
    "lled": ("labelled data", "labeled data"),
    "re": ("data centre", "data center"),
    "red": ("human-centred design", "human-centered design"),
    "fibre": ("optical fibres", "optical fiber"),
    "tumour": ("tumours", "tumor"),
    "ogue": ("catalogues", "catalog"),
    "yse": ("analyser", "analyzer"),
    "ence": ("defence", "defense"),
    "grey": ("greyscale", "grayscale"),
    "programme": ("degree programmes", "degree program"),
    "artefact": ("artefacts", "artifact"),
    "haem": ("haemoglobin", "hemoglobin"),
    "paed": ("paediatric care", "pediatric care"),
    "matrices": ("matrices", "matrix"),
    "part of a word in -ices": ("submatrices", "sub-matrix"),
    "indices": ("indices", "index"),
    "vertices": ("vertices", "vertex"),
    "analyses": ("analyses", "analysis"),
    "hypotheses": ("hypotheses", "hypothesis"),
    "corpora": ("text corpora", "text corpus"),
    "criteria": ("criteria", "criterion"),
    "phenomena": ("phenomena", "phenomenon"),
    "spectra": ("spectra", "spectrum"),
    "automata": ("cellular automata", "cellular automaton"),
    "stimuli": ("stimuli", "stimulus"),
    "nuclei": ("nuclei", "nucleus"),
    "bases": ("knowledge bases", "knowledge base"),
    "processes": ("Gaussian processes", "Gaussian process"),
    "biases": ("biases", "bias"),
    "ies": ("trajectories", "trajectory"),
    "movies": ("movies", "movie"),
    "ches": ("caches", "cache"),
    "xes": ("bounding boxes", "bounding box"),
    "a plural inside": ("graphs theory", "graph theory"),
    "acronyms": ("LLMs", "LLM", "llms"),
    "acronyms on -us": ("GPUs", "gpus", "GPU"),
    "an accent": ("Schr\u00f6dinger bridge", "Schrodinger bridge"),
    "a genitive": ("Alzheimer's disease", "Alzheimers disease", "Alzheimer\u2019s disease"),
    "a genitive of no s": ("Bayes' theorem", "Bayes theorem"),
    "and": ("storms & surges", "storms and surges"),
    "recommenders": ("recommender systems", "recommendation system"),
    "segmenting": ("segmenting", "segmentation"),
    "verbs": ("LLMs reason", "LLM reasoning"),
    "a verb in -e": ("concept erasing", "concept erasure"),
    "visual for vision": ("visual-language models", "vision-language models"),
    "multiple": ("multiple instance learning", "multi-instance learning"),
    "ic": ("logic reasoning", "logical reasoning"),
    "a participle of a noun": ("multi-layered perceptron", "multilayer perceptron"),
    "squares": ("mean squared error", "mean square error"),
}


@pytest.mark.parametrize("spellings", ONE_KEYWORD.values(), ids=ONE_KEYWORD.keys())
def test_spellings_of_one_keyword_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({key(each) for each in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("conversion", "conversation"),
        ("position", "positive"),
        ("organ", "organization"),
        ("organic", "organization"),
        ("optimal", "optimization"),
        ("university", "universe"),
        ("universal", "universe"),
        ("general", "generation"),
        ("generative models", "general models"),
        ("policy", "police"),
        ("communication", "community"),
        ("operator", "operation"),
        ("relative", "relation"),
        ("import", "important"),
        ("numerical", "numerous"),
        ("experiment", "experience"),
        ("probable", "probability"),
        ("logistics", "logistic"),
        ("logic", "logistic"),
        ("visual reasoning", "vision reasoning"),
        ("analytics", "analytic"),
        ("prober", "probe"),
        ("adaptive", "adaptation"),
        ("market", "marketing"),
        ("transformer", "transformation"),
        ("person", "personality"),
        ("news", "new"),
        ("lens", "len"),
        ("AIDS", "aid"),
        ("GPS", "GP"),
        ("LMS", "LMs"),
        ("DoS", "do"),
        ("dynamics", "dynamic"),
        ("securities", "security"),
        ("prologue", "Prolog"),
        ("our", "or"),
        ("four", "for"),
        ("C++", "C"),
        ("C#", "C"),
        ("A*", "A"),
        ("1 2", "12"),
        ("GPT-3.5", "GPT-35"),
        ("YOLOv8s", "YOLOv8"),
    ],
)
def test_words_that_look_alike_stay_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    "phrase",
    ["gaussian process", "variational bayes", "lens", "bias", "analysis", "physics", "time series"],
)
def test_no_final_s_is_cut_that_makes_no_plural(phrase: str) -> None:
    assert key(phrase) == phrase.replace(" ", "")


@pytest.mark.parametrize(
    "phrase",
    [
        "\u6f6e\u6c50\u9884\u62a5",
        "\u043c\u043e\u0440\u0435 \u0438 \u043f\u043e\u0440\u0442",
        "\u0627\u0644\u0645\u062f \u0648\u0627\u0644\u062c\u0632\u0631",
    ],
    ids=["Chinese", "Cyrillic", "Arabic"],
)
def test_words_of_other_scripts_are_kept(phrase: str) -> None:
    assert key(phrase) == phrase.replace(" ", "")


def test_a_key_is_of_the_phrase_alone() -> None:
    phrases = pl.Series(["tide gauges", "tides", "Tide Gauge", "tide gauges"])

    assert keyword_keys(phrases).to_list() == [key(each) for each in phrases]


def test_of_nothing_there_are_no_keys() -> None:
    assert keyword_keys(pl.Series([], dtype=pl.String)).to_list() == []


def found(*rows: tuple[str, str | None]) -> pl.DataFrame:
    described = [
        {
            "record_number": 1,
            "rank": rank,
            "keyword": keyword,
            "stem_key": key(keyword),
            "score": 1 - rank / 10,
            "in_title": rank == 2,
            "occurrence_count": rank,
            "first_position": 100 - rank,
            "acronym": acronym,
            "source": "extracted",
        }
        for rank, (keyword, acronym) in enumerate(rows, start=1)
    ]
    return pl.DataFrame(described, schema=GIVEN)


def test_two_spellings_of_one_keyword_are_one_row_of_a_record() -> None:
    joined = each_once(
        found(("tide gauge", None), ("tides", None), ("tide-gauges", "TG"), ("docks", None))
    )

    assert joined.select("rank", "keyword").rows() == [
        (1, "tide gauge"),
        (2, "tides"),
        (3, "docks"),
    ]
    gauge = joined.row(0, named=True)
    assert (gauge["occurrence_count"], gauge["first_position"], gauge["acronym"]) == (4, 97, "TG")
    assert gauge["score"] == 0.9


def test_keywords_that_are_written_one_way_stay_as_they_are() -> None:
    phrases = found(("tide gauge", None), ("tides", None))

    assert each_once(phrases).equals(phrases)
