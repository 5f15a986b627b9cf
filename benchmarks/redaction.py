"""Redaction of PDF: what of the marked text can still be got out, what is kept, how long it takes.

All are given the PDF and the strings to go. What is left is looked for by pdfium, by pdfplumber,
and in the bytes of every stream, property, annotation, attachment and older version.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from benchmarks.race import Contender, File, race, table, verdict, versions
from gongkai.redaction import burn, inspect, leaks, mark_text
from gongkai.redaction.marks import folded
from gongkai.redaction.searching import Needle, streams
from tests.redaction.made import inflated, raw_pdf

__all__ = ["run"]

_PROSE = (
    "本机关依照条例第十五条的规定，对涉及第三方个人隐私的内容作区分处理。申请人对本答复不服的，"
    "可以自收到之日起六十日内申请行政复议。有关材料已经归档，可以在工作时间到办公地点查阅。"
)
_NAMES = ("赵样例", "钱样例", "孙样例", "李样例", "周样例")
_PAGE = "/MediaBox [0 0 400 300]"
_WAYS = ("pdfium", "pdfplumber", "bytes")


class Source(NamedTuple):
    """A PDF, what has to go, and what has to stay."""

    pdf: bytes
    secrets: tuple[str, ...]
    kept: tuple[str, ...]


def run(quick: bool) -> Iterable[str]:
    """What is left, then times with the verdicts."""
    pages = 2 if quick else 5
    files = [
        *(File("prose", source, source) for source in _typeset(4 if quick else 8, pages)),
        *(File("office", source, source) for source in _office(2 if quick else 4, pages)),
        *(File("traps", source, source) for source in _traps()),
    ]
    contenders = [
        Contender("gongkai: open, mark by text, burn", _ours, _clean, "ours"),
        Contender("gongkai: with the leak test", _checked, None, "more"),
        Contender("clearleaf", _clearleaf, _clean),
        Contender("pdf-redactor", _pdf_redactor, _clean),
        Contender("a black box drawn over it (pypdfium2)", _drawn, _clean),
        Contender("floor: pages drawn at 150 dpi by pdfium", _floor, None, "floor"),
    ]
    yield _left(contenders, files)
    lines = race(contenders, files, rounds=3 if quick else 5, budget=10 if quick else 60)  # type: ignore[arg-type]
    title = f"Redaction of PDF ({len(files)} files of {pages} pages, the traps of one)"
    yield table(title, lines, exact="nothing left")
    yield from verdict(lines)
    yield versions("clearleaf", "pdf-redactor", "pypdfium2", "pdfplumber")


# --- who redacts ----------------------------------------------------------------------------------


def _ours(source: Source) -> bytes:
    pages = inspect(source.pdf, "pdf")
    marks = [mark for text in source.secrets for mark in mark_text(pages, text, "E15")]
    return burn(pages, marks)


def _checked(source: Source) -> bytes:
    pages = inspect(source.pdf, "pdf")
    marks = [mark for text in source.secrets for mark in mark_text(pages, text, "E15")]
    made = burn(pages, marks)
    assert not [one for one in leaks(made, "pdf", pages, marks) if one.blocking]
    return made


def _clearleaf(source: Source) -> bytes:
    """It does not search: pdfium tells it the places, in the time of it."""
    import clearleaf
    import pypdfium2

    document = clearleaf.PDFDocument.open(source.pdf)
    for page, other in zip(document, pypdfium2.PdfDocument(source.pdf), strict=True):
        high = other.get_height()
        rects = list(_places(other, source.secrets))
        for left, bottom, right, top in rects:
            page.add_redact_annot((left, high - top, right, high - bottom))
        if rects:
            page.apply_redactions()
    made: bytes = document.tobytes()
    return made


def _pdf_redactor(source: Source) -> bytes:
    """As its manual says: streams unpacked first, blanks optional, all properties emptied."""
    import pdf_redactor
    from pdfrw import PdfReader, PdfWriter
    from pdfrw.uncompress import uncompress

    document, plain = PdfReader(fdata=source.pdf), io.BytesIO()
    uncompress(document.indirect_objects.values())
    for page in document.pages:
        uncompress([page.Contents] if not isinstance(page.Contents, list) else page.Contents)
    PdfWriter(plain, trailer=document).write()
    options, out = pdf_redactor.RedactorOptions(), io.BytesIO()
    options.input_stream, options.output_stream = io.BytesIO(plain.getvalue()), out
    options.metadata_filters = {"ALL": [lambda value: None]}
    options.xmp_filters = [lambda xml: None]
    options.content_filters = [
        (re.compile(r"\s*".join(map(re.escape, text))), lambda match: "#" * len(match.group()))
        for text in source.secrets
    ]
    pdf_redactor.redactor(options)
    return out.getvalue()


def _drawn(source: Source) -> bytes:
    """What is done by hand in an editor: a black rectangle upon the text."""
    import pypdfium2
    import pypdfium2.raw as c

    document = pypdfium2.PdfDocument(source.pdf)
    for page in document:
        for left, bottom, right, top in _places(page, source.secrets):
            box = c.FPDFPageObj_CreateNewRect(left, bottom, right - left, top - bottom)
            c.FPDFPageObj_SetFillColor(box, 0, 0, 0, 255)
            c.FPDFPath_SetDrawMode(box, c.FPDF_FILLMODE_ALTERNATE, 0)
            c.FPDFPage_InsertObject(page.raw, box)
        c.FPDFPage_GenerateContent(page.raw)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _places(page: Any, texts: Sequence[str]) -> Iterable[tuple[float, float, float, float]]:
    """Left, bottom, right, top of each line of each occurrence, by pdfium's own search."""
    read = page.get_textpage()
    for text in texts:
        found = read.search(text)
        while (place := found.get_next()) is not None:
            for number in range(read.count_rects(*place)):
                yield read.get_rect(number)


def _floor(source: Source) -> bytes:
    import pypdfium2

    for page in pypdfium2.PdfDocument(source.pdf):
        page.render(scale=150 / 72).close()
    return b""


# --- what is left ---------------------------------------------------------------------------------


def _clean(source: Any, result: bytes) -> float:
    return float(not any(_got(result, source.secrets).values()))


def _got(result: bytes, secrets: Sequence[str]) -> dict[str, int]:
    """How many of the secrets each way still gets out."""
    seen = folded(_by_pdfium(result)).text, folded(_by_pdfplumber(result)).text
    plain = [folded(text).text for text in secrets]
    inside = b"\n".join(data for _, data in streams(result)) + inflated(result)
    return {
        "pdfium": sum(text in seen[0] for text in plain),
        "pdfplumber": sum(text in seen[1] for text in plain),
        "bytes": sum(Needle(folded(text).text, text).within(inside) for text in secrets),
    }


def _by_pdfium(data: bytes) -> str:
    import pypdfium2

    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def _by_pdfplumber(data: bytes) -> str:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return "".join(char["text"] for page in document.pages for char in page.chars)


def _left(contenders: Sequence[Contender], files: Sequence[File]) -> str:
    """Of all secrets how many each way still gets; how much of the rest is still there."""
    made = [
        "\n### What of the marked text can still be got out\n",
        "| | files | " + " | ".join(f"by {way}" for way in _WAYS) + " | other text kept | kB |",
        "|---|" + "--:|" * (len(_WAYS) + 3),
    ]
    for one in contenders:
        if one.score is None:
            continue
        made += [
            _row(one, maker, [file.data for file in files if file.maker == maker])
            for maker in dict.fromkeys(file.maker for file in files)
        ]
    return "\n".join(made) + "\n"


def _row(one: Contender, maker: str, sources: Sequence[Source]) -> str:
    all_, got, kept, size, failed = 0, dict.fromkeys(_WAYS, 0), [0, 0], 0, 0
    for source in sources:
        try:
            result = one.run(source)
            found = _got(result, source.secrets)
        except Exception:  # noqa: BLE001  # whatever a peer raises is its result
            failed += 1
            continue
        all_ += len(source.secrets)
        got = {way: got[way] + found[way] for way in _WAYS}
        shown = folded(_by_pdfium(result)).text
        before = folded(_by_pdfium(source.pdf)).text
        there = [plain for text in source.kept if (plain := folded(text).text) in before]
        kept[0] += sum(plain in shown for plain in there)
        kept[1] += len(there)
        size += len(result)
    name = f"**{one.name}**" if one.role == "ours" else one.name
    head = f"| {name} | {maker}: {len(sources)}{f', {failed} fail' if failed else ''} |"
    if failed == len(sources):
        return head + " |" * (len(_WAYS) + 2)
    cells = [f"{got[way]} of {all_}" for way in _WAYS]
    cells += [f"{kept[0] / max(1, kept[1]):.0%}", f"{size / len(sources) / 1000:.0f}"]
    return f"{head} {' | '.join(cells)} |"


# --- files ----------------------------------------------------------------------------------------


def _texts(count: int, pages: int) -> Iterable[tuple[list[str], tuple[str, ...]]]:
    chance = random.Random(109)
    for _ in range(count):
        names = tuple(chance.sample(_NAMES, 3))
        number = f"99010119{chance.randrange(10**10):010d}"
        yield (
            [
                f"申请人：{names[0]}，证件号码{number}，第三人{names[1]}，联系人{names[2]}。{_PROSE}"
                * 4
                for _ in range(pages)
            ],
            (*names, number),
        )


def _typeset(count: int, pages: int) -> Iterable[Source]:
    import typst

    from gongkai.report.write.fonts import find_fonts

    fonts = find_fonts()
    head = f'#set text(font: "{fonts.body[0]}", size: 12pt, lang: "zh")\n'
    for texts, secrets in _texts(count, pages):
        source = head + "\n#pagebreak()\n".join(texts)
        yield Source(
            typst.compile(source.encode(), format="pdf", font_paths=fonts.book), secrets, (_PROSE,)
        )


def _office(count: int, pages: int) -> Iterable[Source]:
    import docx

    for texts, secrets in _texts(count, pages):
        word, out = docx.Document(), io.BytesIO()
        for text in texts:
            word.add_paragraph(text)
            word.add_page_break()
        word.save(out)
        yield Source(inspect(out.getvalue(), "docx").pdf, secrets, (_PROSE,))


def _traps() -> Iterable[Source]:
    """One page each, on which the secret stands; and a second copy of it where nobody looks."""
    line = (
        "BT /F 12 Tf 50 100 Td (TopSecretName) Tj ET\nBT /F 12 Tf 50 200 Td (Public words) Tj ET\n"
    )
    secret = "TopSecretName"  # noqa: S105
    made: dict[str, Callable[[], bytes]] = {
        "plain": lambda: raw_pdf(line),
        "title": lambda: raw_pdf(line, trailer="/Info << /Title (TopSecretName) >>"),
        "bookmark": lambda: raw_pdf(
            line, catalog="/Outlines 6 0 R",
            more=("<< /First 7 0 R /Last 7 0 R /Count 1 >>",
                  "<< /Title (TopSecretName) /Parent 6 0 R /Dest [3 0 R /Fit] >>"),
        ),
        "note": lambda: raw_pdf(
            line, page=f"{_PAGE} /Annots [<< /Type /Annot /Subtype /Text /Rect [300 250 310 260] "
            "/Contents (TopSecretName) >>]",
        ),
        "field": lambda: raw_pdf(
            line, page=f"{_PAGE} /Annots [6 0 R]", catalog="/AcroForm << /Fields [6 0 R] >>",
            more=("<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (TopSecretName) "
                  "/Rect [300 250 310 260] >>",),
        ),
        "attachment": lambda: raw_pdf(
            line, catalog="/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>",
            more=("<< /Type /Filespec /F (a.txt) /EF << /F 7 0 R >> >>",
                  "<< /Length 13 >>\nstream\nTopSecretName\nendstream"),
        ),
        "spoken": lambda: raw_pdf("/Span << /ActualText (TopSecretName) >> BDC\n" + line + "EMC\n"),
        "under a white box": lambda: raw_pdf(
            "BT /F 12 Tf 50 150 Td (TopSecretName) Tj ET\n1 g 40 140 200 30 re f 0 g\n" + line
        ),
        "without ink": lambda: raw_pdf(
            "BT 3 Tr /F 12 Tf 200 250 Td (TopSecretName) Tj 0 Tr ET\n" + line
        ),
        "letter by letter": lambda: raw_pdf(
            "BT /F 12 Tf 50 100 Td [" + "".join(f"({c}) -20 " for c in secret) + "] TJ ET\n"
            "BT /F 12 Tf 50 200 Td (Public words) Tj ET\n"
        ),
        "older version": lambda: _older(line),
    }  # fmt: skip
    for make in made.values():
        yield Source(make(), (secret,), ("Public words",))


def _older(line: str) -> bytes:
    """Saved twice: the first version had another page content, with the secret in it."""
    first = raw_pdf("BT /F 12 Tf 50 250 Td (once TopSecretName) Tj ET\n")
    before = int(re.findall(rb"startxref\n(\d+)", first)[-1])
    out, at = bytearray(first), len(first)
    out += b"4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        len(line), line.encode("latin-1"),
    )  # fmt: skip
    place = len(out)
    out += b"xref\n4 1\n%010d 00000 n \n" % at
    out += b"trailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        before,
        place,
    )
    return bytes(out)
