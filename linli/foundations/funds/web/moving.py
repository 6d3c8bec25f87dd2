"""Moving the money of one source: setting it aside, between its purses, into the next year, or back to who gave it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from linli.foundations.funds import actions
from linli.foundations.funds.models import Earmark, FundSource
from linli.foundations.funds.web import room
from linli.foundations.funds.web.forms import EarmarkForm, SetAsideForm, TakeBackForm, TransferForm
from linli.foundations.funds.web.views import for_verb
from linli.ui import formats
from linli.ui.forms import Form
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, posted


def _sub(source: FundSource) -> list[str]:
    return [str(source), _("可用 %(amount)s") % {"amount": formats.yuan_unit(source.available)}]


def _way(source: FundSource) -> list[Crumb]:
    return [Crumb(source.name, source.get_absolute_url())]


@needs("funds.source:list")
def set_aside(request: ActorRequest, pk: int) -> HttpResponse:
    """Bind free money to a purpose, a town, or both."""
    source = for_verb(request, pk, actions.set_aside)
    return room.form_page(
        request,
        SetAsideForm(posted(request), version=source.version, source=source),
        lambda typed: act(request, actions.set_aside, source, **typed),
        title=actions.set_aside.label,
        done=_("已划为专用资金"),
        cancel_url=source.get_absolute_url(),
        way=_way(source),
        sub=_sub(source),
    )


@needs("funds.source:list")
def earmark(request: ActorRequest, pk: int) -> HttpResponse:
    """Set more or less aside, with a reason."""
    found = get_object_or_404(Earmark.objects.select_related("source"), pk=pk)
    source = found.source
    require(request.actor, actions.change_earmark.name, found)
    return room.form_page(
        request,
        EarmarkForm(posted(request), version=found.version, most=source.available + found.left),
        lambda typed: act(request, actions.change_earmark, found, **typed),
        title=actions.change_earmark.label,
        done=_("专用资金已调整"),
        cancel_url=source.get_absolute_url(),
        way=_way(source),
        sub=[str(found), *_sub(source)],
    )


@needs("funds.source:list")
def transfer(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask for money to go from one purse of the source to another; two others decide."""
    source = for_verb(request, pk, actions.request_transfer)
    return room.form_page(
        request,
        TransferForm(posted(request), source=source),
        lambda typed: act(request, actions.request_transfer, **typed),
        title=actions.request_transfer.label,
        button=_("提交审批"),
        done=_("资金划转已提交审批"),
        cancel_url=source.get_absolute_url(),
        way=_way(source),
        sub=_sub(source),
    )


@needs("funds.source:list")
def carry_over(request: ActorRequest, pk: int) -> HttpResponse:
    """Carry what is left into the next year, with everything that is reserved and committed."""
    source = for_verb(request, pk, actions.carry_over)
    return room.form_page(
        request,
        Form(posted(request), version=source.version),
        lambda _typed: act(request, actions.carry_over, source),
        title=actions.carry_over.label,
        done=_("已结转下年"),
        cancel_url=source.get_absolute_url(),
        way=_way(source),
        sub=[
            str(source),
            _("未支付的 %(amount)s 连同项目预留和签约转入下年") % {"amount": formats.yuan_unit(source.left)},
        ],
    )


@needs("funds.source:list")
def take_back(request: ActorRequest, pk: int) -> HttpResponse:
    """Give what is left back to who gave it."""
    source = for_verb(request, pk, actions.take_back)
    return room.form_page(
        request,
        TakeBackForm(posted(request), version=source.version),
        lambda typed: act(request, actions.take_back, source, **typed),
        title=actions.take_back.label,
        done=_("结余已收回"),
        cancel_url=source.get_absolute_url(),
        way=_way(source),
        sub=_sub(source),
    )
