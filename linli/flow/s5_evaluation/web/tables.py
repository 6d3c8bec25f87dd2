"""Tables of the evaluation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.flow.s5_evaluation.models import Evaluation, Rectification
from linli.flow.s5_evaluation.states import EVALUATION_FAMILY, RECTIFICATION_FAMILY, EvaluationState
from linli.ui import tables
from linli.ui.status import Status


def evaluation_status(evaluation: Evaluation) -> Status:
    icon = "speakerphone" if evaluation.state == EvaluationState.GRADED else ""
    return Status(EVALUATION_FAMILY[evaluation.state], evaluation.get_state_display(), icon)


def rectification_status(rectification: Rectification) -> Status:
    """Overdue orders are marked so."""
    if rectification.is_overdue:
        return Status("danger", _("已逾期"))
    return Status(RECTIFICATION_FAMILY[rectification.state], rectification.get_state_display())


class EvaluationTable(tables.Table):
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
    recorded = tables.TextColumn(_("四项评估"), orderable=False)
    score = tables.TextColumn(_("综合得分"), empty=_("未评定"))
    grade = tables.TextColumn(_("等级"), empty=_("未评定"))
    published_at = tables.DayColumn(_("公布日期"))

    caption = _("评估")


def dressed(rows: list[Any], recorded: dict[int, int]) -> list[Any]:
    for row in rows:
        row.status = evaluation_status(row)
        row.recorded = f"{recorded.get(row.pk, 0)} / {len(row.weights)}"
    return rows
