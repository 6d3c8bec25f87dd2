"""Transfers (资金划转): all of them, and each with who asked, who decided, both purses and what was posted."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.funds.actions.transfers import words_of
from linli.foundations.funds.models import Account, FundSource, Posting, Transfer, TransferState
from linli.foundations.funds.web import room
from linli.kernel import approvals, hooks, journal
from linli.kernel.actions import registry
from linli.kernel.errors import Text
from linli.ui import formats, tables
from linli.ui.lists import ListPage
from linli.ui.parts import Crumb, Fact
from linli.ui.status import Status
from linli.ui.web.access import ActorRequest, needs

FAMILIES = {
    TransferState.IN_APPROVAL: "active",
    TransferState.DONE: "done",
    TransferState.RETURNED: "attention",
    TransferState.REFUSED: "none",
}


def seen(request: ActorRequest) -> "QuerySet[Transfer]":
    """Transfers of money that the actor may see."""
    sources = FundSource.objects.visible_to(request.actor)
    purses = (f"{end}__{name}" for end in ("from_account", "to_account") for name in ("source", "pool", "earmark"))
    return Transfer.objects.filter(from_account__source__in=sources).select_related(*purses)


class TransferFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(label=gettext_lazy("来源或理由"), method="by_words")
    year = django_filters.ChoiceFilter(
        label=gettext_lazy("年度"), field_name="from_account__year", empty_label=gettext_lazy("全部年度")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = FundSource.objects.order_by("-year").values_list("year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in years]

    def by_words(self, found: "QuerySet[Transfer]", _name: str, value: str) -> "QuerySet[Transfer]":
        words = value.strip()
        return found.filter(Q(from_account__source__name__icontains=words) | Q(reason__icontains=words))


class TransferTable(tables.Table):
    way = tables.TitleColumn(
        gettext_lazy("转出和转入"), note="source_name", note_name=gettext_lazy("资金来源"), orderable=False
    )
    amount = tables.MoneyColumn(gettext_lazy("金额（元）"), exact=True, total=True)
    reason = tables.TextColumn(gettext_lazy("划转理由"), orderable=False)
    created_at = tables.DayColumn(gettext_lazy("申请时间"))
    status = tables.StatusColumn(gettext_lazy("状态"), order_by="state")

    caption = gettext_lazy("资金划转")


class TransferList(ListPage):
    """The transfers of the money that the actor may see, newest first."""

    template_name = "funds/list.html"
    table_class, filter_class, title = TransferTable, TransferFilter, gettext_lazy("资金划转")
    tab_field, tab_labels, default_sort = "state", TransferState.choices, "-created_at"
    empty_title = gettext_lazy("还没有资金划转")
    empty_text = gettext_lazy("在资金来源的页面申请；由两人审批，审批期间资金在途。")

    def queryset(self) -> "QuerySet[Transfer]":
        return seen(self.request)  # type: ignore[arg-type]

    def summary(self, count: int) -> list[Text]:
        return [_("共 %(n)s 笔") % {"n": count}]

    def extra_context(self) -> dict[str, Any]:
        return {"room": room.tabs("transfers", self.request.actor)}  # type: ignore[attr-defined]

    def table(self, rows: Any) -> Any:
        for row in rows:
            row.way, row.source_name = way_of(row), str(row.from_account.source)
            row.status = status_of(row)
        return super().table(rows)


def way_of(transfer: Transfer) -> str:
    """From which purse to which."""
    return f"{words_of(transfer.from_account)} → {words_of(transfer.to_account)}"


def status_of(transfer: Transfer) -> Status:
    return Status(FAMILIES[TransferState(transfer.state)], transfer.get_state_display())


@needs("funds.source:list")
def transfer(request: ActorRequest, pk: int) -> HttpResponse:
    """One transfer; `404` for money that the actor may not see."""
    found = get_object_or_404(seen(request), pk=pk)
    approval = approvals.latest(found)
    panels = hooks.call("approvals.panel", found, request.actor)
    source = found.from_account.source
    context = {
        "crumbs": room.crumbs(Crumb(_("资金划转"), reverse("funds:transfers")), Crumb(way_of(found))),
        "head": {"title": str(found), "sub": [found.get_state_display(), way_of(found)]},
        "transfer": found,
        "facts": [
            Fact(_("状态"), status=status_of(found)),
            Fact(_("资金来源"), str(source)),
            Fact(_("金额"), formats.yuan_unit(found.amount), strong=True),
            Fact(_("申请人"), str(approval.applicant or "—") if approval else "—"),
            Fact(_("申请单位"), str(approval.organisation or "—") if approval else "—"),
            Fact(_("申请时间"), formats.moment(found.created_at)),
            Fact(_("划转理由"), found.reason),
        ],
        "purses": [(_("转出"), found.from_account), (_("转入"), found.to_account)],
        "postings": _postings(found),
        "events": [(event, getattr(registry.get(event.verb), "label", event.verb)) for event in journal.history(found)],
        "approval_panel": next((one for one in panels if one), None),
    }
    return render(request, "funds/transfer.html", context)


def _postings(found: Transfer) -> list[tuple[Posting, list[Account]]]:
    """What was posted for it: sent, and arrived or called back; with the accounts, out of first."""
    rows = Posting.objects.filter(Q(pk=found.sent_id or 0) | Q(settles=found.sent_id or 0)).order_by("pk")
    made = []
    for posting in rows.select_related("person", "organisation"):
        entries = posting.entries.select_related("account__source", "account__pool", "account__earmark")
        made.append((posting, [entry.account for entry in entries.order_by("amount")]))
    return made
