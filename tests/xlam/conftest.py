"""The tests of this room click buttons in a LibreOffice: see tests/office/desk.py."""

from __future__ import annotations

from desk import app, calc, rowan, rowan_box, rowan_file

__all__ = ["app", "calc", "rowan", "rowan_box", "rowan_file"]
