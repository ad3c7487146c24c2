//! Names: subjects, issuers, and their attributes one by one.

use std::{ffi::c_char, sync::OnceLock};

use certwright::Name;

use crate::{
    bytes::cw_octets,
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{at, handle, look},
    status::cw_status,
    text::{Kept, cw_str},
};

/// A subject or an issuer, octet for octet as it stands in a certificate; it never changes. Any number of threads may look at
/// it.
pub struct cw_name {
    pub(crate) inner: Name,
    text: OnceLock<Kept>,
    common_name: OnceLock<Option<Kept>>,
    attributes: OnceLock<Vec<Attribute>>,
}

/// One attribute, with the number of the component that it is of.
struct Attribute {
    component: usize,
    oid: Kept,
    short_name: Option<Kept>,
    value: Kept,
}

impl cw_name {
    pub(crate) fn new(inner: Name) -> Self {
        Self { inner, text: OnceLock::new(), common_name: OnceLock::new(), attributes: OnceLock::new() }
    }

    pub(crate) fn text(&self) -> cw_str {
        self.text.get_or_init(|| Kept::new(self.inner.to_string())).get()
    }

    pub(crate) fn common_name(&self) -> cw_str {
        Kept::get_optional(self.common_name.get_or_init(|| self.inner.common_name().map(Kept::new)).as_ref())
    }

    fn attributes(&self) -> &[Attribute] {
        self.attributes.get_or_init(|| {
            let numbered = self.inner.components().into_iter().enumerate();
            let of_component = |(component, attributes): (usize, Vec<certwright::Attribute>)| {
                attributes.into_iter().map(move |attribute| Attribute {
                    component,
                    short_name: attribute.short_name().map(Kept::new),
                    oid: Kept::new(attribute.oid),
                    value: Kept::new(attribute.value),
                })
            };
            numbered.flat_map(of_component).collect()
        })
    }
}

/// Reads a plain name ("Integration API", which becomes the common name) or a string of RFC 4514 ("CN=a, O=b").
///
/// @param text, text_len  the text, in UTF-8
/// @param out  the name; the caller frees it with cw_name_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_SUBJECT
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_name_parse(text: *const c_char, text_len: usize, out: *mut *mut cw_name, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (text, out) = (caller.text(text, text_len, "text")?, caller.out(out, "out")?);
        out.give(cw_name::new(Name::parse(text)?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Takes the DER of a name; nothing may follow it.
///
/// @param der, der_len  the octets
/// @param out  the name; the caller frees it with cw_name_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_SUBJECT if it is not a sequence of sets of attributes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_name_from_der(der: *const u8, der_len: usize, out: *mut *mut cw_name, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (der, out) = (caller.octets(der, der_len, "der")?, caller.out(out, "out")?);
        out.give(cw_name::new(Name::from_der(der)?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// It, as RFC 4514 writes it: the last component of the DER first.
///
/// @param name  what is looked at
/// @param out  valid until the name is freed; empty if it has no component
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_name_text(name: *const cw_name, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(name, "name", out, error, cw_name::text) }
}

/// Its DER.
///
/// @param name  what is looked at
/// @param out  valid until the name is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_name_der(name: *const cw_name, out: *mut cw_octets, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(name, "name", out, error, |name| cw_octets::of(name.inner.der())) }
}

/// Its common name; of several the last of the DER, which is the most specific.
///
/// @param name  what is looked at
/// @param out  valid until the name is freed; none if there is none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_name_common_name(name: *const cw_name, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(name, "name", out, error, cw_name::common_name) }
}

/// How many attributes it has, in all its components.
///
/// @param name  what is looked at
/// @param out  how many; 0 if it has no component
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_name_attribute_count(name: *const cw_name, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(name, "name", out, error, |name| name.attributes().len()) }
}

/// One of its attributes, in the order of the DER: the reverse of that of the text.
///
/// @param name  what is looked at
/// @param index  counted from 0
/// @param out_component  of which component it is, counted from 0 in the order of the DER; several of one are those that the
///     text joins by "+"
/// @param out_oid  its type as a dotted OID; as all texts, valid until the name is freed
/// @param out_short_name  the short name of its type, such as "CN"; none if it has none here
/// @param out_value  its value; "#" and the hex of its DER where that is no text
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_name_attribute_at(
    name: *const cw_name,
    index: usize,
    out_component: *mut usize,
    out_oid: *mut cw_str,
    out_short_name: *mut cw_str,
    out_value: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let name = caller.handle(name, "name")?;
        let (out_component, out_oid) = (caller.out(out_component, "out_component")?, caller.out(out_oid, "out_oid")?);
        let (out_short_name, out_value) = (caller.out(out_short_name, "out_short_name")?, caller.out(out_value, "out_value")?);
        let attribute = at(name.attributes(), index)?;
        out_component.write(attribute.component);
        out_oid.write(attribute.oid.get());
        out_short_name.write(Kept::get_optional(attribute.short_name.as_ref()));
        out_value.write(attribute.value.get());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Another handle of the same name, which lives on when this one is freed.
///
/// @param name  what is looked at
/// @param out  the handle; the caller frees it with cw_name_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_name_clone(name: *const cw_name, out: *mut *mut cw_name, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(name, "name", out, error, |name| handle(cw_name::new(name.inner.clone()))) }
}

/// Frees a name. NULL does nothing.
///
/// @param name  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_name_free(name: *mut cw_name) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(name) }
}
