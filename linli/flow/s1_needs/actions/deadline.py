"""The deadline of an answer: asked for, reminded of, put off once with a reason, and when it is missed told upwards."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s1_needs import privacy
from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.states import Urged, VoiceState
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.parties.states import OrganisationState
from linli.foundations.rulebook import book, deadlines
from linli.foundations.rulebook.words import day_words
from linli.kernel import clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

ANSWER, URGE = "needs.voice:answer", "needs.voice:urge"
ABOVE = {
    int(Urged.TOWN): (OrganisationKind.TOWN, 9),
    int(Urged.BUREAU): (OrganisationKind.CIVIL_AFFAIRS, 6),
}
"""Who is told of a missed deadline: the kind, and the digits of its place's code."""


def ask_for_answer(voice: Voice) -> None:
    """Put the answer into the inbox of the organisation that owes it; asking again updates what is open."""
    inbox.open_task(voice, ANSWER, **asked_of(voice))


def asked_of(voice: Voice) -> dict[str, Any]:
    """The task in words, its deadline and its clause. Nothing of what was said stands in it."""
    return {
        "title": _("答复诉求：%(topic)s（%(place)s）") % {"topic": voice.get_topic_display(), "place": voice.place},
        "context": voice.number,
        "organisation_id": voice.organisation_id,
        "role": "clerk",
        "due_at": voice.due_at,
        "due_basis": _basis(voice),
        "clause": book.citation("voice.extension_days" if _is_put_off(voice) else "voice.answer_days"),
    }


def _basis(voice: Voice) -> str:
    period = {"period": book.words("voice.answer_days")}
    if _is_put_off(voice):
        return _("经延期，原期限后 %(period)s内") % {"period": book.words("voice.extension_days")}
    return _("要求重新办理后 %(period)s内") % period if voice.reopened_at else _("收到诉求后 %(period)s内") % period


def _is_put_off(voice: Voice) -> bool:
    """The present deadline is the one that was put off; reopened, a voice has a new one."""
    return voice.extended_from is not None and voice.reopened_at is None


@action(
    "needs.voice:extend",
    gettext_lazy("延长答复期限"),
    subject=Voice,
    moves=({VoiceState.RECEIVED}, None),
    tells=gettext_lazy("延至 %(until)s，理由：%(reason)s"),
)
def extend(voice: Voice, *, actor: Actor, reason: str) -> Voice:
    """Put the answer off, once, before the deadline has passed, for the rule book's days; the resident reads the reason."""
    if voice.extended_from is not None:
        raise Refusal(
            _("这件诉求的答复期限已经延长过一次。"),
            remedy=_("请在 %(day)s前答复；暂时办不了的，答复里写明进展。")
            % {"day": day_words(timezone.localdate(voice.due_at))},
            clauses=[book.clause_words("voice.extension_days")],
        )
    if voice.reopened_at is not None:
        raise Refusal(
            _("居民要求重新办理的诉求不能延期。"),
            remedy=_("请按期答复；暂时办不了的，答复里写明进展。"),
            clauses=[book.clause_words("voice.extension_days")],
        )
    if voice.is_overdue:
        raise Refusal(_("答复期限已经过了，不能再延长。"), remedy=_("请尽快答复，并说明为什么晚了。"))
    voice.extension_reason = privacy.check_reason(reason, "reason")
    voice.extended_from = voice.due_at
    voice.due_at = book.due("voice.extension_days", voice.due_at)
    voice.urged = Urged.NOBODY
    inbox.cancel(voice, URGE)
    ask_for_answer(voice)
    record(until=timezone.localdate(voice.due_at).isoformat(), reason=voice.extension_reason)
    return voice


@action(
    URGE,
    gettext_lazy("提醒和督办答复"),
    short=pgettext_lazy("待办", "督促"),
    subject=Voice,
    moves=({VoiceState.RECEIVED}, None),
    tells=gettext_lazy("%(told)s"),
)
def urge(voice: Voice, *, actor: Actor, level: int) -> Voice:
    """Remind the leader of the organisation that answers, or tell the town and then the bureau of an answer that is late.
    Each level is told once; what the lower was told is taken back, for the higher stands above it."""
    if level <= voice.urged:
        raise Refusal(_("已经督办过。"), remedy=_("不用重复办理。"))
    told = _told(voice, level)
    voice.urged = level
    record(told=voice.get_urged_display())
    if told is None:
        return voice
    organisation_id, role = told
    words = {"topic": voice.get_topic_display(), "place": voice.place}
    late = level != Urged.LEADER
    inbox.open_task(
        voice,
        URGE,
        title=_("督办逾期诉求：%(topic)s（%(place)s）") % words
        if late
        else _("诉求快到期：%(topic)s（%(place)s）") % words,
        context=f"{voice.number} {voice.organisation}",
        organisation_id=organisation_id,
        role=role,
        due_at=voice.due_at,
        due_basis=_basis(voice),
        clause=book.citation("voice.escalate_days" if level == Urged.BUREAU else "voice.answer_days"),
    )
    return voice


def _told(voice: Voice, level: int) -> tuple[int, str] | None:
    """Whom a level tells; nobody where the organisation above is not there or owes the answer itself."""
    if level == Urged.LEADER:
        return voice.organisation_id, "leader"
    kind, digits = ABOVE[level]
    active = Organisation.objects.filter(state=OrganisationState.ACTIVE, kind=kind)
    above = active.filter(place__code=voice.place_code[:digits]).order_by("pk").first()
    return None if above is None else (above.pk, "leader" if above.pk == voice.organisation_id else "clerk")


def level_due(voice: Voice) -> int:
    """Which level a voice has come to at the present moment."""
    today = clock.today()
    if clock.now() > voice.due_at:
        return int(Urged.BUREAU if today > book.last_day("voice.escalate_days", voice.due_at) else Urged.TOWN)
    near = book.last_day("voice.remind_days", today) >= timezone.localdate(voice.due_at)
    return int(Urged.LEADER if near else Urged.NOBODY)


_OPEN = Q(state=VoiceState.RECEIVED)
for _parameter, _start, _open in (
    ("voice.answer_days", "received_at", Q(reopened_at__isnull=True, extended_from__isnull=True)),
    ("voice.answer_days", "reopened_at", Q(reopened_at__isnull=False)),
    ("voice.extension_days", "extended_from", Q(reopened_at__isnull=True, extended_from__isnull=False)),
):
    deadlines.keep(
        "needs.voice", "due_at", parameter=_parameter, start=_start, tell="organisation_id", open=_OPEN & _open
    )
