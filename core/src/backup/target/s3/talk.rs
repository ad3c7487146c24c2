//! One piece of work with the server: on a thread and a runtime of its own, which are gone when it is done.

use std::{
    ops::ControlFlow,
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    thread,
    time::Duration,
};

use object_store::{
    BackoffConfig, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
};
use rustls::ClientConfig;
use tokio::{runtime, sync::Notify, time};

use super::{
    settings::Settings,
    transport::{Failure, Ready},
};
use crate::{
    error::{Error, Result},
    store::Progress,
};

/// How often whoever waits is told so, and can stop it.
const TICK: Duration = Duration::from_millis(200);
/// So many octets a second are the slowest that is waited for.
const SLOWEST: u64 = 16 * 1024;
/// How often a request is repeated.
const AGAIN: usize = 2;

/// How long is waited.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// For a connection.
    pub(super) connect: Duration,
    /// For an answer, with what is repeated; longer only where much is sent.
    pub(super) answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), answer: Duration::from_secs(60) }
    }
}

/// The server's side of a piece of work.
pub(super) struct Talk<'a> {
    pub(super) store: AmazonS3,
    server: &'a str,
    limits: Limits,
    stop: &'a Notify,
    told: SyncSender<(u64, u64)>,
    heard: Receiver<ControlFlow<()>>,
}

impl Talk<'_> {
    /// Tells how far it is, and hears whether it is to go on.
    pub(super) fn tell(&self, done: u64, total: u64) -> Result<(), Failure> {
        let heard = self.told.send((done, total)).ok().and_then(|()| self.heard.recv().ok());
        match heard {
            Some(ControlFlow::Continue(())) => Ok(()),
            _ => Err(Failure::Stopped),
        }
    }

    /// An answer, waited for as long as is allowed where so many octets are sent, and unless it is stopped.
    pub(super) async fn within<T>(&self, doing: &'static str, sent: u64, work: impl Future<Output = object_store::Result<T>>) -> Result<T, Failure> {
        tokio::select! {
            biased;
            () = self.stop.notified() => Err(Failure::Stopped),
            answer = self.at_most(self.limits.answer + Duration::from_secs(sent / SLOWEST), doing, work) => answer,
        }
    }

    /// An answer that is needed even though the rest was stopped; the server has shown whether it is there, and is waited for no longer
    /// than for a connection.
    pub(super) async fn at_last<T>(&self, work: impl Future<Output = object_store::Result<T>>) -> Result<T, Failure> {
        self.at_most(self.limits.connect, "it was asked what became of a file", work).await
    }

    /// An answer to what cannot be taken back.
    pub(super) async fn firmly<T>(&self, doing: &'static str, work: impl Future<Output = object_store::Result<T>>) -> Result<T, Failure> {
        self.at_most(self.limits.answer, doing, work).await
    }

    async fn at_most<T>(&self, allowed: Duration, doing: &'static str, work: impl Future<Output = object_store::Result<T>>) -> Result<T, Failure> {
        match time::timeout(allowed, work).await {
            Ok(answer) => Ok(answer?),
            Err(_) => {
                let milliseconds = u64::try_from(allowed.as_millis()).unwrap_or(u64::MAX);
                Err(Failure::Failed { error: Error::TimedOut { server: self.server.to_owned(), doing, milliseconds }, sent: true })
            }
        }
    }
}

/// Does a piece of work; `total` is told until it tells of itself.
pub(super) fn talk<T: Send>(
    settings: &Settings,
    tls: ClientConfig,
    limits: Limits,
    total: u64,
    progress: Progress<'_>,
    work: impl AsyncFnOnce(&Talk<'_>) -> Result<T> + Send,
) -> Result<T> {
    let stop = Notify::new();
    let (told, tells) = sync_channel(0);
    let (hears, heard) = sync_channel(1);
    thread::scope(|scope| {
        // a runtime cannot be started within another one's thread, and the caller may stand in one
        let worker = thread::Builder::new().name("s3".to_owned()).spawn_scoped(scope, || {
            let runtime = runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| Error::internal(format!("no runtime for requests comes about: {error}")))?;
            let store = store(settings, tls, limits)?;
            let talk = Talk { store, server: &settings.server, limits, stop: &stop, told, heard };
            let done = runtime.block_on(work(&talk));
            runtime.shutdown_background(); // a resolver that hangs is not waited for
            done
        });
        let worker = worker.map_err(|error| Error::io("start", std::path::Path::new("a thread"), &error))?;
        let mut last = (0, total);
        loop {
            let told = tells.recv_timeout(TICK);
            match told {
                Ok(told) => last = told,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            let go_on = progress(last.0, last.1);
            if told.is_ok() {
                let _ = hears.send(go_on); // it waits for this
            } else if go_on.is_break() {
                stop.notify_one();
            }
        }
        worker.join().unwrap_or_else(|_| Err(Error::internal("the thread that makes requests to S3 broke down")))
    })
}

fn store(settings: &Settings, tls: ClientConfig, limits: Limits) -> Result<AmazonS3> {
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&settings.bucket)
        .with_region(&settings.region)
        .with_endpoint(settings.endpoint.as_str())
        .with_access_key_id(&settings.key_id)
        .with_secret_access_key(settings.secret.as_str())
        .with_http_connector(Ready::new(settings, tls, limits.connect)?)
        .with_disable_bulk_delete(true) // not every server has it
        .with_retry(RetryConfig {
            backoff: BackoffConfig { init_backoff: TICK, max_backoff: Duration::from_secs(5), base: 2.0 },
            max_retries: AGAIN,
            retry_timeout: limits.answer,
        });
    if let Some(session) = &settings.session {
        builder = builder.with_token(session.as_str());
    }
    builder.build().map_err(|_| Error::internal("requests to S3 cannot be set up")) // its reason may hold what it was given
}
