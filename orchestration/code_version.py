"""The version of the code behind a kept result: a hash over the sources that it comes from.

A changed source changes the version of what is made with it, and of nothing else; so a kept result
is never older than the rule that made it, and nobody has to remember to raise a number.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib.util
from pathlib import Path

PACKAGES = ("transforms", "warehouse")


@functools.cache
def code_version(module: str) -> str:
    """Hash a module, the modules of `PACKAGES` that it imports, and the data files beside them.

    Returns:
        The first 12 hex digits of a SHA-256.
    """
    digest = hashlib.sha256()
    for path in sorted(_sources(module)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _sources(module: str) -> set[Path]:
    pending, seen = [module], set[str]()
    paths: set[Path] = set()
    while pending:
        name = pending.pop()
        if name in seen:
            continue
        seen.add(name)
        path = _path(name)
        if path is None:
            continue
        paths.add(path)
        source = path.read_text(encoding="utf-8")
        pending += _imported(ast.parse(source))
        paths.update(each for each in (path.parent / "data").glob("*") if each.name in source)
    return paths


def _path(module: str) -> Path | None:
    try:
        spec = importlib.util.find_spec(module)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec and spec.origin else None


def _imported(tree: ast.AST) -> list[str]:
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
            names += [f"{node.module}.{each.name}" for each in node.names]
    return [name for name in names if name.split(".")[0] in PACKAGES]
