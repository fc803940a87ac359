"""Which function does the work of which button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.addin.helping import about, show_help

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmbox.addin.desk import Work

WORKS: Final[Mapping[str, Work]] = {
    "show_help": show_help,
    "about": about,
}
