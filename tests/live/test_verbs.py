"""The verbs through both doors: the same findings, results, values and Log, cell for cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from random_box_scores import random_box_score
from vmbox.live import read_live
from vmbox.measures import BoxScore, CostMapRow, Input, Measure
from vmbox.template import write_workbook
from vmbox.value import read_extract
from vmbox.verbs.checking import check, check_file
from vmbox.verbs.cost_centres import ByCentre
from vmbox.verbs.costing import ToPost, costs_opened
from vmbox.verbs.filling import Filling, fill_opened
from vmbox.verbs.medians import Acceptance, accept_opened, undo_opened
from vmbox.verbs.valuing import parse_weeks, value_opened
from vmbox.xlsx import edit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import xlwings
    from two_doors import Doors

    from vmbox.verbs.opened import OpenBoxScore

TODAY = dt.date(2026, 3, 2)


def _random_values(box: BoxScore, seed: int) -> pd.DataFrame:
    dice = np.random.default_rng(seed)
    items = [item for item in box.items if not item.calculated]
    weeks = dice.choice(len(box.weeks), size=min(4, len(box.weeks)), replace=False)
    rows = [
        (item.name, box.weeks[week], float(dice.integers(1, 99)) / 4)
        for item in items
        for week in weeks
        if dice.random() < 0.8
    ]
    return pd.DataFrame(rows, columns=["measure", "week", "value"])


def _fill(values: pd.DataFrame) -> Callable[[OpenBoxScore], Filling]:
    return lambda opened: fill_opened(opened, values, on_conflict="replace", source="an export")


def test_a_fill_writes_the_same_cells(doors: Callable[[Path], Doors], tmp_path: Path) -> None:
    box = random_box_score(20)
    both = doors(write_workbook(box, tmp_path / "team.xlsx"))
    fill = _fill(_random_values(box, 20))
    assert both.do(fill).written
    both.must_be_alike()
    assert not both.do(fill).written, "the same fill again changes nothing"
    assert both.changes == ()


def test_a_fill_follows_what_people_moved(
    app: xlwings.App, doors: Callable[[Path], Doors], tmp_path: Path
) -> None:
    box = random_box_score(21)
    path = write_workbook(box, tmp_path / "team.xlsx")
    _rearrange(app.books.open(path))
    both = doors(path)
    assert both.do(_fill(_random_values(box, 21))).written
    both.must_be_alike()


def _rearrange(book: xlwings.Book) -> None:
    book.sheets["Experience"].name = "Erlebnis & more"
    book.sheets["Box score"].name = "Overview"
    book.sheets["Value"]["1:2"].insert("down")
    book.save()
    book.close()


def test_medians_are_accepted_and_taken_back(
    doors: Callable[[Path], Doors], tmp_path: Path
) -> None:
    box = random_box_score(5)
    write_workbook(box, tmp_path / "team.xlsx")
    both = doors(tmp_path / "team.xlsx")
    name = next(one.name for one in box.measures if box.values[one.name].notna().any())
    week = box.values[name].last_valid_index().date()
    wish = Acceptance(name, week, "=We moved to another ward")
    accepted = both.do(lambda opened: accept_opened(opened, [wish], today=TODAY))
    assert len(accepted) == 1
    assert both.do(undo_opened) == accepted[-1]
    assert both.do(lambda opened: accept_opened(opened, [wish], today=TODAY)) == accepted
    both.must_be_alike(with_calc=True)


def test_check_finds_the_same(doors: Callable[[Path], Doors], tmp_path: Path) -> None:
    path = write_workbook(random_box_score(8), tmp_path / "team.xlsx")
    with edit(path) as book:
        front, safety = book.sheets["Box score"], book.sheets["Safety"]
        front.set((5, 30), "CHI 0101011237")
        front.set("A7", "Typed over", over_formula=True)
        safety.set("C25", "three")
        safety.set("C27", None)
        book.sheets["Calc"].set("D30", 7, over_formula=True)
    both = doors(path)
    there = check(read_live(both.book), today=TODAY)
    assert there == check_file(path, today=TODAY)
    assert {one.severity for one in there} >= {"error", "note"}


def _ward() -> BoxScore:
    measures = [
        Measure("Cost per patient", "Cost", "GBP", numerator="Total", denominator="Patients"),
        Measure("Total", "Cost", "GBP", adds=("Pay", "Drugs")),
    ]
    inputs = [
        Input("Pay", "Cost", "GBP", cost_line=True),
        Input("Drugs", "Cost", "GBP", cost_line=True),
        Input("Patients", "Cost"),
    ]
    box = BoxScore.blank("Rowan", measures, inputs, start=dt.date(2025, 9, 1), weeks=30)
    patients = pd.DataFrame({"Patients": np.arange(20.0, 50.0)}, index=box.weeks)
    rows = (CostMapRow("0123", "Pay", ""), CostMapRow("5500", "Drugs", ""))
    return replace(box.recording(patients), cost_map=rows)


EXTRACT = """Cost centre,Account,Date,Description,Amount
Rowan,0123,2025-09-03,=Wages,1200.55
Rowan,0123,2025-10-08,+Overtime,99.45
Rowan,5500,2025-10-09,@Pharmacy,310
Rowan,5500,2025-11-12,-Returned,-12.5
"""


def test_costs_are_posted_and_valued(doors: Callable[[Path], Doors], tmp_path: Path) -> None:
    write_workbook(_ward(), tmp_path / "ward.xlsx")
    both = doors(tmp_path / "ward.xlsx")
    (tmp_path / "ledger.csv").write_text(EXTRACT)
    to_post = ToPost(ByCentre(read_extract(tmp_path / "ledger.csv")))
    costing = both.do(lambda opened: costs_opened(opened, to_post))
    assert costing.written
    words = both.book.sheets["Ledger"]["bsLedger[Description]"].value
    assert words[:4] == ["=Wages", "+Overtime", "@Pharmacy", "-Returned"]
    weeks = parse_weeks("2025-09-01:2025-10-05"), parse_weeks("2025-10-06:2025-11-16")
    assert both.do(lambda opened: value_opened(opened, *weeks)).written
    both.must_be_alike()
