"""The map file: what it may say, and what it is told when it is wrong."""

from pathlib import Path

import pytest

from vmbox.errors import DataError, FileError
from vmbox.tables import MeasureMap, SourceMap, parse_map, read_map, read_source

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "maps"


def test_an_empty_map_leaves_everything_to_be_recognised() -> None:
    assert parse_map("", "m.toml") == SourceMap(origin="m.toml")


def test_a_map_says_all_that_a_source_may_need() -> None:
    how = parse_map(
        """
        sheet = "Export"
        layout = "Events"
        header = 4
        team = "Rowan"
        period = "month"
        first_day = "sunday"
        zeros = false
        unreadable = "leave out"
        others = "leave out"
        aggregation = "sum"
        [columns]
        week = "Date"
        [teams]
        "WD 9" = "Ward 9"
        [[measure]]
        name = "Falls"
        from = ["Fall", "Slip"]
        aggregation = "Count"
        numerator = "Top"
        numerator_to = "Falls with harm"
        """,
        "m.toml",
    )
    falls = MeasureMap(
        "Falls", ("Fall", "Slip"), "count", {"numerator": "Top"}, "Falls with harm", line=16
    )
    assert how == SourceMap(
        *("m.toml", "Export", "events", 4, {"week": "Date"}, "Rowan", ""),
        *({"WD 9": "Ward 9"}, (falls,), "sum", "month", 6, False, False, False),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('layout = "long"\nsheets = "A"', "line 2: unknown key 'sheets'. Did you mean 'sheet'?"),
        ('layout = "wide"', "line 1: layout is 'wide'"),
        ('layout = "week down"', "Did you mean 'weeks down'?"),
        ('first_day = "Mo"', "one of: Monday, Tuesday"),
        ("header = 0", "line 1: header is the number of a row"),
        ('header = "4"', "line 1: header is '4'; it must be a whole number"),
        ("zeros = 1", "it must be true or false"),
        ('[columns]\nwk = "Date"', "line 2: unknown key 'wk'"),
        ("[columns]\nweek = 3", "line 2: week is 3; it must be text in quotes"),
        ("[teams]\nA = 9", "line 2: 'A' must be a team's name in quotes"),
        ('[[measure]]\nfrom = "x"', "line 1: 'name' is missing"),
        ('[measure]\nname = "x"', "headed by [[measure]], with two brackets"),
        ('[[measure]]\nname = "x"\naggregation = "avg"', "line 3: aggregation is 'avg'"),
        ('[[measure]]\nname = "x"\nfrom = [1]', "line 3: from must list texts"),
        ('[[measure]]\nname = "x"\n[[measure]]\nname = "X"', "stands already on line 1"),
        ("layout = long", "Text stands in quotes"),
    ],
)
def test_a_map_that_is_wrong_is_told_the_line_and_what_to_write(text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_map(text, "m.toml")
    assert said in str(caught.value)
    assert str(caught.value).startswith("m.toml")


def test_a_map_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"none\.toml: there is no such file"):
        read_map(tmp_path / "none.toml")


def test_a_column_of_the_map_that_the_source_lacks_is_named_with_the_nearest(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Report\nWard name,Week,Measure,Value\nRowan,02/03/2026,Falls,3\n")
    how = parse_map('[columns]\nteam = "Ward nam"', "m.toml")
    with pytest.raises(DataError) as caught:
        read_source(path, map=how)
    assert f"{path}, line 2: there is no column 'Ward nam', which m.toml names." in str(
        caught.value
    )
    assert "Did you mean 'Ward name'?" in str(caught.value)


def test_the_row_of_headings_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Week,Measure,Value\nWeek,KPI,Result\n02/03/2026,Falls,3\n")
    source = read_source(path, map=SourceMap(header=2))
    assert source.values["measure"].tolist() == ["Falls"]
    with pytest.raises(DataError, match="headings stand in row 9"):
        read_source(path, map=SourceMap(header=9))


def test_columns_that_no_synonym_knows_are_named_by_the_map(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Wann,Was,Wie viel\n02/03/2026,Falls,3\n")
    how = SourceMap(columns={"week": "wann", "measure": "WAS", "value": "Wie  viel"})
    assert read_source(path, map=how).values["value"].tolist() == [3.0]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_example_is_a_map(path: Path) -> None:
    assert read_map(path).measures


def test_there_are_examples() -> None:
    assert len(list(EXAMPLES.glob("*.toml"))) >= 2
