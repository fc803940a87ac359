"""The board report: what it says of a team, read as a browser reads it."""

from __future__ import annotations

import datetime as dt
import re
import sys
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from page import Node, parsed

import vmbox
from vmbox.measures import DOMAINS, Action, BoxScore, Huddle, Measure, NewMedian, load_set
from vmbox.reports import board_report, pages
from vmbox.runcharts import expected_signals
from vmbox.template import write_workbook
from vmbox.workbook import judged

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 4, 1)


def box_of(values: dict[str, list[float]], **words: str) -> BoxScore:
    """A box score of Safety measures for which less is better, from 5 January 2026 on."""
    measures = [Measure(name, "Safety", better="down") for name in values]
    weeks = max(map(len, values.values())) + 2
    made = BoxScore.blank("Ward 7", measures, start=dt.date(2026, 1, 5), weeks=weeks, **words)
    laid = {name: [*some, *[np.nan] * (weeks - len(some))] for name, some in values.items()}
    return made.recording(pd.DataFrame(laid, index=made.weeks))


def steady(*more: float) -> list[float]:
    """Twelve points about a median of 5, the last above it, and more."""
    return [4.0, 6.0] * 6 + list(more)


def page_of(box: BoxScore, today: dt.date = TODAY) -> Node:
    return parsed(board_report(box, today=today))


class TestWhatIsSpecial:
    def test_the_worse_stands_first_then_the_better_then_what_only_changed(self) -> None:
        box = box_of(
            {
                "Falls": steady(*[1.0, 2.0, 1.0, 2.0, 1.0, 3.0]),
                "Errors": steady(*[9.0, 8.0, 9.0, 8.0, 9.0, 8.0]),
                "Visitors": steady(*[9.0, 8.0, 9.0, 8.0, 9.0, 8.0]),
                "Complaints": steady(4.0, 6.0),
            }
        )
        neutral = replace(box.measure("Visitors"), better="neutral")
        measures = tuple(neutral if one.name == "Visitors" else one for one in box.measures)
        section = page_of(replace(box, measures=measures)).section("special")
        assert [one.text for one in section.all("h3")][:3] == ["Worse", "Better", "Changed"]
        assert [one.text for one in section.all("li")] == [
            "Errors : 7 weeks above the median of 5.",
            "Falls : 6 weeks below the median of 5.",
            "Visitors : 7 weeks above the median of 5.",
        ]
        assert "1 other measure shows no signal." in section.text

    def test_a_shift_that_is_better_and_a_trend_that_is_worse_are_told_apart(self) -> None:
        box = box_of({"Falls": steady(*[2.0, 1.0, 1.2, 1.4, 1.6, 1.8, 1.9])})
        section = page_of(box).section("special")
        assert [one.text for one in section.all("li")] == [
            "Falls : 6 weeks rising.",
            "Falls : 7 weeks below the median of 5.",
        ]
        row = page_of(box).first("table").rows()[2]
        assert row[7] == "Better: 7 weeks below the median; Worse: 6 weeks rising"

    def test_says_how_many_signals_there_were_and_how_many_chance_alone_gives(
        self, teams: dict[str, BoxScore], kitchen: Node
    ) -> None:
        words = kitchen.section("special").text
        found = judged(teams["kitchen"])
        points = round(np.mean([one.points for one in found]))
        expected = expected_signals(len(found), points)
        assert (
            f"these {len(found)} measures showed {sum(one.analysis.shifts for one in found)} "
            f"shifts and {sum(one.analysis.trends for one in found)} trends." in words
        )
        assert (
            f"chance alone would have given about {expected.shifts:.0f} shifts and "
            f"{expected.trends:.0f} trends, on about {expected.measures_with_signal:.0f} measures."
            in words
        )
        assert "no proof" in words

    def test_a_workbook_without_a_median_yet_says_nothing_of_chance(self) -> None:
        words = page_of(box_of({"Falls": [1.0, 2.0]})).section("special").text
        assert "chance" not in words
        assert "No measure has enough weeks yet to show a signal." in words

    def test_a_signal_of_a_measure_that_lags_behind_says_until_when_it_is_recorded(self) -> None:
        box = box_of({"Falls": steady(*[1.0] * 6), "Errors": steady(*[5.0] * 8)})
        (line,) = page_of(box).section("special").all("li")
        assert line.text == ("Falls : 6 weeks below the median of 5 (recorded up to 4 May 2026).")


class TestTheTable:
    def test_has_the_figures_of_the_front_page_in_their_units(self, kitchen: Node) -> None:
        rows = {row[0]: row[1:] for row in kitchen.first("table", class_="measures").rows()}
        assert rows["Meals wasted"] == [
            "%", "down", "10.0%", "13.8%", "10.3%", "-3.5 pts", "No signal", "9.6%"
        ]  # fmt: skip
        assert rows["Last lunch on the ward at"][2:5] == ["12:30", "12:49", "12:49"]
        assert rows["Milk cost per patient day"][3:6] == ["£0.34", "£0.29", "-15%"]

    def test_tells_the_published_story_of_the_community_team(
        self, teams: dict[str, BoxScore]
    ) -> None:
        rows = page_of(teams["community"]).first("table", class_="measures").rows()
        story = next(row for row in rows if row[0] == "Referrals returned to GPs")
        assert story[4:7] == ["31.0%", "15.0%", "-16.0 pts"]

    def test_groups_measures_by_domain_in_the_order_of_the_tabs(self, kitchen: Node) -> None:
        table = kitchen.first("table", class_="measures")
        groups = [one.text for one in table.all("th") if one.attributes["scope"] == "rowgroup"]
        assert groups == list(DOMAINS)

    def test_names_the_week_of_a_latest_value_that_is_older_than_the_others(self) -> None:
        box = box_of({"Falls": steady(3.0), "Errors": steady()})
        rows = page_of(box).first("table", class_="measures").rows()
        assert [row[8] for row in rows[2:]] == ["3", "6 23 Mar 26"]


class TestCost:
    def test_has_both_statements_and_the_sentence_of_the_value_sheet(
        self, teams: dict[str, BoxScore], kitchen: Node
    ) -> None:
        section = kitchen.section("cost")
        value = vmbox.value_of(teams["kitchen"])
        assert value.words in section.text
        figures, worth = (table.rows() for table in section.all("table"))
        assert figures[0][1:] == ["Baseline", "Current", "Change"]
        assert [row[0] for row in worth[1:]] == [
            "Cash-releasing",
            "Productivity (no cash released)",
        ]
        assert value.change is not None
        assert worth[1][1] == f"£{float(value.change.cash_releasing) / 100:,.2f}"
        assert "Who is counted: Meals served" in section.text

    @pytest.mark.parametrize("team", ["community", "ward", "kitchen"])
    def test_no_money_is_called_saved(self, teams: dict[str, BoxScore], team: str) -> None:
        assert "saved" not in board_report(teams[team], today=TODAY).casefold()

    def test_without_a_cost_per_patient_says_so(self) -> None:
        section = page_of(box_of({"Falls": steady()})).section("cost")
        assert "no cost per patient" in section.text
        assert section.all("table") == []


class TestUpkeep:
    def test_open_actions_have_owner_and_due_date_the_first_due_first(self) -> None:
        actions = (
            Action("Later", owner="Ann", due=dt.date(2026, 5, 1), status="Under way"),
            Action("Finished", owner="Bob", due=dt.date(2026, 1, 1), status="Done"),
            Action("Given up", status="Stopped"),
            Action("Some day", status=""),
            Action("Late", owner="Cat", due=dt.date(2026, 3, 31), status="Not started"),
            Action("Today", owner="Dan", due=TODAY),
        )
        box = replace(box_of({"Falls": steady()}), actions=actions)
        rows = page_of(box).section("actions").first("table").rows()[1:]
        assert [(row[0], row[4], row[5]) for row in rows] == [
            ("Late", "Cat", "31 March 2026 overdue"),
            ("Today", "Dan", "1 April 2026"),
            ("Later", "Ann", "1 May 2026"),
            ("Some day", "nobody yet", "no date"),
        ]

    def test_the_next_huddle_is_the_first_from_today_on(self) -> None:
        huddles = tuple(
            Huddle(dt.date(2026, 4, day), f"Leader {day}", topics=f"Topic {day}") for day in (7, 1)
        )
        past = Huddle(dt.date(2026, 3, 24), "Fay", decisions="Try a second trolley.")
        box = replace(box_of({"Falls": steady()}), huddles=(past, *huddles))
        words = page_of(box).section("huddle").text
        assert "1 April 2026, led by Leader 1. Topics: Topic 1" in words
        assert "The last was on 24 March 2026, led by Fay. Decided: Try a second trolley." in words
        assert "7 April" not in words

    def test_medians_accepted_last_stand_first_with_their_reasons(self, kitchen: Node) -> None:
        box = box_of({"Falls": steady()})
        medians = tuple(
            NewMedian("Falls", dt.date(2026, 1, 5 + n), f"reason {n}", "Ann", dt.date(2026, 3, n))
            for n in range(1, 9)
        )
        section = page_of(replace(box, medians=medians)).section("medians")
        rows = section.first("table").rows()[1:]
        assert [row[2] for row in rows] == [f"reason {n}" for n in range(8, 2, -1)]
        assert "2 earlier on the Medians sheet." in section.text
        assert "Menus chosen on the day" in kitchen.section("medians").text

    def test_proposed_medians_await_a_word(self, kitchen: Node) -> None:
        words = kitchen.section("medians").text
        assert (
            "Milk ordered and not used : 41 weeks in a row below the median of 208.5 since "
            "16 June 2025." in words
        )

    def test_missing_weeks_are_counted_from_the_first_point_to_the_last_week_of_all(self) -> None:
        whole = steady(5.0, 5.0)
        box = box_of(
            {
                "Whole": whole,
                "Late and gone": [np.nan, np.nan, 1.0, np.nan, 1.0, 1.0],
                "Never": [np.nan],
            }
        )
        section = page_of(box).section("complete")
        assert "1 of 2 weekly measures have a value in every week" in section.text
        assert "Nothing recorded yet: Never." in section.text
        assert section.first("table").rows()[1:] == [
            [
                "Late and gone",
                "3 of 12 weeks",
                "9: 16 Mar 26, 23 Mar 26, 30 Mar 26, 6 Apr 26 and 5 before",
            ]
        ]

    def test_a_sampled_measure_lacks_nothing(self) -> None:
        box = box_of({"Falls": steady(), "Sampled": [1.0, np.nan, np.nan, 2.0]})
        sampled = replace(box.measure("Sampled"), cadence="sampled")
        box = replace(box, measures=(box.measure("Falls"), sampled))
        section = page_of(box).section("complete")
        assert "Recorded now and then, as is meant: Sampled." in section.text
        assert section.all("table") == []

    def test_old_figures_are_called_old(self) -> None:
        box = box_of({"Falls": steady()})
        assert (
            page_of(box, dt.date(2026, 4, 20))
            .first("header")
            .all("p")[-1]
            .text.startswith("Weeks beginning")
        )
        old = page_of(box, dt.date(2026, 4, 21)).first("header").all("p")[-1].text
        assert old.startswith("The last week with any figure began on 23 March 2026, 29 days")


class TestThePage:
    def test_needs_nothing_but_itself(self, teams: dict[str, BoxScore]) -> None:
        page = board_report(teams["ward"], today=TODAY)
        assert not re.search(r"https?:|url\(|@import|<script|<link|<img|\bsrc=|\son\w+=", page)
        assert "default-src 'none'" in page

    def test_whatever_people_typed_is_text_and_nothing_else(self) -> None:
        nasty = "<script>alert('1')</script> & \"x\" ]]> <b>"
        box = box_of({f"Falls {mark}": steady(9.0) for mark in ("<i>&amp;", '"onload="x"')})
        name = box.measures[0].name
        box = replace(
            box,
            team=nasty,
            board=nasty,
            setting=nasty,
            remark=nasty,
            actions=(Action(nasty, nasty, nasty, nasty, nasty, None, nasty),),
            huddles=(
                Huddle(TODAY, nasty, nasty, nasty),
                Huddle(dt.date(2026, 1, 6), nasty, "", "", nasty),
            ),
            medians=(NewMedian(name, dt.date(2026, 1, 5), nasty, nasty),),
        )
        page = page_of(box)
        allowed = {"script": 0, "b": 0, "i": 0}
        assert {tag: len(page.all(tag)) for tag in allowed} == allowed
        assert page.first("h1").text == nasty
        assert page.text.count(nasty) >= 12
        alts = [one.attributes.get("aria-label", "") for one in page.all("svg")]
        assert sum(alt.startswith(f"Run chart of {name}: ") for alt in alts) == 1

    def test_example_data_say_so_at_both_ends(self, kitchen: Node) -> None:
        for end in ("header", "footer"):
            assert "Illustrative data: made-up weekly figures" in kitchen.first(end).text

    def test_says_whose_it_is_and_which_weeks_it_covers(self, kitchen: Node) -> None:
        words = kitchen.first("header").text
        assert words.startswith("Example Health Board · Catering Strathview kitchen")
        assert (
            "Weeks beginning 16 September 2024 to 23 March 2026: 80 of 80 weeks recorded." in words
        )
        assert "Report of 1 April 2026." in words

    def test_a_monthly_workbook_speaks_of_months(self) -> None:
        made = BoxScore.blank(
            "Ward 7",
            [Measure("Falls", "Safety")],
            start=dt.date(2024, 1, 1),
            weeks=30,
            period="month",
        )
        values = pd.DataFrame({"Falls": steady(*[9.0] * 6)}, index=made.weeks[:18])
        page = page_of(made.recording(values), dt.date(2025, 7, 9))
        assert "Months January 2024 to June 2025: 18 of 18 months recorded." in page.text
        assert "7 months above the median of 5" in page.text
        assert "week" not in page.text.replace("weekly", "")

    def test_is_the_same_to_the_byte_for_the_same_day(self, teams: dict[str, BoxScore]) -> None:
        once, again = (board_report(teams["ward"], today=TODAY) for _ in range(2))
        assert once == again

    def test_is_the_same_for_the_box_score_and_for_the_workbook_that_holds_it(
        self, teams: dict[str, BoxScore], tmp_path: Path
    ) -> None:
        path = write_workbook(teams["kitchen"], tmp_path / "kitchen.xlsx")
        read = vmbox.read(path)
        assert board_report(read, today=TODAY) == board_report(teams["kitchen"], today=TODAY)

    def test_a_blank_workbook_makes_a_page_that_says_so(self) -> None:
        measures = load_set("Acute ward")
        box = BoxScore.blank(
            "Ward 7", measures.measures, measures.inputs, start=dt.date(2026, 3, 2)
        )
        page = page_of(box)
        assert "Nothing is recorded yet in the 104 weeks laid out." in page.first("header").text
        assert page.section("charts").text == "Run charts None yet: nothing is recorded."
        assert page.all("figure") == []

    def test_without_jinja_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "jinja2", None)
        pages._moulds.cache_clear()
        with pytest.raises(vmbox.errors.FileError, match=r'pip install "vmbox\[report\]"'):
            board_report(box_of({"Falls": steady()}))


class TestAccess:
    """What people need who do not see it, or see it otherwise."""

    def test_headings_go_down_by_one_and_every_section_has_one(self, kitchen: Node) -> None:
        body = kitchen.first("body")
        names = [part for part in _names(body) if re.fullmatch(r"h\d", part)]
        assert names.count("h1") == 1
        assert all(int(after[1]) <= int(before[1]) + 1 for before, after in pairwise(names))
        for section in kitchen.all("section"):
            assert section.first("h2").attributes["id"] == section.attributes["aria-labelledby"]

    def test_the_language_and_every_header_cell_is_said(self, kitchen: Node) -> None:
        assert kitchen.first("html").attributes["lang"] == "en-GB"
        for cell in kitchen.all("th"):
            assert cell.attributes["scope"] in {"col", "row", "rowgroup"}

    def test_every_link_leads_to_something_that_is_there_once(self, kitchen: Node) -> None:
        ids = [one.attributes["id"] for one in _nodes(kitchen) if "id" in one.attributes]
        assert len(ids) == len(set(ids))
        links = [one.attributes["href"] for one in kitchen.all("a")]
        assert len(links) > 20
        assert {link.removeprefix("#") for link in links} <= set(ids)

    def test_words_stand_out_from_what_is_behind_them(self) -> None:
        css = (pages._MOULDS / "board.css").read_text(encoding="utf-8")
        variables = dict(re.findall(r"(--\w+): (#[0-9a-f]{6})", css))
        pairs = 0
        for rule in re.findall(r"\{([^{}]*)\}", css):
            colours = {
                name: variables.get(value.removeprefix("var(").rstrip(")"), value)
                for name, value in re.findall(r"(?<![\w-])(color|background): ([^;]+);", rule)
            }
            if "color" in colours and colours["color"].startswith("#"):
                pairs += 1
                behind = colours.get("background", "#ffffff")
                assert _contrast(colours["color"], behind) >= 4.5, rule
        assert pairs >= 10


def _nodes(node: Node) -> list[Node]:
    found = [part for part in node.parts if isinstance(part, Node)]
    return [one for part in found for one in (part, *_nodes(part))]


def _names(node: Node) -> list[str]:
    return [one.name for one in _nodes(node)]


def _contrast(one: str, other: str) -> float:
    """By the Web Content Accessibility Guidelines, 2.1: 4.5 at least for text."""

    def light(colour: str) -> float:
        colour = colour if len(colour) == 7 else "#" + "".join(part * 2 for part in colour[1:])
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)
