import pytest

from gehoor.lib.numbers import duration, percentage


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (None, "–"), (0, "0 s"), (499, "0 s"), (9_400, "9 s"), (59_600, "1 min 0 s"),
        (252_000, "4 min 12 s"), (3_900_000, "1 u 5 min"), (187_200_000, "2 d 4 u"),
    ],
)  # fmt: skip
def test_duration_has_its_two_largest_units(milliseconds, text) -> None:
    assert duration(milliseconds) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, "–"), (0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.804, "80%"), (0.999, "99%"),
        (1, "100%"),
    ],
)  # fmt: skip
def test_percentage_is_whole_and_honest_at_the_ends(share, text) -> None:
    assert percentage(share) == text
