"""A UNO object at the far end of the line: every call is counted, every failure is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmbox.libreoffice.bridge import uno
from vmbox.libreoffice.calls import TALLY
from vmbox.libreoffice.failures import LibreOfficeStopped, Refused, closed_book

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
        self._failure: Any = uno().getClass("com.sun.star.uno.Exception")
        self._gone: Any = uno().getClass("com.sun.star.lang.DisposedException")

    def run(self, name: str, ask: Callable[[], Any]) -> Any:
        """Return the answer to a question, what it holds wrapped."""
        TALLY.over_uno(name)
        try:
            answer = ask()
        except self._failure as failure:
            raise self._explained(name, failure) from failure
        return self.wrap(answer)

    def wrap(self, answer: Any) -> Any:
        """Return UNO objects as remote ones, everything else as it is."""
        if type(answer).__name__ == _OBJECT:
            return Remote(answer, self)
        if isinstance(answer, tuple) and answer and type(answer[0]).__name__ == _OBJECT:
            return tuple(Remote(one, self) for one in answer)
        return answer

    def _explained(self, name: str, failure: Any) -> FileError:
        if isinstance(failure, self._gone):
            return closed_book() if self._alive() else LibreOfficeStopped()
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
        raw, line = self._raw, self._line
        # Finding a method makes no call that counts; calling it does.
        found = _peek(raw, name, line)
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
        return f"<Remote {getattr(self._raw, 'ImplementationName', '')}>"


def _peek(raw: Any, name: str, line: Line) -> Any:
    try:
        return getattr(raw, name)
    except line._failure as failure:  # noqa: SLF001
        raise line._explained(name, failure) from failure  # noqa: SLF001


def _bare(value: Any) -> Any:
    """What UNO itself takes."""
    if isinstance(value, Remote):
        return value.raw
    if isinstance(value, tuple) and value and isinstance(value[0], Remote):
        return tuple(one.raw for one in value)
    return value
