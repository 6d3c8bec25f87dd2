"""The rule book for those who work with it: every parameter, its time line and its clause."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.rulebook import book, shown
from linli.foundations.rulebook.law import LawError
from linli.foundations.rulebook.layers import Parameter
from linli.foundations.rulebook.words import in_words, table_lines
from linli.kernel import clock
from linli.ui import excel
from linli.ui.parts import Action, Crumb, Fact, Tab
from linli.ui.web.access import needs

STATES = ("", "unverified", "assumed", "verified")


@needs("rulebook.parameter:list")
def parameters(request: HttpRequest) -> HttpResponse:
    """What applies today, searched and filtered; `?export=xlsx` gives it as a table."""
    words, state = request.GET.get("q", "").strip()[:60], request.GET.get("state", "")
    groups = shown.rows(clock.today(), words, state if state in STATES else "")
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
            "actions": [
                Action(_("看文件"), reverse("rulebook:documents"), "book-2"),
                Action(_("工作日历"), reverse("rulebook:calendar"), "calendar"),
            ],
        },
        "groups": groups,
        "words": words,
        "tabs": _tabs(request, state),
    }
    return render(request, "rulebook/parameters.html", context)


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


@needs("rulebook.parameter:list")
def parameter(request: HttpRequest, name: str) -> HttpResponse:
    """One parameter: what applies today, and every value it ever had."""
    try:
        found = book.parameter(name)
    except LawError as error:
        raise Http404 from error
    today = clock.today()
    now = found.entry(today) if found.first_day <= today else None
    context = {
        "crumbs": [Crumb(_("规则库"), reverse("rulebook:parameters")), Crumb(shown.title_of(found))],
        "head": {"title": shown.title_of(found), "sub": [found.name]},
        "facts": _facts(found, shown.Row(found, now)) if now else [],
        "chip": shown.chip(now, found) if now else None,
        "table": [Fact(a, b) for a, b in table_lines(found, now.value)] if now and found.unit == "table" else [],
        "entries": [
            {"entry": e, "value": in_words(found, e.value), "chip": shown.chip(e, found), "status": shown.standing(e),
             "level": shown.LEVELS[e.level], "current": e is now}
            for e in found.entries
        ],
    }  # fmt: skip
    return render(request, "rulebook/parameter.html", context)


def _facts(found: Parameter, row: shown.Row) -> list[Fact]:
    ways = {
        "min": _("下限：区级规定只能更高"),
        "max": _("上限：区级规定只能更低"),
        "exact": _("固定：区级规定不得改变"),
    }
    way = _("上位规定允许区级另定") if found.free else ways[found.direction]
    return [
        Fact(_("现行值"), row.value, strong=True),
        Fact(_("适用自"), row.entry.since.isoformat()),
        Fact(_("层级"), row.level),
        Fact(_("从严方向"), way if found.has_upper else _("本区自行规定")),
        Fact(_("核对"), status=row.status),
        Fact(_("计量"), shown.unit_words(found.unit)),
    ]
