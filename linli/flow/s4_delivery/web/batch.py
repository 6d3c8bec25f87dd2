"""Paying many at once (批量支付): pick what waits, see what it takes of each source, prove who one is, pay, keep the list."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s4_delivery.actions.batch import Voucher, pay_many
from linli.flow.s4_delivery.models import Payment, PaymentBatch
from linli.flow.s4_delivery.states import PaymentState
from linli.flow.s4_delivery.web import batch_table
from linli.flow.s4_delivery.web.batch_forms import RunForm, TableForm, WaitingFilter, packed
from linli.foundations.funds import queries
from linli.foundations.places.divisions.faults import BadFile
from linli.foundations.places.sheets import rows_of
from linli.kernel.errors import Refusal
from linli.ui import excel, formats, parts
from linli.ui.forms import problems
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, show_refusal, submit

SHOWN = 200
"""Rows on the page; more are paid with a table."""


def _waiting() -> "QuerySet[Payment]":
    found = Payment.objects.filter(state=PaymentState.APPROVED)
    return found.select_related("project__purchaser", "milestone", "provider").order_by("due_at", "pk")


@needs("delivery.payment:pay_many")
def pick(request: ActorRequest) -> HttpResponse:
    """What waits to be paid; `?export=xlsx` gives the table to fill in. A POST leads on to the check: nothing is written."""
    found = WaitingFilter(request.GET, queryset=_waiting(), request=request)
    if request.method == "POST":
        return _picked(request, found)
    if request.GET.get("export") == "xlsx":
        return excel.response(batch_table.sheet(found.qs), _("待支付"))
    return _list(request, found, TableForm())


def _picked(request: ActorRequest, found: WaitingFilter) -> HttpResponse:
    """The check of what was ticked or of a table; the list again, with what was typed, where something is missing."""
    table = TableForm(request.POST, request.FILES) if "table" in request.POST else TableForm()
    try:
        vouchers = _of_table(table) if table.is_bound else _ticked(request)
    except Refusal as refusal:
        if not table.is_bound:
            return _list(request, found, table, [parts.Problem(refusal.message, refusal.remedy)])
        if table.is_valid():
            show_refusal(table, refusal)
        return _list(request, found, table, problems(table))
    return _check(request, RunForm(initial={"picked": packed(vouchers)}), vouchers)


def _of_table(form: TableForm) -> list[Voucher]:
    if not form.is_valid():
        raise Refusal(_("没有选择文件。"), remedy=_("请选择填好的待支付表。"), field="file")
    try:
        rows = rows_of(form.cleaned_data["file"])
    except BadFile as bad:
        fault = bad.faults[0]
        raise Refusal(fault.what, remedy=fault.remedy, field="file", code=bad.code) from None
    vouchers = batch_table.vouchers(rows)
    if not vouchers:
        raise Refusal(_("表中没有填写支付凭证号。"), remedy=_("请在“支付凭证号”一列填写。"), field="file")
    return vouchers


def _ticked(request: ActorRequest) -> list[Voucher]:
    """The rows that were chosen; a voucher common to all where a row has none of its own."""
    common = request.POST.get("common", "").strip()
    keys = [int(key) for key in request.POST.getlist("chosen") if key.isascii() and key.isdigit()]
    if not keys:
        raise Refusal(_("没有选择支付。"), remedy=_("请勾选要支付的各笔。"))
    return [Voucher(key, request.POST.get(f"voucher-{key}", "").strip() or common) for key in keys]


def _list(
    request: ActorRequest, found: WaitingFilter, table: TableForm, wrong: Sequence[parts.Problem] = ()
) -> HttpResponse:
    totals = found.qs.order_by().aggregate(sum=Sum("amount", default=0))
    rows = list(found.qs[: SHOWN + 1])
    typed = request.POST
    context = {
        "crumbs": [*_way(), parts.Crumb(pay_many.label)],
        "head": {
            "title": pay_many.label,
            "sub": [_("待支付 %(n)s 笔，%(sum)s") % {"n": found.qs.count(), "sum": formats.yuan_unit(totals["sum"])}],
        },
        "filter": found,
        "rows": [(p, typed.get(f"voucher-{p.pk}", ""), str(p.pk) in typed.getlist("chosen")) for p in rows[:SHOWN]],
        "common": typed.get("common", ""),
        "more": len(rows) > SHOWN,
        "shown": SHOWN,
        "shares": queries.shares(found.qs.order_by("pk").values_list("project_id", "amount")),
        "form": table,
        "problems": wrong,
    }
    return render(request, "delivery/batch.html", context)


def _way() -> list[parts.Crumb]:
    return [parts.Crumb(_("资金支付"), reverse("delivery:payments"))]


def _check(request: ActorRequest, form: RunForm, vouchers: Sequence[Voucher]) -> HttpResponse:
    """What the run would pay, and what it takes of each source."""
    numbers = {one.payment: one.number for one in vouchers}
    payments = list(
        Payment.objects.filter(pk__in=numbers)
        .select_related("project__purchaser", "milestone", "provider")
        .order_by("pk")
    )
    total = sum((p.amount for p in payments), Decimal(0))
    context = {
        "crumbs": [*_way(), parts.Crumb(pay_many.label, reverse("delivery:batch")), parts.Crumb(_("核对"))],
        "head": {
            "title": _("核对这批支付"),
            "sub": [_("%(n)s 笔") % {"n": f"{len(payments):,}"}, _("合计 %(sum)s") % {"sum": formats.yuan_unit(total)}],
        },
        "form": form,
        "problems": form.problems if form.is_bound else [],
        "rows": [(p, numbers[p.pk]) for p in payments[:SHOWN]],
        "more": max(0, len(payments) - SHOWN),
        "count": len(payments),
        "total": total,
        "shares": queries.shares((p.project_id, p.amount) for p in payments),
        "cancel_url": reverse("delivery:batch"),
    }
    return render(request, "delivery/batch_check.html", context)


@needs("delivery.payment:pay_many")
def pay(request: ActorRequest) -> HttpResponse:
    """Pay the list as it was checked: all of it, or nothing and why."""
    if request.method != "POST":
        return redirect("delivery:batch")
    form = RunForm(request.POST)

    def run(cleaned: dict[str, Any]) -> PaymentBatch:
        made: PaymentBatch = act(request, pay_many, vouchers=cleaned["picked"])
        return made

    gone = submit(request, form, run, done=_("这批支付已登记"))
    return gone or _check(request, form, form.cleaned_data.get("picked", []) if form.is_bound else [])


@needs("delivery.delivery:list")
def paid(request: HttpRequest, pk: int) -> HttpResponse:
    """A batch that was paid; `?export=xlsx` gives the list to print and file."""
    batch = get_object_or_404(PaymentBatch.objects.select_related("paid_by"), pk=pk)
    require(request.actor, "delivery.batch:view", batch)  # type: ignore[attr-defined]
    payments = batch.payments.select_related("project__purchaser", "milestone", "provider").order_by("pk")
    if request.GET.get("export") == "xlsx":
        last = ["", "", "", _("合计"), batch.total, "", ""]
        return excel.response([*batch_table.sheet(payments), last], f"{_('支付清单')} {batch.number}")
    context = {
        "crumbs": [*_way(), parts.Crumb(batch.number)],
        "head": {"title": _("支付批次 %(number)s") % {"number": batch.number}, "sub": [formats.moment(batch.paid_at)]},
        "batch": batch,
        "facts": [
            parts.Fact(_("笔数"), f"{batch.count:,}", _("笔")),
            parts.Fact(_("合计"), formats.yuan_unit(batch.total), strong=True),
            parts.Fact(_("支付人"), str(batch.paid_by)),
            parts.Fact(_("支付时间"), formats.moment(batch.paid_at)),
        ],
        "rows": [(p, p.voucher) for p in payments[:SHOWN]],
        "more": max(0, batch.count - SHOWN),
    }
    return render(request, "delivery/batch_paid.html", context)
