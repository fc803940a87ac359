"""A UNO object at the far end of the line: every call is counted, every failure is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmbox.libreoffice.bridge import uno
from vmbox.libreoffice.calls import TALLY
from vmbox.libreoffice.failures import BookClosed, LibreOfficeStopped, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmbox.errors import FileError

_OBJECT = "pyuno"
_METHOD = "PyUNO_callable"


class Line:
    """The line to one LibreOffice.

    Parameters
    ----------
    alive
        Says whether the program at the other end still runs, and clears up if it does not.
    """

    def __init__(self, alive: Callable[[], bool]) -> None:
        self._alive = alive
        self.failure: Any = uno().getClass("com.sun.star.uno.Exception")
        self._gone: Any = uno().getClass("com.sun.star.lang.DisposedException")

    def run(self, name: str, ask: Callable[[], Any]) -> Any:
        """Return the answer to a question, what it holds wrapped."""
        TALLY.over_uno(name)
        try:
            answer = ask()
        except self.failure as failure:
            raise self.explained(name, failure) from failure
        return self.wrap(answer)

    def wrap(self, answer: Any) -> Any:
        """Return UNO objects as remote ones, everything else as it is."""
        if type(answer).__name__ == _OBJECT:
            return Remote(answer, self)
        if isinstance(answer, tuple) and answer and type(answer[0]).__name__ == _OBJECT:
            return tuple(Remote(one, self) for one in answer)
        return answer

    def explained(self, name: str, failure: Any) -> FileError:
        """Return what LibreOffice means by a failure."""
        # A property of a program that is gone is told to be unknown.
        gone = isinstance(failure, self._gone) or "cannot get value" in failure.Message
        if gone or "cannot set value" in failure.Message:
            return BookClosed() if self._alive() else LibreOfficeStopped()
        # LibreOffice ends its reasons with the line of its own source: of no use to anybody.
        return Refused(name, str(failure.Message).partition("at ./")[0].strip().rstrip("."))


class Remote:
    """A UNO object: its properties and methods by UNO's names."""

    __slots__ = ("_line", "_raw")

    def __init__(self, raw: Any, line: Line) -> None:
        object.__setattr__(self, "_raw", raw)
        object.__setattr__(self, "_line", line)

    @property
    def raw(self) -> Any:
        """The object itself, as `uno` gives it."""
        return self._raw

    def __getattr__(self, name: str) -> Any:
        line = self._line
        try:
            found = getattr(self._raw, name)
        except line.failure as failure:
            raise line.explained(name, failure) from failure
        # Finding a method makes no call that counts; calling it does.
        if type(found).__name__ == _METHOD:
            return lambda *words: line.run(name, lambda: found(*map(_bare, words)))
        TALLY.over_uno(name)
        return line.wrap(found)

    def __setattr__(self, name: str, value: Any) -> None:
        self._line.run(name, lambda: setattr(self._raw, name, _bare(value)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Remote) and bool(self._raw == other._raw)

    def __hash__(self) -> int:
        return hash(type(self))

    def __repr__(self) -> str:
        # To ask an object whose program has died ends Python itself: so nothing is asked.
        return "<Remote>"


def _bare(value: Any) -> Any:
    """What UNO itself takes."""
    if isinstance(value, Remote):
        return value.raw
    if isinstance(value, tuple) and value and isinstance(value[0], Remote):
        return tuple(one.raw for one in value)
    return value
