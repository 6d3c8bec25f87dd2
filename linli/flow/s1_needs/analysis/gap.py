"""How large a gap (缺口) is likely to be: what was bought for the place lately, and the facilities it has.

A hint for whoever scores; he enters the score himself.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from linli.flow.s1_needs.rules import NEUTRAL, TOP_SCORE
from linli.foundations.catalogue.models import Purchase
from linli.foundations.places.models import Place, PlaceYear
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.workdays import add_months

FLOOR = "facilities.floor_per_100_households"


@dataclass(frozen=True, slots=True)
class Supply:
    """What there is already: contracts of the item for the town within `months`, or None without an item; floor space in
    square metres for 100 households beside the rule book's, None where it is not known."""

    contracts: int | None
    months: int
    floor: Decimal | None = None
    least: Decimal = Decimal(0)

    @property
    def short_of_floor(self) -> bool:
        return self.floor is not None and self.floor < self.least


@dataclass(frozen=True, slots=True)
class Hint:
    """A suggested score (1–5) and what it rests on, in sentences."""

    score: int
    reasons: tuple[str, ...]


def suggest(supply: Supply) -> Hint:
    """Nothing bought is the largest gap, one contract a middling one, several a small one; too little floor adds a point."""
    if supply.contracts is None:
        score, first = NEUTRAL, _("还没有归入目录，看不出买没买过，先按中间值。")
    elif supply.contracts == 0:
        score, first = TOP_SCORE, _("近 %(months)d 个月本镇街没有买过这项服务。") % {"months": supply.months}
    else:
        score = NEUTRAL if supply.contracts == 1 else NEUTRAL - 1
        words = {"months": supply.months, "n": supply.contracts}
        first = _("近 %(months)d 个月本镇街买过这项服务 %(n)d 次。") % words
    reasons = [first]
    if supply.short_of_floor:
        score = min(score + 1, TOP_SCORE)
        words = {"floor": shown(supply.floor), "least": supply.least}  # type: ignore[arg-type, dict-item]
        reasons.append(_("每百户服务用房 %(floor)s 平方米，不足规定的 %(least)s 平方米，加 1 分。") % words)
    return Hint(score, tuple(reasons))


def floor_of(year: PlaceYear) -> Decimal | None:
    """Square metres of service floor for 100 households, unrounded: 29.9995 is less than 30. None without households."""
    return year.floor_space * 100 / year.households if year.households else None


def shown(value: Decimal) -> Decimal:
    """A figure for reading, cut after two places, so that what falls short does not look as if it did not."""
    return value.quantize(Decimal("0.01"), ROUND_DOWN)


def supply_of(place: Place, catalogue_code: str) -> Supply:
    """What the town of a place (or the district) has bought of an item, and the place's floor space of its latest year."""
    months = int(book.value("needs.gap_months"))
    contracts = None
    if catalogue_code:
        bought = Purchase.objects.filter(code=catalogue_code, signed_on__gte=add_months(clock.today(), -months))
        contracts = bought.filter(place__code__startswith=place.town_code or place.code).count()
    year = PlaceYear.objects.filter(place=place).order_by("-year").first()
    return Supply(contracts, months, floor_of(year) if year else None, Decimal(str(book.value(FLOOR))))
