"""`where-used`: everything that refers to a certificate."""

from __future__ import annotations

from typing import Any

import click

import certwright as cw
from certwright.cli.backup_facts import backup_json, files_text
from certwright.cli.common import Database, Output, command, for_people, rfc3339
from certwright.cli.entries import assignment_json, place_text, succession_json
from certwright.cli.log import event_json
from certwright.cli.servers import decision_json, server_text


def _json(used: cw.WhereUsed) -> dict[str, Any]:
    """What refers to a certificate, in the keys that are promised."""
    entry = used.entry
    return {
        "thumbprint": entry.thumbprint,
        "sha256": entry.sha256,
        "subject": entry.subject,
        "stores": entry.stores,
        "assignments": [assignment_json(one) for one in used.assignments],
        "endpoints": used.endpoints,
        "decisions": [decision_json(one) for one in used.decisions],
        "issued": [one.thumbprint for one in used.issued],
        "issuers": used.issuers,
        "supersedes": [succession_json(one) for one in used.supersedes],
        "superseded_by": None if used.superseded_by is None else succession_json(used.superseded_by),
        "same_key": used.same_key,
        "last_export": None if used.last_export is None else event_json(used.last_export),
        "backup": None if used.backup is None else backup_json(used.backup),
        "required": used.required,
    }


def _assignment_text(one: cw.Assignment) -> str:
    since = f"since {for_people(one.since)}"
    if one.until is None:
        return f"{place_text(one.role, one.scope)}, {since}"
    kind = "retained" if one.retained else "former"
    return f"{place_text(one.role, one.scope)}, {kind}, {since} until {for_people(one.until)}"


def use_facts(used: cw.WhereUsed) -> list[list[str]]:
    """Name and value of what it is for and what is linked to it, for people."""
    facts = [["Assigned", _assignment_text(one)] for one in used.assignments]
    facts += [["Required", why] for why in used.required]
    facts += [["Supersedes", f"{one.old}, on {for_people(one.at)}"] for one in used.supersedes]
    if used.superseded_by is not None:
        facts.append(["Superseded by", f"{used.superseded_by.new}, on {for_people(used.superseded_by.at)}"])
    return facts


@click.command("where-used")
@click.argument("thumbprint")
@command
def where_used(database: Database, output: Output, thumbprint: str) -> None:
    """Show everything in the store that refers to a certificate: roles, endpoints, decisions, chains, exports and backups of its key.

    What other programs and machines refer to, it cannot know.
    """
    used = database.open().where_used(thumbprint)
    output.document(**_json(used))
    rows = [["Certificate", used.entry.subject], ["Thumbprint", used.entry.thumbprint], ["Named stores", ", ".join(used.entry.stores)]]
    rows += [["Endpoint", name] for name in used.endpoints]
    rows += [["Decision", f"{one.id}: the {one.pin} at {server_text(one)}"] for one in used.decisions]
    rows += [["Issued", f"{one.thumbprint}, {one.subject}"] for one in used.issued]
    rows += [["Issued by", one] for one in used.issuers]
    rows += [["Same key", one] for one in used.same_key]
    if used.last_export is not None:
        event = used.last_export
        rows.append(["Key exported", f"{for_people(event.at)} by {event.actor}, line {event.number} of the journal"])
    if used.backup is not None:
        rows.append(["In backup", f"{used.backup.id} of {for_people(used.backup.at)}: {files_text(used.backup)}"])
    output.table(["", ""], rows + use_facts(used))
    if not used.required:
        output.say("it is not required")
