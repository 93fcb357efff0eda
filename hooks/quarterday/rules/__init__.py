"""What should be true of a report that hangs together: each rule is one small function, and a sentence.

A rule tells what it finds and changes nothing. The editor decides: to correct the data, or to say in
``data/acknowledged.yml`` why it stays.
"""

from __future__ import annotations

from quarterday.rules import agreement, counts, dates, disclosure, figures, people, rollups, statuses, words
from quarterday.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *agreement.RULES,
    *dates.RULES,
    *figures.RULES,
    *rollups.RULES,
    *counts.RULES,
    *statuses.RULES,
    *words.RULES,
    *people.RULES,
    *disclosure.RULES,
)
