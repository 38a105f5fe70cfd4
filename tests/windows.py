"""A browser without pictures: an employee's session on the site as it really runs."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.test import Client

from gehoor.organisation.models import Employee
from tests.serving import Site


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: bytes


class Window:
    """Keeps one connection, as a browser does; an answer that does not come is an OSError."""

    def __init__(self, site: Site, employee: Employee) -> None:
        signed_in = Client()
        signed_in.force_login(employee)
        token = "t" * 32  # any secret will do, as long as cookie and header agree
        self.headers = {
            "Cookie": f"sessionid={signed_in.cookies['sessionid'].value}; csrftoken={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, "")

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(form))

    def _ask(self, method: str, path: str, body: str) -> Answer:
        self.connection.request(method, path, body, self.headers)
        answer = self.connection.getresponse()
        return Answer(answer.status, answer.getheader("Location") or "", answer.read())
