"""A file that appears whole or not at all, whatever is written into it."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vmbox.errors import FileError, OutputExists

if TYPE_CHECKING:
    from collections.abc import Iterator

_FULL: Final = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextmanager
def whole_file(target: Path, *, force: bool) -> Iterator[Path]:
    """Give the path of a temporary file; at the end it takes the target's place.

    Where the block ends with an error, the target stays as it was and nothing is left behind.

    Raises
    ------
    OutputExists
        There is a file already, and `force` is not set.
    FileError
        The folder is not there, or nothing can be written into it.
    """
    refuse_to_replace(target, force=force)
    # The file that a link points to is replaced, not the link.
    real = Path(os.path.realpath(target))
    with explained(target):
        handle, name = tempfile.mkstemp(".vmbox-tmp", f".{real.name[:60]}.", real.parent)
        os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with explained(target):
            _flush(temporary)
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)
            temporary.replace(real)
    finally:
        with suppress(OSError):
            temporary.unlink()


def refuse_to_replace(target: Path, *, force: bool) -> None:
    """Raise where the target may not be written, or not without being told to.

    Raises
    ------
    OutputExists
        There is a file already, and `force` is not set.
    FileError
        It is a folder or a device, marked read-only, or its folder is not there.
    """
    with explained(target):
        there, folder = target.exists(), target.parent.is_dir()
        mode = target.stat().st_mode if there else 0
    if not folder:
        raise FileError(f"There is no folder {target.parent}. Make it first.")
    if not there:
        return
    if target.is_dir():
        raise FileError(f"{target} is a folder. Name a file inside it.")
    if not target.is_file():
        raise FileError(f"{target} is no file that can be replaced. Name another.")
    if not force:
        raise OutputExists(f"{target} is there already. Choose another name, or add --force.")
    if not mode & 0o222:
        raise FileError(f"{target} is marked read-only. Take the mark off, or name another file.")


@contextmanager
def explained(target: Path | str) -> Iterator[None]:
    """Say in words what the system has against writing the target.

    Raises
    ------
    FileError
        The disk is full, the folder closed, the file open elsewhere.
    """
    try:
        yield
    except OSError as problem:
        if problem.errno in _FULL:
            raise FileError(
                f"{target}: the disk is full, so nothing was written. Make room, or name another "
                "drive."
            ) from problem
        reason = problem.strerror or str(problem) or type(problem).__name__
        raise FileError(
            f"{target} cannot be written: {reason}. Is it open elsewhere, or the folder closed to "
            "you?"
        ) from problem


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
