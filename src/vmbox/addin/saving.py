"""Where a button saves what it makes: the person is asked, and has a good place to agree to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vmbox.addin.asking import Cancelled
from vmbox.addin.folders import documents_folder
from vmbox.errors import FileError, OutputExists
from vmbox.measures.file_names import checked_stem

if TYPE_CHECKING:
    from vmbox.addin.asking import Asker


def asked_place(ask: Asker, question: str, name: str, *, replaceable: bool) -> Path:
    """Return the file to write: in the person's documents, or where the person says.

    Parameters
    ----------
    ask
        Whoever is asked.
    question
        The question; the place that is proposed stands in the answer already.
    name
        The file's name that is proposed. Its ending is given to a name that has none.
    replaceable
        Whether a file that is there may be replaced, if the person says so. If not, a name that is
        free is proposed.

    Raises
    ------
    Cancelled
        The person names no place, or wants nothing replaced.
    OutputExists
        There is a file already, which may not be replaced.
    FileError
        There is no such folder.
    """
    proposed = documents_folder() / name
    if not replaceable:
        proposed = _free(proposed)
    place = _whole(ask.text(question, str(proposed)), proposed)
    if not place.parent.is_dir():
        raise FileError(
            f"There is no folder {place.parent}. Press the button again and name one that is there."
        )
    if not place.exists():
        return place
    if not replaceable:
        raise OutputExists(
            f"{place} is there already. Press the button again and choose another name."
        )
    if not ask.confirm(f"{place} is there already. Replace it?"):
        raise Cancelled
    return place


def stem_of(team: str, otherwise: str) -> str:
    """Return a team's name where a file may bear it, else another word."""
    try:
        return checked_stem(team)
    except FileError:
        return otherwise


def _whole(typed: str, proposed: Path) -> Path:
    """What was typed as a whole path: a name alone is in the folder that was proposed."""
    place = proposed.parent / Path(typed.strip('"')).expanduser()
    if place.is_dir():
        return place / proposed.name
    if place.suffix.casefold() != proposed.suffix:
        return place.with_name(f"{place.name}{proposed.suffix}")
    return place


def _free(place: Path) -> Path:
    """The place, or the next one with a number that is free."""
    found, number = place, 1
    while found.exists():
        number += 1
        found = place.with_name(f"{place.stem} {number}{place.suffix}")
    return found
