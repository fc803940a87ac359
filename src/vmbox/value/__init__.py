"""Cost, capacity and value: money to the penny, from a ledger extract to a figure to sign.

`read_extract` reads what a finance system exports, `post` makes weekly cost lines of it for many
teams at once, `WeeklyCosts` and `Change` say what a patient costs and where a change came from,
`in_words` says it in a sentence, and `capacity` where the hours went. Nothing here knows a
workbook. Money is whole pence; an average is a fraction of pence, rounded only when it is shown.
"""

from vmbox.value.calendar import WeekGrid, spread
from vmbox.value.capacity import AVAILABLE, Capacity, capacity
from vmbox.value.change import Change, implied_spend
from vmbox.value.cost_map import CostMap, MapEntry, read_cost_map
from vmbox.value.costs import PeriodCost, WeeklyCosts
from vmbox.value.extract import Extract, read_extract
from vmbox.value.extract_map import ExtractMap, parse_extract_map, read_extract_map
from vmbox.value.money import percent, pounds, rounded, shared_out, whole_pence
from vmbox.value.periods import PeriodRules, Span
from vmbox.value.posting import Posting, Reconciliation, post
from vmbox.value.problems import Problem
from vmbox.value.sentence import in_words
from vmbox.value.suggest import Suggestion, as_csv, cost_map_of, suggest_cost_map
from vmbox.value.totals import Total

__all__ = [
    "AVAILABLE",
    "Capacity",
    "Change",
    "CostMap",
    "Extract",
    "ExtractMap",
    "MapEntry",
    "PeriodCost",
    "PeriodRules",
    "Posting",
    "Problem",
    "Reconciliation",
    "Span",
    "Suggestion",
    "Total",
    "WeekGrid",
    "WeeklyCosts",
    "as_csv",
    "capacity",
    "cost_map_of",
    "implied_spend",
    "in_words",
    "parse_extract_map",
    "percent",
    "post",
    "pounds",
    "read_cost_map",
    "read_extract",
    "read_extract_map",
    "rounded",
    "shared_out",
    "spread",
    "suggest_cost_map",
    "whole_pence",
]
