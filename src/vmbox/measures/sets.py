"""The measure sets that come with vmbox, one for each setting, and a team's own."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vmbox.errors import FileError, MeasureError, did_you_mean
from vmbox.measures.toml_set import MeasureSet, parse_set

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

GENERAL: Final = "general"
_SETTING = re.compile(r'^setting\s*=\s*"([^"]+)"', re.MULTILINE)


def settings() -> dict[str, str]:
    """Return the settings that have a measure set: title by key, general last.

    {"acute-ward": "Acute ward", ...}
    """
    keys = sorted(
        (entry.name.removesuffix(".toml") for entry in _folder().iterdir() if _is_toml(entry.name)),
        key=lambda key: (key == GENERAL, key),
    )
    return {key: _title(_text(key)) for key in keys}


def load_set(name_or_path: str | Path) -> MeasureSet:
    """Return the measure set of a setting, or of a team's own TOML file.

    Parameters
    ----------
    name_or_path
        "Acute ward", "acute-ward", "ACUTE_WARD"; or a path: a Path, or text that ends in .toml.

    Raises
    ------
    MeasureError
        An unknown setting (names the nearest and lists all), or a file that is no measure set.
    FileError
        The file is not there or cannot be read.
    """
    if isinstance(name_or_path, Path) or _is_toml(name_or_path):
        return parse_set(_read(Path(name_or_path)), str(name_or_path))
    key = _key(name_or_path)
    return parse_set(_text(key), f"{key}.toml")


def set_source(name: str) -> str:
    """Return the TOML text of a setting's measure set, with remarks, to start one's own from.

    Raises
    ------
    MeasureError
        An unknown setting; names the nearest and lists all.
    """
    return _text(_key(name))


def _key(name: str) -> str:
    """The key of a setting, however it is written: by key or by title."""
    known = settings()
    plain = _plain(name)
    for key, title in known.items():
        if plain in (_plain(key), _plain(title)):
            return key
    raise MeasureError(
        f"There is no setting '{name}'.{did_you_mean(name, known.values())} "
        f"Settings: {', '.join(known.values())}. For a set of your own, name its .toml file."
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _is_toml(name: str) -> bool:
    return name.casefold().endswith(".toml")


def _folder() -> Traversable:
    return resources.files("vmbox.measures") / "sets"


def _text(key: str) -> str:
    return (_folder() / f"{key}.toml").read_text(encoding="utf-8")


def _title(text: str) -> str:
    found = _SETTING.search(text)
    return found.group(1) if found else parse_set(text).setting


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise MeasureError(
            f"{path}, line {line}: a character that is not UTF-8. Save the file as UTF-8 text."
        ) from error
    except FileNotFoundError as error:
        raise FileError(f"{path}: there is no such file. Check the name and folder.") from error
    except OSError as error:
        raise FileError(f"{path}: cannot be read ({error.strerror}).") from error
