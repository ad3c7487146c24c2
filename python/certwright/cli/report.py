"""`report`: what a helper asks for first, and what expires."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Optional

import click

import certwright as cw
from certwright.cli.common import Database, Output, command, dry_run_option, must_be_new, rfc3339, within
from certwright.cli.entries import assignment_json, place_text
from certwright.cli.timeline import bar, days_text


@click.command()
@click.option("--expiring", metavar="90d", help="Instead: what ends within this time, expired ones included, and what it is for.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="With --expiring: write it as one page with a picture, fit to be mailed.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@dry_run_option
@command
def report(
    database: Database, output: Output, expiring: Optional[str], html: Optional[Path], force: bool, dry_run: bool
) -> None:
    """Tell all that a helper asks for first: versions, places, permissions, expiries, the last lines of the journal.

    There is no secret in it; names and addresses of certificates are. With --expiring tell only what expires.
    """
    if expiring is not None:
        _expiring(database, output, within(expiring), html, force, dry_run)
        return
    if html is not None:
        raise click.UsageError("--html goes with --expiring")
    if force or dry_run:
        raise click.UsageError("--force and --dry-run go with --html")
    facts = database.open_to_read().report()
    output.document(**facts)
    store = facts["store"]
    output.table(
        ["", ""],
        [
            ["certwright", facts["version"]],
            ["SQLite", facts["sqlite"]],
            ["System", facts["system"]],
            ["By", facts["actor"]],
            ["At", facts["at"]],
            ["Database", store["path"]],
            ["Key file", f"{store['key_file']} ({store['key_file_why']})"],
            ["Schema", f"{store['schema']}, made by {store['written_by']}"],
            ["Locked", "yes: no seal is verified" if store["locked"] else "no"],
            ["Protectors", ", ".join(protector["kind"] for protector in store["protectors"])],
            ["Contents", f"{store['certificates']} certificates, {store['private_keys']} private keys, {store['events']} lines"],
        ],
    )
    output.table(["File", "Owner", "Mode"], [[file["path"], file["owner"], f"{file['mode']:04o}"] for file in store["files"]])
    if facts["expiries"]:
        rows = [[one["thumbprint"], one["subject"], one["not_after"], "expired" if one["expired"] else ""] for one in facts["expiries"]]
        output.table(["Thumbprint", "Subject", "Valid to", "State"], rows)
    if facts["events"]:
        rows = [[str(event["number"]), event["at"], event["kind"], event["actor"]] for event in facts["events"]]
        output.table(["No.", "Time", "What", "By"], rows)
    if facts["events_error"]:
        output.say(f"warning: {facts['events_error']}")
    for warning in store["warnings"]:
        output.say(f"warning: {warning}")


def _expiring(database: Database, output: Output, until: dt.datetime, html: Optional[Path], force: bool, dry_run: bool) -> None:
    if html is None and (force or dry_run):
        raise click.UsageError("--force and --dry-run go with --html")
    if html is not None:
        must_be_new(html, force)
    found = database.open().expiry_report(max(until - dt.datetime.now(dt.timezone.utc), dt.timedelta()))
    facts: dict[str, Any] = {
        "at": rfc3339(found.at),
        "until": rfc3339(found.until),
        "certificates": [_expiring_json(one) for one in found.certificates],
        "more": found.more,
    }
    count = f"{len(found.certificates)} certificate{'' if len(found.certificates) == 1 else 's'}"
    if html is not None:
        if not dry_run:
            cw.write_file(html, found.to_html().encode(), secret=False, replace=force)
        output.document(changed=not dry_run, **({"dry_run": True} if dry_run else {}), file=str(html), **facts)
        output.say(f"{'would write' if dry_run else 'wrote'} {html}: {count}")
        return
    output.document(**facts)
    if found.certificates:
        columns = ["Valid to", "Left", f"to {rfc3339(found.until)[:10]}", "Thumbprint", "Subject", "For"]
        output.table(columns, [_cells(one, found) for one in found.certificates], whole=3)
    output.say(f"{count}{', and more' if found.more else ''}")


def _expiring_json(one: cw.ExpiringCertificate) -> dict[str, Any]:
    """A certificate that expires, in the keys that are promised."""
    entry = one.entry
    return {
        "thumbprint": entry.thumbprint,
        "sha256": entry.sha256,
        "subject": entry.subject,
        "friendly_name": entry.friendly_name,
        "not_before": rfc3339(entry.not_before),
        "not_after": rfc3339(entry.not_after),
        "days_left": one.days_left,
        "assignments": [assignment_json(assignment) for assignment in one.assignments],
        "expiry_matters": one.expiry_matters,
        "required": one.required,
    }


def _cells(one: cw.ExpiringCertificate, found: cw.ExpiryReport) -> list[str]:
    entry = one.entry
    uses = [place_text(each.role, each.scope) + (", retained" if each.retained else "") for each in one.assignments]
    uses = uses or ["required"] if one.required else uses
    matters = "" if one.expiry_matters else "; its end does not matter"
    left = days_text(entry.not_after, found.at)
    return [rfc3339(entry.not_after)[:10], left, bar(entry.not_after, found.at, found.until, 16), entry.thumbprint, entry.subject, "; ".join(uses) + matters]
