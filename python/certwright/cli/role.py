"""`role`: the roles that there are, and the host's own."""

from __future__ import annotations

from typing import Any, Optional

import click

import certwright as cw
from certwright.cli.common import Database, Output, command, dry_run_option, refusal


def role_json(role: cw.Role) -> dict[str, Any]:
    """A role, in the keys that are promised."""
    return {
        "name": role.name,
        "description": role.description,
        "essential": role.essential,
        "in_backup": role.in_backup,
        "expiry_matters": role.expiry_matters,
        "purpose": role.purpose,
        "default_key": role.default_key,
        "renewable": role.renewable,
        "built_in": role.built_in,
    }


@click.group()
def role() -> None:
    """The roles that certificates can have, each with its rules."""


def _word(holds: bool) -> str:
    return "yes" if holds else "no"


@role.command("list")
@command
def list_(database: Database, output: Output) -> None:
    """List the roles: the built-in ones, then the host's own."""
    roles = database.open().roles()
    output.document(roles=[role_json(one) for one in roles])
    columns = ["Role", "Essential", "In backup", "Expiry matters", "Renewable", "Purpose", "Key", "Description"]
    rules = ("essential", "in_backup", "expiry_matters", "renewable")
    rows = [[one.name, *(_word(getattr(one, rule)) for rule in rules), one.purpose, one.default_key or "", one.description] for one in roles]
    output.table(columns, rows)


@role.command()
@click.argument("name")
@click.option("--description", default="", metavar="TEXT", help="What it is, for people.")
@click.option("--not-essential", is_flag=True, help="Its key can be made again, and former ones are not retained.")
@click.option("--not-in-backup", is_flag=True, help="A backup leaves its certificates out.")
@click.option("--expiry-does-not-matter", is_flag=True, help="Its key keeps decrypting when the certificate has expired.")
@click.option("--purpose", default="both", show_default=True, help="server, client, both, ca, encipher or codesign: what is made for it.")
@click.option("--key", metavar="KIND", help="p256, p384, ed25519, rsa2048, rsa3072 or rsa4096; follows the purpose.")
@click.option("--not-renewable", is_flag=True, help="Its certificates are not renewed.")
@dry_run_option
@command
def define(
    database: Database,
    output: Output,
    name: str,
    description: str,
    not_essential: bool,
    not_in_backup: bool,
    expiry_does_not_matter: bool,
    purpose: str,
    key: Optional[str],
    not_renewable: bool,
    dry_run: bool,
) -> None:
    """Define a role of the host's own, or change its rules. What is not given is as in a new one: the rules that lose nothing."""
    wanted = cw.Role(
        name,
        description=description,
        essential=not not_essential,
        in_backup=not not_in_backup,
        expiry_matters=not expiry_does_not_matter,
        purpose=purpose,
        default_key=key,
        renewable=not not_renewable,
    )
    store = database.open()
    if dry_run:
        if wanted.built_in:
            raise refusal("invalid_argument", f"role: {name} is built in, and its rules are fixed", what="role", why="it is built in")
        known = {one.name: one for one in store.roles()}
        changes = known.get(name) != wanted
        output.document(changed=False, dry_run=True, would_change=changes, **role_json(wanted))
        output.say(f"{'would define' if changes else 'was so already'}: {name}")
        return
    changed = store.define_role(wanted)
    output.document(changed=changed, **role_json(wanted))
    output.say(f"{'defined' if changed else 'was so already'}: {name}")


@role.command()
@click.argument("name")
@dry_run_option
@command
def remove(database: Database, output: Output, name: str, dry_run: bool) -> None:
    """Take a role of the host's own away, to which no certificate is assigned and for which none is retained."""
    store = database.open()
    known = store.role(name)
    if dry_run:
        if known.built_in:
            raise refusal("invalid_argument", f"role: {name} is built in", what="role", why="it is built in")
        if any(one.role == name and one.holds() for one in store.assignments()):
            why = f"certificates are assigned to {name}, or retained for it; unassign and release them first"
            raise refusal("invalid_argument", f"role: {why}", what="role", why=why)
        output.document(changed=False, dry_run=True, **role_json(known))
        output.say(f"would remove: {name}")
        return
    changed = store.remove_role(name)
    output.document(changed=changed, **role_json(known))
    output.say(f"removed: {name}")
