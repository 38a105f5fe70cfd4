from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoor.demonstration.simulation.play import PICK_UP_S
from gehoor.demonstration.simulation.scripts import (
    HOME,
    LISTENING_S,
    MANNERS,
    Script,
    Scripts,
    sentences,
)
from gehoor.demonstration.texts import Content

CONTENT = Content()
CLIENTS = ("waterrijk", "polderveen", "sociaal-werk")


def scripts(seed: int = 1) -> Scripts:
    return Scripts(CONTENT, Random(seed))


def one(kind: str, client: str = HOME, seed: int = 1) -> Script:
    return scripts(seed).script(kind, client, "phone")


def said(script: Script) -> str:
    return " ".join(line for _after, line in script.lines)


def test_shares_add_up():
    assert sum(manner.share for manner in MANNERS.values()) == pytest.approx(1)


@given(
    seed=st.integers(0, 10_000),
    kind=st.sampled_from(list(MANNERS)),
    client=st.sampled_from(CLIENTS),
    channel=st.sampled_from(["phone", "counter", "webform"]),
)
@settings(max_examples=60, deadline=None)
def test_every_citizen_can_be_played(seed: int, kind: str, client: str, channel: str):
    script = scripts(seed).script(kind, client, channel)
    begins = [after for after, _line in script.lines]
    assert begins == sorted(set(begins))
    assert script.talk_s >= begins[-1] + LISTENING_S
    assert script.questions
    assert "{" not in said(script)
    assert script.wrap_up_s > 0
    if kind != "wrong_number":
        assert script.patience_s > max(PICK_UP_S)
        assert all(question.words for question in script.questions)


def test_the_same_number_gives_the_same_citizens():
    def some(seed: int) -> list[Script]:
        own = scripts(seed)
        return [own.next_script(own.next_client(), "phone") for _n in range(20)]

    assert some(3) == some(3)
    assert some(3) != some(4)


def test_kinds_of_callers():
    assert one("anonymous").caller == "" != one("plain").caller
    assert len(one("two_questions").questions) == 2
    assert "Ik bel voor" in said(one("represented"))
    assert "derde keer" in said(one("angry"))
    wrong = one("wrong_number")
    assert (wrong.questions[0].words, wrong.questions[0].outcome) == ("", "ended_by_citizen")
    assert {one("only_talk", seed=n).questions[0].outcome for n in range(5)} == {"listened"}


def test_who_wants_secrecy_is_known_to_do_so():
    hidden = {row["phone"] for row in CONTENT.people["persons"] if row.get("is_protected")}
    assert one("protected").caller in hidden


def test_what_is_said_is_what_is_asked():
    script = one("plain")
    assert "".join(script.questions[0].words.split()) in "".join(said(script).split())


def test_kinds_that_call_do_not_write():
    own = scripts()
    assert {own.next_script(HOME, "webform").kind for _n in range(80)} <= {"plain", "two_questions"}


def test_others_never_call_twice_in_a_row():
    own = scripts()
    clients = [own.next_client() for _n in range(300)]
    assert set(clients) == set(CLIENTS)
    assert all(HOME in pair for pair in pairwise(clients))


def test_sentences():
    assert sentences("Hoi. Ik heb 3.5 kg?  Ja!") == ["Hoi.", "Ik heb 3.5 kg?", "Ja!"]
    assert sentences("  ") == []
