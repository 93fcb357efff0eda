"""The repository that holds the site, and its published branch. The only module that knows git and mike."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from mike.versions import Versions

LATEST = "latest"
VERSIONS = "versions.json"
NOBODY = "0" * 40
OUR_REFS = "refs/quarterday/"
"""Where a run keeps what it makes until it is pushed. Each run has a name of its own, and the next clears it away."""
INSTEAD_OF = "Instead-of: "
OF_ANOTHER = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
)
"""What git says to the hooks of a repository, which are about that one and not about ours."""


class GitFailed(Exception):
    """Git would not do what was asked; carries what it said."""


class NoAnswer(GitFailed):
    """A remote did not answer in time."""


@dataclass(frozen=True)
class Entry:
    """One name in a folder of a commit."""

    mode: str
    kind: str
    id: str


@dataclass(frozen=True)
class Repository:
    """``top`` is its working tree, ``common`` its git directory, which all its worktrees share."""

    top: Path
    common: Path
    patience: float = 300
    """Seconds to wait for a remote."""
    run: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    @classmethod
    def at(cls, folder: Path, patience: float = 300) -> Repository:
        """The repository that a folder is in.

        Raises GitFailed where there is none, or it has no working tree.
        """
        try:
            said = _git(["rev-parse", "--show-toplevel", "--path-format=absolute", "--git-common-dir"], folder)
        except GitFailed as error:
            start = "Start one with: git init, git add --all, git commit"
            raise GitFailed(f"{folder.resolve()} is in no git repository ({error}). {start}") from None
        top, common = said.splitlines()
        return cls(Path(top).resolve(), Path(common), patience)

    def git(self, *arguments: str, given: bytes | None = None, index: Path | None = None) -> str:
        """What git prints. Raises GitFailed."""
        return self.raw(*arguments, given=given, index=index).decode().rstrip("\n")

    def raw(self, *arguments: str, given: bytes | None = None, index: Path | None = None) -> bytes:
        more = {"GIT_INDEX_FILE": str(index)} if index else {}
        return _ran(list(arguments), self.top, given, self.identity() | more)

    def far(self, *arguments: str) -> str:
        """Git, over the network. Raises NoAnswer as well."""
        return _ran(list(arguments), self.top, None, self.identity(), self.patience).decode().rstrip("\n")

    def identity(self) -> dict[str, str]:
        """Who commits: the person that git knows, else the program, as on a machine that only publishes."""
        known = {name: os.environ.get(f"GIT_COMMITTER_{name.upper()}") for name in ("name", "email")}
        unknown = {"name": "Quarterday", "email": "quarterday@localhost"}
        told: dict[str, str] = {}
        for name, here in known.items():
            said = here or self._setting(f"user.{name}") or unknown[name]
            told |= {f"GIT_COMMITTER_{name.upper()}": said, f"GIT_AUTHOR_{name.upper()}": said}
        return told

    def _setting(self, name: str) -> str:
        try:
            return _git(["config", "--get", name], self.top)
        except GitFailed:
            return ""

    # ---- one at a time, and nothing left over ----

    @contextmanager
    def alone(self, waiting: Callable[[], None]) -> Iterator[Path]:
        """One run at a time in this repository. Gives a folder to work in, which is gone at the end.

        The lock is the system's: a run that is killed gives it back. What such a run left is cleared away here.
        """
        lock = FileLock(self.common / "quarterday.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire()
        work = self.common / "quarterday"
        try:
            self._clear(work)
            (work / self.run).mkdir(parents=True)
            yield work / self.run
        finally:
            self._clear(work)
            lock.release()

    def _clear(self, work: Path) -> None:
        shutil.rmtree(work, ignore_errors=True)
        for ref in self.git("for-each-ref", "--format=%(refname)", OUR_REFS).splitlines():
            self.git("update-ref", "-d", ref)

    # ---- the source ----

    def head(self) -> str:
        """The commit that is checked out. Raises GitFailed where nothing was committed yet."""
        try:
            return self.git("rev-parse", "--verify", "HEAD^{commit}")
        except GitFailed:
            raise GitFailed(f"nothing was committed yet in {self.top}. Try: git add --all, git commit") from None

    def has(self, commit: str) -> bool:
        try:
            self.git("cat-file", "-e", f"{commit}^{{commit}}")
        except GitFailed:
            return False
        return True

    def changed(self) -> list[str]:
        """Files in git that differ from the last commit."""
        said = self.raw("--no-optional-locks", "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=no")
        return [line[3:] for line in said.decode().split("\0") if line]

    def unknown(self, folders: Iterable[Path]) -> list[str]:
        """Files in some folders that were never given to git, and that it does not ignore."""
        there = [str(folder) for folder in folders if folder.exists()]
        said = (
            self.raw("ls-files", "--others", "--exclude-standard", "-z", "--full-name", "--", *there) if there else b""
        )
        return [name for name in said.decode().split("\0") if name]

    def time_of(self, commit: str) -> int:
        """Seconds since 1970."""
        return int(self.git("show", "-s", "--format=%ct", commit))

    def export(self, commit: str, to: Path, path: str = "") -> None:
        """The files in one folder of a commit, "" for all of it, as they were stored. Raises GitFailed."""
        to.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to.parent) as scratch:
            index = Path(scratch) / "index"
            self.git("read-tree", f"{commit}:{path}", index=index)
            bytes_as_stored = ("-c", "core.autocrlf=false")
            self.git(*bytes_as_stored, "checkout-index", "--all", "--force", f"--prefix={to}/", index=index)

    # ---- the published branch ----

    def remotes(self) -> list[str]:
        return self.git("remote").splitlines()

    def tip_here(self, branch: str) -> str | None:
        """The local branch's commit. None where there is no such branch, or it is damaged."""
        return self._commit(f"refs/heads/{branch}")

    def tip_fetched(self, remote: str, branch: str) -> str | None:
        return self._commit(f"refs/remotes/{remote}/{branch}")

    def _commit(self, name: str) -> str | None:
        try:
            tip = self.git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
            self.git("ls-tree", "-r", "-d", tip)
        except GitFailed:
            return None
        return tip

    def tip_there(self, remote: str, branch: str) -> str | None:
        """The remote's commit, as it says at this moment. Raises GitFailed, NoAnswer."""
        said = self.far("ls-remote", "--heads", remote, f"refs/heads/{branch}")
        return said.split()[0] if said else None

    def fetch(self, remote: str, branch: str) -> str | None:
        """The remote's branch, brought here. No other ref is moved. Raises GitFailed, NoAnswer."""
        self._mend(branch)
        if self.tip_there(remote, branch) is None:
            return None
        ours = f"{OUR_REFS}{self.run}/there"
        fetch = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=")
        spec = (remote, f"+refs/heads/{branch}:{ours}")
        try:
            self.far(*fetch, *spec)
            if self._commit(ours) is None:  # we seemed to have an object that is lost
                self.far(*fetch, "--refetch", *spec)
        except NoAnswer:
            raise
        except GitFailed as error:
            if self._is_whole():
                raise
            told = f"What is published is safe on {remote}: publish from a new clone"
            raise GitFailed(f"{error}\nThis repository is damaged. {told}") from error
        return self.git("rev-parse", "--verify", ours)

    def _is_whole(self) -> bool:
        try:
            self.git("fsck", "--connectivity-only", "--no-dangling")
        except GitFailed:
            return False
        return True

    def _mend(self, branch: str) -> None:
        """A local branch that is damaged would stop every fetch. The remote has it whole, so it is let go."""
        for name in self._known_as(branch):
            if (self.common / name).exists() and self._commit(name) is None:
                (self.common / name).unlink()

    def _known_as(self, branch: str) -> tuple[str, ...]:
        """The branch here, and as each remote had it when it was last asked."""
        return (f"refs/heads/{branch}", *(f"refs/remotes/{remote}/{branch}" for remote in self.remotes()))

    def contains(self, newer: str, older: str) -> bool:
        """Whether one commit has another in its history."""
        try:
            self.git("merge-base", "--is-ancestor", older, newer)
        except GitFailed:
            return False
        return True

    def alike(self, commit: str, other: str | None) -> bool:
        """Whether two commits hold the same files."""
        return other is not None and self.git("rev-parse", f"{commit}^{{tree}}") == self.git(
            "rev-parse", f"{other}^{{tree}}"
        )

    def instead_of(self, old: str | None, message: str) -> str:
        """The message of a commit that begins a branch anew, so that every clone can tell what it took the place of."""
        return f"{message}\n\n{INSTEAD_OF}{old}" if old else message

    def took_the_place_of(self, there: str, here: str) -> bool:
        """Whether a branch was begun anew in the place of all that one here has."""
        first = self.git("rev-list", "--max-parents=0", there).splitlines()[-1]
        _, found, old = self.git("show", "-s", "--format=%B", first).partition(INSTEAD_OF)
        return bool(found) and (old.strip() == here or self.contains(old.strip(), here))

    def push(self, remote: str, branch: str, commit: str, instead_of: str | None = None) -> None:
        """Put a commit on the remote's branch; ``instead_of`` rewrites it, if that is still its commit.

        Raises GitFailed, NoAnswer. Whether it arrived is for ``tip_there`` to say.
        """
        lease = [f"--force-with-lease=refs/heads/{branch}:{instead_of}"] if instead_of else []
        self.far("push", "--quiet", *lease, remote, f"{commit}:refs/heads/{branch}")

    def keep(self, branch: str, commit: str, was: str | None, forget: bool = False) -> None:
        """Move the local branch. ``forget`` takes earlier commits out of its log, too.

        Raises GitFailed; also where the branch is checked out, since git would then take its files for deleted.
        """
        if f"branch refs/heads/{branch}" in self.git("worktree", "list", "--porcelain").splitlines():
            raise GitFailed(f"{branch} is checked out here; check out another branch")
        self.git("update-ref", f"refs/heads/{branch}", commit, was or NOBODY)
        if forget:
            for name in filter(self._commit, self._known_as(branch)):
                self.git("reflog", "expire", "--expire=now", name)

    # ---- what a commit holds ----

    def folder(self, commit: str, path: str = "") -> dict[str, Entry]:
        """The names in a folder of a commit; empty where there is none."""
        try:
            said = self.raw("ls-tree", "-z", f"{commit}:{path}")
        except GitFailed:
            return {}
        rows = (line.split("\t", 1) for line in said.decode().split("\0") if line)
        return {name: Entry(*about.split()) for about, name in rows}

    def text(self, commit: str, path: str) -> str | None:
        """A file of a commit; None where there is none."""
        try:
            return self.raw("show", f"{commit}:{path}").decode()
        except GitFailed:
            return None

    def digests(self, commit: str, path: str) -> dict[str, str]:
        """The SHA-256 of every file in a folder of a commit, by its path in it."""
        said = self.raw("ls-tree", "-r", "-z", f"{commit}:{path}").decode()
        rows = [line.split("\t", 1) for line in said.split("\0") if line]
        ids = [about.split()[2] for about, _ in rows]
        found = self.raw("cat-file", "--batch", "--buffer", given="".join(f"{one}\n" for one in ids).encode())
        digests, at = {}, 0
        for _, name in rows:
            end = found.index(b"\n", at)
            size = int(found[at:end].split()[2])
            digests[name] = hashlib.sha256(found[end + 1 : end + 1 + size]).hexdigest()
            at = end + size + 2
        return digests

    def sizes(self, commit: str, path: str = "") -> list[int]:
        """Bytes of each file in a folder of a commit, "" for all of it; no file is read for it."""
        rows = self.raw("ls-tree", "-r", "--long", "-z", f"{commit}:{path}").decode().split("\0")
        return [int(row.split(maxsplit=4)[3]) for row in rows if row]

    @property
    def size(self) -> int:
        """Bytes of all that git keeps here."""
        told = dict(row.split(": ") for row in self.git("count-objects", "-v").splitlines())
        return (int(told["size"]) + int(told["size-pack"])) * 1024

    # ---- making commits ----

    def begin(self, base: str | None) -> str:
        """The name of a branch of this run's own, which starts at ``base``, or with nothing in it."""
        name = f"{OUR_REFS}{self.run}/made"
        start = base or self.commit(self.tree({}), (), "Begin the published branch")
        self.git("update-ref", name, start)
        return name

    def deploy(self, name: str, site: Path, version: str, title: str, prefix: str, message: str, latest: bool) -> str:
        """One commit by mike: a built site as a version, and as ``latest`` if it is. Gives the commit."""
        from mike import commands as mike  # it loads MkDocs, which no other command of ours waits for

        with _environment(self.identity() | {"GIT_DIR": str(self.common)}):
            aliases = [LATEST] if latest else []
            config = {"site_dir": str(site), "use_directory_urls": True}
            with mike.deploy(
                config,
                version,
                title,
                aliases,
                update_aliases=True,
                alias_type=mike.AliasType.copy,  # a symlink is refused by some hosts; a redirect loses CSV and JSON
                branch=name,
                message=message,
                deploy_prefix=prefix,
            ):
                pass
        return self.git("rev-parse", name)

    def versions(self, commit: str, prefix: str) -> Versions:
        """mike's list of what is on the branch."""
        from mike.versions import Versions

        written = self.text(commit, _in(prefix, VERSIONS))
        return Versions.loads(written) if written else Versions()

    def stored(self, folder: Path) -> dict[str, Entry]:
        """The names in a folder on disk, stored as git's objects, byte for byte."""
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        names = [path.relative_to(folder).as_posix() for path in files]
        asked = "".join(f"{path}\n" for path in files).encode()
        ids = self.git("hash-object", "-w", "--no-filters", "--stdin-paths", given=asked).splitlines()
        rows = "".join(f"100644 {one}\t{name}\0" for one, name in zip(ids, names, strict=True))
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            index = Path(scratch) / "index"
            self.git("update-index", "-z", "--index-info", given=rows.encode(), index=index)
            return self.folder(self.git("write-tree", index=index))

    def stored_text(self, text: str) -> Entry:
        return Entry("100644", "blob", self.git("hash-object", "-w", "--stdin", "--no-filters", given=text.encode()))

    def tree(self, entries: Mapping[str, Entry]) -> str:
        rows = "".join(f"{entry.mode} {entry.kind} {entry.id}\t{name}\0" for name, entry in entries.items())
        return self.git("mktree", "-z", given=rows.encode())

    def with_folder(self, commit: str, path: str, entries: Mapping[str, Entry]) -> str:
        """The tree of a commit with one folder replaced; ``path`` is "" for the whole."""
        tree = self.tree(entries)
        while path:
            path, _, name = path.rpartition("/")
            tree = self.tree(self.folder(commit, path) | {name: Entry("040000", "tree", tree)})
        return tree

    def commit(self, tree: str, parents: Iterable[str], message: str) -> str:
        before = [word for parent in parents for word in ("-p", parent)]
        return self.git("commit-tree", tree, *before, "-m", message)


def _in(prefix: str, name: str) -> str:
    return f"{prefix}/{name}" if prefix else name


@contextmanager
def _environment(given: Mapping[str, str]) -> Iterator[None]:
    """mike asks git in the environment of this process, so that is where it is told of our repository."""
    before = dict(os.environ)
    for name in OF_ANOTHER:
        os.environ.pop(name, None)
    os.environ.update(given)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _git(arguments: list[str], folder: Path) -> str:
    return _ran(arguments, folder, None, {}).decode().rstrip("\n")


def _ran(
    arguments: list[str], folder: Path, given: bytes | None, told: Mapping[str, str], patience: float | None = None
) -> bytes:
    environment = {name: value for name, value in os.environ.items() if name not in OF_ANOTHER}
    if not sys.stdin.isatty():  # a machine cannot answer a question for a password, and would wait for ever
        environment["GIT_TERMINAL_PROMPT"] = "0"
    environment |= {"LC_ALL": "C", **told}
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=environment,
            input=given,
            stdin=None if given is not None else subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=patience,
        )
    except subprocess.TimeoutExpired:
        raise NoAnswer(f"git {arguments[0]} had no answer within {patience:g} seconds") from None
    except FileNotFoundError:
        raise GitFailed("git is not installed here") from None
    if done.returncode:
        said = re.sub(r"^(fatal|error): ", "", (done.stderr or done.stdout).decode(errors="replace").strip())
        raise GitFailed(f"git {arguments[0]}: {said or f'exit status {done.returncode}'}")
    return done.stdout
