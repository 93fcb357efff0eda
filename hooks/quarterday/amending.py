"""Write into YAML files that people wrote: comments and order are kept. The only module that knows ruamel.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, SingleQuotedScalarString
from ruamel.yaml.tag import Tag

from quarterday.entries import Text, entries_of
from quarterday.problems import DataError, Place, Problem

Step: TypeAlias = str | int | tuple[str, str]
"""A key; a place in a list, from 0, and one past the last to add to it; or the thing in a list whose key has this
value: ``("measure", "sick-days")``."""
Entries: TypeAlias = "str | Sequence[Entries] | Mapping[str, Entries]"
Named: TypeAlias = dict[tuple[int, str], tuple[Any, dict[str, Any]]]
"""Each list of a file with its things, by a key of theirs."""
NOTHING = "tag:yaml.org,2002:null"
WIDEST = 10**6
"""Columns: a line is left as long as a person made it."""


@dataclass(frozen=True)
class Amendment:
    """One value to be written. A key that is not there is added, and so is a thing in a list."""

    steps: tuple[Step, ...]
    value: Entries


class _AllText(VersionedResolver):
    """Every value is the text that was typed, as it is where ``data/`` is read."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is not ScalarNode:
            return super().resolve(kind, value, implicit)
        return self.DEFAULT_SCALAR_TAG if value or not implicit[0] else Tag(suffix=NOTHING)


class _Plainly(RoundTripRepresenter):
    """Nothing is written as nothing, never as the word null."""


_Plainly.add_representer(type(None), lambda self, _: self.represent_scalar(NOTHING, ""))


def amended(text: str, amendments: Iterable[Amendment], shown_as: str = "") -> str:
    """The file with the values in it and all else as it was.

    Raises KeyError where a step leads nowhere, and DataError where the file can be read and not be written to.
    """
    yaml = _yaml()
    named: Named = {}
    try:
        whole = yaml.load(text) or CommentedMap()
    except MarkedYAMLError as error:
        # It is stricter than what reads: a line of nothing but a tab stops it.
        mark = error.problem_mark
        place = Place(shown_as, mark.line + 1, mark.column + 1) if mark else Place(shown_as)
        raise DataError([Problem(place, f"cannot be written to until this is put right: {error.problem}")]) from None
    for amendment in amendments:
        _put(whole, amendment.steps, _kept(amendment.value), named)
    return _dumped(yaml, whole)


def written(entries: Mapping[str, Entries]) -> str:
    """A new file."""
    return _dumped(_yaml(), _kept(entries))


def _yaml() -> YAML:
    yaml = YAML()
    yaml.Resolver = _AllText
    yaml.Representer = _Plainly
    yaml.preserve_quotes = True
    yaml.width = WIDEST
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(yaml: YAML, whole: Any) -> str:
    stream = StringIO()
    yaml.dump(whole, stream)
    return stream.getvalue()


def _put(whole: Any, steps: tuple[Step, ...], value: Any, named: Named) -> None:
    found = whole
    for step, after in pairwise(steps):
        found = _entered(found, step, after, named)
    last = steps[-1]
    if isinstance(last, tuple):
        thing = _entered(found, last, "", named)
        thing.update({last[0]: thing[last[0]], **value})
    elif last == len(found) and isinstance(found, list):
        found.append(value)
    else:
        found[last] = value


def _entered(found: Any, step: Step, after: Step, named: Named) -> Any:
    """What a step leads to, made where it is not there."""
    if isinstance(step, tuple):
        key, name = step
        if (id(found), key) not in named:  # a list of thousands is gone through once
            by_name = {thing[key]: thing for thing in reversed(found) if isinstance(thing.get(key), str)}
            named[id(found), key] = (found, by_name)
        things = named[id(found), key][1]
        if name not in things:
            things[name] = CommentedMap({key: name})
            found.append(things[name])
        return things[name]
    if isinstance(step, int):
        return found[step]
    if found.get(step) in (None, ""):
        found[step] = CommentedMap() if isinstance(after, str) else CommentedSeq()
    return found[step]


def _kept(value: Entries) -> Any:
    """As ruamel keeps it; text in the plainest form that is read back as it is."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return CommentedMap({key: _kept(item) for key, item in value.items()})
    return CommentedSeq([_kept(item) for item in value])


def _text(value: str) -> Any:
    if not value:
        return None
    if "\n" in value:
        block = LiteralScalarString(value)
        # A block that begins with a tab is none.
        return (
            block if _reads_back(_dumped(_yaml(), CommentedMap(key=block)), value) else DoubleQuotedScalarString(value)
        )
    return value if _reads_back(f"key: {value}\n", value) else SingleQuotedScalarString(value)


def _reads_back(file: str, value: str) -> bool:
    try:
        read = entries_of(file, "")
    except DataError:
        return False
    found = read.get("key") if isinstance(read, dict) else None
    return isinstance(found, Text) and found == value
