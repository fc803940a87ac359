"""`vmbox costs`, `value` and `costmap suggest`, as people type them."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import vmbox as library
from vmbox.measures import BoxScore, Input, Measure
from vmbox.template import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Answer

    Command = Callable[..., Answer]

LEDGER = """NHS Example,,,,
Posting date,Cost centre,Account code,Account description,Amount
30/09/2025,E41207,4101,Nursing band 5,"£12,300.50"
08/10/2025,E41207,4150,Agency nursing,"2,250.25"
08/10/2025,E41208,5200,Drugs,980.10
09/10/2025,E41207,9990,Sundries,(35.50)
10/10/2025,E99999,5200,Drugs,"1,000.00"
"""
TEAMS = "Team,Cost centre\nWard 7,E41207\nWard 8,E41208\n"
MAP = "Account,Cost line\n4101,Nursing\n4150,Agency\n52*,Drugs\n"
LINES = ("Nursing", "Agency", "Drugs")
POST = ("costs", "books", "--ledger", "october.csv", "--map", "map.csv", "--teams", "teams.csv")


def box(team: str, spend: float, patients: float) -> BoxScore:
    made = BoxScore.blank(
        team,
        [
            Measure("Total cost", "Cost", "GBP", "down", adds=LINES),
            Measure(
                *("Cost per patient", "Cost", "GBP", "down"),
                numerator="Total cost",
                denominator="Patients",
            ),
        ],
        [
            *(Input(line, "Cost", "GBP", cost_line=True) for line in LINES),
            Input("Patients", "Cost", definition="Each counted once."),
        ],
        start=dt.date(2025, 9, 29),
        weeks=60,
    )
    late = made.weeks[30:54]
    typed = {"Nursing": [1000.0] * 12 + [spend] * 12, "Patients": [10.0] * 12 + [patients] * 12}
    return made.recording(pd.DataFrame(typed, index=late))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("made")
    boxes = {"ward7": box("Ward 7", 900.0, 10.0), "ward8": box("Ward 8", 1000.0, 12.5)}
    return {name: write_workbook(one, folder / name).read_bytes() for name, one in boxes.items()}


@pytest.fixture
def folder(tmp_path: Path, made: dict[str, bytes]) -> Path:
    (tmp_path / "books").mkdir()
    for name, content in made.items():
        (tmp_path / "books" / f"{name}.xlsx").write_bytes(content)
    for name, text in (("october.csv", LEDGER), ("teams.csv", TEAMS), ("map.csv", MAP)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def content(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((folder / "books").iterdir())]


class TestCosts:
    def test_post_each_teams_rows_name_what_is_not_posted_and_reconcile_the_whole(
        self, vmbox: Command, folder: Path
    ) -> None:
        answer = vmbox(*POST)
        assert answer.code == 1
        assert answer.out.splitlines()[-1] == "Posted to 3 cells in 2 workbooks."
        assert "Ward 7: account 9990 (Sundries): -£35.50 of 1 row, the first being row 6," in (
            answer.err
        )
        assert "no workbook here has the cost centre 'E99999': 1 row" in answer.err
        reconciled = {
            line.rsplit(maxsplit=1)[0].strip(): line.rsplit(maxsplit=1)[1]
            for line in answer.out.splitlines()
            if line.startswith(("  ", "5 rows")) and "£" not in line
        }
        assert reconciled == {
            "5 rows of the extract": "16,495.35",
            "posted": "15,530.85",
            "unmapped": "-35.50",
            "other cost centres": "1,000.00",
            "not accounted for": "0.00",
        }
        assert library.read(folder / "books" / "ward8.xlsx").entered["Drugs"].sum() == 980.10

    def test_a_second_time_change_no_byte(self, vmbox: Command, folder: Path) -> None:
        vmbox(*POST)
        once = content(folder)
        assert "1 there already" in vmbox(*POST).out
        assert content(folder) == once

    def test_dry_show_what_would_be_posted_and_write_nothing(
        self, vmbox: Command, folder: Path
    ) -> None:
        before = content(folder)
        answer = vmbox(*POST, "--dry-run")
        assert "29 September 2025  Nursing" in answer.out
        assert "would be posted" in answer.out
        assert content(folder) == before

    def test_stop_where_a_person_typed_another_number(self, vmbox: Command, folder: Path) -> None:
        vmbox(*POST)
        with library.open_box_score(folder / "books" / "ward7.xlsx") as opened:
            opened.enter({("Agency", 1): 2000.0})
            opened.save("typed")
        before = content(folder)
        answer = vmbox(*POST)
        assert "1 conflict: nothing written" in answer.out
        assert "'Agency' in the week of 6 October 2025 is £2,000.00 in the workbook and" in (
            answer.err
        )
        assert "--on-conflict keep, or --on-conflict replace" in answer.err
        assert content(folder) == before
        assert "1 replaced" in vmbox(*POST, "--on-conflict", "replace").out

    def test_give_a_script_every_penny(self, vmbox: Command, folder: Path) -> None:
        *rows, total = map(json.loads, vmbox(*POST, "--json").out.splitlines())
        assert rows[0]["pence"]["posted"] == 1455075
        assert rows[0]["unplaced"][0]["account"] == "9990"
        pence = total["total"]["pence"]
        assert pence.pop("extract") == sum(pence.values()) == 1649535
        assert folder.exists()

    def test_take_a_centre_for_one_workbook(self, vmbox: Command, folder: Path) -> None:
        answer = vmbox(
            *("costs", "books/ward8.xlsx", "--ledger", "october.csv", "--map", "map.csv"),
            *("--centre", "e41208"),
        )
        assert (answer.code, answer.out.splitlines()[-1]) == (
            0,
            "Posted to 1 cell in 1 workbook.",
        )
        assert folder.exists()

    def test_name_the_centres_there_are_where_none_is_the_teams(
        self, vmbox: Command, folder: Path
    ) -> None:
        before = content(folder)
        answer = vmbox("costs", "books", "--ledger", "october.csv", "--map", "map.csv")
        assert answer.code == 1
        assert "Ward 7: no row of october.csv has the cost centre 'Ward 7'" in answer.err
        assert "'E41207', 'E41208', 'E99999'" in answer.err
        assert content(folder) == before

    def test_name_every_row_whose_amount_time_or_centre_is_missing(
        self, vmbox: Command, folder: Path
    ) -> None:
        more = ",E41207,4101,x,5.00\n30/09/2025,,4101,x,6.00\n30/09/2025,E41207,4101,x,n/k\n"
        (folder / "october.csv").write_text(LEDGER + more + "30/09/2025,E41207,4101,x,\n")
        told = vmbox(*POST).err
        assert "line 10: 'n/k' is no amount. It is not posted." in told
        assert "in none of these figures are the rows whose amount nobody can read: 10." in told
        assert "1 row has no amount at all: row 11." in told
        assert "£5.00 of an unclear date or period, not posted: row 8 (£5.00)." in told
        assert (
            "rows without a cost centre are nobody's: 1 row, the first being row 9, £6.00" in told
        )

    def test_say_which_column_of_cost_centres_is_not_there(
        self, vmbox: Command, folder: Path
    ) -> None:
        words = ("costs", "books", "--ledger", "october.csv", "--map", "map.csv")
        answer = vmbox(*words, "--centre-column", "Centre name")
        assert answer.code == 2
        assert "no heading with a column 'Centre name' (the centre). Found: " in answer.err
        assert folder.exists()

    def test_two_workbooks_of_one_centre_are_told(self, vmbox: Command, folder: Path) -> None:
        (folder / "books" / "copy.xlsx").write_bytes((folder / "books" / "ward7.xlsx").read_bytes())
        answer = vmbox(*POST)
        assert "the cost centre 'e41207' belongs to 2 of these workbooks" in answer.err
        assert answer.code == 1

    def test_say_what_a_failed_workbook_left_unposted(self, vmbox: Command, folder: Path) -> None:
        (folder / "books" / "ward8.xlsx").write_bytes(b"no workbook")
        answer = vmbox(*POST)
        assert answer.code == 2
        assert "other cost centres, and workbooks that failed   1,980.10" in answer.out
        assert "no workbook here has" not in answer.err

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--on-conflict", "ask"), "--on-conflict ask: give stop, keep or replace"),
            (("--centre", "E1"), "Give --centre or --teams, not both"),
        ],
    )
    def test_refuse_options_that_cannot_be(
        self, vmbox: Command, folder: Path, words: tuple[str, ...], said: str
    ) -> None:
        answer = vmbox(*POST, *words)
        assert answer.code == 2
        assert said in answer.err
        assert folder.exists()

    def test_refuse_one_centre_for_many_and_many_for_an_extract_without_any(
        self, vmbox: Command, folder: Path
    ) -> None:
        words = ("costs", "books", "--ledger", "october.csv", "--map", "map.csv")
        assert "--centre is for one workbook, and there are 2" in vmbox(
            *words, "--centre", "E1"
        ).err  # fmt: skip
        (folder / "october.csv").write_text("Date,Account,Amount\n08/10/2025,5200,1\n")
        assert "no row names a cost centre, and there are 2 workbooks" in vmbox(*words).err


class TestValue:
    def test_shows_one_teams_figures_with_the_definition_and_the_sentence(
        self, vmbox: Command, folder: Path
    ) -> None:
        answer = vmbox("value", "books/ward7.xlsx", columns=120)
        assert answer.code == 0
        assert "Patients: Each counted once." in answer.out
        assert "£100.00 of cash was released each week, £1,200.00 over 12 weeks" in answer.out
        assert "saved" not in answer.out
        assert folder.exists()

    def test_has_a_total_that_keeps_cash_and_productivity_apart(
        self, vmbox: Command, folder: Path
    ) -> None:
        answer = vmbox("value", "books")
        assert answer.out.splitlines()[-1] == (
            "2 teams spent £2,000.00 a week before and £1,900.00 now: £100.00 of cash released, "
            "and £250.00 of productivity (no cash), a week. Over the current periods: £1,200.00 of "
            "cash released; £3,000.00 of productivity (no cash)."
        )
        assert folder.exists()

    def test_compares_the_weeks_that_are_asked_for_and_saves_them(
        self, vmbox: Command, folder: Path
    ) -> None:
        weeks = ("--baseline", "first-6", "--current", "last-6", "--save")
        answer = vmbox("value", "books", *weeks)
        assert answer.out.endswith("The weeks were written to 2 Value sheets.\n")
        once = content(folder)
        assert vmbox("value", "books", *weeks).out.endswith("to 0 Value sheets.\n")
        assert content(folder) == once
        row = json.loads(vmbox("value", "books/ward7.xlsx", "--json").out.splitlines()[0])
        assert row["baseline"]["counted"] == row["current"]["counted"] == 6
        assert row["change"]["cash_releasing_over_period"] == 600.0

    def test_leaves_with_1_where_there_is_nothing_to_compare(
        self, vmbox: Command, tmp_path: Path
    ) -> None:
        bare = BoxScore.blank("Bare", [Measure("Falls", "Safety")], start=dt.date(2025, 9, 29))
        write_workbook(bare, tmp_path / "bare.xlsx")
        answer = vmbox("value", "bare.xlsx")
        assert answer.code == 1
        assert "no cost per patient" in answer.err
        assert answer.out.splitlines()[-1] == "Nothing to compare."

    def test_refuses_a_period_that_nobody_can_read(self, vmbox: Command, folder: Path) -> None:
        answer = vmbox("value", "books", "--current", "now")
        assert answer.code == 2
        assert "'now' is no period" in answer.err
        assert folder.exists()


class TestCostMap:
    def test_is_suggested_printed_or_written_and_can_be_posted_with(
        self, vmbox: Command, folder: Path
    ) -> None:
        suggest = ("costmap", "suggest", "october.csv", "--for", "books/ward7.xlsx")
        printed = vmbox(*suggest)
        assert printed.out.splitlines()[1].startswith("4101,Nursing,Nursing band 5,")
        assert "1 account, together -£35.50, has no suggestion" in printed.err
        assert vmbox(*suggest, "-o", "map2.csv").code == 0
        assert (folder / "map2.csv").read_text(encoding="utf-8-sig") == printed.out
        assert "is there already" in vmbox(*suggest, "-o", "map2.csv").err
        answer = vmbox(*POST[:5], "map2.csv", *POST[6:])
        assert "Posted to 3 cells in 2 workbooks." in answer.out

    def test_needs_account_codes_and_cost_lines(self, vmbox: Command, folder: Path) -> None:
        bare = BoxScore.blank("Bare", [Measure("Falls", "Safety")], start=dt.date(2025, 9, 29))
        write_workbook(bare, folder / "bare.xlsx")
        answer = vmbox("costmap", "suggest", "october.csv", "--for", "bare.xlsx")
        assert answer.code == 2
        assert "Cost has no cost lines" in answer.err


@pytest.mark.parametrize(("command", "examples"), [("costs", 3), ("value", 3)])
def test_help_shows_examples_each_on_a_line_of_its_own(
    vmbox: Command, command: str, examples: int
) -> None:
    answer = vmbox(command, "--help", columns=100)
    assert answer.out.count(f"     vmbox {command} ") == examples
    assert max(map(len, answer.out.splitlines())) <= 100
