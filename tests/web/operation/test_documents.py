"""The generated pages: every setting, every package with its licence."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_every_package_of_the_lock_is_listed_and_none_binds_us() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| ([\w.-]+) \| (.+) \|$", page, re.MULTILINE))
    assert set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)) <= set(listed)
    strict = {name for name, words in listed.items() if re.search(r"\bA?GPL", words)}
    assert not strict


def test_what_is_served_is_pinned_as_what_was_tested() -> None:
    def pins(path: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / path).read_text("utf-8"), re.MULTILINE))

    served = pins("deploy/requirements.lock")
    names = {pin.partition("==")[0] for pin in served}
    assert served < pins("requirements.lock")
    assert names > {"django", "gunicorn", "psycopg", "rapidocr"}
    assert not names & {"pytest", "mypy", "playwright"}
