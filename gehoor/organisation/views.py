"""Signing in and out, and what an employee sets for herself."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from gehoor.organisation.actions import (
    note_sign_in,
    note_sign_out,
    set_password,
    set_preferences,
)
from gehoor.organisation.forms import PasswordForm, PreferencesForm, SignInForm
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Employee
from gehoor.organisation.signin import (
    TooManyAttempts,
    demonstration_for,
    demonstration_people,
    next_page,
    sign_in_with_password,
)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _judge_password(request)
    htmx = cast(HtmxDetails, getattr(request, "htmx", None))
    if htmx:
        # A part of a page was asked after the session ended: the whole page must go.
        wanted = urlencode({"next": htmx.current_url_abs_path or ""})
        return HttpResponseClientRedirect(f"{request.path}?{wanted}")
    if request.user.is_authenticated and demonstration_for(request) is None:
        return HttpResponseRedirect(next_page(request))
    return _sign_in_page(request, SignInForm())


def _judge_password(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form)
    now = timezone.now()
    try:
        employee = sign_in_with_password(request, **form.cleaned_data, at=now)
    except TooManyAttempts:
        form.add_error(None, _("Te vaak geprobeerd. Wacht 15 minuten en probeer het opnieuw."))
        return _sign_in_page(request, form, status=429)
    if employee is None:
        form.add_error(None, _("Het e-mailadres of het wachtwoord klopt niet."))
        return _sign_in_page(request, form)
    return _enter(request, employee)


def _enter(request: HttpRequest, employee: Employee) -> HttpResponseRedirect:
    login(request, employee)
    note_sign_in(employee, at=timezone.now())
    return HttpResponseRedirect(next_page(request))


def _sign_in_page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    demonstration = demonstration_for(request)
    context = {
        "form": form,
        "next": next_page(request),
        "demonstration": demonstration,
        "doors": demonstration_people(demonstration) if demonstration else [],
    }
    return render(request, "organisation/sign_in.html", context, status=status)


@login_not_required
@require_POST
def choose_role(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody of the demonstration; elsewhere this page does not exist.

    The page offers one person a role; its simulation chooses others.
    """
    demonstration = demonstration_for(request)
    if demonstration is None:
        raise Http404
    try:
        chosen = Employee.objects.get(
            tenant=demonstration, is_active=True, uuid=request.POST.get("employee", "")
        )
    except (Employee.DoesNotExist, ValidationError) as unknown:
        raise Http404 from unknown
    return _enter(request, chosen)


def leave(request: HttpRequest, employee: Employee, **about: Any) -> HttpResponse:
    """End the session; the desk decides whether that may be (`desk/leaving_views.py`)."""
    note_sign_out(employee, at=timezone.now(), **about)
    logout(request)
    messages.success(request, _("U bent afgemeld."))
    return redirect("organisation:sign-in")


@require_POST
def preferences(request: EmployeeRequest) -> HttpResponse:
    form = PreferencesForm(request.POST)
    if form.is_valid():
        set_preferences(request.employee, **form.cleaned_data, at=timezone.now())
    else:
        messages.error(request, _("Deze voorkeur kennen we niet. Er is niets veranderd."))
    return HttpResponseRedirect(next_page(request))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: EmployeeRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, employee=request.employee)
    if not form.is_valid():
        return render(request, "organisation/password.html", {"form": form})
    employee = request.employee
    set_password(employee, form.cleaned_data["new"], by=employee, at=timezone.now())
    update_session_auth_hash(request, employee)
    messages.success(request, _("Uw wachtwoord is veranderd."))
    return redirect("organisation:password")
