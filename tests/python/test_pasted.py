"""Thumbprints, serial numbers and subjects as people paste them."""

from __future__ import annotations

from typing import Any

import pytest

import certwright as cw

from .material import foreign

SHA1 = "3478CDA8259A9B642A308C1F5C9E001122334455"
SHA256 = "AB" * 31 + "0C"


def spaced(digits: str, separator: str) -> str:
    """The digits in pairs."""
    return separator.join(digits[index : index + 2] for index in range(0, len(digits), 2))


NOISE = {
    "nothing": "{0}",
    "lower case": "{0:l}",
    "left-to-right mark before": "\u200e{0}",
    "right-to-left mark after": "{0}\u200f",
    "byte order mark": "\ufeff{0}",
    "zero-width space": "\u200b{0}\u200b",
    "zero-width joiners": "\u200c{0}\u200d",
    "word joiner": "\u2060{0}",
    "soft hyphen": "{0}\u00ad",
    "bidirectional marks": "\u202a{0}\u202c\u2066\u2069",
    "no-break spaces": "\u00a0{0}\u00a0",
    "narrow no-break space": "\u202f{0}",
    "blanks and line ends": " \t{0}\r\n",
    "0x": "0x{0}",
    "0X after a mark": "\u200e0X{0}",
    "pairs with blanks": "{0: }",
    "pairs with colons": "{0::}",
    "pairs with dashes": "{0:-}",
    "pairs with no-break spaces": "{0:\u00a0}",
    "pairs with zero-width spaces": "{0:\u200b}",
    "pairs with en dashes": "{0:\u2013}",
    "a mark, pairs, lower case": "\u200e{0:l }",
}


class Digits(str):
    """Digits that a format puts a separator between; `l` makes them lower-case."""

    def __format__(self, form: str) -> str:
        digits, separator = (self.lower(), form[1:]) if form.startswith("l") else (str(self), form)
        return spaced(digits, separator)


@pytest.mark.parametrize("form", NOISE.values(), ids=NOISE.keys())
@pytest.mark.parametrize("digits", [SHA1, SHA256], ids=["sha1", "sha256"])
def test_a_thumbprint_is_read_through_any_noise(form: str, digits: str) -> None:
    assert cw.parse_thumbprint(form.format(Digits(digits))) == digits


@pytest.mark.parametrize("form", NOISE.values(), ids=NOISE.keys())
def test_a_certificate_is_got_by_a_thumbprint_with_any_noise(store: cw.Store, form: str) -> None:
    certificate = store.add(foreign().certificate).entry
    assert store.get(form.format(Digits(certificate.thumbprint))) == certificate


@pytest.mark.parametrize(
    ("text", "digits"),
    [("", 0), ("\u200e", 0), (SHA1[1:], 39), (SHA1 + "0", 41), (SHA256[:-1], 63), (SHA256 + "00", 66), (spaced("AB" * 16, ":"), 32)],
)
def test_the_error_says_how_many_digits_there_were(text: str, digits: int) -> None:
    with pytest.raises(cw.InvalidThumbprint) as caught:
        cw.parse_thumbprint(text)
    assert caught.value.details["digits"] == digits
    assert f"it has {digits} hexadecimal digits" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "{4dc3e181-e14b-4a21-b022-59fc669b0914}",
        "4DC3E181-E14B-4A21-B022-59FC669B0914",
        "\u200e{4dc3e181-e14b-4a21-b022-59fc669b0914}",
        '"4dc3e181-e14b-4a21-b022-59fc669b0914"',
        "(4dc3e181-e14b-4a21-b022-59fc669b0914) ",
    ],
)
def test_a_guid_is_recognised(text: str) -> None:
    with pytest.raises(cw.InvalidThumbprint, match="GUID"):
        cw.parse_thumbprint(text)


@pytest.mark.parametrize("text", ["G" + SHA1[1:], SHA1 + ";", "CN=srv1", SHA1.replace("8", "\N{FULLWIDTH DIGIT EIGHT}")])
def test_a_strange_character_is_named(text: str) -> None:
    with pytest.raises(cw.InvalidThumbprint, match="the character"):
        cw.parse_thumbprint(text)


@pytest.mark.parametrize("wrong", [None, 5, b"AB" * 20, ["AB"]])
def test_what_is_no_text_and_no_certificate_is_a_type_error(store: cw.Store, wrong: Any) -> None:
    with pytest.raises(TypeError):
        store.get(wrong)


@pytest.mark.parametrize(
    ("text", "serial"),
    [
        ("ff01", "FF01"),
        ("00ff01", "FF01"),
        ("\u200eff:01", "FF01"),
        ("0xFF01", "FF01"),
        (" 00 FF 01 ", "FF01"),
        ("00-FF-01", "FF01"),
        ("5", "05"),
        ("0", "00"),
        ("f", "0F"),
        ("80", "80"),
    ],
)
def test_a_serial_number_is_read_as_unsigned(text: str, serial: str) -> None:
    assert cw.parse_serial(text) == serial


@pytest.mark.parametrize("text", ["", " ", "\u200e", "12G4", "-5 x", "serial", "AB" * 65])
def test_what_is_no_serial_number_is_refused(text: str) -> None:
    with pytest.raises(cw.InvalidSerialNumber):
        cw.parse_serial(text)


@pytest.mark.parametrize(("number", "serial"), [(0xFF01, "FF01"), (1, "01"), (0x80, "80"), (2**158, "40" + "00" * 19)])
def test_a_serial_number_is_shown_without_its_sign_octet(number: int, serial: str) -> None:
    certificate = foreign(serial=number).certificate
    assert certificate.serial == serial
    assert int(certificate.serial, 16) == certificate.to_cryptography().serial_number


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Netwrix Integration API", "CN=Netwrix Integration API"),
        ("CN=a, O=b", "CN=a,O=b"),
        ("cn=a;o=b", "CN=a,O=b"),
        ("CN=a,OU=1,OU=2,DC=corp,DC=example", "CN=a,OU=1,OU=2,DC=corp,DC=example"),
        (r"CN=a\, b", r"CN=a\, b"),
        ('CN="a, b"', r"CN=a\, b"),
        ("Grüße", "CN=Grüße"),
    ],
)
def test_a_subject_is_a_plain_name_or_rfc_4514(text: str, subject: str) -> None:
    assert cw.parse_subject(text) == subject


@pytest.mark.parametrize("text", ["", " ", "CN=", "CN=a,,O=b", "NOSUCH=a", "CN=a\nb", "C=Germany", "CN=" + "a" * 65, r"CN=a\zz"])
def test_what_is_no_subject_is_refused(text: str) -> None:
    with pytest.raises(cw.InvalidSubject):
        cw.parse_subject(text)
