"""Pages of forms and their versions: upload, preview, publish, retire."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.foundations.forms import actions, library
from linli.foundations.forms.models import Form, FormVersion
from linli.foundations.forms.spoken import Spoken
from linli.foundations.forms.web import forms, words
from linli.kernel.actions import Action as Verb
from linli.ui import formats
from linli.ui.excel import XLSX
from linli.ui.parts import Action, Crumb, Fact
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, posted, press, submit
from linli.ui.web.form_page import given
from linli.ui.web.verb_page import VerbPage, may_now


def seen(request: ActorRequest) -> QuerySet[Form]:
    return Form.objects.visible_to(request.actor).select_related("organisation")


def versions_seen(request: ActorRequest) -> QuerySet[FormVersion]:
    forms_seen = Form.objects.visible_to(request.actor)
    return FormVersion.objects.filter(form__in=forms_seen).select_related("form__organisation", "workbook")


@needs("xforms.form:upload")
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    form = forms.UploadForm(posted(request), request.FILES or None)
    if request.method == "POST":
        done = submit(
            request, form, lambda data: act(request, actions.upload, **given(data)), done=_("表单已保存，请预览后发布")
        )
        if done:
            return done
    context = {
        "crumbs": words.way(Crumb(_("上传表单"))),
        "head": {"title": _("上传表单"), "sub": [_("保存为草稿，预览后发布")]},
        "form": form,
        "submit": _("上传表单"),
        "cancel_url": reverse("xforms:forms"),
        "samples": [(library.source(name)["title"], reverse("xforms:sample", args=[name])) for name in library.names()],
    }
    return render(request, "xforms/upload.html", context, status=422 if form.errors else 200)


@needs("xforms.form:upload")
def sample(request: ActorRequest, name: str) -> FileResponse:
    """A form that comes with the house, as a workbook to begin from."""
    if name not in library.names():
        raise Http404
    return FileResponse(library.workbook(name), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


@needs("xforms.form:list")
def form_page(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(seen(request), pk=pk)
    versions = list(found.versions.defer("xml", "schema").select_related("workbook"))
    context = {
        "crumbs": words.way(Crumb(found.title)),
        "head": {
            "title": found.title,
            "sub": [found.form_id, found.organisation.name],
            "actions": _buttons(request, found),
        },
        "facts": [
            Fact(_("用途"), found.get_purpose_display()),
            Fact(_("制表单位"), str(found.organisation)),
            Fact(_("现行版本"), next((one.label for one in versions if one.state == "published"), _("未发布"))),
        ],
        "versions": [(one, words.status(one)) for one in versions],
        "page": found.page_token and request.build_absolute_uri(reverse("xforms:fill", args=[found.page_token])),
        "may_close": request.actor.may("xforms.form:close_page", found),
        "form_record": found,
    }
    return render(request, "xforms/form.html", context)


def _buttons(request: ActorRequest, found: Form) -> list[Action]:
    made = []
    version = found.published
    if version is not None and request.actor.may("xforms.submission:receive", version):
        made.append(Action(_("在浏览器中填写"), reverse("xforms:fill_in", args=[version.pk]), "pencil"))
    if request.actor.may("xforms.submission:list"):
        made.append(Action(_("填报"), reverse("xforms:submissions", args=[found.pk]), "list-details"))
    if request.actor.may("xforms.form:revise", found):
        if found.page_token is None:
            made.append(Action(_("开放网页填写"), reverse("xforms:open_page", args=[found.pk]), "world"))
        made.append(Action(_("上传新版本"), reverse("xforms:revise", args=[found.pk]), "upload", "primary"))
    return made


@needs("xforms.form:list")
def version_page(request: ActorRequest, pk: int) -> HttpResponse:
    """The preview: every question, its choices, and its logic in words."""
    version = get_object_or_404(versions_seen(request), pk=pk)
    spoken = Spoken(version.schema)
    context = {
        "crumbs": words.way(Crumb(version.form.title, version.form.get_absolute_url()), Crumb(version.label)),
        "head": {
            "title": version.title,
            "sub": [_("版本 %s") % version.label, version.form.form_id],
            "actions": _version_buttons(request, version),
        },
        "version": version,
        "status": words.status(version),
        "lines": spoken.lines(),
        "facts": [
            Fact(_("状态"), status=words.status(version)),
            Fact(_("答案项数"), str(len(version.schema["leaves"]))),
            Fact(_("个人信息项"), str(len(version.schema["personal"]))),
            Fact(_("发布时间"), formats.moment(version.published_at)),
            Fact(_("停用时间"), formats.moment(version.retired_at)),
            Fact("MD5", version.hash),
        ],
        "media": version.media.select_related("stored"),
        "may_publish": may_now(actions.publish, request.actor, version),
        "may_retire": may_now(actions.retire, request.actor, version),
    }
    return render(request, "xforms/version.html", context)


def _version_buttons(request: ActorRequest, version: FormVersion) -> list[Action]:
    if may_now(actions.attach, request.actor, version):
        return [Action(_("添加表单附件"), reverse("xforms:attach", args=[version.pk]), "paperclip")]
    return []


@needs("xforms.form:upload")
@require_POST
def publish(request: ActorRequest, pk: int) -> HttpResponse:
    return _pressed(request, pk, actions.publish, _("表单已发布"))


@needs("xforms.form:upload")
@require_POST
def retire(request: ActorRequest, pk: int) -> HttpResponse:
    return _pressed(request, pk, actions.retire, _("表单已停用"))


def _pressed(request: ActorRequest, pk: int, verb: Verb[Any, Any], done: str) -> HttpResponse:
    version = get_object_or_404(versions_seen(request), pk=pk)
    return press(request, verb, version, done=done, then=version.get_absolute_url())


class Revise(VerbPage):
    verb = actions.revise
    form_class = forms.ReviseForm
    template_name = "xforms/upload.html"
    done = gettext_lazy("新版本已保存，请预览后发布")

    def queryset(self) -> QuerySet[Form]:
        return seen(self.request)

    def crumbs(self, record: Form) -> list[Crumb]:
        return words.way(Crumb(record.title, record.get_absolute_url()))


class OpenPage(VerbPage):
    verb = actions.open_page
    form_class = forms.ConsentForm
    done = gettext_lazy("网页填写已开放")

    def queryset(self) -> QuerySet[Form]:
        return seen(self.request)

    def crumbs(self, record: Form) -> list[Crumb]:
        return words.way(Crumb(record.title, record.get_absolute_url()))


@needs("xforms.form:upload")
@require_POST
def close_page(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(seen(request), pk=pk)
    return press(request, actions.close_page, found, done=_("网页填写已关闭"), then=found.get_absolute_url())


class Attach(VerbPage):
    verb = actions.attach
    form_class = forms.MediaForm
    done = gettext_lazy("表单附件已添加")

    def queryset(self) -> QuerySet[FormVersion]:
        return versions_seen(self.request)

    def crumbs(self, record: FormVersion) -> list[Crumb]:
        return words.way(Crumb(str(record), record.get_absolute_url()))

    def do(self, record: FormVersion, data: Mapping[str, Any]) -> Any:
        act(self.request, self.verb, record, media=data["attached"])
        return record
