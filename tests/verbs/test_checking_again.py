"""The second workbook of a kind is checked far quicker than the first, and as well."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest
from checked_books import TODAY, Book, faultless

from random_box_scores import random_box_score
from vmbox.template import write_workbook
from vmbox.verbs.checking import check, check_file
from vmbox.xlsx import read_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vmbox.workbook.findings import Finding


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A workbook that was checked once, to be spoilt in copies."""
    book = Book(tmp_path_factory.mktemp("again") / "ward7.xlsx")
    assert book.findings() == []
    return book


@pytest.fixture
def copy(book: Book, tmp_path: Path) -> Book:
    spoilt = object.__new__(Book)
    spoilt.path = shutil.copyfile(book.path, tmp_path / "spoilt.xlsx")
    spoilt.layout = book.layout
    return spoilt


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], tuple[Finding, ...]]:
    """A check that looks at every cell."""

    def check_anew(path: Path) -> tuple[Finding, ...]:
        with monkeypatch.context() as patch:
            patch.setattr("vmbox.verbs.checking.known.imprint_of", lambda _sheet: None)
            return check_file(path, today=TODAY)

    return check_anew


def once(pattern: str, new: str, *, nth: int = 0) -> Callable[[str], str]:
    def change(text: str) -> str:
        found = list(re.finditer(pattern, text))[nth]
        return text[: found.start()] + found.expand(new) + text[found.end() :]

    return change


SPOILT = {
    "a formula altered": once(r"<f>(IF\(ISNUMBER[^<]*)</f>", r"<f>\1+1</f>", nth=40),
    "a formula with a space": once(r"<f>(IF\(ISNUMBER[^<]*)</f>", r"<f> \1</f>", nth=30),
    "a formula overwritten": once(r"<f>[^<]*</f>(<v>[0-9.]+</v>)", r"\1", nth=200),
    "a formula cleared": once(r"<f>[^<]*</f><v>[0-9.]+</v>", "", nth=300),
    "an old value": once(r"</f><v>[0-9.]+</v>", "</f><v>77777</v>", nth=150),
    "a value in its last digit": once(r"</f><v>2(\.?)", r"</f><v>2.00000000000004\1", nth=0),
    "an error": once(
        r'(<c r="[A-Z]+[0-9]+")(><f>[^<]*</f>)<v>[0-9.]+</v>', r'\1 t="e"\2<v>#REF!</v>', nth=77
    ),
    "no value": once(r"</f><v>[0-9.]+</v>", "</f>", nth=99),
    "a text that looks like a number": once(
        r'(<c r="[A-Z]+[0-9]+")(><f>[^<]*</f><v>[0-9]+</v>)', r'\1 t="str"\2', nth=60
    ),
    "a patient's number typed": once(r"<v>1</v>", "<v>9434765919</v>", nth=0),
    "another label": once(r't="s"><v>([0-9]+)</v>', r't="s"><v>0</v>', nth=5),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_fault_in_the_second_workbook_is_found_as_in_the_first(
    how: str, copy: Book, forgetful: Callable[[Path], tuple[Finding, ...]]
) -> None:
    copy.rewrite(copy.part_of("Calc"), SPOILT[how])
    assert check_file(copy.path, today=TODAY) == forgetful(copy.path)


def test_formulas_that_were_found_right_are_not_read_again(book: Book, tmp_path: Path) -> None:
    week = np.arange(20)
    other = faultless()
    other.entered.loc[other.weeks[:20], "Falls"] = 5.0 + week % 3
    path = write_workbook(other, tmp_path / "ward8.xlsx")
    assert book.findings() == []
    there = read_book(path)
    assert check(there, today=TODAY) == ()
    assert there.sheet("Calc").cells_if_read is None


def test_a_fault_is_found_each_time(copy: Book) -> None:
    copy.rewrite(copy.part_of("Calc"), SPOILT["a formula altered"])
    first = check_file(copy.path, today=TODAY)
    assert [one.code for one in first] == ["formula-altered"]
    assert check_file(copy.path, today=TODAY) == first


@pytest.mark.parametrize("seed", range(4))
def test_random_box_scores_are_told_the_same(
    seed: int, tmp_path: Path, forgetful: Callable[[Path], tuple[Finding, ...]]
) -> None:
    path = write_workbook(random_box_score(seed), tmp_path / "random.xlsx")
    whole = forgetful(path)
    assert check_file(path, today=TODAY) == whole
    assert check_file(path, today=TODAY) == whole
