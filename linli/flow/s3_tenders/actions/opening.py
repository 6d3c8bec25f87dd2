"""The opening: after the deadline, by one person with another as witness; the whole list becomes public at once."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s3_tenders import law
from linli.flow.s3_tenders.actions import duties
from linli.flow.s3_tenders.actions.bids import Offer, commitment
from linli.flow.s3_tenders.actions.ending import end_as_failed
from linli.flow.s3_tenders.models import Bid, BidContent, Tender
from linli.flow.s3_tenders.states import BidState, TenderState
from linli.flow.thread import spine
from linli.flow.thread.states import State
from linli.kernel import inbox, moment
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, WrongState
from linli.kernel.models import Event
from linli.kernel.models.journal import Outcome

PUBLISHED = {str(TenderState.PUBLISHED)}


@action(
    "tenders.opening:witness",
    gettext_lazy("见证开标"),
    short=pgettext_lazy("待办", "见证"),
    subject=Tender,
    moves=(PUBLISHED, None),
    public=True,
)
def witness(tender: Tender, *, actor: Actor) -> Tender:
    """Be present at the opening: a supervisor, or the purchaser's leader. Not before the deadline."""
    _not_early(tender)
    tender.witness_id, tender.witnessed_at = actor.person_id, moment.decisive(tender)
    return tender


@action(
    "tenders.tender:open",
    gettext_lazy("开标"),
    short=pgettext_lazy("待办", "开标"),
    subject=Tender,
    moves=(PUBLISHED, None),
    tells=gettext_lazy("收到 %(received)s 份，有效 %(valid)s 份，撤回 %(withdrawn)s 份，逾期拒收 %(late)s 份"),
    public=True,
    guarded=True,
)
def open_bids(tender: Tender, *, actor: Actor) -> Tender:
    """Unseal all bids at once (87号令 39–41) and publish the list. Too few valid ones fail the tender (政府采购法 36)."""
    _not_early(tender)
    if tender.witness_id is None or tender.witness_id == actor.person_id:
        raise Refusal(
            _("开标须有两个人：见证人尚未到场，或与开标人是同一人。"),
            remedy=_("请监督人员或分管领导先办理“见证开标”。"),
        )
    tender.opened_at, tender.opened_by_id = moment.decisive(tender), actor.person_id
    Tender.objects.filter(pk=tender.pk).update(opened_at=tender.opened_at, opened_by_id=tender.opened_by_id)
    inbox.close(tender, "tenders.bid:submit", actor)
    bids = _unseal(tender)
    valid = [bid for bid in bids if bid.state == BidState.VALID]
    withdrawn = [bid for bid in bids if bid.state == BidState.WITHDRAWN]
    record(
        received=len(bids) - len(withdrawn),
        valid=len(valid),
        withdrawn=len(withdrawn),
        late=late_attempts(tender),
        list=[_line(bid) for bid in bids],
    )
    rule = law.rule_of(tender.method)
    needed = law.number(rule.min_bids) if rule.min_bids else 1
    if len(valid) < needed:
        reason = _("有效投标 %(valid)s 家，不足 %(needed)s 家。") % {"valid": len(valid), "needed": needed}
        tender.state = TenderState.FAILED
        end_as_failed(tender, reason)
        record(failed=True)
        return tender
    tender.state = TenderState.OPENED
    spine.move(tender.project_id, State.REVIEWING)
    duties.after_opening(tender, panel=rule.panel_min is not None)
    return tender


def late_attempts(tender: Tender) -> int:
    """How many bids came too late and were refused; the journal keeps every refusal."""
    return Event.objects.filter(
        subject_type="tenders.tender",
        subject_id=tender.pk,
        verb="tenders.bid:submit",
        outcome=Outcome.REFUSED,
        facts__code="late",
    ).count()


def _not_early(tender: Tender) -> None:
    due, now = tender.bids_due, moment.decisive(tender)
    if due is not None and now >= due:
        return
    raise WrongState(
        _("投标截止时间是 %(due)s，截止之前不能开标。") % {"due": f"{timezone.localtime(due):%Y-%m-%d %H:%M:%S}"},
        remedy=_("请在截止之后办理。"),
        code="early",
    )


def _unseal(tender: Tender) -> list[Bid]:
    """Copy the prices out of the sealed contents and judge what can be judged by rule: fingerprint and ceiling."""
    contents = {content.bid_id: content for content in BidContent.objects.filter(tender=tender)}
    bids = list(Bid.objects.select_for_update(of=("self",)).filter(tender=tender).select_related("organisation"))
    for bid in bids:
        bid.version += 1
        if bid.state == BidState.SUBMITTED:
            _judge(bid, contents[bid.pk], tender)
    Bid.objects.bulk_update(bids, ["version", "state", "amount", "invalid_reason"])
    return bids


def _judge(bid: Bid, content: BidContent, tender: Tender) -> None:
    offer = Offer(content.amount, content.plan, content.team, content.record, content.promises)
    bid.amount, bid.state = content.amount, BidState.VALID
    if commitment(tender.pk, bid.organisation_id, offer, content.nonce)[0] != bid.sha256:
        bid.state, bid.invalid_reason = BidState.INVALID, _("文件指纹与递交时不一致")
    elif content.amount > tender.budget:
        bid.state, bid.invalid_reason = BidState.INVALID, _("报价超过最高限价")


def _line(bid: Bid) -> dict[str, Any]:
    return {
        "bidder": bid.organisation.name,
        "amount": bid.amount,
        "state": bid.state,
        "submitted_at": bid.submitted_at,
        "sha256": bid.sha256,
    }
