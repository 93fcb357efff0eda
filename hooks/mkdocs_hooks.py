"""What builds a site with MkDocs: it puts a ``Site`` into a build. Only it and ``mkdocs_serving`` know MkDocs."""

from __future__ import annotations

import gc
import logging
import re
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import mkdocs
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

import quarterday
from mkdocs_serving import Serving, Telling
from quarterday import account, markup, search, unchanged
from quarterday import edition as editions
from quarterday.account import Account
from quarterday.drawing import drawn
from quarterday.frames import compiled
from quarterday.languages import marked
from quarterday.policy import REFERRER, policy
from quarterday.problems import DataError
from quarterday.site import Page as OurPage
from quarterday.site import Site

log = logging.getLogger("mkdocs.hooks.quarterday")
USED = re.compile(r"assets/stylesheets/main\.\w+\.min\.css")
UNREAD = (".html", ".htm", ".xhtml", ".js", ".mjs")
"""Files of ``docs/`` that could run a script; MkDocs only copies them."""
DRAWN = (".svg", ".xml", ".xht")
RUNS = re.compile(rb"<(?:\w+:)?script|<(?:\w+:)?foreignObject|\son\w+\s*=|javascript:", re.IGNORECASE)
ELSEWHERE = re.compile(r"\bINHERIT:|!ENV\b")
"""In the settings of a site: more of them are in another file, or in the environment."""
HERE = "<!-- quarterday: {address} -->"
"""Stands in a page for its body, so that nothing between our templates and the file reads the HTML again."""

_compiled = compiled(f"mkdocs-{mkdocs.__version__}")
"""The theme's templates and those over them."""

_serving: list[Serving] = []
"""The one that is served, if the command of MkDocs was to serve; the hook is loaded once, and may build many times."""


class ReadyPage(Page):
    """A page whose HTML is made: neither its source is read nor its Markdown rendered."""

    def __init__(self, ready: OurPage, file: File, config: MkDocsConfig) -> None:
        super().__init__(ready.title, file, config)
        self.ready = ready

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta = {
            "title": self.ready.title,
            "description": self.ready.description,
            "crumbs": [list(crumb) for crumb in self.ready.crumbs],
            "section": self.ready.section,
            "generated": True,
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = HERE.format(address=self.ready.address)
        self.toc = get_toc([])
        self.present_anchor_ids: set[str] = set()
        self.links_to_anchors: dict[File, dict[str, str]] = {}


def on_startup(*, command: str, **_: Any) -> None:
    _serving[:] = [Serving(_made, _whole)] if command == "serve" else []
    # Nothing that is read goes round in circles; to look for what does takes a tenth of a build's time.
    gc.disable()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Data are read and checked before MkDocs empties the site's folder, so a failed build leaves the old site."""
    inputs = unchanged.digests(_inputs(config)) if account.is_asked() and _reads_no_more(config) else {}
    made = _made(config)
    built = f"{made.site.frame.council_name}, {made.title}"
    account.give(Account(inputs=inputs, built=built, pages=len(made.site.pages), downloads=len(made.site.files)))
    telling = _serving[0].telling if _serving else Telling()
    telling.begin(made)
    config.extra["telling"] = telling
    log.info("Building %s (%d pages)", made.title, len(made.site.pages))
    site = made.site
    if not _serving:
        # What was read stays. What a template is filled in with goes round in circles, so that is looked for again.
        gc.freeze()
        gc.enable()
        folder = config.extra["drawn"] = TemporaryDirectory(prefix="quarterday-")
        site = drawn(made.site, Path(folder.name))
    if made.within and config.site_url:
        config.site_url = f"{config.site_url.rstrip('/')}/{made.within}"
    config.extra["site"] = site
    config.extra["frame"] = site.frame
    # The script that serve puts in each page, to reload it, would not run under the policy.
    config.extra["policy"] = None if _serving else policy
    config.extra["referrer"] = REFERRER
    pages = {page.address for page in site.pages}
    config.nav = [{entry.title: _uri(entry.address)} for entry in site.frame.nav if entry.address in pages]
    return config


def _inputs(config: MkDocsConfig) -> set[Path]:
    """Every file and folder that a build reads, apart from installed packages."""
    settings = Path(config.config_file_path)
    return {
        settings,
        settings.parent / "data",
        Path(config.docs_dir),
        *([Path(config.theme.custom_dir)] if config.theme.custom_dir else ()),
        Path(__file__).parent,
        Path(quarterday.__file__).parent,
    }


def _reads_no_more(config: MkDocsConfig) -> bool:
    """Whether that is all: another's hook, plugin or extension could read whatever it likes."""
    own = {entry.name for entry in entry_points(group="markdown.extensions") if entry.value.startswith("markdown.")}
    settings = Path(config.config_file_path).read_text(encoding="utf-8")
    return len(config.plugins) == 1 and {*config.markdown_extensions} <= own and not ELSEWHERE.search(settings)


def _made(config: MkDocsConfig) -> editions.Made:
    """From the data as they are in their folder. Raises Abort where anything is wrong with them, which is told."""
    try:
        folder = Path(config.config_file_path or ".").parent
        return editions.made(folder, config.site_url or "", _serving[0].remembered if _serving else None)
    except DataError as error:
        account.give(Account(problems=error.problems))
        if account.is_asked():
            raise SystemExit(1) from error
        for problem in error.problems:
            log.error("%s", problem)
        count = len(error.problems)
        # Of the exceptions of MkDocs, the one that serve shows without a trace of the program.
        raise Abort(f"{count} error{'s' if count > 1 else ''} in the data; nothing was built") from error


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Every generated page and download joins the build."""
    site: Site = config.extra["site"]
    config.extra["pages"] = []
    for file in [*files]:
        if _is_unused(file) or (file.src_dir == config.docs_dir and not site.with_docs):
            files.remove(file)
    for file in files:
        if file.src_dir == config.docs_dir and file.src_uri.lower().endswith(UNREAD):
            raise Abort(f"docs/{file.src_uri} would be published as it is, unread; write pages as Markdown")
        if file.src_dir == config.docs_dir and file.src_uri.lower().endswith(DRAWN) and RUNS.search(file.content_bytes):
            raise Abort(f"docs/{file.src_uri} can run a script when it is opened alone; save it as a plain drawing")
    written = {file.url for file in files.documentation_pages()}
    for notice in site.notices:
        if notice.address not in written:
            raise Abort(f"{notice.why} should be the address of a page of this edition, found '{notice.address}'")
    taken = {file.dest_uri.casefold(): file.src_uri for file in files}
    for ours in site.pages:
        file = File.generated(config, _uri(ours.address), content="")
        _refuse(file, taken, "page")
        files.append(file)
        file.page = ReadyPage(ours, file, config)
        config.extra["pages"].append(file.page)
    for download in () if _serving else site.files:
        # One that lies ready is copied, and is never in memory.
        lies = download.stored
        given = {"abs_src_path": str(lies)} if lies else {"content": download.content}
        file = File.generated(config, download.address, **given)
        _refuse(file, taken, "download")
        files.append(file)
    return files


def _refuse(file: File, taken: dict[str, str], what: str) -> None:
    """``priorities.md``, ``priorities/index.md`` and ``priorities/README.md`` all have the one address."""
    if file.dest_uri.casefold() in taken:
        name = taken[file.dest_uri.casefold()]
        raise Abort(f"docs/{name} has the address of a generated {what}; give it another name")


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """A page that a person wrote is cleaned as the data are, and its author is told."""
    if isinstance(page, ReadyPage):
        return html
    clean, taken = markup.page(html)
    notices = [notice.content for notice in config.extra["site"].notices if notice.address == page.url]
    for piece in taken:
        log.warning("docs/%s: %s may not stand in a page, and was taken out", page.file.src_uri, piece)
    return "".join((*notices, clean))


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    if _serving:
        _serving[0].found(nav, files)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    env.bytecode_cache = _compiled
    if _serving:
        _serving[0].has(env)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    if _serving and isinstance(page, ReadyPage):
        return output
    return _whole(output, page, config)


def _whole(output: str, page: Page, config: MkDocsConfig) -> str:
    """What MkDocs makes of a page, with its body."""
    output = marked(output, config.extra["frame"].other_languages)
    if isinstance(page, ReadyPage):
        return output.replace(HERE.format(address=page.ready.address), page.ready.draw(), 1)
    return output


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The page for an address that does not exist is a page; a sitemap of ours stands in place of the theme's."""
    if template_name == "404.html":
        return marked(output_content, config.extra["frame"].other_languages)
    site: Site = config.extra["site"]
    ours = (file.content.decode() for file in site.files if file.address == template_name)
    return next(ours, output_content)


def on_post_build(config: MkDocsConfig) -> None:
    """The search index is of the built pages, so every driver of MkDocs has it; a served site makes it when asked."""
    if _serving:
        _serving[0].built(config, {page.ready.address: page for page in config.extra["pages"]})
        return
    config.extra["drawn"].cleanup()
    try:
        search.index(Path(config.site_dir))
    except search.NotIndexed as error:
        raise Abort(str(error)) from error
    config.extra["telling"].end()


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    return _serving[0].start(server)


def _is_unused(file: File) -> bool:
    """Material brings scripts, maps and pictures; our pages use its stylesheet alone."""
    return file.src_uri.startswith("assets/") and not USED.fullmatch(file.src_uri)


def _uri(address: str) -> str:
    return f"{address}index.md"
