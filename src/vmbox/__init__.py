"""Excel-native box scores for improvement teams: make, read and judge the standard workbook.

::

    import vmbox

    box = vmbox.read("ward 7.xlsx")
    box.values                      # a DataFrame, weeks by measure
    vmbox.write(box, "copy.xlsx")
    vmbox.runcharts.analyse(box.values["Complaints"])

    export = vmbox.read_source("incidents.csv")
    vmbox.fill("ward 7.xlsx", export.values)
    vmbox.check(["ward 7.xlsx"])    # a DataFrame of findings
    vmbox.collect(["boards"])       # a DataFrame, one row a measure and week
    vmbox.report("ward 7.xlsx", "ward 7.html")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from vmbox._version import __version__

if TYPE_CHECKING:
    from vmbox import errors, measures, runcharts
    from vmbox.errors import VmboxError
    from vmbox.measures import BoxScore, Input, Measure, load_set, settings
    from vmbox.reports import report
    from vmbox.tables import read_source
    from vmbox.template import write_workbook as write
    from vmbox.verbs.adoption import adopt
    from vmbox.verbs.checking import check_files as check
    from vmbox.verbs.collect import collect
    from vmbox.verbs.costing import costs
    from vmbox.verbs.extending import extend
    from vmbox.verbs.filling import fill
    from vmbox.verbs.medians import accept, medians, undo
    from vmbox.verbs.opened import open_box_score
    from vmbox.verbs.repairing import repair
    from vmbox.verbs.valuing import value_of
    from vmbox.workbook import judged, read

__all__ = [
    "BoxScore",
    "Input",
    "Measure",
    "VmboxError",
    "__version__",
    "accept",
    "adopt",
    "check",
    "collect",
    "costs",
    "errors",
    "extend",
    "fill",
    "judged",
    "load_set",
    "measures",
    "medians",
    "open_box_score",
    "read",
    "read_source",
    "repair",
    "report",
    "runcharts",
    "settings",
    "undo",
    "value_of",
    "write",
]

# Loaded when first used, so that `import vmbox` costs nothing: where it is, and its name there.
_LAZY = {
    "BoxScore": ("vmbox.measures", "BoxScore"),
    "Input": ("vmbox.measures", "Input"),
    "Measure": ("vmbox.measures", "Measure"),
    "VmboxError": ("vmbox.errors", "VmboxError"),
    "accept": ("vmbox.verbs.medians", "accept"),
    "adopt": ("vmbox.verbs.adoption", "adopt"),
    "check": ("vmbox.verbs.checking", "check_files"),
    "collect": ("vmbox.verbs.collect", "collect"),
    "costs": ("vmbox.verbs.costing", "costs"),
    "errors": ("vmbox.errors", ""),
    "extend": ("vmbox.verbs.extending", "extend"),
    "fill": ("vmbox.verbs.filling", "fill"),
    "judged": ("vmbox.workbook", "judged"),
    "load_set": ("vmbox.measures", "load_set"),
    "measures": ("vmbox.measures", ""),
    "medians": ("vmbox.verbs.medians", "medians"),
    "open_box_score": ("vmbox.verbs.opened", "open_box_score"),
    "read": ("vmbox.workbook", "read"),
    "read_source": ("vmbox.tables", "read_source"),
    "repair": ("vmbox.verbs.repairing", "repair"),
    "report": ("vmbox.reports", "report"),
    "runcharts": ("vmbox.runcharts", ""),
    "settings": ("vmbox.measures", "settings"),
    "undo": ("vmbox.verbs.medians", "undo"),
    "value_of": ("vmbox.verbs.valuing", "value_of"),
    "write": ("vmbox.template", "write_workbook"),
}


def __getattr__(name: str) -> object:
    """Return a public name, loading the room that it lives in."""
    if name not in _LAZY:
        raise AttributeError(f"module 'vmbox' has no attribute {name!r}")
    room, inner = _LAZY[name]
    module = import_module(room)
    found: object = getattr(module, inner) if inner else module
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
