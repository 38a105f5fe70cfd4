"""What is typed about a contact: kept while one types, and finished."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gehoor.contacts.actions import (
    ContactAlreadyClosed,
    ContactTakenByColleague,
    DraftSavedElsewhere,
    save_draft,
)
from gehoor.contacts.models import Contact, Draft, Question
from gehoor.desk.forms import (
    PREFIX,
    Choices,
    Formset,
    QuestionForm,
    QuestionFormSet,
    counted,
    kept_forms,
    questions_as_typed,
)
from gehoor.desk.views import contact_of_window, desk_page, taken
from gehoor.followups.actions import finish_contact
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Employee
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right

# Words that are shown again when they could not be kept, under the labels of the form.
WORDS = ("text", "product", "case_reference", "note", "instruction")
LABELS: dict[str, Any] = {
    name: QuestionForm.base_fields[name].label for name in (*WORDS, "outcome")
}


@login_not_required
@require_POST
def draft(request: EmployeeRequest, uuid: UUID) -> JsonResponse:
    """Keep what is typed. Answers in JSON, as nobody is looking."""
    if not isinstance(request.user, Employee):
        return _refusal(_("U bent afgemeld. Meld u aan in een ander venster."), 401)
    if not request.employee.may(Right.ANSWER):
        return _refusal(_("U mag dit contact niet bewerken."), 403)
    try:
        kept = _keep(request, contact_of_window(request, uuid))
    except DraftSavedElsewhere:
        return _refusal(_("Dit contact is in een ander venster verder ingevuld."), 409)
    except ContactAlreadyClosed:
        return _refusal(_("Dit contact is al afgerond."), 409)
    except ContactTakenByColleague as refused:
        kept_here = _("Wat u hier typte, blijft hier staan.")
        return _refusal(f"{taken(refused.contact, request.employee)} {kept_here}", 409)
    return JsonResponse({"revision": kept.revision, "saved_at": kept.saved_at.isoformat()})


def _refusal(message: str, status: int) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)


def _keep(request: EmployeeRequest, contact: Contact) -> Draft:
    return save_draft(
        contact,
        questions_as_typed(counted(request.POST)),
        revision=_revision(request),
        writer=request.POST.get("writer", "")[:36],
        by=request.employee,
        at=timezone.now(),
    )


def _revision(request: EmployeeRequest) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


@needs(Right.ANSWER)
@require_POST
def finish(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Close the contact with all its questions; a mistake shows the page with all as typed.

    What is typed is kept first: also with a mistake in it, and nothing newer is overwritten.
    """
    contact = contact_of_window(request, uuid)
    choices = Choices(contact, request.employee)
    formset = QuestionFormSet(
        counted(request.POST), prefix=PREFIX, form_kwargs={"choices": choices}
    )
    is_valid = formset.is_valid()
    try:
        with transaction.atomic():
            kept = _keep(request, contact)
            is_finished = is_valid and _finished(request, contact, formset, kept.revision)
        if is_finished:
            messages.success(request, _("Het contact is afgerond en bewaard."))
            return redirect("desk:home")
    except DraftSavedElsewhere as newer:
        elsewhere = [_words_of(question, choices) for question in newer.draft.questions]
        return desk_page(request, contact, formset=formset, elsewhere=elsewhere, status=409)
    except ContactAlreadyClosed:
        return _finished_before(request, contact, choices)
    except ContactTakenByColleague as refused:
        return _gone_on(request, refused.contact, choices)
    return desk_page(request, contact, formset=formset, status=422)


def _finished(request: EmployeeRequest, contact: Contact, formset: Formset, revision: int) -> bool:
    questions = [(form.answered(), form.promise()) for form in kept_forms(formset)]
    now = timezone.now()
    try:
        finish_contact(contact, questions, by=request.employee, at=now, revision=revision)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return False
    return True


def _finished_before(request: EmployeeRequest, contact: Contact, choices: Choices) -> HttpResponse:
    """Two windows finished one contact: nothing is written twice and nothing typed is lost."""
    rows = contact.questions.select_related("product", "outcome").prefetch_related("follow_ups")
    return _what_is_lost(request, contact, [_as_typed(row) for row in rows], choices)


def _gone_on(request: EmployeeRequest, contact: Contact, choices: Choices) -> HttpResponse:
    """A colleague or another window went on with it: what it lacks of this is shown here."""
    draft = Draft.objects.filter(contact=contact).first()
    stored = [_words_of(question, choices) for question in (draft.questions if draft else [])]
    return _what_is_lost(request, contact, stored, choices)


def _what_is_lost(
    request: EmployeeRequest, contact: Contact, stored: list[dict[Any, str]], choices: Choices
) -> HttpResponse:
    sent = questions_as_typed(counted(request.POST))
    typed = [_words_of(question, choices) for question in sent]
    lost = [words for words in typed if words and not any(_holds(row, words) for row in stored)]
    is_open, is_mine = contact.state == Contact.State.OPEN, contact.agent_id == request.employee.pk
    if not lost:
        messages.info(request, _nothing_lost(request, contact, is_open, is_mine))
        return redirect("desk:home")
    context = {"contact": contact, "lost": lost, "is_open": is_open, "is_mine": is_open and is_mine}
    return render(request, "desk/finished_before.html", context, status=409)


def _nothing_lost(request: EmployeeRequest, contact: Contact, is_open: bool, is_mine: bool) -> str:
    if not is_open:
        return _("Dit contact was al afgerond.")
    return _("Wat u typte, was al bewaard.") if is_mine else taken(contact, request.employee)


@needs(Right.ANSWER)
@require_POST
def unkept(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Words typed without a connection that came too late: shown, and nothing is changed."""
    contact = contact_of_window(request, uuid)
    choices = Choices(contact, request.employee)
    is_open = contact.state == Contact.State.OPEN
    return (_gone_on if is_open else _finished_before)(request, contact, choices)


def _words_of(question: dict[str, str], choices: Choices) -> dict[str, Any]:
    """What somebody would not like to type or choose again, by label."""
    outcome = choices.outcomes.get(question.get("outcome", ""))
    words = {LABELS[name]: question.get(name, "") for name in WORDS}
    words[LABELS["outcome"]] = outcome.name if outcome else ""
    return {label: text for label, text in words.items() if text.strip()}


def _as_typed(row: Question) -> dict[Any, str]:
    instructions = " ".join(follow_up.instruction for follow_up in row.follow_ups.all())
    texts = (row.text, row.product.name if row.product else "", row.case_reference, row.note)
    kept = dict(zip(WORDS, (*texts, instructions), strict=True)) | {"outcome": row.outcome.name}
    return {LABELS[name]: text for name, text in kept.items()}


def _holds(row: dict[Any, str], words: dict[Any, str]) -> bool:
    return all(text == row.get(label) for label, text in words.items())
