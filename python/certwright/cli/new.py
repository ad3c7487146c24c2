"""`new`: a self-signed certificate."""

from __future__ import annotations

from typing import Any, Optional

import click

import certwright as cw
from certwright.cli.common import Database, Output, certificate_json, command, dry_run_option, entry_json, for_people


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
@click.option("--purpose", default="server", show_default=True, help="server, client, both, ca, encipher or codesign.")
@click.option("--friendly-name", help="A name for people.")
@click.option("--tag", "tags", multiple=True, help="A free word; may be given several times.")
@click.option("--store", "named_store", metavar="NAME", help="The named store; Personal unless said.")
@click.option("--create-store", is_flag=True, help="Make the named store if it is not there.")
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
    ensure: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Make a certificate that its own key signs, and keep it.

    SUBJECT is a plain name ("Integration API") or an RFC 4514 string ("CN=srv1, O=Example"). Dates are YYYY-MM-DD,
    DD.MM.YYYY, RFC 3339, or MM/DD/YYYY and DD/MM/YYYY where only one of the two exists.
    """
    this_host = options["purpose"] .strip().lower() in ("server", "both") and not (no_names or dns_names or ip_addresses)
    wanted: dict[str, Any] = dict(options, dns_names=list(dns_names), ip_addresses=list(ip_addresses), this_host=this_host)
    if dry_run:
        made = cw.self_signed(subject, **wanted).certificate
        facts = certificate_json(made)
        for chance in ("thumbprint", "sha256", "serial"):
            del facts[chance]  # another one would be made
        output.document(**facts, changed=False, dry_run=True)
        output.say(f"would make {made.subject}, {made.key_algorithm}, valid to {for_people(made.not_after)}")
        return
    if database.is_to_be_made:
        database.check_named_store(named_store, create_store)  # fails before a store is made
        cw.self_signed(subject, **wanted)
    store = database.open_or_create()
    place: dict[str, Any] = dict(store=named_store, create_store=create_store, friendly_name=friendly_name, tags=list(tags))
    if ensure:
        added = store.ensure_self_signed(subject, **wanted, **place)
        entry, changed = added.entry, added.changed
    else:
        entry, changed = store.create_self_signed(subject, **wanted, **place), True
    output.document(**entry_json(entry), changed=changed)
    output.say(f"{'made' if changed else 'there already'}: {entry.subject}, valid to {for_people(entry.not_after)}")
    output.say(entry.thumbprint)
