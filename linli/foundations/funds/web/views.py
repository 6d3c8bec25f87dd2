"""Pages of one source: what became of its money, and the verbs on it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.funds.actions import adjust, create
from linli.foundations.funds.models import Entry, FundSource, Stage
from linli.foundations.funds.web.forms import AdjustForm, SourceForm
from linli.kernel.money import share
from linli.ui import excel, formats
from linli.ui.parts import Action, Crumb, Fact, Figure
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, submit

PAGE = 20


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("资金统筹"), reverse("funds:list")), *more]


def _found(request: ActorRequest, pk: int) -> FundSource:
    """The source, if the actor may see it; else 404, as for one that is not there."""
    return get_object_or_404(FundSource.objects.visible_to(request.actor).select_related("owner", "place"), pk=pk)


@needs("funds.source:list")
def source(request: ActorRequest, pk: int) -> HttpResponse:
    """A source with its projects and movements; `?export=xlsx` gives the movements."""
    found = _found(request, pk)
    entries = movements(found)
    if request.GET.get("export") == "xlsx":
        return excel.response(_sheet(entries), str(found))
    verbs = []
    if request.actor.may("funds.source:adjust", found):
        verbs.append(Action(_("调整总额"), reverse("funds:adjust", args=[pk]), "pencil"))
    context = {
        "crumbs": _crumbs(Crumb(found.name)),
        "head": {
            "title": found.name,
            "sub": [found.get_kind_display(), f"{found.year}", found.owner.name],
            "actions": verbs,
        },
        "source": found,
        "figures": _figures(found),
        "facts": [
            Fact(_("资金单位"), found.owner.name),
            Fact(_("使用区域"), found.place.name),
            Fact(_("年度"), str(found.year)),
        ],
        "reservations": found.reservations.order_by("-id"),
        "page": Paginator(entries, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "funds/source.html", context)


def movements(found: FundSource) -> "QuerySet[Entry]":
    """What moved within a source, newest first: the side that says where the money went."""
    moved = found.entries.filter(amount__gt=0).exclude(account__stage__in=[Stage.INCOME, Stage.CARRIED_IN])
    lowered = found.entries.filter(account__stage=Stage.INCOME, amount__gt=0)
    return (moved | lowered).select_related("account__pool", "account__earmark", "posting__organisation", "posting__person").order_by("-id")  # fmt: skip


def _figures(found: FundSource) -> list[Figure]:
    def figure(label: str, amount: Any, note: str = "") -> Figure:
        part = _("占总额 %(share)s%%") % {"share": share(amount, found.amount)}
        return Figure(label, formats.wan(amount), _("万元"), note or part)

    return [
        figure(_("可用"), found.available),
        figure(_("已预留（项目已批准）"), found.reserved),
        figure(_("已签约（合同未付）"), found.committed),
        figure(_("已支付"), found.spent),
        figure(_("资金总额"), found.amount, _("%(year)s 年度") % {"year": found.year}),
    ]


def _sheet(entries: Any) -> list[list[Any]]:
    heads = [_("时间"), _("类别"), _("金额（元）"), _("转入"), _("余额（元）"), _("说明"), _("办理单位"), _("办理人")]
    return [heads] + [
        [e.posting.posted_at, e.posting.get_kind_display(), e.amount, e.account.get_stage_display(), e.balance,
         e.posting.note, str(e.posting.organisation or ""), str(e.posting.person or "")]
        for e in entries
    ]  # fmt: skip


@needs("funds.source:offer")
def new(request: ActorRequest) -> HttpResponse:
    """Enter a source."""
    form = SourceForm(request.POST or None, actor=request.actor)

    def run(cleaned: dict[str, Any]) -> FundSource:
        given = {k: v for k, v in cleaned.items() if k not in ("idempotency_key", "version")}
        made: FundSource = act(request, create, **given)
        return made

    done = submit(request, form, run, done=_("资金来源已登记")) if request.method == "POST" else None
    context = {
        "crumbs": _crumbs(Crumb(_("登记资金"))),
        "head": {"title": _("登记资金来源")},
        "form": form,
        "submit": _("登记资金"),
        "cancel_url": reverse("funds:list"),
    }
    return done or render(request, "ui/pages/form.html", context)


@needs("funds.source:list")
def change(request: ActorRequest, pk: int) -> HttpResponse:
    """Adjust the total, with a reason."""
    found = _found(request, pk)
    require(request.actor, "funds.source:adjust", found)
    form = AdjustForm(request.POST or None, version=found.version, initial={"amount": found.amount})

    def run(cleaned: dict[str, Any]) -> FundSource:
        made: FundSource = act(request, adjust, found, amount=cleaned["amount"], reason=cleaned["reason"])
        return made

    done = submit(request, form, run, done=_("资金总额已调整")) if request.method == "POST" else None
    used = formats.yuan_unit(found.amount - found.available)
    context = {
        "crumbs": _crumbs(Crumb(found.name, found.get_absolute_url()), Crumb(_("调整总额"))),
        "head": {
            "title": _("调整资金总额"),
            "sub": [str(found), _("已预留、签约和支付 %(used)s，总额不能低于此数") % {"used": used}],
        },
        "form": form,
        "submit": _("调整总额"),
        "cancel_url": found.get_absolute_url(),
    }
    return done or render(request, "ui/pages/form.html", context)
