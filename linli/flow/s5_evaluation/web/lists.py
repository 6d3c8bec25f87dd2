"""The list of step 5."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy

from linli.flow.s4_delivery.scope import insider
from linli.flow.s4_delivery.web.lists import ProjectFilter
from linli.flow.s5_evaluation.models import Evaluation, Instrument
from linli.flow.s5_evaluation.states import EvaluationState, InstrumentState
from linli.flow.s5_evaluation.web import tables
from linli.ui.lists import ListPage


class EvaluationList(ListPage):
    table_class, filter_class, title = tables.EvaluationTable, ProjectFilter, gettext_lazy("监测评估")
    tab_field, tab_labels, default_sort = "state", EvaluationState.choices, ""
    empty_title = gettext_lazy("还没有评估")
    empty_text = gettext_lazy("承接主体申报完工后，由采购人启动评估。")

    def queryset(self) -> QuerySet[Evaluation]:
        actor = self.request.actor  # type: ignore[attr-defined]
        return Evaluation.objects.filter(insider(actor)).select_related("project__purchaser", "project__provider")

    def table(self, rows: Any) -> Any:
        done = Instrument.objects.filter(evaluation__in=[r.pk for r in rows], state=InstrumentState.RECORDED)
        counts = done.order_by().values("evaluation").annotate(n=Count("id"))
        return super().table(tables.dressed(rows, {c["evaluation"]: c["n"] for c in counts}))
