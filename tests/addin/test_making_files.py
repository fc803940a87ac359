"""Board report and New workbook: the buttons that make a file, pressed in a LibreOffice."""

from __future__ import annotations

import datetime as dt
import webbrowser
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import vmbox
from vmbox import libreoffice
from vmbox.addin import frame
from vmbox.addin.asking import Cancelled, Scripted
from vmbox.addin.buttons import button
from vmbox.addin.folders import documents_folder
from vmbox.addin.saving import asked_place
from vmbox.cli import app as command_line
from vmbox.errors import FileError, OutputExists
from vmbox.measures import spoken
from vmbox.reports import board_report
from vmbox.verbs.making import first_day
from vmbox.workbook import layout as at

BOARD, NEW = button("board_report"), button("new_workbook")
TODAY = dt.date.today()  # noqa: DTZ011  (the day where the person is)


@pytest.fixture
def documents(tmp_path, monkeypatch):
    """The person's folder of documents."""
    folder = tmp_path / "Documents"
    folder.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("OneDrive", "OneDriveCommercial"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def shown(monkeypatch):
    """The addresses that a browser was asked to show."""
    addresses = []
    monkeypatch.setattr(webbrowser, "open", lambda address: addresses.append(address) or True)
    return addresses


@pytest.fixture(scope="module")
def ward(calc, rowan_file):
    """The demo's ward, open for all tests of the module: none changes it for good."""
    calc.impl.answers = libreoffice.Cautious()
    book = calc.books.open(rowan_file)
    yield book
    book.close()


@pytest.fixture(scope="module")
def nothing(calc):
    """A workbook that is no box score."""
    book = calc.books.add()
    yield book
    book.close()


class _Watching(Scripted):
    """Remembers what was proposed."""

    def text(self, question, default=""):
        self.__dict__.setdefault("proposed", []).append(default)
        return super().text(question, default)


@pytest.fixture
def opened(calc):
    """The workbook that is before the person; closed at the end, since a button opened it."""
    found = []

    def active():
        found.append(calc.books.active)
        return found[-1]

    yield active
    for book in found:
        book.close()


class TestBoardReport:
    def test_is_the_page_of_the_closed_file_and_is_shown(
        self, ward, rowan_box, rowan_file, documents, shown
    ):
        outcome = frame.run(BOARD, ward, Scripted([True]))
        place = documents / f"Rowan Ward board report {TODAY}.html"
        assert outcome.words == f"Board report: it is at {place}."
        assert shown == [place.as_uri()]
        page = place.read_text(encoding="utf-8")
        assert page == board_report(vmbox.read(rowan_file), today=TODAY)
        assert page == board_report(rowan_box, today=TODAY)

    def test_has_what_was_typed_and_never_saved(self, ward, rowan_file, documents, monkeypatch):
        monkeypatch.setattr(webbrowser, "open", lambda address: False)
        before = rowan_file.read_bytes()
        team = ward.names[at.NAME_TEAM].refers_to_range
        team.value = "Còrnaig / <Ward>"
        try:
            outcome = frame.run(BOARD, ward, Scripted([True]))
        finally:
            team.value = "Rowan Ward"
        place = documents / f"Box score board report {TODAY}.html"
        assert outcome.words == f"Board report: it is at {place}. Open it in a browser."
        assert "<h1>Còrnaig / &lt;Ward&gt;</h1>" in place.read_text(encoding="utf-8")
        assert rowan_file.read_bytes() == before

    def test_of_a_workbook_that_is_no_box_score_is_refused(self, nothing, documents, shown):
        outcome = frame.run(BOARD, nothing, Scripted([True]))
        assert outcome.failed
        assert "no standard box score" in outcome.words
        assert shown == list(documents.iterdir()) == []


class TestNewWorkbook:
    def test_is_what_the_command_makes_and_is_open_before_the_person(self, ward, documents, opened):
        # The board and the kind of team are those of the workbook that is open.
        outcome = frame.run(NEW, ward, Scripted(["Ward 7", True, True, "4 March 2026", True]))
        place = documents / "Ward 7.xlsx"
        assert outcome.words == f"New workbook: {place}: 21 measures, 104 weeks from 2 March 2026."
        active = opened()
        assert Path(active.fullname) == place
        assert active.names[at.NAME_TEAM].refers_to_range.value == "Ward 7"
        kind = ["--board", "Example Health Board", "--setting", "Mental health ward"]
        typed = ["--team", "Ward 7", *kind, "--start", "2026-03-04"]
        CliRunner().invoke(command_line, ["new", *typed, "-o", str(documents / "typed.xlsx")])
        made, expected = vmbox.read(place), vmbox.read(documents / "typed.xlsx")
        assert [row.what for row in made.log] == [row.what for row in expected.log]
        assert replace(made, log=()) == replace(expected, log=())
        assert made.weeks.equals(expected.weeks)

    def test_proposes_this_week_and_no_board_where_nothing_is_known(self, nothing, documents):
        ask = _Watching(["Ward 9", True, "1", True])
        frame.run(NEW, nothing, ask)
        first = next(iter(vmbox.settings().values()))
        monday = first_day(TODAY, vmbox.load_set(first))
        assert ask.proposed == ["", "-", "", spoken(monday), str(documents / "Ward 9.xlsx")]

    @pytest.mark.parametrize(
        ("replies", "said"),
        [
            (["Ward 7", True, "Acute wards"], "none of the choices. Did you mean 'Acute ward'?"),
            (["Ward 7", True, "1", "02/13/2026"], "is no date"),
        ],
    )
    def test_an_answer_that_is_none_is_told_and_nothing_is_made(
        self, nothing, documents, replies, said
    ):
        outcome = frame.run(NEW, nothing, Scripted(replies))
        assert outcome.failed
        assert said in outcome.words
        assert list(documents.iterdir()) == []

    @pytest.mark.parametrize("answered", range(5))
    def test_saying_no_to_any_question_makes_nothing(self, nothing, documents, answered):
        words = ["Ward 7", "-", "Catering", "2026-03-02"][:answered]
        outcome = frame.run(NEW, nothing, Scripted([*words, None]))
        assert outcome.words == "New workbook: nothing was changed."
        assert list(documents.iterdir()) == []


class TestWhereToSave:
    def test_is_proposed_among_the_persons_documents(self, documents):
        ask = Scripted([True])
        assert asked_place(ask, "Where?", "a.html", replaceable=True) == documents / "a.html"

    @pytest.mark.parametrize("typed", ["ours", "ours.html", '"ours.html"', "~/Documents/ours"])
    def test_a_name_alone_is_in_that_folder_and_gets_its_ending(self, documents, typed):
        place = asked_place(Scripted([typed]), "Where?", "a.html", replaceable=True)
        assert place == documents / "ours.html"

    def test_a_folder_alone_keeps_the_name(self, documents, tmp_path):
        place = asked_place(Scripted([str(tmp_path)]), "Where?", "a.html", replaceable=True)
        assert place == tmp_path / "a.html"

    def test_a_folder_that_is_not_there_is_named(self, documents):
        with pytest.raises(FileError, match=r"There is no folder .*gone\. Press"):
            asked_place(Scripted(["gone/a.html"]), "Where?", "a.html", replaceable=True)

    def test_a_report_is_replaced_only_on_the_persons_word(self, documents):
        place = documents / "a.html"
        place.write_text("mine", encoding="utf-8")
        ask = Scripted([True, True])
        assert asked_place(ask, "Where?", "a.html", replaceable=True) == place
        assert ask.said[-1] == f"{place} is there already. Replace it?"
        with pytest.raises(Cancelled):
            asked_place(Scripted([True, False]), "Where?", "a.html", replaceable=True)

    def test_a_workbook_is_never_replaced_and_a_free_name_is_proposed(self, documents):
        for name in ("Ward 7.xlsx", "Ward 7 2.xlsx"):
            (documents / name).write_text("a year of figures", encoding="utf-8")
        free = asked_place(Scripted([True]), "Where?", "Ward 7.xlsx", replaceable=False)
        assert free == documents / "Ward 7 3.xlsx"
        with pytest.raises(OutputExists, match="Press the button again"):
            asked_place(Scripted(["Ward 7"]), "Where?", "Ward 7.xlsx", replaceable=False)


class TestDocuments:
    def test_are_in_onedrive_where_the_person_has_them_there_alone(self, tmp_path):
        drive = tmp_path / "OneDrive - NHS"
        (drive / "Documents").mkdir(parents=True)
        home = tmp_path / "home"
        home.mkdir()
        assert documents_folder(home, {"OneDrive": str(drive)}) == drive / "Documents"
        assert documents_folder(home, {}) == home
        (home / "Documents").mkdir()
        assert documents_folder(home, {"OneDrive": str(drive)}) == home / "Documents"
