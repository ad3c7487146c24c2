//! Wildcards that are too wide: over a name under which others register theirs.
//!
//! The public suffix list comes with the crate `psl`. Of its two parts the one kept by registries counts (CA/Browser Forum
//! Baseline Requirements 3.2.2.6); the part of private domains, such as `s3.amazonaws.com`, holds names whose one owner may
//! well have a wildcard over them.

use psl::{Info, List, Psl, Type};

/// Whether `*.base` would speak for names of many owners. `base` is in lower case and without a final dot.
pub(super) fn is_public(base: &str) -> bool {
    if !base.contains('.') {
        return true; // a top-level domain, listed or not, or nothing at all
    }
    // by a pointer: the list is code, and what goes through the labels would be in each of its hundreds of functions
    let labels: &mut dyn Iterator<Item = &[u8]> = &mut base.rsplit('.').map(str::as_bytes);
    List.find(labels) == Info { len: base.len(), typ: Some(Type::Icann) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_registries_hand_out_names_under_is_public() {
        for base in ["com", "co.uk", "localhost", "", "c.kobe.jp"] {
            assert!(is_public(base), "{base}");
        }
        for base in ["example.com", "example.co.uk", "s3.amazonaws.com", "corp.example", "city.kobe.jp"] {
            assert!(!is_public(base), "{base}");
        }
    }
}
