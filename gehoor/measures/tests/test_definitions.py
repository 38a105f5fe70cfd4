import pytest

from gehoor.measures import definitions
from gehoor.measures.definitions import MEASURES, Subject
from gehoor.measures.models import ContactTally, QuestionTally


def test_every_measure_says_what_it_is() -> None:
    for measure in MEASURES.values():
        assert str(measure.name)
        assert str(measure.formula).endswith(".")
        assert all(str(edge).endswith(".") for edge in measure.edges)
        assert str(measure.source).endswith(".")


@pytest.mark.parametrize("measure", MEASURES.values(), ids=str)
def test_measure_of_nothing_is_zero_or_unknown(measure: definitions.Measure) -> None:
    assert measure.value({}) == (0 if measure.unit == definitions.Unit.NUMBER else None)


def test_handle_time_is_talk_hold_and_wrap_up_of_timed_contacts() -> None:
    sums = {"talk_ms": 100, "hold_ms": 20, "wrap_up_ms": 30, "timed": 3, "closed": 5}
    assert definitions.HANDLE_TIME.value(sums) == 50


def test_uncounted_questions_are_on_neither_side_of_the_first_line_rate() -> None:
    assert (
        definitions.FIRST_LINE_RATE.value({"first_line": 3, "counted": 4, "questions": 9}) == 0.75
    )


def test_offered_is_answered_and_abandoned() -> None:
    assert definitions.OFFERED.value({"answered": 3, "abandoned": 2, "closed": 9}) == 5


def test_unanswered_is_what_counts_and_is_not_first_line() -> None:
    assert definitions.UNANSWERED.value({"first_line": 3, "counted": 4, "questions": 9}) == 1


def test_service_level_is_in_time_of_those_with_an_agreement() -> None:
    assert definitions.SERVICE_LEVEL.value({"in_time": 3, "agreed": 4, "answered": 9}) == 0.75


def test_measures_read_columns_of_their_own_tallies() -> None:
    columns = {Subject.CONTACTS: ContactTally.SUMS, Subject.QUESTIONS: QuestionTally.SUMS}
    for measure in MEASURES.values():
        sums = {name: 20 - n for n, name in enumerate(columns[measure.subject])}
        assert measure.value(sums)
