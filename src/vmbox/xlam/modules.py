"""A module of VBA as text, and what Excel asks of it.

[MS-OVBA]: the names and the sources of modules are bytes of the project's code page, which is
Windows-1252 here, and lines end with CR LF. Excel shows a name of more than 31 characters, or a
line that it cannot read, as a damaged file: so both are refused here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from vmbox.errors import AddInError

if TYPE_CHECKING:
    from pathlib import Path

CODE_PAGE: Final = "cp1252"
LONGEST_NAME: Final = 31
_NAME: Final = re.compile(r'^Attribute VB_Name = "([^"]*)"\r?$', re.MULTILINE)
_IDENTIFIER: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_CLASS: Final = ".cls"


@dataclass(frozen=True)
class Module:
    """One module.

    Attributes
    ----------
    name
        What the project calls it.
    source
        Its text as the VBA editor exports it, with CR LF.
    is_class
        Whether it is a class.
    """

    name: str
    source: str
    is_class: bool = False

    def with_constant(self, name: str, value: str) -> Module:
        """Return the module with another value in ``Public Const NAME As String = "..."``.

        Raises
        ------
        AddInError
            It has no such line, or more than one.
        """
        line = re.compile(rf'^(Public Const {name} As String = )"[^"]*"', re.MULTILINE)
        source, count = line.subn(lambda found: f'{found[1]}"{value}"', self.source)
        if count != 1:
            raise AddInError(
                f"The VBA module {self.name} has {count} lines that begin "
                f"'Public Const {name} As String', and must have one. This version of it "
                "is unknown to vmbox: install another one."
            )
        return replace(self, source=source)


def read_module(path: Path) -> Module:
    """Return the module in a text file; a .cls file is a class.

    Raises
    ------
    AddInError
        Excel would not take it. The message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise AddInError(f"{path} cannot be read as text: {problem}.") from problem
    return module_of(text, str(path), is_class=path.suffix.lower() == _CLASS)


def module_of(text: str, where: str, *, is_class: bool = False) -> Module:
    """Return the module of a text.

    Parameters
    ----------
    text
        With line ends of any kind.
    where
        The file, for messages.
    is_class
        Whether it is a class.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    for number, line in enumerate(lines, start=1):
        _refuse_characters(line, f"{where}, line {number}")
    source = "".join(f"{line}\r\n" for line in lines)
    found = _NAME.findall(source)
    if len(found) != 1:
        raise AddInError(
            f"{where} has {len(found)} lines 'Attribute VB_Name = ...', and must have one: "
            "it is the module's name."
        )
    _refuse_name(found[0], where)
    return Module(found[0], source, is_class)


def _refuse_characters(line: str, where: str) -> None:
    try:
        line.encode(CODE_PAGE)
    except UnicodeEncodeError as problem:
        character = line[problem.start]
        raise AddInError(
            f"{where}: VBA cannot hold the character '{character}' (U+{ord(character):04X}), "
            "which is not in the code page Windows-1252. Write it as ChrW(number)."
        ) from problem


def _refuse_name(name: str, where: str) -> None:
    if not _IDENTIFIER.fullmatch(name) or len(name) > LONGEST_NAME:
        raise AddInError(
            f"{where}: '{name}' is no name for a module. Take a letter and then letters, digits "
            f"and _, {LONGEST_NAME} characters at most."
        )
