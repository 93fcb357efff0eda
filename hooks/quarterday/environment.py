"""The environment variables by which our own commands, and mike, tell a build what to make."""

from __future__ import annotations

CHOSEN_BY = "MIKE_DOCS_VERSION"
"""By which mike, and our own commands, say which quarter to build."""
STANDS = "QUARTERDAY_STANDS"
"""Where the site that is built will stand: a ``Standing``."""
SHELVED_IN = "QUARTERDAY_SHELF"
"""Names an ``editions.json``: the root above it is built."""
ACCOUNT_IN = "QUARTERDAY_ACCOUNT"
"""Names the file that the build shall give its account in."""
