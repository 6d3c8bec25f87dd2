"""Every page that a role may open, in a browser, with a script planted in every free text.

Which role may open which page stands in tests/security/urls.csv. As every role: nothing planted ever runs, no console
error, no report of the content policy, no dialog. Once for each page and width, as the role that may open most: axe
without a violation.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.account.internal.flows import login
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Error

from linli.foundations.parties.models import Person
from linli.kernel.actor import Actor
from tests import stage
from tests.security import canary, personas, samples, tables, world
from tests.security.urls import addresses

pytestmark = pytest.mark.browser
WIDTHS = (1440, 390)
OPENED = "200"
SHOWN_ON = 60
"""On how many pages at least a canary must be seen: fewer would mean that none was planted."""
ACCOUNT = (
    "/account/logout/", "/account/password/", "/account/reauthenticate/", "/account/2fa/", "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/", "/account/2fa/webauthn/add/",
)  # fmt: skip
ENTRANCE = ("/account/login/", "/account/forgotten/", "/account/inactive/", "/account/sso/error/", "/nowhere/")
"""Pages that the table does not name: allauth's, and the page for an address that does not exist."""


@dataclass
class Crawl:
    """What was seen where; `wrong` must stay empty."""

    browser: Any
    base: str
    wrong: dict[str, list[object]] = field(default_factory=dict)
    told: list[object] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    opened: int = 0

    @contextmanager
    def role(self, actor: Actor, width: int = WIDTHS[0]) -> Iterator[Any]:
        """A page of somebody who is signed in; what it says against itself is put down."""
        context = self.browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        if actor.person_id is not None:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session(actor.person_id), "url": self.base}
            context.add_cookies([cookie])
        page = context.new_page()
        page.on("console", lambda said: self.told.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.told.append(str(error)))
        page.on("dialog", self.dialog)
        yield page
        context.close()

    def dialog(self, dialog: Any) -> None:
        self.told.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def visit(self, page: Any, path: str, who: str, status: int = 200, axe: Axe | None = None) -> None:
        """Open a page and put down what is wrong with it."""
        self.told.clear()
        try:
            answer = page.goto(self.base + path)
        except Error as error:
            assert "Download is starting" in str(error), f"{path} as {who}: {error}"  # a file, not a page
            return
        self.opened += 1
        if answer.status != status:
            self.told.append(f"answered {answer.status}")
        if page.evaluate("document.contentType") == "text/html":
            self.look(page, path, axe)
        if status != OPENED_AS:
            self.told[:] = [said for said in self.told if f"status of {status}" not in str(said)]
        if self.told:
            self.wrong[f"{path} as {who}"] = list(self.told)

    def look(self, page: Any, path: str, axe: Axe | None) -> None:
        if page.evaluate(canary.HARM) != canary.UNHARMED:
            self.told.append(page.evaluate(canary.HARM))
        if canary.MARK in page.content():
            self.shown.add(path)
        if axe is not None:
            page.wait_for_function("!document.querySelector('[data-chart]:not([data-drawn])')")
            found = axe.run(page).response["violations"]
            self.told += [(one["id"], one["nodes"][0]["html"][:160]) for one in found]


OPENED_AS = int(OPENED)


def session(person_id: int) -> str:
    """The key of a signed-in session of somebody who has just proved who he is."""
    client = Client()
    client.force_login(Person.objects.get(pk=person_id), backend=settings.AUTHENTICATION_BACKENDS[-1])
    kept = client.session
    kept[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    kept[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person_id)
    kept.save()
    return str(kept.session_key)


@dataclass(frozen=True)
class Visit:
    """A page, who may open it (the role that may open most first), and the record it is about."""

    path: str
    who: tuple[str, ...]
    record: Any


def visits() -> list[Visit]:
    table = tables.read("urls.csv")
    wealth = {who: sum(row[who] == OPENED for row in table.values()) for who in personas.PERSONAS}
    made = []
    for page in addresses():
        may = sorted((who for who, cell in table.get(page.name, {}).items() if cell == OPENED), key=wealth.get)  # type: ignore[arg-type]
        if not may:
            continue
        arguments, record = samples.sample(page.name, page.route)
        fixed = [who for who in reversed(may) if who in personas.FIXED]
        made.append(Visit(reverse(page.name, kwargs=arguments), tuple(fixed or may[-1:]), record))
    return made


@pytest.fixture(scope="module")
def crawl(django_db_setup: None, django_db_blocker: Any, chromium: Any) -> Iterator[Crawl]:
    personas.forget()
    with (
        django_db_blocker.unblock(),
        stage.moved_clock(world.NOW),
        world.drawn_alike(),
        stage.committed(world.tell),
        stage.server() as address,
    ):
        assert len(canary.plant()) > 20
        yield Crawl(chromium, address)


def test_the_canary_is_seen_where_nothing_guards(crawl: Crawl) -> None:
    """The control: the same text, written into a page as it is, runs and is found."""
    with crawl.role(Actor.public()) as page:
        page.set_content(f"<p>{canary.FULL}")
        page.wait_for_function("'zqx' in window")
        assert page.evaluate(canary.HARM)["ran"]
        assert page.evaluate(canary.HARM)["elements"] > 0


def test_nothing_planted_runs_for_anybody(crawl: Crawl) -> None:
    crawl.wrong.clear()
    by_actor: dict[tuple[str, int | None], tuple[Actor, list[str]]] = {}
    for visit in visits():
        for who in visit.who:
            actor = personas.found(who, visit.record)
            by_actor.setdefault((who, actor.person_id), (actor, []))[1].append(visit.path)
    for (who, _person), (actor, paths) in by_actor.items():
        with crawl.role(actor) as page:
            for path in paths:
                crawl.visit(page, path, who)
    assert crawl.wrong == {}
    assert len(crawl.shown) >= SHOWN_ON, sorted(crawl.shown)


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_has_nothing_to_say(crawl: Crawl, width: int) -> None:
    crawl.wrong.clear()
    axe = Axe()
    by_actor: dict[tuple[str, int | None], tuple[Actor, list[str]]] = {}
    for visit in visits():
        actor = personas.found(visit.who[0], visit.record)
        by_actor.setdefault((visit.who[0], actor.person_id), (actor, []))[1].append(visit.path)
    for (who, _person), (actor, paths) in by_actor.items():
        with crawl.role(actor, width) as page:
            for path in paths:
                crawl.visit(page, path, who, axe=axe)
    with crawl.role(personas.found("jiedao", None), width) as page:
        for path in ACCOUNT:
            crawl.visit(page, path, "jiedao", axe=axe)
    with crawl.role(Actor.public(), width) as page:
        for path in ENTRANCE:
            crawl.visit(page, path, "anonymous", 404 if path == "/nowhere/" else 200, axe=axe)
    assert crawl.wrong == {}
