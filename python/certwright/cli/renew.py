"""`renew`: a new certificate in the place of an old one."""

from __future__ import annotations

import datetime as dt
from typing import Any, Optional

import click

import certwright as cw
from certwright.cli import Failed
from certwright.cli.assign import must_be_own_installation, say_notes
from certwright.cli.common import Database, Output, command, dry_run_option, for_people, refusal, within
from certwright.cli.entries import entry_json, place_text


@click.command()
@click.argument("thumbprint", required=False)
@click.option("--same-key", is_flag=True, help="With the key that it has, where others hold a copy of the public key.")
@click.option("--expiring", metavar="30d", help="Instead of one: those that end within this time and can be renewed here.")
@click.option("--all", "everything", is_flag=True, help="With --expiring: all of them.")
@dry_run_option
@command
def renew(
    database: Database,
    output: Output,
    thumbprint: Optional[str],
    same_key: bool,
    expiring: Optional[str],
    everything: bool,
    dry_run: bool,
) -> None:
    """Renew self-signed certificates: the same names, purpose and length of validity, and a new key.

    The new one takes the old one's place in named stores, roles and endpoints, and in decisions to trust exactly it. The old one is
    archived, and retained where a role is essential. One that was renewed before is not renewed again.
    """
    if (thumbprint is None) == (expiring is None):
        raise click.UsageError("give either a THUMBPRINT or --expiring")
    if everything and expiring is None:
        raise click.UsageError("--all goes with --expiring")
    if thumbprint is not None:
        _one(output, database.open(), thumbprint, same_key, dry_run)
        return
    assert expiring is not None  # one of the two is given
    ahead = within(expiring) - dt.datetime.now(dt.timezone.utc)
    store = database.open()
    found = store.renewable_within(ahead)
    if dry_run or not everything:
        for entry in found:
            output.say(f"would renew: {entry.thumbprint}, {entry.subject}, valid to {for_people(entry.not_after)}")
        if not dry_run and found:
            raise click.UsageError(f"this would renew {len(found)}: add --all if they are all meant")
        output.document(changed=False, **({"dry_run": True} if dry_run else {}), certificates=[entry_json(entry) for entry in found])
        if not found:
            output.say("there is nothing to renew")
        return
    _all(output, store, found, same_key)


def _json(renewed: cw.Renewed) -> dict[str, Any]:
    """What a renewal came to, in the keys that are promised."""
    return {**entry_json(renewed.entry), "changed": renewed.changed, "old": renewed.old.thumbprint, "notes": renewed.notes}


def _say(output: Output, renewed: cw.Renewed) -> None:
    entry = renewed.entry
    output.say(f"{'renewed' if renewed.changed else 'was renewed before'}: {entry.subject}, valid to {for_people(entry.not_after)}")
    output.say(f"{entry.thumbprint} in the place of {renewed.old.thumbprint}")
    say_notes(output, renewed.notes)


def _one(output: Output, store: cw.Store, thumbprint: str, same_key: bool, dry_run: bool) -> None:
    if not dry_run:
        renewed = store.renew(thumbprint, same_key=same_key)
        output.document(**_json(renewed))
        _say(output, renewed)
        return
    entry = store.get(thumbprint, archived=True)
    before = None if _serves(store, entry) else _last_successor(store, entry)
    if before is None:
        _must_be_renewable(store, entry)
    output.document(**entry_json(entry), changed=False, dry_run=True, would_change=before is None)
    told = "would renew" if before is None else f"was renewed before, by {before.new}"
    output.say(f"{told}: {entry.subject}, valid to {for_people(entry.not_after)}")


def _serves(store: cw.Store, entry: cw.Entry) -> bool:
    """Whether a role or an endpoint has it at present, though it may have been superseded before."""
    return any(one.until is None for one in entry.assignments) or any(one.sha256 == entry.sha256 for one in store.endpoints())


def _last_successor(store: cw.Store, entry: cw.Entry) -> Optional[cw.Succession]:
    """Of those that took its place one after another, the last one that is here."""
    last, next_one = None, store.superseded_by(entry)
    while next_one is not None:
        if any(store.find(thumbprint=next_one.new_sha256, archived=None)):
            last = next_one
        next_one = store.superseded_by(next_one.new_sha256)
    return last


def _must_be_renewable(store: cw.Store, entry: cw.Entry) -> None:
    """Refuses what the core would not renew."""
    for one in entry.assignments:
        if one.until is None and not store.role(one.role).renewable:
            why = f"certificates of {place_text(one.role, one.scope)} are not renewed; make another one and assign it"
            raise refusal("invalid_argument", f"role: {why}", what="role", why=why)
    entry.identity()  # whoever has no key here has nothing to renew
    if not entry.self_signed:
        what = f"the renewal of {entry.thumbprint}"
        why = f"it was issued by {entry.issuer}, which has to renew it; import what that gives, and assign it"
        raise refusal("unsupported", f"{what} is not supported: {why}", what=what, why=why)
    must_be_own_installation(store)


def _all(output: Output, store: cw.Store, found: list[cw.Entry], same_key: bool) -> None:
    """One after another, whatever becomes of each; where any fails, the first error's document lists those that are `done` and `failed`."""
    done: list[cw.Renewed] = []
    failed: list[tuple[cw.Entry, cw.CertwrightError]] = []
    for entry in found:
        try:
            done.append(store.renew(entry, same_key=same_key))
        except cw.CertwrightError as error:
            failed.append((entry, error))
            output.say(f"not renewed: {entry.thumbprint}: {error}")
            continue
        _say(output, done[-1])
    if failed:
        facts = [{"thumbprint": entry.thumbprint, "message": str(error)} for entry, error in failed]
        raise Failed(failed[0][1], done=[_json(one) for one in done], failed=facts) from failed[0][1]
    output.document(changed=any(one.changed for one in done), certificates=[_json(one) for one in done])
    if not done:
        output.say("there is nothing to renew")
