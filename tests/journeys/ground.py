"""Where a purchase takes place: the demo's district and its people, with nothing going on yet."""

from datetime import datetime
from zoneinfo import ZoneInfo

from linli.demo import build
from linli.demo.cast import PASSWORD
from linli.demo.program import Slot
from linli.foundations.parties.models import Person
from linli.kernel import calendar
from linli.kernel.actor import Actor

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
