"""What a visitor sees of the services around him: one community's, or the whole district's."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.kernel import clock
from linli.openness.portal import money, projects, remembered

RUNNING = (State.DELIVERING, State.DELIVERED, State.EVALUATING, State.RECTIFYING)
SHOWN = 3
ICONS = (
    ("soup", ("养老", "助餐", "老年", "食堂")),
    ("users", ("儿童", "未成年", "未保", "青少年", "课后")),
    ("wheelchair", ("残疾", "助残", "照料")),
    ("scale", ("调解", "法律", "矛盾")),
    ("first-aid-kit", ("健康", "医", "心理")),
    ("music", ("文体", "文化", "活动")),
)


@dataclass(frozen=True, slots=True)
class Around:
    """Services in sight: how many run now, what was contracted this year (yuan), the newest few, how many in all."""

    running: int
    contracted: Decimal
    rows: list[dict[str, Any]]
    total: int


def in_community(code: str) -> QuerySet[Project]:
    """Published projects of this community, or for it."""
    served = Project.communities.through.objects.filter(place__code=code).values("project_id")
    return Project.objects.published().filter(Q(place_code=code) | Q(pk__in=served))


def around(code: str, position: int | None) -> Around:
    """The services of a community (12 digits), or of the district when no community was chosen."""
    return remembered.at(position, ("around", code), lambda: _read(code, position))


def _read(code: str, position: int | None) -> Around:
    found = in_community(code) if code else Project.objects.published()
    newest = found.filter(state__in=RUNNING).order_by("-public_since", "-id")[:SHOWN]
    year = clock.today().year
    if code:
        contracted = found.filter(year=year).aggregate(sum=Sum("contract_amount"))["sum"] or Decimal(0)
        total = found.count()
    else:
        contracted = money.total(money.of_year(year, position)).contract
        total = money.total(money.cells(position)).count
    rows = projects.some(newest, position)
    return Around(found.filter(state__in=RUNNING).count(), contracted, rows, total)


def icon_for(*texts: str) -> str:
    """A picture for a service, by the words of its name."""
    text = " ".join(texts)
    return next((icon for icon, words in ICONS if any(word in text for word in words)), "heart-handshake")
