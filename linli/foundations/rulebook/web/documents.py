"""Documents for those who work with them: the list of everything, published and being made, and one document's page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.rulebook import shown
from linli.foundations.rulebook.documents import shelf
from linli.foundations.rulebook.documents.held import STANDINGS
from linli.foundations.rulebook.documents.states import OPEN, DocumentRole, Level, VersionState
from linli.foundations.rulebook.models import RuleVersion
from linli.foundations.rulebook.web import documents_badges as badges
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Text
from linli.ui import excel
from linli.ui.parts import Action, Crumb, Tab
from linli.ui.status import Status
from linli.ui.web.access import ActorRequest, needs

PER_PAGE = 20
MAKING = [(state, VersionState(state).label) for state in OPEN]


class FilterForm(forms.Form):
    """The query form of the list."""

    q = forms.CharField(label=gettext_lazy("关键词"), max_length=60, required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("层级"), choices=[("", gettext_lazy("全部层级")), *Level.choices], required=False
    )
    role = forms.ChoiceField(
        label=gettext_lazy("体系位置"),
        choices=[("", gettext_lazy("全部")), ("1", DocumentRole.ONE.label), ("N", DocumentRole.MANY.label)],
        required=False,
    )


@dataclass(frozen=True, slots=True)
class ListRow:
    """A document, or a version of one that is being made."""

    key: str
    title: str
    number: str
    level: str
    role: str
    issuer: str
    state: str
    status: Status
    effective: date | None
    until: date | None
    url: str

    @property
    def level_word(self) -> Text:
        return shown.LEVELS[self.level]

    @property
    def role_word(self) -> Text:
        return DocumentRole(self.role).label if self.role else ""


def rows_for(actor: Actor) -> list[ListRow]:
    """What is being made (as far as the actor may see it) before what is published."""
    today = clock.today()
    drafts = RuleVersion.objects.open().visible_to(actor).select_related("document").order_by("-pk")
    return [_of_draft(version) for version in drafts] + [_of_held(held, today) for held in shelf.documents()]


def _of_draft(version: RuleVersion) -> ListRow:
    document = version.document
    until = version.consultation_until if version.state == VersionState.CONSULTATION else None
    return ListRow(
        document.key, version.title, "", document.level, document.role, document.issuer, version.state,
        badges.of_open(version), None, timezone.localdate(until) if until else None, version.get_absolute_url(),
    )  # fmt: skip


def _of_held(held: Any, today: date) -> ListRow:
    version = held.current(today)
    standing = version.standing(today)
    return ListRow(
        held.key, version.title, version.number, held.level, held.role, held.issuer, str(standing),
        badges.of_standing(standing), version.effective, version.ended or version.expires,
        reverse("rulebook:doc", args=[held.key]),
    )  # fmt: skip


@needs("rulebook.document:list")
def document_list(request: ActorRequest) -> HttpResponse:
    """Every document of every level, filtered, with tabs by standing; `?export=xlsx` gives it as a table."""
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = [row for row in rows_for(request.actor) if _fits(row, asked)]
    tab = request.GET.get("tab", "")
    chosen = [row for row in found if tab in ("", row.state)]
    if request.GET.get("export") == "xlsx":
        return excel.response(_sheet(chosen), _("文件"))
    context = {
        "crumbs": [Crumb(_("规则库"), reverse("rulebook:parameters")), Crumb(_("文件"))],
        "head": {
            "title": _("文件"),
            "sub": [_("共 %(n)s 份") % {"n": len(found)}],
            "actions": _actions(request.actor),
        },
        "form": form,
        "tabs": _tabs(request, found, tab),
        "page": Paginator(chosen, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "rulebook/document_list.html", context)


def _fits(row: ListRow, asked: dict[str, Any]) -> bool:
    text = f"{row.title} {row.number} {row.issuer}".lower()
    words = asked.get("q", "").lower().split()
    return (
        all(word in text for word in words)
        and asked.get("level", "") in ("", row.level)
        and asked.get("role", "") in ("", row.role)
    )


def _actions(actor: Actor) -> list[Action]:
    made = [Action(_("查条款"), reverse("rulebook:doc-search"), "search")]
    if actor.may("rulebook.document:prepare"):
        made.append(Action(_("起草文件"), reverse("rulebook:doc-new"), "plus", "primary"))
    return made


def _tabs(request: ActorRequest, found: list[ListRow], tab: str) -> list[Tab]:
    made = []
    labels: list[tuple[str, Text]] = [("", _("全部")), *MAKING, *STANDINGS.items()]
    for state, label in labels:
        count = len(found) if not state else sum(row.state == state for row in found)
        if count or state == tab:
            query = request.GET.copy()
            query["tab"] = str(state)
            query.pop("page", None)
            made.append(Tab(label, f"?{query.urlencode()}", str(state) == tab, count))
    return made


def _sheet(rows: list[ListRow]) -> list[list[Any]]:
    heads = [_("文件"), _("文号"), _("层级"), _("体系位置"), _("发布单位"), _("状态"), _("施行日期"), _("期满或截止")]
    return [heads] + [
        [row.title, row.number, str(row.level_word), str(row.role_word), row.issuer, str(row.status.word),
         row.effective, row.until]
        for row in rows
    ]  # fmt: skip
