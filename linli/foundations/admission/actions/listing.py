"""The public list (准入清单): a task comes onto it, its end comes near, it is renewed, it expires or is revoked."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.admission import rules
from linli.foundations.admission.actions.applying import too_long
from linli.foundations.admission.models import Admission, Share
from linli.foundations.admission.states import AdmissionState
from linli.foundations.rulebook import book
from linli.foundations.rulebook.words import day_words
from linli.kernel import clock, inbox, numbering, workdays
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

TERM = "admission.term_months"
RENEW = "admission.admission:renew"
IN_FORCE = {str(AdmissionState.IN_FORCE)}


@action(
    "admission.admission:issue",
    gettext_lazy("列入准入清单"),
    short=pgettext_lazy("待办", "发布"),
    subject=Admission,
    moves=({str(AdmissionState.APPROVED)}, AdmissionState.IN_FORCE),
    tells=gettext_lazy("%(number)s %(title)s，%(communities)s 个社区（村），至 %(until)s"),
    public=True,
)
def issue(admission: Admission, *, actor: Actor) -> Admission:
    """Number it and publish it; from now on projects may name it."""
    today = clock.today()
    if admission.until < today:
        raise Refusal(_("准入期限已经过去。"), remedy=_("请由部门重新申请。"), clauses=[book.clause_words(TERM)])
    serial = numbering.next_number("admission:list", today.year)
    admission.number = f"ZR-{admission.organisation.place.code[:6]}-{today.year}-{serial:03d}"
    admission.issued_on = today
    record(
        number=admission.number,
        title=admission.title,
        communities=admission.shares.values("place_id").distinct().count(),
        until=day_words(admission.until),
    )
    return admission


@action(
    "admission.admission:remind",
    gettext_lazy("提醒准入到期"),
    subject=Admission,
    moves=(IN_FORCE, None),
    tells=gettext_lazy("还有 %(days)s 日"),
)
def remind(admission: Admission, *, actor: Actor, mark: int) -> Admission:
    """Ask the department whether it renews; `mark` is the reminder's number of days before the end. The last one also goes
    to its leader."""
    days = (admission.until - clock.today()).days
    last = mark == min(book.value("admission.remind_days"))
    for role in ("clerk", "leader") if last else ("clerk",):
        inbox.open_task(
            admission,
            RENEW,
            title=_("续办或退出准入：%(title)s") % {"title": admission.title},
            context=_("%(number)s 还有 %(days)s 日到期，到期后不能再用于新项目")
            % {"number": admission.number, "days": days},
            organisation_id=admission.organisation_id,
            role=role,
            due_at=workdays.due_end(admission.until),
            due_basis=_("准入期限的最后一日"),
            clause=book.citation(TERM),
        )
    admission.reminded = mark
    record(days=days)
    return admission


@action(
    "admission.admission:expire",
    gettext_lazy("准入到期"),
    subject=Admission,
    moves=(IN_FORCE, AdmissionState.EXPIRED),
    tells=gettext_lazy("%(number)s %(title)s"),
    public=True,
)
def expire(admission: Admission, *, actor: Actor) -> Admission:
    """The term is over: nothing new may rest on it."""
    if admission.until >= clock.today():
        raise Refusal(
            _("准入到 %(day)s 为止，还没有到期。") % {"day": day_words(admission.until)}, remedy=_("到期次日办理。")
        )
    admission.ended_on = admission.until
    inbox.cancel(admission, RENEW)
    record(number=admission.number, title=admission.title)
    return admission


@action(
    "admission.admission:revoke",
    gettext_lazy("撤销准入"),
    subject=Admission,
    moves=(IN_FORCE, AdmissionState.REVOKED),
    tells=gettext_lazy("%(number)s，理由：%(reason)s"),
    public=True,
)
def revoke(admission: Admission, *, actor: Actor, reason: str) -> Admission:
    """End it early, with a public reason; contracts that were signed under it go on."""
    if len(reason.strip()) < rules.SHORTEST:
        raise Refusal(_("没有写明撤销理由。"), remedy=_("请写明理由，至少 5 个字；理由公开。"), field="reason")
    admission.ended_on, admission.end_reason = clock.today(), reason.strip()
    inbox.cancel(admission, RENEW)
    inbox.open_task(
        admission,
        "admission.admission:acknowledge",
        title=_("准入已撤销：%(title)s") % {"title": admission.title},
        context=_("理由：%(reason)s。仍需开展的，重新申请准入") % {"reason": admission.end_reason},
        organisation_id=admission.organisation_id,
        role="clerk",
    )
    record(number=admission.number, reason=admission.end_reason)
    return admission


@action(
    "admission.admission:acknowledge",
    gettext_lazy("知悉撤销"),
    short=pgettext_lazy("待办", "查看"),
    subject=Admission,
    moves=({str(AdmissionState.REVOKED)}, None),
)
def acknowledge(admission: Admission, *, actor: Actor) -> Admission:
    """The department has read that its admission was revoked, and why."""
    return admission


@action(
    RENEW,
    gettext_lazy("续办准入"),
    short=pgettext_lazy("待办", "续办"),
    subject=Admission,
    moves=({str(AdmissionState.IN_FORCE), str(AdmissionState.EXPIRED)}, None),
    tells=gettext_lazy("%(reference)s，自 %(since)s 至 %(until)s"),
)
def renew(admission: Admission, *, actor: Actor, until: date) -> Admission:
    """Begin the application that follows on this one: same task and communities, from the day after its end (or today).
    Money and hours are copied to the new years, to be checked before submitting. Returns the new application."""
    if admission.renewals.exclude(state__in=[AdmissionState.WITHDRAWN, AdmissionState.REFUSED]).exists():
        raise Refusal(_("这一事项已经在续办。"), remedy=_("请打开续办的申请继续办理。"))
    today, year = clock.today(), clock.today().year
    since = max(admission.until + timedelta(days=1), today)
    if until < since:
        raise Refusal(_("截止日期早于开始日期。"), remedy=_("请选择更晚的日期。"), field="until")
    long = too_long(since, until)
    if long is not None:
        raise long
    made = Admission.objects.create(
        reference=f"ZRSQ-{admission.organisation.place.code[:6]}-{year}-{numbering.next_number('admission:application', year):03d}",
        organisation=admission.organisation,
        title=admission.title,
        content=admission.content,
        legal_basis=admission.legal_basis,
        since=since,
        until=until,
        renews=admission,
    )
    last: dict[int, Share] = {row.place_id: row for row in admission.shares.order_by("year")}
    Share.objects.bulk_create(
        Share(admission=made, place_id=key, year=of_year, money=row.money, staff=row.staff, hours=row.hours)
        for key, row in last.items()
        for of_year in rules.years(since, until)
    )
    inbox.open_task(
        made,
        "admission.admission:submit",
        title=_("提交续办申请：%(title)s") % {"title": made.title},
        context=made.reference,
        organisation_id=made.organisation_id,
        role="clerk",
    )
    record(reference=made.reference, since=day_words(since), until=day_words(until))
    return made
