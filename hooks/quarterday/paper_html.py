"""A paper as one page of HTML, which the PDF is made of too: it needs nothing beside it, and runs nothing."""

from __future__ import annotations

from quarterday.charts_on_paper import on_paper
from quarterday.frames import templates
from quarterday.markup import Markup, prose, ready
from quarterday.paper import Paper, Picture


def html(paper: Paper) -> str:
    """The page. An author's words go through ``markup``, as on the site."""
    made = templates()
    made.filters |= {"prose": prose, "drawn": _drawn}
    return made.get_template("paper.html.j2").render(paper=paper)


def _drawn(picture: Picture) -> Markup:
    return ready(on_paper(picture.chart.drawing, picture.name))
