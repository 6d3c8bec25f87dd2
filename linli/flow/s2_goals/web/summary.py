"""A design to read: what the tab of the project, the approvers and the last page show alike."""

from typing import Any

from django.utils.translation import gettext as _

from linli.flow.s2_goals import checks, integration, rules
from linli.flow.s2_goals import limits as law
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import saved
from linli.flow.s2_goals.results.web import shown
from linli.flow.s2_goals.web import pages
from linli.flow.s2_goals.web.budget_shown import gauge_of
from linli.foundations.catalogue import negative
from linli.kernel import money
from linli.ui import formats
from linli.ui.clauses import chip
from linli.ui.parts import Fact


def of(design: Design, *, change: bool = False) -> dict[str, Any]:
    """Facts, indicators, budget and gauge; with `change` each fact has its link."""
    lines = saved.lines(design)
    found = checks.of_budget(design, lines, design.budget, design.wage_reason)
    return {
        **shown.everything(design),
        "design": design,
        "basics": _basics(design, pages.address(design, "basics") if change else ""),
        "purchase": _purchase(design, pages.address(design, "budget") if change else ""),
        "lines": [
            (row, rules.percent(found.sums.share(row.amount))) for row in design.lines.select_related("activity")
        ],
        "sums": found.sums,
        "capital": money.capital(design.budget) if design.budget else "",
        "wages": gauge_of(found) if lines else None,
        "urls": {page: pages.address(design, page) for page in pages.PAGES} if change else {},
        "budget_url": pages.address(design, "budget") if change else "",
    }


def _basics(design: Design, url: str) -> list[Fact]:
    term = (
        formats.day_range(design.service_from, design.service_to) if design.service_from and design.service_to else ""
    )
    people = f"{design.beneficiaries:,}" if design.beneficiaries else ""
    return [
        Fact(_("要解决的问题"), design.problem, change_url=url),
        Fact(_("项目目标"), design.goal, change_url=url),
        Fact(_("服务对象"), people, _("人") if people else "", change_url=url),
        Fact(_("测算依据"), design.beneficiaries_basis, change_url=url),
        Fact(_("目录条目"), f"{design.catalogue_code} {design.catalogue_name}".strip(), change_url=url),
        Fact(_("服务期"), term, change_url=url),
        *_standing(design, url),
    ]


def _standing(design: Design, url: str) -> list[Fact]:
    """Whose task it is, what admits it, and what was judged about the negative list; nothing where nothing was said."""
    holder = integration.holder_of(design)
    made = []
    if holder is not None:
        admitted = f"{design.admission.number} {design.admission}" if design.admission is not None else ""
        made += [Fact(_("任务来自部门"), str(holder), change_url=url), Fact(_("准入事项"), admitted, change_url=url)]
    if design.negative_mark:
        judged = dict(negative.choices()).get(design.negative_mark, "")
        made.append(Fact(_("负面清单认定"), f"{judged}：{design.negative_reason}", change_url=url))
    return made


def _purchase(design: Design, url: str) -> list[Fact]:
    budget = formats.yuan_unit(design.budget) if design.budget else ""
    return [
        Fact(_("项目预算"), budget, change_url=url, strong=True),
        Fact(_("资金来源"), str(design.purse or ""), change_url=url),
        Fact(_("采购方式"), method_words(design), change_url=url),
        *([Fact(_("高于指引值的理由"), design.wage_reason, change_url=url)] if design.wage_reason else []),
        *([Fact(_("超出参考价的理由"), design.price_reason, change_url=url)] if design.price_reason else []),
        *([Fact(_("分次购买的理由"), design.split_reason, change_url=url)] if design.split_reason else []),
        *([Fact(_("采用更公开方式的理由"), design.method_reason, change_url=url)] if design.method_reason else []),
    ]


def method_words(design: Design) -> str:
    """Which method, and why: chosen, or required by the threshold."""
    if design.budget is None:
        return ""
    required = law.thresholds().required(design.budget)
    if design.method and design.method != required:
        return _("%(chosen)s（按限额可用%(required)s）") % {
            "chosen": design.get_method_display(),
            "required": required.label,
        }
    return _("%(required)s（按预算限额确定）") % {"required": required.label}


def method_clause(design: Design) -> Any:
    bounds = law.thresholds()
    return chip(bounds.citation(bounds.required(design.budget))) if design.budget else None
