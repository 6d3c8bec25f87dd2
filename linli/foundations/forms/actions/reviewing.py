"""Reviewing what was sent in, and showing what is masked."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.forms.models import Submission
from linli.foundations.forms.states import ReviewState
from linli.kernel import clock, hooks
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

RECEIVED, ISSUES = str(ReviewState.RECEIVED), str(ReviewState.ISSUES)
APPROVED, REJECTED = str(ReviewState.APPROVED), str(ReviewState.REJECTED)
SHORTEST = 5


def _decide(submission: Submission, reason: str, state: str, *, needed: bool) -> Submission:
    """Raises Refusal for a version that counts no longer, and for a doubt without its reason."""
    if not submission.is_current:
        raise Refusal(_("这份填报已有更新的版本。"), remedy=_("请打开最新版本审核。"), status=409)
    reason = reason.strip()
    if needed and len(reason) < SHORTEST:
        raise Refusal(_("没有写明原因。"), remedy=_("请写明哪里有问题、怎样改，至少 5 个字。"), field="reason")
    submission.reason, submission.reviewed_at = reason, clock.now()
    record(form=submission.form.form_id)
    hooks.call("xforms.reviewed", submission, state)
    return submission


@action(
    "xforms.submission:approve",
    gettext_lazy("通过填报"),
    subject=Submission,
    moves=({RECEIVED, ISSUES}, APPROVED),
)
def approve(submission: Submission, *, actor: Actor, reason: str = "") -> Submission:
    """It counts."""
    return _decide(submission, reason, APPROVED, needed=False)


@action(
    "xforms.submission:doubt",
    gettext_lazy("标记有问题"),
    subject=Submission,
    moves=({RECEIVED, APPROVED}, ISSUES),
)
def doubt(submission: Submission, *, actor: Actor, reason: str) -> Submission:
    """Something has to be put right by an edit, or looked into, before it counts."""
    return _decide(submission, reason, ISSUES, needed=True)


@action(
    "xforms.submission:reject",
    gettext_lazy("不采用填报"),
    subject=Submission,
    moves=({RECEIVED, ISSUES}, REJECTED),
)
def reject(submission: Submission, *, actor: Actor, reason: str) -> Submission:
    """It never counts; it is kept all the same."""
    return _decide(submission, reason, REJECTED, needed=True)


@action("xforms.submission:reveal", gettext_lazy("查看填报中的个人信息"), subject=Submission)
def reveal(submission: Submission, *, actor: Actor) -> dict[str, Any]:
    """The answers unmasked, for whoever has to review them; that he looked is in the journal (个人信息保护法 6)."""
    record(form=submission.form.form_id)
    answers: dict[str, Any] = submission.answers
    return answers
