"""What fails in the spreadsheet is told in our words, with the next step."""

from __future__ import annotations

import pytest

from vmbox.errors import EditRefused, FileError, FileInUse
from vmbox.live.border import border


class ComError(Exception):
    """As pywin32 raises it."""

    def __init__(self, hresult: int, words: str = "", scode: int = 0) -> None:
        self.hresult = hresult
        self.excepinfo = (0, "Microsoft Excel", words, "xlmain11.chm", 0, scode)
        super().__init__(hresult, "Exception occurred.", self.excepinfo, None)


class CommandError(Exception):
    """As appscript raises it."""

    def __init__(self, number: int, words: str) -> None:
        self.errornumber, self.errormessage = number, words
        super().__init__(words)


REFUSED = -2147352567


@pytest.mark.parametrize(
    ("failure", "kind", "words"),
    [
        (ComError(-2147418111), FileInUse, "Press Enter or Esc in Excel"),
        (ComError(REFUSED, "", -2146777998), FileInUse, "a cell is being edited"),
        (CommandError(-1712, "Apple event timed out"), FileInUse, "takes no orders now"),
        (ComError(-2147023174), FileError, "no longer open"),
        (CommandError(-609, "Connection is invalid"), FileError, "Open it and try again"),
        (
            ComError(REFUSED, "The cell you're trying to change is on a protected sheet."),
            *(EditRefused, r"Review, Unprotect Sheet"),
        ),
        (
            ComError(REFUSED, "You can't change part of an array.", -2146827284),
            *(EditRefused, "refuses: You can't change part of an array. Mend"),
        ),
        (NotImplementedError(), EditRefused, "refuses: NotImplementedError"),
    ],
)
def test_a_failure_names_workbook_and_sheet_and_says_what_to_do(
    failure: Exception, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words) as told, border("Ward 7.xlsx", "Safety"):
        raise failure
    assert str(told.value).startswith("Ward 7.xlsx: Safety: ")
    assert told.value.__cause__ is failure


def test_an_error_of_ours_passes_the_border_as_it_is() -> None:
    ours = FileError("LibreOffice has stopped.")
    with pytest.raises(FileError) as told, border("Ward 7.xlsx"):
        raise ours
    assert told.value is ours
