"""The tests of this room work in a LibreOffice that xlwings drives: see tests/office/desk.py."""

from __future__ import annotations

from desk import app, calc
from two_doors import doors

__all__ = ["app", "calc", "doors"]
