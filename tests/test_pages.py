"""Every page as people meet it: axe in light and dark, narrow, in the reader's own colours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect

from gehoor.contacts.actions import accept_contact, attach_party, offer_contact
from gehoor.contacts.hands import raise_hand
from gehoor.contacts.models import Contact, Outcome
from gehoor.demonstration.organisation import HOME
from gehoor.followups.concerns import raise_concern
from gehoor.followups.models import Concern, FollowUp
from gehoor.knowledge.instructions import write_instruction
from gehoor.knowledge.models import Article, Instruction
from gehoor.organisation.models import Channel, ClientOrganisation, Department, Employee, Entrance
from gehoor.organisation.roles import Role
from gehoor.parties.models import DigitalAddress, Party, PartyFlag, PartyIdentifier
from tests.browsing import axe_violations, enter, listen
from tests.inspection import inspect
from tests.serving import Site

CONTACTS = 300
WIDE: ViewportSize = {"width": 1280, "height": 800}
MIDDLE: ViewportSize = {"width": 800, "height": 600}
NARROW: ViewportSize = {"width": 320, "height": 640}
WORDS = "mijn paspoort is verlopen, kan ik met spoed een nieuwe krijgen?"
NOT_FOUND = "Failed to load resource: the server responded with a status of 404 (Not Found)"
REFUSED = NOT_FOUND.replace("404 (Not Found)", "403 (Forbidden)")
INVALID = NOT_FOUND.replace("404 (Not Found)", "422 (Unprocessable Entity)")

Then = Callable[[Page], Any]


@dataclass(frozen=True)
class Look:
    """One page (or what stands in it after `then`), as somebody with this role sees it."""

    name: str
    role: str | None
    address: Callable[[], str]
    then: Then = lambda page: None
    expected: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def at(name: str, *arguments: str) -> Callable[[], str]:
    return lambda: reverse(name, args=arguments)


def of(name: str, find: Callable[[], Any]) -> Callable[[], str]:
    return lambda: reverse(name, args=[find().uuid])


def setting(path: str) -> Callable[[], str]:
    return lambda: f"{reverse('organisation:settings')}{path}"


def well_known() -> Party:
    """A person of whom much is known, with a promise open if the sample has one."""
    promised = FollowUp.objects.open().filter(question__party=OuterRef("pk")).order_by()
    people = Party.objects.filter(client__slug=HOME, kind="person", digital_addresses__kind="phone")
    found: Party = people.order_by(Exists(promised).desc(), "pk")[0]
    return found


def organisation() -> Party:
    found: Party = Party.objects.filter(kind="organisation", client__slug=HOME).order_by("pk")[0]
    return found


def finished() -> Contact:
    closed = Contact.objects.filter(state="closed", channel="phone", client__slug=HOME)
    found: Contact = closed.order_by("pk")[0]
    return found


def correction(way: str) -> Callable[[], str]:
    """Of a question that is not alone."""

    def address() -> str:
        contacts = Contact.objects.filter(state="closed", client__slug=HOME)
        several = contacts.annotate(number=Count("questions")).filter(number__gt=1)
        contact = several.order_by("pk")[0]
        return reverse(f"corrections:{way}", args=[contact.uuid, contact.questions.all()[0].uuid])

    return address


def at_desk() -> Contact:
    return Contact.objects.get(state="open")


def protected() -> Party:
    """She wants secrecy, and a relative may speak for her."""
    people = Party.objects.filter(is_protected=True, spoken_for_by__isnull=False)
    found: Party = people.order_by("pk")[0]
    return found


def father_and_daughter() -> list[Party]:
    return [protected(), protected().spoken_for_by.get().representative]


def namesakes() -> list[Party]:
    """One person who stands in twice."""
    first = Party.objects.filter(internal_note__contains="opnieuw ingevoerd").get()
    return list(Party.objects.filter(name_key=first.name_key).order_by("pk"))


def two(name: str, find: Callable[[], list[Party]]) -> Callable[[], str]:
    return lambda: reverse(name, args=[party.uuid for party in find()])


def busiest() -> Employee:
    """Who finished the last contact: this week is not empty for her."""
    found: Employee = Contact.objects.filter(state="closed").order_by("-offered_at")[0].agent
    return found


def promise() -> FollowUp:
    found: FollowUp = FollowUp.objects.open().filter(client__slug=HOME).order_by("pk")[0]
    return found


def passport() -> Article:
    about = Article.objects.filter(title__icontains="paspoort", state="published")
    found: Article = about.order_by("pk")[0]
    return found


def month() -> str:
    return reverse("insight:figures") + "?period=month"


def busy_day() -> str:
    """The figures of a day on which people called."""
    day = timezone.localdate(finished().offered_at)
    return f"{reverse('insight:figures')}?since={day}"


def bsn_page() -> str:
    """Asking for what purpose, before a BSN is shown."""
    known = PartyIdentifier.objects.filter(kind="bsn", client__slug=HOME).order_by("pk")[0]
    return reverse("parties:show-bsn", args=[known.party.uuid, known.uuid])


def addition_page() -> str:
    shared = Article.objects.filter(client=None).order_by("pk")[0]
    client = ClientOrganisation.objects.get(slug=HOME)
    return reverse("knowledge:addition", args=[shared.uuid, client.uuid])


def webform() -> str:
    return reverse("channels:ask", args=[ClientOrganisation.objects.get(slug=HOME).uuid])


def telephone() -> Entrance:
    return Entrance.objects.filter(channel=Channel.PHONE)[0]


def person(role: str) -> Employee:
    """The first with this role and no other."""
    people = Employee.objects.filter(roles__role=role).order_by("pk")
    return next(one for one in people if one.role_codes == {role})


def type_words(page: Page) -> None:
    page.locator("[data-words]").first.fill(WORDS)
    expect(page.locator(".hit mark").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("a.hit:focus")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#article article")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("[data-chosen]").first).to_be_visible()


def pass_on(page: Page) -> None:
    page.get_by_text("Doorgezet naar vakafdeling").first.click()
    page.locator("[data-adds-question]").click()


def finish_too_soon(page: Page) -> None:
    page.locator("[data-adds-question]").click()
    page.get_by_role("button", name="Afronden").click()
    expect(page.get_by_role("alert")).to_be_focused()


def press(key: str, shown: str) -> Then:
    def then(page: Page) -> None:
        page.locator("h1").click()
        page.keyboard.press(key)
        expect(page.locator(shown)).to_be_visible()

    return then


def open_concerned(page: Page) -> None:
    page.locator("[data-opens=concerned]").first.click()
    page.get_by_label("Zoek de persoon").fill("jansen")
    expect(page.locator("#concerned-found")).not_to_be_empty()


def say_for_another(page: Page) -> None:
    page.locator("[data-opens=concerned]").first.click()
    page.get_by_label("Zoek de persoon").fill("bag")
    page.locator("#concerned-found button").first.click()
    expect(page.locator(".chosen--held")).to_be_visible()


def verify_nothing(page: Page) -> None:
    press("Alt+c", ".verification__body")(page)
    page.keyboard.press("Enter")
    expect(page.locator(".verification__problem")).to_be_visible()


def make_nobody(page: Page) -> None:
    """A new customer without a name: the dialog comes back with the error."""
    page.get_by_role("button", name="Andere klant kiezen").click()
    page.locator("[data-opens=new-party]").click()
    page.get_by_role("button", name="Klant toevoegen").click()
    expect(page.locator("#new-party .field__errors")).to_be_visible()


def open_account(page: Page) -> None:
    page.locator("[popovertarget=account]").click()


def search(text: str, shown: str) -> Then:
    def then(page: Page) -> None:
        page.locator("input[type=search], .search-field input").first.fill(text)
        page.keyboard.press("Enter")
        expect(page.locator(shown).first).to_be_visible()

    return then


def unfold(page: Page) -> None:
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")


def sign_in_wrongly(page: Page) -> None:
    unfold(page)
    page.get_by_label("E-mailadres").fill("niemand@waterrijk.example")
    page.get_by_label("Wachtwoord").fill("niet het goede")
    save_nothing(page)


def repeat_wrongly(page: Page) -> None:
    for field, value in zip(page.locator("input[type=password]").all(), "abc", strict=True):
        field.fill(value)
    save_nothing(page)


def save_nothing(page: Page) -> None:
    """Send a form as it stands: the page comes back at what is wrong."""
    page.locator("main form .utrecht-button--primary-action").last.click()
    expect(page.locator(".field__errors, .utrecht-alert--error").first).to_be_visible()
    expect(page.locator("main :focus")).to_be_visible()


def make_secret(page: Page) -> None:
    page.get_by_role("button", name="Nieuwe sleutel").click()
    expect(page.locator(".secret")).to_be_visible()


def worry() -> Concern:
    return Concern.objects.get()


AGENT, EDITOR, MANAGER, ADMINISTRATOR = Role.AGENT, Role.EDITOR, Role.MANAGER, Role.ADMINISTRATOR
TEAM = Role.DEPARTMENT_EMPLOYEE
COACH = Role.COACH
DESK = of("desk:contact", at_desk)
NOBODY = "00000000-0000-7000-8000-000000000000"
LOOKS = [
    Look("sign-in", None, at("organisation:sign-in")),
    Look("webform", None, webform, save_nothing, (INVALID,)),
    Look("webform-sent", None, lambda: f"{webform()}bedankt/"),
    Look("sign-in-refused", None, at("organisation:sign-in"), sign_in_wrongly),
    Look("desk-empty", Role.HOST, at("desk:home")),
    Look("desk-new-contact", Role.HOST, at("desk:home"), press("Alt+n", "#new-contact")),
    Look("desk-contact", AGENT, DESK, type_words),
    Look("desk-passed-on", AGENT, DESK, pass_on),
    Look("desk-too-soon", AGENT, DESK, finish_too_soon, (INVALID,)),
    Look("desk-keys", AGENT, DESK, press("?", "#keys")),
    Look("desk-concerned", AGENT, DESK, open_concerned),
    Look("desk-unproven", AGENT, DESK, say_for_another),
    Look("desk-verification", AGENT, DESK, press("Alt+c", ".verification__body")),
    Look("desk-verification-short", AGENT, DESK, verify_nothing, (INVALID,)),
    Look("desk-interpreter", AGENT, DESK, press("Alt+t", "#interpreter-dialog")),
    Look("desk-new-customer", AGENT, DESK, make_nobody, (INVALID,)),
    Look("contacts", AGENT, at("contacts:list")),
    Look("contacts-found", MANAGER, lambda: reverse("contacts:list") + "?period=month"),
    Look("contact", AGENT, of("contacts:detail", finished)),
    Look("question-corrected", Role.COACH, correction("correct")),
    Look("question-split", Role.COACH, correction("split"), save_nothing, (INVALID,)),
    Look("questions-merged", Role.COACH, correction("merge")),
    Look("desk-afterwards", AGENT, at("desk:afterwards"), save_nothing, (INVALID,)),
    Look("customers", AGENT, at("parties:list")),
    Look("customers-found", AGENT, at("parties:list"), search("de", "table")),
    Look("customers-none", AGENT, at("parties:list"), search("zzzzzz", ".empty")),
    Look("customer", AGENT, of("parties:detail", well_known), unfold),
    Look("organisation", AGENT, of("parties:detail", organisation)),
    Look("customer-edit", AGENT, of("parties:edit", well_known)),
    Look("customer-new", AGENT, at("parties:create"), save_nothing),
    Look("customer-bsn", AGENT, bsn_page, save_nothing),
    Look("customer-protected", AGENT, of("parties:detail", protected), unfold),
    Look("customer-secrets", AGENT, of("parties:show-addresses", protected), save_nothing),
    Look("customer-flags", AGENT, at("parties:own-flags")),
    Look("customer-other", AGENT, of("parties:choose-merge", protected), search("de", ".lines")),
    Look("customer-speaks", AGENT, two("parties:represent", namesakes), save_nothing),
    Look("customer-merge", AGENT, two("parties:merge", namesakes)),
    Look("customer-two", AGENT, two("parties:merge", father_and_daughter)),
    Look("desk-worry", AGENT, DESK, press("Alt+s", "#worry textarea")),
    Look("concerns", AGENT, at("followups:concerns")),
    Look("concern", AGENT, of("followups:concern", worry)),
    Look("concern-team", TEAM, of("followups:concern", worry), save_nothing),
    Look("knowledge", AGENT, at("knowledge:list")),
    Look("knowledge-found", EDITOR, at("knowledge:list"), search("paspoort", ".hit")),
    Look("article", AGENT, of("knowledge:article", passport)),
    Look("article-edit", EDITOR, of("knowledge:edit", passport)),
    Look("article-new", EDITOR, at("knowledge:create"), save_nothing, (INVALID,)),
    Look("article-addition", EDITOR, addition_page),
    Look("article-versions", EDITOR, of("knowledge:versions", passport)),
    Look("promises", Role.DEPARTMENT_EMPLOYEE, at("followups:list")),
    Look("promises-all", AGENT, lambda: reverse("followups:list") + "?whose=all"),
    Look("promise", AGENT, of("followups:detail", promise)),
    Look("promise-unsaid", AGENT, of("followups:detail", promise), save_nothing),
    Look("figures", MANAGER, at("insight:figures")),
    Look("figures-month", MANAGER, month, unfold),
    Look("months", MANAGER, at("insight:months")),
    Look("figures-day", MANAGER, busy_day, unfold),
    Look("figures-theme", MANAGER, lambda: busy_day() + "&theme=afval&subject=product"),
    Look("figures-own", Role.DEPARTMENT_HEAD, month),
    Look("contacts-file", MANAGER, lambda: reverse("contacts:export") + "?period=month",
         save_nothing, (INVALID,)),
    Look("log", Role.PRIVACY_OFFICER, at("access:log")),
    Look("settings", ADMINISTRATOR, at("organisation:settings")),
    Look("clients", ADMINISTRATOR, setting("organisaties/")),
    Look("employees", ADMINISTRATOR, setting("medewerkers/")),
    Look("products", ADMINISTRATOR, setting("producten/")),
    Look("opening-hours", ADMINISTRATOR, setting("openingstijden/")),
    Look("verification-rules", ADMINISTRATOR, at("verification:list")),
    Look("verification-rule-new", ADMINISTRATOR, at("verification:create"), save_nothing),
    Look("outcomes", ADMINISTRATOR, at("outcomes:list")),
    Look("outcome", ADMINISTRATOR, of("outcomes:change", lambda: Outcome.objects.all()[0])),
    Look("entrance", ADMINISTRATOR, lambda: f"{setting('ingangen/')()}{telephone().uuid}/"),
    Look("secret", ADMINISTRATOR, lambda: f"{setting('ingangen/')()}{telephone().uuid}/",
         make_secret),
    Look("employee", ADMINISTRATOR,
         lambda: f"{setting('medewerkers/')()}{person(AGENT).uuid}/"),
    Look("employee-new", ADMINISTRATOR, setting("medewerkers/nieuw/"), save_nothing),
    Look("employee-skills", ADMINISTRATOR, of("organisation:skills", lambda: person(AGENT))),
    Look("department", ADMINISTRATOR,
         lambda: f"{setting('vakafdelingen/')()}{Department.objects.all()[0].uuid}/"),
    Look("closure-new", ADMINISTRATOR, setting("sluitingen/nieuw/")),
    Look("password", AGENT, at("organisation:password"), repeat_wrongly),
    Look("account-menu", AGENT, at("organisation:password"), open_account),
    Look("sign-out", Role.HOST, at("shift:sign-out")),
    Look("sign-out-with-contacts", AGENT, at("shift:sign-out"), unfold),
    Look("day-start", AGENT, at("shift:day")),
    Look("day-start-coach", COACH, at("shift:day")),
    Look("day-own", AGENT, lambda: reverse("shift:own") + "?period=week", unfold),
    Look("day-of-agent", COACH,
         lambda: reverse("shift:of-employee", args=[busiest().uuid]) + "?period=week", unfold),
    Look("colleagues", COACH, at("shift:colleagues")),
    Look("beside", COACH, of("shift:beside", at_desk)),
    Look("take-over", COACH, of("shift:take", at_desk)),
    Look("desk-coach", COACH, at("desk:home")),
    Look("desk-hand-over", AGENT, DESK, press("Alt+o", "#hand-over-dialog")),
    Look("desk-emergency", AGENT, DESK, press("Alt+b", "#emergency")),
    Look("instructions", COACH, at("knowledge:instructions")),
    Look("instruction", COACH, of("knowledge:instruction", lambda: Instruction.objects.all()[0])),
    Look("instruction-new", COACH, at("knowledge:create-instruction"), save_nothing, (INVALID,)),
    Look("not-found", AGENT, at("contacts:detail", NOBODY), expected=(NOT_FOUND,)),
    Look("not-allowed", AGENT, at("organisation:settings"), expected=(REFUSED,)),
]  # fmt: skip


@pytest.fixture
def town(site: Site) -> Site:
    """One demonstration for all pages; looking at one changes nothing that the next one sees."""
    call_command("seed_demonstration", contacts=CONTACTS, verbosity=0)
    open_desk()
    site.start("web")
    return site


def open_desk() -> None:
    """A contact with a well-known customer at the desk, and somebody waiting."""
    now, agent, caller = timezone.now(), person(AGENT), well_known()
    entrance = Entrance.objects.filter(channel=Channel.PHONE, client=caller.client)[0]
    number = DigitalAddress.objects.filter(party=caller, kind="phone")[0].address
    for _n in range(2):
        offered = offer_contact(
            entrance.client, Channel.PHONE, caller_address=number, entrance=entrance, at=now
        )
    PartyFlag.objects.create(
        tenant=agent.tenant,
        client=caller.client,
        party=caller,
        text="Spreek rustig",
        owner=agent,
        ends_on=timezone.localdate(now),
    )
    accept_contact(offered, by=agent, at=now)
    attached = attach_party(offered, caller, by=agent, at=now)
    team = Department.objects.get(employee=person(TEAM))
    Department.objects.filter(pk=team.pk).update(takes_concerns=True)
    raise_concern(attached, "Klonk moe", department=team, is_about_caller=True, by=agent, at=now)
    raise_hand(offered, by=agent, at=now)
    fields = {"title": "Storing bij de parkeerapp", "text": "<p>Zeg: we weten het.</p>"}
    write_instruction(agent.tenant, {**fields, "must_read": True}, by=person(COACH), at=now)


def test_each_page_is_fit_for_everybody(
    town: Site, browser: Browser, subtests: pytest.Subtests
) -> None:
    for look in LOOKS:
        with subtests.test(look.name), window(browser, town) as page:
            found = look_at(page, town, look)
            assert not found, "\n".join(found)


@contextmanager
def window(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(
        locale="nl-NL", base_url=site.url, viewport=WIDE, reduced_motion="reduce"
    )
    context.set_default_timeout(5_000)
    try:
        yield context.new_page()
    finally:
        context.close()


def look_at(page: Page, site: Site, look: Look) -> list[str]:
    heard = listen(page)
    if look.role:
        enter(page.context, site.url, person(look.role))
    page.goto(look.address())
    look.then(page)
    found = [f"light: {line}" for line in axe_violations(page)]
    found += inspect(page, "headings", "smallTargets")
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {line}" for line in axe_violations(page, rules=["color-contrast"])]
    page.emulate_media(forced_colors="active")
    found += inspect(page, "withoutBorder", "keepsColours")
    page.set_viewport_size(MIDDLE)
    found += inspect(page, "tooWide")
    page.set_viewport_size(NARROW)
    found += [f"320 px: {line}" for line in inspect(page, "tooWide", "smallTargets")]
    return found + [f"console: {line}" for line in heard if line not in look.expected]


def test_inspection_finds_small_targets_close_together(page: Page) -> None:
    page.set_content(
        "<style>button { block-size: 18px; inline-size: 18px; padding: 0; margin: 0 }"
        "#far { margin-left: 9em }</style>"
        "<button>a</button><button>b</button><button id='far'>c</button>"
        "<p>In een <a href='#'>zin</a> mag een verwijzing klein zijn.</p>"
    )
    found = inspect(page, "smallTargets")
    assert [line.split(" is ")[0] for line in found] == ["button “a”", "button “b”"]


def test_inspection_finds_what_sticks_out(page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.set_content("<div style='overflow-x: auto'><p style='width: 900px'>schuift zelf</p></div>")
    assert inspect(page, "tooWide") == []
    page.set_content("<p style='width: 400px'>te breed</p>")
    assert inspect(page, "tooWide")[1:] == ["p “te breed” sticks out"]


def test_inspection_finds_controls_without_a_border(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.set_content("<p><input name='plain'><input name='bare' style='border: 0'></p>")
    assert inspect(page, "withoutBorder") == ["input “bare” has no border"]


def test_inspection_finds_colours_that_stay(page: Page) -> None:
    page.set_content("<p style='forced-color-adjust: none'>wit</p><p>zwart</p>")
    assert inspect(page, "keepsColours") == ["p “wit” keeps its own colours"]
