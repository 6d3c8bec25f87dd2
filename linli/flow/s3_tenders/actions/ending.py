"""How an attempt ends without an award: failed (废标) or cancelled (终止). Either makes room for the next attempt."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s3_tenders.actions import duties
from linli.flow.s3_tenders.models import Tender
from linli.flow.s3_tenders.states import TenderState
from linli.flow.thread import spine
from linli.flow.thread.states import State
from linli.kernel import inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

FAILABLE = {
    str(state)
    for state in (
        TenderState.OPENED,
        TenderState.REVIEWING,
        TenderState.RANKED,
        TenderState.CONFIRMED,
        TenderState.ANNOUNCED,
    )
}


@action(
    "tenders.tender:fail",
    gettext_lazy("废标"),
    subject=Tender,
    moves=(FAILABLE, str(TenderState.FAILED)),
    tells=gettext_lazy("%(reason)s"),
    public=True,
    guarded=True,
)
def fail(tender: Tender, *, actor: Actor, reason: str) -> Tender:
    """Fail a tender after its opening (政府采购法 36): unlawful acts, all prices above budget, task withdrawn, an upheld
    challenge. The reason is published."""
    end_as_failed(tender, _required(reason))
    record(reason=tender.end_reason)
    return tender


@action(
    "tenders.tender:cancel",
    gettext_lazy("终止采购"),
    subject=Tender,
    moves=({str(TenderState.DRAFT), str(TenderState.PUBLISHED)}, str(TenderState.CANCELLED)),
    tells=gettext_lazy("%(reason)s"),
    public=True,
)
def cancel(tender: Tender, *, actor: Actor, reason: str) -> Tender:
    """Stop an attempt before its opening (87号令 29): sealed bids stay sealed for good."""
    tender.end_reason = _required(reason)
    record(reason=tender.end_reason)
    inbox.cancel(tender)
    spine.move(tender.project_id, State.TENDER_DRAFT)
    duties.try_again(tender)
    return tender


def end_as_failed(tender: Tender, reason: str) -> None:
    """Note the reason, take back what was asked of anybody, and ask for the next attempt."""
    tender.end_reason = reason
    inbox.cancel(tender)
    duties.dismiss_panel(tender)
    spine.move(tender.project_id, State.FAILED)
    duties.try_again(tender)


def _required(reason: str) -> str:
    if not reason.strip():
        raise Refusal(_("没有填写理由。"), remedy=_("理由将随公告公开，请写明事实和依据。"), field="reason")
    return reason.strip()
