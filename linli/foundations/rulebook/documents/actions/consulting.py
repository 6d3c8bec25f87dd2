"""Asking the public (征求意见): the period is the rule book's, the text put out stays as it was."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.rulebook import book
from linli.foundations.rulebook.documents.states import UPPER, VersionState
from linli.foundations.rulebook.models import RuleVersion
from linli.kernel import clock, inbox, workdays
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.ui import formats

PERIOD, ANSWERS = "document.consultation_days", "document.answer_days"


@action(
    "rulebook.version:consult",
    gettext_lazy("公开征求意见"),
    subject=RuleVersion,
    moves=({VersionState.DRAFT}, VersionState.CONSULTATION),
    tells=gettext_lazy("截至 %(until)s"),
    public=True,
)
def consult(version: RuleVersion, *, actor: Actor, until: date) -> RuleVersion:
    """Put the draft before the public up to the end of a day, no sooner than the period allows."""
    document = version.document
    if document.level in UPPER:
        raise Refusal(_("上级文件不在本区征求意见。"), remedy=_("请直接收录，并填写文号和日期。"))
    clauses = list(version.clauses.all())
    if not clauses:
        raise Refusal(_("文件还没有条款。"), remedy=_("请先录入或导入正文，再公开征求意见。"))
    book.not_before(PERIOD, clock.now(), until, what=_("征求意见截止日"), field="until")
    version.consultation_from, version.consultation_until = clock.now(), workdays.due_end(until)
    version.consulted = [{"kind": one.kind, "text": one.text, "key": one.key} for one in clauses]
    inbox.open_task(
        version,
        "rulebook.version:conclude",
        title=_("结束征求意见：%(title)s") % {"title": version.title},
        context=_("期满后逐条答复，再送审批"),
        organisation_id=document.organisation_id,
        role="clerk",
        due_at=version.consultation_until,
        due_basis=_("征求意见截止"),
        clause=book.citation(PERIOD),
    )
    record(until=until)
    return version


@action(
    "rulebook.version:conclude",
    gettext_lazy("结束征求意见"),
    short=pgettext_lazy("待办", "结束"),
    subject=RuleVersion,
    moves=({VersionState.CONSULTATION}, VersionState.AMENDING),
    tells=gettext_lazy("收到 %(comments)s 条意见"),
    public=True,
)
def conclude(version: RuleVersion, *, actor: Actor) -> RuleVersion:
    """Close the consultation when its period has passed: comments are answered and the text amended."""
    until = version.consultation_until
    assert until is not None
    if clock.now() <= until:
        raise Refusal(
            _("征求意见到 %(until)s截止，还不能结束。") % {"until": formats.moment(until)},
            remedy=_("请在期满后办理。"),
            clauses=[book.clause_words(PERIOD)],
        )
    comments = version.comments.count()
    inbox.open_task(
        version,
        "rulebook.version:submit",
        title=_("答复意见并送审：%(title)s") % {"title": version.title},
        context=_("共 %(n)s 条意见") % {"n": comments},
        organisation_id=version.document.organisation_id,
        role="clerk",
        due_at=book.due(ANSWERS, until),
        due_basis=_("征求意见截止后 %(period)s内") % {"period": book.words(ANSWERS)},
        clause=book.citation(ANSWERS),
    )
    record(comments=comments)
    return version
