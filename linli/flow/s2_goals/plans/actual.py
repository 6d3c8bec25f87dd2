"""A plan against what became of it, and whether a project stands in one. Amounts are yuan."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.flow.s1_needs.states import AdoptionState
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.plans.models import PlanRow, PurchasePlan
from linli.flow.s2_goals.rules import Finding
from linli.flow.thread.models import Project
from linli.foundations.rulebook import book
from linli.kernel import clock

ZERO = Decimal(0)
UNLISTED = "plan.unlisted"


@dataclass(frozen=True, slots=True)
class Actual:
    """One planned purchase and the project that came of it, if any; `begun` is the quarter in which its intention was
    published."""

    row: PlanRow
    project: Project | None
    begun: int | None

    @property
    def adopted(self) -> bool:
        """It came of the row's need, not of a link that somebody made."""
        return self.row.project_id is None and self.project is not None

    @property
    def difference(self) -> Decimal | None:
        """Budget of the project less what was planned."""
        if self.project is None or self.project.budget is None or self.row.amount is None:
            return None
        return self.project.budget - self.row.amount

    @property
    def is_late(self) -> bool:
        """Planned for a quarter that has passed (or for an earlier one than it began in)."""
        if self.row.quarter is None:
            return False
        today = clock.today()
        now = (
            (today.month + 2) // 3 if today.year == self.row.plan.year else 5 if today.year > self.row.plan.year else 0
        )
        return (self.begun or now) > self.row.quarter


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows, and the purchaser's projects of the year that no row names."""

    rows: list[Actual]
    outside: list[Project]

    @property
    def planned(self) -> Decimal:
        return sum((one.row.amount or ZERO for one in self.rows), ZERO)

    @property
    def projects(self) -> list[Project]:
        return [one.project for one in self.rows if one.project is not None]

    @property
    def contracted(self) -> Decimal:
        return sum((one.contract_amount or ZERO for one in self.projects), ZERO)

    @property
    def paid(self) -> Decimal:
        return sum((one.paid_amount for one in self.projects), ZERO)


def compare(plan: PurchasePlan) -> Comparison:
    """The plan against the projects of its year. A row's project is the one linked, or the one its need was adopted into."""
    found = plan.rows.select_related("plan", "place", "project", "need").prefetch_related("need__adoptions__project")
    rows = [Actual(row, project := project_of(row), _quarter(project)) for row in found]
    taken = [project.pk for one in rows for project in projects_of(one.row)]
    outside = Project.objects.filter(purchaser=plan.organisation, year=plan.year).exclude(pk__in=taken)
    return Comparison(rows, list(outside.exclude(state="stopped").order_by("number")))


def projects_of(row: PlanRow) -> list[Project]:
    """What came of a row: the project linked, or those that its need was adopted into and that stand."""
    if row.project is not None:
        return [row.project]
    links = row.need.adoptions.all() if row.need else []
    return [link.project for link in sorted(links, key=lambda link: link.pk) if link.state != AdoptionState.RELEASED]


def project_of(row: PlanRow) -> Project | None:
    """The first of them."""
    return next(iter(projects_of(row)), None)


def _quarter(project: Project | None) -> int | None:
    since = project.public_since if project else None
    return (timezone.localtime(since).month + 2) // 3 if since else None


def of_design(design: Design) -> list[Finding]:
    """Whether the project stands in its purchaser's plan of the year; what follows when not is the rule book's."""
    project = design.project
    citation = book.citation(UNLISTED)
    plan = PurchasePlan.objects.published().filter(organisation=project.purchaser_id, year=project.year).first()
    address = reverse("goals:plan", args=[plan.pk]) if plan else reverse("goals:plans")
    link = (_("看年度购买计划"), address)
    if plan is not None and plan.rows.filter(Q(project=project) | Q(need__projects=project)).exists():
        return [Finding("plan", "ok", _("已列入年度购买计划"), "", citation=citation, link=link)]
    words = {"year": project.year}
    if plan is None:
        title, remedy = _("还没有公开 %(year)d 年度购买计划") % words, _("请编制年度购买计划并公开")
    else:
        title, remedy = _("没有列入 %(year)d 年度购买计划") % words, _("请先调整计划，写明理由")
    level = "stop" if book.value(UNLISTED) == "stop" else "warn"
    return [Finding("plan", level, title, remedy, citation=citation, link=link)]
