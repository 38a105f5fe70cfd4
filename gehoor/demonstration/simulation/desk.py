"""What one does at a desk, each move one page or form of the real one."""

from collections.abc import Mapping
from dataclasses import dataclass

from gehoor.demonstration.simulation import pages
from gehoor.demonstration.simulation.browser import Answer, Browser, NotReached
from gehoor.demonstration.simulation.pages import Article, Page

HOME = "/werkplek/"


class SignedOut(NotReached):
    """The session is over: sign in again."""


@dataclass
class Desk:
    browser: Browser
    employee: str

    def sign_in(self) -> None:
        """As everybody in the demonstration: by choosing who one is."""
        self.browser.get("/aanmelden/", "sign-in")
        form = {"employee": self.employee, "next": HOME}
        answer = self.browser.post("/aanmelden/rol/", form, "sign-in")
        if answer.status != 302 or "sessionid" not in self.browser.cookies:
            raise NotReached(f"not let in: {answer.status}")

    def sign_out(self) -> None:
        self.browser.post("/afmelden/", {}, "sign-out")
        self.browser.close()

    def queue(self) -> list[pages.Waiting]:
        return pages.rings(self._get(f"{HOME}wachtrij/", "queue").text)

    def at_hand(self) -> list[str]:
        return pages.contacts_at_hand(self._get(HOME, "page").text)

    def accept(self, contact: str) -> bool:
        """False when somebody was first, or the citizen hung up."""
        answer = self._post(f"{HOME}{contact}/aannemen/", {}, "accept", refusals=(404,))
        return contact in answer.location

    def start(self, channel: str, client: int) -> str:
        """A contact that begins with the citizen standing there; its uuid."""
        form = {"channel": channel, "client": str(client), "direction": "in"}
        answer = self.browser.post(f"{HOME}nieuw/", form, "start", is_repeatable=False)
        return self._checked(answer, "start", ()).location.strip("/").split("/")[-1]

    def open(self, contact: str) -> Page | None:
        """None when it is at hand no longer."""
        answer = self._get(f"{HOME}{contact}/", "page")
        return pages.read_page(answer.text) if answer.status == 200 else None

    def attach(self, contact: str, party: str) -> None:
        self._post(f"{HOME}{contact}/klant/kiezen/", {"party": party}, "attach", refusals=(404,))

    def verify(self, contact: str, home: str) -> None:
        """Ask what is to be asked; the colleague hears right answers."""
        panel = self._post(f"{HOME}{contact}/controle/", {"is_open": "on"}, "verify", (404,))
        known = {"address": home}
        answers = {f"check-{code}": known.get(code, "right") for code in pages.checks(panel.text)}
        if answers:
            self._post(f"{HOME}{contact}/controle/uitslag/", answers, "verify", (404, 422))

    def search(self, words: str, client: int) -> str:
        form = {"q": words, "client": str(client)}
        return pages.first_hit(self._post(f"{HOME}zoeken/", form, "search").text)

    def read(self, article: str, client: int) -> Article | None:
        answer = self._get(f"{HOME}artikel/{article}/?client={client}", "article", (404,))
        return pages.read_article(answer.text)

    def keep(self, contact: str, form: Mapping[str, str]) -> None:
        self._post(f"{HOME}{contact}/concept/", form, "draft")

    def end(self, contact: str) -> None:
        self._post(f"{HOME}{contact}/klok/", {"move": "end"}, "clock")

    def finish(self, contact: str, form: Mapping[str, str]) -> bool:
        answer = self._post(f"{HOME}{contact}/afronden/", form, "finish", refusals=(422,))
        return answer.status == 302

    def _get(self, path: str, name: str, refusals: tuple[int, ...] = ()) -> Answer:
        return self._checked(self.browser.get(path, name), name, refusals)

    def _post(
        self, path: str, form: Mapping[str, str], name: str, refusals: tuple[int, ...] = ()
    ) -> Answer:
        return self._checked(self.browser.post(path, form, name), name, refusals)

    def _checked(self, answer: Answer, name: str, refusals: tuple[int, ...]) -> Answer:
        if answer.status == 401 or answer.location.startswith("/aanmelden/"):
            raise SignedOut(name)
        if answer.status >= 400 and answer.status not in refusals:
            self.browser.tally.fail(f"{name}: {answer.status}")
        return answer
