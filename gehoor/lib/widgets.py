"""Fields of forms without a template each: Django's own take a third of the time of a desk page.

What they write is what Django's templates write, but for white space between options.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]
FOLDER = "django/forms/widgets"


class PlainRenderer(DjangoTemplates):
    """Django's renderer of forms, with the commonest widgets written by functions."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        write = WRITERS.get(template_name)
        if write is None:
            return mark_safe(super().render(template_name, context, request))  # noqa: S308
        return mark_safe(write(context["widget"]))  # noqa: S308  all that varies is escaped


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f" {conditional_escape(name)}={_quoted(value)}"
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _quoted(value: Any) -> str:
    return f'"{conditional_escape(str(value))}"'


def _input(widget: Widget) -> str:
    given = widget["value"]
    value = "" if given is None else f" value={_quoted(given)}"
    kind, name = _quoted(widget["type"]), _quoted(widget["name"])
    return f"<input type={kind} name={name}{value}{_attributes(widget)}>"


def _textarea(widget: Widget) -> str:
    text = conditional_escape(str(widget["value"])) if widget["value"] else ""
    return f"<textarea name={_quoted(widget['name'])}{_attributes(widget)}>\n{text}</textarea>"


def _select(widget: Widget) -> str:
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return f"<select name={_quoted(widget['name'])}{_attributes(widget)}>{groups}</select>"


def _group(name: str | None, options: list[Widget]) -> str:
    written = "".join(
        f"<option value={_quoted(option['value'])}{_attributes(option)}>"
        f"{conditional_escape(option['label'])}</option>"
        for option in options
    )
    return f"<optgroup label={_quoted(name)}>{written}</optgroup>" if name else written


INPUTS = ("text", "hidden", "number", "email", "url", "date", "time", "input")
WRITERS: dict[str, Callable[[Widget], str]] = {
    **{f"{FOLDER}/{name}.html": _input for name in INPUTS},
    f"{FOLDER}/textarea.html": _textarea,
    f"{FOLDER}/select.html": _select,
}
