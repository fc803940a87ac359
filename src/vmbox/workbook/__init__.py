"""What the standard box score workbook is: its layout, what its cells hold, and reading it back."""

from vmbox.workbook.judging import Judged, judged
from vmbox.workbook.reading import read

__all__ = ["Judged", "judged", "read"]
