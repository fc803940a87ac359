"""What a Mac says about the add-in.

The names of preferences are those of Microsoft's page "Set preferences for macro security in Office
for Mac".
"""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING, Final

from vmbox.xlam.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmbox.xlam.surroundings import Surroundings

_OFFICE: Final = "com.microsoft.office"
_OFF: Final = "DisabledWithoutWarnings"
_IT: Final = "Ask whoever looks after your computer: docs/for-it.md is for them."


def mac_findings(here: Surroundings) -> Iterator[Finding]:
    """Yield what the files and preferences of a Mac tell."""
    yield _excel(here)
    yield _script(here)
    yield from _macros(here)
    yield Finding(
        "Automation",
        "look",
        "whether Excel may be controlled cannot be told from here",
        "If a button does nothing: System Settings, Privacy & Security, Automation, and let "
        "Python or Terminal control Microsoft Excel.",
    )


def _excel(here: Surroundings) -> Finding:
    app = here.applications / "Microsoft Excel.app"
    try:
        told = plistlib.loads((app / "Contents" / "Info.plist").read_bytes())
    except (OSError, ValueError, plistlib.InvalidFileException):
        words = f"no Excel in {here.applications}"
        return Finding("Excel", "look", words, "The add-in needs Excel 2016 or later.")
    version = told.get("CFBundleShortVersionString", "of an unknown version")
    return Finding("Excel", "fine", f"Microsoft Excel {version}")


def _script(here: Surroundings) -> Finding:
    script = here.scripts / f"xlwings-{here.packages.get('xlwings', '')}.applescript"
    if script.is_file():
        return Finding("Script", "fine", f"Excel may start Python, by {script.name}")
    words = f"{script.name} is not in {here.scripts}, so Excel cannot start Python"
    return Finding("Script", "wrong", words, "In a terminal, type: xlwings runpython install")


def _macros(here: Surroundings) -> Iterator[Finding]:
    if here.preference(_OFFICE, "VisualBasicEntirelyDisabled"):
        words = "macros are switched off in all of Office (VisualBasicEntirelyDisabled)"
        yield Finding("Macros", "wrong", words, f"No add-in can work so. {_IT}")
    elif here.preference(_OFFICE, "VisualBasicMacroExecutionState") == _OFF:
        words = f"Excel runs no macros (VisualBasicMacroExecutionState {_OFF})"
        cure = f"In Excel: Settings, Security & Privacy. If it is greyed out: {_IT}"
        yield Finding("Macros", "wrong", words, cure)
    else:
        yield Finding("Macros", "fine", "Excel runs macros, or asks before it does")
    if here.preference(_OFFICE, "DisableVisualBasicMacScript"):
        words = "macros may not use MacScript (DisableVisualBasicMacScript), as xlwings does"
        yield Finding("Macros", "wrong", words, _IT)
