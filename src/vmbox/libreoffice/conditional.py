"""Conditional formats by a formula, as far as buttons use them: xlwings' `ConditionalFormats`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from xlwings import base_classes

from vmbox.errors import DataError
from vmbox.libreoffice.appearance import colour_in, colour_out
from vmbox.libreoffice.bridge import uno
from vmbox.libreoffice.calls import logical
from vmbox.libreoffice.formulas import to_calc, to_excel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vmbox.libreoffice.ranges import Range

_STYLES: Final = "CellStyles"
# com.sun.star.sheet.ConditionEntryType
_CONDITION: Final = 0


@logical
class ConditionalFormat(base_classes.ConditionalFormat):
    """One rule: a formula, and how cells look where it is true."""

    def __init__(self, cells: Range, identity: int, entry: Any) -> None:
        self._cells = cells
        self._id = identity
        self._entry = entry

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self._entry.raw

    @property
    def type(self) -> str:
        """What kind of rule it is: "custom" for one with a formula."""
        is_formula = self._entry.getType() == _CONDITION and self._entry.Operator == _expression()
        return "custom" if is_formula else "unknown"

    @property
    def formula(self) -> str | None:
        """The formula, in Excel's way of writing."""
        return to_excel(f"={self._entry.Formula1}") if self.type == "custom" else None

    @property
    def fill_color(self) -> tuple[int, int, int] | None:
        """The background that it gives."""
        styles = self._cells.sheet.book.document.StyleFamilies.getByName(_STYLES)
        return colour_out(styles.getByName(self._entry.StyleName).CellBackColor)

    def delete(self) -> None:
        """Take it away from all cells."""
        formats = self._cells.sheet.remote.ConditionalFormats
        formats.removeByID(self._id)


@logical
class ConditionalFormats(base_classes.ConditionalFormats):
    """The rules that apply to any of some cells, the newest first."""

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    @property
    def api(self) -> Any:
        """The UNO object: all rules of the sheet."""
        return self._cells.sheet.remote.ConditionalFormats.raw

    def _all(self) -> list[ConditionalFormat]:
        address = self._cells.cells.RangeAddress
        known = self._cells.sheet.remote.ConditionalFormats.getConditionalFormats()
        return [
            ConditionalFormat(self._cells, int(one.ID), one.getByIndex(place))
            for one in sorted(known, key=lambda one: -int(one.ID))
            if one.Range.queryIntersection(address).Count
            for place in range(one.getCount())
        ]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[ConditionalFormat]:
        return iter(self._all())

    def __call__(self, number: int) -> ConditionalFormat:
        """Return a rule by its number from 1."""
        return self._all()[number - 1]

    def add_custom(self, spec: dict[str, Any]) -> ConditionalFormat:
        """Add a rule with a formula."""
        sheet = self._cells.sheet
        sheet.must_be_free("its conditional formats")
        areas = sheet.book.document.createInstance("com.sun.star.sheet.SheetCellRanges")
        areas.addRangeAddress(self._cells.cells.RangeAddress, False)
        formats = sheet.remote.ConditionalFormats
        identity = int(formats.createByRange(areas))
        made = next(one for one in formats.getConditionalFormats() if int(one.ID) == identity)
        made.createEntry(_CONDITION, 0)
        entry = made.getByIndex(0)
        entry.Operator = _expression()
        entry.Formula1 = to_calc(spec["formula"]).removeprefix("=")
        entry.StyleName = self._style(spec)
        return ConditionalFormat(self._cells, identity, entry)

    def _style(self, spec: dict[str, Any]) -> str:
        """The name of a new cell style that looks as the rule wants it."""
        left = set(spec) - {"formula", "stop_if_true", "fill_color", "font_color"}
        if any(spec[name] for name in left):
            raise DataError(
                f"A conditional format has {', '.join(sorted(left))}: colours alone are known here."
            )
        document = self._cells.sheet.book.document
        styles = document.StyleFamilies.getByName(_STYLES)
        name = next(free for n in range(1, 10**6) if not styles.hasByName(free := f"Rule {n}"))
        styles.insertByName(name, document.createInstance("com.sun.star.style.CellStyle"))
        style = styles.getByName(name)
        if spec.get("fill_color") is not None:
            style.CellBackColor = colour_in(spec["fill_color"])
        if spec.get("font_color") is not None:
            style.CharColor = colour_in(spec["font_color"])
        return name

    def clear(self) -> None:
        """Take all these rules away."""
        for one in self._all():
            one.delete()


def _expression() -> int:
    return int(uno().getConstantByName("com.sun.star.sheet.ConditionFormatOperator.EXPRESSION"))
