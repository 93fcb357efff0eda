"""What the published branch holds against what a host takes, and the ways past that."""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import re
import shlex
import shutil
import ssl
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import nginx
from councils_in_git import ENVIRONMENT, FIRST, PROJECT, SECOND, Council, new_council
from quarterday import repository
from quarterday.policy import ONLY_IN_HEADERS, PAGE, in_words
from quarterday.repository import Repository
from quarterday.room import PAGES, told
from test_deploy import ask

GUIDE = (PROJECT / "deploy/past-the-limit.md").read_text(encoding="utf-8")
AS_PUBLISHED = "are as they were published"
HEADERS_OF_OURS = ("Cache-Control", "Content-Security-Policy", "Set-Cookie")
BLOCKS = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize(
    ("sizes", "editions", "newest", "line"),
    [
        (
            [10_000_000, 10_000_000],
            2,
            12_000_000,
            "The branch holds 2 editions, 2 files, 20 MB, 2% of the 1 GB that GitHub Pages takes;"
            " about 81 more like the newest would fit.",
        ),
        (
            [500],
            1,
            500,
            "The branch holds 1 edition, 1 file, under 1 MB, 0% of the 1 GB that GitHub Pages takes;"
            " about 1,999,999 more like the newest would fit.",
        ),
        (
            [PAGES // 5 * 4 - 1],
            40,
            30_000_000,
            "The branch holds 40 editions, 1 file, 800 MB, 79% of the 1 GB that GitHub Pages takes;"
            " about 6 more like the newest would fit.",
        ),
        (
            [PAGES // 5 * 4],
            40,
            30_000_000,
            "The branch holds 40 editions, 1 file, 800 MB, 80% of the 1 GB that GitHub Pages takes;"
            " about 6 more like the newest would fit. What to do then: deploy/past-the-limit.md",
        ),
        (
            [PAGES],
            40,
            30_000_000,
            "The branch holds 40 editions, 1 file, 1,000 MB, 100% of the 1 GB that GitHub Pages takes;"
            " no more like the newest would fit. What to do then: deploy/past-the-limit.md",
        ),
        (
            [PAGES, 1],
            40,
            30_000_000,
            "The branch holds 40 editions, 2 files, 1,000 MB: more than the 1 GB that GitHub Pages takes."
            " What to do: deploy/past-the-limit.md",
        ),
    ],
)
def test_it_says_how_much_is_held_and_how_much_more_fits(
    sizes: list[int], editions: int, newest: int, line: str
) -> None:
    assert told(sizes, editions, newest) == line


def test_verify_says_it_too_and_how_much_the_repository_takes(council: Council) -> None:
    *_, held, here = council.quarterday("verify").output.splitlines()
    assert held.startswith("The branch holds 2 editions, ")
    assert re.fullmatch(r"The repository here takes (under 1|\d+) MB: what is alike is kept once\.", here)
    assert "The branch" not in council.quarterday("verify", FIRST).output


def test_nothing_is_read_but_the_list_of_files(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    here, asked = Repository.at(council.folder), list[str]()
    ran = repository._ran

    def noted(words: list[str], *more: Any) -> bytes:
        asked.append(words[0])
        return ran(words, *more)

    monkeypatch.setattr(repository, "_ran", noted)
    assert len(here.sizes("gh-pages")) > len(here.sizes("gh-pages", FIRST)) > 50
    assert {*asked} - {"config"} == {"ls-tree"}


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Council:
    made = new_council(tmp_path_factory.mktemp("room"))
    done = made.quarterday("publish", "--all")
    assert done.exit_code == 0, done.output
    listed = made.git("ls-tree", "-r", "--long", "gh-pages", folder=made.origin).splitlines()
    size = sum(int(row.split()[3]) for row in listed)
    held = f"The branch holds 2 editions, {len(listed)} files, {size / 1e6:,.0f} MB, 0% of the 1 GB"
    assert done.output.splitlines()[-1].startswith(held)
    return made


@pytest.fixture(scope="module")
def sent(council: Council) -> Path:
    """The branch in a folder, by the commands of the guide."""
    commands = BLOCKS[0]
    run = ["bash", "-c", f"set -e\n{commands}"]
    subprocess.run(run, cwd=council.folder, env=ENVIRONMENT, check=True)
    return council.folder / "to-the-store"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """As a store may, it sends headers of its own."""

    def end_headers(self) -> None:
        for name in HEADERS_OF_OURS:
            self.send_header(name, "theirs")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def store(folder: Path) -> Iterator[str]:
    """A static web server, in place of an object store that shows a folder as a website."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def fetched(address: str) -> bytes:
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=unchecked)
    )
    with opener.open(address, timeout=20) as answer:
        content: bytes = answer.read()
    return content


def differing(address: str, quarter: str) -> list[str]:
    """The files of an edition that an address does not give as they were published."""
    files: dict[str, str] = json.loads(fetched(f"{address}/{quarter}/edition.json"))["files"]
    assert len(files) > 50
    return [
        name
        for name, digest in files.items()
        if hashlib.sha256(fetched(f"{address}/{quarter}/{name}")).hexdigest() != digest
    ]


def test_the_whole_branch_on_a_store_is_what_was_published(council: Council, sent: Path) -> None:
    with store(sent) as address:
        assert [differing(address, quarter) for quarter in (FIRST, SECOND)] == [[], []]
        for line in BLOCKS[1].splitlines():
            _, command, at, place = shlex.split(line, comments=True)
            there = {"to-the-store": str(sent), "https://store.example.org": address}[place]
            done = council.quarterday(command, at, there)
            assert done.exit_code == 0, done.output
            assert [line.split(" files ")[1] for line in done.output.splitlines()[1:]] == 2 * [AS_PUBLISHED]


def test_a_copy_that_is_not_what_was_published_is_told_file_by_file(
    council: Council, sent: Path, tmp_path: Path
) -> None:
    shutil.copytree(sent / FIRST, tmp_path / FIRST)
    (tmp_path / FIRST / "404.html").unlink()
    (tmp_path / FIRST / "index.html").write_text("changed")
    (tmp_path / FIRST / "added.html").write_text("added")
    wrong = [f"{FIRST}: 404.html is missing", f"{FIRST}: index.html is not as it was published"]
    added = [f"{FIRST}: added.html was added"]
    last = [f"{SECOND} is missing", "The copy is not what was published. Copy these editions there again."]
    assert told_of(council, str(tmp_path)) == [*wrong, *added, *last]
    with store(tmp_path) as address:
        assert told_of(council, address) == [*wrong, *last]
    assert told_of(council, address) == [
        f"{address}/{FIRST}/404.html gives no answer: [Errno 111] Connection refused.",
    ]


def told_of(council: Council, place: str) -> list[str]:
    done = council.quarterday("verify", "--at", place)
    assert done.exit_code == 1, done.output
    return done.stderr.splitlines()


def test_an_old_quarter_on_a_store_is_at_the_address_that_was_cited(sent: Path, tmp_path: Path) -> None:
    www, away = tmp_path / "www", tmp_path / "store"
    shutil.copytree(sent, www)
    away.mkdir()
    shutil.move(www / FIRST, away / FIRST)
    [snippet] = re.findall(r"```nginx\n(.*?)```", GUIDE, re.DOTALL)
    (tmp_path / "nginx").mkdir()
    with store(away) as address:
        moved = snippet.replace("20(15|16|17|18)-[0-9][0-9]-q[1-4]", FIRST).replace(
            "https://store.example.org", address
        )
        assert moved != snippet
        with nginx.serving(www, tmp_path / "nginx", moved) as server:
            here = server.address.rstrip("/")
            assert [differing(here, quarter) for quarter in (FIRST, SECOND)] == [[], []]
            assert b"Streets found clean" in fetched(f"{here}/{FIRST}/measures/streets-found-clean/")
            page, none = ask(server.address, f"{FIRST}/actions/"), ask(server.address, f"{FIRST}/nowhere/")
            assert [page.headers.get_all(name) for name in ("Cache-Control", "Set-Cookie")] == [["max-age=3600"], None]
            assert page.headers.get_all("Content-Security-Policy") == [in_words(PAGE | ONLY_IN_HEADERS)]
            assert (none.status, none.text) == (404, (www / "404.html").read_text(encoding="utf-8"))
