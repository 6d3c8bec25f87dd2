"""The verbs of step 3, in the order in which a purchase goes through them."""

from linli.flow.s3_tenders.actions.award import announce, confirm, return_bond, settle
from linli.flow.s3_tenders.actions.bids import Offer, submit, withdraw
from linli.flow.s3_tenders.actions.challenges import answer_challenge, file_challenge
from linli.flow.s3_tenders.actions.contracts import Agreement, countersign, draft_contract, publish_contract, sign
from linli.flow.s3_tenders.actions.drafting import Line, Notice, draft, edit
from linli.flow.s3_tenders.actions.ending import cancel, fail
from linli.flow.s3_tenders.actions.opening import open_bids, witness
from linli.flow.s3_tenders.actions.panels import declare_tie, draw, refill
from linli.flow.s3_tenders.actions.publishing import publish
from linli.flow.s3_tenders.actions.questions import answer, ask
from linli.flow.s3_tenders.actions.scoring import rank, score
from linli.flow.s3_tenders.actions.seats import accept, decline

__all__ = [
    "Agreement",
    "Line",
    "Notice",
    "Offer",
    "accept",
    "announce",
    "answer",
    "answer_challenge",
    "ask",
    "cancel",
    "confirm",
    "countersign",
    "declare_tie",
    "decline",
    "draft",
    "draft_contract",
    "draw",
    "edit",
    "fail",
    "file_challenge",
    "open_bids",
    "publish",
    "publish_contract",
    "rank",
    "refill",
    "return_bond",
    "score",
    "settle",
    "sign",
    "submit",
    "withdraw",
    "witness",
]
