"""What makes a machine look whether a backup is due."""

from __future__ import annotations

import pytest

import certwright as cw

COMMAND = ["/usr/bin/certwright", "backup", "run", "--due", "--db", "/srv/my certs.db"]


def test_units_of_systemd_start_the_command() -> None:
    units = cw.systemd_units(COMMAND, "daily at 03:31", name="plant", user="certs")
    assert list(units) == ["certwright-backup-plant.service", "certwright-backup-plant.timer"]
    service, timer = units.values()
    assert 'ExecStart=/usr/bin/certwright backup run --due --db "/srv/my certs.db"\n' in service and "User=certs\n" in service
    assert "OnCalendar=*:31\n" in timer
    assert list(cw.systemd_units(COMMAND, "hourly")) == ["certwright-backup.service", "certwright-backup.timer"]


def test_a_line_of_cron_starts_the_command() -> None:
    assert cw.cron_line(COMMAND, "daily at 03:30") == "*/15 * * * * /usr/bin/certwright backup run --due --db '/srv/my certs.db'"
    assert cw.cron_line(COMMAND[:1], "daily at 03:31").startswith("0,15,30,31,45 * * * * ")


@pytest.mark.parametrize("command", [[], ["certwright"], ["./certwright"]])
def test_a_command_without_its_full_path_is_refused(command: list[str]) -> None:
    with pytest.raises(cw.InvalidArgument, match="command"):
        cw.systemd_units(command, "hourly")
    with pytest.raises(cw.InvalidArgument, match="command"):
        cw.cron_line(command, "hourly")


def test_what_is_no_schedule_name_or_user_is_refused() -> None:
    with pytest.raises(cw.InvalidArgument, match="schedule"):
        cw.cron_line(COMMAND, "sometimes")
    for names in ({"name": "a/b"}, {"user": "a b"}):
        with pytest.raises(cw.InvalidArgument, match="for systemd"):
            cw.systemd_units(COMMAND, "hourly", **names)
