"""A change in plain words, which never call released what was not."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from vmbox.value.money import percent, pounds, rounded

if TYPE_CHECKING:
    from vmbox.value.change import Change
    from vmbox.value.costs import PeriodCost


def in_words(change: Change) -> str:
    """Return what changed: cost per patient, weekly spend, cash, patients and productivity.

    The word "saved" does not occur. Cash is said to be released where weekly spend fell, and
    then only. Patients are called what the team calls them.
    """
    for name, one in (("baseline", change.baseline), ("current period", change.current)):
        if not one.counted:
            what = one.denominator.lower()
            return f"No comparison: the {name} has no {_unit(one)} with both a cost and {what}."
    return " ".join(
        filter(None, (_per_patient(change), _cash(change), _patients(change), _few(change)))
    )


def _per_patient(change: Change) -> str:
    before, after = change.baseline.per_patient or 0, change.current.per_patient or 0
    name = f"Cost per patient ({_who(change)}: {change.current.definition.rstrip('.')})"
    if not change.current.definition:
        name = f"Cost per patient ({_who(change)})"
    if rounded(before) == rounded(after):
        return f"{name} stayed at {pounds(after)}."
    verb = "rose" if after > before else "fell"
    return f"{name} {verb} from {pounds(before)} to {pounds(after)}{_by(change.unit_cost_share)}."


def _cash(change: Change) -> str:
    before, after = change.baseline.spend or 0, change.current.spend or 0
    cash = change.cash_releasing or 0
    unit = _unit(change.current)
    if rounded(cash) == 0:
        return f"Spending stayed at {pounds(after)} a {unit}: no cash was released."
    spending = (
        f"Spending {'rose' if cash < 0 else 'fell'} from {pounds(before)} to {pounds(after)} a "
        f"{unit}{_by(change.spend_share)}"
    )
    over = f"{pounds(abs(Fraction(change.cash_over_period or 0)))} over {_count(change.current)}"
    if cash < 0:
        return f"{spending}: no cash was released, and {over} more was spent."
    lasting = {
        True: "recurring",
        False: "not recurring",
        None: "whether it recurs, an accountant has yet to say",
    }[change.recurring]
    return f"{spending}: {pounds(cash)} of cash was released each {unit}, {over} ({lasting})."


def _patients(change: Change) -> str:
    share = Fraction(change.volume_share or 0)
    gain = Fraction(change.productivity or 0)
    unit = _unit(change.current)
    if percent(share, signed=False).strip("-") == "0.0 %":
        return f"{_who(change)} stayed the same a {unit}."
    verb = "rose" if share > 0 else "fell"
    words = f"{_who(change)} {verb} by {percent(abs(share), signed=False)} a {unit}"
    if rounded(gain) == 0:
        return f"{words}."
    if share > 0:
        return (
            f"{words}: at the baseline's cost those would have taken {pounds(gain)} more each "
            f"{unit}. That is productivity, and no cash."
        )
    return (
        f"{words}: at the baseline's cost those would have taken {pounds(abs(gain))} each {unit}. "
        "That is lost productivity."
    )


def _few(change: Change) -> str:
    """A warning where weeks of a period do not count."""
    missing = [
        f"{one.weeks - one.counted} of the {one.weeks} {_unit(one)}s of the {name}"
        for name, one in (("baseline", change.baseline), ("current period", change.current))
        if one.weeks > one.counted
    ]
    if not missing:
        return ""
    return f"Not counted are {' and '.join(missing)}, which lack a cost or patients."


def _who(change: Change) -> str:
    return change.current.denominator


def _by(share: Fraction | None) -> str:
    return "" if share is None else f" ({percent(share)})"


def _unit(period: PeriodCost) -> str:
    return "month" if period.monthly else "week"


def _count(period: PeriodCost) -> str:
    return f"{period.counted} {_unit(period)}{'' if period.counted == 1 else 's'}"
