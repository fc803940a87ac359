"""A real Dask cluster on this machine, by its address."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import dask
import pytest
from distributed import LocalCluster
from work import moody, process_of

from vmbox.bulk import each
from vmbox.errors import FileError, VmboxError

if TYPE_CHECKING:
    from collections.abc import Iterator

TWENTY = [f"ward {number}.xlsx" for number in range(20)]
HERE = Path(__file__).parent
NOBODY = "tcp://127.0.0.1:9"


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    # A file that a worker died of is not tried again: starting workers anew takes Dask long.
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as cluster,
    ):
        yield cluster


def test_works_on_every_file_in_order(cluster: LocalCluster) -> None:
    found = list(each(process_of, TWENTY, cluster=cluster.scheduler_address))
    assert [one.path.name for one in found] == TWENTY
    workers = {one.result for one in found}
    assert os.getpid() not in workers
    assert 1 <= len(workers) <= 2


def test_gives_its_workers_whole_paths_and_tells_the_short_ones(
    cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "a.xlsx").touch()
    monkeypatch.chdir(tmp_path)
    (found,) = each(os.listdir, ["here"], cluster=cluster.scheduler_address)
    assert found.result == ["a.xlsx"]
    assert str(found.path) == "here"


def test_a_bad_file_stops_no_other(cluster: LocalCluster) -> None:
    names = ["a", "refused", "b", "odd", "c"]
    found = list(each(moody, names, cluster=cluster.scheduler_address))
    assert [one.result for one in found] == ["a", None, "b", None, "c"]


def test_a_file_that_workers_die_of_is_named(cluster: LocalCluster) -> None:
    (found,) = each(moody, ["deadly"], cluster=cluster.scheduler_address)
    assert found.error == (
        "deadly: the workers of the cluster that worked on this file died. Most often a file is "
        "too large for their memory."
    )


def test_the_same_file_is_done_again_when_it_is_asked_for_again(
    cluster: LocalCluster, tmp_path: Path
) -> None:
    address = cluster.scheduler_address
    assert next(each(os.listdir, [tmp_path], cluster=address)).result == []
    (tmp_path / "new").touch()
    assert next(each(os.listdir, [tmp_path], cluster=address)).result == ["new"]


@pytest.mark.parametrize("address", [NOBODY, "nonsense", "http://127.0.0.1:9", ""])
def test_an_address_where_nobody_answers_is_named(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vmbox.bulk.cluster.SECONDS", 1)
    with pytest.raises(FileError, match=rf"^No Dask scheduler answers at {address}\."):
        list(each(process_of, TWENTY, cluster=address))


def test_a_cluster_without_workers_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vmbox.bulk.cluster.SECONDS", 1)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        pytest.raises(FileError, match="has no worker"),
    ):
        list(each(process_of, TWENTY, cluster=empty.scheduler_address))


def test_a_cluster_that_goes_away_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vmbox.bulk.running.PATIENCE", 0.2)
    script = (
        "from distributed import LocalCluster\n"
        "where = {'dashboard_address': ':0', 'protocol': 'tcp'}\n"
        "with LocalCluster(n_workers=1, processes=False, **where) as cluster:\n"
        "    print(cluster.scheduler_address, flush=True)\n"
        "    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HERE)},
    ) as leaving:
        assert leaving.stdout
        outcomes = each(process_of, map(str, range(500)), cluster=leaving.stdout.readline().strip())
        assert next(outcomes).result == leaving.pid
        leaving.kill()
        with pytest.raises(VmboxError, match="broke down"):
            list(outcomes)


def test_without_its_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(FileError, match=r'pip install "vmbox\[cluster\]"'):
        list(each(process_of, TWENTY, cluster=NOBODY))
