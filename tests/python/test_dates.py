"""Dates in and out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import certwright as cw

UTC = dt.timezone.utc
DAY = dt.date(2026, 2, 13)
NOON = dt.datetime(2026, 2, 13, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-02-13", DAY),
        ("02/13/2026", DAY),
        ("13/02/2026", DAY),
        ("13.02.2026", DAY),
        (" 13.2.2026\n", DAY),
        ("05/05/2026", dt.date(2026, 5, 5)),
        ("02/29/2028", dt.date(2028, 2, 29)),
        ("2026-02-13T12:00:00Z", NOON),
        ("2026-02-13t12:00:00z", NOON),
        ("2026-02-13 14:00:00+02:00", NOON),
        ("2026-02-13T12:00:00.250Z", NOON.replace(microsecond=250_000)),
        ("9999-12-31T23:59:59Z", dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_date_is_read_in_the_forms_that_people_write(text: str, found: dt.date) -> None:
    read = cw.parse_date(text)
    assert (read, type(read)) == (found, type(found))
    if isinstance(read, dt.datetime):
        assert read.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("01/02/2026", ["2026-01-02", "2026-02-01"]),
        ("12/11/2026", ["2026-12-11", "2026-11-12"]),
    ],
)
def test_a_date_with_two_readings_is_an_error_that_shows_both(text: str, readings: list[str]) -> None:
    with pytest.raises(cw.AmbiguousDate) as caught:
        cw.parse_date(text)
    assert caught.value.details == {"text": text, "readings": readings}
    assert all(reading in str(caught.value) for reading in readings)


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "2026-02-30", "02/29/2026", "30/30/2026", "31.04.2026", "26-02-13", "13/02/26", "2026-02-13T12:00:00", "2026-13-01", "0001-01-01", "²026-02-13"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(cw.InvalidDate):
        cw.parse_date(text)


class _Lost(dt.tzinfo):
    """A time zone that does not know its offset, which makes a datetime naive."""

    def utcoffset(self, when: dt.datetime | None) -> None:
        return None

    def dst(self, when: dt.datetime | None) -> None:
        return None

    def tzname(self, when: dt.datetime | None) -> None:
        return None


@pytest.mark.parametrize("naive", [dt.datetime(2030, 1, 1), dt.datetime(2030, 1, 1, tzinfo=_Lost())])
@pytest.mark.parametrize("option", ["valid_from", "valid_to", "expiring_before", "valid_at"])
def test_a_naive_datetime_is_refused(store: cw.Store, naive: dt.datetime, option: str) -> None:
    options: dict[str, Any] = {option: naive}
    with pytest.raises(cw.InvalidDate, match="time zone"):
        store.create_self_signed("a", **options) if option.startswith("valid_") and option != "valid_at" else store.find(**options)
    assert store.last_event == 1


@pytest.mark.parametrize("option", ["expiring_before", "valid_at"])
def test_a_search_takes_a_time_and_no_text(store: cw.Store, option: str) -> None:
    options: dict[str, Any] = {option: "2030-01-01"}
    with pytest.raises(TypeError):
        store.find(**options)


@pytest.mark.parametrize("wrong", [5, 5.0, b"2030-01-01", dt.time(1)])
def test_what_is_no_date_at_all_is_a_type_error(wrong: Any) -> None:
    with pytest.raises(TypeError):
        cw.self_signed("a", valid_to=wrong)


@pytest.mark.parametrize(
    ("valid_from", "not_before"),
    [
        ("2040-01-31", dt.datetime(2040, 1, 31, tzinfo=UTC)),
        (dt.date(2040, 1, 31), dt.datetime(2040, 1, 31, tzinfo=UTC)),
        (dt.datetime(2040, 1, 31, 8, tzinfo=UTC), dt.datetime(2040, 1, 31, 8, tzinfo=UTC)),
        (dt.datetime(2040, 1, 31, 8, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30))), dt.datetime(2040, 1, 31, 2, 30, tzinfo=UTC)),
        (dt.datetime(2040, 1, 31, 8, 0, 1, 999_999, tzinfo=UTC), dt.datetime(2040, 1, 31, 8, 0, 1, tzinfo=UTC)),
    ],
)
def test_the_beginning_is_text_or_date_or_aware_datetime(valid_from: Any, not_before: dt.datetime) -> None:
    assert cw.self_signed("a", valid_from=valid_from).certificate.not_before == not_before


@pytest.mark.parametrize(
    ("options", "not_after"),
    [
        ({"valid_to": "2041-12-31"}, dt.datetime(2041, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ({"valid_to": dt.date(2041, 12, 31)}, dt.datetime(2041, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ({"valid_to": dt.datetime(2041, 12, 31, 1, tzinfo=UTC)}, dt.datetime(2041, 12, 31, 1, tzinfo=UTC)),
        ({"days": 1}, dt.datetime(2040, 3, 1, tzinfo=UTC)),
        ({"years": 1}, dt.datetime(2041, 2, 28, tzinfo=UTC)),
        ({"years": 4}, dt.datetime(2044, 2, 29, tzinfo=UTC)),
        ({}, dt.datetime(2045, 2, 28, tzinfo=UTC)),
        ({"no_expiry": True}, dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_end_is_the_one_that_was_asked_for(options: dict[str, Any], not_after: dt.datetime) -> None:
    assert cw.self_signed("a", valid_from="2040-02-29", **options).certificate.not_after == not_after


def test_only_one_end_can_be_asked_for() -> None:
    with pytest.raises(cw.InvalidArgument, match="only one of"):
        cw.self_signed("a", days=1, years=1)


def test_a_certificates_dates_are_aware_and_in_utc() -> None:
    certificate = cw.self_signed("a").certificate
    assert certificate.not_before.tzinfo is UTC
    assert certificate.not_after.tzinfo is UTC


@pytest.mark.parametrize(
    ("valid_from", "valid_to"),
    [
        ("2030-01-02", "2030-01-01"),
        (dt.date(2030, 1, 2), dt.date(2030, 1, 1)),
        ("2030-01-01T00:00:00Z", "2030-01-01T00:00:00Z"),
        (None, "2001-01-01"),
    ],
)
def test_an_end_not_after_the_beginning_is_refused(store: cw.Store, valid_from: Any, valid_to: Any) -> None:
    with pytest.raises(cw.InvalidValidity) as caught:
        store.create_self_signed("a", valid_from=valid_from, valid_to=valid_to)
    assert set(caught.value.details) == {"not_before", "not_after"}
    assert store.last_event == 1


def test_an_end_not_after_the_beginning_is_refused_before_a_key_is_chosen_or_made() -> None:
    with pytest.raises(cw.InvalidValidity):
        cw.self_signed("a", valid_from="2030-01-02", valid_to="2030-01-01", purpose="encipher", key="ed25519")
    with pytest.raises(cw.InvalidArgument):  # which that key would be
        cw.self_signed("a", purpose="encipher", key="ed25519")


@pytest.mark.parametrize(
    "options",
    [
        {"valid_to": dt.datetime.max.replace(tzinfo=dt.timezone(-dt.timedelta(hours=1)))},
        {"valid_from": dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=1)))},
    ],
)
def test_a_time_that_utc_does_not_have_is_refused_as_a_date(options: dict[str, Any]) -> None:
    with pytest.raises(cw.InvalidDate):
        cw.self_signed("a", **options)


@pytest.mark.parametrize("options", [{"years": 9000}, {"days": 2**32 - 1}, {"valid_from": "1900-01-01"}])
def test_a_year_that_no_certificate_can_hold_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(cw.InvalidArgument):
        cw.self_signed("a", **options)
