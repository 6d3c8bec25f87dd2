"""How the states of step 1 look: their words with the family and icon of the interface design."""

from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.models import AnalysisRun, Need, NeedSuggestion, Voice
from linli.flow.s1_needs.states import (
    NEED_FAMILY,
    RUN_FAMILY,
    SUGGESTION_FAMILY,
    VOICE_FAMILY,
    NeedState,
    SuggestionState,
    VoiceState,
)
from linli.ui.due import Due, due_of
from linli.ui.status import WORDS, Status

ICONS = {
    NeedState.DRAFT: "pencil",
    NeedState.LISTED: "speakerphone",
    NeedState.DROPPED: "ban",
    VoiceState.WITHDRAWN: "arrow-back-up",
}


def of_voice(voice: Voice) -> Status:
    """A late answer is told before anything else; one that is asked for again says so."""
    if voice.is_overdue:
        return WORDS["overdue"]
    if voice.state == VoiceState.RECEIVED and voice.reopened_at is not None:
        return Status("active", _("重新办理"))
    return Status(VOICE_FAMILY[voice.state], voice.get_state_display(), ICONS.get(VoiceState(voice.state), ""))


def of_need(need: Need) -> Status:
    return Status(NEED_FAMILY[need.state], need.get_state_display(), ICONS.get(NeedState(need.state), ""))


def of_suggestion(suggestion: NeedSuggestion) -> Status:
    icon = "ban" if suggestion.state == SuggestionState.DECLINED else ""
    return Status(SUGGESTION_FAMILY[suggestion.state], suggestion.get_state_display(), icon)


def of_run(run: AnalysisRun) -> Status:
    return Status(RUN_FAMILY[run.state], run.get_state_display())


def answer_due(voice: Voice) -> Due:
    """The deadline of the answer; nothing once it was given."""
    return due_of(voice.due_at if voice.state == VoiceState.RECEIVED else None)
