"""A product's life: five roles, two databases, renewal of each, the left-overs of a test installation, a lost key."""

from __future__ import annotations

import certwright as cw

from .material import days, lose_key

PLACES: list[tuple[str, str | None]] = [
    ("ssl-connection", None),
    ("database", "sales"),
    ("database", "personnel"),
    ("master-key", None),
    ("discovery-service", None),
    ("password-reset", None),
]


def test_five_roles_two_databases_a_test_installation_and_a_lost_key(store: cw.Store) -> None:
    made = {place: store.provide(*place) for place in PLACES}
    assert all(one.made for one in made.values())
    first = {place: one.entry for place, one in made.items()}
    assert store.preflight(expected=PLACES).ok
    assert [line.state for line in store.overview().assignments] == ["good"] * 6

    tried, served = store.provide("database", "test").entry, store.provide("ssl-connection", "test").entry
    store.release(tried, role="database", scope="test")
    store.unassign(served, role="ssl-connection", scope="test")

    due = store.renewable_within(days(6 * 366))
    renewed = {one.sha256: store.renew(one) for one in due if one not in (tried, served)}
    assert len(renewed) == 6 and all(one.changed for one in renewed.values())
    second = {place: renewed[entry.sha256].entry for place, entry in first.items()}
    for role, scope in PLACES:
        current = store.provide(role, scope)
        assert (current.made, current.entry) == (False, second[role, scope])
    retained = [line for line in store.overview().assignments if line.assignment.retained]
    assert {line.assignment.sha256 for line in retained} == {entry.sha256 for (role, _), entry in first.items() if role != "ssl-connection"}
    assert store.preflight(expected=PLACES).ok

    left = [one.entry for one in store.leftovers(scope="test")]
    assert set(left) == {tried, served}
    store.delete_all(left)
    left = [one.entry for one in store.leftovers()]
    assert left == [first["ssl-connection", None]]
    store.delete_all(left)
    assert store.overview().others == 0
    assert store.preflight(expected=PLACES).ok

    lost = second["database", "personnel"]
    backup = store.export(lost, with_key=True, password="correct horse")
    lose_key(store, lost)
    report = store.preflight(expected=PLACES)
    assert [verdict.what for verdict in report.verdicts if not verdict.ok] == [f"database (personnel): {lost.thumbprint}"]
    assert [line.state for line in store.overview(scope="personnel").assignments] == ["key_missing", "good"]
    try:
        store.provide("database", "personnel")
        raise AssertionError("another key was made")
    except cw.Missing as error:
        assert error.details["backup"] is not None
    store.import_file(backup, password="correct horse")
    assert store.preflight(expected=PLACES).ok
    assert store.provide("database", "personnel").entry == lost
    assert store.check().ok
