"""Stand-ins for pywin32 and for the parts of ctypes that only Windows has.

xlwings' Windows engine is imported with them in place, once a process; right after that they are
gone again from `sys.modules` and from `ctypes`. What the engine asks of Windows itself, rather than
of Excel, is answered from `DESK`.
"""

from __future__ import annotations

import atexit
import ctypes
import datetime as dt
import importlib
import sys
from contextlib import contextmanager
from functools import cache
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import xlwings

if TYPE_CHECKING:
    from collections.abc import Iterator

# HRESULTs as Windows numbers them.
DISP_E_EXCEPTION = -2147352567
EXCEL_REFUSES = -2146827284  # 0x800A03EC, which is all that Excel ever says
BAD_INDEX = -2147352565

_ENGINE = "xlwings._xlwindows"
_HANDLE, _PROCESS = 0xE4CE1, 4711


class com_error(Exception):  # noqa: N801, N818  (pywin32's name)
    """pywin32's error of a COM call."""

    def __init__(self, hresult: int, strerror: str, excepinfo: Any = None, argerror: Any = None):
        super().__init__(hresult, strerror, excepinfo, argerror)
        self.hresult, self.strerror = hresult, strerror
        self.excepinfo, self.argerror = excepinfo, argerror


def refused(words: str, code: int = EXCEL_REFUSES) -> com_error:
    """Return the error by which Excel refuses a call."""
    told = (0, "Microsoft Excel", words, "xlmain11.chm", 0, code)
    return com_error(DISP_E_EXCEPTION, "Exception occurred.", told)


class TimeType(dt.datetime):
    """pywin32's moment, which has a time zone always: UTC."""


class CDispatch:
    """pywin32's object of a running program."""


class DispatchBaseClass:
    """pywin32's object of a program whose types it knows."""


class Desk:
    """What Windows knows: the Excel that runs, and what people answer to message boxes.

    Attributes
    ----------
    excel
        The Application, as pywin32 hands it out; None while no Excel runs.
    said
        The message boxes that were shown: words and title.
    answers
        What is clicked: 1 OK, 2 Cancel, 6 Yes, 7 No; OK or Yes when there is nothing left.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Close Excel, and forget what was said."""
        self.excel: CDispatch | None = None
        self.said: list[tuple[str, str]] = []
        self.answers: list[int] = []

    def running(self) -> CDispatch:
        """Return the Excel that runs."""
        if self.excel is None:
            raise com_error(-2147221021, "Operation unavailable")
        return self.excel

    def top_window(self, _: Any = None) -> int:
        """Return the handle of Excel's window; 0 where there is none."""
        return 0 if self.excel is None else _HANDLE

    def show(self, _: int, words: str, title: str, style: int) -> int:
        """Answer a message box."""
        self.said.append((words, title))
        return self.answers.pop(0) if self.answers else (6 if style & 4 else 1)


DESK = Desk()


def _module(name: str, **members: Any) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(members)
    return module


def _modules() -> dict[str, ModuleType]:
    """The modules of pywin32 that the engine imports, by name."""
    utc = SimpleNamespace(utc=lambda: dt.UTC)
    client = _module(
        "win32com.client",
        CDispatch=CDispatch,
        CoClassBaseClass=DispatchBaseClass,
        DispatchBaseClass=DispatchBaseClass,
        Dispatch=lambda thing: thing,
        DispatchEx=lambda _: DESK.running(),
    )
    # Not a module of its own on the way: `import win32com.client` wants the package too.
    parent = _module("win32com", client=client, __path__=[])
    boxes = {"MB_OK": 0, "MB_OKCANCEL": 1, "MB_YESNOCANCEL": 3, "MB_YESNO": 4}
    icons = {"MB_ICONINFORMATION": 64, "MB_ICONWARNING": 48}
    common = {"com_error": com_error, "ole_error": com_error}
    made = (
        _module("pywintypes", error=com_error, TimeType=TimeType, IID=str, **common),
        _module(
            "pythoncom",
            __file__="pythoncom",
            CoInitialize=lambda: None,
            DISPATCH_PROPERTYGET=2,
            **common,
        ),
        _module("win32api", MessageBox=DESK.show),
        _module("win32con", **boxes, **icons),
        _module("win32gui", FindWindowEx=lambda window, *_: window),
        _module("win32process", GetWindowThreadProcessId=lambda _: (1, _PROCESS)),
        _module("win32timezone", TimeZoneInfo=utc),
        parent,
        client,
    )
    return {module.__name__: module for module in made}


def _libraries() -> dict[str, Any]:
    """What ctypes has on Windows alone, as far as it is asked for."""
    nothing = lambda *_: 0  # noqa: E731
    user = SimpleNamespace(
        GetTopWindow=DESK.top_window,
        GetWindow=nothing,
        GetForegroundWindow=DESK.top_window,
        SetForegroundWindow=nothing,
        SetWindowPos=nothing,
    )

    def window_of_excel(*_: Any) -> CDispatch:
        return DESK.running()

    return {
        "windll": SimpleNamespace(user32=user),
        "oledll": SimpleNamespace(
            ole32=SimpleNamespace(CLSIDFromString=nothing),
            oleacc=SimpleNamespace(AccessibleObjectFromWindow=nothing),
        ),
        "PyDLL": lambda _: SimpleNamespace(PyCom_PyObjectFromIUnknown=window_of_excel),
    }


@contextmanager
def _in_place(holder: dict[str, Any], things: dict[str, Any]) -> Iterator[None]:
    """Put things into a dictionary of names, and leave it as it was found."""
    missing = object()
    before = {name: holder.get(name, missing) for name in things}
    holder.update(things)
    try:
        yield
    finally:
        for name, thing in before.items():
            if thing is missing:
                holder.pop(name, None)
            else:
                holder[name] = thing


@cache
def windows_engine() -> ModuleType:
    """Return xlwings' Windows engine, imported among the stand-ins; nothing of them stays."""
    patch = "xlwings._win32patch"
    before = set(sys.modules)
    with _in_place(sys.modules, _modules()), _in_place(vars(ctypes), _libraries()):
        engine = importlib.import_module(_ENGINE)
    for name in {_ENGINE, patch} - before:
        del sys.modules[name]
    for name in (_ENGINE, patch):
        vars(xlwings).pop(name.rpartition(".")[2], None)
    # It would look for Excels that nobody closed, with Windows' task list.
    atexit.unregister(engine.cleanup)
    # By itself it tries a call that fails for ever, since a real Excel may be busy.
    engine.N_COM_ATTEMPTS = 1
    return engine


@contextmanager
def engine_in_place() -> Iterator[ModuleType]:
    """Return the engine to a ``with`` block, in which xlwings uses it as it would on Windows."""
    engine = windows_engine()
    known = xlwings.engines
    lists = list(known.engines), dict(known.engines_by_name), known.active
    with (
        _in_place(sys.modules, {_ENGINE: engine}),
        _in_place(vars(xlwings), {"_xlwindows": engine}),
    ):
        try:
            known.add(xlwings.Engine(impl=engine.engine))
            known["excel"].activate()
            yield engine
        finally:
            known.engines, known.engines_by_name, known.active = lists
            DESK.clear()
