"""The opening page: before the deadline only how many bids there are; after the opening the whole list."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.flow.s3_tenders.actions.opening import late_attempts
from linli.flow.s3_tenders.models import Bid, Tender
from linli.flow.s3_tenders.states import BidState, TenderState
from linli.flow.s3_tenders.web import deeds, stages
from linli.flow.s3_tenders.web.badges import badge_of, of_bid
from linli.flow.s3_tenders.web.tender import head_line, layout, open_tasks, seen
from linli.flow.s3_tenders.web.verb_page import way
from linli.flow.thread.timeline import tell
from linli.kernel import clock, rls
from linli.kernel.actions import registry
from linli.kernel.models import Event
from linli.kernel.models.journal import Outcome
from linli.ui import parts
from linli.ui.clauses import chips
from linli.ui.formats import day, moment
from linli.ui.web.access import ActorRequest, public_page

SHOWN = ("tenders.tender:publish", "tenders.question:answer", "tenders.opening:witness", "tenders.tender:open")
HERE = ("tenders:witness", "tenders:open")


@public_page
def page(request: ActorRequest, pk: int) -> HttpResponse:
    """Everybody may watch."""
    tender = seen(request, pk)
    if tender.published_at is None:
        raise PermissionDenied("tenders.tender:view")
    with rls.acting(request.actor):
        return render(request, "tenders/opening.html", context(tender, request))


def context(tender: Tender, request: ActorRequest) -> dict[str, Any]:
    opened = tender.opened_at is not None
    bids = list(Bid.objects.filter(tender=tender).select_related("organisation")) if opened else []
    acts = [
        deed
        for deed in deeds.of_tender(tender, request.actor)
        if deed.post and deed.url.rsplit("/", 2)[1] in ("witness", "open")
    ]
    return {
        "layout": layout(request.actor),
        "crumbs": way(tender, parts.Crumb(_("开标")))[0 if request.actor.signed_in else 1 :],
        "head": {"title": _("开标"), "sub": [tender.title, *head_line(tender)[::2]]},
        "tender": tender,
        "badge": badge_of(tender),
        "steps": stages.of_opening(tender),
        "timer": _timer(tender, bids),
        "deeds": acts,
        "opened": opened,
        "bids": [_row(bid) for bid in bids],
        "counts": _counts(tender, bids),
        "log": log(tender),
        "witness": _witness(tender),
        "past": tender.bids_due is not None and clock.now() >= tender.bids_due,
    }


def _row(bid: Bid) -> dict[str, Any]:
    at = f"{day(bid.submitted_at)} {timezone.localtime(bid.submitted_at):%H:%M:%S}"
    return {"bid": bid, "badge": of_bid(bid), "at": at, "print": f"{bid.sha256[:4]}⋯{bid.sha256[-4:]}"}


def _timer(tender: Tender, bids: list[Bid]) -> stages.Timer | None:
    if tender.opened_at is None:
        return stages.timer(tender, open_tasks(tender))
    valid = sum(bid.state not in (BidState.WITHDRAWN, BidState.INVALID) for bid in bids)
    note = (
        tender.end_reason
        if tender.state == TenderState.FAILED
        else _("%(moment)s 开标，记录已公开") % {"moment": moment(tender.opened_at)}
    )
    return stages.Timer(_("有效投标"), _("%(n)s 份") % {"n": valid}, note)


def _counts(tender: Tender, bids: list[Bid]) -> str:
    """One line on what was received; before the opening nothing but the number."""
    if tender.opened_at is None:
        return _("已收到 %(n)s 份密封投标") % {"n": tender.bid_count}
    withdrawn = sum(bid.state == BidState.WITHDRAWN for bid in bids)
    invalid = sum(bid.state == BidState.INVALID for bid in bids)
    words = {"all": len(bids) - withdrawn, "withdrawn": withdrawn, "invalid": invalid, "late": late_attempts(tender)}
    return _("%(all)s 份投标，无效 %(invalid)s 份，撤回 %(withdrawn)s 份，逾期拒收 %(late)s 份") % words


def log(tender: Tender) -> list[parts.EventGroup]:
    """The process as the journal has it, newest first."""
    events = (
        Event.objects.filter(
            thread_key=tender.project_id, verb__in=SHOWN, outcome=Outcome.DONE, subject_type__startswith="tenders."
        )
        .filter(at__gte=tender.created_at)
        .select_related("person", "organisation")
        .order_by("-id")
    )
    lines = []
    for event in events:
        verb = registry[event.verb]
        at = timezone.localtime(event.at)
        who = (
            [str(event.person)]
            if event.person and event.verb.endswith((":witness", ":open"))
            else [str(event.organisation)]
        )
        lines.append(
            parts.Event(
                when=f"{at:%H:%M:%S}",
                year=moment(event.at).rsplit(" ", 1)[0],
                verb=verb.label,
                text="，" + tell(str(verb.tells), event.facts) if verb.tells else "",
                who=who,
                clauses=chips(event.law),
                iso=event.at.isoformat(),
            )
        )
    return [parts.EventGroup(lines)] if lines else []


def _witness(tender: Tender) -> list[parts.Fact]:
    return [
        parts.Fact(
            _("主持"), str(tender.opened_by or _("待开标")), note=moment(tender.opened_at) if tender.opened_at else ""
        ),
        parts.Fact(
            _("见证"),
            str(tender.witness or _("待到场")),
            note=moment(tender.witnessed_at) if tender.witnessed_at else "",
        ),
        parts.Fact(_("旁观"), _("页面公开，任何人都可以观看")),
    ]
