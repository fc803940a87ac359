"""The commands and their options; the work is done by the module of each command's name.

Those modules load when their command runs: `vmbox --help` must not wait for pandas.
"""

from __future__ import annotations

import errno
import sys
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path  # Typer reads it when the program runs
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from vmbox._version import __version__
from vmbox.cli.addin_app import addin
from vmbox.errors import VmboxError

if TYPE_CHECKING:
    from collections.abc import Iterator

# What Typer raises for a command line that it cannot use; where it stands differs by version.
_UsageError: Final[type[Exception]] = typer.BadParameter.__mro__[1]


class _Group(TyperGroup):
    """The commands; whatever goes wrong becomes one message and an exit code."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args:
            return super().parse_args(ctx, args)
        with _explained():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        with _explained():
            return super().invoke(ctx)


@contextmanager
def _explained() -> Iterator[None]:
    """Say what went wrong in the form of the house, and leave."""
    try:
        yield
    except VmboxError as problem:
        _leave(str(problem), problem.exit_code, problem)
    except _UsageError as problem:
        _leave(_usage(problem), 2, problem)
    except OSError as problem:
        # Whoever reads our output has gone, as `head` does: Typer leaves quietly.
        if problem.errno == errno.EPIPE:
            raise
        what = f"{problem.filename}: " if problem.filename else ""
        _leave(f"{what}{problem.strerror or problem}.", 2, problem)


def _leave(message: str, code: int, problem: Exception) -> None:
    if message:
        typer.echo(f"vmbox: {message}", err=True)
    raise typer.Exit(code) from problem


def _usage(problem: Any) -> str:
    message = str(problem.format_message()).rstrip(".")
    if not message:  # a group without a command has shown its help
        return ""
    command = problem.ctx.command_path if problem.ctx else "vmbox"
    end = "" if message.endswith("?") else "."
    return f"{message}{end} Try: {command} --help"


app = typer.Typer(
    name="vmbox",
    cls=_Group,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="""Excel-native box scores for improvement teams.

    Make a team's workbook:

        vmbox new --team "Ward 7" --setting "Acute ward" --start 2026-03-02 -o ward7.xlsx

    Make one for every team in a list:

        vmbox new --teams teams.csv -o workbooks

    Look at one without opening Excel:

        vmbox show ward7.xlsx
    """,
)

Force = Annotated[bool, typer.Option("--force", help="Overwrite a file that is there already.")]
# What every command that takes many workbooks takes.
Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Workbooks, folders or patterns; - for a list on standard input.",
    ),
]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=0, help="Processes to work with; 0 for one a core.")
]
Cluster = Annotated[
    str, typer.Option(metavar="ADDRESS", help="A Dask scheduler to work on instead.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
Backup = Annotated[
    bool, typer.Option("--backup", help="Keep each file as it was beside it, as NAME.xlsx.1.bak.")
]


def _command(name: str) -> Any:
    try:
        return import_module(f"vmbox.cli.{name}")
    except ModuleNotFoundError as missing:
        if missing.name != "xlwings":
            raise
        raise VmboxError(f'`vmbox {name}` needs xlwings: pip install "vmbox[addin]"') from missing


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vmbox {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    # A name in another alphabet must not end a redirected output half-way.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@app.command()
def new(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="The workbook to make; with --teams, the folder."),
    ],
    team: Annotated[str, typer.Option(help="The team's name.")] = "",
    board: Annotated[str, typer.Option(help="The health board's name.")] = "",
    setting: Annotated[
        str, typer.Option(help="What kind of team: `vmbox settings` lists them.")
    ] = "",
    measures: Annotated[
        Path | None, typer.Option(help="A TOML file with the team's own measures.")
    ] = None,
    start: Annotated[str, typer.Option(help="First day of the first week, as 2026-03-02.")] = "",
    weeks: Annotated[
        int | None,
        typer.Option(min=1, max=1040, help="How many weeks to lay out.", show_default="104"),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(help="A CSV to fill in: columns week, measure, value and perhaps others."),
    ] = None,
    teams: Annotated[
        Path | None,
        typer.Option(help="A CSV of teams: team, board, setting, start, file; goals by measure."),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(help="A blank standard workbook that you restyled, as the mould."),
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes to work with; 0 for one a core.")] = 0,
    force: Force = False,
) -> None:
    """Make a fresh box score workbook for a team, or for every team in a list.

    With the measures of a setting that comes with vmbox:

        vmbox new --team "Ward 7" --setting "Acute ward" --start 2026-03-02 -o ward7.xlsx

    With measures of the team's own, filled in from an export:

        vmbox new --team "Ward 7" --measures ours.toml --start 2026-03-02 --data export.csv -o w.xlsx

    One for every team in a list:

        vmbox new --teams teams.csv -o workbooks

    In a look of your own, from a blank workbook that you restyled in Excel:

        vmbox new --teams teams.csv --template ours.xlsx -o workbooks
    """  # noqa: E501  (an example is one line)
    making = _command("new")
    if template is not None and measures is not None:
        raise _UsageError("--template has measures of its own: leave out --measures")
    if teams is not None:
        if team or data or measures:
            raise _UsageError("--teams makes many: leave out --team, --data and --measures")
        defaults = making.Defaults(board, setting, start, weeks, template)
        making.many(teams, output, defaults, jobs=jobs, force=force)
        return
    if not team or not start:
        raise _UsageError("Give --team and --start, or --teams with a list")
    if setting and measures:
        raise _UsageError("Give --setting or --measures, not both")
    making.one(
        making.Request(team, board, setting, measures, start, weeks, data, template),
        output,
        force=force,
    )


@app.command()
def adopt(
    old: Annotated[
        Path, typer.Argument(help="A team's own box score: .xlsx, .xls, .xlsb, .ods or .csv.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The standard workbook to make.")
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--map", metavar="MAP.toml", help="What to read otherwise."),
    ] = None,
    map_out: Annotated[
        Path | None,
        typer.Option("--map-out", metavar="MAP.toml", help="Write the map of it, to correct."),
    ] = None,
    team: Annotated[str, typer.Option(help="The team's name, if no title says it.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show, and write nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
    force: Force = False,
) -> None:
    """Make a standard workbook of a team's home-made box score; the old file stays as it is.

    Weeks may run across or down. Shown first: what is recognised, and all that is left out.

    Leaves with 1 where something was left out that may be a figure the team wants, else with 0.

    Look, then make it:

        vmbox adopt "our box score.xlsx"

        vmbox adopt "our box score.xlsx" -o ward7.xlsx

    Correct what was recognised:

        vmbox adopt old.xlsx --map-out map.toml

        vmbox adopt old.xlsx --map map.toml -o ward7.xlsx
    """
    adopting = _command("adopt")
    request = adopting.Request(old, output, mapping, map_out, team, dry_run, force)
    if code := adopting.run(request, as_json=json):
        raise typer.Exit(code)


@app.command()
def settings(
    name: Annotated[str, typer.Argument(help="A setting, to print its measures as TOML.")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file to write the TOML to.")
    ] = None,
    force: Force = False,
) -> None:
    """List the settings, or print one's measures as TOML to start your own from.

    See what there is:

        vmbox settings

    Start a set of your own:

        vmbox settings "Acute ward" -o ours.toml

        vmbox settings "Acute ward" > ours.toml
    """
    if output and not name:
        raise _UsageError("Say which setting to write to the file")
    _command("settings").run(name, output, force=force)


@app.command()
def template(
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to make.")],
    force: Force = False,
) -> None:
    """Write the blank standard workbook.

    It has the general measures and no data, and is the same to the byte every time.

    Make it:

        vmbox template -o boxscore_template.xlsx
    """
    _command("new").blank_standard(output, force=force)


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="A box score workbook.")],
    measure: Annotated[str, typer.Option(help="Draw this measure's run chart.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """Show a workbook's front page here, or one measure's run chart.

    The front page, and a run chart:

        vmbox show ward7.xlsx

        vmbox show ward7.xlsx --measure Complaints

    For a script:

        vmbox show ward7.xlsx --json | jq '.measures[].signal'
    """
    _command("show").run(file, measure, as_json=json)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to put the workbooks.")] = Path(
        "vmbox-demo"
    ),
    force: Force = False,
) -> None:
    """Make three example workbooks with made-up weekly figures, and say what they show.

    A community team's, a ward's and a kitchen's: each has a published result to find.

    Make them in a folder of their own:

        vmbox demo

        vmbox demo examples
    """
    _command("demo").run(folder, force=force)


@app.command()
def check(
    paths: Paths,
    notes: Annotated[
        bool, typer.Option("--notes", help="Show notes too, such as a measure without a goal.")
    ] = False,
    jobs: Jobs = 0,
    cluster: Cluster = "",
    json: AsJson = False,
) -> None:
    """Say what is wrong in workbooks, where, and what to do; change nothing.

    Leaves with 1 where there are errors, with 2 where a file could not be opened, else with 0.

    One workbook, or all in a folder:

        vmbox check ward7.xlsx

        vmbox check boards/highland

    For a script:

        vmbox check ward7.xlsx --json | jq -r '.findings[]?.code'
    """
    _command("check").run(paths, as_json=json, notes=notes, jobs=jobs, cluster=cluster)


@app.command()
def repair(
    paths: Paths,
    typed_over: Annotated[
        bool,
        typer.Option(
            "--typed-over",
            help="Put formulas back too where a number was typed over a calculated column.",
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be put back and write nothing.")
    ] = False,
    backup: Backup = False,
    jobs: Jobs = 0,
    cluster: Cluster = "",
    json: AsJson = False,
) -> None:
    """Put back overwritten formulas, headings, labels and names; lose no value.

    What stood in the place of a formula is shown here and kept in the workbook's Log. White cells
    stay as they are. A workbook with nothing wrong is not written.

    Leaves with 1 where something cannot be repaired (it says what to do instead), with 2 where a
    workbook failed.

    Look first, then repair:

        vmbox repair ward7.xlsx --dry-run

        vmbox repair ward7.xlsx --backup

    All of a folder:

        vmbox repair boards/highland
    """
    repairing = _command("repair")
    request = repairing.Request(typed_over, dry_run, backup)
    repairing.run(paths, request, jobs=jobs, cluster=cluster, as_json=json)


@app.command()
def collect(
    paths: Paths,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="A .csv, .parquet, .xlsx or .duckdb file, or a database's address.",
        ),
    ],
    table: Annotated[
        str, typer.Option(help="The table's name, in a database, DuckDB or Excel.")
    ] = "box_scores",
    jobs: Jobs = 0,
    cluster: Cluster = "",
    json: AsJson = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a file or table that is there already.")
    ] = False,
) -> None:
    """Collect many workbooks into one tidy table: a row a measure and recorded week.

    Each row has the median in force, its phase, the signal and the week's note.

    Leaves with 2 where a workbook could not be read; the others are collected.

    All workbooks of a folder, for Excel or for other programs:

        vmbox collect boards/highland -o highland.xlsx

        vmbox collect boards -o boards.parquet

    Into a database:

        vmbox collect boards -o postgresql://user@server/improvement --force

    Those that a list names:

        find . -name "ward*.xlsx" | vmbox collect - -o wards.csv
    """
    _command("collect").run(
        paths, output, table=table, force=force, jobs=jobs, cluster=cluster, as_json=json
    )


@app.command()
def fill(
    paths: Paths,
    source: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="SOURCE",
            help="A CSV, Excel or Parquet file in nearly any layout, or a database's address.",
        ),
    ],
    mapping: Annotated[
        Path | None,
        typer.Option("--map", metavar="MAP.toml", help="What the source's columns are."),
    ] = None,
    query: Annotated[
        str | None, typer.Option(help="For a database: a SELECT, or a table's name.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="For a workbook: the sheet to read.")] = None,
    on_conflict: Annotated[
        str,
        typer.Option(
            metavar="stop|keep|replace",
            help="Which side wins where the workbook holds another value.",
        ),
    ] = "stop",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the differences and write nothing.")
    ] = False,
    backup: Backup = False,
    jobs: Jobs = 0,
    cluster: Cluster = "",
    json: AsJson = False,
) -> None:
    """Fill an export's figures into workbooks, each with its own team's.

    Only cells that differ are written; the same fill twice changes nothing. A value that
    contradicts what a workbook holds stops the fill of that workbook, unless you say who wins.

    Leaves with 1 where a value has no cell or contradicts one, with 2 where a workbook failed.

    Look first, then write:

        vmbox fill boards/highland --from weekly.csv --dry-run

        vmbox fill boards/highland --from weekly.csv

    One line an incident, counted by week as the map says:

        vmbox fill ward7.xlsx --from incidents.csv --map incidents.toml

    From a database:

        vmbox fill boards --from sqlite:///safety.db --query "select * from weekly"
    """
    if on_conflict not in {"stop", "keep", "replace"}:
        raise _UsageError(f"--on-conflict {on_conflict}: give stop, keep or replace")
    filling = _command("fill")
    request = filling.Request(source, mapping, query, sheet, on_conflict, dry_run, backup)
    filling.run(paths, request, jobs=jobs, cluster=cluster, as_json=json)


@app.command()
def costs(
    paths: Paths,
    ledger: Annotated[
        Path, typer.Option("--ledger", metavar="EXTRACT", help="Finance's extract, CSV or Excel.")
    ],
    cost_map: Annotated[
        Path | None,
        typer.Option(
            "--map",
            metavar="COSTMAP.csv",
            help="Which account goes to which cost line; else each workbook's own Cost map.",
        ),
    ] = None,
    centre_column: Annotated[
        str,
        typer.Option(metavar="NAME", help="The extract's column that says whose a row is."),
    ] = "",
    centre: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="The one workbook's cost centre; as often as you like."),
    ] = None,
    teams: Annotated[
        Path | None,
        typer.Option(
            metavar="TEAMS.csv",
            help="Columns Team and Cost centre; else a cost centre bears its team's name.",
        ),
    ] = None,
    read_as: Annotated[
        Path | None,
        typer.Option("--read-as", metavar="MAP.toml", help="What the extract's columns are."),
    ] = None,
    name: Annotated[
        str,
        typer.Option("--as", metavar="NAME", help="The extract's name, if not that of its file."),
    ] = "",
    on_conflict: Annotated[
        str,
        typer.Option(
            metavar="stop|keep|replace",
            help="Which side wins where a person typed another number.",
        ),
    ] = "stop",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be posted and write nothing.")
    ] = False,
    backup: Backup = False,
    jobs: Jobs = 0,
    cluster: Cluster = "",
    json: AsJson = False,
) -> None:
    """Post a finance extract to workbooks: each team's own rows to its weeks and cost lines.

    The same extract twice changes nothing; a corrected one of the same name replaces its own rows.
    Nothing is posted by guess: what has no cost line or week is named, and all is reconciled.

    Leaves with 1 where money was not posted or a typed number differs, with 2 where one failed.

    Look first, then post:

        vmbox costs ward7.xlsx --ledger oct.csv --centre E41207 --dry-run

        vmbox costs boards --ledger oct.csv --map costmap.csv --teams teams.csv

    Where a column has the teams' names:

        vmbox costs boards --ledger oct.csv --centre-column "Centre name"
    """
    if on_conflict not in {"stop", "keep", "replace"}:
        raise _UsageError(f"--on-conflict {on_conflict}: give stop, keep or replace")
    if centre and teams:
        raise _UsageError("Give --centre or --teams, not both")
    posting = _command("costs")
    how = (ledger, cost_map, read_as, centre_column, tuple(centre or ()), teams, name)
    request = posting.Request(*how, on_conflict, dry_run, backup)
    posting.run(paths, request, jobs=jobs, cluster=cluster, as_json=json)


@app.command()
def value(
    paths: Paths,
    baseline: Annotated[
        str, typer.Option(metavar="FROM:TO", help="The weeks before; or first-12.")
    ] = "",
    current: Annotated[
        str, typer.Option(metavar="FROM:TO", help="The weeks now; or last-12.")
    ] = "",
    save: Annotated[
        bool, typer.Option("--save", help="Write these weeks to each workbook's Value sheet.")
    ] = False,
    backup: Backup = False,
    jobs: Jobs = 0,
    cluster: Cluster = "",
    json: AsJson = False,
) -> None:
    """Show what cost per patient came to before and now, and what that released.

    The figures are those of the Value sheet, which has the weeks that nobody names here.

    Leaves with 1 where there is nothing to compare, with 2 where a workbook failed.

    One team, or all with a total:

        vmbox value ward7.xlsx

        vmbox value boards/highland --current last-12

    Weeks of your own:

        vmbox value ward7.xlsx --baseline 2025-03-31:2025-06-29 --current last-12
    """
    showing = _command("value")
    request = showing.Request(baseline, current, save, backup)
    showing.run(paths, request, jobs=jobs, cluster=cluster, as_json=json)


@app.command()
def report(
    paths: Paths,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="OUT", help="An .html file to write, or a folder."),
    ],
    day: Annotated[
        str, typer.Option(metavar="DATE", help="The day that it is of.", show_default="today")
    ] = "",
    jobs: Jobs = 0,
    cluster: Cluster = "",
    json: AsJson = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a report that is there already.")
    ] = False,
) -> None:
    """Write a board report: one page of HTML to show, send and print on A4.

    What is special, how much of it chance alone gives, every measure and its run chart, cost per
    patient before and now, open actions, the next huddle, and which weeks are missing.

    Leaves with 1 where nothing is recorded in a workbook, with 2 where one failed, else with 0.

    One team's, or a folder's:

        vmbox report ward7.xlsx -o ward7.html

        vmbox report boards/highland -o reports
    """
    _command("report").run(
        paths, output, day, force=force, jobs=jobs, cluster=cluster, as_json=json
    )


@app.command()
def run(
    button: Annotated[str, typer.Argument(help="Which: check, medians, shifts, add-weeks ...")],
    file: Annotated[Path, typer.Argument(help="The workbook.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Another .xlsx to save; the file stays as it is."),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="What to answer next; as often as it is asked."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Say yes where a yes or no is asked.")] = False,
    force: Force = False,
) -> None:
    """Press a button of the add-in in a workbook, in LibreOffice. Experimental, for Linux.

    What the button does is in docs/buttons.md. LibreOffice writes the whole file anew when it is
    saved, so it is saved as another one, or after you have agreed.

    Leaves with 2 where the button failed; then nothing is saved.

        vmbox run check ward7.xlsx -o looked-at.xlsx

        vmbox run accept-median ward7.xlsx --answer Falls --answer 2026-03-02 --answer "new lamps"
    """
    pressing = _command("run")
    pressing.run(button, file, output, tuple(answer or ()), yes=yes, force=force)


_costmap = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Suggest a Cost map: which account goes to which cost line.",
)
app.add_typer(_costmap, name="costmap")


@_costmap.callback()
def _costmap_group() -> None:
    """Suggest a Cost map: which account goes to which cost line."""


@_costmap.command()
def suggest(
    extract: Annotated[Path, typer.Argument(help="Finance's extract, CSV or Excel.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The CSV to write; else it is printed.")
    ] = None,
    workbook: Annotated[
        Path | None,
        typer.Option("--for", metavar="WORKBOOK", help="Suggest this workbook's cost lines alone."),
    ] = None,
    read_as: Annotated[
        Path | None,
        typer.Option("--read-as", metavar="MAP.toml", help="What the extract's columns are."),
    ] = None,
    force: Force = False,
) -> None:
    """Suggest a first Cost map from what accounts are called, for an accountant to correct.

    Write it, correct it, and post with it:

        vmbox costmap suggest october.csv --for ward7.xlsx -o costmap.csv

        vmbox costs ward7.xlsx --ledger october.csv --map costmap.csv
    """
    _command("costmap").suggest(extract, output, workbook, read_as, force=force)


@app.command()
def medians(
    paths: Paths,
    propose: Annotated[
        bool, typer.Option("--propose", help="Show only what a new median is proposed for.")
    ] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE=WEEK", help="Accept a new median; as often as you like."),
    ] = None,
    accept_all: Annotated[
        bool, typer.Option("--accept-proposed", help="Accept all that is proposed.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why, in a few words, for those accepted.")] = "",
    undo: Annotated[
        bool, typer.Option("--undo", help="Take back the last new median accepted.")
    ] = False,
    backup: Backup = False,
    jobs: Jobs = 0,
    cluster: Cluster = "",
    json: AsJson = False,
) -> None:
    """Show where each measure stands; accept new medians, or take one back.

    Where each measure stands, and what is proposed:

        vmbox medians ward7.xlsx

        vmbox medians boards/highland --propose

    Accept one, and take it back:

        vmbox medians ward7.xlsx --accept "Falls=2026-03-02" --reason "new lighting"

        vmbox medians ward7.xlsx --undo
    """
    wanted = tuple(accept or ())
    if sum((bool(wanted), accept_all, undo, propose)) > 1:
        raise _UsageError("Give one of --propose, --accept, --accept-proposed and --undo")
    if wanted and not reason.strip():
        raise _UsageError("--accept needs --reason: say why in a few words, as people will ask")
    showing = _command("medians")
    request = showing.Request(propose, wanted, accept_all, reason, undo, backup)
    showing.run(paths, request, jobs=jobs, cluster=cluster, as_json=json)


@app.command()
def extend(
    paths: Paths,
    weeks: Annotated[
        int, typer.Option(min=1, max=1040, help="How many more weeks, or months, to lay out.")
    ] = 52,
    backup: Backup = False,
    jobs: Jobs = 0,
    cluster: Cluster = "",
    json: AsJson = False,
) -> None:
    """Lay out more weeks, with formulas, run charts, formats and validations.

    Another year:

        vmbox extend ward7.xlsx

        vmbox extend boards/highland --weeks 52 --backup
    """
    _command("extend").run(paths, weeks, backup=backup, jobs=jobs, cluster=cluster, as_json=json)


@app.command()
def log(paths: Paths, json: AsJson = False) -> None:
    """Show what tools changed in workbooks: when, what, by whom, how many cells.

    One workbook's:

        vmbox log ward7.xlsx
    """
    _command("extend").log(paths, as_json=json)


app.add_typer(addin, name="addin")
