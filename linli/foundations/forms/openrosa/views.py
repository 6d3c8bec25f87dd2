"""The addresses of phones. Every answer is OpenRosa's, refusals too."""

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from linli.foundations.forms.intake import known
from linli.foundations.forms.models import FormMedia, FormVersion
from linli.foundations.forms.openrosa import answers, signin
from linli.foundations.forms.openrosa.taking import take
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.ui.web.access import public_page
from linli.ui.web.acting import sentence

MOST_BODY = answers.ACCEPTED_BYTES + 8 * 2**20
Work = Callable[..., HttpResponseBase]


def phone(*methods: str, versioned: bool = True) -> Callable[[Work], Work]:
    """A view for phones: who it is, which version of the protocol, and refusals as messages."""

    def wrap(work: Work) -> Work:
        @csrf_exempt
        @public_page
        @wraps(work)
        def view(request: HttpRequest, token: str = "", **keys: Any) -> HttpResponseBase:
            if request.method not in methods:
                return answers.message(_("不支持这种请求。"), 405)
            actor, stale = (signin.by_token(token), False) if token else signin.by_header(request)
            if actor is None:
                return signin.refused(request, stale=stale)
            if versioned and "X-OpenRosa-Version" not in request.headers:
                return answers.message(_("请求没有 X-OpenRosa-Version。"), 400)
            try:
                return work(request, actor, _base(request, token), **keys)
            except Refusal as refusal:
                return answers.message(sentence(refusal), refusal.status)

        return view

    return wrap


def _base(request: HttpRequest, token: str) -> str:
    address = reverse("xforms:openrosa", args=[token]) if token else reverse("xforms:openrosa_plain")
    return request.build_absolute_uri(address).rstrip("/")


@phone("GET", "HEAD")
def form_list(request: HttpRequest, actor: Actor, base: str) -> HttpResponse:
    offered = known.offered(actor, old=request.GET.get("listAllVersions") == "true")
    wanted = request.GET.get("formID")
    if wanted is not None:
        offered = [one for one in offered if one.form.form_id == wanted]
    media = set(FormMedia.objects.filter(version__in=[one.pk for one in offered]).values_list("version_id", flat=True))
    return answers.form_list(offered, base, media, verbose=request.GET.get("verbose") == "true")


def _mine(actor: Actor, pk: int) -> FormVersion:
    """A version that the surveyor may fill in. Raises Refusal (404)."""
    for one in known.offered(actor, old=True):
        if one.pk == pk:
            return one
    raise Refusal(_("没有这份表单，或您不能填写。"), status=404)


@phone("GET", versioned=False)
def form_xml(request: HttpRequest, actor: Actor, base: str, pk: int) -> HttpResponse:
    xml = FormVersion.objects.values_list("xml", flat=True).get(pk=_mine(actor, pk).pk)
    return answers.file(xml)


@phone("GET")
def manifest(request: HttpRequest, actor: Actor, base: str, pk: int) -> HttpResponse:
    version = _mine(actor, pk)
    return answers.manifest(FormMedia.objects.filter(version_id=version.pk).order_by("pk"), base, version)


@phone("GET", versioned=False)
def media(request: HttpRequest, actor: Actor, base: str, pk: int, file: int) -> FileResponse:
    one = get_object_or_404(FormMedia.objects.select_related("stored"), pk=file, version_id=_mine(actor, pk).pk)
    return answers.stored(one.stored)


@phone("HEAD", "POST")
def submission(request: HttpRequest, actor: Actor, base: str) -> HttpResponse:
    if request.method == "HEAD":
        return answers.answer(status=204)
    _measure(request)
    taken = take(request, actor)
    return answers.message(_("填报已收到，谢谢。") if not taken.again else _("这份填报先前已经收到。"), 201)


def _measure(request: HttpRequest) -> None:
    """Refuse too much at once; a body without a declared length is read up to the limit and then taken for one with it."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BODY:
        raise Refusal(_("一次提交的内容过大。"), _("请在采集程序里分次提交。"), status=413)
    if "chunked" not in request.headers.get("Transfer-Encoding", "").lower() or request.META.get("CONTENT_LENGTH"):
        return
    body = request.META["wsgi.input"].read(MOST_BODY + 1)
    request.META["CONTENT_LENGTH"] = str(len(body))
    if len(body) > MOST_BODY:
        raise Refusal(_("一次提交的内容过大。"), _("请在采集程序里分次提交。"), status=413)
    request._stream = io.BytesIO(body)
    request._read_started = False  # type: ignore[attr-defined]
