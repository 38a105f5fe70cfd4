"""Which role may do what. The one place where a right is given."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    AGENT = "agent", _("Medewerker KCC")
    SENIOR = "senior", _("Senior medewerker KCC")
    COACH = "coach", _("Coach")
    EDITOR = "editor", _("Redacteur")
    DEPARTMENT_EMPLOYEE = "department_employee", _("Medewerker vakafdeling")
    DEPARTMENT_HEAD = "department_head", _("Hoofd vakafdeling")
    PLANNER = "planner", _("Planner")
    NEWSROOM_ANALYST = "newsroom_analyst", _("Analist nieuwskamer")
    IMPROVEMENT_MANAGER = "improvement_manager", _("Verbetermanager")
    HOST = "host", _("Gastheer of gastvrouw")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Beheerder")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")


class Right(models.TextChoices):
    ANSWER = "answer", _("Vragen beantwoorden aan het bureau")
    SEE_CONTACTS = "see_contacts", _("Klantcontacten zien")
    CORRECT_CONTACTS = "correct_contacts", _("Afgeronde klantcontacten verbeteren")
    SEE_CONFIDENTIAL = "see_confidential", _("Vertrouwelijke klantcontacten zien")
    SEE_PARTIES = "see_parties", _("Klanten zien")
    SEE_BSN = "see_bsn", _("Burgerservicenummers zien")
    READ_KNOWLEDGE = "read_knowledge", _("Kennis lezen")
    EDIT_KNOWLEDGE = "edit_knowledge", _("Kennis schrijven")
    INSTRUCT = "instruct", _("Werkinstructies schrijven")
    HANDLE_FOLLOW_UPS = "handle_follow_ups", _("Terugbelverzoeken en taken afhandelen")
    TAKE_OVER = "take_over", _("Collega's bijstaan en hun klantcontacten overnemen")
    COACH = "coach", _("De werkdag van een medewerker zien")
    SEE_FIGURES = "see_figures", _("Cijfers zien")
    SEE_DEPARTMENT_FIGURES = "see_department_figures", _("Cijfers van de eigen vakafdeling zien")
    EXPORT = "export", _("Lijsten van klantcontacten als bestand bewaren")
    FIX_MONTHS = "fix_months", _("Maanden vaststellen")
    ADMINISTER = "administer", _("De organisatie beheren")
    SEE_PROCESSING_LOG = "see_processing_log", _("Het verwerkingenlog zien")


_DESK = {Right.ANSWER, Right.SEE_CONTACTS, Right.SEE_PARTIES, Right.HANDLE_FOLLOW_UPS}

RIGHTS: dict[str, set[Right]] = {
    Role.AGENT: _DESK | {Right.SEE_BSN},
    Role.SENIOR: _DESK | {Right.SEE_BSN, Right.CORRECT_CONTACTS, Right.TAKE_OVER},
    Role.HOST: _DESK | {Right.SEE_BSN},
    Role.COACH: _DESK
    | {Right.SEE_BSN, Right.SEE_CONFIDENTIAL, Right.SEE_FIGURES, Right.CORRECT_CONTACTS}
    | {Right.TAKE_OVER, Right.COACH, Right.INSTRUCT},
    Role.EDITOR: _DESK | {Right.EDIT_KNOWLEDGE, Right.INSTRUCT},
    Role.DEPARTMENT_EMPLOYEE: {Right.HANDLE_FOLLOW_UPS},
    Role.DEPARTMENT_HEAD: {Right.HANDLE_FOLLOW_UPS, Right.SEE_DEPARTMENT_FIGURES},
    Role.PLANNER: {Right.SEE_FIGURES},
    Role.NEWSROOM_ANALYST: {Right.SEE_CONTACTS, Right.SEE_FIGURES},
    Role.IMPROVEMENT_MANAGER: {
        *(Right.SEE_CONTACTS, Right.EXPORT),
        *(Right.SEE_FIGURES, Right.FIX_MONTHS),
    },
    Role.MANAGER: {
        *(Right.SEE_CONTACTS, Right.SEE_CONFIDENTIAL, Right.EXPORT),
        *(Right.SEE_FIGURES, Right.FIX_MONTHS),
    },
    Role.ADMINISTRATOR: {Right.ADMINISTER},
    Role.PRIVACY_OFFICER: {Right.SEE_PROCESSING_LOG},
}


def roles_with(right: Right) -> list[str]:
    return [role for role, rights in RIGHTS.items() if right in rights]


def rights_of(roles: set[str]) -> frozenset[Right]:
    """All that somebody with these roles may do; everybody reads what is known."""
    return frozenset({Right.READ_KNOWLEDGE}.union(*(RIGHTS.get(role, set()) for role in roles)))
