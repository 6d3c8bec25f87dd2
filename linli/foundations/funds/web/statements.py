"""The statement of an account (对账单) and the voucher of a posting (记账凭证): where a total ends."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.funds import queries
from linli.foundations.funds.models import FundSource, Posting, Reservation
from linli.foundations.funds.queries.statements import Statement
from linli.foundations.funds.web import room
from linli.kernel.money import capital
from linli.ui import excel, formats
from linli.ui.lists import EXPORT_LIMIT
from linli.ui.parts import Action, Crumb, Fact, Figure
from linli.ui.web.access import ActorRequest, needs

ZERO = Decimal(0)
KEY_DIGITS = 18


class RangeForm(forms.Form):
    """From which day to which; both may be missing."""

    since = forms.DateField(
        label=gettext_lazy("自"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("至"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@needs("funds.source:list")
def account(request: ActorRequest, pk: int) -> HttpResponse:
    """An account's movements between two days, newest first; `?export=xlsx` gives all of them."""
    rows = queries.accounts(request.actor).select_related("source", "pool", "earmark", "owner", "place")
    found = get_object_or_404(rows, pk=pk)
    form = RangeForm(request.GET if {"since", "until"} & set(request.GET) else None)
    days = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if request.GET.get("export") == "xlsx":
        whole = queries.statement(found, size=EXPORT_LIMIT, **days)
        return excel.response(_sheet(whole), f"{found.title} {_('对账单')}")
    shown = queries.statement(found, before=_key(request, "before"), after=_key(request, "after"), **days)
    others = queries.counterparts(shown.entries)
    context = {
        "crumbs": room.crumbs(Crumb(_("科目余额表"), reverse("funds:accounts")), Crumb(found.title)),
        "head": {
            "title": found.title,
            "sub": [_("对账单"), found.code],
            "actions": [Action(_("看资金来源"), found.source.get_absolute_url(), "wallet")],
        },
        "figures": _figures(shown),
        "form": form,
        "statement": shown,
        "lines": [(entry, others.get(entry.posting_id, [])) for entry in shown.entries],
    }
    return render(request, "funds/account.html", context)


def _key(request: ActorRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= KEY_DIGITS else None


def _figures(shown: Statement) -> list[Figure]:
    account = shown.account
    floor = (
        _("不设最低余额")
        if account.floor is None
        else _("最低余额 %(floor)s") % {"floor": formats.yuan_unit(account.floor)}
    )
    return [
        Figure(_("期初余额"), formats.yuan(shown.opening), _("元")),
        Figure(
            _("本期净额"),
            formats.yuan(shown.closing - shown.opening),
            _("元"),
            _("%(n)s 笔") % {"n": shown.window.count},
        ),
        Figure(_("期末余额"), formats.yuan(shown.closing), _("元")),
        Figure(_("现在余额"), formats.yuan(account.balance), _("元"), floor),
    ]


def _sheet(whole: Statement) -> list[list[Any]]:
    heads = [_("入账日期"), _("记账时间"), _("凭证号"), _("类别"), _("说明"), _("对方科目"), _("借方（元）"), _("贷方（元）"), _("余额（元）"), _("办理单位"), _("办理人")]  # fmt: skip
    others = queries.counterparts(whole.entries)
    prefetch_related_objects(whole.entries, "posting__organisation", "posting__person")
    return [heads] + [
        [
            e.posting.effective_on, e.posting.posted_at, e.posting_id, e.posting.get_kind_display(), e.posting.note,
            "；".join(other.title for other in others.get(e.posting_id, [])), e.debit, e.credit, e.balance,
            str(e.posting.organisation or ""), str(e.posting.person or ""),
        ]
        for e in whole.entries
    ]  # fmt: skip


@needs("funds.source:list")
def posting(request: ActorRequest, pk: int) -> HttpResponse:
    """A posting's two sides, who posted it and what it undoes. Accounts of money that the actor may not see have no name."""
    seen = FundSource.objects.visible_to(request.actor)
    found = get_object_or_404(
        Posting.objects.filter(entries__source__in=seen)
        .distinct()
        .select_related(
            "organisation", "person", "event__journal_position", "reverses", "settles", "reversed_by", "settled_by"
        ),
        pk=pk,
    )
    entries = list(found.entries.select_related("account__source", "account__pool", "account__earmark"))
    entries.sort(key=lambda entry: (-entry.amount, entry.pk))
    visible = set(seen.filter(pk__in=[entry.source_id for entry in entries]).values_list("pk", flat=True))
    turned = sum((entry.debit for entry in entries if entry.debit), ZERO)
    name = _("记账凭证 %(n)s 号") % {"n": pk}
    context = {
        "crumbs": room.crumbs(Crumb(name)),
        "head": {"title": name, "sub": [found.get_kind_display(), formats.day_full(found.effective_on)]},
        "posting": found,
        "facts": _facts(found),
        "rows": [(entry, entry.source_id in visible) for entry in entries],
        "total": turned,
        "capital": capital(turned),
        "project": Reservation.objects.filter(project_key=found.project_key).exclude(path="").first()
        if found.project_key is not None
        else None,
        "related": _related(found),
    }
    return render(request, "funds/posting.html", context)


def _facts(found: Posting) -> list[Fact]:
    position = getattr(found.event, "journal_position", None)
    return [
        Fact(_("类别"), found.get_kind_display()),
        Fact(_("入账日期"), formats.day_full(found.effective_on)),
        Fact(_("记账时间"), formats.moment(found.posted_at)),
        Fact(_("办理单位"), str(found.organisation or _("系统"))),
        Fact(_("办理人"), str(found.person or "—")),
        Fact(_("日志序号"), str(position or "—")),
    ]


def _related(found: Posting) -> list[tuple[str, Posting]]:
    """The posting that this one undoes or settles, and those that undid or settled it."""
    named = (
        (_("冲销"), "reverses"),
        (_("已由后一凭证冲销"), "reversed_by"),
        (_("了结"), "settles"),
        (_("已由后一凭证了结"), "settled_by"),
    )
    return [(words, other) for words, name in named if (other := getattr(found, name, None)) is not None]
