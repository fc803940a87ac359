"""Makes the standard workbook, with XlsxWriter; nothing else knows XlsxWriter."""

from vmbox.template.book import write_workbook

__all__ = ["write_workbook"]
