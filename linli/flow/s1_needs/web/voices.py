"""Pages of voices for those who answer them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.flow.s1_needs import actions, rules
from linli.flow.s1_needs.models import Voice, VoiceContact
from linli.flow.s1_needs.web import badges
from linli.flow.s1_needs.web.forms import AnswerForm, MergeForm, VoiceForm
from linli.flow.s1_needs.web.pages import crumbs
from linli.kernel import rls
from linli.kernel.errors import Refusal
from linli.ui import formats, parts
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, press, submit
from linli.ui.web.form_page import form_page


def heard(request: ActorRequest, pk: int) -> Voice:
    """The voice, if the actor may see it."""
    voice = get_object_or_404(Voice.objects.select_related("place", "organisation", "need", "merged_into"), pk=pk)
    require(request.actor, "needs.voice:view", voice)
    return voice


def trail(*more: parts.Crumb) -> list[parts.Crumb]:
    return crumbs(parts.Crumb(_("居民诉求"), reverse("needs:voice_list")), *more)


@needs("needs.voice:list")
def voice_page(request: ActorRequest, pk: int) -> HttpResponse:
    """One voice: what was said, by when it must be answered, what may be done."""
    voice = heard(request, pk)
    form = AnswerForm(version=voice.version)
    merging = MergeForm(voice=voice, actor=request.actor, version=voice.version)
    return _show(request, voice, form, merging)


@needs("needs.voice:list")
@require_POST
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """Answer, or come back with what is wrong."""
    voice = heard(request, pk)
    form = AnswerForm(request.POST)
    gone = submit(
        request, form, lambda data: act(request, actions.answer, voice, answer=data["answer"]), done=_("诉求已答复")
    )
    return gone or _show(request, voice, form, MergeForm(voice=voice, actor=request.actor, version=voice.version))


@needs("needs.voice:list")
@require_POST
def merge(request: ActorRequest, pk: int) -> HttpResponse:
    """Merge into another voice, or come back with what is wrong."""
    voice = heard(request, pk)
    form = MergeForm(request.POST, voice=voice, actor=request.actor)
    gone = submit(
        request, form, lambda data: act(request, actions.merge, voice, into=data["into"]), done=_("诉求已合并")
    )
    return gone or _show(request, voice, AnswerForm(version=voice.version), form)


@needs("needs.voice:list")
@require_POST
def close(request: ActorRequest, pk: int) -> HttpResponse:
    voice = heard(request, pk)
    return press(request, actions.close, voice, done=_("诉求已办结"), then=voice.get_absolute_url())


@needs("needs.voice:list")
@require_POST
def reveal(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the contact in the answer to this one request; the next page hides it again."""
    voice = heard(request, pk)
    try:
        contact = actions.reveal(voice, actor=request.actor)
    except Refusal as refusal:
        return _show(request, voice, problems=[parts.Problem(str(refusal.message), str(refusal.remedy))])
    voice.refresh_from_db()
    return _show(request, voice, contact=contact)


def _show(request: ActorRequest, voice: Voice, form: Any = None, merging: Any = None, **more: Any) -> HttpResponse:
    may = {
        verb: request.actor.may(permission, voice) and voice.state in states
        for verb, permission, states in (
            ("answer", "needs.voice:answer", ["received"]),
            ("merge", "needs.voice:merge", ["received", "answered"]),
            ("close", "needs.voice:close", ["answered"]),
            ("link", "needs.voice:link", ["received", "answered"] if voice.need_id is None else []),
            ("reveal", "needs.contact:reveal", ["received", "answered"]),
        )
    }
    bound = next((one for one in (form, merging) if one is not None and one.is_bound), None)
    context = {
        "crumbs": trail(parts.Crumb(voice.number)),
        "head": {
            "title": _("诉求 %(number)s") % {"number": voice.number},
            "sub": [voice.place.name, voice.get_topic_display()],
        },
        "voice": voice,
        "facts": facts(voice),
        "due": badges.answer_due(voice),
        "form": form or AnswerForm(version=voice.version),
        "merging": merging or MergeForm(voice=voice, actor=request.actor, version=voice.version),
        "may": may,
        "masked": _masked(request, voice) if may["reveal"] and "contact" not in more else "",
        "duplicates": voice.duplicates.all(),
        "problems": bound.problems if bound is not None else [],
        **more,
    }
    return render(request, "needs/voice.html", context)


def facts(voice: Voice) -> list[parts.Fact]:
    return [
        parts.Fact(_("状态"), status=badges.of_voice(voice)),
        parts.Fact(_("来源"), voice.get_channel_display()),
        parts.Fact(_("收到"), formats.moment(voice.received_at)),
        parts.Fact(_("答复单位"), str(voice.organisation)),
        parts.Fact(_("答复期限"), formats.moment(voice.due_at)),
        parts.Fact(_("归入需求"), str(voice.need) if voice.need else _("未归入")),
    ]


def _masked(request: ActorRequest, voice: Voice) -> str:
    """Whether there is a contact at all, masked; empty when the resident left none."""
    with rls.acting(request.actor):
        contact = VoiceContact.objects.filter(voice=voice).first()
    if contact is None:
        return ""
    return f"{contact.name[:1]}** {rules.masked_phone(contact.phone) if contact.phone else ''}".strip()


@needs("needs.need:enter")
def voice_new(request: ActorRequest) -> HttpResponse:
    """A clerk records what somebody said on the phone, at the door or in a meeting."""
    form = VoiceForm(request.POST or None, actor=request.actor)

    def record(data: dict[str, Any]) -> Voice:
        keys = ("place", "channel", "topic", "content", "name", "phone", "consent")
        return act(request, actions.record_voice, **{key: data[key] for key in keys})  # type: ignore[no-any-return]

    return form_page(
        request,
        form,
        record,
        title=_("登记诉求"),
        button=_("登记诉求"),
        done=_("诉求已登记"),
        cancel_url=reverse("needs:voice_list"),
        crumbs=trail(),
        template="needs/voice_new.html",
    )
