"""Residents with their tracking code: look up the answer, say whether it helped, ask for another one, take the voice back.

The code is typed and posted, so that it stands in no address and no log.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

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
from linli.flow.s1_needs.web.voice_forms import FollowForm, RateForm, ReopenForm
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.ui import formats, parts
from linli.ui.due import fact as due_fact
from linli.ui.web.access import public_page
from linli.ui.web.acting import show_refusal, terms

OPEN = (VoiceState.RECEIVED, VoiceState.ANSWERED)
DONE = (VoiceState.ANSWERED, VoiceState.CLOSED, VoiceState.MERGED)


@public_page
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """Look up a voice by its code."""
    form = FollowForm(request.POST or None)
    voice = None
    if request.method == "POST" and form.is_valid():
        voice = find(form.cleaned_data["code"])
        if voice is None:
            form.add_error("code", _("没有找到这个查询码。请核对 12 位字母和数字，其中没有 0、1、I、L、O。"))
    return _show(request, form, voice)


def find(code: str) -> Voice | None:
    """The voice of a code."""
    rows = Voice.objects.select_related("place", "organisation", "need", "merged_into__organisation")
    return rows.filter(code_hash=rules.digest_of(code)).first()


def _show(request: HttpRequest, form: Any, voice: Voice | None, done: str = "", **forms: Any) -> HttpResponse:
    """The page: the form for a code, and under it what its own resident sees of the voice."""
    bound = next((one for one in forms.values() if one.is_bound), form)
    context: dict[str, Any] = {"form": form, "problems": bound.problems, "done": done}
    if voice is not None:
        context |= _about(voice, **forms)
    return render(request, "needs/follow.html", context)


def _about(voice: Voice, rating: Any = None, again: Any = None) -> dict[str, Any]:
    """What its own resident sees of a voice; a merged one shows the answer of the one it went into."""
    answering = voice.answering
    answered = answering.answered_at if voice.state in DONE else None
    return {
        "voice": voice,
        "answering": answering,
        "facts": _facts(voice),
        "may_withdraw": voice.state in OPEN,
        "rating": (rating or RateForm()) if answered and voice.satisfaction is None else None,
        "again": (again or ReopenForm()) if answered and _may_reopen(voice, answered) else None,
        "until": book.last_day("voice.reopen_days", answered) if answered else None,
    }


def _may_reopen(voice: Voice, answered: datetime) -> bool:
    return voice.reopened_at is None and clock.today() <= book.last_day("voice.reopen_days", answered)


def _facts(voice: Voice) -> list[parts.Fact]:
    listed = voice.need is not None and voice.need.state in ("listed", "adopted", "met")
    made = [
        parts.Fact(_("状态"), status=badges.of_voice(voice)),
        parts.Fact(_("编号"), voice.number),
        parts.Fact(_("社区（村）"), voice.place.name),
        parts.Fact(_("收到"), formats.moment(voice.received_at)),
        parts.Fact(_("答复单位"), str(voice.answering.organisation)),
        due_fact(_("答复期限"), voice.due_at),
        parts.Fact(_("列入需求清单"), str(voice.need) if listed else _("还没有")),
    ]
    if voice.extended_from is not None:
        made.append(parts.Fact(_("延期理由"), voice.extension_reason))
    if voice.transferred_from_id is not None:
        made.append(parts.Fact(_("转办理由"), voice.transfer_reason))
    if voice.satisfaction is not None:
        made.append(parts.Fact(_("您的评价"), voice.get_satisfaction_display()))
    return made


@public_page
@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take a voice back by its code."""
    form = FollowForm(request.POST)
    return _with_code(request, "", form, lambda voice, data: actions.withdraw.on(terms(request))(
        voice, actor=Actor.public(), code=data["code"]
    ))  # fmt: skip


@public_page
@never_cache
@require_POST
def rate(request: HttpRequest) -> HttpResponse:
    """Say how well the answer helped."""
    form = RateForm(request.POST)
    return _with_code(request, "rating", form, lambda voice, data: actions.rate.on(terms(request))(
        voice, actor=Actor.public(), code=data["code"], score=data["score"]
    ), _("评价已收到"))  # fmt: skip


@public_page
@never_cache
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """Ask for another answer."""
    form = ReopenForm(request.POST)
    return _with_code(request, "again", form, lambda voice, data: actions.reopen.on(terms(request))(
        voice, actor=Actor.public(), code=data["code"], reason=data["reason"]
    ), _("已要求重新办理"))  # fmt: skip


def _with_code(
    request: HttpRequest, name: str, form: Any, do: Callable[[Voice, dict[str, Any]], Voice], done: str = ""
) -> HttpResponse:
    """Run a verb for whoever has the code, and show the page of that voice again: done, or with what is wrong. `name` is that of
    the form on the page, empty for the one of the code; what leaves nothing to be shown has no words when it is `done`."""
    code = FollowForm({"code": form.data.get("code", "")})
    voice = find(code.data["code"])
    if voice is None or not code.is_valid():
        code.add_error("code", _("没有找到这个查询码。请核对 12 位字母和数字，其中没有 0、1、I、L、O。"))
        return _show(request, code, None)
    if form.is_valid():
        try:
            do(voice, form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return _show(request, code, find(code.data["code"]), done) if done else _gone(request)
    return _show(request, code, voice, **{name: form}) if name else _show(request, form, voice)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "needs/withdrawn.html", {"back": reverse("needs:say")})
