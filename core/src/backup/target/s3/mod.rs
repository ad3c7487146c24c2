//! Object storage that speaks S3. What is stored there is an object that the server shows only when it is whole.

mod settings;
mod talk;
#[cfg(test)]
mod tests;
mod transport;

use std::{
    fs::File,
    io::{self, Read, Seek, Write},
    ops::ControlFlow,
    path::Path,
    sync::OnceLock,
};

use futures_util::StreamExt;
use object_store::{
    Attribute, Attributes, GetOptions, ObjectStore, ObjectStoreExt, PutMode, PutMultipartOptions, PutOptions,
    list::{PaginatedListOptions, PaginatedListStore},
    multipart::MultipartStore,
    path::Path as Key,
};
use rustls::ClientConfig;
use tempfile::NamedTempFile;

use self::{
    settings::Settings,
    talk::{Limits, Talk, talk},
    transport::{Failure, Refusal, tls},
};
use super::{Target, must_be_plain};
use crate::{
    certificate::pasted::hex,
    error::{Error, Result},
    format::{Access, temporary},
    random::random,
    store::Progress,
};

/// What is larger is sent in parts of this size, one after the other: this much is held in memory.
const PART: u64 = 8 * 1024 * 1024;
/// The most parts of one object.
const MAX_PARTS: u64 = 10_000;
/// The most names that are listed.
const MAX_NAMES: usize = 100_000;
/// An object carries the mark of the attempt that stored it: an answer may be lost on the way, and the name be found taken by oneself.
const MARK: &str = "certwright-attempt";
const STORING: &str = "storing the backup";
const FETCHING: &str = "fetching the backup";

pub(super) struct StoredInS3 {
    settings: Settings,
    limits: Limits,
    /// Read once: a system may have many roots.
    tls: OnceLock<ClientConfig>,
}

impl StoredInS3 {
    /// `within` is what follows `s3://`.
    pub(super) fn new(within: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        Ok(Self { settings: Settings::new(within, environment)?, limits: Limits::default(), tls: OnceLock::new() })
    }

    fn talk<T: Send>(&self, total: u64, progress: Progress<'_>, work: impl AsyncFnOnce(&Talk<'_>) -> Result<T> + Send) -> Result<T> {
        let tls = match self.tls.get() {
            Some(tls) => tls,
            None => {
                let read = tls(&self.settings)?;
                self.tls.get_or_init(|| read)
            }
        };
        talk(&self.settings, tls.clone(), self.limits, total, progress, work)
    }

    fn path_of(&self, name: &str) -> String {
        format!("{}/{name}", self.settings.shown())
    }

    /// What it means that something came to nothing; `name` is empty for the whole place.
    fn failed(&self, action: &'static str, name: &str, failure: Failure) -> Error {
        let path = if name.is_empty() { self.settings.shown() } else { self.path_of(name) };
        match failure {
            Failure::Failed { error, .. } => error,
            Failure::Stopped if action == "fetch" => stopped(FETCHING),
            Failure::Stopped => stopped(STORING),
            Failure::Strange => {
                let reason = format!("what {} answers is not of S3", self.settings.server);
                Error::Io { action, path, reason, os_code: None }
            }
            Failure::Refused(refusal) => self.refused(action, path, &refusal),
        }
    }

    fn refused(&self, action: &'static str, path: String, refusal: &Refusal) -> Error {
        let said = match &refusal.code {
            Some(code) => format!("{code}, {}", refusal.status),
            None => refusal.status.to_string(),
        };
        let Settings { bucket, server, region, .. } = &self.settings;
        let io = |reason: String, os_code| Error::Io { action, path: path.clone(), reason, os_code };
        match (refusal.status, refusal.code.as_deref(), &refusal.region) {
            (404, Some("NoSuchUpload"), _) => io(format!("{server} gave up the upload"), None),
            // of a bucket that is there, neither what is sent nor a list can be missing
            (404, code, _) if code == Some("NoSuchBucket") || matches!(action, "store" | "list") => {
                Error::NotFound { wanted: format!("the bucket {bucket} at {server}"), near: Vec::new() }
            }
            (404, ..) => Error::NotFound { wanted: format!("the file {path}"), near: Vec::new() },
            (412, ..) => Error::AlreadyExists { path },
            (.., Some(other)) if other != region => io(format!("its bucket is in the region {other}, and {region} was asked: set AWS_REGION"), None),
            (401 | 403, code, _) => {
                let hint = match code {
                    Some("InvalidAccessKeyId") => "it does not know the access key: look at AWS_ACCESS_KEY_ID",
                    Some("SignatureDoesNotMatch") => "the secret is not that of the access key: look at AWS_SECRET_ACCESS_KEY",
                    Some("ExpiredToken" | "InvalidToken" | "TokenRefreshRequired") => "the credentials are out of date: look at AWS_SESSION_TOKEN",
                    Some("RequestTimeTooSkewed") => "its clock and this machine's differ",
                    _ => "these credentials may not do this there",
                };
                io(format!("{server} refuses it ({said}): {hint}"), Some(13))
            }
            _ => io(format!("{server} refuses it ({said})"), None),
        }
    }

    async fn put(&self, talk: &Talk<'_>, mut file: &File, size: u64, name: &str) -> Result<()> {
        let key = self.settings.key(name)?;
        let taken = || Error::AlreadyExists { path: self.path_of(name) };
        // not every server heeds a condition; why it may refuse to tell, it says only to who sends
        match talk.within("it was asked whether the name is free", 0, head(talk, &key)).await {
            Ok(_) => return Err(taken()),
            Err(Failure::Refused(Refusal { status: 400 | 401 | 403 | 404, .. })) => {}
            Err(failure) => return Err(self.failed("store", name, failure)),
        }
        file.rewind().map_err(|error| unreadable(&error))?;
        let mark = hex(&random::<16>()?);
        let attributes = Attributes::from_iter([(Attribute::Metadata(MARK.into()), mark.clone())]);
        talk.tell(0, size).map_err(|failure| self.failed("store", name, failure))?;
        let stored = if size <= PART {
            let bytes = piece(file, size)?;
            let options = PutOptions { mode: PutMode::Create, attributes, ..PutOptions::default() };
            let put = talk.within("the file was being sent", size, talk.store.put_opts(&key, bytes.into(), options));
            put.await.map(|_| ())
        } else {
            self.put_parts(talk, file, size, &key, attributes).await?
        };
        let Err(failure) = stored else {
            let _ = talk.tell(size, size); // too late to stop it
            return Ok(());
        };
        if may_have_arrived(&failure) {
            match talk.at_last(head(talk, &key)).await {
                Ok(found) if found.as_deref() == Some(mark.as_str()) => match failure {
                    Failure::Stopped => {
                        let _ = talk.at_last(talk.store.delete(&key)).await;
                    }
                    _ => return Ok(()), // only the answer was lost
                },
                Ok(_) if !matches!(failure, Failure::Stopped) => return Err(taken()),
                _ => {}
            }
        }
        Err(self.failed("store", name, failure))
    }

    /// What came of sending it; or the error of this machine. Of what fails no part stays.
    async fn put_parts(&self, talk: &Talk<'_>, file: &File, size: u64, key: &Key, attributes: Attributes) -> Result<Result<(), Failure>> {
        let options = PutMultipartOptions { attributes, ..PutMultipartOptions::default() };
        let id = match talk.within("an upload was being begun", 0, talk.store.create_multipart_opts(key, options)).await {
            Ok(id) => id,
            Err(failure) => return Ok(Err(failure)),
        };
        let sent: Result<Result<_, Failure>> = async {
            let mut parts = Vec::new();
            let mut done = 0;
            while done < size {
                let length = PART.min(size - done);
                let bytes = piece(file, length)?;
                let put = talk.store.put_part(key, &id, parts.len(), bytes.into());
                match talk.within("a part of the file was being sent", length, put).await {
                    Ok(part) => parts.push(part),
                    Err(failure) => return Ok(Err(failure)),
                }
                done += length;
                if let Err(failure) = talk.tell(done, size) {
                    return Ok(Err(failure));
                }
            }
            Ok(talk.firmly("the parts of the file were being put together", talk.store.complete_multipart(key, &id, parts)).await.map(|_| ()))
        }
        .await;
        if !matches!(sent, Ok(Ok(()))) {
            let _ = talk.at_last(talk.store.abort_multipart(key, &id)).await; // the failure before it is the one to tell of
        }
        sent
    }

    async fn get(&self, talk: &Talk<'_>, name: &str) -> Result<File> {
        let key = self.settings.key(name)?;
        let folder = &self.settings.temporary;
        let full = |error: io::Error| Error::io("write to", folder, &error);
        let failed = |failure| self.failed("fetch", name, failure);
        let found = talk.within("a file was asked for", 0, talk.store.get(&key)).await.map_err(failed)?;
        let size = found.meta.size;
        let mut file = tempfile::tempfile_in(folder).map_err(full)?; // has no name, and is its owner's alone
        let mut stream = found.into_stream();
        let (mut done, mut told) = (0, 0);
        talk.tell(done, size).map_err(failed)?;
        loop {
            let piece = talk.within("a file was being fetched", 0, async { stream.next().await.transpose() }).await;
            // what comes after a beginning, and does not fit it, is no better than nothing
            let piece =
                piece.map_err(|failure| failed(if let Failure::Strange = failure { Failure::broken(&self.settings.server) } else { failure }));
            let Some(bytes) = piece? else { break };
            file.write_all(&bytes).map_err(full)?;
            done += bytes.len() as u64;
            if done - told >= PART / 8 || done == size {
                told = done;
                talk.tell(done, size).map_err(failed)?;
            }
        }
        if done != size {
            return Err(failed(Failure::broken(&self.settings.server)));
        }
        file.rewind().map_err(full)?;
        Ok(file)
    }

    async fn names(&self, talk: &Talk<'_>) -> Result<Vec<String>> {
        let prefix = if self.settings.prefix.is_empty() { String::new() } else { format!("{}/", self.settings.prefix) };
        let mut names = Vec::new();
        let mut page = None;
        loop {
            let options = PaginatedListOptions { delimiter: Some("/".into()), page_token: page, ..PaginatedListOptions::default() };
            let asked = Some(prefix.as_str()).filter(|prefix| !prefix.is_empty());
            let listed = talk.within("a list was asked for", 0, talk.store.list_paginated(asked, options)).await;
            let listed = listed.map_err(|failure| self.failed("list", "", failure))?;
            let found = listed.result.objects.iter().filter_map(|object| object.location.as_ref().strip_prefix(&prefix));
            names.extend(found.filter(|name| must_be_plain(name).is_ok()).map(str::to_owned));
            if names.len() > MAX_NAMES {
                let what = format!("the list of {}", self.settings.shown());
                return Err(Error::WorkLimit { what, asked: names.len() as u64, limit: MAX_NAMES as u64, unit: "names" });
            }
            page = listed.page_token;
            if page.is_none() {
                break;
            }
        }
        names.sort_unstable();
        Ok(names)
    }
}

/// The mark of an object that is there.
async fn head(talk: &Talk<'_>, key: &Key) -> object_store::Result<Option<String>> {
    let found = talk.store.get_opts(key, GetOptions::new().with_head(true)).await?;
    Ok(found.attributes.get(&Attribute::Metadata(MARK.into())).map(|mark| mark.as_ref().to_owned()))
}

/// Whether the server may have done what it did not say.
fn may_have_arrived(failure: &Failure) -> bool {
    match failure {
        Failure::Refused(Refusal { status, code, .. }) => matches!(status, 409 | 412 | 500..) || code.as_deref() == Some("NoSuchUpload"),
        Failure::Failed { sent, .. } => *sent,
        Failure::Strange | Failure::Stopped => true,
    }
}

fn piece(mut file: &File, length: u64) -> Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(length).map_err(|_| Error::internal("a part is larger than memory"))?];
    file.read_exact(&mut bytes).map_err(|error| unreadable(&error))?;
    Ok(bytes)
}

fn unreadable(error: &io::Error) -> Error {
    Error::io("read", Path::new("the file to be stored"), error)
}

fn stopped(what: &str) -> Error {
    Error::Cancelled { what: what.to_owned() }
}

fn unstopped(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

impl Target for StoredInS3 {
    fn shown(&self) -> String {
        self.settings.shown()
    }

    fn is_far(&self) -> bool {
        true
    }

    fn temporary(&self) -> Result<NamedTempFile> {
        let folder = &self.settings.temporary;
        temporary(folder, Access { mode: 0o600, ..Access::default() }).map_err(|error| Error::io("write to", folder, &error))
    }

    fn store(&self, file: NamedTempFile, name: &str, progress: Progress<'_>) -> Result<()> {
        let name = must_be_plain(name)?;
        let file = file.as_file();
        let size = file.metadata().map_err(|error| unreadable(&error))?.len();
        if size > PART * MAX_PARTS {
            return Err(Error::TooLarge { what: "the file to be stored".to_owned(), size, limit: PART * MAX_PARTS });
        }
        if progress(0, size).is_break() {
            return Err(stopped(STORING));
        }
        self.talk(size, progress, async |talk| self.put(talk, file, size, name).await)
    }

    fn fetch(&self, name: &str, progress: Progress<'_>) -> Result<Box<dyn Read + Send>> {
        let name = must_be_plain(name)?;
        if progress(0, 0).is_break() {
            return Err(stopped(FETCHING));
        }
        Ok(Box::new(self.talk(0, progress, async |talk| self.get(talk, name).await)?))
    }

    fn remove(&self, name: &str) -> Result<()> {
        let name = must_be_plain(name)?;
        let key = self.settings.key(name)?;
        self.talk(0, &mut unstopped, async |talk| match talk.within("a file was being removed", 0, talk.store.delete(&key)).await {
            Ok(()) => Ok(()),
            Err(Failure::Refused(Refusal { status: 404, code, .. })) if code.as_deref() != Some("NoSuchBucket") => Ok(()),
            Err(failure) => Err(self.failed("remove", name, failure)),
        })
    }

    fn list(&self) -> Result<Vec<String>> {
        self.talk(0, &mut unstopped, async |talk| self.names(talk).await)
    }
}
