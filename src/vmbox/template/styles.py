"""How cells look: the palette, and a format for every style that the plan names.

A style is a role and a unit, as in "input|GBP". Colours are from sets that colour-blind readers
can tell apart, and nothing is said by colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vmbox.workbook.units import GENERAL, number_format

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

INK: Final = "#1B2733"
NAVY: Final = "#003087"
BLUE: Final = "#005EB8"
LIGHT_BLUE: Final = "#8FB4DC"
GREY: Final = "#5B6770"
LINE: Final = "#C5CCD3"
PALE: Final = "#EEF1F4"
WHITE: Final = "#FFFFFF"
# Better, worse and changed: blue, orange and grey are told apart by every kind of sight.
BETTER_FILL, BETTER_INK = "#D5E6F7", "#00356B"
WORSE_FILL, WORSE_INK = "#FBE2C8", "#7A3B00"
CHANGED_FILL, CHANGED_INK = "#E3E3E8", "#33333D"
PROPOSAL_FILL: Final = "#FFF6CC"

DATE: Final = "d mmm yyyy"
WEEK: Final = "d mmm yy"
MONTH: Final = "mmm yyyy"
MOMENT: Final = "d mmm yyyy hh:mm"

_BOX: Final = {"border": 1, "border_color": LINE}
_TOP: Final = {"valign": "top", "text_wrap": True}
_HEADING: Final = {
    "bold": True,
    "font_color": WHITE,
    "bg_color": NAVY,
    "align": "center",
    "valign": "vcenter",
    **_BOX,
}
_ROLES: Final[dict[str, dict[str, Any]]] = {
    "": {},
    "title": {"bold": True, "font_size": 18, "font_color": NAVY},
    "team": {"bold": True, "font_size": 22, "font_color": NAVY},
    "board": {"font_size": 12, "font_color": GREY},
    "subtitle": {"font_size": 12, "font_color": INK},
    "remark": {"bold": True, "font_size": 12, "font_color": WORSE_INK},
    "hint": {"italic": True, "font_color": GREY},
    "label": {"bold": True, "font_color": GREY, "valign": "top"},
    "row label": {"bold": True, "text_wrap": True, "valign": "vcenter", **_BOX},
    "sentence": {"font_size": 12, "text_wrap": True, "valign": "vcenter", "indent": 1, **_BOX},
    "row words": {"font_size": 9, "valign": "vcenter", "text_wrap": True, **_BOX},
    "change": {
        "valign": "vcenter",
        "align": "center",
        "bg_color": PALE,
        "num_format": "+0.0%;-0.0%;0.0%",
        **_BOX,
    },
    "cell": {"valign": "top", **_BOX},
    "choice": {"valign": "vcenter", **_BOX},
    # A number beside text: the indent keeps them apart.
    "cell number": {"align": "right", "indent": 1, "valign": "top", **_BOX},
    "log number": {"align": "right", "indent": 1, "font_color": GREY, "valign": "top", **_BOX},
    # Text, so that a code such as 0412 keeps its zeros.
    "code": {"num_format": "@", "valign": "top", **_BOX},
    "header": {
        "bold": True,
        "font_color": WHITE,
        "bg_color": NAVY,
        "text_wrap": True,
        "valign": "vcenter",
        **_BOX,
    },
    "header calculated": {
        "bold": True,
        "font_color": WHITE,
        "bg_color": BLUE,
        "text_wrap": True,
        "valign": "vcenter",
        **_BOX,
    },
    "header spare": {
        "italic": True,
        "font_color": GREY,
        "bg_color": PALE,
        "text_wrap": True,
        "valign": "vcenter",
        **_BOX,
    },
    "setting": {"align": "center", **_BOX},
    "goal": {"align": "center", **_BOX},
    "kind": {"align": "center", "font_color": GREY, "bg_color": PALE, **_BOX},
    "words": {"font_size": 9, **_TOP, **_BOX},
    "figure": {"align": "center", "valign": "vcenter", "bg_color": PALE, **_BOX},
    "signal": {
        "align": "center",
        "font_size": 9,
        "bg_color": PALE,
        "text_wrap": True,
        "valign": "vcenter",
        **_BOX,
    },
    "week": {"num_format": WEEK, "align": "left", "bold": True, **_BOX},
    "month": {"num_format": MONTH, "align": "left", "bold": True, **_BOX},
    "input": {**_BOX},
    "typed over": {"font_color": WORSE_INK, **_BOX},
    "calculated": {"bg_color": PALE, **_BOX},
    "spare": {"border": 4, "border_color": LINE},
    "note": {"text_wrap": True, "valign": "top", **_BOX},
    "log": {"font_color": GREY, "valign": "top", **_BOX},
    "date": {"num_format": DATE},
    "front header": {**_HEADING, "text_wrap": True},
    "front week": {**_HEADING, "num_format": "d mmm"},
    "front month": {**_HEADING, "num_format": "mmm yy"},
    "band": {
        "valign": "vcenter",
        "bold": True,
        "font_color": NAVY,
        "bg_color": "#D8E0EC",
        "font_size": 12,
    },
    "measure": {
        "indent": 1,
        "bold": True,
        "font_color": NAVY,
        "valign": "vcenter",
        "text_wrap": True,
        **_BOX,
    },
    "front words": {"align": "center", "valign": "vcenter", "font_color": GREY, **_BOX},
    "front": {"align": "center", "valign": "vcenter", **_BOX},
    "front value": {"align": "center", "valign": "vcenter", "font_size": 10, **_BOX},
    "front change": {"align": "center", "valign": "vcenter", "num_format": "+0%;-0%;0%", **_BOX},
    "front signal": {"indent": 1, "valign": "vcenter", "text_wrap": True, "font_size": 10, **_BOX},
    "front proposal": {"align": "center", "valign": "vcenter", "font_size": 10, **_BOX},
    "front link": {
        "align": "center",
        "valign": "vcenter",
        "font_color": BLUE,
        "underline": 1,
        "font_size": 10,
        **_BOX,
    },
    "guide heading": {"bold": True, "font_size": 13, "font_color": NAVY, "valign": "top"},
    "guide text": {"text_wrap": True, "valign": "top", "font_size": 11},
    "guide small": {"align": "left", "font_color": GREY, "font_size": 9, "valign": "top"},
}
# A week's column is narrow: pence are shown only where they matter.
_POUNDS: Final = "[>=1000][$£-809]#,##0;[$£-809]#,##0.00"
_POINTS: Final = '+0.0" pts";-0.0" pts";0.0" pts"'
_OTHER_FORMATS: Final = {"date": DATE, "time": MOMENT}


class Styles:
    """The formats of one workbook, each made when first asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}

    def __getitem__(self, style: str) -> Format:
        """Return the format of a style such as "input|GBP".

        Raises
        ------
        KeyError
            A role that this module does not know: a mistake of the program.
        """
        if style not in self._made:
            self._made[style] = self._workbook.add_format(_properties(style))
        return self._made[style]

    def only(self, **properties: Any) -> Format:
        """Return a format for a conditional format: these properties and nothing else."""
        return self._workbook.add_format(properties)


def _properties(style: str) -> dict[str, Any]:
    role, _, unit = style.partition("|")
    properties = dict(_ROLES[role])
    if role == "front change" and unit == "%":
        properties["num_format"] = _POINTS
    elif role == "front value" and unit == "GBP":
        properties["num_format"] = _POUNDS
    elif unit and role not in {"front change", "change"}:
        if unit in _OTHER_FORMATS:
            properties["align"] = "left"
        wanted = _OTHER_FORMATS.get(unit) or number_format(unit)
        if wanted != GENERAL:
            properties["num_format"] = wanted
    return properties
