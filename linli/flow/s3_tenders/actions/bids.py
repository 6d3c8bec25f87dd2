"""Bids: sealed on arrival, replaced and withdrawn until the deadline, never after it."""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

import rfc8785
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s3_tenders import rules, who
from linli.flow.s3_tenders.models import Bid, BidContent, Tender
from linli.flow.s3_tenders.states import BidState, TenderState
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.states import OrganisationState
from linli.kernel import moment, numbering
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, WrongState


@dataclass(frozen=True, slots=True)
class Offer:
    """What a bidder seals. `amount` is the total price in yuan."""

    amount: Decimal
    plan: str
    team: str = ""
    record: str = ""
    promises: str = ""


@action("tenders.bid:submit", gettext_lazy("递交投标文件"), scope="tender", guarded=True)
def submit(*, actor: Actor, tender: Tender, offer: Offer) -> Bid:
    """Seal a bid, or put a new one in its place; the answer is the receipt. The tender's lock decides what is in time.

    The event holds the commitment, the time and the size class; never an amount.
    """
    locked = moment.stamped(Tender.objects).select_for_update(no_key=True, of=("self",)).get(pk=tender.pk)
    now = moment.decisive(locked)
    _in_time(locked, now)
    bidder = Organisation.objects.get(pk=who.organisation_id(actor))
    _check_bidder(locked, bidder)
    _check_offer(locked, offer)
    nonce = secrets.token_hex(32)
    sealed = commitment(locked.pk, bidder.pk, offer, nonce)
    bid = Bid.objects.filter(tender=locked, organisation=bidder).first()
    if bid is None:
        bid = Bid(tender=locked, organisation=bidder, round=0)
    else:
        bid.version += 1
    if bid.round == 0 or bid.state == BidState.WITHDRAWN:
        Tender.objects.filter(pk=locked.pk).update(bid_count=locked.bid_count + 1)
    bid.state, bid.withdrawn_at = BidState.SUBMITTED, None
    bid.round += 1
    bid.submitted_at, bid.receipt = now, _receipt(locked)
    bid.sha256, bid.size_class = sealed[0], rules.size_class(sealed[1])
    bid.save()
    BidContent.objects.update_or_create(
        bid=bid, defaults={"tender": locked, "organisation": bidder, "nonce": nonce, **asdict(offer)}
    )
    record(receipt=bid.receipt, sha256=bid.sha256, at=now, size_class=bid.size_class, round=bid.round)
    return bid


@action("tenders.bid:withdraw", gettext_lazy("撤回投标文件"), scope="bid", guarded=True)
def withdraw(*, actor: Actor, bid: Bid) -> Bid:
    """Take a bid back before the deadline (87号令 34); a new one may follow until then.

    The tender is locked before the bid, as in `submit` and at the opening.
    """
    tender = moment.stamped(Tender.objects).select_for_update(no_key=True, of=("self",)).get(pk=bid.tender_id)
    now = moment.decisive(tender)
    _in_time(tender, now)
    locked = Bid.objects.select_for_update(no_key=True, of=("self",)).get(pk=bid.pk)
    if locked.state != BidState.SUBMITTED:
        raise WrongState(_("这份投标文件已经撤回。"), remedy=_("截止前可以重新递交。"))
    locked.state, locked.withdrawn_at, locked.version = BidState.WITHDRAWN, now, locked.version + 1
    locked.save()
    Tender.objects.filter(pk=tender.pk).update(bid_count=tender.bid_count - 1)
    record(receipt=locked.receipt)
    return locked


def commitment(tender_id: int, organisation_id: int, offer: Offer, nonce: str) -> tuple[str, int]:
    """SHA-256 over the canonical JSON of the bid, bound to tender and bidder, and the size in bytes that it covers."""
    text = rfc8785.dumps(
        {
            "tender": tender_id,
            "organisation": organisation_id,
            "nonce": nonce,
            **asdict(offer),
            "amount": f"{offer.amount:.2f}",
        }
    )
    return hashlib.sha256(text).hexdigest(), len(text)


def _in_time(tender: Tender, now: datetime) -> None:
    if tender.takes_bids(now):
        return
    if tender.state == TenderState.PUBLISHED or tender.is_opened:
        due = timezone.localtime(tender.bids_due)
        raise WrongState(
            _("投标截止时间是 %(due)s，服务器收到时已是 %(now)s，逾期的投标文件不予接收。")
            % {"due": f"{due:%Y-%m-%d %H:%M:%S}", "now": f"{timezone.localtime(now):%Y-%m-%d %H:%M:%S}"},
            remedy=_("本次不能再递交、替换或撤回。"),
            code="late",
        )
    raise WrongState(
        _("这次采购现在是“%(state)s”，不接收投标。") % {"state": tender.get_state_display()},
        remedy=_("请刷新页面，查看最新状态。"),
    )


def _check_bidder(tender: Tender, bidder: Organisation) -> None:
    if bidder.state != OrganisationState.ACTIVE:
        raise NotAllowed(
            _("贵单位现在是“%(state)s”，不能投标。") % {"state": bidder.get_state_display()},
            remedy=_("请先完成承接主体审核，或联系区民政局。"),
        )
    if bidder.pk == tender.purchaser_id:
        raise NotAllowed(_("采购人不能参加自己的采购。"), remedy=_("请由其他承接主体投标。"))
    if tender.invited_id is not None and bidder.pk != tender.invited_id:
        raise NotAllowed(_("这次采购是直接委托，只接收拟委托单位的报价。"), remedy=_("对该方式有异议，可以提出质疑。"))


def _check_offer(tender: Tender, offer: Offer) -> None:
    """The refusals name no amount that was offered: they are journaled."""
    if offer.amount != offer.amount.quantize(rules.CENT) or offer.amount <= 0:
        raise Refusal(_("报价应大于 0 元，最多两位小数。"), remedy=_("请核对后重新填写。"), field="amount")
    if offer.amount > tender.budget:
        raise Refusal(
            _("报价超过最高限价 %(allowed)s 元，将被认定为无效投标。") % {"allowed": f"{tender.budget:,.2f}"},
            remedy=_("请报不超过 %(allowed)s 元的价格。") % {"allowed": f"{tender.budget:,.2f}"},
            field="amount",
        )
    if not offer.plan.strip():
        raise Refusal(_("没有填写服务方案。"), remedy=_("请按采购需求写明服务方案。"), field="plan")


def _receipt(tender: Tender) -> str:
    """The receipt's number, counted by tender: bids of one tender may come in before and after New Year."""
    assert tender.published_at is not None
    year = timezone.localtime(tender.published_at).year
    return f"HZ-{tender.number}-{numbering.next_number(f'receipt:{tender.number}', year):03d}"
