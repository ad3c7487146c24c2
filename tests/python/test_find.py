"""`find` gives all that match, `select` exactly one."""

from __future__ import annotations

import collections.abc
import datetime as dt
from typing import Any

import pytest

import certwright as cw

from .material import foreign, many_certificates

UTC = dt.timezone.utc


def _day(year: int) -> dt.datetime:
    return dt.datetime(year, 1, 1, tzinfo=UTC)


@pytest.fixture
def full(store: cw.Store) -> cw.Store:
    """A store with certificates that differ in everything that can be looked for."""
    store.add(foreign("old", serial=0xFF01, not_before=_day(2001), not_after=_day(2011)), friendly_name="Old Server", tags=["web", "Legacy"])
    store.create_self_signed("CN=srv1,OU=Web,O=Example", dns_names=["srv1.corp.example"], ip_addresses=["10.0.0.5", "2001:db8::1"], no_expiry=True)
    store.add(cw.self_signed("CN=Root,O=Example", purpose="ca", no_expiry=True).certificate, store="TrustedRoot")
    store.archive(store.create_self_signed("gone", valid_from="2040-01-01", valid_to="2041-01-01", friendly_name="50%_off!"))
    return store


@pytest.mark.parametrize(
    ("conditions", "subjects"),
    [
        ({}, ["old", "srv1", "Root"]),
        ({"archived": None}, ["old", "srv1", "Root", "gone"]),
        ({"archived": True}, ["gone"]),
        ({"text": "srv1"}, ["srv1"]),
        ({"text": "srv"}, []),
        ({"text": "FF01"}, ["old"]),
        ({"text": "Old server"}, ["old"]),
        ({"text": "10.0.0.5"}, ["srv1"]),
        ({"text": "2001:0db8::0001"}, ["srv1"]),
        ({"text": "SRV1.corp.example"}, ["srv1"]),
        ({"text": "O=Example"}, ["srv1", "Root"]),
        ({"contains": "r"}, ["old", "srv1", "Root"]),
        ({"contains": "CORP"}, ["srv1"]),
        ({"contains": "%"}, []),
        ({"contains": "%_off!", "archived": None}, ["gone"]),
        ({"subject": "CN=srv1"}, ["srv1"]),
        ({"subject": "cn=SRV1,ou=web"}, ["srv1"]),
        ({"subject": "CN=srv1,O=Example"}, []),
        ({"subject": "sr"}, []),
        ({"issuer": "O=Example"}, ["srv1", "Root"]),
        ({"serial": "\u200e00:ff:01"}, ["old"]),
        ({"dns_name": "srv1.CORP.example"}, ["srv1"]),
        ({"dns_name": "10.0.0.5"}, []),
        ({"ip_address": "2001:db8:0::1"}, ["srv1"]),
        ({"friendly_name": "old server"}, ["old"]),
        ({"tag": "legacy"}, ["old"]),
        ({"store": "Root"}, ["Root"]),
        ({"has_private_key": True}, ["old", "srv1"]),
        ({"has_private_key": False}, ["Root"]),
        ({"is_ca": True}, ["Root"]),
        ({"is_ca": False, "has_private_key": True, "store": "My"}, ["old", "srv1"]),
        ({"expiring_before": _day(2012)}, ["old"]),
        ({"expiring_before": _day(2011)}, []),
        ({"expiring_before": dt.datetime(2011, 1, 1, 1, tzinfo=UTC).astimezone(dt.timezone(dt.timedelta(hours=-5)))}, ["old"]),
        ({"valid_at": _day(2005)}, ["old"]),
        ({"valid_at": _day(2040), "archived": None}, ["srv1", "Root", "gone"]),
    ],
)
def test_all_that_is_given_must_hold(full: cw.Store, conditions: dict[str, Any], subjects: list[str]) -> None:
    assert [entry.common_name for entry in full.find(**conditions)] == subjects


@pytest.mark.parametrize(
    ("conditions", "error"),
    [
        ({"ip_address": "10.0.0"}, cw.InvalidArgument),
        ({"serial": "none"}, cw.InvalidSerialNumber),
        ({"subject": "CN=a,,"}, cw.InvalidSubject),
        ({"issuer": ""}, cw.InvalidSubject),
        ({"nonsense": 1}, TypeError),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused(full: cw.Store, conditions: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        full.find(**conditions)


def test_what_is_found_is_an_iterator_and_no_list(full: cw.Store) -> None:
    found = full.find()
    assert isinstance(found, collections.abc.Iterator) and iter(found) is found
    assert [next(found).common_name, *(entry.common_name for entry in found)] == ["old", "srv1", "Root"]
    assert list(found) == []


def test_what_is_found_is_read_only_as_far_as_it_is_asked_for(store: cw.Store) -> None:
    store.import_file(many_certificates(600))
    found = store.find()
    first = next(found)
    last = store.select(subject="srv599")
    store.delete(last)
    rest = list(found)
    assert first not in rest
    assert len({first, *rest}) == 599
    assert last not in rest


def test_what_is_found_comes_in_the_order_in_which_it_was_added(store: cw.Store) -> None:
    store.import_file(many_certificates(300))
    assert [entry.common_name for entry in store.find()] == [f"srv{number}" for number in range(300)]


def test_what_is_found_may_be_changed_while_it_is_read(store: cw.Store) -> None:
    store.import_file(many_certificates(300))
    for entry in store.find():
        store.archive(entry)
    assert list(store.find()) == []
    assert len(list(store.find(archived=True))) == 300


def test_select_gives_the_only_one(full: cw.Store) -> None:
    assert full.select("srv1").common_name == "srv1"
    assert full.select(issuer="CN=old").common_name == "old"


def test_select_among_several_is_ambiguous_and_names_them(full: cw.Store) -> None:
    with pytest.raises(cw.Ambiguous) as caught:
        full.select(subject="O=Example")
    candidates = caught.value.details["candidates"]
    wanted = [full.select(subject=name) for name in ("srv1", "Root")]
    assert [entry.thumbprint in candidate for entry, candidate in zip(wanted, candidates)] == [True, True]
    assert "2 certificates match" in str(caught.value)


def test_select_of_none_names_what_comes_near(full: cw.Store) -> None:
    with pytest.raises(cw.NotFound) as caught:
        full.select(subject="gone")
    assert len(caught.value.details["near"]) == 1
    assert full.select(subject="gone", archived=True).thumbprint in caught.value.details["near"][0]


def test_select_newest_valid_takes_the_one_valid_now_with_its_key_that_began_last(store: cw.Store) -> None:
    for not_before, not_after in ((2001, 2999), (2005, 2999), (2006, 2007), (2998, 2999)):
        store.add(foreign("a", serial=not_before, not_before=_day(not_before), not_after=_day(not_after)))
    store.add(foreign("a", serial=9, not_before=_day(2008)).certificate)
    assert store.select(subject="a", newest_valid=True).not_before == _day(2005)


def test_select_newest_valid_says_why_others_were_passed_over(store: cw.Store) -> None:
    store.add(foreign("a", serial=1, not_after=_day(2002)))
    store.add(foreign("a", serial=2).certificate)
    with pytest.raises(cw.NotFound) as caught:
        store.select(subject="a", newest_valid=True)
    assert [near.rsplit(": ", 1)[1] for near in caught.value.details["near"]] == ["not valid now", "no private key"]


def test_select_newest_valid_of_two_that_began_together_is_ambiguous(store: cw.Store) -> None:
    for serial in (1, 2):
        store.add(foreign("a", serial=serial))
    with pytest.raises(cw.Ambiguous):
        store.select(subject="a", newest_valid=True)


@pytest.fixture
def several(store: cw.Store) -> cw.Store:
    """Certificates that differ in each condition; the order is that of their letters backwards."""
    store.create_self_signed("c", days=10, key="p384")
    store.create_self_signed("b", years=1, key="p256")
    store.add(foreign("a").certificate)
    return store


@pytest.mark.parametrize(
    ("conditions", "wanted"),
    [
        ({"subject_contains": "N=A"}, "a"),
        ({"issuer_contains": "n=c"}, "c"),
        ({"self_signed": True}, "cba"),
        ({"self_signed": False}, ""),
        ({"key_algorithm": "P384"}, "c"),
        ({"key_algorithm": "rsa"}, ""),
        ({"signature_hash": "SHA-256"}, "ba"),
        ({"signature_hash": "sha384"}, "c"),
        ({"validity_over": 11}, "ba"),
        ({"validity_over": dt.timedelta(days=400)}, "a"),
        ({"validity_under": 11}, "c"),
        ({"validity_under": dt.timedelta(days=400)}, "cb"),
        ({"expired": False}, "cba"),
        ({"expired": True}, ""),
        ({"order": "subject"}, "abc"),
        ({"order": "not_after"}, "cba"),
        ({"order": "not-before", "descending": False, "limit": 1}, "a"),
        ({"order": "added", "descending": True}, "abc"),
        ({"limit": 2}, "cb"),
        ({"limit": 0}, ""),
        ({"limit": None, "order": None, "expired": None}, "cba"),
    ],
)
def test_each_condition_holds(several: cw.Store, conditions: dict[str, Any], wanted: str) -> None:
    assert "".join(entry.subject[3:] for entry in several.find(**conditions)) == wanted


@pytest.mark.parametrize("form", [str, bytes])
def test_a_key_id_is_octets_or_pasted_hex(several: cw.Store, form: type) -> None:
    id = several.select(subject="b").subject_key_id
    assert id is not None
    given = id if form is bytes else f"\u200e{id.hex(':').lower()} "
    assert [entry.subject for entry in several.find(subject_key_id=given)] == ["CN=b"]


@pytest.mark.parametrize("form", ["sha1", "sha256", "entry", "pasted"])
def test_a_thumbprint_is_a_condition_too(several: cw.Store, form: str) -> None:
    entry = several.select(subject="b")
    given: dict[str, Any] = {"sha1": entry.thumbprint, "sha256": entry.sha256, "entry": entry, "pasted": f"\u200e{entry.thumbprint.lower()}"}
    assert several.select(thumbprint=given[form]) == entry


@pytest.mark.parametrize(
    "conditions",
    [{"order": "size"}, {"subject_key_id": "ABC"}, {"subject_key_id": "xy"}, {"subject_key_id": ""}, {"validity_over": 2**62}, {"ip_address": "1.2"}],
)
def test_a_condition_of_another_form_is_refused(store: cw.Store, conditions: dict[str, Any]) -> None:
    with pytest.raises(cw.InvalidArgument):
        store.find(**conditions)


@pytest.mark.parametrize(
    "conditions",
    [{"nonsense": 1}, {"expired": 1}, {"order": 1}, {"subject_key_id": 1}, {"validity_over": "1"}, {"valid_at": "2026-01-01"}, {"subject": b"a"}, {"limit": "1"}],
)
def test_a_keyword_that_is_unknown_or_of_another_type_is_a_type_error(store: cw.Store, conditions: dict[str, Any]) -> None:
    for method in (store.find, store.select):
        with pytest.raises(TypeError, match=next(iter(conditions))):
            method(**conditions)
