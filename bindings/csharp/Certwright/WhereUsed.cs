using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Everything in a store that refers to a certificate.</summary>
    public sealed class WhereUsed : IDisposable
    {
        private readonly Parts parts = new Parts();

        internal WhereUsed(Owner owner, WhereUsedHandle handle)
        {
            Entry = parts.Add(Native.Lent<WhereUsedHandle, Entry>(handle, Import<cw_where_used_entry>.Call.Invoke, Entry.Copy));
            Assignments = Native.List<WhereUsedHandle, IntPtr, Assignment>(
                handle, Import<cw_where_used_assignment_count>.Call.Invoke, Import<cw_where_used_assignment_at>.Call.Invoke, Assignment.Copy);
            Endpoints = Native.Texts<WhereUsedHandle>(
                handle, Import<cw_where_used_endpoint_count>.Call.Invoke, Import<cw_where_used_endpoint_at>.Call.Invoke);
            Decisions = parts.Add(TrustDecision.All(owner, handle));
            Issued = parts.Add(Native.List<WhereUsedHandle, IntPtr, Entry>(
                handle, Import<cw_where_used_issued_count>.Call.Invoke, Import<cw_where_used_issued_at>.Call.Invoke, Entry.Copy));
            Issuers = Native.Texts<WhereUsedHandle>(handle, Import<cw_where_used_issuer_count>.Call.Invoke, Import<cw_where_used_issuer_at>.Call.Invoke);
            Supersedes = Native.List<WhereUsedHandle, IntPtr, Succession>(
                handle, Import<cw_where_used_supersedes_count>.Call.Invoke, Import<cw_where_used_supersedes_at>.Call.Invoke, Succession.Copy);
            SupersededBy = Native.Lent<WhereUsedHandle, Succession>(handle, Import<cw_where_used_superseded_by>.Call.Invoke, Succession.Copy);
            SameKey = Native.Texts<WhereUsedHandle>(
                handle, Import<cw_where_used_same_key_count>.Call.Invoke, Import<cw_where_used_same_key_at>.Call.Invoke);
            LastExport = Native.Lent<WhereUsedHandle, Event>(handle, Import<cw_where_used_last_export>.Call.Invoke, Event.Copy);
            Backup = Native.Lent<WhereUsedHandle, Backup>(handle, Import<cw_where_used_backup>.Call.Invoke, Certwright.Backup.Copy);
            Required = Native.Texts<WhereUsedHandle>(
                handle, Import<cw_where_used_required_count>.Call.Invoke, Import<cw_where_used_required_at>.Call.Invoke);
        }

        /// <summary>The certificate. It is disposed of with this.</summary>
        public Entry Entry { get; }

        /// <summary>What it is and was for.</summary>
        public IReadOnlyList<Assignment> Assignments { get; }

        /// <summary>The endpoints whose certificate it is.</summary>
        public IReadOnlyList<string> Endpoints { get; }

        /// <summary>The decisions to trust it, its key, or what it issues. They are disposed of with this.</summary>
        public IReadOnlyList<TrustDecision> Decisions { get; }

        /// <summary>
        /// The first eight of those that it issued which are valid and here; none where another CA certificate can stand in for it. They are disposed of
        /// with this.
        /// </summary>
        public IReadOnlyList<Entry> Issued { get; }

        /// <summary>SHA-1 of the certificates above it that are here, nearest first, without a self-signed one.</summary>
        public IReadOnlyList<string> Issuers { get; }

        /// <summary>What it took the place of.</summary>
        public IReadOnlyList<Succession> Supersedes { get; }

        /// <summary>What took its place; null if nothing did.</summary>
        public Succession SupersededBy { get; }

        /// <summary>SHA-1 of other certificates of its key.</summary>
        public IReadOnlyList<string> SameKey { get; }

        /// <summary>The last line of the journal that tells of its private key's leaving the store by itself, outside of a backup; null if there is none.</summary>
        public Event LastExport { get; }

        /// <summary>The newest backup that holds its private key, as far as the store knows; null if there is none.</summary>
        public Backup Backup { get; }

        /// <summary>Why it is required, for people; empty where it is not.</summary>
        public IReadOnlyList<string> Required { get; }

        /// <summary>Frees the entries and decisions; again does nothing.</summary>
        public void Dispose() => parts.Dispose();
    }
}
