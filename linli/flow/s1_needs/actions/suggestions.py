"""Deciding on suggested needs: accepted as a need, attached to one that is there, or declined with a reason."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s1_needs.actions.merging import OPEN
from linli.flow.s1_needs.actions.needs import confirm
from linli.flow.s1_needs.actions.voices import link
from linli.flow.s1_needs.analysis import scoring, suggested
from linli.flow.s1_needs.analysis.gap import suggest, supply_of
from linli.flow.s1_needs.models import Deliberation, Need, NeedSuggestion, Voice
from linli.flow.s1_needs.states import NeedState, Source, SuggestionState
from linli.foundations.places.models import Place
from linli.foundations.rulebook.words import day_words
from linli.kernel import clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal

OPEN_SUGGESTION = {str(SuggestionState.PROPOSED)}
MOST = 50
"""How many are declined at once: a page full."""


@action(
    "needs.suggestion:accept",
    gettext_lazy("采纳需求建议"),
    short=pgettext_lazy("待办", "确认"),
    subject=NeedSuggestion,
    moves=(OPEN_SUGGESTION, SuggestionState.ACCEPTED),
    tells=gettext_lazy("确认为需求“%(need)s”"),
)
def accept(
    suggestion: NeedSuggestion,
    *,
    actor: Actor,
    title: str,
    topic: str,
    beneficiaries: int,
    breadth: int,
    urgency: int,
    vulnerability: int,
    gap: int,
    catalogue_code: str = "",
    description: str = "",
    basis: str = "",
) -> Need:
    """Confirm a need as it was suggested or as the clerk changed it; the suggestion's open voices count for it."""
    need = confirm(
        actor=actor,
        place=suggestion.place,
        title=title,
        topic=topic,
        beneficiaries=beneficiaries,
        breadth=breadth,
        urgency=urgency,
        vulnerability=vulnerability,
        gap=gap,
        catalogue_code=catalogue_code,
        description=description,
        basis=basis or suggestion.basis,
        voices=_free(suggestion),
    )
    suggestion.need = need
    record(need=need.title, source=suggestion.source)
    _settled(suggestion, actor)
    return need


@action(
    "needs.suggestion:attach",
    gettext_lazy("并入已有需求"),
    subject=NeedSuggestion,
    moves=(OPEN_SUGGESTION, SuggestionState.ATTACHED),
    tells=gettext_lazy("并入需求“%(need)s”"),
)
def attach(suggestion: NeedSuggestion, *, actor: Actor, need: Need) -> NeedSuggestion:
    """Say that a need which is already there means the same; the suggestion's open voices count for it."""
    if not actor.may("needs.need:classify", need):
        raise NotAllowed(_("您不能办理要并入的需求。"), remedy=_("请选择本辖区的需求。"))
    need = Need.objects.select_for_update(no_key=True).get(pk=need.pk)
    if need.state not in (NeedState.DRAFT, NeedState.LISTED):
        raise Refusal(
            _("需求“%(need)s”是“%(state)s”，不能再并入。") % {"need": need, "state": need.get_state_display()},
            remedy=_("请选择草稿或已列入清单的需求。"),
            field="need",
        )
    apart = (need.place_code, suggestion.place_code)
    if not apart[0].startswith(apart[1]) and not apart[1].startswith(apart[0]):
        raise Refusal(_("建议不在需求所在区域。"), remedy=_("请选择同一区域的需求。"), field="need")
    for voice in _free(suggestion):
        link(voice, actor=actor, need=need)
    suggestion.need = need
    record(need=need.title, source=suggestion.source)
    _settled(suggestion, actor)
    return suggestion


@action(
    "needs.suggestion:decline",
    gettext_lazy("不采纳需求建议"),
    subject=NeedSuggestion,
    moves=(OPEN_SUGGESTION, SuggestionState.DECLINED),
    tells=gettext_lazy("理由：%(reason)s"),
)
def decline(suggestion: NeedSuggestion, *, actor: Actor, reason: str) -> NeedSuggestion:
    """Say why it is no need; the same found again later is not suggested again."""
    if len(reason.strip()) < 5:
        raise Refusal(_("没有写明不采纳的理由。"), remedy=_("请写明理由，至少 5 个字。"), field="reason")
    suggestion.reason = reason.strip()[:200]
    record(reason=suggestion.reason, source=suggestion.source)
    _settled(suggestion, actor)
    return suggestion


@action(
    "needs.suggestion:decline_many",
    gettext_lazy("批量不采纳"),
    tells=gettext_lazy("%(count)s 条，理由：%(reason)s"),
)
def decline_many(*, actor: Actor, suggestions: Iterable[NeedSuggestion], reason: str) -> None:
    """Decline several for one reason, all of them or none."""
    chosen = sorted(suggestions, key=lambda one: one.pk)
    if not 1 <= len(chosen) <= MOST:
        raise Refusal(
            _("选了 %(n)d 条，一次可以处理 1 至 %(most)d 条。") % {"n": len(chosen), "most": MOST},
            remedy=_("请在列表中勾选后再办理。"),
            field="chosen",
        )
    for one in chosen:
        decline(one, actor=actor, reason=reason)
    record(count=len(chosen), reason=reason.strip())


@action(
    "needs.deliberation:record",
    gettext_lazy("登记议事记录"),
    scope="place",
    tells=gettext_lazy("%(held_on)s，参加 %(participants)s 人，赞成 %(supporters)s 人"),
)
def record_deliberation(
    *,
    actor: Actor,
    place: Place,
    held_on: date,
    participants: int,
    supporters: int,
    minutes: str,
    title: str,
    topic: str,
) -> NeedSuggestion:
    """Record a meeting of residents and the need that it voiced; answers with the suggestion that came of it."""
    if held_on > clock.today():
        raise Refusal(_("议事日期晚于今天。"), remedy=_("请填写实际召开的日期。"), field="held_on")
    assert actor.organisation_id is not None
    kept = Deliberation(
        place=place,
        organisation_id=actor.organisation_id,
        held_on=held_on,
        participants=participants,
        supporters=supporters,
        minutes=minutes.strip(),
    )
    kept.save()
    nearest = suggested.nearest(title)
    code = nearest[0].code if nearest and nearest[0].confidence != "low" else ""
    words = {"day": day_words(held_on), "participants": participants, "supporters": supporters}
    made = NeedSuggestion(
        place=place,
        organisation_id=actor.organisation_id,
        source=Source.DELIBERATION,
        fingerprint=f"deliberation:{kept.pk}",
        title=title.strip()[:60],
        topic=topic,
        catalogue_code=code,
        basis=_("%(day)s居民议事，参加 %(participants)d 人，赞成 %(supporters)d 人。") % words,
        evidence={"participants": participants, "supporters": supporters, "held_on": held_on.isoformat()},
        beneficiaries=supporters,
        breadth=scoring.breadth(supporters, participants),
        urgency=3,
        vulnerability=scoring.vulnerability(topic),
        gap=suggest(supply_of(place, code)).score,
        deliberation=kept,
    )
    made.save()
    inbox.open_task(
        made,
        "needs.suggestion:accept",
        title=_("确认需求建议：%(place)s居民议事") % {"place": place},
        context=made.basis,
        organisation_id=actor.organisation_id,
        role="clerk",
    )
    record(held_on=held_on.isoformat(), participants=participants, supporters=supporters)
    return made


def _free(suggestion: NeedSuggestion) -> list[Voice]:
    """The voices that can still count for a need."""
    return list(suggestion.voices.filter(need__isnull=True, state__in=OPEN).order_by("pk"))


def _settled(suggestion: NeedSuggestion, actor: Actor) -> None:
    """Take back the tasks that asked for a decision: this one's, and the run's once nothing of it is open any more."""
    inbox.cancel(suggestion)
    run = suggestion.run
    if run is not None:
        others = run.suggestions.filter(state=SuggestionState.PROPOSED).exclude(pk=suggestion.pk)
        if not others.exists():
            inbox.close(run, "needs.suggestion:accept", actor)
