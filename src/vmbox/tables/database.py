"""A query's rows, from any database that SQLAlchemy reaches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from vmbox.errors import DataError, FileError

if TYPE_CHECKING:
    from sqlalchemy import URL

_NEEDED: Final = 'databases need the package SQLAlchemy: pip install "vmbox[sql]".'


def shown_address(address: str) -> str:
    """Return a database's address without its password, for messages."""
    return _url(address).render_as_string(hide_password=True)


def read_query(address: str, query: str | None) -> tuple[list[str], pd.DataFrame]:
    """Return the names of a query's columns, and its rows. Nothing in the database is changed.

    A query of one word is the name of a table or view, which is read whole.

    Raises
    ------
    FileError
        The package or the database's driver is not there, or the database is not reached.
    DataError
        There is no query, or the database refuses it.
    """
    url = _url(address)
    shown = url.render_as_string(hide_password=True)
    if not query or not query.strip():
        raise DataError(
            f"{shown}: a database needs a query as well: "
            '--query "SELECT team, measure, week, value FROM ...", or the name of a table.'
        )
    file = url.database if url.get_backend_name() == "sqlite" else None
    # SQLite would make an empty database of a misspelt name.
    if file and not file.startswith((":memory:", "file:")) and not Path(file).is_file():
        raise FileError(f"{file}: there is no such database file. Check the name.")
    return _rows(url, shown, query.strip())


def _url(address: str) -> URL:
    try:
        import sqlalchemy  # noqa: PLC0415
    except ImportError as error:
        raise FileError(f"{address.partition('://')[0]}: {_NEEDED}") from error
    try:
        return sqlalchemy.make_url(address)
    except sqlalchemy.exc.ArgumentError as error:
        # The address may bear a password: it is not repeated.
        raise FileError(
            "The source is no database address. Write it as sqlite:///folder/file.db or "
            "postgresql://user:password@server/database."
        ) from error


def _rows(url: URL, shown: str, query: str) -> tuple[list[str], pd.DataFrame]:
    import sqlalchemy  # noqa: PLC0415

    try:
        engine = sqlalchemy.create_engine(url)
    except sqlalchemy.exc.NoSuchModuleError as error:
        raise FileError(f"{shown}: no database is known by this name ({error}).") from error
    except ImportError as error:
        raise FileError(
            f"{shown}: the driver for this database is not there: pip install {error.name}."
        ) from error
    try:
        # Never committed: whatever the query does is taken back.
        with engine.connect() as connection:
            if len(query.split()) == 1:
                query = f"SELECT * FROM {engine.dialect.identifier_preparer.quote(query)}"
            result = connection.exec_driver_sql(query)
            if not result.returns_rows:
                raise DataError(f"{shown}: the query gives no rows. Write a SELECT.")
            names = [str(name) for name in result.keys()]  # noqa: SIM118  (no mapping)
            rows = [tuple(row) for row in result]
    except sqlalchemy.exc.SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise DataError(f"{shown}: the database refuses the query: {why}.") from error
    finally:
        engine.dispose()
    return names, pd.DataFrame(rows, columns=range(len(names)))
