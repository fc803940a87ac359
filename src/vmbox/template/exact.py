"""A worksheet writer that keeps every digit and types every cached value.

XlsxWriter writes numbers with 16 digits, one fewer than a float needs to come back the same; it
leaves a blank formula result without its type, so that readers cannot tell it from a number; and
it searches each formula for functions newer than those that the standard workbook may use, which
takes longer than writing it. The small methods below put that right; all else is XlsxWriter's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format


class Filled(str):
    """A formula that is filled down: written once, then only referred to.

    Attributes
    ----------
    group
        The number of the filled range in its sheet.
    area
        The range, such as "D5:D20", in the first of its cells; empty in the others.
    """

    __slots__ = ("area", "group")

    group: int
    area: str

    @classmethod
    def of(cls, formula: str, group: int, area: str) -> Filled:
        """Return the formula as one cell of a filled range."""
        filled = cls(formula)
        filled.group, filled.area = group, area
        return filled


class ExactWorksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """An XlsxWriter worksheet with exact numbers, typed results and filled formulas."""

    def _xml_number_element(self, number: float, attributes: list[tuple[str, Any]]) -> None:
        attr = "".join(f' {key}="{value}"' for key, value in attributes)
        digits = repr(float(number)).removesuffix(".0")
        self.fh.write(f"<c{attr}><v>{digits}</v></c>")

    def _xml_formula_element(
        self, formula: str, result: object, attributes: list[tuple[str, Any]]
    ) -> None:
        attr = "".join(f' {key}="{value}"' for key, value in attributes)
        if result == "":
            attr += ' t="str"'
        text = self._escape_data(str(result))
        self.fh.write(f"<c{attr}>{self._f(formula)}<v>{text}</v></c>")

    def _f(self, formula: str) -> str:
        escaped = self._escape_data(formula)
        if not isinstance(formula, Filled):
            return f"<f>{escaped}</f>"
        if formula.area:
            return f'<f t="shared" ref="{formula.area}" si="{formula.group}">{escaped}</f>'
        return f'<f t="shared" si="{formula.group}"/>'

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: object = 0
    ) -> int:
        if self._check_dimensions(row, col):
            return -1
        prepared = self._prepare_formula(formula)
        self.table[row][col] = CellFormulaTuple(prepared, cell_format, value)
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        if isinstance(formula, Filled):
            return formula
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")
