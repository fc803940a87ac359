"""A LibreOffice without a window, and one that runs already."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import tempfile
import time
import zlib
from pathlib import Path
from typing import Any

from vmbox.errors import FileError
from vmbox.libreoffice.bridge import uno
from vmbox.libreoffice.failures import NoLibreOffice
from vmbox.libreoffice.remote import Line, Remote

# Recalculate whatever a file claims; leave no lock file beside it; dates with the day first.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="UseDocumentOOoLockFile"
 oor:op="fuse"><value>false</value></prop><prop oor:name="UseLocking"
 oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"
 oor:op="fuse"><value>en-GB</value></prop></item>
</oor:items>
"""
# It waits until its input ends, which happens when the process that holds the other end does.
_GUARD = """cat
case "$(ps -ww -o args= -p "$1")" in *"$2"*) kill -9 "$1" ;; esac
rm -rf -- "$2"
"""
_FRESH_PROFILE_RESTARTS = 81
_STARTING = 90.0
_PAUSE = 0.05
_ENDING = 10.0


class Soffice:
    """One LibreOffice process with a profile of its own, that ends with it."""

    def __init__(self) -> None:
        self.program = _program()
        uno()  # say that it is missing before anything is started
        self._home = Path(tempfile.mkdtemp(prefix="vmbox-libreoffice-"))
        user = self._home / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        self.address = f"pipe,name=vmbox-{os.getpid()}-{secrets.token_hex(4)}"
        self._guard: subprocess.Popen[bytes] | None = None
        self._process = self._start()
        try:
            self.context = self._connect()
            self._guard = self._guarded()
        except BaseException:
            self.kill()
            raise
        self.desktop = service(self.context, "com.sun.star.frame.Desktop")

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [
                self.program,
                "--headless",
                "--invisible",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"-env:UserInstallation={self._home.as_uri()}",
                f"--accept={self.address};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Ctrl+C is for the program that drives: it ends LibreOffice in its own time.
            start_new_session=True,
        )

    def _guarded(self) -> subprocess.Popen[bytes] | None:
        """A guard that ends LibreOffice when this process is gone, however it went."""
        if os.name != "posix":
            return None
        return subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "sh", str(self.pid), str(self._home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _connect(self) -> Remote:
        line = Line(self.alive)
        until = time.monotonic() + _STARTING
        while time.monotonic() < until:
            code = self._process.poll()
            if code == _FRESH_PROFILE_RESTARTS:
                self._process = self._start()
            elif code is not None:
                raise NoLibreOffice.silent(f"it ended at once, with code {code}")
            context = resolve(self.address, line)
            if context is not None:
                return context
            time.sleep(_PAUSE)
        raise NoLibreOffice.silent(f"nothing within {_STARTING:.0f} seconds of its start")

    @property
    def runs(self) -> bool:
        """Whether the process runs."""
        if self._process.poll() is None:
            return True
        self._clear_up()
        return False

    def alive(self) -> bool:
        """Whether the process runs, asked a moment after the line broke."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            # The line breaks a moment before the process is gone.
            self._process.wait(0.5)
        return self.runs

    def quit(self) -> None:
        """End it as a person would; by force if it does not go."""
        with contextlib.suppress(FileError):  # the line breaks with the program
            self.desktop.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_ENDING)
        self.kill()

    def kill(self) -> None:
        """End it by force."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._clear_up()

    def _clear_up(self) -> None:
        if self._guard is not None and self._guard.stdin is not None:
            self._guard.stdin.close()
            self._guard.wait()
            self._guard = None
        shutil.rmtree(self._home, ignore_errors=True)


class Attached:
    """A LibreOffice that somebody else started, with ``--accept=ADDRESS;urp;``."""

    def __init__(self, address: str) -> None:
        self.address = address
        context = resolve(address, Line(self.alive))
        if context is None:
            raise NoLibreOffice.silent(
                f'nothing listens at "{address}". Start it as: soffice --accept="{address};urp;"'
            )
        self.context = context
        self.desktop = service(context, "com.sun.star.frame.Desktop")
        # UNO does not tell the process's number: one of its own that stays the same.
        self.pid = -zlib.crc32(address.encode())

    program = ""

    @property
    def runs(self) -> bool:
        """Whether something listens there."""
        return resolve(self.address, Line(lambda: False)) is not None

    def alive(self) -> bool:
        """Whether something listens there."""
        return self.runs

    def quit(self) -> None:
        """End it as a person would."""
        with contextlib.suppress(FileError):
            self.desktop.terminate()

    def kill(self) -> None:
        """End it as a person would: its process is not ours."""
        self.quit()


def _program() -> str:
    """The program itself: the `soffice` on the path is a script that would outlive a kill."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        raise NoLibreOffice.program()
    itself = Path(found).resolve().with_name("soffice.bin")
    return str(itself) if itself.exists() else found


def resolve(address: str, line: Line) -> Remote | None:
    """Return the component context at an address; None while nobody answers."""
    local: Any = uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    failure: Any = uno().getClass("com.sun.star.uno.Exception")
    try:
        found = resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
    except failure:
        return None
    return Remote(found, line)


def service(context: Remote, name: str) -> Any:
    """Return a new service of LibreOffice."""
    return context.ServiceManager.createInstanceWithContext(name, context)
