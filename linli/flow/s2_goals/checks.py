"""All checks of a design together: the page shows them live, submitting refuses on them. The same code for both."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from linli.flow.s2_goals import limits as law
from linli.flow.s2_goals import rules, splitting
from linli.flow.s2_goals.integration import of_admission, of_catalogue, of_negative, of_served
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.plans import actual as plan
from linli.flow.s2_goals.results import checks as results
from linli.flow.s2_goals.results import saved
from linli.flow.s2_goals.reviews import checks as review
from linli.flow.s2_goals.rules import Finding, Limits, Line, Sums
from linli.foundations.funds import budgeting, ledger
from linli.foundations.places.models import PlaceYear
from linli.foundations.rulebook import book
from linli.kernel import clock


@dataclass(frozen=True, slots=True)
class BudgetCheck:
    """What the budget page shows: sums, limits and findings."""

    sums: Sums
    limits: Limits
    wages: Finding
    findings: list[Finding]

    @property
    def stops(self) -> list[Finding]:
        return [one for one in self.findings if one.level == "stop"]


def of_budget(design: Design, lines: Sequence[Line], budget: Decimal | None, wage_reason: str) -> BudgetCheck:
    """Check a budget as typed, whether saved or not, by the law of the design's place."""
    with book.of(design):
        return _of_budget(design, lines, budget, wage_reason)


def _of_budget(design: Design, lines: Sequence[Line], budget: Decimal | None, wage_reason: str) -> BudgetCheck:
    limits = law.budget_limits()
    found = rules.sums(lines, budget)
    wages = rules.check_wages(found, limits, wage_reason)
    findings = [
        *of_money(design, budget),
        *of_year(design, budget),
        rules.check_management(found, limits, lines),
        *rules.check_categories(found, limits, lines),
        *rules.check_lines(lines),
        rules.check_sum(found),
        wages,
        *results.of_prices(design, lines, budget),
        *splitting.check(design, budget),
    ]
    return BudgetCheck(found, limits, wages, findings)


def of_design(design: Design) -> list[Finding]:
    """Everything that must hold before a saved design is submitted, in the order of its pages, by the law of its place."""
    with book.of(design):
        return _of_design(design)


def _of_design(design: Design) -> list[Finding]:
    lines, targets = saved.lines(design), saved.targets(design)
    return [
        *of_basics(design),
        *rules.check_targets(targets, design.service_from, design.service_to),
        *of_served(design, saved.groups(design)),
        *results.of_design(design, targets, lines),
        *of_budget(design, lines, design.budget, design.wage_reason).findings,
        *plan.of_design(design),
        *review.of_review(design),
    ]


def of_basics(design: Design) -> list[Finding]:
    """What the first page must have: why, what for, for how many, when, from the catalogue."""
    found = []
    for name, title in {
        "problem": _("没有写明要解决的问题"),
        "goal": _("没有写明项目目标"),
        "catalogue_code": _("没有选择指导性目录条目"),
        "service_from": _("没有填写服务期的开始日期"),
        "service_to": _("没有填写服务期的截止日期"),
        "beneficiaries": _("没有填写服务对象人数"),
    }.items():
        if not getattr(design, name):
            found.append(Finding(name, "stop", title, _("请在“基本情况”填写"), name))
    if design.service_from and design.service_to:
        years, citation = law.term_years(design.is_stable)
        found.append(rules.check_term(design.service_from, design.service_to, years, citation))
        if design.service_to < clock.today():
            found.append(Finding("past", "stop", _("服务期已经过去"), _("请填写今后的服务期"), "service_to"))
    return [
        *found,
        *of_catalogue(design),
        *of_negative(design),
        *of_admission(design),
        *of_beneficiaries(design),
        *of_method(design),
    ]


def of_money(design: Design, budget: Decimal | None) -> list[Finding]:
    """The source has the money (102号令: no budget, no purchase). It is reserved only when the project is approved."""
    citation = book.citation("budget.first")
    source = design.purse
    if source is None:
        return [Finding("source", "stop", _("没有选择资金来源"), _("请选择有余额的资金来源"), "source", citation)]
    there = ledger.available(source, design.catalogue_code, design.project.place)
    left = rules.yuan(there)
    if budget is not None and there < budget:
        title = _("“%(source)s”可用 %(left)s，少于项目预算") % {"source": source, "left": left}
        return [Finding("source", "stop", title, _("请减少预算，或另选资金来源"), "source", citation)]
    return [Finding("source", "ok", _("资金来源有余额"), _("可用 %(left)s") % {"left": left}, citation=citation)]


def of_year(design: Design, budget: Decimal | None) -> list[Finding]:
    """What the purchase would take beyond the year's budget of whoever owns the money is said before it is submitted; the
    contract is where it is stopped (预算法 13, 57)."""
    if design.purse is None or not budget:
        return []
    found = budgeting.outlook(design.purse, budget, design.catalogue_code, design.project.place)
    remedy = _("可以提交，但签约时会按规则库核对；请先由预算单位调整预算。")
    return [
        Finding("over_budget" if one.row else "unbudgeted", "warn", one.words, remedy, "budget",
                book.citation(one.parameter))
        for one in found
    ]  # fmt: skip


def of_beneficiaries(design: Design) -> list[Finding]:
    """Not more people than live in the communities served, where their population is on record."""
    if not design.beneficiaries:
        return []
    years = PlaceYear.objects.filter(place__in=design.project.communities.all())
    newest = years.aggregate(year=Max("year"))["year"]
    population = years.filter(year=newest).aggregate(people=Sum("population"))["people"] if newest else None
    if population is None or design.beneficiaries <= population:
        return []
    title = _("服务对象 %(people)s 人，超过受益社区人口 %(population)s 人") % {
        "people": f"{design.beneficiaries:,}",
        "population": f"{population:,}",
    }
    return [Finding("beneficiaries", "stop", title, _("同一人只计一次，请核对"), "beneficiaries")]


def of_method(design: Design) -> list[Finding]:
    """The chosen method is at least as competitive as the budget requires."""
    if design.budget is None or not design.method:
        return []
    bounds = law.thresholds()
    required = bounds.required(design.budget)
    if rules.is_strict_enough(design.method, required):
        return review.of_stricter(design)
    title = _("预算 %(budget)s，采购方式不能是“%(chosen)s”") % {
        "budget": rules.yuan(design.budget),
        "chosen": design.get_method_display(),
    }
    remedy = _("请改为“%(required)s”或更公开的方式") % {"required": required.label}
    return [Finding("method", "stop", title, remedy, "method", bounds.citation(required))]
