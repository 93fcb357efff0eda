"""What a page asks of another host, keeps on the reader's device, or fails to load."""

from __future__ import annotations

from playwright.sync_api import Page

KEPT = """() => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...document.cookie.split(";").filter(Boolean),
].map((name) => `keeps ${name.trim()}`)"""


class Listener:
    """Hears everything that goes wrong on a page from now on, and every request to a host that is not one of these."""

    def __init__(self, page: Page, *hosts: str) -> None:
        self._page = page
        self._hosts = hosts
        self._heard: list[str] = []
        page.on("request", lambda request: self._hear(not self._is_ours(request.url), f"asks {request.url}"))
        page.on("requestfailed", lambda request: self._hear(True, f"{request.url}: {request.failure}"))
        page.on("response", lambda response: self._hear(not response.ok, f"{response.url}: {response.status}"))
        page.on("console", lambda message: self._hear(message.type == "error", message.text))
        page.on("pageerror", lambda error: self._hear(True, error.message))

    def faults(self) -> list[str]:
        """Everything so far, with what is kept just now."""
        cookies = [f"keeps the cookie {cookie.get('name')}" for cookie in self._page.context.cookies()]
        return [*dict.fromkeys(self._heard), *self._page.evaluate(KEPT), *cookies]

    def _is_ours(self, address: str) -> bool:
        return address.startswith((*self._hosts, "data:"))

    def _hear(self, wrong: bool, what: str) -> None:
        if wrong:
            self._heard.append(what)
