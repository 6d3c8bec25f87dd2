"""Who may do what in step 3."""

from typing import Any

from linli.flow.s3_tenders.models import Seat, Tender
from linli.flow.s3_tenders.states import SeatState
from linli.flow.thread.models import LOCALS, OVERSEERS
from linli.foundations.parties.roles import PROVIDERS, PURCHASERS, OrganisationKind
from linli.kernel import rls
from linli.kernel.actor import Actor
from linli.kernel.permissions import grant, kind, own, predicate, role, signed_in

CLERK = kind(*PURCHASERS) & role("clerk")
LEADER = kind(*PURCHASERS) & role("leader")
PROVIDER = kind(*PROVIDERS) & role("manager")
SUPERVISOR = kind(OrganisationKind.SUPERVISOR) & role("supervisor")


@predicate
def sees(actor: Actor, tender: Tender) -> bool:
    """The same rule as TenderQuerySet.visible_to, for one tender."""
    if actor.organisation_kind in OVERSEERS or tender.published_at is not None:
        return True
    if actor.organisation_id is not None and actor.organisation_id == tender.purchaser_id:
        return True
    return actor.organisation_kind in LOCALS and actor.covers(tender.project.place_code)


@predicate
def sits(actor: Actor, subject: Any) -> bool:
    """The actor sits on the panel of this tender (or of this bid's) and has accepted."""
    tender_id = subject.pk if isinstance(subject, Tender) else getattr(subject, "tender_id", None)
    if actor.person_id is None or actor.organisation_id is None or tender_id is None:
        return False
    with rls.acting(actor):
        return Seat.objects.filter(
            tender_id=tender_id, person_id=actor.person_id, organisation_id=actor.organisation_id,
            role=actor.role, state=SeatState.ACCEPTED,
        ).exists()  # fmt: skip


@predicate
def is_seated(actor: Actor, seat: Seat) -> bool:
    """The seat is the actor's own."""
    return isinstance(seat, Seat) and actor.person_id is not None and seat.person_id == actor.person_id


grant("tenders.tender:list", signed_in)
grant("tenders.tender:view", sees)
grant("tenders.tender:draft", CLERK & own("purchaser_id"))
grant("tenders.tender:edit", CLERK & own("purchaser_id"))
grant("tenders.tender:publish", CLERK & own("purchaser_id"))
grant("tenders.tender:open", CLERK & own("purchaser_id"))
grant("tenders.tender:rank", CLERK & own("purchaser_id"))
grant("tenders.tender:fail", LEADER & own("purchaser_id"))
grant("tenders.tender:cancel", LEADER & own("purchaser_id"))
grant("tenders.opening:witness", SUPERVISOR | (LEADER & own("purchaser_id")))
grant("tenders.question:ask", PROVIDER)
grant("tenders.question:answer", CLERK & own("purchaser_id"))
grant("tenders.bid:submit", PROVIDER)
grant("tenders.bid:withdraw", PROVIDER & own("organisation_id"))
grant("tenders.bid:score", sits)
grant("tenders.panel:draw", CLERK & own("purchaser_id"))
grant("tenders.panel:refill", CLERK & own("purchaser_id"))
grant("tenders.panel:view", (kind(*PURCHASERS) & own("purchaser_id")) | kind(OrganisationKind.SUPERVISOR))
grant("tenders.seat:accept", is_seated)
grant("tenders.seat:decline", is_seated)
grant("tenders.review:view", sits)
grant("tenders.tie:declare", role("expert"))
grant("tenders.award:confirm", LEADER & own("purchaser_id"))
grant("tenders.award:announce", CLERK & own("purchaser_id"))
grant("tenders.award:settle", CLERK & own("purchaser_id"))
grant("tenders.bond:return", CLERK & own("tender.purchaser_id"))
grant("tenders.challenge:file", PROVIDER)
grant("tenders.challenge:answer", CLERK & own("purchaser_id"))
grant(
    "tenders.challenge:view",
    own("purchaser_id") | own("organisation_id") | kind(OrganisationKind.SUPERVISOR, OrganisationKind.FINANCE),
)
grant("tenders.contract:draft", CLERK & own("purchaser_id"))
grant("tenders.contract:sign", LEADER & own("purchaser_id"))
grant("tenders.contract:countersign", PROVIDER & own("provider_id"))
grant("tenders.contract:publish", CLERK & own("purchaser_id"))


@predicate
def sees_contract(actor: Actor, contract: Any) -> bool:
    """Everybody once it is signed (its publication is due then); its two sides and overseers before."""
    if contract.signed_at is not None or actor.organisation_kind in OVERSEERS:
        return True
    return actor.organisation_id is not None and actor.organisation_id in (contract.purchaser_id, contract.provider_id)


grant("tenders.contract:view", sees_contract)
