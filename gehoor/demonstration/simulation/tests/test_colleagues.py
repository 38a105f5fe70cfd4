import time
from datetime import UTC, datetime

import pytest

from gehoor.demonstration.simulation import pages
from gehoor.demonstration.simulation.colleagues import Floor, form_of, pieces
from gehoor.demonstration.simulation.course import Course
from gehoor.demonstration.simulation.pages import Article, Page
from gehoor.demonstration.simulation.scripts import Asked
from gehoor.demonstration.simulation.tally import Tally

PAGE = Page("3", "w", ("",), {"answered": "1", "passed_on": "6"}, ("11", "12"), (), False)


def test_words_grow_until_they_are_whole():
    assert list(pieces("abcdef", 4)) == ["abcd", "abcdef"]
    assert list(pieces("abcd", 4)) == ["abcd"]
    assert list(pieces("", 4)) == []


def test_form_holds_each_question_and_the_article_of_the_first():
    asked = [Asked("een", "passed_on", "let op"), Asked("twee", "onbekend")]
    form = form_of(PAGE, asked, Article("u", "5", "Paspoort", "12"))
    assert form["questions-TOTAL_FORMS"] == "2"
    assert (form["revision"], form["writer"]) == ("3", "w")
    assert (form["questions-0-text"], form["questions-0-outcome"]) == ("een", "6")
    assert (form["questions-0-article"], form["questions-0-department"]) == ("u", "12")
    assert (form["questions-1-outcome"], form["questions-1-department"]) == ("1", "11")
    assert "questions-1-article" not in form


def test_a_department_of_another_client_is_not_chosen():
    form = form_of(PAGE, [Asked("een")], Article("u", "5", "", "99"))
    assert form["questions-0-department"] == "11"


def test_a_contact_is_claimed_once():
    floor = Floor()
    assert (floor.claim("a"), floor.claim("a"), floor.claim("b")) == (True, False, True)


def test_the_day_played_goes_faster_and_waiting_ends_with_the_stop():
    course = Course(3600, begins_at=datetime(2026, 3, 2, 9, tzinfo=UTC))
    time.sleep(0.02)
    assert (course.now - course.begins_at).total_seconds() > 60
    slow = Course(1)
    slow.stop.set()
    began = time.monotonic()
    slow.wait(60)
    assert time.monotonic() - began < 1


def test_a_tally_tells_how_it_went():
    tally = Tally()
    tally.count("offered")
    tally.finish("u", "woorden")
    tally.fail("draft: 500")
    for milliseconds in range(1, 101):
        tally.took("page", milliseconds)
    assert tally.line() == (
        "1 offered, 0 started, 0 abandoned, 0 taken, 1 finished, 1 errors"
    )  # fmt: skip
    assert (tally.p95("page"), tally.p95("nothing")) == (96, 0)
    assert tally.as_row()["finished"] == [("u", "woorden")]


@pytest.mark.parametrize("text", ["", "<p>iets anders</p>"])
def test_a_page_without_a_contact_says_nothing(text: str):
    assert (pages.rings(text), pages.contacts_at_hand(text), pages.first_hit(text)) == ([], [], "")
    assert pages.read_article(text) is None
    assert pages.read_page(text).words == ()
