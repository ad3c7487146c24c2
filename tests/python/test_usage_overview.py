"""The overview, what could go, what refers to a certificate, what expires."""

from __future__ import annotations

import html.parser

import pytest

import certwright as cw

from .material import NOW, chain, days, ending, lose_key, rsa


def states(store: cw.Store) -> list[tuple[str, str, bool, bool]]:
    lines = store.overview().assignments
    return [(line.assignment.role, line.state, line.serves, line.assignment.retained) for line in lines]


def test_an_empty_store_has_an_empty_overview(store: cw.Store) -> None:
    found = store.overview(all=True)
    assert (found.assignments, found.otherwise_required, found.others, found.not_required) == ([], [], 0, [])


def test_each_line_says_how_it_stands(store: cw.Store) -> None:
    good, expiring, expired, decrypting = (
        rsa(store, "good"),
        ending(store, "expiring", days(10)),
        ending(store, "expired", days(-10)),
        ending(store, "decrypting", days(-10), purpose="encipher", key="rsa2048"),
    )
    lost = store.provide("password-reset").entry
    for entry, role in ((good, "master-key"), (expiring, "ssl-connection"), (expired, "client"), (decrypting, "database")):
        store.assign(entry, role=role)
    lose_key(store, lost)
    assert states(store) == [
        ("client", "expired", False, False),
        ("database", "expired_decrypting", True, False),
        ("master-key", "good", True, False),
        ("password-reset", "key_missing", False, False),
        ("ssl-connection", "expiring", True, False),
    ]
    line = store.overview().assignments[1]
    assert (line.meaning, line.entry) == ("expired but still decrypting", decrypting)
    assert line.role is not None and line.role == store.role("database")


def test_retained_ones_come_behind_the_current_one(store: cw.Store) -> None:
    first, second = rsa(store, "first"), rsa(store, "second")
    for entry in (first, second):
        store.assign(entry, role="database", scope="db1")
    lines = store.overview(scope="db1").assignments
    assert [(line.entry, line.assignment.retained) for line in lines] == [(second, False), (first, True)]


def test_what_is_required_without_a_role_is_said_with_why(store: cw.Store) -> None:
    ca, issuer, leaf = (cw.Certificate.from_cryptography(certificate) for certificate, _ in chain())
    for certificate in (issuer, leaf):
        store.add(certificate)
    used = store.create_self_signed("srv1", dns_names=["srv1.corp.example"])
    store.endpoint().https(certificate=used)
    found = store.overview()
    assert {one.entry.subject: one.why[0].split()[0:2] for one in found.otherwise_required} == {
        "CN=issuer": ["it", "issued"],
        "CN=srv1": ["the", "endpoint"],
    }
    assert found.others == 1
    assert store.overview(scope="db1").otherwise_required == []


def test_what_is_not_required_is_counted_and_told_with_why_where_it_is_asked_for(store: cw.Store) -> None:
    over, free, served = ending(store, "over", days(-3)), rsa(store, "free"), rsa(store, "served")
    store.assign(served, role="database", scope="test")
    store.release(served, role="database", scope="test")
    assert (store.overview().others, store.overview().not_required) == (3, [])
    found = {one.entry.subject: one for one in store.overview(all=True).not_required}
    assert found["CN=free"].why == ["no role is known that it had"] and not found["CN=free"].is_over
    assert found["CN=over"].why[0].startswith("it expired on") and found["CN=over"].entry == over
    assert not found["CN=over"].is_over, "its key may decrypt what nobody here knows of"
    assert found["CN=served"].why[0].startswith("it served database (test) from")
    assert [(one.role, one.scope) for one in found["CN=served"].served] == [("database", "test")]
    assert [one.entry for one in store.overview(scope="test", all=True).not_required] == [served]
    assert free in [one.entry for one in store.overview(all=True).not_required]


def test_left_overs_are_never_required_and_valid_ones_only_where_they_are_meant(store: cw.Store) -> None:
    over, free, served, kept = ending(store, "over", days(-3)), rsa(store, "free"), rsa(store, "served"), rsa(store, "kept")
    root = store.add(cw.self_signed("root", purpose="ca").certificate, store="TrustedRoot").entry
    store.assign(kept, role="database", scope="test")
    store.assign(served, role="ssl-connection", scope="test")
    store.unassign(served, role="ssl-connection", scope="test")
    assert [one.entry for one in store.leftovers()] == [served]
    assert [one.entry for one in store.leftovers(scope="test")] == [served]
    assert [one.entry for one in store.leftovers(unassigned=True)] == [over, free, served]
    assert root in list(store.find())


def test_all_that_refers_to_a_certificate_is_told(store: cw.Store) -> None:
    old = store.create_self_signed("srv1", dns_names=["srv1.corp.example"], purpose="both", key="rsa2048")
    store.assign(old, role="database", scope="db1")
    store.endpoint("web").https(certificate=old)
    new = store.renew(old, same_key=True).entry
    decision = store.trust("srv1.corp.example:443", [new], new.sha256)
    store.export(new, with_key=True, password="correct horse")
    used = store.where_used(new)
    assert used.entry == new
    assert [(one.role, one.scope) for one in used.assignments] == [("database", "db1")]
    assert used.endpoints == ["web"]
    assert used.decisions == [decision]
    assert [link.old for link in used.supersedes] == [old.thumbprint] and used.superseded_by is None
    assert used.same_key == [old.thumbprint]
    assert used.last_export is not None and (used.last_export.kind, used.last_export.number) == ("key-exported", store.last_event)
    assert used.required == ["it is assigned to database (db1)", "the endpoint web uses it"]
    former = store.where_used(old)
    assert former.superseded_by is not None and former.superseded_by.new == new.thumbprint
    assert former.last_export is None and former.endpoints == []


def test_a_chain_is_told_from_both_its_ends(store: cw.Store) -> None:
    root, issuer, leaf = (cw.Certificate.from_cryptography(certificate) for certificate, _ in chain())
    for certificate in (root, issuer, leaf):
        store.add(certificate)
    used = store.where_used(issuer)
    assert [entry.subject for entry in used.issued] == ["CN=leaf"]
    assert store.where_used(leaf).issuers == [issuer.thumbprint]
    with pytest.raises(cw.NotFound):
        store.where_used("AB" * 20)


def test_the_report_has_what_ends_within_the_time_and_what_it_is_for(store: cw.Store) -> None:
    soon = ending(store, "soon", days(10.5), friendly_name="Büro <b>")
    over = ending(store, "over", days(-1.5), purpose="encipher", key="rsa2048")
    ending(store, "later", days(100))
    store.assign(over, role="database", scope="db1")
    report = store.expiry_report(days(30))
    found = [(one.entry, one.days_left, one.expiry_matters, one.required) for one in report.certificates]
    assert found == [(over, -2, False, True), (soon, 10, True, False)]
    assert [(one.role, one.scope) for one in report.certificates[0].assignments] == [("database", "db1")]
    assert report.until - report.at == days(30) and report.at >= NOW.replace(microsecond=0)
    assert report.more is False
    with pytest.raises(cw.InvalidArgument):
        store.expiry_report(days(-1))


class _Page(html.parser.HTMLParser):
    """What a page refers to, and whether it runs anything."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loaded += [value or "" for name, value in attrs if name in ("src", "href") or name.startswith("on")]


def test_the_page_is_whole_in_itself_runs_nothing_and_shows_names_as_they_are(store: cw.Store) -> None:
    entry = ending(store, "soon", days(10), friendly_name="<script>alert(1)</script>")
    text = store.expiry_report(days(30)).to_html()
    page = _Page()
    page.feed(text)
    assert "svg" in page.tags and not page.tags & {"script", "link", "img", "iframe"} and page.loaded == []
    assert entry.thumbprint in text and "<script>" not in text


def test_each_end_is_told_once(store: cw.Store) -> None:
    soon, over = ending(store, "soon", days(10)), ending(store, "over", days(-1))
    ending(store, "later", days(100))
    assert [store.tell_expiries() for _ in range(2)] == [2, 0]
    told = {(event.kind, event.thumbprint) for event in store.events() if event.kind in ("near-expiry", "expired")}
    assert told == {("near-expiry", soon.thumbprint), ("expired", over.thumbprint)}


def test_who_follows_the_journal_is_told_of_ends(store: cw.Store) -> None:
    ending(store, "soon", days(10))
    kinds = [event.kind for event in store.watch(timeout=0.5)]
    assert kinds == ["created", "issued", "near-expiry"]
