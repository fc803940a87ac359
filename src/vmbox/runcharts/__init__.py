"""Run charts and control charts judged exactly: arrays in, results out, knowing no workbook.

`analyse` says what a preset's rules make of one series and `analyse_many` of thousands; `propose`
says which new median a person might accept next. A preset is a value (`Rules`), so one's own
rules are a keyword away. Control charts are in `vmbox.runcharts.control`.
"""

from __future__ import annotations

from vmbox.runcharts._analysis import Analysis, Phase, PhaseRuns, analyse
from vmbox.runcharts._chance_limits import crossings_limit, longest_run_limit, run_limits
from vmbox.runcharts._many import Analyses, analyse_many
from vmbox.runcharts._proposals import Proposal, propose
from vmbox.runcharts._special import (
    Assurance,
    Icons,
    SpecialCause,
    Variation,
    icons,
    special_causes,
)
from vmbox.runcharts.rules import ANHOEJ, HIS, MDC, PHS, PRESETS, RUNCHARTER, Rules

__all__ = [
    "ANHOEJ",
    "HIS",
    "MDC",
    "PHS",
    "PRESETS",
    "RUNCHARTER",
    "Analyses",
    "Analysis",
    "Assurance",
    "Icons",
    "Phase",
    "PhaseRuns",
    "Proposal",
    "Rules",
    "SpecialCause",
    "Variation",
    "analyse",
    "analyse_many",
    "crossings_limit",
    "icons",
    "longest_run_limit",
    "propose",
    "run_limits",
    "special_causes",
]
