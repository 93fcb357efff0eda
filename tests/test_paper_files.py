"""The command ``paper`` in the environment that has its extra, and in one that has not; its files are opened again."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from made_once import MadeOnce
from quarterday.markup import plain
from quarterday.model import Data
from quarterday.paper import Paper, Part, Picture, Table, paper, summary
from quarterday.periods import Quarter
from quarterday.report import report

PROJECT = Path(__file__).parents[1]
PYTHON = PROJECT / ".venv-paper" / "bin" / "python"
OFFICE = shutil.which("soffice") or "soffice"
SITES = {
    "moray": PROJECT,
    "midlothian": PROJECT / "examples" / "midlothian",
    "exampleshire": PROJECT / "tests" / "councils" / "exampleshire",
}
KINDS = ("docx", "html", "pdf")
Q2 = Quarter(2022, 2)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

pytestmark = pytest.mark.slow


def run(
    site: Path, to: Path, *more: str, python: Path | str = PYTHON, at: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [str(python), "-m", "quarterday", "paper", "2022-23-q2", "--site", str(site), "--to", str(to), *more]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "hooks"), "SOURCE_DATE_EPOCH": "1700000000", **(at or {})}
    return subprocess.run(command, env=environment, text=True, capture_output=True, check=False)


@pytest.fixture(scope="session", params=sorted(SITES))
def council(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def made(made_once: MadeOnce, council: str) -> Path:
    def fill(folder: Path) -> None:
        assert PYTHON.exists(), "run make paper-env first"
        done = run(SITES[council], folder)
        assert (done.returncode, done.stderr) == (0, "")

    return made_once(f"papers-of-{council}", fill)


@pytest.fixture(scope="session")
def data(council: str, moray: Data, midlothian: Data, exampleshire: Data) -> Data:
    return {"moray": moray, "midlothian": midlothian, "exampleshire": exampleshire}[council]


def headings(parts: tuple[Part, ...], level: int = 2) -> Iterator[tuple[int, str]]:
    for part in parts:
        yield level, part.heading
        yield from headings(part.parts, level + 1)


def every_heading(of: Paper) -> list[tuple[int, str]]:
    return [(1, of.title), *headings((*of.parts, *of.appendices))]


def blocks(parts: tuple[Part, ...]) -> Iterator[object]:
    for part in parts:
        yield from part.blocks
        yield from blocks(part.parts)


def pictures(of: Paper) -> list[str]:
    return [block.name for block in blocks((*of.parts, *of.appendices)) if isinstance(block, Picture)]


# ---- PDF ----


def opened(made: Path, name: str = "covering-report") -> Any:
    return PdfReader(made / f"{name}-2022-23-q2.pdf")


def tree(node: Any) -> Iterator[tuple[str, Any]]:
    """Every element of the structure, in its order."""
    found = node.get_object()
    if isinstance(found, list):
        for one in found:
            yield from tree(one)
    elif isinstance(found, dict):
        if "/S" in found:
            yield str(found["/S"]), found
        if "/K" in found:
            yield from tree(found["/K"])


def structure(pdf: Any) -> list[tuple[str, Any]]:
    return list(tree(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]))


@pytest.mark.parametrize("name", ["covering-report", "summary"])
def test_a_pdf_says_its_title_its_language_and_that_it_is_pdf_ua(made: Path, data: Data, name: str) -> None:
    pdf = opened(made, name)
    root = pdf.trailer["/Root"]
    of = (paper if name == "covering-report" else summary)(report(data, Q2))
    assert pdf.metadata.title == f"{of.title}, {of.publisher}"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/ViewerPreferences"]["/DisplayDocTitle"]).lower() == "true"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_the_summary_for_the_chair_is_one_page(made: Path) -> None:
    assert len(opened(made, "summary").pages) == 1


def test_the_headings_of_a_pdf_are_tagged_in_their_order_and_are_its_bookmarks(made: Path, data: Data) -> None:
    pdf = opened(made)
    told = every_heading(paper(report(data, Q2)))
    tags = [int(kind[2]) for kind, _ in structure(pdf) if re.fullmatch("/H[1-6]", kind)]
    assert tags == [level for level, _ in told]

    def bookmarks(items: list[Any], level: int = 1) -> Iterator[tuple[int, str]]:
        for item in items:
            if isinstance(item, list):
                yield from bookmarks(item, level + 1)
            else:
                yield level, " ".join(str(item["/Title"]).split())

    assert [*bookmarks(pdf.outline)] == [(level, " ".join(words.split())) for level, words in told]


def test_each_chart_of_a_pdf_has_its_alternative_text(made: Path, data: Data) -> None:
    found = [element.get("/Alt") for kind, element in structure(opened(made)) if kind == "/Figure"]
    assert found == pictures(paper(report(data, Q2)))


def test_each_cell_of_a_pdf_names_its_heads(made: Path) -> None:
    elements = structure(opened(made))
    heads = {element["/ID"] for kind, element in elements if kind == "/TH"}
    cells = [element for kind, element in elements if kind == "/TD"]
    assert cells
    for cell in cells:
        named = cell["/A"]["/Headers"]
        assert len(named) == 2
        assert set(named) <= heads


def test_all_that_a_pdf_prints_is_in_its_structure_and_its_fonts_are_in_it(made: Path) -> None:
    pdf = opened(made)
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
        assert "/StructParents" in page
        assert page["/Tabs"] == "/S"


def test_a_pdf_is_read_in_the_order_of_the_page(made: Path) -> None:
    """The words of the PDF as they follow each other, against those of the HTML."""
    page = (made / "covering-report-2022-23-q2.html").read_text(encoding="utf-8")
    body = re.sub(r"<svg.*?</svg>", " ", page[page.index("<main>") :], flags=re.DOTALL)
    wanted = re.findall(r"\w{4,}", unescape(plain(body)))
    told = subprocess.run(
        ["pdftotext", "-raw", str(made / "covering-report-2022-23-q2.pdf"), "-"],
        text=True,
        capture_output=True,
        check=True,
    )
    found = iter(re.findall(r"\w{4,}", told.stdout.replace("-\n", "-")))
    missing = [word for word in wanted if word not in found]
    assert missing == []


# ---- Word ----


def document(made: Path, name: str = "covering-report") -> ET.Element:
    with ZipFile(made / f"{name}-2022-23-q2.docx") as parts:
        return ET.fromstring(parts.read("word/document.xml"))


def words(of: ET.Element) -> str:
    return "".join(text.text or "" for text in of.iter(f"{WORD}t"))


def test_a_word_document_has_real_headings(made: Path, data: Data) -> None:
    found = []
    for paragraph in document(made).iter(f"{WORD}p"):
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        kind = style.get(f"{WORD}val", "") if style is not None else ""
        if kind == "Title" or kind.startswith("Heading"):
            found.append((1 if kind == "Title" else int(kind[-1]) + 1, words(paragraph)))
    assert found == every_heading(paper(report(data, Q2)))


def test_each_table_of_a_word_document_has_a_head_that_repeats_and_a_caption(made: Path, data: Data) -> None:
    of = paper(report(data, Q2))
    captions = [block.caption for block in blocks((*of.parts, *of.appendices)) if isinstance(block, Table)]
    tables = [*document(made).iter(f"{WORD}tbl")]
    told = [mark.get(f"{WORD}val") for table in tables for mark in table.iter(f"{WORD}tblCaption")]
    assert told == captions
    for table in tables:
        marked = [row.find(f"{WORD}trPr/{WORD}tblHeader") is not None for row in table.iter(f"{WORD}tr")]
        assert marked == [True] + [False] * (len(marked) - 1)


def test_each_picture_of_a_word_document_has_its_alternative_text(made: Path, data: Data) -> None:
    found = [drawn.get("descr") for drawn in document(made).iter(f"{DRAWING}docPr")]
    assert found == pictures(paper(report(data, Q2)))


def test_a_word_document_says_its_title_and_its_language(made: Path, data: Data) -> None:
    with ZipFile(made / "covering-report-2022-23-q2.docx") as parts:
        core, styles = (parts.read(name).decode() for name in ("docProps/core.xml", "word/styles.xml"))
    assert f"<dc:title>{paper(report(data, Q2)).title}</dc:title>" in core
    assert "<dc:language>en-GB</dc:language>" in core
    assert "2023-11-14T22:13:20Z" in core
    assert set(re.findall(r'<w:lang w:val="([^"]+)"', styles)) == {"en-GB"}


def test_libreoffice_opens_a_word_document_and_reads_every_heading(made: Path, data: Data, tmp_path: Path) -> None:
    given = made / "covering-report-2022-23-q2.docx"
    own = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [OFFICE, own, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(given)]
    done = subprocess.run(command, text=True, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0
    text = (tmp_path / "covering-report-2022-23-q2.txt").read_text(encoding="utf-8-sig")
    lines = {" ".join(line.split()) for line in text.splitlines()}
    assert [told for _, told in every_heading(paper(report(data, Q2))) if " ".join(told.split()) not in lines] == []


# ---- the command ----


def test_the_same_data_give_the_same_bytes(made: Path, council: str, tmp_path: Path) -> None:
    assert run(SITES[council], tmp_path, at={"TZ": "Pacific/Auckland"}).returncode == 0
    names = sorted(path.name for path in made.iterdir())
    assert names == sorted(
        f"{name}-2022-23-q2.{kind}" for name in ("covering-report", "summary") for kind in ("docx", "html", "pdf")
    )
    assert [name for name in names if (made / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def test_the_page_is_the_same_where_the_extra_is_not_installed(made: Path, council: str, tmp_path: Path) -> None:
    """lxml, which comes with the extra, changes nothing of a chart."""
    assert run(SITES[council], tmp_path, "--format", "html", python=sys.executable).returncode == 0
    for name in ("covering-report-2022-23-q2.html", "summary-2022-23-q2.html"):
        assert (tmp_path / name).read_bytes() == (made / name).read_bytes()


@pytest.mark.parametrize("kind", ["all", "pdf", "docx"])
def test_without_the_extra_the_command_says_what_to_install_and_writes_nothing(kind: str, tmp_path: Path) -> None:
    done = run(SITES["exampleshire"], tmp_path / "new", "--format", kind, python=sys.executable)
    assert done.returncode == 2
    assert done.stderr == (
        "the paper extra is not installed: pip install 'quarterday[paper]'\n"
        "Without it there is HTML: add --format html\n"
    )
    assert not (tmp_path / "new").exists()


def test_what_is_to_be_completed_is_listed(tmp_path: Path) -> None:
    done = run(SITES["exampleshire"], tmp_path, "--format", "html", python=sys.executable)
    assert "To be completed:\n  Report to\n  Date\n" in done.stdout
    assert "  (h) Consultations\n" in done.stdout


def test_a_committee_report_that_is_not_held_is_told_with_those_that_are(tmp_path: Path) -> None:
    done = run(PROJECT, tmp_path, "--like", "budget", "--format", "html", python=sys.executable)
    assert done.returncode == 1
    assert done.stderr == (
        "--like should be a committee report up to 2022-23-q2; there are performance-framework; found 'budget'\n"
    )


def test_no_address_that_an_author_types_is_asked_for(tmp_path: Path) -> None:
    asked = (
        "import logging; logging.basicConfig(); from quarterday.paper_pdf import _Nothing; from weasyprint import HTML;"
        "HTML(string='<html lang=en><title>x</title><img alt=x src=\"file:///etc/hostname\"><p>words', "
        "url_fetcher=_Nothing(allowed_protocols=())).write_pdf('x.pdf', pdf_variant='pdf/ua-1')"
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "hooks")}
    done = subprocess.run(
        [PYTHON, "-c", asked], cwd=tmp_path, env=environment, text=True, capture_output=True, check=False
    )
    assert "a paper loads nothing, found 'file:///etc/hostname'" in done.stderr
