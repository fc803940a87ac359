"""What: which lines of a home-made box score become measures, and what is said of the others."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from home_made import adopted, days, grid, reasons, turned, values, weeks

from vmbox.errors import DataError
from vmbox.measures import Input

WEEKS = weeks()
SIX = [1, 2, 3, 4, 5, 6]


class TestAroundTheFigures:
    def test_a_band_gives_the_lines_below_their_domain(self) -> None:
        found = adopted(
            [
                ["Measure", *WEEKS],
                ["PATIENT SAFETY"],
                ["Things", *SIX],
                [],
                ["Staff experience"],
                ["Other things", *SIX],
                ["Finance & budget"],
                ["Third things", *SIX],
            ]
        )
        domains = {one.name: one.domain for one in found.recognised}
        expected = {"Things": "Safety", "Other things": "Experience", "Third things": "Cost"}
        assert domains == expected

    def test_a_merged_column_of_domains_counts_for_its_lines(self) -> None:
        rows = [["Domain", "Name", *WEEKS], ["Cost", "A", *SIX], ["", "B", *SIX]]
        found = adopted(grid(rows, merged=((1, 0, 2, 0),)))
        assert [one.domain for one in found.recognised] == ["Cost", "Cost"]

    def test_bands_above_weeks_that_run_down(self) -> None:
        rows = [["", "Week", *WEEKS], ["Quality", "A", *SIX], ["", "B", *SIX], ["Cost", "C", *SIX]]
        found = adopted(turned(grid(rows)))
        assert [one.domain for one in found.recognised] == ["Quality", "Quality", "Cost"]
        assert found.recognised[0].where == "Data, column B"

    def test_label_columns_say_unit_goal_direction_owner_and_definition(self) -> None:
        found = adopted(
            [
                ["Measure", "Unit", "Target", "Good is", "Lead", "How measured", *WEEKS],
                ["Waits", "days", "<5", "lower is better", "Ann", "Mean", *SIX],
                ["Handover", "%", "≥ 95%", "↑", "Bob", "Sample", 90, 91, 92, 93, 94, 95],
            ]
        )
        waits, handover = (found.box.measure(name) for name in ("Waits", "Handover"))
        assert (waits.unit, waits.goal, waits.better, waits.owner) == ("days", 5, "down", "Ann")
        assert (handover.unit, handover.goal, handover.better) == ("%", 0.95, "up")
        assert handover.definition == "Sample"
        assert values(found, "Handover")[0] == 0.9

    def test_totals_averages_and_separators_are_left_out_and_said(self) -> None:
        found = adopted(
            [
                ["Measure", *WEEKS, "YTD", "Average"],
                ["Falls", *SIX, 21, 3.5],
                [],
                ["Total", *SIX],
                ["Falls YTD", *SIX],
                ["Average length of stay", *SIX],
            ]
        )
        assert [one.name for one in found.recognised] == ["Falls", "Average length of stay"]
        assert set(reasons(found)) == {
            *("Data, column H", "Data, column I", "Data, row 4", "Data, row 5")
        }
        assert found.to_look_at == ()

    def test_a_line_of_targets_is_the_goal_of_its_measure(self) -> None:
        found = adopted(
            [["", *WEEKS], ["Falls", *SIX], ["Target", *[3] * 6], ["4 hour standard", *SIX]]
        )
        assert found.box.measure("Falls").goal == 3
        assert values(found, "4 hour standard") == SIX

    def test_notes_of_the_weeks_and_comments_on_a_measure_are_kept(self) -> None:
        found = adopted(
            [
                ["", *WEEKS, "Comments"],
                ["Falls", *SIX, "new sensors"],
                ["Notes", "", "Norovirus"],
            ]
        )
        assert sorted(found.box.notes.items()) == [
            (("Safety", dt.date(2026, 3, 9)), "Norovirus"),
            (("Safety", dt.date(2026, 4, 6)), "Falls: new sensors"),
        ]

    def test_the_team_is_named_by_the_title(self) -> None:
        rows = [["Rowan Ward – Weekly Box Score 2026"], [], ["", *WEEKS], ["Falls", *SIX]]
        assert adopted(rows).box.team == "Rowan Ward"
        assert adopted(rows, toml='team = "Ward 9"').box.team == "Ward 9"
        assert adopted(rows[2:]).box.team == "old"


class TestFigures:
    @pytest.mark.parametrize(
        "cells",
        [[0.9, 0.8, 0.85], [90, 80, 85], ["90%", "80 %", "85%"], ["90%", 80, 85]],
    )
    def test_a_percentage_is_a_share_however_it_is_written(self, cells: list[object]) -> None:
        found = adopted([["", *WEEKS[:3]], ["Bundle complete %", *cells]])
        assert values(found, "Bundle complete %") == [0.9, 0.8, 0.85]

    def test_points_among_shares_and_shares_among_points_are_never_guessed(self) -> None:
        found = adopted(
            [
                ["", *WEEKS],
                ["A %", 0.95, 0.9, 95, 0.8, 1, 0.7],
                ["B %", 95, 90, 0.9, 88, 1, 97],
            ]
        )
        assert values(found, "A %") == [0.95, 0.9, 0.8, 1, 0.7]
        assert values(found, "B %") == [0.95, 0.9, 0.88, 0.97]
        assert [one.where for one in found.to_look_at] == ["Data!D2", "Data!D3", "Data!F3"]

    def test_small_whole_numbers_are_no_percentages_because_of_a_name(self) -> None:
        found = adopted([["", *WEEKS], ["Discharged before noon", *SIX]])
        assert found.box.measures[0].unit == "count"
        assert "unit" in found.recognised[0].guessed

    @pytest.mark.parametrize(
        ("name", "cells", "unit"),
        [
            ("Agency spend", ["£1,200.50", "£900", "£0"], "GBP"),
            ("Agency spend (£k)", [1.2, 2, 3], "£ thousand"),
            ("Rate per 1,000 bed days", [1.5, 2, 3], "per 1,000"),
            ("Length of stay", [4.5, 5, 6], "days"),
            ("Therapy hours", [4.5, 5, 6], "hours"),
            ("First case", [dt.time(8, 30), dt.time(9), dt.time(9, 15)], "time of day"),
            ("Overtime", [dt.timedelta(hours=30), dt.timedelta(hours=2)], "hours"),
            ("Something", [0.5, 0.25, 1], "%"),
            ("Something", [3, 0.25, 1], "count"),
        ],
    )
    def test_units_are_seen_in_words_and_values(
        self, name: str, cells: list[object], unit: str
    ) -> None:
        found = adopted([["", *WEEKS[:3]], [name, *cells]])
        assert found.box.measures[0].unit == unit

    def test_words_and_doubtful_figures_are_left_out_with_their_place(self) -> None:
        cells = ["n/a", "not collected", "<5", "~12", "3?", 7]
        found = adopted([["", *WEEKS], ["Falls", *cells]])
        assert values(found, "Falls") == [7]
        assert set(reasons(found)) == {f"Data!{column}2" for column in "BCDEF"}
        assert [one.what for one in found.to_look_at] == ["<5", "~12", "3?"]

    def test_impossible_cells_are_left_out(self) -> None:
        cells = [math.nan, math.inf, True, dt.datetime(2026, 2, 1), -3, 2]  # noqa: DTZ001
        found = adopted([["", *WEEKS], ["Falls", *cells]])
        assert values(found, "Falls") == [2]
        assert [one.where for one in found.to_look_at] == ["Data!F2"]

    def test_figures_written_as_fractions_are_left_out_and_matter(self) -> None:
        found = adopted([["", *WEEKS], ["Audit", *["3/4", "4/4"] * 3], ["Falls", *SIX]])
        assert [one.what for one in found.to_look_at] == ["Audit"]


class TestRatios:
    ROWS = (
        ["", *WEEKS],
        ["Safe", 9, 8, 10, 9, 7, 10],
        ["Asked", 11, 12, 10, 12, 9, 10],
    )

    def test_a_percentage_of_two_lines_becomes_a_ratio_of_inputs(self) -> None:
        shares = ["82%", "67%", "100%", "75%", "78%", "100%"]
        found = adopted([*self.ROWS, ["Staff feeling safe %", *shares]])
        (measure,) = found.box.measures
        assert (measure.numerator, measure.denominator, measure.per) == ("Safe", "Asked", 1)
        assert all(isinstance(item, Input) for item in found.box.items[:2])
        assert values(found, measure.name)[0] == 9 / 11
        assert (found.figures.values, found.figures.worked_out) == (12, 6)

    def test_a_week_with_the_ratio_alone_keeps_it(self) -> None:
        rows = [["", *WEEKS], ["Safe", 9, 8, 10, 9, 7], ["Asked", 11, 12, 10, 12, 9]]
        found = adopted([*rows, ["Safe %", 82, 67, 100, 75, 78, 91]])
        assert values(found, "Safe %")[-1] == 0.91

    def test_one_week_that_does_not_agree_keeps_all_three_plain(self) -> None:
        found = adopted([*self.ROWS, ["Safe %", 82, 67, 100, 75, 78, 93]])
        assert [one.role for one in found.recognised] == ["measure"] * 3

    def test_numerator_and_denominator_are_named_by_the_heading_above(self) -> None:
        rows = [["", *WEEKS], ["Hand hygiene"], ["Numerator", *self.ROWS[1][1:]]]
        rows += [["Denominator", *self.ROWS[2][1:]], ["%", 82, 67, 100, 75, 78, 100]]
        found = adopted(rows)
        assert found.box.measure("Hand hygiene %").numerator == "Hand hygiene Numerator"

    def test_a_rate_per_thousand_is_found(self) -> None:
        falls, beds = [3, 5, 2, 4], [180, 175, 190, 160]
        rates = [round(1000 * a / b, 1) for a, b in zip(falls, beds, strict=True)]
        found = adopted(
            [["", *WEEKS[:4]], ["Falls", *falls], ["OBD", *beds], ["Per 1,000 OBD", *rates]]
        )
        assert found.box.measure("Per 1,000 OBD").per == 1000


class TestSheets:
    def test_sheets_that_continue_each_other_are_one(self) -> None:
        later = weeks(6, WEEKS[-1] + dt.timedelta(days=7))
        found = adopted(
            grid([["", *WEEKS], ["Falls", *SIX]], "2025"),
            grid([["", *later], ["FALLS", *SIX]], "2026"),
        )
        assert values(found, "Falls") == SIX + SIX

    def test_blocks_one_below_the_other_and_side_by_side_are_read(self) -> None:
        later = weeks(6, WEEKS[-1] + dt.timedelta(days=7))
        below = adopted([["", *WEEKS], ["Falls", *SIX], [], ["", *later], ["Falls", *SIX]])
        beside = adopted(
            [
                ["", *WEEKS, "", *later],
                ["Falls", *SIX, "Falls", *SIX],
                ["DNA", *SIX, "DNA", *SIX],
            ]
        )
        assert values(below, "Falls") == values(beside, "Falls") == SIX + SIX
        assert days(below, "Falls") == days(beside, "Falls")

    def test_a_sheet_named_by_a_domain_gives_it(self) -> None:
        found = adopted(
            grid([["", *WEEKS], ["Things", *SIX]], "Patient safety"),
            grid([["", *WEEKS], ["Others", *SIX]], "Finance"),
        )
        assert [one.domain for one in found.recognised] == ["Safety", "Cost"]

    def test_the_same_again_is_no_conflict(self) -> None:
        first = grid([["", *WEEKS], ["Falls", *SIX]], "a")
        found = adopted(first, grid([["", *WEEKS], ["Falls", *SIX]], "b"))
        assert values(found, "Falls") == SIX
        assert found.to_look_at == ()
        assert found.figures.left_out == 6

    def test_two_teams_in_one_file_are_refused(self) -> None:
        rows = [["", *WEEKS], ["Falls", *SIX], ["DNA", *SIX]]
        other = [["", *WEEKS], ["Falls", 9, 9, 9, 9, 9, 9], ["DNA", 8, 8, 8, 8, 8, 8]]
        with pytest.raises(DataError, match=r'look like two teams.*sheets = \["Ward 1"\]'):
            adopted(grid(rows, "Ward 1"), grid(other, "Ward 2"))
        one = adopted(grid(rows, "Ward 1"), grid(other, "Ward 2"), toml='sheets = ["ward 2"]')
        assert values(one, "Falls") == [9] * 6

    def test_names_that_stand_twice_get_their_domain_or_a_number(self) -> None:
        found = adopted(
            [
                ["", *WEEKS],
                ["Safety"],
                ["Audit", *SIX],
                ["Experience"],
                ["Audit", *SIX],
                ["Audit", *SIX],
            ]
        )
        assert [one.name for one in found.recognised] == ["Audit", "Audit (Experience)", "Audit 2"]

    def test_other_sheets_are_left_out_whole(self) -> None:
        found = adopted(
            grid([["", *WEEKS], ["Falls", *SIX]], "Scores"), grid([["Code"], [7]], "Lists")
        )
        assert reasons(found).keys() == {"Lists"}
        assert found.to_look_at[0].figures == 1


class TestRefusals:
    @pytest.mark.parametrize(
        "rows", [[[]], [["Falls", 1, 2]], [["", *WEEKS]], [["", *WEEKS], ["", *SIX]]]
    )
    def test_nothing_recognisable_says_what_was_looked_for(self, rows: list[list[object]]) -> None:
        with pytest.raises(DataError, match=r"old\.xlsx: no box score.*Looked for.*map"):
            adopted(rows)

    def test_a_list_of_records_is_no_box_score(self) -> None:
        rows = [["Week", "Falls"], *[[week, 1] for week in WEEKS for _ in range(3)]]
        with pytest.raises(DataError, match=r"18 figures for 6 weeks.*vmbox fill"):
            adopted(rows)

    def test_a_standard_workbook_is_pointed_elsewhere(self) -> None:
        sheets = [grid([["x"]], name) for name in ("Box score", "Medians", "Calc")]
        with pytest.raises(DataError, match="standard box score workbook already"):
            adopted(*sheets)
