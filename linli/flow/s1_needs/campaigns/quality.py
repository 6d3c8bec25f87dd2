"""What looks odd about an answer: a flag with its reason, for somebody to look at. Nothing is decided here.

Pure; the thresholds are the rule book's table `survey.quality`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

EARTH = 6_371_000
"""Metres."""
Point = tuple[float, float]
"""Latitude and longitude in degrees."""
Flag = dict[str, Any]
"""`code` and the numbers that its words need; kept as it is with the answer."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What the checks look at. `values` are the answers to closed questions and numbers by path; `lists` the runs of
    questions with one list of options, each a sequence of paths; `begun` and `ended` in local time."""

    values: Mapping[str, str]
    begun: datetime | None = None
    ended: datetime | None = None
    point: Point | None = None
    lists: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What it is compared with: where the place's other answers were given, and the same surveyor's earlier ones."""

    centre: Point | None = None
    earlier: Sequence[Mapping[str, str]] = field(default_factory=tuple)
    household_taken: bool = False


def checked(filled: Filled, beside: Beside, limits: Mapping[str, Any]) -> list[Flag]:
    """All flags, in a fixed order."""
    found = (
        _fast(filled, limits),
        _night(filled, limits),
        _outside(filled, beside, limits),
        {"code": "household"} if beside.household_taken else None,
        _alike(filled, beside, limits),
        _straight(filled, limits),
    )
    return [flag for flag in found if flag]


def _fast(filled: Filled, limits: Mapping[str, Any]) -> Flag | None:
    if filled.begun is None or filled.ended is None or not filled.values:
        return None
    seconds = int((filled.ended - filled.begun).total_seconds())
    least = math.ceil(len(filled.values) * float(limits["seconds_per_question"]))
    return {"code": "fast", "seconds": seconds, "least": least} if seconds < least else None


def _night(filled: Filled, limits: Mapping[str, Any]) -> Flag | None:
    if filled.begun is None:
        return None
    late, early = int(limits["night_from"]), int(limits["night_until"])
    is_night = filled.begun.hour >= late or filled.begun.hour < early
    return {"code": "night", "at": f"{filled.begun:%H:%M}"} if is_night else None


def _outside(filled: Filled, beside: Beside, limits: Mapping[str, Any]) -> Flag | None:
    if filled.point is None or beside.centre is None:
        return None
    metres = round(distance(filled.point, beside.centre))
    return {"code": "outside", "metres": metres} if metres > int(limits["far_metres"]) else None


def _alike(filled: Filled, beside: Beside, limits: Mapping[str, Any]) -> Flag | None:
    if len(filled.values) < int(limits["alike_questions"]):
        return None
    wanted, found = int(limits["alike_percent"]), 0
    given = filled.values.items()
    for other in beside.earlier:
        same = len(given & other.items())
        if 100 * same >= wanted * len(given):
            found = max(found, 100 * same // len(filled.values.keys() | other.keys()))
    return {"code": "alike", "percent": found} if found >= wanted else None


def _straight(filled: Filled, limits: Mapping[str, Any]) -> Flag | None:
    for paths in filled.lists:
        given = [filled.values[path] for path in paths if path in filled.values]
        if len(given) >= int(limits["straight_questions"]) and len(set(given)) == 1:
            return {"code": "straight", "questions": len(given)}
    return None


def distance(one: Point, other: Point) -> float:
    """Metres along the great circle (haversine)."""
    (a, b), (c, d) = (map(math.radians, point) for point in (one, other))
    part = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(part))


def centre_of(points: Sequence[Point], least: int) -> Point | None:
    """The middle of a place's answers: the median of both coordinates, which a few wrong ones do not move; None while there
    are fewer than `least`."""
    if len(points) < least:
        return None
    latitudes, longitudes = (sorted(part) for part in zip(*points, strict=True))
    middle = len(points) // 2
    return latitudes[middle], longitudes[middle]


def in_words(flag: Flag) -> str:
    """The reason, for whoever reviews."""
    words = {
        "fast": _("填写只用了 %(seconds)s 秒，按题数至少需要 %(least)s 秒"),
        "night": _("%(at)s 填写，是夜间"),
        "outside": _("填写地点距本社区其他填报的中心 %(metres)s 米"),
        "household": _("这一户已有另一份填报"),
        "alike": _("与同一采集人的另一份填报有 %(percent)s%% 的答案相同"),
        "straight": _("连续 %(questions)s 道同类题选了同一个选项"),
        "no_place": _("不能确定属于哪个社区（村）：没有填抽中的户号，采集人也不只负责一个社区（村）"),
        "not_drawn": _("填写的户号不在抽中的住户里，不计入结果"),
        "late": _("截止以后才收到，手机记录的完成时间在截止以前"),
        "past_due": _("截止以后填写的，或过了补收期限才收到，不计入结果"),
    }
    return words[flag["code"]] % flag
