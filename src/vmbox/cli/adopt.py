"""`vmbox adopt`: a home-made box score, shown as it is recognised, made a standard workbook."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from vmbox._version import __version__
from vmbox.cli.output import refuse_existing, refuse_other_suffix
from vmbox.cli.terminal import marks, terminal
from vmbox.errors import FileError
from vmbox.measures import LogEntry, spoken
from vmbox.template import write_workbook
from vmbox.verbs.adoption import adopt, map_text
from vmbox.verbs.opened import user_name
from vmbox.workbook.units import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rich.console import Console

    from vmbox.measures import BoxScore
    from vmbox.verbs.adoption import Adoption, Figures, LeftOut, Recognised

# Places of one reason that are told; --json tells all.
_PLACES: Final = 6
_GUESSED: Final = "?"


@dataclass(frozen=True)
class Request:
    """What somebody asked for, as typed."""

    old: Path
    new: Path | None
    map: Path | None
    map_out: Path | None
    team: str
    dry_run: bool
    force: bool


def run(request: Request, *, as_json: bool) -> int:
    """Show what is recognised and left out, and write what was asked for; return the exit code.

    The code is 1 where something was left out that may be a figure, else 0.
    """
    _refuse(request)
    adoption = adopt(request.old, request.map)
    if request.team:
        adoption = replace(adoption, box=replace(adoption.box, team=request.team))
    if as_json:
        print(json.dumps(described(adoption), indent=2, allow_nan=False))  # noqa: T201
    else:
        show(adoption)
    console = terminal(stderr=as_json)
    if not request.dry_run:
        _write(adoption, request, console)
    elif request.new or request.map_out:
        console.print("Nothing was written.")
    if not as_json:
        _next_step(request, adoption, console)
    return 1 if adoption.to_look_at else 0


def _refuse(request: Request) -> None:
    outputs = [path for path in (request.new, request.map_out) if path is not None]
    for output in outputs:
        for given in (request.old, request.map):
            if given is not None and output.resolve() == given.resolve():
                raise FileError(f"{output} is what is read: name another file to write.")
    if request.new is not None:
        refuse_other_suffix(request.new)
    refuse_existing(outputs, force=request.force)


def _write(adoption: Adoption, request: Request, console: Console) -> None:
    if request.map_out is not None:
        try:
            request.map_out.write_text(map_text(adoption), encoding="utf-8", newline="\n")
        except OSError as problem:
            raise FileError(
                f"{request.map_out} cannot be written: {problem.strerror}."
            ) from problem
        console.print(f"Made {request.map_out}, the map of this.", soft_wrap=True)
    if request.new is not None:
        write_workbook(_logged(adoption), request.new, force=request.force)
        box = adoption.box
        console.print(
            f"Made {request.new}: {len(box.measures)} measures, {len(box.weeks)} {box.period}s, "
            f"{adoption.figures.values} figures.",
            soft_wrap=True,
        )


def _logged(adoption: Adoption) -> BoxScore:
    figures = adoption.figures
    what = (
        f"Adopted from {adoption.path.name}: {figures.values} of {figures.in_file} cells with a "
        f"number are values here, {figures.left_out} were left out (vmbox {__version__})"
    )
    now = dt.datetime.now().replace(microsecond=0)  # noqa: DTZ005  (the clock on the wall)
    entry = LogEntry(now, what, user_name(), figures.values)
    return replace(adoption.box, log=(*adoption.box.log, entry))


def _next_step(request: Request, adoption: Adoption, console: Console) -> None:
    guessed = any(row.guessed for row in adoption.recognised)
    if request.map_out is None and request.map is None and (guessed or adoption.to_look_at):
        console.print(
            f"To correct it: vmbox adopt {request.old} --map-out map.toml, change map.toml, then "
            f"vmbox adopt {request.old} --map map.toml -o NEW.xlsx",
            soft_wrap=True,
        )


# ------------------------------------------------------------------ in words
def show(adoption: Adoption) -> None:
    """Print what was recognised, what was left out, and where the figures went."""
    console = terminal()
    box = adoption.box
    console.print(Text(box.team, style="bold"))
    console.print(_span(box), soft_wrap=True)
    for remark in adoption.remarks:
        console.print(f"- {remark}", soft_wrap=True)
    console.print()
    console.print(_recognised(adoption.recognised, f"{box.period.capitalize()}s", console))
    if any(row.guessed for row in adoption.recognised):
        console.print(Text(f"{_GUESSED} guessed from the name or the figures", style="dim"))
    console.print()
    _left(adoption.left_out, console)
    console.print(_account(adoption.figures), soft_wrap=True)


def _span(box: BoxScore) -> str:
    filled = box.values.notna().any(axis=1)
    weeks = box.weeks[filled.to_numpy()]
    span = f", {spoken(weeks[0].date())} to {spoken(weeks[-1].date())}" if len(weeks) else ""
    return f"{len(weeks)} {box.period}s with figures{span}"


def _recognised(rows: Sequence[Recognised], periods: str, console: Console) -> Table:
    better = marks(console).better
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0), pad_edge=False)
    for heading in ("In the file", "Becomes", "Domain", "Unit", "Better", "Goal", periods):
        right = heading in ("Goal", periods)
        table.add_column(heading, justify="right" if right else "left", overflow="fold")
    for row in rows:
        guessed = dict.fromkeys(row.guessed, _GUESSED)
        name = "" if row.name == row.source else row.name
        role = {"measure": "", "input": "(input)", "notes": "(notes)"}[row.role]
        remarks = "; ".join(said for said in row.remarks if not said.startswith("and on"))
        becomes = " ".join(word for word in (name, role, remarks and f"[{remarks}]") if word)
        table.add_row(
            Text(row.source),
            Text(becomes or "the same", style="" if becomes else "dim"),
            f"{row.domain}{guessed.get('domain', '')}",
            f"{row.unit}{guessed.get('unit', '')}",
            f"{better[row.better]}{guessed.get('better', '')}" if row.role == "measure" else "",
            in_words(row.goal, row.unit) if row.goal is not None else "",
            str(row.weeks),
        )
    return table


def _left(left: Sequence[LeftOut], console: Console) -> None:
    matter = [one for one in left if one.matters]
    rest = [one for one in left if not one.matters]
    if matter:
        console.print(Text("Left out, and perhaps wanted: look at these", style="bold yellow"))
        _grouped(matter, console)
        console.print()
    if rest:
        console.print(Text("Left out", style="bold"))
        _grouped(rest, console)
        console.print()


def _grouped(left: Iterable[LeftOut], console: Console) -> None:
    """One line a reason: the things, and where they stand."""
    by_reason: dict[str, list[LeftOut]] = {}
    for one in left:
        by_reason.setdefault(one.why, []).append(one)
    for why, ones in by_reason.items():
        console.print(f"  {why[0].upper()}{why[1:]}:", soft_wrap=True)
        for one in ones[:_PLACES]:
            console.print(Text(f"    {one.where}   {one.what}", overflow="ellipsis", no_wrap=True))
        if len(ones) > _PLACES:
            console.print(f"    ... and {len(ones) - _PLACES} more (--json lists all)")


def _account(figures: Figures) -> str:
    parts = [
        (figures.values, "taken as values"),
        (figures.worked_out, "worked out anew as ratios"),
        (figures.labels, "used as goals, notes or dates"),
        (figures.left_out, "left out"),
    ]
    words = ", ".join(f"{count} {what}" for count, what in parts if count)
    return f"{figures.in_file} cells of the file hold a number: {words}."


# ------------------------------------------------------------------ for a script
def described(adoption: Adoption) -> dict[str, Any]:
    """Return an adoption as plain data for JSON."""
    box = adoption.box
    return {
        "file": str(adoption.path),
        "team": box.team,
        "board": box.board,
        "setting": box.setting,
        "period": box.period,
        "first": f"{box.weeks[0]:%Y-%m-%d}",
        "remarks": list(adoption.remarks),
        "recognised": [_plain(asdict(row)) for row in adoption.recognised],
        "left_out": [_plain(asdict(one)) for one in adoption.left_out],
        "figures": asdict(adoption.figures),
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, dt.date) else value
        for key, value in row.items()
    }
