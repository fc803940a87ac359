"""What the add-in is made of: modules of VBA and the ribbon, as text."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from vmbox._version import __version__
from vmbox.errors import AddInError
from vmbox.xlam.modules import Module, read_module
from vmbox.xlam.settings import PROJECT

BUTTONS: Final = "VmboxButtons"
_ROOM: Final = Path(__file__).resolve().parent
# In a wheel the folder travels inside the package; in the project it stands beside src.
_MACROS: Final = (_ROOM.parent / "_macros", _ROOM.parents[2] / "macros")


@dataclass(frozen=True)
class Sources:
    """The texts of one add-in.

    Attributes
    ----------
    modules
        All of its VBA, its versions and its name written in.
    ribbon
        The ribbon's XML.
    vmbox, xlwings
        The versions that it is of.
    """

    modules: tuple[Module, ...]
    ribbon: str
    vmbox: str
    xlwings: str


def sources() -> Sources:
    """Return the texts of this version's add-in, with those of the xlwings that is installed.

    Raises
    ------
    AddInError
        xlwings is not installed, or is of a kind that nobody knew when this was written.
    """
    folder = macros()
    installed = xlwings_folder()
    xlwings = _version(installed)
    buttons = (
        read_module(folder / f"{BUTTONS}.bas")
        .with_constant("VMBOX_VERSION", __version__)
        .with_constant("VMBOX_XLWINGS", xlwings)
    )
    bridge = read_module(installed / "xlwings_custom_addin.bas").with_constant(
        "PROJECT_NAME", PROJECT
    )
    # On a Mac, VBA has no dictionary but this one.
    dictionary = read_module(installed / "addin" / "Dictionary.cls")
    ribbon = (folder / "ribbon.xml").read_text(encoding="utf-8")
    return Sources((buttons, bridge, dictionary), ribbon, __version__, xlwings)


def macros() -> Path:
    """Return the folder of vmbox's own macros."""
    for folder in _MACROS:
        if folder.is_dir():
            return folder
    raise AddInError(f"The macros of vmbox are missing from {_MACROS[0]}. Install vmbox again.")


def xlwings_folder() -> Path:
    """Return the folder of the xlwings that is installed."""
    found = find_spec("xlwings")
    if found is None or found.origin is None:
        raise AddInError('To build the add-in, install what it needs: pip install "vmbox[addin]".')
    return Path(found.origin).parent


def _version(folder: Path) -> str:
    """Return the version that the VBA of xlwings says it is of."""
    try:
        text = (folder / "xlwings_custom_addin.bas").read_text(encoding="utf-8")
    except OSError as problem:
        raise AddInError(
            f"{folder} has no module for add-ins: this xlwings is too old. "
            'Install a newer one: pip install --upgrade "vmbox[addin]".'
        ) from problem
    start = 'XLWINGS_VERSION As String = "'
    version, quote, _ = text.partition(start)[2].partition('"')
    if not quote:
        raise AddInError(f"{folder}: its VBA does not say its version. Install another xlwings.")
    return version
