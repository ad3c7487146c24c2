"""What happens in a store that is no error is told to the logger `certwright`."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import certwright as cw


class Log(logging.Handler):
    """Keeps the records of a test; `then` is called for each."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []
        self.then: Callable[[], object] = lambda: None

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
        self.then()

    def codes(self) -> list[str]:
        """Those told since the last look."""
        told, self.records = self.records, []
        return [record.code for record in told]  # type: ignore[attr-defined]


@pytest.fixture
def log() -> Iterator[Log]:
    logger, log = logging.getLogger("certwright"), Log()
    before = logger.level
    logger.addHandler(log)
    logger.setLevel(logging.INFO)
    yield log
    logger.removeHandler(log)
    logger.setLevel(before)


def fail_to_unlock(store: cw.Store) -> None:
    store.add_protector(passphrase="one")
    with pytest.raises(cw.WrongPassword):
        cw.Store.open(store.path, passphrase="two")


def test_a_record_has_level_code_and_one_line_of_text(log: Log, tmp_path: Path) -> None:
    with cw.Store.create(tmp_path / "certs.db"):
        (record,) = log.records
        assert (record.name, record.levelno, record.code) == ("certwright", logging.INFO, "key-file-beside")  # type: ignore[attr-defined]
        assert str(tmp_path / "certs.db.key") in record.getMessage() and "\n" not in record.getMessage()


def test_a_warning_comes_with_the_change_that_brings_it_about(log: Log, store: cw.Store) -> None:
    fail_to_unlock(store)
    log.codes()
    store.create_self_signed("a")
    (record,) = log.records
    assert (record.levelno, log.codes()) == (logging.WARNING, ["unlock-failed"])


def test_a_handler_may_use_the_store(log: Log, store: cw.Store) -> None:
    fail_to_unlock(store)
    log.codes()
    log.then = lambda: store.create_self_signed("made by the handler")
    store.create_self_signed("a")
    assert log.codes() == ["unlock-failed"] and len(list(store.find())) == 2


def test_a_handler_that_raises_fails_no_work(log: Log, store: cw.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda about: raised.append(about.exc_value))

    def refuse() -> None:
        raise ZeroDivisionError

    fail_to_unlock(store)
    log.codes()
    log.then = refuse
    assert store.create_self_signed("a").subject == "CN=a"
    assert log.codes() == ["unlock-failed"] and isinstance(raised[0], ZeroDivisionError)


def test_a_forked_child_is_told_that_it_opens_the_store_anew(log: Log, store: cw.Store) -> None:
    log.codes()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            list(store.find())
            status = 0 if log.codes() == ["forked"] else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    list(store.find())
    assert log.codes() == []


def test_threads_that_log_at_once_do_not_wait_for_one_another_for_ever(log: Log, store: cw.Store) -> None:
    log.then = lambda: list(store.find())

    def work() -> None:
        for _ in range(3):
            with pytest.raises(cw.WrongPassword):
                cw.Store.open(store.path, passphrase="two")
            store.create_self_signed("a")

    store.add_protector(passphrase="one")
    threads = [threading.Thread(target=work, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert not any(thread.is_alive() for thread in threads)
    assert "unlock-failed" in log.codes() and len(list(store.find())) == 9


def test_nothing_goes_to_stderr_unless_the_host_sets_up_logging(tmp_path: Path) -> None:
    program = """
import certwright as cw, sys
store = cw.Store.create(sys.argv[1])
store.add_protector(passphrase="one")
try:
    cw.Store.open(sys.argv[1], passphrase="two")
except cw.WrongPassword:
    store.create_self_signed("a")
"""
    for first, wanted in [("", ""), ("import logging; logging.basicConfig(format='%(levelname)s %(code)s')", "WARNING unlock-failed\n")]:
        command = [sys.executable, "-c", first + program, str(tmp_path / f"{bool(first)}.db")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", wanted)
