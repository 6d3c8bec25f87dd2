"""The room's tables: tender, criteria and questions; sealed bids; panel and scores; contract and challenges."""

from linli.flow.s3_tenders.models.bids import Bid, BidContent
from linli.flow.s3_tenders.models.challenge import Challenge
from linli.flow.s3_tenders.models.contract import Contract
from linli.flow.s3_tenders.models.panel import Panel, Score, Seat, Sheet, Tie
from linli.flow.s3_tenders.models.tender import Criterion, Question, Tender

__all__ = [
    "Bid",
    "BidContent",
    "Challenge",
    "Contract",
    "Criterion",
    "Panel",
    "Question",
    "Score",
    "Seat",
    "Sheet",
    "Tender",
    "Tie",
]
