"""Figures that do not agree: targets, roll-ups, ratios, counts, statuses."""

from __future__ import annotations

from quarterday.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
