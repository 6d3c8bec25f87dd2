"""A public page for a form: opened with a consent line, closed at any moment."""

import secrets

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.forms.browser import limits
from linli.foundations.forms.intake import known
from linli.foundations.forms.models import Form
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

SHORTEST = 10


@action("xforms.form:open_page", gettext_lazy("开放网页填写"), subject=Form)
def open_page(form: Form, *, actor: Actor, consent: str) -> Form:
    """Let everybody fill the form in who has its link; the consent line says what is collected and what for
    (个人信息保护法 17). Not forms that a browser could never finish."""
    version = form.published
    if version is None:
        raise Refusal(_("这份表单还没有发布。"), remedy=_("请先发布一个版本。"))
    limits.check(version)
    if len(consent.strip()) < SHORTEST:
        raise Refusal(
            _("没有写明收集什么、作什么用。"), remedy=_("请写一句知情同意说明，至少 10 个字。"), field="consent"
        )
    form.consent = consent.strip()
    form.page_token = form.page_token or secrets.token_urlsafe(16)
    record(form=form.form_id)
    known.versions.edited()
    return form


@action("xforms.form:close_page", gettext_lazy("关闭网页填写"), subject=Form)
def close_page(form: Form, *, actor: Actor) -> Form:
    """The link is dead from now on, and does not come back."""
    form.page_token = None
    record(form=form.form_id)
    known.versions.edited()
    return form
