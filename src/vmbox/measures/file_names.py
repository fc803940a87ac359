"""File names that Windows, SharePoint and Excel all take."""

from __future__ import annotations

import re
from typing import Final

from vmbox.errors import FileError

SUFFIX: Final = ".xlsx"
# Excel refuses square brackets in the name of a workbook, Windows the others.
_REFUSED = re.compile(r'[<>:"/\\|?*\[\]\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
# Excel opens no path above 218 characters; the folder needs its share.
_LONGEST: Final = 120


def file_name(team: str) -> str:
    """Return the name of a team's workbook: "Ward 9.xlsx".

    Raises
    ------
    FileError
        The team's name holds what no file name can; names the characters.
    """
    return f"{checked_stem(team)}{SUFFIX}"


def checked_stem(name: str) -> str:
    """Return the name, where a file may bear it.

    Raises
    ------
    FileError
        It is empty, too long, reserved by Windows, or holds characters that no file name can.
    """
    problem = ""
    if not name.strip():
        problem = "is blank"
    elif found := list(dict.fromkeys(_REFUSED.findall(name))):
        problem = f"contains {' '.join(_visible(one) for one in found)}"
    elif name != name.strip():
        problem = "has a space at an end"
    elif name.endswith("."):
        problem = "ends with a full stop"
    elif _RESERVED.fullmatch(name):
        problem = "is reserved by Windows"
    elif len(name) > _LONGEST:
        problem = f"has {len(name)} characters ({_LONGEST} are allowed)"
    if problem:
        raise FileError(f"'{name}' {problem}: no file can be named so. Choose another name.")
    return name


def _visible(character: str) -> str:
    return character if character.isprintable() else f"character {ord(character)}"
