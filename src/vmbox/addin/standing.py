"""The button Medians: where new medians are proposed, and why; none is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from vmbox.addin.buttons import button
from vmbox.addin.desk import Done
from vmbox.addin.page import Entry, Page, show
from vmbox.addin.places import link_to
from vmbox.verbs.medians import standing
from vmbox.workbook.reading import find
from vmbox.workbook.units import in_words

if TYPE_CHECKING:
    from vmbox.addin.desk import Desk
    from vmbox.workbook.reading import Found

NAME: Final = "New medians"
FROM: Final = "New median from"
HEADINGS: Final = ("Measure", FROM, "Because", "Median now", "Since", "Points")
_WIDTHS: Final = (40.0, 19.0, 62.0, 14.0, 14.0, 12.0)


def propose_medians(desk: Desk) -> Done:
    """Write where each measure stands on the sheet New medians, the proposals first."""
    desk.book.app.calculate()
    view = desk.look()
    page = page_of(find(view, charts_alone=True))
    sheet = show(view, page)
    proposed = sum(row[1] is not None for row in page.rows)
    return Done(f"{_counted(proposed)}, on the sheet {sheet}.", show=sheet)


def page_of(found: Found) -> Page:
    """Return the sheet of proposals and standing medians of a box score."""
    box = found.whole_box()
    rows: list[dict[str, Any]] = standing(box).to_dict("records")  # type: ignore[assignment]
    rows.sort(key=lambda row: pd.isna(row["proposed"]))
    proposed = sum(pd.notna(row["proposed"]) for row in rows)
    accept = button("accept_median").label
    lines = [f"{_counted(proposed)[:1].upper()}{_counted(proposed)[1:]}."]
    if proposed:
        lines.append(
            f"To accept one, click on its row and press {accept}; you will be asked why. To leave "
            "the median as it is, do nothing."
        )
    return Page(
        NAME,
        f"{NAME}: {box.team}",
        tuple(lines),
        HEADINGS,
        _WIDTHS,
        tuple(_row(found, row) for row in rows),
        dates=((FROM, FROM), ("Since", "Since")),
        links=("Measure",),
    )


def _row(found: Found, row: dict[str, Any]) -> tuple[Entry, ...]:
    has = pd.notna(row["current_median"])
    return (
        link_to(found, row["measure"]),
        row["proposed"] if pd.notna(row["proposed"]) else None,
        row["because"],
        in_words(row["current_median"], row["unit"]) if has else None,
        row["since"] if has else None,
        "firm" if row["firm"] else f"{row['points']} of {row['baseline']}",
    )


def _counted(proposed: int) -> str:
    if not proposed:
        return "no new median is proposed"
    return f"{proposed} new median{' is' if proposed == 1 else 's are'} proposed"
