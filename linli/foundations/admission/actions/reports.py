"""A task pushed on a community without admission: reported, answered by the department, decided by the bureau, closed."""

from collections.abc import Sequence
from datetime import date

from django.core.files.base import File
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.admission import rules
from linli.foundations.admission.models import Admission, Report
from linli.foundations.admission.states import LISTED, AdmissionState, Answer, Outcome, ReportState
from linli.foundations.parties import offices
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book, deadlines
from linli.foundations.rulebook.words import day_words
from linli.kernel import clock, files, inbox, numbering
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, WrongState

ANSWER, DECIDE, CLOSE = "admission.report:answer", "admission.report:decide", "admission.report:close"
ACKNOWLEDGE = "admission.report:acknowledge"
FILED, ANSWERED = str(ReportState.FILED), str(ReportState.ANSWERED)


@action("admission.report:file", gettext_lazy("反映未准入事项"), tells=gettext_lazy("%(title)s，由%(department)s答复"))
def file(
    *,
    actor: Actor,
    department: Organisation,
    title: str,
    what: str,
    occurred_on: date,
    evidence: "Sequence[File[bytes]]" = (),
) -> Report:
    """A community's clerk reports; the department answers and the bureau decides, each within the rule book's days."""
    if department.kind != OrganisationKind.DEPARTMENT:
        raise Refusal(
            _("“%(name)s”不是区级部门。") % {"name": department}, remedy=_("请选择下派部门。"), field="department"
        )
    if occurred_on > clock.today():
        raise Refusal(_("下派日期还没有到。"), remedy=_("请核对日期。"), field="occurred_on")
    if len(what.strip()) < rules.SHORTEST:
        raise Refusal(_("没有写明情况。"), remedy=_("请写明谁、什么时候、要求做什么。"), field="what")
    assert actor.organisation_id is not None
    now = clock.now()
    serial = numbering.next_number("admission:report", clock.today().year)
    made = Report.objects.create(
        number=f"FY-{actor.place_code[:6]}-{clock.today().year}-{serial:03d}",
        organisation_id=actor.organisation_id,
        place=Place.objects.get(code=actor.place_code),
        department=department,
        title=title.strip(),
        what=what.strip(),
        occurred_on=occurred_on,
        filed_at=now,
        answer_due_at=book.due("admission.answer_days", now),
        due_at=book.due("admission.report_days", now),
    )
    for upload in evidence:
        files.store(upload, actor=actor, subject=made, label=_("反映材料"))
    _ask_department(made, "clerk")
    _ask_bureau(made, "clerk")
    record(title=made.title, number=made.number, department=department.name)
    return made


def _ask_department(report: Report, role: str) -> None:
    inbox.open_task(
        report,
        ANSWER,
        title=_("答复社区反映：%(title)s") % {"title": report.title},
        context=_("%(place)s反映未经准入") % {"place": report.place},
        organisation_id=report.department_id,
        role=role,
        due_at=report.answer_due_at,
        due_basis=_("收到反映之日起 %(period)s内") % {"period": book.words("admission.answer_days")},
        clause=book.citation("admission.answer_days"),
    )


def _ask_bureau(report: Report, role: str) -> None:
    inbox.open_task(
        report,
        DECIDE,
        title=_("认定社区反映：%(title)s") % {"title": report.title},
        context=_("%(department)s下派") % {"department": report.department},
        organisation_id=offices.of_district(OrganisationKind.CIVIL_AFFAIRS, report.place.code).pk,
        role=role,
        due_at=report.due_at,
        due_basis=_("收到反映之日起 %(period)s内") % {"period": book.words("admission.report_days")},
        clause=book.citation("admission.report_days"),
    )


@action(
    ANSWER,
    gettext_lazy("答复反映"),
    short=pgettext_lazy("待办", "答复"),
    subject=Report,
    moves=({FILED}, ReportState.ANSWERED),
    tells=gettext_lazy("%(department)s：%(answer)s"),
)
def answer(report: Report, *, actor: Actor, kind: str, text: str, admission: Admission | None = None) -> Report:
    """The department takes the task back, applies for admission (naming the application), or shows the admission that
    covered the community on that day. Late answers are taken and noted."""
    if len(text.strip()) < rules.SHORTEST:
        raise Refusal(_("没有写明答复。"), remedy=_("请写明处理情况，至少 5 个字。"), field="text")
    _check_answer(report, kind, admission)
    report.answer, report.answer_text, report.answered_at = kind, text.strip(), clock.now()
    report.admission = admission if kind != Answer.WITHDRAW else None
    record(
        department=report.department.name,
        answer=str(Answer(kind).label),
        late=clock.now() > report.answer_due_at,
    )
    return report


def _check_answer(report: Report, kind: str, admission: Admission | None) -> None:
    if kind == Answer.WITHDRAW:
        return
    if admission is None or admission.organisation_id != report.department_id:
        raise Refusal(
            _("没有指明本部门的准入事项或申请。"), remedy=_("请选择；还没有申请的，先填写准入申请。"), field="admission"
        )
    covered = admission.shares.filter(place=report.place).exists()
    listed = admission.state in LISTED and (admission.ended_on is None or report.occurred_on <= admission.ended_on)
    if kind == Answer.SHOW and not (covered and listed and admission.since <= report.occurred_on <= admission.until):
        words = {"title": admission, "place": report.place, "day": day_words(report.occurred_on)}
        raise Refusal(
            _("准入事项“%(title)s”在 %(day)s 没有覆盖%(place)s。") % words,
            remedy=_("请改为收回任务或补办准入。"),
            field="admission",
            clauses=[book.clause_words("admission.report_days")],
        )
    if kind == Answer.APPLY and not covered:
        raise Refusal(
            _("申请“%(title)s”没有包括%(place)s。") % {"title": admission, "place": report.place},
            remedy=_("请在申请中加上该社区（村）后再答复。"),
            field="admission",
        )


@action(
    DECIDE,
    gettext_lazy("认定反映"),
    short=pgettext_lazy("待办", "认定"),
    subject=Report,
    moves=({FILED, ANSWERED}, ReportState.DECIDED),
    tells=gettext_lazy("%(title)s：%(outcome)s"),
    public=True,
)
def decide(report: Report, *, actor: Actor, outcome: str, reason: str) -> Report:
    """The bureau finds whether the task was admitted. Without an answer only when the answer is overdue."""
    if report.state == FILED and clock.now() <= report.answer_due_at:
        raise WrongState(
            _("部门还没有答复，答复期限到 %(day)s。") % {"day": day_words(timezone.localdate(report.answer_due_at))},
            remedy=_("请待部门答复或期满后认定。"),
        )
    if len(reason.strip()) < rules.SHORTEST:
        raise Refusal(_("没有写明认定理由。"), remedy=_("请写明理由，至少 5 个字。"), field="reason")
    if outcome == Outcome.ADMITTED and report.answer != Answer.SHOW:
        raise Refusal(_("部门没有出示准入事项，不能认定为已经准入。"), remedy=_("请改选其他结果。"), field="outcome")
    now = clock.now()
    report.outcome, report.decision, report.decided_at = outcome, reason.strip(), now
    inbox.cancel(report, ANSWER)
    bureau = offices.of_district(OrganisationKind.CIVIL_AFFAIRS, report.place.code)
    inbox.open_task(
        report,
        CLOSE,
        title=_("办结社区反映：%(title)s") % {"title": report.title},
        context=str(Outcome(outcome).label),
        organisation_id=bureau.pk,
        role="clerk",
    )
    record(title=report.title, outcome=str(Outcome(outcome).label), late=now > report.due_at)
    return report


@action(
    CLOSE,
    gettext_lazy("办结反映"),
    short=pgettext_lazy("待办", "办结"),
    subject=Report,
    moves=({str(ReportState.DECIDED)}, ReportState.CLOSED),
    tells=gettext_lazy("%(title)s，%(outcome)s"),
    public=True,
)
def close(report: Report, *, actor: Actor, closing: str) -> Report:
    """Say what came of it, and let the community that reported read it. One to be admitted afterwards is closed only when
    its application has ended."""
    if len(closing.strip()) < rules.SHORTEST:
        raise Refusal(_("没有写明办结情况。"), remedy=_("请写明任务是否收回、准入是否办妥。"), field="closing")
    pending = report.admission
    open_states = (*LISTED, AdmissionState.REFUSED, AdmissionState.WITHDRAWN)
    if report.answer == Answer.APPLY and pending is not None and pending.state not in open_states:
        raise Refusal(
            _("补办的准入“%(title)s”现在是“%(state)s”，还没有结果。")
            % {"title": pending, "state": pending.get_state_display()},
            remedy=_("请待准入有结果后办结。"),
        )
    report.closing, report.closed_at = closing.strip(), clock.now()
    inbox.open_task(
        report,
        ACKNOWLEDGE,
        title=_("反映已办结：%(title)s") % {"title": report.title},
        context=_("%(outcome)s。%(closing)s") % {"outcome": Outcome(report.outcome).label, "closing": report.closing},
        organisation_id=report.organisation_id,
        role="clerk",
    )
    record(title=report.title, outcome=str(Outcome(report.outcome).label))
    return report


@action(
    ACKNOWLEDGE,
    gettext_lazy("知悉反映的办理结果"),
    short=pgettext_lazy("待办", "查看"),
    subject=Report,
    moves=({str(ReportState.CLOSED)}, None),
)
def acknowledge(report: Report, *, actor: Actor) -> Report:
    """The community has read what came of its report."""
    return report


@action(
    "admission.report:escalate",
    gettext_lazy("上报逾期反映"),
    subject=Report,
    moves=({FILED, ANSWERED}, None),
    tells=gettext_lazy("%(title)s，%(late)s"),
)
def escalate(report: Report, *, actor: Actor) -> Report:
    """What is overdue goes to the leader too: the department's for an answer, the bureau's for a decision. Once each."""
    now, late = clock.now(), ""
    if report.state == FILED and report.answer_escalated_at is None and now > report.answer_due_at:
        _ask_department(report, "leader")
        report.answer_escalated_at, late = now, _("部门逾期未答复")
    if report.escalated_at is None and now > report.due_at:
        _ask_bureau(report, "leader")
        report.escalated_at, late = now, _("逾期未认定")
    if not late:
        raise Refusal(_("还没有逾期。"), remedy=_("到期后再上报。"))
    record(title=report.title, late=late)
    return report


deadlines.keep(
    "admission.report", "answer_due_at", parameter="admission.answer_days", start="filed_at", tell="department_id",
    open=Q(state=ReportState.FILED),
)  # fmt: skip
deadlines.keep(
    "admission.report", "due_at", parameter="admission.report_days", start="filed_at", tell="organisation_id",
    open=Q(state__in=[ReportState.FILED, ReportState.ANSWERED]),
)  # fmt: skip
