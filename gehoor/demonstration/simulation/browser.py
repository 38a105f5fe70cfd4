"""A browser without pictures: cookies, and one connection that stays open."""

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from gehoor.demonstration.simulation.tally import Tally

TIMEOUT_S = 30
FORM = "application/x-www-form-urlencoded"
TOKEN = "t" * 32  # any will do, as long as cookie and header agree


class NotReached(OSError):
    """The server gave no answer."""


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str


@dataclass
class Browser:
    url: str
    tally: Tally
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": TOKEN})
    _connection: http.client.HTTPConnection | None = field(default=None, init=False)

    def get(self, path: str, name: str) -> Answer:
        return self._timed(name, "GET", path, "", {})

    def post(
        self, path: str, form: Mapping[str, str], name: str, *, is_repeatable: bool = True
    ) -> Answer:
        headers = {"X-CSRFToken": TOKEN, "Content-Type": FORM}
        return self._timed(name, "POST", path, urlencode(form), headers, is_repeatable)

    def tell(self, path: str, body: Mapping[str, Any], secret: str, name: str) -> Answer:
        """News in JSON, as a machine tells it."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {secret}"}
        return self._timed(name, "POST", path, json.dumps(body), headers)

    def ask(self, path: str, secret: str, name: str) -> Answer:
        return self._timed(name, "GET", path, "", {"Authorization": f"Bearer {secret}"})

    def _timed(
        self,
        name: str,
        method: str,
        path: str,
        body: str,
        headers: dict[str, str],
        is_repeatable: bool = True,
    ) -> Answer:
        began = time.perf_counter()
        answer = self._request(method, path, body, headers, is_repeatable)
        self.tally.took(name, (time.perf_counter() - began) * 1000)
        return answer

    def _request(
        self, method: str, path: str, body: str, headers: dict[str, str], is_repeatable: bool
    ) -> Answer:
        """A connection that was closed while we did nothing is opened again, once."""
        is_old = self._connection is not None
        try:
            return self._exchange(method, path, body, headers)
        except (OSError, http.client.HTTPException) as lost:
            self.close()
            if not (is_old and is_repeatable):
                raise NotReached(str(lost)) from lost
        try:
            return self._exchange(method, path, body, headers)
        except (OSError, http.client.HTTPException) as lost:
            self.close()
            raise NotReached(str(lost)) from lost

    def _exchange(self, method: str, path: str, body: str, headers: dict[str, str]) -> Answer:
        if self._connection is None:
            host = urlsplit(self.url).netloc
            self._connection = http.client.HTTPConnection(host, timeout=TIMEOUT_S)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = body.encode() if body or method == "POST" else None
        self._connection.request(method, path, sent, {"Cookie": cookies, **headers})
        answer = self._connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        self._keep(answer.headers.get_all("Set-Cookie") or [])
        return Answer(answer.status, answer.getheader("Location") or "", text)

    def _keep(self, cookies: list[str]) -> None:
        """The session; the token stays ours."""
        for cookie in cookies:
            name, _is, value = cookie.split(";")[0].partition("=")
            if name.strip() != "csrftoken":
                self.cookies[name.strip()] = value.strip()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
