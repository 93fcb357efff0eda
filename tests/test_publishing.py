"""Publishing with real parts: a bare repository, clones that push over it, git, mike and MkDocs."""

from __future__ import annotations

import hashlib
import os
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from councils_in_git import CORRECTION, ENVIRONMENT, FIRST, PROJECT, SECOND, STREETS, Council, new_council
from made_once import MadeOnce
from quarterday import __version__
from quarterday.__main__ import app

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _as_an_officer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("GIT_", "MIKE_", "QUARTERDAY_"))]:
        monkeypatch.delenv(name)
    for name, value in ENVIRONMENT.items():
        if name.startswith("GIT_"):
            monkeypatch.setenv(name, value)


def _filled(folder: Path) -> None:
    new_council(folder)


@pytest.fixture(scope="session")
def _unpublished(made_once: MadeOnce) -> Path:
    return made_once("unpublished", _filled)


@pytest.fixture(scope="session")
def _published(made_once: MadeOnce, _unpublished: Path) -> Path:
    return made_once("published", lambda folder: run_alone(_copied(_unpublished, folder), "--all"))


@pytest.fixture(scope="session")
def _corrected(made_once: MadeOnce, _published: Path) -> Path:
    def filled(folder: Path) -> None:
        council = _copied(_published, folder)
        council.correct()
        run_alone(council, FIRST)

    return made_once("corrected", filled)


def run_alone(council: Council, *arguments: str) -> None:
    """``publish`` in a process of its own, which needs nothing of a test's."""
    subprocess.run(
        [sys.executable, "-m", "quarterday", "publish", *arguments],
        cwd=council.folder,
        env=ENVIRONMENT | {"PYTHONPATH": str(PROJECT / "hooks")},
        check=True,
    )


def _copied(of: Path, to: Path) -> Council:
    shutil.copytree(of, to, dirs_exist_ok=True)
    return Council(to / "smallshire", to / "origin.git")


@pytest.fixture
def council(tmp_path: Path, _unpublished: Path) -> Council:
    """Nothing is published yet."""
    return _copied(_unpublished, tmp_path)


@pytest.fixture
def published(tmp_path: Path, _published: Path) -> Council:
    """Both quarters are published."""
    return _copied(_published, tmp_path)


@pytest.fixture
def corrected(tmp_path: Path, _corrected: Path) -> Council:
    """As ``published``, and then the first quarter was corrected and published again."""
    return _copied(_corrected, tmp_path / "corrected")


def refused(council: Council, *arguments: str) -> list[str]:
    """The lines of a refusal. Nothing on the remote may have changed."""
    before = council.tip
    done = council.quarterday(*arguments)
    assert done.exit_code == 1, done.output
    assert council.tip == before
    return done.stderr.splitlines()


# ---- an edition ----


def test_an_edition_stands_in_a_folder_of_its_quarters_name(published: Council) -> None:
    assert {FIRST, SECOND, "latest", "quarters", "index.html", "editions.json"} <= {*published.names()}
    assert "Quarter 1, 2022/23" in published.published(f"{FIRST}/index.html")


def test_latest_is_a_copy_of_the_newest_and_no_link(published: Council) -> None:
    assert published.tree("latest") == published.tree(SECOND)
    assert "120000" not in published.git("ls-tree", "-r", "gh-pages", folder=published.origin)


def test_each_edition_is_one_commit_of_mikes_and_the_root_one_of_ours(published: Council) -> None:
    log = published.git("log", "--format=%s", "gh-pages", folder=published.origin).splitlines()
    head = published.git("rev-parse", "--short=12", "HEAD")
    assert log == [
        "Renew the pages at the root, after Quarter 1, 2022/23 and Quarter 2, 2022/23",
        f"Publish Quarter 2, 2022/23, from {head}",
        f"Publish Quarter 1, 2022/23, from {head}",
        "Begin the published branch",
    ]


def test_an_earlier_edition_shows_nothing_of_a_later_quarter(published: Council) -> None:
    for name in published.names(FIRST):
        if name.endswith((".html", ".json")):
            assert "2022-23-q2" not in published.published(f"{FIRST}/{name}")
    assert "Quarter 2" not in published.published(f"{FIRST}/quarters/index.html").split("<main")[1]


def test_each_edition_is_canonical_to_itself_in_latest_too(published: Council) -> None:
    address = "https://smallshire.example.org/2022-23-q2/actions/"
    for folder in (SECOND, "latest"):
        assert f'<link rel="canonical" href="{address}">' in published.published(f"{folder}/actions/index.html")


def test_no_source_map_and_no_language_of_a_search_is_published(published: Council) -> None:
    files = published.git("ls-tree", "-r", "--name-only", "gh-pages", folder=published.origin)
    assert not re.search(r"\.map$|lunr", files, re.MULTILINE)


def test_the_record_says_what_an_edition_was_made_from(published: Council) -> None:
    record = published.json(f"{FIRST}/edition.json")
    head = published.git("rev-parse", "HEAD")
    assert (record["quarter"], record["data_commit"], record["generator_commit"]) == (FIRST, head, head)
    assert record["lock"] == hashlib.sha256((published.folder / "requirements.lock").read_bytes()).hexdigest()
    files = published.git("ls-tree", "-r", "--name-only", f"gh-pages:{FIRST}", folder=published.origin).splitlines()
    assert sorted(record["files"]) == sorted({*files} - {"edition.json"})
    page = subprocess.run(
        ["git", "show", f"gh-pages:{FIRST}/index.html"], cwd=published.origin, capture_output=True, check=True
    )
    assert record["files"]["index.html"] == hashlib.sha256(page.stdout).hexdigest()


# ---- again ----


def test_the_same_data_again_say_so_and_change_nothing(published: Council) -> None:
    before = published.tip
    done = published.quarterday("publish", FIRST)
    assert done.exit_code == 0
    assert "Quarter 1, 2022/23 is published, with the same data. There is nothing to do." in done.output
    assert published.tip == before


def test_other_data_are_refused_with_what_differs(published: Council) -> None:
    published.edit(STREETS.format(FIRST), "91%", "90.5%")
    published.commit()
    told = [
        f"data/quarters:1:1: {edition} is published, and no correction names this change:"
        " quarters, 2022-23-q1, clean-streets, measure streets-found-clean, result 2022-23-q1, value:"
        " was '91%', is '90.5%'; put it back, or give data/corrections.yml an entry with quarter: 2022-23-q1"
        " and measure: streets-found-clean"
        for edition in ("Quarter 1, 2022/23", "Quarter 2, 2022/23")
    ]
    assert refused(published, "publish", FIRST) == [*told, "2 errors in the data. Correct them and try again."]
    assert refused(published, "check") == [*told, "2 errors in the data. Correct them and try again."]


def test_a_quarter_that_comes_later_changes_no_earlier_edition(council: Council) -> None:
    council.publish(SECOND)
    later = council.tree(SECOND)
    council.publish(FIRST)
    assert council.tree(SECOND) == later
    assert council.tree("latest") == later
    aliases = {one["version"]: one["aliases"] for one in council.json("versions.json")}
    assert aliases == {FIRST: [], SECOND: ["latest"]}
    assert council.quarterday("check").exit_code == 0


def test_a_quarter_that_is_added_behind_a_published_one_can_be_published(council: Council) -> None:
    (council.folder / "data" / "quarters" / FIRST).rename(council.folder.parent / "earlier")
    council.commit()
    council.publish(SECOND)
    (council.folder.parent / "earlier").rename(council.folder / "data" / "quarters" / FIRST)
    council.commit()
    council.publish("--all")
    assert {FIRST, SECOND} <= {*council.names()}
    assert council.quarterday("check").exit_code == 0


def test_a_new_quarter_is_not_published_over_a_changed_figure_of_an_earlier_one(council: Council) -> None:
    council.publish(FIRST)
    council.edit(STREETS.format(FIRST), "91%", "55%")
    council.commit()
    assert "was '91%', is '55%'" in refused(council, "publish", SECOND)[0]


def test_the_root_is_renewed_when_only_the_contact_changed(published: Council) -> None:
    first = published.tree(FIRST)
    published.edit("data/council.yml", "performance@smallshire", "figures@smallshire")
    published.commit()
    published.publish("--all")
    assert "figures@smallshire" in published.published("quarters/index.html")
    assert published.tree(FIRST) == first


# ---- corrections ----


def test_a_corrected_edition_keeps_what_was_published_byte_for_byte(published: Council, corrected: Council) -> None:
    first, second = published.tree(FIRST), published.tree(SECOND)
    assert corrected.tree(f"{FIRST}-r1") == first
    assert corrected.tree(SECOND) == second
    assert corrected.tree(FIRST) != first
    versions = {one["version"]: one.get("properties") for one in corrected.json("versions.json")}
    assert versions == {FIRST: None, SECOND: None, f"{FIRST}-r1": {"hidden": True}}
    assert [entry["id"] for entry in corrected.json("editions.json")["corrections"]] == ["streets-q1"]
    told = corrected.published(f"quarters/{FIRST}/index.html")
    assert "A street was counted twice." in told and f"{FIRST}-r1/" in told


def test_a_later_edition_stays_when_an_earlier_quarter_is_corrected(corrected: Council) -> None:
    done = corrected.quarterday("publish", "--all")
    assert done.exit_code == 0
    assert "Quarter 2, 2022/23 is published, with the same data." in done.output
    assert "A street was counted twice." in corrected.published(f"quarters/{SECOND}/index.html")


def test_a_second_correction_keeps_the_first_copy(corrected: Council) -> None:
    copy, first_corrected = corrected.tree(f"{FIRST}-r1"), corrected.tree(FIRST)
    corrected.edit(STREETS.format(FIRST), "90.5%", "90%")
    again = CORRECTION.split("\n", 1)[1].replace("90.5%", "90%").replace("91%", "90.5%").replace("streets-q1", "again")
    corrected.write("data/corrections.yml", CORRECTION + again)
    corrected.commit()
    corrected.publish(FIRST)
    assert (corrected.tree(f"{FIRST}-r1"), corrected.tree(f"{FIRST}-r2")) == (copy, first_corrected)


def test_a_change_that_no_correction_names_is_refused(published: Council) -> None:
    published.edit(STREETS.format(FIRST), "progress: 10%", "progress: 15%")
    published.correct()
    assert refused(published, "publish", FIRST)[0] == (
        "data/quarters:1:1: Quarter 1, 2022/23 is published, and no correction names this change: quarters, 2022-23-q1,"
        " clean-streets, action buy-a-sweeper, progress: was '10%', is '15%'; put it back, or give data/corrections.yml"
        " an entry with quarter: 2022-23-q1 and action: buy-a-sweeper"
    )


def test_a_correction_that_was_published_explains_no_second_change(corrected: Council) -> None:
    corrected.edit(STREETS.format(FIRST), "90.5%", "12%")
    corrected.commit()
    assert "was '90.5%', is '12%'" in refused(corrected, "publish", "--all")[0]


def test_a_correction_that_the_data_do_not_bear_out_is_refused(published: Council) -> None:
    published.edit(STREETS.format(FIRST), "91%", "33%")
    published.write("data/corrections.yml", CORRECTION)
    published.commit()
    assert refused(published, "publish", FIRST) == [
        "data/corrections.yml:2:5: the correction 'streets-q1' says from '91%' to '90.5%', and nothing in the data of"
        " streets-found-clean changes so",
        "1 error in the data. Correct it and try again.",
    ]


def test_a_new_correction_is_never_left_behind(council: Council) -> None:
    council.publish(FIRST)
    council.correct()
    done = council.quarterday("publish", SECOND)
    assert "Quarter 1, 2022/23 has a new correction, so it is published again too" in done.output
    assert {f"{FIRST}-r1", SECOND} <= {*council.names()}


def test_an_entry_that_was_published_may_neither_change_nor_go(corrected: Council) -> None:
    corrected.edit("data/corrections.yml", "A street was counted twice.", "A street was missed.")
    corrected.commit()
    assert refused(corrected, "publish", FIRST) == [
        "data/corrections.yml:2:5: the correction 'streets-q1' was published with reason 'A street was counted twice.',"
        " found 'A street was missed.'; put it back, and add a new entry instead",
        "1 error in the data. Correct it and try again.",
    ]
    (corrected.folder / "data" / "corrections.yml").unlink()
    corrected.commit()
    assert refused(corrected, "publish", FIRST)[0] == (
        "data/corrections.yml:1:1: the correction 'streets-q1' was published, and has to stay; put it back as it was"
    )


def withdraw(council: Council) -> None:
    council.edit(STREETS.format(FIRST), "value: 90.5%", "value:")
    council.edit("data/corrections.yml", "from: 91%\n    to: 90.5%", "from:\n    to:")
    ledger = (council.folder / "data" / "corrections.yml").read_text(encoding="utf-8")
    council.write(
        "data/corrections.yml",
        ledger + "  - id: streets-removed\n    date: 2022-10-06\n    quarter: 2022-23-q1\n    kind: withdrawal\n"
        "    measure: streets-found-clean\n    reason: It could identify a household.\n",
    )
    council.commit()


def reachable(folder: Path, *refs: str) -> bytes:
    """Everything in a repository that some refs, or their logs, lead to."""
    listed = subprocess.run(
        ["git", "rev-list", "--objects", "--reflog", *refs], cwd=folder, capture_output=True, check=True
    )
    ids = b"".join(line.split()[0] + b"\n" for line in listed.stdout.splitlines())
    return subprocess.run(["git", "cat-file", "--batch"], cwd=folder, input=ids, capture_output=True, check=True).stdout


def test_nothing_that_can_be_reached_holds_what_was_withdrawn(corrected: Council) -> None:
    assert b"90.5%" in reachable(corrected.origin, "gh-pages")
    withdraw(corrected)
    corrected.publish(FIRST)
    for held in (reachable(corrected.origin, "gh-pages"), reachable(corrected.folder, "gh-pages", "origin/gh-pages")):
        found = re.sub(rb"(?s)tree \w+\n.*?\n\n", b"", held)
        assert b"It could identify a household." in found
    assert not re.search(rb"9(1|0\.5)%", reachable(corrected.origin, "gh-pages"))
    here = corrected.git("log", "--format=%s", "--reflog", "gh-pages").splitlines()
    assert "Publish Quarter 1, 2022/23" not in "\n".join(here)
    assert f"{FIRST}-r1" not in {one["version"] for one in corrected.json("versions.json")}
    record = corrected.json("editions.json")["editions"][0]
    assert (record["superseded"], record["removed_copies"]) == ([], [f"{FIRST}-r1"])
    verified = corrected.quarterday("verify")
    assert verified.exit_code == 0, verified.output


def test_a_withdrawal_that_removes_nothing_is_refused(corrected: Council) -> None:
    withdraw(corrected)
    corrected.edit(STREETS.format(FIRST), "value:", "value: 90.5%")
    corrected.commit()
    assert refused(corrected, "publish", FIRST)[0] == (
        "data/corrections.yml:10:5: the withdrawal 'streets-removed' removes nothing; take what is withdrawn out of"
        " data/ first"
    )


def test_a_withdrawal_reaches_what_was_taken_down_before(published: Council) -> None:
    published.quarterday("unpublish", FIRST, "--reason", "It was a draft.")
    assert b"91%" in reachable(published.origin, "gh-pages")
    published.write("data/corrections.yml", CORRECTION)
    published.edit(STREETS.format(FIRST), "91%", "90.5%")
    withdraw(published)
    published.publish("--all")
    assert FIRST not in {one["version"] for one in published.json("versions.json")}
    assert not re.search(rb"9(1|0\.5)%", reachable(published.origin, "gh-pages"))


def test_a_run_killed_after_the_push_of_a_withdrawal_leaves_nothing_in_the_way(corrected: Council) -> None:
    before = corrected.git("rev-parse", "gh-pages")
    withdraw(corrected)
    corrected.publish(FIRST)
    corrected.git("update-ref", "refs/heads/gh-pages", before)
    corrected.publish("--all")
    assert corrected.git("rev-parse", "gh-pages") == corrected.tip
    assert before not in corrected.git("log", "--format=%H", "--reflog", "gh-pages")


def test_an_older_clone_is_told_what_to_do_after_a_withdrawal(published: Council) -> None:
    other = published.clone("other")
    other.publish("--all")  # brings the branch here
    published.correct()
    published.publish(FIRST)
    withdraw(published)
    published.publish(FIRST)
    published.git("push", "--quiet", "origin", "main")
    other.git("pull", "--quiet")
    [told] = refused(other, "publish", "--all")
    assert told == (
        "The branch gh-pages here and the one of origin have each what the other has not. After a withdrawal that is so"
        " in every older copy. To go on with what origin has, and let go of what is only here:"
        " git fetch origin gh-pages && git branch --force gh-pages FETCH_HEAD"
    )
    other.git("fetch", "--quiet", "origin", "gh-pages")
    other.git("branch", "--force", "gh-pages", "FETCH_HEAD")
    other.publish("--all")


# ---- what may not be published ----


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["2022-23-Q1"], "'2022-23-Q1' should be a quarter such as 2022-23-q2."),
        (["2022-24-q1"], "'2022-24-q1' should be a quarter such as 2022-23-q2."),
        (["2022-23-q1-r1"], "'2022-23-q1-r1' should be a quarter such as 2022-23-q2."),
        (["2019-20-q1"], "There is no folder data/quarters/2019-20-q1; there is 2022-23-q1 and 2022-23-q2."),
        (["--all", "--prefix", "../up"], "--prefix should be a folder such as midlothian, found '../up'."),
        (
            ["--all", "--remote", "elsewhere"],
            "There is no remote called elsewhere. Add it with: git remote add elsewhere ADDRESS."
            " To publish into this repository alone, use --no-push.",
        ),
    ],
)
def test_what_cannot_be_published_is_refused(council: Council, arguments: list[str], told: str) -> None:
    assert refused(council, "publish", *arguments) == [told]


SAY_WHAT = (
    "Say what to publish: a quarter such as 2022-23-q2, or --all, or --due, or --refresh with a quarter,"
    " or --from with a folder."
)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], SAY_WHAT),
        ([FIRST, "--all"], SAY_WHAT),
        (["--yes", "--all"], "--yes goes with --refresh: nothing else asks for it."),
    ],
)
def test_a_publication_that_cannot_be_understood_ends_with_status_2(
    council: Council, arguments: list[str], told: str
) -> None:
    done = council.quarterday("publish", *arguments)
    assert (done.exit_code, done.stderr.splitlines()) == (2, [told])


def test_what_is_not_committed_is_refused(council: Council) -> None:
    council.edit(STREETS.format(FIRST), "91%", "92%")
    council.write("data/quarters/2022-23-q1/new.yml", "headline: 1\n")
    council.write("notes.txt", "not a part of the site\n")
    assert refused(council, "publish", FIRST) == [
        "data/quarters/2022-23-q1/clean-streets.yml is not as it was last committed",
        "data/quarters/2022-23-q1/new.yml is not in git",
        "Commit these changes (git add, git commit) or undo them, and try again.",
    ]


def test_data_with_an_error_are_refused_where_it_is(council: Council) -> None:
    council.edit(STREETS.format(FIRST), "streets-found-clean", "streets-found-dirty")
    council.commit()
    assert refused(council, "publish", FIRST) == [
        "data/quarters/2022-23-q1/clean-streets.yml:8:5: the priority has no measure 'streets-found-dirty'",
        "1 error in the data. Correct it and try again.",
    ]


def test_a_warning_is_answered_before_anything_is_published(council: Council) -> None:
    plan(council, first="2022-06-30")
    told = refused(council, "publish", "--all")
    assert told[:2] == [
        "data/calendar.yml:2:5: date should be after 30 June 2022, the last day of the quarter, found '2022-06-30'"
        " [an-edition-comes-after-its-quarter]",
        "1 warning to answer before anything is published: correct what it is about, or acknowledge it.",
    ]
    assert told[2].startswith(
        "To acknowledge it: quarterday acknowledge an-edition-comes-after-its-quarter 2022-23-q1 --by"
    )
    assert told[3:] == ["Nothing was published."]
    by = ("--by", "Head of Governance", "--why", "The figures were complete early.")
    done = council.quarterday("acknowledge", "an-edition-comes-after-its-quarter", FIRST, *by)
    assert done.exit_code == 0, done.output
    council.commit()
    council.publish("--all")
    assert FIRST in council.names()


def test_what_is_published_already_stays_whatever_a_later_rule_finds(published: Council) -> None:
    plan(published, first="2022-06-30", second="2022-11-02")
    published.publish("--due")
    done = published.quarterday("unpublish", SECOND, "--reason", "It was a draft.")
    assert done.exit_code == 0, done.output


def test_a_build_that_warns_is_refused_with_what_mkdocs_said(council: Council) -> None:
    council.write("docs/about.md", "# About\n\n[nowhere](nowhere.md)\n")
    council.commit()
    told = "\n".join(refused(council, "publish", FIRST))
    assert "mkdocs stopped with exit status 1" in told
    assert "'nowhere.md'" in told


def test_a_folder_that_is_in_no_repository_is_refused(smallshire: Path) -> None:
    done = CliRunner().invoke(app, ["publish", "--site", str(smallshire), FIRST])
    assert done.exit_code == 1
    assert f"{smallshire.resolve()} is in no git repository" in done.stderr
    assert "Start one with: git init, git add --all, git commit. Nothing was published." in done.stderr


def test_a_repository_without_a_commit_is_told_what_to_do(smallshire: Path) -> None:
    subprocess.run(["git", "init", "--quiet", smallshire], check=True)
    done = CliRunner().invoke(app, ["preview", "--site", str(smallshire)])
    assert done.exit_code == 1
    assert done.stderr == (
        f"nothing was committed yet in {smallshire.resolve()}. Try: git add --all, git commit. Nothing was published.\n"
    )


def test_versions_that_somebody_else_published_are_left_alone(council: Council) -> None:
    council.git("checkout", "--quiet", "--orphan", "gh-pages")
    council.git("rm", "-r", "--quiet", "--cached", ".")
    council.write("versions.json", "[]\n")
    council.git("add", "versions.json")
    council.git("commit", "--quiet", "--message", "Deployed by hand")
    council.git("push", "--quiet", "origin", "gh-pages")
    council.git("checkout", "--quiet", "--force", "main")
    assert refused(council, "publish", FIRST) == [
        "origin/gh-pages has versions that Quarterday did not publish, so it cannot vouch for them. Move that branch"
        " away (git branch -m), or publish on another with --branch."
    ]


def test_what_a_newer_program_wrote_is_left_alone(published: Council) -> None:
    published.git("checkout", "--quiet", "gh-pages")
    published.edit("editions.json", '"taken_down"', '"new": 1, "taken_down"')
    published.commit()
    published.git("push", "--quiet", "origin", "gh-pages")
    published.git("checkout", "--quiet", "main")
    assert refused(published, "publish", FIRST) == [
        f"editions.json on origin/gh-pages has what this Quarterday ({__version__}) does not know."
        " A newer one wrote it, so publish with that."
    ]


def test_what_a_host_needs_at_the_root_stays(published: Council) -> None:
    published.git("checkout", "--quiet", "gh-pages")
    (published.folder / ".well-known").mkdir()
    published.write(".well-known/security.txt", "Contact: mailto:performance@smallshire.example.org\n")
    published.write("CNAME", "performance.smallshire.example\n")
    published.commit()
    published.git("push", "--quiet", "origin", "gh-pages")
    published.git("checkout", "--quiet", "main")
    published.correct()
    published.publish(FIRST)
    assert {"CNAME", ".well-known", ".nojekyll"} <= {*published.names()}


# ---- the calendar ----

CALENDAR = """editions:
  - quarter: 2022-23-q1
    stage: confirmed
    date: {first}
  - quarter: 2022-23-q2
    stage: {stage}
    date: {second}
    signed_off:
      by: Head of Governance
      date: 2022-11-01
"""


def plan(council: Council, first: str = "2022-08-01", second: str = "2999-01-02", stage: str = "confirmed") -> None:
    council.write("data/calendar.yml", CALENDAR.format(first=first, second=second, stage=stage))
    council.commit("Plan the editions")


def test_a_quarter_whose_time_has_not_come_is_refused(council: Council) -> None:
    plan(council)
    assert refused(council, "publish", SECOND) == [
        "Quarter 2, 2022/23 cannot be published yet: data/calendar.yml has 2 January 2999 at 09:30 (confirmed)."
    ]


def test_a_quarter_that_would_show_one_held_back_is_refused(council: Council) -> None:
    plan(council, first="2999-01-01", second="2022-11-02")
    assert refused(council, "publish", SECOND) == [
        "Quarter 2, 2022/23 shows Quarter 1, 2022/23 too, which cannot be published yet:"
        " data/calendar.yml has 1 January 2999 at 09:30 (confirmed)."
    ]
    done = council.quarterday("publish", "--all")
    assert done.exit_code == 0
    assert "Quarter 2, 2022/23 is left out: it shows Quarter 1, 2022/23 too, and data/calendar.yml has" in done.output


def test_nothing_of_a_quarter_held_back_is_published_anywhere(council: Council) -> None:
    plan(council)
    council.edit("data/quarters/2022-23-q2/clean-streets.yml", "headline:", "editors_note: Xyzzy-held-back\nheadline:")
    council.commit()
    done = council.quarterday("publish", "--all")
    assert done.exit_code == 0, done.output
    assert "Quarter 2, 2022/23 is left out: data/calendar.yml has 2 January 2999 at 09:30 (confirmed)." in done.output
    assert SECOND not in council.names()
    held = reachable(council.origin, "gh-pages")
    assert b"Xyzzy" not in held
    assert b"2 January 2999" in held  # its date is public, and nothing else


def test_due_publishes_what_the_calendar_has_and_nothing_else(council: Council) -> None:
    plan(council, second="2022-11-02")
    council.edit("data/calendar.yml", "  - quarter: 2022-23-q1\n    stage: confirmed\n    date: 2022-08-01\n", "")
    council.commit()
    council.publish("--due")
    assert SECOND in council.names() and FIRST not in council.names()
    assert council.json(f"{SECOND}/edition.json")["signed_off"] == {"by": "Head of Governance", "date": "2022-11-01"}
    before = council.tip
    council.publish("--due")
    assert council.tip == before


def test_a_confirmed_date_moves_only_with_a_reason(council: Council) -> None:
    plan(council)
    council.publish(FIRST)
    plan(council, second="2999-02-03")
    assert refused(council, "publish", "--all")[0] == (
        "data/calendar.yml:5:5: 2022-23-q2 was confirmed for 2 January 2999 at 09:30, and is now otherwise;"
        " say why under moved, with from: 2999-01-02"
    )
    council.edit(
        "data/calendar.yml",
        "    signed_off",
        "    moved:\n      - from: 2999-01-02\n        reason: The committee meets later.\n    signed_off",
    )
    council.commit()
    council.publish("--all")
    assert "The committee meets later." in council.published("calendar/index.html")


# ---- taken down, and built again ----


def test_an_edition_taken_down_says_so_and_latest_is_the_one_before(published: Council) -> None:
    done = published.quarterday("unpublish", SECOND, "--reason", "It was a draft.")
    assert done.exit_code == 0, done.output
    assert "It was a draft." in published.published(f"quarters/{SECOND}/index.html")
    assert "It was a draft." in published.published(f"{SECOND}/index.html")
    assert "edition.json" not in published.names(SECOND)
    assert published.tree("latest") == published.tree(FIRST)
    assert [one["version"] for one in published.json("versions.json")] == [FIRST]
    done = published.quarterday("publish", "--all")
    assert (
        "Quarter 2, 2022/23 is left out: it was taken down. To publish it again, name it: quarterday publish 2022-23-q2"
        in done.output
    )
    assert "edition.json" not in published.names(SECOND)
    published.publish(SECOND)
    assert published.tree("latest") == published.tree(SECOND)
    assert "It was a draft." in published.published(f"quarters/{SECOND}/index.html")
    assert refused(published, "unpublish", "2019-20-q1", "--reason", "None") == [
        "2019-20-q1 is not published on origin/gh-pages. Published: 2022-23-q1 and 2022-23-q2."
    ]


def test_a_refresh_brings_todays_templates_and_asks_about_words(published: Council) -> None:
    before = published.json(f"{FIRST}/edition.json")
    published.edit("hooks/quarterday/templates/how_we_rate.html.j2", 'class="qd-h1"', 'class="qd-h1 qd-h1--new"')
    published.commit("Change a class")
    published.publish("--refresh", FIRST)
    after = published.json(f"{FIRST}/edition.json")
    assert (after["published"], after["data_commit"]) == (before["published"], before["data_commit"])
    assert after["refreshed"] and after["generator_commit"] == published.git("rev-parse", "HEAD")
    assert "qd-h1--new" in published.published(f"{FIRST}/how-we-rate/index.html")
    assert FIRST + "-r1" not in published.names()
    published.edit("hooks/quarterday/templates/home.html.j2", "Find a measure or an action", "Look for a measure")
    published.commit("Change words")
    assert refused(published, "publish", "--refresh", FIRST) == [
        "These words of the templates change in Quarter 1, 2022/23; to agree to them, use --yes:",
        "  - Find a measure or an action (1 page)",
        "  + Look for a measure (1 page)",
    ]
    published.publish("--refresh", FIRST, "--yes")
    assert "Look for a measure" in published.published(f"{FIRST}/index.html")
    verified = published.quarterday("verify", "--rebuild")
    assert verified.exit_code == 0, verified.output


def test_a_refresh_that_would_change_a_status_is_refused(published: Council) -> None:
    published.edit("hooks/quarterday/status.py", '("On target", "good")', '("Fine", "good")')
    published.commit("Change a rule")
    told = refused(published, "publish", "--refresh", FIRST, "--yes")
    assert told[0] == "Quarter 1, 2022/23 would say something else with today's program, so it stays as it is:"
    assert any("was 'On target', is 'Fine'" in line for line in told)


def test_a_refresh_takes_the_data_of_its_own_commit(published: Council) -> None:
    published.edit(STREETS.format(FIRST), "91%", "90.5%")
    published.edit("hooks/quarterday/templates/how_we_rate.html.j2", 'class="qd-h1"', 'class="qd-h1 qd-h1--new"')
    published.commit()
    published.publish("--refresh", FIRST)
    assert "91%" in published.published(f"{FIRST}/data/measures.csv")


# ---- verify ----


def test_verify_names_every_file_that_is_not_as_it_was(published: Council) -> None:
    assert published.quarterday("verify").exit_code == 0
    published.git("checkout", "--quiet", "gh-pages")
    published.edit(f"{FIRST}/index.html", "Quarter 1", "Quarter 7")
    published.write(f"{FIRST}/added.html", "new")
    (published.folder / FIRST / "404.html").unlink()
    (published.folder / "latest" / "index.html").unlink()
    published.commit("Tamper")
    published.git("push", "--quiet", "origin", "gh-pages")
    published.git("checkout", "--quiet", "main")
    assert refused(published, "verify") == [
        "latest is not a copy of 2022-23-q2",
        "2022-23-q1: 404.html is missing",
        "2022-23-q1: index.html is not as it was published",
        "2022-23-q1: added.html was added",
        "The published branch is not what was published. Its earlier commits may still have it: git log.",
    ]


def _markdown_is(version: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if another version were installed in the environment of this run."""
    told = here / f"markdown-{version}.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: Markdown\nVersion: {version}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(here)


def test_a_rebuild_installs_the_packages_of_the_record(
    published: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Installing" not in published.quarterday("verify", "--rebuild", FIRST).output
    _markdown_is("0.0.1", tmp_path, monkeypatch)
    verified = published.quarterday("verify", "--rebuild", FIRST)
    assert verified.exit_code == 0, verified.output
    assert "Installing the packages that 2022-23-q1 was built with" in verified.output


def test_packages_that_cannot_be_installed_are_no_rebuild(
    published: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _markdown_is("0.0.1", tmp_path, monkeypatch)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "none"))
    told = refused(published, "verify", "--rebuild", FIRST)
    assert told[0].startswith("2022-23-q1: cannot be built again: its packages could not be installed: ERROR: ")


def test_a_record_names_no_list_of_packages_that_it_was_not_built_with(
    council: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _markdown_is("0.0.1", tmp_path, monkeypatch)
    done = council.quarterday("publish", FIRST)
    pinned = re.search(r"^markdown==\S+", (council.folder / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert pinned
    others = "Other packages are installed than requirements.lock pins, so the record will not name it"
    assert f"{others}: {pinned[0]} (here 0.0.1)" in done.output
    assert council.json(f"{FIRST}/edition.json")["lock"] == ""


# ---- another site, another remote, this repository alone ----


def test_another_site_stands_in_a_folder_of_the_branch(published: Council) -> None:
    before = published.tree(FIRST)
    published.publish(FIRST, "--prefix", "coast/second")
    assert published.tree(FIRST) == before
    assert {FIRST, "latest", "editions.json", "quarters"} <= {*published.names("coast/second")}
    assert published.quarterday("verify", "--prefix", "coast/second").exit_code == 0
    assert published.quarterday("verify").exit_code == 0


def test_another_site_is_not_published_over_the_editions(published: Council) -> None:
    shutil.copytree(published.folder / "data", published.folder / "other" / "data")
    shutil.copytree(published.folder / "docs", published.folder / "other" / "docs")
    shutil.copy(published.folder / "mkdocs.yml", published.folder / "other")
    published.commit()
    before = published.tip
    other = ["--site", str(published.folder / "other")]
    done = CliRunner().invoke(app, ["publish", "--all", *other])
    assert (done.exit_code, done.stderr) == (
        1,
        "origin/gh-pages has the editions of another site, the one in ./. Publish this one in a folder of its own:"
        " --prefix NAME.\n",
    )
    assert published.tip == before
    assert CliRunner().invoke(app, ["check", *other]).exit_code == 0


def test_a_branch_that_is_checked_out_is_not_moved(published: Council, tmp_path: Path) -> None:
    published.git("worktree", "add", "--quiet", str(tmp_path / "looking"), "gh-pages")
    published.correct()
    done = published.quarterday("publish", FIRST)
    assert done.exit_code == 0
    assert "It is published; the branch gh-pages here could not be moved (gh-pages is checked out here;" in done.output
    assert published.git("status", "--porcelain", folder=tmp_path / "looking") == ""
    assert f"{FIRST}-r1" in published.names()


def test_what_was_published_here_alone_is_sent_later(council: Council) -> None:
    council.publish(FIRST, "--no-push")
    assert council.tip == ""
    council.publish(FIRST)
    assert council.tip == council.git("rev-parse", "gh-pages")


def test_two_branches_that_went_apart_are_refused(published: Council) -> None:
    other = published.clone("other")
    other.git("branch", "gh-pages", "origin/gh-pages")
    other.correct()
    other.publish(FIRST, "--no-push")
    published.correct()
    published.publish(FIRST)
    [told] = refused(other, "publish", FIRST)
    assert told.startswith("The branch gh-pages here and the one of origin have each what the other has not.")


def test_private_data_stay_out_of_a_public_repository(published: Council, tmp_path: Path) -> None:
    public = tmp_path / "public.git"
    published.git("init", "--quiet", "--bare", str(public))
    published.git("remote", "add", "public", str(public))
    published.publish("--all", "--remote", "public")
    refs = published.git("for-each-ref", "--format=%(refname)", folder=public)
    assert refs == "refs/heads/gh-pages"
    assert b"editors_note" not in reachable(public, "gh-pages").replace(b'"editors_note"', b"")
    head = published.git("rev-parse", "HEAD")
    found = subprocess.run(["git", "cat-file", "-e", head], cwd=public, capture_output=True, check=False)
    assert found.returncode != 0


# ---- what it must survive ----


def test_a_remote_that_refuses_is_told_and_the_next_publish_succeeds(council: Council) -> None:
    hook = council.origin / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho no room today >&2\nexit 1\n")
    hook.chmod(0o755)
    told = refused(council, "publish", FIRST)
    assert told[0].rstrip() == "origin/gh-pages did not take it, and is as it was: git push: remote: no room today"
    assert council.git("branch", "--list", "gh-pages") == ""
    hook.unlink()
    council.publish(FIRST)
    assert FIRST in council.names()


def test_a_remote_that_never_answers_is_given_up(council: Council) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        council.git("remote", "set-url", "origin", f"git://127.0.0.1:{silent.getsockname()[1]}/origin.git")
        done = council.quarterday("publish", FIRST, "--wait", "1")
    assert done.exit_code == 1
    assert done.stderr == (
        "git ls-remote had no answer within 1 seconds. Nothing is known to be published; see what is there with:"
        " quarterday verify\n"
    )


def test_a_remote_that_is_gone_is_told(council: Council) -> None:
    council.origin.rename(council.origin.with_name("moved.git"))
    done = council.quarterday("publish", FIRST)
    assert done.exit_code == 1
    assert "does not appear to be a git repository" in done.stderr


@pytest.mark.parametrize("damage", ["no commit", "a commit that is not here", "a file of noughts"])
def test_a_damaged_branch_here_is_taken_from_the_remote_again(published: Council, damage: str) -> None:
    written = {"no commit": "rubbish\n", "a commit that is not here": f"{'1' * 40}\n", "a file of noughts": "\0" * 41}
    (published.folder / ".git" / "refs" / "heads" / "gh-pages").write_text(written[damage])
    first = published.tree(FIRST)
    published.correct()
    published.publish(FIRST)
    assert published.tree(f"{FIRST}-r1") == first
    assert published.git("rev-parse", "gh-pages") == published.tip


def test_objects_that_are_lost_here_are_taken_from_the_remote_again(published: Council) -> None:
    objects = published.folder / ".git" / "objects"
    root = published.git("rev-parse", "gh-pages^{tree}")
    for pack in (objects / "pack").glob("*"):  # what mike wrote
        pack.unlink()
    (objects / root[:2] / root[2:]).unlink()
    published.publish("--all")
    assert published.git("rev-parse", "gh-pages") == published.tip


def test_an_object_that_cannot_be_read_here_is_told_with_the_remedy(published: Council) -> None:
    root = published.git("rev-parse", "gh-pages^{tree}")
    written = published.folder / ".git" / "objects" / root[:2] / root[2:]
    written.chmod(0o644)
    written.write_bytes(b"rubbish")
    told = refused(published, "publish", "--all")
    damaged = "This repository is damaged. What is published is safe on origin: publish from a new clone."
    assert told[-1] == f"{damaged} Nothing was published."


def test_no_room_for_the_edition_changes_nothing(council: Council) -> None:
    """A limit on the size of a file stands in for a full disk; ``bench/faults.py`` fills a real one."""
    done = subprocess.run(
        [sys.executable, "-m", "quarterday", "publish", FIRST],
        cwd=council.folder,
        env=ENVIRONMENT | {"PYTHONPATH": str(PROJECT / "hooks")},
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)),
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert council.tip == ""
    council.publish(FIRST)


def start(council: Council, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "quarterday", "publish", *arguments],
        cwd=council.folder,
        env=ENVIRONMENT | {"PYTHONPATH": str(PROJECT / "hooks")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_publish_that_is_killed_leaves_every_edition_as_it_was(published: Council, seed: int) -> None:
    first, second = published.tree(FIRST), published.tree(SECOND)
    published.correct()
    run = start(published, FIRST)
    time.sleep(random.Random(seed).uniform(0.2, 6))
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    assert first in (published.tree(FIRST), published.tree(f"{FIRST}-r1") if FIRST + "-r1" in published.names() else "")
    assert published.tree(SECOND) == second
    published.git("fsck", "--connectivity-only", folder=published.origin)
    published.publish(FIRST)
    assert published.tree(f"{FIRST}-r1") == first
    assert published.quarterday("verify").exit_code == 0


def test_publishers_in_one_repository_wait_for_each_other(council: Council) -> None:
    runs = [start(council, name) for name in (FIRST, SECOND, FIRST)]
    told = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], told
    assert any("Another run is at work in this repository; waiting for it" in words for words in told)
    assert {FIRST, SECOND} <= {*council.names()}
    assert council.quarterday("verify").exit_code == 0


def test_publishers_in_two_clones_both_succeed(council: Council) -> None:
    other = council.clone("other")
    runs = [start(council, FIRST), start(other, SECOND)]
    told = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    assert {FIRST, SECOND} <= {*council.names()}
    assert council.tree("latest") == council.tree(SECOND)


def test_the_environment_of_a_servers_hook_is_not_ours(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(council.origin))
    monkeypatch.setenv("GIT_QUARANTINE_PATH", str(council.origin / "objects"))
    council.publish(FIRST)
    assert os.environ["GIT_DIR"] == str(council.origin)


# ---- preview ----


def test_a_preview_shows_published_editions_as_they_are_and_the_rest_as_drafts(
    published: Council, tmp_path: Path
) -> None:
    published.edit(STREETS.format(SECOND), "2% cleaner", "3% cleaner")
    before = published.tip
    done = published.quarterday("preview", "--to", str(tmp_path / "all"))
    assert done.exit_code == 0, done.output
    shown = (tmp_path / "all" / FIRST / "index.html").read_text(encoding="utf-8")
    assert shown.strip() == published.published(f"{FIRST}/index.html")
    assert "Draft" in (tmp_path / "all" / SECOND / "index.html").read_text(encoding="utf-8")
    assert "Draft" in (tmp_path / "all" / "quarters" / "index.html").read_text(encoding="utf-8")
    assert published.tip == before
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep")
    done = published.quarterday("preview", "--to", str(tmp_path / "mine"))
    assert done.exit_code == 1 and (tmp_path / "mine" / "letter.txt").is_file()
