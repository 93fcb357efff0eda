"""A council's repository as it is in life: the data, the program and a remote, all real."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from quarterday.__main__ import app

TESTS = Path(__file__).parent
PROJECT = TESTS.parent
FIRST, SECOND = "2022-23-q1", "2022-23-q2"
STREETS = "data/quarters/{}/clean-streets.yml"
CORRECTION = """corrections:
  - id: streets-q1
    date: 2022-09-06
    quarter: 2022-23-q1
    kind: correction
    measure: streets-found-clean
    from: 91%
    to: 90.5%
    reason: A street was counted twice.
"""


@dataclass(frozen=True)
class Council:
    """``folder`` is a clone, with the site at its top; ``origin`` a bare repository beside it."""

    folder: Path
    origin: Path

    def git(self, *arguments: str, folder: Path | None = None) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=folder or self.folder, capture_output=True, text=True, check=True, env=ENVIRONMENT
        )
        return done.stdout.strip()

    def quarterday(self, *arguments: str) -> Result:
        """The command, in this process; what it starts is real."""
        command, *rest = arguments
        return CliRunner().invoke(app, [command, "--site", str(self.folder), *rest])

    def publish(self, *arguments: str) -> None:
        """Publish, and hold it to success."""
        done = self.quarterday("publish", *arguments)
        assert done.exit_code == 0, (done.output, done.exception)

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def commit(self, message: str = "Change the data") -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def correct(self) -> None:
        """Put a figure of the first quarter right, with its entry in the ledger."""
        self.edit(STREETS.format(FIRST), "91%", "90.5%")
        self.write("data/corrections.yml", CORRECTION)
        self.commit()

    @property
    def tip(self) -> str:
        """The commit of the published branch on the remote; "" where there is none."""
        said = self.git("ls-remote", str(self.origin), "refs/heads/gh-pages")
        return said.split("\t")[0]

    def published(self, path: str) -> str:
        return self.git("show", f"gh-pages:{path}", folder=self.origin)

    def names(self, folder: str = "") -> list[str]:
        return self.git("ls-tree", "--name-only", f"gh-pages:{folder}", folder=self.origin).splitlines()

    def tree(self, name: str) -> str:
        """git's own digest of a folder: equal for folders that are equal to the byte."""
        return self.git("rev-parse", f"gh-pages:{name}", folder=self.origin)

    def json(self, path: str) -> Any:
        return json.loads(self.published(path))

    def clone(self, name: str) -> Council:
        """Another person's clone of the same remote."""
        other = self.folder.with_name(name)
        self.git("push", "--quiet", "--force", "origin", "HEAD:main")
        self.git("clone", "--quiet", str(self.origin), str(other))
        return Council(other, self.origin)


ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{
        f"GIT_{who}_{what}": said
        for who in ("AUTHOR", "COMMITTER")
        for what, said in (("NAME", "Performance officer"), ("EMAIL", "officer@smallshire.example"))
    },
}


def new_council(folder: Path) -> Council:
    """Smallshire, with the program in its repository, and nothing published yet."""
    council = Council(folder / "smallshire", folder / "origin.git")
    shutil.copytree(TESTS / "councils" / "smallshire", council.folder, ignore=shutil.ignore_patterns("site"))
    council.edit("mkdocs.yml", "../../../", "")
    unwanted = shutil.ignore_patterns("__pycache__")
    for name in ("hooks", "overrides"):
        shutil.copytree(PROJECT / name, council.folder / name, ignore=unwanted)
    shutil.copy(PROJECT / "requirements.lock", council.folder)
    council.write(".gitignore", "__pycache__/\n")
    council.git("init", "--quiet", "--initial-branch", "main")
    council.commit("Keep the data in git")
    council.git("init", "--quiet", "--bare", "--initial-branch", "main", str(council.origin))
    council.git("remote", "add", "origin", "../origin.git")
    return council
