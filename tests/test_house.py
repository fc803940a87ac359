"""What anyone may expect of the house: it is whole, tells what it is, and opens quickly."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import sysconfig
import time
import zipfile
from pathlib import Path

import pytest

import vmbox

ROOT = Path(__file__).resolve().parents[1]
# In no more than so many times the time in which Python itself starts.
SLOWEST = 3.0
STARTS = 25
# A folder of somebody's machine, or a host that packages come from.
ELSEWHERE = re.compile(
    r"(?<![\w.])/(?:root|home|Users|work|mnt|srv)/\w"
    r"|\b[A-Z]:\\Users\\\w"
    r"|(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com)\b",
    re.IGNORECASE,
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def _tracked(*where: str) -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z", *where], cwd=ROOT, capture_output=True, check=True
    ).stdout
    files = [ROOT / name for name in names.decode().split("\0") if name]
    return [file for file in files if file.exists()]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_every_module_says_what_it_is_for() -> None:
    modules = _tracked("src/*.py", "tools/*.py", "benchmarks/*.py", "tests/*.py")
    assert modules
    silent = [
        str(module.relative_to(ROOT))
        for module in modules
        if not ast.get_docstring(ast.parse(_text(module)))
    ]
    assert silent == []


def test_every_public_name_is_there_and_told_of() -> None:
    for name in vmbox.__all__:
        assert getattr(vmbox, name) is not None
    assert set(vmbox.__all__) <= set(dir(vmbox))


def test_everything_a_user_needs_travels_in_the_wheel(tmp_path: Path) -> None:
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", str(ROOT), "--wheel-dir", str(tmp_path)),
            *("--no-deps", "--no-build-isolation", "--no-index", "--quiet"),
            "--disable-pip-version-check",
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("vmbox-*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    folders = {"src/vmbox": "vmbox", "templates": "vmbox/_templates", "macros": "vmbox/_macros"}
    expected = {
        f"{packed}/{file.relative_to(ROOT / folder).as_posix()}"
        for folder, packed in folders.items()
        for file in _tracked(folder)
        if file.name != ".gitkeep"
    }
    assert {
        "vmbox/py.typed",
        "vmbox/measures/sets/acute-ward.toml",
        "vmbox/_templates/boxscore_template.xlsx",
    } <= expected
    assert expected - inside == set()


def test_the_blank_standard_is_what_the_program_makes_now(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.xlsx"
    subprocess.run(
        [sys.executable, "-m", "vmbox", "template", "-o", str(fresh)],
        check=True,
        capture_output=True,
    )
    now, kept = _members(fresh), _members(ROOT / "templates" / "boxscore_template.xlsx")
    stale = sorted(name for name in now.keys() | kept.keys() if now.get(name) != kept.get(name))
    assert stale == [], "templates/boxscore_template.xlsx is stale: run `make template`"


def _members(book: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(book) as members:
        return {name: members.read(name) for name in members.namelist()}


@pytest.mark.parametrize("page", [path.relative_to(ROOT).as_posix() for path in _tracked("*.md")])
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    broken = [
        link
        for link in LINK.findall(_text(ROOT / page))
        if not link.startswith(("https://", "mailto:", "#"))
        and not (ROOT / page).parent.joinpath(link.partition("#")[0]).exists()
    ]
    assert broken == []


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("saved in " + "/home" + "/ann/box.xlsx", True),
        ("pip install -i https://" + "pypi" + ".org/simple", True),
        ("C:" + r"\Users" + r"\ann", True),
        ("https://example.scot/work/with-us", False),
        ("/usr/bin/python3", False),
        ("on Debian or Ubuntu", False),
    ],
)
def test_a_path_of_a_machine_is_told_from_other_words(words: str, meant: bool) -> None:
    assert bool(ELSEWHERE.search(words)) is meant


def test_no_file_names_a_machine_or_the_place_that_packages_come_from() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for file in _tracked()
        for number, line in enumerate(_text(file).splitlines(), 1)
        if ELSEWHERE.search(line)
    ]
    assert found == []


def test_the_command_starts_in_three_times_the_time_of_python() -> None:
    command = next(Path(sysconfig.get_path("scripts")).glob("vmbox*"))
    kinds = ([sys.executable, "-c", "pass"], [str(command), "--version"])
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(STARTS):
        # Turn about, so that a busy moment of the machine meets both alike.
        for start, taken in zip(kinds, times, strict=True):
            began = time.perf_counter()
            said = subprocess.run(start, check=True, capture_output=True, text=True).stdout
            taken.append(time.perf_counter() - began)
    assert said == f"vmbox {vmbox.__version__}\n"
    python, program = map(statistics.median, times)
    assert program <= SLOWEST * python, f"{program * 1000:.0f} ms to {python * 1000:.0f} ms"


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = (
        "import sys, vmbox\n"
        "print(sorted({'numpy', 'pandas', 'typer', 'rich', 'xlsxwriter'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert said.stdout.strip() == "[]"
