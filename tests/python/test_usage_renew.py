"""`renew`: a new certificate in the place of the old one, everywhere that the store names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import certwright as cw

from .material import chain, days, ending, foreign, rsa


def test_all_but_serial_number_key_and_time_is_as_before(store: cw.Store) -> None:
    old = ending(store, "CN=srv1,O=Example", days(10), dns_names=["srv1.corp.example"], ip_addresses=["10.0.0.5"], friendly_name="API", tags=["web"])
    renewed = store.renew(old)
    new = renewed.entry
    assert renewed.changed and renewed.old == old and renewed.old.archived
    for fact in ("subject", "subject_alt_names", "key_usage", "extended_key_usage", "key_algorithm", "friendly_name", "tags", "stores"):
        assert getattr(new, fact) == getattr(old, fact), fact
    assert new.not_after - new.not_before == old.not_after - old.not_before
    assert new.not_after > old.not_after
    assert new.serial != old.serial and new.public_key_der != old.public_key_der
    assert new.identity().private_key.matches(new)


def test_the_same_key_is_kept_where_that_is_asked_for(store: cw.Store) -> None:
    old = rsa(store, "a")
    new = store.renew(old, same_key=True).entry
    assert new.public_key_der == old.public_key_der and new != old
    assert store.info().private_keys == 1


def test_it_takes_the_place_in_roles_and_endpoints(store: cw.Store) -> None:
    old = store.create_self_signed("srv1", dns_names=["srv1.corp.example"])
    store.assign(old, role="ssl-connection", scope="web")
    store.endpoint().https(certificate=old)
    new = store.renew(old).entry
    assert [(one.role, one.scope) for one in new.assignments] == [("ssl-connection", "web")]
    assert store.endpoint().certificate() == new
    assert store.get(old, archived=True).required == []


def test_the_former_one_of_an_essential_role_is_archived_and_retained(store: cw.Store) -> None:
    old = rsa(store, "a")
    store.assign(old, role="database", scope="db1")
    renewed = store.renew(old)
    assert renewed.old.archived
    assert renewed.old.required == ["it is retained for database (db1), whose old data may need it"]
    assert any("retained" in note for note in renewed.notes)


def test_the_two_are_linked_and_who_asks_for_the_old_one_is_told_of_the_new(store: cw.Store) -> None:
    old = rsa(store, "a")
    assert store.superseded_by(old) is None
    new = store.renew(old).entry
    link = store.superseded_by(old.thumbprint)
    assert link is not None and link == store.superseded_by(old.sha256)
    assert (link.old, link.old_sha256, link.new, link.new_sha256) == (old.thumbprint, old.sha256, new.thumbprint, new.sha256)
    store.delete(old)
    asks: list[Callable[[], object]] = [lambda: store.get(old.thumbprint), lambda: store.select(old.thumbprint), lambda: store.select(thumbprint=old.sha256)]
    for ask in asks:
        with pytest.raises(cw.NotFound) as caught:
            ask()
        assert any(near.startswith(f"{new.thumbprint} superseded it") for near in caught.value.details["near"])


def test_what_was_renewed_before_is_not_renewed_again(store: cw.Store) -> None:
    old = rsa(store, "a")
    new = store.renew(old).entry
    again = store.renew(old)
    assert (again.changed, again.entry) == (False, new)
    assert len(list(store.find(archived=None))) == 2


def test_what_another_certificate_issued_is_for_that_one_to_renew(store: cw.Store) -> None:
    certificate, key = chain()[2]
    issued = cw.Identity(cw.Certificate.from_cryptography(certificate), cw.PrivateKey.from_cryptography(key))
    with pytest.raises(cw.Unsupported, match="CN=issuer"):
        store.renew(store.add(issued).entry)


def test_a_role_whose_certificates_are_not_renewed_is_respected(store: cw.Store) -> None:
    store.define_role(cw.Role("archive", renewable=False))
    entry = rsa(store, "a")
    store.assign(entry, role="archive")
    with pytest.raises(cw.InvalidArgument, match="archive"):
        store.renew(entry)


def test_without_its_key_there_is_nothing_to_renew(store: cw.Store) -> None:
    with pytest.raises(cw.NoPrivateKey):
        store.renew(store.add(foreign().certificate).entry)


def test_what_can_be_renewed_is_found_by_when_it_ends(store: cw.Store) -> None:
    soon, later = ending(store, "soon", days(10)), ending(store, "later", days(60))
    ending(store, "over", days(-1))
    kept = ending(store, "kept", days(-2), purpose="encipher", key="rsa2048")
    store.assign(kept, role="database")
    assert store.renewable_within(days(30)) == [kept, soon]
    assert store.renewable_within(days(90)) == [kept, soon, later]
    store.renew(soon)
    assert store.renewable_within(days(30)) == [kept]


@pytest.mark.parametrize("ahead", [30, "30d", None])
def test_a_length_of_time_is_a_timedelta(store: cw.Store, ahead: Any) -> None:
    for ask in (store.renewable_within, store.expiry_report):
        with pytest.raises(TypeError):
            ask(ahead)
