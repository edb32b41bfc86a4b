"""The keys that travel between the layers, as types; every one has its label in ``wording/labels.toml``."""

from __future__ import annotations

from typing import Final, Literal, get_args

Kind = Literal["project_evaluation", "department_evaluation", "project_target", "project_monitoring"]
UNSCORED_KINDS: frozenset[Kind] = frozenset({"project_target", "project_monitoring"})
"""Tables that print no scores: what is planned, and how it stands in the middle of the year."""

Severity = Literal["error", "warning", "info"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
"""The gravest first: 须整改, 须说明, 提示."""
Status = Literal["scored", "judged", "unscored", "decided"]
Verdict = Literal["agrees", "rounding", "differs"]
RuleSource = Literal["sheet", "target_table", "inferred"]
Grade = Literal["优", "良", "中", "差"]
GRADES: Final[tuple[Grade, ...]] = get_args(Grade)
"""The best first."""

Action = Literal["keep", "replace", "confirm", "judge"]
"""What happens to a score: it stands, is corrected, or waits for a person to confirm or to judge it."""

ConfirmReason = Literal["convention", "unfinished", "doubt", "exceeded", "self_deducted"]
"""Why a score waits for confirmation although the rule book gives another figure."""

Opinion = Literal["采纳", "不采纳", "改判"]
"""What a reviewer decides, as the drop-down of 复核说明 offers it."""

DecisionState = Literal["applied", "overtaken", "refused"]
"""Whether a decision holds, was taken on texts that changed since, or cannot be followed."""

ChangeKind = Literal["differs", "rounding", "filled", "confirm", "judged", "unscored"]
"""Why a score changes or waits for a person."""

RuleKey = Literal["proportion", "grades", "satisfaction", "direct"]
"""A scoring rule of an indicator."""

TracedRule = Literal[RuleKey, "criterion", "execution", "total", "unknown"]
"""The rule of any score: of an indicator, its printed criterion, the execution rate, the sum, or an unknown one."""

Branch = Literal[
    "met",
    "floor_missed",
    "floor_missed_points",
    "exceeded_penalty",
    "below_threshold",
    "equal_exceeded",
    "zero_target_met",
    "zero_target_missed",
    "ceiling_kept",
    "ceiling_kept_ratio",
    "ceiling_missed",
    "ceiling_missed_linear",
    "in_range",
    "step_reached",
    "below_steps",
    "direct_met",
    "direct_missed",
    "direct_words_full",
    "direct_words_failed",
    "on_time",
    "late",
    "grade_full",
    "grade_partial",
    "grade_failed",
    "no_grade",
    "not_comparable",
    "no_proportion",
    "actual_is_a_bound",
    "direction_open",
    "criterion_decides",
    "criterion_open",
    "unknown_rule",
    "no_target",
    "no_actual",
    "no_weight",
    "unreadable",
    "units_do_not_fit",
    "different_kinds",
    "execution",
    "execution_over_budget",
    "execution_step",
    "execution_below_steps",
    "no_base",
    "sum",
    "sum_capped",
]
"""Which way a rule took for a score."""

CriterionShape = Literal[
    "bands",
    "bands_and_step",
    "per_step",
    "count_deduction",
    "ratio",
    "formula",
    "all_or_nothing",
    "checklist",
    "judgement",
]
"""What kind of rule a printed criterion (评分标准) is."""

OpenReason = Literal[
    "part_step",
    "shared_bound",
    "gap",
    "no_cap",
    "vague",
    "items",
    "two_conditions",
    "outside_reference",
    "weight_disagrees",
    "unreadable",
]
"""Why a printed criterion leaves the points of an actual open."""

ScoredField = Literal["target", "actual", "weight", "claimed", "rule"]
"""A column of an indicator on which its score rests."""

View = Literal["json", "html", "text", "form"]
"""What shows the columns of a table; CSV lists findings, which have none."""

RowConvention = Literal[
    "overshoot",
    "cost_under",
    "ceiling_under",
    "pass_threshold",
    "shortfall_points",
    "deviation_penalty",
    "satisfaction",
    "grades",
]
"""Parameters of a rule book that decide the score of an indicator and are known in several readings."""

ConventionParameter = Literal[RowConvention, "execution_steps", "total_caps"]
"""The same for every score, those of the execution rate and the total included."""

Topic = Literal[
    "score_arithmetic",
    "total_mismatch",
    "weights_sum",
    "group_weights",
    "missing_indicator",
    "misplaced_indicator",
    "duplicate_indicator",
    "duplicate_across_projects",
    "core_output_low_weight",
    "funds_arithmetic",
    "funds_contradiction",
    "budget_adjusted",
    "low_execution",
    "execution_vs_result",
    "rate_equals_execution",
    "full_for_missed",
    "zero_spent_full",
    "sign_direction",
    "unit_mismatch",
    "implausible_value",
    "actual_no_value",
    "actual_repeats_target",
    "target_exceeded",
    "target_below_last_year",
    "target_no_target",
    "rule_unfit",
    "reason_missing",
    "reason_hollow",
    "reason_contradicts",
    "reason_vs_other_row",
    "narrative_vs_indicator",
    "narrative_vs_goal",
    "goal_sums",
    "year_mismatch",
    "two_ways",
    "grade_word",
    "name_text",
]
"""What a remark is about, for filters and rankings."""
