"""Tables in other people's files and databases: read as they are, and written."""

from vmbox.tables.grid import Grid, GridValue, column_letters
from vmbox.tables.reading import read_grids

__all__ = ["Grid", "GridValue", "column_letters", "read_grids"]
