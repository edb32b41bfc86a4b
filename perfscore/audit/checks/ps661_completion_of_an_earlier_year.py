"""PS661: the completion of a project is that of an earlier year, word for word but for the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfscore.audit.likeness import is_copy
from perfscore.audit.projects import earlier_evaluations
from perfscore.audit.prose import mentions
from perfscore.model import Remark, Table
from perfscore.rulebook import Rulebook

CODE = "PS661"
_COPIED, _QUOTED = 0.95, 24


def across(tables: Sequence[Table], _book: Rulebook) -> Iterator[tuple[int, Remark]]:
    """Compare texts and figures: two years of the same service may read alike, but count something else."""
    for index, before in earlier_evaluations(tables):
        completion = tables[index].completion
        told = [(mention.size, mention.dimension) for mention in mentions(completion)]
        earlier = [(mention.size, mention.dimension) for mention in mentions(before.completion)]
        if told and told == earlier and is_copy(completion, before.completion, _COPIED):
            values = {"last_year": str(before.year), "words": f"{completion[:_QUOTED]}…"}
            yield index, Remark(CODE, tables[index].cells.get("completion"), values)
