"""What is burnt in is gone: from the picture, from the text, from every byte."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from gongkai.errors import BadInput
from gongkai.redaction import (
    GROUNDS,
    Box,
    Mark,
    Pages,
    burn,
    check_marks,
    covered,
    find,
    inspect,
    leaks,
    mark_hit,
    mark_text,
)  # fmt: skip
from gongkai.redaction import burn as burn_function
from gongkai.redaction.leaks_pdf import layer
from tests.redaction.made import (
    IDENTITY,
    SECRET,
    TEXT,
    image,
    inflated,
    raw_pdf,
    show,
    typeset,
    words_in,
)  # fmt: skip


def pages() -> Pages:
    return inspect(typeset(TEXT), "pdf")


def pixels(pdf: bytes, dpi: int = 72) -> object:
    from PIL import Image

    return Image.open(io.BytesIO(inspect(pdf, "pdf").picture(0, dpi))).convert("L")


def test_marked_text_is_gone_and_the_rest_is_there() -> None:
    source = pages()
    made = burn(source, mark_text(source, SECRET, "E15") + mark_text(source, IDENTITY, "E15"))
    for words in (inspect(made, "pdf").pages[0].text, words_in(made)):
        assert SECRET not in words and IDENTITY not in words
        plain = words.replace(" ", "").replace("\n", "")
        assert plain.startswith(
            "申请人：〔已隐去：条例第十五条〕，身份证号〔已隐去：条例第十五条〕，电话13800138000。"
        )
        assert "第二段没有要涂去的内容。" in plain
    everything = inflated(made)
    for coding in ("utf-8", "utf-16-be", "gb18030"):
        assert SECRET.encode(coding) not in everything
    assert f"{ord('丰'):04x}".encode() not in everything  # not even in the map of the font


def test_the_picture_is_black_where_the_mark_is() -> None:
    source = inspect(typeset(f"#box(width: 30pt){SECRET}"), "pdf")
    box = Box(50, 50, 200, 100)
    made = burn(source, [Mark(0, (box,), "E15")])
    drawn = pixels(made)
    counts = drawn.crop((51, 51, 199, 99)).histogram()  # type: ignore[attr-defined]
    assert sum(counts[:40]) > 0.85 * sum(counts)
    assert sum(counts[200:]) > 20  # the label
    edge = drawn.crop((51, 51, 199, 56))  # type: ignore[attr-defined]
    assert edge.getextrema()[1] < 10
    assert drawn.crop((0, 0, 595, 49)).getextrema()[0] > 245  # type: ignore[attr-defined]


def test_the_same_input_gives_the_same_bytes() -> None:
    source = pages()
    marks = mark_text(source, SECRET, "E15")
    assert burn(source, marks) == burn(pages(), marks)


def test_a_mark_takes_whole_characters_even_if_it_only_touches_them() -> None:
    source = pages()
    text = source.pages[0].text
    at = text.index(SECRET)
    ink = source.pages[0].ink_of(at + 1)
    sliver = Box(ink.left + 1, ink.top + 1, ink.left + 2, ink.top + 2)
    made = burn(source, [Mark(0, (sliver,), "E14a")])
    assert "张" in words_in(made) and "三" not in words_in(made).replace("第三方", "")


def test_neighbours_of_marked_text_stay() -> None:
    source = pages()
    for word in ("请人", "：", "身份", "800138", "电"):
        marks = mark_text(source, word, "E15")
        left = inspect(burn(source, marks), "pdf").pages[0].text
        gone = len(covered(source, marks)[0].text)
        assert gone == len(word)
        whole = source.pages[0].text
        before = whole[max(0, whole.index(word) - 1)]
        after = whole[whole.index(word) + len(word)]
        assert before in left and after in left


def test_text_over_a_line_end_and_in_other_width_is_found_everywhere() -> None:
    body = (
        "电话 138 0013 8000 和 １３８００１３８０００，\n\n" + "占" * 32 + "张三丰" + "\n\n张三丰"
    )
    source = inspect(typeset(body), "pdf")
    marks = mark_text(source, "１３８-0013-8000".replace("-", ""), "E15")
    assert len(marks) == 2
    names = mark_text(source, SECRET, "E15")
    assert len(names) == 2
    assert {len(mark.boxes) for mark in names} == {1, 2}, "one of them is broken over the line"
    made = burn(source, names)
    assert SECRET not in words_in(made)
    assert not [leak for leak in leaks(made, "pdf", source, names) if leak.blocking]


def test_nothing_of_the_source_but_its_look_comes_along() -> None:
    pdf = raw_pdf(
        show("Visible", 50, 200),
        "/MediaBox [0 0 400 300] /Annots [6 0 R] /Metadata 7 0 R /PieceInfo << /X 1 >>",
        "/Metadata 7 0 R /Outlines 8 0 R /AcroForm << /Fields [] >> /Names << /EmbeddedFiles "
        "<< /Names [(a.txt) 9 0 R] >> >> /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
        (
            "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (SecretNote) /T (Author) >>",
            "<< /Type /Metadata /Length 9 >>\nstream\nSecretXmp\nendstream",
            "<< /Type /Outlines /Title (SecretOutline) >>",
            "<< /Type /Filespec /F (a.txt) /EF << /F 10 0 R >> >>",
            "<< /Length 10 >>\nstream\nSecretFile\nendstream",
            "<< /Author (SecretAuthor) /Title (SecretTitle) >>",
        ),
        "/Info 11 0 R",
    )
    made = burn(inspect(pdf, "pdf"), [])
    everything = inflated(made)
    assert b"Secret" not in everything
    for word in (b"/Info", b"/Annot", b"/Metadata", b"/Names", b"/AcroForm", b"/JS", b"/Outlines"):
        assert word not in everything
    assert not leaks(made)
    assert {leak.kind for leak in leaks(pdf)} == {"trace"}


def test_the_result_is_tagged_and_says_its_language() -> None:
    made = burn(pages(), [])
    assert b"/Lang (zh-CN)" in made and b"/Marked true" in made and b"/StructTreeRoot" in made


def test_a_colour_page_keeps_its_colours_and_a_photo_is_packed_as_jpeg() -> None:
    from PIL import Image

    red = burn(inspect(typeset("#text(fill: red)[红头文件]"), "pdf"), [])
    with Image.open(io.BytesIO(inspect(red, "pdf").picture(0))) as drawn:
        assert max(r - b for r, _, b in drawn.get_flattened_data()) > 150
    noise = Image.merge("RGB", [Image.effect_noise((700, 900), 90) for _ in range(3)])
    out = io.BytesIO()
    noise.save(out, "PNG")
    made = burn(inspect(out.getvalue(), "png"), [])
    assert b"/DCTDecode" in made and len(made) < 1_500_000
    coloured = burn(inspect(image("PNG"), "png"), [])
    assert b"/DeviceRGB" in coloured


def test_a_scan_keeps_its_recognised_text_but_for_the_marks() -> None:
    """An image over the page, and an invisible layer, as scanners write it."""
    text = show("ZhangSan and more", 50, 100, before="3 Tr")
    picture = "q 400 0 0 300 0 0 cm BI /W 200 /H 150 /CS /G /BPC 8 /F /AHx ID "
    picture += "00ff" * 15_000 + "> EI Q\n"
    source = inspect(raw_pdf(picture + text), "pdf")
    assert source.pages[0].text.strip() == "ZhangSan and more"
    made = burn(source, mark_text(source, "ZhangSan", "E15"))
    assert "ZhangSan" not in words_in(made) and "andmore" in words_in(made)


def test_characters_beyond_the_first_plane_and_control_characters_are_written() -> None:
    source = inspect(typeset("姓名：𠮷田𡈽，完。"), "pdf")
    made = burn(source, mark_text(source, "完", "E15"))
    assert "𠮷田𡈽" in inspect(made, "pdf").pages[0].text


def test_fifty_full_pages_stay_small() -> None:
    source = inspect(
        typeset("#set text(size: 12pt)\n" + "本机关依照条例的规定对申请内容作区分处理。" * 130),
        "pdf",
    )
    size = len(burn(source, [])) / len(source.pages)
    assert size * 50 < 15_000_000


def test_boxes_over_each_other_are_told_once() -> None:
    source = pages()
    marks = mark_text(source, SECRET, "E15") + mark_text(source, SECRET, "E14a")
    words = words_in(burn(source, marks))
    assert words.count("〔已隐去") == 1


def test_without_a_chinese_font_the_boxes_have_no_label(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from gongkai.errors import MissingFont

    module = sys.modules["gongkai.redaction.burning"]

    def none() -> None:
        raise MissingFont("没有字体")

    module._drawn.cache_clear()  # type: ignore[attr-defined]
    monkeypatch.setattr(module, "_fonts", none)
    source = pages()
    made = burn(source, [Mark(0, (Box(50, 50, 200, 100),), "E15")])
    module._drawn.cache_clear()  # type: ignore[attr-defined]
    assert pixels(made).crop((51, 51, 199, 99)).getextrema()[1] < 10  # type: ignore[attr-defined]


# --- marks ---------------------------------------------------------------------------------------


def test_each_ground_has_its_article_as_label() -> None:
    assert GROUNDS["E14a"] == "条例第十四条"
    assert GROUNDS["E15"] == "条例第十五条"
    assert GROUNDS["E16.1"] == "条例第十六条第一款"
    assert GROUNDS["E16.3"] == "条例第十六条第二款"


def test_the_list_of_what_goes_follows_the_pages() -> None:
    source = inspect(typeset(f"{SECRET}\n#pagebreak()\n{SECRET}，{IDENTITY}"), "pdf")
    rows = covered(source, mark_text(source, IDENTITY, "E15") + mark_text(source, SECRET, "E16.1"))
    assert [(row.page, row.label, row.text) for row in rows] == [
        (0, "条例第十六条第一款", SECRET),
        (1, "条例第十六条第一款", SECRET),
        (1, "条例第十五条", IDENTITY),
    ]


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (Mark(1, (Box(0, 0, 9, 9),), "E15"), "第1处标记在第2页，文件共1页"),
        (Mark(-1, (Box(0, 0, 9, 9),), "E15"), "文件共1页"),
        (Mark(0, (), "E15"), "没有框"),
        (Mark(0, (Box(9, 9, 9, 20),), "E15"), "太小或者左右、上下颠倒"),
        (Mark(0, (Box(20, 9, 9, 20),), "E15"), "颠倒"),
        (Mark(0, (Box(float("nan"), 9, 9, 20),), "E15"), "太小"),
        (Mark(0, (Box(700, 9, 800, 20),), "E15"), "在页面之外（页面595×842点）"),
        (Mark(0, (Box(0, 0, 9, 9),), "E99"), "没有“E99”这一不予公开理由"),
    ],
)
def test_a_mark_that_cannot_be_is_refused_in_a_sentence(mark: Mark, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        burn(pages(), [mark])


def test_text_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadInput, match="没有找到“赵六”"):
        mark_text(pages(), "赵六", "E15")
    with pytest.raises(BadInput, match="没有填写要涂去的文字"):
        mark_text(pages(), " \u200b", "E15")


def test_too_many_marks_a_wrong_resolution_and_other_pages_are_refused() -> None:
    source = pages()
    with pytest.raises(BadInput, match="标记超过20000处"):
        check_marks(source, [Mark(0, (Box(0, 0, 9, 9),) * 20_001, "E15")])
    with pytest.raises(BadInput, match="分辨率为300，应为72—200"):
        burn_function(source, [], 300)
    with pytest.raises(BadInput, match="页面与文件不符"):
        burn(Pages(source.pdf, source.pages * 2), [])


def test_what_the_finder_proposes_can_be_burnt() -> None:
    source = pages()
    hits = find(source)
    assert [(hit.kind, hit.text) for hit in hits] == [
        ("name", SECRET), ("identity", IDENTITY), ("mobile", "13800138000"),
    ]  # fmt: skip
    marks = [mark_hit(hit) for hit in hits[:2]] + [mark_hit(hits[2], "E14c")]
    made = burn(source, marks)
    assert not leaks(made, "pdf", source, marks)
    assert "条例第十四条" in words_in(made)


def test_hits_on_later_pages_have_their_page(tmp_path: Path) -> None:
    source = inspect(typeset("申请人：王小明，男。\n#pagebreak()\n王小明签收。"), "pdf")
    assert [(hit.page, hit.text) for hit in find(source)] == [(0, "王小明"), (1, "王小明")]
    for hit in find(source):
        assert source.pages[hit.page].text[hit.start : hit.stop] == hit.text


# --- the layer of a result -----------------------------------------------------------------------


def test_the_layer_stands_where_the_characters_are_seen() -> None:
    source = pages()
    made = layer(burn(source, []))[0]
    before, after = source.pages[0], made
    for word in ("申请人", IDENTITY, "区分处理"):
        (a,) = before.boxes_of(at := before.text.index(word), at + len(word))
        (b,) = after.boxes_of(at := after.text.index(word), at + len(word))
        assert b == pytest.approx(a, abs=4)
