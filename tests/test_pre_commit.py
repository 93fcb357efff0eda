"""``.pre-commit-hooks.yaml``: what another repository may run before each commit."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from test_checking import run

PROJECT = Path(__file__).parents[1]
HOOKS = PROJECT / ".pre-commit-hooks.yaml"
SCHEMA = {
    # As https://pre-commit.com has it under "Creating new hooks".
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "name", "entry", "language"],
        "properties": {
            **{name: {"type": "string"} for name in ("id", "name", "description", "entry", "files", "exclude")},
            "language": {"const": "python"},
            "pass_filenames": {"type": "boolean"},
        },
        "additionalProperties": False,
    },
}


@pytest.fixture
def hook() -> dict[str, Any]:
    [only] = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    assert isinstance(only, dict)
    return only


def test_it_keeps_to_its_schema() -> None:
    jsonschema.validate(yaml.safe_load(HOOKS.read_text(encoding="utf-8")), SCHEMA)


def test_it_runs_a_command_of_the_package_on_the_data_as_a_whole(
    hook: dict[str, Any], smallshire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, *arguments = shlex.split(hook["entry"])
    scripts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert program in scripts
    assert hook["pass_filenames"] is False
    monkeypatch.chdir(smallshire)
    assert run(*arguments).exit_code == 0
    (smallshire / "data" / "council.yml").write_text("nme: x\n")
    assert run(*arguments).exit_code == 1


def test_it_runs_where_data_change(hook: dict[str, Any]) -> None:
    assert re.search(hook["files"], "data/quarters/2022-23-q2/clean-streets.yml")
    assert not re.search(hook["files"], "docs/about.md")


def test_the_installed_package_has_every_package_that_is_here() -> None:
    told = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    here = {path.parent.relative_to(PROJECT / "hooks").as_posix() for path in PROJECT.glob("hooks/**/__init__.py")}
    assert {name.replace(".", "/") for name in told["packages"]} == here
