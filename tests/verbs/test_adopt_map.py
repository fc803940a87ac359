"""The map of a home-made box score: what a coach corrects, and what is wrong in it."""

from __future__ import annotations

import pytest
from home_made import adopted, grid, values, weeks

from vmbox.errors import DataError
from vmbox.verbs.adoption import map_text, parse_map

WEEKS = weeks()
SIX = [1, 2, 3, 4, 5, 6]
ROWS = [["", *WEEKS], ["Falls", *SIX], ["Beds", 10, 20, 30, 40, 50, 60], ["Total", *SIX]]


def test_a_map_says_name_domain_unit_better_and_goal() -> None:
    toml = """
        team = "Ward 9"
        board = "NHS Orkney"
        setting = "Acute ward"

        [[measure]]
        from = "falls"
        name = "Slips"
        domain = "cost"
        unit = "days"
        better = "up"
        goal = "5"
    """
    found = adopted(ROWS, toml=toml)
    slips = found.box.measure("Slips")
    assert (slips.domain, slips.unit, slips.better, slips.goal) == ("Cost", "days", "up", 5)
    assert (found.box.team, found.box.board) == ("Ward 9", "NHS Orkney")
    assert found.recognised[0].guessed == ()


def test_a_map_takes_what_would_be_left_out_and_leaves_out_what_would_be_taken() -> None:
    toml = """
        [[measure]]
        from = "Total"
        [[measure]]
        from = "Beds"
        leave_out = true
    """
    found = adopted(ROWS, toml=toml)
    assert [one.name for one in found.recognised] == ["Falls", "Total"]
    assert [(one.what, one.why) for one in found.left_out] == [("Beds", "the map says so")]


def test_a_map_makes_a_ratio_and_forbids_one() -> None:
    rows = [*ROWS[:3], ["Rate %", 10, 10, 10, 10, 10, 11]]
    wanted = '[[measure]]\nfrom = "Rate %"\nnumerator = "Falls"\ndenominator = "Beds"\n'
    found = adopted(rows, toml=wanted)
    assert found.box.measure("Rate %").numerator == "Falls"
    assert values(found, "Rate %")[-1] == 0.11
    rows[3][-1] = 10
    assert adopted(rows).box.measure("Rate %").ratio
    denied = adopted(rows, toml='[[measure]]\nfrom = "Rate %"\nratio = false\n')
    assert not denied.box.measure("Rate %").ratio


def test_the_second_line_of_a_name_is_called_by_which() -> None:
    rows = [["", *WEEKS], ["Audit", *SIX], ["Audit", 6, 5, 4, 3, 2, 1]]
    found = adopted(rows, toml='[[measure]]\nfrom = "Audit"\nwhich = 2\nname = "Second audit"\n')
    assert values(found, "Second audit") == [6, 5, 4, 3, 2, 1]


def test_the_written_map_names_guesses_and_what_was_left_out() -> None:
    text = map_text(adopted(ROWS))
    assert 'better = "down"    # guessed' in text
    assert 'from = "Total"\nleave_out = true    # a total or average' in text
    assert parse_map(text).wishes["total", 1].leave_out


def test_the_written_map_keeps_the_start_and_the_sheets_of_the_first() -> None:
    sheet = grid([["Week", 1, 2, 3, 4], ["Falls", 1, 2, 3, 4]], "2026")
    other = grid([["x"]], "other")
    first = adopted(sheet, other, toml='start = 2026-04-06\nsheets = ["2026"]')
    again = adopted(sheet, other, toml=map_text(first))
    assert again.box == first.box


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('tema = "x"', r"map.toml, line 1: unknown key 'tema'. Did you mean 'team'\?"),
        ("start = true", r"line 1: start is True"),
        ('start = "soon"', r"line 1: start: 'soon' is no date"),
        ('weekday = "Mondy"', r"line 1: weekday is 'Mondy'. Did you mean 'Monday'\?"),
        ('period = "year"', r"line 1: period is 'year'.*week, month"),
        ('sheets = ["Datta"]', r"no sheet 'Datta' in old.xlsx. Did you mean 'Data'\?"),
        ("sheets = [1]", r"line 1: sheets must list names"),
        ("[measure]\nfrom = 'Falls'", r"line 1: measure is .*headed by \[\[measure\]\]"),
        ('[[measure]]\nname = "x"', r"line 1: 'from' of 'x' is missing"),
        ('\n[[measure]]\nfrom = "Fals"', r"line 2: no line of old.xlsx.*Did you mean 'Falls'\?"),
        ('[[measure]]\nfrom = "Falls"\nwhich = 2', r"which = 2, but 'Falls' stands 1 times"),
        ('[[measure]]\nfrom = "Falls"\nwhich = 0', r"line 3: which counts from 1"),
        ('[[measure]]\nfrom = "Falls"\ndomain = "Saftey"', r"line 3: .*Did you mean 'Safety'\?"),
        ('[[measure]]\nfrom = "Falls"\nname = "=1"', r"line 1: .*begins like a formula"),
        ('[[measure]]\nfrom = "Falls"\ngoal = "soon"', r"line 1: 'Falls': 'soon' is no number"),
        ('[[measure]]\nfrom = "Falls"\nunit = "%"\ngoal = 900', r"line 4: 'Falls': the goal 900"),
        ('[[measure]]\nfrom = "Falls"\nnumerator = "Beds"', r"line 3: .*half a ratio"),
        (
            '[[measure]]\nfrom = "Falls"\nnumerator = "Bets"\ndenominator = "Beds"',
            r"line 1: 'Falls' needs 'Bets'.*Did you mean 'Beds'\?",
        ),
        ('[[measure]]\nfrom = "Falls"\n[[measure]]\nfrom = "FALLS"', r"line 3: .*which = 2"),
        (
            '[[measure]]\nfrom = "Falls"\nname = "A"\n[[measure]]\nfrom = "Beds"\nname = "a"',
            r"line 6: 'a' is the name of two",
        ),
        ('team = "Ward', r"line 1.*Close the quotes"),
    ],
)
def test_a_wrong_map_is_refused_with_its_line(toml: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        adopted(ROWS, toml=toml)
