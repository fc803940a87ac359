"""A file on disk that is replaced as a whole, or not at all.

A crash at any instant leaves the old file or the new one. While a file is being changed it is
locked against other programs of this kind; the lock ends with the process, however that ends.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vmbox.errors import FileError, FileInUse

try:
    import fcntl
except ImportError:  # Windows: there an open file cannot be replaced, which is lock enough
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

_LONGEST_STEM: Final = 60


class SafeFile:
    """One file, locked from the moment it is opened until it is closed."""

    def __init__(self, path: Path) -> None:
        # The file that a link points to is replaced, not the link.
        self.path = Path(os.path.realpath(path))
        self.shown = path
        self._handle: int | None = None
        self._identity: tuple[int, int, int, int] | None = None

    def __enter__(self) -> SafeFile:
        self._refuse_owner_files(self.path)
        self._lock()
        self._identity = _identity(self.path)
        with contextlib.suppress(OSError):
            _temporary(self.path).unlink()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._unlock()

    def _lock(self) -> None:
        # A file that was replaced while the lock was waited for is another file.
        while self._lock_once() and not self._is_current():
            self._unlock()

    def _lock_once(self) -> bool:
        if fcntl is None or not self.path.is_file():
            return False
        try:
            self._handle = os.open(self.path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        except OSError:
            return False  # reading the file will say why
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._unlock()
            raise FileInUse(
                f"{self.shown}: another program is changing this file just now. Try again soon."
            ) from error
        except OSError:
            return False  # some network drives know no locks; identities are still compared
        return True

    def _is_current(self) -> bool:
        held = os.fstat(self._handle) if self._handle is not None else None
        try:
            return held is None or os.path.samestat(held, self.path.stat())
        except OSError:
            return True

    def _unlock(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def replace(self, data: bytes, backup: bytes | None) -> None:
        """Put new content in place of the file; `backup` is its old content, if wanted.

        Raises
        ------
        FileInUse
            Excel holds the file open, or another program changed it meanwhile.
        FileError
            The file is read-only, the disk full, the folder closed.
        """
        self._refuse_owner_files(self.path)
        if _identity(self.path) != self._identity:
            raise FileInUse(
                f"{self.shown}: another program changed this file meanwhile, so nothing was "
                "written. Try again."
            )
        mode = stat.S_IMODE(self.path.stat().st_mode)
        if not mode & 0o222 or not os.access(self.path, os.W_OK):
            raise FileError(
                f"{self.shown}: the file is read-only. Take the read-only mark off, or save under "
                "another name."
            )
        if backup is not None:
            self._write(_backup_of(self.path), backup, mode)
        self._write(self.path, data, mode)

    def write_other(self, path: Path, data: bytes) -> None:
        """Write new content under another name; the file itself stays as it is."""
        target = Path(os.path.realpath(path))
        self._refuse_owner_files(target)
        self._write(target, data, stat.S_IMODE(self.path.stat().st_mode) | 0o200)

    def _write(self, target: Path, data: bytes, mode: int) -> None:
        temporary = _temporary(target)
        try:
            with _removed_on_failure(temporary):
                _write_through(temporary, data, mode)
                temporary.replace(target)
        except PermissionError as error:
            raise FileInUse(
                f"{self.shown}: {target.name} cannot be replaced. Close it in Excel, or ask for "
                "leave to write into its folder."
            ) from error
        except OSError as error:
            if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
                raise FileError(
                    f"{self.shown}: the disk is full, so the file stays as it was. Make room."
                ) from error
            raise FileError(
                f"{self.shown}: the file cannot be written ({error}), so it stays as it was. "
                "Check the folder and the drive."
            ) from error
        _flush_folder(target.parent)

    def _refuse_owner_files(self, path: Path) -> None:
        for owner in _owner_files(path):
            raise FileInUse(
                f"{self.shown}: the file is open in {_program(owner)}{_user(owner)}. Close it "
                f"there. If nobody has it open, delete the left-over file {owner.name}."
            )


def _owner_files(path: Path) -> Iterator[Path]:
    # Excel writes over the first two letters of a long name, or sets the mark before it.
    names = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    for name in dict.fromkeys(names):
        owner = path.with_name(name)
        if owner.exists():
            yield owner


def _program(owner: Path) -> str:
    return "LibreOffice" if owner.name.startswith(".~lock") else "Excel"


def _user(owner: Path) -> str:
    """Return " by NAME" where an owner file tells it."""
    try:
        data = owner.read_bytes()[:512]
    except OSError:
        return ""  # Excel lets nobody read it while it is open
    if owner.name.startswith("~$"):
        name = data[1 : 1 + data[0]].decode("latin-1") if data else ""
    else:
        name = data.decode("utf-8", "replace").split(",")[0]
    return f" by {name.strip()}" if name.strip().isprintable() and name.strip() else ""


def _identity(path: Path) -> tuple[int, int, int, int] | None:
    try:
        now = path.stat()
    except OSError:
        return None
    return now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns


def _temporary(target: Path) -> Path:
    # Always one name for one file, so that the next change finds what a crash left behind.
    check = zlib.crc32(os.fsencode(target.name))
    return target.with_name(f".{target.name[:_LONGEST_STEM]}.{check:08x}.vmbox-tmp")


def _backup_of(path: Path) -> Path:
    number = 1
    while True:
        backup = path.with_name(f"{path.name}.{number}.bak")
        if not backup.exists():
            return backup
        number += 1


@contextlib.contextmanager
def _removed_on_failure(temporary: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _write_through(path: Path, data: bytes, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(mode)


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
