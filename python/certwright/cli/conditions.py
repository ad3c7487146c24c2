"""The options that `list` and `find` look for certificates by."""

from __future__ import annotations

import functools
from typing import Any, Callable, Optional, TypeVar

import click

from certwright.cli.common import moment, within

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = [
    click.option("--thumbprint", help="A thumbprint of either hash, as it was pasted."),
    click.option("--serial", help="A serial number, as it was pasted."),
    click.option("--subject", help="A subject or one of its components, whole."),
    click.option("--subject-contains", metavar="TEXT", help="A part of the subject."),
    click.option("--issuer", help="An issuer or one of its components, whole."),
    click.option("--issuer-contains", metavar="TEXT", help="A part of the issuer."),
    click.option("--dns", "dns_name", help="A DNS name; a wildcard stands for what it covers."),
    click.option("--ip", "ip_address", help="An address."),
    click.option("--key-id", "subject_key_id", help="The subject key identifier, in hex."),
    click.option("--friendly-name", help="The name for people, whole."),
    click.option("--tag", help="One of its tags."),
    click.option("--store", metavar="NAME", help="Only this named store."),
    click.option("--role", metavar="R", help="Only those that serve this role, retained and archived ones included."),
    click.option("--scope", metavar="S", help="Only those that serve in this scope, retained and archived ones included."),
    click.option("--required", is_flag=True, default=None, help="Only those that the store must keep, archived ones included."),
    click.option("--has-key/--no-key", "has_private_key", default=None, help="Only those whose key is here, or is not."),
    click.option("--ca/--no-ca", "is_ca", default=None, help="Only CA certificates, or only others."),
    click.option("--self-signed/--not-self-signed", "self_signed", default=None, help="Only those signed by their own key, or others."),
    click.option("--key-algorithm", help="The kind of its key: p256, rsa2048, or rsa for any size."),
    click.option("--signature-hash", help="The hash under its signature: sha1, sha256."),
    click.option("--validity-over", metavar="DAYS", type=click.IntRange(0, 10_000_000), help="Valid for more days than this, in all."),
    click.option("--validity-under", metavar="DAYS", type=click.IntRange(0, 10_000_000), help="Valid for fewer days than this, in all."),
    click.option("--expiring", metavar="30d", help="Only those that end within this time, expired ones included."),
    click.option("--expired/--not-expired", "expired", default=None, help="Only those that have expired, or have not."),
    click.option("--valid-at", metavar="DATE", help="Only those valid at this time; a day means its beginning, UTC."),
    click.option("--archived", is_flag=True, help="Only archived ones."),
    click.option("--all", "everything", is_flag=True, help="Archived ones too."),
    click.option("--order", type=click.Choice(["added", "not-after", "not-before", "subject"]), help="In which order; as they were added unless said."),
    click.option("--desc", "descending", is_flag=True, help="The other way round."),
    click.option("--limit", type=click.IntRange(1), help="At most so many."),
]


def conditions(function: F) -> F:
    """Adds the options, and hands them over as `conditions`: keywords of `Store.find`."""

    @functools.wraps(function)
    def wrapped(
        *args: Any, archived: bool, everything: bool, expiring: Optional[str], valid_at: Optional[str], **kwargs: Any
    ) -> Any:
        found: dict[str, Any] = {name: kwargs.pop(name) for name in _NAMES}
        # what is required is so though it is archived
        needed = found["role"] is not None or found["scope"] is not None or found["required"]
        found["archived"] = None if everything or needed and not archived else archived
        found["expiring_before"] = within(expiring) if expiring else None
        found["valid_at"] = moment(valid_at) if valid_at else None
        return function(*args, conditions=found, **kwargs)

    wanted: Any = wrapped
    for option in reversed(_OPTIONS):
        wanted = option(wanted)
    return wanted  # type: ignore[no-any-return]


_NAMES = (
    "thumbprint serial subject subject_contains issuer issuer_contains dns_name ip_address subject_key_id friendly_name tag store"
    " has_private_key is_ca self_signed key_algorithm signature_hash validity_over validity_under expired role scope required order descending limit"
).split()
