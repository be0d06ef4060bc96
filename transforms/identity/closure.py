"""Chains of joins that must not reach too far: pairs become groups, and groups obey the vetoes.

Pairs are judged one by one, but what they connect is one paper. A group that would hold two things
that exclude each other, or span too many years, is solved anew: its pairs are taken class by class,
the most telling first, and a class whose pairs cannot all hold joins none of those that exclude
each other. No order of records enters, so the result depends on the set of records alone.

Here must not be which pairs are joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.identity.groups import Mask, Numbers, join_pairs

LONGEST_SPAN = 6
"""Years that a group may span, where titles alone made it: a wide gap on either side of a paper."""


@dataclass(frozen=True)
class Limits:
    """What a group may not hold.

    Attributes:
        tags: Frame (label, tag): of the groups with the same tag only one may be in a new group.
        years: Frame (label, first_year, last_year) of the groups of which a year is known.
    """

    tags: pl.DataFrame
    years: pl.DataFrame


NO_YEARS = pl.DataFrame(
    schema={"label": pl.Int64(), "first_year": pl.Int32(), "last_year": pl.Int32()}
)
NO_LIMITS = Limits(pl.DataFrame(schema={"label": pl.Int64(), "tag": pl.Int64()}), NO_YEARS)


def close(labels: Numbers, pairs: pl.DataFrame, limits: Limits) -> tuple[Numbers, Mask]:
    """Join the groups that pairs connect, as far as the limits allow.

    Args:
        labels: The group of each node: the smallest node in it.
        pairs: Frame (left, right, strength), nodes and the class of the pair, sorted by it: the
            most telling first. Pairs of one class count the same.
        limits: What a new group may not hold, by the labels above.

    Returns:
        The new labels, and for each pair whether it was used.
    """
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    joined, used = join_pairs(labels, left, right)
    broken = _broken(joined, limits)
    if not len(broken):
        return joined, used
    is_broken = np.zeros(len(labels), dtype=bool)
    is_broken[broken] = True
    at_risk = is_broken[joined[left]]
    allowed = ~at_risk
    risky = pairs.select(
        place=np.flatnonzero(at_risk),
        one=labels[left[at_risk]],
        other=labels[right[at_risk]],
        strength=pairs["strength"].to_numpy()[at_risk],
    )
    allowed[_solved(risky, limits)] = True
    places = np.flatnonzero(allowed)
    joined, used_of_allowed = join_pairs(labels, left[places], right[places])
    used = np.zeros(len(left), dtype=bool)
    used[places[used_of_allowed]] = True
    return joined, used


def _broken(joined: Numbers, limits: Limits) -> Numbers:
    """The labels of groups that break a limit."""
    tags = limits.tags.with_columns(joined=joined[limits.tags["label"].to_numpy()])
    doubled = tags.filter(pl.len().over("joined", "tag") > 1)["joined"]
    years = limits.years.with_columns(joined=joined[limits.years["label"].to_numpy()])
    own = pl.col("last_year") - pl.col("first_year")
    span = pl.col("last_year").max() - pl.col("first_year").min()
    wide = (
        years.group_by("joined")
        .agg(span=span, own=own.max())
        .filter(pl.col("span") > pl.max_horizontal("own", pl.lit(LONGEST_SPAN)))["joined"]
    )
    return np.union1d(doubled.to_numpy(), wide.to_numpy()).astype(np.int64)


@dataclass
class _Group:
    tags: set[int]
    first_year: int | None = None
    last_year: int | None = None


def _solved(pairs: pl.DataFrame, limits: Limits) -> list[int]:
    """The places of the pairs that may be joined; a loop, for few groups break a limit."""
    groups = _groups(pl.concat([pairs["one"], pairs["other"].alias("one")]).unique(), limits)
    parent = {label: label for label in groups}

    def root(label: int) -> int:
        while parent[label] != label:
            parent[label] = label = parent[parent[label]]
        return label

    by_strength: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for place, one, other, strength in pairs.iter_rows():
        by_strength[strength].append((place, one, other))
    chosen: list[int] = []
    for _, of_class in sorted(by_strength.items()):
        rooted = [(place, root(one), root(other)) for place, one, other in of_class]
        for members in _fitting([(one, other) for _, one, other in rooted], groups):
            head = min(members)
            for each in members:
                parent[each] = head
            groups[head] = _union([groups[each] for each in members])
        chosen += [place for place, one, other in rooted if root(one) == root(other)]
    return chosen


def _fitting(pairs: Iterable[tuple[int, int]], groups: dict[int, _Group]) -> list[list[int]]:
    """The groups that one class of pairs may join: those that exclude another one are left out."""
    open_pairs = {pair for pair in pairs if _fit([groups[pair[0]], groups[pair[1]]])}
    fitting: list[list[int]] = []
    for members in _connected(open_pairs):
        if _fit([groups[each] for each in members]):
            fitting.append(members)
            continue
        inside, excluding = set(members), _excluding(members, groups)
        rest = {
            pair for pair in open_pairs if pair[0] in inside and not excluding.intersection(pair)
        }
        fitting += [each for each in _connected(rest) if _fit([groups[member] for member in each])]
    return fitting


def _connected(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    neighbours: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    seen: set[int] = set()
    connected = []
    for start in neighbours:
        if start in seen:
            continue
        members, pending = [], [start]
        seen.add(start)
        while pending:
            each = pending.pop()
            members.append(each)
            pending += neighbours[each] - seen
            seen |= neighbours[each]
        connected.append(members)
    return connected


def _excluding(members: list[int], groups: dict[int, _Group]) -> set[int]:
    holders: dict[int, list[int]] = defaultdict(list)
    for each in members:
        for tag in groups[each].tags:
            holders[tag].append(each)
    return {each for held in holders.values() if len(held) > 1 for each in held}


def _fit(groups: list[_Group]) -> bool:
    together = _union(groups)
    if len(together.tags) < sum(len(each.tags) for each in groups):
        return False
    own = max((_span(each) for each in groups), default=0)
    return _span(together) <= max(own, LONGEST_SPAN)


def _span(group: _Group) -> int:
    if group.first_year is None or group.last_year is None:
        return 0
    return group.last_year - group.first_year


def _union(groups: list[_Group]) -> _Group:
    first = [each.first_year for each in groups if each.first_year is not None]
    last = [each.last_year for each in groups if each.last_year is not None]
    return _Group(
        set().union(*(each.tags for each in groups)),
        min(first, default=None),
        max(last, default=None),
    )


def _groups(labels: pl.Series, limits: Limits) -> dict[int, _Group]:
    groups = {label: _Group(set()) for label in labels}
    wanted = labels.to_frame("label")
    for label, tag in limits.tags.join(wanted, on="label").iter_rows():
        groups[label].tags.add(tag)
    for label, first, last in limits.years.join(wanted, on="label").iter_rows():
        groups[label].first_year, groups[label].last_year = first, last
    return groups
