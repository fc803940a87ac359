"""What can go wrong between vmbox and LibreOffice, in words."""

from __future__ import annotations

from vmbox.errors import EditRefused, FileError


class NoLibreOffice(FileError):  # noqa: N818  (reads as what it says)
    """There is no LibreOffice here, or this Python cannot speak with it."""

    # One constructor a reason: each knows the next step.
    @classmethod
    def program(cls) -> NoLibreOffice:
        """There is no `soffice` to start."""
        return cls(
            "No LibreOffice on this machine: there is no program 'soffice'. Install LibreOffice "
            "Calc (Debian and Ubuntu: apt install libreoffice-calc python3-uno)."
        )

    @classmethod
    def bridge(cls) -> NoLibreOffice:
        """No Python here has `uno`."""
        return cls(
            "LibreOffice's bridge for Python is missing: no Python here can `import uno`. Install "
            "it (Debian and Ubuntu: apt install python3-uno; Fedora: dnf install "
            "libreoffice-pyuno)."
        )

    @classmethod
    def other_python(cls, theirs: str, ours: str) -> NoLibreOffice:
        """The bridge belongs to another version of Python than the one that runs here."""
        return cls(
            f"LibreOffice's bridge for Python is made for Python {theirs}, and vmbox runs here "
            f"under Python {ours}. Install vmbox into an environment of Python {theirs}: "
            f"python{theirs} -m venv ENVIRONMENT."
        )

    @classmethod
    def silent(cls, why: str) -> NoLibreOffice:
        """LibreOffice was started, or should be running, and does not answer."""
        return cls(f"LibreOffice does not answer: {why}")


class LibreOfficeStopped(FileError):  # noqa: N818
    """LibreOffice ended while vmbox was at work in it."""

    def __init__(self) -> None:
        super().__init__(
            "LibreOffice has stopped: it was closed or it crashed. What was not saved is lost; "
            "the files on disk are as they were last saved. Start again."
        )


class Refused(FileError):  # noqa: N818
    """LibreOffice said no, for a reason of its own."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"LibreOffice refuses {what}: {why or 'it gives no reason'}.")


class BookClosed(FileError):  # noqa: N818
    """The workbook was closed in the meantime."""

    def __init__(self) -> None:
        super().__init__("The workbook is no longer open in LibreOffice. Open it again.")


def protected(sheet: str, what: str) -> EditRefused:
    """The sheet is protected against the change."""
    return EditRefused(
        f"The sheet '{sheet}' is protected: {what} cannot be changed. Take the protection off "
        "(Review, Unprotect Sheet) and try again."
    )


def torn(sheet: str, what: str) -> EditRefused:
    """The change would tear an array formula."""
    return EditRefused(
        f"LibreOffice does not let {what} of '{sheet}' be changed: part of an array formula is "
        "there. Change the whole of it, or leave it alone."
    )
