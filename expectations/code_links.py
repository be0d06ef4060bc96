"""What the schema cannot say about `main.code_links`."""

from __future__ import annotations

from expectations.rules import Rule

RULES = (
    Rule(
        "a repository has an owner and a name",
        "error",
        """
        select paper_id, url, owner, repository from main.code_links
        where kind = 'repository' and (owner is null or repository is null)
        """,
        "owner, repository",
    ),
    Rule(
        "url and host agree",
        "error",
        """
        select paper_id, url, host from main.code_links
        where regexp_extract(url, '^https://([^/?#]+)', 1) <> host
        """,
        "host",
    ),
    Rule(
        "url holds the owner and the repository",
        "error",
        """
        select paper_id, url, host, owner, repository from main.code_links
        where not contains(lower(url) || '/', lower('/' || owner || '/' || repository || '/'))
            or (
                kind = 'repository'
                and not starts_with(
                    lower(regexp_replace(url, '^https://[^/]+', '')) || '/',
                    lower('/' || owner || '/' || repository || '/')
                )
            )
        """,
        "url",
    ),
    Rule(
        "a paper links a URL once, whatever its case",
        "error",
        """
        select paper_id, list_sort(list(url))[:10] as urls from main.code_links
        group by paper_id, lower(url) having count(*) > 1
        """,
        "url",
    ),
    Rule(
        "only what a source names is called official, mentioned or written with something",
        "error",
        """
        select paper_id, url, source_field, is_official, mentioned_in_paper, mentioned_in_github,
            framework
        from main.code_links
        where source_field <> 'metadata'
            and coalesce(is_official, mentioned_in_paper, mentioned_in_github) is not null
            or source_field <> 'metadata' and framework is not null
        """,
        "source_field",
    ),
)
