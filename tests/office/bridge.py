"""A real LibreOffice for tests: start it once, ask it for things."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

DRIVER = Path(__file__).with_name("driver.py")
# Debian puts `uno` beside its own Python; another system may have it in the one that runs here.
PYTHONS = ("/usr/bin/python3", sys.executable, "python3")


class OfficeMissingError(RuntimeError):
    """No LibreOffice with its Python bridge on this machine."""


def python_with_uno() -> str:
    for python in PYTHONS:
        if shutil.which(python):
            answer = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
            if answer.returncode == 0:
                return python
    raise OfficeMissingError(
        "No Python here has LibreOffice's `uno`. Install libreoffice-calc and python3-uno "
        "(`make office`)."
    )


class Office:
    """A running LibreOffice; every method of the driver's Office is a method here."""

    def __init__(self) -> None:
        if not shutil.which("soffice"):
            raise OfficeMissingError("No soffice on this machine. Run `make office`.")
        self._process = subprocess.Popen(
            [python_with_uno(), str(DRIVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._answer()

    def __getattr__(self, verb: str) -> Any:
        def ask(*words: Any) -> Any:
            words = tuple(str(word) if isinstance(word, Path) else word for word in words)
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps({"do": verb, "with": words}) + "\n")
            self._process.stdin.flush()
            return self._answer()

        return ask

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("LibreOffice's driver stopped without an answer")
        answer = json.loads(line)
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer["ok"]

    def stop(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
