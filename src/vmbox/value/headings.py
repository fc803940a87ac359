"""What the columns of an extract are, told by their headings or by a map."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vmbox.errors import DataError, did_you_mean
from vmbox.measures.csv_table import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# By role, the surest word first, as finance systems head their columns.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "date": (
        *("postingdate", "posteddate", "gldate", "transactiondate", "transdate", "effectivedate"),
        *("accountingdate", "journaldate", "date", "trandate", "dateposted"),
    ),
    "period": (
        *("accountingperiod", "financialperiod", "finperiod", "fiscalperiod", "postingperiod"),
        *("glperiod", "periodname", "period", "periodno", "periodnumber", "month", "monthyear"),
        *("periodending", "periodend", "monthending"),
    ),
    "year": ("financialyear", "fiscalyear", "finyear", "accountingyear", "fy", "year"),
    "centre": (
        *("costcentrecode", "costcentercode", "costcentre", "costcenter", "costcentreno"),
        *("costcentrenumber", "costctr", "ccentre", "centrecode", "centre", "center", "cc"),
    ),
    "account": (
        *("accountcode", "subjectivecode", "nominalcode", "glcode", "expensecode", "objectcode"),
        *("ledgercode", "subjective", "naturalaccount", "account", "accountno", "accountnumber"),
        *("glaccount", "nominal", "costelement", "subj", "acct"),
    ),
    "description": (
        *("accountdescription", "subjectivedescription", "nominaldescription", "accountname"),
        *("subjectivename", "accountdesc", "subjectivedesc", "description", "desc", "narrative"),
        *("linedescription", "transactiondescription", "details", "detail"),
    ),
    "amount": (
        *("amount", "netamount", "amountgbp", "gbpamount", "transactionamount", "value", "net"),
        *("netvalue", "inmonthactual", "actualinmonth", "monthactual", "currentmonthactual"),
        *("currentperiodactual", "periodactual", "actual", "actuals", "spend", "expenditure"),
        *("cost", "amountpounds"),
    ),
    "debit": ("debit", "debits", "debitamount", "dr", "accounteddr", "entereddr", "dramount"),
    "credit": ("credit", "credits", "creditamount", "cr", "accountedcr", "enteredcr", "cramount"),
    "side": ("drcr", "crdr", "dc", "dorc", "debitcredit", "debitorcredit", "drcrindicator"),
}
ROLES: Final = tuple(HEADINGS)
MONEY: Final = ("amount", "debit", "credit")
WHEN: Final = ("date", "period")


@dataclass(frozen=True)
class Columns:
    """Where the columns are.

    Attributes
    ----------
    at
        Positions by role.
    heading
        The cells of the heading.
    doubtful
        Roles for which two columns bear one name, with those columns.
    """

    at: Mapping[str, int]
    heading: tuple[str, ...]
    doubtful: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def name(self, role: str) -> str:
        """Return the heading of a role's column, as it is written."""
        return " ".join(self.heading[self.at[role]].split())

    @property
    def money(self) -> tuple[str, ...]:
        """The roles that hold amounts."""
        return tuple(role for role in MONEY if role in self.at)


def columns_under(heading: Sequence[str], given: Mapping[str, str]) -> Columns:
    """Return where the columns of a heading are; `given` are headings by role, from a map.

    A role that the map gives as "" has no column, whatever the headings say.
    """
    names = [plain(name) for name in heading]
    at: dict[str, int] = {}
    doubtful: dict[str, tuple[int, ...]] = {}
    for role, words in HEADINGS.items():
        wanted = (plain(given[role]) or given[role],) if role in given else words
        for word in wanted:
            places = tuple(place for place, name in enumerate(names) if name and name == word)
            if places:
                at[role] = places[0]
                if len(places) > 1:
                    doubtful[role] = places
                break
    if "amount" in at and "amount" not in given and {"debit", "credit"} & set(given):
        del at["amount"]
    if "amount" in at:
        at = {role: place for role, place in at.items() if role not in ("debit", "credit")}
        doubtful = {role: places for role, places in doubtful.items() if role in at}
    return Columns(at, tuple(heading), doubtful)


def lacking(heading: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Return what a row lacks to be the heading of an extract: in words, by role."""
    columns = columns_under(heading, given)
    missing = {
        role: f"'{name}' (the {role})"
        for role, name in given.items()
        if name and role not in columns.at
    }
    if "account" not in columns.at and "account" not in given:
        missing["account"] = "for account"
    if not columns.money and not set(MONEY) & set(given):
        missing["amount"] = "for amount"
    return missing


def check(columns: Columns, given: Mapping[str, str], place: str) -> None:
    """Refuse a heading that leaves doubt about a column that money hangs on.

    Raises
    ------
    DataError
        Two columns of one name; no column for the time; a debit without its credit.
    """
    for role, places in columns.doubtful.items():
        raise DataError(
            f"{place}: {len(places)} columns are headed '{columns.name(role)}'. Head them "
            f"differently, or name another in a map: [columns] {role} = ..."
        )
    if not {"date", "period"} & set(columns.at):
        known = [name for name in columns.heading if name]
        raise DataError(
            f"{place}: no column says when: a date or a period. Name it in a map: "
            f'[columns] period = "...".{did_you_mean("period", known)} Found: {", ".join(known)}.'
        )
    alone = {"debit", "credit"} & set(columns.at)
    if len(alone) == 1 and "amount" not in columns.at:
        (one,) = alone
        raise DataError(
            f"{place}: there is a column '{columns.name(one)}' and none for its other side. Name "
            'both in a map, or the one as [columns] amount = "...".'
        )
