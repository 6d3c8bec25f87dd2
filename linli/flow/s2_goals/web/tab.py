"""The tab `需求与目标` of the project page: where the project comes from, what it promises, who approved it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.actions import join
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews.web import tab as review
from linli.flow.s2_goals.states import FAMILY
from linli.flow.s2_goals.web import papers, summary
from linli.flow.thread import tabs
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.flow.thread.web import approvals
from linli.kernel.actor import Actor
from linli.ui.status import Status
from linli.ui.web.verb_page import may_now


def context(project: Project, actor: Actor) -> dict[str, Any]:
    """Needs, design and approval, with the buttons that the actor may press now."""
    design = Design.objects.filter(project=project).select_related("project__purchaser__place").first()
    made: dict[str, Any] = {
        "links": project.adoptions.select_related("need__place").order_by("pk"),
        "may_join": may_now(join, actor, project),
        "may_draft": project.state == State.ADOPTED and actor.may("goals.design:draft", project),
    }
    if design is None or not actor.may("goals.design:view", design):
        return made
    return {
        **made,
        **summary.of(design),
        **review.context(design, actor),
        "papers": [*papers.of_design(design), *review.of_papers(design, actor)],
        "status": Status(FAMILY[design.state], design.get_state_display()),
        "method_clause": summary.method_clause(design),
        "approval_panel": approvals.panel(design, actor) if actor.may("thread.project:inside", project) else None,
        "may_edit": design.is_editable and actor.may("goals.design:describe", design),
        "may_publish": design.state == "approved" and actor.may("goals.intention:publish", design),
    }


def register() -> None:
    """Called once, when the application is ready."""
    tabs.register(tabs.Tab("goals", _("需求与目标"), 10, "goals/tab.html", context))
