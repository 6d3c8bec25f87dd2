"""Needs by town and field: how many stand open there, and how pressing they are on average."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg, Count
from django.db.models.functions import Substr

from linli.flow.s1_needs.models import Need
from linli.flow.s1_needs.states import NeedState, Topic
from linli.kernel.errors import Text

DEPTHS = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """`count` needs, their mean index (two places), and the depth of colour, 0 for none to 4 for the most."""

    topic: str
    label: Text
    count: int
    mean: Decimal | None
    depth: int


@dataclass(frozen=True, slots=True)
class Line:
    """A town with a cell for each field and their total; code and name."""

    code: str
    name: str
    cells: tuple[Cell, ...]
    total: int


def lines(towns: Sequence[tuple[str, str]]) -> list[Line]:
    """Listed and adopted needs of each place (code and name), those of its communities included; one statement."""
    open_now = Need.objects.filter(state__in=[NeedState.LISTED, NeedState.ADOPTED])
    rows = open_now.annotate(town=Substr("place_code", 1, 9)).values_list("town", "topic")
    found = {
        (town, topic): (n, mean)
        for town, topic, n, mean in rows.annotate(n=Count("pk"), mean=Avg("priority")).order_by()
    }
    most = max((n for n, _mean in found.values()), default=0)
    made = []
    for code, name in towns:
        cells = tuple(_cell(topic, label, *found.get((code, topic), (0, None)), most) for topic, label in Topic.choices)
        made.append(Line(code, name, cells, sum(cell.count for cell in cells)))
    return made


def _cell(topic: str, label: Text, count: int, mean: Decimal | None, most: int) -> Cell:
    depth = -(-DEPTHS * count // most) if most else 0
    shown = mean.quantize(Decimal("0.01"), ROUND_HALF_UP) if mean is not None else None
    return Cell(topic, label, count, shown, depth)
