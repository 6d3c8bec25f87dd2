"""Review of a text by the chain of offices, after every comment was answered."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.rulebook import book
from linli.foundations.rulebook.documents.offices import CHAIN, chain_for
from linli.foundations.rulebook.documents.states import WAITING, VersionState
from linli.foundations.rulebook.models import RuleVersion
from linli.kernel import approvals, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

REVIEWED = {str(VersionState.APPROVAL)}


@action(
    "rulebook.version:submit",
    gettext_lazy("送审文件"),
    short=pgettext_lazy("待办", "送审"),
    subject=RuleVersion,
    moves=({VersionState.AMENDING}, VersionState.APPROVAL),
    tells=gettext_lazy("送%(first)s，已答复 %(comments)s 条意见"),
)
def submit(version: RuleVersion, *, actor: Actor) -> RuleVersion:
    """Start the review; refused while a comment waits for its answer."""
    waiting = version.comments.filter(state__in=[str(state) for state in WAITING]).count()
    if waiting:
        raise Refusal(
            _("还有 %(n)d 条意见没有答复。") % {"n": waiting},
            remedy=_("请逐条写明是否采纳和理由，再送审。"),
            clauses=[book.clause_words("document.answer_days")],
        )
    if not version.clauses.exists():
        raise Refusal(_("文件没有条款。"), remedy=_("请先录入正文。"))
    offices = chain_for(version.document)
    approvals.start(version, CHAIN, offices, title=_("文件：%(title)s") % {"title": version.title}, actor=actor)
    record(first=offices[0].title, comments=version.comments.count())
    return version


@action(
    "rulebook.version:approve",
    gettext_lazy("文件审批通过"),
    subject=RuleVersion,
    moves=(REVIEWED, VersionState.APPROVED),
)
def approve(version: RuleVersion, *, actor: Actor) -> RuleVersion:
    """Every office agreed: the clerk numbers, dates and issues it."""
    _ask(version, "rulebook.version:issue", _("发布文件：%(title)s"), _("审批已通过，编文号、定日期后发布"))
    return version


@action(
    "rulebook.version:return",
    gettext_lazy("退回文件"),
    subject=RuleVersion,
    moves=(REVIEWED, VersionState.AMENDING),
    tells=gettext_lazy("%(office)s：%(opinion)s"),
)
def send_back(version: RuleVersion, *, actor: Actor, office: str = "", opinion: str = "") -> RuleVersion:
    """An office returned it: the clerk amends and submits again."""
    title = _("修改后再送审：%(title)s") % {"title": version.title}
    writer = version.document.organisation_id
    approvals.ask_again(
        version, "rulebook.version:submit", title, organisation_id=writer, office=office, opinion=opinion
    )
    return version


@action(
    "rulebook.version:refuse",
    gettext_lazy("文件审批不通过"),
    subject=RuleVersion,
    moves=(REVIEWED, VersionState.WITHDRAWN),
    tells=gettext_lazy("%(office)s：%(opinion)s"),
)
def refuse(version: RuleVersion, *, actor: Actor, office: str = "", opinion: str = "") -> RuleVersion:
    """An office refused it for good."""
    version.end_reason = f"{office}：{opinion}"[:300]
    record(office=office, opinion=opinion)
    return version


def _ask(version: RuleVersion, verb: str, title: str, context: str) -> None:
    inbox.open_task(
        version,
        verb,
        title=title % {"title": version.title},
        context=context,
        organisation_id=version.document.organisation_id,
        role="clerk",
    )


approvals.when_ended(CHAIN, approved=approve, returned=send_back, refused=refuse)
