"""Which scores have enough digits to be no chance hit."""

from decimal import Decimal

import pytest

from perfscore.audit.funds import is_telling


@pytest.mark.parametrize(
    ("claimed", "telling"),
    [
        ("5.11", True),
        ("7.5", False),
        ("7.50", False),
        ("0.03", False),
        ("7.505", True),
        ("10", False),
        ("9" * 40, False),
    ],
)
def test_scores_with_two_decimals_are_telling(claimed, telling):
    assert is_telling(Decimal(claimed)) is telling
