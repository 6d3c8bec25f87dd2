"""Texts gathered into groups, on made-up voices whose subjects are known."""

from collections import Counter

import pytest

from linli.flow.s1_needs.analysis import clusters, duplicates
from linli.flow.s1_needs.analysis.texts import STOP_WORDS, pairs, pieces
from linli.flow.s1_needs.tests.made_up import SUBJECTS, voices

PURITY, RECALL, PIECES = 0.97, 0.9, 5
"""Least share of a group's texts that are of its main subject; of a subject's texts that are in groups of that subject;
most groups into which a subject falls."""


def measured(count: int, seed: int) -> tuple[float, float, float]:
    labelled = list(voices(count, seed))
    pure = grouped = pieces = 0
    caught: Counter[str] = Counter()
    for one in clusters.gather([text for _subject, text in labelled]):
        subject, most = Counter(labelled[at][0] for at in one.members).most_common(1)[0]
        pure += most
        grouped += len(one.members)
        caught[subject] += most if subject else 0
        pieces += bool(subject)
    real = sum(1 for subject, _text in labelled if subject)
    return pure / grouped, sum(caught.values()) / real, pieces / len(SUBJECTS)


@pytest.mark.parametrize(("count", "seed"), [(120, 7), (600, 1), (600, 2), (600, 3)])
def test_groups_are_of_one_subject_and_hold_nearly_all_of_it(count: int, seed: int) -> None:
    purity, recall, pieces = measured(count, seed)
    assert purity >= PURITY
    assert recall >= RECALL
    assert pieces <= PIECES


def test_the_names_are_words_that_stand_in_the_texts() -> None:
    labelled = list(voices(400, 4))
    texts = [text for _subject, text in labelled]
    for one in clusters.gather(texts):
        assert one.keywords
        assert not set(one.keywords) & set(STOP_WORDS)
        for word in one.keywords:
            share = sum(word in texts[at] for at in one.members) / len(one.members)
            assert share > 0.05


def test_the_same_texts_give_the_same_groups() -> None:
    texts = [text for _subject, text in voices(300, 5)]
    assert clusters.gather(texts) == clusters.gather(texts)


def test_nothing_and_strangers_make_no_group() -> None:
    assert clusters.gather([]) == []
    assert clusters.gather(["", "。。。", "1234"]) == []
    assert clusters.gather(["楼道灯坏了", "想学剪纸", "燃气表读数不对", "公交改线"]) == []


def test_near_duplicates_are_joined_and_others_are_not() -> None:
    texts = [
        "楼里有七位独居老人，中午没有地方吃饭",
        "楼里有七位独居老人，中午没地方吃饭！",
        "垃圾堆满发臭，清运不及时",
        "楼里有七位独居老人中午没有地方吃饭，请解决",
    ]
    heads = duplicates.heads([pairs(text) for text in texts])
    assert heads == [0, 0, 2, 0]


def test_pairs_do_not_reach_over_stop_words_and_signs() -> None:
    assert list(pieces("希望老人食堂能开到晚上")) == ["老人食堂", "开", "晚上"]
    assert pairs("老人食堂") == {"老人", "人食", "食堂"}
    assert pairs("１２３，。") == set()
