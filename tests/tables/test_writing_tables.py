"""Tables for others to use: each kind read back by its own reader, whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from vmbox.errors import DataError, FileError, OutputExists
from vmbox.tables.writing import kind_of, table_writer, write_table

FRAME = pd.DataFrame(
    {
        "team": pd.Categorical(["Ward 7", "Còrnaig", "Ward 7"]),
        "week": pd.to_datetime(["2026-03-02", "2026-03-09", "2026-03-16"]).as_unit("ns"),
        "value": [1.5, np.nan, 0.1 + 0.2],
        "phase": [1, 1, 2],
        "note": ["", "=1+1", "two\nlines, and a comma"],
    }
)
KINDS = ("t.csv", "t.parquet", "t.duckdb", "sqlite:///t.db")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows_of(target: str, table: str = "box_scores") -> list[tuple[object, ...]]:
    """What stands in a table, by a reader that is not ours."""
    kind = kind_of(target)
    if kind == "csv":
        read = pd.read_csv(target, keep_default_na=False)
    elif kind == "parquet":
        read = parquet.read_table(target).to_pandas()
    elif kind == "duckdb":
        with duckdb.connect(target, read_only=True) as connection:
            read = connection.sql(f"SELECT * FROM {table}").df()
    else:
        engine = sa.create_engine(target)
        with engine.connect() as connection:
            read = pd.read_sql(f"SELECT * FROM {table}", connection)
        engine.dispose()
    return [tuple(row) for row in read.itertuples(index=False)]


def fail_half_way(target: str, *, force: bool) -> None:
    with table_writer(target, force=force) as add:
        add(FRAME.iloc[:1])
        raise ZeroDivisionError


@pytest.mark.parametrize("target", KINDS)
class TestEveryKind:
    def test_holds_what_was_written(self, target: str) -> None:
        write_table(FRAME, target)
        rows = rows_of(target)
        assert [row[0] for row in rows] == ["Ward 7", "Còrnaig", "Ward 7"]
        assert [pd.Timestamp(row[1]) for row in rows] == list(FRAME["week"])
        values = [row[2] for row in rows]
        assert float(values[2]) == 0.1 + 0.2
        assert values[1] == "" or pd.isna(values[1])
        assert [row[3] for row in rows] == [1, 1, 2]
        assert rows[2][4] == "two\nlines, and a comma"

    def test_takes_rows_part_by_part(self, target: str) -> None:
        other = FRAME.assign(team=pd.Categorical(["Ward 9", None, "Ward 9"]))
        with table_writer(target) as add:
            add(FRAME)
            add(other)
            add(FRAME.iloc[:0])
        rows = rows_of(target)
        assert len(rows) == 6
        assert rows[3][0] == "Ward 9"

    def test_of_no_rows_has_its_columns(self, target: str) -> None:
        write_table(FRAME.iloc[:0], target)
        assert rows_of(target) == []

    def test_is_not_overwritten_without_force(self, target: str) -> None:
        write_table(FRAME, target)
        with pytest.raises(OutputExists, match="--force"):
            write_table(FRAME.iloc[:1], target)
        assert len(rows_of(target)) == 3
        write_table(FRAME.iloc[:1], target, force=True)
        assert len(rows_of(target)) == 1

    def test_stays_as_it_was_where_the_work_fails_half_way(self, target: str, here: Path) -> None:
        write_table(FRAME, target)
        before = sorted(here.iterdir())
        with pytest.raises(ZeroDivisionError):
            fail_half_way(target, force=True)
        assert len(rows_of(target)) == 3
        assert sorted(here.iterdir()) == before

    def test_is_not_there_where_the_first_work_fails(self, target: str, here: Path) -> None:
        with pytest.raises(ZeroDivisionError):
            fail_half_way(target, force=False)
        write_table(FRAME, target)
        assert len(rows_of(target)) == 3
        assert not list(here.glob(".*"))

    def test_in_a_folder_that_is_not_there_is_refused(self, target: str) -> None:
        inside = target.replace("t.", "nowhere/t.")
        with pytest.raises(FileError, match="nowhere"):
            write_table(FRAME, inside)
        assert not Path("nowhere").exists()


@pytest.mark.parametrize("target", ["t.duckdb", "sqlite:///t.db"])
class TestADatabase:
    def test_keeps_its_other_tables(self, target: str) -> None:
        write_table(FRAME, target, table="mine")
        write_table(FRAME.iloc[:2], target, table="yours")
        write_table(FRAME.iloc[:1], target, table="yours", force=True)
        assert (len(rows_of(target, "mine")), len(rows_of(target, "yours"))) == (3, 1)

    def test_takes_a_table_of_any_name(self, target: str) -> None:
        write_table(FRAME, target, table='we"ird; DROP')
        assert len(rows_of(target, '"we""ird; DROP"')) == 3

    def test_that_is_another_kind_of_file_is_refused(self, target: str) -> None:
        name = "t.duckdb" if "duck" in target else "t.db"
        Path(name).write_text("these are words, and no database at all" * 100)
        with pytest.raises(FileError, match="as it was"):
            write_table(FRAME, target)
        assert Path(name).read_text().startswith("these are words")


class TestACsv:
    def test_begins_so_that_excel_takes_it_for_utf8(self) -> None:
        write_table(FRAME, "t.csv")
        assert Path("t.csv").read_bytes().startswith(b"\xef\xbb\xbfteam,week,value,phase,note\r\n")

    def test_writes_days_without_a_time(self) -> None:
        write_table(FRAME, "t.csv")
        assert "Ward 7,2026-03-02,1.5,1,\r\n" in Path("t.csv").read_bytes().decode("utf-8-sig")

    def test_is_written_as_the_csv_module_writes_it(self) -> None:
        words = ["a,b", 'say "so"', "two\r\nlines", "", "plain", "é"]
        numbers = [0.1, -0.0, 1e300, float("nan"), 2.0, 1 / 3]
        for columns in ({"word": words}, {"word": words, "kind": words, "number": numbers}):
            frame = pd.DataFrame(columns)
            if "kind" in frame:
                frame["kind"] = pd.Categorical(frame["kind"])
            write_table(frame, "same.csv", force=True)
            wanted = io.StringIO(newline="")
            writer = csv.writer(wanted)
            writer.writerow(frame.columns)
            spelt = [["" if pd.isna(one) else one for one in row] for row in frame.to_numpy()]
            writer.writerows(spelt)
            assert Path("same.csv").read_bytes().decode("utf-8-sig") == wanted.getvalue()

    @settings(max_examples=30)
    @given(st.sampled_from("=+-@\t\r"), st.text(st.characters(codec="utf-8"), max_size=5))
    def test_has_no_cell_that_a_spreadsheet_takes_for_a_formula(self, sign: str, text: str) -> None:
        for column in (pd.Series([sign + text]), pd.Series(pd.Categorical([sign + text]))):
            write_table(pd.DataFrame({"a": column, "b": [-1.0]}), "f.csv", force=True)
            read = Path("f.csv").read_bytes().decode("utf-8-sig")
            assert read.split("\r\n", 1)[1].lstrip('"').startswith("'")
            assert read.endswith(",-1.0\r\n")


class TestAParquet:
    def test_has_plain_text_and_few_large_groups(self) -> None:
        with table_writer("t.parquet") as add:
            for _ in range(50):
                add(FRAME)
        file = parquet.ParquetFile("t.parquet")
        assert file.metadata.num_row_groups == 1
        assert [str(one.type) for one in file.schema_arrow] == [
            *("string", "timestamp[us]", "double", "int64", "string")
        ]
        file.close()


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("target", "words"),
        [
            ("t.parq", "Did you mean '.parquet'"),
            ("t", "ending ''"),
            ("t.xls", "Did you mean '.xlsx'"),
            ("nodb://x/y", "no database is known by the name 'nodb'"),
        ],
    )
    def test_a_kind_that_nobody_knows(self, target: str, words: str) -> None:
        with pytest.raises(DataError) as caught:
            write_table(FRAME, target)
        assert words in str(caught.value)

    def test_an_address_is_never_shown_with_its_password(self) -> None:
        with pytest.raises(DataError) as caught:
            write_table(FRAME, "nodb://me:secret@server/base")
        assert "secret" not in str(caught.value)
        assert "me:***@server" in str(caught.value)

    def test_a_folder_and_a_device(self, here: Path) -> None:
        (here / "t.csv").mkdir()
        with pytest.raises(FileError, match=r"t\.csv is a folder"):
            write_table(FRAME, "t.csv", force=True)
        (here / "null.csv").symlink_to(os.devnull)
        with pytest.raises(FileError, match="no file that can be replaced"):
            write_table(FRAME, "null.csv", force=True)

    def test_a_file_marked_read_only(self) -> None:
        write_table(FRAME, "t.csv")
        Path("t.csv").chmod(0o444)
        with pytest.raises(FileError, match="read-only"):
            write_table(FRAME, "t.csv", force=True)

    @pytest.mark.parametrize(
        ("package", "target"),
        [("pyarrow", "t.parquet"), ("duckdb", "t.duckdb"), ("sqlalchemy", "sqlite:///t.db")],
    )
    def test_without_its_package_the_extra_is_named(
        self, package: str, target: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, package, None)
        with pytest.raises(FileError, match=r'pip install "vmbox\['):
            write_table(FRAME, target)


@pytest.mark.parametrize("target", ["t.csv", "t.parquet"])
def test_a_full_disk_is_told_in_words_and_nothing_is_left(target: str, here: Path) -> None:
    """A file may grow to 64 kB in this process: the system says so as it does of a full disk."""
    script = (
        "import resource, signal, sys, numpy as np, pandas as pd\n"
        "from vmbox.tables.writing import write_table\n"
        "frame = pd.DataFrame({'value': np.random.default_rng(1).random(200_000)})\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
        "try:\n"
        "    write_table(frame, sys.argv[1])\n"
        "except Exception as problem:\n"
        "    print(type(problem).__name__, problem)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script, target],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert answer.stdout.startswith(f"FileError {target}: the disk is full"), answer
    assert list(here.iterdir()) == []


def test_a_link_stays_and_its_file_is_replaced(here: Path) -> None:
    (here / "real.csv").write_text("old")
    (here / "link.csv").symlink_to("real.csv")
    write_table(FRAME, "link.csv", force=True)
    assert (here / "link.csv").is_symlink()
    assert "Ward 7" in (here / "real.csv").read_text(encoding="utf-8")
