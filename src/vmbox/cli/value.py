"""`vmbox value`: what cost per patient came to before and after, for one team or many."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.table import Table

from vmbox.bulk import expand
from vmbox.cli import many
from vmbox.cli.many import Row, in_number
from vmbox.cli.terminal import terminal
from vmbox.measures import spoken
from vmbox.value import percent, pounds
from vmbox.verbs.valuing import Valuing, parse_weeks, together, value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from vmbox.value import Change, PeriodCost
    from vmbox.verbs.valuing import Together


@dataclass(frozen=True)
class Request:
    """What somebody asked for, as typed; "" for the weeks of the Value sheet."""

    baseline: str
    current: str
    save: bool
    backup: bool


@dataclass
class _Told:
    """What the rows come to."""

    details: bool
    found: list[Valuing] = field(default_factory=list)
    saved: int = 0

    def row(self, valuing: Valuing) -> Row:
        """Return what to say of one workbook."""
        self.found.append(valuing)
        self.saved += valuing.written
        if self.details:
            _show(valuing)
        for words in valuing.remarks:
            many.remark(f"{valuing.team}: {words}")
        change = valuing.change
        compared = change is not None and change.comparable
        if not compared:
            many.remark(f"{valuing.team}: {valuing.words}")
        words = (
            _words(change, valuing.measure, valuing.period)
            if change and compared
            else "no comparison"
        )
        return Row(words, _data(valuing), 0 if compared else 1)


def run(paths: Sequence[str], request: Request, *, jobs: int, cluster: str, as_json: bool) -> None:
    """Show each workbook's figures, and the sums.

    Raises
    ------
    Exit
        1 where there is nothing to compare; 2 where a workbook failed.
    """
    files = expand(paths)
    told = _Told(details=len(files) == 1 and not as_json)
    tally = many.run(
        partial(
            value,
            baseline=parse_weeks(request.baseline) if request.baseline else None,
            current=parse_weeks(request.current) if request.current else None,
            save=request.save,
            backup=request.backup,
        ),
        files,
        told.row,
        doing="Comparing",
        jobs=jobs,
        cluster=cluster,
        as_json=as_json,
    )
    total = together(told.found)
    words = _total_words(total)
    if request.save:
        words += f" The weeks were written to {in_number(told.saved, 'Value sheet')}."
    data = {} if total is None else _total_data(total)
    many.finish(tally, words, data, as_json=as_json)


# ------------------------------------------------------------------ for people
def _words(change: Change, measure: str, period: str) -> str:
    before, after = (_money(one.per_patient) for one in (change.baseline, change.current))
    share = "" if change.unit_cost_share is None else f" ({percent(change.unit_cost_share)})"
    return (
        f"{measure} {before} to {after}{share}; {_cash(change.cash_releasing)} and "
        f"{_productivity(change.productivity)} a {period}"
    )


def _cash(pence: Fraction | None) -> str:
    if pence is not None and pence < 0:
        return f"{_money(-pence)} more spent"
    return f"{_money(pence)} of cash released"


def _productivity(pence: Fraction | None) -> str:
    if pence is not None and pence < 0:
        return f"{_money(-pence)} of productivity lost"
    return f"{_money(pence)} of productivity (no cash)"


def _total_words(total: Together | None) -> str:
    if total is None:
        return "Nothing to compare."
    spend = ""
    if total.before is not None and total.after is not None:
        spend = (
            f" spent {_money(total.before)} a {total.period} before and {_money(total.after)} now:"
            f" {_cash(total.cash)}, and {_productivity(total.productivity)}, a "
            f"{total.period}."
        )
    return (
        f"{in_number(total.teams, 'team')}{spend or ':'} Over the current periods: "
        f"{_cash(total.cash_over_period)}; "
        f"{_productivity(total.productivity_over_period)}."
    )


def _show(valuing: Valuing) -> None:
    """Print one team's figures as the Value sheet has them."""
    console = terminal()
    console.print(" - ".join(filter(None, (valuing.team, valuing.remark))), soft_wrap=True)
    change = valuing.change
    if change is None or not change.comparable:
        return
    before, after = change.baseline, change.current
    period = valuing.period
    counted = after.denominator
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name in ("Baseline", "Current", "Change"):
        table.add_column(name, justify="right")
    table.add_row(f"First {period}", _day(before.first), _day(after.first))
    table.add_row(f"Last {period}", _day(before.last), _day(after.last))
    table.add_row(f"{period.capitalize()}s with both", *_of(before, after))
    table.add_row(
        f"Spend a {period}", *_pair(before.spend, after.spend), _share(change.spend_share)
    )
    table.add_row(
        f"{counted} a {period}",
        f"{float(before.volume or 0):,.1f}",
        f"{float(after.volume or 0):,.1f}",
        _share(change.volume_share),
    )
    table.add_row(
        f"{valuing.measure}, all {period}s together",
        *_pair(before.per_patient, after.per_patient),
        _share(change.unit_cost_share),
    )
    table.add_row(
        f"  median of the {period}ly figures", *_pair(before.median_of_weeks, after.median_of_weeks)
    )
    table.add_row("  because patients changed", "", "", _money(change.volume_effect))
    table.add_row("  because spend changed", "", "", _money(change.spend_effect))
    console.print(table)
    worth = Table(box=None, pad_edge=False)
    worth.add_column("")
    for name in (f"A {period}", f"Over {in_number(after.counted, period)}"):
        worth.add_column(name, justify="right")
    worth.add_row("Cash-releasing", *_pair(change.cash_releasing, change.cash_over_period))
    worth.add_row(
        "Productivity (no cash released)",
        *_pair(change.productivity, change.productivity_over_period),
    )
    console.print(worth)
    if after.definition:
        console.print(f"{counted}: {after.definition}", soft_wrap=True)
    console.print(valuing.words, soft_wrap=True)


def _of(*periods: PeriodCost) -> tuple[str, ...]:
    return tuple(f"{one.counted} of {one.weeks}" for one in periods)


def _pair(*amounts: Fraction | None) -> tuple[str, ...]:
    return tuple(_money(amount) for amount in amounts)


def _money(pence: Fraction | None) -> str:
    return "" if pence is None else pounds(pence)


def _share(share: Fraction | None) -> str:
    return "" if share is None else percent(share)


def _day(day: Any) -> str:
    return "" if day is None else spoken(day)


# ------------------------------------------------------------------ for a script
def _data(valuing: Valuing) -> dict[str, Any]:
    known: dict[str, Any] = {
        "team": valuing.team,
        "measure": valuing.measure,
        "period": valuing.period,
        "remark": valuing.remark,
        "words": valuing.words,
        "remarks": list(valuing.remarks),
        "written": valuing.written,
    }
    change = valuing.change
    if change is None:
        return known
    return {
        **known,
        "counted": change.current.denominator,
        "definition": change.current.definition,
        "baseline": _period(change.baseline),
        "current": _period(change.current),
        "change": {
            "cost_per_patient": _pounds(change.unit_cost),
            "because_patients_changed": _pounds(change.volume_effect),
            "because_spend_changed": _pounds(change.spend_effect),
            "cash_releasing": _pounds(change.cash_releasing),
            "cash_releasing_over_period": _pounds(change.cash_over_period),
            "productivity": _pounds(change.productivity),
            "productivity_over_period": _pounds(change.productivity_over_period),
            "recurring": change.recurring,
        },
    }


def _period(period: PeriodCost) -> dict[str, Any]:
    return {
        "first": period.first and period.first.isoformat(),
        "last": period.last and period.last.isoformat(),
        "counted": period.counted,
        "spend": _pounds(period.spend),
        "patients": None if period.volume is None else float(period.volume),
        "cost_per_patient": _pounds(period.per_patient),
        "median": _pounds(period.median_of_weeks),
    }


def _total_data(total: Together) -> dict[str, Any]:
    return {
        "teams": total.teams,
        "period": total.period,
        "spend_before": _pounds(total.before),
        "spend_after": _pounds(total.after),
        "cash_releasing": _pounds(total.cash),
        "productivity": _pounds(total.productivity),
        "cash_releasing_over_period": _pounds(total.cash_over_period),
        "productivity_over_period": _pounds(total.productivity_over_period),
    }


def _pounds(pence: Fraction | None) -> float | None:
    return None if pence is None else float(pence / 100)
