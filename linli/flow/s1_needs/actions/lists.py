"""Publishing a needs list: a copy of what stands there today, ranked, that nobody changes afterwards."""

from django.db.models import F, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.actions.needs import weigh
from linli.flow.s1_needs.models import Need, NeedsList, NeedsListRow
from linli.flow.s1_needs.models.needs import NeedQuerySet
from linli.flow.s1_needs.states import NeedState
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "needs.list:publish",
    gettext_lazy("公布需求清单"),
    scope="place",
    tells=gettext_lazy("%(title)s第 %(edition)s 版，共 %(count)s 项"),
    public=True,
)
def publish_list(*, actor: Actor, place: Place, year: int, round: int, note: str = "") -> NeedsList:
    """Publish the needs list of a place for a round; drafts of the place itself become listed.

    A list of a town or of the district takes over what its communities have listed. Publishing the same round again
    makes a new edition, which must say why.
    """
    needs = list(standing_on(place).select_for_update(no_key=True, of=("self",)).order_by("pk"))
    if not needs:
        raise Refusal(
            _("%(place)s没有可以公布的需求。") % {"place": place},
            remedy=_("请先确认需求；下级社区的需求由社区公布后汇总。"),
            field="place",
        )
    edition = _next_edition(place, year, round)
    if edition > 1 and len(note.strip()) < 5:
        raise Refusal(
            _("这是第 %(edition)d 版，没有写明更新原因。") % {"edition": edition},
            remedy=_("请写明与上一版相比为什么更新，至少 5 个字。"),
            field="note",
        )
    assert actor.organisation_id is not None
    now = clock.now()
    made = NeedsList.objects.create(
        place=place,
        place_code=place.code,
        organisation_id=actor.organisation_id,
        year=year,
        round=round,
        edition=edition,
        note=note.strip(),
        weights={name: str(weight) for name, weight in book.value("needs.weights").items()},
        count=len(needs),
        published_at=now,
    )
    _copy_rows(made, needs)
    Need.objects.filter(pk__in=[n.pk for n in needs], state=NeedState.DRAFT).update(
        state=NeedState.LISTED, listed_at=now, version=F("version") + 1
    )
    record(title=str(made), edition=edition, count=len(needs))
    return made


def standing_on(place: Place) -> NeedQuerySet:
    """What belongs on a place's list today: its own open needs, and what lower places have listed."""
    belongs = Q(place=place, state__in=[NeedState.DRAFT, NeedState.LISTED]) | Q(
        place_code__startswith=place.code, state=NeedState.LISTED
    )
    return Need.objects.filter(belongs).select_related("place")


def _next_edition(place: Place, year: int, round: int) -> int:
    last = NeedsList.objects.filter(place=place, year=year, round=round).aggregate(last=Max("edition"))["last"]
    return (last or 0) + 1


def _copy_rows(made: NeedsList, needs: list[Need]) -> None:
    """Copy the needs, ranked under today's weights."""
    for need in needs:
        weigh(need)
    Need.objects.bulk_update(needs, ["priority", "weights"])
    ranked = sorted(needs, key=lambda need: (-need.priority, -need.beneficiaries, need.pk))
    NeedsListRow.objects.bulk_create(
        NeedsListRow(
            needs_list=made,
            rank=rank,
            need=need,
            place_name=need.place.name,
            title=need.title,
            topic=need.topic,
            beneficiaries=need.beneficiaries,
            breadth=need.breadth,
            urgency=need.urgency,
            vulnerability=need.vulnerability,
            gap=need.gap if "gap" in need.weights else None,
            priority=need.priority,
        )
        for rank, need in enumerate(ranked, start=1)
    )
