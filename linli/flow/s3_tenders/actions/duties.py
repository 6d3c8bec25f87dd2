"""What somebody has to do next, by when, and under which clause: the inbox tasks of step 3."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from linli.flow.s3_tenders.models import Bid, Challenge, Contract, Seat, Tender
from linli.foundations.rulebook import book
from linli.kernel import inbox

DECLARE = inbox.ask_for("tenders.seat:declare", pgettext_lazy("待办", "回复"))


def after_opening(tender: Tender, *, panel: bool) -> None:
    """A panel is drawn; without one the ranking follows at once."""
    if not panel:
        to_rank(tender, tender.opened_at)
        return
    inbox.open_task(
        tender,
        "tenders.panel:draw",
        title=_("抽取评审专家：%(title)s") % {"title": tender.title},
        context=_("不早于评审前 %(n)s") % {"n": book.words("panel.draw_days")},
        organisation_id=tender.purchaser_id,
        role="clerk",
        clause=book.citation("panel.draw_days"),
        path=f"/tenders/{tender.pk}/panel/",
    )


def to_declare(seat: Seat) -> None:
    """The drawn member says whether he comes; only he sees the task."""
    inbox.open_task(
        seat,
        DECLARE,
        title=_("回复评审邀请：%(title)s") % {"title": seat.tender.title},
        context=_("评审日期 %(day)s") % {"day": date_format(seat.panel.review_on)},
        organisation_id=seat.organisation_id,
        role=seat.role,
        person_id=seat.person_id,
        clause=book.citation("panel.recusal_years"),
        step=3,
    )


def to_score(seat: Seat) -> None:
    """Each member scores alone."""
    inbox.open_task(
        seat,
        "tenders.bid:score",
        title=_("评分：%(title)s") % {"title": seat.tender.title},
        context=_("评审日期 %(day)s，独立评分，提交后不能修改") % {"day": date_format(seat.panel.review_on)},
        organisation_id=seat.organisation_id,
        role=seat.role,
        person_id=seat.person_id,
    )


def dismiss_panel(tender: Tender) -> None:
    """Nobody is asked to come or to score any more."""
    for seat in Seat.objects.filter(tender=tender):
        inbox.cancel(seat)


def to_refill(tender: Tender) -> None:
    """The roster is used up: the clerk has to find further experts."""
    inbox.open_task(
        tender,
        "tenders.panel:refill",
        title=_("补抽评审专家：%(title)s") % {"title": tender.title},
        context=_("原名册已无可替补的专家"),
        organisation_id=tender.purchaser_id,
        role="clerk",
        path=f"/tenders/{tender.pk}/panel/",
    )


def to_rank(tender: Tender, since: datetime | None) -> None:
    """87号令 68: the report reaches the purchaser within its days after the review."""
    assert since is not None
    _ask(tender, "tenders.tender:rank", _("形成评审报告：%(title)s"), "award.report_days", since, _("评审结束之日起"))


def to_confirm(tender: Tender, since: datetime) -> None:
    """87号令 68: the purchaser's leader confirms."""
    _ask(
        tender,
        "tenders.award:confirm",
        _("确认中标人：%(title)s"),
        "award.confirm_days",
        since,
        _("收到评审报告之日起"),
        "leader",
    )


def to_announce(tender: Tender, since: datetime) -> None:
    """87号令 69."""
    _ask(
        tender,
        "tenders.award:announce",
        _("公告中标结果：%(title)s"),
        "award.announce_days",
        since,
        _("确认中标人之日起"),
    )


def after_announcing(tender: Tender, bids: list[Bid]) -> None:
    """Publicity and challenge run; bonds of those who lost go back (实施条例 33)."""
    since, until = tender.announced_at, tender.publicity_until
    assert since is not None
    assert until is not None
    inbox.open_task(
        tender,
        "tenders.award:settle",
        title=_("结束公示：%(title)s") % {"title": tender.title},
        organisation_id=tender.purchaser_id,
        role="clerk",
        due_at=until,
        due_basis=_("中标公告期满"),
        clause=book.citation("award.publicity_days"),
    )
    inbox.open_moment(
        tender,
        "tenders.challenge:file",
        title=_("质疑期满：%(title)s") % {"title": tender.title},
        due_at=book.due("challenge.days", until),
        due_basis=_("中标公告期满之日起"),
        clause=book.citation("challenge.days"),
        organisation_id=tender.purchaser_id,
    )
    if tender.bond_percent:
        for bid in bids:
            if bid.pk != tender.winner_id:
                to_return_bond(tender, bid, "bond.return_losers_days", since, _("中标通知书发出之日起"))


def to_return_bond(tender: Tender, bid: Bid, parameter: str, since: datetime, basis: str) -> None:
    """A duty of the purchaser towards one bidder. A bid belongs to no thread, so that nothing tells before the opening who
    bids; here the result is public, and the project is named."""
    inbox.open_task(
        bid,
        "tenders.bond:return",
        title=_("退还投标保证金：%(title)s") % {"title": tender.title},
        context=str(bid.organisation),
        organisation_id=tender.purchaser_id,
        role="clerk",
        due_at=book.due(parameter, since),
        due_basis=basis,
        clause=book.citation(parameter),
        path=f"/tenders/{tender.pk}/#ranking",
        thread_key=tender.project_id,
    )


def to_contract(tender: Tender) -> None:
    """政府采购法 46: signed within its days after the letter, which went out with the announcement."""
    assert tender.announced_at is not None
    _ask(
        tender,
        "tenders.contract:draft",
        _("拟订合同：%(title)s"),
        "contract.sign_days",
        tender.announced_at,
        _("中标通知书发出之日起"),
    )


def to_sign(contract: Contract, verb: str, organisation_id: int, role: str) -> None:
    """Both sides sign within the same days."""
    since = contract.tender.announced_at
    assert since is not None
    inbox.open_task(
        contract,
        verb,
        title=_("签订合同：%(title)s") % {"title": contract.tender.title},
        organisation_id=organisation_id,
        role=role,
        due_at=book.due("contract.sign_days", since),
        due_basis=_("中标通知书发出之日起"),
        clause=book.citation("contract.sign_days"),
    )


def to_publish_contract(contract: Contract) -> None:
    """实施条例 50."""
    assert contract.signed_at is not None
    inbox.open_task(
        contract,
        "tenders.contract:publish",
        title=_("公告合同：%(title)s") % {"title": contract.tender.title},
        organisation_id=contract.purchaser_id,
        role="clerk",
        due_at=book.due("contract.publish_days", contract.signed_at),
        due_basis=_("合同签订之日起"),
        clause=book.citation("contract.publish_days"),
    )


def to_answer(challenge: Challenge) -> None:
    """政府采购法 53."""
    inbox.open_task(
        challenge,
        "tenders.challenge:answer",
        title=_("答复质疑：%(title)s") % {"title": challenge.tender.title},
        context=str(challenge.get_about_display()),
        organisation_id=challenge.purchaser_id,
        role="clerk",
        due_at=challenge.due_at,
        due_basis=_("收到质疑之日起"),
        clause=book.citation("challenge.answer_days"),
    )


def try_again(tender: Tender) -> None:
    """The project is still to be bought: a new attempt."""
    inbox.open_task(
        tender.project,
        "tenders.tender:draft",
        title=_("重新组织采购：%(title)s") % {"title": tender.title},
        context=tender.end_reason,
        organisation_id=tender.purchaser_id,
        role="clerk",
        path=f"/tenders/draft/{tender.project_id}/",
        step=3,
    )


PAGES = {
    "tenders.award:confirm": "confirm/",
    "tenders.award:announce": "announce/",
    "tenders.contract:draft": "contract/",
}


def _ask(
    tender: Tender, verb: str, title: str, parameter: str, since: datetime, basis: str, role: str = "clerk"
) -> None:
    inbox.open_task(
        tender,
        verb,
        title=title % {"title": tender.title},
        organisation_id=tender.purchaser_id,
        role=role,
        due_at=book.due(parameter, since),
        due_basis=basis,
        clause=book.citation(parameter),
        path=f"/tenders/{tender.pk}/{PAGES.get(verb, '')}",
    )
