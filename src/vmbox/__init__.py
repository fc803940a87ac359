"""Excel-native box scores for improvement teams: make, read and judge the standard workbook."""

from __future__ import annotations

from vmbox._version import __version__

__all__ = ["__version__"]
