"""The form of the desk for a question that was closed before: with what it has now."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gehoor.contacts.actions import Answered
from gehoor.contacts.models import Contact, Outcome, Question
from gehoor.desk.forms import (
    PREFIX,
    Choices,
    Formset,
    QuestionForm,
    Words,
    counted,
    question_formset,
)
from gehoor.followups.models import FollowUp
from gehoor.knowledge.models import Article
from gehoor.organisation.models import Department, Employee, Product, Theme


class CorrectionChoices(Choices):
    """As at the desk, and whatever the question has already, in use or not."""

    def __init__(self, contact: Contact, employee: Employee, question: Question) -> None:
        super().__init__(contact, employee, timezone.now())
        self.question = question

    def _with(self, rows: dict[str, Any], own: Any) -> dict[str, Any]:
        return rows | {str(own.pk): own} if own else rows

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        return self._with(super().outcomes, self.question.outcome)

    @cached_property
    def themes(self) -> dict[str, Theme]:
        return self._with(super().themes, self.question.theme)

    @cached_property
    def departments(self) -> dict[str, Department]:
        return self._with(super().departments, self.question.department)

    def product(self, name: str) -> Product | None:
        own = self.question.product
        return own if own and own.name == name.strip() else super().product(name)

    @cached_property
    def titles(self) -> list[str]:
        return sorted({article.title for article in self._usable})

    def article_called(self, title: str) -> Article | None:
        own = self.question.article
        if own and own.title == title.strip():
            return own
        return next((row for row in self._usable if row.title == title.strip()), None)

    @cached_property
    def _usable(self) -> list[Article]:
        rows = self.usable_articles().only("title").order_by("pk")
        return list(rows)


class CorrectionForm(QuestionForm):
    """One question after the fact. Articles are chosen by title; whom it is about stays."""

    article = Words(label=_("Artikel"), widget=forms.TextInput(attrs={"list": "articles"}))  # type: ignore[assignment]
    party = None  # type: ignore[assignment]
    choices: CorrectionChoices

    def clean_article(self) -> Article | None:
        title = self.cleaned_data["article"]
        article = self.choices.article_called(title) if title.strip() else None
        if title.strip() and article is None:
            raise ValidationError(_("Dit artikel kennen we niet. Kies een artikel uit de lijst."))
        return article

    def answered(self) -> Answered:
        data = self.cleaned_data
        return Answered(
            text=data["text"],
            outcome=self.choices.outcomes[data["outcome"]],
            theme=self.choices.themes.get(data["theme"]),
            product=data["product"],
            article=data["article"],
            department=self.choices.departments.get(data["department"]),
            case_reference=data["case_reference"],
            note=data["note"],
        )


CorrectionFormSet = question_formset(CorrectionForm)


def as_typed(question: Question) -> dict[str, Any]:
    """The form as if somebody had typed this question."""
    return {
        "text": question.text,
        "outcome": question.outcome_id,
        "theme": question.theme_id,
        "product": question.product.name if question.product else "",
        "article": question.article.title if question.article else "",
        "department": question.department_id,
        "case_reference": question.case_reference,
        "note": question.note,
    }


def formset_of(choices: CorrectionChoices, typed: list[dict[str, Any]]) -> Formset:
    return CorrectionFormSet(initial=typed, prefix=PREFIX, form_kwargs={"choices": choices})


def sent_formset(choices: CorrectionChoices, sent: QueryDict) -> Formset:
    return CorrectionFormSet(counted(sent), prefix=PREFIX, form_kwargs={"choices": choices})


def places_of(follow_ups: list[FollowUp], sent: QueryDict, parts: int) -> dict[int, int]:
    """On which part each promise hangs; what was not chosen stays on the first."""
    chosen = {row.pk: sent.get(f"promise-{row.uuid}", "0") for row in follow_ups}
    return {
        pk: int(place)
        for pk, place in chosen.items()
        if place.isascii() and place.isdigit() and len(place) < 6 and int(place) < parts
    }


class MergeForm(forms.Form):
    """With which question, and whose classification the two get."""

    other = forms.ChoiceField(label=_("Samenvoegen met"), widget=forms.RadioSelect)
    codes_of = forms.ChoiceField(
        label=_("Welke indeling geldt daarna?"), widget=forms.RadioSelect, initial="this"
    )

    def __init__(self, *args: Any, question: Question, others: list[Question], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows = {str(row.uuid): row for row in others}
        self.question = question
        self.fields["other"].choices = [(key, _named(row)) for key, row in self.rows.items()]  # type: ignore[attr-defined]
        if len(others) == 1:
            self.fields["other"].initial = str(others[0].uuid)
        own = _("Die van vraag %(number)s: %(codes)s") % {
            "number": question.position, "codes": _codes(question)
        }  # fmt: skip
        self.fields["codes_of"].choices = [("this", own), ("other", _("Die van de andere vraag"))]  # type: ignore[attr-defined]

    def pair(self) -> tuple[Question, Question, Question]:
        """Of a valid form: the question, the other, and the one whose codes hold."""
        other = self.rows[self.cleaned_data["other"]]
        is_own = self.cleaned_data["codes_of"] == "this"
        return self.question, other, self.question if is_own else other


def _named(question: Question) -> str:
    return _("Vraag %(number)s: %(words)s (%(codes)s)") % {
        "number": question.position, "words": question.text[:120], "codes": _codes(question)
    }  # fmt: skip


def _codes(question: Question) -> str:
    return " · ".join(str(code) for code in (question.theme, question.outcome) if code)
