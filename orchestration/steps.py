"""The row-local steps whose results the archive keeps, one per kind of result.

A new row-local result is one line here and one asset.
"""

from __future__ import annotations

from orchestration.archive import PARSED_RECORDS, PARSED_REJECTS, PARSED_TALLIES, Step
from orchestration.keyword_settings import keyword_settings
from transforms.record_code_links import RECORD_CODE_LINKS
from transforms.record_code_status import RECORD_CODE_STATUS
from transforms.record_keys import RECORD_KEYS
from transforms.record_keywords import RECORD_KEYWORD

STEPS = {
    step.name: step
    for step in (
        PARSED_RECORDS,
        PARSED_REJECTS,
        PARSED_TALLIES,
        Step("record_keys", "transforms.record_keys", RECORD_KEYS),
        Step("record_code_links", "transforms.record_code_links", RECORD_CODE_LINKS),
        Step("record_code_status", "transforms.record_code_status", RECORD_CODE_STATUS),
        Step("record_keywords", "transforms.record_keywords", RECORD_KEYWORD, keyword_settings),
        Step("retitled_keywords", "transforms.retitled_keywords", RECORD_KEYWORD, keyword_settings),
    )
}
