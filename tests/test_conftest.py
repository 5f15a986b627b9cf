"""The rules of the test sessions: with CI set, a skipped test fails the session, with its reason;
what shares a scene runs in one process.
"""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).with_name("conftest.py").read_text("utf-8")
SKIPPING = "import pytest\ndef test_one(): pytest.skip('no such thing')"
SKIPPED = "import pytest\npytest.importorskip('no_such_module')"
FAILING_AS_EXPECTED = "import pytest\n@pytest.mark.xfail\ndef test_two(): assert False"


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """A session of its own under our conftest, without the plugins that take time to load."""
    pytester.makeconftest(CONFTEST)
    plugins = ("no:cacheprovider", "no:hypothesispytest", "no:pytest_cov")
    return pytester.runpytest_subprocess(*(f"-p{name}" for name in plugins), *arguments)


def test_a_skip_is_no_failure_at_a_desk(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    pytester.makepyfile(test_skipping=SKIPPING, test_expected=FAILING_AS_EXPECTED)
    assert run(pytester).ret == pytest.ExitCode.OK


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_skipped_test_or_module_fails_the_session_in_ci(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    monkeypatch.setenv("CI", "true")
    pytester.makepyfile(
        test_skipping=SKIPPING, test_skipped=SKIPPED, test_expected=FAILING_AS_EXPECTED
    )
    result = run(pytester, "-n", workers)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["*which in CI are failures*", "*no_such_module*", "*no such thing*"], consecutive=True
    )


def test_a_session_without_skips_passes_in_ci(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    pytester.makepyfile(FAILING_AS_EXPECTED)
    assert run(pytester).ret == pytest.ExitCode.OK


def test_tests_of_one_group_run_in_one_process(pytester: pytest.Pytester) -> None:
    # a release of pytest parted them without a word, and each process built the scene again
    pytester.makepyfile(
        "import os, pytest\n"
        "@pytest.mark.xdist_group('scene')\n"
        "@pytest.mark.parametrize('number', range(8))\n"
        "def test_one(number): open(f'by-{os.getpid()}', 'w').close()"
    )
    assert run(pytester, "-n2", "--dist=loadgroup").ret == pytest.ExitCode.OK
    assert len(list(pytester.path.glob("by-*"))) == 1
