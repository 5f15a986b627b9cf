"""The worked examples as YAML that a lawyer can read; what a test needs to run them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = Path(__file__).parent / "cases"


def cases(topic: str) -> Any:
    """Parametrise a test over the cases of one file, each named by its id."""
    found = yaml.safe_load((CASES / f"{topic}.yaml").read_text("utf-8"))
    ids = [case["id"] for case in found]
    assert len(ids) == len(set(ids)), f"{topic}.yaml：id 重复"
    return pytest.mark.parametrize("case", found, ids=ids)
