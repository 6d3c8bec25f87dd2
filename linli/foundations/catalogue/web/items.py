"""Pages that fill a draft: one item, a sheet of items, and two batches beside each other."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from linli.foundations.catalogue import actions, compare, sheet, workbook
from linli.foundations.catalogue.models import Batch
from linli.foundations.catalogue.states import BatchKind
from linli.foundations.catalogue.values import ItemValues
from linli.foundations.catalogue.web import forms, words
from linli.foundations.catalogue.web.batches import way
from linli.foundations.places.divisions.faults import BadFile
from linli.kernel.actions import Terms
from linli.kernel.errors import Refusal
from linli.ui import excel
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, posted, press, show_refusal, submit

Marked = tuple[list[tuple[Any, str, str]], int, str]


def _draft(pk: int) -> Batch:
    found = get_object_or_404(Batch, pk=pk)
    if not found.is_editable:
        raise Http404
    return found


@needs("catalogue.batch:put_item")
@require_http_methods(["GET", "POST"])
def item(request: ActorRequest, pk: int, code: str = "") -> HttpResponse:
    """Add an item to a draft, or change the one with this code."""
    batch = _draft(pk)
    known = get_object_or_404(batch.items, code=code) if code else None
    initial = {name: getattr(known, name) for name in ItemValues.__slots__} if known else {}
    form = forms.ItemForm(posted(request), initial=initial, version=batch.version)
    if request.method == "POST":
        done = submit(
            request,
            form,
            lambda data: act(
                request,
                actions.put_item,
                batch,
                item=ItemValues(**{n: data[n] for n in ItemValues.__slots__}),
                former=code,
            ),
            done=_("目录项已保存"),
            then=batch.get_absolute_url(),
        )
        if done:
            return done
    title = _("修改目录项") if code else _("增加目录项")
    context = {
        "crumbs": way(Crumb(batch.title, batch.get_absolute_url()), Crumb(title)),
        "head": {"title": title, "sub": [batch.title]},
        "form": form,
        "batch": batch,
        "code": code,
        "submit": _("保存目录项"),
        "cancel_url": batch.get_absolute_url(),
    }
    return render(request, "catalogue/item_form.html", context, status=422 if form.is_bound else 200)


@needs("catalogue.batch:drop_item")
@require_POST
def drop(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    batch = get_object_or_404(Batch, pk=pk)
    return press(request, actions.drop_item, batch, code=code, done=_("目录项已删去"), then=batch.get_absolute_url())


@needs("catalogue.batch:import")
@require_http_methods(["GET", "POST"])
def import_sheet(request: ActorRequest, pk: int) -> HttpResponse:
    """All rows or none; a bad sheet comes back with its rows, columns and remedies, and marked to download."""
    batch = _draft(pk)
    form = forms.SheetForm(posted(request), request.FILES or None, version=batch.version)
    marked: Marked = ([], 0, "")
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        brought: workbook.Sheet | None = None
        try:
            brought = workbook.read(upload)
            made = act(request, actions.import_items, batch, file=upload.name, rows=workbook.unmerged(brought))
        except BadFile as bad:
            marked = _marked(request, batch, brought, bad)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return _imported(request, batch, made)
    faults, total, url = marked
    context = {
        "crumbs": way(Crumb(batch.title, batch.get_absolute_url()), Crumb(_("导入 Excel"))),
        "head": {"title": _("导入目录项"), "sub": [batch.title]},
        "form": form,
        "submit": _("导入目录项"),
        "cancel_url": batch.get_absolute_url(),
        "columns": list(sheet.COLUMNS.values()),
        "faults": faults,
        "total": total,
        "marked_url": url,
    }
    return render(request, "catalogue/import.html", context, status=422 if form.is_bound else 200)


def _marked(request: ActorRequest, batch: Batch, brought: workbook.Sheet | None, bad: BadFile) -> Marked:
    """The faults as rows of the page, and where the marked sheet can be downloaded."""
    faults = bad.rows
    if brought is None or all(not one.row for one in bad.faults):
        return faults, bad.total, ""
    content = workbook.marked(brought.rows, bad.faults, _("标注"))
    name = _("标注_%s") % brought.name.rpartition(".")[0] + ".xlsx"
    kept = actions.mark_import.on(Terms())(batch, actor=request.actor, name=name, content=content)
    return faults, bad.total, reverse("kernel:file", args=[kept.pk])


def _imported(request: ActorRequest, batch: Batch, made: Any) -> HttpResponse:
    done = _("已导入：新增 %(added)s 项，修改 %(changed)s 项")
    messages.success(request, done % {"added": made.added, "changed": made.changed})
    if made.notes:
        more = len(made.notes) - 5
        rest = [ngettext("另有 %(n)s 处。", "另有 %(n)s 处。", more) % {"n": more}] if more > 0 else []
        messages.info(request, " ".join([*made.notes[:5], *rest]))
    return redirect(batch.get_absolute_url())


@needs("catalogue.batch:import")
def template(request: ActorRequest) -> HttpResponse:
    """An empty sheet with one row as an example."""
    example = [
        "A", "公益服务", "A01", "养老服务", "A0102", "示例：社区助餐点运营", "备餐、配送和日常管理", "点·年", 80000, 180000,
        "同类合同价", "公示开放时间和收费标准", "", "区民政局、区级部门、镇街、社区（村）", "老年人", "", "",
    ]  # fmt: skip
    return excel.response([list(sheet.COLUMNS.values()), example], _("目录项模板"))


@needs("catalogue.batch:list")
def compare_batches(request: ActorRequest) -> HttpResponse:
    """Two batches, first the newest two regular ones: what was added, dropped, changed, and how far prices moved;
    `?export=xlsx` gives the table."""
    chosen: dict[str, Any] = request.GET.dict()
    if not {"a", "b"} <= chosen.keys():
        newest = Batch.objects.visible_to(request.actor).issued().filter(kind=BatchKind.REGULAR).order_by("-number")[:2]
        chosen = dict(zip("ba", [batch.pk for batch in newest], strict=False)) | chosen
    form = forms.CompareForm(chosen if len(chosen) > 1 else None, actor=request.actor)
    rows: list[compare.Change] = []
    if form.is_bound and form.is_valid():
        first, second = form.cleaned_data["a"], form.cleaned_data["b"]
        rows = compare.changes(first.items.all(), second.items.all())
        if request.GET.get("export") == "xlsx":
            return excel.response(_compared(rows), _("批次比较"))
    kinds = _kinds()
    context = {
        "crumbs": way(Crumb(_("比较批次"))),
        "head": {"title": _("比较目录批次")},
        "form": form,
        "compared": form.is_bound and form.is_valid(),
        "counts": [(label, sum(1 for row in rows if row.kind == kind)) for kind, label in kinds.items()],
        "rows": [
            (row, kinds[row.kind], _fields(row)) for row in sorted(rows, key=lambda row: [*kinds].index(row.kind))
        ],
    }
    return render(request, "catalogue/compare.html", context)


def _kinds() -> dict[str, str]:
    """What became of an item. One that the new batch does not list goes on applying until its own batch is ended."""
    return {"changed": _("变更"), "added": _("新增"), "dropped": _("新批次未列")}


def _fields(row: compare.Change) -> list[tuple[str, str, str]]:
    return [(words.field_label(n), words.value_words(n, a), words.value_words(n, b)) for n, a, b in row.fields]


def _compared(rows: list[compare.Change]) -> list[list[Any]]:
    kinds = _kinds()
    made: list[list[Any]] = [
        [_("类别"), _("目录编号"), _("服务名称"), _("项目"), _("原"), _("新"), _("参考价变动（%）")]
    ]
    for row in rows:
        for name, before, after in _fields(row) or [("", "", "")]:
            made.append([kinds[row.kind], row.code, row.name, name, before, after, row.moved])
    return made
