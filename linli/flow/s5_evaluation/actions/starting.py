"""Starting an evaluation and giving its instruments to those who evaluate."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s4_delivery import offices
from linli.flow.s4_delivery.guards import expect, lock_project
from linli.flow.s5_evaluation.models import Evaluation, Instrument
from linli.flow.s5_evaluation.states import InstrumentKind
from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind, Role
from linli.foundations.rulebook import book
from linli.kernel import hooks, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

BUREAUS: dict[str, str] = {
    InstrumentKind.ACCOUNTS: OrganisationKind.FINANCE,
    InstrumentKind.EXPERT: OrganisationKind.CIVIL_AFFAIRS,
}

HANDS: dict[str, str] = {OrganisationKind.EXPERT_BODY: Role.EXPERT, OrganisationKind.HUB: Role.MANAGER}
"""Who records an instrument in an organisation of this kind; elsewhere the clerk. A leader may not, and is not asked."""


@hooks.on("delivery.finished")
def ask_to_start(*, project: Project, actor: Actor) -> None:
    """The service is rendered: the purchaser owes an evaluation."""
    inbox.open_task(
        project.delivery,
        "evaluation.evaluation:start",
        title=_("启动评估：%(project)s") % {"project": project},
        context=_("承接主体已申报完工"),
        organisation_id=project.purchaser_id,
        role=Role.CLERK,
        path=reverse("evaluation:start", args=[project.pk]),
    )


@action(
    "evaluation.evaluation:start",
    gettext_lazy("启动评估"),
    short=pgettext_lazy("待办", "启动"),
    scope="project",
    tells=gettext_lazy("四项评估，权重 %(weights)s"),
)
def start(*, actor: Actor, project: Project, evaluators: Mapping[str, Organisation] | None = None) -> Evaluation:
    """Begin the evaluation of a finished project. `evaluators` gives each kind of instrument to an organisation that is
    not the provider; see `default_evaluator` for the others."""
    expect(lock_project(project.pk), (State.DELIVERED,), _("启动评估"))
    project = spine.move(project, State.EVALUATING)
    inbox.close(project.delivery, "evaluation.evaluation:start", actor)
    weights: dict[str, int] = book.value("evaluation.weights")
    bounds: dict[str, int] = book.value("grade.bounds")
    evaluation = Evaluation.objects.create(project=project, weights=weights, bounds=bounds)
    chosen = dict(evaluators or {})
    for kind in InstrumentKind:
        organisation_id = chosen[kind].pk if kind in chosen else default_evaluator(project, kind)
        if organisation_id == project.provider_id:
            raise Refusal(
                _("评估单位不能是承接主体（%(kind)s）。") % {"kind": kind.label},
                remedy=_("请改选采购人、区民政局、区财政局、专家所在单位或第三方机构。"),
                field=str(kind),
            )
        assign(evaluation, kind, organisation_id)
    record(weights="、".join(f"{InstrumentKind(name).label} {weight}%" for name, weight in weights.items()))
    return evaluation


def default_evaluator(project: Project, kind: str) -> int:
    """Finance checks the accounts, civil affairs convenes the experts, the purchaser does the rest."""
    bureau = BUREAUS.get(kind)
    return offices.organisation_of(project, bureau) if bureau else project.purchaser_id


def assign(evaluation: Evaluation, kind: str, organisation_id: int) -> Instrument:
    """Give one instrument of the present round to an organisation, and ask it."""
    instrument = Instrument.objects.create(
        project=evaluation.project,
        evaluation=evaluation,
        kind=kind,
        round=evaluation.round,
        organisation_id=organisation_id,
    )
    inbox.open_task(
        instrument,
        "evaluation.instrument:record",
        title=_("填报%(kind)s：%(project)s") % {"kind": instrument.get_kind_display(), "project": evaluation.project},
        context=_("第 %(round)d 轮") % {"round": evaluation.round},
        organisation_id=organisation_id,
        role=HANDS.get(instrument.organisation.kind, Role.CLERK),
    )
    return instrument
