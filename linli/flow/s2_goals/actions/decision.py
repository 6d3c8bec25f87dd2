"""What follows when the approval chain has ended. Only the chain (as the system) calls these verbs."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.actions.adopting import release_needs
from linli.flow.s2_goals.actions.submission import CHAIN
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import rounds
from linli.flow.s2_goals.states import DesignState
from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.funds import ledger
from linli.foundations.rulebook import book
from linli.kernel import approvals, clock, hooks, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor

WAITING = {str(DesignState.IN_APPROVAL)}


@action(
    "goals.design:approve",
    gettext_lazy("批准立项"),
    subject=Design,
    moves=(WAITING, DesignState.APPROVED),
    tells=gettext_lazy("预算 %(budget)s 元，资金来源%(source)s"),
)
def approve(design: Design, *, actor: Actor) -> Design:
    """Every office agreed: the money is reserved against its source and the intention may be published.

    Without enough money left the last office's approval is refused as a whole, and says so.
    """
    assert design.purse is not None
    assert design.budget is not None
    design.approved_at = clock.now()
    project = spine.move(design.project_id, State.APPROVED)
    ledger.reserve(
        design.purse,
        project.pk,
        design.budget,
        actor=actor,
        title=project.title,
        path=project.get_absolute_url(),
        purpose=design.catalogue_code,
        place=project.place,
    )
    inbox.open_task(
        design,
        "goals.intention:publish",
        title=_("公开采购意向：%(project)s") % {"project": project.title},
        context=_("意向公开满 %(period)s后才能发布采购公告") % {"period": book.words("intention.days")},
        organisation_id=project.purchaser_id,
        role="clerk",
        clause=book.citation("intention.days"),
    )
    record(budget=design.budget, source=design.purse.name)
    return design


@action(
    "goals.design:return",
    gettext_lazy("退回方案"),
    subject=Design,
    moves=(WAITING, DesignState.RETURNED),
    tells=gettext_lazy("%(office)s：%(opinion)s"),
)
def send_back(design: Design, *, actor: Actor, office: str = "", opinion: str = "") -> Design:
    """An office returned it: the purchaser's clerk corrects and submits again."""
    project = spine.move(design.project_id, State.RETURNED)
    title = _("补正项目方案：%(project)s") % {"project": project.title}
    purchaser = project.purchaser_id
    approvals.ask_again(design, "goals.design:submit", title, organisation_id=purchaser, office=office, opinion=opinion)
    record(points=rounds.keep_points(design, office))
    return design


@action(
    "goals.design:refuse",
    gettext_lazy("不予立项"),
    subject=Design,
    moves=(WAITING, DesignState.REFUSED),
    tells=gettext_lazy("%(office)s：%(opinion)s"),
)
def refuse(design: Design, *, actor: Actor, office: str = "", opinion: str = "") -> Design:
    """An office refused it for good: the project stops and its needs go back to the list."""
    project = spine.move(design.project_id, State.STOPPED)
    release_needs(project=project, actor=actor)
    record(office=office, opinion=opinion)
    return design


@action(
    "goals.design:stop",
    gettext_lazy("终止方案"),
    subject=Design,
    moves=({str(state) for state in DesignState} - WAITING - {"refused", "stopped"}, DesignState.STOPPED),
)
def stop(design: Design, *, actor: Actor) -> Design:
    """The project was stopped: what is still reserved for it is free again."""
    ledger.release_for(design.project_id, actor=actor)
    inbox.cancel(design)
    return design


approvals.when_ended(CHAIN, approved=approve, returned=send_back, refused=refuse)


@hooks.on("project.stopped")
def stop_design(*, project: Project, actor: Actor) -> None:
    """A stopped project stops its design, if it has one that still stands."""
    design = Design.objects.filter(project=project).exclude(state__in=["refused", "stopped"]).first()
    if design is not None:
        stop(design, actor=Actor.system())
