"""Old office files become docx or xlsx in one process that reaches nothing else."""

from __future__ import annotations

import http.server
import io
import os
import stat
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.errors import DamagedFile, FileTooLarge, MissingProgram, ReadError
from gongkai.report.read import office, xlsx
from gongkai.report.read.blocks import Grid
from tests.report.read import bad_files as bad

RTF = rb"{\rtf1\ansi %s}"


def _text(made: bytes | ReadError) -> str:
    assert isinstance(made, bytes)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return archive.read("word/document.xml").decode()


# a stand-in for LibreOffice: copies what says “ok”, refuses “bad”, hangs on “hang”, dies on “die”
_STAND_IN = """#!/bin/sh
while [ $# -gt 0 ]; do
  case "$1" in
    --outdir) out=$2; shift 2;;
    --convert-to) to=$2; shift 2;;
    -*) shift;;
    *)
      name=$(basename "$1"); name=${name%.*}
      case "$(cat "$1")" in
        *ok*) cp "$GOOD" "$out/$name.$to";;
        *torn*) echo half > "$out/$name.$to";;
        *hang*) sleep 60;;
        *die*) kill -9 $$;;
      esac
      shift;;
  esac
done
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = tmp_path / "good.zip"
    good.write_bytes(bad.zip_of({"word/document.xml": b"ok"}))
    program = tmp_path / "soffice"
    program.write_text(_STAND_IN.replace("$GOOD", str(good)))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")


def test_without_libreoffice_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_PLACES", ())
    assert not office.available()
    made = office.convert_to_docx({"甲.doc": b"x"})
    assert isinstance(made["甲.doc"], MissingProgram)
    assert "libreoffice-writer-nogui" in made["甲.doc"].remedy
    made = office.convert_to_docx({"甲.et": b"x"}, "xlsx")
    assert "libreoffice-calc-nogui" in str(made["甲.et"])


def test_it_is_found_in_its_usual_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "program" / "soffice"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_PLACES", (str(tmp_path / "none"), str(program)))
    assert office.available()
    (program.parent / "libswlo.so").touch()
    assert office.available("docx")
    assert not office.available("xlsx")


def test_nothing_to_convert_starts_nothing() -> None:
    assert office.convert_to_docx({}) == {}


@pytest.mark.usefixtures("stand_in")
def test_a_refused_file_harms_no_other() -> None:
    made = office.convert_to_docx({"1": b"ok", "2": b"bad", "3": b"ok", "4": b"torn"})
    assert _text(made["1"]) == _text(made["3"]) == "ok"
    assert isinstance(made["2"], DamagedFile)
    assert isinstance(made["4"], DamagedFile)


@pytest.mark.usefixtures("stand_in")
def test_the_file_on_which_it_hangs_is_set_apart_and_the_rest_is_tried_again() -> None:
    start = time.monotonic()
    files = {"1": b"ok", "2": b"bad", "3": b"ok", "4": b"hang", "5": b"ok", "6": b"die", "7": b"ok"}
    made = office.convert_to_docx(files, seconds=0.5)
    assert {name for name, one in made.items() if isinstance(one, bytes)} == {"1", "3", "5", "7"}
    assert isinstance(made["4"], FileTooLarge)
    assert "0.5 秒" in made["4"].what
    assert isinstance(made["6"], DamagedFile)
    assert time.monotonic() - start < 10


@pytest.mark.usefixtures("stand_in")
def test_it_is_stopped_when_it_takes_too_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "OFFICE_MEGABYTES", 1)
    start = time.monotonic()
    made = office.convert_to_docx({"1": b"hang"}, seconds=30)
    assert isinstance(made["1"], FileTooLarge) and "1 MB" in made["1"].what
    assert time.monotonic() - start < 10


@pytest.mark.usefixtures("stand_in")
def test_a_result_too_large_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAX_BYTES", 10)
    assert isinstance(office.convert_to_docx({"1": b"ok"})["1"], FileTooLarge)


@pytest.fixture
def visits() -> Iterator[tuple[int, list[str]]]:
    seen: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, seen
        server.shutdown()
        thread.join()


_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table")
)
_DRAWING = (
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
)


def _flat(kind: str, body: str) -> bytes:
    return (
        f'<?xml version="1.0"?><office:document {_SPACES} {_DRAWING} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}">'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    ).encode()


@pytest.mark.needs_libreoffice
def test_a_batch_is_converted_and_reaches_neither_the_network_nor_other_files(
    visits: tuple[int, list[str]], tmp_path: Path
) -> None:
    port, seen = visits
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRETWORDS")
    web = f"http://127.0.0.1:{port}"
    flat = _flat(
        "text",
        f'<text:section text:name="S"><text:section-source xlink:href="{secret.as_uri()}" '
        'text:filter-name="Text"/><text:p>old</text:p></text:section>'
        f'<text:section text:name="T"><text:section-source xlink:href="{web}/t"/><text:p/>'
        "</text:section>"
        '<text:p>shown<draw:frame svg:width="2cm" svg:height="2cm">'
        f'<draw:image xlink:href="{web}/i.png"/></draw:frame></text:p>',
    )
    fields = (
        rf'{{\field{{\*\fldinst INCLUDEPICTURE "{web}/r.png" \\d}}{{\fldrslt x}}}}'
        rf'{{\field{{\*\fldinst INCLUDETEXT "{secret.as_uri()}"}}{{\fldrslt y}}}}'
    )
    broken = bad.ole({"WordDocument": b"\xec\xa5" + b"x" * 5000})
    package = bad.zip_of({"mimetype": b"application/vnd.oasis.opendocument.text"})
    made = office.convert_to_docx(
        {
            "甲.doc": RTF % b"hello",
            "乙.odt": flat,
            "丙.rtf": RTF % fields.encode(),
            "丁.doc": broken,
            "戊": package,
        }
    )
    assert list(made) == ["甲.doc", "乙.odt", "丙.rtf", "丁.doc", "戊"]
    assert "hello" in _text(made["甲.doc"])
    assert "shown" in _text(made["乙.odt"])
    assert not any("SECRETWORDS" in _text(made[name]) for name in ("乙.odt", "丙.rtf"))
    assert isinstance(made["丁.doc"], DamagedFile)
    assert seen == []


@pytest.mark.needs_libreoffice
def test_old_spreadsheets_become_xlsx() -> None:
    row = "".join(
        f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in "甲乙"
    )
    flat = _flat(
        "spreadsheet",
        f'<table:table table:name="T"><table:table-row>{row}</table:table-row></table:table>',
    )
    made = office.convert_to_docx({"a.ods": flat}, "xlsx")["a.ods"]
    assert isinstance(made, bytes)
    grid = xlsx.read(made).blocks[0]
    assert isinstance(grid, Grid)
    assert [c.text for c in grid.rows[0]] == ["甲", "乙"]
