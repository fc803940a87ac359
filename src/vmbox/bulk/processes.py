"""Processes of this machine: they work on files, and one that dies takes no other file with it."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections import deque
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import islice
from multiprocessing import get_context
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from vmbox.bulk.outcome import Outcome, outcome_from, outcome_of
from vmbox.errors import VmboxError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

T = TypeVar("T")
# Files that are handed out ahead for each that is worked on: enough that nobody waits for work
# behind a slow file, few enough that memory stays the same over a hundred thousand files.
AHEAD: Final = 4
# Windows can wait for no more.
MOST_PROCESSES: Final = 61


def in_processes(
    function: Callable[[Path], T], files: Iterable[Path], workers: int
) -> Iterator[Outcome[T]]:
    """Yield what becomes of each file, in their order, worked on by so many processes.

    Raises
    ------
    TypeError
        The function cannot be sent to other processes.
    VmboxError
        No process can be started.
    """
    return _outcomes(_sendable(function), iter(files), workers)


def _sendable(function: Callable[[Path], object]) -> bytes:
    try:
        return pickle.dumps(function)
    except (pickle.PicklingError, AttributeError, TypeError) as problem:
        raise TypeError(
            f"{function!r} cannot be sent to other processes ({problem}). Put it at the top of a "
            "module, or give jobs=1."
        ) from problem


def _outcomes(function: bytes, files: Iterator[Path], workers: int) -> Iterator[Outcome[Any]]:
    waiting: deque[tuple[Path, Future[Outcome[Any]]]] = deque()
    pool = _Pool(function, workers)
    try:
        while True:
            for file in islice(files, AHEAD * workers - len(waiting)):
                waiting.append((file, pool.submit(file)))
            if not waiting:
                return
            file, future = waiting[0]
            try:
                outcome = outcome_from(future, file)
            except BrokenExecutor:
                # A process died, and nobody knows of which of these files.
                pool.close()
                yield from _one_by_one(function, waiting)
                waiting.clear()
                pool = _Pool(function, workers)
                continue
            waiting.popleft()
            yield outcome
    finally:
        pool.close()


def _one_by_one(
    function: bytes, waiting: Iterable[tuple[Path, Future[Outcome[Any]]]]
) -> Iterator[Outcome[Any]]:
    """Yield what becomes of files one of which a process died of, each tried alone."""
    pool = _Pool(function, 1)
    try:
        pool.check()
        for file, future in waiting:
            if future.done() and not future.cancelled() and not future.exception():
                yield outcome_from(future, file)
                continue
            try:
                yield outcome_from(pool.submit(file), file)
            except BrokenExecutor:
                pool.close()
                pool = _Pool(function, 1)
                words = (
                    f"{file}: the process that worked on this file died, also when it worked on "
                    "nothing else. Most often a file is too large for the memory."
                )
                yield Outcome(file, None, words, VmboxError.exit_code)
    finally:
        pool.close()


class _Pool:
    """Fresh processes that all know one function."""

    def __init__(self, function: bytes, workers: int) -> None:
        # Fresh on every system: a copy of this process, with a progress bar's thread in it, could
        # wait for ever.
        self._pool = ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(function,)
        )
        self._needs_main = b"__main__" in function

    def submit(self, file: Path) -> Future[Outcome[Any]]:
        """Return the outcome to come; where a process has died already, that it never comes."""
        with _starting(needs_main=self._needs_main):
            try:
                return self._pool.submit(_work, file)
            except BrokenExecutor as problem:
                broken: Future[Outcome[Any]] = Future()
                broken.set_exception(problem)
                return broken

    def check(self) -> None:
        """Raise VmboxError where processes die before they have done anything."""
        try:
            with _starting(needs_main=self._needs_main):
                future = self._pool.submit(os.getpid)
            future.result()
        except BrokenExecutor as problem:
            raise VmboxError(
                "No process to work with can be started. In a script, put what you do below "
                '`if __name__ == "__main__":`; or work in one process, with --jobs 1.'
            ) from problem

    def close(self) -> None:
        """Forget what has not begun, and wait for what has."""
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def _starting(*, needs_main: bool) -> Iterator[None]:
    """Start processes that leave Ctrl-C to this one, and that do not run its script again.

    A script that calls vmbox at its top would start itself without end. Its workers need nothing
    of it, but where the function stands in the script itself.
    """
    masks = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else set()
    main = sys.modules["__main__"]
    if not needs_main:
        sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ------------------------------------------------------------------ in the other process
_given: list[bytes] = []


def _begin(function: bytes) -> None:
    """Take the function that all the work is done with; leave Ctrl-C to who started us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _given.append(function)


def _work(file: Path) -> Outcome[Any]:
    return outcome_of(_do, file)


def _do(file: Path) -> object:
    return _function()(file)


@cache
def _function() -> Callable[[Path], object]:
    function: Callable[[Path], object] = pickle.loads(_given[0])
    return function
