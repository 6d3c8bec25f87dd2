"""Comments: said without an account, looked over before they are shown, each answered with a reason."""

import re
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.rulebook.documents.states import WAITING, CommentState, Verdict, VersionState, Voice
from linli.foundations.rulebook.documents.tree import Numbered, Row, number
from linli.foundations.rulebook.models import RuleComment, RuleVersion
from linli.kernel import clock, inbox, numbering
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.ui import formats

SHORTEST, LONGEST, PER_HOUR = 5, 1000, 20
PERSONAL = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}"
)
"""Mobile numbers, resident identity numbers and e-mail addresses."""
TO_ANSWER = ({str(state) for state in WAITING}, CommentState.ANSWERED)


@action(
    "rulebook.comment:record",
    gettext_lazy("提出意见"),
    scope="draft",
    tells=gettext_lazy("%(number)s，%(about)s"),
)
def record_comment(
    *,
    actor: Actor,
    draft: RuleVersion,
    content: str,
    clause: str = "",
    voice: str = Voice.RESIDENT,
    speaker: str = "",
    source: str = "",
) -> RuleComment:
    """Take a comment on a draft that is out for consultation. `clause` is a clause's key, empty for the whole text;
    `source` a hash of the sender's network address, counted against floods."""
    draft = RuleVersion.objects.select_for_update(no_key=True, of=("self",)).select_related("document").get(pk=draft.pk)
    _check_open(draft)
    _check_flood(source)
    office = actor.signed_in
    comment = RuleComment(
        draft=draft,
        number=f"{draft.document.key}-{draft.ordinal}-{numbering.next_number(f'comment:{draft.pk}', clock.today().year):03d}",
        clause_key=clause,
        clause_name=_clause_name(draft, clause),
        voice=Voice.OFFICE if office else voice if voice != Voice.OFFICE else Voice.RESIDENT,
        speaker=actor.organisation_name if office else _checked(speaker, 0, 80, "speaker"),
        organisation_id=actor.organisation_id,
        content=_checked(content, SHORTEST, LONGEST, "content"),
        source=source,
    )
    comment.save()
    inbox.open_task(
        comment,
        "rulebook.comment:answer",
        title=_("答复意见：%(title)s") % {"title": draft.title},
        context=f"{comment.number} {comment.clause_name}".strip(),
        organisation_id=draft.document.organisation_id,
        role="clerk",
    )
    record(number=comment.number, about=comment.clause_name or _("全文"))
    return comment


def _check_open(draft: RuleVersion) -> None:
    until = draft.consultation_until
    if draft.state == VersionState.CONSULTATION and until is not None and clock.now() <= until:
        return
    raise Refusal(
        _("《%(title)s》的征求意见已于 %(until)s截止。") % {"title": draft.title, "until": formats.moment(until)}
        if until is not None
        else _("《%(title)s》没有公开征求意见。") % {"title": draft.title},
        remedy=_("可以在“说需求”中反映，或联系起草单位。"),
        code="consultation_closed",
        status=409,
    )


def _check_flood(source: str) -> None:
    since = clock.now() - timedelta(hours=1)
    if source and RuleComment.objects.filter(source=source, received_at__gt=since).count() >= PER_HOUR:
        raise Refusal(
            _("同一网络一小时内提交的意见超过 %(allowed)d 条。") % {"allowed": PER_HOUR},
            remedy=_("请一小时后再提交。"),
            code="too_many",
            status=429,
        )


def _clause_name(draft: RuleVersion, clause: str) -> str:
    if not clause:
        return ""
    found = next((one for one in consulted(draft) if one.key == clause), None)
    if found is None:
        raise Refusal(_("征求意见稿没有这一条。"), remedy=_("请重新选择条款，或对全文提出意见。"), field="clause")
    return found.name[:60]


def consulted(draft: RuleVersion) -> list[Numbered]:
    """The clauses as they were put before the public."""
    return number([Row(one["kind"], one["text"], one["key"]) for one in draft.consulted], draft.style)


def _checked(text: str, shortest: int, longest: int, field: str) -> str:
    said = text.strip()
    if not shortest <= len(said) <= longest:
        raise Refusal(
            _("%(length)d 个字，应为 %(shortest)d 至 %(longest)d 个字。")
            % {"length": len(said), "shortest": shortest, "longest": longest},
            remedy=_("请写清楚哪里不合适、建议怎样改。"),
            field=field,
        )
    if PERSONAL.search(said):
        raise Refusal(
            _("意见会公开，其中有手机号、身份证号或邮箱。"),
            remedy=_("请删去个人信息后提交。"),
            field=field,
            clauses=[_("个人信息保护法 第六条")],
            code="personal_data",
        )
    return said


@action(
    "rulebook.comment:show",
    gettext_lazy("公开意见"),
    subject=RuleComment,
    moves=({CommentState.RECEIVED}, CommentState.SHOWN),
)
def show(comment: RuleComment, *, actor: Actor) -> RuleComment:
    """Show a comment on the public page, before it is answered."""
    record(number=comment.number)
    return comment


@action(
    "rulebook.comment:answer",
    gettext_lazy("答复意见"),
    short=pgettext_lazy("待办", "答复"),
    subject=RuleComment,
    moves=TO_ANSWER,
    tells=gettext_lazy("%(number)s：%(verdict)s"),
    public=True,
)
def answer(comment: RuleComment, *, actor: Actor, verdict: str, answer: str) -> RuleComment:
    """Say whether the comment is adopted, and why; both are public."""
    if verdict not in Verdict.values:
        raise Refusal(_("没有选择处理结果。"), remedy=_("请选择采纳、部分采纳或未采纳。"), field="verdict")
    comment.verdict, comment.answer = verdict, _reason(answer, "answer")
    comment.answered_at = clock.now()
    record(number=comment.number, verdict=comment.get_verdict_display())
    return comment


@action(
    "rulebook.comment:set_aside",
    gettext_lazy("不予公开意见"),
    subject=RuleComment,
    moves=({str(state) for state in WAITING}, CommentState.SET_ASIDE),
    tells=gettext_lazy("%(number)s"),
)
def set_aside(comment: RuleComment, *, actor: Actor, reason: str) -> RuleComment:
    """Keep a comment off the public page: abuse, somebody's personal data, nothing about the text. The reason is kept."""
    comment.answer, comment.answered_at = _reason(reason, "reason"), clock.now()
    inbox.cancel(comment)
    record(number=comment.number)
    return comment


def _reason(text: str, field: str) -> str:
    if not SHORTEST <= len(text.strip()) <= LONGEST:
        raise Refusal(_("没有写明理由。"), remedy=_("请写明理由，5 至 1000 个字。"), field=field)
    return text.strip()
