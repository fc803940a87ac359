"""`vmbox demo`: three example workbooks, and what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from vmbox.cli.output import make_folder, refuse_existing
from vmbox.cli.terminal import terminal
from vmbox.demo import demo_box_scores, milk_saving
from vmbox.measures import file_name
from vmbox.template import write_workbook
from vmbox.verbs.making import logged
from vmbox.workbook import judged, read
from vmbox.workbook.judging import NO_SIGNAL
from vmbox.workbook.units import change_in_words, in_words

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from vmbox.measures import BoxScore
    from vmbox.workbook import Judged


def run(folder: Path, *, force: bool) -> None:
    """Write the three workbooks, read them back, and print what they show."""
    boxes = demo_box_scores()
    paths = [folder / file_name(box.team) for box in boxes]
    refuse_existing(paths, force=force)
    make_folder(folder)
    console = terminal()
    for box, path in zip(boxes, paths, strict=True):
        write_workbook(logged(box), path, force=force)
        _say(console, path, read(path))
    console.print("These figures are made up. They reproduce published results.", style="yellow")


def _say(console: Console, path: Path, box: BoxScore) -> None:
    judgements = judged(box)
    recorded = int(box.values.notna().any(axis=1).sum())
    console.print(
        Text.assemble(
            (box.team, "bold"),
            f" ({box.setting}): {len(judgements)} measures, {recorded} {box.period}s recorded",
        ),
        soft_wrap=True,
    )
    console.print(f"  {path}", soft_wrap=True)
    for judgement in judgements:
        if judgement.accepted:
            console.print(f"  {judgement.measure.name}: {_medians(judgement)}")
    saving = milk_saving(box)
    if saving:
        console.print(f"  {saving}", soft_wrap=True)
    signals = sum(judgement.signal not in {"", NO_SIGNAL} for judgement in judgements)
    console.print(f'  {signals} measures have a signal now: vmbox show "{path}"', soft_wrap=True)
    console.print()


def _medians(judgement: Judged) -> str:
    unit = judgement.measure.unit
    before = in_words(judgement.baseline_median, unit)
    now = in_words(judgement.current_median, unit)
    change = change_in_words(judgement.change, unit)
    return f"median {before} to {now} ({change})"
