"""Which pages of an edition tell of a correction, and what they say."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from parsed import parsed
from quarterday.corrections import Told, notices, revisions, without_what_was_withdrawn
from quarterday.model import Correction, CorrectionKind, Data
from quarterday.pages import site
from quarterday.periods import Quarter
from quarterday.report import report
from quarterday.site import Page, Site, Standing

Q4, Q2 = Quarter(2021, 4), Quarter(2022, 2)
FIRST_DAY = date(2022, 9, 1)


def correction(on: int = 1, **given: Any) -> Correction:
    """A correction of a measure's value, unless other things are given."""
    named = {"id": f"entry-{on}", "date": FIRST_DAY.replace(day=on), "quarter": Q2, "reason": f"Reason {on}."}
    what = {} if {"action", "page"} & given.keys() else {"measure": "clean-streets"}
    words = {} if given.get("kind") is CorrectionKind.WITHDRAWAL else {"from": "84%", "to": "85%"}
    return Correction.model_validate({**named, "kind": CorrectionKind.CORRECTION, **what, **words, **given})


def edition(data: Data, *corrections: Correction, quarter: Quarter = Q2, standing: Standing = Standing.ALONE) -> Site:
    return site(report(data.model_copy(update={"corrections": corrections}), quarter), standing)


def words(shown: Site, address: str) -> str:
    return parsed(page(shown, address).content).text


def page(shown: Site, address: str) -> Page:
    (found,) = [page for page in shown.pages if page.address == address]
    return found


def notice(shown: Site, address: str) -> str:
    """The words of a page's notice; "" where it has none."""
    found = [
        element.text
        for element in parsed(page(shown, address).content).all("div")
        if "qd-notice--correction" in element.attributes.get("class", "")
    ]
    assert len(found) <= 1
    return found[0] if found else ""


def noticed(shown: Site) -> set[str]:
    return {page.address for page in shown.pages if notice(shown, page.address)}


# ---- notices ----


def test_a_correction_is_told_on_the_page_of_what_it_corrects_and_on_every_page_that_links_to_it(
    exampleshire: Data,
) -> None:
    shown = edition(exampleshire, correction())
    links = (
        'href="../measures/clean-streets/"',
        'href="../../measures/clean-streets/"',
        'href="measures/clean-streets/"',
    )
    linking = {page.address for page in shown.pages if any(link in page.content for link in links)}
    told = {"measures/clean-streets/", "measures/", "off-target/", "priorities/homes-and-streets/"}
    told |= {address for address in linking if address.startswith("changes/")}
    assert noticed(shown) == told
    assert linking - told == {"search/", "corrections/", "measures/litter-survey/"}


def test_a_notice_says_when_what_the_words_before_and_after_and_why(exampleshire: Data) -> None:
    shown = edition(exampleshire, correction())
    assert notice(shown, "off-target/") == (
        "Corrected on 1 September 2022 Streets found clean in the survey, Quarter 2, 2022/23."
        " Published as “84%”, now “85%”. Reason 1. All corrections"
    )
    assert "data-as-printed>84%<" in page(shown, "off-target/").content


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": CorrectionKind.LATE_DATA, "from": ""}, "Late data added on 1 September 2022"),
        ({"kind": CorrectionKind.LATE_DATA, "from": ""}, "Published blank, now “85%”."),
        ({"kind": CorrectionKind.DEFINITION_CHANGE}, "Definition changed on 1 September 2022"),
        ({"kind": CorrectionKind.WITHDRAWAL}, "Something was removed on 1 September 2022"),
        ({"kind": CorrectionKind.WITHDRAWAL}, "Quarter 2, 2022/23. Reason 1."),
        ({"to": ""}, "Published as “84%”, now blank."),
    ],
)
def test_each_kind_has_its_own_words(given: dict[str, Any], told: str, exampleshire: Data) -> None:
    assert told in notice(edition(exampleshire, correction(**given)), "measures/clean-streets/")


def test_a_correction_of_an_earlier_quarter_is_told_on_the_thing_s_own_page_alone(exampleshire: Data) -> None:
    shown = edition(exampleshire, correction(quarter=Q4))
    assert noticed(shown) == set()
    assert "Corrections Quarter 4, 2021/22 First published 84%" in words(shown, "measures/clean-streets/")
    assert noticed(edition(exampleshire, correction(quarter=Q4), quarter=Q4)) >= {"measures/clean-streets/"}
    assert noticed(edition(exampleshire, correction(measure=None, page="plans/", quarter=Q4))) == {"plans/"}


def test_a_correction_of_a_later_quarter_is_in_no_page_or_download_of_an_edition(exampleshire: Data) -> None:
    entry = correction(reason="Counted twice by the new depot.")
    shown = edition(exampleshire, entry, quarter=Q4)
    assert all("new depot" not in page.content for page in shown.pages)
    assert all(b"new depot" not in file.content for file in shown.files)
    assert "None to date in this edition." in words(shown, "corrections/")


def test_a_correction_under_a_former_id_is_told_under_the_new_one(exampleshire: Data) -> None:
    assert notice(edition(exampleshire, correction(measure="litter-survey")), "measures/clean-streets/")


def test_a_corrected_page_is_named_by_its_title_and_home_by_a_slash(exampleshire: Data) -> None:
    shown = edition(
        exampleshire, correction(measure=None, page="plans/council-plan/"), correction(2, measure=None, page="/")
    )
    assert "A Fair Exampleshire, Quarter 2, 2022/23." in notice(shown, "plans/")
    assert "The quarter at a glance, Quarter 2, 2022/23." in notice(shown, "")
    assert "about/us/" in words(edition(exampleshire, correction(measure=None, page="about/us/")), "corrections/")


def test_a_link_into_a_page_counts_and_a_longer_address_does_not() -> None:
    told = [Told(correction(), (("Streets", "measures/streets/"),))]
    for content, found in (
        ('<a href="../measures/streets/#corrections">', 1),
        ('<a href="../measures/streets/">', 1),
        ('<a href="../measures/streets/more/">', 0),
        ('<a href="../measures/clean-streets/">', 0),
    ):
        assert len(notices(told, Q2, "", "plans/", content)) == found
        assert notices(told, Q2, "search", "search/", content) == ()


# ---- the section of a measure or an action ----


def test_a_page_tells_the_value_first_published_each_revision_and_why(exampleshire: Data) -> None:
    twice = correction(1), correction(2, **{"from": "85%", "to": "86%"})
    shown = edition(exampleshire, *twice)
    told = words(shown, "measures/clean-streets/")
    assert "Corrections Quarter 2, 2022/23 First published 84%" in told
    assert "Corrected on 1 September 2022 85%. Reason 1. Corrected on 2 September 2022 86%. Reason 2." in told
    assert 'href="#corrections"' in page(shown, "measures/clean-streets/").content


def test_an_action_has_the_same_section(exampleshire: Data) -> None:
    entry = correction(1, action="insulate-homes", **{"from": "58%", "to": "59%"})
    assert "First published 58% Corrected on 1 September 2022 59%. Reason 1." in words(
        edition(exampleshire, entry), "actions/insulate-homes/"
    )


def test_the_quarters_corrected_stand_latest_first_and_their_entries_oldest_first() -> None:
    about = (("Streets", "measures/clean-streets/"),)
    told = [Told(entry, about) for entry in (correction(1, quarter=Q4), correction(2), correction(3))]
    later, earlier = revisions(told, "measures/clean-streets/")
    assert (later.quarter, later.first, [one.correction.date.day for one in later.corrections]) == (Q2, "84%", [2, 3])
    assert (earlier.quarter, len(earlier.corrections)) == (Q4, 1)
    assert revisions(told, "measures/other/") == ()


# ---- withdrawals ----


def test_after_a_withdrawal_no_word_of_what_was_removed_is_in_the_edition(exampleshire: Data) -> None:
    first = correction(1, **{"from": "7 homes", "to": "6 homes"})
    gone = correction(2, kind=CorrectionKind.WITHDRAWAL, reason="It could point to a household.")
    shown = edition(exampleshire, first, gone)
    for made in shown.pages:
        assert "7 homes" not in made.content and "6 homes" not in made.content, made.address
    told = words(shown, "measures/clean-streets/")
    assert "First published Not shown" in told
    assert "Something was removed on 2 September 2022 It could point to a household." in told


def test_a_withdrawal_hides_the_words_of_its_own_thing_and_quarter_and_no_others() -> None:
    kept = (
        correction(1, quarter=Q4),
        correction(2, measure="other"),
        correction(3, measure=None, action="clean-streets"),
    )
    hidden = correction(4), correction(5, kind=CorrectionKind.WITHDRAWAL)
    shown = without_what_was_withdrawn((*kept, *hidden))
    assert [entry.was for entry in shown] == ["84%", "84%", "84%", None, None]


# ---- the page of corrections ----


def test_the_page_of_corrections_lists_each_latest_first(exampleshire: Data) -> None:
    shown = edition(exampleshire, correction(1, quarter=Q4), correction(2, kind=CorrectionKind.LATE_DATA))
    rows = [
        [cell.text for cell in row.all("th", "td")] for row in parsed(page(shown, "corrections/").content).all("tr")
    ]
    assert rows == [
        ["Date", "Edition", "What", "Published as", "Corrected to", "Kind, and why"],
        [
            "2 September 2022",
            "Quarter 2, 2022/23",
            "Streets found clean in the survey",
            "84%",
            "85%",
            "Late data: Reason 2.",
        ],
        [
            "1 September 2022",
            "Quarter 4, 2021/22",
            "Streets found clean in the survey",
            "84%",
            "85%",
            "Correction: Reason 1.",
        ],
    ]


def test_home_leads_to_the_corrections_where_there_are_any(exampleshire: Data) -> None:
    with_some, without = edition(exampleshire, correction()), edition(exampleshire)
    assert "Corrections 1 to date, to this quarter and earlier ones." in words(with_some, "")
    assert 'href="corrections/"' not in page(without, "").content
    assert "corrections/" in {item.address for group in without.frame.footer for item in group.items}


def test_among_the_editions_the_page_of_corrections_leads_to_the_one_that_never_freezes(exampleshire: Data) -> None:
    assert (
        'href="../../quarters/2022-23-q2/"'
        in page(edition(exampleshire, standing=Standing.PUBLISHED), "corrections/").content
    )
    assert "Later editions" not in words(edition(exampleshire), "corrections/")


def test_an_edition_s_data_hold_no_correction_that_its_pages_do_not(exampleshire: Data) -> None:
    (whole,) = [file for file in edition(exampleshire, correction()).files if file.address == "data/quarterday.json"]
    assert "corrections" not in json.loads(whole.content)["facts"]
