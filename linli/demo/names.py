"""Names that nobody bears: every person of the demo is called 某示例, 某演示, 某样例 or the like; organisations say （演示）."""

from itertools import product

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
GIVEN = ("示例", "演示", "样例", "示范", "例文", "范例")


def people() -> list[str]:
    """Fictional names in a fixed order, each once: 王示例, 李示例 …"""
    return [surname + given for given, surname in product(GIVEN, SURNAMES)]


PROVIDERS: tuple[tuple[str, str, str], ...] = (
    ("示例甲社会工作服务中心（演示）", "social", "5A"),
    ("示例乙养老服务中心（演示）", "social", "4A"),
    ("示例丙社区发展促进会（演示）", "social", "4A"),
    ("示例丁家政服务有限公司（演示）", "company", ""),
    ("示例戊助残服务中心（演示）", "social", "3A"),
    ("示例己青少年事务服务社（演示）", "social", "4A"),
    ("示例庚公益法律服务中心（演示）", "social", "3A"),
    ("示例辛康复服务中心（演示）", "social", "3A"),
    ("示例壬文化志愿服务中心（演示）", "social", "3A"),
    ("示例癸心理关爱服务中心（演示）", "social", "4A"),
    ("示例子物业服务有限公司（演示）", "company", ""),
    ("示例丑村股份经济合作社（演示）", "collective", ""),
    ("示例寅社会福利院（演示）", "institution", ""),
)
"""Name, kind, grade of the fictional providers."""

DEPARTMENTS = ("区残疾人联合会（演示）", "区妇女联合会（演示）", "区卫生健康部门（演示）")
UNIVERSITIES = ("示例大学社会工作系（演示）", "示例学院公共管理系（演示）", "示例会计师事务所（演示）")


def credit_code(serial: int) -> str:
    """A unified social credit code with a right check digit from a made-up series (登记机关 52 320117, 主体码 MJDEMO…)."""
    from stdnum.cn import uscc

    body = f"52320117MJ{serial:06d}"
    organisation = body[8:16]
    return _with_check(body[:8] + organisation + _organisation_check(organisation), uscc)


_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _organisation_check(code: str) -> str:
    total = sum(weight * _ALPHABET.index(letter) for weight, letter in zip(_WEIGHTS, code, strict=True))
    return "0123456789X"[(11 - total % 11) % 11]


def _with_check(body: str, uscc: object) -> str:
    return body + str(uscc.calc_check_digit(body))  # type: ignore[attr-defined]
