"""Drafting the tender: notice text, criteria and budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s3_tenders import law, rules, who
from linli.flow.s3_tenders.models import Criterion, Tender
from linli.flow.s3_tenders.states import TenderState
from linli.flow.thread import spine
from linli.flow.thread.models import Method, Project
from linli.flow.thread.states import State
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import PROVIDERS
from linli.foundations.parties.states import OrganisationState
from linli.foundations.rulebook import book
from linli.kernel import inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, WrongState

FROM = {State.APPROVED, State.INTENTION, State.TENDER_DRAFT, State.FAILED}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the criteria table: `weight` in points."""

    name: str
    weight: int
    standard: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a draft holds. An empty `method` and `budget` take the project's; amounts in yuan."""

    requirements: str
    contact: str
    price_weight: int
    criteria: Sequence[Line]
    qualification: str = ""
    document: str = ""
    bond_percent: Decimal = Decimal(0)
    budget: Decimal | None = None
    method: str = ""
    reasons: str = ""
    invited: Organisation | None = None


@action(
    "tenders.tender:draft",
    gettext_lazy("编制招标文件"),
    short=pgettext_lazy("待办", "编制"),
    scope="project",
    tells=gettext_lazy("第 %(attempt)s 次采购"),
)
def draft(*, actor: Actor, project: Project, notice: Notice) -> Tender:
    """Begin an attempt for an approved project whose intention is public (or, after a failed one, again)."""
    if project.state not in FROM:
        raise WrongState(
            _("项目现在是“%(state)s”，不能编制招标文件。") % {"state": project.get_state_display()},
            remedy=_("项目立项并公开采购意向后才能编制。"),
        )
    attempt = Tender.objects.filter(project=project).count() + 1
    tender = Tender(
        project=project,
        attempt=attempt,
        number=f"{project.number}-ZB{attempt}",
        title=project.title,
        purchaser_id=project.purchaser_id,
        drafted_by_id=who.person_id(actor),
    )
    _fill(tender, project, notice)
    tender.save()
    _criteria(tender, notice.criteria)
    spine.move(project, State.TENDER_DRAFT, method=tender.method)
    inbox.close(project, "tenders.tender:draft", actor)
    ask_to_publish(tender)
    record(attempt=attempt, method=tender.method)
    return tender


@action("tenders.tender:edit", gettext_lazy("修改招标文件"), subject=Tender, moves=({str(TenderState.DRAFT)}, None))
def edit(tender: Tender, *, actor: Actor, notice: Notice) -> Tender:
    """Change a draft; what is published can only be clarified."""
    _fill(tender, tender.project, notice)
    tender.criteria.all().delete()
    _criteria(tender, notice.criteria)
    Project.objects.filter(pk=tender.project_id).update(method=tender.method)
    ask_to_publish(tender)
    return tender


def ask_to_publish(tender: Tender) -> None:
    """The clerk's next duty."""
    inbox.open_task(
        tender,
        "tenders.tender:publish",
        title=_("发布采购公告：%(title)s") % {"title": tender.title},
        organisation_id=tender.purchaser_id,
        role="clerk",
    )


def _fill(tender: Tender, project: Project, notice: Notice) -> None:
    tender.method = notice.method or project.method or Method.OPEN_TENDER
    tender.budget = notice.budget if notice.budget is not None else project.budget or Decimal(0)
    tender.requirements, tender.contact = notice.requirements, notice.contact
    tender.qualification = notice.qualification or _("符合《政府采购法》第二十二条规定的条件。")
    tender.document = notice.document or _("在本平台免费下载，无需报名。")
    tender.price_weight, tender.bond_percent = notice.price_weight, notice.bond_percent
    tender.reasons, tender.invited = notice.reasons, notice.invited
    _check_money(tender, project)
    _check_method(tender)
    _check_weights(tender, [line.weight for line in notice.criteria])


def _check_money(tender: Tender, project: Project) -> None:
    """No budget, no purchase (财政部令第102号); bond within its ceiling."""
    ceiling = project.budget or Decimal(0)
    if tender.budget > ceiling:
        raise Refusal(
            _("采购预算 %(asked)s 元，超过项目预算 %(allowed)s 元。")
            % {"asked": f"{tender.budget:,.2f}", "allowed": f"{ceiling:,.2f}"},
            remedy=_("请降到项目预算以内，或先调整项目预算并重新审批。"),
            field="budget",
        )
    book.at_most("tender.bid_bond_percent", tender.bond_percent, what=_("投标保证金比例"), field="bond_percent")


def _check_method(tender: Tender) -> None:
    rule = law.rule_of(tender.method)
    law.check_method(tender.method, tender.budget)
    if rule.reasons and not tender.reasons.strip():
        raise Refusal(
            _("没有填写采用%(method)s的理由。") % {"method": Method(tender.method).label},
            remedy=_("请写明理由，公告时一并公开。"),
            field="reasons",
        )
    if not rule.invited:
        tender.invited = None
        return
    invited = tender.invited
    if invited is None or invited.kind not in PROVIDERS or invited.state != OrganisationState.ACTIVE:
        raise Refusal(
            _("没有选择拟委托的承接主体，或该单位尚未通过审核。"),
            remedy=_("请选择一家状态正常的承接主体。"),
            field="invited",
        )


def _check_weights(tender: Tender, weights: list[int]) -> None:
    """财政部令第87号 55: the price within its bounds, everything together 100."""
    rule = law.rule_of(tender.method)
    if rule.panel_min is None:
        tender.price_weight = 100
        return
    if rule.weight_min:
        book.at_least(rule.weight_min, tender.price_weight, what=_("价格分值"), field="price_weight")
    if rule.weight_max:
        book.at_most(rule.weight_max, tender.price_weight, what=_("价格分值"), field="price_weight")
    lacking = rules.missing_points(tender.price_weight, weights)
    if lacking:
        raise Refusal(
            _("价格分值与各评审因素合计 %(sum)s 分，应为 100 分。") % {"sum": 100 - lacking},
            remedy=(_("请再分配 %(n)s 分。") if lacking > 0 else _("请减去 %(n)s 分。")) % {"n": abs(lacking)},
            field="criteria",
        )


def _criteria(tender: Tender, lines: Sequence[Line]) -> None:
    if law.rule_of(tender.method).panel_min is None:
        return
    rows: list[Any] = [
        Criterion(tender=tender, order=order, name=line.name, weight=line.weight, standard=line.standard)
        for order, line in enumerate(lines, start=1)
    ]
    Criterion.objects.bulk_create(rows)
