"""What may stand in each kind of file, as JSON Schemas for an editor: it completes the keys, and explains them."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from quarterday import fields, model
from quarterday.model import (
    Accessibility,
    Acknowledgements,
    Calendar,
    CommitteeReport,
    Corrections,
    Council,
    CoveringReport,
    Fact,
    Plan,
    Priority,
    PriorityReport,
    QuarterData,
)
from quarterday.reading import COMMITTEE
from quarterday.values import Reason

KINDS: dict[str, tuple[type[Fact], tuple[str, ...]]] = {
    "council": (Council, ()),
    "accessibility": (Accessibility, ()),
    "plan": (Plan, ("id", "priorities")),
    "priority": (Priority, ("id",)),
    "quarter": (QuarterData, ("quarter", "priorities", "committee_reports")),
    "priority-report": (PriorityReport, ("priority",)),
    "committee-report": (CommitteeReport, ("id",)),
    "corrections": (Corrections, ()),
    "calendar": (Calendar, ()),
    "acknowledged": (Acknowledgements, ()),
    "paper": (CoveringReport, ()),
}
"""Each kind of file, and the keys that the name of the file or its folder gives."""
FOLDER = "schemas"
LINE = re.compile(r"# yaml-language-server: \$schema=(\S*/)[a-z-]+\.json\s")

ANY_TEXT = ["string", "number", "boolean", "null"]
"""What YAML makes of text without quotes: ``1`` is a number, ``yes`` is true, and nothing is null."""
IN_EMAIL = r"[^\s<>\"'?&%,;@]"
SAID = {"anyOf": [{"type": "string", "pattern": r"\S"}, {"type": ["number", "boolean"]}]}
TYPED_AS = "typed as"
DEFS = "#/$defs/"
NAMES = {
    "Version_Annotated_str__BeforeValidator__": "VersionOfWords",
    "Version_Annotated_Value__BeforeValidator__": "VersionOfFigures",
}
YEARS = "|".join(f"{year:02}-{(year + 1) % 100:02}" for year in range(100))

TYPED: dict[Callable[..., Any], tuple[str, dict[str, Any], str]] = {
    fields.text: ("text", {"type": ANY_TEXT}, "Text, as printed."),
    fields.said: ("said", SAID, "Text that is not blank."),
    fields.printed: (
        "printed",
        {"type": ANY_TEXT},
        "A figure, date or words, exactly as printed. Left empty, it was blank in the report.",
    ),
    fields.identifier: (
        "name",
        {
            "anyOf": [
                {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 100},
                {"type": "integer", "minimum": 0},
                {"type": "boolean"},
            ]
        },
        "Small letters, figures and single hyphens, such as safe-homes.",
    ),
    fields.quarter: (
        "quarter",
        {"type": "string", "pattern": f"^(?!9999)(19|[2-9][0-9])({YEARS})-q[1-4]$"},
        "A quarter of a financial year, such as 2022-23-q2 for July to September 2022.",
    ),
    fields.day: (
        "day",
        {"type": "string", "pattern": "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"},
        "A date such as 2023-03-31.",
    ),
    fields.time_of_day: (
        "time",
        # YAML 1.1 takes 12:30 for 750 minutes.
        {"anyOf": [{"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}, {"type": "integer"}]},
        "A time of day such as 09:30, in the United Kingdom.",
    ),
    fields.yes_or_no: ("yes-or-no", {"enum": ["yes", "no", True, False]}, "yes or no."),
    fields.count: (
        "count",
        {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 9999}, {"type": "string", "pattern": "^[0-9]{1,4}$"}]},
        "A whole number from 0 to 9999.",
    ),
    fields.email: (
        "email",
        {"type": "string", "pattern": f"^{IN_EMAIL}+@{IN_EMAIL}*(?![.]){IN_EMAIL}+[.]{IN_EMAIL}*(?![.]){IN_EMAIL}+$"},
        "An e-mail address such as performance@council.example.",
    ),
    fields.address: ("address", {"type": "string", "pattern": f"^{fields.ADDRESS}$"}, "A page of another website."),
    fields.language: (
        "language",
        # YAML 1.1 takes the code of Norwegian for false.
        {"anyOf": [{"type": "string", "pattern": f"^{fields.LANGUAGE}$"}, {"const": False}]},
        "The code of a language, such as en-GB, gd or cy.",
    ),
    fields.criterion: (
        "criterion",
        {"type": "string", "pattern": f"^{fields.CRITERION}$"},
        "A criterion of WCAG, such as 1.4.1 Use of Color.",
    ),
}
"""Each kind of text: its name, what it looks like, and what it is. The words of a refusal are in ``fields``."""


BETWEEN_KEYS: dict[str, dict[str, Any]] = {
    "Contact": {
        "anyOf": [{"required": ["email"]}, {"required": ["form"]}],
        "allOf": [{"properties": {"formats": {"minItems": 1}}}],
    },
    "ReasonWords": {"allOf": [{"properties": {"reason": {"enum": [reason.value for reason in Reason]}}}]},
    "Barrier": {"anyOf": [{"required": ["fixed_by"]}, {"required": ["not_fixed_because"]}]},
    "Correction": {
        "oneOf": [{"required": [key]} for key in ("measure", "action", "page")],
        "if": {"properties": {"kind": {"const": "withdrawal"}}},
        "then": {"properties": {"from": False, "to": False}},
        "else": {"required": ["from", "to"], "properties": {"withdraws": {"maxItems": 0}}},
    },
}
"""What a fact asks of its keys together, where a schema can say it. The words of a refusal are in ``model``."""


def schemas() -> dict[str, str]:
    """The text of each schema, by the name of its file."""
    return {f"{kind}.json": _text(kind) for kind in KINDS}


def kind_of(path: PurePosixPath) -> str:
    """The kind of a file of ``data/``, by its path within it."""
    match path.parts:
        case ("plans", _, "plan.yml"):
            return "plan"
        case ("plans", _, _):
            return "priority"
        case ("quarters", _, "quarter.yml"):
            return "quarter"
        case ("quarters", _, folder, _) if folder == COMMITTEE:
            return "committee-report"
        case ("quarters", _, _):
            return "priority-report"
    return path.stem


def line(kind: str, folder: str) -> str:
    """The line by which a file names its schema. ``folder`` is where they are, from the file: ``../schemas/``."""
    return f"# yaml-language-server: $schema={folder}{kind}.json\n"


def named_in(text: str) -> str:
    """The folder of the schema that a file names in its first line; "" where it names none."""
    match = LINE.match(text)
    return match[1] if match else ""


def _text(kind: str) -> str:
    fact, given_by_the_name = KINDS[kind]
    made = fact.model_json_schema(schema_generator=_Generator)
    explained = _explained()
    defs = {
        name: _with(looks, explained.get("Version" if name in NAMES else name, {}))
        for name, looks in made.pop("$defs", {}).items()
    }
    defs = {NAMES.get(name, name): _plain(looks) | BETWEEN_KEYS.get(name, {}) for name, looks in defs.items()}
    made = _with(made, explained[fact.__name__])
    made["properties"] = {key: looks for key, looks in made["properties"].items() if key not in given_by_the_name}
    made["required"] = [key for key in made.get("required", ()) if key not in given_by_the_name]
    whole = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"Quarterday: {kind.replace('-', ' ')}",
        **_plain(made),
    }
    defs |= {name: {"description": told, **looks} for name, looks, told in TYPED.values()}
    used = _used(whole, defs)
    whole["$defs"] = {name: defs[name] for name in sorted(used)}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


class _Generator(GenerateJsonSchema):
    """As pydantic makes it, but of what is typed in a file and not of what is made of it."""

    def function_before_schema(self, schema: Any) -> Any:
        how = schema["function"]["function"]
        if how in TYPED:
            return {TYPED_AS: TYPED[how][0]}
        inner = super().function_before_schema(schema)
        if how is fields.some:
            return {"anyOf": [inner["items"], inner]}
        if how is model.versions:
            version = self.get_schema_from_definitions(inner["items"]["$ref"])
            assert version
            return {"anyOf": [version["properties"]["value"], {**inner, "minItems": 1}]}
        return inner

    def nullable_schema(self, schema: Any) -> Any:
        # A key may be left out. What may also be left empty is text, which says so itself.
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> Any:
        return self.generate_inner(schema["schema"])


def _explained() -> dict[str, dict[str, str]]:
    """What stands under each key of a class of the model, and under each word of an enumeration.

    Pydantic's own way reads the source whenever the model is loaded, which doubles the time of every command.
    """
    found = {}
    for kind in ast.parse(inspect.getsource(model)).body:
        if isinstance(kind, ast.ClassDef):
            of = getattr(vars(model)[kind.name], "model_fields", {})
            found[kind.name] = {
                str(of[name].alias or name) if name in of else name: str(thing.value.value)
                for before, thing in pairwise(kind.body)
                if isinstance(thing, ast.Expr) and isinstance(thing.value, ast.Constant) and (name := _named(before))
            }
    return found


def _named(line: ast.stmt) -> str:
    """The key, or the word, that a line of a class is about."""
    if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
        return line.target.id
    if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
        return str(line.value.value)
    return ""


def _with(looks: dict[str, Any], explained: dict[str, str]) -> dict[str, Any]:
    """A definition with its keys explained, or its words."""
    if "enum" in looks:
        told = [looks.get("description", ""), *(f"{word}: {told}" for word, told in explained.items())]
        return {**looks, "description": " ".join(filter(None, told))} if any(told) else looks
    properties = {
        key: {**of, "description": explained[key]} if key in explained else of
        for key, of in looks["properties"].items()
    }
    return {**looks, "properties": properties}


def _plain(looks: Any) -> Any:
    """A schema without what only a program would read, which is titles made of keys."""
    if isinstance(looks, list):
        return [_plain(one) for one in looks]
    if not isinstance(looks, dict):
        return looks
    if TYPED_AS in looks:
        looks = {**{key: one for key, one in looks.items() if key != TYPED_AS}, "$ref": f"{DEFS}{looks[TYPED_AS]}"}
    plain: dict[str, Any] = {}
    for key, one in looks.items():
        if key == "properties":
            plain[key] = {name: _plain(of) for name, of in one.items()}
        elif key == "$ref":
            name = one.removeprefix(DEFS)
            plain[key] = f"{DEFS}{NAMES.get(name, name)}"
        elif key != "title" and one not in ("", []):
            plain[key] = " ".join(one.split()).replace("``", "") if key == "description" else _plain(one)
    return plain


def _used(looks: Any, defs: dict[str, Any]) -> set[str]:
    """The names of the definitions that a schema leads to."""
    used: set[str] = set()
    wanted = list(_refs(looks))
    while wanted:
        name = wanted.pop()
        if name not in used:
            used.add(name)
            wanted += _refs(defs[name])
    return used


def _refs(looks: Any) -> Iterator[str]:
    if isinstance(looks, dict):
        if "$ref" in looks:
            yield looks["$ref"].removeprefix(DEFS)
        for one in looks.values():
            yield from _refs(one)
    elif isinstance(looks, list):
        for one in looks:
            yield from _refs(one)
