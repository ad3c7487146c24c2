"""How the package and the program refuse: one error, of one class, in one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import certwright as cw

CERTWRIGHT = os.path.join(os.path.dirname(sys.executable), "certwright")
DEADLINE = 60.0
ENORMOUS = 100 << 20

ErrorClass = type[cw.CertwrightError]


def environment(home: Path) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LC_ALL": "C.UTF-8"}


def one_error(ran: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    """The error of a run with --json, which is one line on stderr too."""
    error = ran.stderr.decode(errors="replace")
    assert "Traceback" not in error
    assert len(error.splitlines()) == 1, error
    assert ran.stdout.isascii()
    document = json.loads(ran.stdout)
    assert set(document) == {"schema", "error"}
    assert error == f"certwright: {document['error']['message']}\n"
    assert isinstance(document["error"], dict)
    return document["error"]


def fails(
    folder: Path, kind: ErrorClass, code: str, *arguments: str | Path, before: Callable[[], None] | None = None, deadline: float = DEADLINE
) -> None:
    """The program ends with the status and the code of this class and says so in one line."""
    command = [CERTWRIGHT, *map(str, arguments), "--json"]
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd=folder, env=environment(folder), timeout=deadline, preexec_fn=before)
    error = one_error(ran)
    number = next(number for number, name, _ in cw._certwright.STATUSES if name == code)
    assert (error["code"], error["status"]) == (code, number)
    assert ran.returncode == (4 if kind is cw.NotFound else 1)


def raises(kind: ErrorClass, code: str, work: Callable[[], object]) -> cw.CertwrightError:
    """Exactly this class, with its number and its code, in one line."""
    with pytest.raises(cw.CertwrightError) as caught:
        work()
    assert type(caught.value) is kind, caught.value
    assert caught.value.code == code
    assert (caught.value.status, code) in [(number, name) for number, name, _ in cw._certwright.STATUSES]
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


def good_store(folder: Path) -> Path:
    """A store with something in it, closed."""
    store = cw.Store.create(folder / "certs.db")
    store.create_self_signed("srv1")
    return folder / "certs.db"


def enormous(path: Path) -> Path:
    with open(path, "wb") as file:
        file.truncate(ENORMOUS)  # a hole: it takes no room
    return path
