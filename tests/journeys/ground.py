"""Where a journey takes place: the demo's district and its people, with nothing going on yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from linli.demo import build
from linli.demo.cast import PASSWORD
from linli.demo.program import Slot
from linli.foundations.parties.models import Membership, Person
from linli.kernel import calendar
from linli.kernel.actor import Actor
from tests import stage
from tests.journeys.hand import Hand

BEGINS = datetime(2026, 1, 6, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ENDS = 2027
"""The year in which the last visit takes place."""


def tell() -> None:
    """Everybody can sign in: providers and experts beyond the shown accounts too."""
    build.build(chosen=[Slot(1)])
    calendar.load_year(year=ENDS, actor=Actor.system())
    someone = Person.objects.get(username="jiedao")
    someone.set_password(PASSWORD)
    Person.objects.filter(is_active=True).update(password=someone.password)


@contextmanager
def opened(chromium: Any) -> Iterator[tuple[Hand, stage.Clock]]:
    """The district served to a browser at 1440 px, and the clock that moves it on."""
    with stage.moved_clock(BEGINS) as clock, stage.committed(tell), stage.server() as address:
        page = chromium.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        yield Hand(page, address), clock
        page.close()


def account(organisation_id: int | None, role: str) -> str:
    """The first account with this role there."""
    found = Membership.objects.filter(organisation_id=organisation_id, role=role).order_by("pk")
    return found.values_list("person__username", flat=True)[0]
