"""The community team: referrals returned to GPs fall from 31 % to 15 %."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.demo import registers
from vmbox.demo.shapes import Dice, level, without
from vmbox.measures import BoxScore, load_set, read_long

if TYPE_CHECKING:
    from vmbox.demo.shapes import Floats

START: Final = dt.date(2024, 10, 28)
WEEKS: Final = 74
# The first week of the joint referral meeting.
CHANGE: Final = 31
REFERRALS: Final = "referrals.csv"
_CLOSED: Final = (8, 60)


def community(remark: str) -> BoxScore:
    """Return the box score of a community mental health team, 74 weeks recorded.

    The referrals come from a CSV with a byte-order mark, as a spreadsheet saves "CSV UTF-8".
    """
    standard = load_set("Community mental health")
    box = BoxScore.blank(
        "Firthside community mental health",
        standard.measures,
        standard.inputs,
        start=START,
        board="Example Health Board",
        setting=standard.setting,
        remark=remark,
    )
    with resources.as_file(resources.files("vmbox.demo") / REFERRALS) as path:
        box = read_long(path, box)
    figures = {**_quality(), **_safety(), **_experience(), **_capacity(), **_cost()}
    closed = {name: without(values, *_CLOSED) for name, values in figures.items()}
    return _with_registers(box.recording(pd.DataFrame(closed, index=box.weeks[:WEEKS])))


def _quality() -> dict[str, Floats]:
    dice = Dice("community quality")
    offered = dice.around(np.full(WEEKS, 46.0), 0.09)
    started = dice.around(level(WEEKS, (0, 31), (31, 31), (45, 36), (73, 37)), 0.1)
    return {
        "First appointments offered": offered,
        "First appointments missed": dice.shares(
            level(WEEKS, (0, 0.21), (49, 0.2), (50, 0.13), (73, 0.12)), offered
        ),
        "Treatments started": started,
        "Starts within 18 weeks": dice.shares(
            level(WEEKS, (0, 0.74), (31, 0.75), (73, 0.92)), started
        ),
        "People waiting for a first appointment": dice.around(
            level(WEEKS, (0, 412), (31, 425), (73, 268)), 0.014
        ),
    }


def _safety() -> dict[str, Floats]:
    dice = Dice("community safety")
    leaving = dice.counts(np.full(WEEKS, 5.5))
    records = np.full(WEEKS, 10.0)
    sampled = (5, 17, 18, 38, 52, 53)
    return {
        "People leaving hospital": leaving,
        "Seen within 72 hours": dice.shares(np.full(WEEKS, 0.91), leaving),
        "Records looked at": without(records, *sampled),
        "Records with a current assessment": without(
            dice.shares(level(WEEKS, (0, 0.8), (73, 0.93)), records), *sampled
        ),
        "Records with current checks": without(
            dice.shares(np.full(WEEKS, 0.89), records), *sampled
        ),
        "Adverse events": dice.counts(np.full(WEEKS, 1.4)),
    }


def _experience() -> dict[str, Floats]:
    dice = Dice("community experience")
    asked = dice.around(np.full(WEEKS, 34.0), 0.15)
    staff = dice.around(np.full(WEEKS, 21.0), 0.11)
    return {
        "People asked": without(asked, 22, 23, 47),
        "People rating care good": without(
            dice.shares(level(WEEKS, (0, 0.82), (73, 0.9)), asked), 22, 23, 47
        ),
        "Staff responding": without(staff, 39),
        "Staff feeling supported": without(
            dice.shares(level(WEEKS, (0, 0.64), (31, 0.66), (73, 0.84)), staff), 39
        ),
        "Complaints": dice.counts(level(WEEKS, (0, 1.2), (73, 0.6))),
    }


def _capacity() -> dict[str, Floats]:
    dice = Dice("community capacity")
    quarter = 0.25
    return {
        "Contracted hours": dice.around(np.full(WEEKS, 985.0), 0.008, quarter),
        "Direct care hours": dice.around(
            level(WEEKS, (0, 352), (31, 356), (45, 396), (73, 404)), 0.03, quarter
        ),
        "Indirect care hours": dice.around(
            level(WEEKS, (0, 262), (31, 260), (45, 228), (73, 222)), 0.03, quarter
        ),
        "Travel hours": dice.around(np.full(WEEKS, 84.0), 0.07, quarter),
        "Admin hours": dice.around(level(WEEKS, (0, 92), (31, 91), (40, 74)), 0.06, quarter),
        "Meetings and training hours": dice.around(np.full(WEEKS, 66.0), 0.1, quarter),
        "Lost time hours": dice.around(np.full(WEEKS, 52.0), 0.16, quarter),
    }


def _cost() -> dict[str, Floats]:
    dice = Dice("community cost")
    penny = 0.01
    return {
        "Nursing": dice.around(np.full(WEEKS, 19_840.0), 0.008, penny),
        "Medical": dice.around(np.full(WEEKS, 9_420.0), 0.01, penny),
        "Psychology and therapies": dice.around(np.full(WEEKS, 8_150.0), 0.01, penny),
        "Bank and agency": dice.around(
            level(WEEKS, (0, 2900), (40, 2700), (55, 1650)), 0.14, penny
        ),
        "Travel": dice.around(np.full(WEEKS, 760.0), 0.08, penny),
        "Drugs and supplies": dice.around(np.full(WEEKS, 1_980.0), 0.06, penny),
        "Patients seen": dice.around(level(WEEKS, (0, 318), (31, 322), (50, 352)), 0.03),
    }


def _with_registers(box: BoxScore) -> BoxScore:
    return replace(
        box,
        medians=registers.new_medians(box, _MEDIANS),
        huddles=registers.huddles(box, "Nurses, psychiatry, psychology, admin, GP", _HUDDLES),
        actions=registers.actions(box, _ACTIONS),
    )


_MEDIANS: Final = (
    (
        *("Referrals returned to GPs", CHANGE, "Joint referral meeting with GPs every Monday"),
        *("Team lead, clinical director", CHANGE + 13),
    ),
    (
        *("First appointments not attended", 50, "Text reminder two days before"),
        *("Team secretary", 63),
    ),
)
_HUDDLES: Final = (
    (
        *(24, "Team lead", "One referral in three goes back to the GP"),
        "Ask two practices what they would have needed",
    ),
    (
        *(29, "Consultant psychiatrist", "Half of those returned lacked one piece of information"),
        "Look at referrals together with the GPs, Mondays",
    ),
    (
        *(CHANGE + 5, "Team lead", "Returned referrals halved since the joint meeting"),
        "Keep the meeting; count for twelve weeks",
    ),
    (
        *(CHANGE + 13, "Community nurse", "Twelve weeks at 15 %"),
        "Accept the new median; offer the meeting to all practices",
    ),
    (
        *(48, "Team secretary", "One first appointment in five is missed"),
        "Text reminder two days before, from next week",
    ),
    (
        *(64, "Team lead", "Fewer missed appointments; the list gets shorter"),
        "Give the hours won to first appointments",
    ),
    (
        *(72, "Psychologist", "Risk assessments: two teams, two forms"),
        "One form; sample again in four weeks",
    ),
)
_ACTIONS: Final = (
    (
        *("Fewer referrals returned", "Referrals returned to GPs", "Joint referral meeting"),
        *("Act", "Team lead", 44, "Done"),
    ),
    (
        *("Fewer missed appointments", "First appointments not attended", "Text reminder"),
        *("Act", "Team secretary", 62, "Done"),
    ),
    (
        *("Everyone starts within 18 weeks", "Started treatment within 18 weeks"),
        *("Hours won go to first appointments", "Study", "Team lead", 78, "Under way"),
    ),
    (
        *("One current risk assessment each", "Risk assessments up to date"),
        *("One form for both teams", "Do", "Community nurse", 80, "Under way"),
    ),
    (
        *("Staff feel supported", "Staff who feel supported", "Supervision in pairs"),
        *("Plan", "Psychologist", 84, "Not started"),
    ),
)
