"""A Dask cluster that others run: its scheduler's address is enough."""

from __future__ import annotations

import logging
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from vmbox.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

SECONDS: Final = 5
# Checks in a row that find nobody at work before a cluster counts as gone.
STRIKES: Final = 4


class Cluster:
    """A cluster that answers and has workers."""

    def __init__(self, client: Any) -> None:
        self._client = client
        # Not pure: the same function of the same path is done again when it is asked for again.
        self.executor: Executor = client.get_executor(pure=False)
        self.threads: int = sum(client.nthreads().values())
        self._strikes = 0

    def check(self) -> None:
        """Raise BrokenExecutor where nobody has been at work for a while.

        Workers that died are started anew, and a lost connection is made again; but where that
        fails, Dask would wait for ever.
        """
        try:
            lost = self._client.status != "running" or not self._client.nthreads()
        except (OSError, RuntimeError):
            lost = True
        self._strikes = self._strikes + 1 if lost else 0
        if self._strikes >= STRIKES:
            raise BrokenExecutor("the cluster's scheduler or its workers are gone")


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Give the cluster at an address.

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
    with _quiet(), _client(Client, address) as client:
        try:
            client.wait_for_workers(1, timeout=SECONDS)
        except TimeoutError as problem:
            raise FileError(
                f"The cluster at {address} has no worker. Start one, then try again."
            ) from problem
        yield Cluster(client)


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


def _client(connect: Any, address: str) -> Any:
    """Return a client, which closes itself at the end of its ``with``."""
    try:
        return connect(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as problem:
        raise FileError(
            f"No Dask scheduler answers at {address}. Is it running, and is the address as in "
            "tcp://10.0.0.5:8786?"
        ) from problem
