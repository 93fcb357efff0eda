"""What the browser may load and run for a page: the one place that decides, for the pages and for a web server."""

from __future__ import annotations

PAGE = {
    "default-src": "'none'",
    "script-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",  # no script runs to use it; Lighthouse asks for robots.txt in the page's name
    "base-uri": "'none'",
    "form-action": "'self'",
}
SEARCH = PAGE | {
    "script-src": "'self' 'wasm-unsafe-eval'",  # Pagefind looks words up in WebAssembly
    "worker-src": "'self'",
}
ONLY_IN_HEADERS = {"frame-ancestors": "'none'", "upgrade-insecure-requests": ""}
"""What a browser takes from a web server alone; the second would keep a page on 127.0.0.1 from its stylesheet."""

REFERRER = "no-referrer"


def policy(section: str = "") -> str:
    """The words of a page's Content-Security-Policy. Only the search runs a script."""
    return in_words(SEARCH if section == "search" else PAGE)


def in_words(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}".rstrip() for name, value in directives.items())
