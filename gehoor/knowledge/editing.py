"""Writing what is known: pages for who may."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from gehoor.knowledge.actions import (
    AdditionChangedMeanwhile,
    ArticleChangedMeanwhile,
    change_addition,
    change_article,
    write_article,
)
from gehoor.knowledge.comparison import compare
from gehoor.knowledge.forms import AdditionForm, ArticleForm, products_by_key, products_found
from gehoor.knowledge.models import Article, LocalAddition
from gehoor.knowledge.richtext import MOST, as_html
from gehoor.knowledge.views import article_or_404, differences
from gehoor.lib.html import clean_html, plain_text
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import ClientOrganisation, Product
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right

REFUSED = 422  # htmx shows what comes with it, and keeps silent about other errors


@needs(Right.EDIT_KNOWLEDGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: EmployeeRequest) -> HttpResponseBase:
    employee = request.employee
    article = Article(tenant=employee.tenant)
    form = ArticleForm(_sent(request), instance=article, employee=employee)
    if request.method != "POST":
        return _editor(request, form)
    if not form.is_valid():
        return _editor(request, form, status=REFUSED)
    made = write_article(
        employee.tenant,
        form.fields_to_write,
        products=list(form.cleaned_data["products"]),
        by=employee,
        at=timezone.now(),
    )
    return _saved(request, made)


@needs(Right.EDIT_KNOWLEDGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: EmployeeRequest, uuid: UUID) -> HttpResponseBase:
    article = article_or_404(request, uuid)
    form = ArticleForm(_sent(request), instance=article, employee=request.employee)
    if request.method != "POST":
        return _editor(request, form)
    if not form.is_valid():
        return _editor(request, form, status=REFUSED)
    if not form.changed_data:
        return _go_to(request, article)
    try:
        changed = change_article(
            article,
            form.fields_to_write,
            revision=form.cleaned_data["revision"],
            products=list(form.cleaned_data["products"]),
            by=request.employee,
            at=timezone.now(),
        )
    except ArticleChangedMeanwhile:
        return _conflict(request, uuid)
    return _saved(request, changed)


def _sent(request: EmployeeRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _editor(
    request: EmployeeRequest, form: ArticleForm, status: int = 200, **more: Any
) -> HttpResponse:
    shown = {name: form[name].value() or "" for name in ("answer", "internal")}
    context = {
        "form": form,
        "article": form.instance if form.instance.pk else None,
        "chosen": form.chosen_products,
        "preview": {name: _as_kept(text) for name, text in shown.items()},
    }
    return render(request, "knowledge/edit.html", context | more, status=status)


def _conflict(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Both texts; saving once more is then a choice made with open eyes."""
    theirs = article_or_404(request, uuid)
    mine = article_or_404(request, uuid)
    data = request.POST.copy()
    data["revision"] = str(theirs.revision)
    form = ArticleForm(data, instance=mine, employee=request.employee)
    form.is_valid()  # fills `mine`
    more = {"theirs": theirs, "differences": differences(theirs, mine)}
    return _editor(request, form, status=REFUSED, **more)


def _saved(request: EmployeeRequest, article: Article) -> HttpResponseBase:
    messages.success(request, _("Opgeslagen. Zoeken vindt de nieuwe tekst binnen een minuut."))
    return _go_to(request, article)


def _go_to(request: EmployeeRequest, article: Article) -> HttpResponseBase:
    address = reverse("knowledge:article", args=[article.uuid])
    is_part = getattr(request, "htmx", False)
    return HttpResponseClientRedirect(address) if is_part else redirect(address)


def _as_kept(text: str) -> str:
    return clean_html(as_html(text[:MOST]))


@needs(Right.EDIT_KNOWLEDGE)
@require_POST
def preview(request: EmployeeRequest) -> HttpResponse:
    shown = {name: _as_kept(request.POST.get(name, "")) for name in ("answer", "internal")}
    return render(request, "knowledge/preview.html", {"preview": shown})


@needs(Right.EDIT_KNOWLEDGE, Right.SEE_PARTIES)
@require_POST
def products(request: EmployeeRequest) -> HttpResponse:
    """The products that are ticked, and those that are looked for."""
    offered = Product.objects.visible_to(request.employee)
    chosen = list(products_by_key(offered, request.POST.getlist("products")))
    text = request.POST.get("product_text", "")
    found = products_found(offered, text, chosen)
    context = {"chosen": chosen, "found": found, "product_text": text.strip()}
    return render(request, "knowledge/products.html", context)


@needs(Right.EDIT_KNOWLEDGE)
@require_http_methods(["GET", "HEAD", "POST"])
def addition(request: EmployeeRequest, uuid: UUID, client: UUID) -> HttpResponseBase:
    """What one client adds to an article that all share."""
    article = article_or_404(request, uuid)
    organisation = _served(request, client)
    if article.client_id:
        raise Http404
    additions = LocalAddition.objects.filter(article=article, client=organisation)
    present = additions.select_related("updated_by").first()
    initial = {"answer": present.answer, "seen": present.stamp} if present else {}
    form = AdditionForm(_sent(request), initial=initial)
    context = {"form": form, "article": article, "client": organisation}
    if not form.is_valid():
        status = REFUSED if request.method == "POST" else 200
        return render(request, "knowledge/addition.html", context, status=status)
    try:
        change_addition(
            article, organisation, **form.cleaned_data, by=request.employee, at=timezone.now()
        )
    except AdditionChangedMeanwhile:
        context |= _both_additions(request, present, form)
        return render(request, "knowledge/addition.html", context, status=REFUSED)
    messages.success(request, _("De aanvulling is opgeslagen."))
    return _go_to(request, article)


def _both_additions(
    request: EmployeeRequest, theirs: LocalAddition | None, form: AdditionForm
) -> dict[str, Any]:
    """Both texts; saving once more is then a choice made with open eyes."""
    data = request.POST.copy()
    data["seen"] = theirs.stamp if theirs else ""
    kept = plain_text(theirs.answer) if theirs else ""
    mine = plain_text(form.cleaned_data["answer"])
    line = {"label": _("aanvulling"), "lines": compare(kept, mine), "only_markup": kept == mine}
    return {
        "form": AdditionForm(data),
        "is_conflict": True,
        "theirs": theirs,
        "differences": [line],
    }


def _served(request: EmployeeRequest, uuid: UUID) -> ClientOrganisation:
    """One of the clients whose citizens this employee helps."""
    for client in request.employee.clients.all():
        if client.uuid == uuid:
            return client
    raise Http404
