"""A page that is broken or meant to do harm is read or refused, quickly and without a crash."""

from __future__ import annotations

import random
import time

import pytest

from gongkai.errors import DamagedFile, FileTooLarge, ReadError
from gongkai.report.read import html
from gongkai.report.read.blocks import Grid, Para

SECONDS = 8


def read(page: bytes) -> list[Para | Grid]:
    """The blocks, which must come soon."""
    began = time.perf_counter()
    blocks = html.read(page).blocks
    assert time.perf_counter() - began < SECONDS
    return blocks


def refused(page: bytes) -> ReadError:
    """The error, which must come soon and say what to do in Chinese."""
    began = time.perf_counter()
    with pytest.raises(ReadError) as caught:
        html.read(page)
    assert time.perf_counter() - began < SECONDS
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
        "<p class='x y'>正文&nbsp;&#25919;</p><table><tr><td colspan=2>甲</td><td rowspan='3'>1</td>"
        "</tr><tr><td>乙<td>2</table><script>'</scr'</script><style>p{}</style></body></html>"
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


def test_ten_megabytes_of_junk_do_not_take_long() -> None:
    assert read(b"<p>x " * 900_000)
    assert read(b"< &&& <<x " * 500_000)
    assert read(b"<td " + b"a=b " * 2_000_000 + b">x")
    assert read(b"<td " + b" ".join(b"a%d" % i for i in range(200_000)) + b">x")
    assert read(b"x" * 10_000_000)
    assert read(b"<!--" * 100_000 + b"-->x")
    assert type(refused(b"<p>" * 1_100_000)) is FileTooLarge


def test_many_and_wide_tables_do_not_take_long() -> None:
    assert len(read(b"<table><tr><td>a<td>b<tr><td>c<td>d</table>" * 20_000)) == 20_000
    tall = b"<table><tr>" + b"<td rowspan=100 colspan=100>x" * 2000 + b"<tr><td>y" * 300_000
    assert read(tall)
    assert read(b"<table>" + b"<tr><td rowspan=65534>x" * 100_000)
    inner = b"<table><tr><td>x<td>y</table>"
    assert read(b"<table>" + (b"<tr><td>a<td>b<td>" + inner) * 10_000 + b"</table>")


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
