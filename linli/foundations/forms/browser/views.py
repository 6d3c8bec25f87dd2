"""Pages on which a surveyor fills a form in, and changes what he sent."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.foundations.forms.browser import page
from linli.foundations.forms.browser.page import MEDIA, Told
from linli.foundations.forms.browser.policy import engine_page
from linli.foundations.forms.models import FormVersion, Submission
from linli.foundations.forms.openrosa import answers
from linli.foundations.forms.states import VersionState
from linli.foundations.forms.web import words
from linli.kernel import rls
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs

TEMPLATE = "xforms/browser.html"


def fillable(request: ActorRequest, pk: int) -> FormVersion:
    """A version that was published and that the actor may fill in; a retired one for the drafts that are left."""
    found = get_object_or_404(
        FormVersion.objects.exclude(state=VersionState.DRAFT).select_related("form__organisation"), pk=pk
    )
    if not request.actor.may("xforms.submission:receive", found):
        raise Http404
    return found


def _told(request: ActorRequest, version: FormVersion, edit: dict[str, Any] | None = None) -> Told:
    actor = request.actor
    return Told(
        person=f"{actor.person_id}-{actor.organisation_id}-{actor.role}",
        form=reverse("xforms:fill_form", args=[version.pk]),
        media=reverse("xforms:fill_media", args=[version.pk, MEDIA]),
        send=reverse("xforms:fill_send"),
        preload={"username": actor.person_name},
        edit=edit,
    )


@needs("xforms.key:list")
@engine_page
@require_GET
def fill(request: ActorRequest, pk: int) -> HttpResponse:
    version = fillable(request, pk)
    return page.show(request, TEMPLATE, version, _told(request, version), _head(version, _("在浏览器中填写")))


def _head(version: FormVersion, here: str) -> dict[str, Any]:
    form = version.form
    return {
        "crumbs": words.way(Crumb(form.title, form.get_absolute_url()), Crumb(here)),
        "head": {"title": version.title, "sub": [here, _("版本 %s") % version.label]},
    }


@needs("xforms.key:list")
@require_GET
def form_xml(request: ActorRequest, pk: int) -> HttpResponse:
    return HttpResponse(fillable(request, pk).xml, content_type=answers.XML)


@needs("xforms.key:list")
@require_GET
def media(request: ActorRequest, pk: int, name: str) -> FileResponse:
    return media_of(fillable(request, pk), name)


def media_of(version: FormVersion, name: str) -> FileResponse:
    """A picture or table that goes with the version."""
    one = get_object_or_404(version.media.select_related("stored"), name=name)
    return answers.stored(one.stored)


@needs("xforms.key:list")
@require_POST
def send(request: ActorRequest) -> HttpResponse:
    return page.taken(request, request.actor)


def amendable(request: ActorRequest, pk: int) -> Submission:
    """What the actor sent himself, as it counts now: he sees it unmasked, for it is he who wrote it."""
    mine = Submission.objects.visible_to(request.actor).current().select_related("form__organisation", "form_version")
    with rls.acting(request.actor):
        found = get_object_or_404(mine, pk=pk)
    if not request.actor.may("xforms.submission:amend", found):
        raise Http404
    return found


@needs("xforms.key:list")
@engine_page
@require_GET
def amend(request: ActorRequest, pk: int) -> HttpResponse:
    """Change a submission: what is sent is a version of its own, and the old one is kept."""
    found = amendable(request, pk)
    version = FormVersion.objects.select_related("form__organisation").get(pk=found.form_version_id)
    with rls.acting(request.actor):
        files = list(found.attachments.values_list("name", flat=True))
    edit = {
        "old": found.instance_id,
        "xml": reverse("xforms:amend_xml", args=[pk]),
        "files": files,
        "file": reverse("xforms:amend_file", args=[pk, MEDIA]).removesuffix(MEDIA),
    }
    return page.show(request, TEMPLATE, version, _told(request, version, edit), _head(version, _("修改填报 %s") % pk))


@needs("xforms.key:list")
@require_GET
def amend_xml(request: ActorRequest, pk: int) -> HttpResponse:
    return HttpResponse(amendable(request, pk).xml, content_type=answers.XML)


@needs("xforms.key:list")
@require_GET
def amend_file(request: ActorRequest, pk: int, name: str) -> FileResponse:
    found = amendable(request, pk)
    with rls.acting(request.actor):
        one = get_object_or_404(found.attachments.select_related("stored"), name=name)
    return answers.stored(one.stored)
