"""Pure rules on parties: credit codes, who may be what where, what of personal data is shown."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from stdnum.cn import uscc

from linli.foundations.parties.roles import ROLES_OF, OrganisationKind, Role
from linli.kernel.errors import Refusal

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SPACES = re.compile(r"[\s-]+")


class Secret:
    """A password on its way into an action: it never shows in a repetition key, a trace or a log."""

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __str__(self) -> str:
        return "•••"

    __repr__ = __str__


def credit_code(text: str) -> str:
    """The unified social credit code without spaces, in capitals. Raises a Refusal that says which check failed.

    GB 32100-2015: registration department and category, six digits of the division, organisation code, check digit.
    python-stdnum computes the digit; its own format check knows no letter in the first place, which rural collectives
    (N) have.
    """
    code = _SPACES.sub("", text).upper()
    if len(code) != 18:
        raise _refused(_("统一社会信用代码应为 18 位，您填写了 %s 位。") % len(code))
    for at, character in enumerate(code, start=1):
        if character not in _ALPHABET:
            raise _refused(
                _("统一社会信用代码第 %(at)s 位“%(character)s”不是代码用字（不用字母 I、O、S、V、Z）。")
                % {"at": at, "character": character}
            )
    if not code[2:8].isdigit():
        raise _refused(_("统一社会信用代码第 3—8 位“%s”应为数字的登记机关区划代码。") % code[2:8])
    if uscc.calc_check_digit(code[:17]) != code[17]:
        raise _refused(_("统一社会信用代码的校验位（第 18 位）不符，其中至少有一位写错。"))
    return code


def _refused(what: str) -> Refusal:
    return Refusal(what, remedy=_("请对照登记证书逐位核对。"), field="credit_code", code="credit_code")


def role_fits(kind: str, role: str) -> None:
    """Raise a Refusal unless organisations of this kind have this role."""
    allowed = ROLES_OF[kind]
    if role not in allowed:
        raise Refusal(
            _("%(kind)s没有“%(role)s”这一角色。")
            % {"kind": OrganisationKind(kind).label, "role": Role(role).label if role in Role.values else role},
            remedy=_("可选：%s。") % "、".join(str(one.label) for one in allowed),
            field="role",
        )


def outranks(granting: str, role: str) -> bool:
    """Whether a member's role lets him give `role` in his own organisation: leaders only by leaders."""
    return role != Role.LEADER or granting == Role.LEADER


def mask_phone(phone: str) -> str:
    """138****0001; anything short keeps its last two characters."""
    if len(phone) < 8:
        return "*" * max(len(phone) - 2, 0) + phone[-2:]
    return f"{phone[:3]}****{phone[-4:]}"


def mask_name(name: str) -> str:
    """张**: the family name, then a star for each further character."""
    return name[:1] + "*" * max(len(name) - 1, 0)


def needs_second_factor(kinds: Iterable[str], staff: Iterable[str]) -> bool:
    """Whether somebody who acts for organisations of these kinds works for the public side."""
    return bool(set(kinds) & set(staff))
