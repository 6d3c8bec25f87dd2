"""Pages of voices for those who answer them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.flow.s1_needs import actions, rules
from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.web.pages import crumbs
from linli.flow.s1_needs.web.public import said, secret
from linli.flow.s1_needs.web.voice_forms import AnswerForm, MergeForm, VoiceForm
from linli.flow.s1_needs.web.voice_shown import shown
from linli.kernel.errors import Refusal
from linli.ui import parts
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, press, show_refusal, submit, terms
from linli.ui.web.form_page import show_form


def heard(request: ActorRequest, pk: int) -> Voice:
    """The voice, if the actor may see it."""
    rows = Voice.objects.select_related("place", "organisation", "need", "merged_into", "transferred_from")
    voice = get_object_or_404(rows, pk=pk)
    require(request.actor, "needs.voice:view", voice)
    return voice


def trail(*more: parts.Crumb) -> list[parts.Crumb]:
    return crumbs(parts.Crumb(_("居民诉求"), reverse("needs:voice_list")), *more)


@needs("needs.voice:list")
def voice_page(request: ActorRequest, pk: int) -> HttpResponse:
    """One voice: what was said, by when it must be answered, what may be done."""
    return _show(request, heard(request, pk))


@needs("needs.voice:list")
def printed(request: ActorRequest, pk: int) -> HttpResponse:
    """One voice on paper, without who said it."""
    voice = heard(request, pk)
    return render(request, "needs/voice_print.html", shown(request.actor, voice))


@needs("needs.voice:list")
@require_POST
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """Answer, or come back with what is wrong."""
    voice, form = heard(request, pk), AnswerForm(request.POST)
    gone = submit(
        request,
        form,
        lambda data: act(request, actions.answer, voice, answer=data["answer"], referral=data["referral"]),
        done=_("诉求已答复"),
    )
    return gone or _show(request, voice, form=form)


@needs("needs.voice:list")
@require_POST
def merge(request: ActorRequest, pk: int) -> HttpResponse:
    """Merge into another voice, or come back with what is wrong."""
    voice = heard(request, pk)
    form = MergeForm(request.POST, voice=voice, actor=request.actor)
    gone = submit(
        request, form, lambda data: act(request, actions.merge, voice, into=data["into"]), done=_("诉求已合并")
    )
    return gone or _show(request, voice, merging=form)


@needs("needs.voice:list")
@require_POST
def close(request: ActorRequest, pk: int) -> HttpResponse:
    voice = heard(request, pk)
    return press(request, actions.close, voice, done=_("诉求已办结"), then=voice.get_absolute_url())


@needs("needs.voice:list")
@require_POST
def mask(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the numbers out of what was said."""
    voice = heard(request, pk)
    return press(request, actions.mask, voice, done=_("个人信息已遮盖"), then=voice.get_absolute_url())


@needs("needs.voice:list")
@require_POST
def reveal(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the contact in the answer to this one request; the next page hides it again."""
    voice = heard(request, pk)
    try:
        contact = actions.reveal(voice, actor=request.actor)
    except Refusal as refusal:
        return _show(request, voice, problems=[parts.Problem(str(refusal.message), str(refusal.remedy))])
    return _show(request, heard(request, pk), contact=contact)


def _show(request: ActorRequest, voice: Voice, **more: Any) -> HttpResponse:
    bound = next((more[name] for name in ("form", "merging") if name in more), None)
    seen = shown(request.actor, voice)
    merging = MergeForm(voice=voice, actor=request.actor, version=voice.version) if seen["may"]["merge"] else None
    context = {
        **seen,
        "crumbs": trail(parts.Crumb(voice.number)),
        "head": {
            "title": _("诉求 %(number)s") % {"number": voice.number},
            "sub": [voice.place.name, voice.get_topic_display()],
            "actions": [parts.Action(_("打印"), reverse("needs:voice_print", args=[voice.pk]), "printer")],
        },
        "form": AnswerForm(version=voice.version),
        "merging": merging,
        "problems": bound.problems if bound is not None else [],
        **more,
    }
    if "contact" in more:
        context["masked"] = ""
    return render(request, "needs/voice.html", context)


@needs("needs.need:enter")
def voice_new(request: ActorRequest) -> HttpResponse:
    """A clerk records what somebody said on the phone, at the door or in a meeting, and hands over the tracking code."""
    form = VoiceForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        key = terms(request).key
        code = rules.code_from(secret(f"clerk {request.actor.person_id} {key}")) if key else rules.new_code()
        keys = ("place", "channel", "topic", "content", "name", "phone", "consent")
        try:
            voice = act(request, actions.record_voice, code=code, **{name: form.cleaned_data[name] for name in keys})
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            context = {"crumbs": trail(parts.Crumb(voice.number)), **said(voice, code)}
            return render(request, "needs/voice_said.html", context)
    return show_form(
        request,
        form,
        title=_("登记诉求"),
        cancel_url=reverse("needs:voice_list"),
        crumbs=trail(),
        template="needs/voice_new.html",
        problems=form.problems,
    )
