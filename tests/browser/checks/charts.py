"""Faults of the charts of a page as the browser draws them: against their tables, their captions, and the eye."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any

from playwright.sync_api import Page

from quarterday.values import parse

SMALLEST = 10.5
"""Pixels of the smallest text, on the screen."""
MOST_COLOURS = 4
FIGURE = re.compile(r"£?\d+(?:,\d{3})*(?:\.\d+)?[%A-Za-z]*")
QUARTER = re.compile(r"Q(?:uarter )?([1-4]),? (\d{4})/\d{2}")
SHORT = re.compile(r"([-\N{MINUS SIGN}]?)£?([\d,.]+) ?(%|k|m|bn|tn)?", re.IGNORECASE)
TIMES = {"k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12}

SEEN = """() => {
  const shown = (element) => {
    const style = getComputedStyle(element);
    return style.display !== "none" && style.visibility === "visible" && element.getClientRects().length > 0;
  };
  const words = (element) => (element?.textContent ?? "").replace(/\\s+/g, " ").trim();
  const colour = (text) => {
    const parts = (text ?? "").match(/[\\d.]+/g)?.map(Number);
    return /^rgb/.test(text ?? "") && parts ? [...parts.slice(0, 3), parts[3] ?? 1] : null;
  };
  const over = (front, back) => back.map((value, at) => front[at] * front[3] + value * (1 - front[3]));
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found && found[3] > 0.99) return found.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const painted = (element, what, svg) => {
    const style = getComputedStyle(element), found = colour(style[what]);
    if (!found) return null;
    let seen = found[3] * Number(style[`${what}Opacity`]);
    for (let at = element; at && at !== svg.parentElement; at = at.parentElement) 
      seen *= Number(getComputedStyle(at).opacity);
    return [...found.slice(0, 3), seen];
  };
  const box = (element) => element.getBoundingClientRect().toJSON();
  const printed = (cell) => words(cell.querySelector("[data-as-printed]") ?? cell);
  const charts = [...document.querySelectorAll("svg.qd-chart, figure > svg, figure svg[role=img]")];
  return {
    lost: [...document.querySelectorAll("[data-chart]")].map((table) => table.dataset.chart)
      .filter((id) => !document.getElementById(id)),
    bare: [...document.querySelectorAll("figure[id] > figcaption")].filter((caption) => !caption.parentElement
      .querySelector("svg") && document.querySelector(`[data-chart="${CSS.escape(caption.parentElement.id)}"]`))
      .map((caption) => caption.parentElement.id),
    charts: [...new Set(charts)].map((svg) => {
      const figure = svg.parentElement.tagName === "FIGURE" ? svg.parentElement : null;
      const before = svg.previousElementSibling, behind = ground(svg.parentElement), id = figure?.id ?? "";
      const tables = id ? [...document.querySelectorAll(`[data-chart="${CSS.escape(id)}"]`)] : [];
      const table = tables[0], next = figure?.nextElementSibling;
      // What the rules find of the figures is in a table of its own.
      const finds = id ? document.querySelector(`[data-found-in="${CSS.escape(id)}"]`) : null;
      const rows = (of) => [...of.tBodies].flatMap((body) => [...body.rows]).map((row) => ({
        name: words(row.cells[0]), header: row.cells[0]?.tagName === "TH", cells: [...row.cells].slice(1).map(printed),
      }));
      const groups = [...svg.querySelectorAll("[data-series]")];
      const spots = (path) => {
        const place = path.getScreenCTM(), found = [];
        let x = 0, y = 0;
        for (const [, way, rest] of (path.getAttribute("d") ?? "").matchAll(/([a-z])([^a-z]*)/gi)) {
          const by = (rest.match(/-?[\\d.]+/g) ?? []).map(Number);
          if (way === way.toUpperCase()) [x, y] = by;
          else [x, y] = way === "h" ? [x + by[0], y] : way === "v" ? [x, y + by[0]] : [x + by[0], y + by[1]];
          if (/m/i.test(way)) found.push([]);
          const at = new DOMPoint(x, y).matrixTransform(place);
          found.at(-1).push([at.x, at.y]);
        }
        return found;
      };
      const around = (stroke) => {
        const across = stroke.map(([x]) => x), down = stroke.map(([, y]) => y);
        const left = Math.min(...across), right = Math.max(...across);
        const top = Math.min(...down), bottom = Math.max(...down);
        return { left, right, top, bottom, width: right - left, height: bottom - top };
      };
      // The dots, or the triangles, of a line are one path; from left to right they are in the order of the table.
      // Each stands for the figure of its row, and the axis says whether it is as high.
      const drawn = "[data-value], .qd-chart__points, .qd-chart__special, .qd-chart__now";
      const marks = (within) => [...within.querySelectorAll(drawn)].flatMap((mark) => {
        const boxes = mark.tagName === "path" ? spots(mark).map(around) : [box(mark)];
        return boxes.map((found) => ({
          printed: mark.dataset.value ?? null, tag: mark.tagName, special: mark.matches(".qd-chart__special"),
          fill: painted(mark, mark.matches(".qd-chart__points") ? "stroke" : "fill", svg), ground: behind,
          box: found, shown: shown(mark),
        }));
      }).sort((one, other) => one.tag === "rect" ? 0 : one.box.left + one.box.right - other.box.left - other.box.right);
      const strokes = (within, of) => [...within.querySelectorAll(of)].map((path) => {
        const style = getComputedStyle(path);
        return {
          kind: path.getAttribute("class"), stroke: painted(path, "stroke", svg), ground: behind,
          dash: style.strokeDasharray, shown: shown(path),
          strokes: spots(path),
        };
      });
      const under = (text) => {
        const middle = box(text), x = (middle.left + middle.right) / 2, y = (middle.top + middle.bottom) / 2;
        let found = behind;
        for (const rect of svg.querySelectorAll("rect")) {
          const bed = box(rect), paint = painted(rect, "fill", svg);
          const earlier = rect.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING;
          if (paint && earlier && shown(rect) && bed.left <= x && x <= bed.right && bed.top <= y && y <= bed.bottom)
            found = over(paint, found);
        }
        return found;
      };
      return {
        id, figure: !!figure, classed: svg.classList.contains("qd-chart"), hidden: !!svg.closest("[aria-hidden=true]"),
        same: id ? document.querySelectorAll(`[id="${CSS.escape(id)}"]`).length : 0,
        caption: before?.tagName === "FIGCAPTION" ? words(before) : "",
        message: before?.tagName === "FIGCAPTION" ? words(before.firstElementChild ?? before) : "",
        titles: before?.tagName === "FIGCAPTION" ? before.children.length : 0,
        role: svg.getAttribute("role"), name: (svg.getAttribute("aria-label") ?? "").trim(),
        loud: [...svg.children].filter((child) => child.getAttribute("aria-hidden") !== "true")
          .map((child) => child.tagName),
        forbidden: [...svg.querySelectorAll("*")].flatMap((element) => [
          ...[element.tagName].filter((tag) => /^(script|style|foreignObject|title|desc|a|image|use)$/i.test(tag))
            .map((tag) => `<${tag}>`),
          ...[...element.attributes].filter(({name}) => /^(on|id$|style$|xlink|href|tabindex)/.test(name))
            .map(({name}) => `${name}=`),
        ]),
        comments: [...document.createNodeIterator(svg, NodeFilter.SHOW_COMMENT).root.childNodes]
          .filter((node) => node.nodeType === 8).length,
        box: box(svg), screen: document.documentElement.clientWidth,
        series: groups.length
          ? groups.map((group) => ({
            name: group.dataset.series, marks: marks(group), lines: strokes(group, ".qd-chart__line"),
          }))
          : [{name: "", marks: marks(svg), lines: strokes(svg, ".qd-chart__line")}],
        strokes: strokes(svg, ".qd-chart__line, .qd-chart__target, .qd-chart__baseline"),
        texts: [...svg.querySelectorAll("text")].filter((text) => words(text) && shown(text)).map((text) => {
          const turn = text.getScreenCTM();
          return {
            words: words(text), box: box(text), turned: Math.abs(turn.b) > 0.01,
            size: parseFloat(getComputedStyle(text).fontSize) * turn.a, fill: painted(text, "fill", svg),
            ground: under(text), axis: text.classList.contains("qd-chart__label--y"),
          };
        }),
        tables: tables.length,
        table: table?.tagName === "TABLE" ? {
          after: !!next && (next === table || next.firstElementChild === table),
          caption: words(table.caption),
          heads: [...(table.tHead?.rows[0]?.cells ?? [])].map(words),
          scoped: !table.querySelector("th:not([scope=col]):not([scope=row])"),
          rows: rows(table), found: finds ? rows(finds) : null,
          all: [...table.querySelectorAll("td")].map(words),
        } : null,
      };
    }),
  };
}"""


def faults(page: Page) -> list[str]:
    """Everything wrong with the charts of the page as it is drawn now, at its width and in its scheme."""
    seen = page.evaluate(SEEN)
    found = [f"table: belongs to the chart {id}, which is not on the page" for id in seen["lost"]]
    found += [f"{id}: the drawing is missing" for id in seen["bare"]]
    for chart in seen["charts"]:
        found += [f"{chart['id'] or 'a chart'}: {fault}" for fault in _of(chart)]
    return found


def _of(chart: dict[str, Any]) -> Iterator[str]:
    yield from _words_for_those_who_do_not_see(chart)
    yield from _held_in_the_drawing(chart)
    table = chart["table"]
    if table is None:
        yield "no table is tied to it by data-chart" if not chart["tables"] else "data-chart is not on a table"
    else:
        if chart["tables"] > 1:
            yield f"{chart['tables']} tables are tied to it"
        yield from _of_the_table(chart, table)
        for series in chart["series"]:
            yield from _each_of_its_row(series, table)
            yield from _same_numbers(chart, series, table)
        yield from _drawn_as_high(chart)
    yield from _told_apart(chart)
    yield from _read_by_eye(chart)


def _words_for_those_who_do_not_see(chart: dict[str, Any]) -> Iterator[str]:
    if not chart["figure"]:
        yield "not in a figure"
    elif not chart["id"]:
        yield "its figure has no id"
    if chart["same"] > 1:
        yield f"{chart['same']} things on the page have its id"
    if not chart["classed"]:
        yield "its svg is not marked as qd-chart"
    if not chart["caption"]:
        yield "no figcaption stands straight before the drawing"
    elif chart["titles"] < 2:
        yield "its figcaption has no message, or does not say what is measured"
    if chart["role"] != "img" or chart["hidden"]:
        yield f"its role is {chart['role']}, hidden or not img"
    if not chart["name"]:
        yield "it has no aria-label"
    elif "chart" not in chart["name"].lower() or not FIGURE.search(chart["name"]):
        yield f"its aria-label does not say what kind of chart it is, or no figure: {chart['name']}"
    if chart["loud"]:
        yield f"a screen reader reads its parts: {', '.join(chart['loud'])}"


def _held_in_the_drawing(chart: dict[str, Any]) -> Iterator[str]:
    yield from (f"{what} is in the drawing" for what in dict.fromkeys(chart["forbidden"]))
    if chart["comments"]:
        yield "a comment is in the drawing"
    if not any(series["marks"] for series in chart["series"]):
        yield "nothing is drawn in it"


def _of_the_table(chart: dict[str, Any], table: dict[str, Any]) -> Iterator[str]:
    if not table["after"]:
        yield "its table does not come straight after it"
    if not table["caption"]:
        yield "its table has no caption"
    if not table["scoped"] or not all(row["header"] for row in table["rows"]):
        yield "its table has a row without a header, or a header without a scope"
    held = {figure for cell in table["all"] for figure in FIGURE.findall(cell)}
    said = FIGURE.findall(re.sub(r"Quarter \d, \d{4}/\d{2}|\d{4}/\d{2}", "", chart["message"]))
    for figure in dict.fromkeys(said):
        if figure not in held:
            yield f"its message says {figure}, which its table does not hold"


def _each_of_its_row(series: dict[str, Any], table: dict[str, Any]) -> Iterator[str]:
    """A mark of a line stands for the figure of its row: the column of its series, or the first one of figures."""
    marks = [mark for mark in series["marks"] if mark["printed"] is None]
    columns = list(zip(*(row["cells"] for row in table["rows"]), strict=True))
    if series["name"]:
        columns = [column for head, column in zip(table["heads"][1:], columns, strict=True) if head == series["name"]]
    figures = [[cell for cell in column if _number(cell) is not None] for column in columns]
    held = next(filter(None, figures), [])
    if marks and len(held) != len(marks):
        yield f"{len(marks)} figures are drawn, and those of the table are {len(held)}"
    for number, mark in enumerate(marks):
        mark["printed"] = held[number] if number < len(held) else "nothing"


def _same_numbers(chart: dict[str, Any], series: dict[str, Any], table: dict[str, Any]) -> Iterator[str]:
    """The marks are the figures of one column, from the first row to the last, and only neighbours are joined."""
    drawn = [mark["printed"] for mark in series["marks"]]
    heads = table["heads"][1:]
    shape = {_shape(printed) for printed in drawn}
    columns = [
        [(row["name"], row["cells"][at]) for row in table["rows"] if at < len(row["cells"])] for at in range(len(heads))
    ]
    figures = [[(name, cell) for name, cell in column if cell in drawn or _shape(cell) in shape] for column in columns]
    if series["name"]:
        if series["name"] not in heads:
            yield f"its table has no column for {series['name']}"
            return
        mine = figures[heads.index(series["name"])]
    else:
        mine = next(
            (column for column in figures if [cell for _, cell in column] == drawn), figures[0] if figures else []
        )
    if table["found"]:
        yield from _spans_are_of_the_special(series, mine, table["found"])
    held = [cell for _, cell in mine]
    if held != drawn:
        named = f" of {series['name']}" if series["name"] else ""
        yield f"the figures{named} drawn are {', '.join(drawn)}, and those of the table {', '.join(held)}"
        return
    middles = [_middle(mark["box"]) for mark in series["marks"]]
    names = [row["name"] for row in table["rows"]]
    for stroke in (stroke for line in series["lines"] for stroke in line["strokes"]):
        spots = [_nearest(spot, middles) for spot in stroke]
        for spot, (_, away) in zip(stroke, spots, strict=True):
            if away > 1.5:
                yield f"the line runs through ({spot[0]:.0f}, {spot[1]:.0f}), where no point is"
        for (one, _), (other, _) in pairwise(spots):
            if not _follow(mine[one][0], mine[other][0], names):
                yield f"the line joins {mine[one][0]} to {mine[other][0]}, over a gap"


def _spans_are_of_the_special(
    series: dict[str, Any], figures: Sequence[tuple[str, str]], spans: Sequence[dict[str, Any]]
) -> Iterator[str]:
    """A figure is a triangle where a row of the table is of its quarter, and nowhere else."""
    found = [span["name"] for span in spans if span["cells"] != ["Nothing"]]
    for mark, (name, _) in zip(series["marks"], figures, strict=False):
        told = any(
            _place(ends[0]) <= _place(name) <= _place(ends[-1]) for ends in (span.split(" to ") for span in found)
        )
        if mark["special"] != told:
            yield f"{mark['printed']}, in {name}, is {'' if mark['special'] else 'no '}triangle, and its table differs"


def _place(quarter: str) -> int:
    """A quarter as a number, which is one more for the next."""
    found = QUARTER.search(quarter)
    return 4 * int(found[2]) + int(found[1]) if found else -1


def _drawn_as_high(chart: dict[str, Any]) -> Iterator[str]:
    """Points stand where the axis says, bars begin at zero and are as long as their numbers."""
    marks = [(mark, _number(mark["printed"])) for series in chart["series"] for mark in series["marks"]]
    unread = [mark["printed"] for mark, number in marks if number is None]
    if unread:
        yield f"a mark stands for what is no number: {', '.join(unread)}"
    axis = [(_number(text["words"]), _middle(text["box"])[1]) for text in chart["texts"] if text["axis"]]
    ticks = [(number, y) for number, y in axis if number is not None]
    points = [(mark, number) for mark, number in marks if mark["tag"] != "rect" and number is not None]
    if points and (len(ticks) < 2 or min(number for number, _ in ticks) > 0):
        yield "its axis has no numbers, or does not hold zero"
    elif points:
        (low, bottom), (high, top) = min(ticks), max(ticks)
        for mark, number in points:
            away = _middle(mark["box"])[1] - bottom - (top - bottom) * (number - low) / (high - low)
            if abs(away) > 1.5:
                yield f"{mark['printed']} is drawn {abs(away):.0f} px from where the axis puts it"
    for text in chart["texts"] if len(ticks) > 1 else ():
        kind, _, printed = text["words"].partition(" ")
        lines = [line for line in chart["strokes"] if line["kind"] == f"qd-chart__{kind.lower()}"]
        level = _number(printed) if lines else None
        if level is not None:
            (low, bottom), (high, top) = min(ticks), max(ticks)
            away = lines[0]["strokes"][-1][-1][1] - bottom - (top - bottom) * (level - low) / (high - low)
            if abs(away) > 1.5:
                yield f"the line of “{text['words']}” is {abs(away):.0f} px from where the axis puts it"
    bars = [(mark["box"], number, mark["printed"]) for mark, number in marks if mark["tag"] == "rect" and number]
    if bars:
        longest = max(bars, key=lambda bar: abs(bar[1]))
        for box, number, printed in bars:
            expected = longest[0]["width"] * abs(number / longest[1])
            if abs(box["width"] - expected) > 1:
                yield f"the bar of {printed} is {box['width']:.0f} px long, and should be {expected:.0f}"
        yield from _bars_begin_where_they_should(chart, bars)


def _bars_begin_where_they_should(
    chart: dict[str, Any], bars: Sequence[tuple[dict[str, float], float, str]]
) -> Iterator[str]:
    rows: dict[int, list[dict[str, float]]] = {}
    for box, _, _ in bars:
        rows.setdefault(round(box["top"]), []).append(box)
    starts = {
        round(box["left"] if number > 0 else box["right"])
        for box, number, _ in bars
        if box is rows[round(box["top"])][0]
    }
    if max(starts) - min(starts) > 1:
        yield "its bars do not all begin at zero"
    if any(abs(one["right"] - other["left"]) > 1 for row in rows.values() for one, other in pairwise(row)):
        yield "the parts of a bar do not follow each other"


def _told_apart(chart: dict[str, Any]) -> Iterator[str]:
    several = [series for series in chart["series"] if series["marks"]]
    colours = {tuple(mark["fill"][:3]) for series in several for mark in series["marks"] if mark["fill"]}
    if len(several) > MOST_COLOURS or (len(several) > 1 and len(colours) > MOST_COLOURS):
        yield f"it has {len(several)} series in {len(colours)} colours"
    if len(several) < 2:
        return
    said = " ".join(text["words"] for text in chart["texts"])
    for series in several:
        if not series["name"] or series["name"] not in said:
            yield f"the series {series['name'] or 'without a name'} is not named in the picture"
    dashes = [line["dash"] for series in several for line in series["lines"][:1]]
    if len(set(dashes)) < len(dashes):
        yield "its lines are told apart by colour alone: two have one dash"
    shown = [text["words"] for text in chart["texts"]]
    for mark in (mark for series in several for mark in series["marks"] if mark["tag"] == "rect"):
        if mark["box"]["width"] > 0 and mark["printed"] not in shown:
            yield f"the part of {mark['printed']} has no count beside it"


def _read_by_eye(chart: dict[str, Any]) -> Iterator[str]:
    box = chart["box"]
    for text in chart["texts"]:
        at = text["box"]
        if text["size"] < SMALLEST:
            yield f"“{text['words']}” is {text['size']:.1f} px high"
        if text["turned"]:
            yield f"“{text['words']}” is turned"
        if at["left"] < max(0, box["left"]) - 1 or at["right"] > min(chart["screen"], box["right"]) + 1:
            yield f"“{text['words']}” runs out of the picture"
        if at["top"] < box["top"] - 2 or at["bottom"] > box["bottom"] + 2:
            yield f"“{text['words']}” stands above or below the picture"
        ratio = _contrast(text["fill"], text["ground"])
        if ratio < 4.5:
            yield f"“{text['words']}” has a contrast of {ratio:.2f}"
    for one, other in combinations(chart["texts"], 2):
        if _over_each_other(one["box"], other["box"]):
            yield f"“{one['words']}” and “{other['words']}” are over each other"
    marks = [(f"the mark of {mark['printed']}", mark, "fill") for series in chart["series"] for mark in series["marks"]]
    lines = [(line["kind"], line, "stroke") for line in chart["strokes"]]
    for name, mark, paint in (*marks, *lines):
        ratio = _contrast(mark[paint], mark["ground"])
        if not mark["shown"] and mark.get("box", {"width": 1})["width"]:
            yield f"{name} cannot be seen"
        elif ratio < 3 and mark["shown"]:
            yield f"{name} has a contrast of {ratio:.2f}"


def _number(printed: str) -> float | None:
    figure = parse(printed).figure
    if figure is not None:
        return float(figure)
    short = SHORT.fullmatch(printed)
    if not short:
        return None
    number = float(short[2].replace(",", "")) * TIMES.get((short[3] or "").lower(), 1)
    return -number if short[1] else number


def _shape(printed: str) -> str:
    """A printed figure without its digits: what has the shape of a mark should have been drawn."""
    return re.sub(r"[\d.,\s]+", "#", printed) if re.search(r"\d", printed) and _number(printed) is not None else "words"


def _follow(one: str, other: str, names: Sequence[str]) -> bool:
    if QUARTER.search(one) and QUARTER.search(other):
        return _place(other) - _place(one) == 1
    return names.index(other) - names.index(one) == 1


def _middle(box: dict[str, float]) -> tuple[float, float]:
    return (box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2


def _nearest(spot: Sequence[float], middles: Sequence[tuple[float, float]]) -> tuple[int, float]:
    away = [max(abs(spot[0] - x), abs(spot[1] - y)) for x, y in middles]
    return away.index(min(away)), min(away)


def _over_each_other(one: dict[str, float], other: dict[str, float]) -> bool:
    """The box of a text is higher than its letters, so a quarter of a line is let pass."""
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 1 and down > 0.25 * min(one["bottom"] - one["top"], other["bottom"] - other["top"])


def _contrast(front: Sequence[float] | None, back: Sequence[float]) -> float:
    """The ratio of WCAG 2.2, of a colour that may be seen through."""
    if front is None:
        return 1.0
    seen = [value * front[3] + under * (1 - front[3]) for value, under in zip(front[:3], back, strict=True)]
    light, dark = sorted((_luminance(seen), _luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Sequence[float]) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (v / 255 for v in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
