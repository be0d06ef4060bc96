"""The one kind of error that is the user's to mend: one line, what is wrong, where, what to do."""

from __future__ import annotations


class UsageError(Exception):
    """Something that the user asked for cannot be done; the message says why and names the cure."""
