"""Patients' numbers, by their check digit."""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path

from checked_books import Book
from hypothesis import assume, given
from hypothesis import strategies as st

import vmbox
from vmbox.verbs.checking import CODES
from vmbox.verbs.checking.identifiers import (
    check_digit,
    in_number,
    in_text,
    is_chi_number,
    is_nhs_number,
    masked,
)

NINE = st.integers(10**8, 10**9 - 1).map(str)
ROOT = Path(__file__).resolve().parents[2]
SOURCES = Path(vmbox.__file__).parent


def whole(nine: str) -> str:
    digit = check_digit(nine)
    assume(digit < 10 and len(set(nine)) > 1)
    return nine + str(digit)


def test_the_published_example() -> None:
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")


@given(NINE, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(nine: str, at: int, more: int) -> None:
    number = whole(nine)
    wrong = number[:at] + str((int(number[at]) + more) % 10) + number[at + 1 :]
    assert not is_nhs_number(wrong)


@given(NINE, st.integers(0, 8))
def test_two_neighbours_that_changed_places_are_always_noticed(nine: str, at: int) -> None:
    number = whole(nine)
    assume(number[at] != number[at + 1])
    wrong = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert not is_nhs_number(wrong)


@given(st.dates(dt.date(1910, 1, 1), dt.date(2026, 1, 1)), st.integers(0, 999))
def test_every_date_of_birth_makes_chi_numbers(born: dt.date, serial: int) -> None:
    number = whole(f"{born:%d%m%y}{serial:03d}")
    assert is_chi_number(number)
    found = in_text(f"for {number}.", "Safety", "B2")
    assert found is not None
    assert found.code == "identifier"
    assert number not in str(found)
    # A cell that holds a number has lost the leading zero.
    as_number = in_number(float(number), "Safety", "B2")
    assert as_number is not None
    assert as_number.code == "identifier"


@given(NINE)
def test_a_number_that_is_no_date_of_birth_is_no_chi_number(nine: str) -> None:
    assume(int(nine[2:4]) > 12)
    assert not is_chi_number(whole(nine))


@given(NINE, st.sampled_from(["{0}", "{1} {2} {3}", "{1}-{2}-{3}", "CHI:{0};", "({4} {5})"]))
def test_a_masked_text_has_no_number_left(nine: str, form: str) -> None:
    number = whole(nine)
    text = form.format(number, number[:3], number[3:6], number[6:], number[:6], number[6:])
    assert in_text(text, "", "") is not None
    assert not re.search("[0-9]", masked(text))


@given(st.text("0123456789 -+.a", max_size=40))
def test_no_text_makes_it_fail_and_masking_is_done_once(text: str) -> None:
    assert (in_text(text, "", "") is None) == (masked(text) == text)
    assert masked(masked(text)) == masked(text)


def test_ten_equal_digits_are_a_filler_and_no_patient() -> None:
    assert in_text("0000000000", "", "") is None
    assert in_number(1111111111.0, "", "") is None


# ------------------------------------------------------------------ what the page lists
def words_in(path: Path) -> tuple[set[str], set[str]]:
    """Every text in a source file, and those that are given to a finding as its code."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    texts = {one.value for one in nodes if isinstance(one, ast.Constant)}
    given = {
        str(one.args[0].value)
        for one in nodes
        if isinstance(one, ast.Call)
        and ast.unparse(one.func).split(".")[-1] in {"find", "_find", "Finding", "finding"}
        and one.args
        and isinstance(one.args[0], ast.Constant)
    }
    return {one for one in texts if isinstance(one, str)}, given


def test_every_code_that_the_program_gives_is_known_and_every_known_one_is_given() -> None:
    rooms = [SOURCES / "workbook" / name for name in ("reading.py", "tab_reading.py")]
    rooms += [one for one in (SOURCES / "verbs/checking").glob("*.py") if one.name != "codes.py"]
    texts, given = zip(*map(words_in, rooms), strict=True)
    assert set().union(*given) <= set(CODES)
    assert set(CODES) <= set().union(*texts)


def test_every_code_has_its_row_and_its_paragraph_and_the_page_has_no_other() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[`([a-z-]+)`\]\(#([a-z-]+)\) \| (\w+) \| (.+) \|$", page, re.MULTILINE)
    assert {code: (severity, title) for code, _, severity, title in rows} == {
        name: (code.severity, code.title) for name, code in CODES.items()
    }
    assert all(code == link for code, link, _, _ in rows)
    sections = re.split(r"^### ", page, flags=re.MULTILINE)[1:]
    assert [one.split("\n")[0] for one in sections] == list(CODES)
    assert all("**Found**" in one and "**Cure**" in one for one in sections)


# ------------------------------------------------------------------ in a workbook, but in no cell
NUMBER = "943 476 5919"
BOX = (
    "<xdr:twoCellAnchor><xdr:from><xdr:col>2</xdr:col><xdr:row>4</xdr:row></xdr:from><xdr:sp>"
    "<xdr:txBody><a:p><a:r><a:t>Ask about 943 476</a:t></a:r><a:r><a:t> 5919</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
)


def test_a_number_in_a_text_box_is_found_below_its_corner(tmp_path: Path) -> None:
    book = Book(tmp_path / "ward7.xlsx")
    book.rewrite(
        "xl/drawings/drawing1.xml", lambda text: text.replace("</xdr:wsDr>", f"{BOX}</xdr:wsDr>")
    )
    (found,) = book.findings()
    assert (found.code, found.where) == ("identifier", "Quality!C5")
    assert "text box" in found.found
    assert NUMBER not in str(found)


def test_a_number_in_a_header_or_footer_is_found(tmp_path: Path) -> None:
    book = Book(tmp_path / "ward7.xlsx")
    margin = f"<headerFooter><oddFooter>&amp;L{NUMBER}</oddFooter></headerFooter>"
    book.rewrite(
        book.part_of("Safety"),
        lambda text: re.sub(
            "(<pageSetup[^>]*/>)(?:<headerFooter.*?</headerFooter>)?",
            lambda setup: setup[1] + margin,
            text,
        ),
    )
    (found,) = book.findings()
    assert (found.code, found.where) == ("identifier", "Safety")
    assert "header or footer" in found.found
