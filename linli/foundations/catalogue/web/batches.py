"""Pages of one batch: what is in it, its approval, its verbs."""

from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.foundations.catalogue import actions, negative, sheet
from linli.foundations.catalogue.models import Batch, CatalogueItem
from linli.foundations.catalogue.web import forms, words
from linli.kernel import hooks
from linli.ui import excel, formats
from linli.ui.parts import Action, Crumb, Fact
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, posted, press
from linli.ui.web.form_page import form_page
from linli.ui.web.verb_page import VerbPage, may_now


def way(*more: Crumb) -> list[Crumb]:
    return [
        Crumb(_("指导性目录"), reverse("catalogue:clerk")),
        Crumb(_("目录批次"), reverse("catalogue:batches")),
        *more,
    ]


@needs("catalogue.batch:list")
def batch(request: ActorRequest, pk: int) -> HttpResponse:
    """A batch with its items; `?export=xlsx` gives them as a sheet that can be imported again."""
    found = get_object_or_404(Batch.objects.visible_to(request.actor).select_related("organisation"), pk=pk)
    items = list(found.items.order_by("code"))
    if request.GET.get("export") == "xlsx":
        return excel.response([list(sheet.COLUMNS.values()), *(sheet.row_of(one) for one in items)], found.title)
    listed = negative.entries()
    rows = [(one, words.price_words(one), _hint(one, listed) if found.is_editable else "") for one in items]
    panels = hooks.call("approvals.panel", found, request.actor)
    context = {
        "crumbs": way(Crumb(found.title)),
        "head": {"title": found.title, "sub": _sub(found, len(items)), "actions": _buttons(request, found)},
        "batch": found,
        "facts": _facts(found),
        "groups": [
            (label, list(group)) for label, group in groupby(rows, key=lambda r: f"{r[0].section} · {r[0].field}")
        ],
        "may_edit": found.is_editable and request.actor.may("catalogue.batch:put_item", found),
        "may_submit": may_now(actions.submit, request.actor, found) and items,
        "approval_panel": next((one for one in panels if one), None),
    }
    return render(request, "catalogue/batch.html", context)


def _hint(item: CatalogueItem, listed: list[negative.Entry]) -> str:
    """What the clerk has still to judge, or has judged."""
    if item.negative_mark:
        return "" if item.negative_mark == "clear" else _("已认定不能购买")
    hits = negative.hits(f"{item.name}\n{item.content}", listed)
    return _("含“%s”，待认定") % hits[0].word if hits else ""


def _sub(found: Batch, count: int) -> list[str]:
    number = [_("第 %(n)s 批") % {"n": found.number}] if found.number else []
    return [*number, str(found.get_kind_display()), _("共 %(n)s 项") % {"n": count}]


def _facts(found: Batch) -> list[Fact]:
    return [
        Fact(_("状态"), status=words.status(found)),
        Fact(_("编制单位"), str(found.organisation or _("随平台装入"))),
        Fact(_("施行日期"), formats.day_full(found.since) if found.since else ""),
        *(
            [Fact(_("停用日期"), formats.day_full(found.until)), Fact(_("停用理由"), found.end_reason)]
            if found.until
            else []
        ),
        Fact(_("编制依据"), found.basis),
    ]


def _buttons(request: ActorRequest, found: Batch) -> list[Action]:
    actor, key = request.actor, found.pk
    made = [Action(_("导出 Excel"), "?export=xlsx", "file-spreadsheet")]
    for verb, label, name, icon in (
        (actions.describe, _("修改说明"), "batch_describe", "pencil"),
        (actions.import_items, _("导入 Excel"), "batch_import", "table-import"),
        (actions.put_item, _("增加目录项"), "batch_item_new", "plus"),
    ):
        if may_now(verb, actor, found):
            made.append(Action(label, reverse(f"catalogue:{name}", args=[key]), icon))
    if may_now(actions.issue, actor, found):
        made.append(Action(_("发布批次"), reverse("catalogue:batch_issue", args=[key]), "speakerphone", "primary"))
    if may_now(actions.end, actor, found):
        made.append(Action(_("停用批次"), reverse("catalogue:batch_end", args=[key]), "ban", "danger"))
    return made


@needs("catalogue.batch:draft")
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    return form_page(
        request,
        forms.BatchForm(posted(request)),
        lambda data: act(request, actions.draft, **data),
        title=_("起草目录批次"),
        button=_("起草批次"),
        done=_("目录批次已起草"),
        cancel_url=reverse("catalogue:batches"),
        crumbs=way(),
        template="ui/pages/verb.html",
    )


@needs("catalogue.batch:submit")
@require_POST
def send(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Batch, pk=pk)
    return press(request, actions.submit, found, done=_("目录批次已提交审批"), then=found.get_absolute_url())


class _BatchPage(VerbPage):
    def queryset(self) -> QuerySet[Batch]:
        return Batch.objects.visible_to(self.request.actor)

    def crumbs(self, record: Batch) -> list[Crumb]:
        return way(Crumb(record.title, record.get_absolute_url()))

    def facts(self, record: Any) -> list[Fact]:
        return [Fact(_("目录项"), str(record.items.count()), _("项")), Fact(_("编制依据"), record.basis)]


class Describe(_BatchPage):
    verb, form_class = actions.describe, forms.DescribeForm
    done = gettext_lazy("批次说明已修改")

    def initial(self, record: Batch) -> dict[str, Any]:
        return {"title": record.title, "basis": record.basis}


class Issue(_BatchPage):
    verb, form_class = actions.issue, forms.IssueForm
    done = gettext_lazy("指导性目录已发布")
    hint = gettext_lazy("发布后自动编号并公开，不能再修改；需要修改的另发一批。")


class End(_BatchPage):
    verb, form_class = actions.end, forms.EndForm
    done = gettext_lazy("目录批次已停用")
    hint = gettext_lazy("停用后这一批的目录项不能再用于新项目，已签的合同继续履行。理由公开。")
