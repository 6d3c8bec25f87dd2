"""What must be so of bids once they are open: in time, counted, as they were sealed. Sealed ones stay sealed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s3_tenders.actions.bids import Offer, commitment
from linli.flow.s3_tenders.models import Bid, BidContent, Tender
from linli.flow.s3_tenders.states import BidState
from linli.kernel import hooks, rls
from linli.kernel.actor import Actor
from linli.kernel.audit import Check
from linli.kernel.models.journal import Event


@hooks.on("audit.checks")
def checks() -> list[Check]:
    return [
        Check("tenders.in_time", gettext_lazy("已开标项目的投标都在截止前递交，份数相符"), late_or_lost),
        Check("tenders.sealed", gettext_lazy("已开标项目的投标内容与递交时留痕的指纹一致"), unsealed),
        Check("tenders.winner", gettext_lazy("中标人是同一招标的有效投标人"), strange_winner),
    ]


def _opened() -> Iterator[Tender]:
    return Tender.objects.filter(opened_at__isnull=False).order_by("id").iterator()


def late_or_lost() -> Iterator[str]:
    for tender in _opened():
        bids = list(Bid.objects.filter(tender=tender).exclude(state=BidState.WITHDRAWN))
        if len(bids) != tender.bid_count:
            words = _("招标 %(number)s 记为收到 %(noted)s 份投标，实际 %(count)s 份。")
            yield words % {"number": tender.number, "noted": tender.bid_count, "count": len(bids)}
        for bid in bids:
            if tender.bids_due is None or bid.submitted_at >= tender.bids_due:
                yield _("投标 %(receipt)s 在截止之后递交。") % {"receipt": bid.receipt}


def unsealed() -> Iterator[str]:
    """Read as the purchaser, who may see the contents since the opening."""
    for tender in _opened():
        with rls.acting(Actor(kind="system", organisation_id=tender.purchaser_id)):
            contents = list(BidContent.objects.filter(tender=tender).select_related("bid"))
        for content in contents:
            words = (content.amount, content.plan, content.team, content.record, content.promises)
            sealed = commitment(tender.pk, content.organisation_id, Offer(*words), content.nonce)[0]
            if not sealed == content.bid.sha256 == _journaled(content.bid):
                yield _("投标 %(receipt)s 的内容与指纹不一致。") % {"receipt": content.bid.receipt}


def _journaled(bid: Bid) -> str:
    """The commitment that the journal noted when the bid came in last."""
    sent = Event.objects.filter(verb="tenders.bid:submit", subject_type="tenders.bid", subject_id=bid.pk)
    last = sent.filter(outcome="done").order_by("-id").first()
    return str(last.facts.get("sha256", "")) if last else ""


def strange_winner() -> Iterator[str]:
    for tender in Tender.objects.filter(winner__isnull=False).select_related("winner").order_by("id"):
        winner = tender.winner
        if winner is None or winner.tender_id != tender.pk or winner.state != BidState.VALID:
            yield _("招标 %(number)s 的中标投标不是它的有效投标。") % {"number": tender.number}
