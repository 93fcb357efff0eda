"""What publishing survives: killed, crowded, out of room, and with a remote that fails. Every fault is a real one.

    python bench/faults.py                 # all of it; about an hour on two cores
    python bench/faults.py --kills 20 --only killed

After each fault three things must hold: every edition that was published before is there to the byte, the branch is
valid, and the next publish succeeds. And none may say that it published, with exit status 0, what the remote has not.
The council is made up and small.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT / "tests"), str(PROJECT / "hooks")]

from councils_in_git import ENVIRONMENT, FIRST, SECOND, Council, new_council  # noqa: E402
from test_deploy_server import Server  # noqa: E402

PUBLISH = [sys.executable, "-m", "quarterday", "publish"]
TOLD = ENVIRONMENT | {"PYTHONPATH": str(PROJECT / "hooks"), "NO_MKDOCS_2_WARNING": "1"}
GIVE_UP = 600


@dataclass
class Outcome:
    """What happened in one kind of fault."""

    name: str
    rounds: int = 0
    endings: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def next_round(self) -> None:
        self.rounds += 1
        print(f"\r{self.name}: {self.rounds} rounds, {len(self.broken)} broken", end="", file=sys.stderr, flush=True)

    def holds(self, what: str, is_so: bool) -> None:
        if not is_so:
            self.broken.append(what)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="how often each of the two kinds of run is killed")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--only", choices=sorted(FAULTS), nargs="*", default=sorted(FAULTS))
    asked = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory(prefix="quarterday-faults-") as scratch:
        base = Path(scratch) / "base"
        base.mkdir()
        council = new_council(base)
        council.git("push", "--quiet", "origin", "main")
        run(council, "--all")
        print("| fault | rounds | how the run ended | what did not hold |\n|---|---|---|---|")
        for name in asked.only:
            outcome = Outcome(name)
            FAULTS[name](base, Path(scratch), random.Random(asked.seed), asked.kills, outcome)
            endings = ", ".join(f"{what}: {count}" for what, count in sorted(outcome.endings.items()))
            print(file=sys.stderr)
            print(f"| {name} | {outcome.rounds} | {endings} | {'; '.join(outcome.broken) or 'nothing'} |", flush=True)
            failed = failed or bool(outcome.broken)
    raise SystemExit(failed)


# ---- what must hold ----


def run(council: Council, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PUBLISH, *arguments],
        cwd=council.folder,
        env=TOLD,
        capture_output=True,
        text=True,
        timeout=GIVE_UP,
        check=False,
    )


def trees(council: Council) -> dict[str, str]:
    """git's digest of every folder on the remote's branch."""
    try:
        rows = council.git("ls-tree", "gh-pages", folder=council.origin).splitlines()
    except subprocess.CalledProcessError:
        return {}
    return {row.split("\t")[1]: row.split()[2] for row in rows}


def held(council: Council, before: dict[str, str], corrected: str, told: str, outcome: Outcome) -> None:
    """``corrected`` is the edition that the run was to replace: it is there, or its superseded copy is."""
    now = trees(council)
    for name in (FIRST, SECOND):
        if name in before:
            kept = (now.get(name), now.get(f"{name}-r1")) if name == corrected else (now.get(name),)
            outcome.holds(f"{told}: {name} is not as it was", before[name] in kept)
    checked = subprocess.run(
        ["git", "fsck", "--connectivity-only"], cwd=council.origin, capture_output=True, check=False
    )
    outcome.holds(f"{told}: the remote is not valid", checked.returncode == 0)


def next_succeeds(council: Council, told: str, outcome: Outcome, *names: str) -> None:
    done = run(council, *names)
    outcome.holds(f"{told}: the next publish failed: {done.stderr[-300:]}", done.returncode == 0)
    verified = subprocess.run(
        [sys.executable, "-m", "quarterday", "verify"],
        cwd=council.folder,
        env=TOLD,
        capture_output=True,
        text=True,
        check=False,
    )
    outcome.holds(f"{told}: verify found {verified.stderr[-300:]}", verified.returncode == 0)


@contextmanager
def copied(base: Path, scratch: Path) -> Iterator[Council]:
    with tempfile.TemporaryDirectory(prefix="round-", dir=scratch) as folder:
        shutil.copytree(base, folder, dirs_exist_ok=True, symlinks=True)
        yield Council(Path(folder) / "smallshire", Path(folder) / "origin.git")


def killed_after(seconds: float, command: list[str], folder: Path, environment: dict[str, str]) -> str:
    """Start a run, and kill it and all that it started. How it ended."""
    started = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        started.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        return "killed"
    return "finished first" if started.returncode == 0 else f"exit {started.returncode}"


def as_long_as(base: Path, scratch: Path, once: Callable[[Council], object]) -> float:
    """Seconds that an undisturbed run takes on this machine now."""
    with copied(base, scratch) as council:
        council.correct()
        start = time.perf_counter()
        once(council)
        return time.perf_counter() - start


# ---- the faults ----


def killed(base: Path, scratch: Path, draw: random.Random, kills: int, outcome: Outcome) -> None:
    """``publish`` of a corrected edition, killed at any moment."""
    whole = as_long_as(base, scratch, lambda council: run(council, FIRST))
    for _ in range(kills):
        moment = draw.uniform(0, whole)
        with copied(base, scratch) as council:
            before = trees(council)
            council.correct()
            ending = killed_after(moment, [*PUBLISH, FIRST], council.folder, TOLD)
            told = f"killed after {moment:.2f} s"
            held(council, before, FIRST, told, outcome)
            outcome.holds(
                f"{told}: exit 0 and not published", ending != "finished first" or f"{FIRST}-r1" in trees(council)
            )
            next_succeeds(council, told, outcome, FIRST)
            outcome.holds(f"{told}: no superseded copy", trees(council).get(f"{FIRST}-r1") == before[FIRST])
            outcome.endings[ending] += 1
        outcome.next_round()


def server_killed(base: Path, scratch: Path, draw: random.Random, kills: int, outcome: Outcome) -> None:
    """The hooks of a plain git server, killed at any moment while they check and publish what was pushed."""

    def served(council: Council) -> Server:
        server = Server(council, council.folder.parent)
        server.install()
        return server

    push = ["git", "push", "--quiet", "origin", "main"]
    whole = as_long_as(base, scratch, lambda council: served(council).push())
    for _ in range(kills):
        moment = draw.uniform(0, whole)
        with copied(base, scratch) as council:
            server = served(council)
            server.by_cron("--shown")
            before = trees(council)
            council.correct()
            ending = killed_after(moment, push, council.folder, TOLD)
            told = f"server killed after {moment:.2f} s"
            held(council, before, FIRST, told, outcome)
            outcome.holds(f"{told}: the web root is not a whole site", is_whole(server))
            council.git("commit", "--quiet", "--allow-empty", "--message", "Again")
            again = server.push()
            outcome.holds(f"{told}: the next push failed: {again.stderr[-300:]}", again.returncode == 0)
            kept = trees(council).get(f"{FIRST}-r1") == before[FIRST]
            outcome.holds(f"{told}: the next push did not publish: {again.stderr[-300:]}", kept)
            outcome.holds(f"{told}: the web root is not the branch", is_whole(server, council.tip))
            outcome.endings[ending] += 1
        outcome.next_round()


def is_whole(server: Server, tip: str = "") -> bool:
    """The web root is a published commit to the byte; of ``tip``, if that is given."""
    try:
        shown = server.shows_a_whole_tree()
    except (AssertionError, OSError, subprocess.CalledProcessError):
        return False
    return not tip or shown == tip


def crowded(base: Path, scratch: Path, draw: random.Random, kills: int, outcome: Outcome) -> None:
    """Eight publishers at once, in one repository and from separate clones."""
    for place in ("in one repository", "from separate clones"):
        with copied(base, scratch) as council:
            more = [f"{year}-{year % 100 + 1:02}-q{number}" for year in (2023, 2024) for number in (1, 2, 3, 4)]
            for name in more:
                shutil.copytree(council.folder / "data/quarters" / FIRST, council.folder / "data/quarters" / name)
                council.edit(f"data/quarters/{name}/clean-streets.yml", FIRST, name)
            council.commit()
            before = trees(council)
            where = [council] * 8 if place == "in one repository" else [council.clone(f"clone-{at}") for at in range(8)]
            runs = [
                subprocess.Popen(
                    [*PUBLISH, name],
                    cwd=one.folder,
                    env=TOLD,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                )
                for one, name in zip(where, more, strict=True)
            ]
            for one, name in zip(runs, more, strict=True):
                told, _ = one.communicate(timeout=GIVE_UP)
                outcome.endings[f"{place}, exit {one.returncode}"] += 1
                outcome.holds(f"{place}: {name}: {told[-200:]}", one.returncode == 0)
            now = trees(council)
            outcome.holds(f"{place}: an edition is missing", {*more} <= {*now})
            outcome.holds(f"{place}: latest is not the newest", now.get("latest") == now.get(max(more)))
            held(council, before, "", place, outcome)
            next_succeeds(council, place, outcome, "--all")
        outcome.next_round()


def no_room(base: Path, scratch: Path, draw: random.Random, kills: int, outcome: Outcome) -> None:
    """A disk of which less and less is free. It is a real one, in memory, and needs root."""
    used = sum(path.stat().st_size for path in base.rglob("*") if path.is_file()) // 1024
    for free in (64, 256, 512, 1024, 2048, 3072, 4096, 6144, 8192):
        disk = scratch / "disk"
        disk.mkdir()
        size = used * 2 + free
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(disk)], capture_output=True, check=False
        )
        if made.returncode:
            outcome.endings["not tried: this machine mounts no disk"] += 1
            disk.rmdir()
            return
        try:
            with copied(base, disk) as council:
                before = trees(council)
                council.correct()
                left = shutil.disk_usage(disk).free
                (disk / "filler").write_bytes(bytes(max(0, left - free * 1024)))
                done = run(council, FIRST)
                told = f"{free} KiB free"
                outcome.endings[f"exit {done.returncode}"] += 1
                held(council, before, FIRST, told, outcome)
                is_there = trees(council).get(f"{FIRST}-r1") == before[FIRST]
                outcome.holds(f"{told}: exit 0 and not published", done.returncode != 0 or is_there)
                (disk / "filler").unlink()
                subprocess.run(["mount", "-o", f"remount,size={size + 200_000}k", str(disk)], check=True)
                next_succeeds(council, told, outcome, FIRST)
        finally:
            subprocess.run(["umount", str(disk)], check=True)
            disk.rmdir()
        outcome.next_round()


def bad_remote(base: Path, scratch: Path, draw: random.Random, kills: int, outcome: Outcome) -> None:
    """A remote that refuses, that never answers, that is gone, and that goes while it is written to."""

    def refuses(council: Council) -> Callable[[], None]:
        return hook(council, "pre-receive", "exit 1")

    def dies(council: Council) -> Callable[[], None]:
        return hook(council, "pre-receive", "kill -9 $PPID")

    def dies_after(council: Council) -> Callable[[], None]:
        return hook(council, "post-receive", "kill -9 $PPID")

    def hangs(council: Council) -> Callable[[], None]:
        return hook(council, "pre-receive", "sleep 1000")

    def gone(council: Council) -> Callable[[], None]:
        away = council.origin.with_name("away.git")
        council.origin.rename(away)
        return lambda: away.rename(council.origin) and None

    def silent(council: Council) -> Callable[[], None]:
        listening = socket.create_server(("127.0.0.1", 0))
        council.git("remote", "set-url", "origin", f"git://127.0.0.1:{listening.getsockname()[1]}/origin.git")

        def back() -> None:
            council.git("remote", "set-url", "origin", "../origin.git")
            listening.close()

        return back

    for fault in (refuses, dies, dies_after, hangs, gone, silent):
        with copied(base, scratch) as council:
            before = trees(council)
            council.correct()
            back = fault(council)
            done = run(council, FIRST, "--wait", "10")
            back()
            told = f"a remote that {fault.__name__}"
            outcome.endings[f"{fault.__name__}: exit {done.returncode}"] += 1
            held(council, before, FIRST, told, outcome)
            is_there = trees(council).get(f"{FIRST}-r1") == before[FIRST]
            outcome.holds(f"{told}: exit 0 and not published", done.returncode != 0 or is_there)
            next_succeeds(council, told, outcome, FIRST)
        outcome.next_round()


def hook(council: Council, name: str, does: str) -> Callable[[], None]:
    path = council.origin / "hooks" / name
    path.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    path.chmod(0o755)
    return path.unlink


def damaged(base: Path, scratch: Path, draw: random.Random, kills: int, outcome: Outcome) -> None:
    """The published branch of the clone, damaged in ways that a crash or a disk has."""

    def rubbish(git: Path) -> None:
        (git / "refs/heads/gh-pages").write_text("rubbish\n", encoding="utf-8")

    def noughts(git: Path) -> None:
        (git / "refs/heads/gh-pages").write_bytes(bytes(41))

    def empty(git: Path) -> None:
        (git / "refs/heads/gh-pages").write_bytes(b"")

    def absent(git: Path) -> None:
        (git / "refs/heads/gh-pages").write_text("1" * 40 + "\n", encoding="utf-8")

    def locked(git: Path) -> None:
        (git / "refs/heads/gh-pages.lock").touch()

    def lost(git: Path) -> None:
        for pack in (git / "objects/pack").glob("*"):
            pack.unlink()

    for fault in (rubbish, noughts, empty, absent, locked, lost):
        with copied(base, scratch) as council:
            before = trees(council)
            council.correct()
            fault(council.folder / ".git")
            done = run(council, FIRST)
            told = f"a branch that is {fault.__name__}"
            outcome.endings[f"{fault.__name__}: exit {done.returncode}"] += 1
            held(council, before, FIRST, told, outcome)
            is_there = trees(council).get(f"{FIRST}-r1") == before[FIRST]
            outcome.holds(f"{told}: exit 0 and not published", done.returncode != 0 or is_there)
            next_succeeds(council, told, outcome, FIRST)
        outcome.next_round()


FAULTS: dict[str, Callable[[Path, Path, random.Random, int, Outcome], None]] = {
    "killed": killed,
    "server killed": server_killed,
    "eight at once": crowded,
    "a full disk": no_room,
    "a bad remote": bad_remote,
    "a damaged branch": damaged,
}

if __name__ == "__main__":
    main()
