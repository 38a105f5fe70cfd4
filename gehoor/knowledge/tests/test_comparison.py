from hypothesis import given, settings
from hypothesis import strategies as st

from gehoor.knowledge.comparison import Line, compare

TEXT = st.text(st.sampled_from("ab \n"), max_size=60)


def test_equal_lines_stand_beside_each_other():
    assert compare("een\ntwee", "een\ntwee") == [
        Line([("een", False)], [("een", False)], False),
        Line([("twee", False)], [("twee", False)], False),
    ]


def test_the_words_that_differ_are_marked():
    (line,) = compare("Het kost € 75 per keer.", "Het kost € 80 per keer.")

    assert line == Line(
        [("Het kost € ", False), ("75", True), (" per keer.", False)],
        [("Het kost € ", False), ("80", True), (" per keer.", False)],
        True,
    )


def test_a_line_that_came_or_went_stands_alone():
    assert compare("een\ntwee", "een") == [
        Line([("een", False)], [("een", False)], False),
        Line([("twee", True)], None, True),
    ]
    assert compare("", "nieuw") == [Line(None, [("nieuw", True)], True)]


def test_lines_with_nothing_in_common_are_marked_whole():
    (line,) = compare("Bel de gemeente.", "xyz")

    assert line == Line([("Bel de gemeente.", True)], [("xyz", True)], True)


@settings(max_examples=200)
@given(TEXT, TEXT)
def test_both_texts_can_be_read_back(old, new):
    lines = compare(old, new)

    assert [_text(line.old) for line in lines if line.old is not None] == old.splitlines()
    assert [_text(line.new) for line in lines if line.new is not None] == new.splitlines()
    assert all(line.is_changed or line.old == line.new for line in lines)


def _text(parts):
    return "".join(text for text, _differs in parts)


def test_long_texts_are_compared_in_reasonable_time():
    old = "\n".join(f"regel {number}" for number in range(4_000))
    new = f"begin\n{old}\n{'woord ' * 30_000}"

    lines = compare(old, new)

    assert [line.is_changed for line in lines].count(True) == 2
