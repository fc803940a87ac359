"""Writes a table into a database, in one transaction: DuckDB, or any that SQLAlchemy reaches."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Literal

from vmbox.errors import DataError, FileError, FileInUse, OutputExists
from vmbox.tables.whole_file import refuse_to_replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pandas as pd

# Rows that one statement takes.
_ROWS: Final = 10_000
_DUCKDB_TYPES: Final = {
    "f": "DOUBLE",
    "i": "BIGINT",
    "u": "UBIGINT",
    "b": "BOOLEAN",
    "M": "TIMESTAMP",
}


def plain_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with text where it has categories or other kinds of words."""
    words = {
        name: frame[name].astype(object)
        for name in frame.columns
        if getattr(frame[name].dtype, "kind", "O") not in _DUCKDB_TYPES
    }
    return frame.assign(**words)


# ------------------------------------------------------------------ DuckDB
@contextmanager
def duckdb_table(
    target: Path, table: str, *, force: bool
) -> Iterator[Callable[[pd.DataFrame], None]]:
    """Give a function that adds rows to a table of a DuckDB file; other tables stay as they are.

    Raises
    ------
    OutputExists
        The table is there already, and `force` is not set.
    FileError
        The package is missing, the file is no DuckDB database, or it cannot be written.
    """
    try:
        import duckdb  # noqa: PLC0415  (an extra)
    except ImportError as problem:
        raise FileError(
            f'{target}: DuckDB needs its package: pip install "vmbox[duckdb]".'
        ) from problem
    # Nothing is lost of a file that is there: only its table is replaced.
    refuse_to_replace(target, force=True)
    fresh = not target.exists()
    connection: Any = None
    try:
        connection = duckdb.connect(str(target))
        connection.execute("BEGIN")
        yield _duckdb_adder(connection, target, table, force=force)
        connection.execute("COMMIT")
        fresh = False
    except duckdb.Error as problem:
        raise _refused_by_duckdb(target, problem) from problem
    finally:
        if connection is not None:
            with suppress(duckdb.Error):
                connection.close()  # which takes back what was not committed
        if fresh:
            target.unlink(missing_ok=True)


def _duckdb_adder(
    connection: Any, target: Path, table: str, *, force: bool
) -> Callable[[pd.DataFrame], None]:
    name = ".".join(_quoted(part) for part in table.split(".", 1))
    found = connection.execute(
        "SELECT table_schema || '.' || table_name FROM information_schema.tables"
    ).fetchall()
    wanted = (table if "." in table else f"main.{table}").casefold()
    if any(one.casefold() == wanted for (one,) in found) and not force:
        raise OutputExists(
            f"{target} has a table {table} already. Choose another with --table, or add --force "
            "to replace it."
        )
    begun = False

    def add(frame: pd.DataFrame) -> None:
        nonlocal begun
        plain = plain_frame(frame)
        if not begun:
            kinds = [(one, getattr(plain[one].dtype, "kind", "O")) for one in plain.columns]
            columns = ", ".join(
                f"{_quoted(one)} {_DUCKDB_TYPES.get(kind, 'VARCHAR')}" for one, kind in kinds
            )
            connection.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
            begun = True
        connection.register("vmbox_part", plain)
        connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM vmbox_part")
        connection.unregister("vmbox_part")

    return add


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _refused_by_duckdb(target: Path, problem: Exception) -> FileError:
    why = str(problem).splitlines()[0].rstrip(".")
    if "lock" in why.casefold():
        return FileInUse(f"{target} is open in another program. Close it there, then try again.")
    return FileError(f"{target}: DuckDB cannot write it, and it is as it was: {why}.")


# ------------------------------------------------------------------ SQLAlchemy
@contextmanager
def database_table(
    address: str, table: str, *, force: bool
) -> Iterator[Callable[[pd.DataFrame], None]]:
    """Give a function that adds rows to a table of a database, all of them or none.

    (MySQL and Oracle make and drop tables at once, whatever else fails.)

    Raises
    ------
    OutputExists
        The table is there already, and `force` is not set.
    FileError
        A package is missing, the database does not answer, or it refuses.
    DataError
        The address is none.
    """
    try:
        import sqlalchemy as sa  # noqa: PLC0415  (an extra)
    except ImportError as problem:
        raise FileError(
            'To write into a database, install what that needs: pip install "vmbox[sql]".'
        ) from problem
    engine, shown = _engine(sa, address)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                # Else it would make and drop tables outside of the transaction.
                connection.exec_driver_sql("BEGIN")
            yield _database_adder(sa, connection, shown, table, force=force)
            connection.commit()
    except sa.exc.SQLAlchemyError as problem:
        why = str(getattr(problem, "orig", None) or problem).splitlines()[0].rstrip(".")
        raise FileError(
            f"{shown}: the database cannot be written, and is as it was: {why}."
        ) from problem
    finally:
        engine.dispose()


def _engine(sa: Any, address: str) -> tuple[Any, str]:
    """Return the engine of an address, and the address without its password."""
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError) as problem:
        # The address may bear a password: it is not repeated.
        raise DataError(
            "The output is no database's address. Write it as sqlite:///folder/scores.db or "
            "postgresql://user:password@server/database."
        ) from problem
    shown: str = url.render_as_string(hide_password=True)
    try:
        return sa.create_engine(url), shown
    except sa.exc.NoSuchModuleError as problem:
        raise DataError(
            f"{shown}: no database is known by the name '{url.drivername}'."
        ) from problem
    except ImportError as problem:
        raise FileError(
            f"{shown}: the driver for this database is not installed: pip install {problem.name}."
        ) from problem


def _database_adder(
    sa: Any, connection: Any, shown: str, table: str, *, force: bool
) -> Callable[[pd.DataFrame], None]:
    schema, _, name = table.rpartition(".")
    there = sa.inspect(connection).has_table(name, schema=schema or None)
    if there and not force:
        raise OutputExists(
            f"{shown} has a table {table} already. Choose another with --table, or add --force "
            "to replace it."
        )
    begun = False

    def add(frame: pd.DataFrame) -> None:
        nonlocal begun
        if there and not begun:
            sa.Table(name, sa.MetaData(), schema=schema or None).drop(connection)
        plain = plain_frame(frame)
        text = {one: sa.Text() for one in plain.columns if plain[one].dtype == object}
        how: Literal["append", "fail"] = "append" if begun else "fail"
        begun = True
        plain.to_sql(
            name,
            connection,
            schema=schema or None,
            if_exists=how,
            index=False,
            dtype=text,
            chunksize=_ROWS,
        )

    return add
