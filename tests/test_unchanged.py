"""A build of what was built already has nothing to do; one of anything else is never left out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from quarterday import unchanged
from test_command import REPORT, quarterday

pytestmark = pytest.mark.slow

NOTHING = "Nothing has changed since site/ was built: open site/index.html\n"


class Built:
    """A council whose site is built, and which keeps what it was made of in a folder of its own."""

    def __init__(self, site: Path, cache: Path) -> None:
        self.site, self.cache = site, cache

    def again(self, *more: str) -> str:
        told = quarterday("build", *more, folder=self.site, XDG_CACHE_HOME=str(self.cache))
        assert told.returncode == 0, told.stderr
        return told.stdout

    @property
    def is_made(self) -> bool:
        """What the command asks before it builds."""
        return unchanged.Asked(self.site, "", self.site / "site").is_made()

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.site / name).read_text(encoding="utf-8")
        assert old in text
        (self.site / name).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def council(smallshire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Built:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Built(smallshire.resolve(), tmp_path / "cache")


@pytest.mark.parametrize("change", [None, "a value"])
def test_only_what_is_built_already_is_not_built_again(change: str | None, council: Built) -> None:
    assert council.again() != NOTHING
    home = council.site / "site" / "index.html"
    before = home.stat().st_ino
    for path in council.site.rglob("*"):
        os.utime(path, (1, 1))
    if change:
        council.change(REPORT, "2% cleaner", "3% cleaner")
    assert (council.again() == NOTHING) is (change is None)
    assert (home.stat().st_ino == before) is (change is None)
    assert ("3% cleaner" in home.read_text(encoding="utf-8")) is (change is not None)
    # Away from the site's folder, where git would find it.
    assert sorted(path.name for path in council.site.iterdir()) == ["data", "docs", "mkdocs.yml", "site"]


def another_value(built: Built) -> None:
    built.change(REPORT, "2% cleaner", "3% cleaner")


def a_page(built: Built) -> None:
    (built.site / "docs" / "new.md").write_text("# New\n")


def a_page_is_gone(built: Built) -> None:
    next((built.site / "docs").glob("*.md")).unlink()


def a_page_has_another_name(built: Built) -> None:
    page = next((built.site / "docs").glob("*.md"))
    page.rename(page.with_name("other.md"))


def the_settings(built: Built) -> None:
    built.change("mkdocs.yml", "site_name:", "# A site.\nsite_name:")


def a_built_page(built: Built) -> None:
    (built.site / "site" / "index.html").write_text("spoilt")


def a_file_among_the_built(built: Built) -> None:
    (built.site / "site" / "stale.html").write_text("stale")


def the_built_site_is_gone(built: Built) -> None:
    (built.site / "site").rename(built.site / "old")


def the_data_are_gone(built: Built) -> None:
    (built.site / "data").rename(built.site / "old")


def the_record_is_cut(built: Built) -> None:
    (record,) = built.cache.rglob("*.json")
    record.write_bytes(record.read_bytes()[:-10])


def the_record_is_something_else(built: Built) -> None:
    (record,) = built.cache.rglob("*.json")
    record.write_text("[]")


CHANGES = (
    another_value,
    a_page,
    a_page_is_gone,
    a_page_has_another_name,
    the_settings,
    a_built_page,
    a_file_among_the_built,
    the_built_site_is_gone,
    the_data_are_gone,
    the_record_is_cut,
    the_record_is_something_else,
)


def test_whatever_is_changed_there_is_something_to_build(council: Built, tmp_path: Path) -> None:
    council.again()
    kept = tmp_path / "kept"
    for folder in (council.site, council.cache):
        shutil.copytree(folder, kept / folder.name)
    for change in CHANGES:
        assert council.is_made
        change(council)
        assert not council.is_made, change.__name__
        for folder in (council.site, council.cache):
            shutil.rmtree(folder)
            shutil.copytree(kept / folder.name, folder)


def test_another_quarter_or_day_or_package_is_another_build(council: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    council.again()
    assert council.is_made
    assert not unchanged.Asked(council.site, "2022-23-q1", council.site / "site").is_made()
    with monkeypatch.context() as other:
        other.setenv("SOURCE_DATE_EPOCH", "1700000000")
        assert not council.is_made
    monkeypatch.setattr(unchanged, "distributions", list)
    assert not council.is_made


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("plugins: []", "plugins: [search]"),
        ("  - attr_list", "  - attr_list\n  - pymdownx.snippets"),
        ("extra:", "copyright: !ENV [COPYRIGHT, ours]\nextra:"),
    ],
    ids=["a plugin", "an extension", "a setting of the environment"],
)
def test_a_site_that_may_read_other_files_is_always_built(old: str, new: str, council: Built) -> None:
    council.change("mkdocs.yml", old, new)
    council.again()
    assert not council.is_made


def test_what_is_saved_during_a_build_is_news_to_the_next(council: Built) -> None:
    asked = unchanged.Asked(council.site, "", council.site / "site")
    asked.to.mkdir()
    inputs = unchanged.digests([council.site / "data"])
    another_value(council)
    asked.remember(inputs)
    assert not asked.is_made()
    asked.remember(unchanged.digests([council.site / "data"]))
    assert asked.is_made()
