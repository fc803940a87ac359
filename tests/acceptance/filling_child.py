"""A program that fills a folder of workbooks again and again, each time in a child to be killed.

Told "go" on its standard input it starts a child and says the child's number; when the child is
gone, however it went, it says so.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from vmbox.bulk import each, expand
from vmbox.tables import read_source
from vmbox.verbs.filling import ByTeam, fill_from


def main(folder: Path, source: Path) -> None:
    values = ByTeam(read_source(source).values)
    filling = partial(fill_from, values=values, source=source.name)
    # Once here, so that no child spends its life on loading what all of them need.
    filling(source.with_name("warm.xlsx"))
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            for outcome in each(filling, expand([str(folder)]), jobs=1):
                if outcome.error:
                    os.write(2, f"{outcome.error}\n".encode())
                    os._exit(1)
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else f"left with {status}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
