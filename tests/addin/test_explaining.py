"""What went wrong, said to somebody at Excel, and kept for whoever helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from vmbox.addin import log_file
from vmbox.addin.explaining import explained, in_buttons
from vmbox.addin.folders import own_folder
from vmbox.errors import WorkbookError

LOG = Path("vmbox.log")


class com_error(Exception):  # noqa: N801, N818  (as pywin32 calls it)
    """As pywin32 raises it: number, words, what Excel said, argument."""

    def __init__(self, number, said=None):
        inner = (
            None if said is None else (0, "Microsoft Excel", said, "xlmain11.chm", 0, -2146827284)
        )
        super().__init__(number, "Exception occurred.", inner, None)
        self.hresult = number
        self.excepinfo = inner


class CommandError(Exception):
    """As appscript raises it on a Mac."""

    errormessage = "The cell is protected and read-only."


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (
            "Make one with `vmbox new`, or adopt it.",
            "Make one with the button New workbook, or adopt it.",
        ),
        ("Run `vmbox check` first.", "Press Check first."),
        ("(and 3 more: `vmbox check` lists them)", "(and 3 more: the button Check lists them)"),
        ("Run `vmbox extend Rowan.xlsx --weeks 52`.", "Press Add weeks."),
        ("Run `vmbox repair`.", "Ask whoever looks after vmbox to run `vmbox repair`."),
    ],
)
def test_buttons_are_named_in_the_place_of_commands(told, shown) -> None:
    assert in_buttons(told) == shown
    assert explained(WorkbookError(told), LOG) == shown


@pytest.mark.parametrize("number", [-2147418111, -2146777998])
def test_a_cell_being_edited_is_named_as_the_cause(number) -> None:
    words = explained(com_error(number), LOG)
    assert "a cell is being edited" in words
    assert "Press Enter or Esc in Excel" in words


@pytest.mark.parametrize(
    "problem", [com_error(-2147352567, "The cell is protected and read-only."), CommandError()]
)
def test_a_protected_sheet_is_named_as_the_cause(problem) -> None:
    words = explained(problem, LOG)
    assert "the sheet is protected" in words
    assert str(LOG) in words


def test_what_excel_refuses_otherwise_is_told_in_its_words() -> None:
    words = explained(com_error(-2147352567, "That name is not valid."), LOG)
    assert "refuses: That name is not valid." in words


def test_a_file_that_another_program_holds_is_named() -> None:
    words = explained(PermissionError(13, "Permission denied", "ledger.xlsx"), LOG)
    assert words == "ledger.xlsx: Permission denied. Close it in other programs and try again."


def test_without_a_log_file_none_is_promised() -> None:
    assert "log file" not in explained(com_error(1, "No."), None)


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local/vmbox")),
        ("win32", {}, Path("/people/ann/AppData/Local/vmbox")),
        ("darwin", {}, Path("/people/ann/Library/Application Support/vmbox")),
        ("linux", {}, Path("/people/ann/.local/state/vmbox")),
        ("linux", {"XDG_STATE_HOME": "/state"}, Path("/state/vmbox")),
        ("win32", {"VMBOX_FOLDER": "/else", "LOCALAPPDATA": "/local"}, Path("/else")),
    ],
)
def test_each_system_has_its_place_for_what_belongs_to_a_person(
    platform, environment, folder
) -> None:
    assert own_folder(platform, environment, Path("/people/ann")) == folder


def test_a_log_file_that_has_grown_is_begun_anew_and_kept(own_folder) -> None:
    path = log_file.note("check", ValueError("first"))
    path.write_text("x" * 1_000_001, encoding="utf-8")
    log_file.note("check", ValueError("second"))
    assert "second" in path.read_text(encoding="utf-8")
    assert (own_folder / "vmbox.log.1").stat().st_size == 1_000_001


def test_where_no_log_file_can_be_written_nothing_more_goes_wrong(own_folder) -> None:
    (own_folder / "vmbox.log").mkdir(parents=True)
    assert log_file.note("check", ValueError("lost")) is None
