import pytest

from gehoor.knowledge.evaluation import evaluate


def test_evaluate_counts_places():
    ranked = [[7, 8], [8, 7], [1, 2, 3, 4, 5, 7], []]

    figures = evaluate(ranked, [{7}] * 4)

    assert figures == {"hit1": 1 / 4, "hit5": 2 / 4, "mrr10": (1 + 1 / 2 + 1 / 6) / 4, "n": 4}


def test_evaluate_takes_the_first_of_several_right_answers():
    assert evaluate([["a", "b", "c"]], [{"c", "b"}])["mrr10"] == 1 / 2


def test_evaluate_ignores_the_eleventh_place():
    figures = evaluate([list(range(11))], [{10}])

    assert figures == {"hit1": 0.0, "hit5": 0.0, "mrr10": 0.0, "n": 1}


def test_evaluate_of_a_question_without_right_answer_is_a_miss():
    assert evaluate([[1]], [set()])["hit5"] == 0.0


def test_evaluate_of_nothing_is_zero():
    assert evaluate([], []) == {"hit1": 0.0, "hit5": 0.0, "mrr10": 0.0, "n": 0}


def test_evaluate_refuses_different_lengths():
    with pytest.raises(ValueError, match="argument"):
        evaluate([[1]], [])
