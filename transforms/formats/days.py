"""Days as XML dumps write them, one text at a time.

Here belong the ways to write a day. Here must not be what a day is of; and a format that has a
vectorised reader needs none of this.
"""

from __future__ import annotations

import datetime as dt
import email.utils
from functools import lru_cache


@lru_cache(maxsize=1 << 14)
def day_of(text: str | None) -> dt.date | None:
    """The day that a text begins with, in ISO 8601 or RFC 2822; None where it is none.

    The day is as written, whatever the time zone: `2026-03-12T23:30:00-05:00` is March 12.
    """
    if not text:
        return None
    plain = text.strip()
    try:
        if plain[:4].isdigit():
            return dt.date.fromisoformat(plain[:10])
        parts = email.utils.parsedate(plain)
        return dt.date(*parts[:3]) if parts else None
    except ValueError:
        return None
