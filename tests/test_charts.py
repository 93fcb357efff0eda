"""Charts carry what was printed, join nothing that was not reported, and are the same each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quarterday import charts, lettering
from quarterday.charts import Point, Series, bars, line, lines, progress, sparkline, stacked, tally

REPORTED: tuple[int | None, ...] = (58, 60, None, 55, 59, 63, 66, 64, 68, 71, 72, 74)


KINDS = ("line", "lines", "bars", "stacked", "sparkline")


def quarters(*numbers: int | str | Decimal | None, target: Decimal | None = None) -> list[Point]:
    return [
        Point(
            label=f"Q{index % 4 + 1} {2019 + index // 4}/{20 + index // 4}",
            number=None if number is None else Decimal(number),
            printed="N/A [x]" if number is None else f"{number}%",
            now=index == len(numbers) - 1,
            target=target,
        )
        for index, number in enumerate(numbers)
    ]


def of_class(svg: str, name: str) -> list[ET.Element]:
    return [mark for mark in ET.fromstring(svg).iter() if name in mark.get("class", "").split()]


def words(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter("text")]


def strokes(path: ET.Element) -> list[list[tuple[float, float]]]:
    """The places of a path, from the ways between them."""
    found: list[list[tuple[float, float]]] = []
    x = y = 0.0
    for way, rest in re.findall(r"([Mmlhv])([^Mmlhv]*)", path.attrib["d"]):
        by = [float(number) for number in re.findall(r"-?[\d.]+", rest)]
        across, down = (by[0], 0) if way == "h" else (0, by[0]) if way == "v" else by
        x, y = round(x + across, 1), round(y + down, 1)
        if way in "Mm":
            found.append([])
        found[-1].append((x, y))
    return found


def marks(svg: str | ET.Element) -> list[tuple[float, float]]:
    """The middle of each dot and triangle, from left to right."""
    found = []
    for mark in ET.fromstring(svg).iter() if isinstance(svg, str) else svg.iter():
        if {"qd-chart__points", "qd-chart__special"} & {*mark.get("class", "").split()}:
            for stroke in strokes(mark):
                (left, right), (top, bottom) = ((min(way), max(way)) for way in zip(*stroke, strict=True))
                found.append(((left + right) / 2, (top + bottom) / 2))
        elif mark.tag == "circle":
            found.append((float(mark.attrib["cx"]), float(mark.attrib["cy"])))
    return sorted(found)


def are_as_high_as(numbers: list[Decimal | None], svg: str | ET.Element) -> bool:
    """Whether there is a mark for each number, and each stands between the lowest and the highest by its number."""
    known = [number for number in numbers if number is not None]
    heights = [y for _, y in marks(svg)]
    low, high = min(known), max(known)
    if len(known) != len(heights) or low == high:
        return len(known) == len(heights) and len(set(heights)) == 1
    bottom, top = heights[known.index(low)], heights[known.index(high)]
    with localcontext(Emax=MAX_EMAX, Emin=MIN_EMIN):
        places = [bottom + (top - bottom) * float((number - low) / (high - low)) for number in known]
    return all(abs(y - place) < 0.25 for y, place in zip(heights, places, strict=True))


def printed(svg: str | ET.Element) -> list[str]:
    drawn = ET.fromstring(svg) if isinstance(svg, str) else svg
    return [mark.attrib["data-value"] for mark in drawn.iter() if "data-value" in mark.attrib]


def drawn(points: list[Point]) -> dict[str, str]:
    known = [point for point in points if point.number is not None]
    return {
        "lines": lines([Series("North", tuple(points)), Series("Coast", tuple(points))], name="Lines", unit="%"),
        "stacked": stacked(
            [Series("On target", tuple(known), "good"), Series("Off", tuple(known), "off")], name="Bars"
        ),
        "line": line(points, name="Line chart", unit="%", baseline=Decimal(58)),
        "bars": bars(points, name="Bar chart"),
        "sparkline": sparkline(points, name="Trend"),
    }


def test_a_missing_quarter_is_a_gap_and_is_never_joined() -> None:
    svg = line(quarters(*REPORTED), name="Line chart", unit="%")
    [path] = of_class(svg, "qd-chart__line")
    assert [len(stroke) for stroke in strokes(path)] == [2, 9]
    assert len(of_class(svg, "qd-chart__gap")) == 1
    assert "[x]" in words(svg)


def test_quarters_missing_in_a_row_are_one_gap() -> None:
    assert len(of_class(line(quarters(1, None, None, 2), name="n", unit=""), "qd-chart__gap")) == 1


def test_a_point_between_two_gaps_has_no_line() -> None:
    svg = line(quarters(None, 42, None), name="n", unit="")
    assert not of_class(svg, "qd-chart__line")
    assert len(marks(svg)) == 1


def test_each_printed_number_has_one_mark() -> None:
    made = drawn(quarters(*REPORTED))
    assert printed(made["bars"]) == [f"{number}%" for number in REPORTED if number is not None]
    for kind in ("line", "sparkline"):
        assert are_as_high_as([None if number is None else Decimal(number) for number in REPORTED], made[kind])


def test_a_mark_at_another_height_is_not_as_high_as_its_number() -> None:
    assert not are_as_high_as([Decimal(1), Decimal(3), Decimal(4)], line(quarters(1, 2, 4), name="n", unit=""))
    assert not are_as_high_as([Decimal(1), Decimal(4)], line(quarters(1, 2, 4), name="n", unit=""))


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_holds_geometry_alone(kind: str) -> None:
    svg = drawn(quarters(*REPORTED, target=Decimal(65)))[kind]
    for word in ("script", "style", "<!--", "http", "xlink", "title", "desc", "xmlns", "pygal", "rotate", "foreign"):
        assert word not in svg
    assert not re.search(r"\s(id|on\w+)=", svg)
    assert not re.search(r"\d\.\d\d", svg)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_figures_give_the_same_bytes(kind: str) -> None:
    assert drawn(quarters(*REPORTED))[kind] == drawn(quarters(*REPORTED))[kind]


def test_lxml_makes_no_difference(tmp_path: Path) -> None:
    (tmp_path / "lxml").mkdir()
    # Any use of this lxml would fail: it has nothing in it.
    (tmp_path / "lxml" / "__init__.py").write_text("")
    (tmp_path / "lxml" / "etree.py").write_text("")
    script = (
        "from decimal import Decimal\n"
        "from quarterday.charts import Point, Series, bars, line, lines, sparkline, stacked\n"
        "from pygal.etree import etree\n"
        "points = [Point('Q1 2022/23', Decimal(1), '1'), Point('Q2 2022/23', Decimal(2), '2', True, Decimal(3))]\n"
        "print(etree._lxml_etree and etree._lxml_etree.__name__)\n"
        "print(line(points, name='n', unit='%'), bars(points, name='n'), sparkline(points, name='n'))\n"
        "print(lines([Series(name, tuple(points)) for name in 'ab'], name='n', unit='%'))\n"
        "print(stacked([Series(name, tuple(points), 'off') for name in 'ab'], name='n'))\n"
    )
    source = str(Path(charts.__file__).parents[1])
    environment = {key: value for key, value in os.environ.items() if key != "NO_LXML"}
    runs = []
    for path in (source, f"{tmp_path}{os.pathsep}{source}"):
        run = subprocess.run(
            [sys.executable, "-c", script],
            env=environment | {"PYTHONPATH": path},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        runs.append(run.stdout.split("\n", 1))
    assert runs[1][0] == "lxml.etree"
    assert runs[0][1] == runs[1][1]


def test_a_screen_reader_hears_the_name_and_nothing_else() -> None:
    svg = ET.fromstring(line(quarters(1, 2), name='From "1" to <2>', unit=""))
    assert (svg.get("role"), svg.get("aria-label")) == ("img", 'From "1" to <2>')
    assert [child.get("aria-hidden") for child in svg] == ["true"]


def test_heights_are_in_proportion_to_the_numbers() -> None:
    low, middle, high = (y for _, y in marks(line(quarters(0, 30, 90), name="n", unit="")))
    assert low - high == pytest.approx(3 * (low - middle), abs=0.3)


def test_bars_start_at_zero() -> None:
    svg = bars(quarters(90, 100), name="n")
    drawn = of_class(svg, "qd-chart__bar")
    [axis] = of_class(svg, "qd-chart__axis")
    assert {mark.attrib["x"] for mark in drawn} == {axis.attrib["d"].removeprefix("M").split(" ")[0]}
    short, long = (float(mark.attrib["width"]) for mark in drawn)
    assert short / long == pytest.approx(0.9, abs=0.002)


def test_a_result_of_zero_has_a_bar_of_no_width() -> None:
    svg = bars(quarters(0, 5), name="n")
    assert printed(svg) == ["0%", "5%"]
    assert of_class(svg, "qd-chart__bar")[0].get("width") == "0"
    assert printed(bars(quarters(0), name="n")) == ["0%"]


def test_a_bar_below_zero_ends_where_one_above_begins() -> None:
    below, above = of_class(bars(quarters(-3, 5), name="n"), "qd-chart__bar")
    end = float(below.attrib["x"]) + float(below.attrib["width"])
    assert end == pytest.approx(float(above.attrib["x"]), abs=0.11)


def test_each_bar_has_its_words_and_the_printed_value() -> None:
    rows = [
        Point("North", Decimal(32), "32"),
        Point("Coast", Decimal(53), "53"),
        Point("Hills", None, "N/A [z]"),
    ]
    svg = bars(rows, name="n")
    assert words(svg) == ["North: 32", "Coast: 53", "Hills: N/A [z]"]
    assert printed(svg) == ["32", "53"]


def test_a_target_steps_where_it_changed_and_is_absent_where_there_was_none() -> None:
    points = [
        Point(f"Q{index}", Decimal(5), "5", target=target)
        for index, target in enumerate([Decimal(4), Decimal(6), None, Decimal(6)])
    ]
    [path] = of_class(line(points, name="n", unit=""), "qd-chart__target")
    first, second = strokes(path)
    heights = [y for _, y in first]
    assert heights[0] == heights[1] != heights[2] == heights[3]
    assert {y for _, y in second} == {heights[3]}


def test_only_the_quarter_being_read_is_marked_so() -> None:
    svg = line(quarters(1, 2), name="n", unit="")
    [dot] = of_class(svg, "qd-chart__now")
    assert float(dot.attrib["cx"]) == marks(svg)[1][0]
    assert not of_class(line(quarters(1, 2, None), name="n", unit=""), "qd-chart__now")


def test_the_latest_value_stands_at_the_end_of_the_line() -> None:
    assert words(line(quarters(*REPORTED), name="n", unit="%"))[-1] == "74%"


def test_a_single_result_is_a_dot() -> None:
    svg = line(quarters(42), name="n", unit="")
    assert len(marks(svg)) == 1
    assert not of_class(svg, "qd-chart__line")


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 12, 20, 40])
def test_labels_under_the_axis_stay_apart_on_a_phone(count: int) -> None:
    svg = line(quarters(*range(1, count + 1)), name="n", unit="")
    spans = []
    for text in ET.fromstring(svg).iter("text"):
        kinds = text.get("class", "")
        if not re.search(r"\d{4}/\d\d", text.text or "") or "--wide" in kinds:
            continue
        width, x = lettering.width_of(text.text or "", lettering.PHONE), float(text.attrib["x"])
        left = x - width if "--end" in kinds else x - width / 2 if "--mid" in kinds else x
        spans.append((left, left + width))
    assert spans
    assert all(left >= 0 and right <= lettering.WIDTH for left, right in spans)
    assert all(right < left for (_, right), (left, _) in pairwise(spans))


@pytest.mark.parametrize("figure", ["NaN", "sNaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize(
    "draw",
    [
        lambda number: line([Point("Q1", Decimal(1), "1"), Point("Q2", number, "?")], name="n", unit=""),
        lambda number: line([Point("Q1", Decimal(1), "1", target=number)], name="n", unit=""),
        lambda number: line([Point("Q1", Decimal(1), "1")], name="n", unit="", baseline=number),
        lambda number: bars([Point("Q1", number, "?")], name="n"),
        lambda number: sparkline([Point("Q1", number, "?")], name="n"),
        lambda number: progress(number),
        lambda number: progress(Decimal(1), expected=number),
    ],
)
def test_what_is_not_a_finite_number_is_refused(draw: Callable[[Decimal], str], figure: str) -> None:
    with pytest.raises(ValueError, match="number"):
        draw(Decimal(figure))


@pytest.mark.parametrize("numbers", [(), (None, None)])
def test_a_chart_without_a_number_is_refused(numbers: tuple[None, ...]) -> None:
    with pytest.raises(ValueError, match="the chart 'Trend' should have a number"):
        line(quarters(*numbers), name="Trend", unit="")
    with pytest.raises(ValueError, match="the chart 'Trend' should have a number"):
        bars(quarters(*numbers), name="Trend")
    assert sparkline(quarters(*numbers), name="Trend") == ""


@pytest.mark.parametrize(
    ("ticks", "unit", "expected"),
    [
        ([74], "%", ["0%", "20%", "40%", "60%", "80%"]),
        ([-5, 12], "days", ["\N{MINUS SIGN}5", "0", "5", "10", "15"]),
        ([1_250_000], "£", ["£0", "£500,000", "£1m", "£1.5m"]),
        ([10**12], "", ["0", "200bn", "400bn", "600bn", "800bn", "1tn"]),
        (["0.3"], "", ["0", "0.1", "0.2", "0.3"]),
        ([0], "", ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ],
)
def test_the_axis_has_round_numbers_and_holds_zero(ticks: list[int | str], unit: str, expected: list[str]) -> None:
    svg = line(quarters(*ticks), name="n", unit=unit)
    assert [text.text for text in of_class(svg, "qd-chart__label--y")] == expected


finite = st.decimals(allow_nan=False, allow_infinity=False)
ordinary = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
numbers_and_gaps = st.lists(st.none() | finite | ordinary, min_size=1, max_size=14).filter(
    lambda numbers: any(number is not None for number in numbers)
)


@given(numbers_and_gaps, st.none() | finite, st.none() | finite, st.sampled_from(["", "%", "£", "days"]))
@settings(deadline=None, max_examples=60)
def test_any_figures_are_drawn_inside_the_picture(
    numbers: list[Decimal | None], target: Decimal | None, baseline: Decimal | None, unit: str
) -> None:
    points = quarters(*numbers, target=target)
    expected = [point.printed for point in points if point.number is not None]
    svg = line(points, name="n", unit=unit, baseline=baseline)
    assert printed(bars(points, name="n")) == expected
    assert are_as_high_as(numbers, svg)
    assert are_as_high_as(numbers, sparkline(points, name="n"))
    assert "nan" not in svg
    for x, y in marks(svg):
        assert 0 <= x <= lettering.WIDTH
        assert 0 <= y <= charts.HEIGHT


def several(*columns: tuple[int | None, ...]) -> list[Series]:
    names = ("North", "Coast", "Hills", "Port Example and the islands beyond it")
    return [Series(name, tuple(quarters(*numbers))) for name, numbers in zip(names, columns, strict=False)]


def series_of(svg: str) -> dict[str, ET.Element]:
    return {group.attrib["data-series"]: group for group in of_class(svg, "qd-chart__series")}


def test_each_of_several_lines_has_its_figures_its_name_and_a_dash_of_its_own() -> None:
    svg = lines(several((1, 2, None, 4), (2, 2, 3, 3), (5, 6, 7, None)), name="n", unit="")
    found = series_of(svg)
    assert list(found) == ["North", "Coast", "Hills"]
    for group, numbers in zip(found.values(), ((1, 2, 4), (2, 2, 3, 3), (5, 6, 7)), strict=True):
        assert are_as_high_as([Decimal(number) for number in numbers], group)
    assert words(svg)[-3:] == ["North", "Coast", "Hills"]
    kinds = {path.get("class", "").split()[1] for path in of_class(svg, "qd-chart__line")}
    assert kinds == {"qd-chart__line--1", "qd-chart__line--2", "qd-chart__line--3"}


def test_several_lines_keep_their_gaps_and_only_a_quarter_without_any_figure_is_shaded() -> None:
    svg = lines(several((1, 2, None, 4, None, 6, 7), (2, 2, 3, 3, None, 5, 4)), name="n", unit="")
    first, second = of_class(svg, "qd-chart__line")
    assert [len(strokes(path)) for path in (first, second)] == [2, 2]
    assert len(of_class(svg, "qd-chart__gap")) == 1


def test_names_at_the_ends_of_lines_stay_apart_and_inside_the_picture() -> None:
    svg = lines(several((1, 5), (1, 5), (1, 5), (1, 5)), name="n", unit="")
    names = [text for text in of_class(svg, "qd-chart__label--ink")]
    heights = sorted(float(text.attrib["y"]) for text in names)
    assert len(names) > 4  # the long name takes several lines
    assert all(b - a >= lettering.PHONE for a, b in pairwise(heights))
    height = float(ET.fromstring(svg).attrib["viewBox"].split()[3])
    assert heights[0] > 0 and heights[-1] < height
    assert all(
        float(text.attrib["x"]) + lettering.width_of(text.text or "", lettering.PHONE) <= lettering.WIDTH
        for text in names
    )


@pytest.mark.parametrize("count", [1, 5])
def test_a_chart_has_two_to_four_lines(count: int) -> None:
    with pytest.raises(ValueError, match=f"the chart 'n' should have 2 to 4 series, found {count}"):
        lines([Series("North", tuple(quarters(1, 2)))] * count, name="n", unit="")


def statuses(*columns: tuple[str, str, tuple[int, ...]]) -> list[Series]:
    return [
        Series(name, tuple(Point(f"Priority {row}", Decimal(n), str(n)) for row, n in enumerate(numbers, 1)), look)
        for name, look, numbers in columns
    ]


def test_a_stacked_bar_has_a_part_for_each_status_as_long_as_its_count() -> None:
    svg = stacked(statuses(("On target", "good", (3, 0)), ("Off target", "off", (1, 8))), name="n")
    found = {name: printed(group) for name, group in series_of(svg).items()}
    assert found == {"On target": ["3", "0"], "Off target": ["1", "8"]}
    on, none, off, most = of_class(svg, "qd-chart__share")
    assert none.get("width") == "0"
    assert float(on.attrib["width"]) == pytest.approx(3 * float(off.attrib["width"]), abs=0.2)
    assert float(most.attrib["width"]) == pytest.approx(8 * float(off.attrib["width"]), abs=0.5)
    assert float(on.attrib["x"]) + float(on.attrib["width"]) == pytest.approx(float(off.attrib["x"]), abs=0.11)


def test_a_stacked_bar_tells_each_status_by_a_sign_and_a_count_and_explains_the_signs() -> None:
    svg = stacked(statuses(("On target", "good", (3, 0)), ("Off target", "off", (1, 2))), name="n")
    assert words(svg) == ["On target", "Off target", "Priority 1", "Priority 2", "3", "1", "2"]
    faces = [face.get("class", "").split("--")[1] for face in of_class(svg, "qd-tally__face")]
    assert faces == ["good", "off", "good", "off", "off"]


def test_counts_over_narrow_parts_stay_apart() -> None:
    svg = stacked(statuses(*((f"S{n}", "off", (1, 120)) for n in range(4))), name="n")
    counts = [text for text in ET.fromstring(svg).iter("text") if text.text == "1"]
    places = [float(text.attrib["x"]) for text in counts]
    assert len(places) == 4
    assert all(b - a > lettering.PHONE for a, b in pairwise(places))


@pytest.mark.parametrize("numbers", [(), (0, 0), (-1, 2)])
def test_a_stacked_bar_that_counts_nothing_is_refused(numbers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="the chart 'n' should count something"):
        stacked(statuses(("On target", "good", numbers)), name="n")


def test_a_word_too_long_for_its_line_is_broken_and_not_cut_off() -> None:
    svg = bars([Point("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 2, Decimal(1), "1")], name="n")
    assert len(words(svg)) > 1
    assert all(lettering.width_of(text, lettering.PHONE) <= lettering.WIDTH for text in words(svg))


def test_progress_stays_in_its_track_and_marks_what_was_expected() -> None:
    assert [mark.get("width") for mark in of_class(progress(Decimal(47)), "qd-bar__fill")] == ["47"]
    assert [mark.get("width") for mark in of_class(progress(Decimal(120)), "qd-bar__fill")] == ["100"]
    assert [mark.get("width") for mark in of_class(progress(Decimal(-5)), "qd-bar__fill")] == ["0"]
    [mark] = of_class(progress(Decimal(47), expected=Decimal("83.3")), "qd-bar__mark")
    assert mark.get("d") == "M83.3 -3V13"


def test_a_tally_has_a_square_for_each_sign() -> None:
    row = ET.fromstring(tally(["good", "calm", "near", "off", "none", "unknown"]))
    assert len(row) == 6
    assert row.get("aria-hidden") == "true"
    assert all(len(unit) >= 2 for unit in row)


def test_a_tally_refuses_a_sign_that_the_key_does_not_have() -> None:
    with pytest.raises(ValueError, match="a sign should be good, calm, near, off, none or unknown, found 'red'"):
        tally(["red"])


def test_a_figure_that_stands_out_is_a_triangle_that_points_there() -> None:
    points = [
        Point(f"Q{number} 2019/20", Decimal(number), str(number), special=special)
        for number, special in ((1, 0), (2, 1), (3, -1))
    ]
    svg = line(points, name="n", unit="", levels=[charts.Level("limit", Decimal(2), "Upper limit")])
    assert are_as_high_as([Decimal(1), Decimal(2), Decimal(3)], svg)
    [dots], [special] = of_class(svg, "qd-chart__points"), of_class(svg, "qd-chart__special")
    assert len(strokes(dots)) == 1
    up, down = strokes(special)
    assert up[1][1] < up[0][1] and down[1][1] > down[0][1]
    assert len(of_class(svg, "qd-chart__limit")) == 1
    assert "Upper limit" in words(svg)
