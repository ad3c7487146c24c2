//! Which library this is.

use crate::text::cw_str;

/// The number of the ABI: a program works with every library of the number it was built with. It is part of the soname.
pub const CW_ABI_VERSION: u32 = 1;

/// The ABI of the library that is loaded; compare it with CW_ABI_VERSION of the header.
#[unsafe(no_mangle)]
pub extern "C" fn cw_abi_version() -> u32 {
    CW_ABI_VERSION
}

/// The version of the library that is loaded, such as "0.1.0". Valid for ever.
#[unsafe(no_mangle)]
pub extern "C" fn cw_version() -> cw_str {
    cw_str::of_static(concat!(env!("CARGO_PKG_VERSION"), "\0"))
}
