"""Search over every clause: two-character words, shipped ones too, ranked, marked, filtered."""

from collections.abc import Iterator
from datetime import date

import pytest

from linli.foundations.rulebook.documents import searching
from linli.foundations.rulebook.documents.held import Standing
from linli.foundations.rulebook.tests import documents as made
from linli.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spring() -> Iterator[None]:
    with made.at(made.BEGIN):
        yield


def found(words: str, **where: str) -> list[str]:
    return [f"{hit.document.key}/{hit.clause.key}" for hit in searching.search(words, clock.today(), **where)]


def test_two_characters_are_found_in_shipped_and_own_documents() -> None:
    assert "shili-banfa/3" not in found("质疑")
    made.make_issued()
    hits = found("质疑")
    assert "shili-banfa/3" in hits
    assert "government-procurement-law/52" in hits
    assert found("困境儿童") == ["shili-banfa/2i2"]
    assert found("困境老人") == []
    assert found("") == []


def test_every_word_must_stand_in_the_clause_or_the_name_of_its_document() -> None:
    made.make_issued()
    assert found("质疑 街道") == ["shili-banfa/3"]
    assert found("质疑 服务标准") == ["shili-banfa/3"]
    assert found("质疑 月球") == []


def test_drafts_are_not_found_and_levels_and_standing_filter() -> None:
    made.make_draft(key="caogao")
    assert not [hit for hit in found("质疑") if hit.startswith("caogao")]
    version = made.make_issued()
    assert "shili-banfa/3" in found("质疑", level="district")
    assert "shili-banfa/3" not in found("质疑", level="national")
    assert version.expires_on is not None
    with made.at(date(2028, 1, 1)):
        assert "shili-banfa/3" in found("质疑", standing=Standing.EXPIRED)
        assert "shili-banfa/3" not in found("质疑", standing=Standing.IN_FORCE)


def test_what_is_in_force_comes_before_what_is_not() -> None:
    clerk = made.bureau()
    first = made.make_issued(clerk)
    with made.at(date(2026, 6, 1)):
        made.make_revised(
            first, made.TEXT.replace("七个工作日", "五个工作日"), number="示例民发〔2026〕9号", clerk=clerk
        )
        with made.at(date(2026, 9, 1)):
            own = [hit for hit in searching.search("质疑 街道", clock.today()) if hit.document.key == "shili-banfa"]
            assert [hit.version.ordinal for hit in own] == [2, 1]
            assert own[0].score > own[1].score


def test_hits_are_marked_and_long_clauses_are_cut_around_them() -> None:
    assert list(searching.marked("可以质疑。", ["质疑"])) == [("可以", False), ("质疑", True), ("。", False)]
    text = "前" * 500 + "质疑" + "后" * 500
    cut = searching.excerpt(text, ["质疑"])
    assert "质疑" in cut
    assert len(cut) < 260
    assert cut[0] == cut[-1] == "…"


@pytest.mark.parametrize("words", ["'; DROP TABLE", "\\", "%_", "(a|b)*", "，。、", "a" * 200])
def test_signs_are_words_like_any_other(words: str) -> None:
    made.make_issued()
    assert found(words) == []
