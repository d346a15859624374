"""Chengyue Flow (澄岳流体), a company that does not exist: its regions, people, products and customers, in zh and en."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

REGIONS = {"华东": "East", "华南": "South", "华北": "North", "华中": "Central", "西部": "West", "东北": "Northeast"}
TEAMS = {
    "苏南组": ("华东", "Sunan"), "浙沪组": ("华东", "Zhe-Hu"), "珠三角组": ("华南", "Pearl River"), "闽桂组": ("华南", "Min-Gui"),
    "京津冀组": ("华北", "Jing-Jin-Ji"), "山东组": ("华北", "Shandong"), "华中组": ("华中", "Central"),
    "西部组": ("西部", "West"), "东北组": ("东北", "Northeast"),
}  # fmt: skip
GROWTH = {"华东": (1.00, 1.10, 1.21, 1.30), "华南": (1.00, 1.15, 1.36, 1.43), "华北": (1.00, 1.03, 1.09, 1.32), "华中": (1.00, 1.12, 1.22, 1.21),
          "西部": (1.00, 1.18, 1.42, 1.80), "东北": (1.00, 0.94, 0.90, 0.72)}  # fmt: skip
"""Sales of 2024, 2025, 2026 and 2027 against 2024, as intended; chance does the rest."""

SIZE = {"华东": 0.36, "华南": 0.23, "华北": 0.16, "华中": 0.11, "西部": 0.10, "东北": 0.04}
SEGMENTS = {"工程商": "Contractor", "终端工厂": "End user", "经销商": "Distributor"}


@dataclass(frozen=True)
class Person:
    """A salesperson; two of them are called 张伟."""

    number: str
    name: str
    english: str
    team: str
    first: str = "2019-01-01"
    last: str = "9999-12-31"


PEOPLE = [
    Person("E1001", "张伟", "Zhang Wei", "苏南组"), Person("E1003", "陆静", "Lu Jing", "苏南组"),
    Person("E1006", "钱志远", "Qian Zhiyuan", "苏南组"), Person("E1008", "沈佳宁", "Shen Jianing", "浙沪组"),
    Person("E1009", "郑晓峰", "Zheng Xiaofeng", "浙沪组"), Person("E1031", "陶然", "Tao Ran", "浙沪组", "2025-07-01"),
    Person("E1014", "张伟", "Zhang Wei", "珠三角组"), Person("E1015", "何嘉明", "He Jiaming", "珠三角组"),
    Person("E1017", "梁颖", "Liang Ying", "珠三角组"), Person("E1018", "林国栋", "Lin Guodong", "闽桂组"),
    Person("E1019", "覃芳", "Qin Fang", "闽桂组"), Person("E1020", "高建国", "Gao Jianguo", "京津冀组"),
    Person("E1021", "韩雪", "Han Xue", "京津冀组"), Person("E1022", "孔庆山", "Kong Qingshan", "山东组"),
    Person("E1023", "彭涛", "Peng Tao", "华中组"), Person("E1024", "熊莉", "Xiong Li", "华中组"),
    Person("E1025", "蒋川", "Jiang Chuan", "西部组"), Person("E1026", "罗敏", "Luo Min", "西部组"),
    Person("E1028", "关宏", "Guan Hong", "东北组"), Person("E1029", "佟丽", "Tong Li", "东北组", "2019-01-01", "2026-06-30"),
]  # fmt: skip


@dataclass(frozen=True)
class Item:
    """An article: its product line, price [yuan, tax included], cost as a share of the net price, usual quantity."""

    code: str
    name: str
    english: str
    line: str
    unit: str
    price: int
    cost: float
    quantity: int
    since: str = "2020-01-01"


LINES = {"工业阀门": "Valves", "流体泵": "Pumps", "仪表传感": "Instruments", "智能阀控": "Smart control"}
_ARTICLES = [
    ("工业阀门", "台", 0.72, [("蝶阀 D71", "Butterfly valve D71", 1180, 48), ("球阀 Q41", "Ball valve Q41", 2360, 26),
                            ("截止阀 J41", "Globe valve J41", 1640, 30), ("止回阀 H44", "Check valve H44", 980, 40),
                            ("调节阀 T968", "Control valve T968", 8850, 8), ("闸阀 Z41", "Gate valve Z41", 2890, 20)]),
    ("流体泵", "台", 0.76, [("离心泵 IS80", "Centrifugal pump IS80", 6420, 12), ("多级泵 CDL16", "Multistage pump CDL16", 11800, 7),
                          ("计量泵 JM25", "Metering pump JM25", 9350, 6), ("磁力泵 CQ50", "Magnetic pump CQ50", 7260, 8)]),
    ("仪表传感", "台", 0.61, [("电磁流量计 DN100", "Flow meter DN100", 5480, 9), ("压力变送器 P3051", "Pressure transmitter P3051", 2150, 20),
                            ("液位计 UHZ", "Level gauge UHZ", 3260, 12), ("温度变送器 TT35", "Temperature transmitter TT35", 860, 36)]),
    ("智能阀控", "套", 0.55, [("智能定位器 ZP2", "Smart positioner ZP2", 6900, 9), ("阀控网关 GW1", "Valve gateway GW1", 15800, 4)]),
]  # fmt: skip


def items() -> list[Item]:
    """All articles; smart control is sold since July 2025."""
    found = []
    for number, (line, unit, cost, articles) in enumerate(_ARTICLES, 1):
        since = "2025-07-01" if line == "智能阀控" else "2020-01-01"
        for i, (name, english, price, quantity) in enumerate(articles, 1):
            found.append(Item(f"{number:02}.{i:04}", name, english, line, unit, price, cost, quantity, since))
    return found


@dataclass(frozen=True)
class Customer:
    """A buyer: how much it buys against others, which product lines it likes, whether it pays in US dollars."""

    code: str
    name: str
    english: str
    segment: str
    people: tuple[Person, ...]
    weight: float
    taste: tuple[float, ...]
    dollars: bool = False


_CITIES = {
    "苏南组": [("苏州", "Suzhou"), ("无锡", "Wuxi"), ("常州", "Changzhou"), ("南京", "Nanjing")],
    "浙沪组": [("杭州", "Hangzhou"), ("宁波", "Ningbo"), ("上海", "Shanghai"), ("嘉兴", "Jiaxing")],
    "珠三角组": [("深圳", "Shenzhen"), ("佛山", "Foshan"), ("东莞", "Dongguan"), ("广州", "Guangzhou")],
    "闽桂组": [("厦门", "Xiamen"), ("泉州", "Quanzhou"), ("南宁", "Nanning")],
    "京津冀组": [("北京", "Beijing"), ("天津", "Tianjin"), ("唐山", "Tangshan")],
    "山东组": [("青岛", "Qingdao"), ("烟台", "Yantai"), ("淄博", "Zibo")],
    "华中组": [("武汉", "Wuhan"), ("长沙", "Changsha"), ("郑州", "Zhengzhou")],
    "西部组": [("成都", "Chengdu"), ("重庆", "Chongqing"), ("西安", "Xi'an")],
    "东北组": [("沈阳", "Shenyang"), ("大连", "Dalian"), ("长春", "Changchun")],
}  # fmt: skip
_FIRST = [("瑞", "Rui"), ("衡", "Heng"), ("泽", "Ze"), ("鼎", "Ding"), ("启", "Qi"), ("嘉", "Jia"), ("宏", "Hong"), ("源", "Yuan"),
          ("锦", "Jin"), ("朗", "Lang"), ("拓", "Tuo"), ("恒", "Heng")]  # fmt: skip
_SECOND = [("川", "chuan"), ("诚", "cheng"), ("岚", "lan"), ("禾", "he"), ("远", "yuan"), ("博", "bo"), ("洋", "yang"), ("胜", "sheng")]
_TRADES = {
    "工程商": [("环保工程", "Environmental Engineering"), ("机电安装", "Mechanical Installation"), ("水务工程", "Water Engineering")],
    "终端工厂": [("化工", "Chemical"), ("食品", "Food"), ("制药", "Pharmaceutical"), ("纸业", "Paper"), ("新材料", "New Materials")],
    "经销商": [("流体设备", "Fluid Equipment"), ("工业品贸易", "Industrial Trading")],
}  # fmt: skip


def customers(random: Random, count: int = 170) -> list[Customer]:
    """The buyers, each in one team, looked after by one of its people (or the one who came after)."""
    found: list[Customer] = []
    teams = [t for t in TEAMS for _ in range(round(count * SIZE[TEAMS[t][0]] / _teams_of(TEAMS[t][0])))]
    names: set[str] = set()
    for number, team in enumerate(teams, 1):
        segment = random.choice(["工程商", "终端工厂", "终端工厂", "经销商"])
        zh, en = _name(random, team, segment, names)
        own = [p for p in PEOPLE if p.team == team]
        lead = own[number % len(own)]
        people = (lead, *(p for p in own if p is not lead))
        weight = 0.25 + random.random() ** 3 * 6
        taste = tuple(round(0.3 + random.random(), 3) for _ in LINES)
        dollars = segment == "经销商" and TEAMS[team][0] in ("华东", "华南") and random.random() < 0.2
        found.append(Customer(f"C{number:05}", zh, en, segment, people, weight, taste, dollars))
    return [replace(c, weight=c.weight * SIZE[region_of(c)] / _weight(found, region_of(c))) for c in found]


def region_of(customer: Customer) -> str:
    """The region whose people look after a customer."""
    return TEAMS[customer.people[0].team][0]


def _weight(buyers: list[Customer], region: str) -> float:
    return sum(b.weight for b in buyers if region_of(b) == region)


def _teams_of(region: str) -> int:
    return sum(r == region for r, _ in TEAMS.values())


def _name(random: Random, team: str, segment: str, used: set[str]) -> tuple[str, str]:
    while True:
        city, first, second, trade = (random.choice(p) for p in (_CITIES[team], _FIRST, _SECOND, _TRADES[segment]))
        name = f"{city[0]}{first[0]}{second[0]}{trade[0]}有限公司"
        if name not in used:
            used.add(name)
            return name, f"{city[1]} {first[1]}{second[1]} {trade[1]} Co., Ltd."
