"""Addresses of step 3."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.models import Bid, Contract, Tender
from linli.flow.s3_tenders.web import bids, contracts, drafting, lists, opening, panel, papers, tender
from linli.flow.s3_tenders.web.verb_page import button
from linli.foundations.parties.signin.sensitive import sensitive
from linli.ui.web.access import needs, signed_in_page

app_name = "tenders"
urlpatterns = [
    path("tenders/", needs("tenders.tender:list")(lists.TenderList.as_view()), name="list"),
    path("tenders/mine/", signed_in_page(lists.BidList.as_view()), name="mine"),
    path("tenders/ties/", panel.ties, name="ties"),
    path("tenders/draft/<int:pk>/", drafting.draft, name="draft"),
    path("tenders/<int:pk>/", tender.page, name="tender"),
    path("tenders/<int:pk>/notice/<slug:form>/", papers.notice, name="notice_paper"),
    path("tenders/<int:pk>/result/<slug:form>/", papers.award, name="award_paper"),
    path("tenders/<int:pk>/edit/", signed_in_page(drafting.Edit.as_view()), name="edit"),
    path("tenders/<int:pk>/publish/", signed_in_page(drafting.Publish.as_view()), name="publish"),
    path("tenders/<int:pk>/ask/", signed_in_page(bids.Ask.as_view()), name="ask"),
    path("tenders/questions/<int:pk>/", signed_in_page(bids.Answer.as_view()), name="answer"),
    path("tenders/<int:pk>/bid/", signed_in_page(bids.Submit.as_view()), name="bid"),
    path("tenders/bids/<int:pk>/receipt/", bids.receipt, name="receipt"),
    path("tenders/bids/<int:pk>/withdraw/", bids.withdraw, name="withdraw"),
    path("tenders/bids/<int:pk>/bond/", button(actions.return_bond, Bid, _("保证金已退还")), name="bond"),
    path("tenders/<int:pk>/opening/", opening.page, name="opening"),
    path("tenders/<int:pk>/opening/witness/", button(actions.witness, Tender, _("已登记见证")), name="witness"),
    path(
        "tenders/<int:pk>/opening/open/",
        sensitive(button(actions.open_bids, Tender, _("已开标，开标记录已公布"))),
        name="open",
    ),
    path("tenders/<int:pk>/panel/", panel.panel, name="panel"),
    path("tenders/<int:pk>/panel/draw/", signed_in_page(panel.Draw.as_view()), name="draw"),
    path("tenders/<int:pk>/panel/refill/", button(actions.refill, Tender, _("已补抽")), name="refill"),
    path("tenders/<int:pk>/review/", panel.review, name="review"),
    path("tenders/seats/<int:pk>/accept/", panel.accept, name="accept"),
    path("tenders/seats/<int:pk>/decline/", signed_in_page(panel.Decline.as_view()), name="decline"),
    path("tenders/bids/<int:pk>/score/", panel.score, name="score"),
    path("tenders/<int:pk>/rank/", button(actions.rank, Tender, _("评审报告已形成")), name="rank"),
    path("tenders/<int:pk>/confirm/", signed_in_page(drafting.Confirm.as_view()), name="confirm"),
    path("tenders/<int:pk>/announce/", signed_in_page(drafting.Announce.as_view()), name="announce"),
    path("tenders/<int:pk>/settle/", button(actions.settle, Tender, _("公示已结束，可以拟订合同")), name="settle"),
    path("tenders/<int:pk>/fail/", signed_in_page(drafting.Fail.as_view()), name="fail"),
    path("tenders/<int:pk>/cancel/", signed_in_page(drafting.Cancel.as_view()), name="cancel"),
    path("tenders/<int:pk>/challenge/", signed_in_page(contracts.FileChallenge.as_view()), name="challenge"),
    path("tenders/challenges/<int:pk>/", contracts.challenge, name="challenge_page"),
    path(
        "tenders/challenges/<int:pk>/answer/",
        signed_in_page(contracts.AnswerChallenge.as_view()),
        name="challenge_answer",
    ),
    path("tenders/<int:pk>/contract/", signed_in_page(contracts.DraftContract.as_view()), name="contract_draft"),
    path("tenders/contracts/<int:pk>/", contracts.contract, name="contract"),
    path("tenders/contracts/<int:pk>/paper/<slug:form>/", papers.contract, name="contract_paper"),
    path("tenders/contracts/<int:pk>/sign/", button(actions.sign, Contract, _("采购人已签订")), name="sign"),
    path(
        "tenders/contracts/<int:pk>/countersign/",
        button(actions.countersign, Contract, _("合同已签订")),
        name="countersign",
    ),
    path(
        "tenders/contracts/<int:pk>/publish/",
        button(actions.publish_contract, Contract, _("合同已公告")),
        name="publish_contract",
    ),
]
