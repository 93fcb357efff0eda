"""What a rule finds stays until a person corrects it, or says why it stands."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from weakref import ref

import pytest

from quarterday import findings as module
from quarterday.findings import findings, unanswered
from quarterday.model import Data
from quarterday.problems import Place, Problem, Severity
from quarterday.reading import read
from quarterday.rules.reported import groups
from quarterday.rules.rule import warning

FILE = "data/quarters/2022-23-q2/clean-streets.yml"
ANSWER = """acknowledged:
  - rule: figures-agree
    subject: STREETS Streets found clean
    about: 91% and 92%
    by: Performance officer
    why: The report prints both.
    date: 2022-11-20
"""


def figures_agree(_: Data) -> Iterator[Problem]:
    yield warning(Place(FILE, 10, 9), "STREETS Streets found clean", "91% and\n92%", "one says 91%, the other 92%")


@pytest.fixture(autouse=True)
def one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RULES", (figures_agree,))


def answered(smallshire: Path, text: str) -> tuple[Problem, ...]:
    (smallshire / "data" / "acknowledged.yml").write_text(text, encoding="utf-8")
    return findings(read(smallshire))


def test_a_warning_is_unanswered_until_it_is_acknowledged(smallshire: Path) -> None:
    [found] = findings(read(smallshire))
    assert (found.rule, found.acknowledged) == ("figures-agree", False)
    assert unanswered((found,)) == (found,)
    [found] = answered(smallshire, ANSWER)
    assert found.acknowledged
    assert unanswered((found,)) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("91%", "91.5%"),
        ("figures-agree", "dates-agree"),
        ("STREETS", "ROADS"),
        ("    subject", "    file: x\n    subject"),
    ],
)
def test_an_acknowledgement_holds_while_what_it_is_about_stands(smallshire: Path, old: str, new: str) -> None:
    note, found = sorted(
        answered(smallshire, ANSWER.replace(old, new, 1)), key=lambda one: one.severity is not Severity.NOTE
    )
    assert not found.acknowledged
    assert str(note).startswith("data/acknowledged.yml:2:5: nothing is found of '")
    assert unanswered((note, found)) == (found,)


def test_an_acknowledgement_may_be_of_one_file(smallshire: Path) -> None:
    [found] = answered(smallshire, ANSWER.replace("    subject", f"    file: {FILE}\n    subject"))
    assert found.acknowledged


def test_what_the_rules_look_at_goes_without_being_looked_for(exampleshire: Data) -> None:
    """A build does not look for what goes round in circles, and the rules look at every figure many times."""
    gc.disable()
    try:
        group = next(one for one in groups(exampleshire) if len([*one.measures]) > 1)
        seen = ref(group)
        del group
        assert seen() is None
    finally:
        gc.enable()
