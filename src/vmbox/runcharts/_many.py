"""Many series at once: the same answers as one at a time, without a loop over them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from vmbox.errors import SeriesError
from vmbox.runcharts._analysis import Analysis, analysis_of
from vmbox.runcharts._chance_limits import crossings_limit, for_each
from vmbox.runcharts._judge import Judged, judge
from vmbox.runcharts._phases import read_phases, table_of_phases
from vmbox.runcharts._series import in_turn, read_number, read_table
from vmbox.runcharts.rules import Rules, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import ArrayLike

    from vmbox.runcharts._series import Flags, Floats, Positions

# So many numbers are judged together that their tables stay in the processor's cache, and that
# numpy's work outweighs the calls to it: half as many cost a tenth more, as measured, and twice
# as many save nothing. Two threads save nothing either: the calls between them are too short.
_BLOCK = 1 << 17


@dataclass(frozen=True, slots=True, eq=False)
class Analyses:
    """What the rules say of many series: arrays by series, and by series and week.

    ``analyses[i]`` is the `Analysis` of series ``i``, the same as `analyse` would give, and
    iterating gives them in turn. The arrays are those of `Analysis`, one row a series.

    Attributes
    ----------
    values
        The table as judged, series x weeks.
    rules
        The rules in force.
    judged
        All the arrays, those by phase too.
    """

    values: Floats
    rules: Rules
    judged: Judged

    def __len__(self) -> int:
        """The number of series."""
        return len(self.values)

    def __getitem__(self, row: int) -> Analysis:
        """Return the analysis of one series; IndexError where there is no such row."""
        return analysis_of(self.values[row], self.judged, row, self.rules)

    def __iter__(self) -> Iterator[Analysis]:
        """Return the analyses one after another."""
        return (self[row] for row in range(len(self)))

    @property
    def points(self) -> Positions:
        """The number of points, by series."""
        return self.judged.points

    @property
    def median(self) -> Floats:
        """The centre in force, by series and week."""
        return self.judged.median[:, : self.values.shape[1]]

    @property
    def shift(self) -> Flags:
        """Whether a value is part of a shift, by series and week."""
        return self.judged.shift[:, : self.values.shape[1]]

    @property
    def trend(self) -> Flags:
        """Whether a value is part of a trend, by series and week."""
        return self.judged.trend[:, : self.values.shape[1]]

    @property
    def shifts(self) -> Positions:
        """The number of shifts, by series."""
        return self.judged.shifts

    @property
    def trends(self) -> Positions:
        """The number of trends, by series."""
        return self.judged.trends

    @property
    def useful(self) -> Positions:
        """The number of useful points, by series."""
        return self.judged.useful

    @property
    def runs(self) -> Positions:
        """The number of runs, by series."""
        return self.judged.runs

    @property
    def longest_run(self) -> Positions:
        """The number of useful points in the longest run, by series."""
        return self.judged.longest_run

    @property
    def signal(self) -> Flags:
        """Whether the rules say that there is anything but chance, by series."""
        judged, rules = self.judged, self.rules
        flags = [judged.shift, judged.trend, judged.close]
        if rules.limits is not None and self.values.shape[1]:
            flags += [self.values < judged.lower, self.values > judged.upper]
        if rules.crossings is not None:
            fewest = for_each(partial(crossings_limit, chance=rules.crossings), judged.phase_useful)
            flags.append((judged.phase_runs - 1 < fewest) & (judged.phase_useful > 0))
        found = np.zeros(len(self.values), dtype=bool)
        for flag in flags:
            found[flag.any(axis=1)] = True
        return found

    @property
    def phases(self) -> Positions:
        """The number of phases, by series."""
        weeks = self.judged.median.shape[1]
        counts: Positions = np.count_nonzero(self.judged.phase_start < weeks, axis=1)
        return counts


def analyse_many(
    values: ArrayLike | Any,
    rules: str | Rules = "his",
    *,
    phases: Sequence[Iterable[int]] | None = None,
    ceiling: float | None = None,
    **overrides: Any,
) -> Analyses:
    """Return what the rules say of each of many series: for each row the same as `analyse`.

    Parameters
    ----------
    values
        Series x weeks, in any unit; NaN where a value is missing, and at the end of a series that
        is shorter than the longest.
    rules, ceiling, overrides
        As for `analyse`, the same for all series.
    phases
        As for `analyse`, a collection of positions for each series; None for the rules' own.

    Raises
    ------
    SeriesError
        Not a table of finite numbers, or not a collection of phases for each series.
    RulesError
        No such preset, or rules that cannot be.
    """
    law = rules_of(rules, overrides)
    series = read_table(values)
    limit = read_number(ceiling, "ceiling")
    count, weeks = series.shape
    table = series if weeks else np.full((count, 1), np.nan)
    named = _named(phases, count, table.shape[1])
    return Analyses(series, law, _judged_by_blocks(table, named, law, limit))


def _named(phases: Sequence[Iterable[int]] | None, count: int, weeks: int) -> Positions | None:
    if phases is None:
        return None
    each = in_turn(phases, "phases")
    if len(each) != count:
        raise SeriesError(
            f"phases must name the phases of each series: {count} series came with "
            f"{len(each)} collections of phases."
        )
    return table_of_phases([read_phases(positions, weeks) for positions in each], weeks)


def _judged_by_blocks(
    table: Floats, named: Positions | None, rules: Rules, ceiling: float | None
) -> Judged:
    """Return what `judge` says of the table, working through it block by block."""
    count, weeks = table.shape
    step = max(_BLOCK // weeks, 1)
    if count <= step:
        return judge(table, named, rules, ceiling)
    whole: dict[str, Any] = {}
    by_phase: dict[str, list[np.ndarray]] = {name: [] for name in _BY_PHASE}
    for start in range(0, count, step):
        rows = slice(start, start + step)
        block = judge(table[rows], None if named is None else named[rows], rules, ceiling)
        for name in _NOT_BY_PHASE:
            part = getattr(block, name)
            if not start:
                whole[name] = np.zeros((count, *part.shape[1:]), dtype=part.dtype)
            # Memory that stays zero is never touched, which saves the system handing it out.
            if part.any():
                whole[name][rows] = part
        for name in _BY_PHASE:
            by_phase[name].append(getattr(block, name))
    for name in _BY_PHASE:
        whole[name] = _joined(by_phase[name], name, weeks)
    return Judged(**whole)


_BY_PHASE = [field.name for field in fields(Judged) if field.name.startswith("phase_")]
_NOT_BY_PHASE = [field.name for field in fields(Judged) if field.name not in _BY_PHASE]


def _joined(tables: list[np.ndarray], name: str, weeks: int) -> np.ndarray:
    """Return tables by phase as one, as wide as the most phases of any series."""
    width = max(table.shape[1] for table in tables)
    empty = weeks if name == "phase_start" else 0
    joined = np.full((sum(map(len, tables)), width), empty, dtype=tables[0].dtype)
    done = 0
    for table in tables:
        joined[done : done + len(table), : table.shape[1]] = table
        done += len(table)
    return joined
