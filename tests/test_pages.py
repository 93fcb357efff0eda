"""Every page of every site: whole, linked, and readable by those who do not see it."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from parsed import Element, parsed
from quarterday import pages
from quarterday.model import Data
from quarterday.pages import MOST_SQUARES, Counted, Tally, site, squares, where
from quarterday.periods import Quarter
from quarterday.reading import read
from quarterday.report import latest_quarter, report
from quarterday.site import AddressTaken, Page, Site, Standing, slug
from quarterday.status import Status

TESTS = Path(__file__).parent
FOLDERS = {
    "moray": TESTS.parent,
    "midlothian": TESTS.parent / "examples" / "midlothian",
    "exampleshire": TESTS / "councils" / "exampleshire",
}
EDITIONS = [("moray", ""), ("moray", "2021-22-q1"), ("moray", "2020-21-q3"), ("midlothian", ""), ("exampleshire", "")]
GOLDEN = ("", "actions/one-phone-number/", "measures/calls-answered/", "priorities/answers-and-access/", "off-target/")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
every_edition = pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: "-".join(edition).strip("-"))


@dataclass(frozen=True)
class Made:
    site: Site
    trees: dict[str, Element]
    written: frozenset[str]
    """The addresses of the pages that a person writes, in ``docs/``."""


@cache
def made(edition: tuple[str, str]) -> Made:
    name, quarter = edition
    data = read(FOLDERS[name])
    shown = site(report(data, Quarter.named(quarter) if quarter else latest_quarter(data)))
    docs = FOLDERS[name] / "docs"
    written = {path.relative_to(docs).with_suffix("").as_posix() + "/" for path in docs.rglob("*.md")}
    return Made(shown, {page.address: parsed(page.content) for page in shown.pages}, frozenset(written))


def hidden(element: Element) -> bool:
    above = element.parent
    return element.attributes.get("aria-hidden") == "true" or (above is not None and hidden(above))


def named(element: Element) -> bool:
    return any(element.attributes.get(name) for name in ("aria-label", "aria-labelledby", "alt"))


def wrong(edition: tuple[str, str], complaint: Callable[[Element], object]) -> dict[str, object]:
    """Each page of an edition that there is something to say against."""
    return {address: found for address, tree in made(edition).trees.items() if (found := complaint(tree))}


@every_edition
def test_every_page_has_one_h1_and_it_comes_first(edition: tuple[str, str]) -> None:
    def levels(tree: Element) -> list[str]:
        found = [heading.tag for heading in tree.all(*HEADINGS)]
        return found if found[:1] != ["h1"] or found.count("h1") != 1 else []

    assert wrong(edition, levels) == {}


@every_edition
def test_no_heading_jumps_over_a_level(edition: tuple[str, str]) -> None:
    def jumps(tree: Element) -> list[str]:
        headings = tree.all(*HEADINGS)
        return [f"{a.text} / {b.tag} {b.text}" for a, b in pairwise(headings) if int(b.tag[1]) > int(a.tag[1]) + 1]

    assert wrong(edition, jumps) == {}


@every_edition
def test_no_heading_is_empty(edition: tuple[str, str]) -> None:
    assert wrong(edition, lambda tree: [heading.tag for heading in tree.all(*HEADINGS) if not heading.text]) == {}


@every_edition
def test_no_two_things_on_a_page_have_one_id(edition: tuple[str, str]) -> None:
    def twice(tree: Element) -> list[str]:
        ids = Counter(element.attributes["id"] for element in tree.everything() if "id" in element.attributes)
        return [name for name, count in ids.items() if count > 1 or not name]

    assert wrong(edition, twice) == {}


@every_edition
def test_what_a_name_or_a_label_points_at_is_on_the_page(edition: tuple[str, str]) -> None:
    def lost(tree: Element) -> list[str]:
        ids = {element.attributes.get("id") for element in tree.everything()}
        pointed = [
            name
            for element in tree.everything()
            for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for")
            for name in element.attributes.get(attribute, "").split()
        ]
        return [name for name in pointed if name not in ids]

    assert wrong(edition, lost) == {}


@every_edition
def test_every_link_leads_to_a_page_or_a_file_of_the_site(edition: tuple[str, str]) -> None:
    whole = made(edition)
    known = {*whole.trees, *(file.address for file in whole.site.files), *whole.written}
    assert {"about/"} <= whole.written
    broken = []
    count = 0
    for address, tree in whole.trees.items():
        links = [element.attributes["href"] for element in tree.all("a") if "href" in element.attributes]
        links += [element.attributes["action"] for element in tree.all("form") if "action" in element.attributes]
        for link in links:
            parts = urlsplit(link)
            if parts.scheme in ("https", "mailto"):
                continue
            count += 1
            target = urlsplit(urljoin(f"https://site.example/edition/{address}", link))
            there = target.path.removeprefix("/edition/")
            if parts.scheme or parts.netloc or not target.path.startswith("/edition/") or there not in known:
                broken.append((address, link))
            elif target.fragment and there in whole.trees:
                ids = {element.attributes.get("id") for element in whole.trees[there].everything()}
                if target.fragment not in ids:
                    broken.append((address, link))
    assert broken == []
    assert count > 100


@every_edition
def test_every_link_of_the_header_the_year_and_the_footer_leads_somewhere(edition: tuple[str, str]) -> None:
    whole = made(edition)
    frame = whole.site.frame
    entries = [*frame.nav, *(item for group in frame.footer for item in group.items)]
    addresses = {entry.address for entry in entries} | {quarter.address for quarter in frame.year if quarter.address}
    assert addresses - set(whole.trees) - whole.written == set()
    assert len(frame.nav) + sum(len(group.items) for group in frame.footer) <= 22


@every_edition
def test_every_crumb_leads_to_a_page_and_the_last_is_the_page_itself(edition: tuple[str, str]) -> None:
    whole = made(edition)
    for page in whole.site.pages:
        assert {address for _, address in page.crumbs} <= set(whole.trees)
        assert page.crumbs == () if page.address == "" else page.crumbs[-1] == (page.title, page.address)


@every_edition
def test_every_page_can_be_reached_from_home_by_links(edition: tuple[str, str]) -> None:
    whole = made(edition)
    frame = whole.site.frame
    reached: set[str] = set()
    waiting = {"", *(entry.address for entry in frame.nav)}
    waiting |= {item.address for group in frame.footer for item in group.items}
    while waiting:
        address = waiting.pop()
        reached.add(address)
        for link in whole.trees[address].all("a") if address in whole.trees else ():
            path = urlsplit(urljoin(f"https://site.example/{address}", link.attributes.get("href", ""))).path
            if path.removeprefix("/") not in reached:
                waiting.add(path.removeprefix("/"))
    # The address of a former id is for links from elsewhere alone.
    moved = {page.address for page in whole.site.pages if page.section == "moved"}
    assert moved & reached == set()
    assert set(whole.trees) - reached == moved
    assert {file.address for file in whole.site.files} - reached == set()


@every_edition
def test_every_link_has_words(edition: tuple[str, str]) -> None:
    def silent(tree: Element) -> list[str]:
        return [
            link.attributes.get("href", "")
            for link in tree.all("a")
            if not link.text and not link.attributes.get("aria-label")
        ]

    assert wrong(edition, silent) == {}


@every_edition
def test_every_table_has_a_caption_and_headers_with_a_scope(edition: tuple[str, str]) -> None:
    def bare(tree: Element) -> list[str]:
        found = []
        for table in tree.all("table"):
            captions = [caption.text for caption in table.all("caption")]
            if len(captions) != 1 or not captions[0]:
                found.append(f"captions {captions}")
            heads = table.all("th")
            found += [f"no scope: {head.text}" for head in heads if head.attributes.get("scope") not in ("row", "col")]
            if not any(head.attributes.get("scope") == "col" for head in heads):
                found.append("no head of a column")
        return found

    assert wrong(edition, bare) == {}


@every_edition
def test_no_cell_of_a_table_is_empty_and_every_row_is_as_wide_as_its_head(edition: tuple[str, str]) -> None:
    def gaps(tree: Element) -> list[str]:
        found = []
        for table in tree.all("table"):
            rows = [row.all("th", "td") for row in table.all("tr")]
            found += [f"empty, beside {row[0].text}" for row in rows for cell in row if not cell.text]
            if len({len(row) for row in rows}) != 1:
                found.append(f"widths {[len(row) for row in rows]}")
            if len(rows[0]) > 6:
                found.append(f"{len(rows[0])} columns")
        return found

    assert wrong(edition, gaps) == {}


@every_edition
def test_no_label_stands_alone_and_none_has_an_empty_value(edition: tuple[str, str]) -> None:
    def empty(tree: Element) -> list[str]:
        return [element.tag for element in tree.all("dt", "dd", "li", "figcaption") if not element.text]

    assert wrong(edition, empty) == {}


@every_edition
def test_a_picture_has_a_name_or_is_said_to_be_for_show(edition: tuple[str, str]) -> None:
    def nameless(tree: Element) -> int:
        return sum(1 for picture in tree.all("svg", "img") if not (hidden(picture) or named(picture)))

    assert wrong(edition, nameless) == {}


@every_edition
def test_no_page_carries_a_script_a_style_or_anything_from_elsewhere(edition: tuple[str, str]) -> None:
    def carried(tree: Element) -> list[str]:
        found = [element.tag for element in tree.all("script", "iframe", "link", "style", "object", "embed")]
        found += [name for element in tree.everything() for name in element.attributes if name.startswith("on")]
        return found + [element.attributes["src"] for element in tree.everything() if "src" in element.attributes]

    allowed = {"search/"}  # the only page with a script: Pagefind's
    assert set(wrong(edition, carried)) - allowed == set()


@every_edition
def test_no_template_shows_its_own_workings(edition: tuple[str, str]) -> None:
    def leaked(tree: Element) -> list[str]:
        return re.findall(r"Decimal\(|Value\(|<built-in|Markup\(|\{\{|\{%|&amp;|&lt;|&#", tree.text)

    assert wrong(edition, leaked) == {}


@every_edition
def test_every_page_has_a_title_and_a_description_of_its_own_address(edition: tuple[str, str]) -> None:
    pages = made(edition).site.pages
    assert all(page.title and page.description for page in pages)
    assert len({page.address for page in pages}) == len(pages)
    assert all(page.address == "" or re.fullmatch(r"([a-z0-9-]+/)+", page.address) for page in pages)


def test_a_code_with_a_slash_shows_as_printed_and_makes_no_folder() -> None:
    whole = made(("midlothian", ""))
    address = "measures/families-referred-to-family-group-decision-making/"
    for page in (address, "off-target/", "search/"):
        assert "22/23.CSPC.4a" in whole.trees[page].text, page
    assert slug("22/23.CSPC.4a") == "22-23-cspc-4a"


def test_a_true_zero_is_shown_as_zero() -> None:
    page = made(("midlothian", "")).trees["measures/kinship-carers-attending-engagement-sessions/"]
    cells = [[cell.text for cell in row.all("th", "td")] for row in page.all("tr")]
    assert ["Quarter 2, 2022/23", "0"] in [row[:2] for row in cells]


def test_two_pages_for_one_address_are_refused() -> None:
    frame = made(("exampleshire", "")).site.frame
    with pytest.raises(AddressTaken, match="two pages have the address 'A/b/'"):
        Site(frame, (Page("a/b/", "One", str), Page("A/b/", "Two", str)))


def test_two_ids_that_make_one_address_are_refused(exampleshire: Data) -> None:
    plan, *others = exampleshire.plans
    first, *rest = plan.priorities
    again = first.model_copy(update={"id": f"{first.id}-"})
    doubled = plan.model_copy(update={"priorities": (first, again, *rest)})
    with pytest.raises(AddressTaken, match="two pages have the address"):
        site(report(exampleshire.model_copy(update={"plans": (doubled, *others)}), Quarter(2022, 2)))


def test_counts_on_home_say_whose_they_are() -> None:
    home = made(("moray", "")).trees[""].text
    assert "as the report counts them" in home
    assert "worked out here" in home


def test_a_made_up_council_is_said_to_be_made_up() -> None:
    assert made(("exampleshire", "")).site.frame.made_up
    assert not made(("moray", "")).site.frame.made_up
    for name in FOLDERS:
        assert made((name, "")).site.frame.demonstration


def test_the_same_data_make_the_same_pages() -> None:
    data = read(FOLDERS["exampleshire"])
    assert site(report(data, latest_quarter(data))).contents == made(("exampleshire", "")).site.contents


@pytest.mark.parametrize("address", GOLDEN)
def test_a_page_is_the_golden_one(address: str, golden: Callable[[str, str], None]) -> None:
    page = next(page for page in made(("exampleshire", "")).site.pages if page.address == address)
    name = address.strip("/").replace("/", "-") or "home"
    golden(f"{name}.html", re.sub(r">\s*<(?!/)", ">\n<", page.content).strip() + "\n")


def words(name: str, address: str) -> str:
    return made((name, "")).trees[address].text


def test_where_plan_and_report_disagree_on_a_due_date_the_page_says_which_is_used() -> None:
    said = "The report’s due date is used here. The plan prints “March 2023”."
    assert said in words("moray", "actions/serv1-3/")
    assert "The report’s due date is used; the plan prints “March 2023”." in words("moray", "off-target/")
    assert "The report’s due date is used" not in words("moray", "actions/strat1-1/")


def test_an_action_that_the_plan_has_no_row_for_is_not_said_to_be_in_it() -> None:
    assert "The plan prints no row for this action." in words("moray", "actions/strat2-2/")
    promised = words("moray", "priorities/strat2/").partition("What the plan promised")[2]
    assert "to minimise the impact of neglect" in promised and "parental substance use" not in promised


def test_a_title_without_a_word_in_it_has_its_code_before_it_in_a_link() -> None:
    links = [link.text for link in made(("midlothian", "")).trees[""].all("a")]
    assert "Priority Action 6: 6.0" in links and "6.0" not in links


def test_every_sign_of_shorthand_on_a_page_is_explained_on_it() -> None:
    for edition in EDITIONS:
        for page in made(edition).site.pages:
            for sign in ("[x]", "[z]", "[c]", "[t]"):
                if f"{sign}</" in page.content or f" {sign}" in page.content:
                    key = (f'<dt class="qd-shorthand__sign">{sign}</dt>', f'<dt class="qd-words__term">{sign}</dt>')
                    assert any(entry in page.content for entry in key), (page.address, sign)


def test_a_date_that_had_passed_when_the_quarter_began_is_said_to_have() -> None:
    assert "1 April 2018 (printed 01 Apr 2018) (before this quarter)" in words("midlothian", "off-target/")
    assert "1 January 2023 (printed 01 Jan 2023) (before" not in words("midlothian", "off-target/")


def test_nothing_is_said_to_be_on_target_where_nothing_can_be_compared() -> None:
    said = "None of the 28 measures has both a figure and a target that can be compared, so none can be judged."
    assert said in words("moray", "off-target/")


def test_the_counts_say_how_many_targets_are_still_to_come() -> None:
    assert "For 2 of those that miss a target, the targets are for a date still to come." in words("midlothian", "")


def test_one_action_stands_and_two_stand() -> None:
    assert (where(1, "action"), where(2, "action")) == ("Where 1 action stands", "Where 2 actions stand")


def test_shorthand_stands_after_a_figure_and_has_its_key_below_the_table(exampleshire: Data) -> None:
    tree = made(("exampleshire", "")).trees["measures/council-tax-arrears/"]
    cells = [cell.text for cell in tree.all("td")]
    assert "£1.38M [p]" in cells
    assert "£1.37M [r]" in cells
    assert (
        "Quarter 1, 2022/23 was first published as £1.36M. The report for Quarter 2, 2022/23 prints £1.37M."
        in tree.text
    )
    key = next(element for element in tree.all("dl") if "qd-shorthand" in element.attributes.get("class", ""))
    assert [sign.text for sign in key.all("dt")] == ["[p]", "[r]"]
    assert "Provisional: the figure may change." in key.text
    headline = next(element for element in tree.all("div") if element.attributes.get("class") == "qd-result")
    assert headline.text.endswith("Quarter 2, 2022/23 (July to September 2022). Provisional: the figure may change.")


def test_a_figure_marked_low_says_that_it_is_more_than_nothing(tmp_path: Path) -> None:
    copy = tmp_path / "exampleshire"
    shutil.copytree(FOLDERS["exampleshire"] / "data", copy / "data")
    file = copy / "data" / "quarters" / "2022-23-q2" / "answers-and-access.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("[provisional]", "[low]"), encoding="utf-8")
    shown = site(report(read(copy), Quarter(2022, 2)))
    content = next(page.content for page in shown.pages if page.address == "measures/council-tax-arrears/")
    assert "[low] Low: the figure rounds to 0, and is more than nothing." in parsed(content).text


def test_two_measures_that_a_report_gives_one_name_are_told_apart() -> None:
    pages = made(("moray", "")).site.pages
    names = [page.title for page in pages if page.title.startswith("Reduction in the % of children on the Child")]
    assert sorted(name.rpartition(" (")[2] for name in names if "Parental Substance" in name) == ["1 of 2)", "2 of 2)"]
    again = made(("moray", "")).trees["measures/register-substance-misuse-share-again/"]
    assert [heading.text[-9:] for heading in again.all("h1")] == ["concerns."]


def test_a_term_with_a_sign_that_html_escapes_is_explained() -> None:
    tree = made(("moray", "")).trees["actions/strat2-3/"]
    assert "C&FSW" in tree.text
    assert "C&FSW" in [term.text for term in tree.all("dt")]


def words_of(edition: tuple[str, str], address: str) -> str:
    return made(edition).trees[address].text


def formerly(*, measures: dict[str, list[str]], actions: dict[str, list[str]] | None = None) -> Site:
    """Exampleshire, where these measures and actions had other ids."""
    data = read(FOLDERS["exampleshire"])
    named = {**measures, **(actions or {})}

    def renamed(thing: Any) -> Any:
        return thing.model_copy(update={"formerly": tuple(named.get(thing.id, ()))})

    plans = tuple(
        plan.model_copy(
            update={
                "priorities": tuple(
                    priority.model_copy(
                        update={
                            "measures": tuple(map(renamed, priority.measures)),
                            "actions": tuple(map(renamed, priority.actions)),
                        }
                    )
                    for priority in plan.priorities
                )
            }
        )
        for plan in data.plans
    )
    return site(report(data.model_copy(update={"plans": plans}), latest_quarter(data)))


def moved(shown: Site) -> dict[str, tuple[str, list[str]]]:
    """The pages of former ids: the words of each, and its links."""
    trees = {page.address: parsed(page.content) for page in shown.pages if page.section == "moved"}
    return {
        address: (tree.text, [link.attributes["href"] for link in tree.all("a")]) for address, tree in trees.items()
    }


def test_a_renamed_measure_or_action_keeps_its_old_address() -> None:
    shown = formerly(measures={"clean-streets": ["litter-survey"]}, actions={"plain-letters": ["letters"]})
    assert moved(shown) == {
        "measures/litter-survey/": (
            "This measure has moved It is now told as: Streets found clean in the survey"
            " This address belonged to “litter-survey”. It is kept so that old links still lead somewhere.",
            ["../../measures/clean-streets/"],
        ),
        "actions/letters/": (
            "This action has moved It is now told as: Rewrite the fifty letters we send most"
            " This address belonged to “letters”. It is kept so that old links still lead somewhere.",
            ["../../actions/plain-letters/"],
        ),
    }


def test_measures_that_were_put_together_each_lead_to_the_one_and_one_divided_to_all() -> None:
    together = moved(formerly(measures={"clean-streets": ["coast", "hills"]}))
    assert {address: links for address, (_, links) in together.items()} == {
        "measures/coast/": ["../../measures/clean-streets/"],
        "measures/hills/": ["../../measures/clean-streets/"],
    }
    divided = moved(formerly(measures={"clean-streets": ["both"], "calls-answered": ["both"]}))
    told, links = divided["measures/both/"]
    assert "It was divided, and is now told as these:" in told
    assert {*links} == {"../../measures/clean-streets/", "../../measures/calls-answered/"}


def test_a_former_address_is_in_no_list_of_the_site() -> None:
    shown = formerly(measures={"clean-streets": ["litter-survey"]})
    assert all("litter-survey/" not in page.content for page in shown.pages)
    assert all(b"litter-survey/" not in file.content for file in shown.files)


def test_all_quarters_stand_by_year_newest_first_each_with_its_counts_as_known_then() -> None:
    tree = made(("exampleshire", "")).trees["quarters/"]
    assert [heading.text for heading in tree.all("h2")] == ["2022/23", "2021/22", "2020/21", "2019/20"]
    titles = [heading.text for heading in tree.all("h3")]
    assert titles[:3] == ["Quarter 2, 2022/23", "Quarter 1, 2022/23", "Quarter 4, 2021/22"]
    shown = [item.text for item in tree.all("li") if "qd-edition" in item.attributes.get("class", "").split()]
    assert shown[1] == (
        "Quarter 1, 2022/23 April to June 2022 Performance report, Quarter 1 2022/23 (made up)"
        " Actions 1 Completed 2 In progress 1 Not started 2 Check progress 1 Cancelled 1 Unassigned"
        " Measures 2 On target 4 Close to target 2 Off target 1 Data only"
    )
    data = read(FOLDERS["exampleshire"])
    for title, words in zip(titles, shown, strict=True):
        quarter = next(held.quarter for held in data.quarters if held.quarter.title == title)
        for counted in report(data, quarter).counts.values():
            assert " ".join(f"{number} {word}" for word, number in counted.items()) in words


def test_the_quarter_that_is_read_is_marked_in_words_and_none_is_called_the_latest() -> None:
    for edition in EDITIONS:
        tree = made(edition).trees["quarters/"]
        (marked,) = [e.text for e in tree.all("li") if "qd-edition--now" in e.attributes.get("class", "")]
        assert "The quarter you are reading" in marked and marked.startswith(tree.all("h3")[0].text)
        assert tree.text.count("The quarter you are reading") == 1
        assert "latest" not in tree.text.lower()


def test_a_quarter_in_which_nothing_was_counted_says_so() -> None:
    assert "No action or measure is reported in this quarter or before it." in words_of(
        ("moray", "2020-21-q3"), "quarters/"
    )


def test_an_edition_among_others_leads_to_all_quarters_to_date() -> None:
    data = read(FOLDERS["exampleshire"])
    for standing, leads in ((Standing.PUBLISHED, True), (Standing.ALONE, False)):
        shown = site(report(data, latest_quarter(data)), standing)
        (quarters,) = [page for page in shown.pages if page.address == "quarters/"]
        assert ('href="../../quarters/"' in quarters.content) is leads


def of_section(edition: tuple[str, str], address: str, id: str) -> str:
    [section] = [
        one for one in made(edition).trees[address].all("section") if one.attributes.get("aria-labelledby") == id
    ]
    return " ".join(section.text.split())


def test_a_measure_says_its_rule_only_where_its_figure_can_be_compared() -> None:
    recycled = of_section(("exampleshire", ""), "measures/household-waste-recycled/", "status")
    assert (
        "The rule: on target at the target or above it, close to target up to 2 points below it, and off target"
        " beyond that. The tolerance is the measure’s own."
    ) in recycled
    referred = "measures/families-referred-to-family-group-decision-making/"
    assert "The rule:" not in of_section(("midlothian", ""), referred, "status")


def test_a_measure_says_what_it_serves_up_its_plan_and_along_the_golden_thread() -> None:
    served = of_section(("moray", ""), "measures/register-neglect-share/", "thread")
    kinds = re.findall("This measure|Outcome of the LOIP|Outcome|Action group|Plan ", served)
    assert kinds[:4] == ["This measure", "Outcome", "Action group", "Plan "]
    assert "Our reading: each link to another plan was made by the editor of this site." in served
    in_justice = of_section(("moray", ""), "measures/care-experienced-in-justice-share/", "thread")
    assert "Priority of the" in in_justice and "Our reading:" in in_justice
    assert "Our reading" not in of_section(("exampleshire", ""), "measures/calls-answered/", "thread")


@pytest.mark.parametrize(("number", "drawn"), [(MOST_SQUARES, MOST_SQUARES), (MOST_SQUARES + 1, 0)])
def test_a_square_is_drawn_for_each_thing_while_an_eye_can_take_them_in(number: int, drawn: int) -> None:
    of = Tally("Where measures stand", (Counted(number, Status.ON_TARGET),), "Counted here.")
    assert squares(of).count("<svg") == drawn


@pytest.mark.parametrize(("fewer", "is_long"), [(0, False), (1, True)], ids=["as many as are few", "one more"])
def test_an_a_to_z_of_many_names_is_said_to_be_long(fewer: int, is_long: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    data = read(FOLDERS["exampleshire"])
    names = len(data.measures) + len(data.actions) + sum(len(plan.priorities) for plan in data.plans)
    monkeypatch.setattr(pages, "MANY_NAMES", names - fewer)
    shown = site(report(data, latest_quarter(data)))
    [a_to_z] = [page.content for page in shown.pages if page.address == "search/"]
    assert a_to_z.count('class="qd-az__entry"') == names
    assert ("qd-az--long" in a_to_z) is is_long
