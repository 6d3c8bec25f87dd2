"""Submitting a design: it must be whole and lawful, then the approval chain begins."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s2_goals import checks, splitting
from linli.flow.s2_goals import limits as law
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.offices import chain_for
from linli.flow.s2_goals.reviews import rounds
from linli.flow.s2_goals.rules import Finding
from linli.flow.s2_goals.states import OPEN, DesignState
from linli.flow.thread import spine
from linli.flow.thread.states import State
from linli.foundations.catalogue import lookup as catalogue
from linli.kernel import approvals, clock
from linli.kernel.actions import action, cite, record
from linli.kernel.actor import Actor
from linli.kernel.errors import ClauseWords, Refusal, Refusals

CHAIN = "project"


@action(
    "goals.design:submit",
    gettext_lazy("提交方案"),
    short=pgettext_lazy("待办", "提交"),
    subject=Design,
    moves=(OPEN, DesignState.IN_APPROVAL),
    tells=gettext_lazy("预算 %(budget)s 元，采购方式%(method)s，送%(first)s"),
)
def submit(design: Design, *, actor: Actor) -> Design:
    """Check everything and start the approval chain that the amount has to pass."""
    splitting.one_at_a_time(design.project.purchaser)
    found = checks.of_design(design)
    stops = [one for one in found if one.level == "stop"]
    if stops:
        raise refusal_of(stops)
    assert design.budget is not None
    project = design.project
    item = catalogue.check(design.catalogue_code, buyer=project.purchaser.kind)
    design.catalogue_name = item.name
    if not design.method:
        design.method = law.thresholds().required(design.budget)
    spine.move(
        project,
        State.IN_APPROVAL,
        budget=design.budget,
        beneficiaries=design.beneficiaries,
        service_from=design.service_from,
        service_to=design.service_to,
        catalogue_code=design.catalogue_code,
        catalogue_name=design.catalogue_name,
        method=design.method,
    )
    offices = chain_for(project, design.budget)
    if any(one.code == splitting.CODE and one.level == "warn" for one in found):
        offices = splitting.with_finance(offices, project.purchaser)
    title = _("立项：%(project)s（%(budget)s 元）") % {"project": project.title, "budget": f"{design.budget:,.2f}"}
    approvals.start(design, CHAIN, offices, title=title, actor=actor)
    design.submitted_at = clock.now()
    rounds.freeze(design, actor)
    admitted = {"admission": design.admission.number} if design.admission is not None else {}
    beyond = [one for one in found if one.code in ("over_budget", "unbudgeted")]
    for one in beyond:
        cite(one.citation or {})
    if beyond:
        record(beyond_budget="；".join(one.title for one in beyond))
    record(budget=design.budget, method=design.get_method_display(), first=offices[0].title, **admitted)
    return design


def refusal_of(stops: Sequence[Finding]) -> Refusals:
    """One refusal that carries every finding that forbids submitting."""
    each = [
        Refusal(one.title, remedy=one.remedy, field=one.field, clauses=[clause_of(one)] if one.citation else ())
        for one in stops
    ]
    return Refusals(_("方案有 %(count)d 处需要修改，未能提交") % {"count": len(each)}, each=each)


def clause_of(finding: Finding) -> str:
    """Document and clause of a finding, in words."""
    cited = finding.citation or {}
    words = f"{cited.get('document', '')} {cited.get('clause', '')}".strip()
    return ClauseWords(words, str(cited.get("parameter", "")))
