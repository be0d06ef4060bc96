"""Invented papers in any number: a listing page, and the same titles and abstracts as JSON Lines.

The same number always gives the same bytes. Titles are distinct; abstracts are put together from a
pool of sentences, at about 1,200 characters; one in six links a repository.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

ADJECTIVES = (
    "adaptive", "bayesian", "causal", "compact", "convex", "deep", "differentiable", "discrete",
    "distributed", "dynamic", "efficient", "federated", "gated", "generative", "geometric",
    "hierarchical", "hybrid", "invariant", "latent", "linear", "local", "modular",
    "multilingual", "neural", "noisy", "online", "parallel", "probabilistic", "quantized",
    "recurrent", "robust", "sparse", "spectral", "stochastic", "structured", "symbolic",
    "temporal", "uncertain", "unsupervised", "visual",
)  # fmt: skip
NOUNS = (
    "agent", "alignment", "attention", "benchmark", "calibration", "caption", "cluster",
    "compression", "control", "corpus", "decoder", "detection", "diffusion", "distillation",
    "embedding", "encoder", "evaluation", "forecasting", "gradient", "graph", "inference",
    "kernel", "language", "layer", "matrix", "memory", "navigation", "network", "optimization",
    "parsing", "perception", "planning", "policy", "prediction", "prompt", "protein",
    "reasoning", "reconstruction", "regression", "regularization", "representation",
    "retrieval", "reward", "sampling", "scheduling", "segmentation", "sensor", "speech",
    "summarization", "surrogate", "tokenizer", "tracking", "transformer", "translation",
    "trajectory", "video", "workload",
)  # fmt: skip
VERBS = (
    "compare", "derive", "estimate", "evaluate", "extend", "improve", "introduce", "propose",
    "reduce", "study",
)  # fmt: skip
SENTENCES = (
    "We {verb} {adjective} {noun} for {other} {second} under a fixed budget.",
    "Existing work on {adjective} {noun} assumes that {second} is cheap, which rarely holds.",
    "Our method combines {noun} {second} with a {adjective} prior and needs no labels.",
    "On {number} benchmarks, {adjective} {noun} raises accuracy by {number} points over {second}.",
    "A careful ablation shows that {other} {second} explains most of the gain in {noun}.",
    "The cost of {noun} {second} grows with the square of the input, which limits {other} models.",
    "Theory predicts that {adjective} {noun} converges after {number} steps of {second}.",
    "These findings hold for {other} {noun} as well as for {adjective} {second}.",
)
POOL_SIZE = 20_000
SENTENCES_PER_ABSTRACT = 14
LINKED_SHARE = 1 / 6
HEAD = "Get trending papers in your email inbox once a day!\n\nSubscribe\n\n"


def papers(count: int) -> Iterator[tuple[str, str]]:
    """Invent papers.

    Returns:
        `count` pairs of a title and an abstract.
    """
    chance = random.Random(count)  # noqa: S311
    pool = [_sentence(chance) for _ in range(POOL_SIZE)]
    pairs = [f"{one.title()} {two.title()}" for one, two in product(ADJECTIVES, NOUNS)]
    for number in range(count):
        first, second = divmod(number, len(pairs))
        title = f"{pairs[second]} with {pairs[(first * 7919 + second) % len(pairs)]}, Part {first}"
        sentences = chance.choices(pool, k=SENTENCES_PER_ABSTRACT)
        if chance.random() < LINKED_SHARE:
            owner, name = chance.choices(NOUNS, k=2)
            sentences.append(f"Code is available at https://github.com/{owner}-lab/{name}{number}.")
        yield title, " ".join(sentences)


def write_papers(count: int, page: Path, json_lines: Path) -> None:
    """Write invented papers as a listing page, and as JSON Lines with `title` and `abstract`."""
    with (
        page.open("w", encoding="utf-8") as as_page,
        json_lines.open("w", encoding="utf-8") as as_json,
    ):
        as_page.write(HEAD)
        for title, abstract in papers(count):
            as_page.write(f"{title}\n\n{abstract}\n\n")
            as_json.write(json.dumps({"title": title, "abstract": abstract}) + "\n")


def write_day(before: int, count: int, page: Path) -> None:
    """Write a listing page of papers that are not among the first `before`."""
    with page.open("w", encoding="utf-8") as as_page:
        as_page.write(HEAD)
        for title, abstract in islice(papers(before + count), before, None):
            as_page.write(f"{title}\n\n{abstract}\n\n")


def _sentence(chance: random.Random) -> str:
    adjective, other = chance.choices(ADJECTIVES, k=2)
    noun, second = chance.choices(NOUNS, k=2)
    return chance.choice(SENTENCES).format(
        adjective=adjective,
        other=other,
        noun=noun,
        second=second,
        verb=chance.choice(VERBS),
        number=chance.randint(2, 40),
    )
