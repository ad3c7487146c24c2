//! The header is what cbindgen makes of the sources. CW_WRITE_HEADER=1 writes it.

use std::{env, fs, path::Path};

/// What stands before the declarations: the contract that all functions share.
const CONVENTIONS: &str = include_str!("../include/conventions.h");

fn generated() -> String {
    let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut config = cbindgen::Config::from_file(crate_dir.join("cbindgen.toml")).expect("cbindgen.toml");
    config.header = Some(CONVENTIONS.trim_end().to_owned());
    let bindings = cbindgen::Builder::new().with_crate(crate_dir).with_config(config).generate().expect("the sources");
    let mut header = Vec::new();
    bindings.write(&mut header);
    String::from_utf8(header).expect("UTF-8")
}

#[test]
fn the_header_is_what_cbindgen_makes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/certwright.h");
    let header = generated();
    if env::var_os("CW_WRITE_HEADER").is_some() {
        fs::write(&path, &header).expect("written");
    }
    let checked_in = fs::read_to_string(&path).expect("include/certwright.h");
    assert!(
        checked_in == header,
        "include/certwright.h is not what cbindgen makes: run CW_WRITE_HEADER=1 cargo test -p certwright-ffi --test header"
    );
}
