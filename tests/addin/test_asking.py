"""Asking a person: at Excel through its own boxes, in a script with answers known beforehand."""

from __future__ import annotations

from pathlib import Path

import pytest

from vmbox.addin.asking import (
    ASK_FILE,
    ASK_TEXT,
    TITLE,
    ByExcel,
    Cancelled,
    Scripted,
    file_filter,
    listed,
    shortened,
)
from vmbox.errors import DataError

MEASURES = ["Falls", "Violent incidents", "Läkarbesök"]


class _Excel:
    """What xlwings' App gives to a button, and what it was asked."""

    def __init__(self, reply):
        self.reply = reply
        self.asked = []

    def alert(self, *words):
        self.asked.append(words)
        return self.reply

    def macro(self, name):
        def run(*words):
            self.asked.append((name, *words))
            return self.reply

        return run


@pytest.mark.parametrize(("reply", "yes"), [("yes", True), ("no", False)])
def test_excel_asks_yes_or_no_in_its_message_box(reply, yes) -> None:
    excel = _Excel(reply)
    assert ByExcel(excel).confirm("Post 12 cells?") is yes
    assert excel.asked == [("Post 12 cells?", TITLE, "yes_no", "info")]


def test_what_went_wrong_is_told_as_such() -> None:
    excel = _Excel("ok")
    ByExcel(excel).tell("No.", failed=True)
    assert excel.asked == [("No.", TITLE, "ok", "critical")]


def test_a_text_and_a_file_are_asked_for_by_the_add_in_itself() -> None:
    excel = _Excel("ledger.csv ")
    assert ByExcel(excel).text("Which?", "52") == "ledger.csv"
    kinds = [("Excel", "*.xlsx;*.xls"), ("CSV", "*.csv")]
    assert ByExcel(excel).file("Extract", kinds) == Path("ledger.csv")
    assert excel.asked == [
        (ASK_TEXT, "Which?", TITLE, "52"),
        (ASK_FILE, "Extract", "Excel (*.xlsx;*.xls),*.xlsx;*.xls,CSV (*.csv),*.csv"),
    ]


@pytest.mark.parametrize("reply", ["", "  ", None])
def test_an_empty_answer_is_a_cancelled_one(reply) -> None:
    with pytest.raises(Cancelled):
        ByExcel(_Excel(reply)).text("Which?")
    with pytest.raises(Cancelled):
        ByExcel(_Excel(reply)).file("Which?", [("CSV", "*.csv")])


@pytest.mark.parametrize(
    ("typed", "measure"),
    [("2", "Violent incidents"), ("falls", "Falls"), ("LÄKARBESÖK", MEASURES[2])],
)
def test_a_choice_is_made_by_number_or_name(typed, measure) -> None:
    assert ByExcel(_Excel(typed)).choice("Which measure?", MEASURES) == measure
    assert Scripted([typed]).choice("Which measure?", MEASURES) == measure


@pytest.mark.parametrize("typed", ["0", "4", "-1", "Fals", "1.5"])
def test_an_answer_that_is_no_choice_is_named_with_the_nearest(typed) -> None:
    with pytest.raises(DataError, match=rf"'{typed}' is none of the choices"):
        Scripted([typed]).choice("Which measure?", MEASURES)


def test_the_nearest_choice_is_offered() -> None:
    with pytest.raises(DataError, match="Did you mean 'Falls'"):
        Scripted(["Fals"]).choice("Which measure?", MEASURES)


def test_a_long_list_of_choices_fits_into_the_question() -> None:
    question = listed("Which measure?", [f"Measure {n} " + "x" * 60 for n in range(60)])
    assert len(question) < 1000
    assert "more: type the name" in question


def test_a_message_fits_on_a_small_screen() -> None:
    long = shortened("\n".join(f"line {n}" for n in range(100)))
    assert len(long.splitlines()) == 25
    assert long.endswith("... and 76 lines more.")
    assert len(shortened("x" * 10_000)) <= 1500
    assert shortened("short") == "short"


def test_when_the_answers_are_used_up_nothing_is_agreed_to() -> None:
    ask = Scripted()
    assert ask.confirm("Post 12 cells?") is False
    with pytest.raises(Cancelled):
        ask.text("Which?")
    assert ask.said == ["Post 12 cells?", "Which?"]


def test_kinds_of_files_are_written_as_excel_wants_them() -> None:
    assert file_filter([("All files", "*.*")]) == "All files (*.*),*.*"
