"""The pure rules of a design's contents: periods that tile the service period and give one target, a chain whose gaps are
told, rows that are moved and never lost, groups that do not count anybody twice unseen."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.flow.s2_goals.results import chain, diagram, dimensions, measures, outline, people, periods, prices
from linli.flow.s2_goals.results.content import stretched
from linli.flow.s2_goals.results.states import DEPTH, MONTHS, Frequency, Level
from linli.flow.s2_goals.results.values import GroupTarget, Hazard, Node, People, Position
from linli.flow.s2_goals.rules import Line, Target

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
amounts = st.decimals(0, 10**6, places=2)
levels = st.lists(st.sampled_from([str(level) for level in Level]), max_size=12)
END = date(2027, 2, 28)


def target(**changes: object) -> Target:
    values: dict[str, object] = {
        "name": "探访人次", "unit": "人次", "baseline": Decimal(0), "target": Decimal(400), "means": "记录", "due": END,
    } | changes  # fmt: skip
    return Target(**values)  # type: ignore[arg-type]


@given(days, st.integers(0, 1100), st.sampled_from(list(MONTHS)))
def test_periods_tile_the_service_period(start: date, length: int, frequency: str) -> None:
    end = start + timedelta(days=length)
    found = periods.cut(frequency, start, end)
    assert (found[0].since, found[-1].until) == (start, end)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert all(one.since <= one.until for one in found)
    assert all(a.until + timedelta(days=1) == b.since for a, b in pairwise(found))


def test_what_is_measured_once_or_without_a_service_period_has_no_periods() -> None:
    assert periods.cut(Frequency.WHOLE, date(2026, 3, 1), END) == periods.cut(Frequency.MONTH, None, END) == []
    assert len(periods.cut(Frequency.QUARTER, date(2026, 3, 1), END)) == 4
    assert periods.cut(Frequency.MONTH, date(2026, 1, 31), date(2026, 3, 30))[1].since == date(2026, 2, 28)


@given(st.lists(amounts, min_size=1, max_size=36))
def test_the_end_target_follows_from_the_periods(each: list[Decimal]) -> None:
    exact = sum(map(Fraction, each)) / len(each)
    assert periods.together(each, "sum") == sum(each)
    assert periods.together(each, "last") == each[-1]
    average = periods.together(each, "average")
    assert abs(Fraction(average) - exact) <= Fraction(1, 200)
    assert average == average.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert min(each) <= average <= max(each)


def test_an_end_target_that_its_periods_do_not_give_is_told() -> None:
    kept = target(frequency="quarter", periods=(Decimal(100),) * 4)
    assert measures.check([kept], date(2026, 3, 1), END) == []
    [told] = measures.check([target(frequency="quarter", periods=(Decimal(90),) * 4)], date(2026, 3, 1), END)
    assert (told.level, told.code) == ("stop", "periods")
    assert "400" in told.title
    assert "360" in told.title
    [short] = measures.check([kept], date(2026, 3, 1), date(2026, 8, 31))
    assert "4 期" in short.title
    assert "2 期" in short.title


def grouped(dimension: str, *parts: int, unit: str = "人次") -> list[tuple[str, str]]:
    keys = list(dimensions.known()[dimension].groups)
    rows = tuple(GroupTarget(dimension, key, Decimal(part)) for key, part in zip(keys, parts, strict=False))
    return [(one.level, one.title) for one in measures.check([target(unit=unit, groups=rows)], None, None)]


def test_groups_that_exclude_one_another_do_not_exceed_the_whole() -> None:
    assert grouped("sex", 250, 150) == []
    [(level, title)] = grouped("sex", 250, 151)
    assert level == "stop"
    assert "401" in title
    assert grouped("sex", 250, 151, unit="分") == []


def test_groups_that_overlap_may_add_up_to_more_and_it_is_said() -> None:
    [(level, _title)] = grouped("household", 300, 200)
    assert level == "warn"
    [(level, title)] = grouped("household", 401, 10)
    assert level == "stop"
    assert "401" in title


@given(levels)
def test_each_row_serves_the_nearest_higher_one_above_it(found: list[str]) -> None:
    for place, above in enumerate(chain.parents(found)):
        higher = [at for at in range(place) if DEPTH[found[at]] < DEPTH[found[place]]]
        assert above == (max(higher) if higher else None)


def rows_of(*levels: str) -> list[Node]:
    return [Node(level, f"第 {n} 行", n) for n, level in enumerate(levels, 1)]


@pytest.mark.parametrize(
    ("levels", "measured", "words"),
    [
        (["outcome"], [], "没有产出"),
        (["outcome", "activity"], [], "不服务于任何产出"),
        (["output", "activity"], [1], "不对应任何成效"),
        (["outcome", "output"], [2], "没有活动"),
        (["outcome", "output", "activity"], [1], "没有指标"),
    ],
)
def test_every_gap_is_told_with_its_row(levels: list[str], measured: list[int], words: str) -> None:
    found = chain.check(rows_of(*levels), measured, 12, "warn")
    assert any(words in one.title and one.level == "warn" for one in found)


def test_a_whole_chain_has_no_findings_and_an_activity_beyond_the_period_is_stopped() -> None:
    nodes = rows_of("outcome", "output", "activity")
    assert chain.check(nodes, [2], 12, "stop") == []
    late = [*nodes[:2], Node("activity", "送餐", 3, 3, 13)]
    assert [(one.level, one.code) for one in chain.check(late, [2], 12, "warn")] == [("stop", "months")]


moves = st.lists(st.tuples(st.sampled_from(["up", "down", "in", "out"]), st.integers(0, 12)), max_size=15)


@given(levels, moves)
def test_no_row_is_lost_by_moving(found: list[str], done: list[tuple[str, int]]) -> None:
    rows = [{"level": level, "text": str(n)} for n, level in enumerate(found)]
    for verb, place in done:
        moved = outline.changed(rows, f"{verb}-{place}")
        assert sorted(row["text"] for row in moved) == sorted(row["text"] for row in rows)
        rows = moved
    assert all(row["level"] in DEPTH for row in rows)


def test_a_row_moves_with_what_serves_it() -> None:
    rows = [
        {"level": one, "text": one + n}
        for one, n in (("outcome", "1"), ("output", "1"), ("outcome", "2"), ("output", "2"))
    ]
    assert [row["text"] for row in outline.changed(rows, "up-2")] == ["outcome2", "output2", "outcome1", "output1"]
    assert [row["text"] for row in outline.changed(rows, "down-0")] == ["outcome2", "output2", "outcome1", "output1"]
    assert outline.changed(rows, "up-99") == outline.changed(rows, "nonsense-1") == rows
    assert [row["level"] for row in outline.changed(rows, "in-2")] == ["outcome", "output", "output", "activity"]


@given(levels, st.booleans())
def test_every_row_is_drawn_once_and_inside_the_picture(found: list[str], head: bool) -> None:
    nodes = [Node(level, "长" * (7 * n)) for n, level in enumerate(found)]
    picture = diagram.drawn("问题", "目标", nodes, head=head)
    assert len(picture.boxes) == len(nodes) + 2 * head
    assert all(box.x + box.width <= picture.width and box.y + box.height <= picture.height for box in picture.boxes)
    spots = sorted((box.x, box.y, box.height) for box in picture.boxes)
    assert all(a[0] != b[0] or a[1] + a[2] <= b[1] for a, b in pairwise(spots))


def group(people: int, *, direct: bool = True) -> People:
    return People("elderly", f"{people} 人的组", people, direct)


@pytest.mark.parametrize(
    ("groups", "distinct", "level"),
    [
        ([group(70), group(50)], 120, "ok"),
        ([group(70), group(60)], 120, "warn"),
        ([group(70), group(40)], 120, "stop"),
        ([group(121), group(1)], 120, "stop"),
        ([group(120), group(900, direct=False)], 120, "ok"),
    ],
)
def test_the_number_counted_once_lies_between_the_largest_group_and_their_sum(
    groups: list[People], distinct: int, level: str
) -> None:
    [found] = people.check_groups(groups, distinct)
    assert found.level == level


def test_posts_and_wage_lines_have_the_same_person_months() -> None:
    wages = [
        Line("wages", "2 人", Decimal(5000), Decimal(18), "人月"),
        Line("management", "", Decimal(1), Decimal(99), "人月"),
    ]
    posts = [
        Position("主管", 1, Decimal(12)),
        Position("社工", 1, Decimal(12), 50),
        Position("义工", 9, Decimal(12), on_wages=False),
    ]
    assert [one.level for one in people.check_staff(posts, wages, "warn")] == ["ok"]
    [told] = people.check_staff(posts[:1], wages, "stop")
    assert told.level == "stop"
    assert "12" in told.title
    assert "18" in told.title


def test_a_high_risk_without_a_response_is_told() -> None:
    risks = [Hazard("跌倒", 3, 5, " ", "主管"), Hazard("下雨", 2, 2, "", "主管")]
    assert [one.field for one in people.check_risks(risks, "warn")] == ["risks-0-response"]


KNOWN = prices.References(
    most={"wages": Decimal(8000)},
    units={"wages": "人月"},
    item="助餐",
    item_unit="人次",
    lowest=Decimal(10),
    highest=Decimal(30),
)


@pytest.mark.parametrize(
    ("price", "unit", "reason", "level"),
    [
        ("8000", "人月", "", None),
        ("8000.01", "人月", "", "stop"),
        ("9000", "人月", "需持证高级社工", "warn"),
        ("9000", "人", "", None),
    ],
)
def test_a_price_above_its_reference_needs_a_reason(price: str, unit: str, reason: str, level: str | None) -> None:
    line = Line("wages", "依据", Decimal(price), Decimal(1), unit, price_reason=reason)
    assert [one.level for one in prices.check_lines([line], KNOWN)] == ([level] if level else [])
    assert bool(prices.words(line, KNOWN)) == (level is not None)


def test_where_the_rule_book_stops_no_reason_helps() -> None:
    strict = prices.References(most=KNOWN.most, units=KNOWN.units, stops=True)
    line = Line("wages", "依据", Decimal(9000), Decimal(1), "人月", price_reason="需持证高级社工")
    assert [one.level for one in prices.check_lines([line], strict)] == ["stop"]


@pytest.mark.parametrize(("budget", "level"), [("4000", "ok"), ("12000", "ok"), ("12004", "stop"), ("3996", "stop")])
def test_the_cost_of_a_unit_lies_in_the_catalogues_range(budget: str, level: str) -> None:
    assert [one.level for one in prices.check_whole(Decimal(budget), [target()], KNOWN, "")] == [level]
    assert prices.check_whole(Decimal(budget), [target(unit="场")], KNOWN, "") == []


@given(st.lists(amounts, max_size=12), st.integers(0, 36))
def test_targets_are_stretched_to_another_number_of_periods(each: list[Decimal], count: int) -> None:
    assert len(stretched(tuple(each), count)) == (count if each else 0)
