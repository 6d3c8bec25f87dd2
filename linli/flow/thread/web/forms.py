"""Forms of the thread."""

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from linli.ui import forms


class StopForm(forms.Form):
    reason = django_forms.CharField(
        label=_("终止理由（公开）"),
        help_text=_("写明依据和已发生的情况，至少 5 个字。终止后不能恢复。"),
        max_length=500,
        widget=django_forms.Textarea(attrs={"rows": 4}),
    )
