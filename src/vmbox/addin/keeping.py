"""What buttons changed, kept so that Undo last can put it back.

Each press of a button is a Python of its own, so it is kept in a file of the person's own folder:
one a workbook, known by its name, with the last few changes. A workbook of the same name that is
another one is told by its Log, which must have the row that the button wrote.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vmbox.addin.folders import made_folder
from vmbox.live import as_plain, from_plain

if TYPE_CHECKING:
    from pathlib import Path

    from vmbox.live import Change

_MOST: Final = 5
_OLDEST: Final = dt.timedelta(days=30)
_READABLE: Final = 1


@dataclass(frozen=True)
class Kept:
    """What one button changed.

    Attributes
    ----------
    button
        Its name.
    when, what
        The row that it wrote into the Log; "" for a button that writes none.
    changes
        What it changed.
    marked
        Whether it marked special weeks.
    """

    button: str
    when: dt.datetime
    what: str
    changes: tuple[Change, ...] = ()
    marked: bool = False


def keep(book: str, kept: Kept) -> None:
    """Keep what a button changed in a workbook, with what the ones before it did."""
    path = _path(book)
    _forget_old(path.parent)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    _write(path, [*_read(path), _plain(kept)][-_MOST:])


def last_kept(book: str) -> Kept | None:
    """Return what the last button changed in a workbook; None for nothing that is known."""
    rows = _read(_path(book))
    return _kept(rows[-1]) if rows else None


def forget_last(book: str) -> None:
    """Forget what the last button changed: it was put back."""
    path = _path(book)
    _write(path, _read(path)[:-1])


def _path(book: str) -> Path:
    name = hashlib.sha256(book.casefold().encode()).hexdigest()[:32]
    return made_folder() / "undo" / f"{name}.json"


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []  # nothing was kept, or not by us
    known = isinstance(held, dict) and held.get("version") == _READABLE
    return list(held["kept"]) if known else []


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    if not rows:
        path.unlink(missing_ok=True)
        return
    text = json.dumps({"version": _READABLE, "kept": rows})
    fresh = path.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(0o600)
    fresh.replace(path)


def _forget_old(folder: Path) -> None:
    """Take away what nobody will undo any more: it holds what stood in workbooks."""
    before = (dt.datetime.now(dt.UTC) - _OLDEST).timestamp()
    for path in folder.glob("*.json"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def _plain(kept: Kept) -> dict[str, Any]:
    return {
        "button": kept.button,
        "when": kept.when.isoformat(),
        "what": kept.what,
        "changes": as_plain(kept.changes),
        "marked": kept.marked,
    }


def _kept(plain: dict[str, Any]) -> Kept:
    return Kept(
        plain["button"],
        dt.datetime.fromisoformat(plain["when"]),
        plain["what"],
        from_plain(plain["changes"]),
        plain["marked"],
    )
