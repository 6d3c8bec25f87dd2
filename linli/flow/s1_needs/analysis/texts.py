"""Short Chinese texts as features: what stands between stop words, cut into overlapping pairs of characters.

No dictionary is needed: a pair never reaches over a stop word or a sign, so most pairs are words or halves of words.
"""

import re
import unicodedata
from collections.abc import Iterator

STOP_WORDS = (
    "希望能够", "希望能", "希望", "能不能够", "能不能", "能否", "能够", "可不可以", "可以", "是不是", "有没有",
    "我们", "你们", "他们", "咱们", "大家", "自己", "我家", "家里", "这里", "那里", "这个", "那个", "这边", "那边",
    "社区里", "社区", "小区里", "小区", "居委会", "村委会", "村里", "居民", "住户", "请问", "麻烦", "建议", "反映",
    "诉求", "需要", "想要", "问题", "解决", "处理", "安排", "考虑", "帮忙", "帮助", "提供", "增加", "增设", "开设",
    "没有", "没人", "一个", "一些", "一下", "一点", "几个", "很多", "许多", "好多", "不少", "好几", "现在", "目前",
    "最近", "近来", "时候", "平时", "每天", "每次", "经常", "总是", "一直", "已经", "还是", "还有", "而且", "但是",
    "因为", "所以", "如果", "的话", "什么", "怎么", "怎样", "为什么", "非常", "特别", "比较", "有点", "实在", "真的",
    "尽快", "早点", "及时", "领导", "有关部门", "部门", "您好", "你好", "谢谢", "感谢", "附近", "地方", "情况",
    "方面", "进行", "开展", "加强", "应该", "得到", "觉得", "认为", "知道", "只能", "只有", "不能", "不方便", "不太",
    "不便", "方便", "专门", "定期", "服务", "起来", "出来", "下去", "上去", "多个", "起码", "左右",
)  # fmt: skip
STOP_LETTERS = frozenset(
    "个的了着过吗呢吧啊呀嘛哦是在有和与或及就都也很又再还要会能可到从把被让给对向为以之其此每各我你他她它们这那哪谁您请想太更最不没无去来说做用"
)
_STOP = re.compile("|".join(sorted(map(re.escape, STOP_WORDS), key=len, reverse=True)))
_WORDS = re.compile(r"[\u3400-\u9fff]+|[a-z]+")


def pieces(text: str) -> Iterator[str]:
    """What stands between stop words, signs and numbers, in order: 老人中午, 吃饭."""
    plain = _STOP.sub(" ", unicodedata.normalize("NFKC", text).lower())
    for found in _WORDS.finditer(plain):
        word = found.group()
        if word[0] < "\u3400":
            yield word
            continue
        begins = 0
        for at, letter in enumerate(word):
            if letter in STOP_LETTERS:
                if at > begins:
                    yield word[begins:at]
                begins = at + 1
        if begins < len(word):
            yield word[begins:]


def pairs(text: str) -> set[str]:
    """The overlapping pairs of characters of a text; a piece of one character counts for nothing."""
    found: set[str] = set()
    for piece in pieces(text):
        if piece[0] < "\u3400":
            found.add(piece)
            continue
        found.update(piece[at : at + 2] for at in range(len(piece) - 1))
    return found
