"""Run charts and control charts judged exactly: arrays in, results out, knowing no workbook.

`analyse` says what a preset's rules make of one series and `analyse_many` of thousands; `propose`
says which new median a person might accept next. A preset is a value (`Rules`), so one's own
rules are a keyword away. Control charts are in `vmbox.runcharts.control`.
"""

from __future__ import annotations

from vmbox.runcharts._advice import Advice, Concern, advise
from vmbox.runcharts._analysis import Analysis, Phase, PhaseRuns, analyse
from vmbox.runcharts._chance import ExpectedSignals, expected_signals
from vmbox.runcharts._chance_limits import crossings_limit, longest_run_limit, run_limits
from vmbox.runcharts._many import Analyses, analyse_many
from vmbox.runcharts._pareto import Pareto, pareto
from vmbox.runcharts._proposals import Proposal, propose
from vmbox.runcharts._special import (
    Assurance,
    Icons,
    SpecialCause,
    Variation,
    icons,
    special_causes,
)
from vmbox.runcharts._together import Together, analyse_together
from vmbox.runcharts.rules import ANHOEJ, HIS, MDC, PHS, PRESETS, RUNCHARTER, Rules

__all__ = [
    "ANHOEJ",
    "HIS",
    "MDC",
    "PHS",
    "PRESETS",
    "RUNCHARTER",
    "Advice",
    "Analyses",
    "Analysis",
    "Assurance",
    "Concern",
    "ExpectedSignals",
    "Icons",
    "Pareto",
    "Phase",
    "PhaseRuns",
    "Proposal",
    "Rules",
    "SpecialCause",
    "Together",
    "Variation",
    "advise",
    "analyse",
    "analyse_many",
    "analyse_together",
    "crossings_limit",
    "expected_signals",
    "icons",
    "longest_run_limit",
    "pareto",
    "propose",
    "run_limits",
    "special_causes",
]
