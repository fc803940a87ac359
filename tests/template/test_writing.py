"""Writing: whole or not at all, and the same every time."""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from vmbox.errors import FileError, OutputExists
from vmbox.measures import BoxScore, Measure
from vmbox.template import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

BOX = BoxScore.blank("A", [Measure("Falls", "Safety")], start=dt.date(2026, 3, 2), weeks=4)
MADE = dt.datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001  (a workbook has no time zones)


def fail(problem: BaseException) -> Callable[..., None]:
    def failing(*args: object, **options: object) -> None:
        raise problem

    return failing


class TestAFileThatIsThere:
    def test_is_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        path.write_bytes(b"theirs")
        with pytest.raises(OutputExists, match="there already"):
            write_workbook(BOX, path)
        assert path.read_bytes() == b"theirs"

    def test_is_replaced_when_told_to(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        path.write_bytes(b"theirs")
        write_workbook(BOX, path, force=True)
        assert zipfile.is_zipfile(path)
        assert list(tmp_path.iterdir()) == [path]

    @pytest.mark.parametrize(
        ("owner", "name"),
        [
            (Path, "replace"),
            (xlsxwriter.Workbook, "close"),
            (xlsxwriter.worksheet.Worksheet, "_assemble_xml_file"),
        ],
    )
    @pytest.mark.parametrize(
        ("problem", "told"),
        [
            (PermissionError(13, "Permission denied"), FileError),
            (OSError(28, "No space left on device"), FileError),
            (KeyboardInterrupt(), KeyboardInterrupt),
        ],
    )
    def test_stays_as_it_was_when_writing_fails(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        owner: type,
        name: str,
        problem: BaseException,
        told: type[BaseException],
    ) -> None:
        path = tmp_path / "a.xlsx"
        path.write_bytes(b"theirs")
        with monkeypatch.context() as broken:
            broken.setattr(owner, name, fail(problem))
            with pytest.raises(told):
                write_workbook(BOX, path, force=True)
        assert path.read_bytes() == b"theirs"
        assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="There is no folder"):
        write_workbook(BOX, tmp_path / "none" / "a.xlsx")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_others_may_read_it_as_any_new_file(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    path = write_workbook(BOX, tmp_path / "a.xlsx")
    assert path.stat().st_mode == plain.stat().st_mode


def test_it_is_the_same_to_the_byte_when_made_at_the_same_time(tmp_path: Path) -> None:
    one = write_workbook(BOX, tmp_path / "a.xlsx", made=MADE)
    other = write_workbook(BOX, tmp_path / "b.xlsx", made=MADE)
    later = write_workbook(BOX, tmp_path / "c.xlsx", made=MADE + dt.timedelta(hours=1))
    assert one.read_bytes() == other.read_bytes()
    assert differing(one, later) == ["docProps/core.xml"]


def differing(one: Path, other: Path) -> list[str]:
    """The parts in which two workbooks differ."""
    first, second = (
        {name: package.read(name) for name in package.namelist()}
        for package in map(zipfile.ZipFile, (one, other))
    )
    return sorted(name for name in {*first, *second} if first.get(name) != second.get(name))
