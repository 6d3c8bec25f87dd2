"""Sample data of the gallery: fictional people and organisations, said to be so. Rooms show the same parts with records."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from linli.ui import nav
from linli.ui.context import Person, Shell
from linli.ui.documents.links import PaperLink
from linli.ui.parts import (
    Action,
    Clause,
    Countdown,
    Crumb,
    Deadline,
    Event,
    EventGroup,
    Fact,
    Figure,
    ProjectCard,
    Slice,
    Tab,
    Task,
    TaskGroup,
    Tile,
    six_steps,
)  # fmt: skip
from linli.ui.status import WORDS, Status
from linli.ui.steps import NAMES

LAW_53 = Clause(
    "政府采购法 第五十三条", text="采购人应当在收到供应商的书面质疑后七个工作日内作出答复。", applies="2003年1月起"
)
REGULATION_50 = Clause(
    "政府采购法实施条例 第五十条", text="采购人应当自政府采购合同签订之日起2个工作日内公告。", applies="2015年3月起"
)
LAW_46 = Clause("政府采购法 第四十六条")
ORDER_69 = Clause("87号令 第六十九条")
MEASURE_9 = Clause(
    "资金管理办法（试行） 第九条",
    verified=False,
    text="人员经费占比指引值 60%，区级上限 70%。",
    value="63.5%",
    applies="2020年10月起",
)
MEASURE_11 = Clause("实施办法（试行） 第十一条", verified=False)
TO_OPEN = WORDS["to_open"]
TODAY = WORDS["due_today"]


def _entry(
    label: str, icon: str = "", count: int | None = None, step: int | None = None, current: bool = False
) -> nav.Entry:
    return nav.Entry(nav.NavItem("main", 0, label, "", icon, step=step), "#", current, count)


def shell(current: str) -> Shell:
    """The frame of a town's clerk, with one entry marked."""

    def entry(label: str, icon: str = "", count: int | None = None, step: int | None = None) -> nav.Entry:
        return _entry(label, icon, count, step, label == current)

    return Shell(
        main=[entry(_("待办"), "inbox", 14), entry(_("购买服务项目"), "folders"), entry(_("驾驶舱"), "layout-dashboard")],
        steps=[entry(str(NAMES[n]), count=c, step=n) for n, c in zip(range(1, 7), (3, 2, 3, 4, 2, 1), strict=True)],
        foundations=[
            entry(_("规则库"), "book-2"), entry(_("指导性目录"), "list-details"), entry(_("承接主体"), "building-community"),
            entry(_("资金统筹"), "coin-yuan"),
        ],
        governance=[entry(_("社区议事"), "message-2"), entry(_("目标责任"), "target-arrow"), entry(_("服务阵地"), "home-heart")],
        person=Person("王示例", "石湫街道办事处（演示）", "王", [{"id": 1, "name": "石湫街道办事处（演示）", "current": True}]),
        inbox_count=14,
        urls=dict.fromkeys(
            ("home", "search", "help", "inbox", "projects", "visits", "profile", "act_for", "sign_out", "portal", "sign_in",
             "accessibility", "privacy"), "#",
        ) | {"set_language": "/i18n/setlang/"},
        demo=True,
        platform="溧水区政府购买社区服务平台",
        district="溧水",
        version="1.0",
        rulebook_version="2026-03-01",
        calendar_state="2026年已核对",
        server_time="2026-03-05T09:20:00+08:00",
        language="zh-hans",
        languages=[("zh-hans", "简体中文"), ("en", "English")],
    )  # fmt: skip


def task_groups() -> list[TaskGroup]:
    waiting = Status("active", _("待审批"))
    recheck = Status("active", _("待复核"))
    return [
        TaskGroup(NAMES[3], step=3, tasks=[
            Task(WORDS["overdue"], "答复供应商质疑：光明社区文体活动项目", "#", "去答复", "逾期 1 个工作日", "应于 3月4日 答复",
                 ["示例丁家政服务有限公司 提出"], LAW_53, "overdue"),
            Task(TO_OPEN, "提交开标密钥份额：明觉社区居家养老助餐", "#", "去提交", "剩 1 个工作日", "3月6日 09:30 开标",
                 ["您是 3 名保管人之一", "预算 29.80 万元"], tone="today"),
        ]),
        TaskGroup(NAMES[4], step=4, tasks=[
            Task(TODAY, "发布合同公告：石湫街道社区综合服务中心运营", "#", "去发布", "今天 18:00", "签订后 2 个工作日内",
                 ["示例甲社会工作服务中心"], REGULATION_50, "today"),
            Task(TODAY, "抽查服务记录：横山村日间照料（3月2日至4日）", "#", "去抽查", "今天 18:00", "已抽查 4 / 13 条",
                 ["共 126 条，随机抽查 13 条"], tone="today"),
            Task(waiting, "审批首付款：桑园蒲村助餐配送", "#", "去审批", "剩 4 个工作日", "3月11日",
                 ["22.88 万元，合同价的 40%", "发票已核验"]),
        ]),
        TaskGroup(NAMES[2], step=2, tasks=[
            Task(TODAY, "办理准入申请：残疾人家庭无障碍走访进社区", "#", "去受理", "今天 12:00", "剩 2 小时 40 分",
                 ["区级部门（演示）申请", "涉及 6 个村（社区），随附经费 4.20 万元"], tone="today"),
            Task(WORDS["returned"], "补正预算：塘窦村社区儿童关爱项目", "#", "去补正", "剩 3 个工作日", "3月10日", ["退回意见：管理费超过上限"]),
        ]),
        TaskGroup(NAMES[1], step=1, tasks=[
            Task(recheck, "复核需求清单：九塘村 2026年第一季度", "#", "去复核", "剩 2 个工作日", "3月9日", ["诉求 48 条，去重后 31 条"]),
            Task(Status("active", "待补录"), "补录入户调查表：向阳村", "#", "去补录", "剩 5 个工作日", "3月12日", ["离线回传 17 份，2 份未通过校验"]),
        ]),
        TaskGroup(NAMES[5], step=5, tasks=[
            Task(recheck, "复核整改：上方村日间照料站消防通道", "#", "去复核", "剩 6 个工作日", "3月13日", ["第 2 次复核", "示例乙养老服务中心"]),
        ]),
    ]  # fmt: skip


def inbox() -> dict[str, Any]:
    return {
        "shell": shell(_("待办")),
        "head": {
            "title": _("待办"),
            "sub": ["2026年3月5日 星期四", "社会事务办", "第 10 周"],
            "actions": [Action("登记诉求", "#", "message-2-plus"), Action("新建项目", "#", "plus", "primary")],
        },
        "tiles": [
            Tile(1, _("已逾期"), "alert-octagon", "#", "逾期 1 个工作日", "overdue"),
            Tile(3, _("今天到期"), "alert-triangle", "#", "最早 12:00 截止", "today"),
            Tile(5, _("本周到期"), "calendar-due", "#", "至 3月8日"),
            Tile(14, _("全部待办"), "inbox", "#", "本周已办 9 件", active=True),
        ],
        "tasks": {
            "title": _("我的待办"),
            "by": [Tab(_("按步骤"), "#", True), Tab(_("按期限"), "#")],
            "groups": task_groups(),
            "done": Tab("已办 126 件", "#"),
            "shown": "显示 10 件，还有 4 件",
            "more": Tab("显示全部 14 件", "#"),
        },
        "projects": {"count": 6, "url": "#", "cards": project_cards()},
        "deadlines": [
            Deadline(date(2026, 3, 5), "发布合同公告", "石湫街道社区综合服务中心运营", tone="today"),
            Deadline(date(2026, 3, 10), "退还投标保证金", "石湫街道社区综合服务中心运营"),
            Deadline(date(2026, 3, 16), "公布中标结果", "桑园蒲村助餐配送二期"),
            Deadline(date(2026, 3, 18), "质疑期届满", "东泉村未成年人保护"),
        ],
        "news": [
            {
                "title": "人员经费占比上限",
                "text": "由区级参数 70% 调为 68%，自 2026年4月1日起适用。",
                "url": "",
                "link": "",
            },
            {"title": "", "text": "您有 1 个草稿预算将受影响。", "url": "#", "link": "查看"},
        ],
    }


def project_cards() -> list[ProjectCard]:
    rows = [
        ("石湫街道社区综合服务中心运营", 4, "57.20", ""), ("明觉社区居家养老助餐", 3, "29.80", "due"), ("光明社区文体活动", 3, "18.60", "overdue"),
        ("横山村日间照料", 4, "34.50", ""), ("上方村日间照料站", 5, "26.00", ""), ("三星村“和事佬”调解室", 6, "9.60", ""),
    ]  # fmt: skip
    return [ProjectCard(title, "#", step, NAMES[step], amount, _("万元"), tone) for title, step, amount, tone in rows]


def countdown() -> Countdown:
    return Countdown(
        "今天 18:00",
        "发布合同公告",
        "剩 8 小时 40 分",
        "（签订后 2 个工作日内）",
        "today",
        REGULATION_50,
        "去发布",
        "#",
    )


def events() -> list[EventGroup]:
    def event(
        when: str, year: str, verb: str, text: str, who: list[str], *clauses: Clause, kind: str = "person"
    ) -> Event:
        return Event(when, verb, text, kind, year, who, clauses)

    return [
        EventGroup([
            event("今天 18:00 前", "2026年3月5日", "待办：发布合同公告", "", ["经办 王示例"], REGULATION_50, kind="task"),
            event("3月3日 15:20", "2026年", "签订合同", "，金额 57.20 万元，服务期 1 年，分 40%、40%、20% 三次支付",
                  ["采购人 王示例", "承接主体 赵样例"], LAW_46),
        ], NAMES[4], 4),
        EventGroup([
            event("2月5日 10:05", "2026年", "公布中标结果", "，发出中标通知书；质疑期内收到质疑 0 件", ["采购人 王示例"], ORDER_69),
            event("1月29日 16:40", "2026年", "评审完成", "，推荐 3 名中标候选人，第一名 示例甲社会工作服务中心 91.35 分",
                  ["评审专家 5 人（随机抽取）"], Clause("87号令 第四十七条")),
            event("1月28日 09:30", "2026年", "开标", "，密钥份额 2/3 合成，5 份投标文件全部解密，指纹一致",
                  ["保管人 李演示、周样例", "自动记录"], kind="system"),
            event("1月6日 09:00", "2026年", "发布采购公告", "，投标截止 1月28日，距发布 22 日", ["采购人 王示例"],
                  Clause("政府采购法 第三十五条")),
        ], NAMES[3], 3),
        EventGroup([
            event("11月20日 11:30", "2025年", "公开采购意向", "，距采购公告 47 日", ["采购人 王示例"], Clause("财库〔2020〕10号")),
            event("11月14日 17:10", "2025年", "立项审批通过", "，4 级审批全部同意", ["审批 陈示范 等 4 人"], MEASURE_11),
        ], NAMES[2], 2),
        EventGroup([
            event("9月26日 09:40", "2025年", "公布需求清单", "，14 个村（社区）入户 2,316 户，归并需求 31 项", ["经办 王示例"],
                  Clause("财库〔2021〕22号")),
        ], NAMES[1], 1),
    ]  # fmt: skip


STEP_LINES = {
    1: ["9月26日 完成", "需求 31 项"], 2: ["11月14日 完成", "预算 58.60 万元"], 3: ["2月5日 完成", "5 家投标"],
    4: ["进行中", "今日第 3 天"], 5: ["计划 2026年9月起"], 6: ["计划 2027年3月起"],
}  # fmt: skip


def project() -> dict[str, Any]:
    facts = [
        Fact(_("采购人"), "石湫街道办事处（演示）"), Fact(_("合同金额"), "57.20", _("万元"), strong=True), Fact(_("状态"), status=WORDS["delivering"]),
        Fact(_("承接主体"), "示例甲社会工作服务中心"), Fact(_("服务期"), "2026年3月9日—2027年3月8日"), Fact(_("受益范围"), "14 个村（社区）"),
    ]  # fmt: skip
    tabs = [("事链总览", None), ("需求与目标", None), ("招标与合同", None), ("实施记录", 0), ("资金支付", 1), ("监测评估", None),
            ("文件", 23), ("公开情况", None)]  # fmt: skip
    return {
        "shell": shell(_("购买服务项目")),
        "crumbs": [Crumb(_("购买服务项目"), "#"), Crumb("石湫街道", "#"), Crumb("320117004-2026-007")],
        "project": {
            "keys": ["320117004-2026-007", "公开招标", "目录 A0302 社区综合服务"],
            "title": "石湫街道社区综合服务中心运营服务项目",
            "facts": facts,
            "countdown": countdown(),
            "steps": six_steps(4, STEP_LINES),
            "tabs": [Tab(label, "#", i == 0, count) for i, (label, count) in enumerate(tabs)],
        },
        "figures": figures(),
        "thread": {"by": [Tab(_("关键节点"), "#", True, 12), Tab(_("全部"), "#", False, 87)], "groups": events()},
        "deadlines": [
            Deadline(date(2026, 3, 10), "退还投标保证金", "合同签订后 5 个工作日内"),
            Deadline(date(2026, 3, 17), "支付首付款 22.88 万元", "收到发票后，按合同第六条"),
            Deadline(date(2026, 6, 30), "中期监测", "按监测方案"),
        ],
        "money": {
            "unit": _("万元"), "paid": 0, "planned": 22.88, "total": 57.2, "label": "已支付 0.00 万元，首付 22.88 万元待审批，合计 57.20 万元",
            "rows": [Slice("已支付", "0.00"), Slice("首付待审批", "22.88", "40%"), Slice("中期款", "22.88", "40%"),
                     Slice("尾款", "11.44", "20%"), Slice("合计", "57.20", total=True)],
        },
        "people": [Fact("采购经办", "王示例"), Fact("街道分管", "陈示范"), Fact("项目主管", "赵样例", note="承接主体"), Fact("监督", "周样例", note="只读")],
    }  # fmt: skip


def figures() -> list[Figure]:
    return [
        Figure(_("合同金额"), "57.20", _("万元"), "较预算 58.60 万元低 2.4%"),
        Figure(_("已支付"), "0.00", _("万元"), "首付 22.88 万元待审批"),
        Figure(_("人员经费占比"), "58.4", "%", "指引值 60%，未超过"),
        Figure(_("服务对象目标"), "4,200", "人", "产出指标 12 项"),
    ]


@dataclass
class Row:
    """A project of the sample list."""

    pk: int
    title: str
    number: str
    buyer: str
    area: str
    provider: str
    step: int
    step_tone: str
    status: Status
    amount: int
    due: date | None
    due_for: str
    due_tone: str = ""

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return "#"


def rows() -> list[Row]:
    delivering, opening = WORDS["delivering"], WORDS["to_open"]
    late = replace(WORDS["overdue"], word=_("质疑逾期"))
    result = replace(WORDS["published"], word=_("结果公示"))
    raw: list[tuple[Any, ...]] = [
        ("石湫街道社区综合服务中心运营服务", "320117004-2026-007", "石湫街道", "全街 14 个村（社区）", "示例甲社会工作服务中心", 4, "", delivering, 572000, date(2026, 3, 5), "合同公告", "today"),
        ("明觉社区居家养老助餐服务", "320117004-2026-011", "石湫街道", "明觉社区", "", 3, "due", opening, 298000, date(2026, 3, 6), "开标", "today"),
        ("光明社区文体活动服务", "320117004-2026-009", "石湫街道", "光明社区", "示例丙社区发展促进会", 3, "overdue", late, 186000, date(2026, 3, 4), "质疑答复", "overdue"),
        ("白马镇金谷居家养老上门巡访", "320117101-2026-003", "白马镇", "金谷", "示例乙养老服务中心", 4, "", delivering, 460000, date(2026, 3, 20), "中期监测", ""),
        ("无想寺社区困境儿童陪伴成长计划", "320117005-2025-021", "洪蓝街道", "无想寺社区", "示例己青少年事务服务社", 5, "due", WORDS["rectifying"], 224000, date(2026, 3, 12), "整改复核", ""),
        ("秦淮路社区矛盾调解与法律服务", "320117001-2025-034", "永阳街道", "秦淮路", "示例庚公益法律服务中心", 6, "", WORDS["closed"], 158000, None, "已归档", ""),
        ("骆山村失能老人助浴服务", "320117107-2026-002", "和凤镇", "骆山村", "", 2, "", WORDS["approving"], 126000, date(2026, 3, 11), "可行性审查", ""),
        ("枫香岭社区残疾人日间照料", "320117106-2026-004", "晶桥镇", "枫香岭社区", "示例辛助残服务中心", 3, "", result, 382000, date(2026, 3, 6), "公示期满", ""),
        ("徐溪社区治理创新综合服务", "320117003-2026-005", "东屏街道", "徐溪社区", "", 3, "", WORDS["void"], 240000, None, "重新采购", ""),
        ("沙河居家适老化改造评估", "320117002-2026-006", "柘塘街道", "沙河", "", 1, "", WORDS["draft"], 85000, None, "需求确认中", ""),
    ]  # fmt: skip
    return [Row(i, *row) for i, row in enumerate(raw, 1)]


def papers() -> list[PaperLink]:
    """Two documents of a purchase."""
    return [PaperLink("采购公告", "#", "#"), PaperLink("中标结果公告", "#", "#")]
