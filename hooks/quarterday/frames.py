"""What the pages of an edition and those of the root have in common: who publishes them, and how templates are read."""

from __future__ import annotations

from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from quarterday.markup import dated, day, prose
from quarterday.model import Council
from quarterday.periods import long_date
from quarterday.phrases import one_of, opening, sentence
from quarterday.site import Frame, FrameContact, relative, slug


def framed(council: Council, **more: Any) -> Frame:
    """The frame of a council's pages, with what is said of them alone."""
    return Frame(
        council_name=council.name,
        tagline=council.tagline,
        demonstration=council.demonstration,
        made_up=council.made_up,
        language=council.language,
        other_languages=council.other_languages,
        licence=council.licence,
        contact=FrameContact(
            team=council.contact.team,
            address=council.contact.form or f"mailto:{council.contact.email}",
            written=(council.contact.form or "").removeprefix("https://") or council.contact.email or "",
            note=council.contact.note,
            formats=one_of(council.contact.formats),
        ),
        **more,
    )


class _Compiled(BytecodeCache):
    """Templates that this process has compiled: that takes longer than all else in the pages of a small council.

    None is kept for the next process, which may be another release.
    """

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._held.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._held[bucket.key, bucket.checksum] = bucket.code


_compiled = _Compiled()


def templates() -> Environment:
    """The templates, as every page takes them."""
    return Environment(
        loader=PackageLoader("quarterday"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled,
    )


def environment(council: Council) -> Environment:
    """The templates, with the words that each page of a site may ask for."""
    made = templates()
    made.filters |= {"prose": prose, "day": day, "dated": dated, "long_date": long_date}
    made.globals |= {
        "url": _url,
        "council": council,
        "sentence": sentence,
        "one_of": one_of,
        "opening": opening,
        "slug": slug,
    }
    return made


@pass_context
def _url(context: Context, address: str) -> str:
    return relative(address, context["here"])
