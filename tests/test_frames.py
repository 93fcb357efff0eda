"""What the pages of editions and of the root have in common."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from quarterday.edition import edition
from quarterday.frames import environment
from quarterday.model import Data


def test_templates_are_compiled_once_in_a_process(smallshire: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = edition(smallshire).site.contents
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    assert edition(smallshire).site.contents == first


def test_a_template_that_has_changed_is_compiled_anew(moray: Data) -> None:
    for words in ("Before", "After"):
        made = environment(moray.council)
        made.loader = jinja2.DictLoader({"home.html.j2": words})
        assert made.get_template("home.html.j2").render() == words
