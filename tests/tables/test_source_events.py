"""One row an event, made weekly or monthly; and daily rows that add up to weeks."""

from pathlib import Path

import pytest

from vmbox.errors import DataError
from vmbox.tables import Source, parse_map, read_source

EVENTS = """Incident date,Ward,Type,Harm,Cost
02/03/2026 10:33,Rowan,Fall,1,10
08/03/2026 23:59,Rowan,Fall,0,20
30/03/2026 11:00,Rowan,Fall,0,30
04/03/2026 23:59,Elm,Pressure ulcer,0,40
31/03/2026 08:00,Elm,Fall,1,
"""
TYPES = """
layout = "events"
[columns]
week = "Incident date"
team = "Ward"
measure = "Type"
[[measure]]
name = "Falls"
from = "fall"
"""


def read(tmp_path: Path, map_text: str, events: str = EVENTS) -> Source:
    path = tmp_path / "events.csv"
    path.write_text(events)
    return read_source(path, map=parse_map(map_text, "map.toml"))


def weekly(source: Source, team: str, measure: str) -> dict[str, float]:
    values = source.values
    mine = values[(values["team"] == team) & (values["measure"] == measure)].sort_values("week")
    return {f"{week:%d/%m}": value for week, value in zip(mine["week"], mine["value"], strict=True)}


def test_events_are_counted_by_week_and_a_week_without_any_is_zero(tmp_path: Path) -> None:
    source = read(tmp_path, TYPES)
    assert weekly(source, "Rowan", "Falls") == {
        "02/03": 2.0,
        "09/03": 0.0,
        "16/03": 0.0,
        "23/03": 0.0,
        "30/03": 1.0,
    }
    assert "counted as 0" in source.read_as[1]
    assert "30 March" not in source.read_as[2]
    assert "from 2 March 2026 to 31 March 2026" in source.read_as[2]


def test_what_the_map_names_is_zero_in_every_team_of_the_source(tmp_path: Path) -> None:
    source = read(tmp_path, TYPES)
    assert weekly(source, "Elm", "Falls")["02/03"] == 0.0
    # Nobody said that pressure ulcers are counted on Rowan.
    assert weekly(source, "Rowan", "Pressure ulcer") == {}
    assert weekly(source, "Elm", "Pressure ulcer")["30/03"] == 0.0


def test_zeros_may_be_unwanted(tmp_path: Path) -> None:
    source = read(tmp_path, f"zeros = false\n{TYPES}")
    assert weekly(source, "Rowan", "Falls") == {"02/03": 2.0, "30/03": 1.0}


def test_measures_that_the_map_does_not_name_may_be_left_out(tmp_path: Path) -> None:
    source = read(tmp_path, f'others = "leave out"\n{TYPES}')
    assert set(source.values["measure"]) == {"Falls"}
    assert "line 5: a measure that the map does not name" in source.left_out[0]


def test_the_first_of_several_rows_is_the_place(tmp_path: Path) -> None:
    values = read(tmp_path, TYPES).values
    rowan = values[(values["team"] == "Rowan") & (values["value"] == 2)]
    assert rowan["where"].tolist() == [f"{tmp_path / 'events.csv'}, line 2 and 1 more row"]


def test_a_week_may_begin_on_any_day_and_rows_add_up_to_months_too(tmp_path: Path) -> None:
    sunday = read(tmp_path, f'first_day = "sunday"\n{TYPES}')
    assert weekly(sunday, "Rowan", "Falls")["01/03"] == 1.0
    month = read(tmp_path, f'period = "month"\n{TYPES}')
    assert weekly(month, "Rowan", "Falls") == {"01/03": 3.0}


@pytest.mark.parametrize(
    ("aggregation", "first_week"), [("sum", 30.0), ("mean", 15.0), ("last", 20.0), ("count", 2.0)]
)
def test_a_column_is_summed_averaged_counted_or_its_last_taken(
    tmp_path: Path, aggregation: str, first_week: float
) -> None:
    source = read(
        tmp_path,
        f"""
        layout = "events"
        [columns]
        week = "Incident date"
        [[measure]]
        name = "Cost"
        value = "Cost"
        aggregation = "{aggregation}"
        """,
    )
    assert weekly(source, "Rowan", "Cost")["02/03"] == first_week


def test_a_sum_of_nothing_is_no_value(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        'layout = "events"\n[columns]\nweek = "Incident date"\n'
        '[[measure]]\nname = "Cost"\nvalue = "Cost"\naggregation = "sum"\n',
    )
    assert weekly(source, "Elm", "Cost") == {"02/03": 40.0}


def test_one_row_may_count_for_several_measures(tmp_path: Path) -> None:
    source = read(tmp_path, f'{TYPES}\n[[measure]]\nname = "Incidents"\n')
    assert weekly(source, "Elm", "Incidents")["02/03"] == 1.0
    assert weekly(source, "Elm", "Falls")["02/03"] == 0.0


def test_a_ratio_is_the_sum_of_numerators_and_of_denominators(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        """
        layout = "long"
        aggregation = "mean"
        [columns]
        week = "Day"
        [[measure]]
        name = "Seen in time"
        numerator_to = "Seen"
        denominator_to = "Came"
        """,
        "Day,Measure,Numerator,Denominator,Value\n"
        "02/03/2026,Seen in time,1,1,100%\n03/03/2026,Seen in time,1,9,11%\n"
        "02/03/2026,Others,1,2,\n03/03/2026,Others,3,4,\n",
    )
    assert weekly(source, "", "Seen") == {"02/03": 2.0}
    assert weekly(source, "", "Came") == {"02/03": 10.0}
    assert weekly(source, "", "Seen in time") == {}
    others = source.values[source.values["measure"] == "Others"]
    assert others[["numerator", "denominator"]].to_numpy().tolist() == [[4.0, 6.0]]
    assert others["value"].isna().all()


def test_daily_rows_add_up_to_weeks_where_the_map_says_how(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        '[[measure]]\nname = "Falls"\nfrom = ["Slips", "Trips"]\naggregation = "sum"\n',
        "Date,Measure,Value\n02/03/2026,Slips,1\n02/03/2026,Trips,2\n05/03/2026,Slips,4\n"
        "09/03/2026,Beds,20\n",
    )
    assert weekly(source, "", "Falls") == {"02/03": 7.0}
    assert weekly(source, "", "Beds") == {"09/03": 20.0}


def test_weeks_down_are_renamed_and_added_up(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        'aggregation = "sum"\n[teams]\n"WD 9" = "Ward 9"\n'
        '[[measure]]\nname = "Falls"\nfrom = "Slips"\n',
        "Ward,Week,Slips,Calls\nwd 9,02/03/2026,1,5\nWD 9,03/03/2026,2,6\n",
    )
    assert weekly(source, "Ward 9", "Falls") == {"02/03": 3.0}
    assert weekly(source, "Ward 9", "Calls") == {"02/03": 11.0}


def test_an_event_without_a_date_stops_everything(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 7: the date is blank"):
        read(tmp_path, TYPES, f"{EVENTS},Rowan,Fall,0,1\n")


def test_totals_and_a_footer_are_no_events(tmp_path: Path) -> None:
    source = read(tmp_path, TYPES, f"{EVENTS}Total,,,,100\nEnd of report,,,,\n")
    assert weekly(source, "Rowan", "Falls")["30/03"] == 1.0
    assert len(source.left_out) == 2


def test_events_that_nobody_names_and_sums_without_a_column_are_refused(tmp_path: Path) -> None:
    when = 'layout = "events"\n[columns]\nweek = "Incident date"\n'
    with pytest.raises(DataError, match="nothing says what the events are"):
        read(tmp_path, when)
    with pytest.raises(DataError, match="the sum of 'Falls' needs a column of figures"):
        read(tmp_path, f'{when}[[measure]]\nname = "Falls"\naggregation = "sum"\n')
    with pytest.raises(DataError, match="no column 'Costs'"):
        read(
            tmp_path,
            f'{when}[[measure]]\nname = "Falls"\naggregation = "sum"\nvalue = "Costs"\n',
        )


def test_one_measure_may_be_named_for_all_events(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        'layout = "events"\nmeasure_is = "Incidents"\nteam = "Rowan"\n'
        '[columns]\nweek = "Incident date"\n',
    )
    assert weekly(source, "Rowan", "Incidents")["02/03"] == 3.0
