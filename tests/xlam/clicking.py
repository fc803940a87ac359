"""The add-in in a LibreOffice: a click goes through its VBA and a Python to the open workbook.

The file is the add-in but for one module. LibreOffice takes every branch of an ``#If``, so that the
module of xlwings would silence all others: stand_in.bas is there in its place, which writes the
command to a file and starts the program below.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import vmbox
from vmbox.addin.folders import FOLDER
from vmbox.libreoffice import ADDRESS
from vmbox.libreoffice.bridge import properties
from vmbox.xlam import build
from vmbox.xlam.modules import read_module
from vmbox.xlam.sources import sources

if TYPE_CHECKING:
    import xlwings

HERE: Final = Path(__file__).parent
SECONDS: Final = 90
PAUSE: Final = 0.05
# As a Mac does it: the command in double quotes, the workbook's name and a mark behind it.
PROGRAM: Final = """\
#!/bin/sh
cd '{folder}'
export {address}='{where}' {own}='{folder}' PYTHONPATH='{source}'
export VMBOX_TEST_REPLIES="$(cat replies)" BROWSER=true
'{python}' -c "import answering; $(cat command)" "--wb=$1" --from_xl=1 >out 2>&1
echo $? >code.new && mv code.new code
"""


@dataclass(frozen=True)
class Click:
    """How the Python of a click ended.

    Attributes
    ----------
    command
        What the add-in asked it to do.
    code, out
        Its exit code, and what it printed: what xlwings would show.
    told
        What the person was asked and told.
    """

    command: str
    code: int
    out: str
    told: tuple[str, ...]


class Ribbon:
    """The add-in, loaded in a LibreOffice."""

    def __init__(self, app: xlwings.App, folder: Path) -> None:
        self.folder = folder
        program = folder / "program"
        program.write_text(
            PROGRAM.format(
                folder=folder,
                address=ADDRESS,
                where=app.impl.address,
                own=FOLDER,
                source=os.pathsep.join(map(str, (Path(vmbox.__file__).parents[1], HERE))),
                python=sys.executable,
            )
        )
        program.chmod(0o755)
        stand_in = (
            read_module(HERE / "stand_in.bas")
            .with_constant("COMMAND_FILE", str(folder / "command"))
            .with_constant("PROGRAM", str(program))
        )
        texts = sources()
        file = folder / "vmbox.xlam"
        file.write_bytes(build(of=replace(texts, modules=(texts.modules[0], stand_in))))
        self.document = app.impl.desktop.loadComponentFromURL(
            file.as_uri(),
            "_blank",
            0,
            properties(Hidden=True, MacroExecutionMode=4, FilterName="Calc MS Excel 2007 VBA XML"),
        )

    def click(self, button: str, *replies: str | bool | None) -> Click:
        """Call a button's macro as the ribbon does, and wait for the Python that it starts."""
        code = self.folder / "code"
        code.unlink(missing_ok=True)
        (self.folder / "replies").write_text(json.dumps(replies))
        macro = f"VBAProject.VmboxButtons.Vmbox_{button}?language=Basic&location=document"
        script = self.document.ScriptProvider.getScript(f"vnd.sun.star.script:{macro}")
        # Any object does for the control that was clicked: the macro does not look at it.
        script.invoke((self.document,), (), ())
        until = time.monotonic() + SECONDS
        while not code.exists():
            assert time.monotonic() < until, f"{button}: no Python has come to an end"
            time.sleep(PAUSE)
        command, out, told = (
            (self.folder / name).read_text() for name in ("command", "out", "told")
        )
        return Click(command.strip(), int(code.read_text()), out, tuple(json.loads(told)))
