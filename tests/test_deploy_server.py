"""``deploy/server``: a real bare repository with the hooks, real pushes over it, and a real nginx before the result."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

import nginx
from councils_in_git import ENVIRONMENT, FIRST, PROJECT, SECOND, STREETS, Council, new_council
from made_once import MadeOnce
from quarterday.policy import ONLY_IN_HEADERS, PAGE, SEARCH, in_words
from test_deploy import ALWAYS, ask

pytestmark = pytest.mark.slow
SHIPPED = PROJECT / "deploy" / "server"
PROGRAMS = ("pre-receive", "post-receive", "publish")
BAD = "achievments: Cleaner.\n"
UNPUBLISHED = "Not everything was published; see above. The next push tries again, and so does the line in cron."


@dataclass(frozen=True)
class Server:
    """A council's repository on a git server: ``council.origin`` has the hooks, ``www`` is what the public sees."""

    council: Council
    home: Path

    @property
    def www(self) -> Path:
        return self.home / "www"

    @property
    def waiting(self) -> bool:
        return (self.home / "work" / "waiting").exists()

    def install(self, **more: str) -> None:
        """As README.md has it: copy, and change what is marked."""
        hooks = self.council.origin / "hooks"
        for name in PROGRAMS:
            shutil.copy(SHIPPED / name, hooks)
        settings = (SHIPPED / "settings").read_text()
        for shipped, here in {
            "/srv/quarterday/program/.venv/bin/python ": f"{sys.executable} ",
            "/srv/quarterday/program/hooks ": f"{PROJECT / 'hooks'} ",
            "/srv/quarterday/": f"{self.home}/",
            **{f"{name}= ": f"{name}={value} " for name, value in more.items()},
        }.items():
            assert shipped in settings
            settings = settings.replace(shipped, here)
        (hooks / "settings").write_text(settings)

    def push(self, *what: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", "push", *(what or ("origin", "main"))],
            cwd=self.council.folder,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
        )

    def by_cron(self, how: str = "--due") -> subprocess.CompletedProcess[str]:
        program = self.council.origin / "hooks" / "publish"
        return subprocess.run(
            [program, how], cwd=self.home, env=ENVIRONMENT, capture_output=True, text=True, check=False
        )

    def add_the_second_quarter(self) -> None:
        shutil.copytree(self.home / "later", self.council.folder / "data" / "quarters" / SECOND)
        self.council.commit("Report the second quarter")

    def shows_a_whole_tree(self) -> str:
        """The commit of the published branch that the web root is, to the byte."""
        shown = self.www.resolve(strict=True)
        known = self.council.git("rev-parse", f"{shown.name}^{{commit}}", folder=self.council.origin)
        listed = self.council.git("ls-tree", "-r", known, folder=self.council.origin).splitlines()
        committed = {name: about.split()[2] for about, name in (line.split("\t") for line in listed)}
        files = [path for path in shown.rglob("*") if path.is_file()]
        asked = "".join(f"{path}\n" for path in files)
        done = subprocess.run(
            ["git", "hash-object", "--no-filters", "--stdin-paths"],
            input=asked,
            capture_output=True,
            text=True,
            check=True,
        )
        there = {path.relative_to(shown).as_posix(): one for path, one in zip(files, done.stdout.split(), strict=True)}
        assert there == committed
        return known


def told(push: subprocess.CompletedProcess[str]) -> list[str]:
    """What the pusher's terminal says in the server's name."""
    lines = push.stderr.splitlines()
    return [line.removeprefix("remote: ").rstrip() for line in lines if line.startswith("remote: ")]


@pytest.fixture(scope="session")
def _unpublished(made_once: MadeOnce) -> Path:
    """The first quarter is committed, and nothing is pushed."""

    def filled(home: Path) -> None:
        council = new_council(home)
        (council.folder / "data" / "quarters" / SECOND).rename(home / "later")
        council.commit("Report the first quarter alone")

    return made_once("server", filled)


@pytest.fixture(scope="session")
def _published(made_once: MadeOnce, _unpublished: Path) -> Path:
    def filled(home: Path) -> None:
        server = _copied(_unpublished, home)
        done = server.push()
        assert done.returncode == 0, done.stderr
        assert told(done)[-1] == f"The website shows it: {server.council.tip[:12]}"

    return made_once("server-published", filled)


def _copied(of: Path, home: Path) -> Server:
    shutil.copytree(of, home, dirs_exist_ok=True, symlinks=True)
    server = Server(Council(home / "smallshire", home / "origin.git"), home)
    server.install()
    if server.www.is_symlink():
        shown = home / "work" / "shown" / server.www.readlink().name
        server.www.unlink()
        server.www.symlink_to(shown)
    return server


@pytest.fixture
def unpublished(_unpublished: Path, tmp_path: Path) -> Server:
    return _copied(_unpublished, tmp_path)


@pytest.fixture
def server(_published: Path, tmp_path: Path) -> Server:
    """The first quarter is published and shown."""
    return _copied(_published, tmp_path)


def test_a_push_of_bad_data_is_refused_in_the_pusher_s_terminal_and_nothing_changes(server: Server) -> None:
    council, before = server.council, server.shows_a_whole_tree()
    main = council.git("rev-parse", "main", folder=council.origin)
    council.write(STREETS.format(FIRST), BAD)
    council.commit()
    done = server.push()
    assert done.returncode == 1
    assert told(done) == [
        f"{STREETS.format(FIRST)}:1:1: 'achievments' is not a key here; did you mean 'achievements'?",
        "1 error in the data. Correct it and try again.",
        "See above for the file, the line and the column.",
        "The push was refused. Nothing here was changed, and nothing was published.",
    ]
    assert "[remote rejected] main -> main (pre-receive hook declined)" in done.stderr
    assert council.git("rev-parse", "main", folder=council.origin) == main
    assert server.shows_a_whole_tree() == before == council.tip
    assert not [*(server.home / "work").glob("check-*")]


def test_a_push_is_refused_while_a_warning_is_not_answered(server: Server) -> None:
    council, before = server.council, server.shows_a_whole_tree()
    council.write(
        "data/calendar.yml", "editions:\n  - quarter: 2022-23-q2\n    stage: provisional\n    date: 2022-09-30\n"
    )
    council.commit()
    done = server.push()
    assert done.returncode == 1
    said = told(done)
    assert said[0].startswith(
        "data/calendar.yml:2:5: date should be after 30 September 2022, the last day of the quarter"
    )
    assert "1 warning to answer before anything is published: correct what it is about, or acknowledge it." in said
    assert said[-1] == "The push was refused. Nothing here was changed, and nothing was published."
    assert server.shows_a_whole_tree() == before
    by = ("--by", "Head of Governance", "--why", "The figures were complete early.")
    assert council.quarterday("acknowledge", "an-edition-comes-after-its-quarter", SECOND, *by).exit_code == 0
    council.commit()
    assert server.push().returncode == 0


def test_a_push_that_changes_what_is_published_is_refused_unless_it_is_a_correction(server: Server) -> None:
    server.council.edit(STREETS.format(FIRST), "91%", "90.5%")
    server.council.commit()
    done = server.push()
    assert done.returncode == 1
    assert told(done)[0].startswith(
        "data/quarters:1:1: Quarter 1, 2022/23 is published, and no correction names this change: "
    )
    assert server.shows_a_whole_tree() == server.council.tip


def test_a_link_that_leads_out_of_the_pushed_files_is_not_followed(server: Server) -> None:
    secret = server.home / "secret"
    secret.write_text("password: hunter2\n")
    report = server.council.folder / STREETS.format(FIRST)
    report.unlink()
    report.symlink_to(secret)
    server.council.commit()
    done = server.push()
    assert done.returncode == 1
    assert "password" not in done.stderr and "hunter2" not in done.stderr


def test_the_data_and_the_public_s_record_can_only_grow(server: Server) -> None:
    council, before = server.council, server.council.tip
    council.git("commit", "--quiet", "--amend", "--message", "Another past")
    for what, why in {
        "+main": "refs/heads/main can only grow, and this push would rewrite it. Get the others' work first: git pull",
        ":main": "refs/heads/main cannot be deleted: it is the public's record.",
        "+main:gh-pages": "refs/heads/gh-pages can only grow, and this push would rewrite it."
        " Get the others' work first: git pull",
        ":gh-pages": "refs/heads/gh-pages cannot be deleted: it is the public's record.",
    }.items():
        done = server.push("origin", what)
        assert done.returncode == 1
        assert why in told(done)
    assert server.push("origin", "HEAD:refs/heads/draft").returncode == 0
    assert council.tip == before


def test_what_is_published_from_somebody_s_own_machine_is_shown_too(server: Server) -> None:
    council = server.council
    council.git("fetch", "--quiet", "origin", "gh-pages")
    commit = council.git("commit-tree", "-p", "FETCH_HEAD", "-m", "Publish", "FETCH_HEAD^{tree}")
    done = server.push("origin", f"{commit}:gh-pages")
    assert (done.returncode, told(done)) == (0, [f"The website shows it: {commit[:12]}"])
    assert server.shows_a_whole_tree() == commit


def test_nothing_earlier_stays_on_the_server_s_disk_after_a_withdrawal(server: Server) -> None:
    council, before = server.council, server.www.resolve()
    council.git("fetch", "--quiet", "origin", "gh-pages")
    commit = council.git("commit-tree", "-m", "Begin anew", "FETCH_HEAD^{tree}")
    as_publishing = ENVIRONMENT | {"QUARTERDAY_PUBLISHES": "1"}
    push = ["git", "push", "--quiet", "--force", "origin", f"{commit}:gh-pages"]
    subprocess.run(push, cwd=council.folder, env=as_publishing, check=True)
    assert server.by_cron("--shown").returncode == 0
    assert server.shows_a_whole_tree() == commit
    assert not before.exists()
    assert [path.name for path in (server.home / "work" / "shown").iterdir()] == [commit]


def test_earlier_states_are_kept_as_many_as_the_settings_say(server: Server) -> None:
    origin, commits = server.council.origin, [server.council.tip]
    for _ in range(3):
        commits.append(
            server.council.git("commit-tree", "-p", commits[-1], "-m", "x", "gh-pages^{tree}", folder=origin)
        )
        server.council.git("update-ref", "refs/heads/gh-pages", commits[-1], folder=origin)
        time.sleep(0.01)  # the newest is known by its time
        assert server.by_cron("--shown").returncode == 0
    assert {path.name for path in (server.home / "work" / "shown").iterdir()} == {*commits[1:]}
    assert server.shows_a_whole_tree() == commits[-1]


@dataclass(frozen=True)
class Mended:
    """A second quarter that a push could not publish, and that the line in cron published."""

    server: Server
    before: Path
    failed: subprocess.CompletedProcess[str]
    shown_then: str
    waited: bool
    failed_again: subprocess.CompletedProcess[str]
    again: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def mended(_published: Path, tmp_path_factory: pytest.TempPathFactory) -> Mended:
    server = _copied(_published, tmp_path_factory.mktemp("mended"))
    before = server.www.resolve()
    publishing = server.council.origin / "hooks" / "publish"
    working = publishing.read_text()
    publishing.write_text(working.replace("-m quarterday publish", "-m quarterday publish --wait 0"))
    server.add_the_second_quarter()
    failed = server.push()
    failed_again = server.by_cron()
    shown_then, waited = server.shows_a_whole_tree(), server.waiting
    publishing.write_text(working)
    return Mended(server, before, failed, shown_then, waited, failed_again, server.by_cron())


def test_a_publishing_that_fails_is_told_and_leaves_the_website_and_cron_tries_again(mended: Mended) -> None:
    assert mended.failed.returncode == 0
    assert any("Invalid value for '--wait'" in line for line in told(mended.failed))
    assert told(mended.failed)[-1] == UNPUBLISHED
    assert (mended.shown_then, mended.waited) == (mended.before.name, True)
    assert (mended.failed_again.returncode, mended.failed_again.stdout) == (1, "")
    assert "Invalid value for '--wait'" in mended.failed_again.stderr
    assert mended.failed_again.stderr.endswith(f"{UNPUBLISHED}\n")
    assert (mended.again.returncode, mended.again.stdout + mended.again.stderr) == (0, "")
    *_, published, held, shown = (mended.server.home / "work" / "said").read_text().splitlines()
    assert published == f"Published: Quarter 2, 2022/23, on origin/gh-pages at {SECOND}/"
    assert held.startswith("The branch holds 2 editions, ")
    assert shown == f"The website shows it: {mended.server.council.tip[:12]}"
    assert not mended.server.waiting


def test_a_second_quarter_moves_latest_and_leaves_the_first_as_it_was(mended: Mended) -> None:
    server, name = mended.server, f"{FIRST}/index.html"
    assert server.shows_a_whole_tree() == server.council.tip
    for root, quarter in ((mended.before, FIRST), (server.www, SECOND)):
        assert (root / "latest/index.html").read_bytes() == (root / quarter / "index.html").read_bytes()
    assert (server.www / name).samefile(mended.before / name), "a frozen edition takes room once"


def test_nginx_serves_the_web_root_with_its_headers_while_it_is_swapped(mended: Mended, tmp_path: Path) -> None:
    server, link = mended.server, tmp_path / "www"
    link.symlink_to(mended.before)
    with nginx.serving(link, tmp_path) as running:
        frozen = ask(running.address, f"{FIRST}/").body
        assert ask(running.address, "latest/").body == frozen
        (tmp_path / "new").symlink_to(server.www.resolve())
        (tmp_path / "new").rename(link)
        assert ask(running.address, f"{FIRST}/").body == frozen
        assert ask(running.address, "latest/").body == ask(running.address, f"{SECOND}/").body != frozen
        for path, status, directives in (
            ("", 302, PAGE),
            ("latest/", 200, PAGE),
            (f"{FIRST}/edition.json", 200, PAGE),
            ("quarters/", 200, PAGE),
            (f"quarters/{FIRST}/", 200, PAGE),
            ("search/", 200, SEARCH),
            ("nowhere/", 404, PAGE),
        ):
            answer = ask(running.address, path)
            assert (path, answer.status) == (path, status)
            assert answer.headers.get_all("Content-Security-Policy") == [in_words(directives | ONLY_IN_HEADERS)]
            assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
        assert ask(running.address, "nowhere/").body == (server.www / "404.html").read_bytes()


def test_a_push_killed_at_any_moment_leaves_the_web_root_whole_and_the_next_succeeds(server: Server) -> None:
    before = server.shows_a_whole_tree()
    server.add_the_second_quarter()
    moments = random.Random(20221122)
    for number in range(3):
        server.council.write("docs/about.md", f"# About\n\nEdited {number} times.\n")
        server.council.commit()
        pushing = subprocess.Popen(
            ["git", "push", "--quiet", "origin", "main"],
            cwd=server.council.folder,
            env=ENVIRONMENT,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(moments.uniform(0.1, 5))
        os.killpg(pushing.pid, signal.SIGKILL)
        pushing.wait()
        assert server.shows_a_whole_tree() in (before, server.council.tip)
    server.council.write("docs/about.md", "# About\n")
    server.council.commit()
    done = server.push()
    assert done.returncode == 0, done.stderr
    assert server.shows_a_whole_tree() == server.council.tip != before
    assert SECOND in {path.name for path in server.www.iterdir()}
    left = {path.name.partition("-")[0] for path in (server.home / "work").iterdir()}
    assert left <= {"lock", "said", "shown", "check"}, "the folder of a check that was killed goes with a later push"
    server.council.git("fsck", "--strict", folder=server.council.origin)


def test_a_swap_killed_at_any_moment_leaves_the_web_root_whole(server: Server) -> None:
    origin, moments = server.council.origin, random.Random(20221122)
    tree, other = (f"{server.council.tip}^{{tree}}", f"{server.council.tip}~1^{{tree}}")
    for number in range(24):
        if number % 4 == 0:  # the runs after it find what a killed one left of the same commit
            commit = server.council.git("commit-tree", "-p", "gh-pages", "-m", "x", tree, folder=origin)
            server.council.git("update-ref", "refs/heads/gh-pages", commit, folder=origin)
            tree, other = other, tree
        command = [str(origin / "hooks" / "publish"), "--shown"]
        swapping = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, start_new_session=True)
        if number % 4 == 0:  # the worst one: what is new has just come to be
            while swapping.poll() is None and not (server.home / "work" / "shown" / commit).exists():
                time.sleep(0.001)
        else:
            time.sleep(moments.uniform(0, 0.3))
        os.killpg(swapping.pid, signal.SIGKILL)
        swapping.wait()
        server.shows_a_whole_tree()
    assert server.by_cron("--shown").returncode == 0
    assert server.shows_a_whole_tree() == server.council.tip
    assert not [*(server.home / "work" / "shown").glob("new-*")]


def test_private_data_publish_into_a_public_repository_that_never_holds_them(unpublished: Server) -> None:
    council, public = unpublished.council, unpublished.home / "public.git"
    council.git("init", "--quiet", "--bare", str(public))
    unpublished.install(pages=str(public))
    done = unpublished.push()
    assert done.returncode == 0, done.stderr
    assert council.git("for-each-ref", "--format=%(refname)", folder=public) == "refs/heads/gh-pages"
    assert council.git("for-each-ref", "--format=%(refname)", folder=council.origin) == "refs/heads/main"
    listed = ("cat-file", "--batch-check=%(objectname)", "--batch-all-objects")
    held = {*council.git(*listed, folder=public).split()}
    commits = council.git("rev-list", "main", folder=council.origin).split()
    data = council.git("rev-list", "--objects", "main", "--", "data", folder=council.origin).splitlines()
    private = {one for one, _, name in (line.partition(" ") for line in data) if name.startswith("data")}
    assert len(held) > 100 and len(private) > 6 and commits
    assert not held & {*commits, *private}
    shown = unpublished.www.resolve(strict=True).name
    assert shown == council.git("rev-parse", "gh-pages", folder=public)
