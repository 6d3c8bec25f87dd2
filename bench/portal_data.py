"""Many projects at once, for measuring only: written directly, not by actions, with fictional names and amounts.

DATABASE_URL=… python manage.py shell -c "from bench.portal_data import build; build(100_000)"
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

import rfc8785

from linli.flow.thread.models import Project
from linli.flow.thread.states import STEP_OF, State
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel import clock, journal
from linli.kernel.models import Event

TOWNS = 9
COMMUNITIES = 13
KINDS = (
    "居家养老助餐",
    "困境儿童课后陪伴",
    "社区综合服务中心运营",
    "残疾人日间照料",
    "矛盾调解与法律服务",
    "老年大学课程",
)
STATES = (
    State.TENDERING,
    State.PUBLICITY,
    State.DELIVERING,
    State.DELIVERING,
    State.EVALUATING,
    State.FOLLOWING,
    State.CLOSED,
)
NOTICES = ("tenders.tender:publish", "tenders.award:announce", "tenders.contract:publish")
BATCH = 2000


def build(count: int) -> None:
    """Bring the database to this many published projects with three notices each; what is there already counts."""
    places, towns, provider = _ground()
    there = Project.objects.filter(number__startswith="B-").count()
    rows = (_project(number, places, towns, provider) for number in range(there, count))
    while batch := list(islice(rows, BATCH)):
        made = Project.objects.bulk_create(batch)
        Event.objects.bulk_create(event for project in made for event in _events(project))
        journal.sequence()


def _ground() -> tuple[list[Place], dict[str, Organisation], Organisation]:
    district, _ = Place.objects.get_or_create(code="320117", defaults={"name": "示例区", "level": "district"})
    places, towns = [], {}
    for t in range(1, TOWNS + 1):
        code = f"320117{t:03d}"
        town, _ = Place.objects.get_or_create(
            code=code, defaults={"name": f"示例{t}街道", "level": "town", "parent": district}
        )
        towns[code], _ = Organisation.objects.get_or_create(name=f"示例{t}街道办事处（演示）", kind="town", place=town)
        for c in range(1, COMMUNITIES + 1):
            place, _ = Place.objects.get_or_create(
                code=f"{code}{c:03d}", defaults={"name": f"示例{t}-{c}社区", "level": "community", "parent": town}
            )
            places.append(place)
    provider, _ = Organisation.objects.get_or_create(name="示例甲社会工作服务中心", kind="social", place=district)
    return places, towns, provider


def _project(number: int, places: list[Place], towns: dict[str, Organisation], provider: Organisation) -> Project:
    place = places[number * 7 % len(places)]
    state = STATES[number % len(STATES)]
    budget = Decimal(20_000 + number * 7919 % 900_000)
    kind = KINDS[number % len(KINDS)]
    begins = date(2025, 1, 1) + timedelta(days=number % 700)
    signed = STEP_OF[state] >= 4
    return Project(
        number=f"B-{number:07d}",
        title=f"{place.name}{kind}服务{number}",
        purchaser=towns[place.code[:9]],
        place=place,
        place_code=place.code,
        provider=provider if signed else None,
        catalogue_name=kind,
        method="open_tender",
        state=state,
        step=STEP_OF[state],
        year=begins.year,
        budget=budget,
        contract_amount=budget - 1000 if signed else None,
        paid_amount=budget // 4 if signed else 0,
        beneficiaries=100 + number % 900,
        service_from=begins,
        service_to=begins + timedelta(days=365),
        public_since=clock.now() - timedelta(minutes=number),
    )


def _events(project: Project) -> Iterator[Event]:
    for verb in NOTICES:
        event = Event(
            at=project.public_since or clock.now(),
            actor_kind="system",
            organisation_id=project.purchaser_id,
            verb=verb,
            step=3,
            subject_type="thread.project",
            subject_id=project.pk,
            subject_text=project.title,
            thread_key=project.pk,
            public=True,
        )
        event.leaf = rfc8785.dumps(journal.leaf(event))
        yield event
