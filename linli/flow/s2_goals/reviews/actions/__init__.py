"""The verbs of the review."""

from linli.flow.s2_goals.reviews.actions.intentions import correct_intention, withdraw_intention
from linli.flow.s2_goals.reviews.actions.opinions import Mark, ask, cancel, decline, give, remind
from linli.flow.s2_goals.reviews.actions.replies import Answer, Settlement, answer, settle
from linli.flow.s2_goals.reviews.actions.rounds import withdraw
from linli.flow.s2_goals.reviews.actions.short_notices import shorten

__all__ = [
    "Answer",
    "Mark",
    "Settlement",
    "answer",
    "ask",
    "cancel",
    "correct_intention",
    "decline",
    "give",
    "remind",
    "settle",
    "shorten",
    "withdraw",
    "withdraw_intention",
]
