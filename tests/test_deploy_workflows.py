"""``deploy/github`` and ``deploy/gitlab``: held to their schemas, and what they run is run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from councils_in_git import ENVIRONMENT, FIRST, PROJECT, STREETS, Council, new_council

DEPLOY = PROJECT / "deploy"
CHECK, PUBLISH = (DEPLOY / "github" / name for name in ("check.yml", "publish.yml"))
GITLAB = DEPLOY / "gitlab" / ".gitlab-ci.yml"
BOTH = pytest.mark.parametrize("path", [CHECK, PUBLISH], ids=lambda path: path.stem)
EVERY = pytest.mark.parametrize("path", [CHECK, PUBLISH, GITLAB], ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    """With ``on`` and ``yes`` as the words that they are."""
    told: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return told


def steps(path: Path) -> list[dict[str, Any]]:
    [job] = read(path)["jobs"].values()
    found: list[dict[str, Any]] = job["steps"]
    return found


def script(path: Path, name: str) -> str:
    """The commands of a step, as the runner gives them to bash."""
    [run] = [step["run"] for step in steps(path) if step.get("name") == name]
    return f"set -eo pipefail\n{run}"


def lines(job: str) -> list[str]:
    found: list[str] = [*read(GITLAB)[".pinned"]["before_script"], *read(GITLAB)[job]["script"]]
    return found


@pytest.fixture
def council(tmp_path: Path) -> Council:
    """With ``python`` as the one that runs these tests, as a runner has it."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (tmp_path / "bin" / "python").chmod(0o755)
    return new_council(tmp_path)


def run(council: Council, commands: str, **more: str) -> subprocess.CompletedProcess[str]:
    here = council.folder.parent
    told = {"PATH": f"{here / 'bin'}:{os.environ['PATH']}", "RUNNER_TEMP": str(here), "SITE": ".", **more}
    environment = {name: value for name, value in ENVIRONMENT.items() if name != "PYTHONPATH"} | told
    return subprocess.run(
        ["bash", "-c", commands], cwd=council.folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("schema", "path"),
    [("vendor.github-workflows", CHECK), ("vendor.github-workflows", PUBLISH), ("vendor.gitlab-ci", GITLAB)],
    ids=lambda given: given.stem if isinstance(given, Path) else None,
)
def test_it_keeps_to_its_schema(schema: str, path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n"), done.stdout


# ---- GitHub: who may do what ----


def test_a_pull_request_from_anybody_s_copy_is_checked_with_leave_to_read_and_nothing_more() -> None:
    check = read(CHECK)
    assert [*check["on"]] == ["pull_request"]
    assert check["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in check["jobs"].values())
    [checkout] = [step for step in steps(CHECK) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkout["with"]["persist-credentials"] == "false"
    assert "secrets." not in re.sub(r"secrets\.token_hex", "", CHECK.read_text())


def test_publishing_may_push_and_nothing_more_one_run_at_a_time_and_none_is_stopped() -> None:
    publish = read(PUBLISH)
    assert {*publish["on"]} == {"push", "schedule", "workflow_dispatch"}
    assert publish["on"]["push"] == {"branches": ["main"]}
    assert [len(one["cron"].split()) for one in publish["on"]["schedule"]] == [5]
    assert publish["permissions"] == {}
    assert publish["jobs"]["publish"]["permissions"] == {"contents": "write"}
    assert publish["jobs"]["publish"]["if"] == "github.ref == 'refs/heads/main'"
    assert publish["concurrency"] == {"group": "publish", "cancel-in-progress": "false"}


@BOTH
def test_no_workflow_runs_with_the_rights_of_the_repository_on_somebody_else_s_files(path: Path) -> None:
    assert "pull_request_target" not in path.read_text()
    assert "workflow_run" not in path.read_text()


@BOTH
def test_every_action_is_github_s_own_and_pinned_by_commit(path: Path) -> None:
    used = re.findall(r"uses: (.*)", path.read_text())
    assert used
    assert [one for one in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)] == []


@BOTH
def test_the_whole_history_is_there(path: Path) -> None:
    assert steps(path)[0]["with"]["fetch-depth"] == "0"


@BOTH
def test_nothing_of_an_event_is_written_into_a_script(path: Path) -> None:
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


@EVERY
def test_all_that_is_installed_is_pinned_with_hashes(path: Path) -> None:
    installs = re.findall(r"pip install.*", path.read_text())
    assert installs
    assert [one for one in installs if not one.endswith("--require-hashes -r requirements.lock")] == []


@BOTH
def test_every_script_can_be_read_by_bash(path: Path) -> None:
    for step in steps(path):
        done = subprocess.run(["bash", "-n"], input=step.get("run", ""), capture_output=True, text=True, check=False)
        assert done.stderr == ""


# ---- GitHub: what is run ----


def test_the_check_tells_the_line_and_stops(council: Council) -> None:
    council.write(STREETS.format(FIRST), "achievments: Cleaner.\n")
    done = run(council, script(CHECK, "Check the data"))
    assert done.returncode == 1
    assert done.stdout == (
        f"::error file={STREETS.format(FIRST)},line=1,col=1::"
        "'achievments' is not a key here; did you mean 'achievements'?\n"
    )


def test_a_warning_that_is_not_answered_stops_the_check_after_the_preview(council: Council) -> None:
    names = [step.get("name") for step in steps(CHECK)]
    assert names.index("Offer the preview") < names.index("See that every warning is answered") == len(names) - 1
    council.write(
        "data/calendar.yml", "editions:\n  - quarter: 2022-23-q2\n    stage: provisional\n    date: 2022-09-30\n"
    )
    done = run(council, script(CHECK, "Check the data"))
    assert done.returncode == 0
    assert done.stdout.startswith("::warning file=data/calendar.yml,line=2,col=5::date should be after")
    [on_gitlab] = [line for line in lines("check") if "--strict" in line]
    for strictly in (script(CHECK, "See that every warning is answered"), on_gitlab):
        done = run(council, strictly, PYTHONPATH=str(PROJECT / "hooks"))
        assert (done.returncode, done.stderr) == (1, "")
        assert done.stdout.startswith("A warning is not answered")


def test_what_was_typed_can_give_the_runner_no_command(council: Council) -> None:
    quarterday = council.folder.parent / "bin" / "python"
    quarterday.write_text(f'#!/bin/sh\ncase $1 in -c) exec "{sys.executable}" "$@";; *) echo "::add-mask::x";; esac\n')
    for path, name in ((CHECK, "Build the preview"), (PUBLISH, "Publish")):
        done = run(council, script(path, name), HOW="--all")
        before, said, after = done.stdout.splitlines()
        word = before.removeprefix("::stop-commands::")
        assert re.fullmatch(r"[0-9a-f]{64}", word)
        assert (said, after) == ("::add-mask::x", f"::{word}::")


def test_the_summary_says_how_to_open_the_preview(council: Council, tmp_path: Path) -> None:
    page = tmp_path / "summary.md"
    done = run(
        council,
        script(CHECK, "Say where the preview is"),
        GITHUB_STEP_SUMMARY=str(page),
        PREVIEW="https://github.com/council/performance/actions/runs/1/artifacts/2",
    )
    assert done.returncode == 0, done.stderr
    assert page.read_text() == (
        "\n### See the pages before they are published\n\n"
        "1. Download the [preview](https://github.com/council/performance/actions/runs/1/artifacts/2), and unpack it:"
        " on most computers, press it twice.\n"
        "2. Open the file `index.html` in it. What is not published yet is marked as a draft.\n"
        "3. Search does not work there. All else does.\n"
    )


def test_the_links_of_a_preview_lead_to_files(tmp_path: Path) -> None:
    [on_gitlab] = [line for line in lines("check") if line.startswith("find ")]
    [on_github] = [step["run"] for step in steps(CHECK) if step.get("run", "").startswith("find ")]
    assert on_gitlab == on_github
    kept = 'href="https://a.example.org/b/" href="mailto:a@b.example" href="#top" href="x.css" src="a/" href="a.csv"'
    page = (
        f'<meta content="0; url=latest/"> {kept} href="../" href=".." href="." href="./" href="../.." href="a/b/#c"'
        ' href="search/?q=x" href="../2022-23-q1/"'
    )
    (tmp_path / "preview" / "a").mkdir(parents=True)
    (tmp_path / "preview" / "a" / "index.html").write_text(page)
    subprocess.run(["bash", "-c", on_github], cwd=tmp_path, check=True)
    assert (tmp_path / "preview" / "a" / "index.html").read_text() == (
        f'<meta content="0; url=latest/index.html"> {kept} href="../index.html" href="../index.html"'
        ' href="./index.html" href="./index.html" href="../../index.html" href="a/b/index.html#c"'
        ' href="search/index.html?q=x" href="../2022-23-q1/index.html"'
    )


def test_the_daily_run_publishes_what_is_due(council: Council) -> None:
    done = run(council, script(PUBLISH, "Publish"), HOW="--due")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Fetching origin/gh-pages" in done.stdout
    assert council.tip == "", "no quarter has an entry in the calendar"
    [step] = [step for step in steps(PUBLISH) if step.get("name") == "Publish"]
    assert step["env"]["HOW"] == "${{ github.event_name == 'schedule' && '--due' || '--all' }}"


def test_private_data_are_pushed_with_their_own_key_and_to_the_public_repository_alone(council: Council) -> None:
    public = council.folder.parent / "public.git"
    council.git("init", "--quiet", "--bare", str(public))
    done = run(
        council, script(PUBLISH, "Publish"), HOW="--due", PAGES_REPOSITORY=str(public), PAGES_KEY="-- secret --\n--"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Fetching public/gh-pages" in done.stdout
    assert "secret" not in done.stdout
    key = council.folder.parent / "key"
    assert (key.read_text(), key.stat().st_mode & 0o777) == ("-- secret --\n--\n", 0o600)
    assert council.git("remote", "get-url", "public") == str(public)


# ---- GitLab ----


def test_gitlab_checks_merge_requests_and_publishes_the_default_branch_one_job_at_a_time() -> None:
    told = read(GITLAB)
    assert told["check"]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
    assert told["check"]["artifacts"]["expose_as"] == "Preview of the pages"
    for job in ("publish", "pages"):
        assert told[job]["resource_group"] == job
        rules = [rule["if"] for rule in told[job]["rules"] if rule.get("when") != "never"]
        assert all(rule.startswith("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && ") for rule in rules)
    assert told["pages"]["artifacts"]["paths"] == ["public"]
    assert [rule["variables"]["HOW"] for rule in told["publish"]["rules"]] == ["--due", "--all"]
    assert (told["variables"]["GIT_DEPTH"], told["publish"]["variables"]["GIT_STRATEGY"]) == ("0", "clone")


def test_gitlab_s_token_is_given_to_git_when_it_asks_and_stands_nowhere(council: Council) -> None:
    asking = [line for line in lines("publish") if line.startswith("git ")]
    fill = "printf 'protocol=https\\nhost=gitlab.example.org\\n\\n' | git credential fill"
    told = {"PAGES_TOKEN": "glpat-secret", "CI_SERVER_HOST": "gitlab.example.org", "CI_PROJECT_PATH": "a/b"}
    done = run(council, "\n".join(["set -e", *asking, fill]), **told)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"username=quarterday", "password=glpat-secret"} <= {*done.stdout.split()}
    assert council.git("remote", "get-url", "pages") == "https://gitlab.example.org/a/b.git"
    assert "glpat" not in (council.folder / ".git" / "config").read_text()


def test_gitlab_shows_the_published_branch_as_it_is(council: Council) -> None:
    council.git("push", "--quiet", "origin", "main:gh-pages")
    done = run(council, "\n".join(["set -e", *read(GITLAB)["pages"]["script"]]))
    assert (done.returncode, done.stderr) == (0, "")
    committed = council.git("ls-tree", "-r", "--name-only", "main").splitlines()
    public = council.folder / "public"
    assert sorted(path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()) == committed
