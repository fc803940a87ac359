"""Where commands write: what is refused before anything is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmbox.errors import FileError, OutputExists
from vmbox.measures.file_names import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def refuse_existing(outputs: Sequence[Path], *, force: bool) -> None:
    """Raise where an output is a folder, or is there and nothing is to be overwritten.

    Raises
    ------
    OutputExists
        Names the first that is there, and how many more.
    FileError
        One of them is a folder, or has a name that no file can have.
    """
    try:
        there = [output for output in outputs if output.exists()]
        folder = next((output for output in there if output.is_dir()), None)
    except OSError as problem:
        raise FileError(f"{problem.filename}: {problem.strerror}.") from problem
    if folder is not None:
        raise FileError(f"{folder} is a folder. Name a file inside it.")
    if there and not force:
        more = f" (and {len(there) - 1} more)" if len(there) > 1 else ""
        raise OutputExists(
            f"{there[0]}{more} is there already. Choose another name, or add --force."
        )


def refuse_other_suffix(output: Path) -> None:
    """Raise FileError where a workbook would get a name that Excel does not open it by."""
    if output.suffix.casefold() != SUFFIX:
        raise FileError(
            f"{output} is no name for a workbook. Write {output.with_suffix(SUFFIX).name}."
        )


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where it is not there.

    Raises
    ------
    FileError
        A file stands in its place, or it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as problem:
        raise FileError(f"{folder} cannot be a folder: a file is in its place.") from problem
    except OSError as problem:
        raise FileError(f"The folder {folder} cannot be made: {problem.strerror}.") from problem
