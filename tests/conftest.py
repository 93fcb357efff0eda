"""What every test may ask for: the councils, and the golden files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from browser import record
from made_once import MadeOnce, made_once
from quarterday.environment import CHOSEN_BY
from quarterday.model import Data
from quarterday.reading import read

TESTS = Path(__file__).parent
PROJECT = TESTS.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew, to be read in review")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    """What the gate read is kept, and offered to the accessibility statements, when everything passed."""
    passed = terminalreporter.stats.get("passed", [])
    told = (told for test in passed for name, told in test.user_properties if name == record.READ)
    runs = sorted((record.Run(**one) for one in told), key=lambda run: run.site)
    if runs and exitstatus == 0:
        record.keep(runs)
        for line in record.offer(runs):
            terminalreporter.write_line(line, yellow=True)


@pytest.fixture(scope="session", name="made_once")
def _made_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> MadeOnce:
    own = tmp_path_factory.getbasetemp()
    return partial(made_once, own if worker_id == "master" else own.parent)


@pytest.fixture(scope="session")
def moray() -> Data:
    return read(PROJECT)


@pytest.fixture(scope="session")
def midlothian() -> Data:
    return read(PROJECT / "examples" / "midlothian")


@pytest.fixture(scope="session")
def exampleshire() -> Data:
    return read(TESTS / "councils" / "exampleshire")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Hold a text against ``tests/golden/<name>``."""

    def hold(name: str, made: str) -> None:
        path = TESTS / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(made, encoding="utf-8")
        assert path.is_file(), f"there is no golden file {name}; make it with pytest --update-golden"
        assert made == path.read_text(encoding="utf-8"), f"{name} has changed; see pytest --update-golden"

    return hold


@pytest.fixture
def smallshire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the smallest whole site, to spoil at will; its ``mkdocs.yml`` finds the hook and the templates."""
    monkeypatch.delenv(CHOSEN_BY, raising=False)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    site = tmp_path / "smallshire"
    shutil.copytree(TESTS / "councils" / "smallshire", site, ignore=shutil.ignore_patterns("site"))
    config = site / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("../../..", str(PROJECT)), encoding="utf-8")
    return site
