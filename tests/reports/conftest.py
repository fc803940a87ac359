"""What tests of reports share: the demo's teams, and their pages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from page import Node, parsed

from vmbox.demo import demo_box_scores
from vmbox.reports import board_report

if TYPE_CHECKING:
    from vmbox.measures import BoxScore

# Nine days after the last week that the demo's teams recorded.
TODAY = dt.date(2026, 4, 1)


@pytest.fixture(scope="session")
def teams() -> dict[str, BoxScore]:
    """The demo's box scores by a word of their names."""
    boxes = demo_box_scores()
    return dict(zip(("community", "ward", "kitchen"), boxes, strict=True))


@pytest.fixture(scope="session")
def kitchen(teams: dict[str, BoxScore]) -> Node:
    """The kitchen's report."""
    return parsed(board_report(teams["kitchen"], today=TODAY))
