"""The verbs of step 1."""

from linli.flow.s1_needs.actions.deadline import extend, urge
from linli.flow.s1_needs.actions.followers import rate, reopen
from linli.flow.s1_needs.actions.hotline import import_hotline
from linli.flow.s1_needs.actions.lists import publish_list
from linli.flow.s1_needs.actions.merging import gather, merge, part, unmerge
from linli.flow.s1_needs.actions.needs import adopt, confirm, drop, meet, rank, release, revise
from linli.flow.s1_needs.actions.phones import check_code, fail_code, send_code
from linli.flow.s1_needs.actions.transfer import transfer
from linli.flow.s1_needs.actions.voices import answer, close, link, mask, record_voice, reveal, withdraw

__all__ = [
    "adopt",
    "answer",
    "check_code",
    "close",
    "confirm",
    "drop",
    "extend",
    "fail_code",
    "gather",
    "import_hotline",
    "link",
    "mask",
    "meet",
    "merge",
    "part",
    "publish_list",
    "rank",
    "rate",
    "record_voice",
    "release",
    "reopen",
    "reveal",
    "revise",
    "send_code",
    "transfer",
    "unmerge",
    "urge",
    "withdraw",
]
