"""Publishing the notice: nothing earlier than the law allows, nothing shorter than it demands."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s2_goals.integration import admission_refusal
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import standing
from linli.flow.s3_tenders import law
from linli.flow.s3_tenders.models import Tender
from linli.flow.s3_tenders.rules import METHODS
from linli.flow.s3_tenders.states import TenderState
from linli.flow.thread import spine
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.states import OrganisationState
from linli.foundations.rulebook import book, deadlines
from linli.kernel import inbox, moment
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action(
    "tenders.tender:publish",
    gettext_lazy("发布采购公告"),
    short=pgettext_lazy("待办", "发布"),
    subject=Tender,
    moves=({str(TenderState.DRAFT)}, str(TenderState.PUBLISHED)),
    tells=gettext_lazy("投标截止 %(bids_due)s，预算 %(budget)s 元"),
    public=True,
)
def publish(tender: Tender, *, actor: Actor, bids_due: datetime) -> Tender:
    """Publish the notice and set the deadline of bids, both by the rule book."""
    now = moment.decisive(tender)
    rule = law.rule_of(tender.method)
    if bids_due <= now:
        raise Refusal(_("投标截止时间已经过去。"), remedy=_("请选择将来的时间。"), field="bids_due")
    if rule.intention:
        standing.hold(tender.project, now)
    book.not_before(rule.bid_days, now, bids_due, what=_("投标截止时间"), field="bids_due")
    if rule.supply_days:
        book.not_before(rule.supply_days, now, bids_due, what=_("投标截止时间"), field="bids_due")
    _check_admission(tender.project)
    inbox.cancel(tender.project, "tenders.tender:publish")
    tender.published_at, tender.bids_due = now, bids_due
    tender.notice_until = book.due("tender.notice_days", now)
    tender.supply_until = book.due(rule.supply_days, now) if rule.supply_days else bids_due
    spine.move(tender.project_id, State.TENDERING, public_since=tender.project.public_since or now)
    ask_for_opening(tender)
    record(bids_due=bids_due, budget=tender.budget, number=tender.number, method=tender.method)
    return tender


def _check_admission(project: Project) -> None:
    """What admitted a department's task may have expired or been revoked since the project was submitted."""
    design = (
        Design.objects.select_related("project__purchaser", "task_from", "admission").filter(project=project).first()
    )
    found = admission_refusal(design) if design is not None else None
    if found is not None:
        raise found


def ask_for_opening(tender: Tender) -> None:
    """The deadline as a moment; opening and witnessing as duties from then on. Called again when it is extended."""
    due = tender.bids_due
    assert due is not None
    rule = law.rule_of(tender.method)
    inbox.open_moment(
        tender,
        "tenders.bid:submit",
        title=_("投标截止：%(title)s") % {"title": tender.title},
        due_at=due,
        due_basis=_("采购公告载明的投标截止时间"),
        clause=book.citation(rule.bid_days),
        organisation_id=tender.purchaser_id,
    )
    inbox.open_task(
        tender,
        "tenders.tender:open",
        title=_("开标：%(title)s") % {"title": tender.title},
        context=_("截止后方可开标，须有另一人见证"),
        organisation_id=tender.purchaser_id,
        role="clerk",
        due_at=due,
        due_basis=_("投标截止时间即开标时间"),
        path=f"/tenders/{tender.pk}/opening/",
    )
    supervisor = _supervisor(tender)
    inbox.open_task(
        tender,
        "tenders.opening:witness",
        title=_("见证开标：%(title)s") % {"title": tender.title},
        organisation_id=supervisor.pk if supervisor else tender.purchaser_id,
        role="supervisor" if supervisor else "leader",
        due_at=due,
        due_basis=_("投标截止时间即开标时间"),
        path=f"/tenders/{tender.pk}/opening/",
    )


def _supervisor(tender: Tender) -> Organisation | None:
    """Who supervises where the project is: the nearest by place."""
    code = tender.project.place_code
    found = Organisation.objects.filter(kind="supervisor", state=OrganisationState.ACTIVE).select_related("place")
    near = [organisation for organisation in found if code.startswith(organisation.place.code)]
    return max(near, key=lambda one: len(one.place.code), default=None)


RUNNING = Q(state=TenderState.PUBLISHED)
deadlines.keep(
    "tenders.tender", "notice_until", parameter="tender.notice_days", start="published_at", tell="purchaser_id",
    open=RUNNING,
)  # fmt: skip
for _method, _rule in METHODS.items():
    if _rule.supply_days:
        deadlines.keep(
            "tenders.tender", "supply_until", parameter=_rule.supply_days, start="published_at", tell="purchaser_id",
            open=RUNNING & Q(method=_method),
        )  # fmt: skip
