//! The soname of the shared library carries the number of the ABI; nothing but `cw_*` is exported.

use std::{env, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=exports.map");
    println!("cargo::rerun-if-changed=src/version.rs");
    if env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("linux") {
        return;
    }
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let root = Path::new(&root);
    let version = fs::read_to_string(root.join("src/version.rs")).expect("src/version.rs");
    let number = version.split("CW_ABI_VERSION: u32 = ").nth(1).and_then(|rest| rest.split(';').next()).expect("the number of the ABI");
    println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libcertwright.so.{number}");
    println!("cargo::rustc-cdylib-link-arg=-Wl,--version-script={}", root.join("exports.map").display());
}
