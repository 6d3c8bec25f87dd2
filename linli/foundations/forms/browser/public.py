"""The public page of a form that is more than plain questions: the engine, after consent, for everybody who has the link."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from linli.foundations.forms.browser import flood, page
from linli.foundations.forms.browser.page import MEDIA, Told
from linli.foundations.forms.browser.policy import engine_page
from linli.foundations.forms.browser.views import media_of
from linli.foundations.forms.models import Form, FormVersion
from linli.foundations.forms.openrosa import answers
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.ui.web.access import public_page
from linli.ui.web.acting import sentence


def opened(token: str) -> tuple[Form, FormVersion]:
    """The form that the link opens, and its published version."""
    form = Form.objects.filter(page_token=token).first()
    version = form.published if form else None
    if form is None or version is None:
        raise Http404
    return form, version


@engine_page
def fill(request: HttpRequest, form: Form, version: FormVersion) -> HttpResponse:
    """Shown by web/light.py where its own questions do not suffice."""
    told = Told(
        person="public",
        form=reverse("xforms:open_form", args=[form.page_token]),
        media=reverse("xforms:open_media", args=[form.page_token, MEDIA]),
        send=reverse("xforms:open_send", args=[form.page_token]),
        more={"agreed": "on"},
    )
    return page.show(request, "xforms/browser_public.html", version, told, {"form_record": form})


@public_page
@never_cache
@require_GET
def form_xml(_request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse(opened(token)[1].xml, content_type=answers.XML)


@public_page
@never_cache
@require_GET
def media(_request: HttpRequest, token: str, name: str) -> FileResponse:
    return media_of(opened(token)[1], name)


@public_page
@require_POST
def send(request: HttpRequest, token: str) -> HttpResponse:
    """Taken only with consent (个人信息保护法 13), only for the form of the link, and not without end."""
    form, _version = opened(token)
    if request.POST.get("agreed") != "on":
        return page.refused(_("没有同意收集说明，没有接收。"), 422)
    try:
        flood.check(request)
    except Refusal as refusal:
        return page.refused(sentence(refusal), refusal.status)
    return page.taken(request, Actor.public(), form)
