"""Writing the rows of a plan by hand, and afterwards the project that came of each."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.models import Need
from linli.flow.s2_goals.plans.models import PlanRow, PurchasePlan
from linli.flow.s2_goals.plans.states import OPEN, PlanState
from linli.flow.thread.models import Project
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.funds.models import BudgetLine
from linli.foundations.places.models import Place
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

MOST = 300


@dataclass(frozen=True, slots=True)
class RowValues:
    """One planned purchase as somebody gives it; what is empty is filled in before the plan is submitted. Yuan."""

    title: str
    place: Place
    need: Need | None = None
    catalogue_code: str = ""
    beneficiaries: int | None = None
    amount: Decimal | None = None
    line: BudgetLine | None = None
    method: str = ""
    quarter: int | None = None
    note: str = ""


@action("goals.plan:describe", gettext_lazy("填写编制说明"), subject=PurchasePlan, moves=(OPEN, None))
def describe(plan: PurchasePlan, *, actor: Actor, note: str = "", reason: str = "") -> PurchasePlan:
    """Change what is said about the plan; the reason only from the second edition on."""
    plan.note = note.strip()
    if plan.edition > 1 and reason.strip():
        plan.reason = reason.strip()
    return plan


@action(
    "goals.plan:put_row", gettext_lazy("填写计划项目"), subject=PurchasePlan, moves=(OPEN, None),
    tells=gettext_lazy("%(title)s"),
)  # fmt: skip
def put_row(plan: PurchasePlan, *, actor: Actor, row: RowValues, key: int | None = None) -> PurchasePlan:
    """Add a row, or change the one with this key."""
    if not row.place.code.startswith(plan.organisation.place.code):
        raise Refusal(
            _("“%(place)s”不在%(office)s的范围内。") % {"place": row.place, "office": plan.organisation},
            remedy=_("请选择本单位范围内的镇街或社区（村）。"),
            field="place",
        )
    if row.need is not None:
        fits(plan, row.need)
        if plan.rows.filter(need=row.need).exclude(key=key or 0).exists():
            raise Refusal(_("需求“%s”已在计划中。") % row.need, remedy=_("同一需求只列一行。"), field="need")
    item = catalogue.item(row.catalogue_code) if row.catalogue_code else None
    values = {name: getattr(row, name) for name in RowValues.__slots__ if name != "line"}
    values |= {"budget": row.line.budget if row.line else None, "line_title": row.line.title if row.line else ""}
    values |= {"title": row.title.strip(), "catalogue_name": item.name if item else "", "note": row.note.strip()}
    if key is None:
        room(plan, 1)
        PlanRow.objects.create(plan=plan, key=next_key(plan), **values)
    elif not plan.rows.filter(key=key).update(**values):
        raise _no_row(key)
    record(title=values["title"], amount=row.amount)
    return plan


@action(
    "goals.plan:drop_row", gettext_lazy("删去计划项目"), subject=PurchasePlan, moves=(OPEN, None),
    tells=gettext_lazy("%(title)s"),
)  # fmt: skip
def drop_row(plan: PurchasePlan, *, actor: Actor, key: int) -> PurchasePlan:
    """Take a row out of a draft. One whose project has begun stays."""
    row = plan.rows.filter(key=key).first()
    if row is None:
        raise _no_row(key)
    if row.project_id is not None:
        raise Refusal(_("“%s”已对应实际项目，不能删去。") % row, remedy=_("需要终止的，请先办理项目终止。"))
    record(title=row.title)
    row.delete()
    return plan


@action(
    "goals.plan:link", gettext_lazy("对应实际项目"), subject=PurchasePlan, moves=({str(PlanState.PUBLISHED)}, None),
    tells=gettext_lazy("“%(title)s”对应 %(number)s"),
)  # fmt: skip
def link(plan: PurchasePlan, *, actor: Actor, key: int, project: Project | None) -> PurchasePlan:
    """Say which project came of a planned purchase; None takes that back. A need that was adopted says it by itself."""
    row = plan.rows.filter(key=key).first()
    if row is None:
        raise _no_row(key)
    if project is not None and project.purchaser_id != plan.organisation_id:
        raise Refusal(_("“%s”不是本单位购买的项目。") % project, remedy=_("请选择本单位的项目。"), field="project")
    if project is not None and plan.rows.filter(project=project).exclude(key=key).exists():
        raise Refusal(_("“%s”已对应计划中的另一行。") % project, remedy=_("一个项目只对应一行。"), field="project")
    row.project = project
    row.save(update_fields=["project"])
    record(title=row.title, number=project.number if project else "—")
    return plan


def fits(plan: PurchasePlan, need: Need) -> None:
    """The need is published, and of the purchaser's places."""
    if need.state not in ("listed", "adopted"):
        raise Refusal(_("需求“%s”没有列入公布的需求清单。") % need, remedy=_("请先公布需求清单。"), field="need")
    if not need.place_code.startswith(plan.organisation.place.code):
        raise Refusal(_("需求“%s”不在本单位的范围内。") % need, remedy=_("请选择本单位范围内的需求。"), field="need")


def room(plan: PurchasePlan, more: int) -> None:
    """A plan is read by people: it does not grow without end."""
    if plan.rows.count() + more > MOST:
        raise Refusal(_("计划最多 %d 个项目。") % MOST, remedy=_("请合并同类的项目。"))


def next_key(plan: PurchasePlan) -> int:
    return (plan.rows.aggregate(last=Max("key"))["last"] or 0) + 1


def _no_row(key: int) -> Refusal:
    return Refusal(_("计划中没有第 %d 行。") % key, remedy=_("请刷新页面。"), status=404)
