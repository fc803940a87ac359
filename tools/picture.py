"""Draws the pages of a workbook, as LibreOffice prints them: one PNG a page, named by its sheet.

    python tools/picture.py "Ward 7.xlsx" FOLDER [--sheet "Box score"] [--dpi 110] [--part 100x60]

The second page of a sheet Safety is safety-2.png. With --part only so much of each page is drawn:
percent of its width and height, from the top left. Needs LibreOffice and poppler.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

SCREEN: Final = 110
WHOLE: Final = (100, 100)


def printed(book: Path, folder: Path) -> Path:
    """Return the PDF of a workbook, printed into a folder by a LibreOffice of its own."""
    profile = (folder / "profile").as_uri()
    _run(
        "soffice",
        "--headless",
        f"-env:UserInstallation={profile}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(book),
    )
    made = folder / f"{book.stem}.pdf"
    if not made.exists():
        sys.exit(f"LibreOffice made no PDF of {book}.")
    return made


def sheet_pages(pdf: Path) -> dict[str, range]:
    """Return the pages of every printed sheet, from the bookmarks that LibreOffice leaves."""
    outline = ElementTree.fromstring(_run("pdftohtml", "-xml", "-i", "-stdout", str(pdf)))
    starts = {item.text or "": int(item.get("page", "0")) for item in outline.iter("item")}
    info = _run("pdfinfo", str(pdf))
    last = int(re.findall(r"^Pages:\s+(\d+)", info, re.MULTILINE)[0])
    stops = [*list(starts.values())[1:], last + 1]
    return {
        name: range(start, stop) for (name, start), stop in zip(starts.items(), stops, strict=True)
    }


def draw(pdf: Path, page: int, png: Path, dpi: int, part: tuple[int, int] = WHOLE) -> None:
    """Draw one page, or the top left part of it."""
    points = re.findall(
        r"size:\s+([\d.]+) x ([\d.]+) pts",
        _run("pdfinfo", "-f", str(page), "-l", str(page), str(pdf)),
    )[0]
    wide, high = (
        round(float(size) / 72 * dpi * percent / 100)
        for size, percent in zip(points, part, strict=True)
    )
    _run(
        "pdftoppm",
        *("-f", str(page), "-l", str(page), "-r", str(dpi), "-png", "-singlefile"),
        *("-x", "0", "-y", "0", "-W", str(wide), "-H", str(high)),
        str(pdf),
        str(png.with_suffix("")),
    )


def pictures(
    book: Path,
    folder: Path,
    sheets: list[str],
    dpi: int = SCREEN,
    part: tuple[int, int] = WHOLE,
) -> list[Path]:
    """Draw the pages of some sheets, or of all where none is named; return the files made."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with tempfile.TemporaryDirectory() as work:
        pdf = printed(book, Path(work))
        pages = sheet_pages(pdf)
        for sheet in sheets or pages:
            if sheet not in pages:
                sys.exit(f"{book} prints no sheet '{sheet}'; it has: {', '.join(pages)}.")
            word = re.sub(r"\W+", "-", sheet.casefold()).strip("-")
            for number, page in enumerate(pages[sheet], 1):
                png = folder / (f"{word}.png" if number == 1 else f"{word}-{number}.png")
                draw(pdf, page, png, dpi, part)
                made.append(png)
    return made


def _run(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    except FileNotFoundError:
        sys.exit(f"{command[0]} is missing. Run `make office` and `tools/system_tools.sh pdf`.")
    except subprocess.CalledProcessError as failed:
        sys.exit(f"{command[0]} failed: {failed.stderr.strip()}")
    return done.stdout


def main() -> None:
    """Draw what the command line asks for."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("book", type=Path, help="a workbook")
    asked.add_argument("folder", type=Path, help="where the pictures go")
    asked.add_argument("--sheet", action="append", default=[], help="only this sheet (repeatable)")
    asked.add_argument("--dpi", type=int, default=SCREEN)
    asked.add_argument("--part", default="100x100", help="percent of width and height, as 84x50")
    words = asked.parse_args()
    wide, high = (int(percent) for percent in words.part.split("x"))
    for png in pictures(words.book, words.folder, words.sheet, words.dpi, (wide, high)):
        print(png)


if __name__ == "__main__":
    main()
