"""Signs in a text that could name somebody: found however they are written, and nothing else taken for one."""

import pytest

from linli.flow.s1_needs import privacy
from linli.kernel.errors import Refusal

HIDDEN = [
    ("请打13800001234联系", "〔电话〕"),
    ("请打１３８００００１２３４联系", "〔电话〕"),
    ("请打138 0000 1234联系", "〔电话〕"),
    ("请打138-0000-1234联系", "〔电话〕"),
    ("请打1 3 8 0 0 0 0 1 2 3 4联系", "〔电话〕"),
    ("请打138\u200b0000\u200b1234联系", "〔电话〕"),
    ("请打+86 13800001234联系", "〔电话〕"),
    ("请打一三八零零零零一二三四联系", "〔电话〕"),
    ("请打025-57000000联系", "〔电话〕"),
    ("请打（025）57000000联系", "〔电话〕"),
    ("身份证320117199001011234的老人", "〔证件号码〕"),
    ("身份证32011719900101123X的老人", "〔证件号码〕"),
    ("身份证320117 19900101 123Ｘ的老人", "〔证件号码〕"),
    ("银行卡6222020111122223333没到账", "〔号码〕"),
    ("住在3幢2单元501室", "〔门牌号〕"),
    ("住在12栋304室", "〔门牌号〕"),
    ("住在三幢二单元五〇一室", "〔门牌号〕"),
    ("住在3号楼2单元501", "〔门牌号〕"),
    ("住在3-2-501的老人", "〔门牌号〕"),
    ("住在501室的老人", "〔门牌号〕"),
    ("门牌15号的老人", "〔门牌号〕"),
]
KEPT = [
    "楼里有七位独居老人，行动不便，中午没有地方吃饭。",
    "3号楼没有电梯，12栋也没有。",
    "2026-05-06 起停水，到2026年6月10日还没来。",
    "希望拨款 1234567.89 元，惠及 1200 人。",
    "5号楼有12位老人，三幢有二十户。",
    "请改在 8:30-17:00 开门。",
]


@pytest.mark.parametrize(("text", "instead"), HIDDEN)
def test_what_could_name_somebody_is_hidden(text: str, instead: str) -> None:
    shown = privacy.masked(text)
    assert instead in shown
    assert not any(piece in shown for piece in ("0000", "1234", "501", "304", "５", "五〇一", "9001", "15号"))
    assert privacy.found_in(text)
    assert not privacy.found_in(shown)


@pytest.mark.parametrize("text", KEPT)
def test_nothing_else_is_taken_for_a_sign(text: str) -> None:
    assert privacy.masked(text) == text
    assert privacy.found_in(text) == []


def test_a_long_text_of_digits_is_read_in_no_time() -> None:
    import time

    began = time.perf_counter()
    for text in ("1" * 1000, "一" * 1000, "1 " * 500, "1-" * 500, "0" * 500 + "幢" * 500, "(0" * 500):
        privacy.masked(text)
    assert time.perf_counter() - began < 1


def test_a_reason_for_the_journal_names_nobody() -> None:
    assert privacy.check_reason(" 不属于社区职责 ", "reason") == "不属于社区职责"
    for bad in ("短", "请打13800001234联系本人", "住3幢2单元501室的老人"):
        with pytest.raises(Refusal) as refused:
            privacy.check_reason(bad, "reason")
        assert "13800001234" not in str(refused.value)
