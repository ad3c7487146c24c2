"""The tests in C: the header alone, and each program with the static and the shared library and under valgrind."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "bindings/c/tests"
NAMES = sorted(path.stem for path in TESTS.glob("*.c"))
KINDS = ["static", "shared", "valgrind"]
FAILING = ["abort();", "return 1;", "not C"]


def run(*words: str, script: Path = TESTS / "run") -> None:
    done = subprocess.run([script, *words], capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def run_body(body: str, kind: str, folder: Path) -> None:
    """Runs a program with this body as a test in a house of its own."""
    tests = folder / "bindings/c/tests"
    tests.mkdir(parents=True, exist_ok=True)
    for name in ("target", "ffi", "core", "tests"):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    for name in ("run", "valgrind.supp"):
        shutil.copy(TESTS / name, tests)
    (tests / "program.c").write_text(f"#include <certwright.h>\n#include <stdlib.h>\nint main(void) {{ {body} }}\n")
    run("program", kind, script=tests / "run")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("body", FAILING)
def test_a_program_that_fails_is_said_to_fail(body: str, kind: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run_body(body, kind, tmp_path)
    run_body("return 0;", kind, tmp_path)


def test_the_header_compiles_alone_and_each_of_its_functions_is_called() -> None:
    run("header")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_program_passes(name: str, kind: str) -> None:
    run(name, kind)
