"""核验: one engine for library, command line and platform. Importing it registers every check."""

from gongkai.report.checks import (
    arithmetic,
    between,
    table2,
    table3,
    table4,
)
from gongkai.report.checks.engine import (
    CHECKS,
    Check,
    Context,
    Finding,
    Quote,
    Severity,
    check,
    run_checks,
)

__all__ = [
    "CHECKS",
    "Check",
    "Context",
    "Finding",
    "Quote",
    "Severity",
    "arithmetic",
    "between",
    "check",
    "run_checks",
    "table2",
    "table3",
    "table4",
]
