"""What became of a home-made box score: what was recognised in it, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from vmbox.measures import Better, BoxScore, Domain

Role = Literal["measure", "input", "notes"]


@dataclass(frozen=True)
class Recognised:
    """A row or column of the file that was taken.

    Attributes
    ----------
    source, which
        Its name in the file, and the how-manyth line of that name it is.
    where
        Its place: "ward7.xlsx: 2026, row 7".
    role
        A measure; an input, from which a ratio is worked out; or notes of the weeks.
    name, domain, unit, better, goal
        What it becomes.
    numerator, denominator, per
        The inputs that a ratio is worked out from.
    weeks, first, last
        How many weeks have a value, and the first and last of them.
    guessed
        Which of domain, unit and better nobody said, so that a person looks at them.
    remarks
        What else a person should know of it.
    """

    source: str
    which: int
    where: str
    role: Role
    name: str
    domain: Domain
    unit: str = ""
    better: Better = "neutral"
    goal: float | None = None
    numerator: str | None = None
    denominator: str | None = None
    per: float = 1.0
    weeks: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    guessed: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """A cell, row, column or sheet that was not taken.

    Attributes
    ----------
    where, what, why
        Its place; what stands there, shortened; and the reason.
    figures
        How many of its cells hold a number.
    total
        Whether it says only what can be worked out anew: a total, an average, the same again.
    line, which
        Where a whole row or column was left out that has a name: that name, and the how-manyth
        of it, for the map.
    matters
        Whether it may be a figure that the team wants: somebody must look at it.
    """

    where: str
    what: str
    why: str
    figures: int = 0
    total: bool = False
    matters: bool = False
    line: str = ""
    which: int = 1


@dataclass(frozen=True)
class Figures:
    """Where every cell with a number went: the parts add up to those in the file.

    Attributes
    ----------
    in_file
        Cells of the file that hold a number.
    values
        Taken as the value of a week.
    worked_out
        Taken as a ratio that its inputs give to within the rounding.
    labels
        Used as a goal, a week's number, a note or the like.
    left_out
        Not taken.
    """

    in_file: int = 0
    values: int = 0
    worked_out: int = 0
    labels: int = 0
    left_out: int = 0


@dataclass(frozen=True)
class Adoption:
    """What a home-made box score becomes.

    Attributes
    ----------
    path
        The file.
    box
        The box score.
    recognised, left_out
        In the order of the file.
    remarks
        What was decided for the file as a whole: which days begin the weeks, what was combined.
    figures
        Where every cell with a number went.
    start, sheets
        What the map said of the first week and the sheets to read.
    """

    path: Path
    box: BoxScore
    recognised: tuple[Recognised, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[str, ...]
    figures: Figures
    start: dt.date | None = None
    sheets: tuple[str, ...] = ()

    @property
    def to_look_at(self) -> tuple[LeftOut, ...]:
        """What was left out and may be a figure that the team wants."""
        return tuple(one for one in self.left_out if one.matters)
