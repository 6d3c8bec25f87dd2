"""Questions about the document and their answers, published without names."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.flow.s3_tenders import law, who
from linli.flow.s3_tenders.actions.publishing import ask_for_opening
from linli.flow.s3_tenders.models import Question, Tender
from linli.flow.s3_tenders.states import QuestionState, TenderState
from linli.foundations.rulebook import book
from linli.kernel import inbox, moment
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, WrongState


@action("tenders.question:ask", gettext_lazy("提出疑问"), scope="tender")
def ask(*, actor: Actor, tender: Tender, text: str) -> Question:
    """Ask about the document, before the deadline."""
    tender = moment.stamped(Tender.objects).get(pk=tender.pk)
    if not tender.takes_bids(moment.decisive(tender)):
        raise WrongState(_("这次采购不在投标期内，不能再提疑问。"), remedy=_("对结果有异议，可以在期限内提出质疑。"))
    if not text.strip():
        raise Refusal(_("没有填写疑问。"), remedy=_("请写明采购文件的哪一处、有什么疑问。"), field="text")
    question = Question.objects.create(
        project_id=tender.project_id,
        tender=tender,
        purchaser_id=tender.purchaser_id,
        organisation_id=who.organisation_id(actor),
        text=text.strip(),
    )
    inbox.open_task(
        question,
        "tenders.question:answer",
        title=_("答复疑问：%(title)s") % {"title": tender.title},
        organisation_id=tender.purchaser_id,
        role="clerk",
        due_at=tender.bids_due,
        due_basis=_("投标截止前；影响投标的应提前 %(n)s 日，否则顺延") % {"n": law.number("tender.clarify_days")},
        clause=book.citation("tender.clarify_days"),
        path=f"/tenders/questions/{question.pk}/",
    )
    return question


@action(
    "tenders.question:answer",
    gettext_lazy("答复疑问"),
    short=pgettext_lazy("待办", "答复"),
    subject=Question,
    moves=({str(QuestionState.ASKED)}, str(QuestionState.ANSWERED)),
    public=True,
)
def answer(
    question: Question, *, actor: Actor, text: str, affects_bids: bool = False, bids_due: datetime | None = None
) -> Question:
    """Answer and publish. One that may affect the bids leaves them their days, or moves the deadline to `bids_due`."""
    if not text.strip():
        raise Refusal(_("没有填写答复。"), remedy=_("请写明答复，向所有供应商公开。"), field="text")
    tender = moment.stamped(Tender.objects).select_for_update(no_key=True, of=("self",)).get(pk=question.tender_id)
    if tender.state != TenderState.PUBLISHED:
        raise WrongState(_("这次采购已不在投标期内。"), remedy=_("请刷新页面，查看最新状态。"))
    now = moment.decisive(tender)
    question.answer, question.affects_bids, question.answered_at = text.strip(), affects_bids, now
    _settle_deadline(tender, now, affects_bids, bids_due)
    record(number=tender.number, affects_bids=affects_bids, bids_due=tender.bids_due)
    return question


def _settle_deadline(tender: Tender, now: datetime, affects_bids: bool, bids_due: datetime | None) -> None:
    """实施条例 31, 87号令 27: fewer days left than the law wants, and the deadline must move. It is never moved forward."""
    due = tender.bids_due
    assert due is not None
    if bids_due is not None and bids_due < due:
        raise Refusal(_("投标截止时间只能顺延，不能提前。"), remedy=_("请选择不早于原截止的时间。"), field="bids_due")
    if now >= due:
        raise WrongState(_("投标截止时间已过，不能再澄清。"), remedy=_("请按程序开标。"))
    wanted = timezone.localdate(book.due("tender.clarify_days", now))
    if affects_bids and timezone.localdate(bids_due or due) < wanted:
        raise Refusal(
            _("答复可能影响投标文件编制，离投标截止不足 %(n)s 日。") % {"n": law.number("tender.clarify_days")},
            remedy=_("请把投标截止时间顺延到%(day)s或以后。") % {"day": date_format(wanted)},
            field="bids_due",
            clauses=[book.clause_words("tender.clarify_days")],
        )
    if bids_due is not None and bids_due != due:
        tender.bids_due = bids_due
        tender.version += 1
        tender.save(update_fields=["bids_due", "version"])
        ask_for_opening(tender)
