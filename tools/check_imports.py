"""Checks who imports whom: prints every import that the rooms of vmbox do not allow.

Run it as ``python tools/check_imports.py``; it leaves with 1 where it finds something. The rules,
as ARCHITECTURE.md tells them:

1. A room imports only the rooms and the packages that its row of ``ROOMS`` lists. Room is the
   first name after ``vmbox``: a folder, or a module that stands alone.
2. What a row lists as its own (XML and zip, XlsxWriter, Typer...) no other room imports.
3. A module whose name begins with an underscore is imported only inside its own room.
4. No module imports itself by way of others.
5. No import stands inside a function, and none is made by name with importlib, but in the
   modules of ``LATE``: ``import vmbox``, ``vmbox --version`` and ``vmbox --help`` must not wait
   for numpy and pandas. Every other module, those of the commands too, imports at its top. The
   optional packages of ``EXTRAS`` alone are imported where they are used.

Imports for type checkers alone (``if TYPE_CHECKING:``) follow rules 1 and 3 as far as rooms go;
they may name any package, and they cannot make a cycle.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PROGRAM: Final = "vmbox"
SOURCE: Final = Path(__file__).resolve().parents[1] / "src" / PROGRAM
XML_AND_ZIP: Final = frozenset({"zipfile", "xml", "pyexpat"})


@dataclass(frozen=True)
class Room:
    """What a room may import.

    Attributes
    ----------
    rooms
        The rooms below it.
    packages
        What it may import from outside the standard library.
    owns
        Packages, also of the standard library, that no other room imports.
    """

    rooms: frozenset[str] = frozenset()
    packages: frozenset[str] = frozenset()
    owns: frozenset[str] = frozenset()


def _room(rooms: str = "", packages: str = "", owns: Iterable[str] = ()) -> Room:
    return Room(frozenset(rooms.split()), frozenset(packages.split()), frozenset(owns))


# From the ground up: a room stands below every room that imports it.
ROOMS: Final[Mapping[str, Room]] = {
    "_version": _room(),
    "errors": _room(),
    # Pure rooms, knowing no workbook at all.
    "runcharts": _room("errors", "numpy"),
    "measures": _room("errors", "numpy pandas"),
    # Tables in other people's files and databases, read and written.
    "tables": _room(
        "errors measures xlsx",
        "numpy pandas",
        {"python_calamine", "pyarrow", "sqlalchemy", "duckdb"},
    ),
    # Money: arithmetic, and ledger extracts made into weekly cost lines; no workbook at all.
    "value": _room("errors measures tables", "numpy pandas"),
    # One function over many files: processes, an executor, a cluster.
    "bulk": _room("errors", "", {"distributed"}),
    # A closed file.
    "xlsx": _room("errors", "numpy", XML_AND_ZIP),
    # An engine for xlwings on LibreOffice. xlwings is an extra: nothing that loads by itself may
    # import this room, nor `live`.
    "libreoffice": _room("errors", "numpy pandas xlwings", {"uno"}),
    "workbook": _room("errors measures runcharts value xlsx", "numpy pandas"),
    "template": _room("_version errors measures workbook", "", {"xlsxwriter"}),
    # What is done with a box score, through the port: a closed file or an open workbook.
    "verbs": _room(
        "_version errors measures runcharts value tables bulk workbook xlsx", "numpy pandas"
    ),
    # The second door to the verbs: the workbook that is open in a spreadsheet.
    "live": _room("errors workbook xlsx verbs", "xlwings"),
    # Pages to show and to print.
    "reports": _room("errors measures runcharts value tables workbook verbs", "numpy", {"jinja2"}),
    # What the ribbon's buttons do, in the workbook that is open in Excel.
    "addin": _room(
        "_version errors measures runcharts value tables workbook xlsx template verbs live reports",
        "numpy pandas xlwings",
    ),
    # The add-in's file: its VBA, its settings, its place in Excel.
    "xlam": _room("_version errors xlsx", "", {"pyopenvba"}),
    "demo": _room("errors measures", "numpy pandas"),
    "cli": _room(
        "_version errors measures runcharts value tables bulk workbook template verbs reports demo "
        "xlam addin libreoffice",
        "numpy pandas",
        {"typer", "click", "rich"},
    ),
    # The ways in: `import vmbox` and `python -m vmbox`.
    "__init__": _room(
        "_version errors measures runcharts value tables workbook template verbs reports"
    ),
    "__main__": _room("_version errors cli"),
}
# The start-up path, where an import may wait inside a function until it is needed.
LATE: Final = frozenset(
    {PROGRAM, f"{PROGRAM}.__main__", f"{PROGRAM}.cli.app", f"{PROGRAM}.cli.addin_app"}
)
# Extras that not everybody installs: imported where they are needed, in the room that owns them.
EXTRAS: Final = frozenset(
    {"pyarrow", "sqlalchemy", "duckdb", "distributed", "uno", "xlwings", "jinja2", "pyopenvba"}
)
OWNERS: Final[Mapping[str, str]] = {
    package: name for name, room in ROOMS.items() for package in room.owns
}


@dataclass(frozen=True)
class Import:
    """One imported name: by which module, at which line, and how.

    Attributes
    ----------
    module, line
        The module that imports, as in "vmbox.xlsx._book", and where.
    name
        The module that is imported, as in "vmbox.errors" or "numpy.typing".
    typing
        For type checkers alone.
    inside
        The function that the import hides in; "" for none.
    """

    module: str
    line: int
    name: str
    typing: bool = False
    inside: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that is not as the rules want it."""

    module: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}: {self.words}"


# ------------------------------------------------------------------ reading the source
def module_name(path: Path, source: Path) -> str:
    """Return the dotted name of a source file: "vmbox.xlsx" for the __init__.py of its folder."""
    parts = (PROGRAM, *path.relative_to(source).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def read_imports(source: Path) -> tuple[frozenset[str], list[Import]]:
    """Return the names of all modules below a folder, and everything that they import."""
    files = {module_name(path, source): path for path in sorted(source.rglob("*.py"))}
    known = frozenset(files)
    found = []
    for name, path in files.items():
        reader = _Reader(name, known, is_package=path.name == "__init__.py")
        reader.visit(ast.parse(path.read_text(encoding="utf-8"), str(path)))
        found += reader.found
    return known, found


class _Reader(ast.NodeVisitor):
    """Collects the imports of one module."""

    def __init__(self, module: str, known: frozenset[str], *, is_package: bool) -> None:
        self.module = module
        self.known = known
        self.package = module if is_package else module.rpartition(".")[0]
        self.found: list[Import] = []
        self.functions: list[str] = []
        self.typing = False

    def visit_If(self, node: ast.If) -> None:
        outer = self.typing
        self.typing = outer or ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}
        for statement in node.body:
            self.visit(statement)
        self.typing = outer
        for statement in node.orelse:
            self.visit(statement)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.functions.append(node.name)
        self.generic_visit(node)
        self.functions.pop()

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._note(node, alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        start = node.module or ""
        if node.level:
            above = self.package.split(".")[: len(self.package.split(".")) - node.level + 1]
            start = ".".join([*above, *filter(None, [node.module])])
        for alias in node.names:
            inner = f"{start}.{alias.name}"
            self._note(node, inner if inner in self.known else start)

    def visit_Call(self, node: ast.Call) -> None:
        if ast.unparse(node.func) in {"__import__", "import_module", "importlib.import_module"}:
            named = node.args[0] if node.args else None
            name = named.value if isinstance(named, ast.Constant) else ""
            self._note(node, str(name), f"{ast.unparse(node.func)}()")
        self.generic_visit(node)

    def _note(self, node: ast.stmt | ast.expr, name: str, inside: str = "") -> None:
        function = self.functions[-1] if self.functions else inside
        self.found.append(Import(self.module, node.lineno, name, self.typing, function))


# ------------------------------------------------------------------ the rules
def room_of(module: str) -> str:
    """Return the room of a module of the program: "xlsx" of "vmbox.xlsx._book"."""
    return module.split(".")[1] if "." in module else "__init__"


def check(source: Path = SOURCE) -> list[Finding]:
    """Return everything in a source folder that the rules do not allow, in order of place."""
    known, imports = read_imports(source)
    strangers = sorted(name for name in known if room_of(name) not in ROOMS)
    findings = [
        Finding(name, 1, f"the room '{room_of(name)}' has no row in ROOMS: say what it may import")
        for name in strangers
    ]
    for one in imports:
        if one.module not in strangers:
            findings += [Finding(one.module, one.line, words) for words in faults(one)]
    findings += cycles(imports)
    return sorted(findings, key=lambda finding: (finding.module, finding.line, finding.words))


def faults(one: Import) -> Iterator[str]:
    """Yield what is wrong with one import, in words."""
    room = room_of(one.module)
    extra = one.name.split(".")[0] in EXTRAS
    if one.inside and one.module not in LATE and not one.typing and not extra:
        yield f"'{one.name}' is imported inside {one.inside}: move it to the top"
    top = one.name.split(".")[0]
    if top == PROGRAM:
        yield from _room_faults(one, room)
    elif top and not one.typing:
        yield from _package_faults(top, room)


def _room_faults(one: Import, room: str) -> Iterator[str]:
    other = room_of(one.name)
    if other == room:
        return
    if other not in ROOMS[room].rooms:
        yield f"'{room}' may not import '{other}' ({one.name}): arrows point down"
    elif any(part.startswith("_") for part in one.name.split(".")[2:]):
        yield f"'{one.name}' is private to '{other}': import from vmbox.{other}"


def _package_faults(top: str, room: str) -> Iterator[str]:
    allowed = ROOMS[room].packages | ROOMS[room].owns
    if top in allowed or top == "__future__":
        return
    owner = OWNERS.get(top)
    if owner:
        yield f"'{room}' may not import '{top}': only '{owner}' knows it"
    elif top not in sys.stdlib_module_names:
        yield f"'{room}' may not import '{top}'"


# ------------------------------------------------------------------ cycles
def cycles(imports: Iterable[Import]) -> Iterator[Finding]:
    """Yield one finding for each way on which a module, loading, meets itself again.

    Only imports that are made while a module loads count.
    """
    graph: dict[str, dict[str, int]] = {}
    for one in imports:
        if not one.typing and not one.inside and one.name.split(".")[0] == PROGRAM:
            graph.setdefault(one.module, {}).setdefault(one.name, one.line)
    done: set[str] = set()
    for start in sorted(graph):
        yield from _cycles_from(start, graph, (), done)


def _cycles_from(
    module: str, graph: Mapping[str, Mapping[str, int]], path: tuple[str, ...], done: set[str]
) -> Iterator[Finding]:
    if module in path:
        ring = (*path[path.index(module) :], module)
        yield Finding(ring[0], graph[ring[0]][ring[1]], f"import cycle: {' > '.join(ring)}")
        return
    if module in done:
        return
    for name in graph.get(module, {}):
        yield from _cycles_from(name, graph, (*path, module), done)
    done.add(module)


def main() -> int:
    """Print what is found; return the exit code."""
    findings = check()
    for finding in findings:
        print(finding)
    if findings:
        print(f"{len(findings)} imports are not as ARCHITECTURE.md wants them.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
