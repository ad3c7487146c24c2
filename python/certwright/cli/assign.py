"""What a certificate is for: `assign`, `unassign`."""

from __future__ import annotations

import unicodedata
from typing import Any, Optional

import click

import certwright as cw
from certwright.cli.common import Database, Output, command, dry_run_option, refusal
from certwright.cli.entries import assignment_json, place_text

role_option = click.option("--role", required=True, metavar="R", help="What it is for; `certwright role list` has the names.")
scope_option = click.option("--scope", metavar="S", help="Where: a database, an endpoint, an application; the whole installation unless given.")


def _folded(scope: Optional[str]) -> bytes:
    """A scope as scopes are compared: without blanks around it, composed, and the case of ASCII letters does not matter."""
    return unicodedata.normalize("NFC", (scope or "").strip()).encode().lower()


def current(store: cw.Store, role: str, scope: Optional[str]) -> Optional[cw.Assignment]:
    """What serves there now."""
    own = (one for one in store.assignments() if one.until is None and one.role == role and _folded(one.scope) == _folded(scope))
    return next(own, None)


def must_suit(certificate: cw.Certificate, role: cw.Role) -> None:
    """Refuses a kind of key that the core would not assign to the role."""
    if role.purpose == "encipher" and not certificate.key_algorithm.startswith("rsa"):
        what, why = f"{certificate.key_algorithm} for the role {role.name}", "hosts decrypt with RSA keys only; take a certificate with one"
        raise refusal("unsupported", f"{what} is not supported: {why}", what=what, why=why)


def must_be_own_installation(store: cw.Store) -> None:
    """Refuses what would make a key for a role in a copy, or in a store of another installation."""
    why = store.other_installation()
    if why is not None:
        path = str(store.path)
        message = f"the store {path} is not this installation's: {why}; if it is to be from here on, run certwright store adopt"
        raise refusal("other_installation", message, path=path, why=why)


def _print(output: Output, assigned: cw.Assigned, done: str) -> None:
    one = assigned.assignment
    facts = {**assignment_json(one), "thumbprint": one.thumbprint, "sha256": one.sha256}
    output.document(changed=assigned.changed, **facts, replaced=assigned.replaced, notes=assigned.notes)
    output.say(f"{done if assigned.changed else 'was so already'}: {one.thumbprint}, {place_text(one.role, one.scope)}")
    if assigned.replaced is not None:
        output.say(f"  in the place of {assigned.replaced}")
    say_notes(output, assigned.notes)


def say_notes(output: Output, notes: list[str]) -> None:
    for note in notes:
        output.say(f"note: {note}")


@click.command()
@click.argument("thumbprint")
@role_option
@scope_option
@click.option("--create", is_flag=True, help="Define the role if it is not there, with the rules that lose nothing.")
@dry_run_option
@command
def assign(
    database: Database, output: Output, thumbprint: str, role: str, scope: Optional[str], create: bool, dry_run: bool
) -> None:
    """Say what a certificate is for. It takes the place of the one that was current there.

    Where the role is essential the former one is retained: old data may need it. Its private key must be here.
    """
    store = database.open()
    if not dry_run:
        _print(output, store.assign(thumbprint, role=role, scope=scope, create_role=create), "assigned")
        return
    entry = store.get(thumbprint, archived=True)
    known = {one.name: one for one in store.roles()}
    must_suit(entry, cw.Role(role) if create and role not in known else store.role(role))
    entry.identity()  # its key is here and opens
    former = current(store, role, scope)
    changes = former is None or former.sha256 != entry.sha256
    _would(output, entry.thumbprint, entry.sha256, role, scope, changes, former.thumbprint if former and changes else None)


def _would(output: Output, thumbprint: str, sha256: str, role: str, scope: Optional[str], changes: bool, replaced: Optional[str]) -> None:
    facts: dict[str, Any] = dict(role=role, scope=scope, thumbprint=thumbprint, sha256=sha256, replaced=replaced)
    output.document(changed=False, dry_run=True, would_change=changes, **facts)
    there = place_text(role, scope)
    output.say(f"would assign: {thumbprint}, {there}" if changes else f"was so already: {thumbprint}, {there}")
    if replaced is not None:
        output.say(f"  in the place of {replaced}")


@click.command()
@click.argument("thumbprint")
@role_option
@scope_option
@click.option("--release", is_flag=True, help="Let go of it for good: no old data needs it there, and it may be deleted.")
@dry_run_option
@command
def unassign(
    database: Database, output: Output, thumbprint: str, role: str, scope: Optional[str], release: bool, dry_run: bool
) -> None:
    """End what a certificate is for. Where the role is essential it is retained, unless --release is given.

    The certificate may be gone. No other one is put or made in its place.
    """
    store = database.open()
    if not dry_run:
        end = store.release if release else store.unassign
        _print(output, end(thumbprint, role=role, scope=scope), "released" if release else "unassigned")
        return
    wanted, essential = cw.parse_thumbprint(thumbprint), not release and store.role(role).essential
    own = [one for one in store.assignments() if one.role == role and _folded(one.scope) == _folded(scope)]
    own = [one for one in own if wanted in (one.thumbprint, one.sha256)]
    if not own:
        what = f"an assignment of {wanted} to {place_text(role, scope)}"
        raise refusal("not_found", f"{what} is not there", wanted=what, near=[])
    # the current one; else what is retained, which only a release ends; else the newest
    one = next((one for one in own if one.until is None), None) or next((one for one in own if one.retained), own[0])
    changes = one.until is None or one.retained and release
    retains = essential if one.until is None else one.retained and not release
    output.document(
        changed=False, dry_run=True, would_change=changes, role=one.role, scope=one.scope, thumbprint=one.thumbprint, sha256=one.sha256, retained=retains
    )
    told = "was so already" if not changes else "would release" if release else "would unassign"
    output.say(f"{told}: {one.thumbprint}, {place_text(one.role, one.scope)}{', and retain it' if changes and retains else ''}")
