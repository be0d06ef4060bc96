"""How keywords are ranked here: by the profile that the environment names, and by which counts.

Kept keywords depend on both. Here must not be the making of counts (`orchestration.learning`), nor
what a profile and a count are worth (`transforms.record_keywords`, `transforms.background`).
"""

from __future__ import annotations

import functools
import hashlib
import os
from pathlib import Path
from typing import NamedTuple

import polars as pl

from orchestration.errors import UsageError
from orchestration.home import KEYWORDS_VARIABLE, Home
from transforms.background import Background, load_background, read_background
from transforms.record_keywords import PROFILES

DEFAULT_PROFILE = "author"


class Ranking(NamedTuple):
    """What the extraction of keywords takes beside the records."""

    profile: str
    background: Background


def ranking(home: Home) -> Ranking:
    """How keywords are ranked in a home; for the errors see `keyword_settings`."""
    learned = _learned(home)
    try:
        background = _read(home.background, learned) if learned else load_background()
    except (OSError, pl.exceptions.PolarsError):
        raise _unreadable(home) from None
    return Ranking(_profile(), background)


def keyword_settings(home: Home) -> str:
    """Tell what keywords depend on beside records and code; an empty text if all is as shipped.

    Raises:
        UsageError: If the environment names no profile, or the learned counts are unreadable.
    """
    profile = _profile()
    return ("" if profile == DEFAULT_PROFILE else profile) + _learned(home)


def _profile() -> str:
    name = os.environ.get(KEYWORDS_VARIABLE) or DEFAULT_PROFILE
    if name not in PROFILES:
        raise UsageError(
            f"{KEYWORDS_VARIABLE}={name} is no profile of keywords; "
            f"set it to {' or '.join(PROFILES)}"
        )
    return name


def _learned(home: Home) -> str:
    """A digest of the learned counts; an empty text if there are none."""
    if not home.background.exists():
        return ""
    files = [home.background / name for name in ("word_counts.parquet", "phrases.parquet")]
    try:
        states = [(path, path.stat()) for path in files]
        # What the files hold is asked for every dump and step, so read once.
        return _digest(tuple((path, each.st_mtime_ns, each.st_size) for path, each in states))
    except (OSError, KeyError, pl.exceptions.PolarsError):
        raise _unreadable(home) from None


def _unreadable(home: Home) -> UsageError:
    return UsageError(
        f"the learned counts in {home.background} cannot be read; `paperhouse learn` makes "
        "them anew, `paperhouse learn --forget` does without"
    )


@functools.lru_cache(maxsize=8)
def _digest(states: tuple[tuple[Path, int, int], ...]) -> str:
    """Hash files of counts; the time and the size of each only tell whether it has changed."""
    digest = hashlib.sha256()
    for path, _, _ in states:
        digest.update(pl.read_parquet_metadata(path)["texts"].encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@functools.lru_cache(maxsize=1)
def _read(folder: Path, digest: str) -> Background:
    """Load learned counts; the digest tells whether they are those loaded before."""
    del digest
    return read_background(folder)
