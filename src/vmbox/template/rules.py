"""What cells refuse and how they light up: data validation and conditional formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vmbox.measures import BETTER, CADENCES, UNITS
from vmbox.template.styles import (
    BETTER_FILL,
    BETTER_INK,
    BLUE,
    CHANGED_FILL,
    CHANGED_INK,
    PROPOSAL_FILL,
    WHITE,
    WORSE_FILL,
    WORSE_INK,
)
from vmbox.workbook import front as front_page
from vmbox.workbook import layout as at
from vmbox.workbook import registers
from vmbox.workbook.cells import address
from vmbox.workbook.units import NUMBER_FORMATS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from vmbox.measures import Item, Period
    from vmbox.template.styles import Styles
    from vmbox.workbook.front import FrontPlan
    from vmbox.workbook.layout import Column, Tab

# Excel's own limits for the message that a cell shows.
_TITLE, _MESSAGE = 32, 255
_NOT_NEGATIVE: Final = {"validate": "decimal", "criteria": ">=", "value": 0}
_ANY_NUMBER: Final = {
    "validate": "decimal",
    "criteria": "between",
    "minimum": -1e12,
    "maximum": 1e12,
}
_SHARE: Final = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
_LIMITS: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "%": (_SHARE, "A percentage lies between 0% and 100%. Type 95% or 0.95."),
    "GBP": (
        _ANY_NUMBER,
        "Type an amount in pounds and pence, such as 1204.50; credits below zero.",
    ),
    "score": (_ANY_NUMBER, "Type the score as a number."),
    "time of day": (
        {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 0.999999},
        "Type a time such as 10:45.",
    ),
}
_OTHER: Final = (
    _NOT_NEGATIVE,
    "Type a number, zero or more. Leave the cell empty if there is none.",
)

# What the definition rows above the weeks take.
_SETTINGS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (
        at.UNIT,
        {
            "validate": "list",
            "source": list(UNITS),
            "error_type": "information",
            "error_title": "A unit of your own",
            "error_message": "That is not one of the usual units. It will be shown as typed.",
        },
    ),
    (
        at.BETTER,
        {
            "validate": "list",
            "source": list(BETTER),
            "error_title": "Which way is better?",
            "error_message": "Choose up, down or neutral.",
        },
    ),
    (
        at.GOAL,
        {
            **_ANY_NUMBER,
            "error_title": "The goal is a number",
            "error_message": "Type the goal as a number, such as 4 or 95%; or leave it empty.",
        },
    ),
    (
        at.BASELINE,
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 3,
            "maximum": 52,
            "error_title": "Weeks of baseline",
            "error_message": "Type how many points make the median firm: 3 to 52, usually 12.",
        },
    ),
    (
        at.CADENCE,
        {
            "validate": "list",
            "source": list(CADENCES),
            "error_type": "information",
            "error_title": "How often?",
            "error_message": "Usual answers are weekly, monthly and sampled.",
        },
    ),
)


def validate_column(sheet: Worksheet, tab: Tab, column: Column) -> None:
    """Make a column's cells explain what belongs there and refuse what cannot be."""
    rows = (at.FIRST_WEEK_ROW, column.position, tab.last_week_row, column.position)
    if column.item is None:
        _validate_spare(sheet, column, rows)
    elif not column.item.calculated:
        limit, error = _LIMITS.get(column.item.unit, _OTHER)
        sheet.data_validation(
            *rows,
            {
                **limit,
                "input_title": _clipped(column.header, _TITLE),
                "input_message": _clipped(_explained(column.item), _MESSAGE),
                "error_title": "That cannot be",
                "error_message": error,
            },
        )
    _validate_settings(sheet, column)


def _validate_spare(sheet: Worksheet, column: Column, rows: tuple[int, int, int, int]) -> None:
    value = address(at.FIRST_WEEK_ROW, column.position)
    unit = address(at.LABEL_ROWS[at.UNIT], column.position, fix_row=True)
    sheet.data_validation(
        *rows,
        {
            "validate": "custom",
            "value": f'=AND(ISNUMBER({value}),OR({unit}<>"%",AND({value}>=0,{value}<=1)))',
            "input_title": "A measure of your own",
            "input_message": (
                "Type its name over the grey heading of this column, then its unit and which way "
                "is better near the top of the sheet; then a number a row here."
            ),
            "error_title": "That cannot be",
            "error_message": "Type a number; a percentage lies between 0% and 100%.",
        },
    )


def _validate_settings(sheet: Worksheet, column: Column) -> None:
    for label, options in _SETTINGS:
        row = at.LABEL_ROWS[label]
        sheet.data_validation(row, column.position, row, column.position, options)


def _explained(item: Item) -> str:
    unit = "" if item.unit == "count" else f" ({item.unit})"
    return f"{item.definition or item.name}{unit}"


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


# ---------------------------------------------------------------- conditional formats
def light_up_tab(sheet: Worksheet, tab: Tab, styles: Styles, period: Period) -> None:
    """Mark this week's row, signals, formulas typed over, and units of spare columns."""
    first, last = at.FIRST_WEEK_ROW, tab.last_week_row
    week = address(first, 0, fix_column=True)
    until = f"{week}+7" if period == "week" else f"EDATE({week},1)"
    _when(
        sheet,
        (first, 0, last, 0),
        f"=AND(TODAY()>={week},TODAY()<{until})",
        styles.only(bg_color=BLUE, font_color=WHITE),
    )
    right = len(tab.columns)
    signal = at.LABEL_ROWS[at.SIGNAL]
    light_up_signals(sheet, (signal, 1, signal, right), styles)
    typed_over = styles.only(bg_color=WORSE_FILL, font_color=WORSE_INK, bold=True)
    for column in tab.columns:
        cell = address(first, column.position)
        rows = (first, column.position, last, column.position)
        if column.kind == at.KIND_CALCULATED:
            _when(sheet, rows, f'=AND({cell}<>"",NOT(_xlfn.ISFORMULA({cell})))', typed_over)
        elif column.spare:
            unit = address(at.LABEL_ROWS[at.UNIT], column.position, fix_row=True)
            _light_up_units(sheet, rows, unit, styles)
            for label in (at.GOAL, at.BASELINE_MEDIAN, at.CURRENT_MEDIAN, at.LATEST):
                row = at.LABEL_ROWS[label]
                _light_up_units(sheet, (row, column.position, row, column.position), unit, styles)


def light_up_front(sheet: Worksheet, front: FrontPlan, styles: Styles) -> None:
    """Mark signals, proposals and goals on the front page, and the units of spare measures."""
    top, bottom = front_page.HEADER_ROW + 1, front.last_row
    light_up_signals(sheet, (top, front_page.SIGNAL, bottom, front_page.SIGNAL), styles)
    proposal = address(top, front_page.PROPOSAL)
    _when(
        sheet,
        (top, front_page.PROPOSAL, bottom, front_page.PROPOSAL),
        f'={proposal}<>""',
        styles.only(bg_color=PROPOSAL_FILL, bold=True),
    )
    right = front_page.FIRST_WEEK + front.weeks_shown - 1
    value = address(top, front_page.FIRST_WEEK)
    goal = address(top, front_page.GOAL, fix_column=True)
    better = address(top, front_page.BETTER, fix_column=True)
    numbers = f'ISNUMBER({value}),ISNUMBER({goal}),{better}<>"neutral"'
    met = f'IF({better}="up",{value}>={goal},{value}<={goal})'
    weeks = (top, front_page.FIRST_WEEK, bottom, right)
    _when(sheet, weeks, f"=AND({numbers},{met})", styles.only(bg_color=BETTER_FILL))
    _when(
        sheet, weeks, f"=AND({numbers},NOT({met}))", styles.only(bg_color=WORSE_FILL, italic=True)
    )
    for row, column in front.rows.items():
        if column.spare:
            unit = address(row, front_page.UNIT, fix_row=True, fix_column=True)
            for left, end in (
                (front_page.GOAL, front_page.CURRENT),
                (front_page.FIRST_WEEK, right),
            ):
                _light_up_units(sheet, (row, left, row, end), unit, styles)
            _when(
                sheet,
                (row, front_page.CHANGE, row, front_page.CHANGE),
                f'={unit}="%"',
                styles.only(num_format='+0.0" pts";-0.0" pts";0.0" pts"'),
            )


def light_up_signals(sheet: Worksheet, rows: tuple[int, int, int, int], styles: Styles) -> None:
    """Colour signals: worse before better, so that a mixed one is not taken for good news."""
    cell = address(rows[0], rows[1])
    for word, fill, ink in (
        ("worse", WORSE_FILL, WORSE_INK),
        ("better", BETTER_FILL, BETTER_INK),
        ("changed", CHANGED_FILL, CHANGED_INK),
    ):
        _when(
            sheet,
            rows,
            f'=ISNUMBER(SEARCH("{word}:",{cell}))',
            styles.only(bg_color=fill, font_color=ink, bold=True),
            stop=True,
        )


def light_up_checks(
    sheet: Worksheet, areas: tuple[tuple[int, int, int, int], ...], styles: Styles
) -> None:
    """Mark sums that do not add up."""
    for area in areas:
        cell = address(area[0], area[1])
        wrong = styles.only(bg_color=WORSE_FILL, font_color=WORSE_INK, bold=True)
        _when(sheet, area, f'=AND({cell}<>"",{cell}<>"adds up")', wrong)


def light_up_standing(
    sheet: Worksheet, first: int, slots: tuple[Column, ...], styles: Styles
) -> None:
    """Show the medians of spare measures in the unit that somebody typed for them."""
    left = registers.STANDING_COLUMN
    unit_place, median_place = left + 1, left + 2
    for slot, column in enumerate(slots):
        if column.spare:
            row = first + slot
            unit = address(row, unit_place, fix_row=True, fix_column=True)
            _light_up_units(sheet, (row, median_place, row, median_place), unit, styles)


def light_up_actions(sheet: Worksheet, first: int, last: int, styles: Styles) -> None:
    """Mark actions that are due and not done."""
    due = address(first, at.ACTIONS_COLUMNS.index("Due"), fix_column=True)
    status = address(first, at.ACTIONS_COLUMNS.index("Status"), fix_column=True)
    _when(
        sheet,
        (first, at.ACTIONS_COLUMNS.index("Due"), last, at.ACTIONS_COLUMNS.index("Due")),
        f'=AND(ISNUMBER({due}),{due}<TODAY(),{status}<>"Done",{status}<>"Stopped")',
        styles.only(bg_color=WORSE_FILL, font_color=WORSE_INK, bold=True),
    )


def _light_up_units(
    sheet: Worksheet, rows: tuple[int, int, int, int], unit: str, styles: Styles
) -> None:
    """Show numbers in the unit that somebody typed for a spare column."""
    for word, number_format in NUMBER_FORMATS.items():
        if word != "count":
            _when(sheet, rows, f'={unit}="{word}"', styles.only(num_format=number_format))


def _when(
    sheet: Worksheet,
    rows: tuple[int, int, int, int],
    formula: str,
    look: object,
    *,
    stop: bool = False,
) -> None:
    sheet.conditional_format(
        *rows,
        {"type": "formula", "criteria": formula, "format": look, "stop_if_true": stop},
    )


def validate_medians(sheet: Worksheet, first: int, last: int, weeks: str) -> None:
    """Offer the measures by name, and ask for dates that the box score has.

    `weeks` is the range of the weeks, which grows when more are laid out.
    """
    sheet.data_validation(
        first,
        0,
        last,
        0,
        {
            "validate": "list",
            "source": f"={at.NAME_MEASURES}",
            "input_title": "Which measure?",
            "input_message": "Choose it from the list, as it is named on the Box score.",
            "error_title": "No such measure",
            "error_message": "Choose a measure from the list.",
        },
    )
    sheet.data_validation(
        first,
        1,
        last,
        1,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": f"=MIN({weeks})",
            "maximum": f"=MAX({weeks})+31",
            "input_title": "From which week?",
            "input_message": "The week in which the new median begins, as a date: 2/3/2026.",
            "error_title": "Not one of the weeks",
            "error_message": "Type a date that lies in this box score's weeks, such as 2/3/2026.",
        },
    )


def validate_cost_map(sheet: Worksheet, first: int, last: int, tab: Tab) -> None:
    """Offer the cost lines by name, those of the team's own too."""
    lines = [
        column.position
        for column in tab.columns
        if column.kind == at.KIND_COST_LINE or (column.spare and column.slot is None)
    ]
    if not lines:
        return
    ends = (
        address(at.HEADER_ROW, place, fix_row=True, fix_column=True)
        for place in (lines[0], lines[-1])
    )
    place = at.COST_MAP_COLUMNS.index("Cost line")
    sheet.data_validation(
        first,
        place,
        last,
        place,
        {
            "validate": "list",
            "source": f"={tab.prefix}{':'.join(ends)}",
            "error_type": "information",
            "error_title": "No such cost line",
            "error_message": "Choose a cost line of the Cost tab, as it is named there.",
        },
    )


def validate_actions(sheet: Worksheet, first: int, last: int) -> None:
    """Offer the measures, the PDSA steps and the states of an action."""
    for column, source in (
        ("Measure", f"={at.NAME_MEASURES}"),
        ("PDSA step", list(at.PDSA_STEPS)),
        ("Status", list(at.STATUSES)),
    ):
        place = at.ACTIONS_COLUMNS.index(column)
        sheet.data_validation(
            first,
            place,
            last,
            place,
            {
                "validate": "list",
                "source": source,
                "error_type": "information",
                "error_title": f"{column}?",
                "error_message": "That is not on the list. Keep it if you mean it.",
            },
        )
