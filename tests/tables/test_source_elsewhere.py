"""Parquet files and databases."""

import sqlite3
import sys
from pathlib import Path

import pandas as pd
import pytest

from vmbox.errors import DataError, FileError
from vmbox.tables import read_source

FRAME = pd.DataFrame(
    {
        "team": ["Rowan", "Rowan"],
        "measure": ["Falls", "Calls"],
        "week": pd.to_datetime(["2026-03-02", "2026-03-09"]),
        "value": [3, 4.5],
    }
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "ward.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table weekly (team, measure, week, value)")
        connection.execute("insert into weekly values ('Rowan', 'Falls', '2026-03-02', 3)")
        connection.execute("insert into weekly values ('Rowan', 'Calls', '2026-03-02', '1,234')")
    connection.close()
    return path


def test_a_parquet_file_is_read_long_and_down(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    FRAME.to_parquet(path)
    source = read_source(path)
    assert source.values["value"].tolist() == [3.0, 4.5]
    assert source.values["where"].tolist() == [f"{path}, row 1", f"{path}, row 2"]
    wide = FRAME.pivot_table(index="week", columns="measure", values="value").reset_index()
    wide.to_parquet(path)
    down = read_source(path).values.set_index("measure")["value"].to_dict()
    assert down == {"Falls": 3.0, "Calls": 4.5}


def test_moments_with_a_zone_are_days_in_scotland(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    moments = pd.to_datetime(["2026-06-07T23:30Z", "2026-06-08T12:00Z"])
    FRAME.assign(week=moments).to_parquet(path)
    assert {f"{week:%d %b}" for week in read_source(path).values["week"]} == {"08 Jun"}


def test_what_is_no_parquet_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(FileError, match="no Parquet file that can be read"):
        read_source(path)
    with pytest.raises(FileError, match="no such file"):
        read_source(tmp_path / "none.parquet")


def test_a_query_is_read_and_a_table_by_its_name(database: Path) -> None:
    address = f"sqlite:///{database}"
    values = read_source(address, query="select * from weekly where measure = 'Falls'").values
    assert values["value"].tolist() == [3.0]
    assert values["where"].tolist() == [f"{address}, row 1"]
    assert read_source(address, query="weekly").values["value"].tolist() == [3.0, 1234.0]


def test_a_query_changes_nothing(database: Path) -> None:
    with pytest.raises(DataError, match="gives no rows"):
        read_source(f"sqlite:///{database}", query="delete from weekly")
    assert len(read_source(f"sqlite:///{database}", query="weekly").values) == 2


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (None, "needs a query as well"),
        ("  ", "needs a query as well"),
        ("select * from nowhere", "no such table"),
        ("selekt", "no such table"),
        ("select 1 as a", "no table of figures is recognised"),
        ("select * from weekly where 1 = 0", "nothing in it"),
    ],
)
def test_a_query_that_gives_nothing_is_told(database: Path, query: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read_source(f"sqlite:///{database}", query=query)


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(FileError, match="no such database file"):
        read_source(f"sqlite:///{path}", query="weekly")
    assert not path.exists()


def test_a_password_is_never_shown() -> None:
    for address in ("mysterydb://me:secret@server/x", "postgresql://me:secret@127.0.0.1:1/x"):
        with pytest.raises(FileError) as caught:
            read_source(address, query="select 1")
        assert "secret" not in str(caught.value)
    with pytest.raises(FileError, match="no database address") as caught:
        read_source("://me:secret@x", query="select 1")
    assert "secret" not in str(caught.value)


def test_a_query_belongs_to_a_database(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="a query is for a database"):
        read_source(tmp_path / "a.csv", query="select 1")


@pytest.mark.parametrize(
    ("package", "source", "extra"),
    [("pyarrow", "a.parquet", "parquet"), ("sqlalchemy", "sqlite:///x.db", "sql")],
)
def test_a_missing_package_is_named_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, package: str, source: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(FileError) as caught:
        read_source(source, query=None if extra == "parquet" else "x")
    assert f'pip install "vmbox[{extra}]"' in str(caught.value)
