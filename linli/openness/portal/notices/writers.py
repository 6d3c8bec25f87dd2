"""What each kind of notice says beside the project's own facts: from the event, and from records that are published.

Bids are never read here: what of them is public stands in the event of the announcement.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from linli.flow.s1_needs.models import NeedsList
from linli.flow.s2_goals.plans.models import PurchasePlan
from linli.flow.s3_tenders.models import Contract, Tender
from linli.flow.s5_evaluation.models import Evaluation
from linli.foundations.rulebook import book
from linli.foundations.rulebook.words import in_words
from linli.kernel.models import Event
from linli.kernel.money import capital
from linli.openness.portal.notices import documents, intentions
from linli.openness.portal.notices.section import Section, pairs, text
from linli.ui.due import shaky
from linli.ui.formats import day_full, moment_full, yuan, yuan_unit

MOST_ROWS = 300


def needs(event: Event) -> list[Section]:
    """The list as it was published, in its order."""
    found = NeedsList.objects.filter(pk=event.subject_id or 0).first()
    if found is None:
        return []
    heads = (_("名次"), _("需求"), _("类别"), _("区域"), _("受益人数"), _("优先指数"))
    rows = tuple(
        (
            str(row.rank),
            row.title,
            str(row.get_topic_display()),
            row.place_name,
            f"{row.beneficiaries:,}",
            str(row.priority),
        )
        for row in found.rows.all()[:MOST_ROWS]
    )
    sections = [Section(_("需求清单"), heads=heads, rows=rows)]
    return [text(_("更新说明"), found.note), *sections] if found.note else sections


def plan(event: Event) -> list[Section]:
    """What the purchaser means to buy in the year, edition by edition."""
    found = PurchasePlan.objects.public().filter(pk=event.subject_id or 0).first()
    if found is None:
        return []
    heads = (_("项目"), _("实施区域"), _("目录条目"), _("计划实施"), _("计划金额"))
    rows = tuple(
        (
            row.title,
            str(row.place),
            f"{row.catalogue_code} {row.catalogue_name}",
            str(row.get_quarter_display()) if row.quarter else "—",
            yuan_unit(row.amount),
        )
        for row in found.rows.select_related("place")[:MOST_ROWS]
    )
    said = [text(_("调整理由"), found.reason)] if found.reason else []
    said += [text(_("编制说明"), found.note)] if found.note else []
    total = pairs(_("合计"), (_("计划项目"), _("%(n)s 个") % {"n": len(rows)}), (_("计划金额"), yuan_unit(found.total)))
    return [*said, total, Section(_("计划项目"), heads=heads, rows=rows)]


def _counted(until: datetime | None) -> str:
    """A day that was counted, with the warning where it may still move."""
    warning = shaky(until)
    return f"{moment_full(until)}（{warning}）" if warning else moment_full(until)


def tender(event: Event) -> list[Section]:
    """What a provider has to know before it bids (财办库〔2020〕50号)."""
    found = Tender.objects.published().filter(pk=event.subject_id or 0).first()
    if found is None:
        return []
    criteria = tuple((row.name, row.standard, str(row.weight)) for row in found.criteria.all())
    return [
        pairs(
            _("采购日程"),
            (_("招标编号"), found.number),
            (_("投标截止和开标时间"), moment_full(found.bids_due)),
            (_("公告期限至"), _counted(found.notice_until)),
            (_("采购文件获取至"), _counted(found.supply_until)),
            (_("投标保证金"), yuan_unit(found.bond_amount) if found.bond_amount else _("不收取")),
        ),
        text(_("采购需求"), found.requirements),
        text(_("供应商资格条件"), found.qualification),
        Section(
            _("评审办法"),
            paragraphs=(_("综合评分法，价格分 %(n)s 分。") % {"n": found.price_weight},),
            heads=(_("评审因素"), _("评分标准"), _("分值")),
            rows=criteria,
        ),
        text(_("获取采购文件和联系方式"), found.document, found.contact),
    ]


def award(event: Event) -> list[Section]:
    """Winner, ranking, panel, and how to challenge (87号令 69)."""
    facts = event.facts
    ranking = tuple((str(row["rank"]), row["bidder"], str(row["total"] or "")) for row in facts.get("ranking", []))
    heads = (_("名次"), _("供应商"), _("得分"))
    return [
        pairs(
            _("中标信息"),
            (_("中标人"), facts.get("winner")),
            (_("中标金额"), yuan_unit(facts.get("amount"))),
            (_("中标通知书"), facts.get("letter")),
        ),
        Section(_("评审情况"), paragraphs=_panel(facts), heads=heads, rows=ranking),
        text(_("公告期限"), _("自本公告发布之日起至%(day)s。") % {"day": _moment(facts.get("until"))}),
        text(_("质疑"), _challenge()),
    ]


def contract(event: Event) -> list[Section]:
    """Parties, amount in capitals, period, instalments (实施条例 50)."""
    found = (
        Contract.objects.filter(pk=event.subject_id or 0, published_at__isnull=False).select_related("provider").first()
    )
    if found is None:
        return []
    splits = zip(found.splits, found.amounts, strict=True)
    rows = tuple((str(number), f"{split}%", yuan(amount)) for number, (split, amount) in enumerate(splits, 1))
    return [
        pairs(
            _("合同主要内容"),
            (_("合同编号"), found.number),
            (_("承接主体"), found.provider),
            (_("合同金额"), f"{yuan_unit(found.amount)}（{capital(found.amount)}）"),
            (_("服务期"), f"{day_full(found.service_from)}—{day_full(found.service_to)}"),
            (_("签订日期"), day_full(found.signed_at)),
        ),
        text(_("服务内容与要求"), found.terms),
        Section(_("付款安排"), heads=(_("期次"), _("比例"), _("金额（元）")), rows=rows),
    ]


def evaluation(event: Event) -> list[Section]:
    """Score, grade, and the four instruments."""
    found = Evaluation.objects.filter(pk=event.subject_id or 0, published_at__isnull=False).first()
    if found is None:
        return []
    rows = tuple((str(row.get_kind_display()), str(row.score)) for row in found.instruments.current())
    return [
        pairs(_("评估结果"), (_("综合得分"), found.score), (_("等级"), found.grade)),
        Section(_("四种评估方式"), heads=(_("评估方式"), _("得分")), rows=rows),
        text(_("评估结论"), found.conclusion),
    ]


def ended(event: Event) -> list[Section]:
    """Why."""
    return [text(_("理由"), str(event.facts.get("reason", "")))]


def _panel(facts: dict[str, Any]) -> tuple[str, ...]:
    if not facts.get("panel"):
        return ()
    told = _("评审委员会 %(n)s 人，随机抽取产生。") % {"n": facts["panel"]}
    seed = _("抽取名单指纹 %(roster)s，随机种子 %(seed)s。") % {
        "roster": facts.get("roster_sha256", ""),
        "seed": facts.get("seed", ""),
    }
    return (told, seed)


def _challenge() -> str:
    days = {
        name: in_words(book.parameter(name), book.value(name)) for name in ("challenge.days", "challenge.answer_days")
    }
    return _(
        "供应商认为采购结果使自己的权益受到损害的，可以在知道或者应知之日起%(file)s内书面提出质疑，采购人在%(answer)s内答复。"
    ) % {
        "file": days["challenge.days"],
        "answer": days["challenge.answer_days"],
    }


def _moment(iso: object) -> str:
    found = parse_datetime(str(iso)) if iso else None
    return moment_full(found) if found else "—"


WRITERS: dict[str, Callable[[Event], list[Section]]] = {
    "needs": needs,
    "plan": plan,
    "intention": intentions.published,
    "intention_changed": intentions.changed,
    "tender": tender,
    "award": award,
    "contract": contract,
    "evaluation": evaluation,
    "ended": ended,
    "consultation": documents.consultation,
    "rules": documents.issue,
    "repeal": documents.repeal,
}
