"""An add-in made from its texts: `vmbox.xlam`, on any system, without Excel."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vmbox.errors import AddInError
from vmbox.xlam.parts import parts
from vmbox.xlam.settings import Interpreters, settings
from vmbox.xlam.sources import Sources, sources
from vmbox.xlsx import pack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmbox.xlam.modules import Module

FILE: Final = "vmbox.xlam"
# What a fresh project has besides the modules of its workbook and its sheet.
_SPARE: Final = "Module1"


def build(interpreters: Interpreters | None = None, of: Sources | None = None) -> bytes:
    """Return the add-in: the bytes of a .xlam file, the same ones every time.

    Parameters
    ----------
    interpreters
        The Pythons that its buttons run; those on the path where nobody says.
    of
        Its texts; those of this version where nobody says.

    Raises
    ------
    AddInError
        pyOpenVBA or xlwings is not installed, or Excel would not take a module.
    """
    texts = of or sources()
    rows = settings(interpreters or Interpreters(), texts.vmbox, texts.xlwings)
    return pack(parts(_project(texts.modules), texts.ribbon, rows))


def _project(modules: Iterable[Module]) -> bytes:
    """Return a VBA project of these modules."""
    pyopenvba = _pyopenvba()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        with pyopenvba.ExcelFile.create_new(path) as fresh:
            project = fresh.vba_project()
            project.delete_module(_SPARE)
            for module in modules:
                kind = pyopenvba.VBAModuleKind
                project.add_module(
                    module.name,
                    module.source,
                    kind=kind.other if module.is_class else kind.standard,
                )
            fresh.save()
        with pyopenvba.ExcelFile(path) as made:
            data: bytes = made.vba_project_bytes()
    return data


def _pyopenvba() -> Any:
    try:
        import pyopenvba  # noqa: PLC0415  (an extra)
    except ImportError as problem:
        raise AddInError(
            'To build the add-in, install what it needs: pip install "vmbox[addin]".'
        ) from problem
    return pyopenvba
