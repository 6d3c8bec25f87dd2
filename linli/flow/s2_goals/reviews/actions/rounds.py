"""Withdrawing a submitted design (撤回修改), before any office has decided."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.states import DesignState
from linli.flow.thread import spine
from linli.flow.thread.states import State
from linli.kernel import approvals, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, WrongState


@action(
    "goals.design:withdraw",
    gettext_lazy("撤回修改"),
    subject=Design,
    moves=({str(DesignState.IN_APPROVAL)}, DesignState.DRAFT),
    tells=gettext_lazy("%(reason)s"),
)
def withdraw(design: Design, *, actor: Actor, reason: str) -> Design:
    """Take the design back to correct it. Once an office has given its opinion, only an office can return it."""
    if not reason.strip():
        raise Refusal(_("没有填写撤回理由。"), remedy=_("请写明为什么撤回。"), field="reason")
    approvals.withdraw(design)
    chain = approvals.latest(design)
    decided = [step for step in chain.steps.all() if step.decided_at is not None] if chain is not None else []
    if decided:
        raise WrongState(
            _("“%(office)s”已经签署意见，不能撤回。") % {"office": decided[0].title},
            remedy=_("需要修改的，请联系审批单位退回补正。"),
        )
    project = spine.move(design.project_id, State.DESIGNING)
    inbox.open_task(
        design,
        "goals.design:submit",
        title=_("提交项目方案：%(project)s") % {"project": project.title},
        context=_("已撤回：%(reason)s") % {"reason": reason.strip()},
        organisation_id=project.purchaser_id,
        role="clerk",
    )
    record(reason=reason.strip())
    return design
