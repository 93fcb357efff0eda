"""``mkdocs serve``, as ``make serve`` runs it: what a browser is shown is what was saved last, all of it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_serving import Serving

PROJECT = Path(__file__).parent.parent
MEASURE = "measures/streets-found-clean/"
REPORT = "data/quarters/2022-23-q2/clean-streets.yml"
PATIENCE = 60
"""Seconds after which something is wrong; nothing here is timed."""


class Served:
    def __init__(self, site: Path, log: Path) -> None:
        self.site, self.log = site, log
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{self.port}"]
        environment = {**os.environ, "PYTHONPATH": str(PROJECT / "hooks"), "NO_MKDOCS_2_WARNING": "1"}
        with log.open("a") as said:
            self.process = subprocess.Popen(command, cwd=site, env=environment, stdout=said, stderr=said)

    def get(self, address: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{address}", timeout=PATIENCE) as answer:
            content: bytes = answer.read()
        return content.decode("utf-8-sig")

    def epoch(self) -> int:
        """The number of the build that a page was made in, by which it asks whether there is another."""
        found = re.search(r"livereload\((\d+),", self.get(""))
        assert found
        return int(found[1])

    def save(self, name: str, text: str) -> None:
        """Save a file, and wait until a browser would be told to load its page again."""
        before, end = self.epoch(), time.monotonic() + PATIENCE
        (self.site / name).write_text(text, encoding="utf-8")
        while int(self.get(f"livereload/{before}/1")) <= before:
            assert time.monotonic() < end, self.log.read_text()

    def says(self, words: str) -> None:
        end = time.monotonic() + PATIENCE
        while words not in self.log.read_text():
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.05)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    site = folder / "smallshire"
    shutil.copytree(PROJECT / "tests/councils/smallshire", site, ignore=shutil.ignore_patterns("site"))
    config = site / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("../../../", f"{PROJECT}/"), encoding="utf-8")
    running = Served(site, folder / "log")
    try:
        running.says("Serving on")
        yield running
    finally:
        running.process.terminate()
        running.process.wait()


@pytest.fixture
def report(served: Served) -> Iterator[str]:
    """The report, which is put back."""
    text = (served.site / REPORT).read_text(encoding="utf-8")
    yield text
    if (served.site / REPORT).read_text(encoding="utf-8") != text:
        served.save(REPORT, text)


def test_a_figure_that_is_saved_changes_all_that_shows_it(served: Served, report: str) -> None:
    # Each was shown before, and none of them may stay as it was.
    shown = (MEASURE, "", "measures/", "changes/", "data/measures.csv", "data/measures/streets-found-clean.csv")
    before = {address: served.get(address) for address in shown}
    assert not [address for address, content in before.items() if "71.25" in content]
    served.save(REPORT, report.replace("value: 92%", "value: 71.25%"))
    after = {address: served.get(address) for address in shown}
    assert not [address for address, content in after.items() if "71.25" not in content and address != ""]
    assert not [address for address, content in after.items() if "92%" in content]
    assert after[MEASURE].count("71.25%") > before[MEASURE].count("71.25%")
    chart = re.search(r"<svg class=\"qd-chart.*?</svg>", after[MEASURE], re.DOTALL)
    assert chart and "71.25%" in chart[0]


def test_a_served_page_is_the_page_that_is_built(served: Served, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path / "built")]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "hooks"), "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=served.site, env=environment, check=True)
    for address in (MEASURE, "", "search/", "priorities/clean-streets/"):
        built = (tmp_path / "built" / address / "index.html").read_text(encoding="utf-8")
        body = served.get(address)
        assert body[body.index("<body") : body.rindex("<script")].strip() == (
            built[built.index("<body") : built.rindex("</body>")].strip()
        )
    assert served.get("data/quarterday.json") == (tmp_path / "built/data/quarterday.json").read_text(encoding="utf-8")


def test_what_is_wrong_with_the_data_is_told_and_the_next_save_is_shown(served: Served, report: str) -> None:
    (served.site / REPORT).write_text(report.replace("value: 92%", "valu: 92%"), encoding="utf-8")
    served.says(f"{REPORT}:11:9: 'valu' is not a key here; did you mean 'value'?")
    served.says("2 errors in the data; nothing was built")
    (served.site / REPORT).write_text(report.replace("value: 92%", "value: 93.5%"), encoding="utf-8")
    assert "93.5%" in served.get(MEASURE)


def test_a_new_measure_has_its_page(served: Served, report: str) -> None:
    plan = next((served.site / "data/plans").rglob("clean-streets.yml"))
    name = plan.relative_to(served.site).as_posix()
    text = plan.read_text(encoding="utf-8")
    served.save(name, f"{text}  - id: bins-emptied\n    title: Bins emptied on the day\n")
    assert "Bins emptied on the day" in served.get("measures/bins-emptied/")
    assert "Bins emptied on the day" in served.get("measures/")
    served.save(name, text)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        served.get("measures/bins-emptied/")


def test_a_page_of_docs_that_is_saved_is_shown(served: Served) -> None:
    text = (served.site / "docs/about.md").read_text(encoding="utf-8")
    served.save("docs/about.md", f"{text}\n\nWords that were not there.\n")
    assert "Words that were not there." in served.get("about/")
    served.save("docs/about.md", text)
    assert "Words that were not there." not in served.get("about/")


def test_the_search_index_is_made_for_whoever_searches(served: Served) -> None:
    assert "pagefind" in served.get("pagefind/pagefind.js")
    assert '"page_count"' in served.get("pagefind/pagefind-entry.json")


def test_what_an_editor_should_answer_is_told_after_a_save(served: Served, report: str) -> None:
    served.log.write_text("")
    served.save(REPORT, report.replace("value: 92%", "value: 71.25%"))
    served.says("1 warning is not answered, and stops publishing. To list it: quarterday check")


def test_an_answer_made_of_two_saves_is_not_given() -> None:
    """The data are saved between the drawing of a page and its reading from the disk."""
    serving = Serving(lambda config: pytest.fail(), lambda frame, page, config: frame)
    serving.mount, drawn = "/", []

    def draw(address: str) -> None:
        drawn.append(address)

    def from_disk(environ: dict[str, object], start_response: object) -> list[bytes]:
        if len(drawn) == 1:
            serving.making += 1
        start_response("200 OK", [])  # type: ignore[operator]
        return [b"answer %d" % len(drawn)]

    serving.draw, serving.answer_from_disk = draw, from_disk  # type: ignore[method-assign]
    given: list[str] = []
    assert [*serving.answer({"PATH_INFO": "/measures/"}, lambda status, headers: given.append(status))] == [b"answer 2"]
    assert (drawn, given) == (["measures/", "measures/"], ["200 OK"])
