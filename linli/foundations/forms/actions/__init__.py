"""The verbs of forms."""

from linli.foundations.forms.actions.keys import issue_key, revoke_key
from linli.foundations.forms.actions.making import attach, publish, retire, revise, upload
from linli.foundations.forms.actions.opening import close_page, open_page
from linli.foundations.forms.actions.reviewing import approve, doubt, export, reject, reveal
from linli.foundations.forms.intake.attachments import attach as attach_files
from linli.foundations.forms.intake.store import receive

__all__ = [
    "approve", "attach", "attach_files", "close_page", "doubt", "export", "issue_key", "open_page", "publish", "receive", "reject", "retire", "reveal",
    "revise", "revoke_key", "upload",
]  # fmt: skip
