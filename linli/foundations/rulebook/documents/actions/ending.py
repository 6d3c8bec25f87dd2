"""The end of a text: a trial is extended, a document repealed; before a trial ends its office is reminded."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.rulebook import book, resting
from linli.foundations.rulebook.documents import shelf
from linli.foundations.rulebook.documents.states import UPPER, VersionState
from linli.foundations.rulebook.models import RuleVersion
from linli.foundations.rulebook.words import day_words
from linli.kernel import clock, inbox, workdays
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

IN_FORCE = {str(VersionState.ISSUED)}
EXTEND, REVISE = "rulebook.version:extend", "rulebook.document:revise"
GIVE_UP = "rulebook.proposal:withdraw"
REMINDERS, LONGEST = "document.trial_reminder_days", "document.trial_years"


@action(
    "rulebook.version:extend",
    gettext_lazy("延长试行期"),
    short=pgettext_lazy("待办", "决定"),
    subject=RuleVersion,
    moves=(IN_FORCE, None),
    tells=gettext_lazy("延长至 %(until)s：%(reason)s"),
    public=True,
)
def extend(version: RuleVersion, *, actor: Actor, until: date, reason: str) -> RuleVersion:
    """Let a trial run on to a later day, with the reason; also after its end has passed."""
    if version.expires_on is None:
        raise Refusal(_("“%(title)s”不是试行文件。") % {"title": version.title}, remedy=_("正式文件没有期满日。"))
    if until <= max(version.expires_on, clock.today()):
        raise Refusal(
            _("延长后的期满日 %(day)s不晚于原期满日 %(end)s或今天。")
            % {"day": day_words(until), "end": day_words(version.expires_on)},
            remedy=_("请填更晚的日期。"),
            field="until",
        )
    book.not_after(LONGEST, version.expires_on, until, what=_("延长后的期满日"), field="until")
    if len(reason.strip()) < 5:
        raise Refusal(_("没有写明延长理由。"), remedy=_("请写明试行评估情况和理由，至少 5 个字。"), field="reason")
    version.expires_on, version.reminded = until, None
    inbox.cancel(version.document, REVISE)
    shelf.made_here.edited()
    record(until=until, reason=reason.strip()[:300])
    return version


@action(
    "rulebook.version:repeal",
    gettext_lazy("废止文件"),
    short=pgettext_lazy("待办", "决定"),
    subject=RuleVersion,
    moves=(IN_FORCE, VersionState.REPEALED),
    tells=gettext_lazy("自 %(ended_on)s起废止：%(reason)s"),
    public=True,
)
def repeal(version: RuleVersion, *, actor: Actor, reason: str, on: date, successor: str = "") -> RuleVersion:
    """Repeal from a day on, with the reason and, where there is one, the document that takes its place. Who proposed a
    value on its ground from then on is asked to take the proposal back: it can no longer be decided."""
    if len(reason.strip()) < 5:
        raise Refusal(_("没有写明废止理由。"), remedy=_("请写明理由，至少 5 个字。"), field="reason")
    if on < clock.today():
        raise Refusal(
            _("废止日期 %(day)s已经过去。") % {"day": day_words(on)},
            remedy=_("已经作出的决定依当时有效的条款，请填今天或以后的日期。"),
            field="on",
        )
    if successor and (successor == version.document.key or shelf.find(successor) is None):
        raise Refusal(
            _("替代文件必须是另一份已发布的文件。"), remedy=_("请重新选择；没有替代文件可以不选。"), field="successor"
        )
    if version.document.versions.open().exists():
        raise Refusal(_("这份文件正在修订，不能废止。"), remedy=_("请先撤回修订草稿。"))
    version.ended_on, version.end_reason, version.successor_key = on, reason.strip()[:300], successor
    inbox.cancel(version)
    inbox.cancel(version.document, REVISE)
    shelf.made_here.edited()
    record(ended_on=on, reason=version.end_reason, successor=successor, proposals=_tell_proposers(version, on))
    return version


def _tell_proposers(version: RuleVersion, on: date) -> int:
    """Ask for every proposal that loses its ground; returns how many there are."""
    found = list(resting.proposals(version.document.key, since=on))
    for proposal in found:
        inbox.open_task(
            proposal,
            GIVE_UP,
            title=_("修改提议失去依据：%(title)s") % {"title": proposal.title},
            context=_("《%(document)s》自%(day)s起废止，请撤回后改引现行条款重新提议")
            % {"document": version.title, "day": day_words(on)},
            organisation_id=proposal.organisation_id,
            role="clerk",
        )
    return len(found)


@action(
    "rulebook.version:remind",
    gettext_lazy("提醒试行期满"),
    subject=RuleVersion,
    moves=(IN_FORCE, None),
    tells=gettext_lazy("%(expires_on)s期满"),
)
def remind(version: RuleVersion, *, actor: Actor, point: int) -> RuleVersion:
    """Ask the office's leader to extend, and its clerk to revise or let it end; `point` is the day of the reminder."""
    assert version.expires_on is not None
    version.reminded = point
    passed = clock.today() > version.expires_on
    title = (
        _("试行期已满，决定延长、修订或废止：%(title)s") if passed else _("试行期将满，决定延长、修订或废止：%(title)s")
    )
    asked: dict[str, Any] = {
        "title": title % {"title": version.title},
        "context": _("%(day)s期满") % {"day": day_words(version.expires_on)},
        "organisation_id": version.document.organisation_id,
        "due_at": workdays.due_end(version.expires_on),
        "due_basis": _("试行期满日"),
        "clause": book.citation(REMINDERS),
    }
    inbox.open_task(version, EXTEND, role="leader", **asked)
    inbox.open_task(version.document, REVISE, role="clerk", **asked)
    record(expires_on=version.expires_on, point=point)
    return version


def reminders_due() -> list[tuple[RuleVersion, int]]:
    """Trials of our own for which a point of the rule book has been reached and nobody was reminded yet, with that point (0: it has
    ended). A day on which no job ran is made up for."""
    today = clock.today()
    points = sorted({*book.value(REMINDERS), 0})
    made = []
    trials = RuleVersion.objects.filter(state=VersionState.ISSUED, expires_on__isnull=False).exclude(
        document__level__in=[str(level) for level in UPPER]
    )
    for version in trials.select_related("document"):
        assert version.expires_on is not None
        left = (version.expires_on - today).days
        reached = 0 if left < 0 else next((point for point in points if point and left <= point), None)
        if reached is not None and (version.reminded is None or reached < version.reminded):
            made.append((version, reached))
    return made


def remind_all() -> int:
    """Remind of every trial that is due; returns how many. Called daily by a job."""
    due = reminders_due()
    for version, point in due:
        remind(version, actor=Actor.system(), point=point)
    return len(due)
