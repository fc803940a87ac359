"""The frame around every button: quiet meanwhile, all as it was afterwards, one clear message."""

from __future__ import annotations

import os
import signal

import pytest
import xlwings

from vmbox.addin import buttons, frame
from vmbox.addin.asking import Cancelled, Scripted
from vmbox.addin.desk import Done
from vmbox.addin.works import WORKS
from vmbox.errors import MeasureError

CHECK = buttons.button("check")


@pytest.fixture
def book(app):
    """A small workbook: what the frame does is the same in every one."""
    made = app.books.add()
    made.sheets[0].name = "Safety"
    return made


@pytest.fixture
def works(monkeypatch):
    """Let the button Check do something else."""

    def set_work(work):
        monkeypatch.setitem(WORKS, "check", work)

    return set_work


@pytest.fixture
def mocked(app):
    """The workbook that a button is pressed in; forgotten afterwards."""

    def press_in(book, name):
        book.set_mock_caller()
        try:
            frame.press(name)
        finally:
            del xlwings.Book._mock_caller

    return press_in


def _state(app):
    book = app.books.active
    return app.calculation, app.screen_updating, book.sheets.active.name, app.selection.address


def _messy(desk):
    """A button that shows another sheet and leaves everything as it likes."""
    desk.book.sheets.add("Mine")
    desk.book.sheets["Mine"]["A1"].select()
    desk.book.app.calculation = "semiautomatic"
    return Done("made a mess.")


def test_while_a_button_works_nothing_is_drawn_or_calculated(book, works) -> None:
    seen = []
    works(lambda desk: seen.append(_state(desk.book.app)) or Done("looked."))
    frame.run(CHECK, book, Scripted())
    assert seen[0][:2] == ("manual", False)


@pytest.mark.parametrize("calculation", ["automatic", "manual"])
def test_afterwards_all_is_as_the_person_had_it(book, works, calculation) -> None:
    book.app.calculation = calculation
    book.sheets["Safety"]["C20:D22"].select()
    before = _state(book.app)
    works(_messy)
    frame.run(CHECK, book, Scripted())
    assert _state(book.app) == before
    assert before == (calculation, True, "Safety", "$C$20:$D$22")


def test_after_an_error_too(book, works) -> None:
    book.sheets["Safety"]["C20"].select()
    before = _state(book.app)

    def fail(desk):
        _messy(desk)
        raise MeasureError("Bay 3 has no measure 'Fals'. Did you mean 'Falls'?")

    works(fail)
    ask = Scripted()
    outcome = frame.run(CHECK, book, ask)
    assert _state(book.app) == before
    assert outcome.failed
    assert ask.said == ["Bay 3 has no measure 'Fals'. Did you mean 'Falls'?"]


def test_a_sheet_that_the_button_took_away_leaves_the_screen_drawing(book, works) -> None:
    book.sheets.add("Gone").activate()

    def delete(desk):
        desk.book.sheets["Gone"].delete()
        return Done("took it away.")

    works(delete)
    assert not frame.run(CHECK, book, Scripted()).failed
    assert book.app.screen_updating is True
    assert book.app.calculation == "automatic"


def test_the_status_bar_says_what_was_done_in_one_line(book, works) -> None:
    works(lambda desk: Done("3 findings,\n1 of them an error." + " and more" * 100))
    frame.run(CHECK, book, Scripted())
    assert book.app.status_bar.startswith("Check: 3 findings, 1 of them an error.")
    assert len(book.app.status_bar) <= 250


def test_a_sheet_that_a_button_made_is_shown(book, works) -> None:
    works(lambda desk: Done("made it.", show=desk.book.sheets.add("Mine").name))
    frame.run(CHECK, book, Scripted())
    assert book.sheets.active.name == "Mine"


def test_who_says_no_changes_nothing_and_is_not_told_off(book, works) -> None:
    def ask_first(desk):
        raise Cancelled

    works(ask_first)
    ask = Scripted()
    outcome = frame.run(CHECK, book, ask)
    assert (outcome.failed, ask.said) == (False, [])
    assert book.app.status_bar == "Check: nothing was changed."


def test_an_unforeseen_error_shows_no_traceback_and_writes_the_log_file(
    book, works, own_folder
) -> None:
    works(lambda desk: 1 / 0)
    ask = Scripted()
    frame.run(CHECK, book, ask)
    (message,) = ask.said
    assert "Traceback" not in message
    assert "Press the button again" in message
    assert str(own_folder / "vmbox.log") in message
    log = (own_folder / "vmbox.log").read_text(encoding="utf-8")
    assert "check, vmbox" in log
    assert "ZeroDivisionError" in log


def test_of_several_workbooks_never_saved_it_works_in_the_one_it_was_pressed_in(
    app, works, mocked
) -> None:
    names = []
    works(lambda desk: names.append(desk.book.name) or Done("looked."))
    first, second = app.books.add(), app.books.add()
    for one in (first, second):
        mocked(one, "check")
    assert names == [first.name, second.name]


def test_a_button_that_was_not_pressed_in_a_workbook_leaves_with_one_message(
    calc, own_folder
) -> None:
    with pytest.raises(SystemExit) as left:
        frame.press("check")
    assert str(left.value).startswith("The workbook that the button was pressed in is not found.")
    assert "xlwings.Book.caller()" in (own_folder / "vmbox.log").read_text(encoding="utf-8")


def test_a_libreoffice_killed_in_the_middle_is_explained_and_the_file_is_as_it_was(
    calc, book, tmp_path, works, own_folder
) -> None:
    path = tmp_path / "Ward 7.xlsx"
    book.save(path)
    before = path.read_bytes()
    another = xlwings.App(visible=False, add_book=False)
    try:
        opened = another.books.open(path)

        def killed(desk):
            desk.book.sheets["Safety"]["C20"].value = 7
            os.kill(another.pid, signal.SIGKILL)
            desk.book.sheets["Safety"]["C21"].value = 8
            return Done("never.")

        works(killed)
        outcome = frame.run(CHECK, opened, Scripted())
    finally:
        another.kill()
        calc.activate()
    assert outcome.failed
    assert "LibreOffice has stopped" in outcome.words
    assert "LibreOfficeStopped" in (own_folder / "vmbox.log").read_text(encoding="utf-8")
    assert path.read_bytes() == before


def test_help_shows_the_guide_even_if_it_was_renamed_and_hidden(rowan, mocked) -> None:
    guide = rowan.sheets["Guide"]
    guide.name = "Read me"
    guide.visible = False
    mocked(rowan, "show_help")
    assert rowan.sheets.active.name == "Read me"


def test_help_in_a_workbook_that_is_no_box_score_says_what_the_buttons_do(app) -> None:
    ask = Scripted()
    frame.run(buttons.button("show_help"), app.books.add(), ask)
    (message,) = ask.said
    assert [line.partition(":")[0] for line in message.splitlines()] == [
        one.label for one in buttons.BUTTONS
    ]


def test_about_names_the_versions_and_the_log_file(book, own_folder) -> None:
    ask = Scripted()
    frame.run(buttons.button("about"), book, ask)
    (message,) = ask.said
    for words in ("vmbox 0.", f"xlwings {xlwings.__version__}", "Python 3.", "Libreoffice 16"):
        assert words in message
    assert str(own_folder / "vmbox.log") in message
