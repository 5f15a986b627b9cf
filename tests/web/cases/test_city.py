"""The sample city's cases: a year as seed 001 reports it, and a desk with something everywhere."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.plugin import DjangoDbBlocker

from gongkai.law.calendar import national
from gongkai.report.checks.batch import check_report
from gongkai.report.checks.engine import Severity
from gongkai.report.read import read_bytes
from gongkai.web.accounts.models import User
from gongkai.web.agencies import city
from gongkai.web.agencies.models import Agency
from gongkai.web.audit import chain
from gongkai.web.audit.models import Entry
from gongkai.web.cases import clockwork, ledger, measures
from gongkai.web.cases.as_report import as_report, export
from gongkai.web.cases.city import PAST, TODAY
from gongkai.web.cases.models import Case, Complaint, Dispute, Package, Party
from gongkai.web.cases.moves import Stage
from gongkai.web.files import storage
from gongkai.web.messages.models import Message

pytestmark = pytest.mark.xdist_group("city")  # loaded once

NOW = datetime(2026, 11, 18, 2, 30, tzinfo=UTC)  # a Wednesday, half past ten in Beijing
SHARED = Path(__file__).parents[4] / "shared" / "domain" / "golden" / "seeds-cells.csv"
SEED = "001_fac3aa8f181fedbf.txt"
# table 3 of the report that seed 001 is: every cell that is not 0, natural persons and businesses
PRINTED = {
    "new_applications": (25, 2), "granted": (17, 1), "partly_granted": (5, 0),
    "unavailable_not_held": (3, 1), "handled_total": (25, 2),
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The city as `make run` loads it, once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        city.load(NOW)
        city.load_trades(NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _each(loaded: None, db: None) -> None:
    """What a test does is undone after it."""


def body(code: str) -> Agency:
    return Agency.objects.get(credit_code=code)


def test_the_cases_of_2024_give_the_printed_table_cell_by_cell(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    agency = body(PAST)
    assert Case.objects.filter(agency=agency).count() == 27
    with django_assert_num_queries(1):
        table = ledger.table_3([agency.pk], 2024)
    expected = {}
    for row in table.form.rows:
        leaf = row.labels[-1].id
        persons, businesses = PRINTED.get(leaf, (0, 0))
        for column in (*ledger.COLUMNS, ledger.TOTAL):
            expected[leaf, column] = {
                "natural_person": persons, "business": businesses, "total": persons + businesses,
            }.get(column, 0)  # fmt: skip
    assert {cell: table[cell] for cell in expected} == expected
    assert table.balanced and not table.unplaced


@pytest.mark.needs_shared
def test_they_give_the_table_of_the_golden_file_cell_by_cell() -> None:
    with SHARED.open(encoding="utf-8") as opened:
        golden = {
            (line["table"], line["row_path"], line["column_path"]): line["value"]
            for line in csv.DictReader(opened)
            if line["file"] == SEED and line["table"] in ("三", "四")
        }
    bodies = [body(PAST).pk]
    report = as_report(
        "样例", ledger.table_3(bodies, 2024), ledger.table_4(bodies, 2024),
        measures.fees(bodies, 2024),
    )  # fmt: skip
    made = {where[:3]: str(cell.value) for where, cell in report.filled()}
    assert made == golden and len(golden) == 190


def test_the_export_of_that_year_passes_the_checks() -> None:
    agency = body(PAST)
    bodies = ledger.bodies_of(agency, 2024)
    report = as_report(
        agency.name, ledger.table_3(bodies, 2024), ledger.table_4(bodies, 2024),
        measures.fees(bodies, 2024),
    )  # fmt: skip
    [(_, found)] = read_bytes(export(report, "xlsx"), "台账.xlsx")
    assert not isinstance(found, Exception)
    assert not [f for f in check_report(found[0]) if f.severity is Severity.ERROR]


def test_the_desk_of_today_has_something_at_every_stage() -> None:
    rows = Case.objects.filter(agency__credit_code=TODAY)
    assert {case.stage for case in rows} == {stage.value for stage in Stage}
    states = Counter(case.state for case in rows)
    assert {"unconfirmed", "correcting", "consulting", "awaiting-payment", "in-review", "replied",
            "given-up", "withdrawn", "archived"} <= set(states)  # fmt: skip
    today, open_ = timezone.localdate(NOW), [case for case in rows if case.open and case.due]
    assert [c for c in open_ if c.due and c.due < today]
    assert [c for c in open_ if c.due == national().add(today, 1)]
    assert all(case.arrived <= today for case in rows)
    review = Dispute.objects.get(forum="reconsideration")
    assert review.suits.get().forum == "litigation" and review.lessons
    assert review.case is not None and review.case.redone.count() == 1
    assert Complaint.objects.count() == 1


def test_nobody_acted_on_a_day_off_and_nothing_happens_in_time_to_come() -> None:
    calendar = national()
    moments = [one.at for one in Entry.objects.filter(kind="cases.case")]
    assert len(moments) > 350
    assert all(at <= NOW and calendar.is_working(timezone.localdate(at)) for at in moments)
    assert not list(chain.verify())


def test_what_is_kept_is_what_the_law_makes_of_the_steps() -> None:
    for case in Case.objects.select_related("agency"):
        application, calendar, _ = clockwork.current(case)
        again = Case.objects.get(pk=case.pk)
        clockwork.refresh(again, application, calendar)
        for name in ("state", "received", "due", "clock", "extension", "replied", "late"):
            assert getattr(again, name) == getattr(case, name), (case.title, name)


def test_the_people_are_made_up() -> None:
    for party in Party.objects.all():
        assert any(word in party.name for word in ("样", "示例"))
        assert party.phone.startswith("0000-") and party.identity.startswith("X")
        assert party.identity_kind in ("passport", "other")


def test_loading_again_adds_nothing() -> None:
    before = (Case.objects.count(), Dispute.objects.count(), Entry.objects.count())
    city.load_trades(NOW + timedelta(days=3))
    assert (Case.objects.count(), Dispute.objects.count(), Entry.objects.count()) == before
    assert not Message.objects.filter(agency=body(PAST), at__year=2024, read=None).exists()


# the sealed package -------------------------------------------------------------------------------


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def test_a_package_is_downloaded_by_who_may_and_the_reading_is_logged() -> None:
    package = Package.objects.get()
    url = f"/work/cases/packages/{package.pk}/"
    clerk = signed_in("licensing-intake")
    assert package.sha256 in clerk.get(url).content.decode()
    lines = Entry.objects.count()
    for _ in range(2):
        response = clerk.get(f"{url}file/")
        assert sha256(response.getvalue()).hexdigest() == package.sha256
        assert response.status_code == 200 and response["Cache-Control"] == "private, no-store"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "attachment" in response["Content-Disposition"]
    assert Entry.objects.count() == lines + 1
    assert Entry.objects.latest("id").after == {"read": "归档案卷"}
    for name in ("education-clerk", "licensing-overseer", "licensing-auditor"):
        assert signed_in(name).get(f"{url}file/").status_code == 404
    assert Client().get(f"{url}file/").status_code == 302


def test_the_command_finds_a_package_that_was_changed() -> None:
    package = Package.objects.get()
    out = StringIO()
    call_command("check_packages", stdout=out)
    assert "1个案卷，全部相符" in out.getvalue()
    path = Path(storage.storage().path(package.blob))
    whole = path.read_bytes()
    try:
        path.chmod(0o600)
        path.write_bytes(whole.replace(b"/Type/Page", b"/Type/Pagf", 1))
        with pytest.raises(CommandError, match="1个案卷不符"):
            call_command("check_packages", stdout=out)
        assert "打印）.pdf”改动过" in out.getvalue()
        path.write_bytes(b"x")
        with pytest.raises(CommandError):
            call_command("check_packages", stdout=out)
        assert "打不开" in out.getvalue()
        # damage to a name inside is told too, and does not end the run
        path.write_bytes(whole.replace("目录".encode(), b"\xff" * 6))
        with pytest.raises(CommandError, match="1个案卷不符"):
            call_command("check_packages", stdout=out)
        path.unlink()
        with pytest.raises(CommandError):
            call_command("check_packages", stdout=out)
        assert "不在存储中" in out.getvalue()
    finally:
        path.write_bytes(whole)


# the pages ----------------------------------------------------------------------------------------


def test_every_figure_on_the_page_leads_to_as_many_rows(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    clerk = signed_in("labour-clerk")
    url = "/work/cases/statistics/?year=2024"
    with django_assert_max_num_queries(30):
        page = clerk.get(url).content.decode()
    query = "year=2024&amp;cell=row%3Agranted&amp;column=natural_person"
    assert f'href="/work/cases/?{query}">17<' in page
    for cell, count in (("new", 27), ("row:handled_total", 27), ("row:partly_granted", 5)):
        rows = clerk.get(f"/work/cases/?year=2024&cell={cell}").content.decode()
        assert f"共 <strong>{count}</strong> 件" in rows, cell
    assert "没有收取政府信息公开信息处理费" in page and "没有投诉举报" in page
    for kind in ("xlsx", "csv", "json"):
        response = clerk.get(f"{url}&format={kind}")
        assert response.status_code == 200 and "attachment" in response["Content-Disposition"]
    assert clerk.get("/work/cases/statistics/?year=2018").status_code == 404
    assert clerk.get("/work/cases/statistics/?body=999999").status_code == 404


def test_who_looks_from_above_sees_the_sum_and_whom_it_covers() -> None:
    overseer = signed_in("office-overseer")
    root = Agency.objects.get(parent=None)
    page = overseer.get(
        f"/work/cases/statistics/?year=2024&body={root.pk}&below=1"
    ).content.decode()
    assert ">27<" in page and "在本平台办理申请" in page
    assert signed_in("licensing-auditor").get("/work/cases/statistics/").status_code == 404


def test_disputes_are_listed_opened_entered_and_updated() -> None:
    legal = signed_in("licensing-legal-reviewer")
    page = legal.get("/work/cases/disputes/").content.decode()
    assert "云政复〔" in page and "纠正" in page
    suit = Dispute.objects.get(forum="litigation")
    page = legal.get(f"/work/cases/disputes/{suit.pk}/").content.decode()
    assert "答辩期限" in page and "第六十七条" in page and "云政复〔" in page
    assert "关联的复议案件" in legal.get(f"/work/cases/disputes/{suit.pk}/edit/").content.decode()
    given = {
        "numbers": "\n".join(suit.numbers), "body": suit.body, "opened": str(suit.opened),
        "copy_came": str(suit.copy_came), "statement_sent": "2026-11-17", "reviewed": "decided",
        "after": str(suit.after_id), "first": "suit_claim_rejected", "version": str(suit.version),
        "effective": "2026-11-18", "lessons": "答复程序合法",
    }  # fmt: skip
    assert legal.post(f"/work/cases/disputes/{suit.pk}/edit/", given).status_code == 302
    suit.refresh_from_db()
    assert suit.outcomes == ["suit_claim_rejected"] and suit.lessons == "答复程序合法"
    year = suit.opened.year
    url = f"/work/cases/disputes/?year={year}&cell=suit_after_reconsideration:upheld"
    assert suit.numbers[0] in legal.get(url).content.decode()
    stale = legal.post(f"/work/cases/disputes/{suit.pk}/edit/", given)
    assert stale.status_code == 400 and "刚被别人改过" in stale.content.decode()
    case = Case.objects.filter(agency=body(TODAY), stage="answered").first()
    assert case is not None
    new = {
        "forum": "reconsideration", "numbers": "云政复〔2026〕99号", "body": "云州市人民政府",
        "opened": "2026-11-13", "copy_came": "2026-11-16", "simplified": "on",
        "case_number": case.number, "reviewed": "no",
    }  # fmt: skip
    assert legal.post("/work/cases/disputes/new/", new).status_code == 302
    made = Dispute.objects.latest("pk")
    page = legal.get(f"/work/cases/disputes/{made.pk}/").content.decode()
    assert made.simplified and "2026年11月23日" in page and "第五十四条" in page
    wrong = legal.post("/work/cases/disputes/new/", new | {"case_number": "没有"})
    assert wrong.status_code == 400 and "没有编号为“没有”的办件" in wrong.content.decode()
    for name in ("education-clerk", "licensing-overseer"):
        assert signed_in(name).get(f"/work/cases/disputes/{suit.pk}/").status_code == 404
    assert signed_in("licensing-overseer").get("/work/cases/disputes/new/").status_code == 403


def test_a_complaint_is_entered_and_counted() -> None:
    clerk = signed_in("licensing-intake")
    found = Complaint.objects.get()
    page = clerk.get("/work/cases/complaints/").content.decode()
    assert f"投诉举报{1}件，没有责任追究" in page or found.day.year != timezone.localdate().year
    given = {
        "kind": "complaint", "day": str(found.day), "source": found.source, "text": found.text,
        "result": "已更正公开指南的电话", "closed": "2026-11-18", "version": str(found.version),
    }  # fmt: skip
    assert clerk.post(f"/work/cases/complaints/{found.pk}/", given).status_code == 302
    found.refresh_from_db()
    assert found.result and found.closed is not None
    bad = clerk.post("/work/cases/complaints/new/", given | {"result": ""})
    assert bad.status_code == 400 and "处理结果" in bad.content.decode()
    assert (
        signed_in("education-clerk").get(f"/work/cases/complaints/{found.pk}/").status_code == 404
    )
