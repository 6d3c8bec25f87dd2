"""Which projects the demo tells: enough in every step, in all nine towns, over two years."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from random import Random

from linli.demo.cast import SHOWN_TOWN, Cast
from linli.demo.plot import Plot
from linli.demo.themes import THEMES, Theme
from linli.foundations.places.models import Place

OWN_CENTRE = 3
TURNS = ("returned", "failed", "rectified", "issue")


@dataclass(frozen=True, slots=True)
class Slot:
    """A project to be: `age` is how many days ago its first voice was heard. Where somebody falls behind, and some of
    the others, it is the shown street's own, so that the shown accounts have something to do."""

    age: int
    turn: str = ""
    halts: str = ""
    own: bool = False

    @property
    def is_shown(self) -> bool:
        return self.own or bool(self.halts)


def slots() -> list[Slot]:
    """The ages, oldest first; what has gone differently, and where somebody is late."""
    closed = [Slot(720 - 12 * n, TURNS[n % 4] if n % 3 == 0 else "") for n in range(14)]
    following = [Slot(430 - 11 * n, "issue" if n == 2 else "", "visit" if n == 4 else "") for n in range(8)]
    evaluating = [
        Slot(318, own=True), Slot(314, "rectified", "rectification"), Slot(310, "rectified"), Slot(306, own=True),
        Slot(303, "", "evaluation"), Slot(300), Slot(297),
    ]  # fmt: skip
    delivering = [
        Slot(270 - 12 * n, "returned" if n == 3 else "", "payment" if n == 5 else "", n in (2, 7)) for n in range(14)
    ]
    tendering = [
        Slot(105, "", "contract"), Slot(103), Slot(101, "", "confirm"), Slot(99, "failed", "failed"), Slot(96, own=True), Slot(94),
        Slot(91, "", "panel"), Slot(88, own=True), Slot(80, own=True), Slot(76), Slot(73), Slot(70), Slot(66),
    ]  # fmt: skip
    designing = [
        Slot(58, own=True), Slot(52), Slot(46, "urgent"), Slot(40, own=True), Slot(34), Slot(28, "returned", "returned"), Slot(26, "", "approval"),
        Slot(24, own=True), Slot(21), Slot(19, "", "draft"), Slot(17),
    ]  # fmt: skip
    adopted = [Slot(14, own=True), Slot(13), Slot(12), Slot(11), Slot(10), Slot(9)]
    return [*closed, *following, *evaluating, *delivering, *tendering, *designing, *adopted]


def _own_theme(turn: int) -> Theme:
    """The shown street buys each service in turn, and runs one service centre: more of a kind would be splitting."""
    narrow = [theme for theme in THEMES if theme.months <= 6]
    return THEMES[-1] if turn == OWN_CENTRE else narrow[turn % len(narrow)]


def plots(cast: Cast, served: dict[str, list[Place]], chosen: list[Slot]) -> list[tuple[Slot, Plot]]:
    """A plot for every slot, going round the towns and the themes; the same every time."""
    made = []
    towns = list(served)
    own = count()
    for index, slot in enumerate(chosen):
        code = SHOWN_TOWN if slot.is_shown else towns[index % len(towns)]
        theme = _own_theme(next(own)) if slot.is_shown else THEMES[(index * 5 + index // len(THEMES)) % len(THEMES)]
        rng = Random(320117 + index)  # noqa: S311
        town = Place.objects.get(code=code)
        wide = theme.months > 6
        communities = served[code] if wide else [served[code][(index // len(towns)) % len(served[code])]]
        purchaser = cast.towns[code] if wide or slot.is_shown or index % 3 else cast.communities[communities[0].code]
        made.append(
            (
                slot,
                Plot(
                    cast=cast,
                    theme=theme,
                    purchaser=purchaser,
                    place=town if wide else communities[0],
                    communities=communities,
                    scale=Decimal(rng.randint(80, 125)) / 100,
                    rng=rng,
                    turns=frozenset({slot.turn} - {""}),
                    halts=slot.halts,
                ),
            )
        )
    return made
