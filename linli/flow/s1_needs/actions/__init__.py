"""The verbs of step 1."""

from linli.flow.s1_needs.actions.lists import publish_list
from linli.flow.s1_needs.actions.needs import adopt, confirm, drop, meet, rank, release, revise
from linli.flow.s1_needs.actions.voices import answer, close, link, merge, record_voice, reveal, withdraw

__all__ = [
    "adopt",
    "answer",
    "close",
    "confirm",
    "drop",
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
