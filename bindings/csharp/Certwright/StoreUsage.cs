using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Certwright.Interop;

namespace Certwright
{
    /// <content>What follows from what certificates are for: made, renewed, looked over, cleaned up, looked after before they expire.</content>
    public sealed partial class Store
    {
        /// <summary>
        /// The certificate that is current for a role; where there is none yet, one is made with the role's defaults and assigned. Exactly one is made,
        /// however many processes ask at once. One that is not valid where that matters, is self-signed and may be renewed, is renewed, but never one of an
        /// essential role: <see cref="Renew"/> does that when asked to. The key of an essential role is never made anew: where one was ever assigned here
        /// and is not now, or is not readable, that is an exception. Only the journal and the assignments say whether one was: a host that moves from
        /// elsewhere imports and assigns first.
        /// </summary>
        /// <param name="role">The role's name.</param>
        /// <param name="scope">Where it serves; null for the whole installation.</param>
        /// <param name="subject">That of the certificate that is made: a plain name, or a string of RFC 4514; null for the host's first name for servers, else role and scope.</param>
        /// <param name="host">The host whose names and addresses a server's certificate is for; null for this host as it is then.</param>
        /// <exception cref="CertwrightException">
        /// Missing, which names the last backup that holds the key; OtherInstallation where a key would be made; UnknownRole, InvalidArgument,
        /// InvalidSubject, StoreLocked, Tampered.
        /// </exception>
        public unsafe Provided Provide(string role, string scope = null, string subject = null, LocalHost host = null)
        {
            using (Input what = Input.Of(role ?? throw new ArgumentNullException(nameof(role))))
            using (Input where = Input.Of(scope))
            using (ProvideOptionsHandle how = ProvideOptions(subject, host))
            {
                Native.Check(
                    Import<cw_store_provide>.Call(
                        Handle, what.Pointer, what.Length, where.Pointer, where.Length, how, out EntryHandle entry, out bool made, out ErrorHandle error),
                    error);
                return new Provided(new Entry(entry), made);
            }
        }

        /// <summary>
        /// Renews a self-signed certificate: the new one has its subject, names, purpose and all other extensions, its friendly name and tags, and is
        /// valid for as long. It takes the old one's place in every named store, assignment and endpoint, and in decisions to trust exactly it, in one
        /// transaction. The old one is archived; it is retained where a role is essential. One that was renewed before is not renewed again: what
        /// superseded it is given. A CA certificate that issued what is still valid stays where it is, beside the new one. Of a period of use for the
        /// key and of timestamps of CT logs, which were of the old certificate alone, nothing is taken over; nor is trust, where the old one was archived.
        /// Not done: telling whoever has the old certificate elsewhere.
        /// </summary>
        /// <param name="certificate">Which.</param>
        /// <param name="sameKey">Whether the key stays. A new one, of the same kind, is the better choice unless others hold a copy of the public key.</param>
        /// <exception cref="CertwrightException">
        /// NotFound; Unsupported for one that another certificate issued, and for a kind of key that is not made here; NoPrivateKey; InvalidArgument for a
        /// role whose certificates are not renewed, and where the new one would end before the old one, as by a wrong clock; OtherInstallation, StoreLocked, Tampered.
        /// </exception>
        public unsafe Renewed Renew(Thumbprint certificate, bool sameKey = false)
        {
            Native.Check(Import<cw_renew_options_new>.Call(out RenewOptionsHandle options, out ErrorHandle failed), failed);
            using (options)
            using (Input text = Input.Of(certificate.Text(nameof(certificate))))
            {
                if (sameKey)
                {
                    Native.Set(options, Import<cw_renew_options_same_key>.Call.Invoke);
                }

                Native.Check(Import<cw_store_renew>.Call(Handle, text.Pointer, text.Length, options, out RenewedHandle renewed, out ErrorHandle error), error);
                return Renewed.Of(renewed);
            }
        }

        /// <summary>
        /// The certificates that <see cref="Renew"/> could renew and that end within this time: self-signed, with their key, and required, or valid and not
        /// archived. The first to end comes first. Each is the caller's.
        /// </summary>
        /// <exception cref="CertwrightException">StoreLocked, Tampered.</exception>
        public IReadOnlyList<Entry> RenewableWithin(TimeSpan ahead)
        {
            Native.Check(Import<cw_store_renewable_within>.Call(Handle, Seconds(ahead), out EntriesHandle entries, out ErrorHandle error), error);
            using (entries)
            {
                return Native.List<EntriesHandle, IntPtr, Entry>(entries, Import<cw_entries_count>.Call.Invoke, Import<cw_entries_at>.Call.Invoke, Entry.Copy);
            }
        }

        /// <summary>What took the place of a certificate, which may be gone by now; null if nothing did. Of several renewals, the next one.</summary>
        /// <exception cref="CertwrightException">InvalidThumbprint, StoreLocked; Tampered for one that was altered.</exception>
        public unsafe Succession SupersededBy(Thumbprint certificate)
        {
            using (Input text = Input.Of(certificate.Text(nameof(certificate))))
            {
                Native.Check(Import<cw_store_superseded_by>.Call(Handle, text.Pointer, text.Length, out SuccessionHandle found, out ErrorHandle error), error);
                return Succession.Of(found);
            }
        }

        /// <summary>
        /// What is required, by role and scope, and how it stands with each. Each key is opened; whether it signs what its certificate verifies is for
        /// <see cref="Preflight"/> to prove.
        /// </summary>
        /// <param name="scope">Only this scope, such as one database; an empty one is the whole installation's; null for all.</param>
        /// <param name="all">What is not required, too, each with why.</param>
        /// <exception cref="CertwrightException">StoreLocked, Tampered.</exception>
        public unsafe Overview Overview(string scope = null, bool all = false)
        {
            Native.Check(Import<cw_overview_options_new>.Call(out OverviewOptionsHandle options, out ErrorHandle failed), failed);
            using (options)
            {
                Native.SetText(options, scope, Import<cw_overview_options_scope>.Call.Invoke);
                if (all)
                {
                    Native.Set(options, Import<cw_overview_options_all>.Call.Invoke);
                }

                Native.Check(Import<cw_store_overview>.Call(Handle, options, out OverviewHandle overview, out ErrorHandle error), error);
                using (overview)
                {
                    return new Overview(overview);
                }
            }
        }

        /// <summary>
        /// The certificates that could go, as <see cref="Unneeded.IsOver"/> says: none that is required, none that is trusted or a chain may need (those in
        /// TrustedRoot, TrustedPeople and Intermediate) before it has expired, and none that the journal says was assigned while no assignment of it is known.
        /// Nothing is removed: <see cref="DeleteAll"/> does that. Each is the caller's.
        /// </summary>
        /// <param name="scope">Only what served in this scope, such as one database; an empty one is the whole installation's; null for all.</param>
        /// <param name="unassigned">
        /// Those with a private key of which no role is known, too: somebody may use them without saying so, and one that has expired may still decrypt.
        /// </param>
        /// <exception cref="CertwrightException">StoreLocked, Tampered.</exception>
        public unsafe IReadOnlyList<Unneeded> Leftovers(string scope = null, bool unassigned = false)
        {
            Native.Check(Import<cw_cleanup_options_new>.Call(out CleanupOptionsHandle options, out ErrorHandle failed), failed);
            using (options)
            {
                Native.SetText(options, scope, Import<cw_cleanup_options_scope>.Call.Invoke);
                if (unassigned)
                {
                    Native.Set(options, Import<cw_cleanup_options_unassigned>.Call.Invoke);
                }

                Native.Check(Import<cw_store_leftovers>.Call(Handle, options, out LeftoversHandle leftovers, out ErrorHandle error), error);
                using (leftovers)
                {
                    return Native.List<LeftoversHandle, IntPtr, Unneeded>(
                        leftovers, Import<cw_leftovers_count>.Call.Invoke, Import<cw_leftovers_at>.Call.Invoke, Unneeded.Copy);
                }
            }
        }

        /// <summary>
        /// Deletes several certificates in one transaction: all, or none where one of them is required. One that issued another is deleted behind it.
        /// There is no way back. What it came to is told in the same order.
        /// </summary>
        /// <exception cref="CertwrightException">As <see cref="Delete"/>.</exception>
        public unsafe IReadOnlyList<DeleteResult> DeleteAll(IEnumerable<Thumbprint> certificates)
        {
            IEnumerable<Thumbprint> all = certificates ?? throw new ArgumentNullException(nameof(certificates));
            using (var names = new TextArray(all.Select(one => one.Text(nameof(certificates)))))
            {
                fixed (CwStr* first = names.Texts)
                {
                    Native.Check(Import<cw_store_delete_all>.Call(Handle, first, names.Count, out DeletionsHandle deletions, out ErrorHandle error), error);
                    using (deletions)
                    {
                        return Native.List<DeletionsHandle, DeleteResult, DeleteResult>(deletions, Import<cw_deletions_count>.Call.Invoke, DeletionAt, one => one);
                    }
                }
            }
        }

        /// <summary>Everything in this store that refers to a certificate. What other programs and machines refer to, it cannot know.</summary>
        /// <exception cref="CertwrightException">NotFound, StoreLocked, Tampered.</exception>
        public unsafe WhereUsed WhereUsed(Thumbprint certificate)
        {
            WhereUsedHandle used;
            using (Input text = Input.Of(certificate.Text(nameof(certificate))))
            {
                Native.Check(Import<cw_store_where_used>.Call(Handle, text.Pointer, text.Length, out used, out ErrorHandle error), error);
            }

            var owner = new Owner(used);
            try
            {
                return new WhereUsed(owner, used);
            }
            finally
            {
                owner.Leave();
            }
        }

        /// <summary>
        /// Whether this store can serve: every required certificate is here, its key opens, signs, and what it signs is verified by its certificate; it is
        /// valid where that matters; servers' certificates are for this host; the clock is not before the journal's last line; the store is this
        /// installation's; its last backup is not old, and holds what it should. What is wrong is a verdict, not an exception. Not looked at: whether others
        /// trust the certificates, and what stands in files outside of the store. What <paramref name="progress"/> throws ends the work and comes out of this call.
        /// </summary>
        /// <exception cref="OperationCanceledException">It was asked for.</exception>
        /// <exception cref="CertwrightException">InvalidArgument for an expected role or scope that is not of its form; StoreLocked, Tampered.</exception>
        public CheckReport Preflight(PreflightOptions options = null, IProgress<CheckProgress> progress = null, CancellationToken cancellation = default)
        {
            using (PreflightOptionsHandle how = PreflightOptions.Build(options))
            {
                return Checked(progress, cancellation, tell =>
                {
                    cw_store_preflight_progress told = (user, done, total) => tell(done, total);
                    Status status = Import<cw_store_preflight>.Call(Handle, how, told, IntPtr.Zero, out CheckReportHandle report, out ErrorHandle error);
                    GC.KeepAlive(told);
                    return (status, report, error);
                });
            }
        }

        /// <summary>What has expired or will within this time, with what it is for.</summary>
        /// <exception cref="CertwrightException">InvalidArgument for a time that is negative; StoreLocked, Tampered.</exception>
        public ExpiryReport ExpiryReport(TimeSpan ahead)
        {
            Native.Check(Import<cw_store_expiry_report>.Call(Handle, Seconds(ahead), out ExpiryReportHandle report, out ErrorHandle error), error);
            return new ExpiryReport(report);
        }

        /// <summary>
        /// Tells in the journal of every certificate that ends within 30 days, and of every one that has ended: near-expiry and expired, once each. Those
        /// without a private key here are not told of, nor are archived ones that no role needs. <see cref="Preflight"/>, <see cref="Overview"/>, <see cref="ExpiryReport"/> and
        /// <see cref="Watch"/> do this by themselves.
        /// </summary>
        /// <returns>How many lines were written; none by a store that is locked.</returns>
        /// <exception cref="CertwrightException">Io, Busy.</exception>
        public int TellExpiries() => checked((int)Native.Value<StoreHandle, UIntPtr>(Handle, Import<cw_store_tell_expiries>.Call.Invoke));

        /// <summary>
        /// Why this store is another installation's, for people; null if it is the one's that has it open. An installation is told by the name that the
        /// host gives it (<see cref="OpenOptions.Installation"/>), else by the machine and the store's path. Not seen: a copy on the same machine whose
        /// original was moved away, and one between machines without an id.
        /// </summary>
        /// <exception cref="CertwrightException">StoreLocked; Tampered where it was altered, which <see cref="Adopt"/> mends.</exception>
        public string OtherInstallation()
        {
            string why = Native.Value<StoreHandle, CwBytes>(Handle, Import<cw_store_other_installation>.Call.Invoke).TakeText();
            return why.Length == 0 ? null : why;
        }

        /// <summary>
        /// Makes this installation the one whose store it is: after a move to another machine, or for a copy that goes its own way; whether anything
        /// changed.
        /// </summary>
        /// <exception cref="CertwrightException">StoreLocked.</exception>
        public bool Adopt() => Native.Value<StoreHandle, bool>(Handle, Import<cw_store_adopt>.Call.Invoke);

        private static unsafe ProvideOptionsHandle ProvideOptions(string subject, LocalHost host)
        {
            Native.Check(Import<cw_provide_options_new>.Call(out ProvideOptionsHandle options, out ErrorHandle error), error);
            try
            {
                Native.SetText(options, subject, Import<cw_provide_options_subject>.Call.Invoke);
                if (host != null)
                {
                    using (HostHandle one = host.Build())
                    {
                        Native.SetValue(options, one, Import<cw_provide_options_host>.Call.Invoke);
                    }
                }

                return options;
            }
            catch
            {
                options.Dispose();
                throw;
            }
        }

        private static long Seconds(TimeSpan time) => checked((long)time.TotalSeconds);

        private static Status DeletionAt(DeletionsHandle handle, UIntPtr index, out DeleteResult result, out ErrorHandle error)
        {
            Status status = Import<cw_deletions_at>.Call(handle, index, out bool deleted, out bool shared, out error);
            result = status == Status.Ok ? new DeleteResult(deleted, shared) : null;
            return status;
        }
    }
}
