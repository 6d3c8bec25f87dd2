"""What a resident does with his tracking code once he has an answer: say whether it helped, or ask for another one, once."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs import privacy, rules
from linli.flow.s1_needs.actions.deadline import ask_for_answer
from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.states import Satisfaction, Urged, VoiceState
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal

ANSWERED = {str(VoiceState.ANSWERED), str(VoiceState.CLOSED), str(VoiceState.MERGED)}


@action(
    "needs.voice:rate",
    gettext_lazy("评价答复"),
    subject=Voice,
    moves=(ANSWERED, None),
    tells=gettext_lazy("%(score)s 分"),
)
def rate(voice: Voice, *, actor: Actor, code: str, score: int) -> Voice:
    """Say how well the answer helped, 1–5, once for each answer."""
    _answered_at(voice, code)
    if voice.satisfaction is not None:
        raise Refusal(_("这次答复您已经评价过。"), remedy=_("每次答复只评价一次。"), field="score")
    if score not in Satisfaction.values:
        raise Refusal(_("没有选择满意程度。"), remedy=_("请在很满意至很不满意中选一项。"), field="score")
    voice.satisfaction = score
    record(score=score)
    return voice


@action(
    "needs.voice:reopen",
    gettext_lazy("要求重新办理"),
    subject=Voice,
    moves=(ANSWERED, VoiceState.RECEIVED),
)
def reopen(voice: Voice, *, actor: Actor, code: str, reason: str) -> Voice:
    """Ask for another answer when the first did not help, once, within the rule book's days. A merged voice is answered by
    itself from now on. What he writes is kept with the voice, without the name that he left, and stands in no journal."""
    answered_at = _answered_at(voice, code)
    if voice.reopened_at is not None:
        raise Refusal(
            _("这件诉求已经要求重新办理过一次。"),
            remedy=_("仍不满意的，可以另提一件，或拨打 12345 反映。"),
            clauses=[book.clause_words("voice.reopen_days")],
        )
    book.not_after("voice.reopen_days", answered_at, clock.now(), _("要求重新办理的日期"), field="reason")
    text = privacy.bare(reason).strip()
    if len(text) < 5:
        raise Refusal(_("没有写明哪里没有解决。"), remedy=_("请写明还缺什么，至少 5 个字。"), field="reason")
    voice.reopen_reason, voice.reopened_at = privacy.without_own(text, *voice.told_by())[:300], clock.now()
    voice.earlier_answer, voice.answer, voice.answered_at = voice.answering.answer, "", None
    voice.merged_into, voice.satisfaction, voice.referral = None, None, ""
    voice.due_at = book.due("voice.answer_days", voice.reopened_at)
    voice.urged = Urged.NOBODY
    ask_for_answer(voice)
    return voice


def _answered_at(voice: Voice, code: str) -> datetime:
    """When the answer was given that the code's holder read. Raises a Refusal for a wrong code or where there is none."""
    if rules.digest_of(code) != voice.code_hash:
        raise NotAllowed(_("查询码不对。"), remedy=_("请核对提交时给您的查询码。"))
    if voice.answering.answered_at is None:
        raise Refusal(_("还没有答复。"), remedy=_("请等答复后再评价或要求重新办理。"))
    return voice.answering.answered_at
