"""When the catalogue and the admissions of the demo have their stories."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from linli.demo.cast import SHOWN_TOWN, Cast
from linli.demo.scenes import admission, catalogue
from linli.demo.teller import Story, Teller
from linli.foundations.places.models import Place

LEAD = 729


def stories(cast: Cast, served: dict[str, list[Place]], now: datetime) -> list[tuple[datetime, Story]]:
    """Every story with the moment at which it begins."""
    told = [*_catalogue(cast, served), *_admissions(cast, served)]
    return [(_morning(now - timedelta(days=age)), story) for age, story in told]


def _teller(cast: Cast, serial: int) -> Teller:
    return Teller(cast, Random(320117900 + serial))  # noqa: S311


def _catalogue(cast: Cast, served: dict[str, list[Place]]) -> Iterator[tuple[int, Story]]:
    towns = list(cast.towns.values())
    shown = cast.towns[SHOWN_TOWN]
    yield 400, catalogue.second_batch(_teller(cast, 1))
    yield 300, catalogue.supplement(_teller(cast, 2), towns[0], ends="included", **catalogue.PET)
    yield 210, catalogue.supplement(_teller(cast, 3), towns[1], ends="refused", **catalogue.CONCERT)
    yield 25, catalogue.supplement(_teller(cast, 4), shown, ends="returned", **catalogue.WELL)
    yield 9, catalogue.supplement(_teller(cast, 5), shown, ends="approval", **catalogue.ESCORT)
    yield 12, catalogue.next_batch(_teller(cast, 6), submitted=True)
    yield 5, catalogue.next_batch(_teller(cast, 7), submitted=False)


def _admissions(cast: Cast, served: dict[str, list[Place]]) -> Iterator[tuple[int, Story]]:
    disabled, women, health = cast.departments
    everywhere = [place for places in served.values() for place in places]
    shown = served[SHOWN_TOWN]
    firsts = [places[0] for places in served.values()]
    yield LEAD, admission.renewed(_teller(cast, 11), disabled, admission.DISABLED, everywhere)
    yield 500, admission.applied(_teller(cast, 12), women, admission.FAMILY, firsts, 360)
    yield 330, admission.revoked(_teller(cast, 13), health, admission.HEALTH, firsts)
    yield 340, admission.applied(_teller(cast, 14), women, admission.SCREENING, shown, 330)
    yield 12, admission.applied(_teller(cast, 15), health, admission.VACCINE, shown, 360, until="approval")
    yield 2, admission.applied(_teller(cast, 16), disabled, admission.VOLUNTEER, shown, 300, until="consulting")
    yield LEAD - 1, admission.daily(_teller(cast, 17))
    yield 160, admission.reported(
        _teller(cast, 21), firsts[1], health, until="closed", title="代填健康档案", what="要求社区一周内代填全部住户健康档案。"
    )  # fmt: skip
    yield 40, admission.reported(
        _teller(cast, 22), shown[1], women, until="closed", title="活动照片按日报送", what="要求每天报送活动照片和台账。"
    )  # fmt: skip
    yield 14, admission.reported(
        _teller(cast, 23), firsts[0], health, until="filed", title="上门核对接种信息", what="要求社区上门核对接种信息并签承诺书。"
    )  # fmt: skip
    yield 3, admission.reported(
        _teller(cast, 24), shown[0], disabled, until="filed", title="临时增加辅具盘点", what="要求三日内盘点全部辅具并拍照。"
    )  # fmt: skip


def _morning(moment: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(moment), time(9, 0)))
