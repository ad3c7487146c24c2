//! What is written, as others read it: systemd itself, two readings of cron, and a shell.

use super::*;

fn command(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn schedule(text: &str) -> Schedule {
    text.parse().expect("a schedule")
}

fn units(words: &[&str], options: &UnitOptions) -> Vec<UnitFile> {
    systemd_units(&command(words), &schedule("daily at 03:30"), options).expect("units")
}

const DUE: [&str; 4] = ["/usr/bin/certwright", "backup", "run", "--due"];

/// Words that somebody could have in a path or a name.
const NASTY: [&str; 34] = [
    "",
    " ",
    "a b",
    "\"",
    "'",
    "\\",
    "\\\\",
    "\\%",
    "%",
    "%%",
    "%h",
    "100%",
    "$",
    "$$",
    "$HOME",
    "${HOME}",
    "$(id)",
    "`id`",
    ";",
    "\\;",
    "a;b",
    "#",
    "!",
    "~",
    "*",
    "-x",
    "@",
    "é",
    "日本",
    "\u{202e}",
    "&",
    "|",
    "x=y",
    "\\'\\\"%$",
];

/// These and random ones of their letters.
fn nasty() -> Vec<String> {
    let letters: Vec<char> = NASTY.concat().chars().collect();
    let mut state = 88_172_645_463_325_252_u64;
    let mut roll = |sides: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) as usize % sides
    };
    let random = (0..400).map(|_| (0..roll(9)).map(|_| letters[roll(letters.len())]).collect());
    NASTY.into_iter().map(str::to_owned).collect::<Vec<_>>().into_iter().chain(random).collect()
}

/// What systemd shows of a command line that it has read: words in quotes, with backslashes before what a shell would see to.
fn shown_words(line: &str) -> Vec<String> {
    let (mut words, mut letters) = (Vec::new(), line.chars().peekable());
    while letters.peek().is_some() {
        let mut word = Vec::new();
        let mut in_quotes = false;
        while let Some(letter) = letters.next() {
            let mut push = |letter: char| word.extend(letter.to_string().into_bytes());
            match letter {
                '"' => in_quotes = !in_quotes,
                ' ' if !in_quotes => break,
                '\\' => match letters.next().expect("something after a backslash") {
                    'n' => push('\n'),
                    't' => push('\t'),
                    'r' => push('\r'),
                    'a' => push('\u{7}'),
                    'b' => push('\u{8}'),
                    'f' => push('\u{c}'),
                    'v' => push('\u{b}'),
                    octal @ '0'..='3' => {
                        let digits: String = [octal].into_iter().chain(letters.by_ref().take(2)).collect();
                        word.push(u8::from_str_radix(&digits, 8).expect("octal digits"));
                    }
                    other => push(other),
                },
                other => push(other),
            }
        }
        words.push(String::from_utf8(word).expect("UTF-8"));
    }
    words
}

/// What systemd makes of units: whether they are right, what it says, and the words of the command.
#[cfg(target_os = "linux")]
fn verified(units: &[UnitFile]) -> (bool, String, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = units.iter().map(|unit| {
        let path = folder.path().join(&unit.name);
        std::fs::write(&path, &unit.text).expect("a unit");
        path
    });
    let paths: Vec<_> = paths.collect();
    let analyze = |level: &str| {
        let mut program = std::process::Command::new("systemd-analyze");
        let output = program.args(["--man=no", "verify"]).args(&paths).env("SYSTEMD_LOG_LEVEL", level).env("LC_ALL", "C.UTF-8").output();
        let output = output.expect("systemd-analyze, of Debian's package systemd: see tests/tools/prepare");
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    };
    let (right, said) = analyze("notice");
    let (_, debug) = analyze("debug");
    let of_ours = debug.split("-> Unit ").find(|unit| unit.starts_with(&units[0].name)).expect("our unit");
    let line = of_ours.lines().find_map(|line| line.trim_start().strip_prefix("Command Line: ")).expect("a command line");
    // the last step, which systemd takes as it starts the program
    let words = shown_words(line).into_iter().map(|word| word.replace("$$", "$")).collect();
    (right, said, words)
}

#[cfg(target_os = "linux")]
#[test]
fn systemd_takes_the_units_and_says_nothing() {
    for options in [UnitOptions::default(), UnitOptions::default().name("db_1.x").user("root")] {
        for when in ["daily at 03:30", "*/7 3 * * *"] {
            // a program that is there; systemd looks
            let words = ["/bin/true", "--db", "/srv/my certs/100%.db", "backup", "run", "--due"];
            let units = systemd_units(&command(&words), &schedule(when), &options).expect("units");
            let (right, said, read) = verified(&units);
            let ours: Vec<_> = said.lines().filter(|line| line.contains("certwright")).collect();
            assert!(right && ours.is_empty(), "{said}");
            assert_eq!(read, words);
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn systemd_reads_every_word_as_it_was() {
    let mut words = vec!["/bin/true".to_owned()];
    words.extend(nasty());
    words.extend((1..0x20).chain([0x7f]).map(|octet| format!("a{}b", char::from(octet))));
    let units = systemd_units(&words, &schedule("hourly"), &UnitOptions::default()).expect("units");
    let (right, said, read) = verified(&units);
    assert!(right, "{said}");
    assert_eq!(read, words);
}

#[test]
fn writes_a_service_and_a_timer() {
    let units = units(&DUE, &UnitOptions::default());
    let [service, timer] = units.as_slice() else { panic!("two units") };
    assert_eq!((service.name.as_str(), timer.name.as_str()), ("certwright-backup.service", "certwright-backup.timer"));
    let has = |text: &str, line: &str| text.lines().any(|one| one == line);
    for line in ["Type=oneshot", "ExecStart=/usr/bin/certwright backup run --due", "NoNewPrivileges=yes", "EnvironmentFile=-%E/%N.env"] {
        assert!(has(&service.text, line), "{line}");
    }
    for line in ["OnCalendar=*:0/15", "Persistent=true", "WantedBy=timers.target"] {
        assert!(has(&timer.text, line), "{line}");
    }
    assert!(!service.text.contains("User="));
    let named = self::units(&DUE, &UnitOptions::default().name("erp").user("svc-erp"));
    assert_eq!(named[1].name, "certwright-backup-erp.timer");
    assert!(has(&named[0].text, "User=svc-erp"));
}

#[test]
fn asks_at_the_schedules_own_minutes_too() {
    for (when, timer_line, minutes) in [
        ("hourly", None, "*/15"),
        ("daily at 03:45", None, "*/15"),
        ("daily at 03:20", Some("OnCalendar=*:20"), "0,15,20,30,45"),
        ("7,15,52 3 * * *", Some("OnCalendar=*:7,52"), "0,7,15,30,45,52"),
    ] {
        let units = systemd_units(&command(&DUE), &schedule(when), &UnitOptions::default()).expect("units");
        let calendar: Vec<_> = units[1].text.lines().filter(|line| line.starts_with("OnCalendar=")).skip(1).collect();
        assert_eq!(calendar, timer_line.into_iter().collect::<Vec<_>>(), "{when}");
        let line = cron_line(&command(&DUE), &schedule(when)).expect("a line");
        assert_eq!(line, format!("{minutes} * * * * /usr/bin/certwright backup run --due"), "{when}");
    }
}

#[test]
fn refuses_what_cannot_be_started() {
    let refused = |words: &[&str], options: &UnitOptions| {
        let error = systemd_units(&command(words), &schedule("hourly"), options).expect_err("refused");
        assert!(matches!(error, Error::InvalidArgument { .. }), "{error}");
        error.to_string()
    };
    let plain = UnitOptions::default();
    assert!(refused(&[], &plain).contains("it is empty"));
    for program in ["certwright", "./certwright", "-/bin/x", ""] {
        assert!(refused(&[program], &plain).contains("full path"), "{program}");
    }
    for program in ["/opt/a'b", "/opt/a\"b", "/opt/a\\b", "/opt/$x", "/opt/a\nb", "/opt/"] {
        assert!(refused(&[program], &plain).contains("make a link"), "{program}");
    }
    assert!(refused(&["/bin/x", "a\0b"], &plain).contains("NUL"));
    for word in ["\u{fffe}", "\u{fdd0}", "\u{10ffff}"] {
        assert!(refused(&["/bin/x", word], &plain).contains("noncharacter"));
    }
    for name in ["", "a b", "../x", "-x", "a\nUser=root", "%i"] {
        assert!(refused(&DUE, &plain.clone().name(name)).starts_with("name: "), "{name}");
        assert!(refused(&DUE, &plain.clone().user(name)).starts_with("user: "), "{name}");
    }
    for (words, reason) in
        [(&["certwright"][..], "full path"), (&["/bin/x", "a\nb"], "control characters"), (&["/bin/x", &"x".repeat(MAX_CRON)], "990 bytes")]
    {
        let error = cron_line(&command(words), &schedule("hourly")).expect_err("refused");
        assert!(error.to_string().contains(reason), "{error}");
    }
}

/// What cron hands to the shell: a backslash is taken from `\%` by all, and from `\\` as well by Vixie's; `%` alone ends it.
fn handed_over(command: &str, takes_double: bool) -> String {
    let (mut handed, mut escaped) = (String::new(), false);
    for letter in command.chars() {
        if escaped && (letter == '%' || letter == '\\' && takes_double) {
            handed.pop();
        } else if letter == '%' {
            break;
        }
        handed.push(letter);
        escaped = !escaped && letter == '\\';
    }
    handed
}

#[cfg(unix)]
#[test]
fn cron_and_its_shell_read_every_word_as_it_was() {
    for words in nasty().chunks(8) {
        let whole: Vec<_> = ["/usr/bin/printf".to_owned(), "%s\\0".to_owned()].into_iter().chain(words.iter().cloned()).collect();
        let line = cron_line(&whole, &schedule("hourly")).expect("a line");
        let text = line.strip_prefix("*/15 * * * * ").expect("five fields");
        // a third kind of cron, such as busybox's, knows nothing of `%`
        for handed in [handed_over(text, true), handed_over(text, false), text.to_owned()] {
            let output = std::process::Command::new("/bin/sh").args(["-c", &handed]).output().expect("a shell");
            let read = String::from_utf8(output.stdout).expect("UTF-8");
            assert_eq!(read.split_terminator('\0').collect::<Vec<_>>(), words, "{handed}");
        }
    }
}
