"""A chart as a picture of dots, for a Word document. The only module that knows resvg."""

from __future__ import annotations

from resvg_py import svg_to_bytes

DOTS = 3
"""For each unit of the drawing: sharp when it is printed."""


def png(svg: str) -> bytes:
    """The drawing on white, as PNG. Nothing that it names is loaded."""
    picture: bytes = svg_to_bytes(svg_string=svg, zoom=DOTS, background="#ffffff")
    return picture
