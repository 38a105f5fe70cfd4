import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from gehoor.lib.widgets import PlainRenderer

ODD = 'a "quoted" <b> & it\'s'
CHOICES = [("", "–"), ("1", ODD), (ODD, "two"), ("Group <1>", [(3, "three"), ("4", "four")])]


def without_space(html: str) -> str:
    return re.sub(r">\s+<", "><", html).strip()


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput(), None),
        (forms.TextInput(attrs={"list": "x", "required": True, "disabled": False}), ODD),
        (forms.TextInput(attrs={"placeholder": mark_safe("&amp;")}), mark_safe("&lt;")),
        (forms.HiddenInput(), 0),
        (forms.NumberInput(attrs={"min": 1}), 1200),
        (forms.EmailInput(), "a@b.example"),
        (forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), date(2026, 3, 2)),
        (forms.Textarea(), ""),
        (forms.Textarea(attrs={"rows": 2, "title": ODD}), f"\n{ODD}\nsecond"),
        (forms.Select(choices=CHOICES), None),
        (forms.Select(choices=CHOICES), "3"),
        (forms.Select(attrs={"class": ODD}, choices=CHOICES), ODD),
        (forms.SelectMultiple(choices=CHOICES), ["1", "4"]),
        (forms.CheckboxInput(), True),
        (forms.RadioSelect(choices=CHOICES), "1"),
        (forms.PasswordInput(), "secret"),
    ],
)
def test_widget_is_written_as_django_writes_it(widget: forms.Widget, value: Any) -> None:
    plain, django = (
        widget.render("a name", value, {"id": ODD}, renderer=renderer)
        for renderer in (PlainRenderer(), DjangoTemplates())
    )
    assert without_space(plain) == without_space(django)


def test_forms_of_the_product_are_written_so() -> None:
    class Form(forms.Form):
        name = forms.CharField()

    assert isinstance(Form().renderer, PlainRenderer)
