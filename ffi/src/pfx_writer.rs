//! Writing a PFX (PKCS#12) for whoever has to open it.

use std::{ffi::c_char, sync::Arc};

use certwright::{Certificate, Identity, PfxContents, PrivateKey, Reader, WriteOptions};
use zeroize::Zeroizing;

use crate::{
    bytes::cw_bytes,
    caller::{Caller, free},
    certificate::cw_certificate,
    error::cw_error,
    guard::guard,
    identity::cw_identity,
    look::{at, change, look, look_at},
    private_key::cw_private_key,
    status::cw_status,
    text::{KeptList, cw_str},
};

/// A PFX that is to be written: identities, then certificates alone, then keys alone, each certificate and each key once. To be
/// used by one thread at a time.
pub struct cw_pfx_writer {
    password: Zeroizing<String>,
    identities: Vec<Identity>,
    certificates: Vec<Certificate>,
    certificate_names: Vec<Option<String>>,
    private_keys: Vec<Arc<PrivateKey>>,
    options: WriteOptions,
    notes: KeptList,
}

/// Begins one. Unless said otherwise it is written with AES-256-CBC under PBKDF2 with HMAC-SHA-256, and HMAC-SHA-256 over the
/// whole: Windows Server 2019, OpenSSL 1.1, Java 8u301 and their successors read it.
///
/// @param password, password_len  what opens it, not empty; it is copied, and wiped when the writer is freed
/// @param out  the writer; the caller frees it with cw_pfx_writer_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_pfx_writer_new(
    password: *const c_char,
    password_len: usize,
    out: *mut *mut cw_pfx_writer,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (password, out) = (caller.text(password, password_len, "password")?, caller.out(out, "out")?);
        out.give(cw_pfx_writer {
            password: Zeroizing::new(password.to_owned()),
            identities: Vec::new(),
            certificates: Vec::new(),
            certificate_names: Vec::new(),
            private_keys: Vec::new(),
            options: WriteOptions::default(),
            notes: KeptList::default(),
        });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Adds a certificate with its key, chain and friendly name.
///
/// @param writer  what is changed
/// @param identity  it is not consumed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_pfx_writer_add_identity(
    writer: *mut cw_pfx_writer,
    identity: *const cw_identity,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(writer, "writer", error, |this, caller| {
            this.identities.push(caller.handle(identity, "identity")?.inner.clone());
            Ok(())
        })
    }
}

/// Adds a certificate alone.
///
/// @param writer  what is changed
/// @param certificate  it is not consumed
/// @param friendly_name, friendly_name_len  a name for people, which is copied; NULL is none: in a file without keys, whose
///     entries Java tells apart by name, it is then the common name
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_pfx_writer_add_certificate(
    writer: *mut cw_pfx_writer,
    certificate: *const cw_certificate,
    friendly_name: *const c_char,
    friendly_name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(writer, "writer", error, |this, caller| {
            let certificate = caller.handle(certificate, "certificate")?;
            let friendly_name = caller.optional_text(friendly_name, friendly_name_len, "friendly_name")?;
            this.certificates.push(certificate.inner.clone());
            this.certificate_names.push(friendly_name.map(str::to_owned));
            Ok(())
        })
    }
}

/// Adds a private key alone.
///
/// @param writer  what is changed
/// @param key  it is not consumed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_pfx_writer_add_private_key(
    writer: *mut cw_pfx_writer,
    key: *const cw_private_key,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(writer, "writer", error, |this, caller| {
            this.private_keys.push(Arc::clone(&caller.handle(key, "key")?.inner));
            Ok(())
        })
    }
}

/// Sets who has to open it: what it is encrypted with, and what it may hold, follows from that.
///
/// @param writer  what is changed
/// @param name, name_len  a name such as "windows-server-2016"; cw_reader_name gives them all
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for a name that is not known, with those that are
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_pfx_writer_reader(
    writer: *mut cw_pfx_writer,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(writer, "writer", error, |this, caller| {
            this.options.reader = caller.text(name, name_len, "name")?.parse()?;
            Ok(())
        })
    }
}

/// Sets the iterations of each of the two key derivations.
///
/// @param writer  what is changed
/// @param iterations  1,000 to 5,000,000, for readers with 3DES less the more bags there are, which is looked at when it is written; unless set, what the loader of .NET 9 still opens
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_pfx_writer_iterations(writer: *mut cw_pfx_writer, iterations: u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(writer, "writer", error, |this, _| {
            this.options.iterations = Some(iterations);
            Ok(())
        })
    }
}

/// Writes the PFX into memory, and reads it back before it is done. Not checked: whether chains are right, whether anything has
/// expired, whether the password is any good.
///
/// @param writer  its notes are replaced; it can be written again
/// @param out  the octets of the file; the caller frees them with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if the password is empty or not for this reader, there is nothing to write, or the number of
/// iterations is out of range; CW_STATUS_UNSUPPORTED for what this reader cannot hold
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_pfx_writer_write(writer: *mut cw_pfx_writer, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (writer, out) = (caller.handle_mut(writer, "writer")?, caller.out(out, "out")?);
        let contents = PfxContents {
            identities: &writer.identities,
            certificates: &writer.certificates,
            certificate_names: &writer.certificate_names,
            private_keys: &writer.private_keys,
        };
        let pfx = certwright::write_pkcs12(contents, &writer.password, &writer.options)?;
        writer.notes = pfx.notes.into_iter().collect();
        out.write(cw_bytes::new(pfx.bytes));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// How many notes the last writing left.
///
/// @param writer  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_pfx_writer_note_count(writer: *const cw_pfx_writer, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(writer, "writer", out, error, |this| this.notes.count()) }
}

/// What is to be known of what was written last, such as that a common program will not open it.
///
/// @param writer  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is written again or the writer is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_pfx_writer_note_at(writer: *const cw_pfx_writer, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(writer, "writer", index, out, error, |this, index| this.notes.at(index)) }
}

/// Frees a writer, and wipes its password. NULL does nothing.
///
/// @param writer  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_pfx_writer_free(writer: *mut cw_pfx_writer) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(writer) }
}

/// How many readers there are that a PFX can be written for.
///
/// @return how many
#[unsafe(no_mangle)]
pub extern "C" fn cw_reader_count() -> usize {
    Reader::all().len()
}

/// The name of one of the readers that a PFX can be written for, such as "windows-server-2016".
///
/// @param index  counted from 0
/// @param out  the name; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_reader_name(index: usize, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        let all: Vec<Reader> = Reader::all().collect();
        out.write(cw_bytes::new(at(&all, index)?.to_string()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}
