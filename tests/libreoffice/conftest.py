"""The tests of this room work in a LibreOffice that xlwings drives: see tests/office/desk.py."""

from __future__ import annotations

from desk import app, calc, rowan, rowan_box, rowan_file, sheet

__all__ = ["app", "calc", "rowan", "rowan_box", "rowan_file", "sheet"]
