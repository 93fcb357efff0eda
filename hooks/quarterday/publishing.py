"""Publish editions: from a commit of the data to the published branch.

The order of things: take the lock, fetch, decide, build from the commit that is checked out, make the commits, push
once, and ask the remote what it has. Until the push nothing that was published has been touched, so a run may be
killed at any moment; and only the remote's answer makes it a success.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from quarterday import answering, building, room
from quarterday.branch import Branch, Built, Change, Refused, State, Tell
from quarterday.elsewhere import put, taken
from quarterday.facts import differences, digests, facts
from quarterday.findings import findings, unanswered
from quarterday.frozen import held_back, named, new_corrections, not_so, remedy, rewritten, unexplained
from quarterday.markup import plain
from quarterday.matrix import Row
from quarterday.model import CorrectionKind, Data, Release
from quarterday.periods import Quarter, long_date
from quarterday.phrases import all_of
from quarterday.problems import DataError, Place, Problem
from quarterday.records import EDITION, SHELF, Shelf, Shelved
from quarterday.release import has_come, moment
from quarterday.repository import GitFailed, Repository
from quarterday.shelving import Shelving, with_editions, with_refreshed, without
from quarterday.site import Standing
from quarterday.source import PINNED, Source, built, committed, exported

WHOLE = "data/quarterday.json"
"""The file of an edition that has all its facts; see ``downloads``."""
ATTEMPTS = 40
"""How often a push is made anew because somebody else's came first."""
UNFILLED = "nothing is filled in there yet"


@dataclass(frozen=True)
class Wanted:
    """Which quarters to publish: those named, all whose time has come, or those of the calendar that are due."""

    names: tuple[str, ...] = ()
    everything: bool = False
    due: bool = False


@contextmanager
def publisher(
    site: Path, branch: Callable[[Repository], Branch], now: datetime, tell: Tell, patience: float = 300
) -> Iterator[Publisher]:
    """A publisher that has the repository to itself; ``patience`` is how many seconds a remote may take to answer.

    Raises GitFailed where the folder is in no repository.
    """
    repository = Repository.at(site, patience)
    with repository.alone(lambda: tell("Another run is at work in this repository; waiting for it")) as work:
        yield Publisher(repository, branch(repository), site, work, now, tell)


@contextmanager
def onlooker(site: Path, branch: Callable[[Repository], Branch], now: datetime, tell: Tell) -> Iterator[Publisher]:
    """As above for what only reads, and may take its time: it keeps nobody waiting."""
    repository = Repository.at(site)
    with tempfile.TemporaryDirectory(prefix="quarterday-") as work:
        yield Publisher(repository, branch(repository), site, Path(work), now, tell)


def against_what_is_public(site: Path, data: Data, prefix: str, remote: str, now: datetime) -> list[Problem]:
    """What ``publish`` would refuse in the data, by the published branch as it is known here; no remote is asked.

    Nothing where the site is in no repository, or is not the one that is published there. Raises Refused.
    """
    try:
        Repository.at(site)
    except GitFailed:
        return []

    def here(of: Repository) -> Branch:
        return Branch(of, lambda _: None, remote=None, prefix=prefix, known_of=remote)

    with onlooker(site, here, now, print) as run:
        state = run.branch.state()
        if not run.is_ours(state.shelf):
            return []
        published = [edition.when for edition in state.shelf.editions]
        return [*rewritten(data, state.shelf), *run.refusals(data, state, published)]


@dataclass(frozen=True)
class _ToBuild:
    """``removed``: the quarters that a withdrawal not yet published is about."""

    quarters: tuple[Quarter, ...]
    removed: tuple[Quarter, ...]


@dataclass(frozen=True)
class Publisher:
    """One run, in a folder to work in that is gone afterwards."""

    repository: Repository
    branch: Branch
    site: Path
    work: Path
    now: datetime
    tell: Tell

    def publish(self, wanted: Wanted) -> None:
        """Raises Refused, DataError, GitFailed; nothing that was published is changed then."""
        self._publish(committed(self.repository, self.site, self.work), wanted)

    def merge(self, folders: Sequence[Path]) -> None:
        """Publish editions that were built elsewhere. Raises as above; Refused where one is not what it says."""
        source = committed(self.repository, self.site, self.work)
        names = (quarter.name for quarter in taken(source, folders, self.work, self.now))
        self._publish(source, Wanted(tuple(names)))

    def _publish(self, source: Source, wanted: Wanted) -> None:
        def change(state: State) -> Change | None:
            problems = list(rewritten(source.data, state.shelf))
            if problems:
                raise DataError(problems)
            return self._decided(source, state, self._chosen(source.data, state.shelf, wanted))

        self._done(source, change)

    def build(self, wanted: Wanted, to: Path) -> None:
        """Build editions as they would be published, each into a folder of ``to``. Raises as ``publish`` does."""
        source = committed(self.repository, self.site, self.work)
        state = self.branch.state()
        quarters = self._to_build(source.data, state, self._chosen(source.data, state.shelf, wanted)).quarters
        put(built(source, quarters, self.work, self.now, self.tell, Standing.PUBLISHED), to)
        self.tell(f"Built in {to}: {all_of(quarter.name for quarter in quarters) or 'nothing, since all is published'}")

    def row(self) -> Row:
        """The editions that ``publish --all`` would build now. Raises as it does."""
        data, state = committed(self.repository, self.site, self.work).data, self.branch.state()
        found = self._to_build(data, state, self._chosen(data, state.shelf, Wanted(everything=True)))
        return Row(self._site(), self.branch.prefix, tuple(quarter.name for quarter in sorted(found.quarters)))

    def unpublish(self, name: str, reason: str) -> None:
        """Take an edition down; its address and the root say that it was, when and why. Raises as above."""
        source = committed(self.repository, self.site, self.work)

        def change(state: State) -> Change:
            edition = self._edition(state, name)
            gone = without(state.shelf, edition, reason, self.now)
            self.tell(f"Taking down {edition.when.title}")
            return self._change(gone, (), f"Take down {edition.when.title}: {reason}")

        self._done(source, change)

    def refresh(self, names: Sequence[str], agreed: bool) -> None:
        """Build editions anew, with today's templates and their own data. ``agreed``: to the words that change.

        Raises as above; Refused where anything but the templates' own words would change.
        """
        today = committed(self.repository, self.site, self.work)

        def change(state: State) -> Change | None:
            renewed = [one for name in names if (one := self._refreshed(today, state, name, agreed))]
            if not renewed:
                return None
            shelf = with_refreshed(state.shelf, [one.record for one in renewed], self.now)
            titles = all_of(one.quarter.title for one in renewed)
            return self._change(Shelving(shelf), renewed, f"Build {titles} again from the same data")

        self._done(today, change)

    # ---- which quarters ----

    def _chosen(self, data: Data, shelf: Shelf, wanted: Wanted) -> list[Quarter]:
        """The quarters asked for, oldest first, if their time has come. Raises Refused."""
        held = sorted(one.quarter for one in data.quarters)
        if wanted.due:
            dated = {one.quarter for one in data.calendar}
            new = [one for one in held if one in dated and not shelf.edition(one.name)]
            return [one for one in new if not self._left_out(data, shelf, one)]
        if wanted.everything:
            why = {one: self._left_out(data, shelf, one) for one in held if not shelf.edition(one.name)}
            for quarter, reason in why.items():
                if reason:
                    self.tell(f"{quarter.title} is left out: {reason}")
            return [one for one in held if not why.get(one)]
        quarters, reasons = set(), []
        for name in wanted.names:
            try:
                quarter = Quarter.named(name)
            except ValueError as error:
                reasons.append(f"'{name}' {error}.")
                continue
            quarters.add(quarter)
            if quarter not in held:
                there = all_of(one.name for one in held)
                reasons.append(f"There is no folder data/quarters/{name}; there is {there}.")
            elif quarter in _empty(data) and not shelf.edition(name):
                reasons.append(f"{quarter.title} cannot be published yet: {UNFILLED}.")
            elif not has_come(data.calendar, quarter, self.now):
                reasons.append(f"{quarter.title} cannot be published yet: {_planned(data, quarter)}")
            elif not shelf.edition(name) and (earlier := held_back(quarter, data, shelf, self.now)):
                reasons.append(
                    f"{quarter.title} shows {earlier.title} too, which cannot be published yet:"
                    f" {_planned(data, earlier)}"
                )
        if reasons:
            raise Refused(*reasons)
        return sorted(quarters)

    def _left_out(self, data: Data, shelf: Shelf, quarter: Quarter) -> str:
        """Why a quarter that nobody named is not published; "" where it is."""
        if quarter in _empty(data):
            return UNFILLED
        if not has_come(data.calendar, quarter, self.now):
            return _planned(data, quarter)
        if earlier := held_back(quarter, data, shelf, self.now):
            return f"it shows {earlier.title} too, and {_planned(data, earlier)}"
        if any(taken.quarter == quarter.name for taken in shelf.taken_down):
            return f"it was taken down. To publish it again, name it: quarterday publish {quarter.name}"
        return ""

    def _to_build(self, data: Data, state: State, asked: Iterable[Quarter]) -> _ToBuild:
        """Which editions a change needs, new or again. Raises Refused, DataError."""
        shelf = state.shelf
        if not self.is_ours(shelf):
            raise Refused(
                f"{self.branch} has the editions of another site, the one in {shelf.site}/. Publish this one in a"
                " folder of its own: --prefix NAME."
            )
        published = [edition.when for edition in shelf.editions]
        corrected = [one for one in published if new_corrections(data.corrections, one, shelf)]
        fresh = []
        for quarter in asked:
            if quarter not in published:
                fresh.append(quarter)
            elif quarter not in corrected:
                self.tell(f"{quarter.title} is published, with the same data. There is nothing to do.")
        for quarter in corrected:
            if quarter not in asked:
                self.tell(f"{quarter.title} has a new correction, so it is published again too")
        # All of them: a new edition would show their figures as the data have them now.
        if problems := self.refusals(data, state, published):
            raise DataError(problems)
        gone = {taken.quarter for taken in shelf.taken_down}
        removed = [
            one.quarter
            for one in data.corrections
            if one.kind is CorrectionKind.WITHDRAWAL
            and one.id not in {entry.id for entry in shelf.corrections}
            and (one.quarter in (*corrected, *fresh) or one.quarter.name in gone)
        ]
        # What was removed may be shown as history by every later edition.
        later = [one for one in published if removed and one > min(removed) and one not in corrected]
        quarters = (*fresh, *corrected, *later)
        if quarters and (left := unanswered(findings(data))):
            raise Refused(*answering.refusal(left, self.site), "Nothing was published.")
        return _ToBuild(quarters, tuple(removed))

    def _decided(self, source: Source, state: State, asked: Iterable[Quarter]) -> Change | None:
        """What to put on the branch, or None where nothing was ever published. Raises Refused, DataError."""
        data, shelf = source.data, state.shelf
        needed = self._to_build(data, state, asked)
        quarters, removed = needed.quarters, needed.removed
        if not quarters and not shelf.editions and not removed:
            return None
        if source.unpinned:
            others = ", ".join(source.unpinned)
            self.tell(f"Other packages are installed than {PINNED} pins, so the record will not name it: {others}")
        made = built(source, quarters, self.work, self.now, self.tell, Standing.PUBLISHED)
        records = [one.record for one in made]
        site = self._site()
        shelving = with_editions(shelf, records, data, self.now, min(removed, default=None), site)
        titles = all_of(one.quarter.title for one in made)
        if removed:
            return self._change(
                shelving, made, f"Begin anew after a withdrawal from {titles or removed[0].title}", True
            )
        return self._change(shelving, made, f"Renew the pages at the root{f', after {titles}' if titles else ''}")

    def _site(self) -> str:
        return self.site.resolve().relative_to(self.repository.top).as_posix()

    def is_ours(self, shelf: Shelf) -> bool:
        """Whether the editions on the branch are of this site, and not of another in the repository."""
        return not shelf.editions or shelf.site in ("", self._site())

    def refusals(self, data: Data, state: State, quarters: Sequence[Quarter]) -> list[Problem]:
        """Why published editions may not stand beside the data as they are now; nothing where they may."""
        now, problems = digests(data, quarters), list[Problem]()
        for quarter in quarters:
            edition = state.shelf.edition(quarter.name)
            corrected = new_corrections(data.corrections, quarter, state.shelf)
            if corrected or edition is None or edition.facts != now[quarter]:
                problems += self._refusals(data, state, quarter)
        return problems

    def _refusals(self, data: Data, state: State, quarter: Quarter) -> list[Problem]:
        tip, added = state.tip or "", new_corrections(data.corrections, quarter, state.shelf)
        old = json.loads(self.branch.text(tip, quarter.name, WHOLE))["facts"]
        found = differences(old, facts(data, quarter))
        known = {*self.branch.record(tip, quarter.name).corrections}
        entries = named((one for one in data.corrections if one.id not in known), data)
        return [
            Problem(
                Place(f"data/{one.path[0] if one.path[0] != 'rules' else 'council.yml'}"),
                f"{quarter.title} is published, and no correction names this change: {one};"
                f" put it back, or {remedy(one, quarter)}",
            )
            for one in unexplained(found, quarter, entries)
        ] + list(not_so(named(added, data), found, quarter))

    def is_a_draft(self, data: Data, state: State, quarter: Quarter) -> bool:
        """Whether a quarter is not published as the data now have it."""
        if not state.shelf.edition(quarter.name):
            return True
        return bool(new_corrections(data.corrections, quarter, state.shelf) or self.refusals(data, state, [quarter]))

    def _edition(self, state: State, name: str) -> Shelved:
        edition = state.shelf.edition(name)
        if edition is None:
            there = all_of(one.quarter for one in state.shelf.editions) or "none"
            raise Refused(f"{name} is not published on {self.branch}. Published: {there}.")
        return edition

    # ---- the same edition, with other templates ----

    def _refreshed(self, today: Source, state: State, name: str, agreed: bool) -> Built | None:
        """None where it would be the same to the byte. Raises Refused."""
        edition, tip = self._edition(state, name), state.tip or ""
        old = self.branch.record(tip, name)
        if not self.repository.has(old.data_commit):
            raise Refused(f"{name} was made from {old.data_commit[:12]}, which is not here. Try: git fetch --unshallow")
        source = exported(self.repository, self.site, self.work, old.data_commit, today.commit)
        [new] = built(source, [edition.when], self.work, self.now, self.tell, Standing.PUBLISHED)
        if new.record.files == old.files:
            self.tell(f"{edition.when.title} would be the same to the byte. There is nothing to do.")
            return None
        before = json.loads(self.branch.text(tip, name, WHOLE))
        after = json.loads((new.folder / WHOLE).read_text(encoding="utf-8"))
        changed = [one for one in differences(before, after) if one.old is not None]
        if changed:
            told = f"{edition.when.title} would say something else with today's program, so it stays as it is:"
            raise Refused(told, *(f"  {one}" for one in changed))
        words = list(self._words_changed(tip, name, new))
        if words and not agreed:
            told = f"These words of the templates change in {edition.when.title}; to agree to them, use --yes:"
            raise Refused(told, *(f"  {line}" for line in words))
        for line in words:
            self.tell(line)
        kept = {"published": old.published, "refreshed": self.now, "signed_off": old.signed_off}
        record = new.record.model_copy(update=kept)
        (new.folder / EDITION).write_text(record.written(), encoding="utf-8")
        return Built(new.quarter, new.folder, record)

    def _words_changed(self, tip: str, name: str, new: Built) -> Iterator[str]:
        """Lines of text that go or come, and on how many pages."""
        gone, come = Counter[str](), Counter[str]()
        old_pages = {path for path in self.branch.record(tip, name).files if path.endswith(".html")}
        new_pages = {path for path in new.record.files if path.endswith(".html")}
        for page in old_pages | new_pages:
            before = _lines(self.branch.text(tip, name, page)) if page in old_pages else Counter()
            after = _lines((new.folder / page).read_text(encoding="utf-8")) if page in new_pages else Counter()
            gone.update((before - after).keys())
            come.update((after - before).keys())
        for sign, lines in (("-", gone), ("+", come)):
            for line, count in sorted(lines.items(), key=lambda item: (-item[1], item[0])):
                yield f"{sign} {line} ({count} page{'s' if count > 1 else ''})"

    # ---- to the branch ----

    def _change(self, shelving: Shelving, made: Sequence[Built], message: str, rewrite: bool = False) -> Change:
        return Change(shelving.shelf, message, tuple(made), shelving.copies, shelving.removed, rewrite)

    def _done(self, source: Source, change_to: Callable[[State], Change | None]) -> None:
        """Decide, commit and push; and again from the start where somebody else's push came first."""
        for attempt in range(ATTEMPTS):
            if attempt:
                self.tell("Another publisher came first; doing it again on top of theirs")
                time.sleep(random.uniform(0, min(attempt, 10)))
            state = self.branch.state()
            change = change_to(state)
            commit, is_new = state.tip, False
            if change is not None:
                made = self.branch.commits(state, change, self._root(source, change))
                is_new = bool(change.built or change.rewrite) or not self.repository.alike(made, state.tip)
                commit = made if is_new else state.tip
            if commit is None:
                return
            if not is_new and state.is_sent:
                self.branch.follow(commit, self.repository.tip_here(self.branch.name))
                return
            if self.branch.deliver(commit, state, bool(change and change.rewrite)):
                for one in change.built if change else ():
                    self.tell(
                        f"Published: {one.quarter.title}, on {self.branch} at {self.branch.within(one.quarter.name)}/"
                    )
                if change and change.built:
                    self.tell(self.room(commit, change.shelf))
                return
        raise Refused(f"Other publishers came first {ATTEMPTS} times. Nothing was published; try again.")

    def room(self, commit: str, shelf: Shelf) -> str:
        """How much the published branch holds of what a host takes, by git's list of its files."""
        newest = self.branch.within(shelf.latest.quarter) if shelf.latest else ""
        sizes = self.repository.sizes
        return room.told(sizes(commit), len(shelf.editions), sum(sizes(commit, newest)))

    def _root(self, source: Source, change: Change) -> Path:
        """The pages of the root, which are built anew for every change."""
        folder = self.work / f"root-{sum(1 for _ in self.work.iterdir())}"
        folder.mkdir()
        (folder / SHELF).write_text(change.shelf.written(), encoding="utf-8")
        self.tell("Building the pages at the root")
        try:
            building.build_root(source.site, folder / SHELF, folder / "pages", source.environment)
        except building.BuildFailed as error:
            raise Refused(str(error)) from error
        return folder / "pages"


def _empty(data: Data) -> set[Quarter]:
    """Those that a folder was made for, and in which nobody has filled in anything."""
    return {one.quarter for one in data.quarters if one.says_nothing}


def _planned(data: Data, quarter: Quarter) -> str:
    release: Release = next(one for one in data.calendar if one.quarter == quarter)
    then = moment(release)
    return f"data/calendar.yml has {long_date(then.date())} at {then:%H:%M} ({release.stage.value})."


def _lines(html: str) -> Counter[str]:
    """The text of a page, a line for each piece between two marks of HTML."""
    found = (" ".join(plain(piece).split()) for piece in re.split(r"(?=<(?!/?(?:a|span|strong|em|time|svg)\b))", html))
    return Counter(line for line in found if line)
