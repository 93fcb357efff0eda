"""Faults that a reader meets who has a keyboard and no mouse; and what opens unasked when a mouse comes near."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import FloatRect, Page

TRAP = "a trap"
SKIP = "Skip to the main content"
MOST = 600
"""More stops than any page has: past it, the reader is going round in a circle."""

STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  const all = [...document.querySelectorAll("*")], style = getComputedStyle(at);
  const box = at.getClientRects()[0] ?? new DOMRect();
  // A table may be higher than the screen, and only a part of it is seen.
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
  const onScreen = right - left > 1 && bottom - top > 1;
  const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]]
    .map(([x, y]) => [left + x * (right - left), top + y * (bottom - top)]);
  const cover = onScreen && points.map(([x, y]) => document.elementFromPoint(x, y))
    .find((seen) => !seen || !(at.contains(seen) || seen.contains(at)));
  const labels = [...(at.labels ?? [])].map((label) => label.textContent).join(" ");
  const by = (at.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean)
    .map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const alt = [...at.querySelectorAll("img[alt]")].map((image) => image.alt).join(" ");
  const text = at.matches("[role=region]") ? "" : at.textContent;
  const shine = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    const [red, green, blue] = [r / 255, g / 255, b / 255]
      .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return a === 0 ? null : .2126 * red + .7152 * green + .0722 * blue;
  };
  let ground = 1;
  for (let above = at.parentElement; above; above = above.parentElement) {
    const there = shine(getComputedStyle(above).backgroundColor);
    if (there !== null) { ground = there; break; }
  }
  const ring = style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2 ? null : shine(style.outlineColor);
  const contrast = ring === null ? 0 : (Math.max(ring, ground) + .05) / (Math.min(ring, ground) + .05);
  return {
    place: all.indexOf(at),
    name: (at.getAttribute("aria-label") || by || labels || text || alt).trim().replace(/\\s+/g, " ").slice(0, 60),
    tag: at.localName,
    seen: onScreen && style.visibility === "visible" && style.opacity !== "0" && box.width > 1,
    covered: Boolean(cover),
    hidden: Boolean(at.closest("[aria-hidden=true], [hidden], [inert]")),
    ringed: contrast >= 3,
    box: {x: left, y: top, width: right - left, height: bottom - top},
  };
}"""

# The next Tab starts where what had the focus stood when it was taken away.
START = """(end) => {
  const start = document.createElement("span");
  start.tabIndex = -1;
  document.body[end](start);
  start.focus();
  start.remove();
}"""

STOPS_THERE_ARE = """() => [...document.querySelectorAll(
    "a[href], area[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((element) => element.tabIndex >= 0 && !element.disabled && element.getClientRects().length).length"""

WRITTEN = """() => [
  ...[...document.querySelectorAll("[title], svg title")]
    .map((element) => `a tip opens on hover: “${element.getAttribute("title") ?? element.textContent}”`),
  ...[...document.querySelectorAll("[tabindex]")].filter((element) => element.tabIndex > 0)
    .map((element) => `a stop is out of the order of the page: <${element.localName}> “${element.textContent.trim()}”`),
]"""

# Where everything is, but for what stands on the element with the focus itself. Offsets do not mind scrolling.
REMEMBER = """() => {
  const state = (element) => {
    const style = getComputedStyle(element);
    const after = ["::before", "::after"].map((part) => getComputedStyle(element, part));
    return [element.offsetLeft, element.offsetTop, element.offsetWidth, element.offsetHeight, style.display,
      style.visibility, style.opacity, style.clipPath, style.transform, element.open,
      ...after.map((part) => `${part.content} ${part.display} ${part.visibility} ${part.opacity}`)].join(" ");
  };
  const all = [...document.body.querySelectorAll(":not(svg *)")];
  const now = () => ({words: document.body.textContent.length, states: all.map(state)});
  const before = now();
  // What has changed, innermost first, is told once.
  globalThis.changedSince = (stop) => {
    const after = now(), found = after.words === before.words ? [] : ["the wording"];
    before.words = after.words;
    const changed = all.filter((element, index) => element !== stop && after.states[index] !== before.states[index]);
    for (const element of changed) {
      before.states[all.indexOf(element)] = after.states[all.indexOf(element)];
      if (!changed.some((other) => other !== element && element.contains(other)))
        found.push(`<${element.localName}> “${element.textContent.trim().replace(/\\s+/g, " ").slice(0, 30)}”`);
    }
    return found.slice(0, 3);
  };
}"""
CHANGED = "() => changedSince(document.activeElement)"
STOPS = """() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex]")]
  .filter((element) => element.tabIndex >= 0 && element.getClientRects().length)"""
HOVERED = """(stop) => {
  stop.scrollIntoView({block: "center", inline: "nearest", behavior: "instant"});
  const box = stop.getClientRects()[0];
  return {x: box.x + box.width / 2, y: box.y + Math.min(box.height, innerHeight) / 2};
}"""


def faults(page: Page) -> list[str]:
    """What is wrong with a page that has just been opened, at the size and in the scheme it has."""
    found = [*page.evaluate(WRITTEN)]
    page.evaluate(START, "prepend")
    page.evaluate(REMEMBER)
    stops, wrong = _walk(page)
    found += wrong
    if not any(fault.startswith(TRAP) for fault in wrong):
        there = page.evaluate(STOPS_THERE_ARE)
        if len(stops) != there:
            found.append(f"{len(stops)} stops are reached of {there}")
        places = [stop["place"] for stop in stops]
        if places != sorted(places):
            found.append("the order of the stops is not the order of the page")
        found += _walk_back(page)
        found += _skip(page)
    return found


def _called(stop: dict[str, Any]) -> str:
    return f"<{stop['tag']}> “{stop['name']}”"


def _walk(page: Page) -> tuple[list[dict[str, Any]], list[str]]:
    """Every stop, and what is wrong with each; the faults of a trap end the walk."""
    stops: list[dict[str, Any]] = []
    found: list[str] = []
    been: set[int] = set()
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or (stops and len(stops) > 1 and stop["place"] == stops[0]["place"]):
            break
        if stop["place"] in been:
            return stops, [*found, f"{TRAP}: the focus comes back to {_called(stop)}"]
        been.add(stop["place"])
        stops.append(stop)
        found += _wrong_with(stop)
        if stop["seen"] and not stop["ringed"] and not _pixels_change(page, stop):
            found.append(f"the focus cannot be seen on {_called(stop)}")
        found += [f"{what} changes when {_called(stop)} has the focus" for what in page.evaluate(CHANGED)]
    return stops, found


def _wrong_with(stop: dict[str, Any]) -> list[str]:
    found = []
    if not stop["name"]:
        found.append(f"a stop has no name: {_called(stop)}")
    if stop["hidden"]:
        found.append(f"a stop is hidden from screen readers: {_called(stop)}")
    if not stop["seen"]:
        found.append(f"a stop is not on the screen: {_called(stop)}")
    elif stop["covered"]:
        found.append(f"a stop is covered: {_called(stop)}")
    return found


def _pixels_change(page: Page, stop: dict[str, Any]) -> bool:
    box = stop["box"]
    around = FloatRect(
        x=max(box["x"] - 6, 0), y=max(box["y"] - 6, 0), width=box["width"] + 12, height=box["height"] + 12
    )
    with_focus = page.screenshot(clip=around, animations="disabled")
    page.evaluate("() => { globalThis.stopped = document.activeElement; stopped.blur(); }")
    without = page.screenshot(clip=around, animations="disabled")
    page.evaluate("() => stopped.focus({preventScroll: true})")
    return with_focus != without


def _walk_back(page: Page) -> list[str]:
    """From the end to the top, where what sticks to the top of the screen would cover a stop."""
    found = []
    page.evaluate(START, "append")
    been: set[int] = set()
    for _ in range(MOST):
        page.keyboard.press("Shift+Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop["place"] in been:
            break
        been.add(stop["place"])
        found += [f"backwards, {fault}" for fault in _wrong_with(stop)]
    return found


def _skip(page: Page) -> list[str]:
    page.evaluate(START, "prepend")
    page.keyboard.press("Tab")
    first = page.evaluate("() => document.activeElement.textContent.trim()")
    if first != SKIP:
        return [f"the first stop is “{first}”, not “{SKIP}”"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    if not page.evaluate("() => Boolean(document.activeElement.closest('main'))"):
        return [f"“{SKIP}” does not lead into the main content"]
    return []


def under_the_mouse(page: Page) -> list[str]:
    """What changes when the mouse comes over a stop. A narrow screen has no mouse."""
    found = []
    page.evaluate("() => document.activeElement?.blur()")
    page.mouse.move(0, 0)
    page.evaluate(REMEMBER)
    stops = page.evaluate_handle(STOPS)
    for stop in stops.get_properties().values():
        at = stop.evaluate(HOVERED)
        page.mouse.move(at["x"], at["y"])
        found += [f"{what} changes under the mouse" for what in stop.evaluate("(stop) => changedSince(stop)")]
    return list(dict.fromkeys(found))
