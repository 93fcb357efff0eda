"""Read a YAML file as text that remembers its line and column. The only module that knows YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from quarterday.problems import DataError, Place, Problem

DEEPEST = 20
"""Levels of nesting; the deepest file of a council has about eight."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Entry: TypeAlias = "Mapping | Sequence | Text"

NOWHERE = Place("")

# What YAML refuses, the further line breaks that only some editors take for one, and the marks that turn the words
# beside them round, so that a reviewer sees another text than is published.
UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)

LOST = re.compile(r"[ \t]+(#[^\s#].*)")


class Text(str):
    """What stands after a key or a dash, as typed; nothing at all is empty text."""

    __slots__ = ("place",)
    place: Place

    def __new__(cls, typed: str = "", place: Place = NOWHERE) -> Text:
        text = str.__new__(cls, typed)
        text.place = place
        return text


class Mapping(dict[str, Entry]):
    """Keys with values; ``place`` is where the first key stands, and ``key_at`` tells where each does."""

    __slots__ = ("marks", "place")

    def __init__(
        self,
        entries: Iterable[tuple[str, Entry]] = (),
        place: Place = NOWHERE,
        marks: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(entries)
        self.place = place
        self.marks: dict[str, Any] = {} if marks is None else marks

    def key_at(self, key: str) -> Place:
        # Only a complaint asks for it, and there are as many keys as values. Raises KeyError for one that is not there.
        return _place(self.marks[key], self.place.path)


class Sequence(list[Entry]):
    """A list; ``place`` is where its first dash or its bracket stands."""

    __slots__ = ("place",)

    def __init__(self, entries: Iterable[Entry] = (), place: Place = NOWHERE) -> None:
        super().__init__(entries)
        self.place = place


def read_entries(path: Path, shown_as: str) -> Entry:
    """The entries of a file. Raises DataError with everything in it that cannot be read."""
    try:
        given = path.read_bytes()
    except OSError as error:
        raise DataError([Problem(Place(shown_as), f"cannot be read: {error.strerror or error}")]) from None
    try:
        text = given.decode("utf-8")
    except UnicodeDecodeError as error:
        read = given[: error.start].decode("utf-8").removeprefix("\ufeff")
        message = f"should be saved as UTF-8, found byte {given[error.start]:02x}"
        raise DataError([Problem(_end_of(_one_kind_of_line(read), shown_as), message)]) from None
    return entries_of(text, shown_as)


def entries_of(text: str, shown_as: str) -> Entry:
    """The entries of a file's text. Raises DataError with everything in it that cannot be read."""
    text = _one_kind_of_line(text.removeprefix("\ufeff"))
    reader = _Reader(text, shown_as)
    entry = reader.read()
    if reader.problems or entry is None:
        raise DataError(reader.problems or [Problem(Place(shown_as), "is empty")])
    return entry


class _Stop(Exception):
    """The rest of the file has no meaning of its own."""


class _Reader:
    def __init__(self, text: str, shown_as: str) -> None:
        self.shown_as = shown_as
        self.problems: list[Problem] = []
        for match in UNPRINTABLE.finditer(text):
            self.problem(_end_of(text[: match.start()], shown_as), _unprintable(match[0]))
            if len(self.problems) == 20:
                break
        # A space in its place lets the rest of the file be read, so that all is told at once.
        self.text = UNPRINTABLE.sub(" ", text) if self.problems else text
        self.lines = self.text.split("\n")
        self.loader = LOADER(self.text)
        self.has_comments = " #" in self.text or "\t#" in self.text

    def read(self) -> Entry | None:
        try:
            return self.document()
        except _Stop:
            return None

    def document(self) -> Entry | None:
        entry: Entry | None = None
        documents = 0
        while event := self.event():
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self.problem(self.place(event.start_mark), "a second document starts here; should be one to a file")
                    raise _Stop
                entry = self.entry(self.event(), 1)
        if isinstance(entry, Text) and not entry:
            return None
        return entry

    def event(self) -> Any:
        """The next event, or None after the last."""
        try:
            return self.loader.get_event()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            if "quoted scalar" in str(error.context) and error.context_mark and "end of stream" in str(error.problem):
                mark = error.context_mark  # the quote itself says more than the end of the file
            place = self.place(mark) if mark else Place(self.shown_as)
            # On a line already told about, a second complaint would only follow from the first.
            if not any(problem.place.line == place.line for problem in self.problems):
                self.problem(place, _in_plain_words(error, self.text))
            raise _Stop from None
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            self.problem(Place(self.shown_as), f"cannot be read as YAML: {str(error).splitlines()[0]}")
            raise _Stop from None

    def entry(self, event: Any, level: int) -> Entry:
        self.refuse_what_was_not_meant(event)
        place = self.place(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            return Text(event.value, place)
        if isinstance(event, yaml.AliasEvent):
            return Text("", place)
        if level > DEEPEST:
            self.problem(place, f"is more than {DEEPEST} levels deep")
            raise _Stop
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(level, place)
        return self.mapping(level, place)

    def sequence(self, level: int, place: Place) -> Sequence:
        sequence = Sequence(place=place)
        while not isinstance(event := self.event(), yaml.SequenceEndEvent):
            sequence.append(self.entry(event, level + 1))
        return sequence

    def mapping(self, level: int, place: Place) -> Mapping:
        mapping = Mapping(place=place)
        while not isinstance(event := self.event(), yaml.MappingEndEvent):
            if isinstance(event, yaml.ScalarEvent):
                self.refuse_what_was_not_meant(event)
            else:
                self.entry(event, level + 1)
            self.add(mapping, event, self.entry(self.event(), level + 1))
        return mapping

    def add(self, mapping: Mapping, key: Any, value: Entry) -> None:
        if isinstance(key, yaml.AliasEvent):
            return
        if not isinstance(key, yaml.ScalarEvent):
            message = "a key should be plain text, found a list or keys in brackets"
        elif key.value == "<<" and not _is_quoted(key):
            message = "'<<' would merge other keys into these; write them out"
        elif not key.value:
            message = "a key is missing before ':'"
        elif key.value in mapping:
            message = f"{_quoted(key.value)} is given twice (first at line {mapping.key_at(key.value).line})"
        else:
            mapping[key.value] = value
            mapping.marks[key.value] = key.start_mark
            return
        self.problem(self.place(key.start_mark), message)

    def refuse_what_was_not_meant(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self.refuse_reference(event, self.place(event.start_mark))
        if isinstance(event, yaml.ScalarEvent):
            # Of the quotes, double ones alone can name a character that is not in the file.
            if event.style == '"' and (found := UNPRINTABLE.search(event.value)):
                self.problem(self.place(event.start_mark), _unprintable(found[0]))
            if self.has_comments:
                self.refuse_lost_text(event)

    def refuse_reference(self, event: Any, place: Place) -> None:
        if isinstance(event, yaml.AliasEvent):
            name = f"*{event.anchor}"
            self.problem(place, f"{_quoted(name)} points to another place; text that starts with * needs quotes")
            return
        if event.anchor is not None:
            name = f"&{event.anchor}"
            self.problem(place, f"{_quoted(name)} names a place; text that starts with & needs quotes")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.problem(place, f"{_quoted(tag)} is a tag; text that starts with ! needs quotes")

    def refuse_lost_text(self, event: Any) -> None:
        """``Item #3`` would be read as ``Item``; a comment has a space after its sign."""
        line, column = event.end_mark.line, event.end_mark.column
        rest = self.lines[line][column:] if line < len(self.lines) else ""
        lost = LOST.match(rest)
        if lost and not _is_quoted(event):
            place = Place(self.shown_as, line + 1, column + lost.start(1) + 1)
            self.problem(place, f"{_quoted(lost[1])} would be lost as a comment; a value with ' #' in it needs quotes")

    def place(self, mark: Any) -> Place:
        return _place(mark, self.shown_as)

    def problem(self, place: Place, message: str) -> None:
        self.problems.append(Problem(place, message))


def _place(mark: Any, shown_as: str) -> Place:
    return Place(shown_as, _from_one(mark.line), _from_one(mark.column))


@cache
def _from_one(number: int) -> int:
    """Libyaml counts lines and columns from 0. Each file has the same numbers of lines: each is kept once."""
    return number + 1


def _is_quoted(event: Any) -> bool:
    return event.style in ("'", '"', "|", ">")


def _one_kind_of_line(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _end_of(text: str, shown_as: str) -> Place:
    return Place(shown_as, text.count("\n") + 1, len(text) - text.rfind("\n"))


def _unprintable(character: str) -> str:
    return f"should be printable characters, found U+{ord(character):04X}"


def _quoted(typed: str) -> str:
    return f"'{typed}'" if len(typed) <= 60 else f"'{typed[:60]}…'"


def _in_plain_words(error: yaml.MarkedYAMLError, text: str) -> str:
    """What libyaml found, for a reader who knows no parser."""
    problem, context = str(error.problem or ""), str(error.context or "")
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    at = line[mark.column : mark.column + 1] if mark else ""
    before = line[: mark.column].rstrip() if mark else ""
    opened = f"line {error.context_mark.line + 1}" if error.context_mark else "a line above"
    if at == "\t" or line[: len(line) - len(line.lstrip())].count("\t"):
        return "should be indented with spaces, found a tab"
    if "mapping values are not allowed" in problem:
        return "a value with ': ' in it needs quotes (or check the indent)"
    if "alias" in context or "anchor" in context:
        return f"a value that starts with {'*' if 'alias' in context else '&'} needs quotes"
    if "directive" in context or "directive" in problem or at == "%":
        return "a value that starts with % needs quotes"
    if at and ("cannot start any token" in problem or "mapping keys" in problem or "node content" in problem):
        return f"a value that starts with {at} needs quotes"
    if "tag" in context or "tag" in problem:
        return "a value that starts with ! needs quotes"
    if "block scalar" in context:
        return "a value that starts with | or > needs quotes (or nothing more on its line)"
    if "escape" in problem:
        return "\\ has a meaning within double quotes; use single quotes"
    if "quoted scalar" in context:
        return f"the quote opened at {opened} is not closed"
    if "flow" in context:
        return f"the bracket opened at {opened} is not closed; a value that starts with [ or {{ needs quotes"
    if before.endswith(('"', "'")):
        return "there is text after the closing quote; put single quotes around the whole value"
    if "expected ':'" in problem or "simple key" in context:
        return "should be a key followed by ': ' (or check the indent)"
    if "sequence entries are not allowed" in problem or "'-' indicator" in problem:
        return "should be a list item on a line of its own (check the indent; a value that starts with - needs quotes)"
    if "expected key" in problem or "block mapping" in context:
        return "should be a key at the indent of the keys above (check the indent, or put quotes around the value)"
    if "document start" in problem:
        return "should be inside the keys or the list above (check the indent)"
    return f"cannot be read as YAML: {problem or context}"
