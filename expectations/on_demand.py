"""Importing packages only when something of them is used.

Great Expectations imports a package of charts and one of statistics for a few of its own
expectations; that is a third of the time of importing it. Here must not be what is imported.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class OnDemand(ModuleType):
    """A stand-in for a module: the first use of any of its names imports the module itself."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Take a name from the module."""
        _step_aside(self)
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def on_demand(*names: str) -> Iterator[None]:
    """Have what is imported within get stand-ins for these modules, unless they are there already.

    Afterwards the modules can be imported as ever.
    """
    standing_in = [OnDemand(name) for name in names if name not in sys.modules]
    sys.modules.update({module.__name__: module for module in standing_in})
    try:
        yield
    finally:
        for module in standing_in:
            _step_aside(module)


def _step_aside(module: OnDemand) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]
