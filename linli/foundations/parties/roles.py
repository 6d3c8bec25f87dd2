"""The kinds of organisation and the roles in them; permissions are granted to (kind, role)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    CIVIL_AFFAIRS = "civil_affairs", _("区民政局")
    FINANCE = "finance", _("区财政局")
    DEPARTMENT = "department", _("区级部门")
    TOWN = "town", _("镇街")
    COMMUNITY = "community", _("社区（村）")
    SOCIAL_ORGANISATION = "social", _("社会组织")
    COMPANY = "company", _("企业")
    PUBLIC_INSTITUTION = "institution", _("事业单位")
    COLLECTIVE = "collective", _("农村集体经济组织")
    HUB = "hub", _("枢纽型社会组织")
    EXPERT_BODY = "expert_body", _("专家所在单位")
    SUPERVISOR = "supervisor", _("监督单位")
    OPERATOR = "operator", _("运维单位")


class Role(models.TextChoices):
    CLERK = "clerk", _("经办人")
    LEADER = "leader", _("分管领导")
    MANAGER = "manager", _("项目主管")
    STAFF = "staff", _("服务人员")
    EXPERT = "expert", _("评审专家")
    SUPERVISOR = "supervisor", _("监督人员")
    OPERATOR = "operator", _("运维人员")


PURCHASERS = (
    OrganisationKind.CIVIL_AFFAIRS,
    OrganisationKind.DEPARTMENT,
    OrganisationKind.TOWN,
    OrganisationKind.COMMUNITY,
)
PROVIDERS = (
    OrganisationKind.SOCIAL_ORGANISATION,
    OrganisationKind.COMPANY,
    OrganisationKind.PUBLIC_INSTITUTION,
    OrganisationKind.COLLECTIVE,
    OrganisationKind.HUB,
)

# Whoever works for the public side; these need a second factor (等保三级), see settings.REQUIRE_MFA.
STAFF_KINDS = (
    OrganisationKind.CIVIL_AFFAIRS,
    OrganisationKind.FINANCE,
    OrganisationKind.DEPARTMENT,
    OrganisationKind.TOWN,
    OrganisationKind.COMMUNITY,
    OrganisationKind.SUPERVISOR,
    OrganisationKind.OPERATOR,
)
# Kinds that may register themselves; a hub is a social organisation that the district has chosen.
REGISTRABLE = (
    OrganisationKind.SOCIAL_ORGANISATION,
    OrganisationKind.COMPANY,
    OrganisationKind.PUBLIC_INSTITUTION,
    OrganisationKind.COLLECTIVE,
)
_OFFICE = (Role.CLERK, Role.LEADER)
_PROVIDER = (Role.MANAGER, Role.CLERK, Role.STAFF)
ROLES_OF: dict[str, tuple[Role, ...]] = {
    **dict.fromkeys((*PURCHASERS, OrganisationKind.FINANCE), _OFFICE),
    **dict.fromkeys(PROVIDERS, _PROVIDER),
    OrganisationKind.EXPERT_BODY: (Role.EXPERT, Role.CLERK),
    OrganisationKind.SUPERVISOR: (Role.SUPERVISOR,),
    OrganisationKind.OPERATOR: (Role.OPERATOR,),
}
