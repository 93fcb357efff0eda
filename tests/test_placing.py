"""A folder is replaced whole, or left as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from quarterday.placing import in_place_when_made


def test_a_made_folder_takes_the_place_of_the_old_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    to = tmp_path / "deep" / "site"
    for words in ("first", "second"):
        with in_place_when_made(to) as made:
            made.mkdir()
            (made / f"{words}.html").write_text(words)
    assert [path.name for path in to.iterdir()] == ["second.html"]
    assert [path.name for path in to.parent.iterdir()] == ["site"]


def test_a_failure_while_making_leaves_the_old_folder(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "old.html").write_text("old")
    with pytest.raises(RuntimeError), in_place_when_made(tmp_path / "site") as made:
        made.mkdir()
        raise RuntimeError
    assert (tmp_path / "site" / "old.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_was_not_made_after_all_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "old.html").write_text("old")
    with pytest.raises(FileNotFoundError), in_place_when_made(tmp_path / "site"):
        pass
    assert (tmp_path / "site" / "old.html").read_text() == "old"
