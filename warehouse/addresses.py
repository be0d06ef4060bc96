"""Addresses that a page may link: what leads a reader to the web and nowhere else.

Here belongs which address is safe, and where a paper can be read. Here must not be how a link is
drawn.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

LONGEST_URL = 500
"""A longer URL is not shown as a link."""


def safe_url(url: str | None) -> str | None:
    """The URL if a browser may be led there: http or https with a host, of a sane length.

    What stands before an `@` could pass for the host, so there must be none.
    """
    if not url or len(url) > LONGEST_URL or any(each.isspace() for each in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_web = parts.scheme in {"http", "https"} and parts.netloc
    return url if is_web and "@" not in parts.netloc else None


def paper_url(arxiv_id: str | None, doi: str | None) -> str | None:
    """Where a paper can be read: at arXiv, or else by its DOI."""
    if arxiv_id:
        return f"https://arxiv.org/abs/{quote(arxiv_id)}"
    return f"https://doi.org/{quote(doi)}" if doi else None
