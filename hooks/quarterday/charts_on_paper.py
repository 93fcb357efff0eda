"""A chart as it stands in a document: every colour and size is in the drawing, since no stylesheet reaches it there.

The drawing is that of ``charts``; only its looks are added. They are those of the stylesheet, on white.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
SANS = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, QUIET, EDGE, RULE, PANEL = "#1b2528", "#4a575c", "#6d797e", "#d6d3c9", "#f1efe8"
SEA, NOW, WHITE = "#0d4a5f", "#7d3f8c", "#ffffff"
MARKS = {"good": "#2b7a4b", "near": "#a4680a", "off": "#b7331f", "calm": "#1d6f8d", "none": "#667277"}
SERIES = (("#0d4a5f", ""), ("#b8501a", "9 5"), ("#1f8278", "1 6"), ("#801650", "12 5 1 5"))

NARROW = 0.75
"""Of the full width, for a chart whose words are large."""
TALLEST = 780
"""With its caption, this stands on one page of A4."""

LOOKS: dict[str, Mapping[str, str]] = {
    "text": {"fill": QUIET, "font-size": "12.5", "dominant-baseline": "central"},
    "qd-chart__label--y": {"text-anchor": "end"},
    "qd-chart__label--mid": {"text-anchor": "middle"},
    "qd-chart__label--end": {"text-anchor": "end"},
    "qd-chart__label--ink": {"fill": INK},
    "qd-chart__label--now": {"fill": NOW, "font-weight": "700", "font-size": "17"},
    "qd-chart__grid": {"stroke": RULE, "stroke-width": "1"},
    "qd-chart__axis": {"stroke": EDGE, "stroke-width": "1"},
    "qd-chart__gap": {"fill": PANEL},
    "qd-chart__line": {"fill": "none", "stroke": SEA, "stroke-width": "3", "stroke-linejoin": "round"},
    "qd-chart__lead": {"fill": "none", "stroke": EDGE, "stroke-width": "1"},
    "qd-chart__target": {"fill": "none", "stroke": INK, "stroke-width": "1.5", "stroke-dasharray": "6 4"},
    "qd-chart__baseline": {"fill": "none", "stroke": EDGE, "stroke-width": "1.5", "stroke-dasharray": "1.5 4"},
    "qd-chart__share": {"stroke": WHITE, "stroke-width": "2"},
    "qd-bar__fill": {"fill": SEA},
    "qd-chart__points": {"fill": "none", "stroke": SEA, "stroke-width": "7", "stroke-linecap": "round"},
    "qd-chart__now": {"fill": NOW, "r": "6"},
    "qd-tally__sign": {"fill": "none", "stroke": WHITE, "stroke-width": "2", "stroke-linecap": "round"},
    "qd-tally__sign--full": {"fill": WHITE, "stroke": "none"},
}
"""The looks of each class, the later ones of an element last, after those of its tag."""
LOOKS |= {f"qd-chart__share--{look}": {"fill": colour} for look, colour in MARKS.items()}
LOOKS |= {f"qd-tally__face--{look}": {"fill": colour} for look, colour in MARKS.items()}
LOOKS |= {f"qd-chart__points--{at}": {"stroke": colour} for at, (colour, _) in enumerate(SERIES, 1)}
LOOKS |= {
    f"qd-chart__line--{at}": {"stroke": colour, **({"stroke-dasharray": dash} if dash else {})}
    for at, (colour, dash) in enumerate(SERIES, 1)
}


def on_paper(drawing: str, name: str) -> str:
    """The SVG of a chart with its looks in it. ``name`` is its alternative text."""
    svg = ET.fromstring(drawing)  # our own, so nothing in it can be hostile
    is_narrow = "qd-chart--narrow" in svg.get("class", "").split()
    width, height = svg.get("viewBox", "").split()[2:]
    for mark in svg.iter():
        looks: dict[str, str] = {}
        for kind in (mark.tag, *mark.attrib.pop("class", "").split()):
            looks |= LOOKS.get(kind, {})
        if is_narrow and "font-size" in looks:
            looks["font-size"] = "22"
        mark.attrib |= looks
    if is_narrow:
        scale = min(NARROW, TALLEST / float(height))
        width, height = (f"{float(side) * scale:.4g}" for side in (width, height))
    svg.attrib |= {
        "xmlns": SVG,
        "width": width,
        "height": height,
        "font-family": SANS,
        "role": "img",
        "aria-label": name,
    }
    title = ET.Element("title")
    title.text = name
    svg.insert(0, title)
    return ET.tostring(svg, encoding="unicode")
