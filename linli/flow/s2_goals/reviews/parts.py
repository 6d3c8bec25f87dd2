"""The parts of a design that the review freezes and compares. Other tables of the design register their own."""

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.reviews.snapshots import Row, Section, of_fields, of_rows, register
from linli.flow.s2_goals.states import Category
from linli.kernel.errors import Text
from linli.kernel.models.files import StoredFile
from linli.ui.formats import day_full

if TYPE_CHECKING:
    from linli.flow.s2_goals.models import BudgetLine, Design, Indicator

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
PURCHASE = ("budget", "source", "pool", "method", "method_reason", "wage_reason", "split_reason")
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
    return f"{line.unit_price:,.2f} × {plain(line.quantity)} {line.unit} = {line.amount:,.2f}"


def indicator_told(one: "Indicator") -> str:
    way = f"{plain(one.baseline)} → {plain(one.target)} {one.unit}"
    return f"{one.get_level_display()}；{way}（{one.get_direction_display()}）；{one.means}；{day_full(one.due)}"


def plain(value: Decimal) -> str:
    """A number without idle zeros, thousands separated."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def papers(design: "Design") -> list[Row]:
    """Files kept with the design, known by their bytes."""
    found = StoredFile.objects.filter(subject_type=design._meta.label_lower, subject_id=design.pk).order_by("pk")
    return [Row(f"{one.name} {one.sha256[:SHOWN_HASH]}", one.name, one.sha256[:SHOWN_HASH]) for one in found]


TOPICS: tuple[tuple[str, Text], ...] = (
    ("problem", gettext_lazy("要解决的问题")),
    ("goal", gettext_lazy("项目目标")),
    ("beneficiaries", gettext_lazy("服务对象")),
    ("service", gettext_lazy("服务期")),
    ("targets", gettext_lazy("目标与指标")),
    ("lines", gettext_lazy("预算明细")),
    ("budget", gettext_lazy("预算总额和资金来源")),
    ("method", gettext_lazy("采购方式")),
    ("opinions", gettext_lazy("可行性论证")),
    ("papers", gettext_lazy("附件材料")),
    ("other", gettext_lazy("其他")),
)
"""What a returned point may be about, and on which page of the design it is mended."""
PAGE_OF = {"targets": "targets", "lines": "budget", "budget": "budget", "method": "budget", "opinions": "opinions"}


def page_of(about: str) -> str:
    return PAGE_OF.get(about, "basics")


def register_all() -> None:
    """Called once, when the application is ready."""
    register(Section("basics", gettext_lazy("基本情况"), lambda design: of_fields(design, *BASICS)))
    register(
        Section(
            "targets",
            gettext_lazy("目标与指标"),
            lambda design: of_rows(design.indicators.all(), ("name",), text=indicator_told),
        )
    )
    register(Section("purchase", gettext_lazy("预算和采购方式"), lambda design: of_fields(design, *PURCHASE)))
    register(Section("categories", gettext_lazy("预算按科目合计（元）"), by_category))
    register(
        Section(
            "lines",
            gettext_lazy("预算明细"),
            lambda design: of_rows(design.lines.all(), ("category", "basis"), text=line_told),
        )
    )
    register(Section("papers", gettext_lazy("附件材料"), papers))
