"""The rule book for those who work with it: every parameter that applies today, searched and filtered."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.rulebook import book, shown
from linli.kernel import clock
from linli.ui import excel
from linli.ui.parts import Action, Tab
from linli.ui.web.access import ActorRequest, needs

STATES = ("", "unverified", "assumed", "verified")


class WantedForm(forms.Form):
    """The query form; whatever does not fit is left out of account."""

    q = forms.CharField(
        label=gettext_lazy("参数、文件或条款"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    group = forms.ChoiceField(label=gettext_lazy("环节"), required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("层级"), required=False, choices=[("", gettext_lazy("全部层级")), *shown.LEVELS.items()]
    )
    since = forms.DateField(
        label=gettext_lazy("此日以来有变动"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("全部环节")), *shown.groups()]  # type: ignore[attr-defined]


def wanted(request: HttpRequest) -> tuple[WantedForm, shown.Wanted]:
    """The filled form and what it asks for."""
    form = WantedForm(request.GET)
    form.is_valid()
    given, state = form.cleaned_data, request.GET.get("state", "")
    return form, shown.Wanted(
        words=given.get("q", "").strip(),
        state=state if state in STATES else "",
        level=given.get("level", ""),
        group=given.get("group", ""),
        since=given.get("since"),
    )


@needs("rulebook.parameter:list")
def parameters(request: ActorRequest) -> HttpResponse:
    """What applies today, searched and filtered; `?export=xlsx` gives it as a table."""
    form, asked = wanted(request)
    groups = shown.rows(clock.today(), asked)
    if request.GET.get("export") == "xlsx":
        return excel.response(_sheet(groups), _("规则库"))
    law, count = book.law(), sum(len(found) for _label, found in groups)
    context = {
        "head": {
            "title": _("规则库"),
            "sub": [
                _("共 %(n)s 项参数") % {"n": count},
                _("%(n)s 份文件") % {"n": len(law.documents)},
                _("版本 %(day)s") % {"day": book.version()},
            ],
            "actions": _actions(request),
        },
        "groups": groups,
        "form": form,
        "filtered": asked != shown.Wanted(state=asked.state),
        "tabs": _tabs(request, asked.state),
    }
    return render(request, "rulebook/parameters.html", context)


def _actions(request: ActorRequest) -> list[Action]:
    made = [
        Action(_("看文件"), reverse("rulebook:documents"), "book-2"),
        Action(_("工作日历"), reverse("rulebook:calendar"), "calendar"),
    ]
    if request.actor.may("rulebook.proposal:list"):
        made.append(Action(_("修改提议"), reverse("rulebook:proposals"), "pencil"))
    return made


def _tabs(request: HttpRequest, state: str) -> list[Tab]:
    labels = (_("全部"), _("待核对"), _("暂定，待区确定"), _("已核对原文"))
    made = []
    for key, label in zip(STATES, labels, strict=True):
        query = request.GET.copy()
        query["state"] = key
        made.append(Tab(label, f"?{query.urlencode()}", key == state))
    return made


def _sheet(groups: list[Any]) -> list[list[Any]]:
    heads = [_("分组"), _("参数"), _("名称"), _("现行值"), _("依据"), _("适用自"), _("层级"), _("核对")]
    return [heads] + [
        [str(label), row.parameter.name, row.title, row.value, shown.clause_label(row.entry.clause), row.entry.since,
         str(row.level), str(row.status.word)]
        for label, found in groups
        for row in found
    ]  # fmt: skip
