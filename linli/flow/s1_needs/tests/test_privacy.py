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
    ("请写信到 zhao_0000@mail.example.cn", "〔邮箱〕"),
    ("请写信到 zhao_0000＠example.cn", "〔邮箱〕"),
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


OWN = [
    ("王秀英", "我是王秀英。", "我是王某某。"),
    ("王秀英女士", "我是王 秀 英，住后面。", "我是王某某，住后面。"),
    ("王秀英（女儿代）", "王·秀英的女儿", "王某某的女儿"),
    ("欧阳明", "欧阳明来过两次", "欧阳某来过两次"),
    ("Li Na", "I am LI NA, in Lina road nobody", "I am L某某, in L某某 road nobody"),
    ("Li Na", "the online address", "the online address"),
    ("王女士", "王女士说过", "王女士说过"),
    ("老王", "老王说过", "老王说过"),
    ("", "没有留名", "没有留名"),
]
OWN_PHONES = [
    ("025-57000000", "请打57000000", "请打〔电话〕"),
    ("0511-1234567", "请打 1234 567", "请打 〔电话〕"),
    ("02557000000", "请打５７０００００0", "请打〔电话〕"),
    ("025-57000000", "请打五七零零零零零零", "请打〔电话〕"),
    ("12345", "请打12345", "请打12345"),
    ("", "没有留电话", "没有留电话"),
]


@pytest.mark.parametrize(("name", "text", "shown"), OWN)
def test_the_name_that_was_left_is_hidden_however_it_is_written(name: str, text: str, shown: str) -> None:
    assert privacy.masked(text, name) == shown
    assert privacy.masked(shown, name) == shown


@pytest.mark.parametrize(("phone", "text", "shown"), OWN_PHONES)
def test_so_is_the_number_without_its_area_code(phone: str, text: str, shown: str) -> None:
    assert privacy.masked(text, "", phone) == shown


def test_words_are_looked_for_in_what_is_left() -> None:
    shown = privacy.masked("我叫王秀英，请打13800001234，楼里没有电梯。", "王秀英")
    assert privacy.words_of(shown).replace(" ", "") == "我叫，请打，楼里没有电梯。"


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
