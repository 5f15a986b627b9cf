"""归档: forms, the sealed package, its list and its check; what failed can be made again."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from gongkai.notices import pdf
from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.models import Entry
from gongkai.web.cases import sheets
from gongkai.web.cases.actions import CheckPackage, FillSheet, PackAgain
from gongkai.web.cases.actions.packing import KeepPackage, NotePackageFailure
from gongkai.web.cases.archiving import packing, tasks
from gongkai.web.cases.archiving.checking import faults_of, faults_of_file
from gongkai.web.cases.archiving.members import Member, Stored
from gongkai.web.cases.models import Case, FilledSheet, Package, Redaction, Service
from gongkai.web.cases.models.sealing import STALLED
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.staff.hints import hints
from gongkai.web.cases.staff.opened import open_case
from gongkai.web.files import storage
from gongkai.web.files.kinds import Kind
from gongkai.web.messages.models import Message
from tests.web.agencies.world import sit
from tests.web.cases.desk import page, present
from tests.web.cases.papers import file_of
from tests.web.cases.world import World, at, granted

LIST = "/work/cases/"


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A world of today, made once; what tests do in it is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield present()
        transaction.set_rollback(True)


@pytest.fixture
def w(desk: World, db: None) -> World:
    return desk


def consulted(w: World) -> Case:
    """Answered after a third party was asked, a section heard, a meeting held, a review failed."""
    case = w.do(Verb.CONFER, w.consulting(), **w.facts(Verb.CONFER, Case()))
    case = w.do(
        Verb.END_CONSULTATION, case, inquiry=case.inquiries.last(), answer="consent", day=w.day
    )
    case = w.do(Verb.OPINE, case, opinion="disclose", basis="已经征得同意")
    case = w.do(Verb.DECIDE, case, decisions=[granted(1)])
    for verb, more in (
        (Verb.DRAFT, {}), (Verb.SEND_FOR_REVIEW, {"despite": "已核对"}),
        (Verb.SEND_BACK, {"comment": "请写明形式"}), (Verb.SEND_FOR_REVIEW, {"despite": "已核对"}),
        (Verb.REVIEW_LAW, {"comment": "同意发出"}), (Verb.REVIEW_SECRECY, None), (Verb.SIGN, None),
        (Verb.SERVE, None),
    ):  # fmt: skip
        case = w.do(verb, case, **(w.facts(verb, case) if more is None else more))
    return case


def redacted(w: World, case: Case) -> Redaction:
    """An original of the body, and what was given of it."""
    source = file_of(case, b"the original, unblacked", "合同.pdf", Kind.PDF)
    source.added_by = 7
    source.save()
    data = b"%PDF-1.7 what was given"
    blob = storage.storage().save(storage.new_name(), ContentFile(data))
    marks = [{"page": 1, "boxes": [[0, 0, 9, 9]], "ground": "privacy", "text": "秘密的数目",
              "step": 1}]  # fmt: skip
    return Redaction.objects.create(
        case=case, source=source, actor="承办员", result=blob, result_kind="pdf", released=True,
        result_sha256=sha256(data).hexdigest(), result_size=len(data), pictures=3,
        made=at(w.day), begun=at(w.day), marks=marks,
    )  # fmt: skip


def archived(w: World, case: Case, retention: str = "10年") -> Package:
    return w.do(Verb.ARCHIVE, case, retention=retention).package


def built(package: Package) -> Package:
    tasks.build.call(package.pk)
    package.refresh_from_db()
    return package


def members(package: Package) -> dict[str, bytes]:
    with storage.storage().open(package.blob) as opened:
        whole = zipfile.ZipFile(BytesIO(opened.read()))
    return {name: whole.read(name) for name in whole.namelist()}


# what is in it ------------------------------------------------------------------------------------


def test_the_package_holds_the_whole_file(w: World) -> None:
    case = consulted(w)
    redacted(w, case)
    letter = file_of(case, b"scan of the letter", "申请书.jpg", Kind.JPEG)
    w.dispute(case, numbers=["云政复〔2026〕9号"])
    package = archived(w, case)
    assert (package.state, package.until) == ("waiting", date(w.day.year + 10, 12, 31))
    package = built(package)
    assert (package.state, package.problem) == ("ready", "")
    inside = members(package)
    listed = json.loads(inside.pop("目录.json"))
    assert {one["name"] for one in listed["内容"]} == set(inside)
    for one in listed["内容"]:
        assert sha256(inside[one["name"]]).hexdigest() == one["sha256"]
    # every letter as it was sent, and every form
    reply = case.papers.get(notice="T16")
    hashes = {one["sha256"] for one in listed["内容"]}
    for paper in case.papers.exclude(pdf=""):
        assert {paper.pdf_sha256, paper.docx_sha256} <= hashes
    titles = [one["title"] for one in listed["内容"] if not one["twin"]]
    for word, count in (("申请登记表", 1), ("接收回执", 1), ("征求意见确认函", 1), ("呈批单", 1),
                        ("送达回证", 3), ("申请表", 1), ("办理记录", 1)):  # fmt: skip
        assert sum(word in title for title in titles) == count, word
    assert any(reply.number in title for title in titles)
    # what was given and why, not what stood there before
    assert b"%PDF-1.7 what was given" in inside.values()
    assert b"the original, unblacked" not in inside.values()
    assert letter.sha256 in hashes
    record = json.loads(next(data for name, data in inside.items() if name.endswith(".json")))
    text = json.dumps(record, ensure_ascii=False)
    for said in ("已经征得同意", "均同意公开", "同意发出", "请写明形式", "云政复〔2026〕9号",
                 "同意公开", "审查人", "：1处（第2页）", "归档"):  # fmt: skip
        assert said in text, said
    assert "秘密的数目" not in text
    assert [one["环节"] for one in record["环节记录"]][-1] == "归档"
    # pages run on from piece to piece
    numbered = [one for one in listed["内容"] if one["pages"]]
    assert [one["first"] for one in numbered] == [
        1 + sum(before["pages"] for before in numbered[:n]) for n in range(len(numbered))
    ]
    assert package.pages == listed["页数"] == sum(one["pages"] for one in numbered)
    assert listed["件数"] == len(titles) and pdf.pages(inside["卷内目录.pdf"]) > 1
    assert faults_of(package) == []
    # a second run of the task changes nothing
    assert built(package).blob == package.blob


def test_a_large_file_is_copied_in_parts(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"\0" * (8 << 20)
    blob = storage.storage().save(storage.new_name(), ContentFile(data))
    stored = Stored(blob, sha256(data).hexdigest(), len(data))
    piece = Member("4材料", "录像", "zip", stored, pages=0, name="4材料/001-录像.zip")
    del data
    package = archived(w, w.answered())
    monkeypatch.setattr(packing, "members_of", lambda case: [piece])
    packing.seal(package, lambda done, total: None)  # what is loaded once is loaded
    tracemalloc.start()
    try:
        made = packing.seal(package, lambda done, total: None)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert made.size > 8 << 20
    assert peak < 4 << 20


# what may go wrong --------------------------------------------------------------------------------


def test_a_letter_that_was_changed_is_not_sealed_and_can_be_sealed_after_repair(w: World) -> None:
    case = w.answered()
    paper = case.papers.get(notice="T16")
    right, clerk = paper.docx_sha256, sit(w.agency, Role.INTAKE)
    case.papers.filter(pk=paper.pk).update(docx_sha256="0" * 64)
    package = built(archived(w, case))
    assert package.state == "failed" and "与保存时不一致" in package.problem
    text = page(clerk, f"{LIST}packages/{package.pk}/")
    assert Message.objects.get(kind="case_unsealed").url.endswith(f"/packages/{package.pk}/")
    assert package.problem in text and "重新生成" in text
    assert clerk.get(f"{LIST}packages/{package.pk}/file/").status_code == 404
    assert "1卷没有生成" in page(clerk, f"{LIST}packages/")
    case.papers.filter(pk=paper.pk).update(docx_sha256=right)
    handler = sit(w.agency, Role.HANDLER)
    handler.post(f"{LIST}packages/{package.pk}/again/")
    assert Package.objects.get(pk=package.pk).state == "failed"
    clerk.post(f"{LIST}packages/{package.pk}/again/")
    assert Package.objects.get(pk=package.pk).state == "waiting"
    assert "排在队中" in page(clerk, f"{LIST}packages/{package.pk}/")
    assert built(package).ready


def test_a_package_whose_file_is_gone_or_whose_disk_is_full_says_what_to_do(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = w.answered()
    gone = file_of(case, b"x", "材料.pdf", Kind.PDF)
    package = archived(w, case)
    assert gone.content is not None
    storage.storage().delete(gone.content.blob)
    assert "不在存储中" in built(package).problem

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    again = perform(PackAgain(), w.actor(Role.INTAKE), package, now=at(w.day))
    monkeypatch.setattr(packing, "members_of", full)
    with pytest.raises(OSError, match="No space"):
        tasks.build.call(again.pk)
    again.refresh_from_db()
    assert again.state == "failed" and "腾出空间" in again.problem


def test_work_that_died_is_taken_up_again_and_late_results_are_not_kept(w: World) -> None:
    package = archived(w, w.answered())
    begun = package.begun
    Package.objects.filter(pk=package.pk).update(state="building", begun=begun - timedelta(hours=1))
    clerk = w.actor(Role.INTAKE)
    assert tasks.take_up.call() == "重新开始案卷1卷"
    package.refresh_from_db()
    assert package.state == "waiting" and package.begun > begun - timedelta(hours=1)
    for action in (KeepPackage(), NotePackageFailure()):
        with pytest.raises(Refused) as caught:
            perform(action, SYSTEM, package, now=at(w.day), begun=begun, problem="")
        assert caught.value.kind is Refusal.STALE
        with pytest.raises(Refused, match="系统"):
            perform(action, clerk, package, now=at(w.day), begun=package.begun)
    with pytest.raises(Refused, match="请稍候"):
        perform(PackAgain(), clerk, package, now=package.begun)
    built(package)
    with pytest.raises(Refused, match="已经封存"):
        perform(PackAgain(), clerk, package, now=at(w.day))


def test_work_that_shows_a_sign_of_life_is_left_alone(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = archived(w, w.answered())
    rows = Package.objects.filter(pk=package.pk)
    long_ago, now = package.begun - timedelta(hours=5), timezone.now()
    rows.update(state="building", begun=long_ago, alive=now - STALLED / 2)
    assert tasks.take_up.call() == "重新开始案卷0卷"
    package.refresh_from_db()
    assert (package.begun, package.state, package.stalled(now)) == (long_ago, "building", False)
    with pytest.raises(Refused, match="请稍候"):
        perform(PackAgain(), w.actor(Role.INTAKE), package, now=now)
    rows.update(alive=now - STALLED - timedelta(seconds=1))
    assert tasks.take_up.call() == "重新开始案卷1卷"
    package.refresh_from_db()
    assert package.state == "waiting" and package.begun >= now
    # each piece is such a sign; what the sealing of another beginning still says is none
    seen: list[Any] = []

    def sealing(row: Package, told: Any) -> None:
        for done in (1, 2):
            told(done, 2)
            row.refresh_from_db()
            seen.append((row.state, row.done, row.total, row.alive is not None))
            rows.update(begun=row.begun + timedelta(seconds=1), alive=None)
        raise KeyboardInterrupt

    monkeypatch.setattr(packing, "seal", sealing)
    with pytest.raises(KeyboardInterrupt):
        tasks.build.call(package.pk)
    assert seen == [("building", 1, 2, True), ("building", 1, 2, False)]


def test_a_sealed_file_that_is_gone_is_said_to_be_gone(w: World) -> None:
    package = built(archived(w, w.answered()))
    clerk, url = sit(w.agency, Role.INTAKE), f"{LIST}packages/{package.pk}/"
    storage.storage().delete(package.blob)
    answer = clerk.get(f"{url}file/", follow=True)
    assert answer.redirect_chain == [(url, 302)] and answer.status_code == 200
    assert "案卷文件不在存储中" in answer.content.decode()
    read = Entry.objects.filter(verb="read", object=str(package.pk), kind="cases.package")
    assert not read.exists()  # nothing was given


def test_the_check_names_the_file_that_differs(w: World, tmp_path: Path) -> None:
    package = built(archived(w, w.answered()))
    clerk, url = sit(w.agency, Role.INTAKE), f"{LIST}packages/{package.pk}/"
    path, out = Path(storage.storage().path(package.blob)), StringIO()
    given = tmp_path / "案卷.zip"
    given.write_bytes(path.read_bytes())
    assert faults_of_file(given) == (package.case.number, package.sha256, [])
    call_command("check_packages", given, stdout=out)
    assert "与封存时一致" in out.getvalue()
    with zipfile.ZipFile(given) as whole, zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        for name in whole.namelist()[1:]:
            data = whole.read(name)
            other.writestr(name, data + b" " if name.endswith(".docx") else data)
        first = whole.namelist()[0]
        other.writestr("夹带.txt", b"x")
    found = faults_of_file(tmp_path / "other.zip")[2]
    assert found[0] == f"缺少“{first}”" and found[-1] == "多出“夹带.txt”"
    assert sum("docx”改动过" in one for one in found) == 1
    with pytest.raises(CommandError):
        call_command("check_packages", tmp_path / "other.zip", stdout=out)
    path.chmod(0o600)
    path.write_bytes((tmp_path / "other.zip").read_bytes())
    clerk.post(f"{url}check/")  # the worker's part
    tasks.check.call(package.pk)
    text = page(clerk, url)
    assert "核对不符" in text and first in text
    path.write_bytes(given.read_bytes())
    tasks.check.call(package.pk)
    assert "全部相符" in page(clerk, url)
    reviewer = w.actor(Role.LEGAL_REVIEWER)
    with pytest.raises(Refused):
        perform(CheckPackage(), reviewer, package, now=at(w.day))


def test_packages_whose_term_is_over_are_listed(w: World) -> None:
    over, soon, ever = (archived(w, w.answered(), term) for term in ("10年", "30年", "永久"))
    Package.objects.filter(pk=over.pk).update(until=w.day - timedelta(1))
    Package.objects.filter(pk=soon.pk).update(until=w.day + timedelta(300))
    clerk = sit(w.agency, Role.INTAKE)
    text = page(clerk, f"{LIST}packages/?ending=over")
    assert over.case.number in text and soon.case.number not in text
    assert "1卷保管期限已满" in text and "不要自行销毁" in text
    text = page(clerk, f"{LIST}packages/?ending=soon")
    assert soon.case.number in text and ever.case.number not in text
    text = page(clerk, ever.case.get_absolute_url())
    assert f"/work/cases/packages/{ever.pk}/" in text


# the forms ----------------------------------------------------------------------------------------


def test_forms_arise_with_what_gives_rise_to_them_and_are_filled_in(w: World) -> None:
    case = w.hand_in()
    clerk = sit(w.agency, Role.INTAKE)
    assert "sheets/t02" not in page(clerk, case.get_absolute_url())
    case = consulted(w)
    opened = open_case(w.actor(Role.INTAKE), case.pk, w.day)
    assert opened is not None
    found = {one.key: one for one in sheets.sheets_of(case, opened.papers, opened.inquiries)}
    kinds = sorted(one.notice for one in found.values())
    assert kinds == ["T02", "T09", "T38", "T38", "T38", "T39"]
    base = sheets.base_of(case)
    texts = {one.notice: sheets.compose_sheet(one, base).text for one in found.values()}
    assert "退回修改；请写明形式（法规复核员" in texts["T39"] and "通过；同意发出" in texts["T39"]
    assert "■同意公开" in texts["T09"] and "林测试" in texts["T38"]
    shown = page(clerk, case.get_absolute_url())
    assert all(f"sheets/{key}/" in shown for key in found)
    # masked on the screen, whole in the file, and that is on the trace
    url = f"{LIST}{case.pk}/sheets/t02/"
    assert "X0000001" not in page(clerk, url) and "X0000001" in texts["T02"]
    assert "查看的理由" in page(clerk, f"{url}pdf/")
    assert clerk.post(f"{url}pdf/", {"reason": " "}).status_code == 400
    assert not Entry.objects.filter(reason__contains="归入纸质").exists()
    answer = clerk.post(f"{url}pdf/", {"reason": "归入纸质案卷"})
    assert answer.content.startswith(b"%PDF") and answer["Cache-Control"] == "private, no-store"
    assert "证件号码" in str(Entry.objects.get(verb="read", reason="归入纸质案卷").after)
    assert clerk.post(f"{url}docx/", {"reason": "归入纸质案卷"}).content.startswith(b"PK")
    assert clerk.get(f"{LIST}{case.pk}/sheets/t03/pdf/").status_code == 404
    assert clerk.get(f"{url}txt/").status_code == 404
    assert sit(w.city, Role.OVERSEER).get(url).status_code == 403
    # filled in
    key = next(one.key for one in found.values() if one.notice == "T39")
    url = f"{LIST}{case.pk}/sheets/{key}/"
    given = {"subject": "拟作出的答复", "section": "办公室", "opinion": "拟同意\n请审批"}
    assert clerk.post(url, given).status_code == 302
    assert "拟同意" in page(clerk, url)
    for seen in ({}, {"version": 0}):  # opened while it was empty, or with other words on it
        answer = clerk.post(url, given | seen | {"opinion": "覆盖"})
        assert answer.status_code == 400 and "刚被别人改过" in answer.content.decode()
    assert clerk.post(url, given | {"subject": "长" * 201, "version": 1}).status_code == 400
    for who in (Role.LEGAL_REVIEWER, Role.APPROVER):
        assert sit(w.agency, who).post(url, given).status_code == 403
    package = built(archived(w, case))
    record = next(data for name, data in members(package).items() if name.endswith("录.json"))
    assert "拟同意" in record.decode()
    assert clerk.post(url, given).status_code == 403
    filled = FilledSheet.objects.get(sheet=key)
    with pytest.raises(Refused, match="已经归档"):
        perform(FillSheet(), w.actor(Role.INTAKE), filled, now=at(w.day), opinion="")


def test_where_a_letter_was_brought_is_masked_on_the_screen_and_whole_in_the_file(
    w: World,
) -> None:
    case = w.answered()
    service = Service.objects.filter(paper__case=case).latest("pk")
    service.to = "云州市样例区戊街六号三单元"
    service.save()
    clerk, url = sit(w.agency, Role.INTAKE), f"{LIST}{case.pk}/sheets/t38-{service.pk}/"
    text = page(clerk, url)
    assert service.to not in text and "云州市******号三单元" in text and "遮去了送达地点" in text
    lines = Entry.objects.count()
    assert clerk.get(f"{url}pdf/").content.startswith(b"%PDF")
    assert Entry.objects.count() == lines  # the same reading, minutes later
    opened = open_case(w.actor(Role.INTAKE), case.pk, w.day)
    assert opened is not None
    found = sheets.sheets_of(case, opened.papers, opened.inquiries)
    one = next(one for one in found if one.key == f"t38-{service.pk}")
    assert service.to in sheets.compose_sheet(one, sheets.base_of(case)).text


def test_of_two_who_begin_a_form_at_once_the_second_is_told(w: World) -> None:
    case, clerk = w.registered(), w.actor(Role.INTAKE)
    mine, yours = FilledSheet(case=case, sheet="t02"), FilledSheet(case=case, sheet="t02")
    perform(FillSheet(), clerk, mine, now=at(w.day), note="甲")
    with pytest.raises(Refused, match="刚被别人填写") as refused:
        perform(FillSheet(), clerk, yours, now=at(w.day), note="乙")
    assert refused.value.kind is Refusal.STALE
    assert FilledSheet.objects.get(case=case, sheet="t02").values["note"] == "甲"


def test_a_form_is_empty_where_the_third_party_writes_and_others_are_not_there(w: World) -> None:
    case = w.consulting()
    asked = case.inquiries.get()
    clerk = w.actor(Role.INTAKE)
    for key, words in ((f"t09-{asked.pk}", "由第三方填复"), ("t38-0", "没有这张表单")):
        with pytest.raises(Refused, match=words):
            perform(FillSheet(), clerk, FilledSheet(case=case, sheet=key), now=at(w.day))
    text = page(sit(w.agency, Role.INTAKE), f"{LIST}{case.pk}/sheets/t09-{asked.pk}/")
    assert "□同意公开" in text and "保存" not in text


# who asks much ------------------------------------------------------------------------------------


def test_earlier_applications_are_all_counted_at_the_same_cost(w: World) -> None:
    person = {"kind": "person", "name": "频频", "identity_kind": "passport", "identity": "X0000077",
              "phone": "00000000077"}  # fmt: skip
    first = w.hand_in(people=[person])
    second = w.hand_in(people=[person])

    def of(case: Case) -> tuple[Any, int]:
        opened = open_case(w.actor(Role.INTAKE), case.pk, w.day)
        assert opened is not None
        with CaptureQueriesContext(connection) as asked:
            found = hints(opened)
        return found, len(asked)

    assert of(first)[0] is None  # the same day, but before
    found, few = of(second)
    assert (found.total, found.month, found.year, found.many) == (1, 2, 2, False)
    parties = list(second.parties.all())
    for n in range(60):
        case = Case.objects.get(pk=second.pk)
        case.pk, case.key, case.token, case.number = None, None, None, f"样-{n}"
        case._state.adding = True
        case.key = type(second)().key
        if n < 5:
            case.received = case.arrived = w.day - timedelta(400)
        case.save()
        for party in parties:
            party.pk, party.case, party._state.adding = None, case, True
            party.save()
    last = w.hand_in(people=[person])
    found, many = of(last)
    assert (found.total, found.month, found.year) == (62, 58, 58)
    assert found.many and found.measure.free == 10 and found.same and many == few <= 3
    assert len(found.earlier) == 10
    assert "第三十五条" in page(sit(w.agency, Role.INTAKE), last.get_absolute_url())
