"""Which files are meant by what somebody typed."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from vmbox.bulk import expand
from vmbox.errors import FileError

LEFT_BEHIND = (
    *("~$rd 7.xlsx", "~$ward 7.xlsx", ".~lock.ward 7.xlsx#", ".hidden.xlsx"),
    *("ward 7.xlsx.1.bak", ".ward 7.xlsx.0badcafe.vmbox-tmp"),
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of workbooks, with what lies about in such folders."""
    for name in ("Ward 7.xlsx", "ward 8.XLSM", "north/b.xlsx", "north/a.xlsx", ".git/c.xlsx"):
        (tmp_path / "teams" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "teams" / name).touch()
    for name in (*LEFT_BEHIND, "notes.txt", "old.xls"):
        (tmp_path / "teams" / name).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*words: str | Path) -> list[str]:
    return [path.as_posix() for path in expand(words)]


def listed(data: bytes) -> list[str]:
    return [path.as_posix() for path in expand(["-"], stdin=io.BytesIO(data))]


ALL = ["teams/Ward 7.xlsx", "teams/ward 8.XLSM", "teams/north/a.xlsx", "teams/north/b.xlsx"]


class TestAFolder:
    def test_is_its_workbooks_and_those_below_in_order(self) -> None:
        assert found("teams") == ALL

    def test_without_workbooks_is_an_error(self, here: Path) -> None:
        (here / "empty").mkdir()
        with pytest.raises(FileError, match=r"^The folder empty holds no workbook"):
            found("empty")

    def test_that_nobody_may_read_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real = os.scandir

        def scandir(path: str) -> object:
            if str(path).endswith("north"):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(os, "scandir", scandir)
        with pytest.raises(FileError, match=r"folder teams.north cannot be read: Permission den"):
            found("teams")


class TestAName:
    def test_is_itself_whatever_its_ending(self) -> None:
        assert found("teams/old.xls", Path("teams/Ward 7.xlsx")) == [
            "teams/old.xls",
            "teams/Ward 7.xlsx",
        ]

    @pytest.mark.parametrize("name", [name for name in LEFT_BEHIND if "hidden" not in name])
    def test_of_what_lies_about_is_left_out(self, name: str) -> None:
        """As a shell's `*` gives them."""
        assert found(f"teams/{name}", ALL[0]) == [ALL[0]]
        with pytest.raises(FileError, match=r"is no workbook, but what Excel or vmbox leaves"):
            found(f"teams/{name}")

    def test_that_is_not_there_stays_beside_others_that_are(self) -> None:
        assert found("teams/gone.xlsx", ALL[0]) == ["teams/gone.xlsx", ALL[0]]

    def test_that_is_not_there_is_an_error_alone_with_the_nearest(self) -> None:
        with pytest.raises(FileError) as caught:
            found("teams/Word 7.xlsx")
        assert str(caught.value) == (
            "There is no file or folder teams/Word 7.xlsx. Did you mean 'Ward 7.xlsx'?"
        )

    @pytest.mark.parametrize("name", ["a" * 5000, "nul\0.xlsx", "teams/Ward 7.xlsx/below"])
    def test_that_no_file_can_have_is_an_error_in_words(self, name: str) -> None:
        with pytest.raises(FileError, match="There is no file or folder"):
            found(name)

    def test_with_brackets_is_a_file_where_there_is_one(self, here: Path) -> None:
        (here / "Ward [7].xlsx").touch()
        assert found("Ward [7].xlsx") == ["Ward [7].xlsx"]


class TestAPattern:
    def test_is_what_it_matches(self) -> None:
        assert found("teams/*.xlsx") == ["teams/Ward 7.xlsx"]
        assert found("teams/**/?.xlsx") == ALL[2:]

    def test_may_match_folders(self) -> None:
        assert found("teams/nor*") == ALL[2:]

    def test_that_matches_nothing_is_an_error(self) -> None:
        with pytest.raises(FileError, match=r"^No file matches teams/\*\.csv\."):
            found("teams/*.csv")

    def test_that_is_a_link_to_nothing_ends(self, here: Path) -> None:
        (here / "*.xlsm").symlink_to("nowhere")
        assert found("*.xlsm", ALL[0]) == ["*.xlsm", ALL[0]]


class TestAListOnStandardInput:
    @pytest.mark.parametrize(
        "data",
        [
            b"teams/Ward 7.xlsx\nteams/north\n",
            b'\xef\xbb\xbfteams/Ward 7.xlsx\r\n\r\n  "teams/north"  \r\n',
            b"'teams/Ward 7.xlsx'\n\n'teams/north'",
            b"teams/Ward 7.xlsx\0teams/north\0",
            "teams/Ward 7.xlsx\r\nteams/north\r\n".encode("utf-16"),
        ],
        ids=["plain", "from Windows", "quoted", "find -print0", "PowerShell"],
    )
    def test_may_be_written_by_anything(self, data: bytes) -> None:
        assert listed(data) == [ALL[0], *ALL[2:]]

    def test_may_hold_a_name_with_an_apostrophe(self, here: Path) -> None:
        (here / "St John's'").touch()
        assert listed(b"St John's'\n") == ["St John's'"]

    def test_may_hold_names_that_are_not_utf8(self, here: Path) -> None:
        Path(os.fsdecode(os.fsencode(here) + b"/caf\xe9.xlsx")).touch()
        assert listed(b"caf\xe9.xlsx\n") == [os.fsdecode(b"caf\xe9.xlsx")]

    @pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
    def test_that_is_empty_is_an_error(self, data: bytes) -> None:
        with pytest.raises(FileError, match="No file was given"):
            listed(data)


class TestTwice:
    def test_a_file_named_in_two_ways_comes_once(self, here: Path) -> None:
        words = ["teams", "./teams/Ward 7.xlsx", str(here / ALL[0]), "teams/*.xlsx"]
        assert found(*words) == ALL

    def test_a_link_and_its_file_come_once(self, here: Path) -> None:
        (here / "link.xlsx").symlink_to(ALL[0])
        (here / "linked").symlink_to("teams")
        assert found("link.xlsx", ALL[0]) == ["link.xlsx"]
        assert found("linked", "teams") == [one.replace("teams", "linked") for one in ALL]


def test_nothing_found_names_what_was_given() -> None:
    with pytest.raises(FileError) as caught:
        found("a", "b", "c", "d", "e")
    assert str(caught.value) == "No workbook was found: a, b, c and 2 more. Check the names."
