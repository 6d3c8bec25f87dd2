"""A department applies: the task, its basis and term, and what goes to each community with it."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.core.files.base import File
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.admission import rules
from linli.foundations.admission.actions import opinions
from linli.foundations.admission.models import Admission, Share
from linli.foundations.admission.rules import ShareLine
from linli.foundations.admission.states import OPEN, AdmissionState
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.foundations.rulebook.words import day_words
from linli.kernel import approvals, clock, files, inbox, numbering, workdays
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, Refusals, WrongState

TERM = "admission.term_months"
MOST_LINES = 800


@action("admission.admission:apply", gettext_lazy("填写准入申请"), tells=gettext_lazy("%(title)s，%(reference)s"))
def apply(*, actor: Actor, title: str, content: str, legal_basis: str, since: date, until: date) -> Admission:
    """Begin an application of the actor's department."""
    assert actor.organisation_id is not None
    year = clock.today().year
    made = Admission(
        reference=f"ZRSQ-{actor.place_code[:6]}-{year}-{numbering.next_number('admission:application', year):03d}",
        organisation_id=actor.organisation_id,
    )
    _fill(made, title, content, legal_basis, since, until)
    made.save()
    inbox.open_task(
        made,
        "admission.admission:submit",
        title=_("提交准入申请：%(title)s") % {"title": made.title},
        context=made.reference,
        organisation_id=actor.organisation_id,
        role="clerk",
    )
    record(title=made.title, reference=made.reference)
    return made


@action("admission.admission:describe", gettext_lazy("修改准入申请"), subject=Admission, moves=(OPEN, None))
def describe(
    admission: Admission, *, actor: Actor, title: str, content: str, legal_basis: str, since: date, until: date
) -> Admission:
    """Change the words and the term; shares of years that the term no longer touches are dropped."""
    _fill(admission, title, content, legal_basis, since, until)
    admission.shares.exclude(year__in=rules.years(since, until)).delete()
    return admission


def _fill(made: Admission, title: str, content: str, legal_basis: str, since: date, until: date) -> None:
    made.title, made.content, made.legal_basis = title.strip(), content.strip(), legal_basis.strip()
    made.since, made.until = since, until
    if until < since:
        raise Refusal(
            _("准入的截止日期 %(to)s 早于开始日期 %(from)s。") % {"to": day_words(until), "from": day_words(since)},
            remedy=_("请核对两个日期。"),
            field="until",
        )


@action(
    "admission.admission:attach", gettext_lazy("填写随事经费和人员"), subject=Admission, moves=(OPEN, None),
    tells=gettext_lazy("%(communities)s 个社区（村），经费 %(money)s 元"),
)  # fmt: skip
def attach(admission: Admission, *, actor: Actor, lines: Sequence[ShareLine]) -> Admission:
    """Say what goes to each community in each year, replacing what was said before. Yuan."""
    if len(lines) > MOST_LINES:
        raise Refusal(_("最多 %(most)d 行。") % {"most": MOST_LINES}, remedy=_("请分成几个事项申请。"))
    admission.shares.all().delete()
    Share.objects.bulk_create(
        Share(
            admission=admission, place_id=one.place_id, year=one.year, money=one.money, staff=one.staff, hours=one.hours
        )
        for one in lines
    )
    record(communities=len({one.place_id for one in lines}), money=sum(one.money for one in lines))
    return admission


@action(
    "admission.admission:submit",
    gettext_lazy("提交准入申请"),
    short=pgettext_lazy("待办", "补正"),
    subject=Admission,
    moves=(OPEN, AdmissionState.CONSULTING),
    tells=gettext_lazy("%(title)s，征求 %(asked)s 个社区（村）意见"),
)
def submit(admission: Admission, *, actor: Actor, attachments: "Sequence[File[bytes]]" = ()) -> Admission:
    """Check that money and hours go with the task, then ask every community; the chain begins when all have answered."""
    found = [*_dates(admission), *_substance(admission)]
    if found:
        raise Refusals(_("申请有 %(count)d 处需要修改，未能提交") % {"count": len(found)}, each=found)
    for upload in attachments:
        files.store(upload, actor=actor, subject=admission, label=_("准入依据"))
    admission.submitted_at, admission.submitted_by_id = clock.now(), actor.person_id
    admission.answer = ""
    admission.round += 1
    admission.consult_until = book.due("admission.opinion_days", clock.now())
    asked = opinions.ask(admission)
    record(title=admission.title, asked=asked)
    return admission


def too_long(since: date, until: date) -> Refusal | None:
    """Why a term may not end so late; None when it may."""
    latest = workdays.add_months(since, book.value(TERM)) - timedelta(days=1)
    if until <= latest:
        return None
    return Refusal(
        _("准入期限到 %(to)s，超过最长 %(limit)s。") % {"to": day_words(until), "limit": book.words(TERM)},
        remedy=_("最晚可定 %(day)s。") % {"day": day_words(latest)},
        field="until",
        clauses=[book.clause_words(TERM)],
    )


def _dates(admission: Admission) -> list[Refusal]:
    long = too_long(admission.since, admission.until)
    found = [] if long is None else [long]
    if admission.until < clock.today():
        clauses = [book.clause_words(TERM)]
        found.append(Refusal(_("准入期限已经过去。"), remedy=_("请填写今后的期限。"), field="until", clauses=clauses))
    return found


def _substance(admission: Admission) -> list[Refusal]:
    """Task, basis, communities, and money and hours for each of them in each year (费随事转)."""
    found = []
    for name, title in (("content", _("没有写明工作内容。")), ("legal_basis", _("没有写明依据。"))):
        if len(getattr(admission, name)) < rules.SHORTEST:
            found.append(
                Refusal(title, remedy=_("请写明，至少 %(least)d 个字。") % {"least": rules.SHORTEST}, field=name)
            )
    rows = list(admission.shares.select_related("place"))
    places = {row.place_id: str(row.place) for row in rows}
    clauses = [book.clause_words(TERM)]
    if not places:
        found.append(
            Refusal(_("没有选择社区（村）。"), remedy=_("请选择社区，填写随事经费和工作量。"), clauses=clauses)
        )
    lines = [ShareLine(row.place_id, row.year, row.money, row.staff, row.hours) for row in rows]
    short = rules.unfunded(lines, places, rules.years(admission.since, admission.until))
    if short:
        what = _("费随事转：以下社区、年度没有经费或工作量：%(places)s。") % {"places": "、".join(short[:10])}
        found.append(Refusal(what, remedy=_("请逐个社区、逐年填写经费和小时数。"), clauses=clauses))
    return found


def places_of(admission: Admission) -> list[Place]:
    """The communities of an application, each once."""
    return list(Place.objects.filter(pk__in=admission.shares.values("place_id")).order_by("code"))


@action(
    "admission.admission:withdraw",
    gettext_lazy("撤回准入申请"),
    subject=Admission,
    moves=(OPEN | {str(AdmissionState.CONSULTING), str(AdmissionState.IN_APPROVAL)}, AdmissionState.WITHDRAWN),
)
def withdraw(admission: Admission, *, actor: Actor) -> Admission:
    """The department takes it back while nothing is decided."""
    try:
        with transaction.atomic():
            approvals.withdraw(admission)
            opinions.stop_asking(admission)
    except OperationalError:
        raise WrongState(_("审批单位或社区正在办理这件申请。"), remedy=_("请稍后刷新页面，查看审批结果。")) from None
    inbox.cancel(admission)
    record(title=admission.title)
    return admission
