"""Chinese numerals of clauses, 1 to 999: 十二, 一百零四."""

from linli.foundations.rulebook.law import DIGITS, article

NUMERAL = "零〇一二两三四五六七八九十百"


def to_chinese(number: int) -> str:
    return article(number)[1:-1]


def from_chinese(text: str) -> int:
    """The number that a numeral says, written in characters or digits; 0 for what is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text and all("０" <= sign <= "９" for sign in text):
        return int(text)
    total = digit = 0
    for sign in text.replace("〇", "零").replace("两", "二"):
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            return 0
    return total + digit
