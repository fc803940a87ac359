"""Patients' numbers where none belongs: CHI and NHS numbers, told by their check digit.

CHI: NHS Scotland, CHI number: six digits of the date of birth (DDMMYY), three, and a check digit.
NHS number: NHS Data Dictionary, "NHS number", ten digits of which the last is the check digit. Both
checks are the same: the first nine digits times 10, 9, ... 2, summed; 11 less the remainder by 11
is the last digit, 11 standing for 0; no number is given out whose check would be 10.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from vmbox.verbs.checking.codes import finding

if TYPE_CHECKING:
    from vmbox.workbook.findings import Finding

DIGITS: Final = 10
# Ten digits at once, as 3-3-4 (an NHS number on paper), or as a date of birth and four.
_TEN: Final = re.compile(
    r"(?<![\w+.,/-])(?:[0-9]{10}|[0-9]{3}([ \xa0-])[0-9]{3}\1[0-9]{4}|[0-9]{6}[ \xa0-][0-9]{4})"
    r"(?![\w/]|[.,-][0-9])"
)
_MASK: Final = "•" * DIGITS
_DO: Final = "Take it out: a box score counts patients and names none. Tell your data officer."


def check_digit(nine: str) -> int:
    """Return the check digit of nine digits; 10 where no number is given out."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11


def is_nhs_number(digits: str) -> bool:
    """Return whether ten digits have the right check digit, as an NHS and a CHI number have."""
    return check_digit(digits[:-1]) == int(digits[-1]) and len(set(digits)) > 1


def is_chi_number(digits: str) -> bool:
    """Return whether ten digits begin with a date of birth and have the right check digit."""
    if not is_nhs_number(digits):
        return False
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    for century in (1900, 2000):
        try:
            dt.date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def masked(text: str) -> str:
    """Return a text without any patient's number in it."""
    return _TEN.sub(lambda found: _MASK if is_nhs_number(_digits(found[0])) else found[0], text)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter in "0123456789")


def in_text(text: str, sheet: str, cell: str, *, where: str = "text") -> Finding | None:
    """Return what a text says of a patient, if anything."""
    for found in _TEN.finditer(text):
        digits = _digits(found[0])
        if is_nhs_number(digits):
            kind = "a CHI number" if is_chi_number(digits) else "an NHS number"
            words = f"The {where} has {kind} in it ({_MASK}): its check digit is right."
            return finding("identifier", sheet, cell, words, _DO)
    return None


def in_number(value: float, sheet: str, cell: str) -> Finding | None:
    """Return what a number says of a patient, if anything; a leading zero may be lost."""
    if value != int(value):
        return None
    digits = f"{int(value):010d}"
    if is_chi_number(digits):
        words = f"The number is a CHI number ({_MASK}): a date of birth, and its check digit."
        return finding("identifier", sheet, cell, words, _DO)
    if digits[0] != "0" and is_nhs_number(digits):
        words = f"The number ({_MASK}) has ten digits and the check digit of an NHS number."
        do = "Take it out if it is a patient's; leave it if it is a code of another kind."
        return finding("identifier-like", sheet, cell, words, do)
    return None
