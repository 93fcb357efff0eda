"""What a run of the tests found is written into the data word for word, and nothing else of the file is touched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from browser.kinds import SITES
from browser.record import Run, is_news, keep, main, offer, recorded

RUN = Run(site=".", on="2026-11-22", tools="axe-core 4.14.1 in Chromium 156", pages=65, views=260, faults=0)
BEFORE = """# By hand: keep this.
prepared: 2026-11-01
barriers:
  - what: |
      last_test: is a key
# Written by "make record".
last_test:
  on: 2026-11-02
  by: somebody
  pages: 1
  tools: axe-core
  views: 4
  faults: 3
reviewed: 2026-11-01
"""
AFTER = """# By hand: keep this.
prepared: 2026-11-01
barriers:
  - what: |
      last_test: is a key
# Written by "make record".
last_test:
  on: 2026-11-22
  by: the project’s own automatic tests
  tools: axe-core 4.14.1 in Chromium 156
  pages: 65
  views: 260
  faults: 0
reviewed: 2026-11-01
"""


def test_the_last_test_is_written_and_all_else_stays_as_typed() -> None:
    assert recorded(BEFORE, RUN) == AFTER
    assert recorded(AFTER, RUN) == AFTER


@pytest.mark.parametrize(
    ("run", "news"),
    [
        (RUN, False),
        (replace(RUN, on="2027-01-01"), False),
        (replace(RUN, pages=66), True),
        (replace(RUN, faults=1), True),
        (replace(RUN, tools="axe-core 5 in Chromium 156"), True),
    ],
)
def test_a_run_is_news_where_the_file_tells_otherwise_but_for_the_day(run: Run, news: bool) -> None:
    assert is_news(AFTER, run) is news


@pytest.mark.parametrize("site", SITES.values())
def test_every_site_has_a_place_for_it(site: str) -> None:
    run = replace(RUN, site=site, pages=9999)
    text = run.file.read_text(encoding="utf-8")
    assert recorded(text, run).count("pages: 9999") == 1
    assert recorded(recorded(text, run), RUN) == recorded(text, RUN)


def test_without_a_run_there_is_nothing_to_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(tmp_path / "none.json") == 1
    assert capsys.readouterr().err == "There is no test run to record. Run: make test\n"


def test_a_run_that_was_kept_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("browser.record.ROOT", tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "accessibility.yml").write_text(BEFORE, encoding="utf-8")
    keep([RUN], tmp_path / "kept.json")
    assert main(tmp_path / "kept.json") == 0
    assert (tmp_path / "data" / "accessibility.yml").read_text(encoding="utf-8") == AFTER
    assert capsys.readouterr().out == "data/accessibility.yml: 65 pages, 260 views, 0 faults on 2026-11-22\n"


def test_a_result_is_offered_where_the_statement_tells_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("browser.record.ROOT", tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "accessibility.yml").write_text(BEFORE, encoding="utf-8")
    assert offer([RUN]) == [
        "data/accessibility.yml tells of another test than this one: 65 pages, 260 views, 0 faults."
        " To record it: make record"
    ]
    (tmp_path / "data" / "accessibility.yml").write_text(AFTER, encoding="utf-8")
    assert offer([RUN]) == []
