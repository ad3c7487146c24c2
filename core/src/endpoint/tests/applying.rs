//! Files for a server that reads them when it is told to.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use super::{
    serving::{Serving, serves},
    *,
};
use crate::endpoint::apply::{ApplyOptions, FileLayout};

/// A server whose files are read when a command has copied them.
struct Site {
    here: Here,
    serving: Serving,
}

fn site() -> Site {
    let here = here();
    let active = here.folder.path().join("active.pem");
    let stranger = Here::identity(|_| ());
    fs::write(&active, stranger.to_pem().as_bytes()).expect("written");
    let read = active.clone();
    let serving = Serving::start(move || serves(&identity_in(&read)));
    here.api().https(Some(serving.port), &EndpointCertificate::Keep).expect("set");
    Site { here, serving }
}

fn identity_in(path: &Path) -> Identity {
    let report = read(&fs::read(path).expect("there"), &ReadOptions::default()).expect("read");
    report.identities().pop().expect("an identity")
}

impl Site {
    fn path(&self, name: &str) -> PathBuf {
        self.here.folder.path().join(name)
    }

    fn options(&self, reload: &[&str]) -> ApplyOptions {
        let reload = reload.iter().map(|word| word.replace('@', self.here.folder.path().to_str().expect("plain"))).collect();
        ApplyOptions::new(FileLayout::Haproxy, self.path("site.pem"), None, reload)
    }
}

const COPY: &[&str] = &["cp", "@/site.pem", "@/active.pem"];

#[test]
fn what_is_written_is_served_and_the_same_again_changes_nothing() {
    let site = site();
    let applied = site.here.api().apply(&site.options(COPY)).expect("applied");
    assert!(applied.changed);
    assert_eq!(applied.files, [site.path("site.pem")]);
    assert_eq!(applied.server.port, site.serving.port);
    assert_eq!(identity_in(&site.path("site.pem")).certificate(), &applied.certificate);
    assert_eq!(fs::metadata(site.path("site.pem")).expect("there").permissions().mode() & 0o7777, 0o600);
    assert_eq!(site.here.events().last().map(String::as_str), Some("key-exported"));
    let lines = site.here.events().len();
    let again = site.here.api().apply(&site.options(&["false"])).expect("nothing to do");
    assert!(!again.changed && site.here.events().len() == lines);
    fs::set_permissions(site.path("site.pem"), fs::Permissions::from_mode(0o644)).expect("set");
    assert!(site.here.api().apply(&site.options(COPY)).expect("applied").changed, "others could read the key");
}

#[test]
fn what_does_not_come_to_be_served_is_taken_back() {
    let site = site();
    site.here.api().apply(&site.options(COPY)).expect("applied");
    let former = fs::read(site.path("site.pem")).expect("there");
    let other = site.here.certificate(|wanted| wanted);
    site.here.api().https(None, &stored(&other)).expect("set");
    for (reload, word) in [
        (&["true"][..], "it serves"),
        (&["sh", "-c", "echo cannot read it >&2; exit 3"], "exit status: 3: cannot read it"),
        (&["/nonexistent/program"], "/nonexistent/program"),
        (&["sleep", "60"], "did not end within"),
    ] {
        let mut options = site.options(reload);
        if matches!(reload[0], "true" | "sleep") {
            options.timeout = std::time::Duration::from_secs(3); // it passes, whatever happens
        }
        let Err(Error::ApplyFailed { why, outcome, .. }) = site.here.api().apply(&options) else { panic!("{reload:?}") };
        assert!(why.contains(word), "{reload:?}: {why}");
        assert!(outcome.starts_with("the former files are back"), "{reload:?}: {outcome}");
        assert_eq!(outcome.ends_with("and were read anew"), word == "it serves", "{reload:?}: {outcome}");
        assert_eq!(fs::read(site.path("site.pem")).expect("there"), former);
    }
    let left: Vec<_> = fs::read_dir(site.here.folder.path()).expect("read").map(|entry| entry.expect("an entry").file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".certwright-")), "{left:?}");
    let mut options = site.options(&["false"]);
    options.certificate = site.path("first.pem");
    assert!(matches!(site.here.api().apply(&options), Err(Error::ApplyFailed { .. })));
    assert!(!site.path("first.pem").exists(), "there was none before");
    assert!(site.here.api().apply(&site.options(COPY)).expect("applied").changed);
}

#[test]
fn certificate_and_key_come_into_files_of_their_own() {
    let site = site();
    let join = "cat $0/key.pem $0/cert.pem > $0/active.new && mv $0/active.new $0/active.pem";
    let mut options = site.options(&["sh", "-c", join, "@"]);
    (options.layout, options.certificate) = (FileLayout::Nginx, site.path("cert.pem"));
    let refused = |options: &ApplyOptions| matches!(site.here.api().apply(options), Err(Error::InvalidArgument { .. }));
    assert!(refused(&options), "a key of its own is wanted");
    options.key = Some(site.path("cert.pem"));
    assert!(refused(&options), "not the same file");
    options.key = Some(site.path("key.pem"));
    options.owner = Some("no such account".to_owned());
    assert!(refused(&options));
    options.owner = None;
    options.group = Some(fs::metadata(site.here.folder.path()).expect("there").gid().to_string());
    assert!(site.here.api().apply(&options).expect("applied").changed);
    let mode = |name| fs::metadata(site.path(name)).expect("there").permissions().mode() & 0o7777;
    assert_eq!((mode("cert.pem"), mode("key.pem")), (0o644, 0o640));
    assert!(!fs::read_to_string(site.path("cert.pem")).expect("text").contains("PRIVATE"));
    options.layout = FileLayout::Haproxy;
    assert!(refused(&options), "HAProxy has one file");
    std::os::unix::fs::symlink("cert.pem", site.path("link.pem")).expect("made");
    (options.layout, options.certificate) = (FileLayout::Apache, site.path("link.pem"));
    assert!(refused(&options), "a symbolic link");
    site.here.api().disable().expect("off");
    assert!(matches!(site.here.api().apply(&options), Err(Error::EndpointState { .. })));
}

#[test]
fn what_cannot_be_written_changes_nothing_and_reloads_nobody() {
    let site = site();
    let mut options = site.options(&["touch", "@/reloaded"]);
    (options.layout, options.certificate) = (FileLayout::Nginx, site.path("cert.pem"));
    options.key = Some(site.path("missing").join("key.pem"));
    assert!(matches!(site.here.api().apply(&options), Err(Error::NotFound { .. })));
    fs::create_dir(site.path("key.pem")).expect("made");
    options.key = Some(site.path("key.pem"));
    assert!(matches!(site.here.api().apply(&options), Err(Error::InvalidArgument { what: "path", .. })));
    assert!(!site.path("cert.pem").exists() && !site.path("reloaded").exists());
    options.timeout = std::time::Duration::MAX;
    assert!(matches!(site.here.api().apply(&options), Err(Error::InvalidArgument { what: "timeout", .. })));
    options.owner = Some(u32::MAX.to_string());
    options.timeout = std::time::Duration::from_secs(30);
    assert!(matches!(site.here.api().apply(&options), Err(Error::InvalidArgument { what: "owner", .. })));
}

/// What is put back is the file itself, with all that belongs to it.
#[test]
fn the_former_file_comes_back_as_it_was() {
    let site = site();
    let path = site.path("site.pem");
    fs::write(&path, "what was there").expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o4751)).expect("set");
    let inode = fs::metadata(&path).expect("there").ino();
    let mut options = site.options(&["true"]);
    options.timeout = std::time::Duration::from_secs(2);
    assert!(matches!(site.here.api().apply(&options), Err(Error::ApplyFailed { .. })));
    let about = fs::metadata(&path).expect("there");
    assert_eq!((about.ino(), about.permissions().mode() & 0o7777), (inode, 0o4751));
    assert_eq!(fs::read_to_string(&path).expect("text"), "what was there");
}

#[test]
fn a_dry_run_verifies_and_writes_nothing() {
    let site = site();
    site.here.api().certificate().expect("made");
    let lines = site.here.events().len();
    let would = site.here.api().dry_run().apply(&site.options(&["touch", "@/reloaded"])).expect("verified");
    assert!(would.changed && !site.path("site.pem").exists() && !site.path("reloaded").exists());
    assert_eq!(site.here.events().len(), lines);
    let mut options = site.options(&["true"]);
    options.owner = Some("no such account".to_owned());
    assert!(matches!(site.here.api().dry_run().apply(&options), Err(Error::InvalidArgument { what: "owner", .. })));
    site.here.api().apply(&site.options(COPY)).expect("applied");
    assert!(!site.here.api().dry_run().apply(&site.options(COPY)).expect("verified").changed);
}

#[test]
fn whom_the_command_started_ends_with_it() {
    let site = site();
    let mut options = site.options(&["sh", "-c", "(sleep 60; touch $0/survived) & echo $! > $0/pid; sleep 60", "@"]);
    options.timeout = std::time::Duration::from_secs(5);
    assert!(matches!(site.here.api().apply(&options), Err(Error::ApplyFailed { .. })));
    let pid = fs::read_to_string(site.path("pid")).expect("it began").trim().to_owned();
    // one that has ended and that nobody has waited for is a zombie
    let state = || fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while !(state().is_empty() || state().contains(") Z ")) {
        assert!(std::time::Instant::now() < until, "{}", state()); // it would go on for a minute
        std::thread::yield_now();
    }
}

impl Site {
    /// The names of what is kept of former files.
    fn left(&self) -> Vec<String> {
        let all = fs::read_dir(self.here.folder.path()).expect("read").map(|entry| entry.expect("an entry").file_name());
        all.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.starts_with(".certwright-")).collect()
    }
}

/// Every name of a file counts against the limit of a folder that is small; here the new file is what cannot be made.
#[test]
fn a_write_that_fails_leaves_the_former_file_and_nothing_beside_it() {
    let site = site();
    site.here.api().apply(&site.options(COPY)).expect("applied");
    let former = fs::read(site.path("site.pem")).expect("there");
    site.here.api().https(None, &EndpointCertificate::Stored(site.here.certificate(|wanted| wanted).sha256())).expect("set");
    let mut options = site.options(COPY);
    options.layout = FileLayout::Nginx;
    // the first file is replaced, and the second one cannot be: its name is longer than names may be with what goes before it
    options.certificate = site.path("site.pem");
    options.key = Some(site.path(&"k".repeat(250)));
    fs::write(site.path(&"k".repeat(250)), "a key").expect("written");
    assert!(matches!(site.here.api().apply(&options), Err(Error::Io { .. })));
    assert_eq!(fs::read(site.path("site.pem")).expect("there"), former);
    assert_eq!(site.left(), [] as [String; 0]);
}

#[test]
fn what_somebody_left_who_was_stopped_is_put_back_first() {
    let site = site();
    site.here.api().apply(&site.options(COPY)).expect("applied");
    let proven = fs::read(site.path("site.pem")).expect("there");
    fs::rename(site.path("site.pem"), site.path(".certwright-former-site.pem")).expect("kept");
    fs::write(site.path("site.pem"), "what was being tried").expect("written");
    let other = site.here.certificate(|wanted| wanted);
    site.here.api().https(None, &stored(&other)).expect("set");
    let mut options = site.options(&["true"]);
    options.timeout = std::time::Duration::from_secs(2);
    assert!(matches!(site.here.api().apply(&options), Err(Error::ApplyFailed { .. })));
    assert_eq!(fs::read(site.path("site.pem")).expect("there"), proven);
    assert_eq!(site.left(), [] as [String; 0]);
}

/// Who waited for another process writes what the endpoint has then.
#[test]
fn the_certificate_is_chosen_when_nobody_else_writes() {
    let site = site();
    let other = site.here.certificate(|wanted| wanted);
    let folder = fs::File::open(site.here.folder.path()).expect("opened");
    rustix::fs::flock(&folder, rustix::fs::FlockOperation::LockExclusive).expect("locked");
    let applied = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| site.here.api().apply(&site.options(COPY)));
        site.here.api().https(None, &stored(&other)).expect("set meanwhile");
        rustix::fs::flock(&folder, rustix::fs::FlockOperation::Unlock).expect("unlocked");
        waiting.join().expect("done")
    });
    assert_eq!(applied.expect("applied").certificate, *other.certificate());
    rustix::fs::flock(&folder, rustix::fs::FlockOperation::LockExclusive).expect("locked");
    let mut options = site.options(COPY);
    options.timeout = std::time::Duration::from_millis(100);
    let held = site.here.api().apply(&options).expect_err("held").to_string();
    assert!(held.contains("another process holds it; try again"), "{held}");
}

/// Each would be taken for the former file of the other.
#[test]
fn one_file_of_two_names_is_refused_before_anything_is_written() {
    let site = site();
    fs::write(site.path("site.pem"), "what was there").expect("written");
    std::os::unix::fs::symlink(site.here.folder.path(), site.path("alias")).expect("made");
    let mut options = site.options(&["false"]);
    options.layout = FileLayout::Nginx;
    for key in [site.path("./site.pem"), site.path("alias").join("site.pem")] {
        options.key = Some(key);
        let refused = site.here.api().apply(&options).expect_err("one file").to_string();
        assert!(refused.contains("is named twice; name two files"), "{refused}");
    }
    assert_eq!(fs::read_to_string(site.path("site.pem")).expect("there"), "what was there");
}

#[test]
fn one_folder_of_two_names_is_locked_once() {
    let site = site();
    std::os::unix::fs::symlink(site.here.folder.path(), site.path("alias")).expect("made");
    let join = "cat $0/key.pem $0/cert.pem > $0/active.new && mv $0/active.new $0/active.pem";
    let mut options = site.options(&["sh", "-c", join, "@"]);
    (options.layout, options.certificate) = (FileLayout::Nginx, site.path("cert.pem"));
    options.key = Some(site.path("alias").join("key.pem"));
    assert!(site.here.api().apply(&options).expect("applied").changed);
}
