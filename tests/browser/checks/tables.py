"""Faults of the tables of a page: what a reader who hears them cannot follow, and figures that do not line up."""

from __future__ import annotations

from playwright.sync_api import Page

# The shorthand of the Government Analysis Function, and [t], which is ours.
FOUND = """() => {
  const found = [], known = ["b", "c", "e", "f", "low", "p", "r", "t", "u", "w", "x", "z"];
  const read = (element, without = "[aria-hidden=true]") => {
    const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), parts = [];
    for (let text; (text = words.nextNode());) {
      const skipped = text.parentElement.closest(without);
      if (!skipped || !element.contains(skipped)) parts.push(text.data);
    }
    return parts.join(" ").replace(/\\s+/g, " ").trim();
  };
  const said = ["-", "–", "—", "n/a", "na", "tbc", "tba", "?", "*", ".", "..", ":", "not avail"];
  for (const table of document.querySelectorAll("table")) {
    const name = `table “${table.caption ? read(table.caption).slice(0, 50) : ""}”`;
    if (!table.caption || !read(table.caption)) found.push(`${name} has no caption`);
    if (!table.querySelector("th")) found.push(`${name} has no header cell`);
    for (const cell of table.querySelectorAll("th, td")) {
      const words = read(cell), where = `${name}, row ${cell.parentElement.rowIndex + 1}`;
      const short = `“${words.slice(0, 40)}”`;
      if (cell.colSpan > 1 || cell.rowSpan > 1) found.push(`${where}: a merged cell ${short}`);
      if (cell.localName === "th") {
        if (!words) found.push(`${where}: an empty header cell`);
        if (!["col", "row"].includes(cell.getAttribute("scope")))
          found.push(`${where}: a header with no scope ${short}`);
        continue;
      }
      if (!words) found.push(`${where}: a blank cell`);
      if (!cell.parentElement.closest("[data-as-printed]") && said.includes(words.toLowerCase()))
        found.push(`${where}: ${short} stands alone, without shorthand`);
      else if (words && !/[\\p{L}\\d]/u.test(words)) found.push(`${where}: a sign alone ${short}`);
      if (/^[-+£]*[\\d,]+(\\.\\d+)?[%p]?$/.test(words)) {
        const style = getComputedStyle(cell);
        if (!["right", "end"].includes(style.textAlign))
          found.push(`${where}: the figure ${short} is not at the right`);
        if (!style.fontVariantNumeric.includes("tabular-nums")) found.push(`${where}: ${short} has no tabular figures`);
      }
    }
    for (const row of table.rows)
      if (row.cells.length !== table.rows[0].cells.length)
        found.push(`${name}, row ${row.rowIndex + 1}: ${row.cells.length} cells`);
  }
  const terms = new Set([...document.querySelectorAll("dt, main th[scope=row]")].map((term) => read(term)));
  const all = read(document.body, "[data-as-printed], script, style, dt, th[scope=row]");
  for (const sign of new Set(all.match(/\\[(?:low|[a-z]{1,2})\\]/g) ?? [])) {
    if (!known.includes(sign.slice(1, -1))) found.push(`${sign} is no shorthand of the Analysis Function`);
    if (!terms.has(sign)) found.push(`${sign} is not explained on the page`);
  }
  return found;
}"""


def faults(page: Page) -> list[str]:
    found: list[str] = page.evaluate(FOUND)
    return found
