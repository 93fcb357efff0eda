"""The published branch: what stands on it, and how a change gets there, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from quarterday import __version__
from quarterday.periods import Quarter
from quarterday.records import EDITION, SHELF, EditionRecord, Record, Shelf
from quarterday.repository import LATEST, VERSIONS, GitFailed, NoAnswer, Repository

Tell = Callable[[str], None]
R = TypeVar("R", bound=Record)


class Refused(Exception):
    """Nothing was published; carries every reason, in words for the person who publishes."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


@dataclass(frozen=True)
class Built:
    """An edition in a folder of its own, with its record written into it."""

    quarter: Quarter
    folder: Path
    record: EditionRecord


@dataclass(frozen=True)
class State:
    """What stands on the branch: its commit, ``tip``, and the remote's, which ``tip`` may be ahead of."""

    tip: str | None
    there: str | None
    shelf: Shelf

    @property
    def is_sent(self) -> bool:
        return self.tip == self.there


@dataclass(frozen=True)
class Change:
    """Editions to put on the branch, and the shelf as it is afterwards."""

    shelf: Shelf
    message: str
    built: tuple[Built, ...] = ()
    copies: Mapping[str, str] = field(default_factory=dict)
    """Superseded copies to keep: the name of each, and the edition it is a copy of."""
    removed: tuple[str, ...] = ()
    """Names at the root that go."""
    rewrite: bool = False
    """Begin the branch anew, so that nothing published before can be reached."""


@dataclass(frozen=True)
class Branch:
    """A branch, and the folder of one site in it. Without a remote, editions are published here alone."""

    repository: Repository
    tell: Tell
    name: str = "gh-pages"
    remote: str | None = "origin"
    prefix: str = ""
    known_of: str = "origin"
    """Whose branch, as it was last fetched, counts where there is no remote to ask."""

    def __str__(self) -> str:
        return f"{self.remote}/{self.name}" if self.remote else self.name

    def within(self, name: str) -> str:
        return f"{self.prefix}/{name}" if self.prefix else name

    # ---- what stands there ----

    def state(self) -> State:
        """The branch as the remote has it, or as it is here where that is ahead. Raises Refused, GitFailed."""
        here = self.repository.tip_here(self.name)
        if self.remote is None:
            tip = self._newer(here, self.repository.tip_fetched(self.known_of, self.name))
            return State(tip, tip, self.shelf(tip))
        if self.remote not in self.repository.remotes():
            raise Refused(
                f"There is no remote called {self.remote}. Add it with: git remote add {self.remote} ADDRESS."
                " To publish into this repository alone, use --no-push."
            )
        self.tell(f"Fetching {self}")
        there = self.repository.fetch(self.remote, self.name)
        if here and there and self.repository.took_the_place_of(there, here):
            self.repository.keep(self.name, there, here, forget=True)
            here = there
        tip = self._newer(here, there)
        return State(tip, there, self.shelf(tip))

    def _newer(self, here: str | None, there: str | None) -> str | None:
        if here is None or there is None:
            return here or there
        if self.repository.contains(there, here):
            return there
        if self.repository.contains(here, there):
            return here
        other = self.remote or self.known_of
        raise Refused(
            f"The branch {self.name} here and the one of {other} have each what the other has not. After a withdrawal"
            f" that is so in every older copy. To go on with what {other} has, and let go of what is only here:"
            f" git fetch {other} {self.name} && git branch --force {self.name} FETCH_HEAD"
        )

    def shelf(self, tip: str | None) -> Shelf:
        """Raises Refused where somebody published without us, so that nothing is known of what is there."""
        if tip is None:
            return Shelf()
        written = self.repository.text(tip, self.within(SHELF))
        if written:
            return self._read(Shelf, written, SHELF)
        if self.repository.text(tip, self.within(VERSIONS)):
            raise Refused(
                f"{self} has versions that Quarterday did not publish, so it cannot vouch for them. Move that branch"
                " away (git branch -m), or publish on another with --branch."
            )
        return Shelf()

    def record(self, tip: str, name: str) -> EditionRecord:
        """The ``edition.json`` of an edition. Raises Refused where it is not there."""
        return self._read(EditionRecord, self.text(tip, name, EDITION), f"{name}/{EDITION}")

    def _read(self, kind: type[R], written: str, path: str) -> R:
        try:
            return kind.model_validate_json(written)
        except ValidationError:
            raise Refused(
                f"{path} on {self} has what this Quarterday ({__version__}) does not know. A newer one wrote it, so"
                " publish with that."
            ) from None

    def text(self, tip: str, name: str, path: str) -> str:
        """A file of an edition. Raises Refused where it is not there."""
        written = self.repository.text(tip, self.within(f"{name}/{path}"))
        if written is None:
            raise Refused(f"{name} on {self} has no {path}. See what else is wrong: quarterday verify {name}")
        return written

    # ---- making the commits ----

    def commits(self, state: State, change: Change, root: Path) -> str:
        """One commit by mike for each edition, and one of ours for all else; ``root`` has the built pages of the root.

        Gives the last commit. Nothing that is published is touched.
        """
        repository = self.repository
        name = repository.begin(state.tip)
        tip = repository.git("rev-parse", name)
        before = repository.folder(tip, self.prefix)
        latest = change.shelf.latest
        for built in sorted(change.built, key=lambda one: one.quarter):
            message = f"Publish {built.quarter.title}, from {built.record.data_commit[:12]}"
            is_latest = latest is not None and latest.quarter == built.quarter.name
            tip = repository.deploy(
                name, built.folder, built.quarter.name, built.quarter.title, self.prefix, message, is_latest
            )
        entries = {
            held: entry
            for held, entry in repository.folder(tip, self.prefix).items()
            if held not in (*change.removed, LATEST)
        }
        entries |= {copy: before[of] for copy, of in change.copies.items()}
        if latest:
            entries[LATEST] = entries[latest.quarter]
        entries |= repository.stored(root)
        entries[VERSIONS] = repository.stored_text(self._versions(tip, change) + "\n")
        tree = repository.with_folder(tip, self.prefix, entries)
        if change.rewrite:
            return repository.commit(tree, (), repository.instead_of(state.tip, change.message))
        return repository.commit(tree, (tip,), change.message)

    def _versions(self, tip: str, change: Change) -> str:
        """mike's list, with the superseded copies hidden in it and ``latest`` where it belongs."""
        versions = self.repository.versions(tip, self.prefix)
        for copy, of in change.copies.items():
            versions.add(copy, f"{Quarter.named(of).title}, before its correction").set_property("hidden", True)
        gone = {str(version.version) for version in versions} & {*change.removed}
        if gone:
            versions.difference_update(sorted(gone))
        if change.shelf.latest:
            versions.update(change.shelf.latest.quarter, aliases=[LATEST], update_aliases=True)
        written: str = versions.dumps()
        return written

    # ---- to the remote ----

    def deliver(self, commit: str, state: State, rewrite: bool = False) -> bool:
        """Push, and ask the remote what it has. False where somebody else's push came first.

        Raises Refused where the remote does not have the commit in the end, and GitFailed where it gives no answer.
        """
        here = self.repository.tip_here(self.name)
        if self.remote is None:
            self.repository.keep(self.name, commit, here, forget=rewrite)
            return True
        self.tell(f"Pushing to {self}")
        said = ""
        try:
            self.repository.push(self.remote, self.name, commit, state.there if rewrite else None)
        except GitFailed as error:
            said = str(error)
        self.tell(f"Asking {self.remote} what it has")
        try:
            there = self.repository.tip_there(self.remote, self.name)
        except GitFailed as error:
            raise NoAnswer(str(error)) from error
        if there == state.there:
            raise Refused(f"{self} did not take it, and is as it was: {said or 'it gave no reason'}")
        if there != commit and not self._has(commit):
            return False
        self.follow(commit, here, rewrite)
        return True

    def follow(self, commit: str, here: str | None, rewrite: bool = False) -> None:
        """Move the branch here to what the remote has. Nothing published hangs on it."""
        if here != commit:
            try:
                self.repository.keep(self.name, commit, here, forget=rewrite)
            except GitFailed as error:
                self.tell(f"It is published; the branch {self.name} here could not be moved ({error})")

    def _has(self, commit: str) -> bool:
        """Somebody else may have published on top of ours before we could ask."""
        there = self.repository.fetch(self.remote or "", self.name)
        return there is not None and self.repository.contains(there, commit)
