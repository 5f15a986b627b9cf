"""What CONTRIBUTING.md asks for, as tests."""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
import json
import os
import pkgutil
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import django
import pytest

import gongkai
from gongkai import errors
from gongkai.terms import TERMS

pytestmark = pytest.mark.no_cover  # traced it takes three times as long, for few branches

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "gongkai"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

# A statutory term spelled outside terms.py: beginning of the file's path → why.
SPELLED = {
    "report/claims/": "recognises the words of prose, which are not always those of the form",
    "report/read/": "recognises labels as printed: folded, cut off, in older wording",
    "report/checks/twice.py": "topics of the prose",
}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the repository that git would take."""
    ignored = [".git/", *(ROOT / ".gitignore").read_text("utf-8").split()]
    names = [line.strip("/") for line in ignored]

    def walk(folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if any(fnmatch(path.name, name) for name in names):
                continue
            if path.is_dir():
                yield from walk(path)
            else:
                yield path

    return tuple(walk(ROOT))


def text_of(path: Path) -> str:
    """The file's text; "" for a binary file."""
    raw = path.read_bytes()
    return "" if b"\0" in raw[:4096] else raw.decode("utf-8", "replace")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def trees() -> dict[str, ast.Module]:
    """Syntax trees of the package by path inside it."""
    return {
        path.relative_to(SRC).as_posix(): tree_of(path)
        for path in sorted(SRC.rglob("*.py"))
        if path.parent.name != "migrations"  # written by Django
    }


def modules() -> Iterator[ModuleType]:
    """Every module of the package, imported; those of the platform under Django's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings.test")
    django.setup()
    yield gongkai
    for info in pkgutil.walk_packages(gongkai.__path__, "gongkai."):
        # production's settings refuse to be imported without secrets
        if not info.name.endswith("__main__") and ".settings." not in info.name:
            yield importlib.import_module(info.name)


# --- code ---------------------------------------------------------------------------------------


def test_every_public_module_class_and_function_says_what_it_is_for() -> None:
    silent = []
    for name, tree in trees().items():
        if tree.body and not ast.get_docstring(tree):
            silent.append(name)
        for node in tree.body:
            if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{name}:{node.lineno} {node.name}")
    assert not silent, "\n".join(silent)


def test_the_core_never_reads_the_clock() -> None:
    clocks = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today")}
    clocks |= {("time", name) for name in ("time", "time_ns", "localtime", "gmtime", "ctime")}
    found = [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name, tree in trees().items()
        if not name.startswith("web/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (ast.unparse(node.value).rpartition(".")[2], node.attr) in clocks
    ]
    assert not found


def test_what_is_exported_exists_and_the_package_exports_its_public_names() -> None:
    for module in modules():
        for name in getattr(module, "__all__", ()):
            assert hasattr(module, name), f"{module.__name__}.__all__ names {name}"
    public = {
        name
        for name, value in vars(gongkai).items()
        if not name.startswith("_")
        and not inspect.ismodule(value)
        and name not in ("annotations", "TYPE_CHECKING")
    }
    assert public <= set(gongkai.__all__)


def test_the_tree_at_the_top_of_errors_is_the_tree_of_its_classes() -> None:
    drawn: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"([│├└─ ]*)([A-Z]\w+)(?:  |$)", line)
        if match:
            depth = len(match[1]) // 4
            path[depth:] = [match[2]]
            drawn[match[2]] = path[depth - 1] if depth else "Exception"
    defined = {
        name: value.__bases__[0].__name__
        for name, value in vars(errors).items()
        if inspect.isclass(value) and not hasattr(builtins, name)
    }
    assert drawn == defined
    assert sorted(errors.__all__) == sorted(defined)


# --- terms --------------------------------------------------------------------------------------


def test_a_term_has_one_wording_and_a_wording_one_term() -> None:
    for field in ("id", "zh"):
        twice = [v for v, n in Counter(getattr(t, field) for t in TERMS).items() if n > 1]
        assert not twice, field
    for one in TERMS:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", one.id), one.id


LONG_TERMS = {t.zh for t in TERMS if len(t.zh) >= 5}


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """String literals of a module but its docstrings, with their lines."""
    docs = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs:
            yield node.lineno, node.value


def spelled(text: str) -> set[str]:
    """Terms that a literal consists of, by itself or as an alternative of a pattern.

    A sentence for people may speak of a term; five characters and more are no ordinary word.
    """
    return LONG_TERMS & {text.strip(), *re.split(r"[|()?:\n]+", text)}


@cache
def spellings() -> tuple[tuple[str, int, str], ...]:
    """File, line and term wherever a literal outside terms.py spells a term."""
    return tuple(
        (name, line, zh)
        for name, tree in trees().items()
        if name != "terms.py"
        for line, text in literals(tree)
        for zh in spelled(text)
    )


def test_statutory_terms_are_spelled_in_terms_only() -> None:
    found = [
        f"{name}:{line} {zh}"
        for name, line, zh in spellings()
        if not name.startswith(tuple(SPELLED))
    ]
    assert not found, "take from terms.py, or excuse in SPELLED:\n" + "\n".join(found)


def test_every_excuse_for_spelling_a_term_is_still_needed() -> None:
    files_with_terms = {name for name, _, _ in spellings()}
    for path in SPELLED:
        assert any(name.startswith(path) for name in files_with_terms), path


# A period written out in a text of the platform: file → why it is none of the law.
COUNTED = {
    "web/cases/staff/listing.py": "reminders at 1, 3 and 5 working days",
    "web/cases/staff/todo.py": "the same",
    "web/workbench/styleguide/samples.py": "an invented sentence",
}
PERIOD = re.compile(r"[0-9]+ ?(个工作日|个月|日内|日以内)")


def test_periods_of_the_law_are_taken_from_the_law() -> None:
    found = {
        name: text for name, tree in trees().items() if name.startswith("web/")
        for _, text in literals(tree) if PERIOD.search(text)
    }  # fmt: skip
    pages = SRC / "web" / "templates"
    found |= {
        path.relative_to(SRC).as_posix(): match[0] for path in pages.rglob("*.html")
        if "styleguide" not in path.parts and (match := PERIOD.search(text_of(path)))
    }  # fmt: skip
    assert set(found) == set(COUNTED), "from gongkai.law (cases.limits), or excuse in COUNTED"


# --- documents ----------------------------------------------------------------------------------


def test_generated_pages_are_fresh() -> None:
    path = ROOT / "docs" / "generate.py"
    spec = importlib.util.spec_from_file_location("docs_generate", path)
    assert spec and spec.loader
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    assert generate.stale() == []


def headings(path: Path) -> set[str]:
    """Anchors of a page: headings as GitHub names them, and explicit ones."""
    text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    named = {re.sub(r"[^\w\- ]", "", t).strip().lower().replace(" ", "-") for t in titles}
    return named | set(re.findall(r'<a id="([^"]+)">', text))


@pytest.mark.parametrize(
    "page", [p for p in files() if p.suffix == ".md"], ids=lambda p: str(p.relative_to(ROOT))
)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL))
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert target == ROOT or ROOT in target.parents, f"{link} leaves the repository"
        if anchor and target.suffix == ".md":
            assert anchor in headings(target), link


@pytest.mark.parametrize("page", ["README.md", "README.en.md"])
def test_what_the_readme_calls_is_public(page: str) -> None:
    blocks = re.findall(r"```python\n(.*?)```", text_of(ROOT / page), re.DOTALL)
    called = set(re.findall(r"\bgongkai\.(\w+)", "".join(blocks)))
    assert called
    assert called <= set(gongkai.__all__)


def test_every_decision_has_number_status_and_its_three_parts() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [int(p.name[:4]) for p in pages] == list(range(1, len(pages) + 1))
    for path in pages:
        text = path.read_text("utf-8")
        assert text.startswith(f"# {path.name[:4]} "), path.name
        assert re.search(r"^Status: (proposed|accepted|superseded by \d{4})", text, re.M), path.name
        for part in ("Context", "Decision", "Consequences"):
            assert f"\n## {part}\n" in text, (path.name, part)


# --- repository ---------------------------------------------------------------------------------


def test_no_file_is_larger_than_a_megabyte() -> None:
    assert not [str(p) for p in files() if p.stat().st_size > 1_000_000]


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    # the workbench has the address /work/
    places = re.compile(
        r"(?<![\w.~}])/(?:" + "|".join(("work/(?:main|shared)", "tmp", "root", "Users")) + r")/"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in files()
        if (match := places.search(text_of(path)))
    ]
    assert not found


def normal(name: str) -> str:
    """A distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def required() -> dict[str, str]:
    """Direct dependencies by normal name → the extra that asks for it ("core" without one)."""
    groups = {"core": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    return {
        normal(re.match(r"[\w.-]+", line)[0]): extra  # type: ignore[index]
        for extra, lines in groups.items()
        for line in lines
    }


def test_every_dependency_has_its_line_with_licence_and_release() -> None:
    page = (ROOT / "docs" / "adr" / "0008-dependencies.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("|") and not line.startswith(("| package", "|---"))
    ]
    assert {normal(row[0]): row[1] for row in rows} == required()
    for row in rows:
        assert len(row) == 6 and all(row), row
        assert re.match(r"\d{4}-\d{2}", row[5]), row


def test_every_package_that_is_imported_is_a_declared_dependency() -> None:
    # peers in benchmarks, and what makes fixtures by hand, are installed by whoever runs them
    by_hand = {"benchmarks", "make_fixtures.py"}
    known = packages_distributions()
    own = {"gongkai", *(p.name for p in ROOT.iterdir() if p.is_dir())}
    own |= {p.stem for p in files() if p.suffix == ".py" and SRC not in p.parents}
    found = set()
    for path in files():
        if path.suffix != ".py" or by_hand & set(path.relative_to(ROOT).parts):
            continue
        for node in ast.walk(tree_of(path)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for top in {name.partition(".")[0] for name in names} - own - sys.stdlib_module_names:
                if not {normal(d) for d in known.get(top, [top])} & set(required()):
                    found.add(f"{path.relative_to(ROOT)}: {top}")
    assert not found, "\n".join(sorted(found))


def test_the_lock_pins_every_dependency_with_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = re.findall(r"^([\w.-]+)==\S+ .*\\\n    --hash=sha256:", lock, re.MULTILINE)
    assert set(required()) <= {normal(name) for name in pinned}
    assert len(pinned) == len(re.findall(r"^\w", lock, re.MULTILINE))
    assert not re.search(r"://|file:|--(extra-)?index-url|--find-links", lock)


def test_every_json_file_parses() -> None:
    for path in files():
        if path.suffix == ".json":
            json.loads(path.read_text("utf-8"))
