//! A writer that is killed at any moment loses nothing it was told is kept, and leaves no part of what it was not.

mod random;

use std::{
    collections::BTreeMap,
    env,
    io::{BufRead, BufReader, Read, Write, stderr, stdout},
    ops::ControlFlow,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use certwright::{
    AddOptions, Archived, Identity, KeyAlgorithm, Now, PrivateKey, Query, RotateOptions, SelfSigned, Store, StoreName, Thumbprint, ValidTo,
};

use self::random::Random;

const KILLS: usize = 200;
/// How many of them must have met an open transaction, twice as many a change under way, and some a rotation of the store's key.
const INSIDE: usize = 50;
const ROTATIONS: usize = 15;
/// How many are done to one store.
const KILLS_OF_ONE: usize = 10;
/// How many certificates one transaction adds.
const BATCH: usize = 20;
/// The path of the store, for the process that is to be killed, and the number of its first change.
const STORE: &str = "CRASH_STORE";
const FIRST: &str = "CRASH_FIRST";

/// The changes that a writer makes in turn, by their number: each leaves something to see, and all lines of the journal.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Add,
    Archive,
    Delete,
    Rotate,
}

fn step(number: usize) -> Step {
    [Step::Add, Step::Archive, Step::Delete, Step::Rotate][number % 4]
}

/// What a store holds after so many changes: the certificates with whether they are archived, and the lines of the journal.
fn expected(changes: usize) -> (BTreeMap<String, bool>, u64) {
    let (mut certificates, mut lines) = (BTreeMap::new(), 1);
    for number in 0..changes {
        lines += if step(number) == Step::Add { BATCH as u64 } else { 1 };
        match step(number) {
            Step::Add => certificates.extend((0..BATCH).map(|index| (format!("CN={number}-{index}"), false))),
            Step::Archive => drop(certificates.insert(format!("CN={}-0", number - 1), true)),
            Step::Delete => drop(certificates.remove(&format!("CN={}-1", number - 2))),
            Step::Rotate => {}
        }
    }
    (certificates, lines)
}

fn shown(store: &Store) -> (BTreeMap<String, bool>, u64) {
    let all = Query { archived: Archived::Also, ..Query::default() };
    let found = store.find(&all).expect("all").map(|entry| entry.map(|entry| (entry.subject().to_string(), entry.archived())));
    (found.collect::<certwright::Result<_>>().expect("entries"), store.last_event().expect("a number"))
}

/// Certificates of one key, but the second, which has its own.
fn batch(number: usize) -> Vec<Identity> {
    let key = || Arc::new(PrivateKey::generate(KeyAlgorithm::EcP256).expect("a key"));
    let shared = key();
    let make = |index: usize| {
        let wanted = SelfSigned::new(&format!("{number}-{index}")).expect("a subject").valid_to(ValidTo::NoExpiry);
        wanted.issue_with_key(if index == 1 { key() } else { shared.clone() }, Now::system()).expect("made")
    };
    (0..BATCH).map(make).collect()
}

/// Makes one change after another, each announced before and acknowledged after, until it is killed.
fn write(path: &Path, first: usize) {
    let store = Store::open(path).expect("opened");
    let say = |what: &str, number: usize| {
        let mut out = stdout().lock();
        write!(out, "\n> {what} {number}\n").and_then(|()| out.flush()).expect("the one who kills listens");
    };
    let named = |number: usize, index: usize| -> Thumbprint {
        (&store.select(&Query { archived: Archived::Also, ..Query::subject(format!("{number}-{index}")) }).expect("there")).into()
    };
    for number in first..first + 1000 {
        match step(number) {
            Step::Add => {
                let identities = batch(number);
                say("begin", number);
                // the transaction asks for the certificates, so it is open when the second is asked for
                let told = identities.iter().enumerate().inspect(|(index, _)| {
                    if *index == 1 {
                        say("inside", number)
                    }
                });
                // some trusted, so that a rotation seals places, too
                let place = if number.is_multiple_of(8) { StoreName::Personal } else { StoreName::TrustedPeople };
                store.add_identities(told.map(|(_, identity)| identity), &AddOptions::to(place)).expect("added");
            }
            Step::Archive => {
                let thumbprint = named(number - 1, 0);
                say("begin", number);
                store.archive(thumbprint).expect("archived");
            }
            Step::Delete => {
                let thumbprint = named(number - 2, 1);
                say("begin", number);
                store.delete(thumbprint).expect("deleted");
            }
            Step::Rotate => {
                say("begin", number);
                store.rotate_key(&RotateOptions::default()).expect("rotated");
            }
        }
        say("done", number);
    }
}

/// A writer that runs, and what it has said.
struct Writer {
    child: Child,
    said: BufReader<std::process::ChildStdout>,
}

impl Writer {
    fn start(path: &Path, first: usize) -> Self {
        let own = env::current_exe().expect("this program");
        let mut command = Command::new(own);
        command.args(["--exact", "a_killed_writer_leaves_whole_changes_only", "--nocapture"]);
        command.env(STORE, path).env(FIRST, first.to_string()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("started");
        let said = BufReader::new(child.stdout.take().expect("a pipe"));
        Self { child, said }
    }

    /// The next thing it says.
    fn next(&mut self) -> (String, usize) {
        loop {
            let mut line = String::new();
            assert_ne!(self.said.read_line(&mut line).expect("a line"), 0, "the writer ended by itself");
            if let Some(told) = parse(&line) {
                return told;
            }
        }
    }

    /// Kills it; gives what it said since the last `next`.
    fn kill(mut self) -> Vec<(String, usize)> {
        self.child.kill().expect("killed"); // SIGKILL
        let ended = self.child.wait().expect("ended");
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&ended), Some(9), "the writer ended by itself");
        let mut rest = Vec::new();
        self.said.read_to_end(&mut rest).expect("the rest");
        String::from_utf8_lossy(&rest).lines().filter_map(parse).collect()
    }
}

fn parse(line: &str) -> Option<(String, usize)> {
    let (what, number) = line.strip_prefix("> ")?.trim_end().split_once(' ')?;
    Some((what.to_owned(), number.parse().ok()?))
}

/// Lets this much time pass: what is waited for here is nothing but another moment of the writer's work.
fn pass(time: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < time {
        std::thread::yield_now();
    }
}

/// How the kills went.
#[derive(Debug, Default)]
struct Tally {
    kills: usize,
    /// A change was announced and not acknowledged.
    inside: usize,
    /// Of these, those whose transaction was certainly open.
    open: usize,
    rotations: usize,
    absent: usize,
    whole: usize,
}

#[test]
fn a_killed_writer_leaves_whole_changes_only() {
    if let (Ok(path), Ok(first)) = (env::var(STORE), env::var(FIRST)) {
        return write(Path::new(&path), first.parse().expect("a number"));
    }
    let mut random = Random::new(0x6b69_6c6c);
    let mut tally = Tally::default();
    // how long each kind of change took last, so that kills are spread over it
    let mut lasted = [Duration::from_millis(10); 4];
    for _ in 0..KILLS / KILLS_OF_ONE {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("certs.db");
        drop(Store::create(&path).expect("made"));
        let mut changes = 0;
        for kill in 0..KILLS_OF_ONE {
            let mut writer = Writer::start(&path, changes);
            let mut said = Vec::new();
            if kill == 0 {
                pass(Duration::from_micros(random.below(30_000) as u64)); // wherever it is: it may not even have begun
            } else {
                let rotation = (changes..).find(|number| step(*number) == Step::Rotate).expect("one in four");
                let target = if kill % 3 == 0 { rotation } else { changes + random.one_of(&[0, 1, 2, 3]) };
                let mut begun = Instant::now();
                while said.last() != Some(&("begin".to_owned(), target)) {
                    let told = writer.next();
                    match told.0.as_str() {
                        "begin" => begun = Instant::now(),
                        "done" => lasted[told.1 % 4] = begun.elapsed(),
                        _ => {}
                    }
                    said.push(told);
                }
                pass(lasted[target % 4].mul_f64(random.below(1000) as f64 / 1000.0));
            }
            said.extend(writer.kill());
            judge(&path, &said, &mut changes, &mut tally);
        }
    }
    writeln!(stderr(), "{tally:?}").expect("told");
    assert_eq!(tally.kills, KILLS);
    assert!(tally.inside >= 2 * INSIDE && tally.open + tally.rotations >= INSIDE && tally.rotations >= ROTATIONS, "{tally:?}");
}

/// The store holds what was acknowledged, and the change that was not either wholly or not at all.
fn judge(path: &Path, said: &[(String, usize)], changes: &mut usize, tally: &mut Tally) {
    let acknowledged = said.iter().filter(|(what, _)| what == "done").map(|(_, number)| number + 1).max().unwrap_or(*changes);
    let under_way = said.last().filter(|(what, _)| what != "done");
    let store = Store::open(path).expect("its key file opens it");
    let shown = shown(&store);
    *changes = acknowledged;
    if shown != expected(acknowledged) {
        assert!(under_way.is_some(), "nothing was under way behind {acknowledged} changes: {shown:?}");
        assert_eq!(shown, expected(acknowledged + 1), "a part of change {acknowledged} is there");
        *changes += 1;
    }
    let report = store.check(&mut |_, _| ControlFlow::Continue(())).expect("checked");
    assert!(report.ok(), "{report:?}");
    let lines: Vec<u64> = store.events(0, 100_000).expect("the journal").iter().map(|event| event.number).collect();
    assert_eq!(lines, (1..=shown.1).collect::<Vec<_>>());
    tally.kills += 1;
    if let Some((what, number)) = under_way {
        tally.inside += 1;
        tally.open += usize::from(what == "inside");
        tally.rotations += usize::from(step(*number) == Step::Rotate);
        *if *changes > acknowledged { &mut tally.whole } else { &mut tally.absent } += 1;
    }
}
