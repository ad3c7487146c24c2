use super::*;

/// Every block of a text, and what is odd about the text.
fn read(text: impl AsRef<[u8]>) -> (Vec<Result<Block>>, Vec<Oddity>) {
    let mut blocks = Blocks::new(text.as_ref());
    let found = blocks.by_ref().collect();
    (found, blocks.oddities().into_iter().collect())
}

fn plain() -> String {
    encode("A", &[0xfb; 100]) // whose base64 has `+` and `/` in it
}

#[test]
fn blocks_are_found_among_other_text_with_any_line_ends() {
    let one = encode("A", &[1; 100]);
    let two = encode("B C", &[2; 3]).replace('\n', "\r\n");
    let (blocks, oddities) = read(format!("\u{feff}Bag Attributes\n  name: x\n{one}between\n{two}after"));
    let blocks: Vec<_> = blocks.into_iter().map(|block| block.expect("a block")).collect();
    assert_eq!(blocks.len(), 2);
    assert_eq!((blocks[0].label.as_str(), blocks[0].content.as_slice()), ("A", [1; 100].as_slice()));
    assert_eq!((blocks[1].label.as_str(), blocks[1].content.as_slice()), ("B C", [2; 3].as_slice()));
    assert_eq!(oddities, [Oddity::ByteOrderMark, Oddity::CrLf, Oddity::Around]);
}

#[test]
fn each_oddity_is_read_and_named() {
    let text = plain();
    let lines: Vec<&str> = text.lines().collect();
    let utf16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let joined = |before: &str, after: &str| lines.iter().map(|line| format!("{before}{line}{after}")).collect::<Vec<_>>().join("\n").into_bytes();
    type Case<'a> = (&'a str, Vec<u8>, &'a [Oddity], &'a [Oddity]);
    let cases: [Case<'_>; 24] = [
        ("plain", text.clone().into_bytes(), &[], &[]),
        ("byte order mark", format!("\u{feff}{text}").into_bytes(), &[Oddity::ByteOrderMark], &[]),
        ("CR LF", text.replace('\n', "\r\n").into_bytes(), &[Oddity::CrLf], &[]),
        ("CR", text.replace('\n', "\r").into_bytes(), &[Oddity::Cr], &[]),
        ("UTF-16 LE", [&[0xff, 0xfe][..], &utf16(u16::to_le_bytes)].concat(), &[Oddity::Utf16 { marked: true }], &[]),
        ("UTF-16 BE", [&[0xfe, 0xff][..], &utf16(u16::to_be_bytes)].concat(), &[Oddity::Utf16 { marked: true }], &[]),
        ("UTF-16 LE without a mark", utf16(u16::to_le_bytes), &[Oddity::Utf16 { marked: false }], &[]),
        ("UTF-16 BE without a mark", utf16(u16::to_be_bytes), &[Oddity::Utf16 { marked: false }], &[]),
        ("text before", format!("subject=CN = a\n{text}").into_bytes(), &[Oddity::Around], &[]),
        ("text behind", format!("{text}-- \nRegards").into_bytes(), &[Oddity::Around], &[]),
        ("one line of an env file", format!("\"{}\"", text.replace('\n', r"\n")).into_bytes(), &[], &[Oddity::Escaped]),
        ("one line with CR LF", text.replace('\n', r"\r\n").into_bytes(), &[], &[Oddity::Escaped]),
        ("escaped twice", text.replace('\n', r"\\n").into_bytes(), &[], &[Oddity::Escaped]),
        ("JSON of PHP", text.replace('/', r"\/").replace('\n', r"\n").into_bytes(), &[], &[Oddity::Escaped]),
        ("JSON of .NET", text.replace('+', r"\u002B").replace('\n', r"\u000a").into_bytes(), &[], &[Oddity::Escaped]),
        ("blanks for line ends", text.replace('\n', " ").into_bytes(), &[], &[Oddity::Blanks]),
        ("blanks between groups", text.replace("+/v7", " +/v7").into_bytes(), &[], &[Oddity::Indented, Oddity::Blanks]),
        ("strings joined in code", joined("    \"", "\\n\" +"), &[], &[Oddity::Escaped, Oddity::Quoted, Oddity::Indented]),
        ("a list of strings", joined("'", "',"), &[], &[Oddity::Quoted]),
        ("a quoted mail", joined("> > ", ""), &[], &[Oddity::Quoted]),
        ("YAML", format!("tls.crt: |\n{}", String::from_utf8_lossy(&joined("  ", ""))).into_bytes(), &[Oddity::Around], &[Oddity::Indented]),
        ("hidden characters", text.replacen("\n", "\n\u{200b}", 1).replacen("=\n", "=\u{a0}\n", 1).into_bytes(), &[], &[Oddity::Hidden]),
        ("headers", text.replacen('\n', "\nX-Origin: y\n\n", 1).into_bytes(), &[], &[Oddity::Headers]),
        ("last line of another", text.replace("END A", "END B").into_bytes(), &[], &[Oddity::LastLine]),
    ];
    for (what, data, of_text, of_block) in cases {
        let (mut blocks, oddities) = read(data);
        assert_eq!((blocks.len(), oddities.as_slice()), (1, of_text), "{what}");
        let block = blocks.remove(0).expect(what);
        assert_eq!((block.label.as_str(), block.content.as_slice()), ("A", [0xfb; 100].as_slice()), "{what}");
        assert_eq!(block.oddities.iter().copied().collect::<Vec<_>>(), of_block, "{what}");
    }
}

#[test]
fn the_headers_of_an_encrypted_block_are_kept() {
    let headers = "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n";
    for line_end in ["\n", "\r\n", r"\n"] {
        let text = plain().replacen('\n', headers, 1).replace('\n', line_end);
        let block = read(text).0.remove(0).expect("a block");
        assert!(block.encrypted);
        assert_eq!(block.dek_info.as_deref(), Some("AES-128-CBC,00112233445566778899AABBCCDDEEFF"));
        assert_eq!((block.content.len(), block.oddities.contains(&Oddity::Headers)), (100, false));
    }
    let block = read(plain().replacen('\n', "\nProc-Type: 4,MIC-CLEAR\n", 1)).0.remove(0).expect("a block");
    assert!(!block.encrypted && block.dek_info.is_none());
}

#[test]
fn a_block_is_seen_where_another_ends() {
    let text = [plain().trim_end(), &plain()].concat();
    let (blocks, oddities) = read(text);
    let found: Vec<_> = blocks.into_iter().map(|block| block.expect("a block").oddities.into_iter().collect::<Vec<_>>()).collect();
    assert_eq!((found, oddities), (vec![vec![], vec![Oddity::Joined]], vec![]));
}

#[test]
fn a_block_without_an_end_takes_no_other_with_it() {
    let text = format!("-----BEGIN A-----\nAAAA\n{}", encode("B", &[5; 4]));
    let (blocks, _) = read(text);
    let found: Vec<_> = blocks.into_iter().map(|block| block.map(|block| block.label)).collect();
    assert_eq!(found, [Err(damaged("the block A has no end")), Ok("B".to_owned())]);
}

#[test]
fn a_line_has_64_columns() {
    let text = encode("X", &[0; 50]);
    assert_eq!(text.lines().map(str::len).collect::<Vec<_>>(), [17, 64, 4, 15]);
}

#[test]
fn damage_is_said() {
    for (text, why) in [
        ("-----BEGIN A", "the first line of a block has no end"),
        ("-----BEGIN A-----\nAAAA\n", "the block A has no end"),
        ("-----BEGIN A-----\nAAA\n-----END A-----\n", "the block A is not base64"),
        ("-----BEGIN A-----\nA*AA\n-----END A-----\n", "the block A is not base64"),
        ("-----BEGIN A-----\nA\\AA\n-----END A-----\n", "the block A is not base64"),
        ("-----BEGIN A-----\nA\u{e4}AA\n-----END A-----\n", "the block A is not base64"),
    ] {
        let found = Blocks::new(text.as_bytes()).next().expect("something was found").err();
        assert_eq!(found, Some(damaged(why)), "{text}");
    }
}

#[test]
fn counts_blocks_without_reading_them() {
    let text = "-----BEGIN -----BEGIN A";
    assert!(Blocks::new(text.as_bytes()).are_more_than(1));
    assert!(!Blocks::new(text.as_bytes()).are_more_than(2));
}
