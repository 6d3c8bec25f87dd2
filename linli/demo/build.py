"""The demo district, made by calling actions and nothing else, under a travelled clock."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from linli.demo import cast as casting
from linli.demo import schedule
from linli.demo.plot import HaltedError, Plot, Story
from linli.demo.program import Slot, plots, slots
from linli.demo.scenes import (
    delivery,
    documents,
    evaluation,
    followup,
    forms,
    goals,
    integration,
    money,
    needs,
    rules,
    suggestions,
    surveys,
    tenders,
)
from linli.demo.scenes import plans as yearly
from linli.demo.scenes import voices as heard
from linli.demo.themes import THEMES
from linli.flow.s1_needs.actions import voices
from linli.flow.thread.models import Project
from linli.foundations.catalogue.actions import load
from linli.foundations.catalogue.reading import read
from linli.foundations.places.actions import divisions, pilot, year
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel import calendar, clock, journal
from linli.kernel.actor import Actor

DIVISIONS = Path(__file__).resolve().parents[1] / "foundations" / "places" / "data" / "lishui_divisions.csv"
CATALOGUE = settings.LAW_DIR / "districts" / settings.DISTRICT / "catalogue.yaml"
LEAD = 730
"""The demo begins two years before the present day."""
COMMUNITIES = 3
"""Communities of each town with a committee of their own on stage."""
PILOTS = 11
FRESH_VOICES = 12
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What was made, for the command's last line."""

    projects: int
    scenes: int


def is_built() -> bool:
    """Whether the district is there already."""
    return Project.objects.exists()


def build(*, report: Report = lambda line: None, chosen: list[Slot] | None = None) -> Told:
    """Tell the whole demo up to the present moment, in one transaction: killed half-way, nothing is there.
    The calendars come before it: within the transaction that edits them they would be read anew each time.

    Not to be told twice: ask `is_built` first.
    """
    now = clock.now()
    with clock.travelled(_morning(now - timedelta(days=LEAD))):
        for of_year in range(now.year - 2, now.year + 1):
            calendar.load_year(year=of_year, actor=Actor.system())
    with transaction.atomic(), journal.positions_later():
        return _told(report, chosen)


def _told(report: Report, chosen: list[Slot] | None) -> Told:
    now = clock.now()
    begins = _morning(now - timedelta(days=LEAD))
    with clock.travelled(begins):
        served = _ground(now)
        report(f"{Place.objects.count()} places")
        cast = casting.assemble(served)
        load(batch=read(CATALOGUE), actor=Actor.system())
        treasury = money.opening(cast, now)
        report(f"{len(cast.actors)} offices")
    stories = [
        (_morning(now - timedelta(days=slot.age)), tell(plot)) for slot, plot in plots(cast, served, chosen or slots())
    ]
    stories += treasury.stories()
    stories += _fresh_voices(cast, served, now)
    stories += heard.stories(cast, served, now)
    stories += documents.stories(cast, now)
    stories += yearly.stories(cast, now)
    stories += rules.stories(cast, now)
    stories += integration.stories(cast, served, now)
    stories += forms.stories(cast, served, now)
    stories += surveys.stories(cast, served, now)
    stories += suggestions.stories(cast, served, now)
    with book.kept.held():  # the change of a parameter is one of the scenes, and reads anew what it decided
        scenes = schedule.tell(stories, now)
    return Told(Project.objects.count(), scenes)


def tell(plot: Plot) -> Story:
    """One project through the six steps, as far as its days and its turns let it."""
    with suppress(HaltedError):
        for scene in (needs.told, goals.told, tenders.told, delivery.told, evaluation.told, followup.told):
            yield from scene(plot)


def _ground(now: datetime) -> dict[str, list[Place]]:
    """Places, their figures and pilots; returns the communities on stage by town."""
    system = Actor.system()
    divisions.import_divisions(paths=[DIVISIONS], actor=system)
    served: dict[str, list[Place]] = {}
    for town in Place.objects.towns():
        served[town.code] = list(Place.objects.within(town.code).communities()[:COMMUNITIES])
    year.import_years(file="demo", rows=_figures(now.year - 1), actor=system)
    piloted = [place for found in served.values() for place in found][:PILOTS]
    for place in piloted:
        pilot.mark_pilot(place, actor=system)
    return served


def _figures(of_year: int) -> list[list[str]]:
    """Made-up households, people and floor space of every community."""
    rng = Random(of_year)  # noqa: S311
    rows = [["区划代码", "年度", "户数", "人口", "服务用房面积（平方米）"]]
    for place in Place.objects.communities():
        households = rng.randint(1600, 3600)
        floor = Decimal(households) * rng.randint(22, 48) / 100
        rows.append([place.code, str(of_year), str(households), str(int(households * 2.7)), f"{floor:.2f}"])
    return rows


def _fresh_voices(cast: casting.Cast, served: dict[str, list[Place]], now: datetime) -> list[tuple[datetime, Story]]:
    """Voices of the last days that still wait for an answer."""
    made = []
    towns = list(served)
    for index in range(FRESH_VOICES):
        theme = THEMES[index % len(THEMES)]
        place = served[towns[index % len(towns)]][index % COMMUNITIES]
        made.append((_morning(now - timedelta(days=1 + index)), _voice(place, theme.topic, theme.voices[index % 2])))
    return made


def _voice(place: Place, topic: str, content: str) -> Story:
    voices.record_voice(actor=Actor.public(), place=place, content=content, topic=topic)
    yield from ()


def _morning(moment: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(moment), time(9, 0)))
