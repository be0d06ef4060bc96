from __future__ import annotations

import polars as pl
import pytest

from transforms.record_code_status import RECORD_CODE_STATUS, code_status


def status_of(abstract: str | None, comment: str | None = None) -> str:
    records = pl.DataFrame(
        [(1, abstract, comment)],
        schema={"record_number": pl.Int64, "abstract": pl.String, "comment": pl.String},
        orient="row",
    )
    said = code_status(records)
    assert said.schema == RECORD_CODE_STATUS
    return said["code_status"].item() if said.height else "none"


PROMISED = [
    "It wins. Code will be released.",
    "The code and models will be made publicly available upon acceptance.",
    "We will release our code.",
    "We plan to open-source the training code.",
    "Our source code\nwill be open-sourced soon.",
    "Code is coming soon.",
    "Data, code, and weights to be released.",
    "The code is available upon publication.",
]
MENTIONED = [
    "Code is publicly available.",
    "Our code and data are available at this https URL.",
    "We release the data and code.",
    "We present Gearbox, an open-source Python library for engines.",
    "All models are available on GitHub.",
    "The source code has been made public.",
    "The code is in the supplementary material.",
]
NONE = [
    "We study source code summarization with language models.",
    "Code generation models will be available to more people.",
    "Reed-Solomon codes are optimal.",
    "The code is not publicly available.",
    "Neither the data nor the code is available.",
    "We evaluate twelve open-source models on code completion.",
    "The dataset will be released.",
    "The models are released.",
    "We open-source the data set.",
    "We compare it with existing open-source libraries.",
]


@pytest.mark.parametrize("text", PROMISED)
def test_code_that_is_to_come_is_promised(text: str) -> None:
    assert status_of(text) == "promised"
    assert status_of(None, text) == "promised"


@pytest.mark.parametrize("text", MENTIONED)
def test_code_that_is_said_to_be_there_is_mentioned(text: str) -> None:
    assert status_of(text) == "mentioned"


@pytest.mark.parametrize("text", NONE)
def test_code_as_a_subject_does_not_count(text: str) -> None:
    assert status_of(text) == "none"


def test_a_promise_is_stronger_than_a_mention() -> None:
    records = pl.DataFrame(
        {
            "record_number": [1, 2, 3],
            "abstract": ["Code is available.", None, "Engines."],
            "comment": ["Code will be released.", "Code is available.", None],
        }
    )
    assert code_status(records).rows() == [(1, "promised"), (2, "mentioned")]
