"""What goes out to a unit: 退回修改通知 for evaluations, 绩效目标审核意见 for target tables."""

from perfscore.letter.content import Letter, letters

__all__ = ["Letter", "letters"]
