"""What went wrong, in the words of somebody who sits at Excel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vmbox.addin.buttons import button
from vmbox.errors import VmboxError
from vmbox.live import border

if TYPE_CHECKING:
    from pathlib import Path

# The commands whose work a button does: a person at Excel is told of the button.
_BUTTONS: Final = {
    "new": "new_workbook",
    "check": "check",
    "medians": "medians",
    "costs": "cost_refresh",
    "value": "cost_per_patient",
    "extend": "add_weeks",
}
_COMMAND: Final = re.compile(r"(?i:run )?`vmbox ([a-z]+)[^`]*`")


def explained(problem: Exception, log: Path | None) -> str:
    """Return one message for a problem: what was found, and what to do next."""
    if isinstance(problem, VmboxError):
        return in_buttons(str(problem))
    where = f"\n\nThe log file has the details: {log}" if log else ""
    if _is_the_programs(problem):
        return f"{border.explained(problem, 'The workbook')}{where}"
    if isinstance(problem, OSError):
        what = f"{problem.filename}: " if problem.filename else ""
        return f"{what}{problem.strerror or problem}. Close it in other programs and try again."
    return (
        "Something went wrong that vmbox did not foresee "
        f"({type(problem).__name__}). Press the button again; if it stays so, send the log file "
        f"to whoever looks after vmbox for you.{where}"
    )


def in_buttons(words: str) -> str:
    """Return a message that names buttons where it named commands."""

    def told(found: re.Match[str]) -> str:
        if found[1] in _BUTTONS:
            verb = "Press" if found[0][0] in "Rr" else "the button"
            return f"{verb} {button(_BUTTONS[found[1]]).label}"
        name = found[0].removeprefix("Run ").removeprefix("run ")
        return f"Ask whoever looks after vmbox to run {name}" if found[0] != name else name

    return _COMMAND.sub(told, words)


def _is_the_programs(problem: Exception) -> bool:
    """Whether Excel said no: a COM error on Windows, an Apple event's error on a Mac."""
    known = any(hasattr(problem, name) for name in ("hresult", "errornumber", "errormessage"))
    return known or type(problem).__name__ == "ExcelBusyError"
