"""Editions built by many machines, and put on one branch: the same to the byte as those that one machine builds."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from councils_in_git import ENVIRONMENT, FIRST, PROJECT, SECOND, STREETS, Council, new_council
from quarterday.matrix import Format, Row, rows, written


@dataclass(frozen=True)
class Region:
    """A repository with the sites of two councils, and its remote."""

    folder: Path

    def git(self, *arguments: str, folder: str = "region") -> str:
        where = self.folder / folder
        done = subprocess.run(
            ["git", *arguments], cwd=where, capture_output=True, text=True, check=True, env=ENVIRONMENT
        )
        return done.stdout.strip()

    def quarterday(self, *arguments: str, folder: str = "region") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "quarterday", *arguments]
        environment = ENVIRONMENT | {"PYTHONPATH": "hooks"}
        where = self.folder / folder
        return subprocess.run(command, cwd=where, capture_output=True, text=True, check=False, env=environment)

    def step(self, name: str, machine: str = "region", **more: str) -> None:
        """Run a step of the workflow as a runner does, on a machine with a clone of its own."""
        temp = self.folder / f"{machine}.temp"
        temp.mkdir(exist_ok=True)
        told = {"PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "RUNNER_TEMP": str(temp), **more}
        environment = {key: value for key, value in ENVIRONMENT.items() if key != "PYTHONPATH"} | told
        command = ["bash", "-c", f"set -eo pipefail\n{script(name)}"]
        where = self.folder / machine
        done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def machine(self, name: str) -> None:
        self.git("clone", "--quiet", "--no-local", "region", name, folder=".")
        self.git("remote", "set-url", "origin", str(self.folder / "origin.git"), folder=name)

    def trees(self, name: str) -> dict[str, str]:
        """git's digest of all that stands in an edition, but its record, which has the hour it was published."""
        folders = (f"{name}/{part}" for part in (FIRST, SECOND, "latest"))
        listed = self.git("ls-tree", "-r", "gh-pages", *(f"{one}/" for one in folders), folder="origin.git")
        found = (line.split("\t") for line in listed.splitlines())
        return {path: about for about, path in found if not path.endswith("edition.json")}


NAMES = ("alder", "birch")
SITES = " ".join(f"councils/{name}" for name in NAMES)
WORKFLOW = PROJECT / "deploy/github/publish-many.yml"
JOBS = PROJECT / "deploy/gitlab/editions.yml"


def script(name: str) -> str:
    """The commands of a step of the workflow."""
    jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"].values()
    [run] = [step["run"] for job in jobs for step in job["steps"] if step.get("name") == name and "run" in step]
    return str(run)


def region(folder: Path) -> Region:
    made = Region(folder)
    council = new_council(folder)
    council.folder.rename(folder / "region")
    (folder / "region/councils").mkdir()
    for name in NAMES:
        site = folder / "region/councils" / name
        site.mkdir()
        for part in ("data", "docs", "mkdocs.yml"):
            source = folder / "region" / part
            shutil.copytree(source, site / part) if source.is_dir() else shutil.copy(source, site)
        config = (site / "mkdocs.yml").read_text(encoding="utf-8")
        for part in ("hooks", "overrides"):
            config = config.replace(f" {part}", f" ../../{part}")
        (site / "mkdocs.yml").write_text(config, encoding="utf-8")
    (folder / "bin").mkdir()
    (folder / "bin/python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (folder / "bin/python").chmod(0o755)
    made.git("rm", "-r", "--quiet", "data", "docs", "mkdocs.yml")
    made.git("add", "--all")
    made.git("commit", "--quiet", "--message", "Keep two councils")
    return made


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Region:
    return region(tmp_path_factory.mktemp("region"))


def test_many_machines_build_what_one_would(both: Region) -> None:
    """The files of ``deploy/github``, with two workers in place of the runners."""
    output = both.folder / "output"
    both.step("Plan", GITHUB_OUTPUT=str(output), SITES=SITES)
    line, some = output.read_text().splitlines()
    assert some == "some=yes"
    told = json.loads(line.removeprefix("matrix="))
    assert told == {
        "include": [
            {"site": f"councils/{name}", "prefix": name, "quarters": quarter}
            for name in NAMES
            for quarter in (FIRST, SECOND)
        ]
    }

    def build(at: int) -> None:
        both.machine(f"machine-{at}")
        both.step("Build", f"machine-{at}", **{key.upper(): value for key, value in told["include"][at].items()})

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(build, range(len(told["include"]))))
    assert both.git("ls-remote", str(both.folder / "origin.git")) == ""
    # As the artefacts of all of them are fetched into one folder.
    for at in range(len(told["include"])):
        shutil.copytree(both.folder / f"machine-{at}.temp/built", both.folder / "region.temp/built", dirs_exist_ok=True)
    both.step("Publish", SITES=SITES)
    commits = both.git("rev-list", "--count", "gh-pages", folder="origin.git")
    many = {name: both.trees(name) for name in NAMES}
    both.step("Plan", GITHUB_OUTPUT=str(output), SITES=SITES)
    assert output.read_text().splitlines()[-1] == 'matrix={"include": []}'

    both.git("update-ref", "-d", "refs/heads/gh-pages", folder="origin.git")
    both.git("branch", "--quiet", "-D", "gh-pages")
    both.git("remote", "prune", "origin")
    for name in NAMES:
        assert both.quarterday("publish", "--all", "--site", f"councils/{name}", "--prefix", name).returncode == 0
    assert both.git("rev-list", "--count", "gh-pages", folder="origin.git") == commits
    assert {name: both.trees(name) for name in NAMES} == many
    assert all(f"{name}/{quarter}/index.html" in many[name] for name in NAMES for quarter in (FIRST, SECOND))


# ---- the deploy files ----


@pytest.mark.parametrize(
    ("schema", "path"), [("vendor.github-workflows", WORKFLOW), ("vendor.gitlab-ci", JOBS)], ids=["github", "gitlab"]
)
def test_it_keeps_to_its_schema(schema: str, path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n"), done.stdout


def test_only_the_job_that_publishes_may_push() -> None:
    workflow = yaml.load(WORKFLOW.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "plan": {"contents": "read"},
        "build": {"contents": "read"},
        "publish": {"contents": "write"},
    }
    assert workflow["concurrency"] == {"group": "publish", "cancel-in-progress": "false"}


def test_every_action_is_pinned_and_nothing_of_an_event_is_in_a_script() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.*)", text)
    assert [one for one in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)] == []
    jobs = yaml.safe_load(text)["jobs"].values()
    assert [step for job in jobs for step in job["steps"] if "${{" in step.get("run", "")] == []


def test_the_jobs_of_gitlab_run_the_same_commands() -> None:
    jobs = yaml.safe_load(JOBS.read_text(encoding="utf-8"))
    [build] = jobs[".edition"]["script"]
    assert build.replace("built/$SITE", "$RUNNER_TEMP/built/$SITE") in script("Build")
    assert (
        'publish --from "$CI_PROJECT_DIR.built/$site" --site "$site" --prefix "$prefix" --remote pages'
        in (jobs[".editions"]["script"][-1])
    )


# ---- what is taken from elsewhere ----


@pytest.fixture(scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Council:
    council = new_council(tmp_path_factory.mktemp("elsewhere"))
    done = council.quarterday("publish", "--all", "--to", str(council.folder.parent / "built"))
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[-1] == f"Built in {council.folder.parent / 'built'}: {FIRST} and {SECOND}"
    return council


@pytest.fixture
def council(_built: Council, tmp_path: Path) -> Iterator[Council]:
    shutil.copytree(_built.folder.parent, tmp_path / "all", symlinks=True)
    yield Council(tmp_path / "all/smallshire", tmp_path / "all/origin.git")


def refused(council: Council, *folders: Path) -> list[str]:
    """What is said of folders that nothing is published from."""
    done = council.quarterday("publish", *(part for folder in folders for part in ("--from", str(folder))))
    assert (done.exit_code, council.tip) == (1, "")
    *told, advice = done.stderr.splitlines()
    assert advice == "Nothing was published. Build these again: quarterday publish QUARTER --to DIR"
    return told


def test_what_is_wrong_with_any_of_them_is_told_at_once(council: Council) -> None:
    built = council.folder.parent / "built"
    (built / FIRST / "index.html").write_text("<p>Other words</p>")
    (built / FIRST / "more.html").write_text("<p>More</p>")
    (built / SECOND / "edition.json").write_text("{}")
    empty = council.folder.parent / "nothing"
    assert refused(council, built, empty) == [
        f"{built / FIRST} is not as it was built: index.html and 1 more is missing, changed or added",
        f"{built / SECOND / 'edition.json'} is no record of an edition",
        f"{empty} holds no edition: nothing in it has an edition.json",
    ]


def test_an_edition_of_another_commit_is_refused(council: Council) -> None:
    built = council.folder.parent / "built"
    old = council.git("rev-parse", "HEAD")[:12]
    council.edit(STREETS.format(SECOND), "92%", "93%")
    council.commit()
    new = council.git("rev-parse", "HEAD")[:12]
    assert refused(council, built) == [
        f"{built / quarter} was built from commit {old}, and {new} is checked out here" for quarter in (FIRST, SECOND)
    ]


def test_an_edition_that_was_built_from_other_facts_is_refused(council: Council) -> None:
    path = council.folder.parent / "built" / FIRST / "edition.json"
    record = json.loads(path.read_text())
    path.write_text(json.dumps({**record, "facts": "0" * 64}))
    assert refused(council, path.parent.parent) == [f"{path.parent} was made from other facts than data/ holds"]


def test_one_quarter_from_two_folders_is_refused(council: Council) -> None:
    built = council.folder.parent / "built"
    shutil.copytree(built / FIRST, built.with_name("again") / FIRST)
    [told] = refused(council, built, built.with_name("again"))
    assert told == f"{FIRST} is there twice: in {built / FIRST} and in {built.with_name('again') / FIRST}"


def test_the_record_has_the_hour_in_which_it_was_published(council: Council) -> None:
    built = council.folder.parent / "built" / FIRST / "edition.json"
    record = json.loads(built.read_text())
    built.write_text(json.dumps({**record, "published": "2022-08-01T09:30:00Z"}))
    council.publish("--from", str(built.parent))
    assert council.json(f"{FIRST}/edition.json")["published"] > "2026"
    assert council.json(f"{FIRST}/edition.json") | {"published": record["published"]} == record
    assert council.quarterday("verify").exit_code == 0


def test_to_and_from_are_not_asked_for_together(council: Council) -> None:
    done = council.quarterday("publish", "--from", "a", "--to", "b")
    assert (done.exit_code, done.stderr) == (2, "--to builds quarters that are named, or --all, or --due.\n")


# ---- the rows ----


def test_each_quarter_is_a_row_of_its_own() -> None:
    assert rows([Row("a", "", ("q1", "q2")), Row("b", "b", ())], 256) == [Row("a", "", ("q1",)), Row("a", "", ("q2",))]


@pytest.mark.parametrize(
    ("most", "right"),
    [(4, [1, 1, 1, 1]), (3, [2, 2]), (2, [2, 2]), (1, [2, 2]), (None, [1, 1, 1, 1])],
)
def test_a_row_takes_no_more_quarters_than_the_runner_s_limit_asks_for(most: int | None, right: list[int]) -> None:
    made = rows([Row("a", "a", ("q1", "q2")), Row("b", "b", ("q1", "q2"))], most)
    assert [len(row.quarters) for row in made] == right


def test_the_matrix_of_github_is_one_line() -> None:
    assert written([Row("councils/a", "a", ("2022-23-q1",))], Format.GITHUB) == (
        '{"include": [{"site": "councils/a", "prefix": "a", "quarters": "2022-23-q1"}]}'
    )
    assert written([], Format.GITHUB) == '{"include": []}'


def test_the_matrix_of_gitlab_is_a_pipeline() -> None:
    made = yaml.safe_load(written([Row(".", "", ("2022-23-q1",))], Format.GITLAB))
    assert made["build"] == {
        "extends": ".edition",
        "parallel": {"matrix": [{"SITE": ".", "PREFIX": "", "QUARTERS": "2022-23-q1"}]},
    }
    assert (PROJECT / made["include"][0]["local"].lstrip("/")).is_file()
    assert yaml.safe_load(written([], Format.GITLAB)) == {"nothing": {"script": ["echo 'Every edition is published.'"]}}


def test_more_than_a_matrix_holds_is_divided() -> None:
    wanted = [Row(f"councils/{at}", str(at), tuple(f"q{n}" for n in range(40))) for at in range(32)]
    made = json.loads(written(wanted, Format.GITHUB))["include"]
    assert len(made) <= 256
    assert sum(len(row["quarters"].split()) for row in made) == 32 * 40
