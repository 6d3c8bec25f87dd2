"""Bank statements against the books (银行对账): accounts, importing, confirming what a line is, and what fits nothing."""

import hashlib
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.foundations.funds import actions
from linli.foundations.funds.bank import matching
from linli.foundations.funds.models import BankAccount, BankLine, BankMatch
from linli.foundations.funds.web import bank_sheet, room
from linli.foundations.funds.web.forms import BankAccountForm, StatementForm, UnmatchForm
from linli.ui import excel
from linli.ui.parts import Action, Crumb, Tab
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, posted, press

PAGE = 20
VIEWS = ("unmatched", "matched", "books")


def _accounts(request: ActorRequest) -> Any:
    return BankAccount.objects.visible_to(request.actor).select_related("owner")


def _found(request: ActorRequest, pk: int) -> BankAccount:
    found: BankAccount = get_object_or_404(_accounts(request), pk=pk)
    return found


@needs("funds.bank:list")
def accounts(request: ActorRequest) -> HttpResponse:
    """The accounts with how far their statements go."""
    found = _accounts(request).annotate(lines_count=Count("lines"), until=Max("statements__until")).order_by("name")
    verbs = []
    if request.actor.may("funds.bank:offer"):
        verbs.append(Action(_("登记银行账户"), reverse("funds:bank_new"), "plus", "primary"))
    context = {
        "head": {"title": _("银行对账"), "sub": [_("共 %(n)s 个账户") % {"n": len(found)}], "actions": verbs},
        "room": room.tabs("bank", request.actor),
        "accounts": found,
    }
    return render(request, "funds/bank_accounts.html", context)


@needs("funds.bank:offer")
def new(request: ActorRequest) -> HttpResponse:
    """Enter an account."""
    return room.form_page(
        request,
        BankAccountForm(posted(request), actor=request.actor),
        lambda typed: act(request, actions.open_account, **typed),
        title=actions.open_account.label,
        done=_("银行账户已登记"),
        cancel_url=reverse("funds:bank"),
        way=[Crumb(_("银行对账"), reverse("funds:bank"))],
    )


@needs("funds.bank:list")
def account(request: ActorRequest, pk: int) -> HttpResponse:
    """An account's lines: unmatched with what they may be, matched, and what the books have that the bank does not;
    `?export=xlsx` gives the list shown, whole."""
    found = _found(request, pk)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else VIEWS[0]
    matches = BankMatch.objects.filter(line__account=found, undone_at__isnull=True)
    rows: dict[str, Any] = {
        "unmatched": matching.unmatched_lines(found),
        "matched": matches.select_related("line", "matched_by").order_by("-line__on", "-pk"),
        "books": matching.unmatched_candidates(found),
    }
    labels = dict(zip(VIEWS, (_("银行有账面无"), _("已匹配"), _("账面有银行无")), strict=True))
    if request.GET.get("export") == "xlsx":
        return excel.response(bank_sheet.sheet(view, rows[view]), f"{labels[view]} {found.name}")
    counts = {name: len(some) for name, some in rows.items()}
    page = Paginator(rows[view], PAGE).get_page(request.GET.get("page"))
    lines = list(page.object_list)
    told = matching.suggestions(lines) if view == "unmatched" else {}
    verbs = []
    if request.actor.may(actions.import_statement.name, found):
        verbs.append(Action(_("导入对账单"), reverse("funds:bank_import", args=[pk]), "file-import", "primary"))
    context = {
        "crumbs": room.crumbs(Crumb(_("银行对账"), reverse("funds:bank")), Crumb(found.name)),
        "head": {
            "title": found.name,
            "sub": [found.bank, _("尾号 %(n)s") % {"n": found.number[-4:]}],
            "actions": verbs,
        },
        "tabs": [Tab(label, f"?view={name}", name == view, counts[name]) for name, label in labels.items()],
        "view": view,
        "page": page,
        "lines": [(line, told.get(line.pk, [])[:3]) for line in lines] if view == "unmatched" else lines,
        "may_match": bool(lines) and view == "unmatched" and request.actor.may(actions.match.name, lines[0]),
        "may_unmatch": bool(lines) and view == "matched" and request.actor.may(actions.unmatch.name, lines[0]),
        "statements": found.statements.order_by("-until", "-pk")[:PAGE],
    }
    return render(request, "funds/bank_account.html", context)


@needs("funds.bank:list")
def import_statement(request: ActorRequest, pk: int) -> HttpResponse:
    """Import a bank's export: only what is new comes in, all of it or nothing."""
    found = _found(request, pk)
    require(request.actor, actions.import_statement.name, found)
    form = StatementForm(posted(request), request.FILES or None, version=found.version, known=found.columns)

    def run(typed: dict[str, Any]) -> Any:
        upload = typed["file"]
        sha256 = hashlib.sha256(upload.read()).hexdigest()
        upload.seek(0)
        given = {"rows": room.table_in(upload), "file_name": upload.name, "sha256": sha256, "columns": form.columns}
        return act(request, actions.import_statement, found, **given)

    return room.form_page(
        request,
        form,
        run,
        title=actions.import_statement.label,
        done=_("对账单已导入"),
        cancel_url=found.get_absolute_url(),
        way=[Crumb(_("银行对账"), reverse("funds:bank")), Crumb(found.name, found.get_absolute_url())],
        sub=[_("表头能识别的列不用填写")],
        then=found.get_absolute_url(),
    )


@needs("funds.bank:list")
@require_POST
def match(request: ActorRequest, pk: int) -> HttpResponse:
    """Confirm what a line is."""
    line = get_object_or_404(BankLine.objects.filter(account__in=_accounts(request)).select_related("account"), pk=pk)
    subject_type, _colon, key = request.POST.get("subject", "").partition(":")
    return press(
        request,
        actions.match,
        line,
        subject_type=subject_type,
        subject_id=int(key) if key.isascii() and key.isdigit() else 0,
        done=_("已匹配"),
        then=line.account.get_absolute_url(),
    )


@needs("funds.bank:list")
def unmatch(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a confirmation back, with the reason."""
    seen = BankMatch.objects.filter(line__account__in=_accounts(request)).select_related("line__account")
    found = get_object_or_404(seen, pk=pk)
    require(request.actor, actions.unmatch.name, found)
    owner = found.line.account
    return room.form_page(
        request,
        UnmatchForm(posted(request), version=found.version),
        lambda typed: act(request, actions.unmatch, found, **typed),
        title=actions.unmatch.label,
        done=_("匹配已撤销"),
        cancel_url=owner.get_absolute_url(),
        way=[Crumb(_("银行对账"), reverse("funds:bank")), Crumb(owner.name, owner.get_absolute_url())],
        sub=[str(found.line), found.label],
        then=owner.get_absolute_url(),
    )
