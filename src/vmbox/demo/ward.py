"""The mental health ward: over 90 % of responding staff feel supported."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from importlib import resources
from typing import Final

from vmbox.demo import registers
from vmbox.measures import BoxScore, load_set, read_long

START: Final = dt.date(2024, 12, 9)
WEEKS: Final = 68
# The first week with a calm quarter of an hour at the end of each shift.
CHANGE: Final = 32
EXPORT: Final = "rowan_ward.csv"


def ward(remark: str) -> BoxScore:
    """Return the box score of a mental health ward, 68 weeks recorded.

    All its figures come from a CSV as a ward's system exports it: cp1252, titles above and a
    footer below, another ward's rows, UK dates of several kinds, blanks, signs.
    """
    standard = load_set("Mental health ward")
    box = BoxScore.blank(
        "Rowan Ward",
        standard.measures,
        standard.inputs,
        start=START,
        board="Example Health Board",
        setting=standard.setting,
        remark=remark,
    )
    with resources.as_file(resources.files("vmbox.demo") / EXPORT) as path:
        box = read_long(path, box)
    return replace(
        box,
        medians=registers.new_medians(box, _MEDIANS),
        huddles=registers.huddles(box, "Nurses, psychiatry, OT, pharmacy, patients", _HUDDLES),
        actions=registers.actions(box, _ACTIONS),
    )


_MEDIANS: Final = (
    (
        *("Staff who feel supported", CHANGE, "A calm quarter of an hour ends each shift"),
        *("Senior charge nurse", CHANGE + 13),
    ),
    (
        *("Restraint per 1,000 bed days", 44, "Safety huddle twice a day, plans shared"),
        *("Senior charge nurse", 57),
    ),
)
_HUDDLES: Final = (
    (
        *(26, "Senior charge nurse", "Two in three of us feel supported; nobody asks how it was"),
        "Try a calm quarter of an hour at the end of the late shift",
    ),
    (
        *(32, "Charge nurse", "The late shift wants to keep it"),
        "All three shifts from this week",
    ),
    (
        *(41, "Occupational therapist", "Restraint follows long afternoons without activity"),
        "Safety huddle at 14:00 with the activity plan",
    ),
    (
        *(45, "Senior charge nurse", "A median above 90 % in twelve weeks of the calm quarter"),
        "Accept the new median; tell the other wards",
    ),
    (
        *(57, "Psychiatrist", "Restraint down by a quarter since the safety huddle"),
        "Accept the new median; keep the huddle",
    ),
    (
        *(66, "Pharmacist", "Omitted doses: mostly at the weekend"),
        "Count them by day for four weeks",
    ),
)
_ACTIONS: Final = (
    (
        *("Staff feel supported", "Staff who feel supported", "Calm quarter of an hour"),
        *("Act", "Charge nurse", 45, "Done"),
    ),
    (
        *("Less restraint", "Restraint per 1,000 bed days", "Safety huddle twice a day"),
        *("Act", "Senior charge nurse", 58, "Done"),
    ),
    (
        *("Fewer omitted doses", "Patients with an omitted dose", "Count by day of the week"),
        *("Do", "Pharmacist", 71, "Under way"),
    ),
    (
        *("More activity", "Therapeutic activity per patient", "Plan made with patients"),
        *("Study", "Occupational therapist", 72, "Under way"),
    ),
    (
        *("Less agency", "Cost per patient", "Own pool of staff for enhanced observation"),
        *("Plan", "Senior charge nurse", 76, "Not started"),
    ),
)
