"""The project's tab 服务跟踪: visits, issues, the lesson."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.flow.s4_delivery.web.verb_page import Deed, buttons
from linli.flow.s6_followup import rules
from linli.flow.s6_followup.actions import following, visiting
from linli.flow.s6_followup.models import FollowUp, Visit
from linli.flow.s6_followup.states import Lasted, VisitState
from linli.flow.s6_followup.web import tables
from linli.flow.thread.models import Project
from linli.kernel.actor import Actor
from linli.ui import parts


def followup(project: Project, actor: Actor) -> dict[str, Any]:
    """Visits and the lesson for everybody who sees the project; issues for the parties."""
    found = FollowUp.objects.filter(project=project).first()
    if found is None:
        return {"followup": None}
    visits = list(found.visits.all())
    done = [visit for visit in visits if visit.visited_on]
    inside = actor.may("followup.followup:view", found)
    issues = list(found.issues.all()) if inside else []
    for issue in issues:
        issue.status = tables.issue_status(issue)  # type: ignore[attr-defined]
        issue.actions = buttons(  # type: ignore[attr-defined]
            actor,
            issue,
            Deed(visiting.mend, "followup:mend"),
            Deed(visiting.confirm, "followup:confirm"),
            Deed(visiting.send_back, "followup:return_mending"),
        )
    ready = len(done) == len(visits) and not found.issues.unsolved().exists()
    deeds = [Deed(following.close, "followup:close")] if ready else []
    following_visit = next((visit for visit in visits if visit.state == VisitState.PLANNED), None)
    record = buttons(actor, following_visit, Deed(visiting.record_visit, "followup:visit")) if following_visit else []
    return {
        "followup": found,
        "inside": inside,
        "actions": [
            *record,
            *buttons(actor, found, *deeds),
            *buttons(actor, found, Deed(visiting.complain, "followup:complain", "text")),
        ],
        "figures": figures(visits, done, len(issues)),
        "visits": tables.VisitTable(tables.dressed_visits(visits)),
        "issues": issues,
    }


def figures(visits: list[Visit], done: list[Visit], issues: int) -> list[parts.Figure]:
    people = sum(visit.people or 0 for visit in done)
    mean = rules.mean_satisfaction([(visit.satisfaction or 0, visit.people or 0) for visit in done])
    lasted = sum(visit.lasted == Lasted.YES for visit in done)
    return [
        parts.Figure(_("已回访"), f"{len(done)} / {len(visits)}", _("次"), _("按规定月份")),
        parts.Figure(_("回访人数"), f"{people:,}", _("人"), _("合计")),
        parts.Figure(_("满意度"), f"{mean}" if mean else "—", pgettext("得分", "分"), _("1—5 分，按人数加权")),
        parts.Figure(_("效果持续"), f"{lasted} / {len(done)}", _("次"), _("发现问题 %(n)d 个") % {"n": issues}),
    ]


def count(project: Project) -> int:
    return Visit.objects.done().filter(project=project).count()
