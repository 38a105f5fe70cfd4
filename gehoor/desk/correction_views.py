"""Questions after the fact, on pages that hang on the page of the contact."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gehoor.contacts.corrections import (
    CODES,
    ContactCorrectedElsewhere,
    NotYoursToCorrect,
    may_correct,
    merge_questions,
)
from gehoor.contacts.history import history_of
from gehoor.contacts.models import Contact, Question
from gehoor.contacts.months import MonthIsFixed, fixed_month
from gehoor.desk.correction_forms import (
    CorrectionChoices,
    MergeForm,
    as_typed,
    formset_of,
    places_of,
    sent_formset,
)
from gehoor.desk.forms import Formset, counted, kept_forms, questions_as_typed
from gehoor.desk.views import contact_or_404
from gehoor.followups import corrections
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right

correcting = needs(Right.ANSWER, Right.CORRECT_CONTACTS)
Write = Callable[..., object]
Again = Callable[..., HttpResponse]


def _contact(request: EmployeeRequest, uuid: UUID) -> Contact:
    contact = contact_or_404(request, uuid)
    if not may_correct(contact, request.employee, at=timezone.now()):
        raise PermissionDenied
    return contact


def _question(contact: Contact, uuid: UUID) -> Question | None:
    """None when a colleague merged it into another meanwhile."""
    return contact.questions.select_related(*CODES).filter(uuid=uuid).first()


def _gone(request: EmployeeRequest, contact: Contact) -> HttpResponse:
    """What was typed about a question that is no longer there is shown, not lost."""
    typed = questions_as_typed(counted(request.POST)) if request.method == "POST" else []
    words = [question["text"] for question in typed if question.get("text", "").strip()]
    context = {"contact": contact, "words": words}
    return render(request, "desk/correction_gone.html", context, status=409)


def _attempt(
    request: EmployeeRequest, contact: Contact, write: Write, again: Again
) -> HttpResponse:
    """Back to the contact, or (`again`) the page with all as typed and why it was not done."""
    given = request.POST.get("revision", "")
    revision = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
    try:
        write(revision=revision, by=request.employee, at=timezone.now())
    except NotYoursToCorrect as refused:
        raise PermissionDenied from refused
    except ContactCorrectedElsewhere as late:
        return again(status=409, late=late.contact)
    except ValidationError as wrong:
        return again(status=422, problems=wrong.messages)
    messages.success(request, _("De verbetering is bewaard. De cijfers gaan vanzelf mee."))
    return redirect("contacts:detail", contact.uuid)


def _page(
    request: HttpRequest,
    template: str,
    contact: Contact,
    question: Question,
    *,
    late: Contact | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """`late` is the contact as a colleague corrected it: shown beside what was typed."""
    context: dict[str, Any] = {
        "contact": late or contact,
        "late": late,
        "question": question,
        "last_change": history_of(late)[-1] if late else None,
    }
    if fixed := fixed_month(contact.client, contact.offered_at):
        context["problems"] = MonthIsFixed(fixed).messages
        context["is_fixed"] = request.method != "POST"
    return render(request, template, context | more, status=status)


@correcting
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: EmployeeRequest, uuid: UUID, question: UUID) -> HttpResponse:
    contact = _contact(request, uuid)
    row = _question(contact, question)
    if row is None:
        return _gone(request, contact)
    choices = CorrectionChoices(contact, request.employee, row)

    def page(formset: Formset, **more: Any) -> HttpResponse:
        more |= {"formset": formset, "choices": choices}
        return _page(request, "desk/correct.html", contact, row, **more)

    if request.method != "POST":
        return page(formset_of(choices, [as_typed(row)]))
    formset = sent_formset(choices, request.POST)
    forms = kept_forms(formset) if formset.is_valid() else []
    if len(forms) != 1:
        return page(formset, status=422)
    asked = (forms[0].answered(), forms[0].promise())

    def write(**how: Any) -> object:
        return corrections.correct_question(row, asked, **how)

    return _attempt(request, contact, write, lambda **more: page(formset, **more))


@correcting
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: EmployeeRequest, uuid: UUID, question: UUID) -> HttpResponse:
    contact = _contact(request, uuid)
    row = _question(contact, question)
    if row is None:
        return _gone(request, contact)
    choices = CorrectionChoices(contact, request.employee, row)
    promises = list(row.follow_ups.order_by("pk"))

    def page(formset: Formset, **more: Any) -> HttpResponse:
        places = places_of(promises, request.POST, len(formset.forms))
        hanging = [(promise, places.get(promise.pk, 0)) for promise in promises]
        more |= {"formset": formset, "choices": choices, "promises": hanging}
        return _page(request, "desk/split.html", contact, row, **more)

    if request.method != "POST":
        return page(formset_of(choices, [as_typed(row), _another(row)]))
    if {"more", "less"} & request.POST.keys():
        return page(formset_of(choices, _parts(request, row)))
    formset = sent_formset(choices, request.POST)
    if not formset.is_valid():
        return page(formset, status=422)
    asked = [(form.answered(), form.promise()) for form in kept_forms(formset)]
    places = places_of(promises, request.POST, len(asked))

    def write(**how: Any) -> object:
        return corrections.split_question(row, asked, places=places, **how)

    return _attempt(request, contact, write, lambda **more: page(formset, **more))


def _another(row: Question) -> dict[str, Any]:
    """A further part begins with the same codes, and words of its own."""
    return as_typed(row) | {"text": "", "note": "", "case_reference": ""}


def _parts(request: EmployeeRequest, row: Question) -> list[dict[str, Any]]:
    """What is typed, with one part more or without one; two are the least."""
    typed: list[dict[str, Any]] = list(questions_as_typed(counted(request.POST)))
    taken = request.POST.get("less", "")
    if taken.isascii() and taken.isdigit() and int(taken) < len(typed) and len(typed) > 2:
        del typed[int(taken)]
    return [*typed, _another(row)] if "more" in request.POST else typed


@correcting
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: EmployeeRequest, uuid: UUID, question: UUID) -> HttpResponse:
    contact = _contact(request, uuid)
    rows = list(contact.questions.select_related(*CODES).order_by("position"))
    row = next((one for one in rows if one.uuid == question), None)
    if row is None:
        return _gone(request, contact)
    others = [one for one in rows if one != row]
    form = MergeForm(request.POST or None, question=row, others=others)

    def page(**more: Any) -> HttpResponse:
        return _page(request, "desk/merge.html", contact, row, form=form, **more)

    if request.method != "POST":
        return page()
    if not form.is_valid():
        return page(status=422)
    one, other, codes_of = form.pair()

    def write(**how: Any) -> object:
        return merge_questions(one, other, codes_of=codes_of, **how)

    return _attempt(request, contact, write, page)
