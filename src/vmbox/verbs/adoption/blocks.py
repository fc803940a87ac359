"""Where weeks run across a sheet: heading lines, and the lines of figures below each."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from vmbox.verbs.adoption.ledger import is_figure
from vmbox.verbs.adoption.roles import role_of
from vmbox.verbs.adoption.stamps import Stamp, read_stamp
from vmbox.verbs.adoption.view import View, empty

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vmbox.tables import Grid

_FAMILY: Final = {
    "date": "date",
    "day": "date",
    "month": "month",
    "month name": "month",
    "week": "week",
}
_RANK: Final = ("date", "month", "week")
_WEEK_WORD = re.compile(r"\b(?:week|wk|weeks|w/?[ce]|month|date)\b", re.IGNORECASE)
_SERIALS: Final = range(36526, 62092)  # Excel's numbers of the days from 2000 to 2069
_EPOCH: Final = 693594
_COUNTED: Final = 4
_NEAR: Final = 14


@dataclass(frozen=True)
class Block:
    """One heading line, and the lines and positions that it dates.

    Attributes
    ----------
    header, until
        The heading line; the lines after it, up to `until`, are dated by it.
    begin, end
        The positions that belong to it, labels and totals included.
    stamps
        What the heading says of each dated position.
    again
        Heading lines beside it that say the weeks once more.
    """

    view: View
    header: int
    until: int
    begin: int
    end: int
    stamps: Mapping[int, Stamp]
    again: tuple[int, ...] = ()

    @property
    def label_stop(self) -> int:
        """The first dated position; labels stand before it."""
        return min(self.stamps)


def find_blocks(grid: Grid, number: int) -> tuple[View, list[Block]]:
    """Return the sheet with weeks across, and its blocks; none where it has no weeks."""
    views = [View(grid, number), View(grid, number, turned=True)]
    found = [_headings(view) for view in views]
    best = [max((len(stamps) for stamps in one.values()), default=0) for one in found]
    chosen = 1 if best[1] > best[0] else 0
    return views[chosen], _blocks(views[chosen], found[chosen])


def _headings(view: View) -> dict[int, dict[int, Stamp]]:
    """The lines that may be headings of weeks, with what they say of their positions."""
    found: dict[int, dict[int, Stamp]] = {}
    for line in range(len(view.lines)):
        stamps = _stamps(view, line)
        if len(stamps) > 1 or (stamps and _labelled(view, line, min(stamps))):
            found[line] = stamps
    if not found:
        return {}
    families = Counter(_family(stamps) for stamps in found.values() for _ in stamps)
    most = max(len(stamps) for stamps in found.values())
    family = max(
        (_family(stamps) for stamps in found.values() if len(stamps) * 2 >= most),
        key=lambda one: (families[one] > 1, -_RANK.index(one)),
    )
    full = any(stamp.kind == "date" for stamps in found.values() for stamp in stamps.values())
    return {
        line: stamps
        for line, stamps in found.items()
        if _family(stamps) in (family, "week")
        and len(stamps) * 4 >= most
        and not (full and all(stamp.kind == "day" for stamp in stamps.values()))
    }


def _stamps(view: View, line: int) -> dict[int, Stamp]:
    cells = view.lines[line]
    read = {at: stamp for at, cell in enumerate(cells) if (stamp := read_stamp(cell))}
    read = read or _numbers(view, line)
    if not read:
        return {}
    family = Counter(_FAMILY[stamp.kind] for stamp in read.values()).most_common(1)[0][0]
    read = {at: stamp for at, stamp in read.items() if _FAMILY[stamp.kind] == family}
    # "3/4" or "may" again and again is what was recorded, and no heading.
    vague = any(stamp.kind in ("day", "month name") for stamp in read.values())
    distinct = {(stamp.date, stamp.number, stamp.year) for stamp in read.values()}
    return {} if vague and len(distinct) * 2 <= len(read) else read


def _numbers(view: View, line: int) -> dict[int, Stamp]:
    """A line of bare numbers that count weeks, or that are the days of a spreadsheet."""
    cells = enumerate(view.lines[line])
    whole = {at: number for at, cell in cells if (number := _whole(cell)) is not None}
    numbers = [whole[at] for at in sorted(whole)]
    if len(numbers) < _COUNTED:
        return {}
    steps = Counter(b - a for a, b in pairwise(numbers))
    step, often = steps.most_common(1)[0]
    steady = often * 10 >= 8 * (len(numbers) - 1)
    if step == 7 and steady and all(number in _SERIALS for number in numbers):  # noqa: PLR2004
        return {at: _serial(number) for at, number in whole.items()}
    counts = step == 1 and steady and all(1 <= number <= 53 for number in numbers)  # noqa: PLR2004
    if counts and _labelled(view, line, min(whole)):
        return {at: Stamp("week", number=number) for at, number in whole.items()}
    return {}


def _whole(cell: object) -> int | None:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) <= _SERIALS.stop:
        return int(cell)
    if isinstance(cell, str) and re.fullmatch(r"\d{1,5}", cell.strip()):
        return int(cell)
    return None


def _serial(number: int) -> Stamp:
    return Stamp("date", dt.date.fromordinal(number + _EPOCH))


def _labelled(view: View, line: int, first: int) -> bool:
    """Whether a word such as "Week" stands before the first of a line's cells."""
    texts = [view.text(line, at) for at in range(first)]
    return any(_WEEK_WORD.search(text) for text in texts)


def _family(stamps: Mapping[int, Stamp]) -> str:
    return Counter(_FAMILY[stamp.kind] for stamp in stamps.values()).most_common(1)[0][0]


def _blocks(view: View, found: dict[int, dict[int, Stamp]]) -> list[Block]:
    groups: list[list[int]] = []
    for line in sorted(found):
        if groups and _beside(view, found, groups[-1], line):
            groups[-1].append(line)
        elif not (groups and _data(found[groups[-1][0]], found[line])):
            groups.append([line])
    heads = [min(group, key=lambda line: _weight(view, line, found[line])) for group in groups]
    stops = [*(group[0] for group in groups), len(view.lines)][1:]
    blocks: list[Block] = []
    for group, head, stop in zip(groups, heads, stops, strict=False):
        again = tuple(line for line in group if line != head)
        blocks += _parted(Block(view, head, stop, 0, view.width, found[head], again))
    return blocks


def _beside(
    view: View, found: Mapping[int, Mapping[int, Stamp]], group: Sequence[int], line: int
) -> bool:
    """Whether a line says the weeks of the headings above it again, with no figures between."""
    above = found[group[-1]]
    shared = set(above) & set(found[line])
    if 2 * len(shared) < len(found[line]):
        return False
    return not any(_has_figures(view, between, shared) for between in range(group[-1] + 1, line))


def _has_figures(view: View, line: int, positions: set[int]) -> bool:
    return any(is_figure(view.at(line, at)) for at in positions)


def _data(header: Mapping[int, Stamp], stamps: Mapping[int, Stamp]) -> bool:
    """Whether a line's dates are what was recorded in the weeks: near them, and not the same."""
    shared = [at for at in stamps if at in header and stamps[at].kind == header[at].kind == "date"]
    apart = [abs((stamps[at].date - header[at].date).days) for at in shared]
    near = sum(days <= _NEAR for days in apart)
    return bool(apart) and near * 2 > len(stamps) and any(apart)


def _weight(view: View, line: int, stamps: Mapping[int, Stamp]) -> tuple[int, bool, int, int]:
    """How good a heading is, the best first: full dates, no week's end, the more the better."""
    kinds = Counter(stamp.kind for stamp in stamps.values())
    order = ("date", "month", "day", "month name", "week")
    kind = min(kinds, key=order.index)
    from_label = any(stamp.ending for stamp in stamps.values()) or any(
        "end" in view.text(line, at).casefold() for at in range(min(stamps))
    )
    return order.index(kind), from_label, -len(stamps), line


def _parted(block: Block) -> list[Block]:
    """A block, parted where names of measures stand once more between its weeks."""
    cuts = [block.begin]
    dated = sorted(block.stamps)
    for left, right in pairwise(dated):
        cut = next((at for at in range(left + 1, right) if _names_again(block, at, right)), None)
        cuts += [cut] if cut is not None else []
    parts: list[Block] = []
    for begin, end in zip(cuts, [*cuts[1:], block.end], strict=True):
        stamps = {at: stamp for at, stamp in block.stamps.items() if begin <= at < end}
        parts.append(replace(block, begin=begin, end=end, stamps=stamps))
    return parts


def _names_again(block: Block, at: int, dated: int) -> bool:
    view = block.view
    heading = view.text(block.header, at)
    if heading and role_of(heading) != "name":
        return False
    lines = [
        line for line in range(block.header + 1, block.until) if is_figure(view.at(line, dated))
    ]
    texts = [line for line in lines if view.text(line, at) and not is_figure(view.at(line, at))]
    return len(texts) > 1 and 2 * len(texts) > len(lines)


def blank_line(view: View, line: int) -> bool:
    """Whether nothing stands in a line."""
    return all(empty(cell) for cell in view.lines[line])
