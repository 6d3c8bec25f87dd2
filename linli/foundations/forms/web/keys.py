"""Keys for phones: taken for oneself, shown once as a QR code that ODK Collect reads, taken back."""

import base64
import json
import zlib
from typing import Any

import segno
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.foundations.forms import actions
from linli.foundations.forms.intake.known import offered
from linli.foundations.forms.models import SurveyKey
from linli.foundations.forms.web import forms, words
from linli.kernel.errors import Refusal
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, press, show_refusal


@needs("xforms.key:list")
@require_http_methods(["GET", "POST"])
def keys(request: ActorRequest) -> HttpResponse:
    """One's own keys (and, for whoever runs the organisation, everybody's); a new one is shown once, on this page."""
    form = forms.KeyForm(request.POST if request.method == "POST" else None)
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            made = act(request, actions.issue_key, note=form.cleaned_data["note"])
        except Refusal as refusal:
            show_refusal(form, refusal)
    rows = SurveyKey.objects.visible_to(request.actor).select_related("membership__person").order_by("-pk")
    seen = [one for one in rows if request.actor.may("xforms.key:revoke", one)]
    context: dict[str, Any] = {
        "crumbs": words.way(Crumb(_("采集密钥"))),
        "head": {"title": _("采集密钥"), "sub": [_("用 ODK Collect 扫码后即可离线填报，丢失时随时收回")]},
        "form": form,
        "problems": form.problems if form.is_bound else [],
        "keys": [(one, words.status(one)) for one in seen],
        "fillable": sorted(offered(request.actor), key=lambda one: one.title),
    }
    if made is not None and hasattr(made, "token"):
        address = request.build_absolute_uri(reverse("xforms:openrosa", args=[made.token]))
        context |= {"address": address, "code": qr(address), "made": made}
    return render(request, "xforms/keys.html", context)


def qr(address: str) -> str:
    """Collect's settings as a data URI: JSON, deflated, in base64. The address carries the right; there is no password."""
    settings = {
        "general": {"server_url": address.rstrip("/"), "form_update_mode": "match_exactly"},
        "admin": {},
        "project": {"name": "邻里"},
    }
    packed = base64.b64encode(zlib.compress(json.dumps(settings, ensure_ascii=False).encode())).decode()
    return str(segno.make(packed, error="l").svg_data_uri(scale=4, border=4))


@needs("xforms.key:list")
@require_POST
def revoke(request: ActorRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(SurveyKey.objects.visible_to(request.actor), pk=pk)
    return press(request, actions.revoke_key, key, done=_("采集密钥已收回"), then=reverse("xforms:keys"))
