"""Dates and periods that do not agree: between plan and report, with the quarter, or with themselves."""

from __future__ import annotations

from quarterday.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
