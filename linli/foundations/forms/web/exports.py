"""Data leave the house: small ones at once, big ones as a file that is written in the background."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.foundations.forms import actions, tasks
from linli.foundations.forms.export import book, columns, files, streams
from linli.foundations.forms.export.reading import chosen
from linli.foundations.forms.models import Download, Form
from linli.foundations.forms.states import DownloadState, ReviewState
from linli.foundations.forms.web import words
from linli.foundations.forms.web.pages import seen as forms_seen
from linli.kernel import rls
from linli.kernel.errors import Refusal
from linli.ui import excel
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, sentence

KINDS = ("csv", "xlsx", "xml")
SHOWN = 20


@needs("xforms.submission:list")
@require_POST
def export(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Take the data out; the action notes it, then the data flow, or a job begins to write them."""
    found = get_object_or_404(forms_seen(request), pk=pk)
    kind = request.POST.get("kind", "") if request.POST.get("kind", "") in KINDS else "csv"
    state = request.POST.get("state", "") if request.POST.get("state", "") in ReviewState.values else ""
    asked: dict[str, Any] = {"kind": kind, "state": state, "personal": request.POST.get("personal") == "on"}
    try:
        if _is_big(request, found, **asked):
            ordered: Download = act(request, actions.order_download, form=found, **asked)
            tasks.write_download.defer(pk=ordered.pk)
            messages.success(request, _("数据较多，正在生成文件，完成后在这里下载"))
            return redirect("xforms:downloads")
        act(request, actions.export, found, **asked)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("xforms:submissions", pk=pk)
    return _data(request, found, **asked)


def _is_big(request: ActorRequest, form: Form, *, kind: str, state: str, personal: bool) -> bool:
    with rls.acting(request.actor):
        count = chosen(form, request.actor, state).count()
    return files.is_big(count, files.width(form, personal=personal))


def _data(request: ActorRequest, form: Form, *, kind: str, state: str, personal: bool) -> HttpResponseBase:
    response: HttpResponseBase
    if kind == "xlsx":
        response = FileResponse(book.written(form, request.actor, state, personal=personal))
    else:
        response = StreamingHttpResponse(streams.data(form, request.actor, state, kind, personal=personal))
    return _named(response, form, kind, personal=personal)


def _named(response: HttpResponseBase, form: Form, kind: str, *, personal: bool) -> HttpResponseBase:
    name, media = f"{form.title}.{kind}", "text/csv; charset=utf-8"
    if kind == "xlsx":
        media = excel.XLSX
    elif kind == "xml" or len(columns.tables_of(form, personal=personal)) > 1:
        name, media = f"{form.title}-{kind}.zip", "application/zip"
    response.headers["Content-Type"] = media
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@needs("xforms.submission:list")
@require_GET
def downloads(request: ActorRequest) -> HttpResponse:
    """One's own files; the part that changes asks for itself again while something is being written."""
    with rls.acting(request.actor):
        rows = list(Download.objects.visible_to(request.actor).select_related("form")[:SHOWN])
    context: dict[str, Any] = {
        "crumbs": words.way(Crumb(_("导出文件"))),
        "head": {"title": _("导出文件"), "sub": [_("只有您能下载，到期自动删除，每次下载都会留痕")]},
        "rows": [(one, words.status(one)) for one in rows],
        "writing": any(one.state == DownloadState.WRITING for one in rows),
    }
    part = "HX-Request" in request.headers
    return render(request, "xforms/downloads_rows.html" if part else "xforms/downloads.html", context)


@needs("xforms.submission:list")
@require_POST
def fetch(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The file, to the one who ordered it; the action notes it."""
    with rls.acting(request.actor):
        found = get_object_or_404(Download.objects.visible_to(request.actor).select_related("form"), pk=pk)
    try:
        act(request, actions.fetch_download, found)
        file = found.path.open("rb")
    except (Refusal, FileNotFoundError) as error:
        words_ = sentence(error) if isinstance(error, Refusal) else _("文件已经删除，请重新导出。")
        messages.error(request, words_)
        return redirect("xforms:downloads")
    return _named(FileResponse(file), found.form, found.kind, personal=found.personal)
