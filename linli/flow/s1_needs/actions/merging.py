"""What was said more than once is answered once: merged, several together, and taken apart again where it was a mistake."""

from collections.abc import Iterable

from django.db import OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs import privacy
from linli.flow.s1_needs.actions.deadline import ask_for_answer
from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.states import Urged, VoiceState
from linli.kernel import inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal

OPEN = {str(VoiceState.RECEIVED), str(VoiceState.ANSWERED)}
MOST = 50
"""Voices merged in one go."""


@action(
    "needs.voice:merge",
    gettext_lazy("合并诉求"),
    subject=Voice,
    moves=(OPEN, VoiceState.MERGED),
    tells=gettext_lazy("合并到诉求 %(into)s"),
)
def merge(voice: Voice, *, actor: Actor, into: Voice) -> Voice:
    """Treat a voice as the same as another one of the same town; its follower is led to the other's answer."""
    if not actor.may("needs.voice:merge", into):
        raise NotAllowed(_("您不能办理要合并到的诉求。"), remedy=_("请选择本辖区的诉求。"))
    if into.pk == voice.pk:
        raise Refusal(_("不能把诉求合并到它自己。"), remedy=_("请选择另一件诉求。"), field="into")
    into = _held(into)
    if not into.is_open:
        raise Refusal(
            _("诉求 %(number)s 是“%(state)s”，不能再合并进去。")
            % {"number": into.number, "state": into.get_state_display()},
            remedy=_("请选择待答复或已答复的诉求。"),
            field="into",
        )
    voice.duplicates.update(merged_into=into)
    voice.merged_into = into
    inbox.cancel(voice)
    record(into=into.number)
    return voice


def _held(into: Voice) -> Voice:
    """The voice merged into, locked. Whoever works on it at this moment is not waited for: two that are merged into each
    other would wait for ever."""
    try:
        return Voice.objects.select_for_update(no_key=True, nowait=True).get(pk=into.pk)
    except OperationalError:
        raise Refusal(
            _("诉求 %(number)s 正在由别人办理。") % {"number": into.number}, remedy=_("请稍后再合并。"), field="into"
        ) from None


@action(
    "needs.voice:gather",
    gettext_lazy("合并多件诉求"),
    subject=Voice,
    moves=(OPEN, None),
    tells=gettext_lazy("合并进来 %(count)s 件"),
)
def gather(into: Voice, *, actor: Actor, voices: Iterable[Voice]) -> Voice:
    """Merge several voices into one, all or none; each is an event of its own."""
    chosen = sorted({one.pk: one for one in voices if one.pk != into.pk}.values(), key=lambda one: one.pk)
    if not 1 <= len(chosen) <= MOST:
        raise Refusal(
            _("选了 %(count)d 件，一次可以合并 1 至 %(most)d 件。") % {"count": len(chosen), "most": MOST},
            remedy=_("请在列表里勾选说同一件事的诉求。"),
            field="voices",
        )
    for one in chosen:
        merge(one, actor=actor, into=into)
    record(count=len(chosen))
    return into


@action(
    "needs.voice:unmerge",
    gettext_lazy("取消合并"),
    subject=Voice,
    moves=({VoiceState.MERGED}, VoiceState.RECEIVED),
    tells=gettext_lazy("从诉求 %(out_of)s 分出，理由：%(reason)s"),
)
def unmerge(voice: Voice, *, actor: Actor, reason: str) -> Voice:
    """Correct a merging that was a mistake: the voice is to be answered again by itself, within its own deadline."""
    assert voice.merged_into is not None
    record(out_of=voice.merged_into.number, reason=privacy.check_reason(reason, "reason"))
    return _apart(voice)


@action(
    "needs.voice:part",
    gettext_lazy("分出单独办理"),
    subject=Voice,
    moves=({VoiceState.MERGED}, VoiceState.RECEIVED),
    tells=gettext_lazy("诉求 %(out_of)s 已撤回"),
)
def part(voice: Voice, *, actor: Actor) -> Voice:
    """The voice that it went into was taken back unanswered: its own follower is still owed an answer."""
    assert voice.merged_into is not None
    record(out_of=voice.merged_into.number)
    return _apart(voice)


def _apart(voice: Voice) -> Voice:
    voice.merged_into = None
    voice.urged = Urged.NOBODY
    voice.earlier_answer = voice.earlier_answer or voice.answer
    voice.answer, voice.answered_at = "", None
    ask_for_answer(voice)
    return voice
