"""What a person found about the negative list (102号令 10): a word may hint, only a person decides."""

from django.db import models
from django.utils.translation import gettext_lazy as _

CLEAR = "clear"
"""The mark of what somebody found not to fall under the negative list."""


class Judged(models.Model):
    """A text that may fall under the negative list. `negative_mark` is empty (nobody has judged), CLEAR, or the key of the
    entry that somebody found it to fall under; `negative_reason` is why."""

    negative_mark = models.CharField(_("负面清单认定"), max_length=20, blank=True)
    negative_reason = models.CharField(_("认定理由"), max_length=300, blank=True)

    class Meta:
        abstract = True
