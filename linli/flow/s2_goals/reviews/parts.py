"""The parts of a design that the review freezes and compares. Other tables of the design register their own."""

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.results.dimensions import certificates, group_words
from linli.flow.s2_goals.reviews.snapshots import Row, Section, of_fields, of_rows, register
from linli.flow.s2_goals.states import Category
from linli.foundations.rulebook.words import plain_number
from linli.kernel.errors import Text
from linli.kernel.models.files import StoredFile
from linli.ui.formats import day_full

if TYPE_CHECKING:
    from linli.flow.s2_goals.models import BudgetLine, Design, Indicator, Post, ResultNode

BASICS = (
    "problem",
    "goal",
    "beneficiaries",
    "beneficiaries_basis",
    "catalogue_code",
    "catalogue_name",
    "task_from",
    "admission",
    "service_from",
    "service_to",
    "is_stable",
    "negative_mark",
    "negative_reason",
)
PURCHASE = ("budget", "source", "pool", "method", "method_reason", "wage_reason", "price_reason", "split_reason")
SHOWN_HASH = 16


def by_category(design: "Design") -> list[Row]:
    """What each cost category adds up to (yuan), and all of them together."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in design.lines.all():
        sums[line.category] += line.amount
    rows = [Row(key, str(Category(key).label), f"{sums[key]:,.2f}") for key in Category.values if key in sums]
    total = sum(sums.values(), Decimal(0))
    return [*rows, Row("total", str(gettext_lazy("合计")), f"{total:,.2f}")] if rows else []


def line_told(line: "BudgetLine") -> str:
    parts = [f"{line.unit_price:,.2f} × {plain_number(line.quantity)} {line.unit} = {line.amount:,.2f}"]
    return "；".join([*parts, *([line.activity.text] if line.activity else []), *filter(None, [line.price_reason])])


def indicator_told(one: "Indicator") -> str:
    way = f"{plain_number(one.baseline)} → {plain_number(one.target)} {one.unit}"
    told = [
        one.get_level_display(),
        f"{way}（{one.get_direction_display()}）",
        one.definition,
        *_parts_of(one),
        one.means,
    ]
    return "；".join(filter(None, [*told, one.data_source, one.responsible, day_full(one.due)]))


def _parts_of(one: "Indicator") -> list[str]:
    """An indicator's targets by period, with how they add up, and by group."""
    periods = "、".join(plain_number(part.target) for part in one.periods.all())
    way = f"{one.get_frequency_display()} {periods}（{one.get_aggregation_display()}）" if periods else ""
    groups = (f"{group_words(part.dimension, part.key)} {plain_number(part.target)}" for part in one.groups.all())
    return [way, "、".join(groups)]


def node_told(one: "ResultNode") -> str:
    months = f"{one.from_month}—{one.to_month}" if one.from_month else ""
    return " · ".join(filter(None, [one.get_level_display(), one.parent.text if one.parent else "", months]))


def post_told(one: "Post") -> str:
    wanted = certificates().get(one.certificate, one.certificate)
    told = [f"{one.number} × {plain_number(one.months)} × {one.share}%", wanted, one.duties]
    return "；".join(filter(None, told))


def papers(design: "Design") -> list[Row]:
    """Files kept with the design, known by their bytes."""
    found = StoredFile.objects.filter(subject_type=design._meta.label_lower, subject_id=design.pk).order_by("pk")
    return [Row(f"{one.name} {one.sha256[:SHOWN_HASH]}", one.name, one.sha256[:SHOWN_HASH]) for one in found]


TOPICS: tuple[tuple[str, Text], ...] = (
    ("problem", gettext_lazy("要解决的问题")),
    ("goal", gettext_lazy("项目目标")),
    ("beneficiaries", gettext_lazy("服务对象")),
    ("service", gettext_lazy("服务期")),
    ("nodes", gettext_lazy("结果链")),
    ("targets", gettext_lazy("目标与指标")),
    ("team", gettext_lazy("人员配备")),
    ("risks", gettext_lazy("风险")),
    ("lines", gettext_lazy("预算明细")),
    ("budget", gettext_lazy("预算总额和资金来源")),
    ("method", gettext_lazy("采购方式")),
    ("opinions", gettext_lazy("可行性论证")),
    ("papers", gettext_lazy("附件材料")),
    ("other", gettext_lazy("其他")),
)
"""What a returned point may be about, and on which page of the design it is mended."""
PAGE_OF = {
    "beneficiaries": "people", "nodes": "chain", "targets": "targets", "team": "team", "risks": "team", "lines": "budget",
    "budget": "budget", "method": "budget", "opinions": "opinions",
}  # fmt: skip


def page_of(about: str) -> str:
    return PAGE_OF.get(about, "basics")


def register_all() -> None:
    """Called once, when the application is ready."""
    register(Section("basics", gettext_lazy("基本情况"), lambda design: of_fields(design, *BASICS)))
    people = ("served", "people", "is_direct", "basis")
    register(
        Section("groups", gettext_lazy("服务对象"), lambda design: of_rows(design.groups.all(), ("name",), people))
    )
    register(
        Section(
            "nodes",
            gettext_lazy("结果链"),
            lambda design: of_rows(design.nodes.select_related("parent"), ("text",), text=node_told),
        )
    )
    register(
        Section(
            "targets",
            gettext_lazy("目标与指标"),
            lambda design: of_rows(
                design.indicators.prefetch_related("periods", "groups"), ("name",), text=indicator_told
            ),
        )
    )
    register(
        Section("team", gettext_lazy("人员配备"), lambda design: of_rows(design.posts.all(), ("role",), text=post_told))
    )
    risk = ("likelihood", "impact", "response", "responsible")
    register(Section("risks", gettext_lazy("风险"), lambda design: of_rows(design.risks.all(), ("description",), risk)))
    register(Section("purchase", gettext_lazy("预算和采购方式"), lambda design: of_fields(design, *PURCHASE)))
    register(Section("categories", gettext_lazy("预算按科目合计（元）"), by_category))
    register(
        Section(
            "lines",
            gettext_lazy("预算明细"),
            lambda design: of_rows(design.lines.select_related("activity"), ("category", "basis"), text=line_told),
        )
    )
    register(Section("papers", gettext_lazy("附件材料"), papers))
