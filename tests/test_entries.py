"""Reading a file as text that knows its place."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from quarterday import entries
from quarterday.entries import Mapping, Sequence, Text, entries_of, read_entries
from quarterday.problems import DataError, Place

BOTH_LOADERS = [pytest.param(yaml.SafeLoader, id="python"), pytest.param(entries.LOADER, id="libyaml")]


def problems_in(text: str) -> list[str]:
    with pytest.raises(DataError) as told:
        entries_of(text, "f.yml")
    return [str(problem) for problem in told.value.problems]


def mapping_in(text: str) -> Mapping:
    entry = entries_of(text, "f.yml")
    assert isinstance(entry, Mapping)
    return entry


@pytest.mark.parametrize(
    "typed",
    [
        "no",
        "off",
        "12:30",
        "012",
        "3.10",
        "6.0",
        "0",
        "1e3",
        ".nan",
        "2023-03-31",
        "2024-13-45",
        "~",
        "null",
        "0xFF",
        "1_000",
        "=",
        "Children 1st",
        "£34, 908",
        "67.6%",
        "a # b"[:1],
        "9" * 5000,
    ],
)
@pytest.mark.parametrize("loader", BOTH_LOADERS)
def test_a_value_is_what_was_typed(typed: str, loader: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "LOADER", loader)
    assert mapping_in(f"value: {typed}\n") == {"value": typed}


def test_every_key_and_value_remembers_its_line_and_column() -> None:
    mapping = mapping_in("title: a\nmeasures:\n  - id: b\n    due:\n")
    measures = mapping["measures"]
    assert isinstance(measures, Sequence)
    first = measures[0]
    assert isinstance(first, Mapping)
    assert mapping["title"].place == Place("f.yml", 1, 8)
    assert {key: mapping.key_at(key) for key in mapping} == {
        "title": Place("f.yml", 1, 1),
        "measures": Place("f.yml", 2, 1),
    }
    assert measures.place == Place("f.yml", 3, 3)
    assert first.place == Place("f.yml", 3, 5)
    assert first.key_at("due") == Place("f.yml", 4, 5)


def test_nothing_after_a_key_is_empty_text_where_it_would_stand() -> None:
    due = mapping_in("due:\ntitle: a\n")["due"]
    assert isinstance(due, Text)
    assert (due, due.place) == ("", Place("f.yml", 1, 5))


def test_lines_are_folded_as_yaml_folds_them() -> None:
    text = "plain: a\n  b\nfolded: >\n  c\n  d\n\n  e\nkept: |\n  f\n   g\n\n  h\n"
    assert mapping_in(text) == {"plain": "a b", "folded": "c d\ne\n", "kept": "f\n g\n\nh\n"}


def test_a_byte_order_mark_and_windows_line_ends_make_no_difference(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"\xef\xbb\xbftitle: a\r\nprose: |\r\n  b\r\n  c\r\n")
    entry = read_entries(file, "data/a.yml")
    assert entry == {"title": "a", "prose": "b\nc\n"}
    assert isinstance(entry, Mapping)
    assert entry["title"].place == Place("data/a.yml", 1, 8)


def test_a_comment_is_left_out() -> None:
    assert mapping_in("# first\na: b # as printed\nc: 'Item #3'\nd#e: |\n  f #3\n") == {
        "a": "b",
        "c": "Item #3",
        "d#e": "f #3\n",
    }


def test_keys_merge_only_where_unquoted() -> None:
    assert mapping_in("'<<': a\nb: <<\n") == {"<<": "a", "b": "<<"}


def test_text_and_its_place_survive_a_copy() -> None:
    text = copy.deepcopy(Text("a", Place("f.yml", 2, 3)))
    assert (text, text.place) == ("a", Place("f.yml", 2, 3))


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["1:1: is empty"]),
        ("# only a comment\n", ["1:1: is empty"]),
        ("---\n", ["1:1: is empty"]),
        ("a: 1\na: 2\n", ["2:1: 'a' is given twice (first at line 1)"]),
        ("a: 1\n'a': 2\n", ["2:1: 'a' is given twice (first at line 1)"]),
        ("a: *b\n", ["1:4: '*b' points to another place; text that starts with * needs quotes"]),
        ("a: &b c\n", ["1:4: '&b' names a place; text that starts with & needs quotes"]),
        ("a: !!int 3\n", ["1:4: '!!int' is a tag; text that starts with ! needs quotes"]),
        ("a: !ENV x\n", ["1:4: '!ENV' is a tag; text that starts with ! needs quotes"]),
        ("<<: {a: b}\n", ["1:1: '<<' would merge other keys into these; write them out"]),
        ("? [a]\n: b\n", ["1:3: a key should be plain text, found a list or keys in brackets"]),
        ("? \n: b\n", ["1:2: a key is missing before ':'"]),
        ("a\n---\nb\n", ["2:1: a second document starts here; should be one to a file"]),
        ("a: Item #3\n", ["1:9: '#3' would be lost as a comment; a value with ' #' in it needs quotes"]),
        ("a: #fff\n", ["1:4: '#fff' would be lost as a comment; a value with ' #' in it needs quotes"]),
        ("a: b\x07c\n", ["1:5: should be printable characters, found U+0007"]),
        ('a: "\\0"\n', ["1:4: should be printable characters, found U+0000"]),
        ("a: b\u2028c\n", ["1:5: should be printable characters, found U+2028"]),
        ("a: b\u202ec\n", ["1:5: should be printable characters, found U+202E"]),
        ("a: b\u2066c\n", ["1:5: should be printable characters, found U+2066"]),
    ],
)
@pytest.mark.parametrize("loader", BOTH_LOADERS)
def test_what_yaml_allows_and_data_does_not_is_refused(
    text: str, problems: list[str], loader: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "LOADER", loader)
    assert problems_in(text) == [f"f.yml:{problem}" for problem in problems]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: % of Looked After Children\n", "1:4: a value that starts with % needs quotes"),
        ("a: *Safe and Together* is\n", "1:4: '*Safe' points to another place; text that starts with * needs quotes"),
        ("a: **Safe**\n", "1:5: a value that starts with * needs quotes"),
        ("a: @b\n", "1:4: a value that starts with @ needs quotes"),
        ("a: `b`\n", "1:4: a value that starts with ` needs quotes"),
        ("a: b: c\n", "1:5: a value with ': ' in it needs quotes (or check the indent)"),
        ("a: '\n", "1:4: the quote opened at line 1 is not closed"),
        ("a: [b\n", "2:1: the bracket opened at line 1 is not closed; a value that starts with [ or { needs quotes"),
        ("\ta: b\n", "1:1: should be indented with spaces, found a tab"),
        ("a: |b\n", "1:5: a value that starts with | or > needs quotes (or nothing more on its line)"),
        ("a: ? b\n", "1:4: a value that starts with ? needs quotes"),
        ("a: , b\n", "1:4: a value that starts with , needs quotes"),
        ('a: "\\q"\n', "1:5: \\ has a meaning within double quotes; use single quotes"),
        (
            'a: "The Promise" Team\n',
            "1:18: there is text after the closing quote; put single quotes around the whole value",
        ),
        (
            "a: - b\n",
            "1:4: should be a list item on a line of its own "
            "(check the indent; a value that starts with - needs quotes)",
        ),
        ("a: b\nc\n", "3:1: should be a key followed by ': ' (or check the indent)"),
        (
            "a:\n  b: c\n d: e\n",
            "3:2: should be a key at the indent of the keys above (check the indent, or put quotes around the value)",
        ),
    ],
)
def test_what_yaml_cannot_read_is_told_in_plain_words(text: str, problem: str) -> None:
    assert problems_in(text) == [f"f.yml:{problem}"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert problems_in("a: 1\na: 2\nb: &c d\ne: *c\nf\x00: g\nh: %\n") == [
        "f.yml:2:1: 'a' is given twice (first at line 1)",
        "f.yml:3:4: '&c' names a place; text that starts with & needs quotes",
        "f.yml:4:4: '*c' points to another place; text that starts with * needs quotes",
        "f.yml:5:2: should be printable characters, found U+0000",
        "f.yml:6:4: a value that starts with % needs quotes",
    ]


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: ", "[{"])
@pytest.mark.parametrize("loader", BOTH_LOADERS)
def test_thirty_thousand_levels_are_refused_without_a_crash(
    opening: str, loader: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "LOADER", loader)
    (problem,) = problems_in(opening * 30_000)
    assert problem.endswith("is more than 20 levels deep")


def test_twenty_levels_are_read() -> None:
    assert entries_of("[" * 20 + "]" * 20, "f.yml")
    assert problems_in("[" * 21 + "]" * 21) == ["f.yml:1:21: is more than 20 levels deep"]


def test_a_file_in_another_encoding_is_refused_where_it_first_shows(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes("title: a\ncost: £5\n".encode("cp1252"))
    with pytest.raises(DataError, match=r"^data/a.yml:2:7: should be saved as UTF-8, found byte a3$"):
        read_entries(file, "data/a.yml")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^data/a.yml:1:1: cannot be read: No such file or directory$"):
        read_entries(tmp_path / "a.yml", "data/a.yml")


YAML_LIKE = st.text(alphabet="ab:- \n\t'\"[]{}&*!|>%#?,<~\\x0\ufeff\x85", max_size=60)


@given(st.text() | YAML_LIKE)
@example("a: \ud800")
@example("\ufeff\ufeffa: b")
@example("%YAML 1.1\n%YAML 1.1\n---\na")
@pytest.mark.parametrize("loader", BOTH_LOADERS)
def test_any_text_is_read_or_refused(loader: object, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entries, "LOADER", loader)
        try:
            entries_of(text, "f.yml")
        except DataError as error:
            assert error.problems
            assert all(problem.place.line >= 1 and problem.place.column >= 1 for problem in error.problems)


@given(st.binary())
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, given_bytes: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yml"
    file.write_bytes(given_bytes)
    try:
        read_entries(file, "any.yml")
    except DataError as error:
        assert error.problems


PRINTABLE = st.text(
    alphabet=st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn"), exclude_characters="\ufeff")
)


@given(PRINTABLE)
def test_text_in_single_quotes_comes_back_as_typed(typed: str) -> None:
    quoted = typed.replace("'", "''")
    assert mapping_in(f"key: '{quoted}'\n") == {"key": typed}


@given(st.lists(PRINTABLE.filter(lambda line: bool(line.strip()) and not line.startswith(" ")), min_size=1))
def test_prose_in_a_block_comes_back_as_typed(lines: list[str]) -> None:
    block = "".join(f"  {line}\n" for line in lines)
    assert mapping_in(f"prose: |\n{block}") == {"prose": "".join(f"{line}\n" for line in lines)}
