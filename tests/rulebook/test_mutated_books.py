"""Whatever stands in a rule book in place of what should: it is used or refused in a sentence, never an exception."""

import copy
import random
import tomllib
from datetime import date, datetime, time
from decimal import Decimal

import pytest

import perfscore
from perfscore.model import Fund, Indicator, Table
from perfscore.rulebook import RulebookError, shipped_ids, text_of
from perfscore.rulebook.checking import RULEBOOK, Check
from perfscore.rulebook.toml_file import Lines, TomlFile

ANYTHING = [
    0, -1, 10**30, True, "", "x", [], {}, [[1, 2]], {"a": 1}, [90, 80, 60], [[1, 0]],
    Decimal("0.5"), Decimal("NaN"), Decimal("Infinity"), Decimal("-0"), Decimal("1e-9"),
    [Decimal("0.8"), Decimal("0.6")], [[Decimal("0.9"), 0], [Decimal("0.5"), 100]],
    date.min, date.max, datetime(2024, 1, 1), time(1, 1),
]  # fmt: skip
TABLE = Table(
    year=2023,
    funds=(Fund("年度资金总额", "100", "100", "60", "10", "60%", "6"),),
    indicators=(
        Indicator(level1="产出指标", level3="完成数量", target="≥10项", actual="14项", weight="40", claimed="40"),
        Indicator(level1="产出指标", level3="覆盖率", target="≥90%", actual="80%", weight="30", claimed="30"),
        Indicator(level1="成本指标", level3="总成本", target="≤10万元", actual="11万元", weight="10", claimed="10"),
        Indicator(level1="满意度指标", level3="满意度", target="≥90%", actual="85%", weight="5", claimed="5"),
        Indicator(
            level1="效益指标", level3="水平", target="不断提升", actual="基本达到预期效果", weight="5", claimed="5"
        ),
    ),
    claimed_total="96",
)


def paths(value, path=()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from paths(inner, (*path, key))


def mutated(data, chance):
    path = chance.choice(list(paths(data)))
    if chance.random() < 0.5:
        path = chance.choice([path for path in paths(data) if path[-1] == "value"])
    holder = data
    for key in path[:-1]:
        holder = holder[key]
    if chance.random() < 0.15:
        del holder[path[-1]]
    else:
        holder[path[-1]] = copy.deepcopy(chance.choice(ANYTHING))


@pytest.mark.parametrize("name", shipped_ids())
def test_a_mutated_book_is_used_or_refused_in_a_sentence(name):
    chance, text = random.Random(name), text_of(name)
    used, refused = 0, []
    for _ in range(150):
        data = tomllib.loads(text, parse_float=Decimal)
        mutated(data, chance)
        try:
            book = Check(TomlFile(RULEBOOK, name, data, Lines(text))).book(text, None)
        except RulebookError as error:
            refused.append(str(error))
            continue
        used += 1
        total = perfscore.score(TABLE, book).total
        assert total.recomputed is None or 0 <= total.recomputed <= 100
    assert used
    assert all("行有误：" in sentence for sentence in refused)
