"""The engine that xlwings drives: `App` and what stands above it."""

from __future__ import annotations

import atexit
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from vmbox.errors import DataError, FileError
from vmbox.libreoffice import values
from vmbox.libreoffice.answers import Answers, Cautious
from vmbox.libreoffice.books import Books
from vmbox.libreoffice.bridge import properties
from vmbox.libreoffice.calls import logical
from vmbox.libreoffice.moving import place
from vmbox.libreoffice.process import Attached, Soffice, service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vmbox.libreoffice.ranges import Range
    from vmbox.libreoffice.remote import Remote

_AREAS = "com.sun.star.sheet.SheetCellRanges"
_AREA = "com.sun.star.sheet.SheetCellRange"


@logical
class App(base_classes.App):
    """One LibreOffice.

    Attributes
    ----------
    answers
        Who answers `alert`.
    worked_in
        The document that was activated last.
    tables_resized
        Whether a Table was made larger or smaller since everything was calculated.
    interactive, display_alerts, enable_events
        Kept as they are set; LibreOffice has no such switches.
    """

    visible = False
    tables_resized = False
    interactive = True
    display_alerts = True
    enable_events = True
    cut_copy_mode = None
    hwnd = None
    version = "16.0"

    def __init__(self, engine: Engine, office: Soffice | Attached) -> None:
        self._engine = engine
        self._office = office
        self.answers: Answers = Cautious()
        self.worked_in: Any = None
        self.visible = isinstance(office, Attached)
        self._calculation = "automatic"
        self._status: str | bool = False
        self._locked: list[Any] = []
        self._screen_updating = True

    @property
    def engine(self) -> Engine:
        """The engine."""
        return self._engine

    @property
    def desktop(self) -> Any:
        """LibreOffice's desktop, which holds all documents."""
        return self._office.desktop

    @property
    def context(self) -> Remote:
        """What makes LibreOffice's services."""
        return self._office.context

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self.desktop.raw

    @property
    def address(self) -> str:
        """Where another process finds this LibreOffice: `install(ADDRESS)`."""
        return self._office.address

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._office.pid

    @property
    def ours(self) -> bool:
        """Whether it was started here, and so ends with this process."""
        return isinstance(self._office, Soffice)

    @property
    def runs(self) -> bool:
        """Whether it still runs."""
        return self._office.runs

    @property
    def path(self) -> str:
        """The program."""
        return self._office.program

    @property
    def books(self) -> Books:
        """The workbooks."""
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells; the first of several areas, None for anything else."""
        if not len(self.books):
            return None
        book = self.books.active
        chosen = book.document.CurrentSelection
        if chosen is not None and chosen.supportsService(_AREAS) and chosen.Count:
            chosen = chosen.getByIndex(0)
        if chosen is None or not chosen.supportsService(_AREA):
            return None
        address = chosen.RangeAddress
        return book.sheets(address.Sheet + 1).range(place(address))

    def activate(self, steal_focus: bool = False) -> None:
        """Make it the one that `xlwings.apps.active` gives."""
        del steal_focus
        self._engine.apps.put_first(self)

    # ------------------------------------------------------------ while a button works
    @property
    def screen_updating(self) -> bool:
        """Whether the screen follows."""
        return self._screen_updating

    @screen_updating.setter
    def screen_updating(self, follow: bool) -> None:
        if follow:
            for document in self._locked:
                with contextlib.suppress(FileError):  # closed in the meantime
                    document.unlockControllers()
            self._locked = []
        elif self._screen_updating:
            self._locked = [book.document for book in self.books]
            for document in self._locked:
                document.lockControllers()
        self._screen_updating = bool(follow)

    @property
    def calculation(self) -> str:
        """How it calculates: "automatic" or "manual"."""
        return self._calculation

    @calculation.setter
    def calculation(self, how: str) -> None:
        if how not in {"automatic", "manual", "semiautomatic"}:
            raise DataError(f"No way to calculate '{how}': automatic or manual.")
        self._calculation = how
        for book in self.books:
            self.prepare(book.document)
        if how != "manual":
            self.tables_resized = False

    def prepare(self, document: Any) -> None:
        """Make a document calculate as the others do."""
        automatic = self._calculation != "manual"
        if document.isAutomaticCalculationEnabled() != automatic:
            document.enableAutomaticCalculation(automatic)
            if automatic:
                # As Excel does: what changed in the meantime is not left as it was.
                if self.tables_resized:
                    # Formulas that name a Table are not told that it has another size.
                    document.calculateAll()
                else:
                    document.calculate()

    def calculate(self) -> None:
        """Calculate what has changed."""
        for book in self.books:
            book.document.calculate()

    @property
    def status_bar(self) -> str | bool:
        """What the status bar says; False where LibreOffice says what it likes."""
        return self._status

    @status_bar.setter
    def status_bar(self, words: str | bool | None) -> None:
        self._status = words or False
        controller = self.books.active.document.CurrentController if len(self.books) else None
        if controller is not None:
            indicator = controller.StatusIndicator
            if words:
                indicator.start(str(words), 0)
            else:
                indicator.end()

    def alert(
        self,
        prompt: str,
        title: str | None = None,
        buttons: str | None = "ok",
        mode: str | None = None,
        callback: str | None = None,
    ) -> str:
        """Return what `answers` say to a message."""
        del callback
        return self.answers.alert(prompt or "", title or "", buttons or "ok", mode)

    def graphic(self, filename: str) -> Any:
        """Return a picture from a file."""
        provider = service(self.context, "com.sun.star.graphic.GraphicProvider")
        return provider.queryGraphic(properties(URL=Path(filename).resolve().as_uri()))

    # ------------------------------------------------------------ the end
    def quit(self) -> None:
        """End LibreOffice; what was not saved is lost."""
        with contextlib.suppress(FileError):  # it has ended already
            for book in self.books:
                book.close()
        self._end(self._office.quit)

    def kill(self) -> None:
        """End LibreOffice by force."""
        self._end(self._office.kill)

    def _end(self, end: Callable[[], None]) -> None:
        self._engine.apps.forget(self)
        end()


class Apps(base_classes.Apps):
    """Every LibreOffice that was started or attached here, the active one first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._all: list[App] = []

    def _running(self) -> list[App]:
        self._all = [app for app in self._all if app.runs]
        return self._all

    def add(
        self,
        spec: str | None = None,
        add_book: bool | None = None,
        xl: Any = None,
        visible: bool | None = None,
    ) -> App:
        """Start a LibreOffice, or attach to the one at an address, ``spec``."""
        del xl, visible
        app = App(self._engine, Attached(spec) if spec else Soffice())
        self._all.insert(0, app)
        if add_book:
            app.books.add()
        return app

    def put_first(self, app: App) -> None:
        """Make it the active one."""
        self._all = [app, *(one for one in self._all if one is not app)]

    def forget(self, app: App) -> None:
        """Leave it out from now on."""
        self._all = [one for one in self._all if one is not app]

    def keys(self) -> list[int]:
        """Return the processes' numbers."""
        return [app.pid for app in self._running()]

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._running()))

    def __len__(self) -> int:
        return len(self._running())

    def __getitem__(self, pid: int) -> App:
        for app in self._running():
            if app.pid == pid:
                return app
        raise KeyError(pid)

    def cleanup(self) -> None:  # type: ignore[override]
        """End every LibreOffice that was started here."""
        for app in list(self._all):
            if app.ours:
                with contextlib.suppress(FileError):
                    app.kill()


class Engine:
    """What xlwings calls an engine."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)
        atexit.register(self.apps.cleanup)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """Return a value of Python as the engine takes it."""
        del options
        return values.prepared(value)

    @staticmethod
    def clean_value_data(
        data: Any,
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Return a block as the caller wants dates, numbers, errors and empty cells."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, bool):
                return value
            if isinstance(value, float):
                return number_builder(value) if number_builder else value
            if isinstance(value, int):
                return values.ERROR_NAMES.get(value) if err_to_str else None
            return _built(value, datetime_builder)

        return [[clean(value) for value in row] for row in data]


def _built(value: Any, builder: Callable[..., Any]) -> Any:
    if isinstance(value, str):
        return value
    return builder(
        year=value.year,
        month=value.month,
        day=value.day,
        hour=value.hour,
        minute=value.minute,
        second=value.second,
        microsecond=value.microsecond,
        tzinfo=None,
    )
