"""The verbs of step 1."""

from linli.flow.s1_needs.actions.adopting import adopt, adopt_further, attach, join, leave, meet, release
from linli.flow.s1_needs.actions.lists import publish_list
from linli.flow.s1_needs.actions.needs import confirm, drop, rank, revise
from linli.flow.s1_needs.actions.voices import answer, close, link, merge, record_voice, reveal, withdraw

__all__ = [
    "adopt",
    "adopt_further",
    "answer",
    "attach",
    "close",
    "confirm",
    "drop",
    "join",
    "leave",
    "link",
    "meet",
    "merge",
    "publish_list",
    "rank",
    "record_voice",
    "release",
    "reveal",
    "revise",
    "withdraw",
]
