"""The priority index and the tracking code, over all inputs."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from linli.flow.s1_needs import rules

scores = st.fixed_dictionaries({name: st.integers(1, 5) for name in rules.CRITERIA})
weights = st.fixed_dictionaries({name: st.integers(0, 100) for name in rules.CRITERIA}).filter(
    lambda w: any(w.values())
)


@given(scores, weights)
def test_the_index_is_the_sum_of_its_parts_and_lies_between_20_and_100(
    given_scores: dict[str, int], given_weights: dict[str, int]
) -> None:
    index = rules.priority(given_scores, given_weights)
    assert Decimal("19.99") <= index <= 100
    assert abs(index - sum(t.points for t in rules.terms_of(given_scores, given_weights))) <= Decimal("0.02")


@given(scores, weights, st.sampled_from(list(rules.CRITERIA)))
def test_a_higher_score_never_lowers_the_index(
    given_scores: dict[str, int], given_weights: dict[str, int], name: str
) -> None:
    raised = {**given_scores, name: min(given_scores[name] + 1, 5)}
    assert rules.priority(raised, given_weights) >= rules.priority(given_scores, given_weights)


def test_the_index_by_hand() -> None:
    terms = rules.terms_of(
        {"breadth": 4, "urgency": 5, "vulnerability": 3}, {"breadth": 40, "urgency": 30, "vulnerability": 30}
    )
    assert [t.points for t in terms] == [Decimal("32.00"), Decimal("30.00"), Decimal("18.00")]


def test_without_weights_there_is_no_index() -> None:
    assert rules.priority({"breadth": 5, "urgency": 5, "vulnerability": 5}, {}) == 0


@given(st.binary(min_size=16, max_size=64))
def test_a_secret_always_gives_the_same_well_formed_code(secret: bytes) -> None:
    code = rules.code_from(secret)
    assert code == rules.code_from(secret)
    assert len(code) == 14
    assert not set(code) & set("01IOL")


def test_new_codes_differ_and_case_and_dashes_do_not_matter() -> None:
    codes = {rules.new_code() for _i in range(200)}
    assert len(codes) == 200
    assert rules.digest_of("k7qm 4xwp 9trd") == rules.digest_of("K7QM-4XWP-9TRD")


def test_phones() -> None:
    assert rules.is_phone("13800001234")
    assert rules.is_phone("025-57000000")
    assert not rules.is_phone("12800001234")
    assert not rules.is_phone("13800001234 ")
    assert rules.masked_phone("13800001234") == "138****1234"
