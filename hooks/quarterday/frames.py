"""What the pages of an edition and those of the root have in common: who publishes them, and how templates are read."""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from quarterday import cells
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


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, for this process and beside the templates for the next: to compile them takes a second.

    As Python keeps its own modules: one is used only for the words it was made from, by the Jinja and the Python that
    made it, under the options below.
    """

    def __init__(self, directory: Path, pattern: str) -> None:
        super().__init__(str(directory), pattern)
        self._held: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._held.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            super().load_bytecode(bucket)
            self._hold(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._hold(bucket)
        if not sys.dont_write_bytecode:
            with suppress(OSError):  # a folder that nobody may write to does without
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)

    def _hold(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._held[bucket.key, bucket.checksum] = bucket.code


def compiled(under: str) -> BytecodeCache:
    """Where compiled templates are kept. ``under``: the options they are compiled under, which no others share."""
    made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    pattern = f"{sys.implementation.cache_tag}-{made_by}-{under}-%s.cache"
    return _Compiled(Path(__file__).parent / "templates" / "__pycache__", pattern)


_compiled = compiled("ours")


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
        "line": cells.line,
        "value": cells.value,
        "signs": cells.signs,
        "cell": cells.cell,
        "figure_rows": cells.figure_rows,
        "tag": cells.tag,
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
