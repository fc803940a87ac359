"""Any layout turned into long cells: one row a team, measure and date, nothing yet added up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from vmbox.errors import DataError
from vmbox.tables.cells import blank, date_of, dates_of, figures_of, words_of
from vmbox.tables.names import begins_as_total, is_total, is_total_word, key_of, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from vmbox.tables.findings import Findings
    from vmbox.tables.map_file import MeasureMap, SourceMap
    from vmbox.tables.raw import RawTable
    from vmbox.tables.shape import Shape

    Mask = NDArray[np.bool_]

FIGURES: Final = ("value", "numerator", "denominator")
_DIGIT: Final = re.compile(r"\d")


class Unpivoting:
    """One table on its way to long cells.

    Attributes
    ----------
    month_alone
        Whether a date was written as a month alone.
    """

    def __init__(self, raw: RawTable, shape: Shape, how: SourceMap, findings: Findings) -> None:
        self.raw = raw
        self.shape = shape
        self.how = how
        self.findings = findings
        self.month_alone = False
        self.block = raw.below(shape.header)
        self.rows = self.block.index.to_numpy(dtype=np.int64)

    def cells(self) -> pd.DataFrame:
        """Return the long cells: team, measure, week, value, percent, numerator, denominator,
        note, aggregation, named, row, column."""  # noqa: D205, D209
        self._check_width()
        if self.shape.layout == "weeks across":
            return self._across()
        if self.shape.layout == "weeks down":
            return self._down()
        return self._long()

    def _check_width(self) -> None:
        """Doubt the rows of a text that have more cells than headings: 1,234 without its marks."""
        if self.raw.sheet or self.raw.titles is not None:
            return
        last = max((at for at, word in enumerate(self.shape.headings) if word), default=-1)
        wide = self._anything_in(list(range(last + 1, self.block.shape[1])))
        what = (
            "more cells than headings. A number or text with the delimiter in it must stand in "
            "quotation marks"
        )
        rows = self.rows[wide]
        self._doubt(rows, np.full(len(rows), what, dtype=object), -1)

    # ------------------------------------------------------------ long, and events
    def _long(self) -> pd.DataFrame:
        events = self.shape.layout == "events"
        team, measure, note = (self._role_words(role) for role in ("team", "measure", "note"))
        carries = self._anything(FIGURES) | (note != "")
        if events:
            carries = ~self.block.isna().all(axis=1).to_numpy() & self._anything(
                tuple(self.shape.columns)
            )
        days, kept = self._weeks(carries, total=is_total(team) | is_total(measure))
        if not self.how.team and "team" in self.shape.columns:
            kept &= ~self._doubtful(kept & (team == ""), "team", "the team is blank")
        if not events and "measure" in self.shape.columns:
            nameless = kept & (measure == "") & self._anything(FIGURES)
            kept &= ~self._doubtful(nameless, "measure", "the measure is blank")
        frame = pd.DataFrame(
            {"team": team, "measure": measure, "week": days, "note": note, "row": self.rows}
        )
        parts = [
            self._part(frame, mask, entry) for mask, entry in self._parts(measure, kept, events)
        ]
        return (
            pd.concat(parts, ignore_index=True) if parts else self._part(frame, kept & False, None)
        )

    def _parts(
        self, measure: NDArray[np.object_], kept: Mask, events: bool
    ) -> Iterator[tuple[Mask, MeasureMap | None]]:
        """Which rows are of which measure of the map; None for those that it does not name."""
        keys = keys_of(measure)
        taken = np.zeros(len(kept), dtype=bool)
        for entry in self.how.measures:
            names = entry.sources if events else (*entry.sources, entry.name)
            mask = kept & np.isin(keys, [key_of(name) for name in names]) if names else kept
            taken |= mask if names else False
            yield mask, entry
        if events and "measure" not in self.shape.columns and not self.how.measure:
            if not self.how.measures:
                raise DataError(
                    f"{self.raw.origin}: nothing says what the events are. In the map, name their "
                    'measure (measure_is = "Falls"), a column for it, or a [[measure]].'
                )
            return
        others = kept & ~taken
        if self.how.others:
            yield others, None
        elif others.any():
            self.findings.leave_out(self.rows[others], "a measure that the map does not name")

    def _part(self, frame: pd.DataFrame, mask: Mask, entry: MeasureMap | None) -> pd.DataFrame:
        """The cells of one measure of the map, or of all that it does not name."""
        part = frame[mask].reset_index(drop=True)
        aggregation = (entry and entry.aggregation) or self.how.aggregation
        if self.shape.layout == "events":
            aggregation = aggregation or "count"
        own = dict(entry.columns) if entry else {}
        for role in FIGURES:
            at = self._column(own[role]) if role in own else self.shape.columns.get(role)
            counted = role == "value" and aggregation == "count"
            column = None if at is None or counted else self.block.iloc[mask, at]
            self._add_figures(part, role, column, at)
        if aggregation in {"sum", "mean", "last"} and self.shape.layout == "events":
            self._check_summed(entry, aggregation)
        if entry:
            part["measure"] = entry.name
        return part.assign(aggregation=aggregation, named=entry is not None, column=-1)

    def _check_summed(self, entry: MeasureMap | None, aggregation: str) -> None:
        own = entry.columns if entry else {}
        if not {"value", "numerator"} & (set(own) | set(self.shape.columns)):
            name = entry.name if entry else "events"
            raise DataError(
                f"{self.raw.origin}: the {aggregation} of '{name}' needs a column of figures. In "
                "the map, name it: value = ..., in [columns] or in the [[measure]]."
            )

    def _column(self, name: str) -> int:
        headings = [word.casefold() for word in self.shape.headings]
        if key_of(name) not in headings:
            raise DataError(
                f"{self.raw.where(self.shape.header)}: there is no column '{name}', which "
                f"{self.how.origin or 'the map'} names. "
                f"Found: {', '.join(word for word in self.shape.headings if word)}."
            )
        return headings.index(key_of(name))

    def _add_figures(
        self, part: pd.DataFrame, role: str, column: pd.Series | None, at: int | None
    ) -> None:
        if column is None:
            part[role] = np.nan
            if role == "value":
                part["percent"] = False
            return
        figures = figures_of(column)
        part[role] = figures.values
        if role == "value":
            part["percent"] = figures.percent
        self._doubt(part["row"].to_numpy(), figures.wrong, at if at is not None else -1)

    # ------------------------------------------------------------ weeks down
    def _down(self) -> pd.DataFrame:
        figures = self._figure_columns()
        carries = self._anything_in(figures)
        team = self._role_words("team")
        days, kept = self._weeks(carries, total=is_total(team), wide=True)
        figures = self._without_text(figures, kept)
        names = np.array(self.shape.headings, dtype=object)
        heads = names[figures]
        teams = np.repeat(team[kept], len(figures))
        if self.shape.groups:
            teams = np.tile(np.array(self.shape.groups, dtype=object)[figures], int(kept.sum()))
        elif self.how.measure:
            teams = np.tile(heads, int(kept.sum()))
        frame = self._melted(kept, figures).assign(
            team=teams,
            measure=self.how.measure or np.tile(heads, int(kept.sum())),
            week=np.repeat(days[kept], len(figures)),
        )
        note = np.repeat(self._role_words("note")[kept], len(figures))
        # A week's note goes with the first figure of its row.
        valued = frame["value"].notna()
        first = valued & ~frame["row"].where(valued).duplicated()
        return frame.assign(note=np.where(first, note, ""))

    def _figure_columns(self) -> list[int]:
        """The columns below which figures stand; the others are said."""
        taken = set(self.shape.columns.values())
        free = [at for at in range(self.block.shape[1]) if at not in taken]
        filled = [at for at in free if not blank(self.block[at]).all()]
        headings = self.shape.headings
        nameless = [at for at in filled if not headings[at]]
        totals = [at for at in filled if headings[at] and is_total_word(headings[at])]
        named = {key_of(one) for entry in self.how.measures for one in (*entry.sources, entry.name)}
        totals = [at for at in totals if key_of(headings[at]) not in named]
        header = self.shape.header
        for at in nameless:
            self.findings.leave_out(
                self.rows[~blank(self.block[at])], "no heading stands above it", at
            )
        self.findings.leave_out_columns(header, [headings[at] for at in totals], "a total")
        return [at for at in filled if at not in nameless and at not in totals]

    def _without_text(self, columns: list[int], kept: Mask) -> list[int]:
        """The columns that hold a figure, or nothing; those of words alone are said."""
        words = [at for at in columns if _no_figure(self.block[at][kept])]
        self.findings.leave_out_columns(
            self.shape.header, [self.shape.headings[at] for at in words], "no figures, only words"
        )
        return [at for at in columns if at not in words]

    # ------------------------------------------------------------ weeks across
    def _across(self) -> pd.DataFrame:
        weeks = sorted(self.shape.weeks)
        above = self.raw.head[self.shape.header]
        self.month_alone = any(date_of(above[at]).month for at in weeks)
        taken = {*self.shape.columns.values(), *weeks}
        others = [
            self.shape.headings[at] or f"column {at + 1}"
            for at in range(self.block.shape[1])
            if at not in taken and not blank(self.block[at]).all()
        ]
        self.findings.leave_out_columns(self.shape.header, others, "no week stands above it")
        team, measure = self._role_words("team"), self._role_words("measure")
        carries = self._anything_in(weeks)
        total = carries & (is_total(team) | (is_total(measure) & ~self._named(measure)))
        self.findings.leave_out(self.rows[total], "a row of totals is left out")
        nameless = carries & ~total & (measure == "")
        self.findings.leave_out(self.rows[nameless], "figures without a measure are left out")
        empty = ~carries & (measure != "")
        self.findings.leave_out(self.rows[empty], "a row without figures")
        kept = carries & ~total & ~nameless
        words = kept.copy()
        words[kept] = [_no_figure(row) for _, row in self.block.loc[kept, weeks].iterrows()]
        self.findings.leave_out(self.rows[words], "no figures, only words")
        kept &= ~words
        days = np.array([self.shape.weeks[at] for at in weeks], dtype="datetime64[ns]")
        return self._melted(kept, weeks).assign(
            team=np.repeat(team[kept], len(weeks)),
            measure=np.repeat(measure[kept], len(weeks)),
            week=np.tile(days, int(kept.sum())),
            note="",
        )

    # ------------------------------------------------------------ what the layouts share
    def _melted(self, kept: Mask, columns: list[int]) -> pd.DataFrame:
        """The figures of a block, row by row."""
        values = pd.Series(
            self.block.loc[kept, columns].to_numpy(dtype=object).ravel(), dtype=object
        )
        rows = np.repeat(self.rows[kept], len(columns))
        spots = np.tile(np.array(columns, dtype=np.int64), int(kept.sum()))
        figures = figures_of(values)
        self._doubt(rows, figures.wrong, spots)
        return pd.DataFrame(
            {
                "value": figures.values,
                "percent": figures.percent,
                "numerator": np.nan,
                "denominator": np.nan,
                "row": rows,
                "column": spots,
                "aggregation": self.how.aggregation,
                "named": False,
            }
        )

    def _weeks(
        self, carries: Mask, *, total: Mask, wide: bool = False
    ) -> tuple[NDArray[np.datetime64], Mask]:
        """The day of each row, and which rows are read; the others are said."""
        column = self.block[self.shape.columns["week"]]
        dates = dates_of(column)
        self.month_alone |= dates.months
        wrong = dates.wrong != np.array(None)
        total = total.copy()
        texts = words_of(column[wrong])
        total[wrong] |= np.array([begins_as_total(text) for text in texts], dtype=bool)
        self.findings.leave_out(self.rows[carries & total], "a row of totals is left out")
        strange = wrong & ~total
        strange[wrong] &= np.array([not _DIGIT.search(text) for text in texts], dtype=bool)
        self.findings.leave_out(
            self.rows[strange | (wrong & ~carries & ~total)], "no date, so the row is left out"
        )
        read = carries & ~total & ~strange
        undated = read & np.isnat(dates.days) & ~wrong
        if wide:
            self.findings.leave_out(self.rows[undated], "figures without a week are left out")
        else:
            self._doubtful(undated, "week", "the date is blank")
        bad = read & wrong
        self._doubt(self.rows[bad], dates.wrong[bad], self.shape.columns["week"])
        return dates.days, read & ~undated & ~bad

    def _doubtful(self, mask: Mask, role: str, what: str) -> Mask:
        self._doubt(
            self.rows[mask],
            np.full(int(mask.sum()), what, dtype=object),
            self.shape.columns.get(role, -1),
        )
        return mask

    def _doubt(
        self,
        rows: NDArray[np.int64],
        wrong: NDArray[np.object_],
        columns: int | NDArray[np.int64],
    ) -> None:
        bad = wrong != np.array(None)
        spots = np.broadcast_to(np.asarray(columns), rows.shape)
        if bad.any():
            self.findings.doubt(rows[bad], spots[bad], wrong[bad])

    def _role_words(self, role: str) -> NDArray[np.object_]:
        given: Mapping[str, str] = {"team": self.how.team, "measure": self.how.measure}
        if given.get(role) or role not in self.shape.columns:
            return np.full(len(self.rows), given.get(role, ""), dtype=object)
        return words_of(self.block[self.shape.columns[role]])

    def _anything(self, roles: tuple[str, ...]) -> Mask:
        return self._anything_in([at for role, at in self.shape.columns.items() if role in roles])

    def _anything_in(self, columns: list[int]) -> Mask:
        found = np.zeros(len(self.rows), dtype=bool)
        for at in columns:
            found |= ~blank(self.block[at])
        return found

    def _named(self, measure: NDArray[np.object_]) -> Mask:
        """Which rows bear a name that the map lists, even one like Total."""
        named = [key_of(one) for entry in self.how.measures for one in (*entry.sources, entry.name)]
        found: Mask = np.isin(keys_of(measure), named)
        return found


def _no_figure(cells: pd.Series) -> bool:
    """Whether words stand there and not one figure."""
    figures = figures_of(cells)
    return bool(np.isnan(figures.values).all() and (figures.wrong != np.array(None)).any())
