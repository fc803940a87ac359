"""The sentence of the Value sheet as a formula: word for word what `vmbox.value.in_words` says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vmbox.workbook.value_layout import BASELINE, CURRENT, name

if TYPE_CHECKING:
    from vmbox.measures import Period

NO_UNIT_COST: Final = (
    "This workbook has no cost per patient, so there is nothing to compare. Cost needs a measure "
    "that divides the total of the cost lines by the patients, as the usual measure sets have it."
)
_WHO: Final = name("counted")


def sentence_formula(period: Period) -> str:
    """Return the formula of the sentence."""
    weeks = {side: name(f"{side}_weeks") for side in (BASELINE, CURRENT)}
    none = {
        side: f'"No comparison: the {words} has no {period} with both a cost and "'
        f'&LOWER({_WHO})&"."'
        for side, words in ((BASELINE, "baseline"), (CURRENT, "current period"))
    }
    words = f"{_per_patient()}&{_cash(period)}&{_patients(period)}&{_few(period)}"
    return (
        f"=IF({weeks[BASELINE]}=0,{none[BASELINE]},IF({weeks[CURRENT]}=0,{none[CURRENT]},{words}))"
    )


def _per_patient() -> str:
    before, after = (name(f"{side}_unit") for side in (BASELINE, CURRENT))
    said = name("counted_definition")
    definition = f'IF(RIGHT({said},1)=".",LEFT({said},LEN({said})-1),{said})'
    who = f'{_WHO}&IF({said}="","",": "&{definition})&")"'
    verb = f'IF({after}>{before}," rose"," fell")'
    was, is_ = pounds_formula(before), pounds_formula(after)
    return (
        f'"Cost per patient ("&{who}&IF({_pence(before)}={_pence(after)},'
        f'" stayed at "&{is_}&".",'
        f'{verb}&" from "&{was}&" to "&{is_}&{_by("unit")}&".")'
    )


def _cash(period: Period) -> str:
    before, after = (name(f"{side}_spend") for side in (BASELINE, CURRENT))
    cash, over = name("cash_week"), name("cash_period")
    count = name("current_weeks")
    weeks = f'{count}&IF({count}=1," {period}"," {period}s")'
    lasting = (
        f'IF({name("recurring")}="yes","recurring",IF({name("recurring")}="no","not recurring",'
        '"whether it recurs, an accountant has yet to say"))'
    )
    was, is_ = pounds_formula(before), pounds_formula(after)
    change = f'" from "&{was}&" to "&{is_}&" a {period}"&{_by("spend")}'
    none = f'" Spending stayed at "&{is_}&" a {period}: no cash was released."'
    more = pounds_formula(f"-{over}")
    return (
        f"IF({_pence(cash)}=0,{none},"
        f'IF({_pence(cash)}<0," Spending rose"&{change}&": no cash was released, and "'
        f'&{more}&" over "&{weeks}&" more was spent.",'
        f'" Spending fell"&{change}&": "&{pounds_formula(cash)}'
        f'&" of cash was released each {period}, "'
        f'&{pounds_formula(over)}&" over "&{weeks}&" ("&{lasting}&")."))'
    )


def _patients(period: Period) -> str:
    share, gain = name("volume_percent"), name("productivity_week")
    rose = f"{share}>0"
    would = f'": at the baseline\'s cost those would have taken "&{pounds_formula(f"ABS({gain})")}'
    more = f'{would}&" more each {period}. That is productivity, and no cash."'
    less = f'{would}&" each {period}. That is lost productivity."'
    return (
        f'" "&{_WHO}&IF({_points(share)}=0," stayed the same a {period}.",'
        f'IF({rose}," rose"," fell")&" by "&FIXED(ABS({_points(share)}),1)&" % a {period}"'
        f'&IF({_pence(gain)}=0,".",IF({rose},{more},{less})))'
    )


def _few(period: Period) -> str:
    """A warning where weeks of a period do not count."""
    missing = {}
    for side, words in ((BASELINE, "baseline"), (CURRENT, "current period")):
        span, weeks = name(f"{side}_span"), name(f"{side}_weeks")
        told = f'({span}-{weeks})&" of the "&{span}&" {period}s of the {words}"'
        missing[side] = f"{span}>{weeks}", told
    (one, baseline), (two, current) = missing.values()
    return (
        f'IF(OR({one},{two})," Not counted are "&IF({one},{baseline},"")'
        f'&IF(AND({one},{two})," and ","")&IF({two},{current},"")'
        '&", which lack a cost or patients.","")'
    )


def _by(what: str) -> str:
    """How much by, in brackets: a share of the baseline, where that is above nought."""
    change = name(f"{what}_percent")
    points = _points(change)
    sign = f'IF({points}>0,"+",IF({points}<0,"-",""))'
    return f'IF(ISNUMBER({change})," ("&{sign}&FIXED(ABS({points}),1)&" %)","")'


def _pence(cell: str) -> str:
    # Twice, so that a half penny is rounded up though the figure has float dust.
    return f"ROUND(ROUND({cell},7),2)"


def _points(cell: str) -> str:
    return f"ROUND(ROUND({cell}*100,7),1)"


def pounds_formula(cell: str) -> str:
    """Return the formula of an amount as people write it: £1,204.50 or -£0.50."""
    return f'IF({_pence(cell)}<0,"-","")&"£"&FIXED(ABS({_pence(cell)}),2)'
