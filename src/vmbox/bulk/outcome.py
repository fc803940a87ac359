"""What became of one file: a result, or a message."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, CancelledError
from dataclasses import dataclass, replace
from pathlib import Path  # noqa: TC003  (a dataclass's field that processes unpickle)
from typing import TYPE_CHECKING, Generic, TypeVar

from vmbox.errors import VmboxError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

T = TypeVar("T")


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What became of one file.

    Attributes
    ----------
    path
        The file.
    result
        What the function returned; None where it failed.
    error
        Why it failed, in words that name the file; None where it did not.
    exit_code
        The code that a command leaves with for this failure; 0 where there is none.
    """

    path: Path
    result: T | None = None
    error: str | None = None
    exit_code: int = 0


def outcome_of(function: Callable[[Path], T], path: Path) -> Outcome[T]:
    """Return what the function made of the file, whatever goes wrong."""
    try:
        return Outcome(path, function(path))
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as problem:
        # A panic of a library written in Rust is no Exception.
        return failure(path, problem)


def outcome_from(future: Future[Outcome[T]], path: Path) -> Outcome[T]:
    """Return the outcome of a file that others work on, also where it cannot be sent back.

    Raises
    ------
    BrokenExecutor, CancelledError
        Whoever worked on it is gone.
    """
    try:
        return replace(future.result(), path=path)
    except (BrokenExecutor, CancelledError):
        raise
    except Exception as problem:
        return failure(path, problem)


def failure(path: Path, problem: BaseException) -> Outcome[T]:
    """Return the outcome of a file that a problem was met with."""
    if isinstance(problem, VmboxError):
        return Outcome(path, None, str(problem), problem.exit_code)
    kind = type(problem).__name__
    said = " ".join(str(problem).split())
    if isinstance(problem, MemoryError):
        words = f"{path}: there is too little memory for it ({kind}). Try with fewer jobs."
    elif isinstance(problem, OSError):
        words = f"{path}: {problem.strerror or said or 'it cannot be read'} ({kind})."
    elif kind == "KilledWorker":  # a Dask cluster's, where all that tried died
        words = (
            f"{path}: the workers of the cluster that worked on this file died. Most often a file "
            "is too large for their memory."
        )
    else:
        words = f"{path}: vmbox did not expect this file ({kind}: {said or 'no more is said'})."
        words += " Please report it."
    return Outcome(path, None, words, VmboxError.exit_code)
