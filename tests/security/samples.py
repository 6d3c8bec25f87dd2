"""One real record for every address that names one; an address without a sample fails the matrix.

Where it can, a sample is of the state in which the page's verb goes on, so that the page itself is tried and not only
the way back from it.
"""

from collections.abc import Callable
from typing import Any

from django.db import models

from linli.demo.cast import SHOWN_TOWN
from linli.flow.s1_needs.models import Need, NeedProject, NeedsList, Voice
from linli.flow.s2_goals.models import Design
from linli.flow.s3_tenders.models import Bid, Challenge, Contract, Question, Seat, Tender
from linli.flow.s4_delivery.models import Delivery, Milestone, Payment, ServiceRecord
from linli.flow.s5_evaluation.models import Evaluation, Instrument, Rectification
from linli.flow.s6_followup.models import FollowUp, Issue, Visit
from linli.flow.thread.models import Project
from linli.foundations.admission.models import Admission, Opinion, Report
from linli.foundations.catalogue.models import Batch, CatalogueItem, Supplement
from linli.foundations.funds.models import FundSource
from linli.foundations.parties import tokens
from linli.foundations.parties.models import Membership, Organisation
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.foundations.rulebook.models import DeadlineNotice, Proposal, RuleComment, RuleVersion
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import Approval, Event, Task
from linli.kernel.models.files import StoredFile
from linli.openness.insight.models import Reminder
from tests.security import campaigns, plans, reviews, rooms, suggested, surveys
from tests.security.finding import Arguments, Sample, bids_of, fixed, named, one, pk, project_pk


def tab() -> tuple[Arguments, Any]:
    project = one(Project, state="evaluating")
    return {"pk": project.pk, "key": "payments"}, project


def saved_draft() -> tuple[Arguments, Any]:
    design = one(Design, state="draft")
    return {"pk": design.project_id, "page": "basics"}, design


def taken_up() -> tuple[Arguments, Any]:
    """A need of a project that is being designed."""
    link = one(NeedProject, state="standing", project__state="designing")
    return {"pk": link.project_id, "need": link.need_id}, link.project


def design_of(**where: Any) -> Sample:
    """Pages of a design stand under its project's number."""

    def found() -> tuple[Arguments, Any]:
        design = one(Design, **where)
        return {"pk": design.project_id}, design

    return found


def paper_of(model: type[models.Model], **where: Any) -> Sample:
    """The Word file of a document: what it shows and to whom is the PDF's, and it is made faster."""

    def found() -> tuple[Arguments, Any]:
        record = one(model, **where)
        return {"pk": record.pk, "form": "docx"}, record

    return found


def design_paper() -> tuple[Arguments, Any]:
    design = one(Design, state="draft")
    return {"pk": design.project_id, "form": "docx"}, design


def open_tender() -> tuple[Arguments, Any]:
    found = one(Tender, state="published", bids_due__gt=clock.now())
    return {"pk": found.pk}, found


def judged_bid() -> tuple[Arguments, Any]:
    bid = one(Bid, tender__state="reviewing", state="valid")
    return {"pk": bid.pk}, bid


def sealed_bid() -> tuple[Arguments, Any]:
    """A sealed bid, as its bidder knows it; found through the purchaser it would not exist."""
    tender = one(Tender, state="published", bids_due__gt=clock.now(), bid_count__gt=0)
    for bid in bids_of(tender):
        return {"pk": bid.pk}, bid
    raise LookupError("nobody has bid for the open tender")


def registration() -> tuple[Arguments, Any]:
    organisation = one(Organisation, state="refused")
    return {"token": tokens.registration_token(organisation)}, None


def invitation() -> tuple[Arguments, Any]:
    person = one(Membership, person__is_active=True).person
    return {"token": tokens.password_link(person).token}, None


def clause() -> tuple[Arguments, Any]:
    return {"key": "decree-102", "clause": next(iter(book.law().documents["decree-102"].clauses))}, None


def version_of(document: str, state: str, **arguments: Any) -> Sample:
    """The address names a document made here; the record is its version in this state."""

    def found() -> tuple[Arguments, Any]:
        return {"key": document, **arguments}, one(RuleVersion, document__key=document, state=state)

    return found


def comment() -> tuple[Arguments, Any]:
    found = one(RuleComment, state="received")
    return {"pk": found.pk, "verb": "answer"}, found


WRITTEN = version_of("volunteer-measures", "draft")
ASKED = version_of("deliberation-measures", "consultation")


def position() -> tuple[Arguments, Any]:
    event = one(Event, public=True, verb="goals.intention:publish")
    return {"position": event.journal_position.position}, None


def decision() -> tuple[Arguments, Any]:
    """A published notice within a project: its page inside is open to those inside it and to those who read the journal."""
    event = Event.objects.filter(verb="tenders.tender:publish", public=True).order_by("pk")[0]
    return {"pk": event.pk}, Project.objects.get(pk=event.thread_key)


def draft_item() -> tuple[Arguments, Any]:
    found = one(CatalogueItem, batch__state="draft")
    return {"pk": found.batch_id, "code": found.code}, found.batch


def place() -> tuple[Arguments, Any]:
    found = one(Place, level="community", code__startswith=SHOWN_TOWN)
    return {"code": found.code}, found


BY_NAME: dict[str, Sample] = {
    "thread:project": project_pk(state="evaluating"),
    "thread:stop": project_pk(state="adopted"),
    "thread:tab": tab,
    "thread:approval": pk(Approval, state="running", chain="project"),
    "tenders:draft": project_pk(state="tender_draft"),
    "tenders:edit": pk(Tender, state="draft"),
    "tenders:publish": pk(Tender, state="draft"),
    **dict.fromkeys(("tenders:tender", "tenders:ask", "tenders:bid", "tenders:witness", "tenders:open"), open_tender),
    "tenders:answer": pk(Question),
    "tenders:receipt": sealed_bid,
    "tenders:withdraw": sealed_bid,
    "tenders:bond": pk(Bid),
    "tenders:opening": pk(Tender, state="reviewing"),
    **dict.fromkeys(
        ("tenders:panel", "tenders:draw", "tenders:refill", "tenders:review", "tenders:rank"),
        pk(Tender, state="reviewing"),
    ),
    "tenders:accept": pk(Seat, state="drawn"),
    "tenders:decline": pk(Seat, state="drawn"),
    "tenders:score": judged_bid,
    **dict.fromkeys(
        ("tenders:confirm", "tenders:announce", "tenders:settle", "tenders:fail"), pk(Tender, state="ranked")
    ),
    "tenders:cancel": pk(Tender, state="draft"),
    "tenders:challenge": pk(Tender, state="ranked"),
    "tenders:contract_draft": pk(Tender, state="awarded"),
    "tenders:notice_paper": paper_of(Tender, state="published"),
    "tenders:award_paper": paper_of(Tender, state="awarded"),
    "tenders:contract_paper": paper_of(Contract),
    "parties:registration": registration,
    "parties:invitation": invitation,
    **dict.fromkeys(("parties:end", "parties:reset_password", "parties:reset_factors"), pk(Membership)),
    "parties:review": pk(Organisation, state="pending"),
    "parties:resume": pk(Organisation, state="suspended"),
    "delivery:voucher": paper_of(Payment, paid_at__isnull=False),
    "delivery:plan": pk(Delivery, state="running"),
    "delivery:finish": pk(Delivery, state="running"),
    "delivery:report": pk(Milestone, state="planned", project__state="delivering"),
    "delivery:accept": pk(Milestone, state="accepted"),
    "delivery:return_report": pk(Milestone, state="accepted"),
    "delivery:request": pk(Milestone, state="accepted"),
    "delivery:milestone": pk(Milestone, state="accepted"),
    "delivery:add_record": project_pk(state="delivering"),
    "delivery:record": pk(ServiceRecord),
    "delivery:correct_record": pk(ServiceRecord, state="valid"),
    "evaluation:start": project_pk(state="delivering"),
    "evaluation:instrument": pk(Instrument, state="waiting"),
    "evaluation:grade": pk(Evaluation, state="scoring"),
    "evaluation:publish": pk(Evaluation, state="scoring"),
    "evaluation:order": pk(Evaluation, state="rectifying"),
    "followup:visit": pk(Visit, state="planned"),
    "followup:close": pk(FollowUp, state="open"),
    "followup:complain": pk(FollowUp, state="open"),
    **dict.fromkeys(("followup:mend", "followup:confirm", "followup:return_mending"), pk(Issue)),
    "ui:sample": fixed(name="inbox"),
    "rulebook:calendar-do": fixed(verb="edit"),
    **dict.fromkeys(("rulebook:parameter", "rulebook:propose"), fixed(name="tender.bid_days")),
    "rulebook:check": fixed(name="tender.bid_days", place="320117"),
    **dict.fromkeys(("rulebook:proposal", "rulebook:withdraw"), pk(Proposal, state="in_approval")),
    "rulebook:correct": pk(Proposal, state="returned"),
    "rulebook:decision": decision,
    "rulebook:public-decision": position,
    **dict.fromkeys(("rulebook:deadline-notice", "rulebook:deadline-note"), pk(DeadlineNotice)),
    "rulebook:document": fixed(key="decree-102"),
    "rulebook:clause": clause,
    "rulebook:doc": WRITTEN,
    **dict.fromkeys(("rulebook:doc-edit", "rulebook:doc-import", "rulebook:doc-attach"), WRITTEN),
    "rulebook:doc-do": version_of("shiqiu-service-manual", "issued", verb="repeal"),
    "rulebook:doc-desk": ASKED,
    "rulebook:doc-compare": version_of("service-quality-rules", "issued"),
    "rulebook:comment-do": comment,
    "rulebook:compare": fixed(key="service-quality-rules"),
    "rulebook:print": fixed(key="service-quality-rules"),
    **dict.fromkeys(("rulebook:consultation", "rulebook:comment"), fixed(key="deliberation-measures", ordinal=1)),
    "catalogue:item": named(CatalogueItem, "code", since__isnull=False),
    "catalogue:batch_issue": pk(Batch, state="approved"),
    "catalogue:batch_end": pk(Batch, state="issued", organisation__isnull=False),
    "catalogue:batch_item": draft_item,
    "catalogue:batch_item_drop": draft_item,
    "catalogue:supplement_include": pk(Supplement, state="approved"),
    "catalogue:supplement_withdraw": pk(Supplement, state="in_approval"),
    "catalogue:supplement": pk(Supplement, state="in_approval"),
    **dict.fromkeys(("admission:describe", "admission:shares", "admission:submit"), pk(Admission, state="draft")),
    **dict.fromkeys(("admission:admission", "admission:withdraw"), pk(Admission, state="consulting")),
    "admission:issue": pk(Admission, state="approved"),
    "admission:renew": pk(Admission, state="expired"),
    "admission:revoke": pk(Admission, state="in_force"),
    "admission:acknowledge": pk(Admission, state="revoked"),
    "admission:opinion": pk(Opinion, state="asked"),
    **dict.fromkeys(
        ("admission:report", "admission:report_answer"), pk(Report, state="filed", title__contains="临时增加辅具盘点")
    ),
    "admission:report_decide": pk(Report, state="answered"),
    "admission:report_close": pk(Report, state="decided"),
    "admission:report_acknowledge": pk(Report, state="closed"),
    "admission:one": named(Admission, "number", state="in_force"),
    "needs:need_revise": pk(Need, state="draft"),
    "needs:need_rank": pk(Need, state="draft"),
    "needs:need_drop": pk(Need, state="draft"),
    "needs:need_adopt": pk(Need),
    "needs:need_adopt_further": pk(Need, state="adopted"),
    "needs:need_join": project_pk(state="designing"),
    "needs:need_leave": taken_up,
    "needs:need": pk(Need, state="draft"),
    "needs:list": pk(NeedsList),
    "needs:voice_unmerge": pk(Voice, state="merged"),
    "goals:begin": project_pk(state="adopted"),
    "goals:draft": saved_draft,
    "goals:paper": design_paper,
    "goals:intention": design_of(state="in_approval"),
    "kernel:file": pk(StoredFile, public=False, media_type="image/png"),
    "insight:remind": pk(Task, state="open", kind="duty", organisation__kind="community"),
    "insight:reminder": pk(Reminder),
    "portal:community": place,
    "portal:project": named(Project, "number", public_since__isnull=False),
    "portal:needs-list": pk(NeedsList),
    "portal:notice": position,
    "portal:notice-record": position,
    **rooms.BY_NAME,
    **plans.BY_NAME,
    **suggested.BY_NAME,
    **reviews.BY_NAME,
    **surveys.BY_NAME,
    **campaigns.BY_NAME,
}
BY_BEGINNING: dict[str, Sample] = {
    "tenders:challenge": pk(Challenge),
    "tenders:": pk(Contract),
    "places:": place,
    "parties:": pk(Organisation, kind="town", place__code=SHOWN_TOWN),
    "delivery:": pk(Payment),
    "evaluation:": pk(Rectification),
    "funds:": pk(FundSource),
    "needs:voice": pk(Voice, state="received"),
    "goals:": design_of(state="draft"),
    "catalogue:batch": pk(Batch, state="draft"),
    "catalogue:supplement": pk(Supplement, state="draft"),
}


# A button that does nothing without knowing which: what is posted, for whoever presses it.
POSTED: dict[str, Callable[[Actor], dict[str, Any]]] = {
    "parties:act_for": lambda actor: {
        "membership": Membership.objects.filter(person_id=actor.person_id).values_list("pk", flat=True).first() or ""
    },
    "portal:choose": lambda actor: {"elder": "1"},
    "xforms:export": lambda actor: {"kind": "csv", "state": "", "personal": ""},
    "needs:need_classify": lambda actor: {"catalogue_code": ""},
}


def sample(name: str, route: str) -> tuple[Arguments, Any]:
    """What stands in for an address's variables, and the record it leads to. Raises LookupError without a sample."""
    if "<" not in route:
        return {}, None
    if name in BY_NAME:
        return BY_NAME[name]()
    for beginning, found in BY_BEGINNING.items():
        if name.startswith(beginning):
            return found()
    raise LookupError(f"no sample for {name} ({route})")
