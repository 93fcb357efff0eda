"""The lock files say what is installed by its hash, and name no place to get it from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
NPM = "tests/browser/package-lock.json"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock", "requirements-paper.lock", NPM])
def test_a_lock_file_names_no_address(name: str) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")
    assert text
    assert "://" not in text


def test_what_comes_from_npm_is_locked_by_hash_and_nothing_is_the_latest() -> None:
    packages = json.loads((PROJECT / NPM).read_text(encoding="utf-8"))["packages"]
    locked = {place: package for place, package in packages.items() if place}
    assert {"node_modules/axe-core", "node_modules/lighthouse", "node_modules/vnu-jar"} <= set(locked)
    assert [place for place, package in locked.items() if not package.get("integrity", "").startswith("sha512-")] == []
    assert "latest" not in {asked for package in locked.values() for asked in package.get("dependencies", {}).values()}


def test_lxml_comes_with_papers_alone() -> None:
    """Where it is installed, others write something else."""
    held = {
        name: (PROJECT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-test.lock")
    }
    assert [name for name, text in held.items() if "\nlxml==" in text] == []
    assert "\nlxml==" in (PROJECT / "requirements-paper.lock").read_text(encoding="utf-8")
