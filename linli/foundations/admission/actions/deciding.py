"""What follows when the chain has ended. Only the chain (as the system) calls these verbs."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.admission.actions.opinions import CHAIN
from linli.foundations.admission.models import Admission
from linli.foundations.admission.states import AdmissionState
from linli.foundations.parties import offices
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.rulebook import book
from linli.kernel import approvals, clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor

WAITING = {str(AdmissionState.IN_APPROVAL)}
WORDS = gettext_lazy("%(office)s：%(opinion)s")


@action(
    "admission.admission:approve",
    gettext_lazy("批准准入"),
    subject=Admission,
    moves=(WAITING, AdmissionState.APPROVED),
)
def approve(admission: Admission, *, actor: Actor) -> Admission:
    """Every office agreed: the bureau's clerk puts it on the public list within the period."""
    inbox.open_task(
        admission,
        "admission.admission:issue",
        title=_("列入准入清单：%(title)s") % {"title": admission.title},
        context=str(admission.organisation),
        organisation_id=offices.of_district(OrganisationKind.CIVIL_AFFAIRS, admission.organisation.place.code).pk,
        role="clerk",
        due_at=book.due("admission.issue_days", clock.now()),
        due_basis=_("批准之日起 %(period)s内") % {"period": book.words("admission.issue_days")},
        clause=book.citation("admission.issue_days"),
    )
    record(title=admission.title)
    return admission


@action(
    "admission.admission:return",
    gettext_lazy("退回准入申请"),
    subject=Admission,
    moves=(WAITING, AdmissionState.RETURNED),
    tells=WORDS,
)
def send_back(admission: Admission, *, actor: Actor, office: str = "", opinion: str = "") -> Admission:
    """An office returned it: the department corrects it and submits again; the communities are asked anew."""
    admission.answer = opinion
    title = _("补正准入申请：%(title)s") % {"title": admission.title}
    applicant = admission.organisation_id
    approvals.ask_again(
        admission, "admission.admission:submit", title, organisation_id=applicant, office=office, opinion=opinion
    )
    return admission


@action(
    "admission.admission:refuse",
    gettext_lazy("不予准入"),
    subject=Admission,
    moves=(WAITING, AdmissionState.REFUSED),
    tells=WORDS,
)
def refuse(admission: Admission, *, actor: Actor, office: str = "", opinion: str = "") -> Admission:
    admission.answer = opinion
    record(office=office, opinion=opinion)
    return admission


approvals.when_ended(CHAIN, approved=approve, returned=send_back, refused=refuse)
