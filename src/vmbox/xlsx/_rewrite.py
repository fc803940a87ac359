"""A sheet whose cells are all written anew: one that a program alone owns, such as its formulas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vmbox.errors import EditRefused
from vmbox.xlsx._address import Area, address
from vmbox.xlsx._cells import Cell, Value
from vmbox.xlsx._new_values import Formula, cell_content, formula_element, new_value, same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmbox.xlsx._sheet_xml import SheetXml
    from vmbox.xlsx._source import Source

    Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WholeCell:
    """A cell as a rewritten sheet has it.

    Attributes
    ----------
    value, formula
        What it shows, and the formula (without its ``=``) that makes it, if any.
    array
        Whether it is an array formula of this one cell.
    filled
        The first and last row down which the formula is filled: each of those cells has the
        formula of the first, whose cells move along. Written once, as Excel does.
    """

    value: Value
    formula: str | None = None
    array: bool = False
    filled: tuple[int, int] | None = None

    @property
    def read_back(self) -> Cell:
        """The cell as a reader finds it; a formula filled from above has no text of its own."""
        return Cell(self.value, self.formula)


def rewritten(xml: SheetXml, cells: Mapping[Place, WholeCell], where: str) -> bytes:
    """Return the rows of a sheet that holds these cells and no others.

    Rows keep their heights and the like, cells the styles that they had.

    Raises
    ------
    EditRefused
        A cell cannot hold its value, or a formula's brackets do not pair.
    """
    prefix = xml.part.prefix
    styles = _styles(xml)
    groups: dict[tuple[int, int], int] = {}
    written: dict[int, list[bytes]] = {}
    for (row, column), cell in sorted(cells.items()):
        style = styles.get((row, column), b"")
        head = b'<%sc r="%s"%s' % (prefix, address(row, column).encode(), style)
        formula = _formula(cell, row, column, groups, where, prefix)
        value = new_value(cell.value, f"{where}!{address(row, column)}", date1904=False).value
        kind, inside = cell_content(value, formula, prefix, bool(formula))
        kind_attribute = b"" if kind == "n" else b' t="%s"' % kind.encode()
        written.setdefault(row, []).append(
            b"%s%s>%s</%sc>" % (head, kind_attribute, inside, prefix)
        )
    return b"".join(
        b"%s%s</%srow>" % (_row_tag(xml, row), b"".join(written.get(row, ())), prefix)
        for row in sorted({*xml.rows, *written})
    )


def _formula(
    cell: WholeCell,
    row: int,
    column: int,
    groups: dict[tuple[int, int], int],
    where: str,
    prefix: bytes,
) -> bytes:
    if cell.formula is None:
        return b""
    first, last = cell.filled or (row, row)
    group = 0
    if cell.filled is not None:
        group = groups.setdefault((first, column), len(groups))
        if row != first:
            return b'<%sf t="shared" si="%d"/>' % (prefix, group)
    place = f"{where}!{address(row, column)}"
    plain = formula_element(Formula(cell.formula), place, prefix)
    head = b"<%sf>" % prefix
    if cell.array:
        at = address(row, column).encode()
        return b'<%sf t="array" ref="%s">%s' % (prefix, at, plain.removeprefix(head))
    if cell.filled is None:
        return plain
    ref = str(Area(first, column, last, column)).encode()
    return b'<%sf t="shared" ref="%s" si="%d">%s' % (
        prefix,
        ref,
        group,
        plain.removeprefix(head),
    )


def _styles(xml: SheetXml) -> dict[Place, bytes]:
    """The style attribute of every cell that has one."""
    styles: dict[Place, bytes] = {}
    for row in xml.rows:
        for column, span in xml.cells_of(row).items():
            style = span.tag.get("s")
            if style and style != "0":
                styles[row, column] = b' s="%s"' % style.encode()
    return styles


def _row_tag(xml: SheetXml, row: int) -> bytes:
    there = xml.rows.get(row)
    if there is None:
        return b'<%srow r="%d">' % (xml.part.prefix, row + 1)
    kept = [one for one in there.tag.attributes() if one[0] not in {b"r", b"spans"}]
    attributes = b"".join(b" %s=%s" % one for one in kept)
    return b'<%srow r="%d"%s>' % (xml.part.prefix, row + 1, attributes)


def check_rewritten(
    source: Source, data: bytes, cells: Mapping[Place, WholeCell], where: str
) -> None:
    """Raise EditRefused where a rewritten sheet does not read back as the cells given."""
    found = source.cells_of(data, where)
    for place, cell in cells.items():
        expected, there = cell.read_back, found.get(place, Cell())
        child = cell.filled is not None and place[0] != cell.filled[0]
        formula = "" if child else expected.formula
        if not same(there.value, expected.value) or there.formula != formula:
            raise EditRefused(
                f"{where}!{address(*place)}: the cell could not be read back as it should be, so "
                "nothing was written. Save the file once from Excel and try again."
            )
    if len(found) > len(cells):
        raise EditRefused(f"{where}: cells are left over, so nothing was written.")
