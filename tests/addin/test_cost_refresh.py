"""What Cost refresh asks before it posts: whose rows, which side wins, and what a copy is."""

from __future__ import annotations

import shutil

import pytest

from vmbox.addin.asking import Cancelled, Scripted
from vmbox.addin.posting import agreed, in_words, summary
from vmbox.value import read_extract
from vmbox.verbs.cost_centres import ByCentre, Centres
from vmbox.verbs.costing import ToPost, costs
from vmbox.verbs.opened import open_box_score

HEAD = "Date,Cost centre,Account,Description,Amount\n"
ROWS = (
    "30/09/2025,{centre},5201,Drugs,100.00\n"
    "07/10/2025,{centre},5201,Drugs,10.50\n"
    "30/09/2020,{centre},5201,Drugs,3.00\n"
    "07/10/2025,{centre},9999,Unknown,7.00\n"
)


@pytest.fixture
def folder(tmp_path, ward_file):
    """A folder with the ward's closed workbook."""
    shutil.copy(ward_file, tmp_path / "ward.xlsx")
    return tmp_path


def _extract(folder, name, *centres):
    path = folder / name
    rows = "".join(ROWS.format(centre=centre) for centre in centres)
    path.write_text(HEAD + rows, encoding="utf-8")
    return read_extract(path)


def _post(folder, extract, *centres):
    assert costs(folder / "ward.xlsx", extract, centres=Centres(only=centres)).written


def _ask(folder, extract, *replies):
    ask = Scripted(list(replies))
    with open_box_score(folder / "ward.xlsx") as opened:
        to_post, costing = agreed(ask, opened, ToPost(ByCentre(extract)))
    assert ask.replies == []
    return to_post, costing, ask.said


def test_the_team_is_asked_for_its_cost_centre_once(folder) -> None:
    both = _extract(folder, "october.csv", "E1", "E2")
    to_post, costing, said = _ask(folder, both, "2")
    assert said == [
        "No row of october.csv has the cost centre 'Vårdcentral & Søn'. Which one is it?\n\n"
        "1  E1\n2  E2"
    ]
    assert costing.centres == ("E2",)
    _post(folder, both, "E2")
    to_post, costing, said = _ask(folder, _extract(folder, "november.csv", "E1", "E2"), "2")
    assert costing.centres == ("E2",)
    assert to_post.centres.only == ("E2",)
    assert "Most rows of november.csv are posted already" in said[0]


def test_a_copy_may_be_a_correction_or_another_extract(folder) -> None:
    _post(folder, _extract(folder, "october.csv", "E1"), "E1")
    copy = _extract(folder, "october (2).csv", "E1")
    to_post, costing, said = _ask(folder, copy, "A correction of october.csv")
    assert (to_post.extract, costing.stopped, costing.changed) == ("october.csv", "", 0)
    assert "2  Another extract, october (2).csv: post it besides" in said[0]
    to_post, costing, _ = _ask(folder, copy, "2")
    assert (to_post.extract, costing.stopped) == ("october (2).csv", "")


def test_who_does_not_say_what_a_copy_is_posts_nothing(folder) -> None:
    _post(folder, _extract(folder, "october.csv", "E1"), "E1")
    with pytest.raises(Cancelled):
        _ask(folder, _extract(folder, "copy.csv", "E1"), None)


def test_what_would_be_posted_and_what_not_is_told_line_by_line(folder) -> None:
    _, costing, _ = _ask(folder, _extract(folder, "october.csv", "E1"), "E1")
    lines = in_words(costing)
    assert lines[0] == "october.csv: 4 rows of the cost centre E1, £120.50."
    assert lines[1] == "£110.50 would be posted to the weeks of Cost: 2 filled."
    assert lines[2].startswith("£7.00 is not posted, of accounts 9999: put them into the Cost map")
    assert any("£3.00" in line and "before the workbook's weeks" in line for line in lines)
    assert summary(costing) == (
        "£110.50 posted to 2 cells of Cost, £7.00 unmapped, £3.00 outside the weeks."
    )
