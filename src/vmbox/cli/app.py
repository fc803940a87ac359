"""The commands and their options; the work is done by the module of each command's name.

Those modules load when their command runs: `vmbox --help` must not wait for pandas.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path  # Typer reads it when the program runs
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from vmbox._version import __version__
from vmbox.errors import VmboxError


class _Group(TyperGroup):
    """The commands; an error that vmbox explains becomes its message and its exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except VmboxError as problem:
            typer.echo(f"vmbox: {problem}", err=True)
            raise typer.Exit(problem.exit_code) from problem


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


def _command(name: str) -> Any:
    return import_module(f"vmbox.cli.{name}")


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
    pass


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
    weeks: Annotated[int, typer.Option(min=1, max=1040, help="How many weeks to lay out.")] = 104,
    data: Annotated[
        Path | None,
        typer.Option(help="A CSV to fill in: columns week, measure, value and perhaps others."),
    ] = None,
    teams: Annotated[
        Path | None,
        typer.Option(help="A CSV of teams: team, board, setting, start, file; goals by measure."),
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes to work with; 0 for one a core.")] = 0,
    force: Force = False,
) -> None:
    r"""Make a fresh box score workbook for a team, or for every team in a list.

    \b
    vmbox new --team "Ward 7" --setting "Acute ward" --start 2026-03-02 -o ward7.xlsx
    vmbox new --team "Ward 7" --measures ours.toml --start 2026-03-02 --data export.csv -o w.xlsx
    vmbox new --teams teams.csv -o workbooks
    """
    making = _command("new")
    if teams is not None:
        if team or data or measures:
            raise typer.BadParameter("--teams makes many: leave out --team, --data and --measures.")
        making.many(
            teams, output, setting=setting, start=start, weeks=weeks, jobs=jobs, force=force
        )
        return
    if not team or not start:
        raise typer.BadParameter("Give --team and --start, or --teams with a list.")
    making.one(
        making.Request(team, board, setting, measures, start, weeks, data), output, force=force
    )


@app.command()
def settings(
    name: Annotated[str, typer.Argument(help="A setting, to print its measures as TOML.")] = "",
) -> None:
    r"""List the settings, or print one's measures as TOML to start your own from.

    \b
    vmbox settings
    vmbox settings "Acute ward" > ours.toml
    """
    _command("settings").run(name)


@app.command()
def template(
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to make.")],
    force: Force = False,
) -> None:
    r"""Write the blank standard workbook.

    \b
    vmbox template -o boxscore_template.xlsx
    """
    _command("new").blank_standard(output, force=force)


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="A box score workbook.")],
    measure: Annotated[str, typer.Option(help="Draw this measure's run chart.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    r"""Show a workbook's front page here, or one measure's run chart.

    \b
    vmbox show ward7.xlsx
    vmbox show ward7.xlsx --measure Complaints
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
    r"""Make three example workbooks with made-up weekly figures, and say what they show.

    \b
    vmbox demo
    """
    _command("demo").run(folder, force=force)
