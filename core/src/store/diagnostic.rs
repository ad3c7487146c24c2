//! What happens in a store that is no error and that an administrator would want in a log: told to a callback of the host.

use std::{
    any::Any,
    cell::Cell,
    fmt, mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DiagnosticLevel {
    /// Nothing is to be done.
    Info,
    /// Somebody should look at it.
    Warning,
}

macro_rules! codes {
    ($($(#[$doc:meta])+ $variant:ident $code:literal $level:ident,)+) => {
        /// What a diagnostic tells.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum DiagnosticCode {
            $($(#[$doc])+ $variant,)+
        }

        impl DiagnosticCode {
            /// All of them, in alphabetical order.
            pub fn all() -> impl Iterator<Item = Self> {
                [$(Self::$variant,)+].into_iter()
            }

            /// The name that is the same in every language.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// How much it matters.
            pub fn level(self) -> DiagnosticLevel {
                match self {
                    $(Self::$variant => DiagnosticLevel::$level,)+
                }
            }
        }
    };
}

codes! {
    /// A row was altered without the store's key; a search passed over it and found what was right.
    AlteredRow "altered-row" Warning,
    /// Something secret was deleted, and stands in the log beside the database until nobody reads.
    DeletedRemains "deleted-remains" Warning,
    /// The store was opened anew, because this process is a fork of the one that opened it.
    Forked "forked" Info,
    /// The store's group was set without its key, so nothing is given to that group.
    GroupAltered "group-altered" Warning,
    /// Lines behind the end of the journal were written without the store's key, and were taken away.
    JournalStrays "journal-strays" Warning,
    /// The key file lies beside the database, where it protects only a lone copy of that.
    KeyFileBeside "key-file-beside" Info,
    /// A private key did not open and was replaced by the right one, which was added again.
    KeyReplaced "key-replaced" Warning,
    /// Another process made a new key for the store; this one goes on with it.
    KeyRotated "key-rotated" Info,
    /// The store has additions of a later version, which leaves them alone.
    NewerAdditions "newer-additions" Info,
    /// The store is another installation's, or a copy of one that is still in use.
    OtherInstallation "other-installation" Warning,
    /// A protector was added or altered without the store's key; it opens nothing.
    ProtectorAltered "protector-altered" Warning,
    /// A protector was tried and did not open the store; another one did.
    ProtectorFailed "protector-failed" Info,
    /// Somebody failed to unlock the store since it was last written.
    UnlockFailed "unlock-failed" Warning,
    /// A change waited for another process's, for more than a quarter of the deadline.
    Waited "waited" Warning,
    /// A watch is further behind the journal than it reads at a time.
    WatchBehind "watch-behind" Info,
}

impl fmt::Display for DiagnosticCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Something that happened in a store and is no error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What it tells; its level is [`DiagnosticCode::level`].
    pub code: DiagnosticCode,
    /// One line that says so of the thing concerned; never a secret.
    pub message: String,
}

/// What the host gave to be told.
pub(super) type Listener = Arc<dyn Fn(&Diagnostic) + Send + Sync>;

thread_local! {
    /// Whether a listener is at work on this thread.
    static TELLING: Cell<bool> = const { Cell::new(false) };
}

/// What was noted while locks were held, until the listener is told without any.
pub(super) struct Diagnostics {
    listener: Option<Listener>,
    noted: Mutex<Vec<Diagnostic>>,
}

impl Diagnostics {
    pub(super) fn new(listener: Option<Listener>) -> Self {
        Self { listener, noted: Mutex::default() }
    }

    /// Notes something that is told later. Where a listener's own call of the store brings it about, it is not told: a listener
    /// that looks at an altered row would be told of it without end.
    pub(super) fn note(&self, code: DiagnosticCode, message: impl FnOnce() -> String) {
        if self.listener.is_some() && !TELLING.get() {
            self.noted().push(Diagnostic { code, message: message() });
        }
    }

    /// What is to be told, for [`tell`](Self::tell). A listener that is at work on this thread is not called within itself: what
    /// another thread noted is that thread's to tell.
    pub(super) fn take(&self) -> Vec<Diagnostic> {
        if self.listener.is_some() && !TELLING.get() { mem::take(&mut *self.noted()) } else { Vec::new() }
    }

    /// Tells the listener; the caller holds no lock. A listener that panics is not heard of again this time.
    pub(super) fn tell(&self, noted: &[Diagnostic]) {
        let Some(listener) = self.listener.as_ref().filter(|_| !noted.is_empty()) else { return };
        let before = TELLING.replace(true);
        let told = catch_unwind(AssertUnwindSafe(|| noted.iter().for_each(|one| listener(one))));
        TELLING.set(before);
        if let Err(payload) = told {
            discard(payload);
        }
    }

    fn noted(&self) -> MutexGuard<'_, Vec<Diagnostic>> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner) // a list is whole at every moment
    }
}

/// Drops what a panic carried, which may panic itself.
fn discard(payload: Box<dyn Any + Send>) {
    if let Err(another) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        mem::forget(another);
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::OnceLock, thread};

    use super::*;

    #[test]
    fn a_listener_is_never_called_within_itself() {
        let count = Arc::new(Mutex::new(0)); // held while it is told, as a host's lock around its log is
        let own: Arc<OnceLock<Arc<Diagnostics>>> = Arc::default();
        let (inner, counted) = (own.clone(), count.clone());
        let all = Arc::new(Diagnostics::new(Some(Arc::new(move |_| {
            let mut counted = counted.try_lock().expect("not within itself");
            *counted += 1;
            let Some(own) = inner.get().filter(|_| *counted == 1) else { return };
            thread::scope(|scope| {
                scope.spawn(|| own.note(DiagnosticCode::Waited, || "another thread waited".to_owned()));
            });
            own.tell(&own.take()); // as every call of the store does at its end
        }))));
        assert!(own.set(all.clone()).is_ok());
        all.note(DiagnosticCode::Waited, || "this one waited".to_owned());
        all.tell(&all.take());
        assert_eq!(*count.lock().expect("no panic"), 1);
        all.tell(&all.take());
        assert_eq!(*count.lock().expect("no panic"), 2, "nothing is lost");
    }

    #[test]
    fn codes_are_in_order_and_each_has_a_name_of_its_own() {
        let names: Vec<&str> = DiagnosticCode::all().map(DiagnosticCode::name).collect();
        assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
    }
}
