"""Every block of the README runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", (ROOT / "README.md").read_text(), re.DOTALL | re.MULTILINE)
COMMANDS = [line[2:] for kind, block in BLOCKS if kind == "console" for line in block.splitlines()]


def environment() -> dict[str, str]:
    """With the installed program on the path, and without what a make that runs the tests hands down."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"}
    return {**inherited, "PATH": str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]}


def test_there_are_no_other_kinds_of_blocks() -> None:
    assert {kind for kind, _ in BLOCKS} == {"console", "python"}
    assert all(line.startswith("$ ") for kind, block in BLOCKS if kind == "console" for line in block.splitlines())


@pytest.mark.parametrize("block", [block for kind, block in BLOCKS if kind == "python"])
def test_a_python_block_runs(block: str, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "api.pfx").stat().st_mode & 0o777 == 0o600


def test_the_commands_run_one_after_another(tmp_path: Path) -> None:
    commands = [line for line in COMMANDS if not line.startswith("make ")]
    assert sum(line.startswith("certwright ") for line in commands) >= 5
    for line in commands:
        done = subprocess.run(line, shell=True, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"{line}: {done.stderr}"


def test_the_make_targets_are_there() -> None:
    """`make test` runs this test, and `make run` is run by a newcomer's first minute: here only that make knows them."""
    targets = [line.split()[1] for line in COMMANDS if line.startswith("make ")]
    assert targets == ["run", "test"]
    for target in targets:
        done = subprocess.run(["make", "-n", target], cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr


def test_make_run_ends_in_quickstart(tmp_path: Path) -> None:
    recipe = subprocess.run(["make", "-n", "run"], cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60).stdout
    last = recipe.strip().splitlines()[-1]
    assert last == ".venv/bin/certwright quickstart"
    program = shutil.which("certwright", path=environment()["PATH"])
    assert program is not None
    done = subprocess.run([program, "quickstart"], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "openssl s_client" in done.stdout


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 120
