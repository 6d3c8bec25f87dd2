"""What the demo's projects are about: plausible services of the zone's public-welfare lines, with made-up figures."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Theme:
    """A kind of service. `price` is a budget in yuan for one community; `people` the people it serves there."""

    title: str
    topic: str
    catalogue: str
    price: int
    people: int
    unit: str
    indicator: str
    voices: tuple[str, str]
    activity: str
    months: int = 6


THEMES: tuple[Theme, ...] = (
    Theme(
        "居家养老助餐服务",
        "elderly",
        "A0102",
        298000,
        180,
        "人次",
        "年助餐人次",
        ("家里老人年纪大了做饭不方便，希望社区中午能有热饭。", "独居老人一天只烧一顿，能不能送餐上门。"),
        "长者食堂午餐供应和送餐上门",
    ),
    Theme(
        "高龄独居老人定期巡访",
        "elderly",
        "A0104",
        126000,
        96,
        "人次",
        "巡访人次",
        ("隔壁老人一个人住，希望有人隔几天来看看。", "冬天担心老人摔倒没人知道。"),
        "入户巡访和电话问候",
    ),
    Theme(
        "失能老人上门助浴",
        "elderly",
        "A0101",
        86000,
        40,
        "人次",
        "助浴人次",
        ("卧床老人洗澡是大难题，家里人手不够。", "想请专业的人每月上门帮老人洗一次澡。"),
        "上门助浴和护理指导",
    ),
    Theme(
        "居家适老化改造评估",
        "elderly",
        "A0101",
        64000,
        60,
        "户",
        "完成评估户数",
        ("卫生间没有扶手，老人上厕所不放心。", "希望有人来看看家里哪些地方要改。"),
        "入户评估并出具改造建议",
    ),
    Theme(
        "困境儿童陪伴成长计划",
        "children",
        "A0201",
        224000,
        45,
        "人次",
        "陪伴服务人次",
        ("父母都在外地打工，孩子放学没人管。", "希望有人辅导孩子作业，也陪他说说话。"),
        "课后陪伴和个案辅导",
    ),
    Theme(
        "青少年暑期托管",
        "children",
        "A0203",
        118000,
        80,
        "人次",
        "托管人次",
        ("暑假孩子一个人在家不放心。", "希望社区办暑期班，收费低一点。"),
        "暑期日间托管和安全教育",
    ),
    Theme(
        "家庭教育指导",
        "children",
        "A0205",
        72000,
        150,
        "场",
        "指导活动场次",
        ("孩子上初中以后不愿意跟家里说话。", "想听听专家怎么说，平时没有机会。"),
        "家长课堂和一对一咨询",
    ),
    Theme(
        "低收入家庭帮扶",
        "relief",
        "A0301",
        156000,
        70,
        "人次",
        "帮扶服务人次",
        ("家里有病人，不知道能申请什么补助。", "想找份能照顾家里的活。"),
        "入户走访、政策代办和资源链接",
    ),
    Theme(
        "矛盾调解与法律服务",
        "relief",
        "C0202",
        158000,
        300,
        "件",
        "调解成功件数",
        ("楼上楼下为漏水吵了半年。", "签合同想先问问律师，不知道找谁。"),
        "法律咨询和矛盾调解",
    ),
    Theme(
        "残疾人日间照料",
        "disabled",
        "A0303",
        382000,
        36,
        "人次",
        "照料服务人次",
        ("孩子是智力残疾，家里白天没人照看。", "希望能在附近做些康复训练。"),
        "日间照料和康复训练",
    ),
    Theme(
        "社区文体活动服务",
        "culture",
        "B0501",
        96000,
        800,
        "场",
        "活动场次",
        ("想跳舞没有场地，也没有人教。", "希望多办点活动，年轻人也能参加。"),
        "文艺辅导和节庆活动",
    ),
    Theme(
        "心理健康支持",
        "health",
        "A0204",
        88000,
        200,
        "人次",
        "心理服务人次",
        ("照顾病人久了，自己也睡不好。", "希望社区有人能聊聊心里话。"),
        "心理讲座和个别疏导",
    ),
    Theme(
        "小区协商议事支持",
        "governance",
        "C0101",
        76000,
        400,
        "场",
        "议事活动场次",
        ("停车老是吵架，大家坐下来商量的机会都没有。", "希望有人教我们怎么开会、怎么定规矩。"),
        "议事会培训和现场协助",
    ),
    Theme(
        "社区综合服务中心运营",
        "mixed",
        "A0404",
        586000,
        4200,
        "人次",
        "服务人次",
        ("服务中心下午就没人了，想晚上也能去。", "办事、活动、看书都在一处就好了。"),
        "中心日常开放和服务接待",
        12,
    ),
)


def budget_of(theme: Theme, scale: Decimal) -> Decimal:
    """The project's budget: the theme's price, scaled, rounded to hundreds."""
    return (Decimal(theme.price) * scale / 100).quantize(Decimal(1)) * 100
