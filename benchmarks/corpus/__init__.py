"""Makes any number of realistic self-evaluations, some of them wrong, and the truth beside them.

    python -m corpus FOLDER --files 20000

``FOLDER/sheets`` holds the workbooks, by year and unit; ``FOLDER/truth.jsonl`` says of each file what it holds and what
every score has to be under ``cn-2020``. The truth comes from the recipe of each row and from fractions, not from the
engine. The same seed gives the same bytes, and a file is the same in a corpus of any size.
"""

from __future__ import annotations

from corpus.making import Made, differences, make, write

__all__ = ["Made", "differences", "make", "write"]
