"""A few series of one length judged together: each as `analyse` and `propose` judge it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from vmbox.runcharts._analysis import Analysis, analysis_of
from vmbox.runcharts._judge import judge
from vmbox.runcharts._phases import read_phases, table_of_phases
from vmbox.runcharts._proposals import Proposal, proposals_of
from vmbox.runcharts._series import read_number, read_series
from vmbox.runcharts.rules import Rules, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike


class Together(NamedTuple):
    """What the rules say of one of the series: its analysis, and the new median they propose."""

    analysis: Analysis
    proposal: Proposal | None


def analyse_together(
    table: Sequence[ArrayLike],
    rules: str | Rules = "his",
    *,
    phases: Sequence[Iterable[int]],
    ceiling: float | None = None,
    proposals: bool = True,
    **overrides: Any,
) -> list[Together]:
    """Return what the rules say of each series, and what they propose; far quicker than one by one.

    Parameters
    ----------
    table
        The series, all of one length of at least one week; as for `analyse`.
    phases
        For each of the series the positions of the medians that a person accepted.
    rules, ceiling, overrides
        The same for all, as for `analyse`.
    proposals
        Whether to look for new medians; without, none is proposed.

    Raises
    ------
    SeriesError, RulesError
        As for `analyse`.
    """
    law = rules_of(rules, overrides)
    limit = read_number(ceiling, "ceiling")
    values = np.array([read_series(series) for series in table])
    weeks = values.shape[1]
    named = table_of_phases([read_phases(one, weeks) for one in phases], weeks)
    judged = judge(values, named, law, limit)
    wanted = proposals and law.rephase is not None
    proposed = proposals_of(values, named, law, limit) if wanted else [None] * len(values)
    return [
        Together(analysis_of(series, judged, row, law), proposed[row])
        for row, series in enumerate(values)
    ]
