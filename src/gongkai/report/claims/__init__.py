"""Numbers in the prose as claims: figure, unit, scope, year, kind, exactness, quote, span.

A number is given to the noun of its own clause (自然人申请30件…共42件), to its own year
(2023年100件，2024年42件) and to the body that its sentence names (全市, 我局). Numbers that count
nothing (dates, document numbers, phones, ordinals, names) are claims too, with a kind that says so.
"""

from __future__ import annotations

from gongkai.report.claims.kinds import CASE_UNITS, CHANNELS, KINDS, NO_COUNTS
from gongkai.report.claims.prose import claims_of

__all__ = ["CASE_UNITS", "CHANNELS", "KINDS", "NO_COUNTS", "claims_of"]
