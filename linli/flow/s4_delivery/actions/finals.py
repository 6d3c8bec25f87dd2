"""What becomes due when a milestone is accepted or the evaluation's result is out."""

from django.utils.translation import gettext as _

from linli.flow.s4_delivery.guards import GRADED
from linli.flow.s4_delivery.models import Milestone
from linli.flow.s4_delivery.states import MilestoneState
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.parties.roles import Role
from linli.kernel import hooks, inbox
from linli.kernel.actor import Actor
from linli.kernel.workdays import due_end


def ask_for_request(milestone: Milestone) -> None:
    """The provider may ask for the instalment."""
    inbox.open_task(
        milestone,
        "delivery.payment:request",
        title=_("申请支付：%(milestone)s") % {"milestone": milestone},
        context=_("本期 %(amount)s 元") % {"amount": f"{milestone.amount:,.2f}"},
        organisation_id=milestone.project.provider_id,
        role=Role.MANAGER,
    )


def ask_to_finish(milestone: Milestone) -> None:
    """When the last but one milestone is accepted, the provider reports completion by the end of the service period."""
    project = milestone.project
    others = project.milestones.before_last().unaccepted().exclude(pk=milestone.pk)
    if project.state == State.DELIVERING and not others.exists():
        delivery = project.delivery
        inbox.open_task(
            delivery,
            "delivery.delivery:finish",
            title=_("申报完工：%(project)s") % {"project": project},
            organisation_id=delivery.provider_id,
            role=Role.MANAGER,
            due_at=due_end(delivery.service_to),
            due_basis=_("合同服务期截止日"),
        )


@hooks.on("evaluation.published")
def open_final_payment(*, project: Project, actor: Actor) -> None:
    """The grade is out: an accepted last instalment may be requested."""
    last = project.milestones.filter(is_last=True, state=MilestoneState.ACCEPTED).first()
    if last is not None and last.claimed_amount < last.amount and project.state in GRADED:
        ask_for_request(last)
