"""The command line, run as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from quarterday.edition import edition
from quarterday.environment import CHOSEN_BY

HOOKS = Path(__file__).parent.parent / "hooks"
REPORT = "data/quarters/2022-23-q2/clean-streets.yml"


def quarterday(*arguments: str | Path, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if name != CHOSEN_BY},
        "PYTHONPATH": str(HOOKS),
        "NO_COLOR": "1",
        "COLUMNS": "200",
        **more,
    }
    done = subprocess.run(
        [sys.executable, "-m", "quarterday", *map(str, arguments)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("asked", [("--help",), ()], ids=["--help", "nothing"])
def test_help_names_each_command_and_the_one_to_start_with(asked: tuple[str, ...], tmp_path: Path) -> None:
    told = quarterday(*asked, folder=tmp_path)
    said = told.stdout + told.stderr
    for words in (
        "Turn a council's quarterly performance data, kept as YAML, into a public website.",
        "Start with: quarterday check.",
        "Say everything that is wrong in data/, each with its file, line and column.",
        "Build the website of one quarter, with its search index: quarterday build --quarter 2022-23-q2",
        "Write the same pages as files, front matter and HTML, for any other site engine: quarterday write pages/",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("check", ("--site",)),
        ("build", ("--site", "--quarter", "--to", CHOSEN_BY)),
        ("write", ("--site", "--quarter", "DIR", CHOSEN_BY)),
    ],
)
def test_the_help_of_a_command_names_its_options(command: str, options: tuple[str, ...], tmp_path: Path) -> None:
    told = quarterday(command, "--help", folder=tmp_path)
    assert told.returncode == 0
    assert [option for option in options if option not in told.stdout] == []


def test_the_version_is_told(tmp_path: Path) -> None:
    told = quarterday("--version", folder=tmp_path)
    assert (told.returncode, told.stdout) == (0, "quarterday 0.1.0\n")


def test_check_says_that_good_data_can_be_published(smallshire: Path) -> None:
    told = quarterday("check", folder=smallshire)
    pages = len(edition(smallshire).site.pages)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout == f"The data can be published: {pages} pages for Quarter 2, 2022/23.\n"


def test_check_tells_every_error_and_ends_with_status_1(smallshire: Path) -> None:
    (smallshire / REPORT).write_text("achievments: Cleaner.\n")
    (smallshire / "data/quarters/2022-23-q1/quarter.yml").write_text("")
    told = quarterday("check", folder=smallshire)
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == (
        "data/quarters/2022-23-q1/quarter.yml:1:1: is empty\n"
        f"{REPORT}:1:1: 'achievments' is not a key here; did you mean 'achievements'?\n"
        "2 errors in the data. Correct them and try again.\n"
    )


def test_a_site_in_another_folder_is_named_with_site(smallshire: Path, tmp_path: Path) -> None:
    assert quarterday("check", "--site", smallshire, folder=tmp_path).returncode == 0
    told = quarterday("check", folder=tmp_path)
    assert told.returncode == 1
    assert "data/council.yml:1:1: this file should be there" in told.stderr


@pytest.mark.parametrize("command", [("build",), ("write", "out")], ids=["build", "write"])
def test_a_quarter_that_is_not_there_is_refused(command: tuple[str, ...], smallshire: Path) -> None:
    told = quarterday(*command, "--quarter", "2022-23-q3", folder=smallshire)
    assert told.returncode == 1
    assert told.stderr == (
        "data/quarters:1:1: there is no folder for 2022-23-q3; there are 2022-23-q1, 2022-23-q2\n"
        "1 error in the data. Correct it and try again.\n"
    )
    assert not (smallshire / "out").exists() and not (smallshire / "site").exists()


def test_write_makes_the_pages_of_the_quarter_that_is_named(smallshire: Path, tmp_path: Path) -> None:
    told = quarterday("write", "out", "--site", smallshire, "--quarter", "2022-23-q1", folder=tmp_path)
    site = edition(smallshire, "2022-23-q1").site
    count = len(site.pages) + len(site.files)
    assert (told.returncode, told.stdout) == (0, f"Wrote {count} files of Quarter 1, 2022/23 to out/\n")
    for page in site.pages:
        assert page.content.strip() in (tmp_path / "out" / page.address / "index.md").read_text(encoding="utf-8")


def test_write_takes_the_quarter_from_the_environment(smallshire: Path) -> None:
    told = quarterday("write", "out", folder=smallshire, **{CHOSEN_BY: "2022-23-q1"})
    assert "of Quarter 1, 2022/23 to out/" in told.stdout


def test_write_replaces_its_own_folder(smallshire: Path) -> None:
    quarterday("write", "out", folder=smallshire)
    (smallshire / "out" / "stale.md").write_text("stale")
    assert quarterday("write", "out", folder=smallshire).returncode == 0
    assert not (smallshire / "out" / "stale.md").exists()


def test_write_refuses_a_folder_in_use_or_a_file(smallshire: Path) -> None:
    before = files_of(smallshire)
    told = quarterday("write", ".", folder=smallshire)
    assert told.returncode == 1
    assert "has files in it that quarterday did not write; name an empty folder, or a new one" in told.stderr
    assert quarterday("write", "mkdocs.yml", folder=smallshire).returncode == 2
    assert files_of(smallshire) == before


def test_broken_data_leave_the_old_site_untouched(smallshire: Path) -> None:
    old = smallshire / "site"
    old.mkdir()
    (old / "sitemap.xml").write_text("old")
    (smallshire / REPORT).write_text("achievments: Cleaner.\n")
    told = quarterday("build", folder=smallshire)
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith(f"{REPORT}:1:1: 'achievments' is not a key here")
    assert files_of(old) == {"sitemap.xml": b"old"}


def test_a_build_that_mkdocs_stops_leaves_the_old_site_untouched(smallshire: Path) -> None:
    old = smallshire / "site"
    old.mkdir()
    (old / "sitemap.xml").write_text("old")
    (smallshire / "docs" / "about.md").write_text("[nowhere](nowhere.md)\n")
    told = quarterday("build", folder=smallshire)
    assert told.returncode == 1
    assert "mkdocs stopped with exit status 1. Nothing at site/ was changed." in told.stderr
    assert files_of(old) == {"sitemap.xml": b"old"}
    assert sorted(path.name for path in smallshire.iterdir()) == ["data", "docs", "mkdocs.yml", "site"]


@pytest.mark.parametrize("to", [".", "docs", "data", "mkdocs.yml"])
def test_build_refuses_to_take_the_place_of_what_is_no_site(to: str, smallshire: Path) -> None:
    before = files_of(smallshire)
    told = quarterday("build", "--to", to, folder=smallshire)
    assert told.returncode in (1, 2)
    assert files_of(smallshire) == before


@pytest.mark.slow
def test_build_puts_a_whole_site_in_place_with_its_search_index(smallshire: Path, tmp_path: Path) -> None:
    told = quarterday("build", "--site", smallshire, "--to", "out", "--quarter", "2022-23-q1", folder=tmp_path)
    assert told.returncode == 0, told.stderr
    site = edition(smallshire, "2022-23-q1").site
    last = told.stdout.splitlines()[-1]
    counts = f"{len(site.pages)} pages and {len(site.files)} downloads"
    assert last == f"Built Smallshire Council (made up), Quarter 1, 2022/23: {counts}. Open out/index.html"
    assert (tmp_path / "out" / "pagefind" / "pagefind.js").is_file()
    assert (tmp_path / "out").stat().st_mode == tmp_path.joinpath("out", "pagefind").stat().st_mode
    first = files_of(tmp_path / "out")
    (tmp_path / "out" / "stale.html").write_text("stale")
    again = quarterday("build", "--site", smallshire, "--to", "out", "--quarter", "2022-23-q1", folder=tmp_path)
    assert again.returncode == 0, again.stderr
    pages = {name for name in first if name.endswith(".html") or not name.startswith("pagefind/")}
    second = files_of(tmp_path / "out")
    assert {name: second.get(name) for name in pages} == {name: first[name] for name in pages}
    assert "stale.html" not in second
