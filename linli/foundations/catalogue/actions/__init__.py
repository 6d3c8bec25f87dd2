"""The verbs of the catalogue."""

from linli.foundations.catalogue.actions.batches import describe, draft, end, issue, submit
from linli.foundations.catalogue.actions.deciding import approve, refuse, send_back
from linli.foundations.catalogue.actions.filling import drop_item, import_items, mark_import, put_item
from linli.foundations.catalogue.actions.loading import load
from linli.foundations.catalogue.actions.purchases import note_close, note_contract
from linli.foundations.catalogue.actions.supplements import FIELDS as SUPPLEMENT_FIELDS
from linli.foundations.catalogue.actions.supplements import (
    apply,
    include,
    judge_supplement,
    revise,
    submit_supplement,
    withdraw,
)

__all__ = [
    "SUPPLEMENT_FIELDS",
    "apply",
    "approve",
    "describe",
    "draft",
    "drop_item",
    "end",
    "import_items",
    "include",
    "issue",
    "judge_supplement",
    "load",
    "mark_import",
    "note_close",
    "note_contract",
    "put_item",
    "refuse",
    "revise",
    "send_back",
    "submit",
    "submit_supplement",
    "withdraw",
]
