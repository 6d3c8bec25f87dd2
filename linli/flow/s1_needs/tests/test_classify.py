"""Texts put under items of the shipped catalogue, on a small labelled set."""

from typing import Any

import pytest
import yaml
from django.conf import settings

from linli.flow.s1_needs.analysis.classify import Entry, Index

LABELLED = {
    "高龄独居老人助餐": "A0102", "老人中午没地方吃饭，想办老年食堂，有助餐点": "A0102", "失能老人上门助浴": "A0101",
    "独居老人没人上门看望，每周打个电话探访": "A0104", "白天把老人送去照料中心": "A0103", "老年人学用智能手机挂号": "A0108",
    "照顾失能老人的家属太累，想有人替一替": "A0106", "老人容易跌倒，讲讲防跌倒": "A0105", "放学后孩子没人看管，办四点半课堂": "A0203",
    "留守儿童没人陪": "A0201", "孩子心理压力大，要心理咨询": "A0204", "暑假孩子没人带，想有假期托管": "A0207",
    "暑期防溺水教育": "A0206", "残疾人在家做康复训练": "A0302", "残疾人想找工作": "B0205", "困难家庭探访，帮忙申请救助": "A0305",
    "轮椅辅具适配": "B0603", "盲道被占，无障碍设施巡查": "B0602", "高血压病人自我管理": "B0401", "学习心肺复苏急救": "B0402",
    "家庭医生签约": "B0403", "组建合唱队舞蹈队，文体团队": "B0502", "活动室没人管理，不开门": "B0503", "居民议事会不会开，想学议事规则": "C0101",
    "楼栋自治，订楼栋公约": "C0201", "志愿者招募和积分": "A0405", "退役军人走访": "B0304", "失业人员帮扶找岗位": "B0201",
    "社区办老年学校课程": "B0101", "亲子阅读推广": "B0102",
}  # fmt: skip
"""What clerks might write, and the item that they mean."""


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(shipped())


def shipped() -> list[Entry]:
    file = settings.LAW_DIR / "districts" / settings.DISTRICT / "catalogue.yaml"
    read: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return [
        Entry(item["code"], item["name"], item.get("content", ""), field["name"])
        for section in read["sections"]
        for field in section["fields"]
        for item in field["items"]
    ]


def test_the_meant_item_is_mostly_the_nearest_and_nearly_always_among_three(index: Index) -> None:
    found = {text: [one.code for one in index.nearest(text)] for text in LABELLED}
    first = sum(codes[:1] == [LABELLED[text]] for text, codes in found.items())
    three = sum(LABELLED[text] in codes for text, codes in found.items())
    assert three / len(LABELLED) >= 0.9, [text for text, codes in found.items() if LABELLED[text] not in codes]
    assert first / len(LABELLED) >= 0.7


def test_what_is_called_sure_is_right_more_often_than_what_is_not(index: Index) -> None:
    right: dict[str, list[bool]] = {"high": [], "medium": [], "low": []}
    for text, code in LABELLED.items():
        best = index.nearest(text)[0]
        right[best.confidence].append(best.code == code)
    sure = right["high"]
    rest = right["medium"] + right["low"]
    assert len(sure) >= 5
    assert sum(sure) / len(sure) >= 0.9
    assert sum(sure) / len(sure) >= sum(rest) / max(len(rest), 1)


def test_at_most_three_the_nearest_first_and_nothing_for_nothing(index: Index) -> None:
    found = index.nearest("老人助餐和上门助洁")
    assert len(found) == 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 <= one.score <= 100 for one in found)
    assert index.nearest("") == index.nearest("甲乙丙丁") == []


def test_it_learns_the_districts_own_words() -> None:
    assert "A0104" not in [one.code for one in Index(shipped()).nearest("银龄守望")][:1]
    entries = [
        Entry(one.code, one.name, one.content, one.field, ("银龄守望行动",) if one.code == "A0104" else ())
        for one in shipped()
    ]
    assert Index(entries).nearest("银龄守望")[0].code == "A0104"
