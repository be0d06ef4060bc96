"""Groups of things that are joined in pairs: connected components, and the pairs that made them.

Here belongs graph work on plain numbers. Here must not be why a pair is joined.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]


def join_pairs(labels: Numbers, left: Numbers, right: Numbers) -> tuple[Numbers, Mask]:
    """Join the groups that pairs connect, and say which pairs were needed for it.

    Each round every group takes its first pair that leads out of it (Borůvka's algorithm, 1926), so
    the pairs that come first count most, and as few are used as can be.

    Args:
        labels: The group of each thing: the smallest number of a thing in it.
        left: One thing of each pair, the most telling pair first.
        right: The other.

    Returns:
        The new groups, labelled in the same way, and for each pair whether it was used.
    """
    used = np.zeros(len(left), dtype=bool)
    labels = labels.copy()
    open_pairs = np.arange(len(left))
    while True:
        one, other = labels[left[open_pairs]], labels[right[open_pairs]]
        apart = one != other
        open_pairs, one, other = open_pairs[apart], one[apart], other[apart]
        if not len(open_pairs):
            return labels, used
        first = np.full(len(labels), len(left))
        np.minimum.at(first, one, open_pairs)
        np.minimum.at(first, other, open_pairs)
        taken = np.unique(first[first < len(left)])
        used[taken] = True
        labels = _merged(labels, labels[left[taken]], labels[right[taken]])


def _merged(labels: Numbers, one: Numbers, other: Numbers) -> Numbers:
    """The labels after groups `one` and `other` have become one, pair by pair."""
    parent = np.arange(len(labels))
    while True:
        low = np.minimum(parent[one], parent[other])
        before = parent.copy()
        np.minimum.at(parent, parent[one], low)
        np.minimum.at(parent, parent[other], low)
        while not np.array_equal(shorter := parent[parent], parent):
            parent = shorter
        if np.array_equal(before, parent):
            return parent[labels]
