"""Canonical URLs: one spelling for each repository, page, model, dataset or archive.

Here belong how a piece of text that holds one link is mended and read. It works on one link at a
time and is meant to be called once per distinct piece of text.

Here must not be which hosts there are (`transforms.code_hosts`), nor how links are found in texts
(`transforms.record_code_links`); and no Polars.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from transforms.code_hosts import (
    ARCHIVE_DOI,
    ARCHIVE_HOSTS,
    FOLDER_KINDS,
    GIT_HOSTS,
    HOST_ALIASES,
    PAGE_HOSTS,
    RAW_HOSTS,
    REFUSED_HOSTS,
    RESERVED,
    SELF_HOSTED_GIT,
    SUBPATH_STARTS,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[list[str]], "CodeUrl | None"]


class CodeUrl(NamedTuple):
    """A canonical URL and its parts, as `code_links` has them.

    Attributes:
        url: The canonical URL: https, host in lower case, no tracking, no trailing slash.
        host: The host, without `www.` where the host is a known one.
        owner: The repository's owner; GitLab's groups are joined by slashes.
        repository: The repository's name.
        subpath: What followed the repository in the link.
        kind: What the link leads to; `other` where the address alone does not tell.
    """

    url: str
    host: str
    owner: str | None
    repository: str | None
    subpath: str | None
    kind: str


LATEX = re.compile(
    r"(?P<tilde>\$\\sim\$|\{?\\(?:textasciitilde|sim)(?:\{\})?\}?|\\~(?:\{\})?)"
    r"|(?P<underscore>\{\\_\}|\{?\\textunderscore(?:\{\})?\}?)|\\(?P<escaped>[_%#&$-])"
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
SCHEME = re.compile(r"(?:https?\s*:?\s*/\s*/?\s*|(?:ssh://)?git@)", re.IGNORECASE)
LINK_END = re.compile(r"[,;]?https?://|&(?:lt|gt|quot);|[\s<>\"'`{}|\\^\[\]$]")
BADGE = re.compile(r"badge\.svg|/badges?/|/workflows/.*\.svg")
IMAGE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|ico|bmp|mp4|mov|avi)$", re.IGNORECASE)
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?::[0-9]+)?")
NAME = re.compile(r"[A-Za-z0-9_.-]+")
OWNER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
GITHUB_OWNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
SENTENCE_START = re.compile(r"\.(?:The|Our|We|This|These|Codes?|Data|Project|It|In|All)$")
TRACKING = re.compile(
    r"(?:utm_\w+|ref|ref_src|ref_source|referrer|source|fbclid|gclid|spm|si|usp|authuser|tab)?(?:=|$)"
)

HOST_GAPS = re.compile(
    r"((?:www\.)?(?:github|gitlab|huggingface|gitee))\s*\.\s*(com|co)(?=\s*[/:])", re.IGNORECASE
)
PAGE_HOST_GAPS = re.compile(
    r"[\w-]+(?:(?:\.\s*|-\s+)[\w-]+)*\s*\.\s*github\s*\.\s*io", re.IGNORECASE
)
PLAIN_WORD = re.compile(
    r"[A-Z]?[a-z]*|(?:CVPR|ICCV|ECCV|ICML|ICLR|NeurIPS|AAAI|ACL|EMNLP|GitHub).*"
)
CONNECTIVES = re.compile(r"and|or|the|for|with|code|data|project|in|on|at|is|to", re.IGNORECASE)


def canonical_url(raw: str) -> CodeUrl | None:
    """Make the canonical URL of a link as it stood in a text.

    Mends white space and LaTeX inside the link, cuts off what does not belong to it, and reads the
    parts of addresses on known hosts. The canonical URL of a canonical URL is itself.

    Args:
        raw: The link as found, perhaps with the words after a gap.

    Returns:
        The canonical URL with its parts, or None where the link can be no code or project link: a
        publisher, a video, a badge, an image, a page of the host itself, or no valid URL.
    """
    text = _plain(raw)
    scheme = SCHEME.match(text)
    text = _close_gaps(text[scheme.end() :] if scheme else text)
    text = LINK_END.split(text, maxsplit=1)[0]
    if ARCHIVE_DOI.match(text):
        text = f"doi.org/{text}"
    if text[:11].lower() == "github.com:":
        text = text.replace(":", "/", 1)
    address, _, query = text.partition("#")[0].partition("?")
    host, _, path = _trim(_cut_unbalanced(address)).partition("/")
    host = host.lower().rstrip(".")
    if not HOST.fullmatch(host) or BADGE.search(path) or IMAGE.search(path):
        return None
    known = host.removeprefix("www.")
    known = HOST_ALIASES.get(known, known)
    segments = [segment for segment in path.split("/") if segment not in {"", "."}]
    return _read(host, known, segments, query)


def _plain(raw: str) -> str:
    """The link without ligatures, invisible characters, LaTeX escapes and HTML entities."""
    text = raw if raw.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFKC", raw))
    text = text.replace("\u2010", "-")
    if "\\" in text:
        text = LATEX.sub(_unescape, text)
    if "&" in text:
        text = re.sub(r"&(?:amp;)+", "&", text)
    return text.strip()


def _unescape(match: re.Match[str]) -> str:
    """The character that a LaTeX escape stands for."""
    if match["tilde"]:
        return "~"
    return "_" if match["underscore"] else match["escaped"]


def _close_gaps(text: str) -> str:
    """The link with white space taken out where the link goes on after it."""
    if not re.search(r"\s", text):
        return text
    text = HOST_GAPS.sub(r"\1.\2", text, count=1)
    if page := PAGE_HOST_GAPS.match(text):
        text = re.sub(r"\s", "", page[0]) + text[page.end() :]
    head, *words = text.split() or [""]
    for word in words:
        if not _continues(head, word):
            break
        head += word
    return head


def _continues(head: str, word: str) -> bool:
    """Whether the word after a gap still belongs to the link.

    After an owner it must look like a repository's name: a plain word such as `soon` or `Code` is
    taken for the sentence, since a missed link is better than a false one.
    """
    if word.startswith("/"):
        return "/" not in head
    plain = _trim(word.partition(")")[0])
    if head.endswith(("-", "_")):
        return CONNECTIVES.fullmatch(plain) is None
    if not head.endswith("/"):
        return False
    if head.count("/") == 1:
        return "/" in word
    return head.count("/") == 2 and PLAIN_WORD.fullmatch(plain) is None


def _trim(text: str) -> str:
    """The text without the punctuation of its sentence at the end."""
    return text.rstrip(".,;:!?*~&=\u3002\u3001/ ")


def _cut_unbalanced(text: str) -> str:
    """The text up to the first parenthesis that has no partner."""
    if "(" not in text and ")" not in text:
        return text
    opened: list[int] = []
    for place, character in enumerate(text):
        if character == "(":
            opened.append(place)
        elif character == ")":
            if not opened:
                return text[:place]
            opened.pop()
    return text[: opened[0]] if opened else text


def _read(host: str, known: str, segments: list[str], query: str) -> CodeUrl | None:
    """The link by its host; `known` is the host without `www.` and under its main name."""
    if known == "osf.io":
        return _page(known, [each.lower() for each in segments[:1]] + segments[1:], query)
    if reader := _reader(known):
        return reader(segments)
    return None if REFUSED_HOSTS.fullmatch(known) else _page(host, segments, query)


def _reader(host: str) -> Reader | None:
    """What reads the paths of a known host."""
    if SELF_HOSTED_GIT.fullmatch(host):
        return partial(_gitlab, host)
    if host.endswith("4open.science"):
        return partial(_anonymous, host)
    return READERS.get(host)


def _repository(host: str, segments: list[str]) -> CodeUrl | None:
    """A link on a host of Git repositories: owner and name first, the rest is the subpath."""
    if not segments or not GITHUB_OWNER.fullmatch(segments[0]):
        return None
    is_reserved = RESERVED["github.com"].fullmatch(segments[0]) is not None
    if is_reserved and (len(segments) == 1 or segments[0] != "huggingface"):
        return None
    return _owned(host, "", segments[0], segments[1:], "repository")


def _gitlab(host: str, segments: list[str]) -> CodeUrl | None:
    """A link on a GitLab: groups may be nested, the project is the last part of its path."""
    starts = (at for at, part in enumerate(segments) if _name(part) in SUBPATH_STARTS)
    end = next(starts, len(segments))
    if end == 0 or RESERVED["gitlab.com"].fullmatch(segments[0]):
        return None
    groups = max(1, end - 1)
    return _owned(host, "", "/".join(segments[:groups]), segments[groups:], "repository")


def _hub(host: str, segments: list[str]) -> CodeUrl | None:
    """A link on a host whose first folder tells what it leads to; without one it is a model."""
    folder, *rest = segments or [""]
    kinds = FOLDER_KINDS[host]
    if folder in kinds and len(rest) > 1:
        return _owned(host, folder, rest[0], rest[1:], kinds[folder])
    if folder in kinds:
        return _unowned(host, folder, rest, kinds[folder]) if folder == "datasets" else None
    if host != "huggingface.co":
        return _page(host, segments, "") if len(segments) > 1 else None
    if not folder or RESERVED[host].fullmatch(folder):
        return None
    return _owned(host, "", folder, rest, "model")


def _owned(host: str, folder: str, owner: str, rest: list[str], kind: str) -> CodeUrl | None:
    """`https://host/folder/owner/name` with its parts; `other` where the name is missing."""
    if not all(OWNER.fullmatch(part) for part in owner.split("/")):
        return None
    name = _name(rest[0]) if rest else ""
    base = "/".join(part for part in ("https:/", host, folder, owner) if part)
    if not name:
        is_owner = not folder and "/" not in owner and owner[-1] != "-"
        return CodeUrl(base, host, owner, None, None, "other") if is_owner else None
    return CodeUrl(f"{base}/{name}", host, owner, name, "/".join(rest[1:]) or None, kind)


def _unowned(host: str, folder: str, segments: list[str], kind: str) -> CodeUrl | None:
    """`https://host/folder/name` with its parts: a repository that has no owner."""
    name = _name(segments[0]) if segments else ""
    if not name:
        return None
    url = f"https://{host}/{folder}/{name}"
    return CodeUrl(url, host, None, name, "/".join(segments[1:]) or None, kind)


def _sourceforge(segments: list[str]) -> CodeUrl | None:
    """A project on SourceForge."""
    is_project = segments[:1] in (["projects"], ["p"])
    return (
        _unowned("sourceforge.net", "projects", segments[1:], "repository") if is_project else None
    )


def _anonymous(host: str, segments: list[str]) -> CodeUrl | None:
    """A repository made anonymous for review."""
    return _unowned(host, segments[0], segments[1:], "anonymous") if segments else None


def _colab(segments: list[str]) -> CodeUrl | None:
    """A notebook in Colab, which may stand in a repository on GitHub."""
    if segments[:1] == ["github"]:
        return _repository("github.com", segments[1:])
    return _page("colab.research.google.com", segments, "") if len(segments) > 1 else None


def _name(segment: str) -> str:
    """The repository's name in a part of a path: no `.git`, no punctuation of the sentence."""
    match = NAME.match(unquote(segment))
    name, shorter = "", match[0] if match else ""
    while name != shorter:
        name = shorter
        shorter = SENTENCE_START.sub("", name.rstrip(".")).removesuffix(".git")
    return name


def _doi(segments: list[str]) -> CodeUrl | None:
    """A DOI of an archive of code or data; any other DOI is a paper's."""
    doi = "/".join(segments).lower()
    prefix, _, name = doi.partition("/")
    if doi.startswith("10.5281/zenodo."):
        return _zenodo(["records", name.removeprefix("zenodo.")])
    if doi.startswith("10.17605/osf.io/"):
        return _page("osf.io", [name.removeprefix("osf.io/")], "")
    if not ARCHIVE_DOI.fullmatch(doi):
        return None
    return CodeUrl(f"https://doi.org/{prefix}/{name}", "doi.org", None, None, None, "archive")


def _zenodo(segments: list[str]) -> CodeUrl | None:
    """A record of Zenodo, however its address is written."""
    if segments[:1] == ["doi"]:
        return _doi(segments[1:])
    if len(segments) > 1 and segments[0] in {"record", "records"}:
        number = re.match(r"[0-9]+", segments[1])
        segments = ["records", number[0]] if number else []
    return _page("zenodo.org", segments, "") if segments else None


def _page(host: str, segments: list[str], query: str) -> CodeUrl | None:
    """A page on a host without owners: its path is kept, and what its query says."""
    if segments and segments[-1].lower().endswith(".pdf"):
        return None
    parts = [part for part in query.split("&") if not TRACKING.match(part)]
    kept = _trim(_cut_unbalanced("&".join(parts)))
    url = "/".join([f"https://{host}", *segments])
    url = f"{url}{'' if segments else '/'}?{kept}" if kept else url
    kind = "other"
    if PAGE_HOSTS.fullmatch(host):
        kind = "project_page"
    elif ARCHIVE_HOSTS.fullmatch(host) and segments:
        kind = "archive"
    return CodeUrl(url, host, None, None, None, kind)


READERS: dict[str, Reader] = {
    **{host: partial(_repository, host) for host in GIT_HOSTS},
    **{host: partial(_repository, "github.com") for host in RAW_HOSTS},
    **{host: partial(_hub, host) for host in FOLDER_KINDS},
    "colab.research.google.com": _colab,
    "sourceforge.net": _sourceforge,
    "doi.org": _doi,
    "zenodo.org": _zenodo,
}
"""What reads the paths of each host whose name is known."""
