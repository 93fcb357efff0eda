"""Build the site in this folder without its search index, to tell apart what the index costs."""

from __future__ import annotations

import sys

from mkdocs.__main__ import cli

from quarterday import search

if __name__ == "__main__":
    search.index = lambda folder: None
    sys.argv = ["mkdocs", "build", "--quiet"]
    cli()
