"""A TOML text that says where everything in it stands, and refuses what does not belong there."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vmbox.errors import did_you_mean
from vmbox.measures.toml_lines import line_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vmbox.errors import VmboxError

Table = dict[str, Any]
Kind = type | tuple[type, ...]

_WORDS: Final = {
    str: "text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list in square brackets",
    dict: 'a table such as {name = "...", definition = "..."}',
    dt.time: "a time",
}
# What tomllib says, and what a person does about it.
_ADVICE: Final = (
    ("Cannot overwrite", "The same key stands twice in one table: remove one of them."),
    ("Cannot declare", "The same table stands twice: measures are headed [[measure]], each anew."),
    ("Invalid value", "Text stands in quotes, a decimal has a point, true and false are small."),
    ("Expected '='", "A line is: key = value. A remark begins with #."),
    ("Unterminated string", "Close the quotes."),
    ("Illegal character", "Close the quotes before the end of the line."),
    ("Unclosed array", "Put a comma between the entries and close the list with ]."),
    ("Unclosed inline table", "Put a comma between the entries and close the table with }."),
)


@dataclass(frozen=True)
class Form:
    """What a table may hold, what it must, and which of its keys head tables of their own."""

    keys: dict[str, Kind]
    needed: tuple[str, ...] = ("name",)
    headed: tuple[str, ...] = ("measure", "input")


class TomlText:
    """One text, loaded.

    Attributes
    ----------
    top
        Its tables and keys.
    origin
        The file's name, for messages.
    lines
        Where everything stands, as :func:`lines_of` says it.
    """

    def __init__(self, text: str, origin: str, error: type[VmboxError]) -> None:
        text = text.removeprefix("\ufeff")
        self.origin = origin
        self._error = error
        self.top = self._loaded(text)
        self.lines = lines_of(text)

    def check(self, table: Any, form: Form, *place: str | int) -> None:
        """Refuse a table that is none, unknown keys, values of a wrong kind, and missing keys."""
        if not isinstance(table, dict):
            raise self.wrong(f"{table!r} must be {_WORDS[dict]}.", *place)
        whose = f" of '{table['name']}'" if isinstance(table.get("name"), str) else ""
        for key, value in table.items():
            if key not in form.keys:
                raise self.wrong(
                    f"unknown key '{key}'{whose}.{did_you_mean(key, form.keys)} "
                    f"Known here: {', '.join(form.keys)}.",
                    *(*place, key),
                )
            if not _is_kind(value, form.keys[key]):
                raise self.wrong(
                    f"{key}{whose} is {value!r}; it must be {_kinds(key, form)}.",
                    *(*place, key),
                )
        for key in form.needed:
            if key not in table:
                raise self.wrong(f"'{key}'{whose} is missing: add {key} = ...", *place)

    def choice(self, table: Table, key: str, known: Iterable[str], *place: str | int) -> str | None:
        """Return which of a few words a key of the table in `place` says, in any case, or None."""
        return self.one_of(table[key], known, *place, key) if key in table else None

    def one_of(self, word: object, known: Iterable[str], *place: str | int) -> str:
        """Return which of a few words stands in a place, whatever its case."""
        by_case = {one.casefold(): one for one in known}
        found = by_case.get(word.casefold()) if isinstance(word, str) else None
        if found is None:
            raise self.wrong(
                f"{place[-1]} is {word!r}.{did_you_mean(str(word), by_case.values())} "
                f"It must be one of: {', '.join(by_case.values())}.",
                *place,
            )
        return found

    def heading_row(self) -> int:
        """Return the row of headings that the map names, counted from 1; 0 where it names none."""
        header: int = self.top.get("header", 0)
        if "header" in self.top and header < 1:
            raise self.wrong("header is the number of a row: 1 or more.", "header")
        return header

    def wrong(self, what: str, *place: str | int) -> VmboxError:
        """Return the error that says what is wrong in a place, with its line."""
        return self._error(f"{self.origin}, line {self.line(*place)}: {what}")

    def line(self, *place: str | int) -> int:
        """Return the line of a table or key."""
        return line_of(self.lines, *place)

    def _loaded(self, text: str) -> Table:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            what, _, where = str(error).partition(" (at ")
            advice = next((advice for begin, advice in _ADVICE if what.startswith(begin)), "")
            position = re.sub(r"\)$", "", where) or "an unknown place"
            if position == "end of document":
                position = f"line {len(text.splitlines()) or 1}, its end"
            raise self._error(f"{self.origin}, {position}: {what}. {advice}".rstrip()) from error


def _is_kind(value: object, kind: Kind) -> bool:
    # A bool is an int to Python, never to a person.
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, kind)


def _kinds(key: str, form: Form) -> str:
    if key in form.headed:
        return f"headed by [[{key}]], with two brackets"
    kind = form.keys[key]
    kinds = kind if isinstance(kind, tuple) else (kind,)
    # int and float are one thing to a person: a number.
    words = [_WORDS[one] for one in kinds if not (one is int and float in kinds)]
    return " or ".join(words)
