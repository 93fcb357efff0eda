"""A paper as a Word document. The only module that knows python-docx, which the ``paper`` extra brings."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from quarterday.charts_on_paper import on_paper
from quarterday.lettering import WIDTH
from quarterday.markup import prose
from quarterday.paper import Paper, Part, Picture, Table, Whose, Words
from quarterday.pictures import png

TEXT_WIDTH = 17.0
"""Centimetres between the margins of the page."""
WIDEST = 15.0
"""Centimetres that the widest chart takes."""
INK = RGBColor(0x1B, 0x25, 0x28)
SIZES = {"Title": 20, "Heading 1": 16, "Heading 2": 13, "Heading 3": 12, "Heading 4": 11, "Caption": 11}
NO_LETTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that a Word document cannot hold, and no reader can see."""


def word(paper: Paper, written: datetime) -> bytes:
    """The document, with real headings, lists and heads of tables, its language and title.

    ``written`` is its date, in UTC. The same paper with the same date gives the same bytes.
    """
    document = Document()
    _set_up(document, paper, written)
    document.add_paragraph(_kept(paper.publisher))
    document.add_paragraph(_kept(paper.title), style="Title")
    if paper.note:
        document.add_paragraph(_kept(paper.note))
    for name, given in paper.about:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        _marked(paragraph.add_run(_kept(given.text)), given.whose)
    for part in paper.parts:
        _add_part(document, part, 1)
    for part in paper.appendices:
        document.add_page_break()
        _add_part(document, part, 1)
    # Word ends no document in a table.
    document.add_paragraph()
    return _same_bytes(document, written)


def _set_up(document: Any, paper: Paper, written: datetime) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    about = document.core_properties
    about.title, about.language, about.author = _kept(paper.title), paper.language, _kept(paper.publisher)
    about.comments = about.keywords = about.subject = about.last_modified_by = ""
    about.created = about.modified = written
    about.revision = 1
    for style in document.styles:
        if style.name in SIZES:
            style.font.size = Pt(SIZES[style.name])
            style.font.bold = True
            style.font.italic = False
        if hasattr(style, "font") and style.font is not None and style.name in (*SIZES, "Normal"):
            style.font.color.rgb = INK
            style.font.name = "Arial"
            _set_fonts(style)
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    document.styles["Caption"].paragraph_format.space_before = Pt(12)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), paper.language)


def _set_fonts(style: Any) -> None:
    """A theme's font would win over the one that is named."""
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), "Arial")


def _add_part(document: Any, part: Part, level: int) -> None:
    document.add_heading(_kept(part.heading), level)
    for block in part.blocks:
        if isinstance(block, Words):
            _add_words(document, block)
        elif isinstance(block, Table):
            _add_table(document, block)
        else:
            _add_picture(document, block)
    for below in part.parts:
        _add_part(document, below, level + 1)


def _add_words(document: Any, block: Words) -> None:
    lead = f"{block.number}\t" if block.number else ""
    label = f"{block.label}. " if block.label else ""
    if block.whose is not Whose.PRINTED:
        paragraph = document.add_paragraph()
        if lead or label:
            paragraph.add_run(_kept(lead + label)).bold = True
        _marked(paragraph.add_run(_kept(block.text)), block.whose)
        return
    _Author(document, _kept(lead + label)).read(prose(block.text))


def _marked(run: Any, whose: Whose) -> None:
    """What is to be completed cannot be mistaken for the council's words."""
    if whose is Whose.MISSING:
        run.bold = True
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


class _Author(HTMLParser):
    """The author's words, as ``markup`` gives them: paragraphs, lists and bold, and a link's address."""

    def __init__(self, document: Any, lead: str) -> None:
        super().__init__(convert_charrefs=True)
        self.document = document
        self.lead = lead
        self.paragraph: Any = None
        self.lists: list[int | None] = []
        self.bold = self.italic = 0
        self.links: list[str] = []

    def read(self, html: str) -> None:
        self.feed(html)
        self.close()

    def begin(self, style: str | None = None, opening: str = "") -> None:
        self.paragraph = paragraph = self.document.add_paragraph(style=style)
        if self.lead:
            paragraph.add_run(self.lead).bold = True
            self.lead = ""
        if opening:
            paragraph.add_run(opening)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "p" and not self.lists:
            self.begin()
        elif tag in ("ul", "ol"):
            if self.lead:
                self.begin()
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.item()
        elif tag in ("h4", "h5", "h6"):
            self.begin()
            self.bold += 1
        elif tag == "blockquote":
            self.paragraph = None
        elif tag in ("strong", "b"):
            self.bold += 1
        elif tag == "em":
            self.italic += 1
        elif tag == "br" and self.paragraph is not None:
            self.paragraph.add_run().add_break()
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def item(self) -> None:
        deep = min(len(self.lists), 3)
        number = self.lists[-1] if self.lists else None
        if number is None:
            self.begin("List Bullet" if deep < 2 else f"List Bullet {deep}")
        else:
            # A list that Word counts would go on from the list before it, of another author.
            self.lists[-1] = number + 1
            self.begin("List Continue" if deep < 2 else f"List Continue {deep}", f"{number + 1}. ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
            self.paragraph = None if not self.lists else self.paragraph
        elif tag in ("h4", "h5", "h6"):
            self.bold -= 1
            self.paragraph = None
        elif tag in ("strong", "b"):
            self.bold -= 1
        elif tag == "em":
            self.italic -= 1
        elif tag == "a" and self.links:
            address = self.links.pop()
            if address:
                self.write(f" ({address})")

    def handle_data(self, data: str) -> None:
        if data.strip() or self.paragraph is not None:
            self.write(re.sub(r"\s+", " ", data))

    def write(self, words: str) -> None:
        if self.paragraph is None:
            self.begin()
        run = self.paragraph.add_run(_kept(words))
        run.bold, run.italic = bool(self.bold) or None, bool(self.italic) or None


def _add_table(document: Any, block: Table) -> None:
    caption = document.add_paragraph(_kept(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
        cell.paragraphs[0].add_run(_kept(head)).bold = True
    _mark_row(table.rows[0], "w:tblHeader")
    for row in block.rows:
        added = table.add_row()
        _mark_row(added, "w:cantSplit")
        for cell, words in zip(added.cells, row, strict=True):
            cell.paragraphs[0].add_run(_kept(words))
    for at, is_figure in enumerate(block.numbers):
        if is_figure:
            for cell in table.columns[at].cells:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), _kept(block.caption))
    table._tbl.tblPr.append(described)
    _set_widths(table)
    for sign, told in block.key:
        document.add_paragraph(f"{sign} {told}").paragraph_format.space_before = Pt(3)


def _set_widths(table: Any) -> None:
    """The first column names the row, in words, and is as wide as two or three of the others."""
    table.autofit = False
    others = len(table.columns) - 1
    first = TEXT_WIDTH / (1 + others) * (1.8 if others > 1 else 1.2)
    for at, column in enumerate(table.columns):
        width = Cm(first if at == 0 else (TEXT_WIDTH - first) / others)
        column.width = width
        for cell in column.cells:
            cell.width = width


def _mark_row(row: Any, mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _add_picture(document: Any, block: Picture) -> None:
    """What the chart shows, in words, and the chart, with its alternative text; the table of its figures follows."""
    caption = document.add_paragraph(_kept(f"{block.chart.message}. {block.chart.what}"), style="Caption")
    caption.paragraph_format.keep_with_next = True
    svg = on_paper(block.chart.drawing, block.name)
    share = float(ElementTree.fromstring(svg).get("width", WIDTH)) / WIDTH
    drawn = document.add_picture(BytesIO(png(svg)), width=Cm(WIDEST * share))
    drawn._inline.docPr.set("descr", _kept(block.name))


def _kept(words: str) -> str:
    return NO_LETTER.sub("", words)


def _same_bytes(document: Any, written: datetime) -> bytes:
    """The parts in their order, each with the paper's own date in place of the clock's."""
    given, made = BytesIO(), BytesIO()
    document.save(given)
    with ZipFile(given) as parts, ZipFile(made, "w", ZIP_DEFLATED) as kept:
        for name in parts.namelist():
            at = ZipInfo(name, max(written, datetime(1980, 1, 1, tzinfo=written.tzinfo)).timetuple()[:6])
            at.compress_type = ZIP_DEFLATED
            kept.writestr(at, parts.read(name))
    return made.getvalue()
