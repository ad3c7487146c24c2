"""The tests in C: the header alone, and each program with the static and the shared library and under valgrind."""

from __future__ import annotations

import os
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


def house(folder: Path, body: str) -> Path:
    """The script of a house of its own, where a program with this body is a test."""
    tests = folder / "bindings/c/tests"
    tests.mkdir(parents=True, exist_ok=True)
    for name in ("target", "ffi", "core", "tests"):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    for name in ("run", "valgrind.supp"):
        shutil.copy(TESTS / name, tests)
    (tests / "program.c").write_text(f"#include <certwright.h>\n#include <stdlib.h>\nint main(void) {{ {body} }}\n")
    return tests / "run"


def run_body(body: str, kind: str, folder: Path) -> None:
    run("program", kind, script=house(folder, body))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("body", FAILING)
def test_a_program_that_fails_is_said_to_fail(body: str, kind: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run_body(body, kind, tmp_path)
    run_body("return 0;", kind, tmp_path)


def test_without_a_kind_asan_is_passed_over_where_it_is_not_built_and_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script, built = house(tmp_path, "return 0;"), tmp_path / "built"
    built.mkdir()
    (built / "debug").symlink_to((Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug").resolve())
    monkeypatch.setenv("CARGO_TARGET_DIR", str(built))
    done = subprocess.run([script, "program"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "asan is passed over: tests/tools/asan has not built the library for it\n")
    done = subprocess.run([script, "program", "asan"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "There is no library for AddressSanitizer; tests/tools/asan builds it\n")
    (built / "asan/host/asan").mkdir(parents=True)
    (built / "asan/host/asan/libcertwright.a").write_text("no library")
    done = subprocess.run([script, "program"], capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.endswith("program (asan) failed\n")
    assert "passed over" not in done.stderr and done.stderr.count("failed\n") == 1


def test_the_header_compiles_alone_and_each_of_its_functions_is_called() -> None:
    run("header")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_program_passes(name: str, kind: str) -> None:
    run(name, kind)
