"""Credit codes with each check failing in words, masks, roles by kind, passwords everybody would try."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from linli.foundations.parties import rules
from linli.foundations.parties.models import Person
from linli.foundations.parties.tests.factory import credit_code
from linli.kernel.errors import Refusal

RIGHT = credit_code(1)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", ["91110000600037341L", "N2320117MF1234567T"[:17]])
def test_codes_with_letters_in_front_are_known(code: str) -> None:
    from stdnum.cn import uscc

    full = code[:17] + uscc.calc_check_digit(code[:17])
    assert rules.credit_code(full.lower()) == full
    assert rules.credit_code(f" {full[:6]} {full[6:]}-") == full


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "您填写了 0 位"),
        (RIGHT[:-1], "您填写了 17 位"),
        (RIGHT[:9] + "O" + RIGHT[10:], "第 10 位“O”"),
        (RIGHT[:2] + "32A117" + RIGHT[8:], "第 3—8 位“32A117”"),
        (RIGHT[:-1] + ("0" if RIGHT[-1] != "0" else "1"), "校验位"),
    ],
)
def test_the_message_says_which_check_failed(code: str, says: str) -> None:
    with pytest.raises(Refusal, match=says) as caught:
        rules.credit_code(code)
    assert caught.value.field == "credit_code"
    assert caught.value.remedy


@given(st.integers(0, 9_999_999), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_no_single_wrong_character_passes(serial: int, at: int, other: str) -> None:
    code = credit_code(serial)
    changed = code[:at] + other + code[at + 1 :]
    if changed != code:
        with pytest.raises(Refusal):
            rules.credit_code(changed)


def test_phones_and_names_are_masked() -> None:
    assert rules.mask_phone("13800000001") == "138****0001"
    assert rules.mask_phone("12345") == "***45"
    assert rules.mask_phone("") == ""
    assert rules.mask_name("示例人员") == "示***"


def test_roles_belong_to_kinds() -> None:
    rules.role_fits("town", "leader")
    with pytest.raises(Refusal, match="没有“项目主管”这一角色"):
        rules.role_fits("town", "manager")
    with pytest.raises(Refusal):
        rules.role_fits("social", "supervisor")


def test_a_secret_does_not_show() -> None:
    secret = rules.Secret("correct horse")
    assert "horse" not in f"{secret} {secret!r}"
    assert secret.reveal() == "correct horse"


@pytest.mark.parametrize(
    "weak", ["short1!", "1234567890", "password123", "woaini1314", "Lishui2024", "aaaaaaaaaaaa", "demo-clerk1"]
)
def test_weak_passwords_are_refused(weak: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(weak, Person(username="demo-clerk1", name="示例人员"))


@pytest.mark.parametrize("strong", ["石湫街道 十四个 社区 一件一件办", "x7#Kp" * 40, "correct horse battery"])
def test_long_and_pasted_passwords_are_taken(strong: str) -> None:
    validate_password(strong, Person(username="demo-clerk1", name="示例人员"))
