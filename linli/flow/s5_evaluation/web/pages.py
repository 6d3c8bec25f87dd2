"""The form pages of the evaluation: one verb each."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s4_delivery.web.verb_page import VerbPage
from linli.flow.s5_evaluation import rules
from linli.flow.s5_evaluation.actions import rectifying, scoring, starting
from linli.flow.s5_evaluation.models import Evaluation, Instrument, Rectification
from linli.flow.s5_evaluation.states import InstrumentKind
from linli.flow.s5_evaluation.web import forms
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.parties.states import OrganisationState
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.ui import parts
from linli.ui.clauses import chip
from linli.ui.due import fact as due_fact
from linli.ui.web.access import ActorRequest
from linli.ui.web.acting import act, press

MAY_EVALUATE = (
    OrganisationKind.CIVIL_AFFAIRS,
    OrganisationKind.FINANCE,
    OrganisationKind.DEPARTMENT,
    OrganisationKind.TOWN,
    OrganisationKind.COMMUNITY,
    OrganisationKind.HUB,
    OrganisationKind.EXPERT_BODY,
)


class EvaluationPage(VerbPage):
    model, tab = Evaluation, "evaluation"

    def clauses(self, record: Any) -> list[parts.Clause]:
        return [one for one in (chip(book.citation("grade.bounds")),) if one]


class Start(VerbPage):
    """The page is about the project: the evaluation does not exist yet."""

    model, verb, form_class, tab = Project, starting.start, forms.StartForm, "evaluation"
    done = gettext_lazy("评估已启动")

    def project(self, record: Project) -> Project:
        return record

    def back(self, record: Project) -> str:
        return reverse("thread:tab", args=[record.pk, "evaluation"])

    def form(self, record: Project, *data: Any) -> Any:
        active = Organisation.objects.filter(state=OrganisationState.ACTIVE, kind__in=MAY_EVALUATE)
        offered = active.exclude(pk=record.provider_id or 0)
        chosen = {kind: starting.default_evaluator(record, kind) for kind in InstrumentKind}
        return self.form_class(*data, organisations=offered, initial=chosen)

    def do(self, record: Project, data: Mapping[str, Any]) -> Any:
        return act(self.request, self.verb, project=record, evaluators={kind: data[kind] for kind in InstrumentKind})

    def facts(self, record: Project) -> list[parts.Fact]:
        weights: dict[str, Any] = book.value("evaluation.weights")
        return [parts.Fact(kind.label, f"{weights[kind]}%") for kind in InstrumentKind if kind in weights]

    def clauses(self, record: Project) -> list[parts.Clause]:
        return [one for one in (chip(book.citation("evaluation.weights")),) if one]


class Record(VerbPage):
    """One instrument; the survey asks for counts, the others for a score."""

    model, verb, tab, done = Instrument, scoring.record_instrument, "evaluation", gettext_lazy("评估已填报")

    def form(self, record: Instrument, *data: Any) -> Any:
        survey = record.kind == InstrumentKind.SATISFACTION
        made = forms.SurveyForm if survey else forms.ScoreForm
        self.bound = made(*data, version=record.version, initial=self.initial(record))
        return self.bound

    def initial(self, record: Instrument) -> dict[str, Any]:
        counts = {f"answers_{i}": n for i, n in enumerate(record.counts or [], start=1)}
        return {"score": record.score, "findings": record.findings, "done_on": record.done_on or clock.today()} | counts

    def given(self, record: Instrument, data: Mapping[str, Any]) -> dict[str, Any]:
        found = {"findings": data["findings"], "done_on": data["done_on"]}
        if isinstance(self.bound, forms.SurveyForm):
            return {**found, "counts": self.bound.counts()}
        return {**found, "score": data["score"]}

    def title(self, record: Instrument) -> str:
        return _("填报%(kind)s") % {"kind": record.get_kind_display()}

    def then(self, answer: Instrument) -> str:
        return answer.evaluation.get_absolute_url()

    def facts(self, record: Instrument) -> list[parts.Fact]:
        weight = record.evaluation.weights.get(record.kind)
        return [
            parts.Fact(_("评估单位"), str(record.organisation)),
            parts.Fact(_("权重"), f"{weight}%"),
            parts.Fact(_("轮次"), _("第 %(round)d 轮") % {"round": record.round}),
            parts.Fact(_("承接主体"), str(record.project.provider)),
        ]

    def back(self, record: Instrument) -> str:
        return record.evaluation.get_absolute_url()


class Grade(EvaluationPage):
    verb, form_class, done = scoring.grade, forms.GradeForm, gettext_lazy("等级已评定")

    def facts(self, record: Evaluation) -> list[parts.Fact]:
        scores = record.instruments.current().scores()
        made = [
            parts.Fact(
                InstrumentKind(kind).label, _("%(score)s 分") % {"score": scores.get(kind, "—")}, note=f"{weight}%"
            )
            for kind, weight in record.weights.items()
        ]
        if set(record.weights) <= set(scores):
            total = rules.weighted_score(scores, {k: Decimal(str(w)) for k, w in record.weights.items()})
            found = rules.grade(total, {k: Decimal(str(b)) for k, b in record.bounds.items()})
            made.append(parts.Fact(_("综合得分"), f"{total}", note=found))
        return made


class Order(EvaluationPage):
    verb, form_class, done = rectifying.order, forms.DemandsForm, gettext_lazy("整改要求已下达")

    def facts(self, record: Evaluation) -> list[parts.Fact]:
        return [
            parts.Fact(_("综合得分"), f"{record.score}"),
            parts.Fact(_("等级"), record.grade),
            due_fact(_("整改期限"), book.due("rectification.days", clock.today())),
        ]

    def clauses(self, record: Evaluation) -> list[parts.Clause]:
        return [one for one in (chip(book.citation("rectification.days")),) if one]


class RectificationPage(VerbPage):
    model, tab = Rectification, "evaluation"

    def facts(self, record: Rectification) -> list[parts.Fact]:
        made = [
            parts.Fact(_("整改要求"), record.demands),
            due_fact(_("整改期限"), record.due_at),
        ]
        return [*made, parts.Fact(_("整改情况"), record.report)] if record.report else made


class Report(RectificationPage):
    verb, form_class, done = rectifying.report, forms.ReportForm, gettext_lazy("整改情况已报送")


class Accept(RectificationPage):
    verb, form_class, done = rectifying.accept, forms.OpinionForm, gettext_lazy("整改已认可")


class ReturnReport(RectificationPage):
    verb, form_class, done = rectifying.send_back, forms.ReasonForm, gettext_lazy("整改情况已退回")


class Publish(EvaluationPage):
    """No form of its own: the button posts here."""

    verb, done = scoring.publish, gettext_lazy("评估结果已公布")

    def get(self, request: ActorRequest, **keys: Any) -> HttpResponse:
        return redirect(reverse("thread:tab", args=[self.record().project_id, "evaluation"]))

    def post(self, request: ActorRequest, **keys: Any) -> HttpResponse:
        record = self.record()
        return press(request, self.verb, record, done=str(self.done), then=record.get_absolute_url())
