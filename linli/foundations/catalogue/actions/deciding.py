"""What follows when the chain of a batch or a supplement has ended. Only the chain (as the system) calls these verbs."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.catalogue import negative
from linli.foundations.catalogue.actions import batches, supplements
from linli.foundations.catalogue.models import Batch, Supplement
from linli.foundations.catalogue.states import BatchState, SupplementState
from linli.foundations.parties import offices
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.rulebook import book
from linli.kernel import approvals, clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor

WAITING = {str(BatchState.IN_APPROVAL)}
WORDS = gettext_lazy("%(office)s：%(opinion)s")


@action("catalogue.batch:approve", gettext_lazy("批准目录批次"), subject=Batch, moves=(WAITING, BatchState.APPROVED))
def approve(batch: Batch, *, actor: Actor) -> Batch:
    """Every office agreed: the bureau's clerk is asked to issue it."""
    inbox.open_task(
        batch,
        "catalogue.batch:issue",
        title=_("发布目录批次：%(batch)s") % {"batch": batch.title},
        context=_("审批已通过，编号并确定施行日期"),
        organisation_id=batch.organisation_id,
        role="clerk",
        clause=book.citation(batches.PARAMETER),
    )
    return batch


@action(
    "catalogue.batch:return", gettext_lazy("退回目录批次"), subject=Batch, moves=(WAITING, BatchState.RETURNED), tells=WORDS
)  # fmt: skip
def send_back(batch: Batch, *, actor: Actor, office: str = "", opinion: str = "") -> Batch:
    title = _("补正目录批次：%(batch)s") % {"batch": batch.title}
    drafter = batch.organisation_id
    approvals.ask_again(batch, "catalogue.batch:submit", title, organisation_id=drafter, office=office, opinion=opinion)
    return batch


@action(
    "catalogue.batch:refuse", gettext_lazy("不同意目录批次"), subject=Batch, moves=(WAITING, BatchState.REFUSED), tells=WORDS
)  # fmt: skip
def refuse(batch: Batch, *, actor: Actor, office: str = "", opinion: str = "") -> Batch:
    record(office=office, opinion=opinion)
    return batch


@action(
    "catalogue.supplement:approve",
    gettext_lazy("批准增补"),
    subject=Supplement,
    moves=(WAITING, SupplementState.APPROVED),
)
def approve_supplement(supplement: Supplement, *, actor: Actor) -> Supplement:
    """Every office agreed: the bureau's clerk puts it into a supplementary batch within the period.

    What somebody has meanwhile found to fall under the negative list cannot be agreed to: the last opinion is refused.
    """
    negative.refuse(
        [supplement.name, supplement.content], mark=supplement.negative_mark, reason=supplement.negative_reason
    )
    now = clock.now()
    inbox.open_task(
        supplement,
        "catalogue.supplement:include",
        title=_("列入增补批次：%(name)s") % {"name": supplement.name},
        context=str(supplement.organisation),
        organisation_id=offices.of_district(OrganisationKind.CIVIL_AFFAIRS, supplement.organisation.place.code).pk,
        role="clerk",
        due_at=book.due("catalogue.include_days", now),
        due_basis=_("批准之日起 %(period)s内") % {"period": book.words("catalogue.include_days")},
        clause=book.citation("catalogue.include_days"),
    )
    record(name=supplement.name)
    return supplement


@action(
    "catalogue.supplement:return",
    gettext_lazy("退回增补申请"),
    subject=Supplement,
    moves=(WAITING, SupplementState.RETURNED),
    tells=WORDS,
)
def return_supplement(supplement: Supplement, *, actor: Actor, office: str = "", opinion: str = "") -> Supplement:
    supplement.answer = opinion
    title = _("补正增补申请：%(name)s") % {"name": supplement.name}
    applicant = supplement.organisation_id
    approvals.ask_again(
        supplement, "catalogue.supplement:submit", title, organisation_id=applicant, office=office, opinion=opinion
    )
    return supplement


@action(
    "catalogue.supplement:refuse",
    gettext_lazy("不同意增补"),
    subject=Supplement,
    moves=(WAITING, SupplementState.REFUSED),
    tells=WORDS,
)
def refuse_supplement(supplement: Supplement, *, actor: Actor, office: str = "", opinion: str = "") -> Supplement:
    supplement.answer = opinion
    record(office=office, opinion=opinion)
    return supplement


approvals.when_ended(batches.CHAIN, approved=approve, returned=send_back, refused=refuse)
approvals.when_ended(
    supplements.CHAIN, approved=approve_supplement, returned=return_supplement, refused=refuse_supplement
)
