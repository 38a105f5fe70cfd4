"""Charts as SVG that says in words what it shows, coloured by classes only."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

PLOT, HEIGHT = 188, 216  # pixels; across, places are per cents, so text never shrinks
TOP = 16
LABELS = 6


@dataclass(frozen=True)
class Bar:
    """Parts that stand on each other, the first at the bottom.

    `label` stands below some of the bars; `told` is the whole story of this one; `mark` is a
    value to compare it with, drawn as a stripe.
    """

    label: str
    parts: tuple[float, ...]
    told: str
    mark: float | None = None

    @property
    def top(self) -> float:
        return max(sum(self.parts), self.mark or 0)


def bar_chart(name: str, bars: Sequence[Bar], *, title: str, description: str) -> SafeString:
    """Upright bars from zero, in order. `name` is unique on the page."""
    top = round_up(max((bar.top for bar in bars), default=0))
    return format_html(
        '<svg class="chart__bars" role="img" aria-labelledby="{0}-title {0}-desc" '
        'width="100%" height="{1}"><title id="{0}-title">{2}</title>'
        '<desc id="{0}-desc">{3}</desc>{4}{5}{6}{7}</svg>',
        name, HEIGHT, title, description, _grid(top), _bars(bars, top), _marks(bars, top),
        _labels(bars),
    )  # fmt: skip


def round_up(value: float) -> int:
    """The next of 2, 4, 6, 8, 10, 12, 16, 20, 40, 60, ...: round, and its half is whole."""
    step = 1
    while True:
        for factor in (2, 4, 6, 8, 10, 12, 16):
            if value <= factor * step:
                return factor * step
        step *= 10


def _y(value: float, top: int) -> float:
    return round(PLOT - (PLOT - TOP) * value / top, 1)


def _grid(top: int) -> SafeString:
    """Lines at the top and halfway, their numbers on them, and the axis."""
    lines = format_html_join(
        "",
        '<line class="chart__grid" x1="0" x2="100%" y1="{0}" y2="{0}"/>'
        '<text class="chart__label" x="0" y="{1}" aria-hidden="true">{2}</text>',
        (
            (_y(value, top), _y(value, top) - 4, number_format(value, force_grouping=True))
            for value in (top, top // 2)
        ),
    )
    axis = format_html('<line class="chart__axis" x1="0" x2="100%" y1="{0}" y2="{0}"/>', PLOT)
    return lines + axis


def _bars(bars: Sequence[Bar], top: int) -> SafeString:
    room = 100 / max(1, len(bars))
    return format_html_join(
        "",
        '<g><title>{}</title>{}</g>',
        ((bar.told, _parts(bar, round(room * (n + 0.1), 3), room, top))
         for n, bar in enumerate(bars)),
    )  # fmt: skip


def _parts(bar: Bar, x: float, room: float, top: int) -> SafeString:
    heights = [0.0, *accumulate(bar.parts)]
    return format_html_join(
        "",
        '<rect class="chart__bar series-{}" x="{}%" y="{}" width="{}%" height="{}"></rect>',
        (
            (n, x, _y(above, top), round(room * 0.8, 3), round(_y(below, top) - _y(above, top), 1))
            for n, (below, above) in enumerate(pairwise(heights), start=1)
        ),
    )


def _marks(bars: Sequence[Bar], top: int) -> SafeString:
    room = 100 / max(1, len(bars))
    return format_html_join(
        "",
        '<line class="chart__mark" x1="{0}%" x2="{1}%" y1="{2}" y2="{2}"/>',
        (
            (round(room * (n + 0.02), 3), round(room * (n + 0.98), 3), _y(bar.mark, top))
            for n, bar in enumerate(bars)
            if bar.mark is not None
        ),
    )


def share_bar(*shares: float) -> SafeString:
    """Parts of 0 to 1 lying after each other, for beside a number that says the same."""
    places = [0.0, *accumulate(shares)]
    rects = format_html_join(
        "",
        '<rect class="chart__bar series-{}" x="{}%" width="{}%" height="100%"></rect>',
        (
            (n, round(100 * begin, 2), round(100 * (end - begin), 2))
            for n, (begin, end) in enumerate(pairwise(places), start=1)
        ),
    )
    return format_html('<svg class="share-bar" aria-hidden="true">{}</svg>', rects)


def _labels(bars: Sequence[Bar]) -> SafeString:
    """As many as fit on a telephone."""
    step = max(1, -(-len(bars) // LABELS))
    return format_html_join(
        "",
        '<text class="chart__label" text-anchor="middle" aria-hidden="true" x="{}%" y="{}">'
        "{}</text>",
        (
            (round(100 * (n + 0.5) / len(bars), 2), HEIGHT - 10, bars[n].label)
            for n in range(0, len(bars), step)
        ),
    )
