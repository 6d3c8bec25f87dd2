"""Whether a drawn member comes: with the declaration that there is no tie, or not, and then the next in order is asked."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s3_tenders.actions import duties
from linli.flow.s3_tenders.actions.panels import seat_for
from linli.flow.s3_tenders.models import Seat, Tender
from linli.flow.s3_tenders.pool import eligible
from linli.flow.s3_tenders.states import SeatKind, SeatState
from linli.kernel import clock, inbox, rls
from linli.kernel.actions import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

DRAWN = {str(SeatState.DRAWN)}


@action(
    "tenders.seat:accept",
    gettext_lazy("接受评审邀请"),
    subject=Seat,
    moves=(DRAWN, str(SeatState.ACCEPTED)),
)
def accept(seat: Seat, *, actor: Actor) -> Seat:
    """Come, and declare that there is no tie to any bidder. When all have, scoring can begin."""
    Tender.objects.select_for_update(no_key=True).get(pk=seat.tender_id)
    seat.declared_at = clock.now()
    _answered(seat, actor)
    Seat.objects.filter(pk=seat.pk).update(state=SeatState.ACCEPTED)
    with rls.acting(_for_purchaser(seat.tender)):
        seats = list(Seat.objects.filter(panel=seat.panel, state=SeatState.ACCEPTED).select_related("tender", "panel"))
        if len(seats) == seat.panel.size:
            for one in seats:
                duties.to_score(one)
    return seat


@action(
    "tenders.seat:decline",
    gettext_lazy("回避或不能参加"),
    subject=Seat,
    moves=(DRAWN, str(SeatState.DECLINED)),
)
def decline(seat: Seat, *, actor: Actor, reason: str) -> Seat:
    """Stay away, with the reason; the next in the drawn order takes the seat."""
    if not reason.strip():
        raise Refusal(_("没有填写理由。"), remedy=_("请写明回避或不能参加的理由。"), field="reason")
    Tender.objects.select_for_update(no_key=True).get(pk=seat.tender_id)
    seat.declared_at, seat.reason = clock.now(), reason.strip()
    _answered(seat, actor)
    Seat.objects.filter(pk=seat.pk).update(state=SeatState.DECLINED)
    with rls.acting(_for_purchaser(seat.tender)):
        _next_for(seat)
    return seat


def _next_for(seat: Seat) -> None:
    """The next in the drawn order who has no seat yet; a representative's seat goes to an expert as well."""
    panel = seat.panel
    used = set(panel.seats.values_list("person_id", flat=True))
    rounds: list[Any] = [panel.order, *(refill["order"] for refill in panel.refills)]
    still = eligible(seat.tender)
    following = next((key for order in rounds for key in order if key not in used and key in still), None)
    if following is None:
        duties.to_refill(seat.tender)
        return
    seat_for(panel, seat.number, still[following], SeatKind.EXPERT)


def _answered(seat: Seat, actor: Actor) -> None:
    inbox.close(seat, "tenders.seat:declare", actor)


def _for_purchaser(tender: Tender) -> Actor:
    """The system, for the purchaser: it may see the seats that the member who answers may not."""
    return Actor(kind="system", organisation_id=tender.purchaser_id)
