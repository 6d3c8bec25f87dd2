from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "linli.foundations.parties"
    label = "parties"
    verbose_name = _("主体")
    role_labels: dict[str, Any]

    def ready(self) -> None:
        from linli.foundations.parties import actions, nav, office_hook, permissions  # noqa: F401
        from linli.foundations.parties.roles import Role
        from linli.foundations.parties.signin import session  # noqa: F401

        self.role_labels = dict(Role.choices)
