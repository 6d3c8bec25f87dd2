"""The public page of a form: plain questions, no script, nothing lost on a mistake, nothing stored twice. Whatever is
more than plain is shown by the engine (browser/public.py)."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from linli.foundations.forms import actions
from linli.foundations.forms.browser import flood, public
from linli.foundations.forms.intake import known, write, xml
from linli.foundations.forms.light.expression import Unknown
from linli.foundations.forms.light.page import Sheet
from linli.foundations.forms.models import FormVersion
from linli.foundations.forms.states import Road
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.ui.parts import Problem
from linli.ui.web.access import public_page
from linli.ui.web.acting import sentence


@public_page
@never_cache
def fill(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, or take the answers in. The form's key is the instance, so that sending twice stores once."""
    form, version = public.opened(token)
    problems, status = list[Problem](), 422
    try:
        sheet = Sheet(version)
    except Unknown:
        return public.fill(request, form, version)
    key = request.POST.get("instance", "") if request.method == "POST" else str(uuid.uuid4())
    if request.method == "POST":
        answers = sheet.fill(request.POST)
        problems = [Problem(f"{one.label}：{one.error}", href=f"#q-{one.path}") for one in sheet.faults]
        if request.POST.get("agreed") != "on":
            problems.insert(0, Problem(_("没有同意收集说明"), _("请勾选同意，或离开本页。"), href="#agreed"))
        if not problems:
            try:
                flood.check(request)
                _take(version, answers, key)
            except Refusal as refusal:
                status, problems = refusal.status, [Problem(sentence(refusal))]
            else:
                return render(request, "xforms/filled.html", {"form_record": form})
    context = {
        "form_record": form,
        "asked": sheet.asked,
        "key": key,
        "problems": problems,
        "agreed": request.POST.get("agreed") == "on",
    }
    return render(request, "xforms/fill.html", context, status=status if problems else 200)


def _take(version: FormVersion, answers: dict[str, str], key: str) -> None:
    instance = f"uuid:{uuid.UUID(key)}" if _is_uuid(key) else f"uuid:{uuid.uuid4()}"
    raw = write.xml_of(version, answers, instance)
    sent = xml.read(raw, lambda _form, _label: known.shape_of(version))
    actions.receive(actor=Actor.public(), version=version, sent=sent, raw=raw, road=Road.PAGE)


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
