from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    name = "linli.foundations.rulebook"
    label = "rulebook"
    verbose_name = _("规则库")

    def ready(self) -> None:
        from linli.foundations.rulebook import actions, permissions  # noqa: F401
        from linli.foundations.rulebook.documents import actions as document_actions  # noqa: F401
        from linli.foundations.rulebook.documents import files  # noqa: F401
        from linli.foundations.rulebook.documents import permissions as document_permissions  # noqa: F401
        from linli.kernel import calendar  # noqa: F401  (its verbs)
        from linli.ui.nav import NavItem
        from linli.ui.nav import register as register_item

        register(law_loads)
        register_item(
            NavItem("foundations", 10, _("规则库"), "rulebook:parameters", "book-2", "rulebook.parameter:list")
        )
        register_item(
            NavItem("foundations", 11, _("政策文件"), "rulebook:doc-list", "file-certificate", "rulebook.document:list")
        )


def law_loads(app_configs: Any, **more: Any) -> list[CheckMessage]:
    """A rule book that cannot be read stops the start, with the file and place named."""
    from linli.foundations.rulebook import book
    from linli.foundations.rulebook.law import LawError

    try:
        book.base()
    except LawError as error:
        return [Error(str(error), id="rulebook.E001")]
    return []
