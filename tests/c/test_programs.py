"""The tests in C: the header alone, and each program with the static and the shared library and under valgrind."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2] / "bindings/c/tests"
NAMES = sorted(path.stem for path in TESTS.glob("*.c"))


def run(*words: str) -> None:
    done = subprocess.run([TESTS / "run", *words], capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def test_the_header_compiles_alone_and_each_of_its_functions_is_called() -> None:
    run("header")


@pytest.mark.parametrize("kind", ["static", "shared", "valgrind"])
@pytest.mark.parametrize("name", NAMES)
def test_a_program_passes(name: str, kind: str) -> None:
    run(name, kind)
