"""What an editor is told of the files in ``data/`` is what the program reads."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from typer.testing import CliRunner

from quarterday.__main__ import app
from quarterday.problems import DataError, Problem
from quarterday.reading import read
from quarterday.schemas import KINDS, kind_of, line, named_in, schemas

TESTS = Path(__file__).parent
PROJECT = TESTS.parent
SITES = [PROJECT, *sorted((PROJECT / "examples").iterdir()), *sorted((TESTS / "councils").iterdir())]
FILES = [path for site in SITES for path in sorted((site / "data").rglob("*.yml"))]

BEYOND_A_SCHEMA = {
    "accessibility-that-claims-too-much": "what people found, put together from several keys",
    "anchor": "PyYAML allows it",
    "bad-file-name": "the name of a file",
    "bad-plan-folder-name": "the name of a folder",
    "file-in-no-plan-or-quarter": "where a file is",
    "file-not-ending-yml": "the name of a file",
    "folder-in-a-quarter": "where a folder is",
    "folder-without-its-own-file": "a file that is not there",
    "key-given-twice": "PyYAML keeps the last",
    "merge-key": "PyYAML merges it",
    "neither-yes-nor-no": "true, which is yes in YAML 1.1",
    "not-a-quarter-folder": "the name of a folder",
    "not-saved-as-utf-8": "the bytes of a file",
    "test-of-no-page": "a number below a key that may be 0",
}
"""What the reader refuses and a schema cannot, and why."""


REJECTED = [
    path for path in sorted((TESTS / "rejected").iterdir()) if path.is_dir() and path.name not in BEYOND_A_SCHEMA
]


class _Older(yaml.SafeLoader):
    """YAML 1.1, where ``yes`` is true, as PyYAML and many tools take it; but a date and a key are text in a schema."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        self.flatten_mapping(node)
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


class _Newer(_Older):
    """YAML 1.2, where ``yes`` is text, as the editors' language server takes it."""


_Older.yaml_implicit_resolvers = {
    first: [(tag, looks) for tag, looks in those if not tag.endswith(":timestamp")]
    for first, those in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Newer.yaml_implicit_resolvers = {
    first: [(tag, re.compile("true|false") if tag.endswith(":bool") else looks) for tag, looks in those]
    for first, those in _Older.yaml_implicit_resolvers.items()
}
_Older.add_constructor("tag:yaml.org,2002:map", _Older.construct_mapping)
EDITORS = [_Older, _Newer]


@cache
def validator(kind: str) -> Draft7Validator:
    return Draft7Validator(json.loads(schemas()[f"{kind}.json"]))


def complaints(path: PurePosixPath, text: str, editor: type[yaml.SafeLoader] = _Older) -> list[str]:
    """What the schema says of a file, by its path within ``data/``."""
    try:
        typed = yaml.load(text, Loader=editor)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return [str(error)]
    return [
        f"{'/'.join(map(str, one.absolute_path))}: {one.message}" for one in validator(kind_of(path)).iter_errors(typed)
    ]


def within_data(path: Path) -> PurePosixPath:
    return PurePosixPath(*path.parts[path.parts.index("data") + 1 :])


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemas_that_are_kept_are_those_the_command_writes(kind: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["schema", "--to", str(tmp_path / "made")])
    assert (done.exit_code, done.stdout) == (0, f"Wrote 11 schemas to {tmp_path}/made/\n")
    name = f"{kind}.json"
    assert (tmp_path / "made" / name).read_text(encoding="utf-8") == (PROJECT / "schemas" / name).read_text(
        encoding="utf-8"
    ), "write them anew: quarterday schema"
    assert {path.name for path in (PROJECT / "schemas").iterdir()} == {f"{kind}.json" for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one(kind: str) -> None:
    Draft7Validator.check_schema(json.loads(schemas()[f"{kind}.json"]))


@pytest.mark.parametrize("editor", EDITORS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_file_of_data_is_as_its_schema_says(path: Path, editor: type[yaml.SafeLoader]) -> None:
    assert complaints(within_data(path), path.read_text(encoding="utf-8"), editor) == []


def refusals(site: Path) -> list[Problem]:
    try:
        read(site)
    except DataError as error:
        return list(error.problems)
    return []


def told_by_the_schema(folder: Path, site: Path) -> dict[str, list[str]]:
    """What the schema says of each file that the reader refuses for what is in it."""
    shutil.copytree(folder / "data", site / "data", dirs_exist_ok=True)
    told = {}
    for name in {problem.place.path for problem in refusals(site)}:
        path = site / name
        if path.is_file() and kind_of(within_data(path.relative_to(site))) in KINDS:
            text = path.read_bytes().decode("utf-8", errors="replace")
            told[name] = complaints(within_data(path.relative_to(site)), text)
    return told


@pytest.mark.parametrize("folder", REJECTED, ids=lambda path: path.name)
def test_what_the_reader_refuses_the_schema_refuses(folder: Path, smallshire: Path) -> None:
    assert [name for name, told in told_by_the_schema(folder, smallshire).items() if not told] == []


@pytest.mark.parametrize("name", BEYOND_A_SCHEMA)
def test_what_a_schema_cannot_say_is_not_more_than_is_listed(name: str, smallshire: Path) -> None:
    told = told_by_the_schema(TESTS / "rejected" / name, smallshire)
    assert not told or not all(told.values())


# ---- small changes to a file are taken by both, or refused by both ----

SMALLSHIRE = {
    within_data(path): path.read_text(encoding="utf-8")
    for path in sorted((TESTS / "councils" / "smallshire" / "data").rglob("*.yml"))
}
WRONG = ["", "x", "No Name", "7", "1.5", "yes", "no", "~", "[]", "{}", "[a]", "{a: b}", "2022-23-q1", "2022-23-q5"]
WRONG += ["2022-11-01", "2022-13-01", "higher", "a@b.c", "[{from: 2022-23-q1, value: 3}]", "[{value: 3}]", "09:30"]


@st.composite
def changed(draw: st.DrawFn) -> tuple[PurePosixPath, str]:
    """A file of Smallshire with one line gone, put in, or with another value."""
    path = draw(st.sampled_from(sorted(SMALLSHIRE)))
    lines = SMALLSHIRE[path].splitlines()
    at = draw(st.sampled_from([at for at, line in enumerate(lines) if line.strip() and not line.startswith("#")]))
    how = draw(st.sampled_from(["drop", "add", "rename", "value"]))
    line = lines[at]
    key = line.partition(":")[0]
    if how == "drop":
        del lines[at]
    elif how == "add":
        indent = " " * (len(line) - len(line.lstrip(" -")))
        lines.insert(at + 1, f"{indent}{draw(st.sampled_from(KEYS))}: {draw(st.sampled_from(WRONG))}")
    elif how == "rename":
        lines[at] = line.replace(key.lstrip(" -"), draw(st.sampled_from(KEYS)), 1)
    else:
        lines[at] = f"{key}: {draw(st.sampled_from(WRONG))}"
    return path, "\n".join(lines) + "\n"


# Which "schema" a program knows, its schemas do not say.
KEYS = sorted(
    {key for kind in KINDS for key in json.loads(schemas()[f"{kind}.json"])["properties"]} - {"schema"}
    | {"titel", "value", "id"}
)


@pytest.fixture(scope="module")
def one_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("changed") / "smallshire"
    shutil.copytree(TESTS / "councils" / "smallshire" / "data", site / "data")
    return site


@settings(max_examples=250, deadline=None, derandomize=True)
@given(one=changed())
def test_a_small_change_is_taken_by_both_or_refused_by_both(one: tuple[PurePosixPath, str], one_site: Path) -> None:
    path, text = one
    file = one_site / "data" / path
    file.write_text(text, encoding="utf-8")
    try:
        refused = [problem for problem in refusals(one_site) if problem.place.path == f"data/{path}"]
    finally:
        file.write_text(SMALLSHIRE[path], encoding="utf-8")
    assume(not any("given twice" in problem.message for problem in refused))  # PyYAML keeps the last
    told = complaints(path, text)
    assert bool(told) == bool(refused), (text, told, refused)


def test_a_key_is_explained_by_the_words_under_it_in_the_model() -> None:
    schema = json.loads(schemas()["priority.json"])
    measure = schema["$defs"]["Measure"]["properties"]
    assert measure["target"]["description"] == "Where it should be, as printed; a list of versions where it changed."
    assert measure["sensitive"] == {
        "description": "It counts few people, whatever its words say: the check asks of its small figures. Nothing is"
        " held back by it.",
        "$ref": "#/$defs/yes-or-no",
    }
    assert schema["$defs"]["VersionOfFigures"]["properties"]["from"]["description"] == (
        "The first quarter that it holds in."
    )
    assert schema["$defs"]["Polarity"]["enum"] == ["higher", "lower", "within range"]


def test_a_new_quarter_names_its_schemas_where_the_quarter_before_does(smallshire: Path) -> None:
    quarters = smallshire / "data" / "quarters"
    before = quarters / "2022-23-q2" / "quarter.yml"
    text = before.read_text(encoding="utf-8").splitlines(keepends=True)
    for opening, named in (("", None), ("# yaml-language-server: $schema=../../up/quarter.json\n", "../../up/")):
        before.write_text("".join([opening, *(kept for kept in text if "$schema" not in kept)]), encoding="utf-8")
        assert CliRunner().invoke(app, ["new-quarter", "2022-23-q3", "--site", str(smallshire)]).exit_code == 0
        first = (quarters / "2022-23-q3" / "clean-streets.yml").read_text(encoding="utf-8").splitlines()[0]
        assert (first == f"# yaml-language-server: $schema={named}priority-report.json") is bool(named)
        shutil.rmtree(quarters / "2022-23-q3")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_file_of_data_opens_with_its_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = line(kind_of(within_data(path)), named_in(text))
    assert text.startswith(named.rstrip("\n"))
    assert (path.parent / named_in(text)).resolve() == PROJECT / "schemas"


def test_files_that_name_no_schema_are_opened_with_theirs_and_are_else_as_they_were(
    smallshire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(smallshire)
    files = {
        "data/council.yml": b"\xef\xbb\xbfname: A council\r\n",
        "data/quarters/2022-23-q2/committee/streets-paper.yml": "subject: R\u00e9sum\u00e9\n".encode(),
    }
    for name, text in files.items():
        Path(name).write_bytes(text)
    done = CliRunner().invoke(app, ["schema", "--open"])
    assert done.stdout == "Wrote 11 schemas to schemas/\nPut the line that names its schema into 2 files\n"
    assert Path("data/council.yml").read_bytes() == (
        b"\xef\xbb\xbf# yaml-language-server: $schema=../schemas/council.json\r\nname: A council\r\n"
    )
    paper = "data/quarters/2022-23-q2/committee/streets-paper.yml"
    opened = b"# yaml-language-server: $schema=../../../../schemas/committee-report.json\n"
    assert Path(paper).read_bytes() == opened + files[paper]
    assert CliRunner().invoke(app, ["schema", "--open"]).stdout.endswith("into 0 files\n")
