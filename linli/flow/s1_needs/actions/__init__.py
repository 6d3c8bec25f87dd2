"""The verbs of step 1."""

from linli.flow.s1_needs.actions.adopting import adopt, adopt_further, join, leave, meet, release
from linli.flow.s1_needs.actions.deadline import extend, urge
from linli.flow.s1_needs.actions.followers import rate, reopen
from linli.flow.s1_needs.actions.hotline import import_hotline
from linli.flow.s1_needs.actions.lists import publish_list
from linli.flow.s1_needs.actions.mapping import write_rule
from linli.flow.s1_needs.actions.merging import gather, merge, part, unmerge
from linli.flow.s1_needs.actions.needs import classify, confirm, drop, rank, revise
from linli.flow.s1_needs.actions.phones import check_code, fail_code, send_code
from linli.flow.s1_needs.actions.runs import carry_out, order
from linli.flow.s1_needs.actions.suggestions import accept, attach, decline, decline_many, record_deliberation
from linli.flow.s1_needs.actions.transfer import transfer
from linli.flow.s1_needs.actions.voices import answer, close, link, mask, record_voice, reveal, withdraw

__all__ = [
    "accept",
    "adopt",
    "adopt_further",
    "answer",
    "attach",
    "carry_out",
    "check_code",
    "classify",
    "close",
    "confirm",
    "decline",
    "decline_many",
    "drop",
    "extend",
    "fail_code",
    "gather",
    "import_hotline",
    "join",
    "leave",
    "link",
    "mask",
    "meet",
    "merge",
    "order",
    "part",
    "publish_list",
    "rank",
    "rate",
    "record_deliberation",
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
    "write_rule",
]
