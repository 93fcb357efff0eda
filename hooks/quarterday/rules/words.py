"""Words that are wrong on the page: placeholders, lost text, acronyms nobody explains, very long sentences."""

from __future__ import annotations

from quarterday.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
