"""Faults of security and privacy: in the files of a site, and in a page that is open in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Dialog, Page

from quarterday.policy import REFERRER, policy

NEVER = {"applet", "base", "embed", "frame", "frameset", "iframe", "object", "portal", "style"}
LOADED = {"action", "background", "cite", "data", "formaction", "href", "poster", "src", "xlink:href"}
"""Attributes with an address. One that is followed by the reader alone, in a link, may be on another host."""
FOLLOWED = {("a", "href"), ("blockquote", "cite"), ("q", "cite")}
SAFE_TO_FOLLOW = {"", "http", "https", "mailto", "tel"}
BEFORE_THE_POLICY = {"html", "head"}


def in_files(folder: Path) -> list[str]:
    """What is wrong in the pages, stylesheets and pictures of a built site."""
    pages = sorted(folder.rglob("*.html"))
    faults = [] if pages else [f"{folder} holds no page"]
    for path in pages:
        name = path.relative_to(folder).as_posix()
        faults += [f"{name}: {fault}" for fault in in_page(path.read_text(encoding="utf-8"), section_of(name))]
    for path in sorted([*folder.rglob("*.css"), *folder.rglob("*.svg")]):
        name = path.relative_to(folder).as_posix()
        faults += [f"{name}: {fault}" for fault in in_looks(path.read_text(encoding="utf-8"))]
    return faults


def section_of(name: str) -> str:
    return "search" if name == "search/index.html" else ""


def in_page(html: str, section: str = "") -> list[str]:
    """What is wrong in the HTML of a page of a section of the site."""
    read = _Tags()
    read.feed(html)
    read.close()
    return [*_policy_faults(read.tags, section), *_tag_faults(read.tags, section)]


def in_looks(text: str) -> list[str]:
    """What is wrong in a stylesheet or in a picture drawn in SVG."""
    addresses = re.findall(r"""(?:url\(|@import|href\s*=)\s*["']?\s*([^\s"')>]+)""", text)
    faults = [f"{address} is on another host" for address in addresses if _is_elsewhere(address)]
    return faults + [f"<{tag.lower()}> can run" for tag in re.findall(r"<(script|foreignObject)\b", text, re.I)]


class _Tags(HTMLParser):
    """Every tag with its attributes, in the order of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def _policy_faults(tags: list[tuple[str, dict[str, str]]], section: str) -> Iterator[str]:
    said = [at for at, (tag, given) in enumerate(tags) if tag == "meta" and _means(given, "content-security-policy")]
    if len(said) != 1:
        yield f"has {len(said)} policies"
        return
    if tags[said[0]][1].get("content") != policy(section):
        yield f"its policy is “{tags[said[0]][1].get('content')}”, not “{policy(section)}”"
    before = [tag for tag, given in tags[: said[0]] if tag not in BEFORE_THE_POLICY and "charset" not in given]
    if before:
        yield f"<{before[0]}> stands before the policy"
    if [given.get("content") for tag, given in tags if tag == "meta" and given.get("name") == "referrer"] != [REFERRER]:
        yield f"does not say once that its referrer is {REFERRER}"


def _tag_faults(tags: list[tuple[str, dict[str, str]]], section: str) -> Iterator[str]:
    for tag, given in tags:
        if tag in NEVER:
            yield f"has <{tag}>"
        if tag == "script" and not given.get("src"):
            yield "has a script inside it"
        elif tag == "script" and section != "search":
            yield f"has the script {given['src']}"
        if tag == "meta" and _means(given, "refresh"):
            yield f"goes elsewhere by itself: {given.get('content')}"
        for name, value in given.items():
            if name == "style" or name == "srcdoc" or name.startswith("on"):
                yield f"<{tag}> has {name}={value}"
            yield from _address_faults(tag, name, value, given)


def _address_faults(tag: str, name: str, value: str, given: dict[str, str]) -> Iterator[str]:
    if name in ("srcset", "ping"):
        yield from (f"<{tag}> has {name}={value}" for part in value.split(",") if _is_elsewhere(part))
    if name not in LOADED:
        return
    address = _as_a_browser_reads(value)
    if (tag, name) in FOLLOWED:
        if _scheme(address) not in SAFE_TO_FOLLOW:
            yield f"<{tag}> leads to {value}"
    elif _is_elsewhere(address) and given.get("rel") != "canonical":
        yield f"<{tag}> has {name}={value}, which is not on this site"


def _means(given: dict[str, str], header: str) -> bool:
    return given.get("http-equiv", "").strip().lower() == header


def _as_a_browser_reads(address: str) -> str:
    """Without the white space and control characters that a browser passes over."""
    return re.sub(r"[\t\r\n]", "", address).strip("".join(map(chr, range(33)))).replace("\\", "/")


def _scheme(address: str) -> str:
    return address.partition(":")[0].lower() if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", address) else ""


def _is_elsewhere(address: str) -> bool:
    """A picture that a stylesheet carries in its own text is not asked of any host."""
    address = _as_a_browser_reads(address)
    if address.startswith("data:image/svg+xml"):
        return False
    return bool(_scheme(address)) or bool(urlsplit(address).netloc)


# ---- in a browser ----

VIOLATIONS = """
  window.broken = [];
  document.addEventListener("securitypolicyviolation", (told) => {
    window.broken.push(`the policy's ${told.effectiveDirective} stops ${told.blockedURI || "something"}`);
  });
"""
KEPT = """async () => [
  ...Object.keys(localStorage).map((name) => `${name} in localStorage`),
  ...Object.keys(sessionStorage).map((name) => `${name} in sessionStorage`),
  ...(await indexedDB.databases()).map((held) => `${held.name} in IndexedDB`),
  ...(await caches.keys()).map((name) => `${name} in a cache`),
  ...(await navigator.serviceWorker.getRegistrations()).map((held) => `a service worker for ${held.scope}`),
]"""


class Watch:
    """Told to a page before it goes anywhere, and asked when it is there."""

    def __init__(self, page: Page, *hosts: str) -> None:
        self.page = page
        self.heard: list[str] = []
        page.add_init_script(VIOLATIONS)
        page.on("request", lambda asked: self._tell(not asked.url.startswith((*hosts, "data:")), f"asks {asked.url}"))
        page.on("requestfailed", lambda asked: self._tell(True, f"{asked.url} failed: {asked.failure}"))
        page.on("response", lambda given: self._tell(given.status >= 400, f"{given.url} gives {given.status}"))
        page.on("console", lambda said: self._tell(said.type in ("error", "warning"), f"console: {said.text}"))
        page.on("pageerror", lambda error: self._tell(True, f"a script failed: {error.message}"))
        page.on("dialog", self._dismiss)

    def _tell(self, wrong: bool, fault: str) -> None:
        if wrong:
            self.heard.append(fault)

    def _dismiss(self, dialog: Dialog) -> None:
        self._tell(True, f"opens a dialog: {dialog.message}")
        dialog.dismiss()

    def faults(self) -> list[str]:
        """Everything that went wrong up to now, and everything that is kept on the reader's device."""
        kept = [f"keeps {what}" for what in self.page.evaluate(KEPT)]
        kept += [f"keeps the cookie {cookie['name']}" for cookie in self.page.context.cookies()]
        return [*self.heard, *self.page.evaluate("() => window.broken"), *kept]


def in_browser(page: Page, address: str, *hosts: str) -> list[str]:
    """What is wrong when a new page opens an address; only these hosts may be asked for anything."""
    watch = Watch(page, *hosts)
    page.goto(address, wait_until="load")
    return watch.faults()
