"""The verbs of step 1."""

from linli.flow.s1_needs.actions.lists import publish_list
from linli.flow.s1_needs.actions.mapping import write_rule
from linli.flow.s1_needs.actions.needs import adopt, classify, confirm, drop, meet, rank, release, revise
from linli.flow.s1_needs.actions.runs import carry_out, order
from linli.flow.s1_needs.actions.suggestions import accept, attach, decline, decline_many, record_deliberation
from linli.flow.s1_needs.actions.voices import answer, close, link, merge, record_voice, reveal, withdraw

__all__ = [
    "accept",
    "adopt",
    "answer",
    "attach",
    "carry_out",
    "classify",
    "close",
    "confirm",
    "decline",
    "decline_many",
    "drop",
    "link",
    "meet",
    "merge",
    "order",
    "publish_list",
    "rank",
    "record_deliberation",
    "record_voice",
    "release",
    "reveal",
    "revise",
    "withdraw",
    "write_rule",
]
