"""What the review asks of a design before it is submitted: enough opinions, each answered; every returned point settled."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s2_goals import limits as law
from linli.flow.s2_goals import rules
from linli.flow.s2_goals.reviews.models import ExpertOpinion, ReturnPoint
from linli.flow.s2_goals.reviews.states import HANDED_IN, Conclusion, OpinionState
from linli.flow.s2_goals.rules import Finding
from linli.foundations.rulebook import book

if TYPE_CHECKING:
    from linli.flow.s2_goals.models import Design

OPINIONS, POINTS, STRICTER = "opinions", "returned_points", "stricter"


def of_review(design: "Design") -> list[Finding]:
    return [*of_opinions(design), *of_points(design)]


def is_required(budget: Decimal | None) -> bool:
    """Whether a budget (yuan) needs experts' opinions before it is submitted."""
    return budget is not None and budget >= Decimal(book.value("feasibility.from"))


def of_opinions(design: "Design") -> list[Finding]:
    """From an amount up so many experts have spoken, and nobody's opinion is left unanswered, whatever the amount."""
    found = list(ExpertOpinion.objects.of_design(design.pk))
    given = [one for one in found if one.state in HANDED_IN]
    needed = int(book.value("feasibility.experts")) if is_required(design.budget) else 0
    citation = book.citation("feasibility.experts" if needed else "feasibility.from")
    link = (_("去看论证意见"), reverse("goals:opinions", args=[design.project_id]))
    made = []
    if len(given) < needed:
        title = _("可行性论证意见 %(given)d 份，至少需要 %(needed)d 份") % {"given": len(given), "needed": needed}
        remedy = _("预算 %(from)s以上的项目，提交前须经专家论证") % {
            "from": rules.yuan(Decimal(book.value("feasibility.from")))
        }
        made.append(Finding(OPINIONS, "stop", title, remedy, citation=citation, link=link))
    for one in given:
        if one.state == OpinionState.GIVEN and (one.conclusion == Conclusion.NOT_FEASIBLE or one.points.all()):
            words = {"name": one.person.name, "conclusion": one.get_conclusion_display()}
            title = _("%(name)s的论证结论为“%(conclusion)s”，还没有逐条回应") % words
            made.append(Finding(OPINIONS, "stop", title, _("请逐条写明是否采纳及理由"), citation=citation, link=link))
        elif one.conclusion == Conclusion.NOT_FEASIBLE:
            title = _("%(name)s认为“不可行”，已逐条回应") % {"name": one.person.name}
            made.append(Finding(OPINIONS, "warn", title, _("审批人会看到意见和回应"), citation=citation, link=link))
    if given and not made:
        title = _("可行性论证意见 %(given)d 份，均已回应") % {"given": len(given)}
        made.append(Finding(OPINIONS, "ok", title, citation=citation))
    return made


def of_points(design: "Design") -> list[Finding]:
    """What the last return asked for is ticked, with words how it was done."""
    points = ReturnPoint.objects.filter(version__design=design).order_by("-version__round", "order")
    last = [one for one in points.select_related("version") if one.version.round == points[0].version.round]
    open_ones = [one for one in last if not one.settled]
    if not open_ones:
        return []
    title = _("退回要点还有 %(n)d 条没有说明怎样补正") % {"n": len(open_ones)}
    link = (_("去逐条说明"), reverse("goals:returned", args=[design.project_id]))
    return [Finding(POINTS, "stop", title, "；".join(str(one) for one in open_ones[:3]), link=link)]


def of_stricter(design: "Design") -> list[Finding]:
    """A method more open than the threshold requires is allowed and is given its reason, which approvers read."""
    if design.budget is None or not design.method:
        return []
    bounds = law.thresholds()
    required = bounds.required(design.budget)
    if design.method == required or not rules.is_strict_enough(design.method, required):
        return []
    title = _("采用“%(chosen)s”，按限额可用“%(required)s”") % {
        "chosen": design.get_method_display(),
        "required": required.label,
    }
    citation = bounds.citation(required)
    if design.method_reason.strip():
        return [Finding(STRICTER, "ok", title, _("理由已写明"), "method_reason", citation)]
    return [Finding(STRICTER, "warn", title, _("可以提交；请写明理由，审批人会看到"), "method_reason", citation)]
