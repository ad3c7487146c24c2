//! Bundles that someone made who can seal one, but not as certwright does.

use serde_json::{Value, json};

use super::{
    forge::{File, file, header, read_files, refusal, right, signed, signed_as},
    *,
};

fn manifest_of(files: &[File]) -> Value {
    serde_json::from_slice(&files[files.len() - 2].content).expect("JSON")
}

/// A signed bundle, whose manifest is altered and signed again.
fn with_manifest(change: impl FnOnce(&mut Value)) -> Option<Error> {
    let signer = Signer::new(7);
    let mut files = signed(right(&small()), &signer);
    let mut manifest = manifest_of(&files);
    change(&mut manifest);
    files.truncate(files.len() - 2);
    refusal(&signed_as(files, &manifest, &signer))
}

/// A signed bundle with another `bundle.json`.
fn with_contents(change: impl FnOnce(&mut Value)) -> Vec<File> {
    let mut files = right(&small());
    let mut contents = serde_json::from_slice(&files[0].content).expect("JSON");
    change(&mut contents);
    files[0].content = contents.to_string().into_bytes();
    signed(files, &Signer::new(7))
}

fn sums(files: &[(&str, &[u8])]) -> String {
    files.iter().map(|(path, content)| format!("{}  {path}\n", hex::Sha256::of(content))).collect()
}

/// The first list of sums.
const LIST: &str = "sums/000001-a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5.sha256";

#[test]
fn the_bundles_of_these_tests_are_right_before_they_are_altered() {
    assert_eq!(with_manifest(|_| ()), None);
    assert_eq!(refusal(&with_contents(|_| ())), None);
}

#[test]
fn a_newer_format_says_so_before_anything_else() {
    let newer = Error::Unsupported { what: "a bundle of format 2".to_owned(), why: "a newer version of certwright wrote it; use that".to_owned() };
    for how in [How::Strict, How::Salvage] {
        let files = [file("bundle.json", r#"{"of":"which nothing is known","format":2}"#)];
        assert_eq!(read_files(&files, how).err(), Some(newer.clone()));
    }
    let never = is_damaged("bundle.json names a format that there never was");
    assert_eq!(refusal(&with_contents(|contents| contents["format"] = json!(0))), never);
}

#[test]
fn what_a_later_version_adds_is_passed_over() {
    assert_eq!(refusal(&with_contents(|contents| contents["host"] = json!({"name": ["srv1"]}))), None);
    assert_eq!(with_manifest(|manifest| manifest["entries"][2]["kind"] = json!("key")), None);
}

#[test]
fn another_signer_is_shown_and_another_signature_refused() {
    let other = Signer::new(8);
    let (read, _) = read_files(&signed(right(&small()), &other), How::Strict).expect("a bundle of another");
    assert_eq!(read.fingerprint(), Some(hex::Sha256::of(&other.spki()).to_string()));

    let tampered = Some(Error::Tampered { what: BUNDLE.to_owned() });
    let mut files = signed(right(&small()), &Signer::new(7));
    let foreign = signed(right(&small()), &other).pop().expect("a signature");
    let last = files.len() - 1;
    files[last] = foreign;
    assert_eq!(refusal(&files), tampered, "of another key");
    files[last] = file("manifest.sig", Signer::new(7).sign(&files[last - 1].content));
    assert_eq!(refusal(&files), tampered, "without the prefix");
    files[last] = file("manifest.sig", "");
    assert_eq!(refusal(&files), tampered, "empty");
    files[last] = file("manifest.sig", [0; 65]);
    assert_eq!(refusal(&files), Some(Error::TooLarge { what: "manifest.sig in the bundle".to_owned(), size: 65, limit: 64 }));
}

#[test]
fn content_changed_without_the_signer_is_tampered_with() {
    let mut files = signed(right(&small()), &Signer::new(7));
    let mut manifest = manifest_of(&files);
    manifest["counts"] = json!({"certificates": 8});
    let at = files.len() - 2;
    files[at].content = manifest.to_string().into_bytes();
    assert_eq!(refusal(&files), Some(Error::Tampered { what: BUNDLE.to_owned() }));
}

#[test]
fn a_manifest_says_exactly_what_the_bundle_holds() {
    let listed = |change: fn(&mut Vec<Value>)| with_manifest(|manifest| change(manifest["entries"].as_array_mut().expect("a list")));
    let differs = |path: &str| is_damaged(&format!("manifest.json does not have {path} as it was read"));
    assert_eq!(listed(|list| drop(list.pop())), is_damaged("manifest.json leaves out empty"));
    assert_eq!(listed(|list| drop(list.remove(3))), differs("keys/1.pem"));
    assert_eq!(listed(|list| list.clear()), is_damaged("manifest.json leaves out bundle.json"));
    assert_eq!(listed(|list| list.push(list[4].clone())), is_damaged("manifest.json has more than the bundle holds"));
    assert_eq!(listed(|list| list.swap(2, 3)), differs("settings.json"));
    assert_eq!(listed(|list| list[2]["path"] = json!("other.json")), differs("settings.json"));
    assert_eq!(listed(|list| list[3]["size"] = json!(6)), differs("keys/1.pem"));
    assert_eq!(listed(|list| list[1]["sha256"] = list[0]["sha256"].clone()), differs(LIST));
    for (member, value) in
        [("store", json!("00".repeat(16))), ("made", json!("2026-03-04T05:06:08Z")), ("written_by", json!("9")), ("format", json!(2))]
    {
        assert_eq!(with_manifest(|manifest| manifest[member] = value), is_damaged("manifest.json is of another bundle"), "{member}");
    }
    assert_eq!(with_manifest(|manifest| manifest["signer"] = json!("AAAA")), is_damaged("its signer has no Ed25519 key"));
    assert_eq!(with_manifest(|manifest| manifest["signer"] = json!("?")), is_damaged("the signer in manifest.json is not base64"));
    let bomb = with_manifest(|manifest| manifest["counts"] = json!(" ".repeat(100_000)));
    assert!(matches!(bomb, Some(Error::TooLarge { .. })), "{bomb:?}");
}

#[test]
fn an_entry_has_a_plain_relative_path_and_one_only() {
    let malformed = |files: &[File]| match refusal(files) {
        Some(Error::Damaged { why, .. }) => assert!(why.starts_with("bundle.json cannot be read, line 1, column "), "{why}"),
        other => panic!("{other:?}"),
    };
    for path in [
        "../../etc/passwd",
        "/etc/passwd",
        "a/../b",
        "a//b",
        "",
        "manifest.json",
        "sums/000009-a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5.sha256",
        "a b",
        "a\\b",
    ] {
        malformed(&with_contents(|contents| contents["entries"][1] = json!(path)));
    }
    let twice = with_contents(|contents| contents["entries"][1] = json!("settings.json"));
    assert_eq!(refusal(&twice), is_damaged("bundle.json names an entry twice"));
}

#[test]
fn what_follows_is_what_was_announced_in_its_order() {
    let changed = |change: fn(&mut Vec<File>)| {
        let mut files = right(&small());
        change(&mut files);
        refusal(&signed(files, &Signer::new(7)))
    };
    let misplaced = |path: &str| is_damaged(&format!("{path} is not where it should be"));
    let disagrees = is_damaged("a list of sums does not agree with the entries announced");
    assert_eq!(changed(|files| drop(files.remove(0))), is_damaged("bundle.json is not the first of it"));
    assert_eq!(changed(|files| drop(files.remove(1))), misplaced(LIST));
    assert_eq!(changed(|files| drop(files.remove(3))), misplaced("keys/1.pem"));
    assert_eq!(changed(|files| files.swap(2, 3)), misplaced("settings.json"));
    assert_eq!(changed(|files| files.insert(2, files[2].clone())), misplaced("keys/1.pem"));
    assert_eq!(changed(|files| files.push(files[4].clone())), misplaced("manifest.json"));
    assert_eq!(changed(|files| files[2].path = "other.json".to_owned()), misplaced("settings.json"));
    assert_eq!(changed(|files| files[2].content = b"[]".to_vec()), is_damaged("settings.json: its content is not that of its checksum"));
    assert_eq!(changed(|files| files[1].path = "sums/000002-a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5.sha256".to_owned()), misplaced(LIST));
    for list in [
        String::new(),
        "\n".to_owned(),
        sums(&[("settings.json", b"{}")]).to_uppercase(),
        sums(&[("keys/1.pem", b"a key")]),
        sums(&[("settings.json", b"{}"), ("settings.json", b"{}")]),
        sums(&[("settings.json", b"{}"), ("keys/1.pem", b"a key"), ("empty", b""), ("more", b"")]),
        sums(&[("settings.json", b"{}")]).trim_end().to_owned(),
        sums(&[("settings.json", b"{}")]).replace("  ", " *"),
    ] {
        let mut files = right(&small());
        files[1].content = list.clone().into_bytes();
        assert_eq!(refusal(&signed(files, &Signer::new(7))), disagrees, "{list:?}");
    }
}

#[test]
fn only_plain_files_of_one_form_are_read() {
    let odd = is_damaged("the header of an entry has not the form that certwright writes");
    let headed = |changes: &[(usize, &[u8])]| {
        let mut files = right(&small());
        files[3].header = header("keys/1.pem", 5, changes);
        refusal(&signed(files, &Signer::new(7)))
    };
    assert_eq!(headed(&[]), None);
    for kind in [&b"1"[..], b"2", b"3", b"5", b"6", b"7", b"L", b"S", b"x", b"g", b"\0"] {
        assert_eq!(headed(&[(156, kind)]), is_damaged("an entry is not a plain file"), "{kind:?}");
    }
    assert_eq!(headed(&[(157, b"/etc/passwd")]), odd, "a link");
    assert_eq!(headed(&[(100, b"0004777")]), odd, "a mode");
    assert_eq!(headed(&[(345, b"/etc")]), odd, "a prefix");
    assert_eq!(headed(&[(20, b"hidden")]), odd, "behind the end of the name");
    assert_eq!(headed(&[(257, b"ustar  \0")]), odd, "of GNU");
    assert_eq!(headed(&[(124, b"      00005")]), odd, "blanks in the size");
    assert_eq!(headed(&[(124, b"\x80\0\0\0\0\0\0\0\0\0\0\x05")]), odd, "the size in binary");
    assert_eq!(headed(&[(136, b"00000000000")]), is_damaged("keys/1.pem is not of the time of the bundle"));
    assert_eq!(headed(&[(0, b"\xff")]), is_damaged("a name is not UTF-8"));

    let mut tar = forge::tar(&signed(right(&small()), &Signer::new(7)));
    tar[512 * 2 - 1] = 1; // behind bundle.json
    let recipient = fresh_recipient();
    let read = read_for(&*forge::encrypt(&forge::compress(&tar), &recipient), &recipient, How::Strict);
    assert_eq!(read.err(), is_damaged("something stands behind the end of a file"));
}

#[test]
fn a_size_is_not_believed_before_it_is_read() {
    let claims = |path: &str, at: usize, size: u64| {
        let mut files = right(&small());
        files[at].header = header(path, size, &[]);
        refusal(&signed(files, &Signer::new(7)))
    };
    let too_large = |path: &str, size, limit| Some(Error::TooLarge { what: format!("{path} in the bundle"), size, limit });
    assert_eq!(claims("keys/1.pem", 3, MAX_ENTRY + 1), too_large("keys/1.pem", MAX_ENTRY + 1, MAX_ENTRY));
    assert_eq!(claims("keys/1.pem", 3, 0o777_7777_7777), too_large("keys/1.pem", 0o777_7777_7777, MAX_ENTRY));
    assert_eq!(claims("bundle.json", 0, (512 << 20) + 1), too_large("bundle.json", (512 << 20) + 1, 512 << 20));
    assert_eq!(claims(LIST, 1, (1 << 20) + 1), too_large(LIST, (1 << 20) + 1, 1 << 20));
    assert_eq!(claims("keys/1.pem", 3, MAX_ENTRY), is_damaged("it is cut short"));
    assert_eq!(claims("bundle.json", 0, 512 << 20), is_damaged("it is cut short"));
}

#[test]
fn a_bomb_does_not_go_off() {
    let zeros = vec![0; MAX_ENTRY as usize];
    let paths: Vec<String> = (0..10).map(|number| format!("zeros/{number}")).collect();
    let contents =
        json!({"format": 1, "written_by": "1", "store": "5a".repeat(16), "made": "2026-03-04T05:06:07Z", "mark": "a5".repeat(16), "entries": paths});
    let hash = hex::Sha256::of(&zeros);
    let list: String = paths.iter().map(|path| format!("{hash}  {path}\n")).collect();
    let start = forge::tar(&[file("bundle.json", contents.to_string()), file(LIST, list)]);
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).expect("set up");
    let mut put = |octets: &[u8]| io::Write::write_all(&mut encoder, octets).expect("written");
    put(&start[..start.len() - 1024]);
    paths.iter().for_each(|path| {
        put(&header(path, MAX_ENTRY, &[]).expect("fits"));
        put(&zeros);
    });
    let recipient = fresh_recipient();
    let bundle = forge::encrypt(&encoder.finish().expect("finished"), &recipient);
    assert!(bundle.len() < 64 << 10, "{}", bundle.len());
    let mut taken = 0;
    let read = read_bundle(&*bundle, &BundleKey::Identities(&[recipient.identity]), How::Strict, &mut |_, _, _| {
        taken += 1;
        Ok(())
    });
    assert!(matches!(read, Err(Error::WorkLimit { unit: "bytes for its size", .. })), "{:?}", read.err());
    assert!(taken >= 7, "{taken}");
}

#[test]
fn a_frame_that_wants_too_much_memory_is_refused() {
    let recipient = fresh_recipient();
    let tar = forge::tar(&signed(right(&small()), &Signer::new(7)));
    let framed = |window| {
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).expect("set up");
        encoder.window_log(window).expect("set");
        io::Write::write_all(&mut encoder, &tar).expect("written");
        let bundle = forge::encrypt(&encoder.finish().expect("finished"), &recipient);
        read_for(&*bundle, &recipient, How::Strict).err()
    };
    assert_eq!(framed(27), None);
    assert_eq!(framed(28), is_damaged("it is cut short or altered"));
}

#[test]
fn what_is_no_bundle_inside_is_damaged() {
    let recipient = fresh_recipient();
    let inside = |content: &[u8]| read_for(&*forge::encrypt(content, &recipient), &recipient, How::Salvage).err();
    assert_eq!(inside(b"any text that someone sealed"), is_damaged("it is cut short or altered"));
    assert_eq!(inside(b""), is_damaged("it is cut short"));
    assert_eq!(inside(&forge::compress(b"")), is_damaged("it is cut short"));
    assert_eq!(inside(&forge::compress(&[0; 1024])), is_damaged("an entry is not a plain file"));
    let list = forge::tar(&[file("bundle.json", r#"{"format":1}"#)]);
    assert_eq!(inside(&forge::compress(&list)), is_damaged("bundle.json cannot be read, line 1, column 12"));
    let undated = with_contents(|contents| contents["made"] = json!("2026-03-04"));
    assert_eq!(refusal(&undated), is_damaged("bundle.json does not say when it was made"));
}
