"""The verbs of the yearly plan."""

from linli.flow.s2_goals.plans.actions.deciding import approve, publish, refuse, send_back, submit
from linli.flow.s2_goals.plans.actions.drafting import draft, drop, revise
from linli.flow.s2_goals.plans.actions.rows import RowValues, describe, drop_row, link, put_row
from linli.flow.s2_goals.plans.actions.taking import take_lines, take_needs

__all__ = [
    "RowValues",
    "approve",
    "describe",
    "draft",
    "drop",
    "drop_row",
    "link",
    "publish",
    "put_row",
    "refuse",
    "revise",
    "send_back",
    "submit",
    "take_lines",
    "take_needs",
]
