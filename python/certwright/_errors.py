"""The exceptions: one class for each status, each also what Python people expect to catch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from certwright._certwright import STATUSES


class CertwrightError(Exception):
    """What went wrong. `str()` of it is one line that says what to do."""

    status: int
    """The number, the same in every language; 0 stands for no error."""
    code: str
    """The name in JSON, such as ``not_found``."""
    details: dict[str, Any]
    """The values that the message was made of, so that a program can say it in its own words."""

    def __init__(self, message: str, *, status: int, code: str, details: dict[str, Any]) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.details = details

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return (from_status, (self.status, self.message, self.details))


class Internal(CertwrightError, RuntimeError):
    """Something that certwright itself must not let happen."""


class AlreadyExists(CertwrightError, FileExistsError):
    """The file is there; nothing was overwritten."""


class Ambiguous(CertwrightError, LookupError):
    """Several certificates match where exactly one is wanted."""


class AmbiguousDate(CertwrightError, ValueError):
    """The date can be read as two different days."""


class Busy(CertwrightError, TimeoutError):
    """Another process holds the store for too long."""


class Cancelled(CertwrightError, RuntimeError):
    """The work was stopped because its progress callback asked for it."""


class Conflict(CertwrightError, ValueError):
    """What is to be restored and what is here cannot both hold; nothing was restored."""


class Damaged(CertwrightError, ValueError):
    """The content is cut short or altered."""


class HandshakeFailed(CertwrightError, ConnectionError):
    """The server answers, and no TLS connection comes about."""

    @property
    def kind(self) -> str:
        """Why, in a word that stays: closed, key_not_proven, no_common_cipher, no_starttls, not_tls, old_protocol, refused, ..."""
        return str(self.details.get("kind", ""))


class InvalidArgument(CertwrightError, ValueError):
    """An argument is not of the form it must have."""


class InvalidDate(CertwrightError, ValueError):
    """The text is not a date."""


class InvalidSerialNumber(CertwrightError, ValueError):
    """The text is not a serial number."""


class InvalidSubject(CertwrightError, ValueError):
    """The text is not a subject."""


class InvalidThumbprint(CertwrightError, ValueError):
    """The text is not a thumbprint."""


class InvalidValidity(CertwrightError, ValueError):
    """The end of the validity is not after its beginning."""


class Io(CertwrightError, OSError):
    """The system refused to read or write a file."""


class KeyFileExposed(CertwrightError, PermissionError):
    """Others can read the key file."""


class KeyFileMissing(CertwrightError, FileNotFoundError):
    """The key file of the store is not there."""


class KeyFileWrong(CertwrightError, PermissionError):
    """The key file does not open this store."""


class KeyMismatch(CertwrightError, ValueError):
    """The private key does not belong to the certificate."""


class LastProtector(CertwrightError, PermissionError):
    """The last protector of a store cannot be removed."""


class LegacyAlgorithm(CertwrightError, ValueError):
    """The file is protected by an algorithm that is not to be relied on any more."""


class MalformedCertificate(CertwrightError, ValueError):
    """The bytes are not a certificate."""


class MalformedKey(CertwrightError, ValueError):
    """The bytes are not a private key."""


class Missing(CertwrightError, LookupError):
    """The key of an essential role is not here, and is never made anew."""


class Moved(CertwrightError, FileNotFoundError):
    """The store was moved, replaced or deleted while it was open."""


class NetworkFileSystem(CertwrightError, NotImplementedError):
    """The store lies on a network file system."""


class NewerSchema(CertwrightError, RuntimeError):
    """The store was written by a newer version."""


class NoPrivateKey(CertwrightError, LookupError):
    """The certificate is there without its private key."""


class NotAStore(CertwrightError, ValueError):
    """The file is not a certificate store."""


class NotFound(CertwrightError, KeyError):
    """What was asked for is not there."""


class NotRestorable(CertwrightError, RuntimeError):
    """A backup was made or read, and does not restore what it should hold."""


class OlderSchema(CertwrightError, RuntimeError):
    """The store was written by an older version and must be upgraded."""


class OtherInstallation(CertwrightError, PermissionError):
    """The store belongs to another installation, or is a copy of one that is still in use."""


class OtherSigner(CertwrightError, PermissionError):
    """Another store's key signed the bundle."""


class Panic(CertwrightError, RuntimeError):
    """certwright failed in a way that must not happen, and the call was stopped."""


class PasswordRequired(CertwrightError, ValueError):
    """The file is encrypted and no password was given."""


class Required(CertwrightError, PermissionError):
    """The certificate is still needed."""


class ServerCertificateChanged(CertwrightError, ValueError):
    """The server presents another certificate than the one that was decided upon."""

    @property
    def old(self) -> str:
        """SHA-256 of the certificate that was decided upon."""
        return str(self.details.get("old", ""))

    @property
    def new(self) -> str:
        """SHA-256 of the certificate that it presents."""
        return str(self.details.get("new", ""))


class StoreLocked(CertwrightError, PermissionError):
    """The store was opened without its key."""


class Tampered(CertwrightError, RuntimeError):
    """The store was altered by someone without its key."""


class TimedOut(CertwrightError, TimeoutError):
    """The server did not answer in time."""


class TooLarge(CertwrightError, ValueError):
    """The input is larger than what is taken."""


class Unauthenticated(CertwrightError, ValueError):
    """The file has no integrity check, and one was demanded."""


class Unreachable(CertwrightError, ConnectionError):
    """No connection to the server comes about."""


class ApplyFailed(CertwrightError, RuntimeError):
    """The server did not take up the certificate that was written for it."""


class UnfitCertificate(CertwrightError, ValueError):
    """The certificate cannot be a server's."""


class EndpointState(CertwrightError, RuntimeError):
    """The endpoint is not set to HTTPS, and has nothing to serve with."""


class UnknownFormat(CertwrightError, ValueError):
    """The file is of no kind that is read."""


class UnknownRole(CertwrightError, KeyError):
    """There is no role of this name."""


class UnknownStoreName(CertwrightError, KeyError):
    """There is no named store of this name."""


class Unsupported(CertwrightError, NotImplementedError):
    """It is understood but cannot be done."""


@dataclass(frozen=True)
class Reason:
    """One thing that is wrong with a chain."""

    code: str
    """A word that stays, such as ``expired``."""
    place: int
    """Which certificate of the path: 0 is the leaf, the last one the root."""
    certificate: str
    """The subject of that certificate."""
    message: str
    """A sentence for people."""
    advice: str
    """What could be done about it."""

    def __str__(self) -> str:
        return self.message


class Untrusted(CertwrightError, ValueError):
    """No path leads from the certificate to a root that is right in all points."""

    @property
    def reasons(self) -> list[Reason]:
        """All that is wrong with the best path."""
        return [Reason(**reason) for reason in self.details.get("reasons", [])]

    @property
    def path(self) -> list[str]:
        """The subjects of the best path, the leaf first."""
        return list(self.details.get("path", []))


class WorkLimit(CertwrightError, ValueError):
    """The input asks for more work than is allowed."""


class WrongPassword(CertwrightError, ValueError):
    """The password does not open it."""


_CLASSES = {cls.__name__.lower(): cls for cls in CertwrightError.__subclasses__()}
_BY_STATUS = {number: (_CLASSES[code.replace("_", "")], code) for number, code, _ in STATUSES}


def from_status(status: int, message: str, details: dict[str, Any]) -> CertwrightError:
    """The exception for an error of the core."""
    cls, code = _BY_STATUS[status]
    return cls(message, status=status, code=code, details=details)
