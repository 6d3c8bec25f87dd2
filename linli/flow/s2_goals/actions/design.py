"""Writing the design, page by page. A draft may lack anything; what it must have is checked when it is submitted."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s2_goals import integration
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import writing
from linli.flow.s2_goals.rules import Line
from linli.flow.s2_goals.states import OPEN
from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.admission.models import Admission
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.funds.models import FundSource, Pool
from linli.foundations.parties.models import Organisation
from linli.kernel import inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor


@action(
    "goals.design:draft",
    gettext_lazy("编制方案"),
    short=pgettext_lazy("待办", "编制"),
    subject=Project,
    moves=({State.ADOPTED}, None),
)
def draft(project: Project, *, actor: Actor) -> Design:
    """Begin the design of an adopted project; step 1 is over. What its needs agree on is taken over: how many people, and
    the item of the catalogue, if this purchaser may buy it."""
    spine.move(project, State.DESIGNING)
    project.refresh_from_db()
    item = integration.item_of_needs(project)
    design = Design.objects.create(
        project=project,
        beneficiaries=project.beneficiaries,
        catalogue_code=item.code if item else "",
        catalogue_name=item.name if item else "",
    )
    inbox.open_task(
        design,
        "goals.design:submit",
        title=_("提交项目方案：%(project)s") % {"project": project.title},
        context=project.number,
        organisation_id=project.purchaser_id,
        role="clerk",
    )
    return design


@action("goals.design:describe", gettext_lazy("填写基本情况"), subject=Design, moves=(OPEN, None))
def describe(
    design: Design,
    *,
    actor: Actor,
    problem: str = "",
    goal: str = "",
    beneficiaries: int | None = None,
    beneficiaries_basis: str = "",
    catalogue_code: str = "",
    service_from: date | None = None,
    service_to: date | None = None,
    is_stable: bool = False,
    task_from: Organisation | None = None,
    admission: Admission | None = None,
    negative_mark: str = "",
    negative_reason: str = "",
) -> Design:
    """Save the first page: why, what for, for whom, when; whose task it is and what admits it."""
    design.problem, design.goal = problem.strip(), goal.strip()
    design.beneficiaries, design.beneficiaries_basis = beneficiaries, beneficiaries_basis.strip()
    found = catalogue.item(catalogue_code) if catalogue_code else None
    design.catalogue_code, design.catalogue_name = catalogue_code, found.name if found else ""
    design.service_from, design.service_to = service_from, service_to
    design.is_stable = is_stable
    design.task_from, design.admission = task_from, admission
    design.negative_mark, design.negative_reason = negative_mark, negative_reason.strip()
    if negative_mark:
        record(negative=negative_mark, reason=design.negative_reason)
    return design


@action("goals.design:budget", gettext_lazy("编制预算"), subject=Design, moves=(OPEN, None))
def save_budget(
    design: Design,
    *,
    actor: Actor,
    budget: Decimal | None,
    lines: Sequence[Line],
    source: FundSource | None = None,
    pool: Pool | None = None,
    wage_reason: str = "",
    split_reason: str = "",
    method: str = "",
    price_reason: str = "",
    method_reason: str = "",
) -> Design:
    """Save the budget, replacing the lines before. The sum need not be right yet, and nothing is reserved yet.

    `method` is empty for what the thresholds require.
    """
    writing.lines(design, lines)
    design.budget, design.source, design.pool = budget, source, pool
    design.wage_reason, design.split_reason, design.method = wage_reason.strip(), split_reason.strip(), method
    design.price_reason = price_reason.strip()
    design.method_reason = method_reason.strip()
    record(budget=budget, lines=len(lines))
    return design
