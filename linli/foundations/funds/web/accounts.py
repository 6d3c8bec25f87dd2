"""Every account that the actor may see (科目余额表). The sides are equal: of each source alone, and so of all."""

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import Case, F, Q, QuerySet, Sum, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.funds import queries
from linli.foundations.funds.models import Account, Stage
from linli.foundations.funds.models.account import Root
from linli.foundations.funds.web import room
from linli.kernel.errors import Text
from linli.ui import formats, tables
from linli.ui.lists import ListPage, Offer

ZERO = Decimal(0)
SIDE: dict[str, Any] = {"td": {"class": "card-pair num at-4"}, "th": {"class": "num"}}


class AccountFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`by` and `key` come from a total of the overview: by what it was added up, and which group it is."""

    q = django_filters.CharFilter(label=gettext_lazy("来源或编码"), method="by_words")
    year = django_filters.ChoiceFilter(label=gettext_lazy("年度"), empty_label=gettext_lazy("全部年度"))
    stage = django_filters.ChoiceFilter(
        label=gettext_lazy("资金阶段"), choices=Stage.choices, empty_label=gettext_lazy("全部阶段")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in queries.years(self.request.actor)]

    def by_words(self, found: "QuerySet[Account]", _name: str, value: str) -> "QuerySet[Account]":
        return found.filter(Q(source__name__icontains=value.strip()) | Q(code__icontains=value.strip()))


class AccountTable(tables.Table):
    title = tables.TitleColumn(
        gettext_lazy("科目"),
        note="code",
        note_name=gettext_lazy("科目编码"),
        order_by=("source__name", "stage", "code"),
    )
    purpose = tables.TextColumn(gettext_lazy("用途"), note="place", note_name=gettext_lazy("使用区域"), orderable=False)
    year = tables.TextColumn(gettext_lazy("年度"), note="owner__name", note_name=gettext_lazy("资金单位"))
    debit = tables.MoneyColumn(gettext_lazy("借方余额（元）"), exact=True, total=True, attrs=SIDE)
    credit = tables.MoneyColumn(gettext_lazy("贷方余额（元）"), exact=True, total=True, attrs=SIDE)
    sequence = tables.TextColumn(gettext_lazy("笔数"), card="pair")

    caption = gettext_lazy("科目余额表")


class AccountList(ListPage):
    template_name = "funds/list.html"
    table_class = AccountTable
    filter_class = AccountFilter
    title = gettext_lazy("科目余额表")
    tab_field = "root"
    tab_labels = Root.choices
    default_sort = "title"
    page_size = 20
    offers = (
        Offer(gettext_lazy("总账明细（Excel）"), "funds:ledger_table", "file-spreadsheet", "funds.ledger:export"),
        Offer(gettext_lazy("总账（beancount）"), "funds:ledger_beancount", "download", "funds.ledger:export"),
    )
    empty_title = gettext_lazy("没有符合条件的科目")
    empty_text = gettext_lazy("登记资金来源后自动开立科目。")

    def queryset(self) -> QuerySet[Account]:
        found = queries.accounts(self.request.actor)  # type: ignore[attr-defined]
        by = self.params.get("by", "")
        if by in queries.GROUPS:
            found = queries.chosen(found, by, self.params.get("key", "")[:20])
        return found.select_related("source", "pool", "earmark", "owner", "place").annotate(
            debit=Case(When(balance__gt=0, then=F("balance"))), credit=Case(When(balance__lt=0, then=-F("balance")))
        )

    def summary(self, count: int) -> list[Text]:
        sums = self.ordered.order_by().aggregate(debits=Sum("debit", default=ZERO), credits=Sum("credit", default=ZERO))
        said: list[Text] = [
            _("共 %(n)s 个科目") % {"n": count},
            _("借方 %(amount)s") % {"amount": formats.yuan_unit(sums["debits"])},
            _("贷方 %(amount)s") % {"amount": formats.yuan_unit(sums["credits"])},
        ]
        return [*said, _("借贷平衡")] if count and sums["debits"] == sums["credits"] else said

    def extra_context(self) -> dict[str, Any]:
        by, kept = self.params.get("by", ""), ("tab", "sort", "size", "by", "key")
        return {
            "room": room.tabs("accounts", self.request.actor),  # type: ignore[attr-defined]
            "keep": [(name, value) for name, value in self.params.items() if name in kept],
            "group": queries.name_of(by, self.params.get("key", "")[:20]) if by in queries.GROUPS else "",
        }
