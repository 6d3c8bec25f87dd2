"""Pages of one source: what became of its money, and the verbs on it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.funds import actions, carrying, papers
from linli.foundations.funds.models import Account, Entry, FundSource, SourceKind, Stage, Transfer
from linli.foundations.funds.web import room
from linli.foundations.funds.web.source_forms import AdjustForm, PaperForm, SourceForm
from linli.kernel.actions import Action as Verb
from linli.kernel.money import share
from linli.ui import excel, formats
from linli.ui.parts import Action, Crumb, Fact, Figure
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, posted

PAGE = 20


def _found(request: ActorRequest, pk: int) -> FundSource:
    """The source, if the actor may see it; else 404, as for one that is not there."""
    return get_object_or_404(
        FundSource.objects.visible_to(request.actor).select_related("owner", "place", "carried_from"), pk=pk
    )


@needs("funds.source:list")
def source(request: ActorRequest, pk: int) -> HttpResponse:
    """A source with its projects and movements; `?export=xlsx` gives the movements."""
    found = _found(request, pk)
    entries = movements(found)
    if request.GET.get("export") == "xlsx":
        return excel.response(_sheet(entries), str(found))
    context = {
        "crumbs": room.crumbs(Crumb(found.name)),
        "head": {
            "title": found.name,
            "sub": [found.get_kind_display(), f"{found.year}", found.owner.name],
            "actions": _verbs(request, found),
        },
        "source": found,
        "figures": _figures(found),
        "facts": [
            Fact(_("资金单位"), found.owner.name),
            Fact(_("使用区域"), found.place.name),
            Fact(_("年度"), str(found.year)),
            Fact(_("拨款文号"), found.document_number or "—"),
            *([Fact(_("捐赠人"), found.donor_shown)] if found.kind == SourceKind.DONATION else []),
            *([Fact(_("结转自"), str(found.carried_from))] if found.carried_from else []),
        ],
        "files": papers.of(found),
        "reservations": found.reservations.order_by("-id"),
        "purses": _purses(request, found),
        "transfers": Transfer.objects.filter(from_account__source=found)
        .select_related(
            "from_account__pool",
            "from_account__earmark",
            "to_account__pool",
            "to_account__earmark",
            "from_account__source",
            "to_account__source",
        )
        .order_by("-id")[:PAGE],
        "page": Paginator(entries, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "funds/source.html", context)


def _verbs(request: ActorRequest, found: FundSource) -> list[Action]:
    """What the actor may do with this money now."""
    offered: list[tuple[Verb[Any, Any], str, str]] = [
        (actions.adjust, "adjust", "pencil"),
        (actions.attach, "attach", "paperclip"),
        (actions.set_aside, "set_aside", "tag"),
        (actions.request_transfer, "transfer", "arrows-sort"),
        (actions.carry_over, "carry_over", "calendar-event"),
        (actions.take_back, "take_back", "arrow-back-up"),
    ]
    at_the_end = carrying.is_over(found.year) and found.left
    return [
        Action(verb.label, reverse(f"funds:{page}", args=[found.pk]), icon)
        for verb, page, icon in offered
        if request.actor.may(verb.name, found) and (at_the_end or page not in ("carry_over", "take_back"))
    ]


def _purses(request: ActorRequest, found: FundSource) -> list[tuple[Account, str]]:
    """The accounts of available money that are bound to a purpose, place or pool, each with where its earmark is changed."""
    bound = found.accounts.filter(stage=Stage.AVAILABLE).exclude(pool=None, earmark=None)
    return [
        (
            one,
            reverse("funds:earmark", args=[one.earmark_id])
            if one.earmark_id and not one.pool_id and request.actor.may(actions.change_earmark.name, one.earmark)
            else "",
        )
        for one in bound.select_related("pool", "earmark__place", "earmark__source", "place").order_by("pk")
    ]


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
    return room.form_page(
        request,
        SourceForm(posted(request), request.FILES or None, actor=request.actor),
        lambda typed: act(request, actions.create, **typed),
        title=_("登记资金来源"),
        button=_("登记资金"),
        done=_("资金来源已登记"),
        cancel_url=reverse("funds:list"),
    )


@needs("funds.source:list")
def change(request: ActorRequest, pk: int) -> HttpResponse:
    """Adjust the total, with a reason."""
    found = for_verb(request, pk, actions.adjust)
    used = formats.yuan_unit(found.amount - found.available)
    return room.form_page(
        request,
        AdjustForm(posted(request), source=found, version=found.version, initial={"amount": found.amount}),
        lambda typed: act(request, actions.adjust, found, **typed),
        title=_("调整资金总额"),
        button=_("调整总额"),
        done=_("资金总额已调整"),
        cancel_url=found.get_absolute_url(),
        way=[Crumb(found.name, found.get_absolute_url())],
        sub=[str(found), _("已预留、签约和支付 %(used)s，总额不能低于此数") % {"used": used}],
    )


@needs("funds.source:list")
def attach(request: ActorRequest, pk: int) -> HttpResponse:
    """Add the paper that gives the money."""
    found = for_verb(request, pk, actions.attach)
    return room.form_page(
        request,
        PaperForm(posted(request), request.FILES or None, version=found.version),
        lambda typed: act(request, actions.attach, found, **typed),
        title=actions.attach.label,
        done=_("拨款文件已上传"),
        cancel_url=found.get_absolute_url(),
        way=[Crumb(found.name, found.get_absolute_url())],
        sub=[str(found)],
    )


def for_verb(request: ActorRequest, pk: int, verb: Verb[Any, Any]) -> FundSource:
    """The source, if the actor may see it and do the verb on it."""
    found = _found(request, pk)
    require(request.actor, verb.name, found)
    return found
