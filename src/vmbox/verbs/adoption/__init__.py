"""A team's home-made box score made a standard one: recognised, shown, corrected by a map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vmbox.errors import VmboxError
from vmbox.tables import read_grids
from vmbox.verbs.adoption.adopt_map import AdoptMap, parse_map, read_map
from vmbox.verbs.adoption.adoption import Adoption, Figures, LeftOut, Recognised
from vmbox.verbs.adoption.map_writing import map_text
from vmbox.verbs.adoption.recognition import recognise, standard_already
from vmbox.workbook.layout import NAME_SCHEMA
from vmbox.xlsx import read_book

if TYPE_CHECKING:
    import os

__all__ = [
    "AdoptMap",
    "Adoption",
    "Figures",
    "LeftOut",
    "Recognised",
    "adopt",
    "map_text",
    "parse_map",
    "read_map",
    "recognise",
]


def adopt(path: str | os.PathLike[str], map_path: str | os.PathLike[str] | None = None) -> Adoption:
    """Return what a home-made box score becomes: its box score, and what was left out of it.

    Parameters
    ----------
    path
        The file: .xlsx, .xlsm, .xls, .xlsb, .ods or .csv.
    map_path
        A TOML file that says where the recognition is to be corrected.

    Raises
    ------
    DataError
        Nothing is recognised; it is a standard workbook already; two teams stand in it; or the map
        is not as it must be.
    FileError
        A file cannot be read.
    """
    file = Path(path)
    if file.suffix.casefold() in (".xlsx", ".xlsm") and _is_standard(file):
        raise standard_already(file)
    chart = read_map(Path(map_path)) if map_path is not None else None
    return recognise(read_grids(file), chart)


def _is_standard(path: Path) -> bool:
    """Whether a workbook bears the standard's name for its version, whatever its sheets' names."""
    try:
        return NAME_SCHEMA in read_book(path).names
    except VmboxError:
        # What is wrong with the file is said by what reads it next.
        return False
