"""From places and households to strata and drawn households; and what that would be, while it is still being planned."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from linli.flow.s1_needs.campaigns import sampling
from linli.flow.s1_needs.campaigns.models import Campaign, CampaignPlace, Household, Stratum
from linli.flow.s1_needs.campaigns.states import Allocation, Frame, Scope
from linli.foundations.places.models import Place, PlaceYear

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Layer:
    """A stratum to be: its label, its community unless it is a column's value, its households."""

    label: str
    place: Place | None
    households: int


@dataclass(frozen=True, slots=True)
class Demands:
    """What the sample has to be good for, in percent as it is typed."""

    margin: Decimal
    confidence: Decimal
    effect: Decimal
    response: Decimal
    allocation: str
    least: int

    def wanted(self, households: int) -> sampling.Wanted:
        return sampling.Wanted(
            households,
            float(self.margin) / 100,
            float(self.confidence) / 100,
            effect=float(self.effect),
            response=float(self.response) / 100,
        )


def demands_of(campaign: Campaign) -> Demands:
    return Demands(
        campaign.margin,
        campaign.confidence,
        campaign.effect,
        campaign.response,
        campaign.allocation,
        campaign.least,
    )


def reckon(layers: Mapping[str, int], demands: Demands) -> tuple[sampling.Size, dict[str, int]]:
    """The size and what each stratum gets of it."""
    size = sampling.size(demands.wanted(sum(layers.values())))
    equal = demands.allocation == Allocation.EQUAL
    return size, sampling.allocate(layers, size.drawn, equal=equal, least=demands.least)


def figures_of(places: "list[Place]") -> dict[int, PlaceYear]:
    """The newest yearly figures of each place that has some."""
    rows = PlaceYear.objects.filter(place__in=places).order_by("place_id", "-year").distinct("place_id")
    return {row.place_id: row for row in rows}


def layers_of(campaign: Campaign) -> list[Layer]:
    """The strata of a campaign as its places or its list give them."""
    if campaign.by_column:
        counted = campaign.household_set.values_list("column").annotate(n=Count("pk")).order_by("column")
        return [Layer(column, None, n) for column, n in counted]
    places = campaign.places.select_related("place")
    return [Layer(_label(one), one.place, one.households) for one in places]


def _label(one: CampaignPlace) -> str:
    """The community's name and code: names may come twice in a district."""
    return f"{one.place.spoken_name} {one.place.code}"


def settle(campaign: Campaign, seed: str) -> None:
    """Make the strata and draw. A census asks every household; of yearly figures the drawn numbers are positions in the
    community's register of households, counted from 1."""
    layers = layers_of(campaign)
    sizes = {one.label: one.households for one in layers}
    sample = campaign.scope == Scope.SAMPLE
    shares = reckon(sizes, demands_of(campaign))[1] if sample else sizes
    strata = Stratum.objects.bulk_create(
        Stratum(campaign=campaign, label=one.label, place=one.place, households=one.households, drawn=shares[one.label])
        for one in layers
    )
    for stratum, layer in zip(strata, layers, strict=True):
        if campaign.frame == Frame.LIST:
            _from_list(campaign, stratum, layer, seed)
        elif sample:
            _from_figures(campaign, stratum, seed)
    campaign.households, campaign.drawn = sum(sizes.values()), sum(shares.values())


def _from_figures(campaign: Campaign, stratum: Stratum, seed: str) -> None:
    numbers = [str(n) for n in range(1, stratum.households + 1)]
    chosen = sampling.draw(f"{seed}/{stratum.label}", numbers, stratum.drawn)
    Household.objects.bulk_create(
        [
            Household(campaign=campaign, place=stratum.place, number=number, stratum=stratum, is_drawn=True)
            for number in sorted(chosen, key=int)
        ],
        batch_size=BATCH,
    )


def _from_list(campaign: Campaign, stratum: Stratum, layer: Layer, seed: str) -> None:
    rows = campaign.household_set.order_by("place__code", "number")
    rows = rows.filter(place=layer.place) if layer.place else rows.filter(column=layer.label)
    known = {f"{code}/{number}": pk for pk, code, number in rows.values_list("pk", "place__code", "number")}
    chosen = sampling.draw(f"{seed}/{stratum.label}", list(known), stratum.drawn)
    rows.update(stratum=stratum)
    Household.objects.filter(pk__in=[known[item] for item in chosen]).update(is_drawn=True)
