"""Where things must be that always stand in one order, told by those that are known."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

T = TypeVar("T")


def places_of_missing(
    order: Sequence[T],
    known: Mapping[T, int],
    free: Collection[int],
    *,
    start: int | None = None,
    end: int | None = None,
) -> dict[T, int]:
    """Return the places of those that are not known, as far as there is only one way.

    Between two that are known as many places must be free as things are missing; before the first
    and after the last they must be free without a gap.

    Parameters
    ----------
    order
        Everything, in its order.
    known
        The places of some.
    free
        The places that may be taken.
    start, end
        The place before the first, and the one after the last.
    """
    anchors: list[tuple[int, int | None]] = [(-1, start)]
    anchors += [(rank, known[one]) for rank, one in enumerate(order) if one in known]
    anchors.append((len(order), end))
    found: dict[T, int] = {}
    for (before, low), (after, high) in pairwise(anchors):
        missing = order[before + 1 : after]
        found.update(zip(missing, _between(low, high, len(missing), free), strict=False))
    return found


def _between(low: int | None, high: int | None, count: int, free: Collection[int]) -> list[int]:
    if low is not None and high is not None:
        places = [place for place in range(low + 1, high) if place in free]
    elif high is not None:
        places = [place for place in range(high - count, high) if place in free]
    elif low is not None:
        places = [place for place in range(low + 1, low + 1 + count) if place in free]
    else:
        places = []
    return places if len(places) == count else []
