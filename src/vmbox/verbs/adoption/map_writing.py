"""The map that says what was recognised, written out to be corrected and used again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vmbox.verbs.adoption.adopt_map import DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmbox.verbs.adoption.adoption import Adoption, LeftOut, Recognised

_ABOVE = """\
# How vmbox reads {file}. Correct what is wrong, then:
#
#   vmbox adopt {file} --map THIS-FILE -o NEW.xlsx
#
# domain is Quality, Safety, Experience, Capacity or Cost; better is up, down or neutral; unit is
# count, %, per 1,000, GBP, days, hours, time of day, score or a word of your own. goal = "90 %".
# leave_out = true leaves a line out; ratio = false keeps a ratio's own figures.
# An entry that is deleted is recognised anew."""


def map_text(adoption: Adoption) -> str:
    """Return the TOML of a map that gives this adoption again."""
    box = adoption.box
    lines = [_ABOVE.format(file=adoption.path.name), ""]
    lines += [f"{key} = {_text(getattr(box, key))}" for key in ("team", "board", "setting")]
    lines.append(f"period = {_text(box.period)}")
    if box.period == "week":
        lines.append(f"weekday = {_text(DAYS[box.weeks[0].weekday()])}")
    if adoption.start is not None:
        lines.append(f"start = {adoption.start:%Y-%m-%d}")
    if adoption.sheets:
        lines.append(f"sheets = [{', '.join(map(_text, adoption.sheets))}]")
    lines.append("")
    for row in adoption.recognised:
        if row.role != "notes":
            lines += [*_entry(row), ""]
    lines += _left(adoption.left_out)
    return "\n".join(lines).rstrip("\n") + "\n"


def _entry(row: Recognised) -> Iterable[str]:
    """One line of the file, as it is taken."""
    guessed = dict.fromkeys(row.guessed, "    # guessed")
    yield "[[measure]]"
    yield f"from = {_text(row.source)}"
    if row.which > 1:
        yield f"which = {row.which}"
    yield f"name = {_text(row.name)}"
    yield f"domain = {_text(row.domain)}{guessed.get('domain', '')}"
    yield f"unit = {_text(row.unit)}{guessed.get('unit', '')}"
    if row.role == "input":
        return
    yield f"better = {_text(row.better)}{guessed.get('better', '')}"
    if row.goal is not None:
        yield f"goal = {row.goal!r}"
    if row.numerator and row.denominator:
        yield f"numerator = {_text(row.numerator)}"
        yield f"denominator = {_text(row.denominator)}"
        yield f"per = {row.per:g}"


def _left(left: Iterable[LeftOut]) -> Iterable[str]:
    """The lines that were left out, each to be taken by a false."""
    for one in {(one.line.casefold(), one.which): one for one in left if one.line}.values():
        yield "[[measure]]"
        yield f"from = {_text(one.line)}"
        if one.which > 1:
            yield f"which = {one.which}"
        yield f"leave_out = true    # {one.why}"
        yield ""


def _text(text: str) -> str:
    """Text as TOML writes it; its escapes are JSON's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
