"""Residents, without signing in: say what is needed; the number that they leave is verified where messages can be sent."""

import hashlib
import hmac
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from linli.flow.s1_needs import actions, privacy, rules
from linli.flow.s1_needs.gateways import gateway
from linli.flow.s1_needs.models import PhoneCheck, Voice
from linli.flow.s1_needs.web.voice_forms import SpeakForm
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.ui import formats
from linli.ui.web.access import public_page
from linli.ui.web.acting import show_refusal, terms


@public_page
@never_cache
def say(request: HttpRequest) -> HttpResponse:
    """The form; a voice that was taken in is answered with its code on the same page, so that it stands nowhere else."""
    place = Place.objects.communities().filter(code=request.GET.get("place", "")).first()
    form = SpeakForm(request.POST or None, district=settings.DISTRICT, initial={"place": place})
    more: dict[str, Any] = {}
    if request.method == "POST" and "send_code" in request.POST and gateway().asks:
        more = _send_code(request, form)
    elif request.method == "POST" and form.is_valid():
        try:
            voice, code = _record(request, form)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return render(request, "needs/said.html", said(voice, code))
    context = {
        "form": form,
        "problems": form.problems,
        "period": book.words("voice.answer_days"),
        "phone_required": book.value("voice.phone") == "required",
        **more,
    }
    return render(request, "needs/say.html", context)


def _send_code(request: HttpRequest, form: SpeakForm) -> dict[str, Any]:
    """Send a code to the number that was typed; everything typed stays, and nothing else is complained of yet."""
    form.only_about("phone", "homepage")
    phone = form.cleaned_data.get("phone", "").strip()
    if form.errors:
        return {}
    if not form.cleaned_data.get("consent"):
        form.add_error("consent", _("发送验证码要用到您的手机号。请先勾选同意。"))
        return {}
    out = gateway()
    try:
        check = actions.send_code(actor=Actor.public(), phone=phone, source=_source(request, "phone"))
        _deliver(check, phone)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return {}
    return {"sent_to": rules.masked_phone(phone), "shown_code": check.code if out.shows else ""}  # type: ignore[attr-defined]


def _deliver(check: PhoneCheck, phone: str) -> None:
    """Hand the code to the gateway, outside any transaction; what it does not take is marked so, and the refusal goes on."""
    words = _("【邻里】验证码 %(code)s，5 分钟内有效，用于提交诉求。请勿告诉他人。")
    try:
        gateway().send(phone, words % {"code": check.code})  # type: ignore[attr-defined]
    except Refusal:
        actions.fail_code(actor=Actor.public(), check=check)
        raise


def _record(request: HttpRequest, form: SpeakForm) -> tuple[Voice, str]:
    """Run the action; the code follows from the form's key, so a form that is sent twice shows the same code."""
    data, asked = form.cleaned_data, terms(request)
    code = rules.code_from(secret(f"voice {asked.key}")) if asked.key else rules.new_code()
    told = {key: data[key] for key in ("place", "topic", "content", "name", "phone", "consent")}
    proof = _proof(data["phone"].strip(), data.get("sms_code", "").strip())
    source = _source(request, "source")
    voice = actions.record_voice.on(asked)(actor=Actor.public(), code=code, source=source, proof=proof, **told)
    return voice, code


def _proof(phone: str, typed: str) -> PhoneCheck | None:
    """The verified number, if a code was typed. Raises a Refusal that says what is wrong with it."""
    if not (phone and typed and gateway().asks):
        return None
    check = actions.check_code(actor=Actor.public(), phone=phone, code=typed)
    problem = check.problem if check else _("还没有给这个号码发过验证码。请先发送。")  # type: ignore[attr-defined]
    if problem:
        raise Refusal(problem, field="sms_code", code="unverified_phone")
    return check


def _source(request: HttpRequest, what: str) -> str:
    """A hash of the sender's address that means nothing tomorrow; one for each thing that is counted."""
    return secret(f"{what} {clock.today()} {get_client_ip(request) or ''}").hex()


def secret(text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256)


def said(voice: Voice, code: str) -> dict[str, Any]:
    """What is told once, with the tracking code."""
    return {"voice": voice, "code": code, "next": _next(voice), "found": privacy.found_in(voice.content)}


def _next(voice: Voice) -> list[str]:
    return [
        _("%(name)s在 %(day)s前答复。") % {"name": voice.organisation, "day": formats.day(voice.due_at)},
        _("凭查询码随时查看答复，评价是否解决，也可以撤回。"),
        _("多数人都有的需求会列入社区的需求清单，公开排序。"),
    ]
