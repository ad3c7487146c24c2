"""`new`: a self-signed certificate."""

from __future__ import annotations

import contextlib
from typing import Any, Optional

import click

import certwright as cw
from certwright._certwright import built_in_roles
from certwright.cli.assign import must_be_own_installation, must_suit, say_notes
from certwright.cli.common import Database, Output, command, dry_run_option, for_people, refusal
from certwright.cli.entries import certificate_json, entry_json, place_text


@click.command()
@click.argument("subject")
@click.option("--dns", "dns_names", multiple=True, metavar="NAME", help="A DNS name; may be given several times.")
@click.option("--ip", "ip_addresses", multiple=True, metavar="ADDRESS", help="An address; may be given several times.")
@click.option("--no-names", is_flag=True, help="No names: a server's certificate has this host's unless some are given.")
@click.option("--addresses-also-as-dns", is_flag=True, help="Addresses as DNS names too, for old clients (RFC 9525 forbids it).")
@click.option("--key", help="p256, p384, ed25519, rsa2048, rsa3072 or rsa4096; follows purpose and reader.")
@click.option("--for", "reader", metavar="READER", help="Who must be able to use the key: windows, netframework, sql-server.")
@click.option("--valid-from", metavar="DATE", help="When it begins; today means now less 5 minutes.")
@click.option("--valid-to", metavar="DATE", help="The last day or second; 5 years unless said.")
@click.option("--days", type=click.IntRange(1, 10_000_000), help="How many days.")
@click.option("--years", type=click.IntRange(1, 10_000), help="How many years.")
@click.option("--no-expiry", is_flag=True, help="Until 9999-12-31T23:59:59Z.")
@click.option("--purpose", help="server, client, both, ca, encipher or codesign; that of the role, or server.")
@click.option("--friendly-name", help="A name for people.")
@click.option("--tag", "tags", multiple=True, help="A free word; may be given several times.")
@click.option("--store", "named_store", metavar="NAME", help="The named store; Personal unless said.")
@click.option("--create-store", is_flag=True, help="Make the named store if it is not there.")
@click.option("--role", metavar="R", help="Assign it to this role, whose purpose and kind of key it has unless others are given.")
@click.option("--scope", metavar="S", help="With --role: where it serves; the whole installation unless given.")
@click.option("--ensure", is_flag=True, help="Take the valid one that is there already, if it is what is asked for.")
@dry_run_option
@command
def new(
    database: Database,
    output: Output,
    subject: str,
    dns_names: tuple[str, ...],
    ip_addresses: tuple[str, ...],
    no_names: bool,
    named_store: Optional[str],
    create_store: bool,
    friendly_name: Optional[str],
    tags: tuple[str, ...],
    role: Optional[str],
    scope: Optional[str],
    ensure: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Make a certificate that its own key signs, and keep it.

    SUBJECT is a plain name ("Integration API") or an RFC 4514 string ("CN=srv1, O=Example"). Dates are YYYY-MM-DD,
    DD.MM.YYYY, RFC 3339, or MM/DD/YYYY and DD/MM/YYYY where only one of the two exists. With --role it takes the place of
    the certificate that is current there.
    """
    if scope is not None and role is None:
        raise click.UsageError("--scope goes with --role")
    # one handle from here on: a passphrase on standard input can be read once
    opened = None if role is None or database.is_to_be_made else database.open()
    rules = None if role is None else _rules(opened, role)
    if rules is not None:
        # a purpose of one's own chooses its own kind of key
        options["key"] = options["key"] or (rules.default_key if options["purpose"] is None else None)
    options["purpose"] = options["purpose"] or (rules.purpose if rules else "server")
    this_host = options["purpose"].strip().lower() in ("server", "both") and not (no_names or dns_names or ip_addresses)
    wanted: dict[str, Any] = dict(options, dns_names=list(dns_names), ip_addresses=list(ip_addresses), this_host=this_host)
    if dry_run:
        made = cw.self_signed(subject, **wanted).certificate
        if rules is not None:
            must_suit(made, rules)  # what the core would refuse to assign
        facts = certificate_json(made)
        for chance in ("thumbprint", "sha256", "serial"):
            del facts[chance]  # another one would be made
        output.document(**facts, changed=False, dry_run=True)
        output.say(f"would make {made.subject}, {made.key_algorithm}, valid to {for_people(made.not_after)}")
        if role is not None:
            output.say(f"would assign it: {place_text(role, scope)}")
        return
    if database.is_to_be_made:
        database.check_named_store(named_store, create_store)  # fails before a store is made
        cw.self_signed(subject, **wanted)
    store = opened or database.open_or_create()
    place: dict[str, Any] = dict(store=named_store, create_store=create_store, friendly_name=friendly_name, tags=list(tags))
    if ensure:
        added = store.ensure_self_signed(subject, **wanted, **place)
        entry, changed = added.entry, added.changed
    else:
        entry, changed = store.create_self_signed(subject, **wanted, **place), True
    if role is None:
        output.document(**entry_json(entry), changed=changed)
    else:
        assigned = _assigned(store, entry, role, scope, is_new=not ensure)
        output.document(**entry_json(entry), changed=changed or assigned.changed, replaced=assigned.replaced, notes=assigned.notes)
    output.say(f"{'made' if changed else 'there already'}: {entry.subject}, valid to {for_people(entry.not_after)}")
    output.say(entry.thumbprint)
    if role is not None:
        output.say(f"{'assigned' if assigned.changed else 'was assigned already'}: {place_text(role, scope)}")
        say_notes(output, assigned.notes)


def _rules(store: Optional[cw.Store], role: str) -> cw.Role:
    """A role's rules, known before anything is made; refused in a store in which no keys are to be made for roles."""
    if store is None:
        known = {one.name: one for one in built_in_roles()}
        if role not in known:
            message = f"there is no role {role!r}; there are {', '.join(known)}; define it first"
            raise refusal("unknown_role", message, name=role, known=list(known))
        return known[role]
    must_be_own_installation(store)
    return store.role(role)


def _assigned(store: cw.Store, entry: cw.Entry, role: str, scope: Optional[str], *, is_new: bool) -> cw.Assigned:
    """Assigns it; where that fails, what was made by this very call goes again, and never one that may have been there."""
    try:
        return store.assign(entry, role=role, scope=scope)
    except cw.CertwrightError:
        if is_new:
            with contextlib.suppress(cw.CertwrightError):  # the first error is the one to tell
                store.delete(entry)
        raise
