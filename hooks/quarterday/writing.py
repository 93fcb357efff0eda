"""The second driver: every page and file written to a folder, for any other site engine.

A page is ``<address>/index.md``: front matter, then the HTML of its body.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from quarterday.placing import in_place_when_made
from quarterday.site import Page, Site


class FolderInUse(Exception):
    """The folder to write to has something in it that we did not write."""


MARK = ".quarterday"


def write(site: Site, to: Path) -> int:
    """Write the site and return how many files that took. A folder that we wrote before is replaced, whole."""
    if to.exists() and any(to.iterdir()) and not (to / MARK).exists():
        raise FolderInUse(f"{to} has files in it that quarterday did not write; name an empty folder, or a new one")
    written = [(Path(page.address) / "index.md", with_front_matter(page)) for page in site.pages]
    written += [(Path(file.address), file.content) for file in site.files]
    with in_place_when_made(to) as made:
        for name, content in (*written, (Path(MARK), b"")):
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(content)
    return len(written)


def with_front_matter(page: Page) -> bytes:
    """What a site engine needs to know of the page, as YAML, and the body."""
    about = {
        "title": page.title,
        "description": page.description,
        "section": page.section,
        "crumbs": [{"title": title, "address": address} for title, address in page.crumbs],
    }
    front = yaml.safe_dump(about, allow_unicode=True, sort_keys=False, width=10**6)
    return f"---\n{front}---\n\n{page.content.strip()}\n".encode()
