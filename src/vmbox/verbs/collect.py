"""Collects many box scores into one tidy table: a row for each measure in each recorded week."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from vmbox.bulk import each, expand, no_cycles_sought
from vmbox.errors import VmboxError
from vmbox.measures import BETTER, DOMAINS
from vmbox.workbook import judged, read

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Executor

    from numpy.typing import NDArray

    from vmbox.measures import BoxScore

COLUMNS: Final = (
    *("team", "board", "setting", "domain", "measure", "unit", "better"),
    *("week", "value", "numerator", "denominator", "goal"),
    *("median", "phase", "signal", "note"),
)
# In this order, so that 1 is a shift, 2 a trend and 3 both.
SIGNALS: Final = ("", "shift", "trend", "shift and trend")
_MOST_NAMED: Final = 3
_NO_ROWS: Final = pd.DataFrame()


@dataclass(frozen=True, eq=False)
class Collected:
    """What one workbook gave.

    Attributes
    ----------
    path, team
        The workbook, and whose it is.
    frame
        Its rows, with the columns of `COLUMNS`.
    """

    path: Path
    team: str
    frame: pd.DataFrame


class Namesakes:
    """Finds teams that have the same name in different files: nothing else sets them apart."""

    def __init__(self) -> None:
        self._files: dict[str, list[Collected]] = {}

    def __len__(self) -> int:
        """The number of names."""
        return len(self._files)

    def add(self, one: Collected) -> None:
        """Note whose a workbook is."""
        self._files.setdefault(one.team.casefold(), []).append(replace(one, frame=_NO_ROWS))

    def remarks(self) -> list[str]:
        """Return what to say of each name that is in several files."""
        return [_said(files) for files in self._files.values() if len(files) > 1]


def _said(files: Sequence[Collected]) -> str:
    named = ", ".join(str(one.path) for one in files[:_MOST_NAMED])
    rest = f" and {len(files) - _MOST_NAMED} more" if len(files) > _MOST_NAMED else ""
    return (
        f"{len(files)} workbooks are of a team named '{files[0].team}': {named}{rest}. All are in "
        "the table, and nothing there tells them apart. If they are different teams, rename them."
    )


def collect(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    jobs: int = 0,
    executor: Executor | None = None,
    cluster: str | None = None,
) -> pd.DataFrame:
    """Return every recorded value of many workbooks as one tidy table.

    A row for each measure in each recorded week: team, board, setting, domain, measure, unit,
    better, week, value, numerator, denominator, goal, the median in force, the number of its
    phase, the signal that the point is part of ("shift", "trend", "shift and trend", or ""), and
    the week's note of that domain. Words that come again and again are categories, so that
    thousands of workbooks fit into memory: group them with ``observed=True``.

    Parameters
    ----------
    paths
        Workbooks, folders of them, or patterns such as ``boards/*/ward*.xlsx``.
    jobs, executor, cluster
        Who does the work: see `vmbox.bulk.each`.

    Warns
    -----
    UserWarning
        A workbook that could not be read, and why, while the others are returned; a team that is
        named as one in another file.

    Raises
    ------
    VmboxError
        No workbook was found, or none could be read.
    """
    many = [paths] if isinstance(paths, str | Path) else list(paths)  # type: ignore[arg-type]
    frames: list[pd.DataFrame] = []
    failures: list[str] = []
    namesakes = Namesakes()
    for outcome in each(collect_one, expand(many), jobs=jobs, executor=executor, cluster=cluster):
        if outcome.result is None:
            failures.append(str(outcome.error))
            continue
        frames.append(outcome.result.frame)
        namesakes.add(outcome.result)
    if not frames:
        more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
        raise VmboxError(f"No workbook could be read. {failures[0]}{more}")
    for words in (*failures, *namesakes.remarks()):
        warnings.warn(words, UserWarning, stacklevel=2)
    return joined(frames)


def collect_one(path: Path) -> Collected:
    """Return what one workbook gives."""
    with no_cycles_sought():
        box = read(path)
        return Collected(path, box.team, tidy(box))


def joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return tables of `COLUMNS` one below the other, still with categories."""
    if len(frames) == 1:
        return frames[0]
    columns: dict[str, Any] = {}
    for name in COLUMNS:
        parts = [frame[name] for frame in frames]
        if isinstance(parts[0].dtype, pd.CategoricalDtype):
            columns[name] = union_categoricals([part.array for part in parts])
        else:
            columns[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns, copy=False)


# ------------------------------------------------------------------ one box score
def tidy(box: BoxScore) -> pd.DataFrame:
    """Return the rows of one box score: those of `BoxScore.tidy`, judged, with their notes."""
    nothing = np.full(len(box.weeks), np.nan)
    values = _stacked([box.series(measure.name) for measure in box.measures], nothing)
    there = ~np.isnan(values)
    at = np.nonzero(there)
    shown = _shown(box)

    def of_input(name: str | None) -> NDArray[np.float64]:
        return nothing if name is None else box.series(name)

    numerators = [of_input(measure.numerator) for measure in box.measures]
    denominators = [of_input(measure.denominator) for measure in box.measures]
    goals = [np.nan if measure.goal is None else measure.goal for measure in box.measures]
    columns = {
        "team": _same(box.team, len(at[0])),
        "board": _same(box.board, len(at[0])),
        "setting": _same(box.setting, len(at[0])),
        "domain": _words([one.domain for one in box.measures], at[0], DOMAINS),
        "measure": _words([one.name for one in box.measures], at[0]),
        "unit": _words([one.unit for one in box.measures], at[0]),
        "better": _words([one.better for one in box.measures], at[0], BETTER),
        "week": box.weeks.to_numpy()[at[1]],
        "value": values[there],
        "numerator": _stacked(numerators, nothing)[there],
        "denominator": _stacked(denominators, nothing)[there],
        "goal": np.array(goals, dtype=np.float64)[at[0]],
        "median": shown.median[there],
        "phase": shown.phase[there],
        "signal": _categories(shown.signal[there], SIGNALS),
        "note": _notes(box, at),
    }
    return pd.DataFrame(columns, copy=False)


def _stacked(
    rows: Sequence[NDArray[np.float64]], nothing: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.array(rows).reshape(len(rows), len(nothing))


def _categories(codes: NDArray[Any], words: Sequence[str]) -> pd.Categorical[Any]:
    # Words of one kind, also where there are none: joined tables ask for that.
    return pd.Categorical.from_codes(codes, pd.Index(list(words), dtype=object))


def _same(word: str, count: int) -> pd.Categorical[Any]:
    return _categories(np.zeros(count, dtype=np.int8), [word])


def _words(
    words: Sequence[str], rows: NDArray[np.intp], known: Sequence[str] = ()
) -> pd.Categorical[Any]:
    """The word of each row's measure, as a category."""
    categories = list(known or dict.fromkeys(words))
    codes = np.array([categories.index(word) for word in words], dtype=np.int16)
    return _categories(codes[rows], categories)


def _notes(box: BoxScore, at: tuple[NDArray[np.intp], ...]) -> pd.Categorical[Any]:
    """The note of each row's domain and week, as a category: most are blank."""
    categories = list(dict.fromkeys(["", *box.notes.values()]))
    code_of = {note: code for code, note in enumerate(categories)}
    place = {week.date(): number for number, week in enumerate(box.weeks)} if box.notes else {}
    codes = np.zeros((len(box.measures), len(box.weeks)), dtype=np.int32)
    for (domain, day), note in box.notes.items():
        if day in place:
            rows = [one.domain == domain for one in box.measures]
            codes[rows, place[day]] = code_of[note]
    return _categories(codes[at], categories)


# ------------------------------------------------------------------ judged
@dataclass(frozen=True, eq=False)
class _Shown:
    """What the run charts show at each point: arrays of measures x weeks."""

    median: NDArray[np.float64]
    phase: NDArray[np.int64]
    signal: NDArray[np.int8]


def _shown(box: BoxScore) -> _Shown:
    shape = (len(box.measures), len(box.weeks))
    shown = _Shown(
        np.full(shape, np.nan), np.ones(shape, dtype=np.int64), np.zeros(shape, dtype=np.int8)
    )
    weeks = np.arange(len(box.weeks))
    for row, judgement in enumerate(judged(box, proposals=False)):
        analysis = judgement.analysis
        starts = [phase.start for phase in analysis.phases]
        shown.median[row] = analysis.median
        shown.phase[row] = np.maximum(np.searchsorted(starts, weeks, "right"), 1)
        shown.signal[row] = analysis.shift + 2 * analysis.trend
    return shown
