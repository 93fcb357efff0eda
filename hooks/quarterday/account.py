"""The account that a build gives of itself to the command that started it, which reads no data of its own."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel

from quarterday.environment import ACCOUNT_IN
from quarterday.problems import Problem


class Account(BaseModel):
    inputs: dict[str, str] = {}
    """All that the build read, with the digest of each; empty where it may have read more than is known."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the data; nothing was built then."""
    built: str = ""
    """Whose, and of which quarter."""
    pages: int = 0
    downloads: int = 0


def is_asked() -> bool:
    return ACCOUNT_IN in os.environ


def give(account: Account) -> None:
    if is_asked():
        Path(os.environ[ACCOUNT_IN]).write_text(account.model_dump_json(), encoding="utf-8")


def given(path: Path) -> Account:
    """An empty one where the build came to no account."""
    return Account.model_validate_json(path.read_bytes()) if path.exists() else Account()
