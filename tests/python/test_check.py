"""`Store.check` sees what was altered; `Store.report` tells without secrets; closing, describing, adding many."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

import certwright as cw

from .material import foreign


@pytest.fixture
def full(store: cw.Store) -> cw.Store:
    """A store with something of each kind."""
    store.create_self_signed("a", dns_names=["a.example"], tags=["web"])
    store.add(foreign("root").certificate, store="TrustedRoot")
    return store


def _alter(store: cw.Store, sql: str) -> None:
    with contextlib.closing(sqlite3.connect(store.path)) as database, database:
        database.execute(sql)


def test_a_whole_store_is_ok(full: cw.Store) -> None:
    report = full.check()
    assert report.ok
    assert [verdict.what for verdict in report.verdicts] == ["file", "protectors", "certificates", "keys", "trust", "usage", "journal"]
    assert all(verdict.ok for verdict in report.verdicts)


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE certificates SET subject = 'CN=b' WHERE id = 1", "certificates"),
        ("UPDATE certificates SET not_after = 0 WHERE id = 2", "certificates"),
        ("UPDATE alt_names SET value = 'b.example'", "certificates"),
        ("UPDATE tags SET tag = 'other'", "certificates"),
        ("UPDATE keys SET sealed = zeroblob(length(sealed))", "keys"),
        ("UPDATE memberships SET seal = zeroblob(32) WHERE certificate = 2", "trust"),
        ("UPDATE events SET actor = 'nobody' WHERE number = 2", "journal"),
        ("DELETE FROM events WHERE number = 3", "journal"),
        ("DELETE FROM events WHERE number = 2", "journal"),
        ("INSERT INTO protectors SELECT x'00', kind, parameters, wrapped, seal FROM protectors", "protectors"),
    ],
)
def test_what_was_altered_has_its_verdict(full: cw.Store, sql: str, what: str) -> None:
    _alter(full, sql)
    report = full.check()
    assert not report.ok
    wrong = {verdict.what.split()[0] for verdict in report.verdicts if not verdict.ok}
    assert what in wrong
    assert wrong <= {what, "certificate", "key", "protector"}


def test_a_locked_store_is_checked_as_far_as_that_goes(full: cw.Store) -> None:
    locked = cw.Store.open(full.path, locked=True)
    assert locked.check().ok
    assert any("not verified: the store is locked" in verdict.found for verdict in locked.check().verdicts)
    _alter(full, "UPDATE certificates SET subject = 'CN=b' WHERE id = 1")
    assert not locked.check().ok


@pytest.fixture
def many(store: cw.Store) -> cw.Store:
    """So many certificates that the progress is told."""
    key = foreign()
    assert store.add_identities(foreign(f"srv{number}", serial=number, key=key.private_key.to_cryptography()) for number in range(1, 201)) == 200  # type: ignore[arg-type]
    return store


def test_progress_is_told_and_grows(many: cw.Store) -> None:
    told: list[tuple[int, int]] = []
    assert many.check(lambda done, total: told.append((done, total))).ok
    assert told == sorted(told) and {total for _, total in told} == {201}
    assert 0 < told[0][0] < told[-1][0] <= 201


def test_progress_that_returns_false_stops_the_work(many: cw.Store) -> None:
    calls: list[int] = []

    def once(done: int, total: int) -> bool:
        calls.append(done)
        return False

    with pytest.raises(cw.Cancelled, match="the check of the store was stopped on request"):
        many.check(once)
    assert len(calls) == 1


def test_an_exception_in_progress_comes_out_as_it_is(many: cw.Store) -> None:
    def fail(done: int, total: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        many.check(fail)
    assert many.check().ok


def test_progress_may_use_the_store(many: cw.Store) -> None:
    assert many.check(lambda done, total: many.last_event > 0).ok


def test_a_report_is_json_without_a_secret(full: cw.Store) -> None:
    full.create_self_signed("soon", days=2)
    report = full.report()
    assert set(report) == set("version sqlite system actor at store expiries events events_error".split())
    assert json.loads(json.dumps(report)) == report
    assert report["version"] == cw.__version__
    assert report["store"]["path"] == str(full.path)
    assert [(one["subject"], one["expired"]) for one in report["expiries"]] == [("CN=soon", False)]
    assert [event["kind"] for event in report["events"]] == ["created", "issued", "added", "issued"]
    assert report["events"][0]["details"] == {"path": str(full.path), "installation": "recorded"}
    secret = Path(f"{full.path}.key").read_bytes()[-32:]
    assert secret.hex() not in json.dumps(report).lower()


def test_a_report_of_an_altered_journal_says_why_there_are_no_lines(full: cw.Store) -> None:
    _alter(full, "UPDATE events SET actor = 'nobody' WHERE number = 2")
    report = full.report()
    assert (report["events"], "line 2 of the journal" in report["events_error"]) == ([], True)


def test_the_end_of_the_block_closes_the_store(tmp_path: Path) -> None:
    with cw.Store.create(tmp_path / "a.db") as store:
        assert not store.closed
    assert store.closed and store.path == tmp_path / "a.db"
    assert repr(store) == f"<certwright.Store {tmp_path / 'a.db'}>"


@pytest.mark.parametrize(
    "use",
    [
        "info", "protectors", "check", "report", "find", "select", "events", "watch", "rotate_key", "locked", "last_event", "__enter__",
        "get", "archive", "unarchive", "delete", "describe", "export", "import_file", "add", "add_identities", "create_self_signed",
        "ensure_self_signed", "add_protector", "change_protector", "remove_protector", "last_event_before",
    ],
)  # fmt: skip
def test_a_closed_store_is_an_error_that_says_so(store: cw.Store, use: str) -> None:
    made = foreign()
    arguments: dict[str, tuple[Any, ...]] = {
        **dict.fromkeys(["get", "archive", "unarchive", "delete", "describe", "export", "add"], (made.certificate,)),
        "import_file": (b"",),
        "add_identities": ([made],),
        **dict.fromkeys(["create_self_signed", "ensure_self_signed", "remove_protector", "change_protector"], ("a",)),
        "last_event_before": (made.certificate.not_before,),
    }
    keywords: dict[str, Any] = {"passphrase": "a"} if use in ("add_protector", "change_protector") else {}
    store.close()
    with pytest.raises(cw.InvalidArgument, match="^store: it was closed; open it again$"):
        getattr(store, use)(*arguments.get(use, ()), **keywords)


def test_close_may_be_called_again(store: cw.Store) -> None:
    store.close()
    store.close()


def test_an_iterator_ends_with_an_error_when_the_store_is_closed(full: cw.Store) -> None:
    found = full.find()
    next(found)
    full.close()
    with pytest.raises(cw.InvalidArgument, match="it was closed"):
        next(found)


def test_an_entry_stays_readable_when_the_store_is_closed(full: cw.Store) -> None:
    entry = full.select(subject="a")
    full.close()
    assert (entry.subject, entry.tags) == ("CN=a", ["web"])
    assert entry.identity().private_key.matches(entry)


def test_describe_sets_what_is_given_and_leaves_the_rest(full: cw.Store) -> None:
    entry = full.select(subject="a")
    assert full.describe(entry).changed is False
    named = full.describe(entry.thumbprint, friendly_name="A")
    assert (named.changed, named.entry.friendly_name, named.entry.tags) == (True, "A", ["web"])
    tagged = full.describe(named.entry, tags=["x", "y", "x"])
    assert (tagged.entry.friendly_name, tagged.entry.tags) == ("A", ["x", "y"])
    bare = full.describe(entry, friendly_name="", tags=[])
    assert (bare.entry.friendly_name, bare.entry.tags) == (None, [])


def test_many_identities_are_all_added_or_none(store: cw.Store) -> None:
    made = [foreign("a"), foreign("b")]
    with pytest.raises(TypeError):
        store.add_identities([*made, made[0].certificate])  # type: ignore[list-item]
    assert store.last_event == 1
    assert (store.add_identities(iter(made)), store.add_identities(made)) == (2, 0)
    assert [entry.has_private_key for entry in store.find()] == [True, True]


def test_a_store_that_needs_no_upgrade_is_left_as_it_is(full: cw.Store) -> None:
    last = full.last_event
    upgraded = cw.Store.upgrade(full.path)
    assert (upgraded.from_schema, upgraded.to_schema, upgraded.copy) == (2, 2, None)
    assert full.last_event == last
