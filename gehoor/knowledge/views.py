"""Reading what is known: the list, searching it, an article and its versions."""

from typing import Any
from uuid import UUID

from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from gehoor.knowledge.comparison import compare
from gehoor.knowledge.forms import FilterForm
from gehoor.knowledge.models import Article, ArticleVersion, LocalAddition
from gehoor.knowledge.queries import search_in
from gehoor.lib.html import clean_text, plain_text
from gehoor.lib.paging import count, paginate
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right

BEST = 20
LAST_VERSIONS = 5


@needs(Right.READ_KNOWLEDGE)
@require_http_methods(["GET", "HEAD", "POST"])
def article_list(request: EmployeeRequest) -> HttpResponse:
    """The list; a POST carries words, which so stand in no address and no log."""
    parameters = request.POST if request.method == "POST" else request.GET
    form = FilterForm(parameters, employee=request.employee)
    now = timezone.now()
    articles = form.narrow(Article.objects.visible_to(request.employee), at=now)
    words = clean_text(request.POST.get("text", "")).strip()
    context: dict[str, Any] = {"form": form, "words": words, "may_edit": _may_edit(request)}
    if words:
        context["hits"] = search_in(articles, words, request.employee.tenant, BEST)
    else:
        context |= _page_of(articles, form, parameters.get("page", ""))
    context["is_part"] = bool(getattr(request, "htmx", False))
    template = "knowledge/results.html" if context["is_part"] else "knowledge/list.html"
    return render(request, template, context)


def _page_of(articles: Any, form: FilterForm, place: str) -> dict[str, Any]:
    related = articles.select_related("theme", "department", "client")
    rows = related.defer("answer", "answer_text", "internal").annotate(title_key=Lower("title"))
    page = paginate(rows, form.order, place)
    total = count(articles)
    return {"articles": page.rows, "total": total.number, "has_many": total.has_many} | (
        page.addresses(form.as_parameters)
    )


def _may_edit(request: EmployeeRequest) -> bool:
    return request.employee.may(Right.EDIT_KNOWLEDGE)


def article_or_404(request: EmployeeRequest, uuid: UUID) -> Article:
    visible = Article.objects.visible_to(request.employee).with_standing(timezone.now())
    related = visible.select_related("theme", "department", "client", "updated_by", "tenant")
    found: Article = get_object_or_404(related, uuid=uuid)
    return found


@needs(Right.READ_KNOWLEDGE)
@require_safe
def article_page(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    article = article_or_404(request, uuid)
    additions = LocalAddition.objects.visible_to(request.employee).filter(article=article)
    versions = article.versions.select_related("by").defer("answer", "internal")
    context = {
        "article": article,
        "additions": additions.select_related("client", "updated_by").order_by(
            Lower("client__name")
        ),
        "products": article.products.all(),
        "versions": versions[:LAST_VERSIONS],
        "may_edit": _may_edit(request),
        "clients_to_add_for": [] if article.client_id else request.employee.clients.all(),
    }
    return render(request, "knowledge/article.html", context)


@needs(Right.EDIT_KNOWLEDGE)
@require_safe
def version_page(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Two versions side by side; without a choice the last two."""
    article = article_or_404(request, uuid)
    versions = list(article.versions.select_related("by").defer("answer", "internal"))
    old, new = _chosen_versions(request, article, versions)
    context = {
        "article": article,
        "versions": versions,
        "old": old,
        "new": new,
        "differences": differences(old, new) if old and new else [],
    }
    return render(request, "knowledge/versions.html", context)


def _chosen_versions(
    request: HttpRequest, article: Article, versions: list[ArticleVersion]
) -> tuple[ArticleVersion | None, ArticleVersion | None]:
    numbers = [version.number for version in versions]
    wanted = [
        int(text) if (text := request.GET.get(name, "")).isdecimal() and len(text) < 10 else default
        for name, default in zip(("old", "new"), [*numbers[1::-1], 0, 0], strict=False)
    ]
    found = {v.number: v for v in article.versions.select_related("by").filter(number__in=wanted)}
    old, new = (found.get(number) for number in wanted)
    return old, new


LABELS = {
    "title": _("titel"),
    "answer": _("antwoord"),
    "internal": _("alleen voor medewerkers"),
    "keywords": _("trefwoorden"),
}


def differences(old: Any, new: Any) -> list[dict[str, Any]]:
    """The text fields that differ between two articles or versions, side by side."""
    found = []
    for name, label in LABELS.items():
        if getattr(old, name) != getattr(new, name):
            read = plain_text if name in ("answer", "internal") else str
            was, becomes = (read(getattr(source, name)) for source in (old, new))
            lines = compare(was, becomes)
            found.append({"label": label, "lines": lines, "only_markup": was == becomes})
    return found
