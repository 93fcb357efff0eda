"""What is wrong with the data, and where: values that travel from any check to the reader."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Place(NamedTuple):
    """A position in a file of the site; line and column count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Severity(Enum):
    """An error stops a build. A warning stops ``publish`` until a person acknowledges it. A note stops nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, told as ``path:line:column: message``."""

    place: Place
    message: str
    severity: Severity = Severity.ERROR
    rule: str = ""
    """The sentence that should be true, as a name: ``due-dates-agree``."""
    subject: str = ""
    """What it is about, by its code and its title: ``SERV1.3 Our commissioning model changes``."""
    about: str = ""
    """The words in the data that it is about. An acknowledgement holds while these stand."""
    acknowledged: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class DataError(Exception):
    """The data cannot be published. Carries every problem found, in the order of the files."""

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        super().__init__("\n".join(map(str, self.problems)))
