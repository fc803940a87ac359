"""One function over many files: in order, whatever happens to one of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from work import deadly_once, moody, name_of, process_of

from vmbox.bulk import Outcome, each
from vmbox.errors import VmboxError

TWENTY = [f"ward {number}.xlsx" for number in range(20)]
HERE = Path(__file__).parent


def joined(path: Path, before: str) -> str:
    return before + path.name


class TestTheOrder:
    def test_is_that_of_the_paths(self) -> None:
        found = list(each(name_of, TWENTY, jobs=2))
        assert found == [Outcome(Path(name), name) for name in TWENTY]

    def test_is_kept_when_the_first_file_takes_longest(self) -> None:
        def work(path: Path) -> str:
            time.sleep(0.05 if path.name == TWENTY[0] else 0)
            return path.name

        with ThreadPoolExecutor(4) as executor:
            found = [outcome.result for outcome in each(work, TWENTY, executor=executor)]
        assert found == TWENTY

    @given(st.lists(st.text("ab", min_size=1)), st.integers(1, 4))
    def test_is_the_same_with_any_executor(self, names: list[str], workers: int) -> None:
        with ThreadPoolExecutor(workers) as executor:
            found = [outcome.result for outcome in each(name_of, names, executor=executor)]
        assert found == [outcome.result for outcome in each(name_of, names, jobs=1)] == names


class TestWhoWorks:
    def test_one_job_is_this_process(self) -> None:
        assert {one.result for one in each(process_of, TWENTY, jobs=1)} == {os.getpid()}

    def test_one_file_is_this_process(self) -> None:
        assert [one.result for one in each(process_of, ["a"], jobs=8)] == [os.getpid()]

    def test_few_files_are_not_worth_a_process(self) -> None:
        assert {one.result for one in each(process_of, TWENTY[:5])} == {os.getpid()}

    def test_two_jobs_are_other_processes(self) -> None:
        found = {one.result for one in each(process_of, TWENTY, jobs=2)}
        assert os.getpid() not in found
        assert 1 <= len(found) <= 2

    def test_an_executor_is_used_and_left_open(self) -> None:
        with ThreadPoolExecutor(1) as executor:
            assert {one.result for one in each(process_of, TWENTY, executor=executor)} == {
                os.getpid()
            }
            assert executor.submit(int, "7").result() == 7

    def test_a_partial_of_a_function_is_sent_too(self) -> None:
        found = each(partial(joined, before="the "), ["a", "b"], jobs=2)
        assert [one.result for one in found] == ["the a", "the b"]

    def test_what_cannot_be_sent_is_refused_before_anything_begins(self) -> None:
        with pytest.raises(TypeError, match=r"cannot be sent to other processes.*jobs=1"):
            each(lambda path: path, TWENTY, jobs=2)

    def test_either_an_executor_or_a_cluster(self) -> None:
        with ThreadPoolExecutor(1) as executor, pytest.raises(TypeError, match="not both"):
            each(name_of, TWENTY, executor=executor, cluster="tcp://127.0.0.1:1")

    def test_fewer_than_no_jobs_are_refused(self) -> None:
        with pytest.raises(ValueError, match="-1 jobs"):
            each(name_of, TWENTY, jobs=-1)

    def test_nothing_to_do_is_nothing(self) -> None:
        assert list(each(name_of, [], jobs=2)) == []


class TestABadFile:
    @pytest.mark.parametrize("jobs", [1, 2])
    def test_stops_no_other(self, jobs: int) -> None:
        names = ["a", "refused", "b", "odd", "c", "panic", "d"]
        found = list(each(moody, names, jobs=jobs))
        assert [one.result for one in found] == ["a", None, "b", None, "c", None, "d"]
        refused, odd, panic = (one for one in found if one.error)
        assert refused.error == "refused is no standard box score."
        assert odd.error == (
            "odd: vmbox did not expect this file (KeyError: 'week'). Please report it."
        )
        assert panic.error
        assert "Rust gave up" in panic.error
        assert {one.exit_code for one in found if one.error} == {2}
        assert {one.exit_code for one in found if not one.error} == {0}

    def test_says_what_the_system_said(self) -> None:
        (found,) = each(os.listdir, ["nowhere"])
        assert found.error == "nowhere: No such file or directory (FileNotFoundError)."

    def test_whose_result_cannot_be_sent_back_stops_no_other(self) -> None:
        found = list(each(moody, ["a", "unsendable", "b"], jobs=2))
        assert [one.result for one in found] == ["a", None, "b"]
        assert found[1].error
        assert found[1].error.startswith("unsendable: ")

    def test_that_kills_its_process_is_named_and_the_rest_goes_on(self) -> None:
        names = [*TWENTY[:7], "deadly 1", "deadly 2", *TWENTY[7:], "deadly 3"]
        found = list(each(moody, names, jobs=2))
        assert [one.path.name for one in found] == names
        assert [one.result for one in found if not one.error] == TWENTY
        assert [one.path.name for one in found if one.error] == ["deadly 1", "deadly 2", "deadly 3"]
        assert found[7].error
        assert found[7].error.startswith("deadly 1: the process that worked on this file died")

    def test_is_tried_again_where_the_process_died_of_something_else(self, tmp_path: Path) -> None:
        paths = [tmp_path / name for name in TWENTY]
        found = list(each(deadly_once, paths, jobs=2))
        assert [one.result for one in found] == TWENTY


class TestMemory:
    def test_few_files_are_handed_out_ahead(self) -> None:
        """However many there are; so neither they nor their results pile up."""
        begun = count()
        with ThreadPoolExecutor(2) as executor:
            outcomes = each(lambda _: next(begun), range_of_paths(10_000), executor=executor)
            next(outcomes)
            deadline = time.monotonic() + 0.2
            while time.monotonic() < deadline:
                time.sleep(0.01)
            assert next(begun) <= 20
            outcomes.close()


def range_of_paths(length: int) -> list[Path]:
    return [Path(str(number)) for number in range(length)]


class TestProgress:
    @pytest.mark.parametrize("jobs", [1, 2])
    def test_is_told_after_each_file(self, jobs: int) -> None:
        told: list[tuple[int, int]] = []
        found = list(
            each(moody, ["a", "odd", "b"], jobs=jobs, progress=lambda *at: told.append(at))
        )
        assert len(found) == 3
        assert told == [(1, 3), (2, 3), (3, 3)]


class TestTheEnd:
    def test_whoever_stops_listening_stops_the_work(self) -> None:
        done = []
        stop = threading.Event()

        def work(path: Path) -> str:
            stop.wait(0.01)
            done.append(path)
            return path.name

        with ThreadPoolExecutor(1) as executor:
            outcomes = each(work, range_of_paths(1000), executor=executor)
            next(outcomes)
            outcomes.close()
        assert len(done) < 10

    def test_an_executor_that_breaks_down_says_so_after_what_was_done(self) -> None:
        names = ["a", "deadly", *TWENTY]
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
            outcomes = each(moody, names, executor=executor)
            assert next(outcomes).result == "a"
            with pytest.raises(VmboxError, match="broke down"):
                list(outcomes)

    def test_ctrl_c_ends_it_and_begins_no_other_file(self, tmp_path: Path) -> None:
        for number in range(200):
            (tmp_path / f"{number:03}.xlsx").touch()
        script = (
            "import sys; from pathlib import Path\n"
            "from vmbox.bulk import each; from work import slow\n"
            "try:\n"
            "    for one in each(slow, sorted(Path(sys.argv[1]).glob('*.xlsx')), jobs=2):\n"
            "        print(one.result, flush=True)\n"
            "except KeyboardInterrupt:\n"
            "    print('stopped')\n"
        )
        running = subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(HERE)},
            start_new_session=True,
        )
        assert running.stdout
        assert running.stdout.readline() == "000.xlsx\n"
        # A terminal sends it to every process of the group.
        os.killpg(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=30)
        assert out.splitlines()[-1] == "stopped"
        assert err == ""
        assert len(list(tmp_path.glob("*.begun"))) < 20

    def test_a_script_without_a_guard_does_not_start_itself_again(self, tmp_path: Path) -> None:
        script = tmp_path / "script.py"
        script.write_text(
            "print('top')\n"
            "from vmbox.bulk import each\n"
            "from work import name_of\n"
            "print([one.result for one in each(name_of, ['a', 'b'], jobs=2)])\n",
            encoding="utf-8",
        )
        answer = run(script)
        assert answer.stdout == "top\n['a', 'b']\n", answer.stderr

    def test_a_function_of_such_a_script_is_refused_in_words(self, tmp_path: Path) -> None:
        script = tmp_path / "script.py"
        script.write_text(
            "from vmbox.bulk import each\n"
            "def work(path): return path.name\n"
            "print([one.result for one in each(work, ['a', 'b'], jobs=2)])\n",
            encoding="utf-8",
        )
        answer = run(script)
        assert answer.returncode == 1
        assert answer.stdout == ""
        assert 'put what you do below `if __name__ == "__main__":`' in answer.stderr


def run(script: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HERE)},
        check=False,
        timeout=60,
    )
