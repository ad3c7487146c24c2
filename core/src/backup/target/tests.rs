//! Folders, and locations that are refused.

use std::{
    collections::BTreeMap,
    fs,
    io::{Read, Write},
    ops::ControlFlow,
};

use super::*;
use crate::status::Status;

pub(super) fn going_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn nothing(_: &str) -> Option<String> {
    None
}

fn folder() -> (tempfile::TempDir, Box<dyn Target>) {
    let folder = tempfile::tempdir().expect("a folder");
    let place = target(folder.path().to_str().expect("a text"), &nothing).expect("a target");
    (folder, place)
}

/// Stores this, and says what is there then.
pub(super) fn store(place: &dyn Target, name: &str, bytes: &[u8]) -> Result<()> {
    let mut file = place.temporary()?;
    file.write_all(bytes).expect("written");
    place.store(file, name, &mut going_on)
}

pub(super) fn fetch(place: &dyn Target, name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    place.fetch(name, &mut going_on)?.read_to_end(&mut bytes).expect("read");
    Ok(bytes)
}

fn entries(folder: &Path) -> usize {
    fs::read_dir(folder).expect("listed").count()
}

#[test]
fn what_is_stored_is_fetched_listed_and_removed() {
    let (_folder, place) = folder();
    store(&*place, "b.age", b"second").expect("stored");
    store(&*place, "a.age", b"").expect("stored");
    assert_eq!(place.list().expect("listed"), ["a.age", "b.age"]);
    assert_eq!(fetch(&*place, "b.age").expect("fetched"), b"second");
    place.remove("a.age").expect("removed");
    place.remove("a.age").expect("gone already");
    assert_eq!(place.list().expect("listed"), ["b.age"]);
    let error = fetch(&*place, "a.age").expect_err("it is gone");
    assert_eq!(error.status(), Status::NotFound);
}

#[test]
fn never_overwrites_and_leaves_nothing_behind() {
    let (folder, place) = folder();
    store(&*place, "a.age", b"first").expect("stored");
    let path = folder.path().join("a.age").display().to_string();
    assert_eq!(store(&*place, "a.age", b"second"), Err(Error::AlreadyExists { path }));
    assert_eq!(fetch(&*place, "a.age").expect("fetched"), b"first");
    let stopped = place.store(place.temporary().expect("a file"), "b.age", &mut |_, _| ControlFlow::Break(()));
    assert_eq!(stopped, Err(Error::Cancelled { what: "storing the backup".to_owned() }));
    assert_eq!(entries(folder.path()), 1);
}

#[cfg(unix)]
#[test]
fn a_dangling_link_is_not_written_through() {
    let (folder, place) = folder();
    std::os::unix::fs::symlink(folder.path().join("elsewhere"), folder.path().join("a.age")).expect("a link");
    assert_eq!(store(&*place, "a.age", b"first").expect_err("it is taken").status(), Status::AlreadyExists);
    assert!(!folder.path().join("elsewhere").exists());
    assert_eq!(entries(folder.path()), 1);
}

#[cfg(unix)]
#[test]
fn a_file_is_its_owners_alone_and_lies_in_the_folder_from_the_beginning() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, place) = folder();
    let file = place.temporary().expect("a file");
    assert_eq!(file.path().parent(), Some(folder.path()));
    assert_eq!(place.list().expect("listed"), [""; 0]); // not what is being written
    place.store(file, "a.age", &mut going_on).expect("stored");
    let mode = fs::metadata(folder.path().join("a.age")).expect("the file").permissions().mode();
    assert_eq!(mode & 0o7777, 0o600);
}

#[test]
fn lists_files_that_could_have_been_stored_and_nothing_else() {
    let (folder, place) = folder();
    fs::create_dir(folder.path().join("deeper")).expect("a folder");
    fs::write(folder.path().join("deeper/c.age"), b"").expect("written");
    fs::write(folder.path().join(".hidden"), b"").expect("written");
    fs::write(folder.path().join("a.age"), b"").expect("written");
    assert_eq!(place.list().expect("listed"), ["a.age"]);
    let reason = "it is not a regular file".to_owned();
    let path = folder.path().join("deeper").display().to_string();
    assert_eq!(fetch(&*place, "deeper"), Err(Error::Io { action: "read", path, reason, os_code: None }));
    assert_eq!(place.remove("deeper").expect_err("it is a folder").status(), Status::Io);
}

#[test]
fn a_name_leads_nowhere_else() {
    let (folder, place) = folder();
    let long = "a".repeat(256);
    let elsewhere = "it leads elsewhere: a slash, a backslash or a colon stands in it";
    for (name, why) in [
        ("", "it is empty"),
        (&*long, "it has more than 255 octets"),
        ("..", "it begins with a dot"),
        (".certwright-a", "it begins with a dot"),
        ("a/b", elsewhere),
        ("/etc/a", elsewhere),
        ("a\\b", elsewhere),
        ("a:b", elsewhere),
        ("a\0b", "a character that cannot be seen stands in it"),
        ("a\u{202e}b", "a character that cannot be seen stands in it"),
    ] {
        let refused = Error::InvalidArgument { what: "name", why: why.to_owned() };
        assert_eq!(store(&*place, name, b"").as_ref(), Err(&refused), "{name:?}");
        assert_eq!(fetch(&*place, name).as_ref(), Err(&refused), "{name:?}");
        assert_eq!(place.remove(name).as_ref(), Err(&refused), "{name:?}");
    }
    assert_eq!(entries(folder.path()), 0);
}

#[test]
fn a_folder_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("missing");
    let error = target(missing.to_str().expect("a text"), &nothing).expect_err("it is not there");
    assert_eq!(error, is_missing(&missing));
    assert!(!missing.exists());
    let file = folder.path().join("file");
    fs::write(&file, b"").expect("written");
    let error = target(file.to_str().expect("a text"), &nothing).expect_err("it is a file");
    let reason = "it is not a folder".to_owned();
    assert_eq!(error, Error::Io { action: "store in", path: file.display().to_string(), reason, os_code: None });
}

#[test]
fn a_folder_that_goes_meanwhile_is_told_of() {
    let outer = tempfile::tempdir().expect("a folder");
    let inner = outer.path().join("inner");
    fs::create_dir(&inner).expect("a folder");
    let place = target(inner.to_str().expect("a text"), &nothing).expect("a target");
    let file = place.temporary().expect("a file");
    fs::rename(&inner, outer.path().join("moved")).expect("moved");
    let gone = Err(is_missing(&inner));
    assert_eq!(place.store(file, "a.age", &mut going_on), gone);
    assert_eq!(place.temporary().map(|_| ()), gone);
    assert_eq!(place.remove("a.age"), gone);
    assert_eq!(place.list().map(|_| ()), gone);
    assert_eq!(fetch(&*place, "a.age").map(|_| ()), gone);
    assert!(!inner.exists());
}

fn is_missing(folder: &Path) -> Error {
    let wanted = format!("the folder {} (attach its disk or make it: it is not made here, because that would fill the wrong disk)", folder.display());
    Error::NotFound { wanted, near: Vec::new() }
}

#[test]
fn a_location_of_another_kind_is_refused() {
    let refused = |location: &str| target(location, &nothing).expect_err("it is refused");
    let why = "backups are stored in a folder or at s3://bucket/prefix".to_owned();
    assert_eq!(refused("gs://bucket/x"), Error::Unsupported { what: "storage at gs://".to_owned(), why: why.clone() });
    assert_eq!(refused("HTTPS://user:secret@host"), Error::Unsupported { what: "storage at https://".to_owned(), why });
    let why = "it is empty; give a folder or s3://bucket/prefix".to_owned();
    assert_eq!(refused(""), Error::InvalidArgument { what: "location", why });
    assert_eq!(refused("~/backups").status(), Status::NotFound); // no shell stands between
}

#[cfg(not(feature = "s3"))]
#[test]
fn a_build_without_s3_says_which_has_it() {
    let why = "this build is without it (feature s3); the Python package and its command line have it".to_owned();
    let refused = target("s3://bucket/prefix", &nothing).expect_err("it is refused");
    assert_eq!(refused, Error::Unsupported { what: "storage at s3://".to_owned(), why });
}

#[cfg(feature = "s3")]
mod of_s3 {
    use super::*;

    const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "hidden")];

    fn with(location: &str, variables: &[(&str, &str)]) -> Result<Box<dyn Target>> {
        let variables: BTreeMap<_, _> = KEYS.iter().chain(variables).copied().collect();
        target(location, &|name| variables.get(name).map(|value| (*value).to_owned()))
    }

    #[test]
    fn a_location_is_a_bucket_and_a_prefix() {
        for (location, shown) in [
            ("s3://bucket", "s3://bucket"),
            ("S3://bucket/", "s3://bucket"),
            ("s3://my.bucket-1/a/b/", "s3://my.bucket-1/a/b"),
            ("s3://bucket//a b/ü", "s3://bucket/a b/ü"),
        ] {
            assert_eq!(with(location, &[]).expect(location).shown(), shown);
        }
    }

    #[test]
    fn what_does_not_belong_into_a_location_is_refused_and_not_repeated() {
        let credentials = "credentials and ports do not belong into it";
        for (location, why) in [
            ("s3://AKID:hidden@bucket/x", credentials),
            ("s3://AKID:hid/den@bucket/x", credentials),
            ("s3://hidden@bucket/x", credentials),
            ("s3://bucket:9000/x", credentials),
            ("s3://bucket/x?secret=hidden", "a question mark or a number sign stands in it"),
            ("s3://bucket?secret=hidden", "a question mark or a number sign stands in it"),
            ("s3://bucket#hidden", "a question mark or a number sign stands in it"),
            ("s3://", "the name of a bucket has"),
            ("s3://ab", "the name of a bucket has"),
            ("s3:///x", "the name of a bucket has"),
            ("s3://-bucket", "the name of a bucket has"),
            ("s3://bu..cket", "the name of a bucket has"),
            ("s3://bu cket", "the name of a bucket has"),
            ("s3://bucket/a//b", "a part of the prefix is empty"),
            ("s3://bucket/a/../b", "a part of the prefix is empty"),
            ("s3://bucket/a\nb", "a part of the prefix is empty"),
        ] {
            let error = with(location, &[]).expect_err(location);
            let Error::InvalidArgument { what: "location", why: said } = &error else { panic!("{location}: {error}") };
            assert!(said.starts_with(why), "{location}: {said}");
            assert!(!said.contains("hid"), "{said}");
        }
        assert!(with(&format!("s3://bucket/{}", "a".repeat(701)), &[]).is_err());
    }

    #[test]
    fn credentials_come_from_the_variables_and_from_nowhere_else() {
        let without = |variables: &[(&str, &str)], what| {
            let variables: BTreeMap<_, _> = variables.iter().copied().collect();
            let error = target("s3://bucket", &|name| variables.get(name).map(|value| (*value).to_owned())).expect_err("refused");
            let why = "it is not set; S3 is reached with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY".to_owned();
            assert_eq!(error, Error::InvalidArgument { what, why });
        };
        without(&[], "AWS_ACCESS_KEY_ID");
        without(&[KEYS[1]], "AWS_ACCESS_KEY_ID");
        without(&[KEYS[0], ("AWS_SECRET_ACCESS_KEY", "")], "AWS_SECRET_ACCESS_KEY");
        let error = with("s3://bucket", &[("AWS_SESSION_TOKEN", "hid\nden")]).expect_err("refused");
        let why = "a blank or another strange character stands in it".to_owned();
        assert_eq!(error, Error::InvalidArgument { what: "AWS_SESSION_TOKEN", why });
    }

    #[test]
    fn without_tls_only_this_machine_is_spoken_to() {
        let plain = "without TLS anybody on the way can change what is stored: give https://, or set AWS_ALLOW_HTTP to true";
        for (endpoint, why) in [
            ("http://s3.example.com", plain),
            ("http://10.0.0.1:9000", plain),
            ("http://127.0.0.1.example.com", plain),
            ("http://localhost.example.com", plain),
            ("ftp://127.0.0.1", "it begins with neither https:// nor http://"),
            ("s3.example.com:9000", "it begins with neither https:// nor http://"),
            ("s3.example.com", "it is not a URL, such as https://s3.example.com"),
            ("https://AKID:hidden@s3.example.com", "credentials do not belong into it, but into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
            ("https://s3.example.com?hidden", "a question mark or a number sign stands in it"),
        ] {
            let error = with("s3://bucket", &[("AWS_ENDPOINT_URL", endpoint)]).expect_err(endpoint);
            assert_eq!(error, Error::InvalidArgument { what: "AWS_ENDPOINT_URL", why: why.to_owned() }, "{endpoint}");
        }
        for endpoint in ["http://127.0.0.1:5555", "http://127.9.9.9", "http://[::1]:5555", "http://localhost:5555", "https://s3.example.com/"] {
            with("s3://bucket", &[("AWS_ENDPOINT_URL", endpoint)]).expect(endpoint);
        }
        with("s3://bucket", &[("AWS_ENDPOINT_URL", "http://10.0.0.1"), ("AWS_ALLOW_HTTP", "true")]).expect("asked for");
        with("s3://bucket", &[("AWS_ENDPOINT_URL", "http://10.0.0.1"), ("AWS_ENDPOINT_URL_S3", "http://[::1]")]).expect("that of S3 counts");
        let error = with("s3://bucket", &[("AWS_REGION", "evil.example/#")]).expect_err("no region");
        let why = "it is no region: small letters, digits and hyphens, as eu-central-1".to_owned();
        assert_eq!(error, Error::InvalidArgument { what: "AWS_REGION", why });
    }

    #[test]
    fn no_credential_is_ever_shown() {
        let place = with("s3://bucket/x", &[("AWS_SESSION_TOKEN", "hidden2"), ("HTTPS_PROXY", "http://me:hidden3@proxy:3128")]).expect("a target");
        assert_eq!(format!("{place:?}"), "Target(s3://bucket/x)");
        let error = with("s3://bucket", &[("HTTPS_PROXY", "http://me:hidden@[proxy")]).expect_err("no address");
        assert_eq!(error, Error::InvalidArgument { what: "HTTPS_PROXY", why: "it is not the address of a proxy".to_owned() });
    }
}
