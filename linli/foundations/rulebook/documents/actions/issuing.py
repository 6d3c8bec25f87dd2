"""Issuing: number and dates; the version before it steps back on the day the new one begins."""

import re
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.rulebook import book
from linli.foundations.rulebook.documents import shelf
from linli.foundations.rulebook.documents.states import UPPER, VersionState
from linli.foundations.rulebook.models import RuleVersion
from linli.foundations.rulebook.words import day_words
from linli.kernel import clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

NUMBER = re.compile(r"[^\s〔〕]{1,40}〔(19|20)\d{2}〕\d{1,5}号")
TRIAL_WORDS = ("试行", "暂行")


@action(
    "rulebook.version:issue",
    gettext_lazy("发布文件"),
    short=pgettext_lazy("待办", "发布"),
    subject=RuleVersion,
    moves=({VersionState.APPROVED}, VersionState.ISSUED),
    tells=gettext_lazy("《%(title)s》%(number)s，自 %(effective_on)s起施行"),
    public=True,
)
def issue(
    version: RuleVersion,
    *,
    actor: Actor,
    number: str,
    issued_on: date,
    effective_on: date,
    expires_on: date | None = None,
) -> RuleVersion:
    """Issue an approved text. `expires_on` is the last day of a trial (试行); without it the text applies without end."""
    if not NUMBER.fullmatch(number.strip()):
        raise Refusal(
            _("文号“%(number)s”不是“机关代字〔年份〕序号号”的形式。") % {"number": number.strip()[:40]},
            remedy=_("例如“示例民发〔2026〕3号”，年份用六角括号。"),
            field="number",
            clauses=["GB/T 9704-2012"],
        )
    put_in_force(version, number=number, issued_on=issued_on, effective_on=effective_on, expires_on=expires_on)
    return version


@action(
    "rulebook.version:enter",
    gettext_lazy("收录上级文件"),
    subject=RuleVersion,
    moves=({VersionState.DRAFT}, VersionState.ISSUED),
    tells=gettext_lazy("《%(title)s》%(number)s"),
    public=True,
)
def enter(
    version: RuleVersion,
    *,
    actor: Actor,
    number: str,
    issued_on: date,
    effective_on: date,
    expires_on: date | None = None,
) -> RuleVersion:
    """Take in a document that a higher level has issued, as it was issued there."""
    if version.document.level not in UPPER:
        raise Refusal(_("本区文件须征求意见、审批后发布，不能直接收录。"), remedy=_("请按程序公开征求意见。"))
    put_in_force(version, number=number, issued_on=issued_on, effective_on=effective_on, expires_on=expires_on)
    return version


def put_in_force(
    version: RuleVersion, *, number: str, issued_on: date, effective_on: date, expires_on: date | None
) -> None:
    """Set number and dates, and let the version before step back on the day this one begins."""
    if not version.clauses.exists():
        raise Refusal(_("文件没有条款。"), remedy=_("请先录入正文。"))
    _check_days(version, issued_on, effective_on)
    _check_trial(version, effective_on, expires_on)
    version.number, version.issued_on, version.effective_on = number.strip()[:60], issued_on, effective_on
    version.trial, version.expires_on = expires_on is not None, expires_on
    before = RuleVersion.objects.filter(document_id=version.document_id, state=VersionState.ISSUED)
    for old in before.select_for_update(no_key=True):
        inbox.cancel(old)
    inbox.cancel(version.document)
    before.update(state=VersionState.REVISED, ended_on=effective_on, version=F("version") + 1)
    shelf.made_here.edited()
    record(
        title=version.title,
        number=version.number,
        effective_on=effective_on,
        trial=version.trial,
        expires_on=expires_on,
    )


def _check_days(version: RuleVersion, issued_on: date, effective_on: date) -> None:
    today = clock.today()
    if issued_on > today:
        raise Refusal(
            _("发布日期 %(day)s还没有到。") % {"day": day_words(issued_on)},
            remedy=_("请填今天或已印发的日期。"),
            field="issued_on",
        )
    if effective_on < issued_on:
        raise Refusal(
            _("施行日期 %(day)s早于发布日期 %(issued)s。")
            % {"day": day_words(effective_on), "issued": day_words(issued_on)},
            remedy=_("文件不溯及既往，请填发布当天或以后的日期。"),
            field="effective_on",
        )
    last = version.based_on.effective_on if version.based_on is not None else None
    if last is not None and effective_on <= last:
        raise Refusal(
            _("施行日期 %(day)s不晚于上一版的 %(last)s。") % {"day": day_words(effective_on), "last": day_words(last)},
            remedy=_("请填上一版施行之后的日期。"),
            field="effective_on",
        )


def _check_trial(version: RuleVersion, effective_on: date, expires_on: date | None) -> None:
    named = any(word in version.title for word in TRIAL_WORDS)
    if named and expires_on is None:
        raise Refusal(
            _("标题写明试行，没有填试行期满日。"),
            remedy=_("请填试行期满日，或从标题中删去“试行”。"),
            field="expires_on",
        )
    if expires_on is None or version.document.level in UPPER:
        return
    if expires_on <= effective_on:
        raise Refusal(
            _("试行期满日 %(day)s不晚于施行日期。") % {"day": day_words(expires_on)},
            remedy=_("请填施行之后的日期。"),
            field="expires_on",
        )
    book.not_after("document.trial_years", effective_on, expires_on, what=_("试行期满日"), field="expires_on")
