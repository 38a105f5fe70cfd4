"""Who speaks: being sure of that, for whom she speaks, and through whom."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gehoor.contacts.actions import ContactAlreadyClosed, ContactTakenByColleague
from gehoor.contacts.interpreting import set_interpreter
from gehoor.contacts.models import Contact, Level, Verification
from gehoor.contacts.verifying import checks_of, means_of, verify_by_means, verify_by_questions
from gehoor.desk.forms import Choices, QuestionForm, shown_question
from gehoor.desk.identity_forms import AnswersForm, InterpreterForm
from gehoor.desk.speaking import represented_by, standing_of
from gehoor.desk.views import contact_or_404
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right

REFUSED = (ContactAlreadyClosed, ContactTakenByColleague)
LONGEST = 300  # characters of a product or an answer


@needs(Right.ANSWER)
@require_POST
def verification(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """The panel for the product of the question at hand, open or closed."""
    return _panel(request, contact_or_404(request, uuid), is_open=bool(request.POST.get("is_open")))


@needs(Right.ANSWER)
@require_POST
def verify(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """By a means (DigiD, a document), or by what was answered. Passed: the panel closes."""
    contact = contact_or_404(request, uuid)
    try:
        tried = _tried(request, contact)
    except REFUSED:
        return HttpResponse(status=409)
    except ValidationError as wrong:
        return _panel(request, contact, is_open=True, problem=" ".join(wrong.messages), status=422)
    return _panel(request, contact_or_404(request, uuid), is_open=not tried.is_passed, tried=tried)


def _tried(request: EmployeeRequest, contact: Contact) -> Verification:
    by, at = request.employee, timezone.now()
    if means := request.POST.get("means"):
        chosen = [level for level in means_of(contact.channel) if str(level.value) == means]
        return verify_by_means(contact, (chosen or [Level.NONE])[0], by=by, at=at)
    answers = {code: answer[:LONGEST] for code, answer in _answers(request).items()}
    return verify_by_questions(contact, answers, product=_product(request), by=by, at=at)


def _answers(request: EmployeeRequest) -> dict[str, str]:
    sent = request.POST.items()
    begin = "check-"
    return {name.removeprefix(begin): str(v) for name, v in sent if name.startswith(begin)}


def _product(request: EmployeeRequest) -> str:
    return request.POST.get("product", "")[:LONGEST]


def _panel(
    request: EmployeeRequest,
    contact: Contact,
    *,
    is_open: bool,
    tried: Verification | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    if contact.party is None:
        return HttpResponse()
    now = timezone.now()
    standing = standing_of(contact, request.employee, product=_product(request), at=now)
    context = {
        "contact": contact,
        "standing": standing,
        "is_open": is_open,
        "tried": tried,
        "problem": problem,
    }
    if is_open:
        checks = checks_of(standing.rule, contact.party, request.employee)
        typed = request.POST if _answers(request) else None
        context |= {"form": AnswersForm(typed, checks=checks), "means": means_of(contact.channel)}
    return render(request, "desk/verification.html", context, status=status)


@needs(Right.ANSWER)
@require_POST
def concerned(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Whom the question at hand may be about: the caller, and those she speaks for."""
    form = _question(request, uuid)
    rows, today = form.choices.representations, timezone.localdate(form.choices.at)
    context = {
        "contact": form.choices.contact,
        "people": represented_by(rows, form.concern, on=today),
    }
    return render(request, "desk/concerned_choices.html", context)


@needs(Right.ANSWER)
@require_POST
def ground(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Whom the question at hand is about, by what, and what may not be told."""
    form = _question(request, uuid)
    return render(request, "desk/ground.html", {"form": form, "contact": form.choices.contact})


def _question(request: EmployeeRequest, uuid: UUID) -> QuestionForm:
    choices = Choices(contact_or_404(request, uuid), request.employee)
    return shown_question(request.POST, choices)


@needs(Right.ANSWER)
@require_POST
def interpreter(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    contact, form = contact_or_404(request, uuid), InterpreterForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=409)
    chosen, language = form.cleaned_data["interpreter"], form.cleaned_data["language"]
    try:
        set_interpreter(contact, chosen, language, by=request.employee, at=timezone.now())
    except REFUSED:
        return HttpResponse(status=409)
    context = {"contact": contact_or_404(request, uuid)}
    return render(request, "desk/interpreter.html", context)
