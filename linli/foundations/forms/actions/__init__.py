"""The verbs of forms."""

from linli.foundations.forms.actions.downloading import expire as expire_download
from linli.foundations.forms.actions.downloading import export
from linli.foundations.forms.actions.downloading import fail as fail_download
from linli.foundations.forms.actions.downloading import fetch as fetch_download
from linli.foundations.forms.actions.downloading import finish as finish_download
from linli.foundations.forms.actions.downloading import order as order_download
from linli.foundations.forms.actions.keys import issue_key, revoke_key
from linli.foundations.forms.actions.making import attach, publish, retire, revise, upload
from linli.foundations.forms.actions.opening import close_page, open_page
from linli.foundations.forms.actions.reviewing import approve, doubt, reject, reveal
from linli.foundations.forms.intake.attachments import attach as attach_files
from linli.foundations.forms.intake.store import receive

__all__ = [
    "approve", "attach", "attach_files", "close_page", "doubt", "expire_download", "export", "fail_download",
    "fetch_download", "finish_download", "issue_key", "open_page", "order_download", "publish", "receive", "reject", "retire",
    "reveal", "revise", "revoke_key", "upload",
]  # fmt: skip
