from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdmissionConfig(AppConfig):
    name = "linli.foundations.admission"
    label = "admission"
    verbose_name = _("社区准入")

    def ready(self) -> None:
        from linli.foundations.admission import actions, permissions
        from linli.kernel import files
        from linli.ui.nav import NavItem, register

        files.readable_by("admission.report", permissions.reads_report_file)
        files.readable_by("admission.admission", permissions.reads_admission_file)
        register(
            NavItem(
                "foundations", 25, actions.ROOM, "admission:clerk", "building-community", "admission.admission:list"
            )
        )
