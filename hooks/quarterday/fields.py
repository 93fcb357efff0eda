"""What may be typed after a key: each kind of field, and the words in which anything else is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BeforeValidator, InstanceOf, ValidationInfo
from pydantic.fields import FieldInfo

from quarterday.periods import Quarter
from quarterday.values import Value, parse


class Incomplete(ValueError):
    """What is wrong with a fact as a whole, where each of its keys is right. The words are a whole sentence."""


def text(given: Any) -> str:
    """A scalar, as typed; a key with nothing after it is empty text."""
    if isinstance(given, str):
        return str(given)
    raise ValueError("should be text")


def said(given: Any) -> str:
    if not text(given).strip():
        raise ValueError("should not be blank")
    return text(given)


def identifier(given: Any) -> str:
    """A name that serves as a file's name and as a part of an address, such as ``safe-homes``."""
    return _identifier(text(given))


@cache
def _identifier(word: str) -> str:
    """Each quarter has the same names: each is looked at once, and kept once."""
    if not word or not all(part.isalnum() and part.isascii() and part == part.lower() for part in word.split("-")):
        raise ValueError("should be small letters, figures and single hyphens")
    if len(word) > 100:
        raise ValueError("should be at most 100 letters and figures long")
    return word


def quarter(given: Any) -> Quarter:
    return given if isinstance(given, Quarter) else Quarter.named(text(given))


def day(given: Any) -> date:
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(text(given))
    except ValueError:
        raise ValueError("should be a date such as 2023-03-31") from None


def time_of_day(given: Any) -> time:
    if isinstance(given, time):
        return given
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text(given)):
        raise ValueError("should be a time of day such as 09:30")
    return time.fromisoformat(text(given))


def yes_or_no(given: Any) -> bool:
    if isinstance(given, bool):
        return given
    if text(given) not in ("yes", "no"):
        raise ValueError("should be yes or no")
    return text(given) == "yes"


def printed(given: Any, info: ValidationInfo) -> Value:
    if isinstance(given, Value):
        return given
    reasons = (info.context or {}).get("reasons", {})
    return parse(text(given), reasons=reasons, place=getattr(given, "place", None))


def count(given: Any) -> int:
    if isinstance(given, int):
        return given
    digits = text(given)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
        raise ValueError("should be a whole number from 0 to 9999")
    return int(digits)


def email(given: Any) -> str:
    word = text(given)
    name, at, host = word.partition("@")
    if not (name and at and "." in host.strip(".") and not re.search(r"[\s<>\"'?&%,;]|@.*@", word)):
        raise ValueError("should be an e-mail address such as performance@council.example")
    return word


def _of_the_form(pattern: str, right: str) -> Callable[[Any], str]:
    def checked(given: Any) -> str:
        if not re.fullmatch(pattern, text(given)):
            raise ValueError(f"should be {right}")
        return text(given)

    return checked


ADDRESS = r"https://[\w-]+(\.[\w-]+)+(:\d+)?(/[^\s<>\"'\\]*)?"
LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}"
CRITERION = r"[1-4]\.\d\.\d{1,2} \S.*"

address = _of_the_form(ADDRESS, "an address such as https://council.example/contact")
language = _of_the_form(LANGUAGE, "the code of a language, such as en-GB, gd or cy")
criterion = _of_the_form(CRITERION, "the number and name of a criterion of WCAG, such as 1.4.1 Use of Color")


def some(given: Any) -> Any:
    """One thing may be written where several are allowed."""
    return given if isinstance(given, (list, tuple)) else (given,)


Line = Annotated[str, BeforeValidator(text)]
"""One line of text, as printed."""
Said = Annotated[str, BeforeValidator(said)]
"""A line that is not blank."""
Prose = Annotated[str, BeforeValidator(text)]
"""Text of one or more paragraphs, in Markdown."""
Slug = Annotated[str, BeforeValidator(identifier)]
Period = Annotated[InstanceOf[Quarter], BeforeValidator(quarter)]
Day = Annotated[date, BeforeValidator(day)]
Time = Annotated[time, BeforeValidator(time_of_day)]
Count = Annotated[int, BeforeValidator(count)]
Email = Annotated[str, BeforeValidator(email)]
Address = Annotated[str, BeforeValidator(address)]
"""A page of another website."""
Language = Annotated[str, BeforeValidator(language)]
Criterion = Annotated[str, BeforeValidator(criterion)]
Yes = Annotated[bool, BeforeValidator(yes_or_no)]
Printed = Annotated[Value, BeforeValidator(printed)]
"""A figure, date or words, kept as printed with what it evaluates to beside it."""


def is_words(field: FieldInfo) -> bool:
    """A field of free text: a line or prose, and neither a name, a code of ours nor a figure."""
    return any(map(_takes_words, field.metadata)) or _of_words(field.annotation)


def _takes_words(how: Any) -> bool:
    return isinstance(how, BeforeValidator) and how.func in (text, said)


def _of_words(kind: Any) -> bool:
    """Where the words are optional, or a list of them."""
    inner = get_args(kind)
    return any(map(_takes_words, inner[1:] if get_origin(kind) is Annotated else ())) or any(map(_of_words, inner))
