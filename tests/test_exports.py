"""Exports of other systems come in as typed, by a mapping file, and what it does not decide is asked."""

from __future__ import annotations

import csv
import shutil
import zipfile
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from rich.progress import Progress
from typer.testing import CliRunner

from quarterday.__main__ import app
from quarterday.checks import check
from quarterday.exports import Wanted, slug
from quarterday.importing import Taken, taken
from quarterday.incoming import NotTaken, told, tried, write
from quarterday.mappings import mapping, period_of
from quarterday.periods import Quarter
from quarterday.problems import DataError, Severity
from quarterday.reading import read

PROJECT = Path(__file__).parents[1]
EXPORTS = Path(__file__).parent / "exports"
ROWS = (EXPORTS / "rows.csv").read_text()
ACROSS = (EXPORTS / "across.csv").read_text()
BY_ROWS = (EXPORTS / "rows.yml").read_text()
BY_COLUMNS = (EXPORTS / "across.yml").read_text()
Q2 = Quarter(2022, 2)
ALL = Wanted()


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a mapping is told of by a short name."""
    monkeypatch.chdir(tmp_path)


def brought(site: Path, export: str | bytes, by: str, wanted: Wanted = ALL, name: str = "export.csv") -> Taken:
    Path(name).write_bytes(export if isinstance(export, bytes) else export.encode())
    Path("by.yml").write_text(by)
    with Progress(disable=True) as progress:
        return taken(site, [Path(name)], Path("by.yml"), wanted, progress)


def asked(site: Path, export: str | bytes, by: str, wanted: Wanted = ALL) -> list[str]:
    with pytest.raises(NotTaken) as raised:
        brought(site, export, by, wanted)
    return list(raised.value.problems)


def lines(found: Taken) -> list[str]:
    return list(told(found.changes))


def row(value: str = "92%", target: str = "95%", code: str = "M1", quarter: str = "Q2 2022/23") -> str:
    """A row of another value than published is asked about, so most of these have that of Quarter 2."""
    return f'{ROWS.splitlines()[0]}\n,{code},Streets found clean,{quarter},"{value}","{target}",\n'


KEEP = BY_ROWS + "differs_from_published: keep ours\n"
TAKE = BY_ROWS + "differs_from_published: take theirs\n"


# ---- what comes in ----


def test_rows_come_in_as_typed_beside_what_stands(smallshire: Path) -> None:
    found = brought(smallshire, ROWS, BY_ROWS)
    assert lines(found) == [
        "data/quarters/2022-23-q2/clean-streets.yml",
        "  M1 Streets found clean",
        '    target: nothing -> "95%"',
        '    commentary: nothing -> "Two wards were late, and both are clean now."',
    ]
    assert found.left_out == {"blank cells": 1}


def test_what_is_written_is_read_back_and_checked(smallshire: Path) -> None:
    write(smallshire, brought(smallshire, ROWS, BY_ROWS).changes)
    [report] = read(smallshire).quarters[1].priorities[0].measures
    assert report.target is not None
    assert (report.target.printed, report.commentary) == ("95%", "Two wards were late, and both are clean now.")


def test_periods_in_columns_go_each_to_their_quarter(smallshire: Path) -> None:
    by = BY_COLUMNS + "differs_from_published: take theirs\n"
    assert lines(brought(smallshire, ACROSS.replace("91%", "91.5%").replace("92%", "92.50%"), by)) == [
        "data/quarters/2022-23-q1/clean-streets.yml",
        "  M1 Streets found clean",
        '    results 2022-23-q1 value: "91%" -> "91.5%"',
        "data/quarters/2022-23-q2/clean-streets.yml",
        "  M1 Streets found clean",
        '    results 2022-23-q2 value: "92%" -> "92.50%"',
        '    commentary: nothing -> "Cleaner than ever (made up)."',
    ]


def test_one_quarter_can_be_taken_alone_and_the_others_are_counted(smallshire: Path) -> None:
    export = ACROSS.replace("Q2 2022/23", "Q2 2032/33")
    found = brought(smallshire, export, BY_COLUMNS, Wanted(quarter=Quarter(2022, 1)))
    assert (lines(found), found.left_out) == ([], {"values of other quarters": 2})


def test_a_later_report_can_give_the_results_of_earlier_quarters(smallshire: Path) -> None:
    found = brought(smallshire, ROWS.replace("91%,", "91%,94%"), BY_ROWS, Wanted(reported_in=Q2))
    assert '    results 2022-23-q1 value: nothing -> "91%"' in lines(found)
    assert found.left_out == {"words and targets of earlier quarters, for which a later report has no place": 1}


def test_a_quarter_can_be_named_where_the_export_prints_none(smallshire: Path) -> None:
    export = "Measure,Value\nStreets found clean,92.6%\n"
    by = "columns:\n  title: Measure\n  value: Value\ndecimal_sign: point\ndiffers_from_published: take theirs\n"
    assert lines(brought(smallshire, export, by, Wanted(quarter=Q2)))[2:] == [
        '    results 2022-23-q2 value: "92%" -> "92.6%"'
    ]
    assert asked(smallshire, export, by) == [
        "export.csv: the mapping by.yml names no period; say which quarter this is with --quarter"
    ]


def test_measures_that_are_in_no_plan_are_made_when_asked_for(smallshire: Path) -> None:
    export = ACROSS + "M7,Weeds pulled (all),number,Maximise,40,31,33,\n"
    assert asked(smallshire, export, BY_COLUMNS) == [
        "export.csv:3:1: is in no plan, found 'M7 Weeds pulled (all)'; --add-measures makes it"
    ]
    found = brought(smallshire, export, BY_COLUMNS, Wanted(add_measures=True))
    assert found.added == 1
    assert lines(found)[3:] == [
        "data/plans/council-plan/clean-streets.yml",
        "  M7 Weeds pulled (all) (a new measure, weeds-pulled-all)",
        '    code: nothing -> "M7"',
        '    title: nothing -> "Weeds pulled (all)"',
        '    unit: nothing -> "number"',
        '    polarity: nothing -> "higher"',
        '    target: nothing -> "40"',
        "data/quarters/2022-23-q1/clean-streets.yml",
        "  M7 Weeds pulled (all)",
        '    results 2022-23-q1 value: nothing -> "31"',
        "data/quarters/2022-23-q2/clean-streets.yml",
        "  M7 Weeds pulled (all)",
        '    results 2022-23-q2 value: nothing -> "33"',
    ]
    write(smallshire, found.changes)
    assert [measure.id for measure in read(smallshire).measures] == ["streets-found-clean", "weeds-pulled-all"]


def test_a_new_measure_can_be_new_from_a_quarter_on(smallshire: Path) -> None:
    export = ACROSS + "M7,Weeds pulled,number,Maximise,40,31,33,\n"
    since = BY_COLUMNS + "  since: 2022-23-q1\n"
    assert '    title 2022-23-q1 value: nothing -> "Weeds pulled"' in lines(
        brought(smallshire, export, since, Wanted(add_measures=True))
    )


def test_new_ids_are_unique(smallshire: Path) -> None:
    more = "".join(f"M{at},Streets found clean,%,Maximise,1%,2%,3%,\n" for at in (7, 8))
    found = brought(smallshire, ACROSS + more, BY_COLUMNS, Wanted(add_measures=True))
    write(smallshire, found.changes)
    assert [measure.id for measure in read(smallshire).measures] == [
        "streets-found-clean",
        "streets-found-clean-m7",
        "streets-found-clean-m8",
    ]


def test_measures_whose_titles_make_one_id_are_told_apart(smallshire: Path) -> None:
    rows = "".join(
        f"M{at},{title},,,7%,1%,2%,\n" for at, title in ((7, "Weeds (all)"), (8, "Weeds: all"), (7, "Weeds (all)"))
    )
    found = brought(smallshire, ACROSS + rows, BY_COLUMNS, Wanted(add_measures=True))
    write(smallshire, found.changes)
    assert [measure.id for measure in read(smallshire).measures][1:] == ["weeds-all", "weeds-all-m8"]


@pytest.mark.parametrize(
    ("printed", "quarter"),
    [
        ("Q2 2022/23", "2022-23-q2"),
        ("Q4 2022-23", "2022-23-q4"),
        ("Q1 2022/2023", "2022-23-q1"),
        ("Q1  22/23", "2022-23-q1"),
        ("Q2 1999/2000", "1999-00-q2"),
        ("Q2 2022/24", None),
        ("Q2 22/2023", None),
        ("Q2 202/23", None),
        ("Q5 2022/23", None),
        ("q2 2022/23", None),
        ("Q2 2022/23 (provisional)", None),
        ("Quarter Two 2022/23", "2022-23-q2"),
    ],
)
def test_a_printed_quarter_is_one_of_the_form_or_one_that_is_named(printed: str, quarter: str | None) -> None:
    Path("by.yml").write_text(
        BY_ROWS.replace("form:", "also: [{printed: Quarter Two 2022/23, quarter: 2022-23-q2}]\n  form:")
    )
    periods = mapping(Path("by.yml"), "by.yml").periods
    assert periods is not None
    assert period_of(printed, periods) == (Quarter.named(quarter) if quarter else None)


@pytest.mark.parametrize(
    ("printed", "made"),
    [("% of children’s homes (CP)", "of-childrens-homes-cp"), ("Sgoiltean Gàidhlig", "sgoiltean-gaidhlig"), ("—", "")],
)
def test_an_id_is_small_letters_figures_and_hyphens(printed: str, made: str) -> None:
    assert slug(printed) == made


# ---- each trap ----


def test_a_word_is_asked_about_until_the_mapping_says_what_it_means(smallshire: Path) -> None:
    assert asked(smallshire, row("dna"), BY_ROWS)[0] == (
        "export.csv:2:5: Value should be a figure, found 'dna'; reasons or kinds in by.yml decides"
    )
    by = TAKE.replace("blank:", "  - {printed: dna, reason: not yet available}\nblank:")
    assert lines(brought(smallshire, row("dna"), by))[:5] == [
        "data/council.yml",
        "  dna",
        '    reason: nothing -> "not yet available"',
        "data/quarters/2022-23-q2/clean-streets.yml",
        "  M1 Streets found clean",
    ]


def test_a_word_the_site_knows_is_asked_about_too(smallshire: Path) -> None:
    by = TAKE.replace("  - {printed: N/A, reason: not applicable}", "  []")
    assert asked(smallshire, row("N/A"), by) == [
        "export.csv:2:5: Value has words for no figure, and the mapping does not say which, found 'N/A';"
        " reasons in by.yml decides"
    ]
    assert '    results 2022-23-q2 value: "92%" -> "N/A"' in lines(brought(smallshire, row("N/A"), TAKE))


def test_a_word_cannot_mean_something_else_than_on_the_site(smallshire: Path) -> None:
    both = "{printed: N/A, reason: suppressed}\n  - {printed: held back, reason: not reported}"
    assert asked(smallshire, ROWS, BY_ROWS.replace("{printed: N/A, reason: not applicable}", both)) == [
        "by.yml:14:5: 'N/A' means not applicable on this site, found 'suppressed'",
        "by.yml:15:5: 'held back' means suppressed in data/council.yml:8:5, found 'not reported'",
    ]


def test_a_decimal_comma_is_asked_about(smallshire: Path) -> None:
    assert asked(smallshire, row("92,5"), BY_ROWS) == [
        "export.csv:2:5: Value should have a decimal point, found '92,5'; decimal_sign in by.yml decides"
    ]


def test_a_decimal_comma_is_written_as_a_point_with_what_was_typed_beside_it(smallshire: Path) -> None:
    by = TAKE.replace("point", "comma").replace("blank:", "kinds: [number]\nblank:")
    found = brought(smallshire, row("1.092,5", ""), by)
    assert lines(found)[2:] == [
        '    results 2022-23-q2 value: "92%" -> "1,092.5"',
        '    results 2022-23-q2 quote: nothing -> "1.092,5"',
    ]
    assert asked(smallshire, row("92.5", "94,5"), by) == [
        "export.csv:2:5: Value should have a decimal comma, found '92.5'; decimal_sign in by.yml decides",
        "export.csv:2:6: Target has a decimal comma, and data/ has no place to keep it as typed beside the figure,"
        " found '94,5'; write it in the export with a decimal point",
    ]


def test_money_is_asked_about_and_then_kept_as_typed(smallshire: Path) -> None:
    assert asked(smallshire, row("£203K"), BY_ROWS) == [
        "export.csv:2:5: Value reads as money, found '£203K'; kinds in by.yml decides"
    ]
    by = TAKE + "kinds: [money, percentage]\n"
    assert '    results 2022-23-q2 value: "92%" -> "£203K"' in lines(brought(smallshire, row("£203K"), by))


def test_a_figure_without_the_sign_of_its_unit_is_asked_about(smallshire: Path) -> None:
    export = ACROSS.replace("92%", "92.4")
    by = BY_COLUMNS + "differs_from_published: take theirs\n"
    assert asked(smallshire, export, by) == [
        "export.csv:2:7: Q2 2022/23 has no % sign, and its unit is %, found '92.4'; bare_percentages in by.yml decides"
    ]
    assert '    results 2022-23-q2 value: "92%" -> "92.4"' in lines(
        brought(smallshire, export, by + "bare_percentages: as typed\n")
    )


def test_a_blank_is_asked_about_and_then_left_out_or_kept(smallshire: Path) -> None:
    assert asked(smallshire, row("92%", ""), BY_ROWS.replace("target: leave out", "value: keep blank")) == [
        "export.csv:2:6: Target is blank; blank: target in by.yml decides"
    ]
    assert lines(brought(smallshire, row("92%", ""), BY_ROWS)) == []
    found = brought(smallshire, row("92%", ""), BY_ROWS.replace("leave out", "keep blank"))
    assert lines(found)[2:] == ['    target: nothing -> ""']
    write(smallshire, found.changes)
    file = smallshire / "data/quarters/2022-23-q2/clean-streets.yml"
    assert file.read_text().endswith("        value: 92%\n    target:\n")
    assert lines(brought(smallshire, row("92%", ""), BY_ROWS.replace("leave out", "keep blank"))) == []


def test_a_value_that_differs_from_what_was_published_is_asked_about(smallshire: Path) -> None:
    assert asked(smallshire, row("93%"), BY_ROWS) == [
        "export.csv:2:5: Value differs from what data/ has for 2022-23-q2, found '93%'"
        " where data/quarters/2022-23-q2/clean-streets.yml:11:16 has '92%';"
        " differs_from_published in by.yml decides"
    ]
    kept = brought(smallshire, row("93%"), KEEP)
    assert (lines(kept)[2:], kept.left_out) == (
        ['    target: nothing -> "95%"'],
        {"values that differ from what data/ has": 1},
    )
    assert '    results 2022-23-q2 value: "92%" -> "93%"' in lines(brought(smallshire, row("93%"), TAKE))


def test_a_target_that_differs_from_the_plan_is_asked_about(smallshire: Path) -> None:
    export = ACROSS.replace("90%", "94%")
    assert asked(smallshire, export, BY_COLUMNS) == [
        "export.csv:2:5: Target differs from the plan, found '94%'"
        " where data/plans/council-plan/clean-streets.yml:22:13 has '90%'; differs_from_plan in by.yml decides"
    ]
    kept = brought(smallshire, export, BY_COLUMNS + "differs_from_plan: keep ours\n")
    assert kept.left_out == {"values that differ from the plan": 1}


def test_a_title_that_differs_from_the_plan_is_asked_about(smallshire: Path) -> None:
    export = ROWS.replace("found clean", "found spotless")
    assert asked(smallshire, export, BY_ROWS) == [
        "export.csv:2:3: Measure differs from the plan, found 'Streets found spotless'"
        " where data/plans/council-plan/clean-streets.yml:16:5 has 'Streets found clean' (2 cells: 2:3, 3:3);"
        " other_names in by.yml decides"
    ]
    found = brought(smallshire, export, BY_ROWS + "other_names: as printed\n")
    assert '    title: nothing -> "Streets found spotless"' in lines(found)


def test_a_column_that_is_missing_or_there_twice_is_asked_about(smallshire: Path) -> None:
    header = "Id,Code,Measures,Quarter,Value,Value,Target,Commentary,Owner\n"
    keys = "columns, leave_out or other_columns in by.yml decides"
    assert asked(smallshire, header, BY_ROWS) == [
        "export.csv:1:1: there should be a column 'Measure' (did you mean 'Measures'?);"
        " columns: title in by.yml decides",
        "export.csv:1:6: the column 'Value' is there twice, first at 1:5; columns: value in by.yml decides",
        f"export.csv:1:3: the column 'Measures' is not in the mapping; {keys}",
        f"export.csv:1:9: the column 'Owner' is not in the mapping; {keys}",
    ]


def test_a_quarter_that_is_there_twice_or_not_at_all_is_asked_about(smallshire: Path) -> None:
    twice = ACROSS.replace("Q2 2022/23", "Q1 2022-23")
    assert asked(smallshire, twice, BY_COLUMNS)[0] == (
        "export.csv:1:7: the column 'Q1 2022-23' is of 2022-23-q1, as is the one at 1:6;"
        " columns: value in by.yml decides"
    )
    none = ACROSS.replace("Q1 2022/23", "Q1 202/23").replace("Q2 2022/23", "2nd quarter")
    assert asked(smallshire, none, BY_COLUMNS)[0] == (
        "export.csv:1:1: there should be a column such as '{period}' for a quarter;"
        " columns: value or periods in by.yml decides"
    )
    assert asked(smallshire, ACROSS, BY_COLUMNS, Wanted(quarter=Quarter(2022, 3))) == [
        "export.csv:1:1: there is no column of values for 2022-23-q3"
    ]


def test_a_misspelt_quarter_is_asked_about(smallshire: Path) -> None:
    assert asked(smallshire, row(quarter="Q2 202/23"), BY_ROWS) == [
        "export.csv:2:4: Quarter should be a quarter such as 'Q{q} {year}', found 'Q2 202/23';"
        " also or leave_out of periods in by.yml decides"
    ]
    also = BY_ROWS.replace("form:", "also: [{printed: Q2 202/23, quarter: 2022-23-q2}]\n  form:")
    assert '    target: nothing -> "95%"' in lines(brought(smallshire, row(quarter="Q2 202/23"), also))


def test_a_quarter_without_a_folder_is_asked_about(smallshire: Path) -> None:
    assert asked(smallshire, row(quarter="Q4 2021/22", target=""), BY_ROWS) == [
        "export.csv:2:4: there is no folder data/quarters/2021-22-q4;"
        " quarterday new-quarter 2021-22-q4 makes it, or --quarter takes one quarter alone"
    ]


def test_words_of_the_latest_quarter_go_where_the_last_value_of_the_row_is(smallshire: Path) -> None:
    by = BY_COLUMNS.replace("periods:", "blank: {value: leave out}\nperiods:")
    note = "data/quarters/2022-23-q2/clean-streets.yml"
    found = brought(smallshire, ACROSS.replace("Q1 2022/23", "Q3 2022/23").replace("91%", ""), by)
    assert [(one.incoming.file, one.incoming.key) for one in found.changes] == [(note, "commentary")]
    earlier = brought(smallshire, ACROSS, by, Wanted(quarter=Quarter(2022, 1)))
    assert earlier.left_out == {"values of other quarters": 2}
    assert asked(smallshire, ACROSS.replace("91%,92%", ","), by) == [
        "export.csv:2:8: Latest Note is of the latest quarter, and the row has no value;"
        " goes_to of columns: commentary in by.yml decides"
    ]


def test_tags_in_commentary_are_asked_about(smallshire: Path) -> None:
    export = ROWS.replace("Two wards", "<p>Two wards")
    assert asked(smallshire, export, BY_ROWS) == [
        "export.csv:3:7: Commentary has HTML tags, found '<p>'; html in by.yml decides"
    ]
    assert '"<p>Two wards' in lines(brought(smallshire, export, BY_ROWS + "html: as typed\n"))[-1]


def test_a_title_that_fits_two_measures_is_asked_about(smallshire: Path) -> None:
    plan = smallshire / "data/plans/council-plan/clean-streets.yml"
    plan.write_text(plan.read_text() + "  - id: streets-again\n    title: Streets found clean\n")
    assert asked(smallshire, row(code=""), BY_ROWS) == [
        "export.csv:2:1: fits more than one measure of the plan, found 'Streets found clean',"
        " which are streets-found-clean and streets-again; columns: code or id in by.yml decides"
    ]


def test_a_row_that_names_two_measures_is_asked_about(smallshire: Path) -> None:
    plan = smallshire / "data/plans/council-plan/clean-streets.yml"
    plan.write_text(plan.read_text() + "  - id: weeds-pulled\n    title: Weeds pulled\n")
    assert asked(smallshire, row().replace("Streets found clean", "Weeds pulled"), BY_ROWS) == [
        "export.csv:2:1: the row names two measures, found 'M1 Weeds pulled',"
        " which are streets-found-clean and weeds-pulled"
    ]


def test_what_a_new_measure_lacks_is_asked_about(smallshire: Path) -> None:
    new = Wanted(add_measures=True)
    export = ACROSS + "M7,Weeds pulled,,Minimize,7%,1%,2%,\nM8,,,,7%,1%,2%,\n"
    assert asked(smallshire, export, BY_COLUMNS, new) == [
        "export.csv:3:4: Aim to should be higher, lower or within range, found 'Minimize';"
        " polarities in by.yml decides",
        "export.csv:4:1: is in no plan, and a new measure needs a title, found 'M8'; columns: title in by.yml decides",
    ]
    by = BY_COLUMNS.replace("  unit: Unit", "  priority: Unit")
    assert asked(smallshire, ACROSS + "M7,Weeds pulled,Green streets,,7%,1%,2%,\n", by, new) == [
        "export.csv:3:3: Unit fits no priority of the plan 'council-plan', found 'Green streets';"
        " priorities in by.yml decides"
    ]
    nowhere = BY_COLUMNS.replace("plan: council-plan", "plan: another-plan")
    assert asked(smallshire, ACROSS + "M7,Weeds pulled,,,7%,1%,2%,\n", nowhere, new) == [
        "export.csv:3:1: there is no plan 'another-plan' for new measures; new_measures: plan in by.yml decides"
    ]


def test_a_measure_of_the_plan_itself_has_no_place_in_a_report(smallshire: Path) -> None:
    plan = smallshire / "data/plans/council-plan/plan.yml"
    plan.write_text(plan.read_text() + "measures:\n  - id: all-well\n    code: M9\n    title: All well\n")
    assert asked(smallshire, ACROSS + "M9,All well,,,7%,1%,2%,\n", BY_COLUMNS) == [
        "export.csv:3:1: is a measure of the plan itself, and no report has a place for its figures,"
        " found 'M9 All well'"
    ]


def test_a_result_cannot_stand_in_an_earlier_report(smallshire: Path) -> None:
    assert asked(smallshire, row(target=""), BY_ROWS, Wanted(reported_in=Quarter(2022, 1))) == [
        "export.csv:2:5: Value is of 2022-23-q2, after the quarter of --reported-in",
    ]


def test_a_row_that_names_no_measure_is_asked_about(smallshire: Path) -> None:
    export = ROWS + ",,,Q2 2022/23,7,7,\n,,Total,Q2 2022/23,7,7,\n"
    assert asked(smallshire, export, BY_ROWS + "leave_out_rows: [Total]\n") == [
        "export.csv:4:1: the row has figures, and names no measure; leave_out_rows or columns in by.yml decides"
    ]


def test_a_row_of_another_length_is_asked_about(smallshire: Path) -> None:
    assert asked(smallshire, ROWS + ",M1,Streets found clean\n", BY_ROWS) == [
        "export.csv:4:1: the row should have 7 cells, as the header has, found '3'"
    ]


def test_many_questions_of_one_kind_are_one_line(smallshire: Path) -> None:
    header, one = row("x").splitlines()
    many = "\n".join([header, *(one.replace("x", f"word {at % 9}") for at in range(1200))])
    assert asked(smallshire, many, BY_ROWS) == [
        "export.csv:2:5: Value should be a figure, found 'word 0', 'word 1', 'word 2' and others"
        " (1,200 cells: 2:5, 3:5, 4:5, …); reasons or kinds in by.yml decides"
    ]


def test_what_is_told_cannot_steer_a_terminal(smallshire: Path) -> None:
    assert asked(smallshire, row("92%\x1b[2J", ""), BY_ROWS) == [
        "export.csv:2:5: Value should be printable characters, found 'U+001B'"
    ]
    assert asked(smallshire, ROWS.replace("Commentary", "Comm\x1b[2Jentary"), BY_ROWS)[1] == (
        "export.csv:1:7: the column 'Comm\ufffd[2Jentary' is not in the mapping;"
        " columns, leave_out or other_columns in by.yml decides"
    )


def test_two_values_for_one_place_are_told(smallshire: Path) -> None:
    assert asked(smallshire, ROWS + row(target="96%").splitlines()[1], BY_ROWS) == [
        "export.csv:4:6: target of M1 Streets found clean should be one value, but export.csv:3:6 says '95%'"
    ]


# ---- the file ----


def test_an_encoding_that_is_not_named_has_to_be_utf_8(smallshire: Path) -> None:
    export = ROWS.replace("Two wards", "£ two wards").encode("cp1252")
    assert asked(smallshire, export, BY_ROWS) == [
        "export.csv:3: byte a3 is not utf-8; encoding in the mapping file decides, such as cp1252 for Excel's"
    ]
    found = brought(smallshire, export, BY_ROWS + "encoding: cp1252\n")
    assert '"£ two wards were late' in lines(found)[-1]


def test_a_file_that_says_it_is_of_another_encoding_is_told(smallshire: Path) -> None:
    assert asked(smallshire, ROWS.encode("utf-16"), BY_ROWS) == ["export.csv: is UTF-16; save it as UTF-8"]
    assert asked(smallshire, ROWS.encode("utf-8-sig"), BY_ROWS + "encoding: cp1252\n") == [
        "export.csv: says that it is UTF-8, and encoding in the mapping file says cp1252"
    ]


def test_a_mark_at_the_start_of_the_file_is_no_part_of_the_first_name(smallshire: Path) -> None:
    assert lines(brought(smallshire, ROWS.encode("utf-8-sig"), BY_ROWS)) == lines(brought(smallshire, ROWS, BY_ROWS))


def test_another_separator_is_asked_about(smallshire: Path) -> None:
    export = row().replace(",", ";")
    assert asked(smallshire, export, BY_ROWS)[0] == (
        "export.csv:1:1: there should be a column 'Id' (the header has one column alone: is separator right?);"
        " columns: id in by.yml decides"
    )
    assert lines(brought(smallshire, export, BY_ROWS + "separator: semicolon\n"))[2:] == [
        '    target: nothing -> "95%"'
    ]


def test_a_quote_that_is_not_closed_is_told(smallshire: Path) -> None:
    assert asked(smallshire, ROWS + ',M1,"Streets\n' * 2, BY_ROWS)[0].startswith("export.csv:4:1: there is text after")
    assert asked(smallshire, ROWS + ',M1,"Streets\n', BY_ROWS) == [
        "export.csv:4:1: a quote that is opened in this row is not closed"
    ]


def test_an_empty_file_is_told(smallshire: Path) -> None:
    assert asked(smallshire, "", BY_ROWS) == ["export.csv: there is no header; header_row in by.yml says where it is"]


# ---- a workbook ----


def workbook(*rows: tuple[object, ...], formats: str = "General") -> bytes:
    """Each figure in the format given."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "KPIs"
    for number, cells in enumerate(rows, 1):
        for column, held in enumerate(cells, 1):
            cell: Any = sheet.cell(number, column)
            cell.value = held
            if isinstance(held, float):
                cell.number_format = formats
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


HEADER = tuple(ROWS.splitlines()[0].split(","))
NAMES = (None, "M1", "Streets found clean", "Q2 2022/23")


def test_a_workbook_is_read_as_it_shows_its_figures(smallshire: Path) -> None:
    given = workbook(HEADER, (*NAMES, 0.925, "95%"), formats="0.0%")
    found = brought(smallshire, given, TAKE, name="export.xlsx")
    assert lines(found)[2:] == [
        '    results 2022-23-q2 value: "92%" -> "92.5%"',
        '    target: nothing -> "95%"',
    ]
    assert {change.incoming.place for change in found.changes} == {"export.xlsx!KPIs!E2", "export.xlsx!KPIs!F2"}


def test_a_cell_of_a_workbook_that_shows_less_than_it_holds_is_asked_about(smallshire: Path) -> None:
    rows = [(*NAMES, 0.33333, "95%"), (*NAMES, date(2023, 3, 31), "=1+1")]
    with pytest.raises(NotTaken) as raised:
        brought(smallshire, workbook(HEADER, *rows, formats="0%"), TAKE, name="export.xlsx")
    assert raised.value.problems == (
        "export.xlsx!KPIs!E2: Value should be text, found the number 0.33333 in the format '0%';"
        " format the cell as text and type it again (2 cells: E2, E3)",
        "export.xlsx!KPIs!F3: Target should be words or figures, found a formula; type what it shows",
    )


def test_which_of_several_sheets_is_asked(smallshire: Path) -> None:
    book = load_workbook(BytesIO(workbook(HEADER)))
    book.create_sheet("Notes")
    stream = BytesIO()
    book.save(stream)
    there = "found 'KPIs' and 'Notes'; sheet in the mapping file decides"
    for by, asks in (("", "there are several sheets"), ("sheet: Kpis\n", "there is no sheet 'Kpis'")):
        with pytest.raises(NotTaken) as raised:
            brought(smallshire, stream.getvalue(), BY_ROWS + by, name="export.xlsx")
        assert raised.value.problems == (f"export.xlsx: {asks}, {there}",)
    assert lines(brought(smallshire, stream.getvalue(), BY_ROWS + "sheet: KPIs\n", name="export.xlsx")) == []


def test_merged_cells_are_told_except_above_the_header(smallshire: Path) -> None:
    book = load_workbook(BytesIO(workbook(("A made-up export",), HEADER, (*NAMES, "92%", "95%"))))
    by = BY_ROWS + "header_row: 2\n"
    book.worksheets[0].merge_cells("A1:F1")
    book.save("merged.xlsx")
    assert lines(brought(smallshire, Path("merged.xlsx").read_bytes(), by, name="export.xlsx"))
    book.worksheets[0].merge_cells("E3:F3")
    book.save("merged.xlsx")
    with pytest.raises(NotTaken, match="!KPIs: the cells E3:F3 are merged; take them apart"):
        brought(smallshire, Path("merged.xlsx").read_bytes(), by, name="export.xlsx")


# ---- the command ----


def run(*arguments: str) -> tuple[int, list[str]]:
    done = CliRunner().invoke(app, ["import", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output.splitlines()


def test_an_export_is_shown_then_written_and_the_figures_stand_as_typed(
    smallshire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(smallshire)
    shutil.copytree(PROJECT / "imports", smallshire / "imports")
    export = f"{ROWS.splitlines()[0]}\n,M1,Streets found clean,Q3 2022/23,92.50%,95%,As planned.\n"
    Path("kpis.csv").write_text(export)
    given = ("kpis.csv", "--mapping", "imports/generic-kpi.yml")
    assert run(*given) == (
        1,
        [
            "kpis.csv:2:4: there is no folder data/quarters/2022-23-q3;"
            " quarterday new-quarter 2022-23-q3 makes it, or --quarter takes one quarter alone",
            "1 question about what came in. Nothing was written.",
        ],
    )
    (smallshire / "data/quarters/2022-23-q3").mkdir()
    (smallshire / "data/quarters/2022-23-q3/quarter.yml").write_text("covers: [council-plan]\n")
    shown = [
        "data/quarters/2022-23-q3/clean-streets.yml",
        "  M1 Streets found clean",
        '    results 2022-23-q3 value: nothing -> "92.50%"',
        '    target: nothing -> "95%"',
        '    commentary: nothing -> "As planned."',
    ]
    assert run(*given) == (0, [*shown, "3 values in 1 file would change. To write them, add --yes"])
    assert run(*given, "--yes") == (0, [*shown, "Wrote 3 values to 1 file. Next: quarterday check"])
    [report] = read(smallshire).quarters[2].priorities[0].measures
    assert report.results[0].value.printed == "92.50%"
    assert run(*given, "--yes") == (0, ["Nothing differs from what data/ has. Nothing was written."])
    assert not [one for one in check(read(smallshire)) if one.severity is Severity.ERROR]


def test_an_export_is_shown_file_by_file(smallshire: Path) -> None:
    Path("kpis.csv").write_text(ACROSS.replace("91%", "91.5%") + "M7,Weeds pulled,number,Maximise,40,31,33,\n")
    Path("by.yml").write_text(BY_COLUMNS + "differs_from_published: take theirs\n")
    status, shown = run("kpis.csv", "--mapping", "by.yml", "--site", str(smallshire), "--add-measures")
    assert (status, [line for line in shown if not line.startswith("   ")]) == (
        0,
        [
            "data/plans/council-plan/clean-streets.yml",
            "  M7 Weeds pulled (a new measure, weeds-pulled)",
            "data/quarters/2022-23-q1/clean-streets.yml",
            "  M1 Streets found clean",
            "  M7 Weeds pulled",
            "data/quarters/2022-23-q2/clean-streets.yml",
            "  M1 Streets found clean",
            "  M7 Weeds pulled",
            "measures that are new in the plan: 1",
            "9 values in 3 files would change. To write them, add --yes",
        ],
    )


def test_workbooks_need_a_quarter_and_exports_a_mapping(smallshire: Path) -> None:
    Path("kpis.csv").write_text(ROWS)
    told = "--quarter is needed for workbooks; --add-measures and --reported-in go with --mapping"
    assert run("kpis.csv", "--site", str(smallshire)) == (1, [told])
    assert run("kpis.csv", "--site", str(smallshire), "--quarter", "2022-23-q2", "--add-measures") == (1, [told])


def test_what_is_wrong_with_the_mapping_is_told_with_its_place(smallshire: Path) -> None:
    Path("kpis.csv").write_text(ROWS)
    Path("by.yml").write_text(BY_ROWS.replace("point", "dot"))
    assert run("kpis.csv", "--site", str(smallshire), "--mapping", "by.yml") == (
        1,
        [
            "by.yml:12:15: decimal_sign should be point or comma, found 'dot'",
            "1 error in the data. Correct it and try again.",
        ],
    )


# ---- whatever comes ----


CELLS = ["", "92%", "92,5", "£203K", "dna", "N/A", "=1+1", "#REF!", "Q2 202/23", "M1", '"', "\x00", "\ufeff", "1" * 400]
CELLS += ["- x", "{a", "*", "&a", "!t", "|", "%", "a: b", "a #b", "é" * 99, "12 staff", "Data available March 2023"]
HOSTILE = st.one_of(st.text(max_size=30), st.sampled_from(CELLS))


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nothing is written to it."""
    site = tmp_path_factory.mktemp("fuzz") / "smallshire"
    shutil.copytree(EXPORTS.parent / "councils" / "smallshire" / "data", site / "data")
    return site


def told_or_taken(site: Path, export: bytes, by: str, name: str) -> None:
    try:
        found = brought(site, export, by, Wanted(add_measures=True), name)
        tried(site, found.changes)
    except (NotTaken, DataError) as error:
        assert str(error).strip()


FUZZ = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FUZZ
@given(
    st.lists(st.lists(HOSTILE, min_size=3, max_size=7), max_size=6),
    st.sampled_from([BY_ROWS, TAKE + "kinds: [text, number, no value]\n", TAKE + "other_names: as printed\n"]),
)
def test_any_cells_are_taken_or_told_of(held: Path, cells: list[list[str]], by: str) -> None:
    stream = StringIO()
    csv.writer(stream).writerows(
        [list(HEADER), *(["", "M1", "Streets found clean", "Q2 2022/23", *row] for row in cells)]
    )
    export = stream.getvalue().encode("utf-8", "surrogatepass")
    new = "new_measures: {plan: council-plan, priority: clean-streets}\n"
    told_or_taken(held, export, by + new, "export.csv")


@FUZZ
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_taken_or_told_of(held: Path, noise: bytes, is_sheet: bool) -> None:
    whole = workbook(HEADER, (*NAMES, "92%", "95%")) if is_sheet else ROWS.encode()
    at = sum(noise) % len(whole)
    for export in (noise, whole[:at] + noise + whole[at + len(noise) :]):
        told_or_taken(held, export, BY_ROWS, "export.xlsx" if is_sheet else "export.csv")


@FUZZ
@given(st.sampled_from(range(9)), st.integers(0, 5000), st.binary(min_size=1, max_size=8))
def test_any_damage_within_a_workbook_is_told_of(held: Path, part: int, at: int, noise: bytes) -> None:
    spoilt = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook(HEADER, (*NAMES, "92%", 0.95)))) as given,
        zipfile.ZipFile(spoilt, "w") as taken_apart,
    ):
        for number, name in enumerate(given.namelist()):
            held_there = given.read(name)
            if number == part % len(given.namelist()):
                where = at % len(held_there)
                held_there = held_there[:where] + noise + held_there[where + len(noise) :]
            taken_apart.writestr(name, held_there)
    told_or_taken(held, spoilt.getvalue(), BY_ROWS, "export.xlsx")


# ---- the mapping ----


def test_a_mapping_says_all_that_is_wrong_with_it_at_once(tmp_path: Path) -> None:
    (tmp_path / "by.yml").write_text(
        "columns:\n  title: Title\n  valeu: Value\nperiods: {form: Quarter}\nblank: {target: drop}\nseparator: dot\n"
    )
    with pytest.raises(DataError) as raised:
        mapping(tmp_path / "by.yml", "imports/by.yml")
    assert str(raised.value).splitlines() == [
        "imports/by.yml:1:1: decimal_sign should be given",
        "imports/by.yml:3:3: 'valeu' is not a key here; did you mean 'value'?",
        "imports/by.yml:4:17: form should have {q} and {year} in it once, such as Q{q} {year}, found 'Quarter'",
        "imports/by.yml:5:17: target should be leave out or keep blank, found 'drop'",
        "imports/by.yml:6:12: separator should be comma, semicolon, tab or bar, found 'dot'",
    ]


def test_a_mapping_whose_keys_do_not_agree_says_where(tmp_path: Path) -> None:
    (tmp_path / "by.yml").write_text(
        'columns:\n  unit: "{period} Unit"\n  value: "{period}"\n  target: Target\n  period: Quarter\n'
        "decimal_sign: comma\n"
    )
    with pytest.raises(DataError) as raised:
        mapping(tmp_path / "by.yml", "imports/by.yml")
    assert str(raised.value).splitlines() == [
        "imports/by.yml:2:3: columns should have an id, a code or a title, by which a measure is known",
        "imports/by.yml:2:3: periods should say how the export prints a quarter",
        "imports/by.yml:2:9: unit should be the name of one column, found '{period} Unit'",
        "imports/by.yml:4:11: target is printed once for several periods;"
        " should have goes_to with plan, latest quarter or each quarter",
        "imports/by.yml:5:11: period should be left out, where the names of columns have {period}",
    ]


@pytest.mark.parametrize("path", sorted((PROJECT / "imports").glob("*.yml")), ids=lambda path: path.stem)
def test_the_mappings_that_come_with_the_program_can_be_read(path: Path) -> None:
    assert mapping(path, path.name).columns.named
