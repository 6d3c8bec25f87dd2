"""The end of the year (年度结账): what is still open in each, and closing it; refunds of providers."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.foundations.funds import actions, carrying, queries
from linli.foundations.funds.models import FundSource, FundYear, Refund, Reservation
from linli.foundations.funds.web import room
from linli.foundations.funds.web.forms import RefundForm
from linli.ui import excel
from linli.ui.parts import Action
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, posted, press

REFUNDS = 50


@needs("funds.source:list")
def years(request: ActorRequest) -> HttpResponse:
    """Every year with what is left in it, the sources that keep it open, and the latest refunds; `?export=xlsx` gives all
    refunds."""
    refunds = Refund.objects.filter(project_key__in=_projects(request)).select_related("provider")
    refunds = refunds.order_by("-received_on", "-pk")
    if request.GET.get("export") == "xlsx":
        return excel.response(_sheet(refunds), _("退款"))
    closed = {one.year: one.closed_at for one in FundYear.objects.all()}
    shown = []
    for year in queries.years(request.actor):
        whole = queries.total(queries.grouped(queries.accounts(request.actor, year), "source"))
        is_over = carrying.is_over(year) and closed.get(year) is None
        shown.append((year, whole, closed.get(year), _open(request, year) if is_over else [], is_over))
    context = {
        "head": {"title": _("年度结账"), "sub": [_("结账后该年度不再记账")], "actions": _verbs(request)},
        "room": room.tabs("years", request.actor),
        "years": shown,
        "may_close": request.actor.may(actions.close.name),
        "refunds": refunds[:REFUNDS],
    }
    return render(request, "funds/years.html", context)


def _sheet(refunds: Iterable[Refund]) -> list[list[Any]]:
    heads: list[Any] = [_("到账日期"), _("退款单位"), _("金额（元）"), _("退款理由"), _("银行凭证号")]
    return [heads] + [[one.received_on, str(one.provider), one.amount, one.reason, one.voucher] for one in refunds]


def _projects(request: ActorRequest) -> Any:
    seen = FundSource.objects.visible_to(request.actor)
    return Reservation.objects.filter(source__in=seen).values("project_key")


def _open(request: ActorRequest, year: int) -> list[FundSource]:
    """The sources of a year in which something is left."""
    found = FundSource.objects.visible_to(request.actor).filter(year=year).with_figures().order_by("name")
    return [source for source in found if source.left]


def _verbs(request: ActorRequest) -> list[Action]:
    if not request.actor.may(actions.refund.name):
        return []
    return [Action(_("登记退款"), reverse("funds:refund"), "receipt", "primary")]


@needs("funds.year:close")
@require_POST
def close(request: ActorRequest, year: int) -> HttpResponse:
    """Close a year for good."""
    return press(
        request, actions.close, done=_("%(year)s 年度已结账") % {"year": year}, then=reverse("funds:years"), year=year
    )


@needs("funds.refund:record")
def refund(request: ActorRequest) -> HttpResponse:
    """Money that a provider paid back: available again where it came from."""

    def run(typed: dict[str, Any]) -> Any:
        holding: Reservation = typed.pop("holding")
        return act(request, actions.refund, project_key=holding.project_key, path=holding.path, **typed)

    return room.form_page(
        request,
        RefundForm(posted(request)),
        run,
        title=actions.refund.label,
        done=_("退款已登记"),
        cancel_url=reverse("funds:years"),
        then=reverse("funds:years"),
    )
