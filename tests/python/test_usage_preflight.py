"""`preflight`: a verdict on each certificate that will be needed."""

from __future__ import annotations

from typing import Any

import pytest

import certwright as cw

from .material import days, ending, lose_key, rsa


def wrong(store: cw.Store, **options: Any) -> dict[str, str]:
    report = store.preflight(**options)
    assert report.ok == all(verdict.ok for verdict in report.verdicts)
    return {verdict.what: verdict.found for verdict in report.verdicts if not verdict.ok}


def test_a_whole_store_has_a_verdict_on_installation_clock_and_each_certificate(store: cw.Store) -> None:
    entry = store.provide("ssl-connection").entry
    store.endpoint("web").https(certificate=entry)
    report = store.preflight()
    assert report.ok
    assert [verdict.what for verdict in report.verdicts] == ["installation", "clock", f"ssl-connection: {entry.thumbprint}", "endpoint web", "backup"]


@pytest.mark.parametrize("expected", [["master-key"], [("master-key", None)], (one for one in ["master-key"])])
def test_what_is_expected_and_not_there_is_wrong(store: cw.Store, expected: Any) -> None:
    assert wrong(store, expected=expected) == {"master-key": "it is expected, and no certificate is assigned"}


def test_what_is_expected_in_a_scope_is_looked_for_there(store: cw.Store) -> None:
    store.assign(rsa(store, "a"), role="database", scope="db1")
    assert wrong(store, expected=[("database", "DB1")]) == {}
    assert list(wrong(store, expected=[("database", "db2"), "database"])) == ["database (db2)", "database"]


@pytest.mark.parametrize("expected", [[3], [("database",)], [("database", "db1", "more")], ["Database"], [("database", "a\nb")]])
def test_what_is_no_role_and_scope_is_refused(store: cw.Store, expected: Any) -> None:
    with pytest.raises(cw.InvalidArgument):
        store.preflight(expected=expected)


@pytest.mark.parametrize(
    ("host", "is_wrong"),
    [
        ("srv1.corp.example", False),
        ("SRV1.corp.example", False),
        ("10.0.0.5", False),
        (["other", "srv1.corp.example"], False),
        ("other", True),
        (["other", "10.0.0.6"], True),
    ],
)
def test_a_servers_certificate_is_for_the_host_that_asks(store: cw.Store, host: Any, is_wrong: bool) -> None:
    entry = store.provide("ssl-connection", dns_names=["srv1.corp.example"], ip_addresses=["10.0.0.5"]).entry
    found = wrong(store, host=host)
    assert list(found) == ([f"ssl-connection: {entry.thumbprint}"] if is_wrong else [])


def test_the_end_matters_where_the_role_says_so(store: cw.Store) -> None:
    client, database = ending(store, "client", days(-1)), ending(store, "db", days(-1), purpose="encipher", key="rsa2048")
    store.assign(client, role="client")
    store.assign(database, role="database")
    assert wrong(store) == {f"client: {client.thumbprint}": "expired"}


def test_a_lost_key_is_wrong_and_the_backup_that_holds_it_is_named(store: cw.Store) -> None:
    entry = store.provide("database", "db1").entry
    store.export(entry, with_key=True, password="correct horse")
    lose_key(store, entry)
    found = wrong(store)
    assert list(found) == [f"database (db1): {entry.thumbprint}"]
    assert "key missing" in found[f"database (db1): {entry.thumbprint}"] and "last exported" in found[f"database (db1): {entry.thumbprint}"]


def test_progress_is_told_and_stops_it(store: cw.Store) -> None:
    store.provide("client")
    seen: list[tuple[int, int]] = []
    store.preflight(progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (1, 1)
    with pytest.raises(cw.Cancelled):
        store.preflight(progress=lambda done, total: False)
    with pytest.raises(ZeroDivisionError):
        store.preflight(progress=lambda done, total: bool(1 // 0))
