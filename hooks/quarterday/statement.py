"""What the accessibility statement may say: it claims no more than people and tests have found.

The wordings are those of the model statement for public bodies (SI 2018/952, regulation 8).
"""

from __future__ import annotations

from datetime import date

from quarterday.model import Accessibility, Council, Finding

STANDARD = "the Web Content Accessibility Guidelines version 2.2 AA standard"


def publisher(council: Council) -> str:
    """Who answers for the website."""
    return council.publisher or council.name


def title(council: Council) -> str:
    return f"Accessibility statement for {council.name} performance"


def compliance(found: Accessibility) -> str:
    """The one of the model's sentences that is true.

    Full compliance is claimed only where people tested the website and found it, and neither they, the officers nor the
    last automatic test knows of a barrier.
    """
    if found.is_found_compliant and not found.barriers and not found.burdens:
        return f"This website is fully compliant with {STANDARD}."
    if found.audit and found.audit.finding is Finding.NOT:
        return f"This website is not compliant with {STANDARD}. The non-accessible sections are detailed below."
    causes = ["non-compliances"] if found.barriers else []
    causes += ["exemptions"] if found.burdens else []
    return f"This website is partially compliant with {STANDARD}, due to the {' and '.join(causes)} listed below."


def last_tested(found: Accessibility) -> date:
    """The day of the last test by people, or of the automatic one where there was none."""
    return found.audit.on if found.audit else found.last_test.on


def who_tested(found: Accessibility) -> str:
    return found.audit.by if found.audit else found.last_test.by
