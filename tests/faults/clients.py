"""People who write through the web while things break, and who send again what was not answered, as a browser would."""

import http.client
import itertools
import random
import re
import threading
import time
import urllib.parse
import uuid
from collections import Counter
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from tests.faults.accounts import CLERK, PASSWORD, TREASURER

CODE = re.compile(r"\b[2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){2}\b")
"""The tracking code that the page of a recorded voice hands over: its answer, and the same one each time."""
BROKEN = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, where it leads, and the page."""

    status: int
    location: str
    body: str


@dataclass
class Client:
    """One browser: cookies, the CSRF token among them, and nothing kept open between requests."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    language: str = "zh-hans"

    def ask(self, method: str, path: str, data: dict[str, str] | None = None, timeout: float = 30) -> Answer:
        """Raises what BROKEN names when no whole answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Accept-Language": self.language}
        body = None
        if data is not None:
            body = urllib.parse.urlencode(data | {"csrfmiddlewaretoken": self.cookies.get("linli-csrf", "")})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            for line in answer.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return Answer(answer.status, answer.headers.get("Location", ""), text)
        finally:
            connection.close()

    def sign_in(self, username: str) -> None:
        """Through the sign-in page."""
        page = self.ask("GET", "/account/login/")
        answer = self.ask("POST", "/account/login/", {"login": username, "password": PASSWORD})
        if answer.status != 302 or "login" in answer.location:
            raise http.client.HTTPException(f"not signed in: {page.status}, {answer.status} {answer.location}")


@dataclass
class Write:
    """One thing to be written: its own words, by which it is found again, and its key."""

    path: str
    data: dict[str, str]
    mark: str
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    answers: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> bool:
        return bool(self.answers)


def a_voice(place: int) -> Write:
    mark = f"故障演练诉求 {uuid.uuid4()}"
    data = {"place": str(place), "channel": "phone", "topic": "elderly", "content": mark}
    return Write("/needs/voices/new/", data, mark)


def a_change_of_funds(source: int, amount: int) -> Write:
    mark = f"故障演练调整 {uuid.uuid4()}"
    return Write(f"/funds/{source}/adjust/", {"amount": str(amount), "reason": mark}, mark)


class Writer(threading.Thread):
    """Writes one thing after the other until told to stop; each is sent again, with its key, until it is answered."""

    def __init__(self, port: int, number: int, place: int, source: int, keyed: bool = True) -> None:
        super().__init__(daemon=True)
        self.client, self.number, self.keyed = Client(port), number, keyed
        self.place, self.source = place, source
        self.username = TREASURER if number == 0 else CLERK
        self.amounts = itertools.count(10_000)
        self.writes: list[Write] = []
        self.statuses: Counter[str] = Counter()
        self.pages: dict[int, str] = {}
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            one = a_change_of_funds(self.source, next(self.amounts)) if self.number == 0 else a_voice(self.place)
            self.writes.append(one)
            while not one.acknowledged and not self.over.is_set():
                if not self.send(one):
                    self.over.wait(random.uniform(0.05, 0.3))

    def send(self, one: Write) -> bool:
        """Send once; whether it was acknowledged."""
        try:
            if "linli-session" not in self.client.cookies:
                self.client.sign_in(self.username)
            key = {"idempotency_key": one.key} if self.keyed else {}
            answer = self.client.ask("POST", one.path, one.data | key)
        except BROKEN as trouble:
            self.statuses[type(trouble).__name__] += 1
            return False
        self.statuses[str(answer.status)] += 1
        if answer.status == 302 and "login" not in answer.location:
            one.answers.append(answer.location)
            return True
        if answer.status == 200 and (code := CODE.search(answer.body)):
            one.answers.append(code[0])
            return True
        self.pages.setdefault(answer.status, answer.body)
        if answer.status in (302, 403):
            self.client.cookies.pop("linli-session", None)
        return False


@dataclass
class Crowd:
    """Several writers at once."""

    writers: list[Writer]

    def __enter__(self) -> "Crowd":
        for writer in self.writers:
            writer.start()
        return self

    def __exit__(self, *_exception: Any) -> None:
        for writer in self.writers:
            writer.over.set()
        for writer in self.writers:
            writer.join(60)

    @property
    def acknowledged(self) -> int:
        return sum(one.acknowledged for writer in self.writers for one in list(writer.writes))

    @property
    def statuses(self) -> Counter[str]:
        return sum((writer.statuses for writer in self.writers), Counter())

    def await_more(self, than: int, limit: float) -> float:
        """Wait until more than so many writes are acknowledged; the seconds it took. Raises AssertionError."""
        begun = time.monotonic()
        while self.acknowledged <= than:
            assert time.monotonic() - begun < limit, f"nothing acknowledged for {limit} s: {self.statuses}"
            time.sleep(0.02)
        return time.monotonic() - begun
