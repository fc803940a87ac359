"""Tables in other people's files and databases: read as they are, and written."""

from vmbox.tables.grid import Grid, GridValue
from vmbox.tables.map_file import MeasureMap, SourceMap, parse_map, read_map
from vmbox.tables.reading import read_grids
from vmbox.tables.source import Source, read_source

__all__ = [
    "Grid",
    "GridValue",
    "MeasureMap",
    "Source",
    "SourceMap",
    "parse_map",
    "read_grids",
    "read_map",
    "read_source",
]
