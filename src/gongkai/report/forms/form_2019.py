"""The form for the reports of 2019 and 2020: 国办公开办函〔2019〕60号, 198 cells."""

from __future__ import annotations

from gongkai.report.forms.build import build
from gongkai.report.forms.shared import FIRST_ROWS, LAST_ROWS
from gongkai.sources import FORM_2019 as NOTICE_2019

__all__ = ["FORM_2019"]

_STOCK = ("items_last_year", "items_change", "decisions_2019")

FORM_2019 = build(
    "2019",
    NOTICE_2019,
    range(2019, 2021),
    [
        (
            "二(一)",
            "article_20_1",
            ("rules", "normative_documents_2019"),
            ("made_2019", "disclosed_2019", "disclosed_total_2019"),
        ),
        ("二(五)", "article_20_5", ("licences", "other_services"), _STOCK),
        ("二(六)", "article_20_6", ("penalties", "coercion"), _STOCK),
        ("二(八)", "article_20_8", ("administrative_charges",), _STOCK[:2]),
        (
            "二(九)",
            "article_20_9",
            ("central_procurement",),
            ("procurement_projects", "procurement_amount"),
        ),
    ],
    [*FIRST_ROWS, ("outcomes", "other"), *LAST_ROWS],
)
