"""The verbs of forms."""

from linli.foundations.forms.actions.keys import issue_key, revoke_key
from linli.foundations.forms.actions.making import attach, publish, retire, revise, upload
from linli.foundations.forms.intake.attachments import attach as attach_files
from linli.foundations.forms.intake.store import receive

__all__ = ["attach", "attach_files", "issue_key", "publish", "receive", "retire", "revise", "revoke_key", "upload"]
