"""Counting: the same work makes the same number of calls in every run."""

from __future__ import annotations

from vmbox import libreoffice


def test_a_property_is_one_call_however_much_it_takes(sheet) -> None:
    with libreoffice.counted() as calls:
        _ = sheet.used_range
        _ = sheet.name
    assert dict(calls.kinds) == {"Sheet.used_range": 1, "Sheet.name": 1}
    assert calls.uno.total() > 2


def test_what_the_engine_knows_by_itself_is_no_call(sheet) -> None:
    cells = sheet["A1:C3"]
    with libreoffice.counted() as calls:
        assert (cells.row, cells.column, cells.shape, cells.address) == (1, 1, (3, 3), "$A$1:$C$3")
        _ = cells(2, 2)
    assert calls.total == 0
    assert not calls.uno


def test_counts_stand_inside_each_other(sheet) -> None:
    with libreoffice.counted() as outer:
        _ = sheet["A1"].raw_value
        with libreoffice.counted() as inner:
            _ = sheet["A1"].raw_value
    assert (outer.reads, inner.reads) == (2, 1)
    _ = sheet["A1"].raw_value
    assert outer.reads == 2


def test_a_failed_call_counts_and_the_next_one_is_counted_afresh(sheet) -> None:
    with libreoffice.counted() as calls:
        assert "nonsense" not in sheet.book.names
        sheet.book.names.add("fine", "=1")
    assert calls.kinds["Names.add"] == 1


def test_the_count_is_told_in_words(sheet) -> None:
    with libreoffice.counted() as calls:
        sheet["A1:B2"].raw_value = [[1, 2], [3, 4]]
    assert str(calls).splitlines()[0].startswith("1 calls (")
    assert str(calls).endswith("1 Range.raw_value=")
    assert (calls.writes, calls.reads) == (1, 0)
