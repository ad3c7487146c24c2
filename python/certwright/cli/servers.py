"""Whom the store believes: `trust probe`, `trust add`, `trust list`, `trust remove`."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any, Optional

import click

import certwright as cw
from certwright._certwright import parse_server
from certwright.cli.common import Database, Output, command, dry_run_option, for_people, is_terminal, rfc3339, within, yes_option
from certwright.cli.entries import certificate_json

_starttls = click.option("--starttls", type=click.Choice(["no", "postgres", "smtp"]), help="How TLS begins; unless given, as the URL says.")
_timeout = click.option(
    "--timeout", type=click.FloatRange(0.001, 86400), default=10.0, show_default=True, metavar="SECONDS", help="How long all of it may take."
)


def _probed_json(probed: cw.Probed) -> dict[str, Any]:
    """What a server presented, in the keys that are promised."""
    return {
        "server": probed.server,
        "host": probed.host,
        "port": probed.port,
        "address": probed.address,
        "protocol": probed.protocol,
        "cipher": probed.cipher,
        "client_certificate": probed.client_certificate,
        "certificates": [certificate_json(certificate) for certificate in probed.chain],
    }


def decision_json(decision: cw.TrustDecision) -> dict[str, Any]:
    """A decision, in the keys that are promised."""
    return {
        "id": decision.id,
        "host": decision.host,
        "port": decision.port,
        "pin": decision.pin,
        "thumbprint": decision.certificate.thumbprint,
        "sha256": decision.certificate.sha256,
        "key_sha256": decision.key_sha256,
        "subject": decision.certificate.subject,
        "by": decision.by,
        "why": decision.why,
        "since": rfc3339(decision.since),
        "until": None if decision.until is None else rfc3339(decision.until),
        "holds": decision.holds(),
    }


def _crl_json(crl: cw.Crl) -> dict[str, Any]:
    """A list, in the keys that are promised."""
    due = crl.next_update
    return {
        "sha256": crl.sha256,
        "issuer": crl.issuer,
        "this_update": rfc3339(crl.this_update),
        "next_update": None if due is None else rfc3339(due),
        "added": rfc3339(crl.added),
    }


def server_text(decision: cw.TrustDecision) -> str:
    return f"[{decision.host}]:{decision.port}" if ":" in decision.host else f"{decision.host}:{decision.port}"


def _say_lines(output: Output, text: str, indent: str = "") -> None:
    """Several lines, each by itself: what a line break within one would do is not done."""
    for line in text.split("\n"):
        output.say(indent + line)


_CLIENT = {
    "asked": "asks for a client certificate, and does without one",
    "not-asked": "asks for no client certificate",
    "required": "refuses clients without a certificate",
}


@click.command()
@click.argument("server", metavar="HOST:PORT|URL")
@_starttls
@_timeout
@command
def probe(database: Database, output: Output, server: str, starttls: Optional[str], timeout: float) -> Optional[int]:
    """Look at what a server presents: is it trusted, on what does that rest, and if not, why not and what could be done.

    One connection is made, for the handshake alone. The answer is that of the store and of the roots of
    the system; exit status 3 where the server is not trusted.
    """
    store = database.open()
    probed = cw.probe(server, timeout=timeout, starttls=starttls)
    head = {**_probed_json(probed), "picture": probed.picture().split("\n")}
    try:
        trusted = store.verify(probed.chain, probed.host, probed.port)
    except cw.Untrusted as error:
        details = error.details
        output.document(trusted=False, **head, basis=None, decision=None, reasons=details["reasons"], changed_from=None, notes=probed.notes)
        output.say(f"not trusted: {probed.server}")
        for reason in error.reasons:
            output.say(f"  {reason.place} {reason.message}")
            output.say(f"    -> {reason.advice}")
    except cw.ServerCertificateChanged as error:
        output.document(trusted=False, **head, basis=None, decision=None, reasons=[], changed_from=error.old, notes=probed.notes)
        output.say(f"not trusted: {probed.server}")
        output.say(f"  {error.message}")
    else:
        decision = None if trusted.decision is None else decision_json(trusted.decision)
        notes = [*probed.notes, *trusted.notes]
        output.document(trusted=True, **head, basis=trusted.basis, decision=decision, reasons=[], changed_from=None, notes=notes)
        output.say(f"trusted: {probed.server}, {_basis(trusted)}")
        _say_facts(output, probed, notes)
        return None
    _say_facts(output, probed, probed.notes)
    return 3


def _basis(trusted: cw.Trusted) -> str:
    """What it rests on, for people."""
    if trusted.decision is not None:
        decision = trusted.decision
        until = "" if decision.until is None else f", until {for_people(decision.until)}"
        return f"by decision {decision.id} of {decision.by}, for the {decision.pin}, since {for_people(decision.since)}{until}"
    if trusted.basis == "trusted-people":
        return "its certificate is in TrustedPeople"
    where = "in TrustedRoot" if trusted.basis == "trusted-root" else "a root of the system"
    return f"by {trusted.path[-1].subject}, {where}"


def _say_facts(output: Output, probed: cw.Probed, notes: list[str]) -> None:
    output.say("")
    _say_lines(output, probed.picture(), "  ")
    output.say("")
    output.say(f"  {probed.protocol}, {probed.cipher}, at {probed.address}; the server {_CLIENT[probed.client_certificate]}")
    for note in notes:
        output.say(f"  note: {note}")


@click.command()
@click.argument("server", metavar="HOST:PORT|URL")
@click.option("--as-key", is_flag=True, help="Trust every certificate of its key, so that a renewal which keeps the key passes.")
@click.option("--as-ca", is_flag=True, help="Trust, at this server, what the CA issues for it that the thumbprint names.")
@click.option("--trusted-root", is_flag=True, help="With --as-ca: put the CA into TrustedRoot; whatever it issues, for any name, is trusted then.")
@click.option("--people", is_flag=True, help="Put the certificate into TrustedPeople instead: trusted wherever it is presented under its names.")
@click.option("--why", default="", metavar="TEXT", help="Why; kept with the decision.")
@click.option("--by", metavar="NAME", help="Who decides; this account unless given.")
@click.option("--until", metavar="D", help="Until when the decision holds: a date, or 30d, 6w, 3m, 1y.")
@click.option("--days", type=click.IntRange(1, 36500), help="For how many days the decision holds.")
@click.option("--thumbprint", metavar="T", help="The thumbprint, SHA-1 or SHA-256, of what is to be trusted; nothing else is.")
@_starttls
@_timeout
@yes_option
@dry_run_option
@command
def add(
    database: Database,
    output: Output,
    server: str,
    as_key: bool,
    as_ca: bool,
    trusted_root: bool,
    people: bool,
    why: str,
    by: Optional[str],
    until: Optional[str],
    days: Optional[int],
    thumbprint: Optional[str],
    starttls: Optional[str],
    timeout: float,
    yes: bool,
    dry_run: bool,
) -> None:
    """Trust what a server presents, at this name and port alone, after it was shown.

    One connection is made; what is shown is what is trusted. Whoever decides compares the thumbprint with what whoever runs
    the server says. Without a terminal --yes and --thumbprint say that this was done. A decision overrules the name and the
    unknown issuer, never dates or purpose.
    """
    if as_key + as_ca + people > 1:
        raise click.UsageError("--as-key, --as-ca and --people exclude one another")
    if trusted_root and not as_ca:
        raise click.UsageError("--trusted-root goes with --as-ca: only a CA goes into TrustedRoot")
    if until is not None and days is not None:
        raise click.UsageError("give either --until or --days")
    if people and (until is not None or days is not None or by is not None or why):
        raise click.UsageError("--people makes no decision: --why, --by, --until and --days do not go with it")
    shown = is_terminal(sys.stdin) and not output.as_json and not yes
    if not dry_run and not shown and not (yes and thumbprint is not None):
        raise click.UsageError("nothing is trusted unseen: without a question at a terminal it needs --yes, and --thumbprint for what was compared")
    length = until if days is None else f"{days}d"
    ends = None if length is None else within(length)
    store = database.open()
    probed = cw.probe(server, timeout=timeout, starttls=starttls)
    chosen = _chosen(probed, thumbprint, as_ca)
    warnings = _warnings(probed, chosen, as_ca, trusted_root)
    for line in ["", *probed.picture().split("\n"), "", *(f"WARNING: {warning}" for warning in warnings)]:
        output.say(line)
    pin = "ca" if as_ca else "key" if as_key else "certificate"
    what = f"{'every certificate of the key of' if as_key else 'what is issued by' if as_ca else 'exactly'} {chosen.subject}"
    where = "wherever it is presented under its own names" if people else f"at {probed.server}"
    facts = {**_probed_json(probed), "thumbprint": chosen.thumbprint, "sha256": chosen.sha256, "pin": None if people else pin, "warnings": warnings}
    if dry_run:
        output.document(changed=False, dry_run=True, **facts, decision=None, others=[])
        output.say(f"would trust {what}, {where}")
        return
    if shown:
        output.say(f"SHA-256 {chosen.sha256}")
        question = f"Does whoever runs the server say the same thumbprint, and is {what} to be trusted {where}?"
        click.confirm(question, abort=True, err=True)
    if people:
        added = store.add(chosen, store="TrustedPeople")
        output.document(changed=added.changed, **facts, decision=None, others=[])
        output.say(f"{'trusted' if added.changed else 'was trusted already'}: {what}, {where}")
        return
    known = {one.id for one in store.decisions()}
    is_root = not trusted_root or any(store.find(thumbprint=chosen.sha256, store="TrustedRoot"))
    decision = store.trust(probed.server, probed.chain, chosen.sha256, pin=pin, by=by, why=why, until=ends, trusted_root=trusted_root)
    changed = decision.id not in known or not is_root
    others = [one for one in store.decisions() if (one.host, one.port) == (decision.host, decision.port) and one.id != decision.id and one.holds()]
    output.document(changed=changed, **facts, decision=decision_json(decision), others=[decision_json(other) for other in others])
    ends_text = "" if decision.until is None else f", until {for_people(decision.until)}"
    output.say(f"{'trusted' if changed else 'was trusted already'}: {what}, {where}{ends_text} (decision {decision.id})")
    for other in others:
        subject = other.certificate.subject
        output.say(f"still trusted there by decision {other.id}: the {other.pin} of {subject}; `certwright trust remove {other.id}` takes that away")


def _chosen(probed: cw.Probed, thumbprint: Optional[str], as_ca: bool) -> cw.Certificate:
    """What is to be trusted of what was presented: it must be what the thumbprint names."""
    candidates = [one for one in probed.chain[1:] if one.is_ca] if as_ca else probed.chain[:1]
    if not candidates:
        raise click.UsageError(f"{probed.server} presented no CA certificate; import it into TrustedRoot, or trust the server's certificate")
    if thumbprint is None:
        return candidates[-1]
    wanted = cw.parse_thumbprint(thumbprint)
    for one in candidates:
        if wanted in (one.thumbprint, one.sha256):
            return one
    presented = "; ".join(f"{one.sha256} ({one.subject})" for one in candidates)
    raise click.UsageError(f"{wanted} is not the thumbprint of what {probed.server} presented, which is {presented}")


def _warnings(probed: cw.Probed, chosen: cw.Certificate, as_ca: bool, trusted_root: bool) -> list[str]:
    """What --as-ca and --trusted-root mean."""
    if trusted_root:
        return [
            f"whoever has the key of {chosen.subject} can then make certificates for every name, and all of them are trusted by this store, "
            "for servers and clients"
        ]
    if as_ca:
        return [f"whoever has the key of {chosen.subject} can then make certificates for {probed.host}, and they are trusted at {probed.server}"]
    return []


@click.command("list")
@command
def list_(database: Database, output: Output) -> None:
    """List the decisions about servers, those that have ended included, and the CRLs that are kept.

    What is trusted everywhere: list --store TrustedRoot.
    """
    store = database.open()
    decisions, crls = store.decisions(), store.crls()
    output.document(decisions=[decision_json(decision) for decision in decisions], crls=[_crl_json(crl) for crl in crls])
    rows = [
        [
            str(decision.id),
            server_text(decision),
            decision.pin,
            f"{decision.certificate.subject} {decision.certificate.sha256}",
            decision.by,
            for_people(decision.since),
            "" if decision.until is None else for_people(decision.until) + ("" if decision.holds() else " (ended)"),
            decision.why,
        ]
        for decision in decisions
    ]
    if rows:
        output.table(["Id", "Server", "Trusts the", "Certificate", "By", "Since", "Until", "Why"], rows)
    else:
        output.say("there are no decisions about servers")
    if crls:
        output.say("")
        output.table(["CRL of", "Made", "Next due", "SHA-256"], [_crl_row(crl) for crl in crls])


def _crl_row(crl: cw.Crl) -> list[str]:
    due = crl.next_update
    stale = " (stale)" if due is not None and due < dt.datetime.now(dt.timezone.utc) else ""
    return [crl.issuer, for_people(crl.this_update), "" if due is None else for_people(due) + stale, crl.sha256]


@click.command()
@click.argument("which", metavar="ID|HOST:PORT|SHA256")
@dry_run_option
@command
def remove(database: Database, output: Output, which: str, dry_run: bool) -> None:
    """Take a decision away, by its number or all about one server; or a CRL, by its SHA-256.

    The server is then judged as any other.
    """
    store = database.open()
    crl = next((one for one in store.crls() if one.sha256 == which.upper()), None) if len(which) == 64 else None
    if crl is not None:
        if not dry_run:
            store.remove_crl(crl.sha256)
        output.document(changed=not dry_run, **({"dry_run": True} if dry_run else {}), decisions=[], crls=[_crl_json(crl)])
        output.say(f"{'would remove' if dry_run else 'removed'}: the CRL of {crl.issuer}")
        return
    if which.isascii() and which.isdigit() and not dry_run:
        found = [store.remove_decision(int(which))]  # by itself, so that one which was altered stands in no other's way
    elif which.isascii() and which.isdigit():
        found = [decision for decision in store.decisions() if decision.id == int(which)]
    else:
        host, port = parse_server(which)
        found = [decision for decision in store.decisions() if (decision.host, decision.port) == (host, port)]
        if not dry_run:
            found = [store.remove_decision(decision.id) for decision in found]
    if not found:
        raise cw.NotFound(f"there is no decision {which}; certwright trust list lists them", status=23, code="not_found", details={"wanted": which})
    removed = [decision_json(decision) for decision in found]
    output.document(changed=not dry_run, **({"dry_run": True} if dry_run else {}), decisions=removed, crls=[])
    for decision in found:
        output.say(f"{'would remove' if dry_run else 'removed'}: decision {decision.id}, the {decision.pin} at {server_text(decision)}")
