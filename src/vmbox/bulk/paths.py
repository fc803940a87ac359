"""Which files are meant: by name, by folder, by pattern, or by a list on standard input."""

from __future__ import annotations

import codecs
import glob
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vmbox.errors import FileError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

STANDARD_INPUT: Final = "-"
_WORKBOOKS: Final = (".xlsx", ".xlsm")
_MOST_NAMED: Final = 3
_WILD: Final = frozenset("*?[")


def expand(
    paths: Iterable[str | os.PathLike[str]], *, stdin: BinaryIO | None = None
) -> tuple[Path, ...]:
    """Return the files that are meant, each once, in the order given and then by name.

    A folder stands for the workbooks in it and in the folders below it; a pattern such as
    ``ward*.xlsx`` for what it matches, for systems whose shell does not do that; ``-`` for a list
    on standard input, one of these a line. What Excel, vmbox and hidden folders leave beside
    workbooks (``~$ward.xlsx``, backups, files half written) is left out. A file that was named
    and is not there stays in, so that whoever opens it can say so.

    Raises
    ------
    FileError
        Nothing was given or found, or a folder cannot be read; names what was given.
    """
    given: list[str] = []
    found: dict[str, Path] = {}
    identity = _Identities()
    for path in paths:
        source = stdin or sys.stdin.buffer
        words = _listed(source) if os.fspath(path) == STANDARD_INPUT else [os.fspath(path)]
        for word in words:
            given.append(word)
            for file in _meant(word):
                found.setdefault(identity.of(file), file)
    if not any(map(os.path.exists, found.values())):
        raise FileError(_nothing(given))
    return tuple(found.values())


class _Identities:
    """Tells whether two names are one file, looking up each folder once."""

    def __init__(self) -> None:
        self.folders: dict[Path, str] = {}

    def of(self, file: Path) -> str:
        if os.path.islink(file):  # noqa: PTH114  (no name, however odd, makes it fail)
            return os.path.normcase(os.path.realpath(file))
        folder = file.parent
        if folder not in self.folders:
            self.folders[folder] = os.path.realpath(folder)
        return os.path.normcase(os.path.join(self.folders[folder], file.name))  # noqa: PTH118


def _meant(word: str) -> Iterator[Path]:
    # A file may have a star or a bracket in its name, and then it is meant.
    wild = _WILD & set(word) and not os.path.exists(word)  # noqa: PTH110  (no name makes it fail)
    words = sorted(glob.glob(word, recursive=True), key=_in_order) if wild else [word]  # noqa: PTH207
    for one in words:
        path = Path(one)
        if os.path.isdir(one):  # noqa: PTH112
            yield from _below(path)
        elif not _left_behind(path.name):
            yield path


def _below(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder, onerror=_unreadable):
        folders[:] = sorted((name for name in folders if name[0] != "."), key=_in_order)
        for name in sorted(files, key=_in_order):
            if name.casefold().endswith(_WORKBOOKS) and name[0] != "." and not _left_behind(name):
                yield Path(here, name)


def _in_order(name: str) -> tuple[str, str]:
    return name.casefold(), name


def _left_behind(name: str) -> bool:
    """Whether a file is what Excel or vmbox leaves beside a workbook."""
    return name.startswith(("~$", ".~lock.")) or name.endswith((".vmbox-tmp", ".bak"))


def _unreadable(problem: OSError) -> None:
    raise FileError(
        f"The folder {problem.filename} cannot be read: {problem.strerror}. Ask for leave to read "
        "it, or name the other folders."
    ) from problem


def _listed(source: BinaryIO) -> Iterator[str]:
    """The lines of a list, as editors, `find` and PowerShell write them."""
    data = source.read()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        text = os.fsdecode(data.removeprefix(codecs.BOM_UTF8))
    if "\0" in text:  # `find -print0` ends names so, and they may hold anything else
        yield from filter(None, text.split("\0"))
        return
    for line in text.split("\n"):
        word = line.strip()
        quoted = len(word) > 1 and word[0] == word[-1] and word[0] in "\"'"
        word = word[1:-1] if quoted else word
        if word:
            yield word


def _nothing(given: list[str]) -> str:
    if not given:
        return "No file was given. Name workbooks, folders or patterns, or give a list with -."
    named = ", ".join(given[:_MOST_NAMED])
    rest = f" and {len(given) - _MOST_NAMED} more" if len(given) > _MOST_NAMED else ""
    if len(given) > 1:
        return f"No workbook was found: {named}{rest}. Check the names."
    path = Path(named)
    if os.path.isdir(path):  # noqa: PTH112
        return f"The folder {path} holds no workbook (.xlsx or .xlsm)."
    if os.path.exists(path):  # noqa: PTH110
        return f"{path} is no workbook, but what Excel or vmbox leaves beside one. Name another."
    if _WILD & set(named):
        return f"No file matches {named}. Check the pattern and the folder."
    return f"There is no file or folder {path}.{_nearest(path)}"


def _nearest(path: Path) -> str:
    try:
        return did_you_mean(path.name, os.listdir(path.parent))  # noqa: PTH208
    except OSError:
        return ""
