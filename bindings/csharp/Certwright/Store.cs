using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>
    /// A store: certificates, their keys sealed one by one, named stores, a journal. Any number of threads may share one, any number of
    /// processes may open one file. Every change is one transaction, its line in the journal included.
    /// </summary>
    public sealed partial class Store : IDisposable
    {
        // milliseconds of waiting after which cancellation is looked at
        private const int Slice = 100;

        private unsafe delegate Status ChangeOne(StoreHandle store, byte* first, UIntPtr length, out AddedHandle added, out ErrorHandle error);

        private Store(StoreHandle handle) => Handle = handle;

        /// <summary>Its database, absolute.</summary>
        public string Path => Native.Text<StoreHandle>(Handle, Import<cw_store_path>.Call.Invoke);

        /// <summary>Whether it was opened without its key.</summary>
        public bool IsLocked => Native.Value<StoreHandle, bool>(Handle, Import<cw_store_is_locked>.Call.Invoke);

        /// <summary>The number of the last line of the journal.</summary>
        public long LastEvent => checked((long)Native.Value<StoreHandle, ulong>(Handle, Import<cw_store_last_event>.Call.Invoke));

        internal StoreHandle Handle { get; }

        /// <summary>Makes a store with a new key file (<c>&lt;path&gt;.key</c> unless said); neither may be there.</summary>
        /// <exception cref="CertwrightException">AlreadyExists, NotFound, NetworkFileSystem, Io.</exception>
        public static unsafe Store Create(string path, OpenOptions options = null)
        {
            using (Input place = Input.Of(path ?? throw new ArgumentNullException(nameof(path))))
            {
                return OpenOptions.Use(options, how =>
                {
                    Native.Check(Import<cw_store_create>.Call(place.Pointer, place.Length, how, out StoreHandle handle, out ErrorHandle error), error);
                    return new Store(handle);
                });
            }
        }

        /// <summary>Opens a store that is there; never makes one.</summary>
        /// <exception cref="CertwrightException">
        /// NotFound, NotAStore, NewerSchema, OlderSchema, KeyFileMissing, KeyFileExposed, KeyFileWrong, WrongPassword, PasswordRequired,
        /// NetworkFileSystem, Tampered, Io.
        /// </exception>
        public static unsafe Store Open(string path, OpenOptions options = null)
        {
            using (Input place = Input.Of(path ?? throw new ArgumentNullException(nameof(path))))
            {
                return OpenOptions.Use(options, how =>
                {
                    Native.Check(Import<cw_store_open>.Call(place.Pointer, place.Length, how, out StoreHandle handle, out ErrorHandle error), error);
                    return new Store(handle);
                });
            }
        }

        /// <summary>
        /// Brings a store of an older schema to this version's, in one transaction, after a copy of it was made beside it. Programs of the
        /// older version cannot use it from then on. One that needs nothing is left as it is.
        /// </summary>
        /// <exception cref="CertwrightException">As <see cref="Open"/>.</exception>
        public static unsafe Upgraded Upgrade(string path, OpenOptions options = null)
        {
            using (Input place = Input.Of(path ?? throw new ArgumentNullException(nameof(path))))
            {
                return OpenOptions.Use(options, how =>
                {
                    Native.Check(
                        Import<cw_store_upgrade>.Call(place.Pointer, place.Length, how, out uint from, out uint to, out CwBytes copy, out ErrorHandle error),
                        error);
                    string before = copy.TakeText();
                    return new Upgraded(checked((int)from), checked((int)to), before.Length == 0 ? null : before);
                });
            }
        }

        /// <summary>Where it is and why, what guards it, who may do what with its files, how much is in it, what should be otherwise.</summary>
        public StoreInfo Info() => StoreInfo.Of(Native.Value<StoreHandle, StoreInfoHandle>(Handle, Import<cw_store_info_of>.Call.Invoke));

        /// <summary>All that a helper asks for first, as JSON, with no secret in it.</summary>
        public string Report() => Native.Value<StoreHandle, CwBytes>(Handle, Import<cw_store_report>.Call.Invoke).TakeText();

        /// <summary>
        /// Proves that file, protectors, certificates, keys, trust, usage and journal are whole; what is wrong is a verdict, not an exception. A locked
        /// store is checked as far as that goes without its key. What <paramref name="progress"/> throws ends the work and comes out of this call.
        /// </summary>
        /// <exception cref="OperationCanceledException">It was asked for.</exception>
        public CheckReport Check(IProgress<CheckProgress> progress = null, CancellationToken cancellation = default) => Checked(progress, cancellation, tell =>
        {
            cw_store_check_progress told = (user, done, total) => tell(done, total);
            Status status = Import<cw_store_check>.Call(Handle, told, IntPtr.Zero, out CheckReportHandle report, out ErrorHandle error);
            GC.KeepAlive(told);
            return (status, report, error);
        });

        /// <summary>Makes a self-signed certificate and keeps it with its key.</summary>
        /// <exception cref="CertwrightException">As <see cref="SelfSigned.Issue"/>; UnknownStoreName, StoreLocked.</exception>
        public Entry CreateSelfSigned(SelfSigned wanted, AddOptions options = null)
        {
            using (SelfSignedHandle what = (wanted ?? throw new ArgumentNullException(nameof(wanted))).Build())
            using (AddOptionsHandle how = AddOptions.Build(options))
            {
                Native.Check(Import<cw_store_create_self_signed>.Call(Handle, what, how, out EntryHandle entry, out ErrorHandle error), error);
                return new Entry(entry);
            }
        }

        /// <summary>The newest certificate in that named store that is what is described, valid now and with its key; or a new one.</summary>
        /// <exception cref="CertwrightException">As <see cref="CreateSelfSigned"/>.</exception>
        public AddResult EnsureSelfSigned(SelfSigned wanted, AddOptions options = null)
        {
            using (SelfSignedHandle what = (wanted ?? throw new ArgumentNullException(nameof(wanted))).Build())
            using (AddOptionsHandle how = AddOptions.Build(options))
            {
                Native.Check(Import<cw_store_ensure_self_signed>.Call(Handle, what, how, out AddedHandle added, out ErrorHandle error), error);
                return AddResult.Of(added);
            }
        }

        /// <summary>Adds a certificate.</summary>
        /// <exception cref="CertwrightException">UnknownStoreName, StoreLocked.</exception>
        public AddResult Add(Certificate certificate, AddOptions options = null)
        {
            CertificateHandle one = (certificate ?? throw new ArgumentNullException(nameof(certificate))).Handle;
            using (AddOptionsHandle how = AddOptions.Build(options))
            {
                Native.Check(Import<cw_store_add>.Call(Handle, one, how, out AddedHandle added, out ErrorHandle error), error);
                return AddResult.Of(added);
            }
        }

        /// <summary>Adds a certificate with its key and chain. A key is never put into TrustedRoot or TrustedPeople.</summary>
        /// <exception cref="CertwrightException">UnknownStoreName, StoreLocked.</exception>
        public AddResult Add(Identity identity, AddOptions options = null)
        {
            IdentityHandle one = (identity ?? throw new ArgumentNullException(nameof(identity))).Handle;
            using (AddOptionsHandle how = AddOptions.Build(options))
            {
                Native.Check(Import<cw_store_add_identity>.Call(Handle, one, how, out AddedHandle added, out ErrorHandle error), error);
                return AddResult.Of(added);
            }
        }

        /// <summary>Adds certificates, all in one transaction; how many changed anything.</summary>
        /// <exception cref="CertwrightException">UnknownStoreName, StoreLocked.</exception>
        public int AddRange(IEnumerable<Certificate> certificates, AddOptions options = null)
        {
            Handle[] handles = (certificates ?? throw new ArgumentNullException(nameof(certificates))).Select(one => (Handle)one.Handle).ToArray();
            using (var all = new HeldArray(handles))
            using (AddOptionsHandle how = AddOptions.Build(options))
            {
                Native.Check(Import<cw_store_add_certificates>.Call(Handle, all.Pointers, all.Count, how, out UIntPtr changed, out ErrorHandle error), error);
                return checked((int)changed);
            }
        }

        /// <summary>Adds identities with their keys and chains, all in one transaction; how many changed anything.</summary>
        /// <exception cref="CertwrightException">UnknownStoreName, StoreLocked.</exception>
        public int AddRange(IEnumerable<Identity> identities, AddOptions options = null)
        {
            Handle[] handles = (identities ?? throw new ArgumentNullException(nameof(identities))).Select(one => (Handle)one.Handle).ToArray();
            using (var all = new HeldArray(handles))
            using (AddOptionsHandle how = AddOptions.Build(options))
            {
                Native.Check(Import<cw_store_add_identities>.Call(Handle, all.Pointers, all.Count, how, out UIntPtr changed, out ErrorHandle error), error);
                return checked((int)changed);
            }
        }

        /// <summary>The certificate with this thumbprint.</summary>
        /// <param name="thumbprint">As it was pasted.</param>
        /// <param name="store">The named store; null looks everywhere.</param>
        /// <param name="archived">Whether archived certificates are looked at: <see cref="Archived.No"/> or <see cref="Archived.Also"/>.</param>
        /// <exception cref="CertwrightException">NotFound, which says what comes near; InvalidThumbprint.</exception>
        public unsafe Entry Get(Thumbprint thumbprint, string store = null, Archived archived = Archived.No)
        {
            if (archived == Archived.Only)
            {
                throw new CertwrightException(Status.InvalidArgument, "a certificate is looked for with archived ones or without; archived ones alone are for Find");
            }

            using (Input text = Input.Of(thumbprint.Text(nameof(thumbprint))))
            using (GetOptionsHandle how = GetOptions())
            {
                Native.SetText(how, store, Import<cw_get_options_store>.Call.Invoke);
                if (archived == Archived.Also)
                {
                    Native.Set(how, Import<cw_get_options_archived>.Call.Invoke);
                }

                Native.Check(Import<cw_store_get>.Call(Handle, text.Pointer, text.Length, how, out EntryHandle entry, out ErrorHandle error), error);
                return new Entry(entry);
            }
        }

        /// <summary>Exactly one.</summary>
        /// <exception cref="CertwrightException">Ambiguous with the candidates, NotFound with what comes near.</exception>
        public Entry Select(Query query)
        {
            using (QueryHandle what = Query.Build(query))
            {
                Native.Check(Import<cw_store_select>.Call(Handle, what, out EntryHandle entry, out ErrorHandle error), error);
                return new Entry(entry);
            }
        }

        /// <summary>
        /// The one an administrator would pick: valid now, with its private key, the latest notBefore; and those that were passed over.
        /// </summary>
        /// <exception cref="CertwrightException">NotFound, which names those that were passed over; Ambiguous if two began at the same second.</exception>
        public Selection SelectNewestValid(Query query = null)
        {
            using (QueryHandle what = Query.Build(query))
            {
                Native.Check(Import<cw_store_select_newest_valid>.Call(Handle, what, out SelectionHandle selection, out ErrorHandle error), error);
                return Selection.Of(selection);
            }
        }

        /// <summary>
        /// All that match, read in pages while it goes on; each time it is gone through it is looked for anew. One that was altered is an
        /// exception; the enumerator then goes on behind it, if it is asked to.
        /// </summary>
        /// <exception cref="CertwrightException">While it is gone through: as the conditions say; StoreLocked for a role or scope; Tampered.</exception>
        public IEnumerable<Entry> Find(Query query = null) => new Sequence<Entry>(() =>
        {
            using (QueryHandle what = Query.Build(query))
            {
                Native.Check(Import<cw_store_find>.Call(Handle, what, out FindHandle find, out ErrorHandle error), error);
                return new Cursor<Entry>(find, () => Next(find));
            }
        });

        /// <summary>
        /// Reads the octets of a file and keeps what it holds, all in one transaction. Unless a store is named, certificates whose key is there
        /// go to Personal, CA certificates to Intermediate, others to Personal; none becomes trusted.
        /// </summary>
        /// <exception cref="CertwrightException">As <see cref="CertificateFile.Read"/>; then nothing was kept.</exception>
        public unsafe ImportReport Import(byte[] data, ReadOptions read = null, ImportOptions options = null)
        {
            using (Input input = Input.Of(data ?? throw new ArgumentNullException(nameof(data))))
            using (ImportOptionsHandle how = ImportOptions.Build(options))
            {
                return ReadOptions.Use(read, reading =>
                {
                    Native.Check(
                        Import<cw_store_import>.Call(Handle, input.Pointer, input.Length, reading, how, out ImportedHandle imported, out ErrorHandle error),
                        error);
                    return ImportReport.Of(imported);
                });
            }
        }

        /// <summary>As <see cref="Import"/>, of a file on disk.</summary>
        /// <exception cref="CertwrightException">As <see cref="Import"/>; NotFound, Io.</exception>
        public unsafe ImportReport ImportPath(string path, ReadOptions read = null, ImportOptions options = null)
        {
            using (Input place = Input.Of(path ?? throw new ArgumentNullException(nameof(path))))
            using (ImportOptionsHandle how = ImportOptions.Build(options))
            {
                return ReadOptions.Use(read, reading =>
                {
                    Native.Check(
                        Import<cw_store_import_path>.Call(Handle, place.Pointer, place.Length, reading, how, out ImportedHandle imported, out ErrorHandle error),
                        error);
                    return ImportReport.Of(imported);
                });
            }
        }

        /// <summary>The octets of a file with one certificate; the journal names each key that left.</summary>
        /// <exception cref="CertwrightException">NotFound, NoPrivateKey, PasswordRequired, InvalidArgument, Unsupported.</exception>
        public Exported Export(Thumbprint certificate, ExportOptions options = null) => Export(new[] { certificate }, options);

        /// <summary>The octets of a file with several certificates; the journal names each key that left.</summary>
        /// <exception cref="CertwrightException">NotFound, NoPrivateKey, PasswordRequired, InvalidArgument, Unsupported.</exception>
        public unsafe Exported Export(IEnumerable<Thumbprint> certificates, ExportOptions options = null)
        {
            IEnumerable<Thumbprint> all = certificates ?? throw new ArgumentNullException(nameof(certificates));
            using (var names = new TextArray(all.Select(one => one.Text(nameof(certificates)))))
            using (ExportOptionsHandle how = ExportOptions.Build(options))
            {
                fixed (CwStr* first = names.Texts)
                {
                    Native.Check(
                        Import<cw_store_export>.Call(Handle, first, names.Count, how, out CwBytes bytes, out TextsHandle notes, out ErrorHandle error),
                        error);
                    using (notes)
                    {
                        return new Exported(bytes.TakeOctets(), All(notes));
                    }
                }
            }
        }

        /// <summary>Keeps the certificate, and offers it no longer unless asked for archived ones.</summary>
        /// <exception cref="CertwrightException">NotFound, StoreLocked.</exception>
        public unsafe AddResult Archive(Thumbprint certificate) => Change(certificate, Import<cw_store_archive>.Call.Invoke);

        /// <summary>Undoes <see cref="Archive"/>.</summary>
        /// <exception cref="CertwrightException">NotFound, StoreLocked.</exception>
        public unsafe AddResult Unarchive(Thumbprint certificate) => Change(certificate, Import<cw_store_unarchive>.Call.Invoke);

        /// <summary>Sets what people call it; what is null stays. An empty name takes it away; the tags are all its tags.</summary>
        /// <exception cref="CertwrightException">NotFound, StoreLocked.</exception>
        public unsafe AddResult Describe(Thumbprint certificate, string friendlyName = null, IEnumerable<string> tags = null)
        {
            Native.Check(Import<cw_description_new>.Call(out DescriptionHandle description, out ErrorHandle failed), failed);
            using (description)
            {
                Native.SetText(description, friendlyName, Import<cw_description_friendly_name>.Call.Invoke);
                if (tags != null)
                {
                    Native.SetTexts(description, tags, Import<cw_description_tags>.Call.Invoke);
                }

                return Change(certificate, Described);
            }

            Status Described(StoreHandle store, byte* first, UIntPtr length, out AddedHandle added, out ErrorHandle error) =>
                Import<cw_store_describe>.Call(store, first, length, description, out added, out error);
        }

        /// <summary>Deletes the certificate, and its key unless another certificate here shares it. There is no way back.</summary>
        /// <exception cref="CertwrightException">NotFound; Required for one that is assigned or retained, that an endpoint uses, or that issued another that is still valid here.</exception>
        public unsafe DeleteResult Delete(Thumbprint certificate)
        {
            using (Input text = Input.Of(certificate.Text(nameof(certificate))))
            {
                Native.Check(Import<cw_store_delete>.Call(Handle, text.Pointer, text.Length, out bool deleted, out bool shared, out ErrorHandle error), error);
                return new DeleteResult(deleted, shared);
            }
        }

        /// <summary>What opens it.</summary>
        public IReadOnlyList<Protector> Protectors() => Protector.All(Native.Value<StoreHandle, ProtectorsHandle>(Handle, Import<cw_store_protectors>.Call.Invoke));

        /// <summary>Adds a protector: from then on the store opens with it, too.</summary>
        /// <exception cref="CertwrightException">AlreadyExists, InvalidArgument, StoreLocked.</exception>
        public Protector AddProtector(NewProtector protector)
        {
            NewProtectorHandle what = (protector ?? throw new ArgumentNullException(nameof(protector))).Handle;
            Native.Check(Import<cw_store_add_protector>.Call(Handle, what, out ProtectorHandle made, out ErrorHandle error), error);
            return Protector.Of(made);
        }

        /// <summary>
        /// Puts a new one in the place of that with this id (or its beginning), which opens the store no more. Whoever knows the old secret still
        /// opens older copies, and may have the store's key: <see cref="RotateKey"/> changes that.
        /// </summary>
        /// <exception cref="CertwrightException">AlreadyExists, InvalidArgument, NotFound, StoreLocked.</exception>
        public unsafe Protector ChangeProtector(string id, NewProtector protector)
        {
            NewProtectorHandle what = (protector ?? throw new ArgumentNullException(nameof(protector))).Handle;
            using (Input which = Input.Of(id ?? throw new ArgumentNullException(nameof(id))))
            {
                Native.Check(
                    Import<cw_store_change_protector>.Call(Handle, which.Pointer, which.Length, what, out ProtectorHandle made, out ErrorHandle error),
                    error);
                return Protector.Of(made);
            }
        }

        /// <summary>Removes the one with this id (or its beginning); what is to be known then.</summary>
        /// <exception cref="CertwrightException">LastProtector, NotFound, StoreLocked.</exception>
        public unsafe IReadOnlyList<string> RemoveProtector(string id)
        {
            using (Input which = Input.Of(id ?? throw new ArgumentNullException(nameof(id))))
            {
                Native.Check(Import<cw_store_remove_protector>.Call(Handle, which.Pointer, which.Length, out TextsHandle notes, out ErrorHandle error), error);
                using (notes)
                {
                    return All(notes);
                }
            }
        }

        /// <summary>Makes a new key for the store and seals everything anew under it, in one transaction.</summary>
        /// <exception cref="CertwrightException">InvalidArgument, Tampered, StoreLocked.</exception>
        public Rotated RotateKey(RotateOptions options = null)
        {
            using (RotateOptionsHandle how = RotateOptions.Build(options))
            {
                Native.Check(Import<cw_store_rotate_key>.Call(Handle, how, out UIntPtr keys, out TextsHandle dropped, out ErrorHandle error), error);
                using (dropped)
                {
                    return new Rotated(checked((long)keys), All(dropped));
                }
            }
        }

        /// <summary>Lines of the journal after number <paramref name="since"/>, each compared with its seal.</summary>
        /// <exception cref="CertwrightException">Tampered.</exception>
        public IReadOnlyList<Event> Events(long since = 0, int limit = 1000)
        {
            var most = (UIntPtr)Native.Unsigned(limit, nameof(limit));
            Native.Check(
                Import<cw_store_events>.Call(Handle, Native.Unsigned(since, nameof(since)), most, out EventsHandle events, out ErrorHandle error), error);
            using (events)
            {
                return Native.List<EventsHandle, IntPtr, Event>(events, Import<cw_events_count>.Call.Invoke, Import<cw_events_at>.Call.Invoke, Event.Copy);
            }
        }

        /// <summary>The number of the last line before this time: <see cref="Events"/> after it gives the lines from that time on. Lines and time count in milliseconds.</summary>
        public long LastEventBefore(DateTimeOffset time)
        {
            Native.Check(Import<cw_store_last_event_before_milliseconds>.Call(Handle, time.ToUnixTimeMilliseconds(), out ulong number, out ErrorHandle error), error);
            return checked((long)number);
        }

        /// <summary>
        /// Follows the journal behind line <paramref name="since"/>, waiting for lines of any process. Ends when there was none for
        /// <paramref name="timeout"/>; never, unless said. While it waits, it sees to it that the journal tells of certificates that near their end, as
        /// <see cref="TellExpiries"/> does.
        /// </summary>
        /// <exception cref="OperationCanceledException">While it is gone through: it was asked for.</exception>
        public IEnumerable<Event> Watch(long since = 0, TimeSpan? timeout = null, CancellationToken cancellation = default)
        {
            ulong number = Native.Unsigned(since, nameof(since));
            return new Sequence<Event>(() =>
            {
                Native.Check(Import<cw_store_watch>.Call(Handle, number, out WatchHandle watch, out ErrorHandle error), error);
                return new Cursor<Event>(watch, () => Next(watch, timeout, cancellation));
            });
        }

        /// <summary>Its path.</summary>
        public override string ToString() => Handle.IsClosed ? nameof(Store) : Path;

        /// <summary>
        /// Ends the use of the store; again does nothing. Its files are closed when no entry that came out of it is left either.
        /// </summary>
        public void Dispose() => Handle.Dispose();

        private unsafe AddResult Change(Thumbprint certificate, ChangeOne change)
        {
            using (Input text = Input.Of(certificate.Text(nameof(certificate))))
            {
                Native.Check(change(Handle, text.Pointer, text.Length, out AddedHandle added, out ErrorHandle error), error);
                return AddResult.Of(added);
            }
        }

        /// <summary>Runs what looks at the store and tells how far it is, until it is done or asked to stop.</summary>
        private static CheckReport Checked(
            IProgress<CheckProgress> progress, CancellationToken cancellation, Func<Func<ulong, ulong, int>, (Status, CheckReportHandle, ErrorHandle)> work) =>
            Told(progress, cancellation, work, CheckReport.Of);

        /// <summary>Work that tells how far it is, can be stopped, and gives a handle, which is freed once it is read.</summary>
        private static T Told<THandle, T>(
            IProgress<CheckProgress> progress,
            CancellationToken cancellation,
            Func<Func<ulong, ulong, int>, (Status, THandle, ErrorHandle)> work,
            Func<THandle, T> read)
            where THandle : Handle
        {
            cancellation.ThrowIfCancellationRequested();
            var callback = new Callback();
            (Status status, THandle made, ErrorHandle error) = work((done, total) => callback.Run(() =>
            {
                progress?.Report(new CheckProgress(checked((long)done), checked((long)total)));
                return !cancellation.IsCancellationRequested;
            }) ? 0 : 1);
            using (made)
            using (error)
            {
                callback.Rethrow();
                if (status == Status.Cancelled)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                Native.Check(status, error);
                return read(made);
            }
        }

        private static GetOptionsHandle GetOptions()
        {
            Native.Check(Import<cw_get_options_new>.Call(out GetOptionsHandle handle, out ErrorHandle error), error);
            return handle;
        }

        private static IReadOnlyList<string> All(TextsHandle texts) =>
            texts.IsInvalid ? new string[0] : Native.Texts<TextsHandle>(texts, Import<cw_texts_count>.Call.Invoke, Import<cw_texts_at>.Call.Invoke);

        private static Entry Next(FindHandle find)
        {
            EntryHandle next = Native.Value<FindHandle, EntryHandle>(find, Import<cw_find_next>.Call.Invoke);
            return next.IsInvalid ? null : new Entry(next);
        }

        private static Event Next(WatchHandle watch, TimeSpan? timeout, CancellationToken cancellation)
        {
            var waited = Stopwatch.StartNew();
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                double left = timeout.HasValue ? Math.Max((timeout.Value - waited.Elapsed).TotalMilliseconds, 0) : Slice;
                Native.Check(Import<cw_watch_next>.Call(watch, (ulong)Math.Min(left, Slice), out EventHandle next, out ErrorHandle error), error);
                if (!next.IsInvalid)
                {
                    return Event.Of(next);
                }

                if (timeout.HasValue && waited.Elapsed >= timeout.Value)
                {
                    return null;
                }
            }
        }
    }
}
