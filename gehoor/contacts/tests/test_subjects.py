from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.contacts.actions import Answered, accept_contact, close_contact, offer_contact
from gehoor.contacts.models import Outcome
from gehoor.contacts.subjects import LONGEST, first_words, subject_of
from gehoor.knowledge.models import Article
from gehoor.lib.html import clean_text
from gehoor.organisation.models import Product, Theme


@pytest.mark.parametrize(
    ("given_", "subject"),
    [
        ({"product": True, "article": True, "theme": True}, "paspoort"),
        ({"article": True, "theme": True}, "Paspoort kwijt"),
        ({"theme": True}, "Burgerzaken"),
        ({}, "mijn paspoort is weg"),
        ({"text": " \n"}, "Klantcontact"),
    ],
)
def test_subject_is_the_most_exact_thing_known(given_, subject) -> None:
    known: dict[str, Any] = {
        "product": Product(name="paspoort"),
        "article": Article(title="Paspoort kwijt"),
        "theme": Theme(name="Burgerzaken"),
    }
    codes = {name: row for name, row in known.items() if given_.get(name)}
    text = given_.get("text", "mijn paspoort\nis  weg")
    assert subject_of(Answered(text, Outcome(), **codes)) == subject


def test_first_words_end_with_a_word() -> None:
    text = (
        "waarom is mijn grijze container vandaag weer niet geleegd terwijl dat wel in de app staat"
    )
    assert first_words(text) == (
        "waarom is mijn grijze container vandaag weer niet geleegd terwijl dat wel in de"
    )
    assert first_words("x" * 100) == "x" * LONGEST


@given(st.text())
def test_first_words_are_short_and_the_beginning(text) -> None:
    words = first_words(text)
    assert len(words) <= LONGEST
    assert " ".join(clean_text(text).split()).startswith(words)


def test_subject_is_kept_when_a_contact_is_closed(municipality, agent, outcomes, now) -> None:
    contact = offer_contact(municipality, "phone", at=now)
    accept_contact(contact, by=agent, at=now)
    asked = [
        Answered("waar is mijn afvalpas", outcomes["answered"]),
        Answered("nog iets", outcomes["answered"], subject="Zelf gekozen"),
    ]
    rows = close_contact(contact, asked, by=agent, at=now + timedelta(minutes=1))
    assert [row.subject for row in rows] == ["waar is mijn afvalpas", "Zelf gekozen"]
