"""Values of forms in words, as the pages show them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.forms.states import FAMILY
from linli.ui.parts import Crumb
from linli.ui.status import Status


def status(record: Any) -> Status:
    """The badge of a version, a key or a submission."""
    return Status(FAMILY[record.state], record.get_state_display())


def way(*more: Crumb) -> list[Crumb]:
    """The way from the list of forms to a page."""
    return [Crumb(_("表单"), reverse("xforms:forms")), *more]
