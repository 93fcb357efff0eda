"""Copies of published editions in another place: a folder, or a web address. Only reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from quarterday.branch import Refused

AT_ONCE = 8
"""Files asked for at one time."""
PATIENCE = 60
"""Seconds to wait for an answer."""
GONE = (403, 404, 410)
"""How web servers and stores say that there is no such file."""


def digests(place: str, edition: str, files: Iterable[str]) -> dict[str, str]:
    """The SHA-256 of what a place has of an edition, by its path in it.

    A folder is read whole, so what was added is there too. A web address is asked for ``files`` alone.
    Raises Refused where the address gives no answer.
    """
    if not place.startswith(("http://", "https://")):
        folder = Path(place) / edition
        found = (path for path in sorted(folder.rglob("*")) if path.is_file())
        return {path.relative_to(folder).as_posix(): _sha256(path.read_bytes()) for path in found}
    names = [*files]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(lambda name: _fetched(f"{place.rstrip('/')}/{edition}/{quote(name)}"), names)
        return {name: _sha256(content) for name, content in zip(names, answers, strict=True) if content is not None}


def _fetched(address: str) -> bytes | None:
    """None where there is no such file."""
    try:
        with urlopen(Request(address, headers={"User-Agent": "Quarterday"}), timeout=PATIENCE) as answer:
            content: bytes = answer.read()
            return content
    except HTTPError as error:
        error.close()
        if error.code in GONE:
            return None
        raise Refused(f"{address} answers {error.code} ({error.reason}).") from error
    except (OSError, HTTPException) as error:
        raise Refused(f"{address} gives no answer: {getattr(error, 'reason', error)}.") from error


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
