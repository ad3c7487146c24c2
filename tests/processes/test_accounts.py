"""One store for three accounts: root, a service that shares it by its group, and a monitor that may only read."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from .worker import WORKER, Refused, Worker

#: Numbers that no account of this machine has.
GROUP, SERVICE, MONITOR, MONITORS_GROUP = 54321, 54322, 54323, 54324
ACCOUNTS = {"root": (0, [0]), "service": (SERVICE, [SERVICE, GROUP]), "monitor": (MONITOR, [MONITORS_GROUP])}
ORDERS = list(itertools.permutations(ACCOUNTS))
ids = [", ".join(order) for order in ORDERS]

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as other accounts")


@pytest.fixture(params=["root", "service"], ids=["made by root", "made by the service"])
def folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder in which only its owner may make files, with a program that all may run and the owner's store."""
    owner: str = request.param
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        os.chown(path, ACCOUNTS[owner][0], -1)
        shutil.copy(WORKER, path / "worker")
        (path / "worker").chmod(0o755)
        with _start(path, owner) as worker:
            worker(f"create {path / 'certs.db'} group={GROUP} others_read")
        yield path


def _start(folder: Path, account: str) -> Worker:
    user, groups = ACCOUNTS[account]
    return Worker(folder / "worker", user=user, groups=groups)


def _open(worker: Worker, folder: Path, account: str) -> None:
    worker(f"open {folder / 'certs.db'}{' locked' if account == 'monitor' else ''}")


def _use(worker: Worker, account: str, made: list[str]) -> None:
    """Writes, where the account may, and reads what all have written."""
    if account == "monitor":
        with pytest.raises(Refused, match="store_locked"):
            worker("new none")
    else:
        made.append(f"{account}{len(made)}")
        worker(f"new {made[-1]}")
        worker(f"new {made[-1]}-deleted")
        worker(f"delete {made[-1]}-deleted")  # which empties the log
    assert worker("list") == made
    assert [event["number"] for event in worker("events")] == list(range(1, 2 + 3 * len(made)))
    assert worker("check") == "whole"


def _must_be_shared(folder: Path) -> None:
    about = {path.name: path.stat() for path in folder.iterdir() if path.name != "worker"}
    assert {name: (stat.st_gid, oct(stat.st_mode & 0o777)) for name, stat in about.items()} == {
        "certs.db": (GROUP, "0o664"),
        "certs.db-shm": (GROUP, "0o664"),
        "certs.db-wal": (GROUP, "0o664"),
        "certs.db.key": (GROUP, "0o640"),
    }


@pytest.mark.parametrize("order", ORDERS, ids=ids)
def test_accounts_open_a_store_one_after_another_with_none_left_running(folder: Path, order: tuple[str, ...]) -> None:
    made: list[str] = []
    for account in order * 2:
        with _start(folder, account) as worker:
            _open(worker, folder, account)
            _use(worker, account, made)
        _must_be_shared(folder)


@pytest.mark.parametrize("order", ORDERS, ids=ids)
def test_accounts_have_a_store_open_at_once(folder: Path, order: tuple[str, ...]) -> None:
    made: list[str] = []
    with ExitStack() as stack:
        workers = {account: stack.enter_context(_start(folder, account)) for account in order}
        for account, worker in workers.items():
            _open(worker, folder, account)
            _use(worker, account, made)
        for leaving in range(len(order)):
            for account in order[leaving:]:
                _use(workers[account], account, made)
            workers[order[leaving]]("close")
            _must_be_shared(folder)
    for account in order:
        with _start(folder, account) as worker:
            _open(worker, folder, account)
            _use(worker, account, made)


def test_the_monitor_has_no_key_and_cannot_write(folder: Path) -> None:
    with _start(folder, "monitor") as worker:
        with pytest.raises(Refused, match="io"):
            worker(f"open {folder / 'certs.db'}")
        _open(worker, folder, "monitor")
        for command in ("rotate", "new none"):
            with pytest.raises(Refused, match="store_locked"):
                worker(command)
