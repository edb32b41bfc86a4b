"""Criteria with one character dropped, added or replaced: no number is passed over silently."""

import json
import random
import re
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from perfscore.criteria import Criterion, read, read_criterion
from perfscore.errors import PerfscoreError

CASES = Path(__file__).parents[1] / "data" / "criteria" / "criteria.jsonl"
LETTERS = "不低高超每扣得0159.%以上下（）；，≥＜含分个一"
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def templates():
    """Give one criterion of each wording."""
    seen = {}
    for line in CASES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        wording = NUMBER.sub("#", row["text"]).replace(row["indicator"], "")
        seen.setdefault(wording, (row["text"], Decimal(row["weight"])))
    return list(seen.values())


def meaning(criterion):
    """Give everything that a criterion says; its words only where they are what is so or what is ticked."""
    clauses = []
    for clause in criterion.clauses:
        fields = attrs.asdict(clause)
        text = fields.pop("text")
        fields.pop("start")
        clauses.append((type(clause).__name__, text if type(clause).__name__ == "Item" else "", fields))
    return clauses, criterion.limits, criterion.vague, criterion.outside, criterion.several


def mutants(text, rng, count):
    for _ in range(count):
        place = rng.randrange(len(text))
        letter = rng.choice(LETTERS)
        yield rng.choice(
            [
                text[:place] + text[place + 1 :],
                text[:place] + letter + text[place:],
                text[:place] + letter + text[place + 1 :],
            ]
        )


@pytest.mark.parametrize(("text", "weight"), templates(), ids=lambda value: str(value)[:20])
def test_every_number_of_a_mutant_counts_or_the_text_is_refused(text, weight):
    rng = random.Random(text)
    for mutant in (text, *mutants(text, rng, 12)):
        criterion = read(mutant, weight)
        if not isinstance(criterion, Criterion):
            continue
        for match in NUMBER.finditer(mutant):
            other = mutant[: match.start()] + str(Decimal(match[0]) + 1) + mutant[match.end() :]
            changed = read(other, weight)
            if isinstance(changed, Criterion):
                assert meaning(changed) != meaning(criterion), (match[0], mutant)


@pytest.mark.parametrize(("text", "weight"), templates(), ids=lambda value: str(value)[:20])
def test_a_mutant_is_refused_or_stays_within_sensible_points(text, weight):
    rng = random.Random(text)
    for mutant in mutants(text, rng, 12):
        criterion = read(mutant, weight)
        if not isinstance(criterion, Criterion):
            assert 0 <= criterion.start <= len(mutant)
            continue
        for actual in ("90%", "3次", "完成", "0", "符合①", "-1%", "约90%", ""):
            award = criterion.points(actual)
            assert award.low <= award.high
            assert (award.low == award.high) or award.reason


def test_the_message_about_an_endless_text_is_short():
    with pytest.raises(PerfscoreError) as error:
        read_criterion("≥95%得6分；" * 20_000)
    assert error.value.values["problem"] == "too_long"
    assert len(error.value.in_words()) < 600
