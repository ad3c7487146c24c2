"""Decisions about servers: what they make trusted, and what they do not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import certwright as cw

from .authority import FAR_OFF, GONE_BY, Held, issue
from .peers import serving


def probe(held: Held, folder: Path) -> cw.Probed:
    """What a server with this certificate presents; it is then as if it were always on the same port."""
    with serving(held.server(folder)) as port:
        return cw.probe(f"localhost:{port}")


def test_a_decision_makes_exactly_this_certificate_trusted_at_this_server_alone(store: cw.Store, tmp_path: Path) -> None:
    held = issue("own", names=("another.example",))
    shown = probe(held, tmp_path)
    made = store.trust(shown.server, shown.chain, shown.chain[0].sha256, by="Ada", why="asked Bob")
    assert (made.id, made.host, made.port, made.pin, made.certificate) == (1, "localhost", shown.port, "certificate", held.ours)
    assert (made.by, made.why, made.until, made.holds()) == ("Ada", "asked Bob", None, True)
    assert store.decisions() == [made]
    trusted = store.verify(shown.chain, "LOCALHOST.", shown.port)
    assert (trusted.basis, trusted.decision, trusted.path, trusted.notes) == ("decision", made, [held.ours], [])
    for host, port in [("localhost", shown.port % 65535 + 1), ("localhost", None), ("127.0.0.1", shown.port)]:
        with pytest.raises(cw.Untrusted):
            store.verify(shown.chain, host, port)


def test_another_certificate_after_a_decision_is_an_error_of_its_own(store: cw.Store, root: Held, tmp_path: Path) -> None:
    store.add(root.ours, store="TrustedRoot")  # though its issuer is trusted
    old, new = issue("own"), issue("own", root)
    shown = probe(old, tmp_path)
    store.trust(shown.server, shown.chain, old.ours)
    with pytest.raises(cw.ServerCertificateChanged) as changed:
        store.verify([new.ours], shown.host, shown.port)
    assert (changed.value.old, changed.value.new) == (old.ours.sha256, new.ours.sha256)
    assert f"{shown.server} presents another certificate than was decided upon" in str(changed.value)


def test_a_renewal_under_the_pinned_key_passes_and_one_under_another_does_not(store: cw.Store, tmp_path: Path) -> None:
    old = issue("own")
    shown = probe(old, tmp_path)
    store.trust(shown.server, shown.chain, old.ours, pin="key")
    renewed = probe(issue("own", key=old.key), tmp_path)
    assert store.verify(renewed.chain, shown.host, shown.port).basis == "decision"
    with pytest.raises(cw.ServerCertificateChanged):
        store.verify([issue("own").ours], shown.host, shown.port)


def test_a_renewal_under_the_pinned_ca_passes_and_what_another_issued_does_not(store: cw.Store, intermediate: Held, good: Held, tmp_path: Path) -> None:
    shown = probe(good, tmp_path)
    made = store.trust(shown.server, shown.chain, intermediate.ours.thumbprint, pin="ca")
    assert made.certificate == intermediate.ours
    assert store.verify([issue("new", intermediate).ours], shown.host, shown.port).path[-1] == intermediate.ours
    with pytest.raises(cw.ServerCertificateChanged):
        store.verify([issue("own").ours], shown.host, shown.port)
    with pytest.raises(cw.Untrusted) as refused:
        store.verify([issue("new", intermediate, names=("other.example",)).ours], shown.host, shown.port)
    assert [reason.code for reason in refused.value.reasons] == ["host_mismatch"]
    assert list(store.find(store="TrustedRoot")) == []


def test_a_ca_goes_into_trusted_root_only_when_that_is_said(store: cw.Store, intermediate: Held, good: Held) -> None:
    chain = [good.ours, intermediate.ours]
    with pytest.raises(cw.InvalidArgument, match="only a CA goes into TrustedRoot"):
        store.trust("localhost:1", chain, good.ours, trusted_root=True)
    store.trust("localhost:1", chain, intermediate.ours, pin="ca", trusted_root=True)
    assert [entry.sha256 for entry in store.find(store="TrustedRoot")] == [intermediate.ours.sha256]
    assert store.verify(chain, "127.0.0.1", 2).basis == "trusted-root"


def test_no_decision_makes_an_expired_certificate_good(store: cw.Store) -> None:
    expired = issue("own", until=GONE_BY).ours
    with pytest.raises(cw.Untrusted) as refused:
        store.trust("localhost:1", [expired], expired)
    assert [reason.code for reason in refused.value.reasons] == ["expired"]
    assert store.decisions() == []


def test_a_decision_ends_and_says_so(store: cw.Store) -> None:
    own = issue("own").ours
    ends = FAR_OFF - dt.timedelta(days=400)
    made = store.trust("localhost:1", [own], own, until=ends)
    assert (made.until, made.holds(), made.holds(ends + dt.timedelta(seconds=1))) == (ends, True, False)
    assert store.verify([own], "localhost", 1, at=ends).basis == "decision"
    with pytest.raises(cw.Untrusted) as refused:
        store.verify([own], "localhost", 1, at=ends + dt.timedelta(seconds=1))
    assert [reason.code for reason in refused.value.reasons] == ["root_not_trusted", "trust_ended"]


def test_a_removed_decision_is_told_in_the_journal_and_holds_no_more(store: cw.Store) -> None:
    own = issue("own").ours
    made = store.trust("localhost:1", [own], own)
    assert store.remove_decision(made.id) == made
    assert [event.kind for event in store.events()][-2:] == ["trust-added", "trust-removed"]
    with pytest.raises(cw.Untrusted):
        store.verify([own], "localhost", 1)
    with pytest.raises(cw.NotFound):
        store.remove_decision(made.id)


def test_the_roots_of_the_system_can_be_left_out_and_replaced(store: cw.Store, root: Held, good: Held) -> None:
    chain = [good.ours, *map(cw.Certificate.from_cryptography, good.above)]
    client = issue("client", root).ours
    every: list[bool | list[cw.Certificate]] = [True, False, []]
    for roots in every:
        with pytest.raises(cw.Untrusted):
            store.verify(chain, "localhost", system_roots=roots)
    with pytest.raises(TypeError):
        store.verify(chain, "localhost", system_roots=3)  # type: ignore[arg-type]
    with pytest.raises(cw.InvalidArgument, match="give host="):
        store.verify(chain)
    with pytest.raises(cw.InvalidArgument, match="without host and port"):
        store.verify([client], "localhost", purpose="client")


def test_people_are_trusted_under_their_own_names(store: cw.Store) -> None:
    own = issue("own").ours
    store.add(own, store="TrustedPeople")
    assert store.verify([own], "localhost").basis == "trusted-people"
    with pytest.raises(cw.Untrusted):
        store.verify([own], "other.example")
