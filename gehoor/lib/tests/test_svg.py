import itertools
import re
from xml.etree import ElementTree

import pytest

from gehoor.lib.svg import Bar, bar_chart, round_up, share_bar

SVG = "{http://www.w3.org/2000/svg}"


def chart(*values: float) -> ElementTree.Element:
    bars = [Bar(f"{n}", (value,), f"<{n}>: {value}") for n, value in enumerate(values)]
    svg = bar_chart("c", bars, title="Per dag & week", description="Het meest: <2>")
    return ElementTree.fromstring(svg)


def test_chart_says_in_words_what_it_shows() -> None:
    svg = chart(1, 2)
    assert svg.get("role") == "img"
    ids = (svg.get("aria-labelledby") or "").split()
    told = {element.get("id"): element.text for element in svg if element.get("id")}
    assert [told[name] for name in ids] == ["Per dag & week", "Het meest: <2>"]


def test_bars_stand_side_by_side_and_are_as_high_as_their_value() -> None:
    rects = chart(0, 5, 10).findall("g/rect")
    heights = [float(rect.get("height") or 0) for rect in rects]
    assert heights[0] == 0
    assert heights[2] == pytest.approx(2 * heights[1])
    left = [float((rect.get("x") or "").rstrip("%")) for rect in rects]
    width = float((rects[0].get("width") or "").rstrip("%"))
    assert all(b - a > width for a, b in itertools.pairwise(left))
    assert left[-1] + width <= 100
    assert [bar[0].text for bar in chart(0, 5, 10).findall("g")] == ["<0>: 0", "<1>: 5", "<2>: 10"]


def test_chart_has_no_style_that_a_strict_policy_refuses() -> None:
    bars = [Bar("a", (1, 2), "a", mark=4)]
    drawn = bar_chart("c", bars, title="", description="") + share_bar(0.5, 0.2)
    assert not re.search(r"style|<script|on\w+=|fill=", drawn)


def test_few_labels_whatever_the_number_of_bars() -> None:
    for number in (1, 6, 7, 62, 120):
        labels = [t for t in chart(*range(number)).findall("text") if t.get("text-anchor")]
        assert 1 <= len(labels) <= 6


def test_chart_of_nothing_is_a_chart() -> None:
    assert chart().findall("g/rect") == []
    assert [rect.get("height") for rect in chart(0, 0).findall("g/rect")] == ["0.0", "0.0"]


def test_parts_stand_on_each_other() -> None:
    svg = ElementTree.fromstring(bar_chart("c", [Bar("a", (6, 4), "a")], title="", description=""))
    lower, upper = svg.findall("g/rect")
    assert float(upper.get("y") or 0) + float(upper.get("height") or 0) == pytest.approx(
        float(lower.get("y") or 0)
    )
    assert [rect.get("class") for rect in (lower, upper)] == [
        "chart__bar series-1", "chart__bar series-2",
    ]  # fmt: skip


def test_mark_stands_at_the_height_of_its_value_and_lifts_the_top() -> None:
    bars = [Bar("a", (6,), "a", mark=12), Bar("b", (12,), "b")]
    svg = ElementTree.fromstring(bar_chart("c", bars, title="", description=""))
    [mark] = svg.findall("line[@class='chart__mark']")
    assert mark.get("y1") == svg.findall("g/rect")[1].get("y")


def test_share_bar_lays_its_parts_after_each_other() -> None:
    rects = ElementTree.fromstring(share_bar(0.25, 0.5)).findall("rect")
    assert [(rect.get("x"), rect.get("width")) for rect in rects] == [
        ("0.0%", "25.0%"), ("25.0%", "50.0%"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "top"),
    [(0, 2), (1, 2), (2, 2), (3, 4), (5, 6), (11, 12), (114, 120), (399, 400), (1_601, 2_000)],
)
def test_top_is_round_and_has_a_whole_half(value, top) -> None:
    assert round_up(value) == top
