"""A slice of the mutants; `python -m tests.mutants` runs as many as wanted."""

import pytest

from tests.mutants import escapes


@pytest.mark.fuzz
def test_no_mutant_escapes():
    assert list(escapes(seed=1, count=500)) == []
