//! Servers that refuse, are slow or die: each comes to an error of its own, and nothing stays half.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use super::{
    super::tests::{fetch, going_on, store},
    *,
};
use crate::{
    issue::{Now, SelfSigned},
    key::Identity,
    status::Status,
};

/// So long that only a mistake comes near it.
const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(300);
const EMPTY: &str = "<ListBucketResult></ListBucketResult>";
const BROKEN: &str = "it broke the connection off before its answer was whole";

/// A request, as far as these tests look at it.
#[derive(Clone, Debug)]
struct Asked {
    /// Method and path with its query.
    line: String,
    /// By their names in small letters.
    head: BTreeMap<String, String>,
    body: usize,
}

/// What a server does with a request.
enum Does {
    /// Answers, and listens on.
    Says(String),
    /// Says this and closes the connection.
    Dies(String),
    /// Waits for the client to go.
    Nothing,
}

fn answers(status: &str, head: &str, body: &str) -> Does {
    Does::Says(format!("HTTP/1.1 {status}\r\n{head}Content-Length: {}\r\n\r\n{body}", body.len()))
}

fn refuses(status: &str, code: &str) -> Does {
    answers(status, "", &format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>secret of the server</Message></Error>"))
}

/// A HEAD has no body.
fn absent() -> Does {
    answers("404 Not Found", "", "")
}

/// A server on loopback that goes on until the process ends.
struct Server {
    port: u16,
    seen: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    fn start(does: impl Fn(&Asked) -> Does + Send + Sync + 'static) -> Self {
        Self::start_over(|stream, talk| talk(Box::new(stream)), does)
    }

    /// `wrap` is what lies between the connection and what is said.
    fn start_over(
        wrap: impl Fn(TcpStream, &dyn Fn(Box<dyn Connection>)) + Send + Sync + 'static,
        does: impl Fn(&Asked) -> Does + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let seen = Arc::<Mutex<Vec<Asked>>>::default();
        let sees = seen.clone();
        let shared = Arc::new((wrap, does));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (shared, sees) = (shared.clone(), sees.clone());
                thread::spawn(move || (shared.0)(stream, &|connection| serve(connection, &sees, &shared.1)));
            }
        });
        Self { port, seen }
    }

    fn place(&self) -> StoredInS3 {
        self.place_with("http", &[])
    }

    fn place_with(&self, scheme: &str, variables: &[(&str, &str)]) -> StoredInS3 {
        let endpoint = format!("{scheme}://127.0.0.1:{}", self.port);
        place(&endpoint, variables)
    }

    fn lines(&self) -> Vec<String> {
        self.seen.lock().expect("not poisoned").iter().map(|asked| asked.line.clone()).collect()
    }

    fn name(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

trait Connection: Read + Write {}

impl<T: Read + Write> Connection for T {}

fn serve(connection: Box<dyn Connection>, sees: &Mutex<Vec<Asked>>, does: &impl Fn(&Asked) -> Does) {
    let mut connection = BufReader::new(connection);
    while let Some(asked) = read(&mut connection) {
        sees.lock().expect("not poisoned").push(asked.clone());
        let (said, dies) = match does(&asked) {
            Does::Says(said) => (said, false),
            Does::Dies(said) => (said, true),
            Does::Nothing => {
                let _ = connection.read_to_end(&mut Vec::new());
                return;
            }
        };
        let _ = connection.get_mut().write_all(said.as_bytes()).and_then(|()| connection.get_mut().flush());
        if dies {
            return;
        }
    }
}

fn read(connection: &mut BufReader<Box<dyn Connection>>) -> Option<Asked> {
    let mut line = String::new();
    connection.read_line(&mut line).ok().filter(|count| *count > 0)?;
    let mut head = BTreeMap::new();
    loop {
        let mut field = String::new();
        connection.read_line(&mut field).ok()?;
        let Some((name, value)) = field.split_once(':') else { break };
        head.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length: u64 = head.get("content-length").map_or(0, |length| length.parse().expect("a length"));
    let body = io::copy(&mut connection.take(length), &mut io::sink()).ok()?;
    let line = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    (body == length).then(|| Asked { line, head, body: usize::try_from(body).expect("small") })
}

fn place(endpoint: &str, variables: &[(&str, &str)]) -> StoredInS3 {
    let keys = [("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "hidden"), ("AWS_ENDPOINT_URL", endpoint)];
    let variables: BTreeMap<_, _> = keys.iter().chain(variables).copied().collect();
    let mut place = StoredInS3::new("bucket/a", &|name| variables.get(name).map(|value| (*value).to_owned())).expect("a target");
    place.limits = Limits { connect: LONG, answer: LONG };
    place
}

fn gone(server: String) -> Error {
    Error::Unreachable { server, kind: "other", why: BROKEN.to_owned() }
}

/// Each thing that can be done there, and what it comes to.
fn all(place: &StoredInS3) -> [Option<Error>; 4] {
    [store(place, "x", b"bytes").err(), fetch(place, "x").err(), place.remove("x").err(), place.list().err()]
}

#[test]
fn where_nothing_listens_nothing_is_reached() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = listener.local_addr().expect("bound").port();
    drop(listener);
    let place = place(&format!("http://127.0.0.1:{port}"), &[]);
    let why = "nothing listens there (connection refused)".to_owned();
    let error = Error::Unreachable { server: format!("127.0.0.1:{port}"), kind: "refused", why };
    assert_eq!(all(&place), [(); 4].map(|()| Some(error.clone())));
}

#[test]
fn a_name_that_is_not_known_is_told_from_a_server_that_is_away() {
    let error = place("https://bucket.invalid", &[]).list().expect_err("no such name");
    let Error::Unreachable { server, kind: "unknown_host", why } = &error else { panic!("{error}") };
    assert_eq!(server, "bucket.invalid:443");
    assert!(why.starts_with("its name is not known ("), "{why}");
}

#[test]
fn who_says_nothing_is_waited_for_as_long_as_was_said() {
    let server = Server::start(|_| Does::Nothing);
    let mut place = server.place();
    place.limits.answer = SHORT;
    let late = |doing| Some(Error::TimedOut { server: server.name(), doing, milliseconds: 300 });
    let doing = ["it was asked whether the name is free", "a file was asked for", "a file was being removed", "a list was asked for"];
    assert_eq!(all(&place), doing.map(late));
}

#[test]
fn who_falls_silent_in_the_middle_is_late_as_well() {
    let server = Server::start(|_| Does::Nothing);
    let slow = Server::start(|asked| match asked.line.starts_with("HEAD") {
        true => absent(),
        false => Does::Nothing,
    });
    let mut place = slow.place();
    place.limits = Limits { connect: SHORT, answer: SHORT };
    let error = store(&place, "x", b"bytes").expect_err("late");
    assert_eq!(error, Error::TimedOut { server: slow.name(), doing: "the file was being sent", milliseconds: 300 });
    drop(server);
}

#[test]
fn a_file_that_breaks_off_is_never_handed_out() {
    let whole = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n";
    for etag in ["", "ETag: \"1\"\r\n"] {
        let server = Server::start(move |_| Does::Dies(format!("{whole}{etag}\r\nonly this")));
        let folder = tempfile::tempdir().expect("a folder");
        let place = server.place_with("http", &[("TMPDIR", folder.path().to_str().expect("a text"))]);
        assert_eq!(fetch(&place, "x"), Err(gone(server.name())));
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0);
    }
}

#[test]
fn what_is_missing_of_a_file_is_fetched_after_it() {
    let server = Server::start(|asked| match asked.head.get("range").map(String::as_str) {
        None => Does::Dies("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"1\"\r\n\r\n01234".to_owned()),
        Some("bytes=5-9") => answers("206 Partial Content", "Content-Range: bytes 5-9/10\r\nETag: \"1\"\r\n", "56789"),
        Some(other) => panic!("{other}"),
    });
    assert_eq!(fetch(&server.place(), "x").expect("fetched"), b"0123456789");
}

#[test]
fn who_dies_while_a_file_is_sent_has_it_not() {
    let server = Server::start(|asked| if asked.line.starts_with("HEAD") { absent() } else { Does::Dies(String::new()) });
    assert_eq!(store(&server.place(), "x", b"bytes"), Err(gone(server.name())));
    let lines = server.lines();
    assert_eq!(lines.iter().filter(|line| *line == "PUT /bucket/a/x").count(), 3); // and no more
    assert_eq!(lines.last().map(String::as_str), Some("HEAD /bucket/a/x")); // it was asked what became of it
}

#[test]
fn an_answer_that_is_lost_is_no_failure_and_no_name_that_is_taken() {
    for second in [Some("412 Precondition Failed"), None] {
        let mark = Arc::<Mutex<Option<String>>>::default();
        let server = Server::start(move |asked| {
            let mut mark = mark.lock().expect("not poisoned");
            let stored = mark.clone();
            match (asked.line.split(' ').next(), stored) {
                (Some("HEAD"), None) => absent(),
                (Some("HEAD"), Some(mark)) => {
                    Does::Says(format!("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nx-amz-meta-certwright-attempt: {mark}\r\n\r\n"))
                }
                (_, Some(_)) if second.is_some() => answers(second.unwrap_or_default(), "", ""),
                _ => {
                    assert_eq!(asked.head["if-none-match"], "*");
                    *mark = asked.head.get("x-amz-meta-certwright-attempt").cloned();
                    Does::Dies(String::new())
                }
            }
        });
        store(&server.place(), "x", b"bytes").expect("stored");
    }
}

#[test]
fn what_another_stored_meanwhile_stays() {
    for theirs in ["", "x-amz-meta-certwright-attempt: 00\r\n"] {
        let asked_before = Mutex::new(0);
        let server = Server::start(move |asked| {
            let mut count = asked_before.lock().expect("not poisoned");
            *count += 1;
            match (asked.line.starts_with("HEAD"), *count) {
                (true, 1) => absent(),
                (true, _) => Does::Says(format!("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n{theirs}\r\n")),
                (false, _) => refuses("412 Precondition Failed", "PreconditionFailed"),
            }
        });
        assert_eq!(store(&server.place(), "x", b"bytes"), Err(Error::AlreadyExists { path: "s3://bucket/a/x".to_owned() }));
        assert!(!server.lines().iter().any(|line| line.starts_with("DELETE")));
    }
}

#[test]
fn a_large_file_is_sent_in_parts_and_put_together_only_where_the_name_is_free() {
    let server = Server::start(|asked| match &*asked.line {
        "HEAD /bucket/a/x" => absent(),
        "POST /bucket/a/x?uploads=" => answers("200 OK", "", "<R><UploadId>7</UploadId></R>"),
        "POST /bucket/a/x?uploadId=7" => match asked.head.get("if-none-match").map(String::as_str) {
            Some("*") => answers("200 OK", "", "<R><ETag>e</ETag></R>"),
            _ => refuses("400 Bad Request", "NoCondition"),
        },
        line if line.starts_with("PUT /bucket/a/x?partNumber=") => answers("200 OK", "ETag: \"p\"\r\n", ""),
        other => panic!("{other}"),
    });
    let size = 2 * PART + 1;
    let (place, mut told) = (server.place(), Vec::new());
    let file = place.temporary().expect("a file");
    file.as_file().set_len(size).expect("as long");
    let progress = &mut |done, total| {
        told.push((done, total));
        ControlFlow::Continue(())
    };
    place.store(file, "x", progress).expect("stored");
    let seen = server.seen.lock().expect("not poisoned");
    let sent: Vec<_> = seen.iter().filter(|asked| asked.line.starts_with("PUT")).map(|asked| asked.body as u64).collect();
    assert_eq!(sent, [PART, PART, 1]);
    told.dedup();
    assert_eq!(told, [(0, size), (PART, size), (2 * PART, size), (size, size)]);
}

#[test]
fn an_upload_that_fails_leaves_no_part() {
    for (status, code, kind) in [("403 Forbidden", "AccessDenied", Status::Io), ("503 Slow Down", "SlowDown", Status::Io)] {
        let server = Server::start(move |asked| match &*asked.line {
            "HEAD /bucket/a/x" => absent(),
            "POST /bucket/a/x?uploads=" => answers("200 OK", "", "<R><UploadId>7</UploadId></R>"),
            "DELETE /bucket/a/x?uploadId=7" => answers("204 No Content", "", ""),
            line if line.starts_with("PUT /bucket/a/x?partNumber=1&") => answers("200 OK", "ETag: \"p\"\r\n", ""),
            _ => refuses(status, code),
        });
        let place = server.place();
        let file = place.temporary().expect("a file");
        file.as_file().set_len(2 * PART).expect("as long");
        let error = place.store(file, "x", &mut going_on).expect_err("refused");
        assert_eq!(error.status(), kind, "{error}");
        assert!(error.to_string().contains(code), "{error}");
        assert_eq!(server.lines().iter().filter(|line| *line == "DELETE /bucket/a/x?uploadId=7").count(), 1);
    }
}

#[test]
fn a_refusal_says_what_the_server_said_and_what_to_look_at() {
    for (status, code, said) in [
        ("403 Forbidden", "InvalidAccessKeyId", "it does not know the access key: look at AWS_ACCESS_KEY_ID"),
        ("403 Forbidden", "SignatureDoesNotMatch", "the secret is not that of the access key: look at AWS_SECRET_ACCESS_KEY"),
        ("403 Forbidden", "RequestTimeTooSkewed", "its clock and this machine's differ"),
        ("403 Forbidden", "AccessDenied", "these credentials may not do this there"),
        ("403 Forbidden", "", "these credentials may not do this there"),
    ] {
        let server = Server::start(move |asked| if asked.line.starts_with("HEAD") { answers(status, "", "") } else { refuses(status, code) });
        let said = |code: &str| format!("{} refuses it ({code}403): {said}", server.name());
        let reason = said(&if code.is_empty() { String::new() } else { format!("{code}, ") });
        let error = |action, path: &str| Some(Error::Io { action, path: path.to_owned(), reason: reason.clone(), os_code: Some(13) });
        let whole = "s3://bucket/a/x";
        let expected = [error("store", whole), error("fetch", whole), error("remove", whole), error("list", "s3://bucket/a")];
        assert_eq!(all(&server.place()), expected);
    }
}

#[test]
fn a_bucket_that_is_not_there_is_not_a_file_that_is_not_there() {
    let server = Server::start(|asked| if asked.line.starts_with("HEAD") { absent() } else { refuses("404 Not Found", "NoSuchBucket") });
    let wanted = format!("the bucket bucket at {}", server.name());
    assert_eq!(all(&server.place()), [(); 4].map(|()| Some(Error::NotFound { wanted: wanted.clone(), near: Vec::new() })));
    let server = Server::start(|asked| if asked.line.starts_with("HEAD") { absent() } else { refuses("404 Not Found", "NoSuchKey") });
    let place = server.place();
    let wanted = format!("the bucket bucket at {}", server.name());
    assert_eq!(store(&place, "x", b"bytes"), Err(Error::NotFound { wanted, near: Vec::new() }));
    assert_eq!(fetch(&place, "x"), Err(Error::NotFound { wanted: "the file s3://bucket/a/x".to_owned(), near: Vec::new() }));
    place.remove("x").expect("gone already");
}

#[test]
fn a_bucket_of_another_region_names_it() {
    let server = Server::start(|_| answers("301 Moved Permanently", "x-amz-bucket-region: eu-west-1\r\nLocation: http://elsewhere.invalid/\r\n", ""));
    let error = server.place().list().expect_err("elsewhere");
    let reason = "its bucket is in the region eu-west-1, and us-east-1 was asked: set AWS_REGION".to_owned();
    assert_eq!(error, Error::Io { action: "list", path: "s3://bucket/a".to_owned(), reason, os_code: None });
}

#[test]
fn what_is_not_of_s3_is_said_to_be_so() {
    let server = Server::start(|_| answers("200 OK", "", "<html>hello</html>"));
    let error = server.place().list().expect_err("a web page");
    let reason = format!("what {} answers is not of S3", server.name());
    assert_eq!(error, Error::Io { action: "list", path: "s3://bucket/a".to_owned(), reason, os_code: None });
}

#[test]
fn a_list_is_read_to_its_end_and_has_only_what_lies_directly_there() {
    let entry = |key: &str| format!("<Contents><Key>{key}</Key><Size>1</Size><LastModified>2026-01-01T00:00:00Z</LastModified></Contents>");
    let pages = [
        format!(
            "<ListBucketResult>{}{}<CommonPrefixes><Prefix>a/deeper/</Prefix></CommonPrefixes><NextContinuationToken>n</NextContinuationToken></ListBucketResult>",
            entry("a/"),
            entry("a/z.age")
        ),
        format!("<ListBucketResult>{}{}</ListBucketResult>", entry("a/b.age"), entry("a/.hidden")),
    ];
    let server = Server::start(move |asked| {
        assert!(asked.line.contains("delimiter=%2F") && asked.line.contains("prefix=a%2F"), "{}", asked.line);
        answers("200 OK", "", &pages[usize::from(asked.line.contains("continuation-token=n"))])
    });
    assert_eq!(server.place().list().expect("listed"), ["b.age", "z.age"]);
}

#[test]
fn a_blank_is_sent_as_it_is_signed() {
    let server = Server::start(|_| answers("200 OK", "", EMPTY));
    let mut place = server.place();
    place.settings.prefix = "a b+c".to_owned();
    place.list().expect("listed");
    assert_eq!(server.lines(), ["GET /bucket?delimiter=%2F&list-type=2&prefix=a%20b%2Bc%2F"]);
}

#[test]
fn whoever_waits_can_stop_it() {
    let server = Server::start(|asked| if asked.line.starts_with("HEAD") { absent() } else { Does::Nothing });
    let (place, begun) = (server.place(), Instant::now());
    let mut calls = 0;
    let mut later = |_, _| {
        calls += 1;
        if calls > 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let stopped = place.store(place.temporary().expect("a file"), "x", &mut later);
    assert_eq!(stopped, Err(Error::Cancelled { what: "storing the backup".to_owned() }));
    calls = 0;
    let mut later = |_, _| {
        calls += 1;
        if calls > 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let stopped = place.fetch("x", &mut later);
    assert_eq!(stopped.map(|_| ()), Err(Error::Cancelled { what: "fetching the backup".to_owned() }));
    assert!(begun.elapsed() < LONG / 2);
}

#[test]
fn works_where_another_runtime_runs() {
    let server = Server::start(|_| answers("200 OK", "", EMPTY));
    let place = server.place();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    assert_eq!(runtime.block_on(async { place.list() }).expect("listed"), [""; 0]);
}

#[test]
fn a_request_is_signed_and_never_holds_the_secret() {
    let server = Server::start(|_| answers("200 OK", "", EMPTY));
    let place = server.place_with("http", &[("AWS_SESSION_TOKEN", "token"), ("AWS_REGION", "eu-central-1")]);
    place.list().expect("listed");
    let seen = server.seen.lock().expect("not poisoned");
    let signed = &seen[0].head["authorization"];
    assert!(signed.starts_with("AWS4-HMAC-SHA256 Credential=AKID/") && signed.contains("/eu-central-1/s3/aws4_request"), "{signed}");
    assert_eq!(seen[0].head["x-amz-security-token"], "token");
    assert!(!format!("{seen:?}").contains("hidden"));
}

/// A server of TLS, and its identity.
fn over_tls() -> (Server, Identity) {
    use rustls::{ServerConfig, ServerConnection, StreamOwned, crypto::ring, pki_types::PrivatePkcs8KeyDer};
    let identity = SelfSigned::new("s3").expect("a subject").ip_address(Ipv4Addr::LOCALHOST.into()).issue(Now::system()).expect("made");
    let key = PrivatePkcs8KeyDer::from(identity.private_key().to_pkcs8_der().to_vec());
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions().expect("versions");
    let chain = vec![identity.certificate().der().to_vec().into()];
    let config = Arc::new(builder.with_no_client_auth().with_single_cert(chain, key.into()).expect("an identity"));
    let wrap = move |stream, talk: &dyn Fn(Box<dyn Connection>)| {
        talk(Box::new(StreamOwned::new(ServerConnection::new(config.clone()).expect("a server"), stream)));
    };
    (Server::start_over(wrap, |_| answers("200 OK", "", EMPTY)), identity)
}

#[test]
fn a_server_is_believed_only_with_a_certificate_of_an_authority() {
    let (server, identity) = over_tls();
    let error = server.place_with("https", &[]).list().expect_err("nobody vouches for it");
    let Error::HandshakeFailed { server: named, kind: "untrusted", why } = &error else { panic!("{error}") };
    assert_eq!(named, &server.name());
    assert!(why.ends_with("if an authority of your own issued it, name its file in AWS_CA_BUNDLE"), "{why}");

    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("bundle.pem");
    std::fs::write(&bundle, identity.certificate().to_pem()).expect("written");
    let variables = [("AWS_CA_BUNDLE", bundle.to_str().expect("a text"))];
    assert_eq!(server.place_with("https", &variables).list().expect("listed"), [""; 0]);

    std::fs::write(&bundle, "nothing").expect("written");
    let why = format!("the file {}, which AWS_CA_BUNDLE names, holds no certificates in PEM", bundle.display());
    assert_eq!(server.place_with("https", &variables).list(), Err(Error::UnknownFormat { why }));

    for (said, kind, why) in [
        (&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], "not_tls", "what it answers is not TLS; is this the right port?"),
        (b"", "closed", "it closed the connection while TLS was being set up"),
    ] {
        let plain = Server::start_over(
            move |mut stream, _| {
                let _ = stream.read(&mut [0; 4096]).and_then(|_| stream.write_all(said));
            },
            |_| Does::Nothing,
        );
        let error = plain.place_with("https", &[]).list().expect_err("no TLS");
        assert_eq!(error, Error::HandshakeFailed { server: plain.name(), kind, why: why.to_owned() });
    }
}

#[test]
fn the_way_leads_by_the_proxy_of_the_variables() {
    let (server, identity) = over_tls();
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("bundle.pem");
    std::fs::write(&bundle, identity.certificate().to_pem()).expect("written");
    let connects = Arc::new(Mutex::new(Vec::new()));
    let seen = connects.clone();
    let proxy = Server::start_over(
        move |client, _| {
            let mut asked = BufReader::new(client.try_clone().expect("a handle")).lines().map_while(Result::ok);
            let line = asked.next().expect("a line");
            assert!(asked.any(|line| line.is_empty()));
            let mut there = TcpStream::connect(line.split(' ').nth(1).expect("a server")).expect("there");
            seen.lock().expect("not poisoned").push(line);
            let mut back = (there.try_clone().expect("a handle"), client.try_clone().expect("a handle"));
            (&client).write_all(b"HTTP/1.1 200 OK\r\n\r\n").expect("a client");
            thread::spawn(move || io::copy(&mut back.0, &mut back.1));
            let _ = io::copy(&mut &client, &mut there);
        },
        |_| Does::Nothing,
    );
    let by = format!("http://me:hidden@127.0.0.1:{}", proxy.port);
    let variables = [("AWS_CA_BUNDLE", bundle.to_str().expect("a text")), ("HTTPS_PROXY", &by), ("NO_PROXY", "example.com")];
    assert_eq!(server.place_with("https", &variables).list().expect("listed"), [""; 0]);
    assert_eq!(*connects.lock().expect("not poisoned"), [format!("CONNECT {} HTTP/1.1", server.name())]);
    let around = [variables[0], variables[1], ("NO_PROXY", "127.0.0.1")];
    assert_eq!(server.place_with("https", &around).list().expect("listed"), [""; 0]);
    assert_eq!(connects.lock().expect("not poisoned").len(), 1);
}

/// Against another program: `AWS_ENDPOINT_URL` and the other variables say where it is, `CERTWRIGHT_TEST_S3` is a place in a bucket that is
/// there and has nothing in it.
#[test]
#[ignore = "needs a server of S3; tests/backup/test_s3.py starts one and runs it"]
fn another_program_keeps_what_is_stored() {
    use std::env;
    let location = env::var("CERTWRIGHT_TEST_S3").expect("a location");
    let within = location.strip_prefix("s3://").expect("of S3").to_owned();
    let place = StoredInS3::new(&within, &|name| env::var(name).ok()).expect("a target");
    let large: Vec<u8> = (0..2 * PART + 5).map(|place| (place % 251) as u8).collect();
    let whole = [("empty.age", &[][..]), ("large.age", &large), ("small one ü+%.age", b"bytes")];
    for (name, bytes) in whole {
        store(&place, name, bytes).expect(name);
    }
    assert_eq!(place.list().expect("listed"), whole.map(|(name, _)| name));
    for (name, bytes) in whole {
        assert!(fetch(&place, name).expect(name) == bytes, "{name}");
        assert_eq!(store(&place, name, b"other"), Err(Error::AlreadyExists { path: format!("{location}/{name}") }));
    }

    // the name is taken after it was found free: the server decides
    for bytes in [&b"small"[..], &large] {
        let mut file = place.temporary().expect("a file");
        file.write_all(bytes).expect("written");
        let mut others = 0;
        let refused = place.store(file, "race.age", &mut |_, _| {
            others += 1;
            if others == 2 {
                store(&place, "race.age", b"theirs").expect("stored");
            }
            ControlFlow::Continue(())
        });
        assert_eq!(refused, Err(Error::AlreadyExists { path: format!("{location}/race.age") }));
        assert_eq!(fetch(&place, "race.age").expect("fetched"), b"theirs");
        place.remove("race.age").expect("removed");
    }

    let file = place.temporary().expect("a file");
    file.as_file().set_len(3 * PART).expect("as long");
    let stopped = place.store(file, "stopped.age", &mut |done, _| if done > PART { ControlFlow::Break(()) } else { ControlFlow::Continue(()) });
    assert_eq!(stopped, Err(Error::Cancelled { what: STORING.to_owned() }));
    for (name, _) in whole {
        place.remove(name).expect(name);
        place.remove(name).expect("gone already");
    }
    assert_eq!(place.list().expect("listed"), [""; 0]);
    assert_eq!(fetch(&place, "large.age").expect_err("gone").status(), Status::NotFound);

    let place = StoredInS3::new("there-is-no-such-bucket/a", &|name| env::var(name).ok()).expect("a target");
    let wanted = format!("the bucket there-is-no-such-bucket at {}", place.settings.server);
    assert_eq!(all(&place)[0], Some(Error::NotFound { wanted, near: Vec::new() }));
}
