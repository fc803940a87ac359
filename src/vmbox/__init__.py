"""Excel-native box scores for improvement teams: make, read and judge the standard workbook.

::

    import vmbox

    box = vmbox.read("ward 7.xlsx")
    box.values                      # a DataFrame, weeks by measure
    vmbox.write(box, "copy.xlsx")
    vmbox.runcharts.analyse(box.values["Complaints"])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from vmbox._version import __version__

if TYPE_CHECKING:
    from vmbox import errors, measures, runcharts
    from vmbox.errors import VmboxError
    from vmbox.measures import BoxScore, Input, Measure, load_set, settings
    from vmbox.template import write_workbook as write
    from vmbox.verbs.adoption import adopt
    from vmbox.verbs.checking import check_files as check
    from vmbox.verbs.collect import collect
    from vmbox.verbs.repairing import repair
    from vmbox.workbook import judged, read

__all__ = [
    "BoxScore",
    "Input",
    "Measure",
    "VmboxError",
    "__version__",
    "adopt",
    "check",
    "collect",
    "errors",
    "judged",
    "load_set",
    "measures",
    "read",
    "repair",
    "runcharts",
    "settings",
    "write",
]

# Loaded when first used, so that `import vmbox` costs nothing: where it is, and its name there.
_LAZY = {
    "BoxScore": ("vmbox.measures", "BoxScore"),
    "Input": ("vmbox.measures", "Input"),
    "Measure": ("vmbox.measures", "Measure"),
    "VmboxError": ("vmbox.errors", "VmboxError"),
    "adopt": ("vmbox.verbs.adoption", "adopt"),
    "check": ("vmbox.verbs.checking", "check_files"),
    "collect": ("vmbox.verbs.collect", "collect"),
    "errors": ("vmbox.errors", ""),
    "judged": ("vmbox.workbook", "judged"),
    "load_set": ("vmbox.measures", "load_set"),
    "measures": ("vmbox.measures", ""),
    "read": ("vmbox.workbook", "read"),
    "repair": ("vmbox.verbs.repairing", "repair"),
    "runcharts": ("vmbox.runcharts", ""),
    "settings": ("vmbox.measures", "settings"),
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
