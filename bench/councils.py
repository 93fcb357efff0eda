"""Build the editions of many councils as a CI matrix does, with workers of this machine in place of the runners.

    python bench/councils.py --councils 32 --quarters 8 --workers 2

The commands are those of ``deploy/github/publish-many.yml``: one job tells what has to be built, each edition is built
in a clone of its own, and one job puts all of them on one branch. Then every edition is held against its record, and
those of one council are built once more by ``publish --all``, to see that they are the same to the byte.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import made_up
import yaml

WORKFLOW = made_up.PROJECT / "deploy/github/publish-many.yml"


class Machines:
    """A repository of many councils, its remote, and the folders that stand in for runners."""

    def __init__(self, folder: Path, councils: int, quarters: int, measures: int) -> None:
        self.folder, self.names = folder, [f"madeup-{at:02}" for at in range(1, councils + 1)]
        self.sites = " ".join(f"councils/{name}" for name in self.names)
        self.repository = made_up.council(folder, measures, quarters)
        for name in self.names:
            site = self.repository / "councils" / name
            for part in ("data", "docs", "mkdocs.yml"):
                source = self.repository / part
                site.mkdir(parents=True, exist_ok=True)
                shutil.copytree(source, site / part) if source.is_dir() else shutil.copy(source, site)
            config = (site / "mkdocs.yml").read_text(encoding="utf-8")
            for part in ("hooks", "overrides"):
                config = config.replace(f" {part}", f" ../../{part}")
            made_up.write(site / "mkdocs.yml", config)
        made_up.git(self.repository, "rm", "-r", "--quiet", "data", "docs", "mkdocs.yml")
        made_up.commit(self.repository, "Keep many councils")
        binaries = folder / "bin"
        binaries.mkdir()
        made_up.write(binaries / "python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        (binaries / "python").chmod(0o755)

    def step(self, name: str, where: Path, **more: str) -> None:
        """The commands of a step of the workflow, as a runner gives them to bash."""
        jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"].values()
        [script] = [step["run"] for job in jobs for step in job["steps"] if step.get("name") == name and "run" in step]
        self.bash(script, where, **more)

    def bash(self, script: str, where: Path, **more: str) -> str:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") and key != "PYTHONPATH"}
        path = {"PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "RUNNER_TEMP": str(self.folder / "temp")}
        command = ["bash", "-c", f"set -eo pipefail\n{script}"]
        done = subprocess.run(
            command, cwd=where, env={**kept, **path, **more}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
        return done.stdout

    def build(self, row: dict[str, str]) -> None:
        machine = Path(tempfile.mkdtemp(prefix="machine-", dir=self.folder))
        made_up.git(self.folder, "clone", "--quiet", str(self.repository), str(machine))
        made_up.git(machine, "remote", "set-url", "origin", str(self.folder / "origin.git"))
        self.step("Build", machine, **{key.upper(): value for key, value in row.items()})
        shutil.rmtree(machine)
        tell(f"{row['site']} {row['quarters']}")

    def trees(self, name: str) -> dict[str, str]:
        """git's digest of each file of a council's editions, but for the records, which have the hour."""
        listed = made_up.git(self.folder / "origin.git", "ls-tree", "-r", "gh-pages", f"{name}/").splitlines()
        found = (line.split("\t") for line in listed)
        return {path: about for about, path in found if path.count("/") > 1 and not path.endswith("edition.json")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--councils", type=int, default=32)
    parser.add_argument("--quarters", type=int, default=8)
    parser.add_argument("--measures", type=int, default=20, help="measures of each council")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quarterday-councils-") as scratch:
        machines = Machines(Path(scratch), asked.councils, asked.quarters, asked.measures)
        print("| job | wall s | CPU s |\n|---|---|---|")
        output = Path(scratch) / "output"
        took("tell what has to be built", lambda: plan(machines, output))
        rows = json.loads(output.read_text().splitlines()[0].removeprefix("matrix="))["include"]

        def build_all() -> None:
            with ThreadPoolExecutor(asked.workers) as workers:
                list(workers.map(machines.build, rows))

        took(f"build {len(rows)} editions, {asked.workers} at once", build_all)
        took("put all on one branch", lambda: machines.step("Publish", machines.repository, SITES=machines.sites))
        verify = "\n".join(
            f"PYTHONPATH=hooks python -m quarterday verify --site councils/{name} --prefix {name}"
            for name in machines.names
        )
        took("hold all against their records", lambda: machines.bash(verify, machines.repository))
        output.unlink()
        plan(machines, output)
        left = "nothing" if output.read_text().strip() == 'matrix={"include": []}' else "editions, which is wrong"
        first, remote = machines.names[0], str(Path(scratch) / "origin.git")
        many = machines.trees(first)
        tell(f"{len(many)} files of {first}")
        alone = Path(scratch) / "alone"
        made_up.git(Path(scratch), "clone", "--quiet", str(machines.repository), str(alone))
        made_up.git(Path(scratch), "init", "--quiet", "--bare", f"{remote}.alone")
        made_up.git(alone, "remote", "set-url", "origin", f"{remote}.alone")
        command = f"PYTHONPATH=hooks python -m quarterday publish --all --site councils/{first} --prefix {first}"
        machines.bash(command, alone)
        Path(remote).rename(f"{remote}.many")
        Path(f"{remote}.alone").rename(remote)
        same = "the same to the byte" if machines.trees(first) == many else "DIFFERENT"
        print(f"\nLeft to build: {left}. The editions of one council, built by one machine: {same}.")


def plan(machines: Machines, output: Path) -> None:
    machines.step("Plan", machines.repository, SITES=machines.sites, GITHUB_OUTPUT=str(output))


def took(what: str, job: Callable[[], str | None]) -> None:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    job()
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"| {what} | {wall:.0f} | {cpu:.0f} |", flush=True)


def tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
