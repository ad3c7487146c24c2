//! What makes a machine run `certwright backup run --due` on its own: units of systemd, or a line of cron.

use serde::Serialize;

use super::schedule::Schedule;
use crate::error::{Error, Result};

/// Cron takes 999 bytes (Vixie's `MAX_COMMAND`), and cuts off the rest in silence.
const MAX_CRON: usize = 990;

/// Minutes past the hour at which it is looked whether a backup is due.
const QUARTERS: [u16; 4] = [0, 15, 30, 45];

/// A file of systemd.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UnitFile {
    /// Its name, without a folder.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// How the units are.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct UnitOptions {
    /// What sets them apart from those of other stores: `certwright-backup-NAME`.
    pub name: Option<String>,
    /// The account that the service runs under; unless said, root, or whoever's manager it is.
    pub user: Option<String>,
}

impl UnitOptions {
    /// With a name of one's own.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Under this account.
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }
}

/// A service and its timer for a command such as `/usr/bin/certwright backup run --due --db /srv/certs.db`, one text for each word.
/// The timer also starts it at the schedule's own minutes; written anew, should these change. The service takes variables from
/// `/etc/certwright-backup.env` (with a name, `certwright-backup-NAME.env`; under a user's manager in `~/.config`), if it is there.
///
/// # Errors
/// [`Error::InvalidArgument`] for a command that systemd cannot start: one without the program's full path, one whose program's path
/// has quotes, backslashes or `$` in it, or ends with `/`, and one with NUL or noncharacters; and for a name that does not fit.
pub fn systemd_units(command: &[String], schedule: &Schedule, options: &UnitOptions) -> Result<Vec<UnitFile>> {
    let program = program(command)?;
    // systemd refuses the first three, and would put a variable's value in place of the last
    if program.chars().any(|letter| "\"'\\$".contains(letter) || letter.is_control()) || program.ends_with('/') {
        return Err(invalid("systemd starts no program whose path has quotes, \\ or $ in it; make a link to it"));
    }
    let words = command.iter().map(|word| systemd_word(word)).collect::<Result<Vec<_>>>()?;
    let name = match &options.name {
        Some(name) => format!("certwright-backup-{}", plain_name("name", name)?),
        None => "certwright-backup".to_owned(),
    };
    let user = match &options.user {
        Some(user) => format!("User={}\n", plain_name("user", user)?),
        None => String::new(),
    };
    let own: Vec<_> = schedule.minutes().into_iter().filter(|minute| !QUARTERS.contains(minute)).collect();
    let own = if own.is_empty() { String::new() } else { format!("OnCalendar=*:{}\n", listed(&own)) };
    let service = format!(
        "\
[Unit]
Description=certwright backup, if one is due
After=local-fs.target remote-fs.target

[Service]
Type=oneshot
ExecStart={}
{user}# What it must find in its environment, such as AWS_ACCESS_KEY_ID: lines of NAME=value, in a file that its owner alone can read.
EnvironmentFile=-%E/%N.env
# A location that hangs must not keep later backups from being tried.
TimeoutStartSec=1h
UMask=0077
Nice=10
NoNewPrivileges=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
LockPersonality=yes
SystemCallArchitectures=native
# Nothing here hides folders or makes them read-only (ProtectSystem=, ProtectHome=, PrivateTmp=): the store, its key and the
# locations of backups may be anywhere, and a backup that cannot be written is worse than one that could write elsewhere.
",
        words.join(" ")
    );
    let timer = format!(
        "\
[Unit]
Description=Looks whether a certwright backup is due

[Timer]
# `backup run --due` itself decides, by the schedule in the store, whether a backup is due, and tries one again that failed; here
# stands only how often it is asked. What was missed while the machine was off is made up for.
OnCalendar=*:0/15
{own}Persistent=true
RandomizedDelaySec=30

[Install]
WantedBy=timers.target
"
    );
    Ok(vec![UnitFile { name: format!("{name}.service"), text: service }, UnitFile { name: format!("{name}.timer"), text: timer }])
}

/// A line for `crontab -e` that does the same. In `/etc/crontab` and `/etc/cron.d` the account's name stands before the command.
///
/// # Errors
/// [`Error::InvalidArgument`] for a command that cron cannot start: one without the program's full path, one with control characters,
/// and one that is too long.
pub fn cron_line(command: &[String], schedule: &Schedule) -> Result<String> {
    program(command)?;
    if command.iter().any(|word| word.chars().any(char::is_control)) {
        return Err(invalid("a line of cron has no room for control characters, such as a new line"));
    }
    let command = command.iter().map(|word| cron_word(word)).collect::<Vec<_>>().join(" ");
    if command.len() > MAX_CRON {
        return Err(invalid(&format!("cron takes {MAX_CRON} bytes; write a script that it starts")));
    }
    let mut minutes = [QUARTERS.as_slice(), &schedule.minutes()].concat();
    minutes.sort_unstable();
    minutes.dedup();
    let minutes = if minutes == QUARTERS { "*/15".to_owned() } else { listed(&minutes) };
    Ok(format!("{minutes} * * * * {command}"))
}

/// The program of a command, by its full path: neither systemd nor cron looks where a shell does.
fn program(command: &[String]) -> Result<&str> {
    match command.first() {
        Some(program) if program.starts_with('/') => Ok(program),
        Some(_) => Err(invalid("it begins with the full path of the program")),
        None => Err(invalid("it is empty")),
    }
}

fn plain_name<'a>(what: &'static str, name: &'a str) -> Result<&'a str> {
    let begins = name.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric() || first == b'_');
    if begins && name.len() <= 64 && name.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-_.".contains(&octet)) {
        return Ok(name);
    }
    Err(Error::InvalidArgument { what, why: "for systemd it is of 1 to 64 letters, digits, \"-\", \"_\" and \".\"".to_owned() })
}

fn listed(minutes: &[u16]) -> String {
    minutes.iter().map(u16::to_string).collect::<Vec<_>>().join(",")
}

/// Whether it means itself to systemd, to cron and to a shell.
fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"/_.,:=+@-".contains(&octet))
}

/// A word as systemd reads it (systemd.service(5), "Command lines"): in quotes, with `%` and `$` doubled.
fn systemd_word(word: &str) -> Result<String> {
    if is_plain(word) {
        return Ok(word.to_owned());
    }
    let mut quoted = String::from("\"");
    for letter in word.chars() {
        match letter {
            '\0' => return Err(invalid("no word of a command has a NUL in it")),
            // systemd leaves out a line that has one
            '\u{fdd0}'..='\u{fdef}' => return Err(invalid("it has a noncharacter in it")),
            _ if u32::from(letter) & 0xfffe == 0xfffe => return Err(invalid("it has a noncharacter in it")),
            '"' | '\\' => quoted.extend(['\\', letter]),
            '%' | '$' => quoted.extend([letter, letter]),
            '\u{1}'..='\u{1f}' | '\u{7f}' => quoted.push_str(&format!("\\x{:02x}", u32::from(letter))),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    Ok(quoted)
}

/// A word as cron and its shell read it. Cron takes the backslash from `\%`, and some crons one from `\\`; so `%` stands outside of the
/// quotes, where the shell takes the backslash if cron did not, and no backslash stands before another or before `%`.
fn cron_word(word: &str) -> String {
    if is_plain(word) {
        return word.to_owned();
    }
    let mut quoted = String::from("'");
    for letter in word.chars() {
        match letter {
            '\'' => quoted.push_str(r#"'"'"'"#),
            '%' => quoted.push_str(r"'\%'"),
            '\\' => quoted.push_str(r"\''"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('\'');
    quoted
}

fn invalid(why: &str) -> Error {
    Error::InvalidArgument { what: "command", why: why.to_owned() }
}

#[cfg(test)]
mod tests;
