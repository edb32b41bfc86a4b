"""All checks, in the order in which their findings are listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from perfscore.audit import differences
from perfscore.audit.checks import (
    ps501_weights_sum,
    ps502_group_weights,
    ps503_rate_arithmetic,
    ps504_rate_above_100,
    ps505_initial_budget,
    ps506_parts_of_the_funds,
    ps507_contradicting_funds,
    ps508_loss_without_a_reason,
    ps509_exceeded_target,
    ps510_exceeded_without_a_reason,
    ps511_target_table_of_100,
    ps514_rate_of_another_row,
    ps601_full_marks_for_a_miss,
    ps602_better_than_execution,
    ps603_unspent,
    ps604_nothing_spent,
    ps605_sign_direction,
    ps606_unreachable_target,
    ps607_actual_is_no_value,
    ps608_two_ways_in_one_sheet,
    ps609_middle_grade_in_full,
    ps610_equal_words_marked_down,
    ps611_contradicting_reason,
    ps612_duplicate_indicator,
    ps613_figure_from_elsewhere,
    ps615_figure_in_the_reason,
)
from perfscore.audit.context import Context
from perfscore.model import Remark, Table

Check = Callable[[Table, Context], Iterator[Remark]]

CHECKS: Final[tuple[Check, ...]] = (
    differences.check,
    ps501_weights_sum.check,
    ps502_group_weights.check,
    ps503_rate_arithmetic.check,
    ps504_rate_above_100.check,
    ps505_initial_budget.check,
    ps506_parts_of_the_funds.check,
    ps507_contradicting_funds.check,
    ps508_loss_without_a_reason.check,
    ps509_exceeded_target.check,
    ps510_exceeded_without_a_reason.check,
    ps511_target_table_of_100.check,
    ps514_rate_of_another_row.check,
    ps601_full_marks_for_a_miss.check,
    ps602_better_than_execution.check,
    ps603_unspent.check,
    ps604_nothing_spent.check,
    ps605_sign_direction.check,
    ps606_unreachable_target.check,
    ps607_actual_is_no_value.check,
    ps608_two_ways_in_one_sheet.check,
    ps609_middle_grade_in_full.check,
    ps610_equal_words_marked_down.check,
    ps611_contradicting_reason.check,
    ps612_duplicate_indicator.check,
    ps613_figure_from_elsewhere.check,
    ps615_figure_in_the_reason.check,
)
