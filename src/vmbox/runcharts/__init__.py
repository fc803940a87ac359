"""Run charts judged exactly: arrays in, results out, knowing no workbook at all.

`analyse` says what a preset's rules make of one series; `propose` says which new median a person
might accept next. A preset is a value (`Rules`), so one's own rules are a keyword away.
"""

from __future__ import annotations

from vmbox.runcharts._analysis import Analysis, analyse
from vmbox.runcharts._phases import Phase
from vmbox.runcharts._proposals import Proposal, propose
from vmbox.runcharts._runs import run_limits
from vmbox.runcharts.rules import HIS, PRESETS, Rules

__all__ = [
    "HIS",
    "PRESETS",
    "Analysis",
    "Phase",
    "Proposal",
    "Rules",
    "analyse",
    "propose",
    "run_limits",
]
