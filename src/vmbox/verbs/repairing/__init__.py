"""Repairs a box score: formulas, headings, labels and names, and no value lost."""

from vmbox.verbs.repairing.mended import Mend
from vmbox.verbs.repairing.repairing import Repair, repair

__all__ = ["Mend", "Repair", "repair"]
