"""Extracts as finance systems make them: read to the penny, or named with row and amount."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from ledgers import written

from vmbox.errors import DataError, FileError
from vmbox.value import parse_extract_map, read_extract

if TYPE_CHECKING:
    from vmbox.value import Extract

HEAD = "Posting date,Cost centre,Account code,Account description,Amount\n"
PERIODS = "Period,Cost centre,Account code,Amount\n"


def amounts(extract: Extract) -> list[int]:
    return extract.rows["pence"].tolist()


def said(extract: Extract) -> str:
    return "\n".join(map(str, extract.problems))


def days(extract: Extract) -> list[tuple[str, str]]:
    return [
        (f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}")
        for start, end in zip(extract.rows["start"], extract.rows["end"], strict=True)
    ]


def test_titles_blank_rows_subtotals_and_a_footer_stand_around_the_rows(tmp_path: Path) -> None:
    text = (
        "NHS Example,,,,\nFinancial year 2025/26,,,,\n,,,,\n"
        + HEAD
        + '03/10/2025,E100,0412,"Nursing, band 5","1,234.56"\n'
        "04/10/2025,E100,0413,Bank nursing,(34.56)\n"
        ",,,Subtotal,1200.00\n,,,,\n"
        "05/10/2025,E200,0413,Total Parenteral Nutrition,10.00\n"
        ",,,Grand total,1210.00\nPrinted on 03/11/2025,,,,\n"
    )
    extract = read_extract(written(tmp_path, text))
    assert amounts(extract) == [123456, -3456, 1000]
    assert extract.rows["row"].tolist() == [5, 6, 9]
    assert extract.rows["account"].tolist() == ["0412", "0413", "0413"]
    assert extract.rows["description"].tolist()[0] == "Nursing, band 5"
    assert [total.adds_up for total in extract.totals] == [True, True]
    assert extract.problems == ()
    assert "The headings are in row 4." in extract.guesses
    assert "2 total rows are left out." in extract.guesses


def test_a_total_that_does_not_add_up_is_a_finding_with_its_row(tmp_path: Path) -> None:
    text = HEAD + "03/10/2025,E1,41,Drugs,10.00\n04/10/2025,E1,41,Drugs,5.00\n,,,Total,15.01\n"
    extract = read_extract(written(tmp_path, text))
    (problem,) = extract.problems
    assert (problem.kind, problem.row, problem.text) == ("total", 4, "£15.01")
    assert "add up to £15.00: £0.01 apart" in problem.words
    assert extract.total == 1500


def test_a_total_under_an_unreadable_amount_says_so(tmp_path: Path) -> None:
    text = HEAD + "03/10/2025,E1,41,Drugs,10.00\n04/10/2025,E1,41,Drugs,#####\n,,,Total,15.00\n"
    extract = read_extract(written(tmp_path, text))
    assert [problem.kind for problem in extract.problems] == ["amount", "total"]
    assert extract.unread[0].text == "#####"
    assert "Row 3 above it has no amount that could be read" in said(extract)


def test_totals_of_accounts_and_of_centres_are_told_by_their_codes_column(tmp_path: Path) -> None:
    text = (
        "Cost centre,Account,Period,Amount\nE1,41,Oct-25,10\nE1,41,Nov-25,5\nE1,41 Total,,15\n"
        "E1,42,Oct-25,1\nE1,42 Total,,1\nE1 Total,,,16\nE2,41,Oct-25,4\nE2,41 Total,,4\n"
        "E2 Total,,,4\nGrand Total,,,20\n"
    )
    extract = read_extract(written(tmp_path, text))
    assert amounts(extract) == [1000, 500, 100, 400]
    assert all(total.adds_up for total in extract.totals)
    assert len(extract.totals) == 6


def test_a_last_row_with_nothing_but_the_sum_is_a_total_without_a_name(tmp_path: Path) -> None:
    extract = read_extract(
        written(tmp_path, PERIODS + "Oct-25,E1,41,10\nOct-25,E1,42,5\n,,,15.00\n")
    )
    assert extract.total == 1500
    assert extract.totals[0].label == "a row without a name"


def test_a_row_of_an_amount_alone_that_is_no_sum_is_kept_and_told(tmp_path: Path) -> None:
    extract = read_extract(
        written(tmp_path, PERIODS + "Oct-25,E1,41,10\nOct-25,E1,42,5\n,,,7.00\n")
    )
    assert extract.total == 2200
    assert "line 4: the date or period is blank (£7.00, not posted)." in said(extract)


def test_a_heading_that_stands_again_on_every_page_is_passed_over(tmp_path: Path) -> None:
    text = PERIODS + "Oct-25,E1,41,10.00\n" + PERIODS + "Oct-25,E1,41,5.00\n"
    extract = read_extract(written(tmp_path, text))
    assert (amounts(extract), extract.problems) == ([1000, 500], ())


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", ""), ("utf-8", "\ufeff"), ("cp1252", ""), ("utf-16", "")]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, mark: str, delimiter: str) -> None:
    rows = [
        ["Date", "Cost centre", "Account", "Description", "Amount (£)"],
        ["03/10/2025", "E1", "41", "Café – crème", "£12.50"],
        ["04/10/2025", "E1", "41", "Café – crème", "£0.50-"],
    ]
    text = mark + "\r\n".join(delimiter.join(row) for row in rows) + "\r\n"
    extract = read_extract(written(tmp_path, text, encoding=encoding))
    assert amounts(extract) == [1250, -50]
    assert extract.rows["description"].tolist()[0] == "Café – crème"
    assert ("Windows' own" in " ".join(extract.guesses)) == (encoding == "cp1252")


def test_debits_less_credits(tmp_path: Path) -> None:
    text = "Period,Centre,Account,Debit,Credit\nOct-25,E1,41,10.00,\nOct-25,E1,41,,4.00\n,,,10,4\n"
    extract = read_extract(written(tmp_path, text))
    assert amounts(extract) == [1000, -400]
    assert extract.totals[0].stated == 600
    assert "An amount is 'Debit' less 'Credit'." in extract.guesses


def test_credits_that_are_all_below_zero_are_not_guessed_at(tmp_path: Path) -> None:
    path = written(tmp_path, "Period,Account,Debit,Credit\nOct-25,41,10,\nOct-25,41,,-4\n")
    with pytest.raises(DataError, match='credits = "negative"'):
        read_extract(path)
    signed = read_extract(path, map=parse_extract_map('credits = "negative"'))
    unsigned = read_extract(path, map=parse_extract_map('credits = "positive"'))
    assert (amounts(signed), amounts(unsigned)) == ([1000, -400], [1000, 400])


def test_a_column_of_sides_gives_amounts_their_sign(tmp_path: Path) -> None:
    text = "Period,Account,Amount,DR/CR\nOct-25,41,10,DR\nOct-25,41,4,CR\nOct-25,41,3,\n,,6,\n"
    extract = read_extract(written(tmp_path, text))
    assert amounts(extract) == [1000, -400]
    assert "line 4: no side" in said(extract)
    assert extract.unread[0].text == "3"


def test_a_map_turns_the_sign_where_costs_are_negative(tmp_path: Path) -> None:
    path = written(tmp_path, PERIODS + "Oct-25,E1,41,-10.00\n")
    assert amounts(read_extract(path, map=parse_extract_map('costs = "negative"'))) == [1000]


def test_an_amount_that_is_no_number_is_named_and_not_posted(tmp_path: Path) -> None:
    text = HEAD + '03/10/2025,E1,41,Drugs,TBC\n04/10/2025,E1,41,Drugs,"12,34"\n'
    extract = read_extract(written(tmp_path, text + "05/10/2025,E1,41,Drugs,1.2E+05\n"))
    assert len(extract.rows) == 0
    assert [(one.row, one.text) for one in extract.unread] == [
        (2, "TBC"), (3, "12,34"), (4, "1.2E+05"),
    ]  # fmt: skip
    assert "has lost its pence" in said(extract)


def test_amounts_finer_than_a_penny_are_rounded_and_told_together(tmp_path: Path) -> None:
    text = PERIODS + "Oct-25,E1,41,33.335\nOct-25,E1,41,-33.335\nOct-25,E1,41,0.30000000000000004\n"
    extract = read_extract(written(tmp_path, text))
    assert amounts(extract) == [3334, -3334, 30]
    assert "2 amounts are finer than a penny" in said(extract)


def test_a_row_with_too_many_cells_is_named_and_not_posted(tmp_path: Path) -> None:
    extract = read_extract(written(tmp_path, PERIODS + "Oct-25,E1,41,10\nOct-25,E1,41,1,234.00\n"))
    assert amounts(extract) == [1000]
    assert "line 3: more cells than the heading has (Oct-25, E1, 41, 1, 234.00)" in said(extract)


def test_delimiters_at_the_end_of_rows_are_no_cells(tmp_path: Path) -> None:
    extract = read_extract(written(tmp_path, PERIODS + "Oct-25,E1,41,10,,,,,,\nOct-25,E1,41,5,\n"))
    assert (amounts(extract), extract.problems) == ([1000, 500], ())


def test_rows_keep_their_line_where_a_cell_is_of_several_lines(tmp_path: Path) -> None:
    text = 'Period,Account,"Amount\n(£)",Narrative\nOct-25,41,10,"two\nlines"\nOct-25,41,x,\n'
    extract = read_extract(written(tmp_path, text))
    assert extract.rows["row"].tolist() == [3]
    assert extract.problems[0].row == 5


def test_a_quotation_mark_without_its_partner_is_an_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 3"):
        read_extract(
            written(tmp_path, PERIODS + 'Oct-25,E1,41,1\n"Oct-25,E1,41,2\nOct-25,E1,4,3\n')
        )


def test_a_cell_that_has_swallowed_rows_is_named_and_not_posted(tmp_path: Path) -> None:
    text = (
        'Period,Account,Narrative,Amount\nOct-25,41,"12 inch,5\nOct-25,41,ok",6\n'
        'Oct-25,41,"two\nlines, and a comma",7\n'
    )
    extract = read_extract(written(tmp_path, text))
    assert amounts(extract) == [700]
    assert "line 2: a quotation mark has no partner" in said(extract)


def test_dates_of_the_american_order_are_all_unclear(tmp_path: Path) -> None:
    american = read_extract(written(tmp_path, HEAD + "10/13/2025,E1,41,,1\n10/12/2025,E1,41,,2\n"))
    assert american.rows["start"].isna().all()
    assert "line 3: '10/12/2025': this file writes the month first" in said(american)
    mistyped = read_extract(written(tmp_path, HEAD + "10/13/2025,E1,41,,1\n13/10/2025,E1,41,,2\n"))
    assert mistyped.rows["start"].isna().tolist() == [True, False]


def test_unclear_times_keep_their_money_in_the_extract(tmp_path: Path) -> None:
    text = PERIODS + "202510,E1,41,10.00\nP13 2025/26,E1,41,5.00\n2025/26 P07,E1,41,1.00\n"
    extract = read_extract(written(tmp_path, text))
    assert extract.total == 1600
    assert extract.rows["start"].isna().tolist() == [True, True, False]
    assert "line 2: the period '202510' is unclear" in said(extract)
    assert "(£5.00, not posted)" in said(extract)


def test_the_map_says_what_an_unclear_period_is(tmp_path: Path) -> None:
    path = written(tmp_path, PERIODS + "202510,E1,41,10.00\nP13,E1,41,5.00\n7,E1,41,1.00\n")
    how = parse_extract_map(
        '[period]\nyear = "2025/26"\nsix_digits = "financial"\n'
        '[period.named]\n"P13" = [2026-03-01, 2026-03-31]\n'
    )
    assert days(read_extract(path, map=how)) == [
        ("2026-01-01", "2026-01-31"), ("2026-03-01", "2026-03-31"), ("2025-10-01", "2025-10-31"),
    ]  # fmt: skip


def test_a_year_in_a_column_of_its_own_belongs_to_the_period(tmp_path: Path) -> None:
    text = "Financial year,Period,Account,Amount\n2025/26,P01,41,1\n2024/25,12,41,1\n"
    assert days(read_extract(written(tmp_path, text))) == [
        ("2025-04-01", "2025-04-30"), ("2025-03-01", "2025-03-31"),
    ]  # fmt: skip


def test_the_date_goes_before_the_period_and_that_is_said(tmp_path: Path) -> None:
    text = "Date,Period,Account,Amount\n03/10/2025,Oct-25,41,1\n,Oct-25,41,1\n"
    extract = read_extract(written(tmp_path, text))
    assert days(extract) == [("2025-10-03", "2025-10-03"), ("2025-10-01", "2025-10-31")]
    assert any("A row's date says its week" in guess for guess in extract.guesses)


def test_moments_of_the_day_are_days(tmp_path: Path) -> None:
    moments = [
        f"03/10/2025 {at // 3600:02d}:{at // 60 % 60:02d}:{at % 60:02d}" for at in range(4000)
    ]
    text = "Date,Account,Amount\n" + "".join(f"{moment},41,1.00\n" for moment in moments)
    assert set(days(read_extract(written(tmp_path, text)))) == {("2025-10-03", "2025-10-03")}


def test_a_code_keeps_its_zeros_and_a_centre_its_text(tmp_path: Path) -> None:
    extract = read_extract(written(tmp_path, PERIODS + "Oct-25,00123,0412,1\nOct-25,NA,412,1\n"))
    assert extract.rows["centre"].tolist() == ["00123", "NA"]
    assert extract.rows["account"].tolist() == ["0412", "412"]


def test_fill_down_gives_blank_cells_what_stands_above(tmp_path: Path) -> None:
    path = written(tmp_path, PERIODS + "Oct-25,E1,41,1\nOct-25,,42,1\nOct-25,E2,41,1\n")
    assert read_extract(path).rows["centre"].tolist() == ["E1", "", "E2"]
    filled = read_extract(path, map=parse_extract_map('fill_down = ["centre"]'))
    assert filled.rows["centre"].tolist() == ["E1", "E1", "E2"]


def test_one_centre_for_all_rows_can_stand_in_the_map(tmp_path: Path) -> None:
    path = written(tmp_path, "Period,Account,Amount\nOct-25,41,1\n")
    assert read_extract(path, map=parse_extract_map('centre = "E9"')).rows["centre"].tolist() == [
        "E9"
    ]
    assert any("No column names a cost centre" in guess for guess in read_extract(path).guesses)


def test_an_excel_extract_is_read_as_its_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    notes = book.active
    notes.title = "Notes"
    notes.append(["Made by finance"])
    sheet = book.create_sheet("Detail")
    for row in (
        ["Ledger of October"],
        [],
        ["Date", "Cost centre", "Account", "Description", "Amount"],
        [dt.datetime(2025, 10, 3), "E1", 4120, "Drugs", 1234.56],  # noqa: DTZ001
        [dt.date(2025, 10, 4), "E1", "0412", "Bank", -0.1],
        [None, None, None, "Total", 1234.46],
    ):
        sheet.append(row)
    book.save(tmp_path / "ledger.xlsx")
    extract = read_extract(tmp_path / "ledger.xlsx")
    assert amounts(extract) == [123456, -10]
    assert extract.rows["account"].tolist() == ["4120", "0412"]
    assert extract.rows["row"].tolist() == [4, 5]
    assert days(extract) == [("2025-10-03", "2025-10-03"), ("2025-10-04", "2025-10-04")]
    assert extract.problems == ()
    assert "Read is the sheet 'Detail', not 'Notes'." in extract.guesses


def test_two_sheets_that_look_like_extracts_are_not_chosen_between(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "October"
    for sheet in (book.active, book.create_sheet("November")):
        sheet.append(["Period", "Account", "Amount"])
        sheet.append([f"{sheet.title} 2025", "41", 1])
    path = tmp_path / "ledger.xlsx"
    book.save(path)
    with pytest.raises(DataError, match='sheet = "October"'):
        read_extract(path)
    extract = read_extract(path, map=parse_extract_map('sheet = "november"'))
    assert days(extract) == [("2025-11-01", "2025-11-30")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing in it"),
        ("Month,Amount\nOct-25,1\n", "column for account"),
        ("Period,Account\nOct-25,1\n", "column for amount"),
        ("Account,Amount\n41,1\n", "no column says when"),
        ("Period,Account,Amount,Amount\nOct-25,41,1,2\n", "2 columns are headed 'Amount'"),
        ("Period,Account,Debit\nOct-25,41,1\n", "none for its other side"),
    ],
)
def test_a_heading_that_leaves_doubt_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_extract(written(tmp_path, text))


def test_a_column_that_the_map_names_and_the_file_lacks_is_an_error(tmp_path: Path) -> None:
    how = parse_extract_map('[columns]\naccount = "Natural"')
    with pytest.raises(DataError, match=r"a column 'Natural' \(the account\)"):
        read_extract(written(tmp_path, PERIODS + "Oct-25,E1,41,1\n"), map=how)


def test_the_map_names_columns_and_the_row_of_headings(tmp_path: Path) -> None:
    text = "Account,Amount,Month\nNat,Val,When\n41,1.00,Oct-25\n"
    how = parse_extract_map(
        'header = 2\n[columns]\naccount = "Nat"\namount = "VAL"\nperiod = "when"\n'
    )
    extract = read_extract(written(tmp_path, text), map=how)
    assert (amounts(extract), days(extract)) == ([100], [("2025-10-01", "2025-10-31")])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("costs = 'minus'", "It must be one of: positive, negative"),
        ("header = 0", "1 or more"),
        ("[columns]\nacount = 'x'", "Did you mean 'account'"),
        ("[period]\nscheme = 'weekly'", "months, four-weekly"),
        ("[period.named]\nP13 = [2026-03-31, 2026-03-01]", "ends before it begins"),
        ("[period.starts]\n'2025/26' = 'April'", "the day on which P01 begins"),
    ],
)
def test_a_map_that_is_wrong_names_its_line(text: str, words: str) -> None:
    with pytest.raises(DataError, match=f"line .*{words}"):
        parse_extract_map(text)


def test_the_map_of_the_documentation_is_a_map() -> None:
    page = Path(__file__).parents[2] / "docs" / "ledger-extracts.md"
    text = page.read_text(encoding="utf-8").partition("```toml")[2].partition("```")[0]
    how = parse_extract_map(text)
    assert (how.header, how.costs, how.columns["account"]) == (5, "negative", "Natural")
    assert how.periods.named["P13"].days == 31


def test_a_file_that_is_not_there_is_a_file_error(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        read_extract(tmp_path / "none.csv")


def test_a_file_is_read_in_pieces_as_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        f"{at % 28 + 1:02d}/10/2025,{at % 9:03d},{at % 7:04d},{at},{'(1.50)' if at == 77 else at}"
        for at in range(900)
    ]
    path = written(tmp_path, HEAD + "\n".join(rows))
    whole = read_extract(path)
    monkeypatch.setattr("vmbox.tables.fast_rows._PIECE", 1000)
    parts = read_extract(path)
    assert parts.rows.astype(object).equals(whole.rows.astype(object))
    assert parts.total == sum(range(900)) * 100 - 7700 - 150
    assert parts.rows["account"].tolist()[:2] == ["0000", "0001"]


def test_large_and_small_files_are_read_alike(tmp_path: Path) -> None:
    """A cell of two lines sends a file down the slow way; the fast one must say the same."""
    rows = [
        f'{at % 28 + 1:02d}/10/2025,E{at % 7},041{at % 5},Word {at % 3},"{at * 1.13 - 900:,.2f}"'
        for at in range(3000)
    ]
    fast = read_extract(written(tmp_path, HEAD + "\n".join(rows) + "\n", "fast.csv"))
    slow = read_extract(written(tmp_path, HEAD + "\n".join(rows) + '\n"a\nb",,,,\n', "slow.csv"))
    assert fast.rows.astype(object).equals(slow.rows.astype(object))
