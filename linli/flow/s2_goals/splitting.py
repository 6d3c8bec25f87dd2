"""Splitting (拆分): purchases of one kind by one purchaser within a rolling year that together cross a threshold.

What stays below a threshold by itself and crosses it with the others is stopped or, where the rule book says so, goes on with
reasons and an approval of the finance bureau. Openly tendered purchases, and stopped ones, are not counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.flow.s2_goals import limits as law
from linli.flow.s2_goals import rules
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.rules import Finding
from linli.flow.thread.models import Method, Project
from linli.flow.thread.states import State
from linli.foundations.catalogue.models import CatalogueItem
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.offices import of_district
from linli.foundations.parties.roles import OrganisationKind, Role
from linli.foundations.rulebook import book
from linli.kernel import clock, workdays
from linli.kernel.approvals import Office

CODE = "split"
LEAST_REASON = 5
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Purchase:
    """One of the purchases that are added up."""

    number: str
    title: str
    budget: Decimal
    on: date

    def __str__(self) -> str:
        return f"{self.number} {self.title} {rules.yuan(self.budget)}（{self.on.isoformat()}）"


def check(design: Design, budget: Decimal | None) -> list[Finding]:
    """What the design comes to with the other purchases of its kind (实施条例 28)."""
    if budget is None or not design.catalogue_code:
        return []
    bounds = law.thresholds()
    method = design.method or bounds.required(budget)
    for required, threshold in ((Method.OPEN_TENDER, bounds.open_tender), (Method.CONSULTATION, bounds.consultation)):
        if rules.is_strict_enough(method, required):
            continue
        others = purchases(design, less_than=required)
        total = sum((one.budget for one in others), budget)
        if others and total >= threshold:
            return [_found(design, others, total, threshold, required)]
    others = purchases(design, less_than=Method.OPEN_TENDER)
    detail = _("%(months)s 个月内同类 %(count)d 个，合计 %(total)s") % {
        "months": book.value("split.window_months"),
        "count": len(others) + 1,
        "total": rules.yuan(sum((one.budget for one in others), budget)),
    }
    return [Finding(CODE, "ok", _("未发现拆分采购"), detail, citation=book.citation("split.window_months"))]


def _found(design: Design, others: Sequence[Purchase], total: Decimal, threshold: Decimal, required: Method) -> Finding:
    months = book.value("split.window_months")
    title = _("%(months)s 个月内同类项目 %(count)d 个，合计 %(total)s，达到%(method)s限额 %(limit)s：%(list)s") % {
        "months": months,
        "count": len(others) + 1,
        "total": rules.yuan(total),
        "method": required.label,
        "limit": rules.yuan(threshold),
        "list": "；".join(str(one) for one in others[:SHOWN]) + (_("等") if len(others) > SHOWN else ""),
    }
    citation = book.citation("split.response")
    if book.value("split.response") == "stop":
        remedy = _("请改为%(method)s，或合并为一个项目") % {"method": required.label}
        return Finding(CODE, "stop", title, remedy, "method", citation)
    if len(design.split_reason.strip()) < LEAST_REASON:
        return Finding(CODE, "stop", title, _("请写明分次购买的理由，由区财政局审批"), "split_reason", citation)
    return Finding(CODE, "warn", title, _("理由已写明，须经区财政局审批"), "split_reason", citation)


def purchases(design: Design, *, less_than: Method) -> list[Purchase]:
    """The other purchases of its kind in the window that were made less openly than a method, oldest first."""
    project = design.project
    found = (
        Project.objects.filter(_of_one_purchaser(project.purchaser), _of_one_kind(design.catalogue_code))
        .exclude(pk=project.pk)
        .exclude(state=State.STOPPED)
        .exclude(method__in=[m for m, strict in rules.STRICTNESS.items() if strict >= rules.STRICTNESS[less_than]])
        .filter(budget__isnull=False)
    )
    return [
        Purchase(number, title, amount, timezone.localdate(at))
        for number, title, amount, at in _dated(found)
        if timezone.localdate(at) >= window_from(clock.today())
    ]


def window_from(today: date) -> date:
    """The first day of the rolling window that ends today."""
    return workdays.add_months(today, -book.value("split.window_months"))


def _dated(found: "QuerySet[Project]") -> list[Any]:
    """Number, title, budget, and the moment of submission; of a project that has no design, when it was opened."""
    rows = found.annotate(at=Coalesce("design__submitted_at", "created_at")).order_by("at")
    return list(rows.values_list("number", "title", "budget", "at"))


def _of_one_purchaser(purchaser: Organisation) -> Q:
    """The purchaser and the offices below it: a town's communities. A bureau has none: its place is everybody's."""
    own = Q(purchaser=purchaser)
    if purchaser.kind == OrganisationKind.TOWN:
        own |= Q(purchaser__kind=OrganisationKind.COMMUNITY, purchaser__place__code__startswith=purchaser.place.code)
    return own


def _of_one_kind(code: str) -> Q:
    if book.value("split.scope") == "item":
        return Q(catalogue_code=code)
    field = CatalogueItem.objects.filter(code=code).order_by("-since").values_list("field_code", flat=True).first()
    return Q(catalogue_code__startswith=field) if field else Q(catalogue_code=code)


def one_at_a_time(purchaser: Organisation) -> None:
    """Let submissions of one purchaser, and of a town with its communities, come one after another: two at once could
    each find the other missing. Held until the transaction ends."""
    local = purchaser.kind in (OrganisationKind.TOWN, OrganisationKind.COMMUNITY)
    key = purchaser.place.code[:9] if local else f"#{purchaser.pk}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"split:{key}"])


def with_finance(offices: list[Office], purchaser: Organisation) -> list[Office]:
    """The chain with the finance bureau's leader at its end, if he is not in it already."""
    finance = of_district(OrganisationKind.FINANCE, purchaser.place.code).pk
    if any((one.organisation_id, one.role) == (finance, Role.LEADER) for one in offices):
        return offices
    return [*offices, Office(_("区财政局审批（分次购买）"), finance, Role.LEADER)]
