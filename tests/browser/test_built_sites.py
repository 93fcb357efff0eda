"""What can be held of a built site without drawing it: its words, its links, its markup, its statement, its weight."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest

from browser.checks import links, markup, statement, weight, words
from browser.kinds import PUBLISHED, SITES

pytestmark = pytest.mark.browser

each_site = pytest.mark.parametrize("council", PUBLISHED)


@each_site
def test_every_page_speaks_in_words_that_can_be_found_and_followed(council: str, folders: dict[str, Path]) -> None:
    found = words.faults(folders[council])
    assert found == [], "\n".join(found)


@each_site
def test_no_link_is_dead(council: str, folders: dict[str, Path]) -> None:
    found = links.faults(folders[council])
    assert found == [], "\n".join(found)


@each_site
def test_the_markup_has_no_error(council: str, folders: dict[str, Path]) -> None:
    found = markup.faults(folders[council])
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("council", SITES)
def test_the_accessibility_statement_answers_what_an_auditor_asks(council: str, folders: dict[str, Path]) -> None:
    # The day of the commit, where make says it: a commit that passed passes for good, and the next one asks again.
    day = date.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())))
    found = statement.faults(folders[council], day)
    assert found == [], "\n".join(found)


@each_site
def test_a_first_visit_is_light_and_runs_no_script(council: str, folders: dict[str, Path]) -> None:
    found = weight.faults(folders[council])
    assert found == [], "\n".join(found)
