"""Pools of several sources (资金池): what is in each, putting money in and taking it out."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.funds import actions, queries
from linli.foundations.funds.models import Account, FundSource, Pool, Stage
from linli.foundations.funds.web import room
from linli.foundations.funds.web.forms import PoolForm, PoolMoveForm
from linli.foundations.parties.models import Organisation
from linli.kernel.actions import Action as Verb
from linli.ui import excel
from linli.ui.parts import Action, Crumb
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, posted


@needs("funds.source:list")
def pools(request: ActorRequest) -> HttpResponse:
    """Every pool that holds money the actor may see, or that his organisation keeps; `?export=xlsx` gives them as a table."""
    seen = queries.accounts(request.actor).filter(pool__isnull=False)
    rows = queries.by_stage(seen, "pool_id")
    own = Pool.objects.filter(owner_id=request.actor.organisation_id or 0).values_list("pk", flat=True)
    pools = Pool.objects.filter(pk__in={*map(int, rows), *own}).select_related("owner", "place")
    found = [(pool, rows.get(str(pool.pk), queries.Row("", ""))) for pool in pools.order_by("-year", "name")]
    if request.GET.get("export") == "xlsx":
        return excel.response(_sheet(found), _("资金池"))
    can_create = request.actor.may(actions.create_pool.name, _own(request))
    context = {
        "head": {
            "title": _("资金池"),
            "sub": [_("共 %(n)s 个资金池") % {"n": len(found)}],
            "actions": [Action(_("建立资金池"), reverse("funds:pool_new"), "plus", "primary")] if can_create else [],
        },
        "room": room.tabs("pools", request.actor),
        "pools": [(pool, row, _verbs(request, pool)) for pool, row in found],
    }
    return render(request, "funds/pools.html", context)


def _sheet(found: Sequence[tuple[Pool, queries.Row]]) -> list[list[Any]]:
    heads: list[Any] = [_("资金池"), _("年度"), _("管理单位"), _("使用区域"), _("入池（元）"), _("可用（元）"), _("预留和签约（元）"), _("已支付（元）")]  # fmt: skip
    return [heads] + [
        [pool.name, pool.year, str(pool.owner), str(pool.place), row.budget, row.available, row.held, row.spent]
        for pool, row in found
    ]


def _own(request: ActorRequest) -> Organisation | None:
    return Organisation.objects.filter(pk=request.actor.organisation_id or 0).first()


def _verbs(request: ActorRequest, pool: Pool) -> list[tuple[str, str]]:
    offered: tuple[tuple[Verb[Any, Any], str], ...] = ((actions.put_in, "put_in"), (actions.take_out, "take_out"))
    return [
        (str(verb.label), reverse(f"funds:{page}", args=[pool.pk]))
        for verb, page in offered
        if request.actor.may(verb.name, pool)
    ]


@needs("funds.pool:create")
def new(request: ActorRequest) -> HttpResponse:
    """Make a pool of one's own organisation."""
    return room.form_page(
        request,
        PoolForm(posted(request), actor=request.actor),
        lambda typed: act(request, actions.create_pool, owner=_own(request), **typed),
        title=actions.create_pool.label,
        done=_("资金池已建立"),
        cancel_url=reverse("funds:pools"),
        way=[Crumb(_("资金池"), reverse("funds:pools"))],
    )


@needs("funds.source:list")
def put_in(request: ActorRequest, pk: int) -> HttpResponse:
    """Money of a source of the pool's year into the pool."""
    return _move(request, pk, actions.put_in, lambda found, pool: found.filter(pool__isnull=True, year=pool.year))


@needs("funds.source:list")
def take_out(request: ActorRequest, pk: int) -> HttpResponse:
    """Unused money of the pool back to its source."""
    return _move(request, pk, actions.take_out, lambda found, pool: found.filter(pool=pool))


def _move(request: ActorRequest, pk: int, verb: Verb[Any, Any], choose: Any) -> HttpResponse:
    pool = get_object_or_404(Pool, pk=pk)
    require(request.actor, verb.name, pool)
    free: QuerySet[Account] = Account.objects.filter(
        source__in=FundSource.objects.visible_to(request.actor), stage=Stage.AVAILABLE, balance__gt=0
    )
    purses = choose(free, pool).select_related("source", "earmark", "pool").order_by("source__name", "pk")

    def run(typed: dict[str, Any]) -> Any:
        purse: Account = typed["purse"]
        return act(request, verb, pool, source=purse.source, earmark=purse.earmark, amount=typed["amount"])

    return room.form_page(
        request,
        PoolMoveForm(posted(request), version=pool.version, purses=purses),
        run,
        title=verb.label,
        done=_("资金池已变动"),
        cancel_url=reverse("funds:pools"),
        way=[Crumb(_("资金池"), reverse("funds:pools"))],
        sub=[str(pool)],
        then=reverse("funds:pools"),
    )
