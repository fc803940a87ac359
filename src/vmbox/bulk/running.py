"""Runs one function over many files, and tells what became of each, in their order."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import BrokenExecutor, CancelledError, wait
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from vmbox.bulk.cluster import connected
from vmbox.bulk.outcome import outcome_from, outcome_of
from vmbox.bulk.processes import AHEAD, MOST_PROCESSES, in_processes
from vmbox.errors import VmboxError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future

    from vmbox.bulk.outcome import Outcome

T = TypeVar("T")
# Seconds without a result before somebody asks whether there is anybody left to give one.
PATIENCE: Final = 5.0
# Below this many files, starting processes costs more than it saves.
_WORTH_PROCESSES: Final = 12


def each(
    function: Callable[[Path], T],
    paths: Iterable[str | os.PathLike[str]],
    *,
    jobs: int = 0,
    executor: Executor | None = None,
    cluster: str | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Iterator[Outcome[T]]:
    """Yield what becomes of each file, in the order of the paths, whatever goes wrong with one.

    Parameters
    ----------
    function
        Takes a path and returns what can be sent between processes. It is sent itself, so it
        stands at the top of a module, or is a `functools.partial` of one that does.
    jobs
        Processes to work with: 0 for one a core where there are files enough, 1 for this process.
    executor
        Any executor of `concurrent.futures` to use instead; the caller closes it.
    cluster
        The address of a Dask scheduler to use instead: "tcp://10.0.0.5:8786". Its workers must
        see the files under the same names.
    progress
        Called after each file with how many are done and how many there are.

    Raises
    ------
    VmboxError
        Processes cannot be started, nobody answers at the cluster's address, or the executor
        breaks down.
    """
    files = [Path(path) for path in paths]
    if executor is not None and cluster is not None:
        raise TypeError("Give an executor or a cluster, not both.")
    if jobs < 0:
        raise ValueError(f"{jobs} jobs: give 1 or more, or 0 for one a core.")
    if cluster is not None:
        outcomes = _on_cluster(function, files, cluster)
    elif executor is not None:
        window = AHEAD * (getattr(executor, "_max_workers", None) or os.cpu_count() or 1)
        outcomes = _through(lambda file: executor.submit(outcome_of, function, file), files, window)
    else:
        workers = _workers(jobs, len(files))
        outcomes = (
            in_processes(function, files, workers)
            if workers > 1
            else (outcome_of(function, file) for file in files)
        )
    return _counted(outcomes, len(files), progress)


def _workers(jobs: int, files: int) -> int:
    if jobs == 0 and files < _WORTH_PROCESSES:
        return 1
    return min(jobs or os.cpu_count() or 1, files, MOST_PROCESSES)


def _counted(
    outcomes: Iterator[Outcome[T]], count: int, progress: Callable[[int, int], object] | None
) -> Iterator[Outcome[T]]:
    for done, outcome in enumerate(outcomes, 1):
        if progress:
            progress(done, count)
        yield outcome


def _through(
    submit: Callable[[Path], Future[Outcome[T]]],
    files: Iterable[Path],
    window: int,
    check: Callable[[], None] | None = None,
) -> Iterator[Outcome[T]]:
    """Yield what becomes of each file through an executor that somebody else looks after.

    While nothing comes, `check` is called again and again: it raises where nothing ever will.
    """
    left = iter(files)
    waiting: deque[tuple[Path, Future[Outcome[T]]]] = deque()
    try:
        while True:
            for file in islice(left, window - len(waiting)):
                waiting.append((file, submit(file)))
            if not waiting:
                return
            file, future = waiting[0]
            while check and not wait([future], PATIENCE).done:
                check()
            outcome = outcome_from(future, file)
            waiting.popleft()
            yield outcome
    except (BrokenExecutor, CancelledError) as problem:
        for file, future in waiting:
            if future.done() and not future.cancelled() and not future.exception():
                yield outcome_from(future, file)
        raise VmboxError(
            f"What was to do the work broke down ({str(problem) or type(problem).__name__}). The "
            "files reported so far are done. Start it again, then give the others."
        ) from problem
    finally:
        for _, future in waiting:
            future.cancel()


def _on_cluster(
    function: Callable[[Path], T], files: Iterable[Path], address: str
) -> Iterator[Outcome[T]]:
    with connected(address) as cluster:

        def submit(file: Path) -> Future[Outcome[T]]:
            # The workers stand in other folders than we do.
            return cluster.executor.submit(outcome_of, function, file.absolute())

        yield from _through(submit, files, AHEAD * cluster.threads, cluster.check)
