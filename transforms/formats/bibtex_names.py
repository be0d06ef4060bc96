"""Authors as BibTeX writes them: names parted by `and`, in braces where a name is no person's.

Here belong taking such a list apart and putting forenames first. Here must not be what TeX stands
for (`transforms.formats.tex_texts`).
"""

from __future__ import annotations

import re

from transforms.formats.tex_texts import without_tex

_AND = re.compile(r"(?:\s+and)+\s+|[{}]", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*|[{}]")
_OTHERS = frozenset({"others", "et al", "et al."})


def author_names(text: str) -> list[str]:
    """The names of a list, forenames first: `Gödel, Kurt and {Kite Lab} and others`.

    What stands in braces is not parted, and a name in braces is not turned round. Accents become
    letters.
    """
    names = (_forenames_first(name.strip()) for name in _parts(text.strip(), _AND))
    if "\\" in text or "{" in text or "~" in text:
        names = (without_tex(name) for name in names)
    return [name for name in names if name and name.lower() not in _OTHERS]


def _forenames_first(name: str) -> str:
    """A name as it is said: `Last, First` and `Last, Jr, First` turned round."""
    if name.startswith("{") and _is_one_group(name):
        return name[1:-1].strip()
    parts = [part for part in _parts(name, _COMMA) if part] if "," in name else [name]
    if len(parts) < 2:
        return parts[0] if parts else ""
    last, *suffix, first = parts
    return " ".join([first, last, *suffix])


def _is_one_group(name: str) -> bool:
    """Whether the brace that a name begins with closes at its end."""
    depth = 0
    for place, character in enumerate(name):
        depth += (character == "{") - (character == "}")
        if not depth:
            return place == len(name) - 1
    return False


def _parts(text: str, mark: re.Pattern[str]) -> list[str]:
    """A text parted at a mark, but not within braces, which `mark` finds too."""
    if "{" not in text:
        return mark.split(text)
    parts, depth, start = [], 0, 0
    for match in mark.finditer(text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
        elif depth <= 0:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]
