"""Campaigns for tests, made by their own verbs; submissions as a phone would send them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from linli.flow.s1_needs.campaigns import actions
from linli.flow.s1_needs.campaigns.drawing import Demands
from linli.flow.s1_needs.campaigns.models import Area, Campaign
from linli.foundations.forms import actions as forms
from linli.foundations.forms.intake import known, write, xml
from linli.foundations.forms.models import FormVersion, Submission
from linli.foundations.forms.tests.factory import make_version, only
from linli.foundations.parties.models import Membership
from linli.foundations.parties.tests.factory import COMMUNITY, make_actor, make_place
from linli.foundations.places.models import Place, PlaceYear
from linli.kernel import clock
from linli.kernel.actor import Actor

SECOND = "320117004002"
SURVEY: list[list[Any]] = [
    ["start", "start", ""],
    ["end", "end", ""],
    ["text", "house", "户号", "yes", "", "", "", "", "yes"],
    ["select_one yn", "elderly", "有 60 岁以上老人吗", "yes"],
    ["select_multiple wants", "wants", "需要哪些服务"],
    ["integer", "people", "常住几口人"],
    ["text", "wish", "还想说什么"],
]
DEMANDS = Demands(Decimal("5.0"), Decimal("95.0"), Decimal("1.00"), Decimal("80.0"), "proportional", 10)


def make_demands(**changes: Any) -> Demands:
    values = {name: getattr(DEMANDS, name) for name in Demands.__slots__}
    return Demands(**{**values, **changes})


def make_form(town: Actor, form_id: str = "campaign_form") -> FormVersion:
    return make_version(town, survey=SURVEY, form_id=form_id)


def with_households(code: str, households: int) -> Place:
    place = make_place(code)
    PlaceYear.objects.update_or_create(
        place=place, year=2026, defaults={"households": households, "population": 3 * households, "floor_space": 100}
    )
    return place


def asked(town: Actor, **changes: Any) -> actions.Plan:
    """Two communities of 400 and 200 households, a sample by the yearly figures."""
    values: dict[str, Any] = {
        "title": "居家养老需求调查",
        "form": changes.pop("form", None) or make_form(town).form,
        "places": [with_households(COMMUNITY, 400), with_households(SECOND, 200)],
        "scope": "sample",
        "frame": "figures",
        "due_at": clock.now() + timedelta(days=10),
        "demands": DEMANDS,
        "household_path": "house",
        **changes,
    }
    return actions.Plan(**values)


def make_campaign(town: Actor | None = None, **changes: Any) -> Campaign:
    town = town or make_actor("town")
    return actions.plan(actor=town, asked=asked(town, **changes))


def membership_of(actor: Actor) -> Membership:
    return Membership.objects.get(person_id=actor.person_id, organisation_id=actor.organisation_id)


def assign(campaign: Campaign, town: Actor, surveyor: Actor, code: str = COMMUNITY, quota: int = 40) -> Area:
    return actions.assign(campaign, actor=town, membership=membership_of(surveyor), place=make_place(code), quota=quota)


def running(town: Actor, surveyor: Actor, **changes: Any) -> Campaign:
    """Under way, the surveyor in the first community."""
    campaign = make_campaign(town, **changes)
    assign(campaign, town, surveyor)
    return actions.start(campaign, actor=town)


def numbers_of(campaign: Campaign, code: str = COMMUNITY) -> list[str]:
    return list(campaign.household_set.filter(is_drawn=True, place__code=code).values_list("number", flat=True))


def send(
    actor: Actor,
    version: FormVersion,
    *,
    old: str = "",
    done: datetime | None = None,
    minutes: int = 10,
    **answers: Any,
) -> Submission:
    """Through the intake; `done` is when the phone says that it was finished: at noon, unless the test is about the hour."""
    ended = done or timezone.localtime(clock.now()).replace(hour=12, minute=0)
    given = {
        "start": (ended - timedelta(minutes=minutes)).isoformat(),
        "end": ended.isoformat(),
        "elderly": "yes",
        "wants": "meal",
        "people": "3",
        **answers,
    }
    raw = write.xml_of(version, given, f"uuid:{uuid4()}", old)
    sent = xml.read(raw, lambda _form, _label: known.shape_of(version))
    received = forms.receive(actor=actor, version=version, sent=sent, raw=raw)
    found: Submission = only(pk=received.pk)
    return found
