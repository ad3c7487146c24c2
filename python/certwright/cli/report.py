"""`report`: what a helper asks for first."""

from __future__ import annotations

import click

from certwright.cli.common import Database, Output, command


@click.command()
@command
def report(database: Database, output: Output) -> None:
    """Tell all that a helper asks for first: versions, places, permissions, expiries, the last lines of the journal.

    There is no secret in it; names and addresses of certificates are.
    """
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
