"""What the pages of editions and of the root have in common."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import jinja2
import pytest

from quarterday import frames
from quarterday.edition import edition
from quarterday.frames import environment
from quarterday.model import Data


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled templates are kept, in place of the folder beside them."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(frames._compiled, "directory", str(tmp_path / "__pycache__"))
    monkeypatch.setattr(frames._compiled, "_held", {})
    return tmp_path / "__pycache__"


def test_templates_are_compiled_once_and_kept_for_the_next_process(
    kept: Path, smallshire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = edition(smallshire).site.contents
    assert [path.suffix for path in kept.iterdir() if path.suffix != ".cache"] == []
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    monkeypatch.setattr(frames._compiled, "_held", {})
    assert edition(smallshire).site.contents == first
    shutil.rmtree(kept)
    assert edition(smallshire).site.contents == first


def test_what_is_compiled_under_other_options_is_kept_apart(kept: Path) -> None:
    shown = []
    for under, escapes in (("words", False), ("pages", True), ("words", False)):
        made = jinja2.Environment(loader=jinja2.DictLoader({"a": "{{ words }}"}), autoescape=escapes)
        made.bytecode_cache = cache = frames.compiled(under)
        cache.directory = str(kept)  # type: ignore[attr-defined]  # of the class that it is
        shown.append(made.get_template("a").render(words="<"))
    assert (shown, len([*kept.iterdir()])) == (["<", "&lt;", "<"], 2)


def test_where_python_keeps_nothing_compiled_neither_do_we(
    kept: Path, smallshire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert edition(smallshire).site.contents
    assert not kept.exists()


def test_where_no_folder_can_be_made_it_does_without(
    kept: Path, smallshire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames._compiled, "directory", str(kept / "not" / "there"))
    assert edition(smallshire).site.contents


def test_a_template_that_has_changed_is_compiled_anew(moray: Data) -> None:
    for words in ("Before", "After"):
        made = environment(moray.council)
        made.loader = jinja2.DictLoader({"home.html.j2": words})
        assert made.get_template("home.html.j2").render() == words
