"""Figures so small that a person could be known by them, in tables and in words."""

from __future__ import annotations

from quarterday.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
