"""Pages to show and to print, made of a box score: for a health board, and for the huddle.

`board_report` returns the page of a box score, however it was read; `report` writes it to a file.
A page is one HTML file that needs nothing else: no network, no script. jinja2 makes it, an extra
that is loaded when a page is made.
"""

from vmbox.reports.board import board_report
from vmbox.reports.writing import Reported, report

__all__ = ["Reported", "board_report", "report"]
