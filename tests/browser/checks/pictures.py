"""Small pictures of a page, and where two of them differ. The only module that knows Pillow."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image, ImageChops
from playwright.sync_api import Page


class View(NamedTuple):
    """What is seen of a page: its first ``height`` pixels, kept ``scale`` times smaller."""

    scheme: Literal["light", "dark"]
    width: int
    height: int
    scale: int

    @property
    def kept_size(self) -> tuple[int, int]:
        return -(-self.width // self.scale), -(-self.height // self.scale)

    def __str__(self) -> str:
        return f"{self.scheme}, {self.width} px wide"


VIEWS = (
    View("light", 1280, 1296, 3),
    View("dark", 1280, 1296, 3),
    View("light", 360, 864, 2),
    View("dark", 360, 864, 2),
)
GAP = 10

# Every machine has other fonts, and draws them in its own way. Pictures are taken in those of one Debian package, with
# glyphs where their outlines put them.
FONTS = """
:root { text-rendering: geometricPrecision }
:root { --qd-serif: "Liberation Serif" !important; --qd-sans: "Liberation Sans" !important }
:root :is(code, pre, kbd, samp) { font-family: "Liberation Mono" !important }
"""
STYLED = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
# Both fonts are proportional: a text as wide as in "monospace" is set in that.
MISSING = """() => ["Liberation Sans", "Liberation Serif"].filter((font) => {
  const pen = document.createElement("canvas").getContext("2d");
  const wide = (fonts) => { pen.font = `40px ${fonts}`; return pen.measureText("Quarterly figures, 0123").width; };
  return wide(`"${font}", monospace`) === wide("monospace");
})"""

# A cell is a square of the kept picture. It has changed when its pixels differ by so much in the mean, of 255.
# Measured: the same page 0; all text moved by a third of a pixel 28; a tag in another colour 55; a word 72; a card 95.
CELL = 8
CHANGED = 32


def missing_fonts(page: Page) -> list[str]:
    found: list[str] = page.evaluate(MISSING)
    return found


def restyled(page: Page, rules: str) -> None:
    """Add rules as a script may: the policy of the page refuses a ``<style>``."""
    page.evaluate(STYLED, rules)


def sheet(page: Page) -> Image.Image:
    """All views of the page that is open, side by side."""
    restyled(page, FONTS)
    seen = [_seen(page, view) for view in VIEWS]
    drawn = Image.new("RGB", (sum(part.width + GAP for part in seen) - GAP, max(part.height for part in seen)), "white")
    left = 0
    for part in seen:
        drawn.paste(part, (left, 0))
        left += part.width + GAP
    return drawn


def _seen(page: Page, view: View) -> Image.Image:
    page.emulate_media(color_scheme=view.scheme)
    page.set_viewport_size({"width": view.width, "height": view.height})
    with Image.open(BytesIO(page.screenshot())) as shot:
        small = shot.convert("RGB").reduce(view.scale)
    # Sixteen levels a colour keep the files small.
    return small.point([round(level / 17) * 17 for level in range(256)] * 3)


def faults(drawn: Image.Image, kept: Image.Image) -> list[str]:
    """What differs, view by view: how much of it, and where on the page."""
    if drawn.size != kept.size:
        return [f"the picture was {kept.width} by {kept.height} and is {drawn.width} by {drawn.height}"]
    found, left = [], 0
    for view in VIEWS:
        width, height = view.kept_size
        box = (left, 0, left + width, height)
        left += width + GAP
        cells = _cells(drawn.crop(box), kept.crop(box))
        changed = cells.point([0] * CHANGED + [255] * (256 - CHANGED))
        where = changed.getbbox()
        if where:
            share = changed.histogram()[255] / (changed.width * changed.height)
            x, top, right, bottom = (edge * CELL * view.scale for edge in where)
            found.append(
                f"{view}: {share:.1%} differs, {top} to {bottom} px from the top, {x} to {right} from the left"
            )
    return found


def _apart(one: Image.Image, other: Image.Image) -> Image.Image:
    """How far each pixel is from the other's, by the colour that differs most."""
    red, green, blue = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _cells(one: Image.Image, other: Image.Image) -> Image.Image:
    return _apart(one, other).reduce(CELL)


def marked(drawn: Image.Image, kept: Image.Image) -> Image.Image:
    """The new picture, pale, with all that differs in red."""
    pale = Image.blend(drawn, Image.new("RGB", drawn.size, "white"), 0.6)
    mask = _apart(drawn, kept.resize(drawn.size)).point([0] * 18 + [255] * 238)
    pale.paste((255, 0, 0), mask=mask)
    return pale


def keep(picture: Image.Image, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    picture.save(path, lossless=True, method=6)
