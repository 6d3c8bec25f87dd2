"""Hearing a resident: record what he says, answer in time, count it towards a need, close, or take it back."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s1_needs import privacy, rules
from linli.flow.s1_needs.actions.deadline import URGE, ask_for_answer
from linli.flow.s1_needs.actions.intake import (
    answering_organisation,
    check_contact,
    check_content,
    check_phone_asked,
    count_submission,
    erase_contact,
    keep_contact,
)
from linli.flow.s1_needs.actions.merging import OPEN, part
from linli.flow.s1_needs.actions.phones import spend
from linli.flow.s1_needs.models import Need, PhoneCheck, Voice, VoiceContact
from linli.flow.s1_needs.states import Channel, VoiceState
from linli.foundations.places.models import Level, Place
from linli.foundations.rulebook import book
from linli.kernel import clock, inbox, numbering, rls
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal


@action(
    "needs.voice:record",
    gettext_lazy("登记诉求"),
    scope="place",
    tells=gettext_lazy("%(place)s，%(topic)s，%(channel)s"),
)
def record_voice(
    *,
    actor: Actor,
    place: Place,
    content: str,
    topic: str,
    channel: str = Channel.PAGE,
    name: str = "",
    phone: str = "",
    consent: bool = False,
    code: str = "",
    source: str = "",
    proof: PhoneCheck | None = None,
) -> Voice:
    """Record what a resident says, by himself on the public page or by a clerk for him, and ask the community to answer.

    `code` is the tracking code to give it (a new one otherwise); the voice returned carries it as `code`, once.
    `source` is a hash of the sender's network address, counted against floods; `proof` that his mobile number was verified.
    Name and phone need consent (个人信息保护法 第十三条) and are kept apart, guarded.
    """
    name, phone = name.strip(), phone.strip()
    check_contact(name, phone, consent)
    verified = spend(proof, phone)
    if actor.kind == "public":
        channel = Channel.PAGE
        check_phone_asked(phone, verified)
        count_submission(source)
    if place.level != Level.COMMUNITY:
        raise Refusal(_("诉求要落到社区（村）。"), remedy=_("请选择所在的社区或村。"), field="place")
    now = clock.now()
    code = code or rules.new_code()
    voice = Voice(
        number=_number(place),
        content=check_content(content),
        topic=topic,
        channel=channel,
        place=place,
        organisation=answering_organisation(place),
        recorded_by_id=actor.organisation_id,
        code_hash=rules.digest_of(code),
        received_at=now,
        due_at=book.due("voice.answer_days", now),
        phone_verified=verified,
    )
    voice.left = (name, phone)
    voice.save()
    if name or phone:
        keep_contact(voice, name=name, phone=phone)
    ask_for_answer(voice)
    record(place=place.name, topic=voice.get_topic_display(), channel=voice.get_channel_display())
    voice.code = code  # type: ignore[attr-defined]
    return voice


def _number(place: Place) -> str:
    year = clock.today().year
    return f"{place.code}-{year}-{numbering.next_number(f'voice:{place.code}', year):04d}"


@action(
    "needs.voice:answer",
    gettext_lazy("答复诉求"),
    short=pgettext_lazy("待办", "答复"),
    subject=Voice,
    moves=({VoiceState.RECEIVED}, VoiceState.ANSWERED),
    tells=gettext_lazy("%(place)s，%(topic)s"),
)
def answer(voice: Voice, *, actor: Actor, answer: str, referral: str = "") -> Voice:
    """Tell the resident what will happen; he reads it under his tracking code. Nobody is turned away: where the matter is not
    this office's, `referral` says who takes it."""
    if len(answer.strip()) < 5:
        raise Refusal(_("答复太短。"), remedy=_("请写明怎样办理、由谁办理，至少 5 个字。"), field="answer")
    voice.answer, voice.answered_at = answer.strip(), clock.now()
    voice.referral = referral.strip()
    inbox.cancel(voice, URGE)
    record(place=voice.place.name, topic=voice.get_topic_display(), in_time=voice.answered_at <= voice.due_at)
    return voice


@action(
    "needs.voice:close",
    gettext_lazy("办结诉求"),
    subject=Voice,
    moves=({VoiceState.ANSWERED}, VoiceState.CLOSED),
)
def close(voice: Voice, *, actor: Actor) -> Voice:
    """End a voice that was answered and needs nothing more."""
    return voice


@action(
    "needs.voice:link",
    gettext_lazy("归入需求"),
    subject=Voice,
    moves=(OPEN, None),
    tells=gettext_lazy("归入需求“%(need)s”"),
)
def link(voice: Voice, *, actor: Actor, need: Need) -> Voice:
    """Count a voice towards a need; called when the need is confirmed, or later for voices that say the same."""
    if voice.need_id is not None and voice.need_id != need.pk:
        raise Refusal(
            _("诉求 %(number)s 已归入另一项需求。") % {"number": voice.number},
            remedy=_("一件诉求只计入一项需求，请取消勾选。"),
            field="voices",
        )
    if not need.place_code.startswith(voice.place_code) and not voice.place_code.startswith(need.place_code):
        raise Refusal(
            _("诉求 %(number)s 不在需求所在区域。") % {"number": voice.number}, remedy=_("请取消勾选。"), field="voices"
        )
    voice.need = need
    record(need=need.title)
    return voice


@action("needs.voice:withdraw", gettext_lazy("撤回诉求"), subject=Voice, moves=(OPEN, VoiceState.WITHDRAWN))
def withdraw(voice: Voice, *, actor: Actor, code: str) -> Voice:
    """The resident takes his voice back with his tracking code; what he told of himself is erased (个人信息保护法 47).
    Those that were merged into it and have no answer yet stand by themselves again."""
    if rules.digest_of(code) != voice.code_hash:
        raise NotAllowed(_("查询码不对，不能撤回。"), remedy=_("请核对提交时给您的查询码。"))
    for one in voice.duplicates.order_by("pk") if voice.answered_at is None else ():
        part(one, actor=Actor.system())
    voice.content = voice.reopen_reason = ""
    erase_contact(voice)
    inbox.cancel(voice)
    return voice


@action(
    "needs.voice:mask",
    gettext_lazy("遮盖个人信息"),
    subject=Voice,
    moves=(OPEN, None),
    tells=gettext_lazy("%(what)s"),
)
def mask(voice: Voice, *, actor: Actor) -> Voice:
    """Take telephones, mail addresses, identity and house numbers, and the name that was left, out of what was said, for good:
    nobody needs them to answer."""
    if voice.shown == privacy.bare(voice.content):
        raise Refusal(_("内容里没有需要遮盖的号码。"), remedy=_("不用办理。"))
    what = [str(one) for one in privacy.found_in(voice.content)] or [_("诉求人的姓名或电话")]
    voice.content = voice.shown[:1000]
    record(what="、".join(what))
    return voice


@action("needs.contact:reveal", gettext_lazy("查看诉求人联系方式"), subject=Voice, moves=(OPEN, None))
def reveal(voice: Voice, *, actor: Actor) -> VoiceContact | None:
    """Show name and phone to the clerk who has to answer; that he looked is in the journal. None if none was left."""
    with rls.acting(actor):
        return VoiceContact.objects.filter(voice=voice).first()
