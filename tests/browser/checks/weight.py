"""How much a first visit to each page of a built site asks for, and whether it asks for a script."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from parsed import parsed

MOST = 60 * 1024
"""Bytes, gzipped, of a page with its stylesheets, scripts and pictures."""


def faults(folder: Path) -> list[str]:
    found = []
    for page in sorted(folder.rglob("*.html")):
        name = page.relative_to(folder).as_posix()
        html = page.read_text(encoding="utf-8")
        tree = parsed(re.sub(r"(?i)^\s*<!doctype[^>]*>", "", html))
        asked = [each.attributes["src"] for each in tree.all("img", "script", "source") if "src" in each.attributes]
        asked += [
            each.attributes["href"] for each in tree.all("link") if each.attributes.get("rel") in ("stylesheet", "icon")
        ]
        files = {_place(folder, name, address) for address in asked}
        files |= {there for file in files if file.suffix == ".css" for there in _asked_by_style(folder, file)}
        total = len(gzip.compress(html.encode())) + sum(map(_weight, files))
        if total > MOST:
            found.append(f"{name}: a first visit is {total / 1024:.1f} KiB gzipped")
        if tree.all("script") and name != "search/index.html":
            found.append(f"{name}: has a script")
    return found


def _place(folder: Path, page: str, address: str) -> Path:
    # Only the page for what is not found has addresses from the root of the whole host.
    path = unquote(urlsplit(urljoin(f"/{page}", address)).path)
    return folder / path.removeprefix("/")


@cache
def _asked_by_style(folder: Path, file: Path) -> frozenset[Path]:
    addresses = re.findall(r"url\(\s*[\"']?(?!data:)([^\"')]+)", file.read_text(encoding="utf-8"))
    return frozenset(_place(folder, file.relative_to(folder).as_posix(), address) for address in addresses)


@cache
def _weight(file: Path) -> int:
    return len(gzip.compress(file.read_bytes()))
