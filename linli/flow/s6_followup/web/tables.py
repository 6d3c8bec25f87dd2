"""Tables of the follow-up."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.flow.s6_followup.models import FollowUp, Issue, Visit
from linli.flow.s6_followup.states import FOLLOW_UP_FAMILY, ISSUE_FAMILY, VISIT_FAMILY, IssueState
from linli.ui import tables
from linli.ui.due import due_of
from linli.ui.status import Status


def visit_status(visit: Visit) -> Status:
    if visit.is_overdue:
        return Status("danger", _("已逾期"))
    return Status(VISIT_FAMILY[visit.state], visit.get_state_display())


def issue_status(issue: Issue) -> Status:
    if issue.state == IssueState.OPEN and due_of(issue.due_at).tone == "overdue":
        return Status("danger", _("已逾期"))
    return Status(ISSUE_FAMILY[issue.state], issue.get_state_display())


class VisitTable(tables.Table):
    title = tables.TitleColumn(_("回访"), orderable=False, empty_values=())
    due_on = tables.DayColumn(_("应回访"), orderable=False, tone="due_tone")
    status = tables.StatusColumn(_("状态"), orderable=False)
    people = tables.TextColumn(_("人数"), orderable=False)
    lasted = tables.TextColumn(_("效果"), accessor="lasted_text", orderable=False)
    satisfaction = tables.TextColumn(_("满意度（1—5）"), orderable=False)

    caption = _("回访")


class FollowUpTable(tables.Table):
    title = tables.TitleColumn(
        _("项目"),
        accessor="project__title",
        note="project__number",
        note_name=_("项目编号"),
        order_by="project__number",
    )
    purchaser = tables.TextColumn(
        _("采购人"),
        accessor="project__purchaser__name",
        note="project__provider__name",
        note_name=_("承接主体"),
        orderable=False,
    )
    status = tables.StatusColumn(_("状态"), order_by="state")
    grade = tables.TextColumn(_("评估等级"), accessor="project__grade", order_by="project__grade")
    visits = tables.TextColumn(_("回访"), accessor="visited_text", orderable=False)
    next_on = tables.DayColumn(_("下次回访"), tone="due_tone", orderable=False)
    unsolved = tables.TextColumn(_("待解决问题"), orderable=False)

    caption = _("服务跟踪")


def dressed_visits(rows: list[Visit]) -> list[Visit]:
    for row in rows:
        row.title = gettext("第 %(months)d 个月") % {"months": row.months}  # type: ignore[attr-defined]
        row.status = visit_status(row)  # type: ignore[attr-defined]
        row.due_tone = "overdue" if row.is_overdue else ""  # type: ignore[attr-defined]
        row.lasted_text = row.get_lasted_display()  # type: ignore[attr-defined]
    return rows


def dressed(rows: list[FollowUp]) -> list[Any]:
    """Rows with their visits and issues already loaded."""
    for row in rows:
        visits = list(row.visits.all())
        ahead = [visit for visit in visits if visit.state == "planned"]
        row.status = Status(FOLLOW_UP_FAMILY[row.state], row.get_state_display())  # type: ignore[attr-defined]
        row.visited_text = f"{len(visits) - len(ahead)} / {len(visits)}"  # type: ignore[attr-defined]
        row.next_on = min((visit.due_on for visit in ahead), default=None)  # type: ignore[attr-defined]
        row.due_tone = "overdue" if any(visit.is_overdue for visit in ahead) else ""  # type: ignore[attr-defined]
        row.unsolved = sum(issue.state != IssueState.CLOSED for issue in row.issues.all())  # type: ignore[attr-defined]
    return rows
