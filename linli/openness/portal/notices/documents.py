"""Notices of the district's documents: put before the public, issued, repealed."""

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.rulebook.documents import shelf
from linli.foundations.rulebook.models import RuleVersion
from linli.kernel import clock
from linli.kernel.models import Event
from linli.openness.portal.notices.section import Section, pairs
from linli.ui.formats import day_full, moment_full


def _version(event: Event) -> RuleVersion | None:
    return RuleVersion.objects.select_related("document").filter(pk=event.subject_id or 0).first()


def consultation(event: Event) -> list[Section]:
    """Until when and how everybody may comment; once it is over, where the answers are."""
    found = _version(event)
    if found is None or found.consultation_until is None:
        return []
    here = reverse("rulebook:consultation", args=[found.document.key, found.ordinal])
    if clock.now() <= found.consultation_until:
        how = _("不用登录，在网上逐条或者对全文提出意见；每一条意见都会公开答复。")
        return [
            pairs(_("征求意见期限"), (_("截止时间"), moment_full(found.consultation_until))),
            Section(_("怎样提意见"), paragraphs=(how,), link=(_("看征求意见稿、提意见"), here)),
        ]
    over = _("征求意见已于%(moment)s截止。") % {"moment": moment_full(found.consultation_until)}
    return [Section(_("征求意见情况"), paragraphs=(over,), link=(_("看收到的意见和答复"), here))]


def issue(event: Event) -> list[Section]:
    """Number, days and trial of the document, and its text."""
    found = _version(event)
    if found is None or found.effective_on is None:
        return []
    here = reverse("rulebook:document", args=[found.document.key])
    return [
        pairs(
            _("文件信息"),
            (_("文件名称"), found.title),
            (_("文号"), found.number),
            (_("发布机关"), found.document.issuer),
            (_("发布日期"), day_full(found.issued_on)),
            (_("施行日期"), day_full(found.effective_on)),
            (_("试行至"), day_full(found.expires_on) if found.expires_on else ""),
        ),
        Section(_("文件全文"), link=(_("看全文"), here)),
    ]


def repeal(event: Event) -> list[Section]:
    """From when, why, and what took its place."""
    found = _version(event)
    if found is None or found.ended_on is None:
        return []
    successor = shelf.find(found.successor_key) if found.successor_key else None
    told = pairs(
        _("废止情况"),
        (_("文号"), found.number),
        (_("废止日期"), day_full(found.ended_on)),
        (_("废止理由"), found.end_reason),
        (_("替代文件"), successor.title if successor else ""),
    )
    return [told, Section(_("原文"), link=(_("看原文"), reverse("rulebook:document", args=[found.document.key])))]
