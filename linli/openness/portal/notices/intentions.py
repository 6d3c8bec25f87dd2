"""What the notice of a procurement intention says (财库〔2020〕10号): name, overview, budget, expected time; and its changes."""

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews.models import IntentionEdition
from linli.kernel.models import Event
from linli.openness.portal.notices.section import Section, pairs, text
from linli.ui.formats import day_full, yuan_unit


def published(event: Event) -> list[Section]:
    """The edition that this event published, and what the project promises."""
    design = Design.objects.filter(project_id=event.thread_key or 0).first()
    if design is None:
        return []
    edition = IntentionEdition.objects.filter(design=design, edition=event.facts.get("edition", 1)).first()
    return [*(_edition(edition) if edition is not None else []), *_service(design)]


def _edition(found: IntentionEdition) -> list[Section]:
    newest = found.design.intentions.order_by("-edition")[0]
    replaced = [text(_("说明"), _("本公告已由第 %(n)d 版更正。") % {"n": newest.edition})] if newest != found else []
    reason = [text(_("更正理由"), found.reason)] if found.reason else []
    return [
        *replaced,
        *reason,
        text(_("采购需求概况"), found.overview),
        pairs(
            _("采购意向"),
            (_("项目名称"), found.title),
            (_("预算金额"), yuan_unit(found.budget)),
            (
                _("预计采购时间"),
                _("%(year)d年%(month)d月") % {"year": found.expected.year, "month": found.expected.month},
            ),
            (_("意向公开至"), day_full(found.until)),
            (_("备注"), found.note),
        ),
    ]


def _service(design: Design) -> list[Section]:
    promises = tuple(
        (row.name, f"{row.target.normalize():f} {row.unit}", row.means, day_full(row.due))
        for row in design.indicators.all()
    )
    return [
        text(_("要解决的问题和目标"), design.problem, design.goal),
        pairs(
            _("服务安排"),
            (_("服务对象"), _("%(n)s 人") % {"n": design.beneficiaries}),
            (_("服务期"), f"{day_full(design.service_from)}—{day_full(design.service_to)}"),
        ),
        Section(_("绩效指标"), heads=(_("指标"), _("目标值"), _("验证方式"), _("完成日期")), rows=promises),
    ]


def changed(event: Event) -> list[Section]:
    """Why an intention was withdrawn, or why its days were shortened and to which day."""
    facts = event.facts
    if event.verb == "goals.intention:withdraw":
        return [
            text(_("撤回理由"), str(facts.get("reason", "")), _("重新公开以前不组织采购，重新公开后公开期间重新计算。"))
        ]
    earliest = parse_date(str(facts.get("earliest", "")))
    return [
        text(_("急需的原因"), str(facts.get("event", "")), str(facts.get("reason", ""))),
        pairs(_("公开期间"), (_("最早采购日期"), day_full(earliest) if earliest else "")),
    ]
