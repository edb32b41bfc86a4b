"""A small corpus with its truth, made once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory):
    import corpus

    folder = tmp_path_factory.mktemp("corpus")
    corpus.write(folder, 160)
    return folder


@pytest.fixture(scope="session")
def assessed(small_corpus, tmp_path_factory):
    """The store of an undisturbed run over that corpus, with corrected copies beside it."""
    from tests.batch.stores import assess

    path = tmp_path_factory.mktemp("undisturbed") / "store.duckdb"
    assess(small_corpus / "sheets", into=path, corrected=path.with_name("corrected"))
    return path
