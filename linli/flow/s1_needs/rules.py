"""Pure rules of step 1: the priority index, the tracking code, what counts as a phone number."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TOP_SCORE = 5
CRITERIA: dict[str, str | Promise] = {
    "breadth": _("涉及面"),
    "urgency": _("紧迫性"),
    "vulnerability": _("困难程度"),
    "gap": _("缺口"),
}
NEUTRAL = 3
"""The gap of a need for which nobody has judged it."""
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS = 3
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_PHONE = re.compile(rf"{_MOBILE.pattern}|0[0-9]{{2,3}}-?[0-9]{{7,8}}")


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the index: `score` out of five, its weight, and the points it gives."""

    criterion: str
    label: str | Promise
    score: int
    weight: Decimal
    points: Decimal


def terms_of(scores: Mapping[str, int], weights: Mapping[str, object]) -> list[Term]:
    """The parts of the priority index, in the order of the criteria; weights are brought to a sum of 100.

    A criterion that the weights do not name is no part of it: before the gap was weighed, lists were ranked without it.
    """
    total = sum((Decimal(str(weights.get(name, 0))) for name in CRITERIA), Decimal(0))
    if not total:
        return []
    made = []
    for name, label in CRITERIA.items():
        if name not in weights:
            continue
        weight = Decimal(str(weights.get(name, 0))) * 100 / total
        made.append(Term(name, label, scores[name], _cents(weight), _cents(weight * scores[name] / TOP_SCORE)))
    return made


def priority(scores: Mapping[str, int], weights: Mapping[str, object]) -> Decimal:
    """The priority index, 0–100: each score out of five, weighted. All scores five give 100, all one give 20."""
    return min(sum((term.points for term in terms_of(scores, weights)), Decimal(0)), Decimal(100))


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def new_code() -> str:
    """A tracking code that cannot be guessed (59 bits), without characters that are mistaken for one another."""
    return dashed("".join(secrets.choice(_ALPHABET) for _i in range(4 * _GROUPS)))


def code_from(secret: bytes) -> str:
    """The code that belongs to a secret: a form that is sent twice gets the same code twice."""
    number = int.from_bytes(hashlib.sha256(secret).digest())
    letters = []
    for _i in range(4 * _GROUPS):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return dashed("".join(letters))


def dashed(code: str) -> str:
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def digest_of(code: str) -> str:
    """What is stored of a tracking code; spaces, dashes and case do not matter."""
    bare = re.sub(r"[^0-9A-Z]", "", code.upper())
    return hashlib.sha256(b"linli voice " + bare.encode()).hexdigest()


def is_phone(text: str) -> bool:
    """A mainland mobile or a land line with its area code."""
    return _PHONE.fullmatch(text) is not None


def is_mobile(text: str) -> bool:
    """A mainland mobile number, which can get a message."""
    return _MOBILE.fullmatch(text) is not None


def masked_phone(phone: str) -> str:
    """The phone as it is shown until somebody who may asks for it: 138****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"
