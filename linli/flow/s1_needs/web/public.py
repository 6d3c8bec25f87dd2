"""Residents, without signing in: say what is needed, follow it by code, take it back."""

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.flow.s1_needs import actions, rules
from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.states import VoiceState
from linli.flow.s1_needs.web import badges
from linli.flow.s1_needs.web.forms import FollowForm, SpeakForm
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.ui import formats, parts
from linli.ui.due import fact as due_fact
from linli.ui.web.access import public_page
from linli.ui.web.acting import show_refusal, terms


@public_page
@never_cache
def say(request: HttpRequest) -> HttpResponse:
    """The form; a voice that was taken in is answered with its code on the same page, so that it stands nowhere else."""
    place = Place.objects.communities().filter(code=request.GET.get("place", "")).first()
    form = SpeakForm(request.POST or None, district=settings.DISTRICT, initial={"place": place})
    if request.method == "POST" and form.is_valid():
        try:
            voice, code = _record(request, form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return render(request, "needs/said.html", {"voice": voice, "code": code, "next": _next(voice)})
    period = book.words("voice.answer_days")
    return render(request, "needs/say.html", {"form": form, "problems": form.problems, "period": period})


def _record(request: HttpRequest, data: dict[str, Any]) -> tuple[Voice, str]:
    """Run the action; the code follows from the form's key, so a form that is sent twice shows the same code."""
    asked = terms(request)
    code = rules.code_from(_secret(f"voice {asked.key}")) if asked.key else rules.new_code()
    said = {key: data[key] for key in ("place", "topic", "content", "name", "phone", "consent")}
    voice = actions.record_voice.on(asked)(actor=Actor.public(), code=code, source=_source(request), **said)
    return voice, code


def _source(request: HttpRequest) -> str:
    """A hash of the sender's address that means nothing tomorrow."""
    return _secret(f"source {clock.today()} {request.META.get('REMOTE_ADDR', '')}").hex()


def _secret(text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256)


def _next(voice: Voice) -> list[str]:
    return [
        _("%(name)s在 %(day)s前答复。") % {"name": voice.organisation, "day": formats.day(voice.due_at)},
        _("凭查询码随时查看答复，也可以撤回。"),
        _("多数人都有的需求会列入社区的需求清单，公开排序。"),
    ]


@public_page
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """Look up a voice by its code. The code is posted, so that it stands in no address and no log."""
    form = FollowForm(request.POST or None)
    voice = None
    if request.method == "POST" and form.is_valid():
        voice = _find(form.cleaned_data["code"])
        if voice is None:
            form.add_error("code", _("没有找到这个查询码。请核对 12 位字母和数字，其中没有 0、1、I、L、O。"))
    context: dict[str, Any] = {"form": form, "problems": form.problems}
    if voice is not None:
        context |= _about(voice)
    return render(request, "needs/follow.html", context)


def _find(code: str) -> Voice | None:
    rows = Voice.objects.select_related("place", "organisation", "need", "merged_into")
    return rows.filter(code_hash=rules.digest_of(code)).first()


def _about(voice: Voice) -> dict[str, Any]:
    """What its own resident sees of a voice; a merged one shows the answer of the one it went into."""
    answering = voice.merged_into or voice
    listed = voice.need is not None and voice.need.state in ("listed", "adopted", "met")
    return {
        "voice": voice,
        "answering": answering,
        "facts": [
            parts.Fact(_("状态"), status=badges.of_voice(voice)),
            parts.Fact(_("编号"), voice.number),
            parts.Fact(_("社区（村）"), voice.place.name),
            parts.Fact(_("收到"), formats.moment(voice.received_at)),
            due_fact(_("答复期限"), voice.due_at),
            parts.Fact(_("列入需求清单"), str(voice.need) if listed else _("还没有")),
        ],
        "may_withdraw": voice.state in (VoiceState.RECEIVED, VoiceState.ANSWERED),
    }


@public_page
@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take a voice back by its code."""
    form = FollowForm(request.POST)
    voice = _find(form.data.get("code", ""))
    if voice is None or not form.is_valid():
        return render(request, "needs/follow.html", {"form": form, "problems": form.problems})
    try:
        actions.withdraw.on(terms(request))(voice, actor=Actor.public(), code=form.cleaned_data["code"])
    except Refusal as refusal:
        problems = [parts.Problem(str(refusal.message), str(refusal.remedy))]
        return render(request, "needs/follow.html", {"form": form, "problems": problems, **_about(voice)})
    return render(request, "needs/withdrawn.html", {"back": reverse("needs:say")})
