"""What an agent types about a contact. Choices are read once a request, for all questions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gehoor.contacts.actions import Answered
from gehoor.contacts.models import Contact, Outcome
from gehoor.contacts.outcomes import FollowUpKind
from gehoor.contacts.participants import NOT_HERS, refusal
from gehoor.desk.speaking import Concern
from gehoor.followups.actions import Promise, due_on
from gehoor.knowledge.models import Article, ArticleQuerySet
from gehoor.lib.html import clean_text
from gehoor.organisation.models import Channel, ClientOrganisation, Department, Employee, Product
from gehoor.organisation.models import Theme as ThemeRow
from gehoor.parties.models import Party, Representation
from gehoor.parties.queries import standing_party

MOST_QUESTIONS = 5_000
PREFIX = "questions"
_PLACE = re.compile(rf"{PREFIX}-(\d{{1,6}})-", re.ASCII)


@dataclass
class Choices:
    """What can be chosen for a question of this contact, by primary key (products by name)."""

    contact: Contact
    employee: Employee
    at: datetime = field(default_factory=timezone.now)

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        rows = Outcome.objects.visible_to(self.employee).filter(is_active=True)
        return {str(row.pk): row for row in rows}

    @cached_property
    def themes(self) -> dict[str, ThemeRow]:
        return _by_pk(ThemeRow.objects.visible_to(self.employee).filter(is_active=True))

    @cached_property
    def departments(self) -> dict[str, Department]:
        rows = Department.objects.visible_to(self.employee)
        return _by_pk(rows.filter(client=self.contact.client_id, is_active=True))

    @cached_property
    def products(self) -> list[str]:
        rows = Product.objects.visible_to(self.employee).filter(is_active=True)
        return list(rows.values_list("name", flat=True))

    def product(self, name: str) -> Product | None:
        rows = Product.objects.visible_to(self.employee).filter(is_active=True)
        found: Product | None = rows.filter(name__iexact=name.strip()).first()
        return found

    def article(self, uuid: Any) -> Article | None:
        """What may be told to this citizen now, or might when the contact came in."""
        found: Article | None = self.usable_articles().filter(uuid=uuid).first()
        return found

    def usable_articles(self) -> ArticleQuerySet:
        begun = self.contact.offered_at
        own: ArticleQuerySet = Article.objects.visible_to(self.employee).for_client(
            self.contact.client
        )
        archived_since = own.filter(state=Article.State.ARCHIVED, updated_at__gt=begun)
        return own.current(self.at) | own.current(begun) | archived_since

    def party(self, uuid: Any) -> Party | None:
        """Also when the record was merged into another since it was chosen."""
        found = standing_party(uuid, self.employee)
        return found if found and found.client_id == self.contact.client_id else None

    @cached_property
    def representations(self) -> list[Representation]:
        """All that were ever written down for the caller: of some the question is why not."""
        rows = Representation.objects.visible_to(self.employee)
        of_caller = rows.filter(representative=self.contact.party_id).select_related("represented")
        return list(of_caller.prefetch_related("themes", "products"))

    def representation(self, uuid: Any) -> Representation | None:
        return next((row for row in self.representations if str(row.uuid) == str(uuid)), None)


def _by_pk(rows: Iterable[Any]) -> dict[str, Any]:
    return {str(row.pk): row for row in rows}


def _options(rows: dict[str, Any]) -> list[tuple[str, Any]]:
    return [("", "—"), *((key, str(row)) for key, row in rows.items())]


class Words(forms.CharField):
    """Text as people give it: of any length, without what no page or database can hold."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class QuestionForm(forms.Form):
    """One question of a contact."""

    text = Words(label=_("Woorden van de klant"), widget=forms.Textarea(attrs={"rows": 4}))
    article = forms.UUIDField(required=False, widget=forms.HiddenInput)
    party = forms.UUIDField(required=False, widget=forms.HiddenInput)
    representation = forms.UUIDField(
        label=_("Over wie de vraag gaat"), required=False, widget=forms.HiddenInput
    )
    outcome = forms.ChoiceField(
        label=_("Afloop"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies hoe de vraag is afgehandeld."),
            "invalid_choice": _("Kies hoe de vraag is afgehandeld."),
        },
    )
    theme = forms.ChoiceField(label=_("Thema"), required=False)
    product = Words(label=_("Product"), widget=forms.TextInput(attrs={"list": "products"}))
    department = forms.ChoiceField(label=_("Vakafdeling"), required=False)
    case_reference = Words(label=_("Zaaknummer"), max_length=200)
    note = Words(label=_("Notitie voor collega’s"), widget=forms.Textarea(attrs={"rows": 2}))
    instruction = Words(label=_("Wat moet er gebeuren?"), widget=forms.Textarea(attrs={"rows": 2}))
    due_on = forms.DateField(
        label=_("Toegezegd voor"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leeg: de gewone termijn."),
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.fields["outcome"].choices = _options(choices.outcomes)[1:]  # type: ignore[attr-defined]
        self.fields["theme"].choices = _options(choices.themes)  # type: ignore[attr-defined]
        self.fields["department"].choices = _options(choices.departments)  # type: ignore[attr-defined]

    @property
    def outcome_rows(self) -> list[Outcome]:
        """For the page: which outcomes there are and what each asks for."""
        return list(self.choices.outcomes.values())

    @cached_property
    def chosen_article(self) -> Article | None:
        uuid = self["article"].value()
        try:
            return self.choices.article(uuid) if uuid else None
        except ValidationError:
            return None

    @cached_property
    def chosen_party(self) -> Party | None:
        uuid = self["party"].value()
        try:
            return self.choices.party(uuid) if uuid else None
        except ValidationError:
            return None

    @cached_property
    def chosen_representation(self) -> Representation | None:
        uuid = self["representation"].value()
        return self.choices.representation(uuid) if uuid else None

    @cached_property
    def concern(self) -> Concern:
        """As it stands on the screen: whom it is about and by what, right or wrong."""
        product = self["product"].value()
        return Concern(
            self.chosen_party,
            self.chosen_representation,
            self.choices.themes.get(str(self["theme"].value())),
            self.choices.product(product) if product else None,
        )

    @property
    def is_for_another(self) -> bool:
        party = self.chosen_party
        return party is not None and party.pk != self.choices.contact.party_id

    @cached_property
    def refused(self) -> str:
        """Why the caller may not ask this by what was chosen; empty when she may."""
        if not self["representation"].value():
            return ""
        if self.chosen_representation is None:
            return str(NOT_HERS)
        return refusal(self.choices.contact, self.concern, on=timezone.localdate(self.choices.at))

    def clean_product(self) -> Product | None:
        name = self.cleaned_data["product"]
        product = self.choices.product(name) if name.strip() else None
        if name.strip() and product is None:
            raise ValidationError(_("Dit product kennen we niet. Kies een product uit de lijst."))
        return product

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        outcome = self.choices.outcomes.get(data.get("outcome", ""))
        if outcome is None:
            return data
        if not data.get("text", "").strip() and outcome.is_first_line is not None:
            self.add_error("text", _("Noteer de vraag in de woorden van de klant."))
        if self.refused:
            self.add_error("representation", self.refused)
        self._check_promise(outcome, data)
        return data

    def _check_promise(self, outcome: Outcome, data: dict[str, Any]) -> None:
        if outcome.follow_up == FollowUpKind.NONE:
            return
        if outcome.follow_up == FollowUpKind.TASK and not data.get("department"):
            self.add_error("department", _("Kies de vakafdeling die de vraag krijgt."))
        if data.get("due_on"):
            self._check_due(data)

    def _check_due(self, data: dict[str, Any]) -> None:
        department = self.choices.departments.get(data.get("department", ""))
        try:
            data["due_at"] = due_on(
                data["due_on"], self.choices.contact.client, department, at=self.choices.at
            )
        except ValidationError as wrong:
            self.add_error("due_on", wrong)

    def answered(self) -> Answered:
        """The question, as the actions want it."""
        data = self.cleaned_data
        return Answered(
            text=data["text"],
            outcome=self.choices.outcomes[data["outcome"]],
            theme=self.choices.themes.get(data["theme"]),
            product=data["product"],
            article=self.choices.article(data["article"]) if data["article"] else None,
            department=self.choices.departments.get(data["department"]),
            party=self.chosen_party,
            representation=self.chosen_representation,
            case_reference=data["case_reference"],
            note=data["note"],
        )

    def promise(self) -> Promise:
        return Promise(self.cleaned_data["instruction"], self.cleaned_data.get("due_at"))


FIELDS = tuple(QuestionForm.base_fields)


if TYPE_CHECKING:
    Formset = forms.BaseFormSet[QuestionForm]
else:
    Formset = forms.BaseFormSet


class BaseQuestionFormSet(Formset):
    def add_fields(self, form: QuestionForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.empty_permitted = False


def question_formset(form: type[QuestionForm]) -> type[Formset]:
    return forms.formset_factory(
        form,
        formset=BaseQuestionFormSet,
        extra=0,
        can_delete=True,
        max_num=MOST_QUESTIONS,
        absolute_max=MOST_QUESTIONS,
    )


QuestionFormSet = question_formset(QuestionForm)


def kept_forms(formset: Formset) -> list[QuestionForm]:
    """The questions of a valid form that were not taken away."""
    return [form for form in formset.forms if not form.cleaned_data.get("DELETE")]


def counted(sent: QueryDict) -> QueryDict:
    """The form with as many questions as were really sent, whatever it says of itself."""
    places = [int(found[1]) for name in sent if (found := _PLACE.match(name))]
    data = sent.copy()
    data[f"{PREFIX}-TOTAL_FORMS"] = str(min(max(places, default=-1) + 1, MOST_QUESTIONS))
    data[f"{PREFIX}-INITIAL_FORMS"] = "0"
    return data


def questions_as_typed(data: QueryDict) -> list[dict[str, str]]:
    """What stands in a counted form, right or wrong, without the questions taken away."""
    typed = []
    for n in range(int(data.get(f"{PREFIX}-TOTAL_FORMS", "0"))):
        if not data.get(f"{PREFIX}-{n}-DELETE"):
            given = {name: data.get(f"{PREFIX}-{n}-{name}", "") for name in FIELDS}
            typed.append({name: clean_text(value) for name, value in given.items() if value})
    return typed


def shown_question(data: QueryDict, choices: Choices) -> QuestionForm:
    """One question of those sent, unchecked: the one that `prefix` names, else the first."""
    places = [int(found[1]) for name in data if (found := _PLACE.match(name))]
    named = _PLACE.fullmatch(f"{data.get('prefix', '')}-")
    place = int(named[1]) if named else min(places, default=0)
    return QuestionForm(data, prefix=f"{PREFIX}-{place}", choices=choices)


class StartForm(forms.Form):
    """A contact that the agent opens herself."""

    channel = forms.ChoiceField(label=_("Kanaal"), choices=Channel.choices)
    direction = forms.ChoiceField(choices=Contact.Direction.choices, required=False)
    client = forms.ModelChoiceField(
        label=_("Organisatie"), queryset=ClientOrganisation.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = ClientOrganisation.objects.visible_to(employee)
        field = self.fields["client"]
        field.queryset = served.filter(is_active=True, pk__in=employee.client_ids)  # type: ignore[attr-defined]

    def clean_direction(self) -> str:
        return self.cleaned_data["direction"] or Contact.Direction.IN


class CallerForm(forms.Form):
    """A caller we did not know yet; the least that makes sense is a name."""

    kind = forms.ChoiceField(
        choices=[c for c in Party.Kind.choices if c[0] != Party.Kind.CONTACT_PERSON],
        initial=Party.Kind.PERSON,
        label=_("Soort"),
    )
    first_name = Words(label=_("Voornaam"), max_length=200)
    prefix = Words(label=_("Voorvoegsel"), max_length=20)  # type: ignore[assignment]
    last_name = Words(label=_("Achternaam"), max_length=200)
    organisation_name = Words(label=_("Naam organisatie"), max_length=200)
    phone = Words(label=_("Telefoon"), max_length=40)
    email = Words(label=_("E-mail"), max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """She may have come from an e-mail address instead of a number."""
        super().__init__(*args, **kwargs)
        if "@" in (address := self.initial.get("phone", "")):
            self.initial = {**self.initial, "phone": "", "email": address}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_person = data.get("kind") == Party.Kind.PERSON
        name = "last_name" if is_person else "organisation_name"
        if not self.errors and not data.get(name, "").strip():
            self.add_error(name, _("Vul een naam in."))
        return data

    def party_fields(self) -> dict[str, str]:
        names = ("kind", "first_name", "prefix", "last_name", "organisation_name")
        return {name: self.cleaned_data[name].strip() for name in names}

    def addresses(self) -> dict[str, str]:
        return {name: self.cleaned_data[name].strip() for name in ("phone", "email")}
