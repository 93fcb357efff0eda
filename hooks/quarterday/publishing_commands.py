"""The commands that put editions before the public: ``publish``, ``matrix``, ``unpublish``, ``verify``, ``preview``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from quarterday.branch import Branch, Refused
from quarterday.matrix import Format, written
from quarterday.previewing import preview as preview_site
from quarterday.problems import DataError
from quarterday.publishing import Publisher, Wanted, onlooker, publisher
from quarterday.repository import GitFailed, NoAnswer, Repository
from quarterday.telling import SiteFolder, stop, stop_for_data
from quarterday.verifying import UNBUILT
from quarterday.verifying import verify as verify_editions

Remote = Annotated[str, typer.Option("--remote", metavar="NAME", help="The git remote that has the published branch.")]
BranchName = Annotated[str, typer.Option("--branch", metavar="NAME", help="The branch that editions are published on.")]
Prefix = Annotated[
    str,
    typer.Option("--prefix", metavar="PATH", help="A folder of the branch, for another site in the same repository."),
]
NoPush = Annotated[bool, typer.Option("--no-push", help="Publish on the branch of this repository, and send nothing.")]
Patience = Annotated[
    float, typer.Option("--wait", metavar="SECONDS", min=1, help="How long a remote may take to answer.")
]


def publish(
    quarters: Annotated[
        list[str] | None, typer.Argument(metavar="QUARTER", help="Such as 2022-23-q2.", show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every quarter in data/ whose time has come.")] = False,
    due: Annotated[
        bool, typer.Option("--due", help="The quarters of data/calendar.yml whose time has come, and no other.")
    ] = False,
    refresh: Annotated[
        list[str] | None,
        typer.Option(
            "--refresh",
            metavar="QUARTER",
            help="Build a published edition again, with today's templates and the data it was made from.",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="With --refresh: agree to the words that change.")] = False,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="DIR",
            help="Build into a folder what would be published, and publish nothing: for a machine beside others.",
            file_okay=False,
        ),
    ] = None,
    built_in: Annotated[
        list[Path] | None,
        typer.Option(
            "--from", metavar="DIR", help="Publish what others built with --to, from the same commit.", file_okay=False
        ),
    ] = None,
    site: SiteFolder = Path(),
    prefix: Prefix = "",
    remote: Remote = "origin",
    branch: BranchName = "gh-pages",
    no_push: NoPush = False,
    wait: Patience = 300,
) -> None:
    """Publish the edition of one quarter or more: quarterday publish 2022-23-q2

    The data are checked, and each edition is built from the last commit, strictly and in a folder of its own. It is
    then put on the published branch beside the earlier ones, with the pages at the root, and sent in one push. The
    command ends with status 0 only if the remote has it.

    A warning that nobody has answered is listed, and no edition is published: see quarterday check.

    An edition that is published stays as it is. The same data again change nothing. Other data are refused, with what
    differs, unless data/corrections.yml has a new entry for each measure or action; what was published before then
    stays readable beside the corrected edition.

    Many editions can be built by many machines: quarterday matrix tells which, each is built there with --to, and one
    machine puts them on the branch with --from.
    """
    ways = [bool(quarters), everything, due, bool(refresh), bool(built_in)]
    if sum(ways) != 1:
        told = (
            "Say what to publish: a quarter such as 2022-23-q2, or --all, or --due, or --refresh with a quarter,"
            " or --from with a folder."
        )
        stop(told, status=2)
    if to and (refresh or built_in):
        stop("--to builds quarters that are named, or --all, or --due.", status=2)
    if yes and not refresh:
        stop("--yes goes with --refresh: nothing else asks for it.", status=2)
    with _publisher(site, prefix, None if no_push else remote, branch, wait) as run:
        if refresh:
            run.refresh(refresh, yes)
        elif built_in:
            run.merge(built_in)
        elif to:
            run.build(Wanted(tuple(quarters or ()), everything, due), to)
        else:
            run.publish(Wanted(tuple(quarters or ()), everything, due))


def matrix(
    sites: Annotated[
        list[Path] | None,
        typer.Option("--site", metavar="DIR", help="A site's folder; of several, each has its own.", file_okay=False),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="Whose matrix to write.")] = Format.JSON,
    remote: Remote = "origin",
    branch: BranchName = "gh-pages",
    no_push: Annotated[bool, typer.Option("--here", help="Look at the branch of this repository alone.")] = False,
    wait: Patience = 300,
) -> None:
    """Print which editions have to be built, for many machines: quarterday matrix --site councils/a --site councils/b

    They are those that publish --all would build now. Each row has a site, its folder on the branch, and a quarter, or
    more than one where a runner takes no more rows. The editions of one site alone stand at the top of the branch; of
    several sites, each stands in a folder of its site's name.

    A row is built with: quarterday publish QUARTER --site SITE --prefix PREFIX --to DIR
    """
    folders = sites or [Path()]
    found = []
    with _told():
        for site in folders:
            prefix = "" if len(folders) == 1 else site.resolve().name
            with publisher(
                site, _branch(prefix, None if no_push else remote, branch, _aside), _now(), _aside, wait
            ) as run:
                found.append(run.row())
    typer.echo(written(found, form))


def unpublish(
    quarter: Annotated[str, typer.Argument(metavar="QUARTER", help="Such as 2022-23-q2.")],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why, in words for the public: they are published.")
    ],
    site: SiteFolder = Path(),
    prefix: Prefix = "",
    remote: Remote = "origin",
    branch: BranchName = "gh-pages",
    no_push: NoPush = False,
    wait: Patience = 300,
) -> None:
    """Take down an edition that was published by mistake: quarterday unpublish 2022-23-q2 --reason "It was a draft"

    Its address then says that it was taken down, when and why. The branch's history still has it: to remove something
    from there as well, give an entry of the kind withdrawal in data/corrections.yml, and publish.
    """
    if not reason.strip():
        stop("--reason should say why, in words for the public.")
    with _publisher(site, prefix, None if no_push else remote, branch, wait) as run:
        run.unpublish(quarter, reason.strip())


def verify(
    quarters: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUARTER", help="All that are published, unless given.", show_default=False),
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build each again from the commits in its record, and compare the bytes.")
    ] = False,
    at: Annotated[
        str,
        typer.Option("--at", metavar="PLACE", help="Look at a copy of the editions: a folder, or a web address."),
    ] = "",
    site: SiteFolder = Path(),
    prefix: Prefix = "",
    remote: Remote = "origin",
    branch: BranchName = "gh-pages",
    no_push: Annotated[bool, typer.Option("--here", help="Look at the branch of this repository alone.")] = False,
    wait: Patience = 300,
) -> None:
    """Hold published editions against their own records: quarterday verify

    Each file of an edition has its SHA-256 in the edition's edition.json. A file that is missing, changed or added is
    named, and the command ends with status 1. At a web address, a file that was added cannot be seen.
    """
    if at and rebuild:
        stop("--at goes without --rebuild: a copy is held against its records alone.", status=2)
    with _publisher(site, prefix, None if no_push else remote, branch, wait) as run:
        found = verify_editions(run, tuple(quarters or ()), rebuild, at)
    if found and at:
        stop(*found, "The copy is not what was published. Copy these editions there again.")
    if found and all(UNBUILT in line for line in found):
        stop(*found, "What is published is as it was published. It was not built again here.")
    if found:
        stop(*found, "The published branch is not what was published. Its earlier commits may still have it: git log.")


def preview(
    site: SiteFolder = Path(),
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="DIR", help="Write the whole site to a folder, and serve nothing.", file_okay=False
        ),
    ] = None,
    port: Annotated[int, typer.Option("--port", metavar="NUMBER", min=0, max=65535, help="Where to serve it.")] = 8000,
    prefix: Prefix = "",
    branch: BranchName = "gh-pages",
) -> None:
    """Build and show all editions as the public would see them: quarterday preview

    What is published is shown as it is on the branch. A quarter that is not, or whose data were changed since, is
    built from the files in this folder as they are now, and each of its pages says that it is a draft. Nothing is sent
    anywhere.
    """
    with _told(), onlooker(site, _branch(prefix, None, branch), _now(), typer.echo) as run:
        try:
            preview_site(run, to, port)
        except KeyboardInterrupt:
            typer.echo("Stopped")


@contextmanager
def _publisher(site: Path, prefix: str, remote: str | None, branch: str, wait: float) -> Iterator[Publisher]:
    with _told(), publisher(site, _branch(prefix, remote, branch), _now(), typer.echo, wait) as run:
        yield run


def _branch(
    prefix: str, remote: str | None, branch: str, tell: Callable[[str], None] = typer.echo
) -> Callable[[Repository], Branch]:
    if prefix and not all(re.fullmatch(r"[a-z0-9][a-z0-9-]*", part) for part in prefix.split("/")):
        stop(f"--prefix should be a folder such as midlothian, found '{prefix}'.")
    return lambda repository: Branch(repository, tell, branch, remote, prefix)


@contextmanager
def _told() -> Iterator[None]:
    """Every refusal is told, and ends the command with status 1."""
    try:
        yield
    except DataError as error:
        stop_for_data(error)
    except Refused as error:
        stop(*error.reasons)
    except NoAnswer as error:
        stop(f"{error}. Nothing is known to be published; see what is there with: quarterday verify")
    except GitFailed as error:
        stop(f"{error}. Nothing was published.")
    except OSError as error:
        stop(f"{error.strerror or error}. Nothing was published.")


def _aside(words: str) -> None:
    """What is told on the way is no part of what another program reads."""
    typer.echo(words, err=True)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def add_to(app: typer.Typer) -> None:
    commands: tuple[Callable[..., None], ...] = (publish, matrix, unpublish, verify, preview)
    for command in commands:
        app.command()(command)
