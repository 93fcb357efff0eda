"""The theme's templates that are ours, against the release of Material that is pinned."""

from __future__ import annotations

import re
from pathlib import Path

import material

OVERRIDES = Path(__file__).parents[1] / "overrides"


def test_the_stylesheet_we_link_is_the_one_that_materials_own_pages_link() -> None:
    ours = re.search(r"assets/stylesheets/main\.\w+\.min\.css", (OVERRIDES / "partials/stylesheet.html").read_text())
    base = (Path(material.__file__).parent / "templates/base.html").read_text()
    assert ours is not None and ours[0] in base


def test_every_value_in_a_template_of_ours_is_escaped_but_a_page_s_own_html() -> None:
    """MkDocs turns Jinja's autoescape off, so a name with an ampersand would break the page."""
    for template in OVERRIDES.rglob("*.html"):
        for printed in re.findall(r"\{\{(.*?)\}\}", template.read_text(), flags=re.S):
            safe = re.search(r"\|\s*e\b", printed) or re.match(r"\s*(page\.content|link\(|super\(\)|['\"])", printed)
            assert safe, f"{template.name}: {{{{{printed}}}}}"


def test_no_template_of_ours_has_style_or_script_inside_it() -> None:
    for template in OVERRIDES.rglob("*.html"):
        text = re.sub(r"\{[%#].*?[%#]\}", "", template.read_text(), flags=re.S)
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text), template.name
