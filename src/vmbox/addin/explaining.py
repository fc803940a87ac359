"""What went wrong, in the words of somebody who sits at Excel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vmbox.addin.buttons import button
from vmbox.errors import VmboxError

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
# What Excel answers while a cell is being edited or a dialogue is open.
_BUSY: Final = frozenset({-2147418111, -2146777998})
_HAS_SAID: Final = 2
BUSY: Final = (
    "Excel is busy: a cell is being edited, or a question is open somewhere. Press Enter or Esc in "
    "Excel, answer what is open, and press the button again."
)


def explained(problem: BaseException, log: Path | None) -> str:
    """Return one message for a problem: what was found, and what to do next."""
    if isinstance(problem, VmboxError):
        return in_buttons(str(problem))
    if _is_busy(problem):
        return BUSY
    where = f"\n\nThe log file has the details: {log}" if log else ""
    if refusal := _refusal(problem):
        return (
            f"Excel refuses: {refusal.rstrip('.')}. If a sheet is protected, take the protection "
            f"off (Review, Unprotect Sheet); then press the button again.{where}"
        )
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


def _is_busy(problem: BaseException) -> bool:
    """Whether Excel would not listen; the error's class is known on Windows alone."""
    numbers = {getattr(problem, "hresult", None), *_numbers(problem.args)}
    return bool(numbers & _BUSY) or type(problem).__name__ == "ExcelBusyError"


def _numbers(args: object) -> set[int]:
    if isinstance(args, int):
        return {args}
    if isinstance(args, tuple):
        return {number for one in args for number in _numbers(one)}
    return set()


def _refusal(problem: BaseException) -> str:
    """What Excel itself said: on Windows in a COM error, on a Mac in an Apple event's."""
    for one in problem.args:
        if isinstance(one, tuple) and len(one) > _HAS_SAID and isinstance(one[_HAS_SAID], str):
            return one[_HAS_SAID].strip()
    said = getattr(problem, "errormessage", "")
    return said.strip() if isinstance(said, str) else ""
