"""Sort keys for Chinese names: syllables without tones, so that lists run from a to z as readers expect.

pypinyin's own segmentation reads about 15,000 names a second, too slow for the 620,000 communities of the country;
here a character is looked up once, and words are tried only where a word changes a reading (重庆 chong qing). Its
dictionaries take 57 MB, so it is loaded when a name is first written, which most web workers never do.
"""

import unicodedata
from functools import cache

_LONGEST = 4
_TONES = dict.fromkeys((0x0300, 0x0301, 0x0304, 0x030C))
# Names of places that the dictionary reads otherwise.
_LOCAL = {"石湫": "shi qiu"}


@cache
def _syllable(character: str) -> str:
    from pypinyin import lazy_pinyin

    return lazy_pinyin(character)[0].lower()


@cache
def _toneless(syllable: str) -> str:
    """The dictionary's syllable as `_syllable` writes it: chóng is chong, lǚ is lv."""
    bare = unicodedata.normalize("NFD", syllable).translate(_TONES)
    return unicodedata.normalize("NFC", bare).replace("ü", "v").replace("ê", "e").lower()


@cache
def _words() -> dict[str, dict[str, str]]:
    """Words of two to four characters whose reading differs from their characters' own, by first character."""
    from pypinyin import phrases_dict

    words: dict[str, dict[str, str]] = {}
    for phrase, readings in phrases_dict.phrases_dict.items():
        if len(phrase) <= _LONGEST:
            plain = " ".join(_syllable(c) for c in phrase)
            spoken = " ".join(_toneless(reading[0]) for reading in readings)
            if spoken != plain:
                words.setdefault(phrase[0], {})[phrase] = spoken
    for phrase, spoken in _LOCAL.items():
        words.setdefault(phrase[0], {})[phrase] = spoken
    return words


def sort_key(text: str, limit: int = 200) -> str:
    """The name in pinyin, lower case, syllables parted by spaces; cut to `limit` characters."""
    words, parts, at = _words(), [], 0
    while at < len(text):
        known = words.get(text[at])
        size = 1
        if known is not None:
            size = next((n for n in range(_LONGEST, 1, -1) if text[at : at + n] in known), 1)
        parts.append(known[text[at : at + size]] if known is not None and size > 1 else _syllable(text[at]))
        at += size
    return " ".join(parts)[:limit]
