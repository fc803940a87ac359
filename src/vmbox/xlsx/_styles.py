"""The workbook's cell styles: which are locked, which show dates, and one more where none does."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vmbox.xlsx._splice import Part, Tag

# ECMA-376 part 1, 18.8.30: the formats that every workbook has, by their numbers.
_BUILT_IN_DATES: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_FORMATS: Final = {"date": 14, "moment": 22, "time": 20, "duration": 46}
_SPOKEN: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


class Styles:
    """The list of cell styles in the styles part."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._added: list[bytes] = []

    @cached_property
    def _list(self) -> Tag | None:
        return self.part.tag("cellXfs")

    @cached_property
    def _styles(self) -> list[Tag]:
        if self._list is None:
            return []
        end = self.part.closing(self._list)[0]
        return list(self.part.tags("xf", self._list.end, end))

    @cached_property
    def _codes(self) -> dict[int, str]:
        return {
            self.part.number(tag, "numFmtId"): tag.get("formatCode") or ""
            for tag in self.part.tags("numFmt")
        }

    def locked(self, style: int) -> bool:
        """Return whether a cell of this style is locked while its sheet is protected."""
        if style >= len(self._styles):
            return True
        tag = self._styles[style]
        end = self.part.closing(tag)[0]
        protection = next(self.part.tags("protection", tag.end, end), None)
        return protection is None or protection.get("locked") not in {"0", "false"}

    def shows_dates(self, style: int) -> bool:
        """Return whether a style shows a number as a date or time."""
        if style >= len(self._styles):
            return False
        return self._is_date(self.part.number(self._styles[style], "numFmtId"))

    def _is_date(self, number: int) -> bool:
        if number not in self._codes:
            return number in _BUILT_IN_DATES
        code = _SPOKEN.sub("", self._codes[number].partition(";")[0])
        return "general" not in code.lower() and bool(re.search("[dmyhs]", code, re.IGNORECASE))

    def showing(self, style: int, moment: str) -> int:
        """Return a style like this one that shows a date, moment, time or duration.

        It is this one if it does already, another of the workbook's if one does, or a new one.
        """
        if style >= len(self._styles) or self.shows_dates(style):
            return style
        wanted = self._bytes(self._styles[style], _FORMATS[moment])
        known = [self._bytes(tag) for tag in self._styles] + self._added
        if wanted in known:
            return known.index(wanted)
        self._added.append(wanted)
        return len(known)

    def _bytes(self, tag: Tag, number_format: int | None = None) -> bytes:
        attributes = dict(tag.attributes())
        if number_format is not None:
            attributes[b"numFmtId"] = b'"%d"' % number_format
            attributes[b"applyNumberFormat"] = b'"1"'
        head = b"<%sxf" % self.part.prefix
        # In one order, so that two equal styles are equal bytes.
        head += b"".join(b" %s=%s" % one for one in sorted(attributes.items()))
        if tag.empty:
            return head + b"/>"
        return head + b">" + self.part.data[tag.end : self.part.closing(tag)[1]]

    def finish(self) -> None:
        """Write the new styles into the part."""
        if not self._added or self._list is None:
            return
        end = self.part.closing(self._list)[0]
        self.part.replace(end, end, b"".join(self._added))
        self.part.set_attribute(self._list, "count", str(len(self._styles) + len(self._added)))
