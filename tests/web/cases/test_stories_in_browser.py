"""Six whole stories in Chromium, from the citizen's first click to the sealed file.

One of them is walked in the gate; of the others test_stories.py walks all but the pages there.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.web.cases import walking
from tests.web.cases.papers import SECRET, paper_pdf
from tests.web.cases.walking import (
    ARCHIVER,
    CLERK,
    HANDLER,
    HEAD,
    SIGNER,
    Town,
    Walk,
    words_of,
)

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("stories"),  # one town for all of them
]


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    with django_db_blocker.unblock(), walking.settled() as town:
        yield town


@pytest.fixture
def _django_db_helper(town: Town) -> None:
    """Instead of emptying the data base after each test: the town does so once."""


@pytest.fixture
def story(town: Town) -> Iterator[Walk]:
    with walking.walk(town) as begun:
        yield begun


GRANTED = ("D12", {
    "information": "2025年度行政审批事项调整情况表", "form": "电子数据", "way": "网上获取",
    "reason": "属于可以公开的政府信息",
})  # fmt: skip
PARTLY = ("D20", {
    "public_part": "施工合同除联系人电话和证件号码以外的内容",
    "part1-what": "联系人的联系电话和证件号码",
    "part1-code": "D35", "part1-reason": "属于内部管理信息", "reason": "能够作区分处理",
})  # fmt: skip
INTERNAL = ("D35", {"kind": "人事管理", "reason": "属于内部管理信息"})
THIRD_PARTY = {
    "who": "third-party", "name": "云州样例有限公司", "subject": "投标文件",
    "question": "是否同意公开投标文件",
}  # fmt: skip
REVIEW = "云政复〔2026〕1号"
REFUSED = ("D34", {
    "kind": "商业秘密", "reason": "涉及商业秘密，公开会对第三方合法权益造成损害",
})  # fmt: skip


def test_granted(story: Walk) -> None:
    story.apply("甲某", "2025年度行政审批事项调整情况")
    assert "等待双方确认" in story.track()
    story.on(3, 3)
    story.does(CLERK, "确认收到", evidence="电话确认，本人")
    assert story.due() == "2026-03-31"
    story.does(CLERK, "登记", title="行政审批事项调整情况")
    story.does(CLERK, "转办科室", sections=story.section)
    story.does(HEAD, "提出科室意见", opinion="disclose", basis="已经制作并保存，可以公开")
    story.decide(HANDLER, GRANTED)
    number = story.reply(HANDLER)
    story.on(3, 10)
    assert "在期限内" in story.does(ARCHIVER, "送达答复", "登记发出")
    read = story.letter("政府信息公开答复书（予以公开）")
    assert number and read.count(number) == 2 and "2025年度行政审批事项调整情况表" in read
    read = story.track()
    assert "已经答复" in read and "处理决定：予以公开" in read and "最迟 2026年5月9日" in read
    assert "感谢您的评价" in story.asks("评价答复", "提交评价", score="5")
    assert story.trace() == [
        "提出申请", "确认收到", "登记", "转办科室", "提出科室意见", "拟定处理决定", "拟写答复",
        "送审", "法规复核", "保密审查", "签发", "送达答复", "评价答复",
    ]  # fmt: skip
    assert story.counted("row:granted")
    assert story.does(ARCHIVER, "归档")
    assert story.sealed("政府信息公开答复书（予以公开）")
    assert "办件已归档" in story.track()


def test_partial_with_redaction(story: Walk) -> None:
    story.apply("乙某", "样例路改造工程", "施工合同", "经办人名单")
    story.does(CLERK, "确认收到", evidence="电话确认，本人")
    story.does(CLERK, "登记", title="施工合同和经办人名单")
    story.does(CLERK, "转办科室", sections=story.section)
    story.does(HANDLER, "提出科室意见", opinion="partly", basis="含有内部管理信息")
    for kind in ("internal_kind", "discretion_reason"):
        story.does(HANDLER, "补充卷内材料", kind=kind, text="人事管理信息，公开无助于监督")
    story.attach(HANDLER, "施工合同.pdf", paper_pdf())
    story.redact(HANDLER, "施工合同.pdf")
    story.decide(HANDLER, PARTLY, INTERNAL)
    assert story.due() == "2026-03-30"
    number = story.reply(HANDLER)
    story.on(3, 5)
    story.does(ARCHIVER, "送达答复", "登记发出")
    read = story.letter("政府信息公开答复书")
    assert number and read.count(number) == 2
    assert "联系人的联系电话" in read and "应当先自收到" in read and "附件：施工合同" in read
    given = words_of(story.download("施工合同"))
    assert SECRET not in given and "13900000000" not in given
    assert "处理决定：部分公开" in story.track()
    assert {"补充卷内材料", "送审", "签发", "送达答复"} <= set(story.trace())
    assert story.counted("row:partly_granted")
    story.does(ARCHIVER, "归档")
    assert story.sealed("政府信息公开答复书", "5提供的信息/", "施工合同.pdf")


def test_a_third_party_is_silent(story: Walk) -> None:
    story.apply("丙某", "样例路改造项目中标人的投标文件")
    story.does(CLERK, "确认收到", evidence="电话确认，本人")
    story.does(CLERK, "登记", title="样例路改造项目投标文件")
    story.does(CLERK, "转办科室", sections=story.section)
    assert story.due() == "2026-03-30"
    story.on(3, 4)
    story.does(HANDLER, "征求意见", **THIRD_PARTY, method="post", tracking="XA00000001")
    read = story.track()
    assert "书面征求第三方的意见" in read and "云州样例有限公司" not in read
    story.on(3, 6)
    story.does(CLERK, "登记送达", reached="2026-03-06", receiver="前台")
    story.on(3, 27)
    assert "尚不能认定逾期" in story.fails(HANDLER, "登记征求意见结果", answer="silent")
    story.on(3, 28)
    story.does(HANDLER, "登记征求意见结果", answer="silent")
    assert story.due() == "2026-04-23"  # the days from the 5th to the 27th do not count
    story.does(HEAD, "提出科室意见", opinion="disclose", basis="不损害第三方合法权益")
    story.on(4, 1)
    story.decide(HANDLER, GRANTED)
    number = story.reply(HANDLER)
    story.does(ARCHIVER, "送达答复", "登记发出")
    assert story.letter("政府信息公开答复书（予以公开）").count(number) == 2
    assert "征求意见结束" in story.track()
    trace = story.trace()
    assert trace.index("征求意见") < trace.index("登记送达") < trace.index("登记征求意见结果")
    assert story.counted("row:granted")
    story.does(ARCHIVER, "归档")
    assert story.sealed("征求意见书（第三方）", "征求意见告知书（申请人）", "政府信息公开答复书")


def test_uncorrected_and_lapsed(story: Walk) -> None:
    story.apply("丁某", "有关材料")
    story.does(CLERK, "确认收到", evidence="电话确认，本人")
    story.does(CLERK, "登记", title="内容不明确的申请")
    story.on(3, 4)
    story.does(CLERK, "告知补正", items="所需信息的名称", guidance="请写明哪一年、哪一事项")
    assert story.due() == ""
    read = story.letter("补正告知书")
    assert "请写明哪一年、哪一事项" in read and "至2026年3月25日届满" in read
    assert "请您补正最迟2026年3月25日" in story.track().replace("\n", "")
    story.on(3, 25)
    assert "尚不能视为放弃" in story.fails(CLERK, "逾期不补正办结", reason="电话查明")
    story.on(3, 26)
    story.does(CLERK, "逾期不补正办结", reason="电话联系，申请人表示不再补正")
    read = story.track()
    assert "视为放弃申请" in read and "提交补正" not in read
    assert story.trace()[-2:] == ["告知补正", "逾期不补正办结"]
    assert story.counted("row:other_supplement_overdue")
    story.does(ARCHIVER, "归档")
    assert story.sealed("补正告知书")


def test_a_fee_is_not_paid(story: Walk) -> None:
    story.apply("戊某", "2024年度全部行政许可决定书", **{"wish-wanted_form": "paper"})
    story.does(CLERK, "确认收到", evidence="电话确认，本人")
    story.does(CLERK, "登记", title="2024年度全部行政许可决定书")
    story.does(CLERK, "工作机构直接办理", skip="工作机构掌握该信息")
    story.on(3, 5)
    charge = {"manner": "copies", "pages": 100, "method_of_fee": "charge_per_page"}
    story.does(CLERK, "通知收费", "提请签发", **charge)
    story.does(SIGNER, "签发文书", "签发")
    story.does(CLERK, "通知收费", "发出")
    assert story.due() == ""
    read = story.letter("信息处理费收费通知书")
    assert "收费数额：700元" in read and "至2026年4月2日届满" in read
    read = story.track()
    assert "等待缴纳信息处理费" in read and "凭缴款码在银行缴纳" in read
    story.on(4, 2)
    assert "缴费期限" in story.fails(CLERK, "逾期不缴费办结")
    story.on(4, 3)
    story.does(CLERK, "逾期不缴费办结")
    assert "逾期没有缴费，视为放弃申请" in story.track()
    assert story.trace()[-4:] == ["提请签发文书", "签发文书", "通知收费", "逾期不缴费办结"]
    assert story.counted("row:other_fee_unpaid")
    story.does(ARCHIVER, "归档")
    assert story.sealed("信息处理费收费通知书")


def test_refused_reconsidered_and_corrected(story: Walk) -> None:
    old = story.apply("己某", "样例路改造项目中标人的技术方案")
    story.does(CLERK, "确认收到", evidence="电话确认，本人")
    story.does(CLERK, "登记", title="样例路改造项目技术方案")
    story.does(CLERK, "转办科室", sections=story.section)
    story.does(HANDLER, "征求意见", **THIRD_PARTY, method="direct")
    story.on(3, 5)
    story.does(HANDLER, "登记征求意见结果", answer="objects", text="属于商业秘密")
    story.does(HANDLER, "补充卷内材料", kind="public_interest_test", text="不公开不影响公共利益")
    story.does(HEAD, "提出科室意见", opinion="withhold", basis="涉及商业秘密")
    story.decide(HANDLER, REFUSED)
    story.reply(HANDLER)
    story.on(3, 12)
    story.does(ARCHIVER, "送达答复", "登记发出")
    read = story.letter("政府信息不予公开答复书（第三方合法权益）")
    assert "第三方不同意公开，有合理理由" in read and "应当先自收到本答复书之日起60日内" in read
    assert "最迟 2026年5月11日" in story.track()
    story.does(ARCHIVER, "归档")
    story.on(5, 11)
    story.register(REVIEW, body="云州市人民政府", opened="2026-05-08", copy_came="2026-05-11")
    story.on(6, 22)
    story.update(REVIEW, statement_sent="2026-05-20", first="review_annulled",
                 effective="2026-06-22")  # fmt: skip
    story.does(CLERK, "重新答复")
    assert story.goes_on() != old and story.due() == "2026-07-20"
    story.does(CLERK, "登记", title="样例路改造项目技术方案")
    story.does(CLERK, "工作机构直接办理", skip="复议决定责令重新答复")
    story.decide(CLERK, GRANTED)
    number = story.reply(CLERK)
    story.does(ARCHIVER, "送达答复", "登记发出")
    read = story.letter("政府信息公开答复书（予以公开）")
    assert number and read.count(number) == 2
    story.does(ARCHIVER, "归档")
    assert story.sealed("政府信息公开答复书（予以公开）")
    assert not story.counted("row:granted")  # answered anew, it changes no figure
    assert story.counted("row:withheld_third_party", old)
    assert story.counted("reconsideration:corrected", REVIEW)
