"""A page that is broken or meant to do harm is read or refused, quickly and without a crash."""

from __future__ import annotations

import random
import time

import pytest

from gongkai.errors import DamagedFile, FileTooLarge, ReadError
from gongkai.report.read import html
from gongkai.report.read.blocks import Grid, Para

pytestmark = pytest.mark.no_cover  # traced it takes three times as long, for few branches

SECONDS = 18  # of CPU: other programs do not count


def read(page: bytes) -> list[Para | Grid]:
    """The blocks, which must come soon."""
    began = time.process_time()
    blocks = html.read(page).blocks
    assert time.process_time() - began < SECONDS
    return blocks


def refused(page: bytes) -> ReadError:
    """The error, which must come soon and say what to do in Chinese."""
    began = time.process_time()
    with pytest.raises(ReadError) as caught:
        html.read(page)
    assert time.process_time() - began < SECONDS
    assert caught.value.remedy and not caught.value.what.isascii()
    return caught.value


@pytest.mark.parametrize("nothing", [b"", b"  \n", b"\0\0", b"\xef\xbb\xbf", b"<!-- x -->"])
def test_an_empty_page_is_damaged(nothing: bytes) -> None:
    assert type(refused(nothing)) is DamagedFile


@pytest.mark.parametrize(
    "tag", ["div", "span", "b", "font", "table><tr><td", "ul><li", "center", "section", "x"]
)
def test_fifty_thousand_nested_tags_are_too_many(tag: str) -> None:
    assert type(refused(f"<{tag}>".encode() * 50_000 + "文".encode())) is FileTooLarge


def test_tags_nested_some_hundred_deep_are_read() -> None:
    font = "<font size=2>" * 900 + "<p>文</p>" + "</font>" * 900
    assert read(font.encode()) == [Para("文", read(font.encode())[0].place)]
    assert type(refused(b"<table><tr><td>" * 100)) is FileTooLarge


def test_every_truncation_is_read_or_refused() -> None:
    page = (
        "<!doctype html><html><head><meta charset='gbk'><title>题</title></head><body><!-- 注 -->"
        "<p class='x y'>正文&nbsp;&#25919;</p><table><tr><td colspan=2>甲</td>"
        "<td rowspan='3'>1</td></tr><tr><td>乙<td>2</table><script>'</scr'</script>"
        "<style>p{}</style></body></html>"
    ).encode("gbk")
    for length in range(1, len(page)):
        try:
            html.read(page[:length])
        except ReadError as error:
            assert error.remedy


def test_noise_is_refused_or_read() -> None:
    for seed in range(30):
        noise = random.Random(seed).randbytes(3000)
        for page in (noise, b"<table><tr><td>" + noise, noise.hex().encode()):
            try:
                html.read(page)
            except ReadError as error:
                assert error.remedy


@pytest.mark.parametrize(
    "junk",
    [
        b"<p>x " * 200_000,
        b"a < b &&& << 3 > 2 " * 100_000,
        b"x" * 10_000_000,
        b"<!--" * 100_000 + b"-->x",
        b"a<br>" * 100_000,
        b"<pre>" + b"x\n" * 500_000,
        b"<a href=x>y</a>" * 60_000,
        b"<p style='display:none'>x" * 50_000,
        b"<td " + b" ".join(b"a%d=1" % i for i in range(4_000)) + b">x",
        b"<p>" + ("的" + " " * 50).encode() * 50_000,
        b"<table><tr><td>" + b" a \n" * 500_000 + b"<td>b<tr><td>1<td>2",
        b"<table><tr><td>a<td>b<tr><td>c<td>d</table>" * 10_000,
        b"<table>" + b"<tr><td rowspan=65534>x" * 50_000,
        b"<table><tr>" + b"<td rowspan=100 colspan=100>x" * 2000 + b"<tr><td>y" * 50_000,
        b"<table>" + b"<tr><td>a<td>b<td><table><tr><td>x<td>y</table>" * 10_000 + b"</table>",
        b"<div class=nav>" * 1_500 + b"x " * 1_000_000,
    ],
    ids=lambda junk: junk[:24].decode("utf-8", "replace"),
)
def test_megabytes_of_junk_do_not_take_long(junk: bytes) -> None:
    read(junk)


def test_pages_of_millions_of_tags_or_thousands_of_attributes_are_refused() -> None:
    names = b" ".join(b"a%d='<x>'" % i for i in range(100_000))
    for page in (
        b"<p>" * 1_100_000,
        b"<td " + names + b">x",
        b"<td " + b"a=b " * 2_000_000,
        b"<x " * 99_999,
    ):
        assert type(refused(page)) is FileTooLarge
    picture = b"<img src='data:image/png;base64," + b"QUJD" * 500_000 + b"'><p>x"
    assert len(read(picture)) == 1


def test_many_tables_are_all_read() -> None:
    assert len(read(b"<table><tr><td>a<td>b<tr><td>c<td>d</table>" * 3_000)) == 3_000


def test_zero_bytes_are_taken_out() -> None:
    (line,) = read("<p>政\0府</p\0>".encode())
    assert isinstance(line, Para) and line.text == "政府"


def test_control_characters_and_lone_surrogates_do_no_harm() -> None:
    assert read("<p>文\x01\x0b&#55296;&#0;&#1114112;件</p>".encode())
    assert read("<p a='\ufffe'>文\ufffe</p>".encode())


def test_nothing_is_fetched_and_no_entity_is_expanded(tmp_path: object) -> None:
    page = (
        "<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><html><body>"
        "<p>文&a;</p><img src='http://127.0.0.1:9/x'><link rel=stylesheet href='file:///etc/passwd'>"
    )
    assert "root:" not in str(read(page.encode()))
