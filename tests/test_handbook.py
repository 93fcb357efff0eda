"""What the handbook and README tell people to type is there, and what they say the program says, it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from quarterday.__main__ import app

PROJECT = Path(__file__).parents[1]
HANDBOOK, README = PROJECT / "HANDBOOK.md", PROJECT / "README.md"
BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(quarterday [^`\n]+)`")


def commands(page: Path) -> list[str]:
    """Every line that begins with quarterday, in a block or in the text."""
    text = page.read_text(encoding="utf-8")
    blocks = "\n".join(BLOCK.findall(text))
    typed = [line for line in blocks.splitlines() if line.startswith("quarterday ")]
    return [*typed, *INLINE.findall(BLOCK.sub("", text))]


EVERY = [(page.stem, line) for page in (HANDBOOK, README) for line in dict.fromkeys(commands(page))]


@pytest.mark.parametrize(("page", "line"), EVERY)
def test_what_people_are_told_to_type_exists_with_its_options(page: str, line: str) -> None:
    name, *rest = shlex.split(line)[1:]
    held = typer.main.get_command(app)
    options = {option for parameter in held.params for option in parameter.opts} | {"--help"}
    if not name.startswith("--"):
        command = held.commands[name]  # type: ignore[attr-defined]
        assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0
        options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        name = ""
    assert [word for word in (name, *rest) if word.startswith("--") and word not in options] == []


def test_there_are_commands_on_both_pages() -> None:
    assert {page for page, _ in EVERY} == {"HANDBOOK", "README"}
    assert len(EVERY) > 20


def test_every_message_that_the_handbook_explains_is_one_of_ours() -> None:
    section = HANDBOOK.read_text(encoding="utf-8").split("### What the messages mean")[1].split("\n## ")[0]
    messages = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(PROJECT.glob("hooks/quarterday/**/*.py")))
    pieces = [piece.strip(" ,") for message in messages for piece in re.split("…|;|'", message)]
    assert len(messages) > 6
    assert [piece for piece in pieces if piece not in source] == []


def test_every_file_and_picture_that_the_handbook_links_is_there() -> None:
    linked = re.findall(r"\]\(([^)#]+)\)", HANDBOOK.read_text(encoding="utf-8"))
    assert linked
    assert [name for name in linked if not (PROJECT / name).is_file()] == []


def test_the_handbook_is_short_enough_to_be_read() -> None:
    assert len(HANDBOOK.read_text(encoding="utf-8").splitlines()) <= 250
