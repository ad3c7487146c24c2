"""The tests in C: the header alone, and each program with the static and the shared library and under valgrind."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "bindings/c/tests"
NAMES = sorted(path.stem for path in TESTS.glob("*.c"))


def run(*words: str, script: Path = TESTS / "run") -> None:
    done = subprocess.run([script, *words], capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


@pytest.mark.parametrize("kind", ["static", "shared", "valgrind"])
@pytest.mark.parametrize("body", ["abort();", "return 1;", "not C"])
def test_a_program_that_fails_is_said_to_fail(body: str, kind: str, tmp_path: Path) -> None:
    tests = tmp_path / "bindings/c/tests"
    tests.mkdir(parents=True)
    for name in ("target", "ffi", "core"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("run", "valgrind.supp"):
        shutil.copy(TESTS / name, tests)
    (tests / "failing.c").write_text(f"#include <stdlib.h>\nint main(void) {{ {body} }}\n")
    with pytest.raises(AssertionError):
        run("failing", kind, script=tests / "run")
    (tests / "failing.c").write_text("int main(void) { return 0; }\n")
    run("failing", kind, script=tests / "run")


def test_the_header_compiles_alone_and_each_of_its_functions_is_called() -> None:
    run("header")


@pytest.mark.parametrize("kind", ["static", "shared", "valgrind"])
@pytest.mark.parametrize("name", NAMES)
def test_a_program_passes(name: str, kind: str) -> None:
    run(name, kind)
