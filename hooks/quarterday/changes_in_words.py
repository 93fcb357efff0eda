"""What changed between two quarters, in words of ours: a row for each change, and a summary in a few sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from quarterday.changes import Changes, DueMoved, Fate, FigureMoved, Listed, StatusMoved, Thing
from quarterday.corrections import WHEN
from quarterday.direction import Direction
from quarterday.periods import Quarter, long_date
from quarterday.phrases import all_of, counted, in_one_line, opening
from quarterday.promises import Kept
from quarterday.report import ActionView, MeasureView, PriorityView
from quarterday.slips import PLAN, apart
from quarterday.values import Value

COLUMNS = ("change", "about", "id", "code", "title", "plan", "priority", "then", "now", "direction", "note")
"""``then`` and ``now`` are as printed, or a status in the words of our key."""


@dataclass(frozen=True)
class Row:
    """One change. ``direction`` and ``note`` are ours."""

    change: str
    about: Thing | None
    then: str
    now: str
    direction: str = ""
    note: str = ""
    name: str = ""
    """Of what it is about, where that has no page of its own."""

    @property
    def cells(self) -> dict[str, str]:
        thing = self.about
        return {
            "change": self.change,
            "about": kind_of(thing) if thing else "",
            "id": thing.id if thing else "",
            "code": "" if thing is None or not hasattr(thing, "code") else thing.code,
            "title": title_of(thing) if thing else self.name,
            "plan": thing.plan.id if thing else "",
            "priority": _priority(thing),
            "then": self.then,
            "now": self.now,
            "direction": self.direction,
            "note": self.note,
        }


def kind_of(thing: Thing) -> str:
    if isinstance(thing, MeasureView):
        return "measure"
    if isinstance(thing, ActionView):
        return "action"
    return "priority" if isinstance(thing, PriorityView) else "plan"


def title_of(thing: Thing) -> str:
    """As printed, on one line."""
    title = thing.title if isinstance(thing, (MeasureView, ActionView, PriorityView)) else thing.plan.title
    return in_one_line(title)


def rows(changes: Changes) -> Iterator[Row]:
    """Every change, kind by kind, and last what was not compared."""
    for status in changes.statuses:
        moved = f"status of {'a measure' if isinstance(status.about, MeasureView) else 'an action'}"
        yield Row(f"{moved}, worked out here", status.about, status.then.word, status.now.word, status.direction.word)
    for printed in changes.printed:
        yield Row(f"{printed.of}, as printed", printed.about, printed.then, printed.now)
    for figure in changes.figures:
        yield Row(
            figure_kind(figure),
            figure.about,
            _printed(figure.then.result.value if figure.then else None),
            _printed(figure.now.result.value),
            "" if figure.is_revised else figure.movement.direction.word,
            f"{spanned(figure)}; {figure.movement.because}",
        )
    for progress in changes.progress:
        yield Row("progress", progress.about, _printed(progress.then), _printed(progress.now))
    for due in changes.dues:
        yield Row("due date", due.about, due.then.printed, due.now.printed, apart(due.then, due.now), dates(due))
    for moved_promise in changes.promises:
        one = moved_promise.promise
        yield Row(f"promise: {one.standing.word.lower()}", one.about, one.words, "", "", one.because)
    for words in changes.reworded:
        since = f"from {words.since.title}" + (f", agreed by {words.agreed_by}" if words.agreed_by else "")
        yield Row(words.what, words.about, words.then, words.now, "", since)
    for item in changes.listed:
        yield Row(f"{item.kind}: {item.fate.value.lower()}", item.about, item.then, item.now, "", item.title)
    for came in changes.came:
        yield Row(f"new {kind_of(came.about)}", came.about, "", "", "", came.because)
    for gone in changes.gone:
        yield Row(f"{kind_of(gone.about)} no longer reported", gone.about, "", "", "", gone.because)
    for entry in changes.corrections:
        name = entry.measure or entry.action or entry.page or ""
        told = f"{WHEN[entry.kind]} {long_date(entry.date)}, {entry.quarter.title}: {entry.reason}"
        yield Row("correction", None, entry.was or "", entry.to or "", "", told, name)
    for unlike in changes.not_compared:
        yield Row("not compared", unlike.about, "", "", "", unlike.because)


def figure_kind(figure: FigureMoved) -> str:
    """A figure of a later quarter; or of one that had another figure, or none yet, in the earlier report."""
    if not figure.is_revised:
        return "figure"
    return "first figure" if figure.then and figure.then.result.value.reason else "revised figure"


def spanned(figure: FigureMoved) -> str:
    """The quarters of the two figures."""
    if figure.then is None or figure.is_revised:
        return figure.now.quarter.short
    return f"{figure.then.quarter.short} to {figure.now.quarter.short}"


def is_prose(what: str) -> bool:
    """Whether words were reworded; a target, a rating or an owner was changed."""
    return what.startswith(("title", "definition"))


def dates(due: DueMoved) -> str:
    """The original, each revision and who agreed it, and how far it is from the original."""
    chain = due.chain
    told = [f"{chain.of}: first {chain.original.due.printed}"]
    for one in chain.revisions:
        since = f"{one.due.printed} from {one.since.title}" if one.since else one.due.printed
        # A report prints a date, and nobody agrees it there.
        agreed = "" if chain.of != PLAN else f", {agreement(one.agreed_by)}"
        told.append(since + agreed)
    total = f"{chain.total} than the original" if len(chain.revisions) > 1 and chain.total else ""
    return "; ".join(filter(None, (*told, total)))


def agreement(by: str) -> str:
    return f"agreed by {by}" if by else "who agreed it is not held here"


def _printed(value: Value | None) -> str:
    return "" if value is None else value.printed or "not reported"


def _priority(thing: Thing | None) -> str:
    if isinstance(thing, PriorityView):
        return thing.id
    return thing.priority.id if isinstance(thing, (MeasureView, ActionView)) and thing.priority else ""


# ---- in short ----


def in_short(changes: Changes) -> tuple[str, ...]:
    """A few sentences, each with a count; one that says so, where nothing changed or nothing could be compared."""
    told = tuple(filter(None, _sentences(changes)))
    if told:
        return told
    since = changes.before.title
    whys = {one.because for one in changes.not_compared}
    if len(whys) == 1 and not changes.priorities:
        return (f"Not compared with {since}: {whys.pop()}.",)
    if whys:
        return (f"Nothing that can be compared with {since} has changed.",)
    return (f"Nothing has changed since {since}.",)


def _sentences(changes: Changes) -> Iterator[str]:
    yield _moves(changes.measures)
    yield _figures(changes)
    yield _said(
        (len(changes.completed), "action was completed", "actions were completed"),
        (len(changes.started), "was started", "were started"),
        (len(changes.overdue), "has become overdue", "have become overdue"),
        first="action",
    )
    yield _said(
        (sum(due.is_later for due in changes.dues), "due date is later", "due dates are later"),
        (sum(due.is_earlier for due in changes.dues), "is earlier", "are earlier"),
        first="due date",
    )
    standings = Counter(one.promise.standing for one in changes.promises)
    yield _said(
        (standings[Kept.KEPT], "promise was kept", "promises were kept"),
        (standings[Kept.OVERDUE], "is overdue", "are overdue"),
        (standings[Kept.NOT_MENTIONED], "is not mentioned again", "are not mentioned again"),
        first="promise",
    )
    yield _said(
        *(
            (
                number,
                f"{what} {'was reworded' if is_prose(what) else 'was changed'}",
                f"{_plural(what)} {'were reworded' if is_prose(what) else 'were changed'}",
            )
            for what, number in Counter(words.what for words in changes.reworded).items()
        )
    )
    yield _lists(changes.listed)
    yield _said(
        (_count(changes.came, MeasureView), "measure is new", "measures are new"),
        (_count(changes.came, ActionView), "action is new", "actions are new"),
        (_count(changes.gone, MeasureView), "measure is no longer reported", "measures are no longer reported"),
        (_count(changes.gone, ActionView), "action is no longer reported", "actions are no longer reported"),
    )


def _moves(moved: Sequence[StatusMoved]) -> str:
    found = Counter(one.direction for one in moved)
    return _said(
        (found[Direction.BETTER], "measure has a better status", "measures have a better status"),
        (found[Direction.WORSE], "has a worse one", "have a worse one"),
        (found[Direction.CHANGED], "has another that is neither", "have another that is neither"),
        first="measure",
    )


def _figures(changes: Changes) -> str:
    moved = [figure for figure in changes.figures if not figure.is_revised]
    again = Counter(figure_kind(figure) for figure in changes.figures if figure.is_revised)
    found = Counter(figure.movement.direction for figure in moved)
    judged = [
        f"{found[way]} {'is' if found[way] == 1 else 'are'} {way.word.lower()}"
        for way in (Direction.BETTER, Direction.WORSE)
        if found[way]
    ]
    told = f"{counted(len(moved), 'figure')} moved{': ' if judged else ''}{all_of(judged)}." if moved else ""
    since = _said(
        (again["revised figure"], "earlier figure was revised", "earlier figures were revised"),
        (again["first figure"], "was first reported", "were first reported"),
        first="earlier figure",
    )
    return " ".join(filter(None, (told, since)))


def _lists(listed: Iterable[Listed]) -> str:
    found = Counter((item.kind, item.fate) for item in listed)
    words = {
        Fate.NEW: ("is new", "are new"),
        Fate.CHANGED: ("was reworded", "were reworded"),
        Fate.DECIDED: ("was decided", "were decided"),
        Fate.MOVED: ("has another date", "have another date"),
        Fate.GONE: ("is no longer listed", "are no longer listed"),
    }
    return _said(
        *((number, f"{kind} {words[fate][0]}", f"{kind}s {words[fate][1]}") for (kind, fate), number in found.items())
    )


def _said(*parts: tuple[int, str, str], first: str = "") -> str:
    """One sentence of several counts. ``first``: the noun of them all, where only the first part has it."""
    told: list[str] = []
    for number, one, many in parts:
        if not number:
            continue
        words = one if number == 1 else many
        noun = first if number == 1 else _plural(first)
        told.append(f"{number} {words if told or not first or words.startswith(noun) else f'{noun} {words}'}")
    return f"{all_of(told)}." if told else ""


def _plural(noun: str) -> str:
    head, _, rest = noun.partition(" in ")
    return f"{head}s in {rest}" if rest else f"{head}s"


def _count(found: Iterable[object], of: type) -> int:
    return sum(isinstance(getattr(one, "about", None), of) for one in found)


def heading(before: Quarter, now: Quarter) -> str:
    return f"What changed from {before.title} to {now.title}"


def text(changes: Changes) -> str:
    """For a terminal: the summary, then each change on a line of its own."""
    lines = [heading(changes.before, changes.now), "", *in_short(changes)]
    for kind, of_it in groupby(rows(changes), key=lambda row: row.change):
        lines += ["", opening(kind)]
        for row in of_it:
            cells = row.cells
            name = f"{cells['code']} {cells['title']}".strip()
            sides = (
                f"{in_one_line(row.then) or 'blank'} → {in_one_line(row.now) or 'blank'}" if row.then or row.now else ""
            )
            lines.append(f"- {name}: " + "; ".join(filter(None, (sides, row.direction, row.note))))
    return "\n".join(lines) + "\n"
