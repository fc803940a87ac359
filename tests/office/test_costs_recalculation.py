"""A workbook that `costs` filled, recalculated by a real LibreOffice."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from recalculated import differences, planned, stale
from valued import figures_of, unlike

import vmbox
from vmbox.measures import BoxScore, load_set
from vmbox.template import write_workbook
from vmbox.value import CostMap, MapEntry, read_extract
from vmbox.verbs.cost_centres import Centres
from vmbox.verbs.costing import costs
from vmbox.verbs.valuing import value
from vmbox.workbook import layout as at
from vmbox.workbook.value_layout import standard_place

if TYPE_CHECKING:
    from pathlib import Path

    from bridge import Office

MAP = CostMap(
    MapEntry(account, line)
    for account, line in (
        ("41*", "Substantive nursing"),
        ("4150", "Agency nursing"),
        ("0520", "Drugs"),
    )
)
OURS = Centres(only=("E41207",))
DATED = "\n".join(
    [
        "NHS Example;;;;;",
        "Posting date;Cost centre;Subjective;Description;Debit;Credit",
        *(
            f"{dt.date(2025, 9, 29) + dt.timedelta(days=7 * week):%d/%m/%Y};E41207;{account};x;"
            f"£{amount + 111.11 * (week % 4) - 90 * (week > 12):,.2f};"
            for week in range(26)
            for account, amount in (("4101", 12_000), ("4150", 2_250.5), ("0520", 980.1))
        ),
        "07/10/2025;E41207;0520;Drugs returned;;£1,310.99",
        "08/10/2025;E41207;9990;Sundries;£77.00;",
        "09/10/2020;E41207;4101;Too early;£55.00;",
        "31/02/2026;E41207;4101;No such day;£66.00;",
        "01/10/2025;E99999;4101;Others;£9,000.00;",
    ]
)
PERIODS = "Period,Cost centre,Account code,Net amount\n" + "\n".join(
    f'{period},E41207,4160,"{amount}"'
    for period, amount in (
        ("2025/26 P07", "1,000.01"),
        ("Nov-25", "(250.50)"),
        ("2025-26 Period 9", "333.33-"),
        ("2028/29 P01", "500.00"),
    )
)


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward's workbook with its patients, two extracts, a typed number that was kept."""
    folder = tmp_path_factory.mktemp("posted")
    ward = load_set("Acute ward")
    box = BoxScore.blank("Ward 7", ward.measures, ward.inputs, start=dt.date(2025, 9, 29))
    patients = pd.Series(np.arange(26) % 5 + 40.0, box.weeks[:26])
    box = box.recording(pd.DataFrame({"Patients cared for": patients}))
    path = write_workbook(box, folder / "ward7.xlsx")
    (folder / "dated.csv").write_text(DATED, encoding="cp1252")
    (folder / "periods.csv").write_text(PERIODS, encoding="utf-8")
    typed = pd.DataFrame({"measure": ["Drugs"], "week": ["2026-01-05"], "value": [1.5]})
    vmbox.fill(path, typed.assign(week=pd.to_datetime(typed["week"])))
    for name in ("dated.csv", "periods.csv"):
        extract = read_extract(folder / name)
        assert costs(path, extract, MAP, centres=OURS, on_conflict="keep").written
    return path


@pytest.fixture(scope="module")
def shown(office: Office, posted: Path) -> list[list[Any]]:
    """What its Value sheet shows, recalculated."""
    office.open(posted)
    rows: list[list[Any]] = office.sheet_results(at.VALUE_SHEET)
    return rows


def test_every_formula_comes_out_as_cached(office: Office, posted: Path) -> None:
    assert stale(posted) == []
    assert differences(office, posted, planned(posted)) == []


def test_vmbox_value_says_what_the_recalculated_sheet_shows(
    shown: list[list[Any]], posted: Path
) -> None:
    assert unlike(shown, figures_of(value(posted))) == []


def test_the_recalculated_reconciliation_has_every_penny(
    shown: list[list[Any]], posted: Path
) -> None:
    place = standard_place()
    assert place.reconciliation is not None
    first, second, third = place.reconciliation.rows[:3]
    ledger = vmbox.read(posted).ledger
    for row, name in ((first, "dated.csv"), (second, "periods.csv")):
        money = [Decimal(str(cell)) for cell in shown[row][1:5]]
        assert shown[row][0] == name
        assert money[0] == sum(one.amount or 0 for one in ledger if one.extract == name)
    # A typed number was kept for the drugs of one week: the ledger's money is nobody's cost.
    assert shown[first][5] == "£1,112.32 not accounted for"
    assert shown[second][5] == "adds up"
    assert shown[third][0] == ""


def test_without_the_typed_number_everything_adds_up(
    office: Office, posted: Path, tmp_path: Path
) -> None:
    path = tmp_path / "ward7.xlsx"
    path.write_bytes(posted.read_bytes())
    extract = read_extract(posted.with_name("dated.csv"))
    assert costs(path, extract, MAP, centres=OURS, on_conflict="replace").kept_out == 0
    assert differences(office, path, planned(path)) == []
    row, column = standard_place().cells["ledger_check"]
    assert office.get(at.VALUE_SHEET, row, column) == "adds up"
