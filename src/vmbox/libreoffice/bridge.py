"""LibreOffice's bridge for Python, `uno`, wherever this machine keeps it."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from vmbox.libreoffice.failures import NoLibreOffice

# Debian and Fedora put `uno` beside the system's own Python; elsewhere LibreOffice brings one.
_PYTHONS = ("/usr/bin/python3", "/opt/libreoffice/program/python", "python3")
_WHO = "import json, sys, uno; print(json.dumps([list(sys.version_info[:2]), uno.__file__]))"


@cache
def uno() -> Any:
    """Return the module `uno`; an error that says what to install where there is none."""
    try:
        import uno as found  # noqa: PLC0415  (only those who use LibreOffice have it)
    except ImportError:
        found = _borrowed()
    return found


def _borrowed() -> Any:
    """The module of another Python of the same version.

    Only the one file is taken: with its whole folder on the path, packages of the system would be
    found by the environment that vmbox runs in.
    """
    version, path = _who_has_it()
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    if version != ours:
        raise NoLibreOffice.other_python(version, ours)
    spec = importlib.util.spec_from_file_location("uno", path)
    if spec is None or spec.loader is None:
        raise NoLibreOffice.bridge()
    module = importlib.util.module_from_spec(spec)
    folder = str(path.parent)
    # uno.py finds its compiled half, pyuno, here where the system put the two side by side.
    sys.path.append(folder)
    try:
        sys.modules["uno"] = module
        spec.loader.exec_module(module)
    except ImportError as error:
        del sys.modules["uno"]
        raise NoLibreOffice.bridge() from error
    finally:
        sys.path.remove(folder)
    return module


def _who_has_it() -> tuple[str, Path]:
    """The version of the Python that has `uno`, and where its uno.py is."""
    for python in dict.fromkeys(filter(None, map(shutil.which, _PYTHONS))):
        answer = subprocess.run(
            [python, "-c", _WHO], capture_output=True, text=True, encoding="utf-8", check=False
        )
        if answer.returncode == 0:
            (major, minor), path = json.loads(answer.stdout)
            return f"{major}.{minor}", Path(path)
    raise NoLibreOffice.bridge()


def struct(name: str, **fields: Any) -> Any:
    """Return a UNO struct by the end of its name, as in ``struct("beans.PropertyValue")``."""
    made = uno().createUnoStruct(f"com.sun.star.{name}")
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def enum(kind: str, value: str) -> Any:
    """Return a UNO enumeration's value, as in ``enum("sheet.CellInsertMode", "DOWN")``."""
    return uno().Enum(f"com.sun.star.{kind}", value)


def properties(**values: Any) -> tuple[Any, ...]:
    """Return the named values that UNO takes for options."""
    return tuple(
        struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items()
    )
