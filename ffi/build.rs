//! The soname of the shared library carries the number of the ABI; nothing but `cw_*` is exported.

use std::{env, path::Path};

/// Raised when a program built against an older header would no longer work; `src/version.rs` holds the same number, and a test both.
const ABI: u32 = 1;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=exports.map");
    if env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        let exports = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("exports.map");
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libcertwright.so.{ABI}");
        println!("cargo::rustc-cdylib-link-arg=-Wl,--version-script={}", exports.display());
    }
}
