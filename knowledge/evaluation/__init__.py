"""How well the questions are understood: rates, calibration, confusions, time."""

from knowledge.evaluation.measures import auroc, expected_calibration_error, risk_coverage
from knowledge.evaluation.report import Report, evaluate, report
from knowledge.evaluation.rows import OUT_OF_SCOPE, Row, RowsError, read_examples, read_rows
from knowledge.evaluation.validation import (
    Trial,
    cross_validate,
    hold_out,
    leave_one_style_out,
    try_rows,
)

__all__ = [
    "OUT_OF_SCOPE",
    "Report",
    "Row",
    "RowsError",
    "Trial",
    "auroc",
    "cross_validate",
    "evaluate",
    "expected_calibration_error",
    "hold_out",
    "leave_one_style_out",
    "read_examples",
    "read_rows",
    "report",
    "risk_coverage",
    "try_rows",
]
