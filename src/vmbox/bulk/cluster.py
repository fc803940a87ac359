"""A Dask cluster that others run: its scheduler's address is enough."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from vmbox.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

SECONDS: Final = 5


@contextmanager
def connected(address: str) -> Iterator[tuple[Executor, int]]:
    """Give the executor of the cluster at an address, and how many files it works on at once.

    Raises
    ------
    FileError
        The package is missing, nobody answers there, or the cluster has no worker.
    """
    try:
        from distributed import Client  # noqa: PLC0415  (an extra)
    except ImportError as problem:
        raise FileError(
            'To work on a Dask cluster, install what it needs: pip install "vmbox[cluster]".'
        ) from problem
    with _quiet(), _connected(Client, address) as client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise FileError(f"The cluster at {address} has no worker. Start one, then try again.")
        # Not pure: the same function of the same path is done again when it is asked for again.
        yield client.get_executor(pure=False), threads


@contextmanager
def _quiet() -> Iterator[None]:
    """Leave it to us to say that a connection is lost."""
    log = logging.getLogger("distributed.client")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def _connected(connect: Any, address: str) -> Any:
    """Return a client, which closes itself at the end of its ``with``."""
    try:
        return connect(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as problem:
        raise FileError(
            f"No Dask scheduler answers at {address}. Is it running, and is the address as in "
            "tcp://10.0.0.5:8786?"
        ) from problem
