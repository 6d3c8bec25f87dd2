"""Made-up voices by subject, varied in words, order and politeness: labelled, for the tests and the measurement."""

from collections.abc import Iterator
from random import Random

SUBJECTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "meal": (
        ("独居老人", "楼里老人", "高龄老人", "孤寡老人", "八十岁的老人", "老两口"),
        ("中午没地方吃饭，想有个助餐点", "吃饭难，盼着送餐上门", "做不动饭，希望开老年食堂", "助餐点太远，送餐也没有", "买菜做饭吃力，想要老年助餐"),
    ),
    "parking": (
        ("晚上回来", "单元门口", "小区东门", "消防通道", "下班以后", "主干道两边"),
        ("停车位不够，车子乱停", "乱停车堵住路，停车位要重新划", "找不到停车位，绕好几圈", "汽车乱停占了路，停车没人管", "停车难，外来车辆占停车位"),
    ),
    "school": (
        ("双职工家庭", "孩子放学早", "小学生", "一年级孩子", "爸妈上班的孩子", "放学以后"),
        ("放学没人看管，想办四点半课堂", "课后托管没有着落", "想要课后托管和作业辅导", "四点半课堂名额太少", "放学后作业没人辅导，盼课后托管"),
    ),
    "light": (
        ("三号楼", "我们单元", "楼道里", "五楼到六楼", "老楼", "后面那幢"),
        ("楼道灯坏了，黑得看不见台阶", "路灯不亮，夜里走路怕摔", "声控灯坏了三个月，楼道漆黑", "楼道灯忽明忽暗，要换灯泡", "路灯坏掉，台阶看不清"),
    ),
    "lift": (
        ("七层楼", "没有电梯的老楼", "腿脚不好的人", "上下楼", "坐轮椅的邻居", "六楼住户"),
        ("盼望加装电梯", "想装电梯，邻居意见不统一", "加装电梯怎么申请，楼梯爬不动", "爬楼梯吃力，加装电梯推不动", "电梯加装没有进展，爬楼梯太累"),
    ),
    "rubbish": (
        ("垃圾房旁边", "夏天", "分类投放点", "楼下垃圾桶", "垃圾站", "早上"),
        ("垃圾堆满发臭，清运不及时", "垃圾桶少，垃圾扔在外面", "垃圾分类没人引导，臭味大", "垃圾清运慢，苍蝇多", "垃圾桶满了没人清运，臭气熏人"),
    ),
    "square_dance": (
        ("每天晚上", "广场上", "活动广场", "楼下空地", "早晨六点", "吃过晚饭"),
        ("广场舞音响太吵，孩子睡不着", "跳广场舞声音大，影响休息", "广场舞噪音扰民，音响要调小", "音响噪音吵到十点，广场舞没人管", "广场舞噪音太大，学生写不了作业"),
    ),
    "doctor": (
        ("慢性病人", "高血压患者", "血糖高的老人", "出院病人", "行动不便的病人", "配药的老人"),
        ("配药要跑很远，盼家庭医生上门", "家庭医生签约了见不到人", "量血压没地方，想要家庭医生", "卫生站药品不全，配药难", "家庭医生上门量血压测血糖"),
    ),
}  # fmt: skip
OPENINGS = ("", "", "您好，", "请问，", "反映一下，", "社区同志，", "我是居民，")
ENDINGS = ("", "", "。", "，希望尽快解决。", "，请帮忙处理。", "，谢谢。", "，已经很久了。")
STRAY = (
    "想学剪纸", "楼上漏水找谁", "办老年证带哪些材料", "二维码扫不出来", "宠物狗不拴绳", "快递柜收费不合理", "水压低洗澡断水",
    "燃气表读数不对", "公交改线以后要走两里地", "图书室的书旧", "网速慢上课卡", "邻居装修敲墙", "树枝伸进窗户", "门禁卡失灵",
)  # fmt: skip
SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"


def voices(count: int, seed: int = 1, stray: float = 0.1) -> Iterator[tuple[str, str]]:
    """(subject, text); a share of them, of subject "", speak of other things, each in its own words."""
    random = Random(seed)
    subjects = list(SUBJECTS)
    for _number in range(count):
        opening, ending = random.choice(OPENINGS), random.choice(ENDINGS)
        if random.random() < stray:
            own = "".join(random.sample(SIGNS, 4))
            yield "", f"{opening}{random.choice(STRAY)}，{own}{ending}"
            continue
        subject = random.choice(subjects)
        who, what = SUBJECTS[subject]
        place = random.choice(("", "", f"{random.choice(SIGNS)}{random.choice(SIGNS)}苑", f"{random.randint(1, 60)}幢"))
        yield subject, f"{opening}{place}{random.choice(who)}{random.choice(what)}{ending}"
