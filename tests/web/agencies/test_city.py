"""The sample city."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from gongkai.errors import BadInput
from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.accounts.models import User
from gongkai.web.agencies import city
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.agencies.models import Agency, Delegation, Leader, Meeting, Post, on
from gongkai.web.agencies.policies import posts_of
from gongkai.web.agencies.records import group_on, misplaced
from gongkai.web.agencies.roles import Role
from gongkai.web.audit import chain
from gongkai.web.audit.models import Entry

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture
def loaded(db: None) -> None:
    city.load(NOW)


def _counts() -> dict[str, int]:
    models = (Agency, User, Post, Leader, Meeting, Delegation, Entry)
    return {model.__name__: model._default_manager.count() for model in models}


def test_loading_twice_adds_nothing_and_the_trace_is_whole(loaded: None) -> None:
    before = _counts()
    city.load(NOW + timedelta(minutes=5))
    assert _counts() == before
    assert list(chain.verify()) == []
    assert not misplaced().exists()


def test_a_month_later_somebody_stands_in_again(loaded: None) -> None:
    city.load(NOW + timedelta(days=30))
    assert Delegation.objects.count() == 2


def test_the_city_has_the_bodies_that_were_asked_for(loaded: None) -> None:
    root = Agency.objects.get(parent=None)
    standing = Agency.objects.filter(until=None)
    departments = standing.filter(parent=root).exclude(kind=BodyKind.COUNTY_GOVERNMENT)
    assert departments.count() == 10  # the city office, the licensing bureau and eight more
    assert standing.filter(competent=True).count() == 3
    for district in standing.filter(kind=BodyKind.COUNTY_GOVERNMENT):
        assert district.children.count() >= 3
    names = {name.split(",")[0] for name in _csv()}
    assert names <= set(standing.values_list("name", flat=True))
    kinds = set(standing.values_list("kind", flat=True))
    assert {"township_government", "public_utility", "functional_zone"} <= kinds
    assert group_on(root, date(2020, 6, 1)).filter(part="head").count() == 1


def _csv() -> list[str]:
    path = Path(__file__).parents[3] / "samples" / "bodies.csv"
    return path.read_text("utf-8").splitlines()[1:]


def test_every_role_has_a_log_in_that_works(loaded: None) -> None:
    today = timezone.localdate(NOW)
    logins = city.logins(today)
    bureau = "云州市行政审批服务局"
    assert {one.username.removeprefix("licensing-") for one in logins if one.agency == bureau} >= {
        role.value.replace("_", "-") for role in Role
    }
    assert Post.objects.filter(on(today), role=Role.OVERSEER, agency__competent=True).count() == 3
    for user in User.objects.all():
        assert posts_of(user, today).exists(), user.username
    assert User.objects.get(username="licensing-intake").check_password(city.PASSWORD)
    borrowed = posts_of(User.objects.get(username="licensing-section-head"), today)
    assert [post.role for post in borrowed] == [Role.SECTION_HEAD, Role.APPROVER]


def test_a_local_festival_is_observed_in_one_county_only(loaded: None) -> None:
    day = NOW.date().replace(month=9, day=18)
    town = Agency.objects.get(short_name="禾源镇")
    assert not calendar_of(town).is_working(day)
    assert calendar_of(Agency.objects.get(short_name="江湾镇")).is_working(day)


def test_the_samples_hold_nothing_that_could_be_somebodys(loaded: None) -> None:
    for path in city.FOLDER.glob("*.toml"):
        text = path.read_text("utf-8")
        assert not re.search(r"\b1[3-9]\d{9}\b", text)
        assert all(mail.endswith(".example") for mail in re.findall(r"@[\w.]+", text))
        assert all(
            phone.startswith("0000-") for phone in re.findall(r'(?:phone|fax) = "(.*?)"', text)
        )


def test_the_log_ins_are_printed_in_columns(loaded: None) -> None:
    lines: list[str] = []
    city.print_logins(lines.append, timezone.localdate(NOW))
    assert lines[0].split() == ["机关", "岗位", "登录名", "姓名"]
    assert lines[-1] == f"口令都是 {city.PASSWORD}"
    columns = {
        city._width(line.partition(" licensing-")[0]) for line in lines if " licensing-" in line
    }
    assert len(columns) == 1


def test_production_refuses_the_sample_city(db: None, settings: Any) -> None:
    settings.SAMPLE_CITY = False
    with pytest.raises(BadInput, match="生产环境不能装入"):
        city.load(NOW)
    with pytest.raises(CommandError, match="生产环境不能装入"):
        call_command("load_city")


def test_a_missing_folder_is_named(db: None, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="找不到样例城市的文件"):
        city.load(NOW, tmp_path)


@pytest.mark.thorough  # with all the sample cases; make run does the same
def test_the_command_loads_and_prints(db: None, capsys: Any) -> None:
    call_command("load_city")
    assert "licensing-intake" in capsys.readouterr().out
