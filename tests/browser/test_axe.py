"""Every main page as somebody who works with it: no axe violation and no sideways scroll, wide and narrow.

The pages are those of a small committed district; the browser also reports what the content policy stopped.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from linli.flow.s1_needs.models import Need, NeedsList, Voice
from linli.flow.s2_goals.models import Design
from linli.flow.s3_tenders.models import Challenge, Contract, Tender
from linli.flow.s4_delivery.models import Delivery, Milestone, Payment, ServiceRecord
from linli.flow.s5_evaluation.models import Evaluation, Instrument
from linli.flow.s6_followup.models import FollowUp, Visit
from linli.flow.thread.models import Project
from linli.foundations.funds.models import FundSource
from linli.kernel.models import Event, Task
from tests import stage
from tests.security import world
from tests.security.personas import everybody
from tests.security.samples import one

pytestmark = pytest.mark.browser
WIDTHS = (1440, 390)
Address = Callable[[], str]


def to(name: str, **arguments: Any) -> Address:
    return lambda: reverse(name, kwargs=arguments)


def page_of(name: str, model: Any, **where: Any) -> Address:
    return lambda: reverse(name, kwargs={"pk": one(model, **where).pk})


def design(name: str) -> Address:
    """A page of a draft that the shown street is writing."""
    return lambda: reverse(name, kwargs={"pk": one(Design, state="draft", project__purchaser__kind="town").project_id})


def tab(key: str, state: str = "evaluating") -> Address:
    return lambda: reverse("thread:tab", kwargs={"pk": one(Project, state=state).pk, "key": key})


def notice() -> str:
    event = one(Event, verb="goals.intention:publish", public=True)
    return reverse("portal:notice", args=[event.journal_position.position])


def reviewing() -> str:
    return reverse("tenders:review", args=[one(Tender, state="reviewing").pk])


def money_asked() -> str:
    return one(Payment, state="requested").get_absolute_url() + "check/"


OWN = {"project__purchaser__short_name": "石湫街道"}
PUBLIC: tuple[Address, ...] = (
    *(to(f"portal:{name}") for name in ("home", "projects", "needs", "notices", "money", "communities", "open-data")),
    to("portal:search"), to("needs:say"), to("needs:follow"), to("rulebook:documents"), to("catalogue:list"),
    to("rulebook:document", key="decree-102"), to("account_login"), to("parties:register"), notice,
    lambda: reverse("portal:project", args=[one(Project, state="closed").number]),
    page_of("portal:needs-list", NeedsList), page_of("tenders:tender", Tender, state="awarded"),
    page_of("tenders:opening", Tender, state="ranked"), page_of("tenders:contract", Contract, state="published"),
)  # fmt: skip
BY_ROLE: dict[str, tuple[Address, ...]] = {
    "": PUBLIC,
    "jiedao": (
        to("inbox:index"), to("inbox:done"), to("thread:list"), page_of("thread:project", Project, state="evaluating"),
        *(tab(key) for key in ("goals", "tender", "delivery", "payments", "evaluation")), tab("followup", "following"),
        design("goals:basics"), design("goals:targets"), design("goals:budget"), design("goals:review"),
        to("tenders:list"), page_of("tenders:tender", Tender, state="published"),
        page_of("tenders:panel", Tender, state="reviewing"), page_of("tenders:challenge_page", Challenge),
        to("delivery:list"), to("delivery:payments"), to("delivery:records"), money_asked,
        page_of("delivery:milestone", Milestone, state="accepted", **OWN), page_of("delivery:record", ServiceRecord),
        to("evaluation:list"), page_of("evaluation:grade", Evaluation, state="scoring", **OWN), to("followup:list"),
        page_of("evaluation:instrument", Instrument, state="waiting", organisation__kind="town"),
        page_of("followup:visit", Visit, state="planned", **OWN), page_of("followup:complain", FollowUp, state="open"),
        to("needs:need_list"), to("needs:need_new"), page_of("needs:need", Need, state="draft"), to("needs:list_list"),
        to("needs:voice_list"), page_of("needs:voice", Voice, state="received", place_code__startswith="320117004"),
        to("goals:list"), to("insight:cockpit"), to("places:list"), to("funds:list"), to("help"),
        to("rulebook:parameters"), to("rulebook:parameter", name="tender.bid_days"), to("rulebook:calendar"),
    ),
    "jiedao-ld": (to("inbox:index"), page_of("tenders:confirm", Tender, state="ranked")),
    "shequ": (to("inbox:index"), to("needs:list_publish"), to("needs:voice_new")),
    "minzheng": (
        to("inbox:index"), to("thread:journal"), to("insight:cockpit"), to("parties:organisations"), to("parties:create"),
        page_of("insight:remind", Task, state="open", kind="duty", organisation__kind="community"), to("places:import"),
    ),
    "caizheng": (to("inbox:index"), page_of("funds:source", FundSource), to("funds:create")),
    "bumen": (to("inbox:index"),),
    "chengjie": (
        to("inbox:index"), to("tenders:mine"), page_of("tenders:bid", Tender, state="published", bid_count__gt=0),
        to("parties:providers"), page_of("delivery:plan", Delivery, state="running"), to("parties:profile"),
        to("catalogue:clerk"),
    ),
    "panelist": (to("inbox:index"), reviewing, to("tenders:ties")),
    "jiandu": (to("inbox:index"), page_of("tenders:opening", Tender, state="published")),
    "yunwei": (to("inbox:index"), to("parties:organisations")),
}  # fmt: skip


@pytest.fixture(scope="module")
def address(django_db_setup: None, django_db_blocker: Any, chromium: Any) -> Iterator[str]:
    everybody.cache_clear()
    with (
        django_db_blocker.unblock(),
        stage.moved_clock(world.NOW),
        stage.committed(world.tell),
        stage.server() as running,
    ):
        yield running


def browser_of(chromium: Any, address: str, role: str) -> Any:
    """A context with a session of its own; without a role a visitor's."""
    context = chromium.new_context(viewport={"width": WIDTHS[0], "height": 900}, locale="zh-CN")
    username = stage.panelist() if role == "panelist" else role
    if username:
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": stage.session_of(username), "url": address}]
        )
    return context


def looked_at(page: Any, axe: Any) -> list[str]:
    """What is wrong with the page at both widths."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for found in axe.run(page).response["violations"]:
            wrong.append(f"{width}: {found['id']} {found['nodes'][0]['html'][:160]}")
        if page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0:
            wrong.append(f"{width}: scrolls sideways")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return wrong


@pytest.mark.parametrize("role", BY_ROLE)
def test_pages_are_accessible(address: str, chromium: Any, role: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context, wrong = browser_of(chromium, address, role), []
    page = context.new_page()
    page.on("console", lambda message: wrong.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    for found in BY_ROLE[role]:
        path = found()
        answer = page.goto(address + path)
        page.wait_for_function("!document.querySelector('[data-chart]:not([data-drawn])')")
        if answer.status != 200 or page.url != address + path:
            wrong.append(f"{path}: {answer.status} {page.url}")
            continue
        wrong += [f"{path} {line}" for line in looked_at(page, Axe())]
    context.close()
    assert wrong == []
