"""A new quarter starts from what is known, and says nothing of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from councils_in_git import new_council
from quarterday.__main__ import app
from quarterday.amending import Amendment, Step, amended
from quarterday.edition import edition
from quarterday.entries import entries_of
from quarterday.facts import facts
from quarterday.model import ActionReport, Data, Frequency, Override, QuarterData
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.report import report
from quarterday.rolling import NewQuarter, NotNew, rolled

TESTS = Path(__file__).parent
NEW = "data/quarters/2022-23-q3"
SITES = {
    "moray": TESTS.parent,
    "midlothian": TESTS.parent / "examples" / "midlothian",
    "exampleshire": TESTS / "councils" / "exampleshire",
    "smallshire": TESTS / "councils" / "smallshire",
}


def new_quarter(site: Path, name: str = "2022-23-q3") -> Result:
    return CliRunner().invoke(app, ["new-quarter", name, "--site", str(site)])


def refused(site: Path, name: str) -> str:
    before = files_of(site)
    said = new_quarter(site, name)
    assert (said.exit_code, said.stdout, files_of(site)) == (1, "", before)
    return said.stderr


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def begun(of: str) -> NewQuarter:
    return rolled(read(SITES[of]), "2022-23-q3")


def with_action(data: Data, **said: object) -> Data:
    """Smallshire, whose one action is reported otherwise in its last quarter."""
    *before, last = sorted(data.quarters, key=lambda held: held.quarter)
    changed = _with(last, "actions", ActionReport.model_validate({"action": "buy-a-sweeper", **said}))
    return data.model_copy(update={"quarters": (*before, changed)})


def _with(held: QuarterData, key: str, *entries: object) -> QuarterData:
    told = (one.model_copy(update={key: entries}) for one in held.priorities)
    return held.model_copy(update={"priorities": tuple(told)})


@pytest.fixture
def data(smallshire: Path) -> Data:
    return read(smallshire)


def planned(data: Data, what: str, **given: object) -> Data:
    [plan] = data.plans
    [priority] = plan.priorities
    [thing] = getattr(priority, what)
    things = (thing.model_copy(update=given),)
    return data.model_copy(
        update={"plans": (plan.model_copy(update={"priorities": (priority.model_copy(update={what: things}),)}),)}
    )


def test_the_files_of_smallshire_are_as_they_were_read_in_review(
    smallshire: Path, golden: Callable[[str, str], None]
) -> None:
    assert new_quarter(smallshire).exit_code == 0
    made = files_of(smallshire / NEW)
    assert sorted(made) == ["clean-streets.yml", "quarter.yml"]
    for name, text in made.items():
        golden(f"new-quarter-{name}", text.decode())


def test_the_terminal_says_what_was_carried_and_what_was_left_out(tmp_path: Path) -> None:
    shutil.copytree(SITES["exampleshire"] / "data", tmp_path / "data")
    assert new_quarter(tmp_path).stdout == (
        "Left out:\n"
        "  2.2 Build an app for staff who visit homes: Cancelled, because the report says “Stopped”\n"
        "  1.2 Open a recycling centre for the coast: Completed, because its progress is 100%\n"
        "Due by 31 December 2022:\n"
        "  1.3 Let tenants report a repair on the website: due 30/06/2022"
        " (data/quarters/2022-23-q3/homes-and-streets.yml)\n"
        "Made data/quarters/2022-23-q3/ from 2022-23-q2: 6 actions, 10 measures, 2 risks.\n"
        "Nothing of it is published before it is filled in."
        " Name each plan under covers: when its report is in.\n"
    )


@pytest.mark.parametrize("name", SITES)
def test_a_new_quarter_passes_the_check_at_once_and_changes_no_fact_that_is_published(
    name: str, tmp_path: Path
) -> None:
    site = tmp_path / name
    shutil.copytree(SITES[name] / "data", site / "data")
    before = edition(site)
    assert new_quarter(site).exit_code == 0
    after = edition(site)
    assert (after.quarter, after.warnings) == (Quarter(2022, 3), before.warnings)
    was, now = (facts(one.data, one.quarter)["quarters"] for one in (before, after))
    assert now.pop("2022-23-q3") == {"quarter": "2022-23-q3"} | ({"plans": []} if "plans" in now else {})
    assert now == was


@pytest.mark.parametrize("name", SITES)
def test_no_page_of_a_new_quarter_says_that_something_is_late_or_missing(name: str, tmp_path: Path) -> None:
    site = tmp_path / name
    shutil.copytree(SITES[name] / "data", site / "data")
    new_quarter(site)
    made = edition(site)
    then, now = (report(made.data, quarter) for quarter in (Quarter(2022, 2), Quarter(2022, 3)))
    assert [(one.id, one.judgement) for one in now.actions] == [(one.id, one.judgement) for one in then.actions]
    assert [(one.id, one.title, one.series) for one in now.measures] == [
        (one.id, one.title, one.series) for one in then.measures
    ]
    assert not any(priority.is_of_this_quarter or priority.covered for priority in now.priorities)
    home = next(page for page in made.site.pages if page.address == "")
    assert "No report of this quarter is held here yet." in home.content
    assert not any("has nothing on this priority" in page.content for page in made.site.pages)


def test_every_open_action_of_moray_is_carried_and_the_ended_ones_are_named() -> None:
    made = begun("moray")
    assert made.carried == {"action": 9, "measure": 28, "risk": 3, "next step": 3}
    assert [told.split()[0] + told[told.rindex(":") :] for told in made.left_out] == [
        "STRAT1.4: Completed, because its progress is 100%",
        "SERV1.1: Completed, because the report says “0”",
        "SERV1.2: its progress is 100%",
    ]
    [serv1] = [text for name, text in made.files.items() if name == "serv1.yml"]
    assert [line for line in serv1.splitlines() if line.startswith("  - action")] == [
        f"  - action: serv1-{number}  # SERV1.{number} Initiate the three work streams within the transformational"
        f" change programme - {rest}"
        for number, rest in (
            (3, "Our commissioning model changes; due 31-Mar- 2022"),
            (4, "Our children return to Moray; due 31-Mar- 2023"),
        )
    ]


def test_what_was_promised_by_the_end_of_the_quarter_is_told_in_the_file_it_belongs_to() -> None:
    moray, midlothian = begun("moray"), begun("midlothian")
    step = "next step “Review of priorities, improvement activities and performance measures”: due Dec 2021"
    assert [(one.file, one.told[:95]) for one in moray.promises] == [
        ("building-a-better-future.yml", step),
        (
            "serv1.yml",
            "SERV1.3 Initiate the three work streams within the transformational change programme - Our comm",
        ),
    ]
    assert f"# Falls due:\n# - {step}\n" in moray.files["building-a-better-future.yml"]
    stale = (
        "22/23.CSPC.4a Number of families who a referred to Family Group Decision Making: next update due 01 Apr 2018"
    )
    assert f"# Falls due:\n# - {stale}\n" in midlothian.files["priority-action-4.yml"]
    assert "CSPC.MPI.03" in midlothian.files["quarter.yml"]


def test_a_figure_promised_for_march_falls_due_in_the_quarter_of_march() -> None:
    data = read(SITES["midlothian"])
    told = {name: [one.told for one in rolled(data, name).promises] for name in ("2022-23-q3", "2022-23-q4")}
    wanted = "Average age of young people in Continuing Care: figure for Q2 2022/23, “Data available March 2023”"
    assert wanted not in told["2022-23-q3"]
    assert wanted in told["2022-23-q4"]


def test_risks_and_next_steps_stand_in_comments_with_nothing_said_of_them() -> None:
    loip = begun("moray").files["building-a-better-future.yml"]
    assert (
        "# next_steps:\n"
        "#   - title: Finalising the CSP Annual Report and sign off through TMC and NHS Grampian governance"
        " structures\n"
        "#     due:  # Q1 2021/22: Submission to Scottish Government by Dec 2021\n"
        "#     comments:  # Q1 2021/22: In progress. Timeline approved.\n"
    ) in loip
    assert "#   - text:  # Q1 2021/22: Lack of clarity and consistent understanding of the remit …\n" in loip
    assert "# Last reported in Quarter 1, 2021/22.\n" in loip


@pytest.mark.parametrize("name", SITES)
def test_taking_away_every_sign_of_a_comment_leaves_yaml_that_is_read(name: str, tmp_path: Path) -> None:
    site = tmp_path / name
    shutil.copytree(SITES[name] / "data", site / "data")
    new_quarter(site)
    heads = ("# yaml-", "# Quarter", "# -", "# Last", "# An", "# A ", "# The ", "# Falls", "# Left")
    for path in (site / NEW).iterdir():
        whole = [
            line.replace("# ", "", 1) if line.lstrip().startswith("# ") and not line.startswith(heads) else line
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
        path.write_text("\n".join(whole) + "\n", encoding="utf-8")
    quarter = next(held for held in read(site).quarters if held.quarter == Quarter(2022, 3))
    assert all(action.update and action.progress for told in quarter.priorities for action in told.actions)


def test_a_value_that_is_imported_is_put_in_its_own_entry() -> None:
    text = begun("exampleshire").files["homes-and-streets.yml"]
    steps: tuple[Step, ...] = ("actions", ("action", "report-a-repair"), "progress")
    result: tuple[Step, ...] = ("measures", ("measure", "clean-streets"), "results", ("quarter", "2022-23-q3"), "value")
    filled = amended(text, [Amendment(steps, "85%"), Amendment(result, "88%")])
    both = entries_of(text, ""), entries_of(filled, "")
    assert isinstance(both[0], dict) and isinstance(both[1], dict)
    assert both[1]["actions"] == [
        {"action": "insulate-homes"},
        {"action": "report-a-repair", "progress": "85%"},
        {"action": "empty-homes-grant"},
    ]
    assert (
        filled.index("# 1.4 Offer") > filled.index("\n    progress: 85%\n") > filled.index("# 1.3 Let tenants report")
    )


def test_an_entry_that_is_filled_in_is_a_report_and_one_that_is_not_hides_nothing(smallshire: Path) -> None:
    new_quarter(smallshire)
    path = smallshire / NEW / "clean-streets.yml"
    text = path.read_text(encoding="utf-8").replace("    # progress:", "    progress: 30%")
    path.write_text(text, encoding="utf-8")
    now = edition(smallshire)
    [action], [measure] = (getattr(report(now.data, now.quarter), what) for what in ("actions", "measures"))
    assert [dated.quarter.number for dated in action.reports] == [3, 2, 1]
    assert [dated.quarter.number for dated in measure.reports] == [2, 1]


def test_a_plan_that_is_covered_wants_each_of_its_priorities_filled_in(smallshire: Path) -> None:
    new_quarter(smallshire)
    path = smallshire / NEW / "quarter.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("[]", "[council-plan]"), encoding="utf-8")
    [warning] = edition(smallshire).warnings
    assert warning.message == (
        "2022-23-q3 covers the plan 'council-plan' but has no report on the priority 'clean-streets'"
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2022-23-q2", "data/quarters/2022-23-q2 is there already, and nothing of it was changed\n"),
        (
            "2021-22-q4",
            "2021-22-q4 is before 2022-23-q2, the last quarter held here: a new one starts from what came before it\n",
        ),
        ("2022-23-q5", "the new quarter should be a quarter such as 2022-23-q2, found '2022-23-q5'\n"),
        ("2022-24-q1", "the new quarter should be a quarter such as 2022-23-q2, found '2022-24-q1'\n"),
        ("../q3", "the new quarter should be a quarter such as 2022-23-q2, found '../q3'\n"),
    ],
)
def test_a_quarter_that_cannot_be_new_is_refused(name: str, told: str, smallshire: Path) -> None:
    assert refused(smallshire, name) == told


def test_data_that_cannot_be_read_are_told_of_and_nothing_is_made(smallshire: Path) -> None:
    (smallshire / "data/quarters/2022-23-q2/clean-streets.yml").write_text("headlines: none\n")
    assert refused(smallshire, "2022-23-q3").startswith(
        "data/quarters/2022-23-q2/clean-streets.yml:1:1: 'headlines' is not a key here; did you mean 'headline'?\n"
    )


def test_a_folder_that_cannot_be_written_is_not_there_in_part(
    smallshire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.write_text

    def full(path: Path, *given: object, **named: object) -> int:
        if path.name == "clean-streets.yml":
            raise OSError(28, "No space left on device")
        return real(path, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", full)
    assert refused(smallshire, "2022-23-q3") == "No space left on device. Nothing was made.\n"


def test_after_the_last_quarter_of_a_year_comes_the_first_of_the_next(data: Data) -> None:
    fourth = data.model_copy(
        update={
            "quarters": tuple(
                held.model_copy(update={"quarter": Quarter(2022, held.quarter.number + 2)}) for held in data.quarters
            )
        }
    )
    made = rolled(fourth, "2023-24-q1")
    assert (made.before, made.quarter) == (Quarter(2022, 4), Quarter(2023, 1))
    assert "    #   - quarter: 2023-24-q1\n" in made.files["clean-streets.yml"]
    with pytest.raises(NotNew, match="2022-23-q1 is before 2022-23-q4"):
        rolled(fourth, "2022-23-q1")


def test_the_target_beside_a_measure_is_the_one_of_the_new_quarter(smallshire: Path) -> None:
    path = smallshire / "data/plans/council-plan/clean-streets.yml"
    versions = "\n      - {from: 2022-23-q1, value: 90%}\n      - {from: 2022-23-q3, value: 95%}"
    path.write_text(path.read_text(encoding="utf-8").replace(" 90%", versions), encoding="utf-8")
    assert "# M1 Streets found clean; target 95%\n" in rolled(read(smallshire), "2022-23-q3").files["clean-streets.yml"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"progress": "100%"}, "A1 Buy a street sweeper: Completed, because its progress is 100%"),
        ({"progress": "100%", "due": ""}, "A1 Buy a street sweeper: its progress is 100%"),
        (
            {"progress": "40%", "status": "cancelled"},
            "A1 Buy a street sweeper: Cancelled, because the report says “cancelled”",
        ),
        (
            {"progress": "40%", "status": "Completed"},
            "A1 Buy a street sweeper: Completed, because the report says “Completed”",
        ),
    ],
)
def test_an_action_that_has_ended_is_left_out_with_why(said: dict[str, str], told: str, data: Data) -> None:
    made = rolled(with_action(data, **said), "2022-23-q3")
    assert (made.left_out, made.carried["action"]) == ((told,), 0)
    assert f"# Left out:\n# - {told}\n" in made.files["clean-streets.yml"]


@pytest.mark.parametrize("progress", ["100", "1", "99%", "", "done"])
def test_progress_that_is_not_100_percent_leaves_an_action_open(progress: str, data: Data) -> None:
    assert rolled(with_action(data, progress=progress), "2022-23-q3").carried["action"] == 1


def test_where_the_report_contradicts_100_percent_the_action_is_carried_and_told(data: Data) -> None:
    made = rolled(with_action(data, progress="100%", status="In progress"), "2022-23-q3")
    assert made.doubtful == ("A1 Buy a street sweeper: its progress is 100%, and its status In progress",)
    assert (made.left_out, made.carried["action"]) == ((), 1)


def test_a_persons_judgement_that_an_action_goes_on_is_followed(data: Data) -> None:
    override = Override(status="in progress", reason="It was returned", by="Head of Streets")
    made = rolled(with_action(data, progress="100%", override=override), "2022-23-q3")
    assert (made.left_out, made.carried["action"]) == ((), 1)


@pytest.mark.parametrize(
    ("frequency", "carried", "left_out", "doubtful", "undated"),
    [
        (Frequency.MONTHLY, 1, (), (), ()),
        (Frequency.QUARTERLY, 1, (), (), ()),
        (Frequency.YEARLY, 0, ("M1 Streets found clean: it is yearly, and its last figure is for Q2 2022/23",), (), ()),
        (Frequency.OTHER, 1, (), (), ("M1 Streets found clean",)),
        (None, 1, (), (), ("M1 Streets found clean",)),
    ],
)
def test_a_measure_is_carried_as_often_as_its_plan_says(
    frequency: Frequency | None,
    carried: int,
    left_out: tuple[str, ...],
    doubtful: tuple[str, ...],
    undated: tuple[str, ...],
    data: Data,
) -> None:
    made = rolled(planned(data, "measures", frequency=frequency), "2022-23-q3")
    assert (made.carried["measure"], made.left_out, made.doubtful, made.undated) == (
        *(carried, left_out, doubtful),
        undated,
    )


def test_a_yearly_measure_is_due_in_the_quarter_of_its_last_figure(data: Data) -> None:
    yearly = planned(data, "measures", frequency=Frequency.YEARLY)
    assert rolled(yearly, "2023-24-q2").carried["measure"] == 1
    nothing = yearly.model_copy(update={"quarters": tuple(_with(held, "measures") for held in yearly.quarters)})
    made = rolled(nothing, "2022-23-q3")
    assert made.doubtful == ("M1 Streets found clean: it is yearly, and no figure here tells for which quarter",)


def test_words_with_brackets_and_line_ends_stay_on_their_line(smallshire: Path) -> None:
    path = smallshire / "data/plans/council-plan/clean-streets.yml"
    text = path.read_text(encoding="utf-8").replace("Buy a street sweeper", "|\n      Buy {a}\n      # sweeper: 'now'")
    path.write_text(text, encoding="utf-8")
    made = rolled(read(smallshire), "2024-25-q1")
    assert (
        "  - action: buy-a-sweeper  # A1 Buy {a} # sweeper: 'now'; due 31/03/2024\n" in made.files["clean-streets.yml"]
    )
    assert "# - A1 Buy {a} # sweeper: 'now': due 31/03/2024\n" in made.files["clean-streets.yml"]


def test_a_quarter_that_nobody_has_filled_in_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    council = new_council(tmp_path)
    new_quarter(council.folder)
    council.commit()
    named = council.quarterday("publish", "2022-23-q3", "--no-push")
    assert (
        named.stderr.splitlines()[-1] == "Quarter 3, 2022/23 cannot be published yet: nothing is filled in there yet."
    )
    done = council.quarterday("publish", "--all", "--no-push")
    assert done.exit_code == 0
    assert "Quarter 3, 2022/23 is left out: nothing is filled in there yet\n" in done.stdout
    assert "2022-23-q3" not in council.git("ls-tree", "--name-only", "gh-pages")
