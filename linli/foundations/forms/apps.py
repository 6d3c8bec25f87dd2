from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    name = "linli.foundations.forms"
    label = "xforms"
    verbose_name = _("表单")

    def ready(self) -> None:
        from linli.foundations.forms import actions, permissions  # noqa: F401
        from linli.kernel import files
        from linli.ui.nav import NavItem, register

        files.readable_by("xforms.formversion", permissions.reads_workbook)
        files.readable_by("xforms.submission", permissions.reads_attachment)
        register(NavItem("foundations", 22, _("表单"), "xforms:forms", "clipboard-list", "xforms.form:list"))
