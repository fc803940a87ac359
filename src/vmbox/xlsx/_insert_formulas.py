"""The formulas of a sheet's cells when rows are put into a sheet of the workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from vmbox.errors import EditRefused
from vmbox.xlsx._address import address, area, cell_position
from vmbox.xlsx._formulas import moved
from vmbox.xlsx._insertion import Insertion, RangeOfSheetsError

if TYPE_CHECKING:
    from vmbox.xlsx._sheet_xml import SheetXml
    from vmbox.xlsx._splice import Tag

    Place = tuple[int, int]


@dataclass
class _Shared:
    """A formula that is written in one cell and shared by others."""

    place: Place
    tag: Tag
    text: str
    others: list[tuple[Place, Tag]] = field(default_factory=list)


class FormulaShift:
    """Rewrites the formulas of one sheet's cells."""

    def __init__(self, xml: SheetXml, sheet: str, insertion: Insertion) -> None:
        self._xml = xml
        self._part = xml.part
        self._sheet = sheet
        self._insertion = insertion
        self._is_own = insertion.is_on(sheet)

    def run(self) -> None:
        """Splice every formula that changes.

        Raises
        ------
        EditRefused
            The rows would part an array formula or data table, or a formula names a range of
            sheets with this one among them.
        """
        shared: dict[str, _Shared] = {}
        groups: list[_Shared] = []
        for place, tag in self._formulas():
            kind = tag.get("t")
            if kind == "shared":
                number = tag.get("si") or ""
                if tag.get("ref"):
                    shared[number] = _Shared(place, tag, self._part.text(tag))
                    groups.append(shared[number])
                elif number in shared:
                    shared[number].others.append((place, tag))
                continue
            if kind in {"array", "dataTable"} and self._is_own:
                self._move_block(place, tag)
            self._rewrite(place, tag)
        for group in groups:
            self._rewrite_shared(group)

    def _formulas(self) -> list[tuple[Place, Tag]]:
        """The formulas with their cells, in order."""
        tags = list(self._part.tags("f", self._xml.data_tag.end, self._xml.data_end))
        places = [self._cell_around(tag) for tag in tags]
        known = [place for place in places if place is not None]
        if len(known) == len(tags):
            return list(zip(known, tags, strict=True))
        # Some cell does not say which it is: only its row tells.
        return [
            ((row, column), tag)
            for row in self._xml.rows
            for column, span in self._xml.cells_of(row).items()
            for tag in self._part.tags("f", span.tag.end, span.inside_end)
        ]

    def _cell_around(self, tag: Tag) -> Place | None:
        """Return the cell of a formula, if it says plainly which it is."""
        start = self._part.mask.rfind(b"<%sc " % self._part.prefix, 0, tag.start)
        if start < 0:
            return None
        return cell_position(self._part.tag_at("c", start).get("r") or "")

    def _where(self, place: Place) -> str:
        return f"{self._xml.where}!{address(*place)}"

    def _shifted(self, formula: str, place: Place) -> str:
        try:
            return self._insertion.formula(formula, self._sheet)
        except RangeOfSheetsError as error:
            raise EditRefused(
                f"{self._where(place)}: the formula '{formula}' adds up several sheets, and rows "
                f"of one of them, '{self._insertion.sheet}', would move. Put the rows in in Excel."
            ) from error

    def _move_block(self, place: Place, tag: Tag) -> None:
        block = area(tag.get("ref") or "")
        if block is None:
            return
        if self._insertion.is_inside(block):
            raise EditRefused(
                f"{self._where(place)}: the cells {block} are one array formula or data table, "
                f"which no row can part. Put the rows in above or below it."
            )
        self._part.set_attribute(tag, "ref", str(self._insertion.area(block)))
        for name in ("r1", "r2"):
            cell = tag.get(name)
            if cell:
                self._part.set_attribute(tag, name, self._insertion.range(cell))

    def _rewrite(self, place: Place, tag: Tag) -> None:
        old = self._part.text(tag)
        new = self._shifted(old, place)
        if new != old:
            self._part.set_text(tag, new)

    def _rewrite_shared(self, group: _Shared) -> None:
        """Rewrite a shared formula; where its cells now differ, each gets its own."""
        new = self._shifted(group.text, group.place)
        inside = area(group.tag.get("ref") or "")
        expected = [
            (place, tag, self._shifted(self._filled(group.text, group.place, place), place))
            for place, tag in group.others
            if self._is_own or new != group.text or "!" in group.text
        ]
        start = self._moved(group.place)
        if all(self._filled(new, start, self._moved(at)) == text for at, _, text in expected):
            if new != group.text:
                self._part.set_text(group.tag, new)
            if self._is_own and inside is not None:
                self._part.set_attribute(group.tag, "ref", str(self._insertion.area(inside)))
            return
        self._write_alone(group.tag, new)
        for _, tag, text in expected:
            self._write_alone(tag, text)

    @staticmethod
    def _filled(formula: str, source: Place, target: Place) -> str:
        return moved(formula, target[0] - source[0], target[1] - source[1])

    def _moved(self, place: Place) -> Place:
        return (self._insertion.moved(place[0]), place[1]) if self._is_own else place

    def _write_alone(self, tag: Tag, formula: str) -> None:
        prefix = self._part.prefix
        kept = [one for one in tag.attributes() if one[0] not in {b"t", b"si", b"ref"}]
        attributes = b"".join(b" %s=%s" % one for one in kept)
        text = escape(formula).encode()
        new = b"<%sf%s>%s</%sf>" % (prefix, attributes, text, prefix)
        self._part.replace(tag.start, self._part.closing(tag)[1], new)
