"""What a page or a sheet of paper shows of a voice to one who looks: the words whole only to those who answer it."""

from typing import Any

from django.utils.translation import gettext as _

from linli.flow.s1_needs import privacy, rules
from linli.flow.s1_needs.alike import alike
from linli.flow.s1_needs.models import Voice, VoiceContact
from linli.flow.s1_needs.states import VoiceState
from linli.flow.s1_needs.web import badges
from linli.foundations.rulebook import book
from linli.kernel import rls
from linli.kernel.actor import Actor
from linli.ui import formats, parts
from linli.ui.clauses import chip
from linli.ui.due import shaky

OPEN = (VoiceState.RECEIVED, VoiceState.ANSWERED)


def shown(actor: Actor, voice: Voice) -> dict[str, Any]:
    """The context of one voice."""
    whole = actor.may("needs.voice:read", voice)
    may = may_of(actor, voice)
    return {
        "voice": voice,
        "whole": whole,
        "content": voice.content if whole else voice.shown,
        "reopen_reason": voice.reopen_reason if whole else privacy.masked(voice.reopen_reason),
        "found": privacy.found_in(voice.content),
        "facts": facts(voice),
        "countdown": countdown(voice),
        "due": badges.answer_due(voice),
        "may": may,
        "masked": masked_contact(actor, voice) if may["reveal"] else "",
        "duplicates": voice.duplicates.defer("search"),
        "alike": alike(voice) if may["gather"] else [],
    }


def may_of(actor: Actor, voice: Voice) -> dict[str, bool]:
    """What the actor may do now."""
    received, unlinked = [VoiceState.RECEIVED], OPEN if voice.need_id is None else ()
    extendable = received if voice.extended_from is None and voice.reopened_at is None and not voice.is_overdue else ()
    table: tuple[tuple[str, str, Any], ...] = (
        ("answer", "needs.voice:answer", received),
        ("transfer", "needs.voice:transfer", received),
        ("extend", "needs.voice:extend", extendable),
        ("merge", "needs.voice:merge", OPEN),
        ("gather", "needs.voice:gather", OPEN),
        ("unmerge", "needs.voice:unmerge", [VoiceState.MERGED]),
        ("mask", "needs.voice:mask", OPEN),
        ("close", "needs.voice:close", [VoiceState.ANSWERED]),
        ("link", "needs.voice:link", unlinked),
        ("reveal", "needs.contact:reveal", OPEN),
    )
    return {verb: voice.state in states and actor.may(permission, voice) for verb, permission, states in table}


def facts(voice: Voice) -> list[parts.Fact]:
    """The basic facts; further ones where something happened."""
    made = [
        parts.Fact(_("状态"), status=badges.of_voice(voice)),
        parts.Fact(_("来源"), voice.get_channel_display(), note=_("已核验手机") if voice.phone_verified else ""),
        parts.Fact(_("收到"), formats.moment(voice.received_at)),
        parts.Fact(_("答复单位"), str(voice.organisation)),
        parts.Fact(_("答复期限"), formats.moment(voice.due_at)),
        parts.Fact(_("归入需求"), str(voice.need) if voice.need else _("未归入")),
    ]
    if voice.hotline_number:
        made.append(parts.Fact(_("热线工单号"), voice.hotline_number))
    if voice.transferred_from:
        made.append(parts.Fact(_("转办"), _("由%s转来") % voice.transferred_from))
        made.append(parts.Fact(_("转办理由"), voice.transfer_reason))
    if voice.extended_from:
        words = _("原期限 %s") % formats.day(voice.extended_from)
        made += [parts.Fact(_("延期"), words), parts.Fact(_("延期理由"), voice.extension_reason)]
    if voice.urged and voice.state == VoiceState.RECEIVED:
        made.append(parts.Fact(_("督办"), voice.get_urged_display()))
    if voice.satisfaction is not None:
        made.append(parts.Fact(_("办理满意度"), voice.get_satisfaction_display(), note=_("%d 分") % voice.satisfaction))
    return made


def countdown(voice: Voice) -> parts.Countdown | None:
    """The card of the answer's deadline; none once it was given."""
    if voice.state != VoiceState.RECEIVED:
        return None
    due = badges.answer_due(voice)
    name = "voice.extension_days" if voice.extended_from and not voice.reopened_at else "voice.answer_days"
    return parts.Countdown(
        moment=formats.moment(voice.due_at),
        left=due.text,
        duty=_("答复诉求"),
        note=_("：%s") % voice.organisation,
        tone=due.tone or "calm",
        clause=chip(book.citation(name)),
        moment_iso="" if voice.is_overdue else voice.due_at.isoformat(),
        title=_("答复期限"),
        warning=shaky(voice.due_at),
    )


def masked_contact(actor: Actor, voice: Voice) -> str:
    """Whether there is a contact at all, masked; empty when the resident left none."""
    with rls.acting(actor):
        contact = VoiceContact.objects.filter(voice=voice).first()
    if contact is None:
        return ""
    return f"{contact.name[:1]}** {rules.masked_phone(contact.phone) if contact.phone else ''}".strip()
