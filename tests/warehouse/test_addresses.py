"""Only what leads to the web is linked, whatever stands in a dump."""

import pytest

from warehouse.addresses import LONGEST_URL, paper_url, safe_url

KETTLES = "https://kite.example/"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("javascript:alert(1)", id="a script"),
        pytest.param("JavaScript:alert(1)", id="a script, in other case"),
        pytest.param(" javascript:alert(1)", id="a script behind a blank"),
        pytest.param("data:text/html,x", id="a page in the address"),
        pytest.param("//evil.example/x", id="no scheme"),
        pytest.param("https://", id="no host"),
        pytest.param(" https://kite.example", id="a blank before it"),
        pytest.param("https://github.com@evil.example/x", id="a user who looks like a host"),
        pytest.param("https://github.com\\@evil.example/x", id="the same behind a backslash"),
        pytest.param("http://[broken", id="not an address"),
        pytest.param(KETTLES + "x" * (LONGEST_URL + 1 - len(KETTLES)), id="a letter too long"),
        pytest.param("", id="empty"),
        pytest.param(None, id="missing"),
    ],
)
def test_only_addresses_of_the_web_become_links(url):
    assert safe_url(url) is None


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://github.com/kite-lab/kettle", id="a repository"),
        pytest.param(KETTLES + "x" * (LONGEST_URL - len(KETTLES)), id="as long as may be"),
    ],
)
def test_a_web_address_stays_as_it_is(url):
    assert safe_url(url) == url


@pytest.mark.parametrize(
    ("arxiv_id", "doi", "url"),
    [
        pytest.param("2601.00001", "10.1/x", "https://arxiv.org/abs/2601.00001", id="arxiv first"),
        pytest.param("hep-th/9901001", None, "https://arxiv.org/abs/hep-th/9901001", id="old id"),
        pytest.param(None, '10.1/a"b<c>#d', "https://doi.org/10.1/a%22b%3Cc%3E%23d", id="doi"),
        pytest.param(None, None, None, id="neither"),
    ],
)
def test_where_a_paper_can_be_read(arxiv_id, doi, url):
    assert paper_url(arxiv_id, doi) == url
