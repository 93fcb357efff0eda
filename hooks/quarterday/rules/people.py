"""Words that tell who somebody is: e-mail addresses and likely names."""

from __future__ import annotations

from quarterday.rules.rule import Rule

RULES: tuple[Rule, ...] = ()
