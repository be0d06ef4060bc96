"""Options that tests of several folders share."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write tests/goldens anew from samples/; look at the difference before you keep it",
    )
