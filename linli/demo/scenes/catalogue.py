"""The catalogue grows: a batch that moves prices, a supplement that is included, one that is refused, drafts at work."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from linli.demo.teller import AGREED, Story, Teller
from linli.foundations.catalogue import actions
from linli.foundations.catalogue.actions.filling import values_of
from linli.foundations.catalogue.models import CatalogueItem, Supplement
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.kernel import clock
from linli.kernel.actor import Actor

RAISED = ("A0105", "B0102", "C0302")


def second_batch(teller: Teller) -> Story:
    """Three items get dearer after a review of prices."""
    clerk = teller.cast.one(OrganisationKind.CIVIL_AFFAIRS, "clerk")
    batch = actions.draft(
        actor=clerk, title="溧水区政府购买社区服务指导性目录（第二批，演示）", basis="年度价格复核（演示）"
    )
    for item in CatalogueItem.objects.current().filter(code__in=RAISED).order_by("code"):
        given = {n: getattr(values_of(item), n) for n in values_of(item).__slots__}
        given["price_to"] = (item.price_to * Decimal("1.1")).quantize(Decimal("0.01"))
        actions.put_item(batch, actor=clerk, item=type(values_of(item))(**given))
    yield teller.after(2)
    actions.submit(batch, actor=clerk)
    yield from teller.pass_chain(batch, words=AGREED)
    yield teller.after(1)
    actions.issue(batch, actor=clerk, since=clock.today() + timedelta(days=5))


def next_batch(teller: Teller, *, submitted: bool) -> Story:
    """What the bureau is working on: a draft from the items in force, one of them changed; or one in approval."""
    clerk = teller.cast.one(OrganisationKind.CIVIL_AFFAIRS, "clerk")
    title = "下一批目录（示例，送审稿）" if submitted else "下一批目录（示例，起草中）"
    batch = actions.draft(actor=clerk, title=title, basis="各镇街意见汇总（演示）", copy=not submitted)
    yield teller.after(1)
    item = values_of(CatalogueItem.objects.current().get(code="A0203"))
    given = {n: getattr(item, n) for n in item.__slots__}
    given["content"] = "放学后看护、课业辅导、兴趣活动和简餐。"
    actions.put_item(batch, actor=clerk, item=type(item)(**given))
    if submitted:
        yield teller.after(1)
        actions.submit(batch, actor=clerk)
        yield from teller.pass_chain(batch, offices=1, words=AGREED)


def supplement(teller: Teller, organisation: Organisation, *, ends: str, **words: Any) -> Story:
    """A purchaser applies; `ends` says how far it gets: draft, approval, included, refused, returned."""
    clerk: Actor = teller.cast.who(organisation, "clerk")
    made: Supplement = actions.apply(actor=clerk, **words)
    if ends == "draft":
        return
    yield teller.after(1)
    actions.submit_supplement(made, actor=clerk)
    if ends == "approval":
        yield from teller.pass_chain(made, offices=1, words=AGREED)
        return
    refused = "现行目录“社区文化活动”已能覆盖，不再单列。" if ends == "refused" else ""
    returned = "请补充询价记录和受益人数测算。" if ends == "returned" else ""
    yield from teller.pass_chain(made, refused=refused, returned=returned, words=AGREED)
    if ends != "included":
        return
    yield teller.after(2)
    bureau = teller.cast.one(OrganisationKind.CIVIL_AFFAIRS, "clerk")
    made.refresh_from_db()
    actions.include(made, actor=bureau, since=clock.today() + timedelta(days=1))


PET: dict[str, Any] = {
    "name": "社区文明养宠引导", "field_code": "C02", "content": "文明养宠宣传、犬只登记协助和邻里协商。",
    "why": "多个小区反映犬只扰民，现行目录没有对应的服务。", "unit": "社区·年", "price_from": Decimal(6000),
    "price_to": Decimal(18000), "basis": "比照环境整治督导的人员成本测算", "served": ["everyone"],
}  # fmt: skip
CONCERT: dict[str, Any] = {
    "name": "社区音乐会", "field_code": "B05", "content": "在社区广场举办小型音乐会。", "why": "居民希望丰富夜间文化生活。",
    "unit": "场", "price_from": Decimal(5000), "price_to": Decimal(20000), "basis": "参考往年活动支出",
    "served": ["everyone"],
}  # fmt: skip
ESCORT: dict[str, Any] = {
    "name": "老年人就医陪诊", "field_code": "A01", "content": "预约、接送、陪同就诊和取药。", "why": "独居老人就医无人陪同，家属在外务工。",
    "unit": "人次", "price_from": Decimal(80), "price_to": Decimal(200), "basis": "三家服务机构询价（演示）", "served": ["elderly"],
}  # fmt: skip
WELL: dict[str, Any] = {
    "name": "楼道消防隐患居民自查", "field_code": "C02", "content": "组织楼栋长和居民开展隐患自查和记录。", "why": "老旧小区隐患多，居民希望有人组织自查。",
    "unit": "栋·次", "price_from": Decimal(100), "price_to": Decimal(300), "basis": "比照志愿者补贴标准测算", "served": ["everyone"],
}  # fmt: skip
